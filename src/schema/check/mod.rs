//! Checks what was read against what was declared. Every mistake is reported;
//! what can be kept is kept, so that one mistake hides no other.

mod amount;
mod date;
mod menu;
#[cfg(test)]
mod tests;
mod twice;
mod unknown;

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Severity, Span};
use crate::base::host::is_of_a_computer;
use crate::base::lang::Lang;
use crate::base::localized::Localized;
use crate::base::path::RelPath;
use crate::locale::text::Writing;
use crate::schema::check::unknown::{is_file, is_followed_by_its_own};
use crate::schema::record::{Named, OwnedRecord, Table, Values};
use crate::schema::{Field, Item, Owner, Shape, Value};
use crate::yaml::mistakes::hash::is_text;
use crate::yaml::remedy::{Finding, quote, resolve};
use crate::yaml::{Entry, Node, Yaml};

/// The id that no type, partner or topic can have: `partners/page/2/` is the
/// second page of a list.
pub const PAGES: &str = "page";

/// Checks values of one file.
pub struct Checker<'a> {
    /// The file, for messages.
    pub path: &'a RelPath,
    /// Its text, from which lines to write are made.
    pub(super) text: &'a str,
    /// The language of plain texts; none where they serve every language.
    pub(super) lang: Option<Lang>,
    /// What was found wrong.
    pub(super) findings: Vec<Finding>,
    languages: Vec<(String, Span)>,
    /// The example of the field that is being read.
    pub(super) example: &'static str,
    /// Whether that field is of words.
    words: bool,
}

/// What came out of checking a file, beside its values.
#[derive(Default)]
pub struct Checked {
    /// What was found wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The languages that stand as keys before texts, for whoever knows those
    /// of the site.
    pub languages: Vec<(String, Span)>,
}

/// A text that is in no language of its own, as an acronym for all of them.
pub fn any_language() -> Option<Lang> {
    Lang::new("und")
}

