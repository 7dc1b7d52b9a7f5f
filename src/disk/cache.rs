//! A cache of generated files. Its entries are verified: each contains its key,
//! its length and a hash of its bytes, and one that does not match is generated
//! again. Only jisr's own entries and unfinished files are ever removed, and no
//! link is followed.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::Builder;

use crate::base::key::Key;

/// Files that tell git and backup programs that the folder can be regenerated
/// (<https://bford.info/cachedir/>).
const MARKS: [(&str, &str); 2] =
    [(".gitignore", "*\n"), ("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n# Made by jisr.\n")];

/// The prefix of the names of unfinished files.
const UNFINISHED: &str = ".jisr-";

/// Entries that were not used for this long are removed.
const STALE: Duration = Duration::from_secs(90 * 24 * 3600);

/// A use is recorded at most once in this time; unfinished files older than
/// this are removed.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A folder of entries, each named by its key.
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Opens the cache in a folder, which is created if necessary.
    ///
    /// # Errors
    ///
    /// If it cannot be written to, or is a link.
    pub fn open(folder: &Path) -> io::Result<Cache> {
        if fs::symlink_metadata(folder).is_ok_and(|own| !own.is_dir()) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        fs::create_dir_all(folder)?;
        for (name, text) in MARKS {
            match OpenOptions::new().write(true).create_new(true).open(folder.join(name)) {
                Ok(mut file) => file.write_all(text.as_bytes())?,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        // The folder may exist without being writable for us, so try it.
        Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        Ok(Cache { folder: folder.to_path_buf() })
    }

    /// The bytes stored under a key, if they are intact.
    pub fn get(&self, key: Key) -> Option<Vec<u8>> {
        let file = self.folder.join(key.to_hex());
        let age = age(&file)?;
        let mut bytes = fs::read(&file).ok()?;
        let start = head(key, &[]).len();
        let kept = bytes.get(start..)?;
        if bytes[..start] != *head(key, kept) {
            return None;
        }
        if age > DAY {
            // If this fails, the worst case is that a picture is generated
            // again in three months.
            let _ = OpenOptions::new().append(true).open(&file).and_then(|file| file.set_modified(SystemTime::now()));
        }
        bytes.drain(..start);
        Some(bytes)
    }

    /// Stores bytes under a key, atomically.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn put(&self, key: Key, bytes: &[u8]) -> io::Result<()> {
        let mut unfinished = Builder::new().prefix(UNFINISHED).tempfile_in(&self.folder)?;
        unfinished.write_all(&head(key, bytes))?;
        unfinished.write_all(bytes)?;
        unfinished.persist(self.folder.join(key.to_hex())).map_err(|error| error.error)?;
        Ok(())
    }

    /// Removes entries that were not used for a long time.
    pub fn tidy(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let file = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let most = if name.starts_with(UNFINISHED) { DAY } else { STALE };
            let is_old = age(&file).is_some_and(|age| age > most);
            if is_old && (name.starts_with(UNFINISHED) || is_entry(&file, &name)) {
                // A file that cannot be removed does no harm; the next run
                // tries again.
                let _ = fs::remove_file(&file);
            }
        }
    }
}

/// The header of an entry: its key, the hash of its bytes, and their number.
fn head(key: Key, bytes: &[u8]) -> Vec<u8> {
    format!("jisr {} {} {:016x}\n", key.to_hex(), Key::of(bytes).to_hex(), bytes.len()).into_bytes()
}

/// Whether jisr wrote a file of this name, even if it is damaged after the
/// header.
fn is_entry(file: &Path, name: &str) -> bool {
    let mut start = vec![];
    let wanted = format!("jisr {name} ");
    let read = fs::File::open(file)
        .and_then(|file| io::Read::read_to_end(&mut io::Read::take(file, wanted.len() as u64), &mut start));
    Key::from_hex(name).is_some() && read.is_ok() && start == wanted.as_bytes()
}

