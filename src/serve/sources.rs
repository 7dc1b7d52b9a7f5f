//! What has changed among a site's files: found by reading those that events
//! name, or those whose time or length is another than last time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::path::RelPath;
use crate::disk::site;
use crate::serve::watch::Batch;
use crate::source::{Asset, Change, Tree};

/// A file that changed so little time before it was looked at may change again
/// within the same tick of the file system's clock.
const TICK: Duration = Duration::from_secs(2);

/// An empty file that was not is most likely being written: how long to wait.
const TRUNCATED: Duration = Duration::from_millis(60);

/// A site's files as they were last read.
pub struct Sources {
    root: PathBuf,
    output: PathBuf,
    known: BTreeMap<RelPath, Option<Stamp>>,
    unreadable: BTreeMap<RelPath, Diagnostic>,
    /// Names and links that cannot be sources.
    odd: Diagnostics,
}

/// What tells that a file has changed, without reading it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: SystemTime,
    len: u64,
    /// Whether a later change would show.
    certain: bool,
}

struct Read {
    path: RelPath,
    stamp: Option<Stamp>,
    change: Result<Change, Diagnostic>,
}

impl Sources {
    /// A site of which nothing is known yet.
    pub fn new(root: &Path, output: &Path) -> Sources {
        let (root, output) = (root.to_path_buf(), output.to_path_buf());
        let (known, unreadable, odd) = (BTreeMap::new(), BTreeMap::new(), Diagnostics::default());
        Sources { root, output, known, unreadable, odd }
    }

    /// The changes since the last time, against what `tree` holds; `None`
    /// where there is nothing new to tell either.
    pub fn read(&mut self, batch: Batch, tree: &Tree) -> Option<Vec<Change>> {
        let told = self.problems();
        let changes = if batch.everything || self.odd.iter().next().is_some() {
            self.read_all(tree)
        } else {
            self.read_some(batch, tree)
        };
        (!changes.is_empty() || self.problems() != told).then_some(changes)
    }

    /// What cannot be read.
    pub fn problems(&self) -> Diagnostics {
        self.odd.iter().chain(self.unreadable.values()).cloned().collect()
    }

    fn read_all(&mut self, tree: &Tree) -> Vec<Change> {
        let (found, odd) = site::find(&self.root, &self.output);
        self.odd = odd;
        let gone = self.known.keys().filter(|path| found.binary_search(path).is_err()).cloned().collect();
        let gone = self.forget(gone);
        let (root, known) = (&self.root, &self.known);
        let is_same = |path: &RelPath| {
            known
                .get(path)
                .copied()
                .flatten()
                .is_some_and(|stamp| stamp.certain && Stamp::of(root, path) == Some(stamp))
        };
        let other: Vec<RelPath> = found.into_par_iter().filter(|path| !is_same(path)).collect();
        self.take(other, gone, tree)
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

    /// Reads files, and takes their stamps in.
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
                Err(diagnostic) => drop(self.unreadable.insert(path, diagnostic)),
            }
        }
        changes
    }

    /// The file, or the files of the folder, that were known at a place.
    fn known_in(&self, place: &RelPath) -> impl Iterator<Item = &RelPath> {
        let folder = format!("{place}/");
        let own = self.known.get_key_value(place).map(|(path, _)| path);
        let below = self.known.range::<str, _>((Bound::Included(folder.as_str()), Bound::Unbounded));
        own.into_iter().chain(below.map(|(path, _)| path).take_while(move |path| path.as_str().starts_with(&folder)))
    }

    /// Forgets files that are no more.
    fn forget(&mut self, gone: BTreeSet<RelPath>) -> Vec<Change> {
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
        let modified = data.modified().ok()?;
        let certain = modified + TICK < SystemTime::now();
        Some(Stamp { modified, len: data.len(), certain })
    }
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
        Change::Gone(_) => false,
    }
}
