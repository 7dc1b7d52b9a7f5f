//! Codes of published lists with their names: places (ISO 3166) and sectors of
//! the OECD-DAC list. `data/README.md` says where they come from.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::OnceLock;

use flate2::read::ZlibDecoder;
use icu_locale::LocaleExpander;
use include_dir::{Dir, include_dir};

use crate::base::lang::Lang;
use crate::locale::Locale;
use crate::locale::text::Writing;

/// A published list of codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codes {
    /// Countries: `TN`.
    Countries,
    /// Countries and their subdivisions: `TN`, `TN-11`.
    Places,
    /// Sectors and their purposes: `152`, `15210`.
    Sectors,
}

/// A name of a code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The name.
    pub text: &'static str,
    /// The language that it is in, where that is not the reader's.
    pub foreign: Option<Lang>,
}

/// Codes in their order, with their names in English and in other languages.
struct Table {
    rows: Vec<(&'static str, &'static str)>,
    others: BTreeMap<String, Column>,
}

/// The names in one language: unpacked when they are first asked for.
struct Column {
    packed: &'static [u8],
    names: OnceLock<Vec<String>>,
}

static PLACES: &str = include_str!("../../data/places.tsv");
static NAMES: Dir = include_dir!("$CARGO_MANIFEST_DIR/data/places");
static SECTORS: &str = include_str!("../../data/sectors.tsv");

/// What stands for a name that is the English one.
const SAME: &str = "=";

/// Languages in which a place may be named where its code is wanted.
const SPOKEN: [&str; 2] = ["fr", "ar"];

impl Codes {
    /// Whether the list has the code.
    pub fn has(self, code: &str) -> bool {
        (self != Codes::Countries || code.len() == 2) && self.table().position(code).is_some()
    }

    /// The name of a code in the language of a locale, else in English.
    pub fn name(self, code: &str, locale: &Locale) -> Option<Name> {
        let table = self.table();
        let at = table.position(code)?;
        let english = table.rows[at].1;
        let own = cldr_names(locale).iter().find_map(|language| table.others.get(language)?.name(at));
        let is_english = locale.tag().split('-').next() == Some("en");
        Some(match own {
            Some(SAME) => Name { text: english, foreign: None },
            Some(text) => Name { text, foreign: None },
            None => Name { text: english, foreign: Lang::new("en").filter(|_| !is_english) },
        })
    }

    /// The name as HTML, marked with its language where that is not the reader's.
    pub fn html(self, code: &str, locale: &Locale) -> Option<String> {
        let name = self.name(code, locale)?;
        let writing = name.foreign.map_or_else(|| locale.writing(), Writing::of);
        let words = writing.isolate_html(name.text);
        Some(match name.foreign {
            Some(lang) => format!(r#"<bdi lang="{lang}" dir="{}">{words}</bdi>"#, writing.direction().as_str()),
            None => words,
        })
    }

    /// The code of which this is the name in French, Arabic or English, or the
    /// end of such a name: `Ariana` of `Gouvernorat de l’Ariana`.
    pub fn named(self, name: &str) -> Option<&'static str> {
        let table = self.table();
        let wanted = name.trim().to_lowercase();
        let names = |at: usize| {
            let others = SPOKEN.iter().filter_map(move |language| table.others.get(*language)?.name(at));
            others.chain([table.rows[at].1]).map(str::to_lowercase)
        };
        let fits = |at: &usize| self.has(table.rows[*at].0);
        let whole = || (0..table.rows.len()).rev().filter(fits).find(|at| names(*at).any(|own| own == wanted));
        let is_end = |own: String| own.strip_suffix(&wanted).is_some_and(|rest| rest.ends_with([' ', '’', '\'']));
        let end = || (0..table.rows.len()).rev().filter(fits).find(|at| names(*at).any(is_end));
        let long_enough = wanted.chars().count() > 2;
        whole().or_else(|| long_enough.then(end).flatten()).map(|at| table.rows[at].0)
    }

    fn table(self) -> &'static Table {
        static OF_PLACES: OnceLock<Table> = OnceLock::new();
        static OF_SECTORS: OnceLock<Table> = OnceLock::new();
        match self {
            Codes::Countries | Codes::Places => OF_PLACES.get_or_init(places),
            Codes::Sectors => OF_SECTORS.get_or_init(sectors),
        }
    }
}

impl Table {
    fn position(&self, code: &str) -> Option<usize> {
        self.rows.binary_search_by(|(own, _)| (*own).cmp(code)).ok()
    }
}

impl Column {
    fn name(&'static self, at: usize) -> Option<&'static str> {
        let names = self.names.get_or_init(|| unpack(self.packed));
        names.get(at).map(String::as_str).filter(|name| !name.is_empty())
    }
}

/// A line for each code, and a file of names for each language.
fn places() -> Table {
    let rows = PLACES.lines().filter_map(|line| line.split_once('\t')).collect();
    let column = |file: &'static include_dir::File| {
        let language = file.path().file_stem()?.to_str()?.to_owned();
        Some((language, Column { packed: file.contents(), names: OnceLock::new() }))
    };
    Table { rows, others: NAMES.files().filter_map(column).collect() }
}