/// The time since a file was last used; none for a link, a folder, a device.
fn age(file: &Path) -> Option<Duration> {
    let own = fs::symlink_metadata(file).ok().filter(fs::Metadata::is_file)?;
    Some(SystemTime::now().duration_since(own.modified().ok()?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::Cache;
    use crate::base::key::Key;

    fn make_old(file: &Path) {
        let long_ago = SystemTime::now() - Duration::from_secs(200 * 24 * 3600);
        File::options().append(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_entry_that_does_not_agree_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path()).unwrap();
        let (key, other) = (Key::of(b"a"), Key::of(b"b"));
        assert_eq!(cache.get(key), None);
        cache.put(key, b"a picture").unwrap();
        assert_eq!(cache.get(key).as_deref(), Some(&b"a picture"[..]));
        let file = folder.path().join(key.to_hex());
        let whole = fs::read(&file).unwrap();
        for cut in 0..whole.len() {
            fs::write(&file, &whole[..cut]).unwrap();
            assert_eq!(cache.get(key), None, "{cut} bytes");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&file, damaged).unwrap();
            assert_eq!(cache.get(key), None, "byte {at}");
        }
        fs::write(&file, [&whole[..], b"x"].concat()).unwrap();
        assert_eq!(cache.get(key), None, "something behind it");
        fs::write(folder.path().join(other.to_hex()), &whole).unwrap();
        assert_eq!(cache.get(other), None, "another's");
        fs::write(&file, b"").unwrap();
        cache.put(key, b"anew").unwrap();
        assert_eq!(cache.get(key).as_deref(), Some(&b"anew"[..]));
    }

    #[test]
    fn an_empty_picture_is_kept_as_one() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path()).unwrap();
        cache.put(Key::of(b"a"), b"").unwrap();
        assert_eq!(cache.get(Key::of(b"a")).as_deref(), Some(&b""[..]));
    }

    #[test]
    fn only_old_entries_of_its_own_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path()).unwrap();
        let keys = [Key::of(b"old"), Key::of(b"new"), Key::of(b"foreign")];
        let file = |key: Key| folder.path().join(key.to_hex());
        cache.put(keys[0], b"1").unwrap();
        cache.put(keys[1], b"2").unwrap();
        fs::write(file(keys[2]), "the only copy of a thesis").unwrap();
        for name in ["notes.txt", ".hidden", ".jisr-abc", "CACHEDIR.TAG"] {
            fs::write(folder.path().join(name), "x").unwrap();
            make_old(&folder.path().join(name));
        }
        fs::create_dir(folder.path().join("texts")).unwrap();
        make_old(&file(keys[0]));
        make_old(&file(keys[2]));
        cache.tidy();
        let mut expected = vec![
            ".gitignore".to_owned(),
            ".hidden".to_owned(),
            "CACHEDIR.TAG".to_owned(),
            keys[1].to_hex(),
            keys[2].to_hex(),
            "notes.txt".to_owned(),
            "texts".to_owned(),
        ];
        expected.sort();
        assert_eq!(names(folder.path()), expected);
    }

    #[test]
    fn an_entry_that_is_asked_for_stays() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path()).unwrap();
        let key = Key::of(b"a");
        cache.put(key, b"1").unwrap();
        make_old(&folder.path().join(key.to_hex()));
        cache.get(key).unwrap();
        cache.tidy();
        assert!(cache.get(key).is_some());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path()).unwrap();
        let key = Key::of(b"a");
        cache.put(key, b"1").unwrap();
        let (own, kept) = (folder.path().join(key.to_hex()), outside.path().join("kept"));
        fs::rename(&own, &kept).unwrap();
        make_old(&kept);
        symlink(&kept, &own).unwrap();
        symlink(&kept, folder.path().join(".jisr-x")).unwrap();
        assert_eq!(cache.get(key), None);
        cache.tidy();
        assert!(fs::symlink_metadata(&own).is_ok() && kept.exists());
        cache.put(key, b"2").unwrap();
        assert!(fs::symlink_metadata(&own).unwrap().is_file());
        assert!(fs::read(&kept).unwrap().ends_with(b"1"), "what the link led to stays");
        let link = outside.path().join("link");
        symlink(folder.path(), &link).unwrap();
        assert!(Cache::open(&link).is_err());
        let empty = tempfile::tempdir().unwrap();
        symlink(outside.path().join("written"), empty.path().join(".gitignore")).unwrap();
        assert!(Cache::open(empty.path()).is_ok());
        assert!(!outside.path().join("written").exists(), "nor where a link leads to");
    }
}
