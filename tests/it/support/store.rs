//! An output in memory that behaves as a folder does: it keeps the bytes of
//! assets, no name is a file and a folder at once, and it can fail or be cut off.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use jisr::base::path::RelPath;
use jisr::pipeline::Output;
use jisr::pipeline::manifest::{self, Manifest};

/// What an output holds.
pub type Files = BTreeMap<RelPath, Vec<u8>>;

/// Files in memory.
pub struct Store {
    files: Mutex<Files>,
    assets: Files,
    left: AtomicUsize,
    puts: AtomicUsize,
}

impl Store {
    /// An output that already holds `files`, and copies from `assets`.
    pub fn of(files: Files, assets: Files) -> Store {
        let unlimited = AtomicUsize::new(usize::MAX);
        Store { files: Mutex::new(files), assets, left: unlimited, puts: AtomicUsize::new(0) }
    }

    /// Lets so many writes and deletions through; all after them fail.
    pub fn failing_after(self, operations: usize) -> Store {
        self.left.store(operations, Ordering::SeqCst);
        self
    }

    /// Every file with its bytes.
    pub fn files(&self) -> Files {
        self.files.lock().unwrap().clone()
    }

    /// How many files were written, the manifest apart.
    pub fn puts(&self) -> usize {
        self.puts.load(Ordering::SeqCst)
    }

    /// The manifest that stands in it.
    pub fn manifest(&self) -> Manifest {
        self.files.lock().unwrap().get(&manifest::path()).map_or_else(Manifest::default, |bytes| Manifest::read(bytes))
    }

    fn spend(&self) -> io::Result<()> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        left.map(|_| ()).map_err(|_| io::ErrorKind::StorageFull.into())
    }
}

fn lies_in(path: &RelPath, folder: &RelPath) -> bool {
    path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

impl Output for Store {
    fn len(&self, path: &RelPath) -> Option<u64> {
        self.files.lock().unwrap().get(path).map(|bytes| bytes.len() as u64)
    }

    fn put(&self, path: &RelPath, bytes: &[u8]) -> io::Result<()> {
        self.spend()?;
        let mut files = self.files.lock().unwrap();
        if files.keys().any(|other| lies_in(other, path) || lies_in(path, other)) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        files.insert(path.clone(), bytes.to_vec());
        self.puts.fetch_add(usize::from(*path != manifest::path()), Ordering::SeqCst);
        Ok(())
    }

    fn copy(&self, path: &RelPath, source: &RelPath) -> io::Result<()> {
        let bytes = self.assets.get(source).ok_or(io::ErrorKind::NotFound)?;
        self.put(path, bytes)
    }

    fn delete(&self, path: &RelPath) -> io::Result<()> {
        self.spend()?;
        self.files.lock().unwrap().remove(path);
        Ok(())
    }

    fn list(&self) -> Vec<RelPath> {
        self.files.lock().unwrap().keys().cloned().collect()
    }
}
