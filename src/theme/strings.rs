//! The strings of the interface: `i18n/<language>.yaml` of the theme and of the
//! site, merged string by string.
//!
//! A file contains nested mappings, whose keys are joined with dots
//! (`status.signed`). A leaf is a text, or one text for each plural category of
//! the language (CLDR: zero, one, two, few, many, other). `{name}` in a text is
//! a placeholder for an argument.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Place, Span};
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::config::EntryWords;
use crate::locale::Locale;
use crate::locale::text::Writing;
use crate::schema::near::nearest_name;
use crate::theme::entry;
use crate::theme::file::ThemeFile;
use crate::yaml::{Node, Yaml};

/// The plural categories of CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The strings of a theme in all its languages.
#[derive(Default)]
pub(super) struct Strings(BTreeMap<String, BTreeMap<Lang, Found>>);

struct Found {
    message: Message,
    place: Place,
}

/// A text, or one for each plural category.
#[derive(Clone)]
pub(super) enum Message {
    /// The same text for any number.
    Plain(Pattern),
    /// Texts by plural category, at least one.
    Plural(Vec<(&'static str, Pattern)>),
}

/// A text with placeholders.
pub(super) type Pattern = Vec<Piece>;

/// A part of a pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// Literal text, with its language's typography.
    Words(String),
    /// The argument of this name.
    Argument(String),
}

impl Message {
    /// The text for a plural category; `other` if there is no number.
    pub(super) fn pick(&self, category: Option<&str>) -> &[Piece] {
        match self {
            Message::Plain(pattern) => pattern,
            Message::Plural(forms) => {
                let form = |wanted: &str| forms.iter().find(|(category, _)| *category == wanted);
                let other = || form("other").or(forms.last());
                category.and_then(form).or_else(other).map_or(&[], |(_, pattern)| pattern)
            }
        }
    }
}

impl Strings {
    /// Loads the i18n files, later ones overriding earlier ones, then what
    /// site.yaml calls its entries, and reports strings missing in the languages
    /// of the site.
    pub(super) fn load(files: &[&ThemeFile], locales: &[Locale], words: &[EntryWords]) -> (Strings, Diagnostics) {
        let mut strings = Strings::default();
        let mut diagnostics = Diagnostics::default();
        let mut homes: BTreeMap<Lang, &ThemeFile> = BTreeMap::new();
        for file in files {
            match language_of(&file.path) {
                Some(lang) => {
                    homes.insert(lang, *file);
                    diagnostics.extend(strings.read(file, lang));
                }
                None => {
                    let detail = "the name of the file is no language, such as fr.yaml";
                    diagnostics.push(file.invalid(Span::default(), detail));
                }
            }
        }
        words.iter().for_each(|words| strings.call_entries(words));
        strings.fill_entries();
        diagnostics.extend(strings.missing(locales, &homes));
        diagnostics.extend(strings.poor_plurals(locales));
        (strings, diagnostics)
    }

    /// The string for `key` in this language, or else in a fallback: English,
    /// then any.
    pub(super) fn find(&self, key: &str, lang: Lang) -> Option<(Lang, &Message)> {
        let found = self.0.get(key)?;
        let english = Lang::new("en");
        let wanted = [Some(lang), primary(lang), english].into_iter().flatten().find(|lang| found.contains_key(lang));
        let (lang, found) = match wanted {
            Some(lang) => found.get_key_value(&lang)?,
            None => found.first_key_value()?,
        };
        Some((*lang, &found.message))
    }

    /// Whether some language has a string for `key`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The keys that begin with a prefix, sorted.
    pub(super) fn below<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = &'s str> {
        self.0.keys().map(String::as_str).filter(move |key| key.starts_with(prefix))
    }

    /// A key similar to this one.
    pub(super) fn near(&self, key: &str) -> Option<&str> {
        nearest_name(key, self.0.keys().map(String::as_str))
    }

    /// Every key, sorted.
    #[cfg(test)]
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    fn read(&mut self, file: &ThemeFile, lang: Lang) -> Vec<Diagnostic> {
        let document = file.yaml();
        let mut reader = Reader { file, writing: Writing::of(lang), found: vec![], diagnostics: document.diagnostics };
        if let Some(root) = &document.root {
            reader.walk("", root);
        }
        for (key, message, span) in reader.found {
            let place = Place { path: file.source.clone(), span };
            self.0.entry(key).or_default().insert(lang, Found { message, place });
        }
        reader.diagnostics
    }

    /// Takes over what site.yaml calls its entries.
    fn call_entries(&mut self, words: &EntryWords) {
        let writing = Writing::of(words.lang);
        let forms = words.forms.iter().map(|(category, text)| (*category, pattern(&writing.typography(text))));
        let message = Message::Plural(forms.collect());
        self.0
            .entry(entry::KEY.to_owned())
            .or_default()
            .insert(words.lang, Found { message, place: words.place.clone() });
    }

    /// Puts the words for entries into all other strings of their language.
    fn fill_entries(&mut self) {
        let Some(own) = self.0.get(entry::KEY) else { return };
        let own: BTreeMap<Lang, entry::Words> =
            own.iter().map(|(lang, found)| (*lang, entry::Words::of(&found.message))).collect();
        for (lang, found) in self.0.values_mut().flatten() {
            own.get(lang).into_iter().for_each(|words| words.fill(&mut found.message));
        }
    }

