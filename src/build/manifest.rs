//! What jisr wrote into an output: for each file the key of what it shows and
//! its length. No times, no absolute paths. It decides what is stale, and
//! what may be deleted: only what is in it.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::base::key::Key;
use crate::base::path::{RelPath, fold};
use crate::build::Output;

/// The manifest's name in the output.
const NAME: &str = ".jisr-manifest";

/// Where the manifest is in the output.
pub fn path() -> RelPath {
    RelPath::fixed(NAME)
}

const HEADER: &str = "jisr-manifest 1";

/// A file as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key of what it shows.
    pub key: Key,
    /// Its bytes; none while it is being written.
    pub len: Option<u64>,
}

/// All files that jisr wrote, by path.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Manifest {
    /// The key of what every page shows: site.yaml, the theme, jisr itself.
    pub site: Key,
    /// Each file.
    pub entries: BTreeMap<RelPath, Entry>,
}

/// Why a file is written anew.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// It was not there before.
    New,
    /// What it shows has changed.
    Content,
    /// Something that every page shows has changed: site.yaml, the theme, jisr.
    Site,
    /// Somebody removed it, or an earlier build did not finish.
    Missing,
    /// It has another length than it was written with.
    Altered,
}

/// What a build has to do.
#[derive(Default, Debug)]
pub struct Delta {
    /// Positions of the files to write, with the reason.
    pub stale: Vec<(usize, Reason)>,
    /// Files to delete.
    pub gone: Vec<RelPath>,
}

impl Manifest {
    /// Reads a manifest. Lines that are none are left out: what they named is
    /// written anew, and never deleted.
    pub fn read(bytes: &[u8]) -> Manifest {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        let header = lines.next().and_then(|line| line.strip_prefix(HEADER));
        let Some(site) = header else { return Manifest::default() };
        let entries = lines.filter_map(entry).collect();
        Manifest { site: Key::from_hex(site.trim()).unwrap_or_default(), entries }
    }

    /// The manifest as bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut text = format!("{HEADER} {}\n", self.site.to_hex()).into_bytes();
        text.reserve(self.entries.len() * 128);
        for (path, entry) in &self.entries {
            text.extend_from_slice(&entry.key.hex());
            match entry.len {
                Some(len) => text.extend_from_slice(format!(" {len} ").as_bytes()),
                None => text.extend_from_slice(b" - "),
            }
            text.extend_from_slice(path.as_str().as_bytes());
            text.push(b'\n');
        }
        text
    }

    /// What has to be written and deleted, so that the output holds exactly
    /// these files. Pure but for asking the output for lengths.
    pub fn delta<'a>(&self, site: Key, files: impl Iterator<Item = (&'a RelPath, Key)>, out: &dyn Output) -> Delta {
        let mut delta = Delta::default();
        let mut kept = FxHashSet::with_capacity_and_hasher(self.entries.len(), Default::default());
        for (position, (path, key)) in files.enumerate() {
            let known = self.entries.get_key_value(path);
            kept.extend(known.map(|(path, _)| path));
            let reason = self.reason(site, path, key, known.map(|(_, entry)| entry), out);
            delta.stale.extend(reason.map(|reason| (position, reason)));
        }
        delta.gone = self.entries.keys().filter(|path| !kept.contains(path)).cloned().collect();
        delta
    }

    fn reason(&self, site: Key, path: &RelPath, key: Key, known: Option<&Entry>, out: &dyn Output) -> Option<Reason> {
        let Some(entry) = known else { return Some(Reason::New) };
        if entry.key != key && entry.len.is_some() {
            return Some(if self.site == site { Reason::Content } else { Reason::Site });
        }
        match (out.len(path), entry.len) {
            (Some(there), Some(written)) if there == written => None,
            (Some(_), Some(_)) => Some(Reason::Altered),
            _ => Some(Reason::Missing),
        }
    }

    /// Marks files as being written: a build that is killed now is healed by
    /// the next one.
    pub fn mark<'a>(&mut self, site: Key, stale: impl Iterator<Item = &'a RelPath>) {
        self.site = site;
        for path in stale {
            self.entries.insert(path.clone(), Entry { key: Key::default(), len: None });
        }
    }
}

