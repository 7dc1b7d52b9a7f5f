//! Saves sources of the site, each whole or not at all, and keeps their former
//! versions in `.jisr-cache/texts/`: what was overwritten can be had again.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::Builder;

use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::disk::cache::Cache;
use crate::disk::pictures::CACHE;
use crate::disk::site;

/// The most former versions of a file that are kept.
const MOST_VERSIONS: usize = 200;

/// How long former versions are kept.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

/// Why a file was not saved.
#[derive(Debug)]
pub enum Unsaved {
    /// The file is another than the one that was edited.
    Changed,
    /// The file is no source of the site, or is behind a link.
    Refused,
    /// The system refused it.
    Failed(io::Error),
}

impl From<io::Error> for Unsaved {
    fn from(error: io::Error) -> Unsaved {
        Unsaved::Failed(error)
    }
}

/// A former version of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// Its name: when it was replaced, and the start of its key.
    pub name: String,
    /// When it was replaced.
    pub replaced: Timestamp,
}

/// Writes a source of the site in the place of `former`; `None` makes a new
/// file. The former version is kept first.
pub fn save(root: &Path, path: &RelPath, former: Option<&[u8]>, bytes: &[u8]) -> Result<(), Unsaved> {
    let file = own_file(root, path)?;
    is_as_it_was(&file, former)?;
    if let Some(former) = former {
        keep(root, path, former)?;
    }
    let folder = file.parent().ok_or(Unsaved::Refused)?;
    fs::create_dir_all(folder)?;
    let mut builder = Builder::new();
    builder.prefix(".jisr-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut unfinished = builder.tempfile_in(folder)?;
    unfinished.write_all(bytes)?;
    unfinished.as_file().sync_all()?;
    if former.is_some() {
        fs::set_permissions(unfinished.path(), fs::metadata(&file)?.permissions())?;
    }
    is_as_it_was(&file, former)?;
    match former {
        Some(_) => unfinished.persist(&file).map_err(|error| error.error)?,
        None => unfinished.persist_noclobber(&file).map_err(|error| error.error)?,
    };
    Ok(())
}

/// Takes a source away. Its last version is kept.
pub fn remove(root: &Path, path: &RelPath, former: &[u8]) -> Result<(), Unsaved> {
    let file = own_file(root, path)?;
    is_as_it_was(&file, Some(former))?;
    keep(root, path, former)?;
    Ok(fs::remove_file(&file)?)
}

/// Whether a link is among the folders of a path, or is the file itself.
pub fn is_behind_link(root: &Path, path: &RelPath) -> bool {
    let mut place = root.to_path_buf();
    path.as_str().split('/').any(|part| {
        place.push(part);
        fs::symlink_metadata(&place).is_ok_and(|own| own.is_symlink())
    })
}

/// The place of a source, if no link leads to it.
fn own_file(root: &Path, path: &RelPath) -> Result<PathBuf, Unsaved> {
    let is_own = site::is_source(path) && !is_behind_link(root, path);
    is_own.then(|| site::locate(root, path)).ok_or(Unsaved::Refused)
}

fn is_as_it_was(file: &Path, former: Option<&[u8]>) -> Result<(), Unsaved> {
    let now = match fs::read(file) {
        Ok(now) => Some(now),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    if now.as_deref() == former { Ok(()) } else { Err(Unsaved::Changed) }
}

/// The folder of former versions of a file.
fn folder(root: &Path, path: &RelPath) -> PathBuf {
    site::locate(&root.join(CACHE).join("texts").join("files"), path)
}

/// Keeps a version of a file.
pub fn keep(root: &Path, path: &RelPath, bytes: &[u8]) -> io::Result<()> {
    Cache::open(&root.join(CACHE))?;
    let folder = folder(root, path);
    fs::create_dir_all(&folder)?;
    let key = Key::of(bytes).short();
    let last = versions(root, path).into_iter().next();
    if last.is_some_and(|last| last.name.ends_with(&key)) {
        return Ok(());
    }
    let now = Timestamp::now().strftime("%Y%m%dT%H%M%S%.6fZ");
    let mut unfinished = Builder::new().prefix(".jisr-").tempfile_in(&folder)?;
    unfinished.write_all(bytes)?;
    unfinished.persist(folder.join(format!("{now}-{key}"))).map_err(|error| error.error)?;
    tidy(root, path);
    Ok(())
}

/// The former versions of a file, the newest first.
pub fn versions(root: &Path, path: &RelPath) -> Vec<Version> {
    let entries = fs::read_dir(folder(root, path)).into_iter().flatten().flatten();
    let mut versions: Vec<Version> =
        entries.filter_map(|entry| version_of(&entry.file_name().to_string_lossy())).collect();
    versions.sort_by(|a, b| b.name.cmp(&a.name));
    versions
}

fn version_of(name: &str) -> Option<Version> {
    let (time, _) = name.split_once('-')?;
    let replaced = jiff::fmt::strtime::parse("%Y%m%dT%H%M%S%.fZ", time).ok()?;
    let replaced = TimeZone::UTC.to_timestamp(replaced.to_datetime().ok()?).ok()?;
    Some(Version { name: name.to_owned(), replaced })
}

/// A former version of a file, as it was.
pub fn version(root: &Path, path: &RelPath, name: &str) -> Option<Vec<u8>> {
    let known = versions(root, path).into_iter().find(|version| version.name == name)?;
    let bytes = fs::read(folder(root, path).join(&known.name)).ok()?;
    known.name.ends_with(&Key::of(&bytes).short()).then_some(bytes)
}

fn tidy(root: &Path, path: &RelPath) {
    let oldest = Timestamp::try_from(SystemTime::now().checked_sub(LONGEST).unwrap_or(SystemTime::UNIX_EPOCH));
    let is_old = |version: &Version| oldest.as_ref().is_ok_and(|oldest| version.replaced < *oldest);
    for (at, version) in versions(root, path).into_iter().enumerate() {
        if at >= MOST_VERSIONS || is_old(&version) {
            // A version that cannot be removed does no harm.
            let _ = fs::remove_file(folder(root, path).join(version.name));
        }
    }
}

/// Keeps the words of a block of text by their hash.
pub fn keep_block(root: &Path, hash: &str, words: &str) -> io::Result<()> {
    Cache::open(&root.join(CACHE))?;
    let folder = root.join(CACHE).join("texts").join("blocks");
    fs::create_dir_all(&folder)?;
    let mut unfinished = Builder::new().prefix(".jisr-").tempfile_in(&folder)?;
    unfinished.write_all(words.as_bytes())?;
    unfinished.persist(folder.join(hash)).map_err(|error| error.error)?;
    Ok(())
}

/// The words of a block of text that were kept.
pub fn block(root: &Path, hash: &str) -> Option<String> {
    let plain = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    fs::read_to_string(root.join(CACHE).join("texts").join("blocks").join(hash)).ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{MOST_VERSIONS, Unsaved, remove, save, version, versions};
    use crate::base::path::RelPath;

    fn path() -> RelPath {
        RelPath::fixed("content/projects/a.fr.md")
    }

    #[test]
    fn what_is_overwritten_or_removed_is_kept() {
        let site = tempfile::tempdir().unwrap();
        let root = site.path();
        save(root, &path(), None, b"1").unwrap();
        assert_eq!(versions(root, &path()), []);
        save(root, &path(), Some(b"1"), b"2").unwrap();
        save(root, &path(), Some(b"2"), b"3").unwrap();
        remove(root, &path(), b"3").unwrap();
        assert!(!root.join(path().as_str()).exists());
        let kept: Vec<_> =
            versions(root, &path()).iter().map(|own| version(root, &path(), &own.name).unwrap()).collect();
        assert_eq!(kept, [b"3", b"2", b"1"]);
        assert_eq!(version(root, &path(), "../../../../site.yaml"), None);
        assert!(root.join(".jisr-cache/.gitignore").exists());
    }

    #[test]
    fn a_file_that_somebody_else_changed_is_not_overwritten() {
        let site = tempfile::tempdir().unwrap();
        let root = site.path();
        save(root, &path(), None, b"1").unwrap();
        assert!(matches!(save(root, &path(), None, b"2"), Err(Unsaved::Changed)));
        assert!(matches!(save(root, &path(), Some(b"0"), b"2"), Err(Unsaved::Changed)));
        assert!(matches!(remove(root, &path(), b"0"), Err(Unsaved::Changed)));
        assert_eq!(fs::read(root.join(path().as_str())).unwrap(), b"1");
    }

    #[test]
    fn a_file_has_no_more_versions_than_are_kept() {
        let site = tempfile::tempdir().unwrap();
        let texts: Vec<String> = (0..MOST_VERSIONS + 5).map(|number| number.to_string()).collect();
        save(site.path(), &path(), None, texts[0].as_bytes()).unwrap();
        for (old, new) in texts.iter().zip(&texts[1..]) {
            save(site.path(), &path(), Some(old.as_bytes()), new.as_bytes()).unwrap();
        }
        let kept = versions(site.path(), &path());
        assert_eq!(kept.len(), MOST_VERSIONS);
        assert_eq!(version(site.path(), &path(), &kept[0].name).unwrap(), texts[texts.len() - 2].as_bytes());
    }

    #[test]
    fn only_sources_are_written_and_no_link_is_followed() {
        let site = tempfile::tempdir().unwrap();
        let refused = |path: &str| {
            let path = RelPath::new(path).unwrap();
            matches!(save(site.path(), &path, None, b"x"), Err(Unsaved::Refused))
        };
        assert!(refused("notes.txt") && refused("output/index.html") && refused("content/.hidden"));
        #[cfg(unix)]
        {
            let outside = tempfile::tempdir().unwrap();
            std::os::unix::fs::symlink(outside.path(), site.path().join("content")).unwrap();
            assert!(refused("content/projects/a.fr.md"));
            assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
        }
    }
}