impl<'a> Checker<'a> {
    /// A checker of a file whose plain texts are in `lang`.
    pub fn new(path: &'a RelPath, text: &'a str, lang: Option<Lang>) -> Checker<'a> {
        Checker { path, text, lang, findings: vec![], languages: vec![], example: "", words: false }
    }

    /// What was found, each with the line to write where there is one.
    pub fn finish(self) -> Checked {
        Checked { diagnostics: resolve(self.text, self.findings), languages: self.languages }
    }

    /// Checks the keys of a mapping. `whole` is what lacks a missing key;
    /// `complete` says that all of it could be read.
    pub fn record<T: Table>(&mut self, entries: &[Entry], whole: Span, complete: bool) -> OwnedRecord<T> {
        OwnedRecord::new(self.keys(entries, T::FIELDS, whole, |field| field.required && complete))
    }

    /// Checks the front matter of a file. Only its words must stand in it: a
    /// fact may stand in the file of the other language, and the catalogue
    /// reports one that stands in none, once for the project.
    pub fn front_matter<T: Table>(&mut self, entries: &[Entry], whole: Span, complete: bool) -> OwnedRecord<T> {
        let must = |field: &Field| field.required && field.owner == Owner::Words && complete;
        OwnedRecord::new(self.keys(entries, T::FIELDS, whole, must))
    }

    fn keys(
        &mut self,
        entries: &[Entry],
        fields: &'static [Field],
        whole: Span,
        must: impl Fn(&Field) -> bool,
    ) -> Values {
        let mut record = Values::default();
        let mut written = vec![false; fields.len()];
        let mut belonging = 0;
        for (at, entry) in entries.iter().enumerate() {
            if at < belonging {
                continue;
            }
            match fields.iter().position(|field| field.name == entry.key) {
                Some(position) => {
                    let before = self.findings.len();
                    written[position] = true;
                    // `dates:` is not empty where `start:` follows it without spaces.
                    let item = match is_followed_by_its_own(entries, at, fields) && entry.value.value == Yaml::Null {
                        true => None,
                        false => self.field(&fields[position], entry, (fields, entries)),
                    };
                    if let Some(item) = item {
                        record.push(position, item);
                    }
                    if self.findings.len() > before {
                        record.doubt(position);
                    }
                }
                None => match self.not_indented(entries, at, fields) {
                    0 => {
                        // `titre:` is reported once, not as a missing `title:` too.
                        if let Some(position) = self.unknown_key(entry, fields) {
                            written[position] = true;
                            record.doubt(position);
                        }
                    }
                    count => belonging = at + count,
                },
            }
        }
        for (field, _) in fields.iter().zip(&written).filter(|(field, written)| must(field) && !**written) {
            self.missing(field, whole);
        }
        record
    }

    /// Reports a key that must be there.
    pub fn missing(&mut self, field: &Field, whole: Span) {
        self.report(Code::MissingKey, whole, field.name, |diagnostic| diagnostic.hint(example(field)));
    }

    fn field(
        &mut self,
        field: &Field,
        entry: &Entry,
        (fields, siblings): (&'static [Field], &[Entry]),
    ) -> Option<Item> {
        if matches!(entry.value.value, Yaml::Null) && !matches!(field.shape, Shape::Free) {
            let severity = if field.required { Severity::Error } else { Severity::Warning };
            self.report(Code::EmptyValue, entry.key_span, field.name, |diagnostic| Diagnostic {
                severity,
                ..diagnostic.hint(example(field))
            });
            return None;
        }
        self.example = field.example;
        self.words = field.owner == Owner::Words;
        let (key, node) = (field.name, &entry.value);
        let value = match field.shape {
            Shape::Amount => self.amount(key, node, siblings)?,
            Shape::Date => Value::Date(self.date(key, node, siblings)?),
            Shape::File | Shape::Address if self.is_of_the_other(entry, (fields, siblings)) => return None,
            shape => return self.value(key, shape, node),
        };
        Some(Item { value, span: node.span })
    }

    /// Reports an address where a file is wanted, and a file where an address
    /// is, with the key that takes it.
    fn is_of_the_other(&mut self, entry: &Entry, (fields, siblings): (&[Field], &[Entry])) -> bool {
        let Yaml::Scalar { text, .. } = &entry.value.value else { return false };
        if is_of_a_computer(text.trim()) {
            self.push(Diagnostic::at(Code::LocalLink, self.path, entry.value.span).arg("url", text.as_str()));
            return true;
        }
        let (code, other) = match entry.key.as_str() {
            "url" if is_file(text) && fields.iter().any(|field| field.name == "file") => (Code::FileInAddress, "file"),
            "url" => return false,
            _ if text.contains("://") => (Code::AddressInFile, "url"),
            _ => return false,
        };
        let takes = matches!(entry.key.as_str(), "file" | "url");
        let free = takes && siblings.iter().all(|sibling| sibling.key != other);
        let found = Diagnostic::at(code, self.path, entry.value.span).arg("key", entry.key.as_str());
        self.find(found.arg("value", text.as_str()), free.then(|| (entry.key_span.range(), other.to_owned())));
        true
    }

    /// Checks one value behind `key`.
    pub fn value(&mut self, key: &str, shape: Shape, node: &Node) -> Option<Item> {
        let value = match shape {
            Shape::Text => self.whole_text(key, node).map(|text| Value::Text(self.typeset(self.lang, text))),
            Shape::Localized => self.localized(key, node),
            Shape::Alternative => self.alternative(key, node),
            Shape::Boolean => self.boolean(key, node),
            Shape::Number(least, most) => self.number(key, node, least, most),
            Shape::Amount => self.amount(key, node, &[]),
            Shape::Date => self.date(key, node, &[]).map(Value::Date),
            Shape::Day => self.day(key, node),
            Shape::Word(words) => self.word(key, node, words),
            Shape::Id => self.id(key, node),
            Shape::Slug => self.slug(key, node),
            Shape::Alias => self.alias(key, node),
            Shape::Address => self.address(key, node),
            Shape::File => self.whole_text(key, node).map(|text| Value::Text(text.to_owned())),
            Shape::Currency => self.currency(key, node),
            Shape::Code(fits) => self.code(key, node, fits),
            Shape::Listed(codes) => self.listed(key, node, codes),
            Shape::Phone => self.phone(key, node),
            Shape::List(shape) => self.list(key, node, *shape),
            Shape::Record(fields) => self.nested(key, node, fields),
            Shape::Named(fields) => self.named(key, node, fields),
            Shape::MenuEntry => self.menu_entry(key, node),
            Shape::Free => Some(Value::Free(free(&node.value))),
            Shape::Tree => Some(Value::Tree(node.clone())),
        }?;
        Some(Item { value, span: node.span })
    }

    pub(super) fn text<'n>(&mut self, key: &str, node: &'n Node) -> Option<&'n str> {
        match &node.value {
            Yaml::Scalar { text, .. } if !text.trim().is_empty() => Some(text.trim()),
            Yaml::Scalar { .. } | Yaml::Null => self.fail(Code::EmptyValue, node, key),
            Yaml::Sequence(_) | Yaml::Mapping(_) => self.fail(Code::ExpectedText, node, key),
        }
    }

    /// A text that a ` #` has not cut: what follows it is a comment to YAML. A
    /// single word may be an id, and what follows it a comment.
    fn whole_text<'n>(&mut self, key: &str, node: &'n Node) -> Option<&'n str> {
        let text = self.text(key, node)?;
        if self.words || text.contains(char::is_whitespace) {
            self.cut_by_hash(key, node);
        }
        Some(text)
    }

    fn cut_by_hash(&mut self, key: &str, node: &Node) {
        let end = node.span.range().end;
        let rest = self.text.get(end..).unwrap_or_default().split('\n').next().unwrap_or_default().trim_end();
        let comment = rest.trim_start();
        let plain = matches!(node.value, Yaml::Scalar { quoted: false, .. });
        if !plain || comment.len() == rest.len() || !comment.starts_with('#') || !is_text(comment) {
            return;
        }
        let place = node.span.range().start..end + rest.len();
        let meant = self.text[place.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        let found = Diagnostic::at(Code::YamlHash, self.path, Span::new(place.clone())).arg("key", key);
        self.find(found.arg("value", meant.as_str()), Some((place, quote(&meant))));
    }

    fn localized(&mut self, key: &str, node: &Node) -> Option<Value> {
        let Yaml::Mapping(entries) = &node.value else {
            let text = self.text(key, node)?;
            self.cut_by_hash(key, node);
            let lang = self.lang.or_else(any_language)?;
            return Some(Value::Localized(std::iter::once((lang, self.typeset(Some(lang), text))).collect()));
        };
        let mut texts = Localized::default();
        for entry in entries {
            self.languages.push((entry.key.clone(), entry.key_span));
            let Some(lang) = Lang::new(&entry.key) else { continue };
            if let Some(text) = self.text(&entry.key, &entry.value) {
                self.cut_by_hash(&entry.key, &entry.value);
                texts.insert(lang, self.typeset(Some(lang), text));
            }
        }
        Some(Value::Localized(texts))
    }

    /// Words that stand for a picture; quotes with nothing between them say
    /// that there are none to say.
    fn alternative(&mut self, key: &str, node: &Node) -> Option<Value> {
        match &node.value {
            Yaml::Scalar { text, quoted: true } if text.is_empty() => {
                let lang = self.lang.or_else(any_language)?;
                Some(Value::Localized(std::iter::once((lang, String::new())).collect()))
            }
            _ => self.localized(key, node),
        }
    }

    fn typeset(&self, lang: Option<Lang>, text: &str) -> String {
        lang.map_or_else(|| text.to_owned(), |lang| Writing::of(lang).typography(text).into_owned())
    }

    fn list(&mut self, key: &str, node: &Node, shape: Shape) -> Option<Value> {
        if let Yaml::Sequence(nodes) = &node.value {
            let items: Vec<Item> = nodes.iter().filter_map(|node| self.value(key, shape, node)).collect();
            self.repeated(key, &items);
            return Some(Value::List(items));
        }
        let list = self.as_list(shape, node);
        self.replace(Code::ExpectedList, node.span, key, list.as_deref(), |diagnostic| diagnostic);
        let single = match &node.value {
            Yaml::Scalar { text, .. } => !text.contains([',', '،', ';']) && !matches!(shape, Shape::Record(_)),
            _ => true,
        };
        single.then(|| self.value(key, shape, node)).flatten().map(|item| Value::List(vec![item]))
    }

    fn nested(&mut self, key: &str, node: &Node, fields: &'static [Field]) -> Option<Value> {
        match &node.value {
            Yaml::Mapping(entries) => {
                Some(Value::Record(self.keys(entries, fields, node.span, |field| field.required)))
            }
            _ => {
                let mapping = self.as_mapping(fields, node);
                let names = fields.iter().map(|field| field.name.to_owned()).collect();
                self.replace(Code::ExpectedMapping, node.span, key, mapping.as_deref(), |diagnostic| {
                    diagnostic.hint(Hint::OneOf(names))
                });
                None
            }
        }
    }

    fn named(&mut self, key: &str, node: &Node, fields: &'static [Field]) -> Option<Value> {
        let Yaml::Mapping(entries) = &node.value else {
            return self.fail(Code::ExpectedMapping, node, key);
        };
        Some(Value::Named(self.entries(entries, fields)))
    }

    /// Checks a mapping from names that the site chooses.
    pub fn names<T: Table>(&mut self, entries: &[Entry]) -> Vec<Named<OwnedRecord<T>>> {
        let typed = |Named { name, span, record }| Named { name, span, record: OwnedRecord::new(record) };
        self.entries(entries, T::FIELDS).into_iter().map(typed).collect()
    }

    fn entries(&mut self, entries: &[Entry], fields: &'static [Field]) -> Vec<Named<Values>> {
        let mut names = vec![];
        for entry in entries {
            // What it has may be wrong: the name itself is then known all the same.
            let record = match self.nested(&entry.key, &entry.value, fields) {
                Some(Value::Record(record)) => record,
                _ => Values::default(),
            };
            names.push(Named { name: entry.key.clone(), span: entry.key_span, record });
        }
        names
    }

    pub(super) fn fail<T>(&mut self, code: Code, node: &Node, key: &str) -> Option<T> {
        self.report(code, node.span, key, |diagnostic| diagnostic);
        None
    }

    pub(super) fn report(&mut self, code: Code, span: Span, key: &str, more: impl FnOnce(Diagnostic) -> Diagnostic) {
        self.push(more(Diagnostic::at(code, self.path, span).arg("key", key)));
    }

    /// Reports what has no line to write.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.find(diagnostic, None);
    }

    /// Reports what would be right with other text in a place of the file.
    pub(super) fn find(&mut self, diagnostic: Diagnostic, fix: Option<(Range<usize>, String)>) {
        self.findings.push(Finding { diagnostic, fix });
    }

    /// Reports what would be right with `meant` in its place.
    pub(super) fn replace(
        &mut self,
        code: Code,
        span: Span,
        key: &str,
        meant: Option<&str>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let diagnostic = more(Diagnostic::at(code, self.path, span).arg("key", key));
        self.find(diagnostic, meant.map(|meant| (span.range(), meant.to_owned())));
    }
}