fn unpack(packed: &[u8]) -> Vec<String> {
    let mut text = String::new();
    // What is compiled in can be read; a test reads all of it.
    let _ = ZlibDecoder::new(packed).read_to_string(&mut text);
    text.split('\n').map(str::to_owned).collect()
}

/// A first line with the languages, then a line for each code.
fn sectors() -> Table {
    let mut lines = SECTORS.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let languages = lines.next().unwrap_or_default();
    let rows: Vec<Vec<&str>> = lines.collect();
    let cell = |row: &Vec<&'static str>, column: usize| row.get(column).copied().unwrap_or_default();
    let column = |(at, language): (usize, &&str)| {
        let names: Vec<String> = rows.iter().map(|row| cell(row, at).to_owned()).collect();
        ((*language).to_owned(), Column { packed: &[], names: OnceLock::from(names) })
    };
    let others = languages.iter().enumerate().skip(2).map(column).collect();
    Table { rows: rows.iter().map(|row| (cell(row, 0), cell(row, 1))).collect(), others }
}

/// The names that CLDR may have a language under: with its script, `sr-Latn`,
/// and without, `sr`, where that means the same script.
fn cldr_names(locale: &Locale) -> Vec<String> {
    let language = locale.tag().split('-').next().unwrap_or_default();
    let script = locale.script();
    let usual = language.parse().ok().and_then(|mut id: icu_locale::LanguageIdentifier| {
        LocaleExpander::new_extended().maximize(&mut id);
        id.script
    });
    let mut names = vec![format!("{language}-{script}")];
    if usual.is_none_or(|usual| usual.to_string() == script) {
        names.push(language.to_owned());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{Codes, Column};
    use crate::locale::tests::locale;

    #[test]
    fn codes_have_names_in_the_reader_s_language() {
        for (list, code, tag, expected) in [
            (Codes::Places, "TN", "ar-TN", Some(("تونس", false))),
            (Codes::Countries, "CH", "fr-TN", Some(("Suisse", false))),
            (Codes::Places, "TN-33", "fr-TN", Some(("Gouvernorat du Kef", false))),
            (Codes::Places, "TN-11", "ar-TN", Some(("ولاية تونس", false))),
            (Codes::Places, "TN-11", "en", Some(("Tunis", false))),
            (Codes::Places, "DE-BY", "de-DE", Some(("Bayern", false))),
            (Codes::Places, "RS-00", "sr-Latn-RS", Some(("Beograd", false))),
            (Codes::Places, "HR-21", "zh-Hant-TW", Some(("Zagreb", true))),
            (Codes::Places, "FR-974", "fr-TN", Some(("La Réunion", false))),
            (Codes::Places, "TN-99", "fr-TN", None),
            (Codes::Places, "XX", "fr-TN", None),
            (Codes::Sectors, "152", "fr-TN", Some(("Conflits, paix et sécurité", false))),
            (Codes::Sectors, "15134", "ar-TN", Some(("الشؤون القضائية", false))),
            (Codes::Sectors, "15134", "de-DE", Some(("Judicial affairs", true))),
            (Codes::Sectors, "15299", "fr-TN", None),
            (Codes::Sectors, "15", "fr-TN", None),
        ] {
            let found = list.name(code, &locale(tag)).map(|name| (name.text, name.foreign.is_some()));
            assert_eq!(found, expected, "{code} {tag}");
        }
        assert!(Codes::Places.has("TN-11") && !Codes::Countries.has("TN-11") && Codes::Countries.has("TN"));
    }

    #[test]
    fn codes_are_found_by_their_names() {
        assert_eq!(Codes::Places.named("Tunis"), Some("TN-11"));
        assert_eq!(Codes::Places.named("صفاقس"), Some("TN-61"));
        assert_eq!(Codes::Countries.named("Suisse"), Some("CH"));
        assert_eq!(Codes::Sectors.named("tourisme"), Some("332"));
        assert_eq!(Codes::Places.named("Atlantide"), None);
        assert_eq!(Codes::Places.named(""), None);
    }

    #[test]
    fn the_lists_are_whole_and_in_order() {
        for list in [Codes::Places, Codes::Sectors] {
            let table = list.table();
            let english = table.rows.iter().all(|(code, name)| !code.is_empty() && !name.is_empty());
            assert!(english && table.rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
            let count = |column: &'static Column| {
                let named = (0..table.rows.len()).filter(|at| column.name(*at).is_some()).count();
                (column.names.get().unwrap().len(), named)
            };
            for (language, column) in &table.others {
                let (lines, named) = count(column);
                assert!(lines == table.rows.len() && named > 200, "{language}: {lines} lines, {named} names");
            }
        }
        let sectors = Codes::Sectors.table();
        let without = sectors.rows.iter().filter(|(code, _)| !sectors.rows.iter().any(|(own, _)| *own == &code[..3]));
        assert_eq!(without.count(), 0);
    }
}
