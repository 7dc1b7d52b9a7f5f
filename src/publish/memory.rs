//! A host in memory, which can fail at any operation: for tests.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::publish::host::{Failure, Found, Host, is_own};
use crate::publish::plan::Present;

/// A host in memory.
pub struct Memory {
    files: Mutex<BTreeMap<RelPath, Vec<u8>>>,
    /// The operations that are left until the connection is cut.
    left: AtomicUsize,
    /// Whether the operation at which it is cut is done nevertheless.
    pub is_done_at_the_cut: bool,
    /// Whether it tells two states of a file apart.
    pub has_stamps: bool,
}

impl Default for Memory {
    fn default() -> Memory {
        let (files, left) = (Mutex::default(), AtomicUsize::new(usize::MAX));
        Memory { files, left, is_done_at_the_cut: false, has_stamps: true }
    }
}

impl Memory {
    /// Cuts the connection after so many operations; none of those that follow
    /// is done.
    pub fn cut_after(&self, operations: usize) {
        self.left.store(operations, Ordering::SeqCst);
    }

    /// Every file with its bytes, without what jisr keeps there for itself.
    pub fn files(&self) -> BTreeMap<RelPath, Vec<u8>> {
        self.lock()
            .iter()
            .filter(|(path, _)| !is_own(path))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<RelPath, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something, unless the connection is cut.
    fn at<T>(&self, change: impl FnOnce(&mut BTreeMap<RelPath, Vec<u8>>) -> T) -> Result<T, Failure> {
        let cut = Err(Failure::new("connection reset"));
        let count = |left: usize| (left < usize::MAX).then(|| left.saturating_sub(1));
        match self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, count) {
            Ok(0) => cut,
            Ok(1) => {
                if self.is_done_at_the_cut {
                    change(&mut self.lock());
                }
                cut
            }
            _ => Ok(change(&mut self.lock())),
        }
    }
}

impl Host for Memory {
    fn list(&self) -> Result<Found, Failure> {
        let stamp = |bytes: &[u8]| self.has_stamps.then(|| Key::of(bytes).to_hex());
        let present = |bytes: &Vec<u8>| Present { len: bytes.len() as u64, stamp: stamp(bytes) };
        self.at(|files| {
            let files = files.iter().filter(|(path, _)| !is_own(path));
            Found { files: files.map(|(path, bytes)| (path.clone(), present(bytes))).collect(), odd: vec![] }
        })
    }

    fn top(&self) -> Result<Vec<RelPath>, Failure> {
        self.at(|files| files.keys().filter(|path| path.folder().is_empty()).cloned().collect())
    }

    fn read(&self, path: &RelPath) -> Result<Option<Vec<u8>>, Failure> {
        self.at(|files| files.get(path).cloned())
    }

    fn put(&self, path: &RelPath, bytes: Vec<u8>) -> Result<(), Failure> {
        self.at(|files| drop(files.insert(path.clone(), bytes)))
    }

    fn delete(&self, path: &RelPath) -> Result<(), Failure> {
        self.at(|files| drop(files.remove(path)))
    }
}