/// Parts the files to delete into those that must go before these are written
/// and the rest. One is in the way where it has the same name but for case
/// (`Fr/` and `fr/` are one folder on some systems), and where one of the two
/// is a folder of the other.
pub fn in_the_way<'g, 's>(
    gone: &'g [RelPath],
    stale: impl Iterator<Item = &'s RelPath>,
) -> (Vec<&'g RelPath>, Vec<&'g RelPath>) {
    if gone.is_empty() {
        return (vec![], vec![]);
    }
    let stale: FxHashSet<String> = stale.map(|path| fold(path.as_str())).collect();
    let folders: FxHashSet<&str> = stale.iter().flat_map(|path| folders_of(path)).collect();
    gone.iter().partition(|path| {
        let path = fold(path.as_str());
        stale.contains(&path)
            || folders.contains(path.as_str())
            || folders_of(&path).any(|folder| stale.contains(folder))
    })
}

/// `a/b` and `a` of `a/b/c`.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.char_indices().rev().filter(|(_, c)| *c == '/').map(|(at, _)| &path[..at])
}

fn entry(line: &str) -> Option<(RelPath, Entry)> {
    let mut parts = line.splitn(3, ' ');
    let key = Key::from_hex(parts.next()?)?;
    let len = match parts.next()? {
        "-" => None,
        len => Some(len.parse().ok()?),
    };
    Some((RelPath::new(parts.next()?)?, Entry { key, len }))
}

#[cfg(test)]
mod tests {
    use super::{Delta, Entry, Manifest, Reason};
    use crate::base::key::Key;
    use crate::base::path::RelPath;
    use crate::build::Output;
    use crate::build::memory::Memory;

    fn path(path: &str) -> RelPath {
        RelPath::new(path).unwrap()
    }

    fn manifest(entries: &[(&str, &str, Option<u64>)]) -> Manifest {
        let entry =
            |(at, key, len): &(&str, &str, Option<u64>)| (path(at), Entry { key: Key::of(key.as_bytes()), len: *len });
        Manifest { site: Key::of(b"site"), entries: entries.iter().map(entry).collect() }
    }

    fn delta(manifest: &Manifest, site: &str, files: &[(&str, &str)], there: &[(&str, &str)]) -> Delta {
        let out = Memory::default();
        there.iter().for_each(|(at, bytes)| out.put(&path(at), bytes.as_bytes()).unwrap());
        let files: Vec<_> = files.iter().map(|(at, key)| (path(at), Key::of(key.as_bytes()))).collect();
        manifest.delta(Key::of(site.as_bytes()), files.iter().map(|(at, key)| (at, *key)), &out)
    }

    #[test]
    fn a_manifest_reads_what_it_wrote() {
        let manifest = manifest(&[("a/index.html", "1", Some(3)), ("b c.html", "2", None)]);
        assert_eq!(Manifest::read(&manifest.write()), manifest);
    }

    #[test]
    fn a_manifest_never_names_a_file_outside_the_output() {
        let text = format!("jisr-manifest 1 {0}\n{0} 3 ../x\n{0} 3 /etc/x\n{0} 3 ok\n", Key::default().to_hex());
        let read = Manifest::read(text.as_bytes());
        assert_eq!(read.entries.keys().map(RelPath::as_str).collect::<Vec<_>>(), ["ok"]);
    }

    #[test]
    fn each_reason_is_told_apart() {
        let manifest = manifest(&[
            ("same", "1", Some(1)),
            ("changed", "1", Some(1)),
            ("cut", "1", Some(3)),
            ("lost", "1", Some(1)),
            ("killed", "1", None),
            ("old", "1", Some(1)),
        ]);
        let files = [("same", "1"), ("changed", "2"), ("cut", "1"), ("lost", "1"), ("killed", "1"), ("new", "1")];
        let there = [("same", "x"), ("changed", "x"), ("cut", "x"), ("killed", "x"), ("old", "x")];
        let found = delta(&manifest, "site", &files, &there);
        let expected =
            [(1, Reason::Content), (2, Reason::Altered), (3, Reason::Missing), (4, Reason::Missing), (5, Reason::New)];
        assert_eq!(found.stale, expected);
        assert_eq!(found.gone, [path("old")]);
        assert_eq!(delta(&manifest, "other", &files, &there).stale[0], (1, Reason::Site));
    }

    #[test]
    fn what_is_in_the_way_goes_first() {
        let gone = ["fr/Old/index.html", "fr/x", "fr/y/index.html", "fr/z/index.html", "ar/حول/index.html"].map(path);
        let stale = ["fr/old/index.html", "fr/x/index.html", "fr/Y", "fr/zz/index.html"].map(path);
        let (first, last) = super::in_the_way(&gone, stale.iter());
        assert_eq!(first, [&gone[0], &gone[1], &gone[2]]);
        assert_eq!(last, [&gone[3], &gone[4]]);
    }
}
