//! Finds what has changed among a site's files: it reads those named by events,
//! or those whose time or length differs from last time. Neither detects
//! everything, so whenever all files are checked, some are read again
//! regardless, as well as those that could not be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use crate::base::diag::{Arg, Diagnostic, Diagnostics};
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::disk::site;
use crate::serve::watch::Batch;
use crate::source::{Asset, Change, Tree};

/// A file that changed this recently before it was read may change again within
/// the same tick of the file system's clock.
const TICK: Duration = Duration::from_secs(2);

/// The number of files, and approximately of bytes, that are read again at each
/// check of all files although nothing suggests a change: a program can restore
/// the time of an edited file, and a network drive may report nothing else.
const READ_AGAIN: (usize, u64) = (400, 8 << 20);

/// The delay before files that could not be read are tried again; it grows as
/// long as the same files fail.
const RETRY: Duration = Duration::from_secs(1);

/// How often that delay is doubled at most.
const MOST_DOUBLINGS: u32 = 5;

/// The delay before reading again a file that has become empty: it is most
/// likely being written.
const TRUNCATED: Duration = Duration::from_millis(60);

/// A site's files as they were last read.
pub struct Sources {
    root: PathBuf,
    output: PathBuf,
    known: BTreeMap<RelPath, Option<Stamp>>,
    unreadable: BTreeMap<RelPath, Diagnostic>,
    /// Diagnostics about names and links that cannot be sources, and folders
    /// that cannot be read.
    odd: Diagnostics,
    /// The last file that was read again without a known change.
    last_again: Option<RelPath>,
    /// How often reading the same files has failed.
    attempts: u32,
}

/// Metadata that shows whether a file has changed, without reading it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: SystemTime,
    /// What no program can reset: the time of the last change to the file or
    /// its metadata, and its inode. None if the system does not have these.
    changed: Option<(SystemTime, u64)>,
    len: u64,
    /// Whether a later change is certain to show.
    certain: bool,
}

struct Read {
    path: RelPath,
    stamp: Option<Stamp>,
    change: Result<Change, Diagnostic>,
}

impl Sources {
    /// The sources of a site of which nothing has been read.
    pub fn new(root: &Path, output: &Path) -> Sources {
        let (root, output) = (root.to_path_buf(), output.to_path_buf());
        let (known, unreadable, odd) = (BTreeMap::new(), BTreeMap::new(), Diagnostics::default());
        Sources { root, output, known, unreadable, odd, last_again: None, attempts: 0 }
    }

    /// The changes since the last call, compared with the content of `tree`;
    /// `None` if there are neither changes nor new diagnostics.
    pub fn read(&mut self, batch: Batch, tree: &Tree) -> Option<Vec<Change>> {
        let told = self.problems();
        let changes = if batch.everything || self.odd.iter().next().is_some() {
            self.read_all(tree)
        } else {
            self.read_some(batch, tree)
        };
        let is_news = !changes.is_empty() || self.problems() != told;
        self.attempts = if is_news { 0 } else { self.attempts.saturating_add(1) };
        is_news.then_some(changes)
    }

    /// The files to try again, and the delay: a file may be locked for a moment,
    /// or the system out of file descriptors.
    pub fn to_retry(&self) -> Option<(Duration, BTreeSet<RelPath>)> {
        let folders = self.odd.iter().filter(|problem| is_of_system(problem)).filter_map(|problem| problem.at.as_ref());
        let paths: BTreeSet<RelPath> =
            self.unreadable.keys().chain(folders.map(|place| &place.path)).cloned().collect();
        let after = RETRY * 2u32.pow(self.attempts.min(MOST_DOUBLINGS));
        (!paths.is_empty()).then_some((after, paths))
    }

    /// Diagnostics about what cannot be read.
    pub fn problems(&self) -> Diagnostics {
        self.odd.iter().chain(self.unreadable.values()).cloned().collect()
    }

    fn read_all(&mut self, tree: &Tree) -> Vec<Change> {
        let (found, odd) = site::find(&self.root, &self.output);
        self.odd = odd;
        let gone = self.known.keys().filter(|path| found.binary_search(path).is_err()).cloned().collect();
        let gone = self.forget(gone);
        let again = self.next_again(&found, tree);
        let (root, known) = (&self.root, &self.known);
        let is_same = |path: &RelPath| {
            let known = known.get(path).copied().flatten();
            known.is_some_and(|stamp| stamp.certain && Stamp::of(root, path) == Some(stamp))
        };
        let is_other = |path: &RelPath| again.contains(path) || !is_same(path);
        let other: Vec<RelPath> = found.into_par_iter().filter(is_other).collect();
        self.take(other, gone, tree)
    }

