//! The source files of the site, each with what was parsed from it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::asset::Contents;
use crate::base::document::Document;
use crate::base::key::Key;
use crate::base::path::{RelPath, compose};
use crate::base::picture::Picture;
use crate::parse::{self, Parsed};

/// A change to the site's files. Paths are relative to the site's root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// A text file was added or changed; its bytes.
    Put(RelPath, Arc<[u8]>),
    /// A picture or document was added or changed; its bytes stay on disk.
    Asset {
        /// Its path.
        path: RelPath,
        /// Its size in bytes.
        len: u64,
        /// The content key of its bytes.
        hash: Key,
        /// What it contains.
        contents: Contents,
    },
    /// A file is there that cannot be read: what it says is not known.
    Unread(RelPath),
    /// A file was removed.
    Gone(RelPath),
}

impl Change {
    /// The path of the file.
    pub fn path(&self) -> &RelPath {
        match self {
            Change::Put(path, _) | Change::Asset { path, .. } | Change::Unread(path) | Change::Gone(path) => path,
        }
    }
}

/// A text file with what was parsed from it.
#[derive(Clone)]
pub struct Source {
    /// The current bytes.
    pub bytes: Arc<[u8]>,
    /// What was parsed from it.
    pub parsed: Arc<Parsed>,
    /// Whether this version was part of a state of the site without an error in
    /// it: see [`Tree::accept`].
    pub accepted: bool,
    /// What was parsed from the last accepted version before this one.
    pub last_good: Option<Arc<Parsed>>,
}

/// A picture or document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asset {
    /// Its size in bytes.
    pub len: u64,
    /// The content key of its bytes.
    pub hash: Key,
    /// What it contains.
    pub contents: Contents,
}

impl Asset {
    /// Its properties, if it is a picture.
    pub fn picture(&self) -> Option<&Picture> {
        if let Contents::Picture(picture) = &self.contents { Some(picture) } else { None }
    }

    /// Its properties, if it is a document.
    pub fn document(&self) -> Option<&Document> {
        if let Contents::Document(document) = &self.contents { Some(document) } else { None }
    }
}

/// The picture or document of a name. macOS and keyboards may encode a letter
/// in two ways: if there is no exact match, names are compared in NFC.
pub fn find_asset<'a>(assets: &'a BTreeMap<RelPath, Asset>, path: &RelPath) -> Option<(&'a RelPath, &'a Asset)> {
    let composed = || {
        let wanted = compose(path.as_str());
        assets.iter().find(|(own, _)| compose(own.as_str()) == wanted)
    };
    let all_ascii = || path.as_str().is_ascii();
    assets.get_key_value(path).or_else(|| if all_ascii() { None } else { composed() })
}

/// All files of a site.
#[derive(Clone, Default)]
pub struct Tree {
    files: BTreeMap<RelPath, Source>,
    assets: BTreeMap<RelPath, Asset>,
    unread: BTreeSet<RelPath>,
}

impl Tree {
    /// Applies changes, parsing new files on all threads.
    pub fn apply(&mut self, changes: Vec<Change>) {
        let mut texts = vec![];
        for change in changes {
            self.unread.remove(change.path());
            match change {
                Change::Put(path, bytes) => texts.push((path, bytes)),
                Change::Asset { path, len, hash, contents } => {
                    self.assets.insert(path, Asset { len, hash, contents });
                }
                Change::Unread(path) => self.put_unread(path),
                Change::Gone(path) => {
                    self.files.remove(&path);
                    self.assets.remove(&path);
                }
            }
        }
        let read = |(path, bytes): (RelPath, Arc<[u8]>)| {
            let parsed = Arc::new(parse::parse(&path, &bytes));
            (path, bytes, parsed)
        };
        let parsed: Vec<_> = texts.into_par_iter().map(read).collect();
        parsed.into_iter().for_each(|(path, bytes, parsed)| self.put(path, bytes, parsed));
    }

    fn put(&mut self, path: RelPath, bytes: Arc<[u8]>, parsed: Arc<Parsed>) {
        let before = self.files.remove(&path);
        let last_good = before.and_then(|source| if source.accepted { Some(source.parsed) } else { source.last_good });
        self.files.insert(path, Source { bytes, parsed, accepted: false, last_good });
    }

    /// What was known of a file that cannot be read any more stands.
    fn put_unread(&mut self, path: RelPath) {
        if let Some(parsed) = parse::unread(&path).filter(|_| !self.files.contains_key(&path)) {
            self.put(path.clone(), Arc::from([]), Arc::new(parsed));
        }
        self.unread.insert(path);
    }

    /// Records that the current state of the site was checked as a whole, and
    /// that only these files contributed to an error. A version that was once
    /// accepted stays accepted: if an error appears in it later, another file
    /// is the cause.
    pub fn accept(&mut self, rejected: &BTreeSet<RelPath>) {
        for (path, source) in self.files.iter_mut().filter(|(_, source)| !source.accepted) {
            source.accepted = !source.parsed.broken && !rejected.contains(path);
        }
    }

    /// The site with the last good version of these files.
    pub fn stepped_back(&self, paths: &BTreeSet<RelPath>) -> Tree {
        let mut tree = self.clone();
        for path in paths {
            let Some(source) = tree.files.get_mut(path) else { continue };
            if let Some(good) = &source.last_good {
                source.parsed = good.clone();
            }
        }
        tree
    }

    /// Text files, by path.
    pub fn files(&self) -> impl Iterator<Item = (&RelPath, &Source)> {
        self.files.iter()
    }

    /// Pictures and documents, by path.
    pub fn assets(&self) -> &BTreeMap<RelPath, Asset> {
        &self.assets
    }

    /// Whether a file is there that cannot be read, which is said already.
    pub fn is_unread(&self, path: &RelPath) -> bool {
        self.unread.contains(path)
    }

    /// The bytes of a text file.
    pub fn bytes(&self, path: &RelPath) -> Option<Arc<[u8]>> {
        self.files.get(path).map(|source| source.bytes.clone())
    }

    /// One text file.
    pub fn file(&self, path: &str) -> Option<&Source> {
        self.files.get(path)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Asset, find_asset};
    use crate::base::asset::Contents;
    use crate::base::document::Document;
    use crate::base::key::Key;
    use crate::base::path::RelPath;

    #[test]
    fn a_letter_may_be_written_in_one_piece_or_two() {
        let path = |text: &str| RelPath::new(text).unwrap();
        let asset = Asset { len: 1, hash: Key::default(), contents: Contents::Document(Document::default()) };
        let assets: BTreeMap<_, _> =
            ["content/e\u{301}te\u{301}.png", "content/\u{e9}.png"].map(|name| (path(name), asset.clone())).into();
        for (wanted, found) in [
            ("content/\u{e9}t\u{e9}.png", Some("content/e\u{301}te\u{301}.png")),
            ("content/e\u{301}te\u{301}.png", Some("content/e\u{301}te\u{301}.png")),
            ("content/e\u{301}.png", Some("content/\u{e9}.png")),
            ("content/\u{c9}.png", None),
            ("content/e.png", None),
        ] {
            assert_eq!(find_asset(&assets, &path(wanted)).map(|(path, _)| path.as_str()), found, "{wanted}");
        }
    }
}
