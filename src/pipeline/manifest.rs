//! The manifest: what jisr wrote into an output, with the content key and the
//! length of each file. No times, no absolute paths. It determines which files
//! are stale, and which may be deleted: only those listed in it.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::base::key::Key;
use crate::base::path::{RelPath, fold};
use crate::pipeline::Output;

/// The name of the manifest in the output.
const NAME: &str = ".jisr-manifest";

/// The path of the manifest in the output.
pub fn path() -> RelPath {
    RelPath::fixed(NAME)
}

const HEADER: &str = "jisr-manifest 1";

/// The last line.
const END: &str = ".";

/// The record of a written file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The content key of what it shows.
    pub key: Key,
    /// Its length in bytes; none while it is being written.
    pub len: Option<u64>,
}

/// All files that jisr wrote, by path.
#[derive(Clone, Default, Debug)]
pub struct Manifest {
    /// The content key of what every page shows: site.yaml, the theme, jisr
    /// itself.
    pub site: Key,
    /// The record of each file.
    pub entries: BTreeMap<RelPath, Entry>,
    /// Whose pages they are; none where an older jisr wrote them.
    pub owner: Option<Owner>,
    /// Whether all of it could be read, to its end: then a file that is not in
    /// it is nobody's but its owner's.
    pub is_whole: bool,
    /// The manifest as text, in complete lines, as it is in the output.
    text: Vec<u8>,
}

/// Which site a manifest is of: what hardly changes all at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Owner {
    /// The key of its address.
    pub address: Key,
    /// The key of its title.
    pub title: Key,
}

/// The reason for writing a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// It did not exist before.
    New,
    /// What it shows has changed.
    Content,
    /// Something that every page shows has changed: site.yaml, the theme, jisr.
    Site,
    /// It was removed, or an earlier build did not finish.
    Missing,
    /// Its length differs from the one recorded.
    Altered,
}

/// What a build has to do.
#[derive(Default, Debug)]
pub struct Delta {
    /// Indices of the files to write, with the reason.
    pub stale: Vec<(usize, Reason)>,
    /// Files to delete.
    pub gone: Vec<RelPath>,
}

impl Manifest {
    /// Whether these bytes are a manifest, whole or cut: an empty file or another
    /// one of its name says nothing of whose a folder is.
    pub fn is_one(bytes: &[u8]) -> bool {
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let site = std::str::from_utf8(first).ok().and_then(|line| line.strip_prefix(HEADER));
        site.is_some_and(|site| Key::from_hex(site.trim()).is_some())
    }

    /// Whether the pages are those of another site.
    pub fn is_of_another(&self, owner: Owner) -> bool {
        self.owner.is_some_and(|own| own.address != owner.address && own.title != owner.title)
    }

    /// Reads a manifest. Invalid lines are skipped: their files are written
    /// again and never deleted. If a file has several lines, the last one
    /// applies.
    pub fn read(bytes: &[u8]) -> Manifest {
        let lossy = String::from_utf8_lossy(bytes);
        let mut lines = lossy.lines();
        let header = lines.next().and_then(|line| line.strip_prefix(HEADER));
        let Some(site) = header else { return Manifest::default() };
        let site = Key::from_hex(site.trim()).unwrap_or_default();
        let owner = lossy.lines().nth(1).and_then(owner);
        let rest: Vec<&str> = lines.collect();
        let of = owner_line(owner);
        let is_other = |line: &&&str| **line != END && of.as_deref() != Some(**line);
        let entries: Vec<(RelPath, Entry)> = rest.iter().filter_map(|line| entry(line)).collect();
        let is_whole =
            bytes.ends_with(format!("{END}\n").as_bytes()) && entries.len() == rest.iter().filter(is_other).count();
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        Manifest { site, owner, is_whole, entries: entries.into_iter().collect(), text: bytes[..whole].to_vec() }
    }

