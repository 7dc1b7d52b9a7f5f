//! Search indexes: the files with which a browser finds records by their words,
//! made from the records of one language. The theme's `search-index.js` reads
//! them; what is in each file is described in `themes/README.md`.

mod files;
mod terms;
mod words;

use rayon::prelude::*;

use crate::search::files::Group;
use crate::search::terms::Terms;
use crate::site::search::Record;

/// The file that a browser reads first: it names the others, whose names have a
/// hash of their content.
pub const ENTRY: &str = "entry.json";

/// The most files of texts: on a large site several records share one, so that
/// a host does not get twenty thousand small files.
const MOST_TEXTS: usize = 1_000;

/// The length at which a file of words is full, in bytes before compression.
const FULL: usize = 48 * 1024;

/// The files of an index by name, in a fixed order. The same records give the
/// same bytes.
pub fn index(records: &[Record]) -> Vec<(String, Vec<u8>)> {
    let each = records.len().div_ceil(MOST_TEXTS).max(1);
    let terms = Terms::of(records).sorted();
    let groups = files::words(&terms, FULL);
    let words: Vec<_> = groups.par_iter().map(Group::file).collect();
    let texts: Vec<_> = records.par_chunks(each).map(files::texts).collect();
    let choices = files::choices(records);
    let entry = files::entry(records.len(), each, &groups, [&words, &texts], &choices);
    let mut all: Vec<_> = words.into_iter().chain(texts).chain([choices, (ENTRY.to_owned(), entry)]).collect();
    all.sort();
    // Two groups of records with the same bytes are one file.
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Read;

    use flate2::read::GzDecoder;
    use serde_json::{Value, json};

    use super::{ENTRY, index};
    use crate::site::search::Record;

    fn record(url: &str, title: &str, text: &str, also: &str, year: &str) -> Record {
        let [url, title, text, also] = [url, title, text, also].map(str::to_owned);
        Record { url, title, text, also, filters: vec![("year", vec![year.to_owned()])] }
    }

    fn read(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
        let bytes = &files[name];
        let mut text = String::new();
        match name {
            ENTRY => text = String::from_utf8(bytes.clone()).unwrap(),
            _ => drop(GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap()),
        }
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn an_index_has_words_with_their_records_and_texts_to_show() {
        let records = [
            record("fr/a/", "L’État", "Un projet d’aide et un autre projet.", "PNUD", "2018"),
            record("fr/b/", "Autre", "Œuvre de l’état", "", "2020"),
            record("fr/c/", "Rien", "Un texte.", "", "2018"),
        ];
        let files: BTreeMap<_, _> = index(&records).into_iter().collect();
        let entry = read(&files, ENTRY);
        let name = |value: &Value| value.as_str().unwrap().to_owned();
        let words = read(&files, &name(&entry["words"][0][1]));
        let found: BTreeMap<String, Value> =
            words.as_array().unwrap().iter().map(|pair| (name(&pair[0]), pair[1].clone())).collect();
        // Four times the distance to the record before, and the weight: a title has 3, other names 2, a word
        // that comes again 1.
        assert_eq!(found["etat"], json!([3, 4]));
        assert_eq!(found["projet"], json!([1]));
        assert_eq!(found["un"], json!([1, 8]));
        assert_eq!(found["pnud"], json!([2]));
        assert_eq!((&found["oeuvre"], found.get("œuvre")), (&json!([4]), None));
        assert_eq!(entry["words"][0][0], "aide", "its first word: {entry}");
        assert_eq!((&entry["records"], &entry["each"]), (&json!(3), &json!(1)));
        let choices = read(&files, &name(&entry["choices"]));
        assert_eq!(choices, json!({"year": {"2018": [0, 2], "2020": [1]}}));
        let text = read(&files, &name(&entry["texts"][1]));
        let shown = json!({"url": "fr/b/", "title": "Autre", "text": "Œuvre de l’état", "filters": {"year": ["2020"]}});
        assert_eq!(text, json!([shown]));
        assert_eq!(index(&records), files.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_large_index_has_many_files_and_each_word_in_one_of_them() {
        let words = |from: usize| (from..from + 40).map(|word| format!("mot{word} ")).collect::<String>();
        let records: Vec<Record> =
            (0..2_500).map(|at| record(&format!("fr/{at}/"), "Titre", &words(at * 7), "", "2018")).collect();
        let files: BTreeMap<_, _> = index(&records).into_iter().collect();
        let entry = read(&files, ENTRY);
        assert_eq!((&entry["each"], entry["texts"].as_array().unwrap().len()), (&json!(3), 834));
        let groups = entry["words"].as_array().unwrap();
        let all: Vec<String> = groups
            .iter()
            .flat_map(|group| {
                let pairs = read(&files, group[1].as_str().unwrap());
                assert_eq!(pairs[0][0], group[0], "the entry names its first word");
                pairs.as_array().unwrap().iter().map(|pair| pair[0].as_str().unwrap().to_owned()).collect::<Vec<_>>()
            })
            .collect();
        assert!(groups.len() > 4 && all.is_sorted(), "{}", groups.len());
        assert_eq!(all.len(), 2_499 * 7 + 40 + 1);
    }
}
