//! Checks values against the declared keys. Every mistake is reported; whatever
//! is usable is kept, so that one mistake does not hide others.

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

/// An id that no type, partner or topic can have: `partners/page/2/` is the
/// second page of a listing.
pub const PAGES: &str = "page";

/// Checks the values of one file.
pub struct Checker<'a> {
    /// The path of the file, for diagnostics.
    pub path: &'a RelPath,
    /// Its text, from which fixes are made.
    pub(super) text: &'a str,
    /// The language of plain texts; none if they apply to every language.
    pub(super) lang: Option<Lang>,
    /// The mistakes found.
    pub(super) findings: Vec<Finding>,
    languages: Vec<(String, Span)>,
    /// The example of the field that is being checked.
    pub(super) example: &'static str,
    /// Whether that field contains words, which are the file's own in each
    /// language.
    words: bool,
}

/// The result of checking a file, in addition to its values.
#[derive(Default)]
pub struct Checked {
    /// The diagnostics.
    pub diagnostics: Vec<Diagnostic>,
    /// The languages used as keys of texts, to be checked against those of the
    /// site.
    pub languages: Vec<(String, Span)>,
}

/// The pseudo-language of a text that applies to all languages, such as an
/// acronym.
pub fn any_language() -> Option<Lang> {
    Lang::new("und")
}

impl<'a> Checker<'a> {
    /// A checker for a file whose plain texts are in `lang`.
    pub fn new(path: &'a RelPath, text: &'a str, lang: Option<Lang>) -> Checker<'a> {
        Checker { path, text, lang, findings: vec![], languages: vec![], example: "", words: false }
    }

    /// The diagnostics, each with its fix if there is one.
    pub fn finish(self) -> Checked {
        Checked { diagnostics: resolve(self.text, self.findings), languages: self.languages }
    }

    /// Checks the keys of a mapping. A missing key is reported at `whole`;
    /// `complete` is false if a part could not be read.
    pub fn record<T: Table>(&mut self, entries: &[Entry], whole: Span, complete: bool) -> OwnedRecord<T> {
        OwnedRecord::new(self.keys(entries, T::FIELDS, whole, |field| field.required && complete))
    }

    /// Checks the front matter of a file. Only its words are required: a fact
    /// may be in the file of the other language, and the catalogue reports one
    /// that is in none, once for the project.
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
                    // `dates:` is not empty if `start:` follows it unindented.
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
                        // `titre:` is reported once, and not also as a missing
                        // `title:`.
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

    /// Reports a missing required key.
    pub fn missing(&mut self, field: &Field, whole: Span) {
        self.report(Code::MissingKey, whole, field.name, |diagnostic| diagnostic.hint(example(field)));
    }

    fn field(
        &mut self,
        field: &Field,
        entry: &Entry,
        (fields, siblings): (&'static [Field], &[Entry]),
    ) -> Option<Item> {
        let is_empty = match &entry.value.value {
            Yaml::Null => !matches!(field.shape, Shape::Free),
            Yaml::Sequence(nodes) => nodes.is_empty() && field.required,
            Yaml::Mapping(entries) => entries.is_empty() && field.required,
            Yaml::Scalar { .. } => false,
        };
        if is_empty {
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

    /// Reports an address given instead of a file, or a file instead of an
    /// address, with the key to use.
    fn is_of_the_other(&mut self, entry: &Entry, (fields, siblings): (&[Field], &[Entry])) -> bool {
        let Yaml::Scalar { text, .. } = &entry.value.value else { return false };
        if is_of_a_computer(text.trim()) {
            self.push(Diagnostic::at(Code::LocalLink, self.path, entry.value.span).arg("url", text.as_str()));
            return true;
        }
        let (code, other) = match entry.key.as_str() {
            "url" if is_file(text) && fields.iter().any(|field| field.name == "file") => (Code::FileInAddress, "file"),
            key if fields.iter().any(|field| field.name == key && matches!(field.shape, Shape::Address)) => {
                return false;
            }
            _ if text.contains("://") => (Code::AddressInFile, "url"),
            _ => return false,
        };
        let takes = matches!(entry.key.as_str(), "file" | "url");
        let free = takes && siblings.iter().all(|sibling| sibling.key != other);
        let found = Diagnostic::at(code, self.path, entry.value.span).arg("key", entry.key.as_str());
        self.find(found.arg("value", text.as_str()), free.then(|| (entry.key_span.range(), other.to_owned())));
        true
    }

    /// Checks the value of `key`.
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

    /// A text that is not cut short by ` #`, after which YAML reads a comment.
    /// After a single word, which may be an id, a comment is accepted.
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

    /// An alternative text; an empty quoted string marks the picture as
    /// decorative.
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

    /// Checks a mapping whose keys are names chosen by the site.
    pub fn names<T: Table>(&mut self, entries: &[Entry]) -> Vec<Named<OwnedRecord<T>>> {
        let typed = |Named { name, span, record }| Named { name, span, record: OwnedRecord::new(record) };
        self.entries(entries, T::FIELDS).into_iter().map(typed).collect()
    }

    fn entries(&mut self, entries: &[Entry], fields: &'static [Field]) -> Vec<Named<Values>> {
        let mut names = vec![];
        for entry in entries {
            // Even if its value is wrong, the name itself is known.
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

    /// Reports a diagnostic without a fix.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.find(diagnostic, None);
    }

    /// Reports a diagnostic, with a replacement for a range of the file.
    pub(super) fn find(&mut self, diagnostic: Diagnostic, fix: Option<(Range<usize>, String)>) {
        self.findings.push(Finding { diagnostic, fix });
    }

    /// Reports a diagnostic that is fixed by writing `meant` instead.
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

/// The example line.
pub fn example(field: &Field) -> Hint {
    Hint::Example(format!("{}: {}", field.name, field.example))
}

/// The text after a leading word: `16` for `ODD 16`.
pub(super) fn after_word(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || c == '°')
}

/// Whether a text is a valid segment of an address: lower-case letters (of any
/// script), digits and single hyphens.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty() && text == slugify(text)
}

/// The text as a slug: accents of Latin letters are dropped, anything other than
/// letters and digits becomes a hyphen. Arabic letters are kept: no
/// transliteration is readable.
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

/// Converts any YAML to JSON: plain numbers and booleans as such, everything
/// else as text.
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