    /// Writes the manifest: one line per file, sorted by path.
    pub fn write(&mut self) -> &[u8] {
        self.text.clear();
        self.text.reserve((self.entries.len() + 1) * 128);
        self.text.extend_from_slice(format!("{HEADER} {}\n", self.site.to_hex()).as_bytes());
        self.text.extend(owner_line(self.owner).into_iter().flat_map(|line| (line + "\n").into_bytes()));
        for (path, entry) in &self.entries {
            line(&mut self.text, path, *entry);
        }
        self.end()
    }

    /// The text with the line that says that nothing is cut off.
    fn end(&mut self) -> &[u8] {
        self.text.extend_from_slice(END.as_bytes());
        self.text.push(b'\n');
        &self.text
    }

    /// The files to write and to delete, so that the output holds exactly
    /// `files`, which must be sorted by path. Pure, except that it asks the
    /// output for file lengths.
    pub fn delta<'a>(&self, site: Key, files: impl Iterator<Item = (&'a RelPath, Key)>, out: &dyn Output) -> Delta {
        let mut delta = Delta::default();
        let mut rest = self.entries.iter().peekable();
        for (position, (path, key)) in files.enumerate() {
            let known = loop {
                match rest.next_if(|(old, _)| *old <= path) {
                    Some((old, entry)) if old == path => break Some(entry),
                    Some((old, _)) => delta.gone.push(old.clone()),
                    None => break None,
                }
            };
            let reason = self.reason(site, path, key, known, out);
            delta.stale.extend(reason.map(|reason| (position, reason)));
        }
        delta.gone.extend(rest.map(|(path, _)| path.clone()));
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

    /// Marks files as being written, by appending a line for each: if the build
    /// is killed after these lines are written, the next one repairs the
    /// output.
    pub fn mark<'a>(&mut self, site: Key, stale: impl Iterator<Item = &'a RelPath>) -> &[u8] {
        self.site = site;
        if self.text.is_empty() {
            self.write();
        }
        for path in stale {
            let entry = Entry { key: Key::default(), len: None };
            line(&mut self.text, path, entry);
            self.entries.insert(path.clone(), entry);
        }
        self.end()
    }
}

fn owner_line(owner: Option<Owner>) -> Option<String> {
    owner.map(|Owner { address, title }| format!("of {} {}", address.to_hex(), title.to_hex()))
}

fn owner(line: &str) -> Option<Owner> {
    let (address, title) = line.strip_prefix("of ")?.split_once(' ')?;
    Some(Owner { address: Key::from_hex(address)?, title: Key::from_hex(title)? })
}

fn line(text: &mut Vec<u8>, path: &RelPath, entry: Entry) {
    text.extend_from_slice(&entry.key.hex());
    match entry.len {
        Some(len) => text.extend_from_slice(format!(" {len} ").as_bytes()),
        None => text.extend_from_slice(b" - "),
    }
    text.extend_from_slice(path.as_str().as_bytes());
    text.push(b'\n');
}

/// Splits the files to delete into those that must be deleted before the stale
/// ones are written, and the rest. A file is in the way if its name differs
/// only in case (`Fr/` and `fr/` are one folder on some systems), or if one of
/// the two paths is a folder of the other.
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