    /// The next few files to read again, cycling through the whole site.
    /// Pictures and documents are included only if their bytes have changed.
    fn next_again(&mut self, found: &[RelPath], tree: &Tree) -> BTreeSet<RelPath> {
        let (most, most_bytes) = READ_AGAIN;
        let start = self.last_again.as_ref().map_or(0, |last| found.partition_point(|path| path <= last));
        let mut bytes = 0;
        let within = |path: &&RelPath| {
            let fits = bytes < most_bytes;
            bytes += self.known.get(*path).copied().flatten().map_or(0, |stamp| stamp.len);
            fits
        };
        let next: Vec<&RelPath> = found[start..].iter().take(most).take_while(within).collect();
        let is_at_end = start + next.len() == found.len();
        let last = next.last().filter(|_| !is_at_end).map(|path| (*path).clone());
        let root = &self.root;
        let is_other = |path: &&RelPath| tree.assets().get(*path).is_none_or(|asset| !is_asset(root, path, asset));
        let again = next.into_par_iter().filter(is_other).cloned().collect();
        self.last_again = last;
        again
    }

    fn read_some(&mut self, batch: Batch, tree: &Tree) -> Vec<Change> {
        let (found, odd) = site::find_below(&self.root, &self.output, batch.paths.iter().cloned());
        if odd.iter().next().is_some() {
            return self.read_all(tree);
        }
        let below = batch.paths.iter().flat_map(|place| self.known_in(place));
        let gone = below.filter(|path| found.binary_search(path).is_err()).cloned().collect();
        let gone = self.forget(gone);
        self.take(found, gone, tree)
    }

    /// Reads files and records their stamps.
    fn take(&mut self, paths: Vec<RelPath>, gone: Vec<Change>, tree: &Tree) -> Vec<Change> {
        let root = &self.root;
        let mut read: Vec<Read> = paths.into_par_iter().map(|path| Read::of(root, path)).collect();
        let truncated = |read: &Read| read.is_empty() && tree.bytes(&read.path).is_some_and(|bytes| !bytes.is_empty());
        if read.iter().any(truncated) {
            thread::sleep(TRUNCATED);
            read.iter_mut().filter(|read| truncated(read)).for_each(|read| *read = Read::of(root, read.path.clone()));
        }
        let mut changes = gone;
        for Read { path, stamp, change } in read {
            self.known.insert(path.clone(), stamp);
            self.unreadable.remove(&path);
            match change {
                Ok(change) => changes.extend(Some(change).filter(|change| !is_in_tree(change, tree))),
                Err(diagnostic) => {
                    changes.extend(Some(Change::Unread(path.clone())).filter(|change| !is_in_tree(change, tree)));
                    self.unreadable.insert(path, diagnostic);
                }
            }
        }
        changes
    }

    /// The file at a path, or the known files in the folder at that path.
    fn known_in(&self, place: &RelPath) -> impl Iterator<Item = &RelPath> {
        let folder = format!("{place}/");
        let own = self.known.get_key_value(place).map(|(path, _)| path);
        let below = self.known.range::<str, _>((Bound::Included(folder.as_str()), Bound::Unbounded));
        own.into_iter().chain(below.map(|(path, _)| path).take_while(move |path| path.as_str().starts_with(&folder)))
    }

    /// Forgets files that no longer exist, except those of a folder that could
    /// not be read this time.
    fn forget(&mut self, mut gone: BTreeSet<RelPath>) -> Vec<Change> {
        let unread = self.odd.iter().filter(|problem| is_of_system(problem)).filter_map(|problem| problem.at.as_ref());
        for place in unread {
            gone.retain(|path| !is_in(path, &place.path));
        }
        for path in &gone {
            self.known.remove(path);
            self.unreadable.remove(path);
        }
        gone.into_iter().map(Change::Gone).collect()
    }
}

impl Stamp {
    fn of(root: &Path, path: &RelPath) -> Option<Stamp> {
        let data = fs::metadata(site::locate(root, path)).ok()?;
        let (modified, changed) = (data.modified().ok()?, changed(&data));
        let last = changed.map_or(modified, |(changed, _)| changed.max(modified));
        let certain = last + TICK < SystemTime::now();
        Some(Stamp { modified, changed, len: data.len(), certain })
    }
}

