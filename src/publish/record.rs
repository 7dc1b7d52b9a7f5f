//! What jisr has published on a host: a file there, written whenever something
//! is about to change and when all of it has. Only what is in it is ever
//! removed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::pipeline::manifest::Owner;

/// How the name of such a file begins. Its rest is a number that no reader can
/// guess. There is no dot before it, since some hosts do not list such names.
const PREFIX: &str = "jisr-published-";

/// How it ends.
const SUFFIX: &str = ".json";

/// A published file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The hash of its bytes.
    pub hash: Key,
    /// Its length in bytes.
    pub len: u64,
    /// The number of publications since the last one that had it in the site.
    pub age: u32,
    /// Whether it was transferred whole; otherwise a publication that was cut
    /// off may have left anything there, or nothing.
    pub whole: bool,
    /// What the host said of it afterwards: a tag, or when it was changed.
    pub stamp: Option<String>,
}

/// What jisr has published on a host.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Record {
    /// Grows each time that it is written.
    pub number: u64,
    /// The publication that it is of.
    pub publication: String,
    /// The publication before that.
    pub former: Option<String>,
    /// Which site it is: the keys of its address and its title.
    pub site: Option<(Key, Key)>,
    /// Whether the publication has been finished.
    pub done: bool,
    /// Every file that is jisr's.
    pub files: BTreeMap<RelPath, Entry>,
}

/// The form in which it is written.
#[derive(Serialize, Deserialize)]
struct Written {
    format: u32,
    number: u64,
    publication: String,
    #[serde(default)]
    former: Option<String>,
    #[serde(default)]
    site: Option<(String, String)>,
    done: bool,
    /// By path: hash, length, age, whether it is whole, stamp.
    files: BTreeMap<String, (String, u64, u32, bool, Option<String>)>,
}

/// The version of the form.
const FORMAT: u32 = 1;

/// The name of a record on the host, of a publication and a number.
pub fn name(publication: &str, number: u64) -> Option<RelPath> {
    RelPath::new(&format!("{PREFIX}{publication}-{number}{SUFFIX}"))
}

/// Whether a file of the host has the name of a record.
pub fn is_name(path: &RelPath) -> bool {
    path.folder().is_empty() && path.name().starts_with(PREFIX) && path.name().ends_with(SUFFIX)
}

impl Record {
    /// Reads a record. `None` if it is not whole, or of a later jisr.
    pub fn read(bytes: &[u8]) -> Option<Record> {
        let written: Written =
            serde_json::from_slice(bytes).ok().filter(|written: &Written| written.format == FORMAT)?;
        let entry = |(path, (hash, len, age, whole, stamp)): (String, (String, u64, u32, bool, Option<String>))| {
            // Nothing that it names is outside of the site's folder.
            Some((RelPath::new(&path)?, Entry { hash: Key::from_hex(&hash)?, len, age, whole, stamp }))
        };
        let site = written.site.and_then(|(address, title)| Some((Key::from_hex(&address)?, Key::from_hex(&title)?)));
        Some(Record {
            number: written.number,
            publication: written.publication,
            former: written.former,
            site,
            done: written.done,
            files: written.files.into_iter().filter_map(entry).collect(),
        })
    }

    /// Writes the record.
    pub fn write(&self) -> Vec<u8> {
        let entry = |(path, entry): (&RelPath, &Entry)| {
            (path.to_string(), (entry.hash.to_hex(), entry.len, entry.age, entry.whole, entry.stamp.clone()))
        };
        let written = Written {
            format: FORMAT,
            number: self.number,
            publication: self.publication.clone(),
            former: self.former.clone(),
            site: self.site.map(|(address, title)| (address.to_hex(), title.to_hex())),
            done: self.done,
            files: self.files.iter().map(entry).collect(),
        };
        // Texts and numbers can always be written.
        serde_json::to_vec(&written).unwrap_or_default()
    }

    /// The path of this record on the host.
    pub fn path(&self) -> Option<RelPath> {
        name(&self.publication, self.number)
    }

    /// Whether another site was published there.
    pub fn is_of_another(&self, own: Owner) -> bool {
        self.site.is_some_and(|(address, title)| address != own.address && title != own.title)
    }

    /// The number of pages that readers have.
    pub fn pages(&self) -> usize {
        self.files.iter().filter(|(path, entry)| path.is_html() && entry.age == 0).count()
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Record, is_name};
    use crate::base::key::Key;
    use crate::base::path::RelPath;

    fn record() -> Record {
        let entry = Entry { hash: Key::of(b"x"), len: 1, age: 2, whole: true, stamp: Some("\"e\"".to_owned()) };
        let files = [(RelPath::new("fr/مشروع.html").unwrap(), entry)].into();
        Record {
            number: 3,
            publication: "ab".to_owned(),
            site: Some((Key::of(b"a"), Key::of(b"t"))),
            files,
            ..Record::default()
        }
    }

    #[test]
    fn a_record_reads_what_it_wrote_and_nothing_that_is_cut() {
        let written = record().write();
        assert_eq!(Record::read(&written), Some(record()));
        (0..written.len()).for_each(|end| assert_eq!(Record::read(&written[..end]), None));
        assert!(is_name(&record().path().unwrap()));
    }

    #[test]
    fn a_record_never_names_a_file_outside() {
        let text = String::from_utf8(record().write()).unwrap();
        for outside in ["../x", "/etc/passwd", "a/../../b", "a\\\\..\\\\b", ""] {
            let read = Record::read(text.replace("fr/مشروع.html", outside).as_bytes()).unwrap();
            assert!(read.files.is_empty(), "{outside}");
        }
    }
}
