//! A folder as a host: of this machine, or a share that is mounted there.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::failure::reason;
use crate::base::path::RelPath;
use crate::disk::folder::{Folder, UNFINISHED};
use crate::disk::site::locate;
use crate::pipeline::Output;
use crate::publish::host::{Failure, Found, Host, is_own};
use crate::publish::plan::Present;

/// A folder that readers see.
pub struct FolderHost {
    root: PathBuf,
    folder: Folder,
}

impl FolderHost {
    /// Opens a folder, which has to be there: where a drive of the network is
    /// missing, nothing is published.
    pub fn open(root: &Path) -> Result<FolderHost, Diagnostic> {
        if !root.is_dir() {
            return Err(Diagnostic::new(Code::PublishFolderMissing).arg("path", root.display().to_string()));
        }
        Ok(FolderHost { root: root.to_path_buf(), folder: Folder::open(root, root)? })
    }

    fn relative(&self, entry: &DirEntry) -> Result<RelPath, String> {
        let below = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
        let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
        let path = parts.and_then(|parts| RelPath::new(&parts.join("/")));
        path.ok_or_else(|| below.display().to_string())
    }
}

fn is_unfinished(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(UNFINISHED)
}

/// Length and time of the last change.
fn present(entry: &DirEntry) -> Option<Present> {
    let data = entry.metadata().ok()?;
    let time = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Some(Present { len: data.len(), stamp: time.map(|time| format!("{}.{:09}", time.as_secs(), time.subsec_nanos())) })
}

impl Host for FolderHost {
    fn list(&self) -> Result<Found, Failure> {
        let mut found = Found::default();
        for entry in WalkDir::new(&self.root).min_depth(1) {
            let entry = entry.map_err(|error| match error.io_error() {
                Some(error) => Failure::new(reason(error)),
                None => Failure::new(error.to_string()),
            })?;
            if entry.file_type().is_dir() || is_unfinished(&entry) {
                continue;
            }
            match (self.relative(&entry), present(&entry).filter(|_| entry.file_type().is_file())) {
                (Ok(path), _) if is_own(&path) => {}
                (Ok(path), Some(present)) => drop(found.files.insert(path, present)),
                (Ok(path), None) => found.odd.push(path.to_string()),
                (Err(name), _) => found.odd.push(name),
            }
        }
        found.odd.sort();
        Ok(found)
    }

    fn top(&self) -> Result<Vec<RelPath>, Failure> {
        let entries = fs::read_dir(&self.root).map_err(|error| Failure::new(reason(&error)))?;
        let files = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        let mut names: Vec<RelPath> = files.filter_map(|entry| RelPath::new(entry.file_name().to_str()?)).collect();
        names.sort();
        Ok(names)
    }

    fn read(&self, path: &RelPath) -> Result<Option<Vec<u8>>, Failure> {
        match fs::read(locate(&self.root, path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::of(path, reason(&error))),
        }
    }

    fn put(&self, path: &RelPath, bytes: Vec<u8>) -> Result<(), Failure> {
        self.folder.put(path, &bytes).map_err(|error| Failure::of(path, reason(&error)))
    }

    fn delete(&self, path: &RelPath) -> Result<(), Failure> {
        self.folder.delete(path).map_err(|error| Failure::of(path, reason(&error)))
    }

    fn tidy(&self) {
        self.folder.sweep();
    }

    fn workers(&self) -> usize {
        4
    }
}
