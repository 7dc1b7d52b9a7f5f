//! One build at a time into an output. Two at once would each remove what the
//! other has just written.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// The file that is locked. The system lets go of it when the process ends, in
/// whatever way; the file itself may stay then, and means nothing.
pub const NAME: &str = ".jisr-lock";

/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// An output that no other jisr writes to, as long as this lives.
pub struct Lock {
    path: PathBuf,
    /// None where the system has no locks here (some network drives).
    file: Option<File>,
}

impl Lock {
    /// Locks a folder; waits so long for another jisr to finish. `None` where
    /// it does not.
    pub fn take(folder: &Path, patience: Duration) -> Option<Lock> {
        let path = folder.join(NAME);
        let end = Instant::now() + patience;
        loop {
            match attempt(&path) {
                Ok(Some(file)) => return Some(Lock { path, file: Some(file) }),
                // A folder that cannot be written to is told when a page is written.
                Err(_) => return Some(Lock { path, file: None }),
                Ok(None) if Instant::now() >= end => return None,
                Ok(None) => thread::sleep(PAUSE),
            }
        }
    }
}

/// The locked file, or `None` where somebody else has it.
fn attempt(path: &Path) -> io::Result<Option<File>> {
    let mut file = File::options().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    // Whoever had it may have removed it in between: then another file is there.
    let own = format!("{}\n", std::process::id());
    file.set_len(0)?;
    file.write_all(own.as_bytes())?;
    Ok(is_at(&file, path).then_some(file))
}

/// Whether a file that is open is the one at a path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |data: fs::Metadata| (data.dev(), data.ino());
    file.metadata().map(id).ok() == fs::symlink_metadata(path).map(id).ok()
}

/// Whether a file that is open is the one at a path. Nobody removes an open one.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    fs::exists(path).unwrap_or(false)
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.file.is_some() {
            // What stays means nothing.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;
    use std::{fs, thread};

    use super::{Lock, NAME};

    const NOW: Duration = Duration::ZERO;

    #[test]
    fn one_at_a_time_and_a_file_that_was_left_means_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), "12345\n").unwrap();
        let lock = Lock::take(folder.path(), NOW).unwrap();
        assert!(lock.file.is_some() && Lock::take(folder.path(), NOW).is_none());
        drop(lock);
        assert!(!folder.path().join(NAME).exists());
        assert!(Lock::take(folder.path(), NOW).is_some());
        assert!(Lock::take(&folder.path().join("nowhere"), NOW).is_some_and(|lock| lock.file.is_none()));
    }

    #[test]
    fn many_that_wait_never_have_it_together() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let lock = Lock::take(folder.path(), Duration::from_secs(60)).unwrap();
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 1);
    }
}