/// The folders that contain a path: `a/b` and `a` for `a/b/c`.
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
    use super::{Delta, Entry, Manifest, Owner, Reason};
    use crate::base::key::Key;
    use crate::base::path::RelPath;
    use crate::pipeline::Output;
    use crate::pipeline::memory::Memory;

    fn path(path: &str) -> RelPath {
        RelPath::new(path).unwrap()
    }

    fn manifest(entries: &[(&str, &str, Option<u64>)]) -> Manifest {
        let entry =
            |(at, key, len): &(&str, &str, Option<u64>)| (path(at), Entry { key: Key::of(key.as_bytes()), len: *len });
        Manifest { site: Key::of(b"site"), entries: entries.iter().map(entry).collect(), ..Manifest::default() }
    }

    fn delta(manifest: &Manifest, site: &str, files: &[(&str, &str)], there: &[(&str, &str)]) -> Delta {
        let out = Memory::default();
        there.iter().for_each(|(at, bytes)| out.put(&path(at), bytes.as_bytes()).unwrap());
        let files: Vec<_> = files.iter().map(|(at, key)| (path(at), Key::of(key.as_bytes()))).collect();
        manifest.delta(Key::of(site.as_bytes()), files.iter().map(|(at, key)| (at, *key)), &out)
    }

    #[test]
    fn a_manifest_reads_what_it_wrote() {
        let mut manifest = manifest(&[("a/index.html", "1", Some(3)), ("b c.html", "2", None)]);
        let read = Manifest::read(manifest.write());
        assert_eq!((read.site, read.entries), (manifest.site, manifest.entries));
    }

    #[test]
    fn only_a_manifest_is_one() {
        let whole = manifest(&[("a", "1", Some(3))]).write().to_vec();
        assert!(Manifest::is_one(&whole) && Manifest::is_one(&whole[..60]));
        for other in [&b""[..], b"known", b"jisr-manifest 1", &whole[..20], b"\xff\xfe", b"\njisr-manifest 1"] {
            assert!(!Manifest::is_one(other), "{other:?}");
        }
    }

    #[test]
    fn a_manifest_says_whose_it_is_and_where_it_ends() {
        let [address, title] = ["a", "t"].map(|text| Key::of(text.as_bytes()));
        let mut own = Manifest { owner: Some(Owner { address, title }), ..manifest(&[("a", "1", Some(3))]) };
        own.write();
        let text = own.mark(Key::default(), [path("b")].iter()).to_vec();
        let read = Manifest::read(&text);
        assert!(read.is_whole && read.owner == own.owner && read.entries.len() == 2);
        for at in 1..text.len() {
            assert!(!Manifest::read(&text[..at]).is_whole || text[..at].ends_with(b"\n.\n"), "{at}");
        }
        assert!(!Manifest::read(&[&text[..], b"nonsense\n.\n"].concat()).is_whole);
        let other = Key::of(b"other");
        assert!(
            !read.is_of_another(Owner { address: other, title })
                && !read.is_of_another(Owner { address, title: other })
        );
        assert!(read.is_of_another(Owner { address: other, title: other }));
    }

    #[test]
    fn what_is_being_written_is_marked_behind_whole_lines() {
        let mut known = manifest(&[("a", "1", Some(3)), ("b", "2", Some(4)), ("c", "3", Some(5))]);
        let whole = known.write().to_vec();
        let cut = &whole[..whole.len() - "\n.\n".len()];
        for (written, kept) in [(&whole[..], Some(Some(5))), (cut, None), (&[], None)] {
            let mut manifest = Manifest::read(written);
            let marked = Manifest::read(manifest.mark(Key::of(b"site"), [path("a"), path("d")].iter()));
            let len = |name: &str| marked.entries.get(&path(name)).map(|entry| entry.len);
            assert_eq!((len("a"), len("d"), len("c")), (Some(None), Some(None), kept));
        }
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
            ("zero", "1", Some(1)),
        ]);
        let files = [("changed", "2"), ("cut", "1"), ("killed", "1"), ("lost", "1"), ("new", "1"), ("same", "1")];
        let there = [("same", "x"), ("changed", "x"), ("cut", "x"), ("killed", "x"), ("old", "x"), ("zero", "x")];
        let found = delta(&manifest, "site", &files, &there);
        let expected =
            [(0, Reason::Content), (1, Reason::Altered), (2, Reason::Missing), (3, Reason::Missing), (4, Reason::New)];
        assert_eq!(found.stale, expected);
        assert_eq!(found.gone, [path("old"), path("zero")]);
        assert_eq!(delta(&manifest, "other", &files, &there).stale[0], (0, Reason::Site));
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