/// The line as it might be.
pub fn example(field: &Field) -> Hint {
    Hint::Example(format!("{}: {}", field.name, field.example))
}

/// `16` of `ODD 16`.
pub(super) fn after_word(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || c == '°')
}

/// Whether a text can stand as a part of an address: small letters (of any
/// script), digits and single hyphens.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty() && text == slugify(text)
}

/// The text as a slug: accents of Latin letters dropped, everything that is no
/// letter or digit a hyphen. Arabic letters stay: no transliteration is readable.
pub fn slugify(text: &str) -> String {
    let decomposed = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let latin = decomposed.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36F}'));
    let composed =
        icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(&latin.collect::<String>()).to_lowercase();
    let mut slug = String::with_capacity(composed.len());
    for c in composed.chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Any YAML as JSON: plain numbers and booleans as such, the rest as text.
fn free(value: &Yaml) -> serde_json::Value {
    match value {
        Yaml::Null => serde_json::Value::Null,
        Yaml::Scalar { text, quoted: false } => match serde_json::from_str(text) {
            Ok(value @ (serde_json::Value::Bool(_) | serde_json::Value::Number(_))) => value,
            _ => serde_json::Value::String(text.clone()),
        },
        Yaml::Scalar { text, .. } => serde_json::Value::String(text.clone()),
        Yaml::Sequence(nodes) => nodes.iter().map(|node| free(&node.value)).collect(),
        Yaml::Mapping(entries) => entries.iter().map(|entry| (entry.key.clone(), free(&entry.value.value))).collect(),
    }
}
