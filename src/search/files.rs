//! The files of an index: JSON, compressed with gzip but for the entry.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use crate::base::key::Key;
use crate::site::search::Record;

/// A file's name and bytes.
type File = (String, Vec<u8>);

/// Words that share a file, each with its records: four times the distance to
/// the record before, and the weight.
pub(super) struct Group<'a>(Vec<(&'a str, Vec<u32>)>);

impl Group<'_> {
    pub(super) fn file(&self) -> File {
        packed("words", &self.0)
    }
}

/// The words in groups, each of some `full` bytes; a word is never divided.
pub(super) fn words(terms: &[(String, Vec<u32>)], full: usize) -> Vec<Group<'_>> {
    let mut groups = vec![];
    let (mut group, mut len) = (vec![], 0);
    for (term, codes) in terms {
        // A number has some two digits and a comma.
        len += term.len() + 6 + 3 * codes.len();
        group.push((term.as_str(), distances(codes)));
        if len >= full {
            groups.push(Group(std::mem::take(&mut group)));
            len = 0;
        }
    }
    groups.extend((!group.is_empty()).then_some(Group(group)));
    groups
}

fn distances(codes: &[u32]) -> Vec<u32> {
    let before = std::iter::once(0).chain(codes.iter().map(|code| code / 4));
    codes.iter().zip(before).map(|(code, before)| code - 4 * before).collect()
}

/// What results show of some records.
pub(super) fn texts<'a>(records: &'a [Record]) -> File {
    #[derive(Serialize)]
    struct Shown<'a> {
        url: &'a str,
        title: &'a str,
        text: &'a str,
        filters: BTreeMap<&'a str, &'a [String]>,
    }
    let shown = |record: &'a Record| {
        let Record { url, title, text, also: _, filters } = record;
        let filters = filters.iter().map(|(name, ids)| (*name, ids.as_slice())).collect();
        Shown { url, title, text, filters }
    };
    packed("texts", &records.iter().map(shown).collect::<Vec<_>>())
}

/// Which records each choice of each filter has, as distances.
pub(super) fn choices(records: &[Record]) -> File {
    let mut choices: BTreeMap<&str, BTreeMap<&str, Vec<u32>>> = BTreeMap::new();
    for (at, record) in (0..).zip(records) {
        for (name, ids) in &record.filters {
            ids.iter().for_each(|id| choices.entry(name).or_default().entry(id).or_default().push(at));
        }
    }
    for records in choices.values_mut().flat_map(BTreeMap::values_mut) {
        let mut before = 0;
        records.dedup();
        for at in records {
            (*at, before) = (*at - before, *at);
        }
    }
    packed("choices", &choices)
}

/// The file that names all others.
pub(super) fn entry(
    records: usize,
    each: usize,
    groups: &[Group],
    [words, texts]: [&[File]; 2],
    choices: &File,
) -> Vec<u8> {
    #[derive(Serialize)]
    struct Entry<'a> {
        records: usize,
        each: usize,
        choices: &'a str,
        words: Vec<(&'a str, &'a str)>,
        texts: Vec<&'a str>,
    }
    let first = groups.iter().filter_map(|group| group.0.first()).map(|(word, _)| *word);
    json(&Entry {
        records,
        each,
        choices: &choices.0,
        words: first.zip(words.iter().map(|(name, _)| name.as_str())).collect(),
        texts: texts.iter().map(|(name, _)| name.as_str()).collect(),
    })
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Compressed by ourselves: not every host does it.
fn packed(kind: &str, value: &impl Serialize) -> File {
    let bytes = json(value);
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::default());
    // Writing to memory does not fail.
    let packed = encoder.write_all(&bytes).and_then(|()| encoder.finish()).unwrap_or_default();
    (format!("{kind}.{}.idx", Key::of(&bytes).short()), packed)
}