#[cfg(unix)]
fn changed(data: &fs::Metadata) -> Option<(SystemTime, u64)> {
    use std::os::unix::fs::MetadataExt;
    let seconds = Duration::from_secs(data.ctime().try_into().ok()?);
    let time = SystemTime::UNIX_EPOCH + seconds + Duration::from_nanos(data.ctime_nsec().try_into().ok()?);
    Some((time, data.ino()))
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> Option<(SystemTime, u64)> {
    None
}

/// Whether a file is at, or inside, a place.
fn is_in(path: &RelPath, place: &RelPath) -> bool {
    path.as_str().strip_prefix(place.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether the system refused something, which may be temporary; not a name or
/// link that cannot be a source.
fn is_of_system(problem: &Diagnostic) -> bool {
    let is_odd = |arg: &Arg| matches!(arg, Arg::Text(word) if site::ODD.contains(&word.as_str()));
    !problem.args.iter().any(|(_, arg)| is_odd(arg))
}

/// Whether the bytes of a picture or document are the known ones.
fn is_asset(root: &Path, path: &RelPath, asset: &Asset) -> bool {
    let read = fs::File::open(site::locate(root, path)).and_then(Key::of_reader);
    read.is_ok_and(|(hash, len)| (hash, len) == (asset.hash, asset.len))
}

impl Read {
    fn of(root: &Path, path: RelPath) -> Read {
        let stamp = Stamp::of(root, &path);
        let change = site::read(root, &path);
        let stamp = stamp.filter(|_| change.is_ok());
        Read { path, stamp, change }
    }

    fn is_empty(&self) -> bool {
        matches!(&self.change, Ok(Change::Put(_, bytes)) if bytes.is_empty())
    }
}

fn is_in_tree(change: &Change, tree: &Tree) -> bool {
    match change {
        Change::Put(path, bytes) => tree.bytes(path).is_some_and(|known| known == *bytes),
        Change::Asset { path, len, hash, contents } => {
            let same = |known: &Asset| (known.len, known.hash) == (*len, *hash) && known.contents == *contents;
            tree.assets().get(path).is_some_and(same)
        }
        Change::Unread(path) => tree.is_unread(path),
        Change::Gone(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs::{self, File};
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use tempfile::TempDir;

    use super::{Sources, Stamp};
    use crate::base::path::RelPath;
    use crate::serve::watch::Batch;
    use crate::source::Tree;

    /// A site of two old files, read once.
    fn site() -> (TempDir, Sources, Tree) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/projects")).unwrap();
        for (at, text) in [("site.yaml", "title: A"), ("content/projects/a.fr.md", "one"), ("content/b.pdf", "%PDF-1")]
        {
            put(folder.path(), at, text);
        }
        let mut sources = Sources::new(folder.path(), &folder.path().join("output"));
        let mut tree = Tree::default();
        assert_eq!(look(&mut sources, &mut tree), 3);
        (folder, sources, tree)
    }

    /// Writes a file with a modification time long ago.
    fn put(root: &Path, at: &str, text: &str) {
        fs::write(root.join(at), text).unwrap();
        let file = File::options().write(true).open(root.join(at)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
    }

    /// Checks all files and returns how many have changed.
    fn look(sources: &mut Sources, tree: &mut Tree) -> usize {
        let changes = sources.read(Batch { everything: true, ..Batch::default() }, tree).unwrap_or_default();
        let count = changes.len();
        tree.apply(changes);
        count
    }

    #[test]
    fn an_edit_that_keeps_time_and_length_is_seen() {
        let (site, mut sources, mut tree) = site();
        for (at, text) in [("content/projects/a.fr.md", "two"), ("content/b.pdf", "%PDF-2")] {
            put(site.path(), at, text);
            // Like a drive that does not report the change.
            let path = RelPath::new(at).unwrap();
            let stamp = Stamp::of(site.path(), &path).map(|stamp| Stamp { certain: true, ..stamp });
            sources.known.insert(path, stamp);
            assert_eq!(look(&mut sources, &mut tree), 1, "{at}");
            assert_eq!(look(&mut sources, &mut tree), 0, "{at}");
        }
    }

    #[test]
    fn a_large_site_is_read_again_in_turns() {
        let (site, mut sources, tree) = site();
        let found: Vec<RelPath> = (0..1000).map(|at| RelPath::new(&format!("content/{at:04}.md")).unwrap()).collect();
        let mut turns: Vec<usize> = vec![];
        let mut all = BTreeSet::new();
        for _ in 0..4 {
            let again = sources.next_again(&found, &tree);
            turns.push(again.len());
            all.extend(again);
        }
        assert_eq!((turns, all.len()), (vec![400, 400, 200, 400], 1000));
        drop(site);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_could_not_be_read_is_tried_again_and_its_page_stays() {
        let (site, mut sources, mut tree) = site();
        assert!(sources.to_retry().is_none());
        let file = site.path().join("content/projects/a.fr.md");
        fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink("nowhere", &file).unwrap();
        for (seconds, attempts) in [(1, 0), (2, 1), (4, 2)] {
            assert_eq!(look(&mut sources, &mut tree), 0, "its page stays");
            let (after, paths) = sources.to_retry().unwrap();
            assert_eq!((after.as_secs(), paths.len(), sources.attempts), (seconds, 1, attempts));
        }
        fs::remove_file(&file).unwrap();
        put(site.path(), "content/projects/a.fr.md", "two");
        assert_eq!((look(&mut sources, &mut tree), sources.to_retry().is_none()), (1, true));
        fs::remove_file(&file).unwrap();
        assert_eq!(look(&mut sources, &mut tree), 1, "what is gone is gone");
    }
}