    /// Reports strings that some language has and one of the site's languages
    /// lacks. A language without any file gives a single diagnostic, not
    /// hundreds.
    fn missing(&self, locales: &[Locale], homes: &BTreeMap<Lang, &ThemeFile>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for lang in locales.iter().map(Locale::lang) {
            let alike = [Some(lang), primary(lang)];
            let home = alike.iter().flatten().find_map(|lang| homes.get(lang));
            let lacks = self.0.iter().filter(|(_, found)| !alike.iter().flatten().any(|lang| found.contains_key(lang)));
            match (home, homes.values().next()) {
                (Some(home), _) => diagnostics.extend(lacks.map(|(key, found)| string_missing(home, key, lang, found))),
                (None, Some(other)) => diagnostics.push(file_missing(other, lang)),
                (None, None) => {}
            }
        }
        diagnostics
    }

    /// Reports plural categories that a site's language uses for numbers up to
    /// a hundred and that a string lacks. (French has another one, for whole
    /// millions, which no count of pages needs.)
    fn poor_plurals(&self, locales: &[Locale]) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for locale in locales {
            let used: BTreeSet<&str> = (0..=100).map(|number| locale.plural(number)).collect();
            for (key, found) in &self.0 {
                let Some(Found { message: Message::Plural(forms), place }) = found.get(&locale.lang()) else {
                    continue;
                };
                let has = |category: &&str| forms.iter().any(|(own, _)| own == category);
                let lacks = CATEGORIES.iter().filter(|category| used.contains(*category) && !has(category));
                let lacks: Vec<String> = lacks.map(|category| (*category).to_owned()).collect();
                if !lacks.is_empty() {
                    let diagnostic = Diagnostic::at(Code::PluralMissing, &place.path, place.span);
                    let diagnostic = diagnostic.arg("key", key.as_str()).arg("lang", locale.lang().as_str());
                    diagnostics.push(diagnostic.arg("forms", Arg::List(lacks)));
                }
            }
        }
        diagnostics
    }
}

/// Flattens one file.
struct Reader<'a> {
    file: &'a ThemeFile,
    writing: Writing,
    found: Vec<(String, Message, Span)>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn walk(&mut self, key: &str, node: &Node) {
        match &node.value {
            Yaml::Scalar { text, .. } if !key.is_empty() => {
                let message = Message::Plain(self.pattern(text));
                self.found.push((key.to_owned(), message, node.span));
            }
            Yaml::Mapping(entries) if !key.is_empty() && is_plural(entries.iter().map(|entry| entry.key.as_str())) => {
                let forms = entries.iter().filter_map(|entry| self.form(&entry.key, &entry.value)).collect();
                self.found.push((key.to_owned(), Message::Plural(forms), node.span));
            }
            Yaml::Mapping(entries) => {
                for entry in entries {
                    let key = if key.is_empty() { entry.key.clone() } else { format!("{key}.{}", entry.key) };
                    self.walk(&key, &entry.value);
                }
            }
            _ => self.diagnostics.push(self.file.invalid(node.span, &format!("`{key}` needs a text"))),
        }
    }

    fn form(&mut self, category: &str, node: &Node) -> Option<(&'static str, Pattern)> {
        let category = CATEGORIES.into_iter().find(|known| *known == category)?;
        let Yaml::Scalar { text, .. } = &node.value else {
            self.diagnostics.push(self.file.invalid(node.span, &format!("`{category}` needs a text")));
            return None;
        };
        Some((category, self.pattern(text)))
    }

    fn pattern(&self, text: &str) -> Pattern {
        pattern(&self.writing.typography(text))
    }
}

fn is_plural<'a>(mut keys: impl Iterator<Item = &'a str>) -> bool {
    let first = keys.next();
    first.into_iter().chain(keys).all(|key| CATEGORIES.contains(&key)) && first.is_some()
}

/// Splits a text at its `{name}` placeholders. Other braces are literal text.
fn pattern(text: &str) -> Pattern {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = next_argument(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Words(before.to_owned()));
        }
        pieces.push(Piece::Argument(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    pieces
}

fn next_argument(text: &str) -> Option<(&str, &str, &str)> {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    text.match_indices('{').find_map(|(open, _)| {
        let (name, after) = text[open + 1..].split_once('}')?;
        is_name(name).then_some((&text[..open], name, after))
    })
}

/// The language of a file: `fr` for `i18n/fr.yaml`.
fn language_of(path: &RelPath) -> Option<Lang> {
    path.name().rsplit_once('.').and_then(|(stem, _)| Lang::new(stem))
}

/// The primary language: `pt` for `pt-br`; none if the tag has only one part.
fn primary(lang: Lang) -> Option<Lang> {
    lang.as_str().split_once('-').and_then(|(primary, _)| Lang::new(primary))
}

fn string_missing(home: &ThemeFile, key: &str, lang: Lang, found: &BTreeMap<Lang, Found>) -> Diagnostic {
    let diagnostic = Diagnostic::at(Code::StringMissing, &home.source, Span::default());
    let diagnostic = diagnostic.arg("key", key).arg("lang", lang.as_str()).arg("theme", home.theme());
    Diagnostic { related: found.values().take(1).map(|found| found.place.clone()).collect(), ..diagnostic }
}

/// The diagnostic for a site's language without any string.
fn file_missing(other: &ThemeFile, lang: Lang) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::StringMissing).arg("key", "*");
    diagnostic.arg("lang", lang.as_str()).arg("theme", other.theme())
}

#[cfg(test)]
mod tests {
    use super::{Piece, pattern};

    #[test]
    fn only_names_in_braces_are_arguments() {
        let words = |text: &str| Piece::Words(text.to_owned());
        let argument = |name: &str| Piece::Argument(name.to_owned());
        assert_eq!(pattern("{n} of {m}."), [argument("n"), words(" of "), argument("m"), words(".")]);
        assert_eq!(pattern("a { b } {} {"), [words("a { b } {} {")]);
        assert_eq!(pattern("{ {n}"), [words("{ "), argument("n")]);
    }
}
