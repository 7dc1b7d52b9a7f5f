//! Unknown keys: which key was meant, or where the key belongs.

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::schema::check::Checker;
use crate::schema::near::nearest;
use crate::schema::{Field, Shape};
use crate::yaml::remedy::Finding;
use crate::yaml::{Entry, Node, Yaml};

/// With this many words or more before its colon, a line is a sentence rather
/// than a key.
const SENTENCE: usize = 4;

impl Checker<'_> {
    /// Reports an unknown key, and returns the index of the one that was meant.
    pub(super) fn unknown_key(&mut self, entry: &Entry, fields: &'static [Field]) -> Option<usize> {
        let near = self.meant(entry, fields);
        if let Some(parent) = near.is_none().then(|| parent(&entry.key, fields)).flatten() {
            self.belongs_elsewhere(entry, &fields[parent]);
            return Some(parent);
        }
        if near.is_none() && entry.key.split_whitespace().count() >= SENTENCE {
            let found = Diagnostic::at(Code::NotAField, self.path, entry.key_span);
            self.findings.push(Finding::new(found.arg("text", entry.key.as_str())));
            return None;
        }
        // Keys that jisr itself writes have no example and are not suggested.
        let typed = || fields.iter().filter(|field| !field.example.is_empty());
        let all = || Hint::OneOf(typed().map(|field| field.name.to_owned()).collect());
        self.report(Code::UnknownKey, entry.key_span, &entry.key, |diagnostic| match near {
            Some(_) => diagnostic.did_you_mean(near),
            None => diagnostic.hint(all()),
        });
        near.and_then(|near| fields.iter().position(|field| field.name == near))
    }

    /// The key that was meant: preferably one with this meaning, otherwise one
    /// with a similar name that accepts the value.
    fn meant(&self, entry: &Entry, fields: &'static [Field]) -> Option<&'static str> {
        let fitting = |field: &&Field| self.fits(field, &entry.value);
        let same = fields.iter().find(|field| nearest(&entry.key, [("\u{0}", field.also)]).is_some());
        if same.is_none() && parent(&entry.key, fields).is_some() {
            return None;
        }
        if let Some(same) = same {
            let is_place = matches!(same.shape, Shape::File | Shape::Address);
            // `link: accord.pdf` is a file, whatever the key says.
            let other = fields.iter().filter(|field| matches!(field.shape, Shape::File | Shape::Address));
            let better = other.filter(|_| is_place && !fitting(&same)).find(fitting);
            return Some(better.unwrap_or(same).name);
        }
        nearest(&entry.key, fields.iter().filter(fitting).map(|field| (field.name, [].as_slice())))
    }

    /// Reports a key that stands below another one, `amount` below `funding`,
    /// and is not near it.
    fn belongs_elsewhere(&mut self, entry: &Entry, parent: &Field) {
        let value = match &entry.value.value {
            Yaml::Scalar { .. } => self.text.get(entry.value.span.range()),
            _ => None,
        };
        let value = value.filter(|text| !text.contains(['\n', ',', '{', '}', '[', ']'])).unwrap_or("…");
        let inner = inner_of(parent).into_iter().flatten().find(|field| is_named(field, &entry.key));
        let name = inner.map_or(entry.key.as_str(), |field| field.name);
        let example = match parent.shape {
            Shape::List(_) => format!("{}: [{{{name}: {value}}}]", parent.name),
            _ => format!("{}: {{{name}: {value}}}", parent.name),
        };
        self.report(Code::KeyBelongs, entry.key_span, &entry.key, |diagnostic| {
            diagnostic.arg("parent", parent.name).hint(Hint::Example(example))
        });
    }

    /// Whether a key with formatted values would accept the value.
    fn fits(&self, field: &Field, node: &Node) -> bool {
        let formed = matches!(
            field.shape,
            Shape::Date
                | Shape::Day
                | Shape::Amount
                | Shape::Number(..)
                | Shape::Boolean
                | Shape::Currency
                | Shape::Code(_)
                | Shape::Listed(..)
                | Shape::Phone
                | Shape::Address
                | Shape::File
        );
        let Yaml::Scalar { text, .. } = &node.value else { return true };
        if let Shape::File = field.shape {
            return is_file(text);
        }
        let mut trial = Checker::new(self.path, self.text, self.lang);
        !formed || trial.value(field.name, field.shape, node).is_some()
    }

    /// Counts the keys from `at` on that belong to the entry above but are not
    /// indented, such as `amount:` below `funding:`, and reports them.
    pub(super) fn not_indented(&mut self, entries: &[Entry], at: usize, fields: &'static [Field]) -> usize {
        let Some(parent) = at.checked_sub(1).map(|above| &entries[above]) else { return 0 };
        let Some(inner) = inner(parent, fields) else { return 0 };
        let own = |entry: &&Entry| belongs(entry, inner, fields);
        let count = entries[at..].iter().take_while(own).count();
        if count > 0 {
            let last = &entries[at + count - 1];
            let place = entries[at].key_span.range().start..last.value.span.range().end.max(last.key_span.range().end);
            let found = Diagnostic::at(Code::KeyNotIndented, self.path, crate::base::diag::Span::new(place.clone()));
            let found = found.arg("key", entries[at].key.as_str()).arg("parent", parent.key.as_str());
            let fix = self.indented(&place, parent).map(|new| (place, new));
            self.find(found, fix);
        }
        count
    }

    /// The lines indented below their parent. None if its values are in
    /// brackets.
    fn indented(&self, place: &Range<usize>, parent: &Entry) -> Option<String> {
        let column = |at: usize| at - self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let own = column(place.start);
        let source = &self.text[place.clone()];
        let is_list = parent.key == "funding" || matches!(parent.value.value, Yaml::Sequence(_));
        let (first, rest) = match &parent.value.value {
            Yaml::Null if is_list => ("  - ".to_owned(), 4),
            Yaml::Null => ("  ".to_owned(), 2),
            Yaml::Mapping(inner) => self.as_first(inner, own, &column)?,
            Yaml::Sequence(items) => match &items.last()?.value {
                Yaml::Mapping(inner) => self.as_first(inner, own, &column)?,
                _ => return None,
            },
            Yaml::Scalar { .. } => return None,
        };
        let in_brackets = self.text[parent.value.span.range()].starts_with(['{', '[']);
        (!in_brackets).then(|| format!("{first}{}", source.replace('\n', &format!("\n{:rest$}", ""))))
    }

    fn as_first(&self, inner: &[Entry], own: usize, column: &dyn Fn(usize) -> usize) -> Option<(String, usize)> {
        let key = inner.first()?.key_span.range().start;
        // In braces, all keys of an item are on one line.
        let line = self.text[..key].rfind('\n').map_or(0, |newline| newline + 1);
        let before = self.text[line..key].trim_start_matches([' ', '-']);
        let depth = column(key).checked_sub(own)?;
        before.is_empty().then(|| (" ".repeat(depth), depth))
    }
}

/// Whether a key has no value because its sub-keys follow it unindented.
pub(super) fn is_followed_by_its_own(entries: &[Entry], at: usize, fields: &'static [Field]) -> bool {
    let next = entries.get(at + 1);
    inner(&entries[at], fields).zip(next).is_some_and(|(inner, next)| belongs(next, inner, fields))
}

fn belongs(entry: &Entry, inner: &[Field], fields: &[Field]) -> bool {
    let has = |fields: &[Field]| fields.iter().any(|field| field.name == entry.key);
    has(inner) && !has(fields)
}

/// The sub-keys of an entry.
fn inner(entry: &Entry, fields: &'static [Field]) -> Option<&'static [Field]> {
    inner_of(fields.iter().find(|field| field.name == entry.key)?)
}

/// The one key that such a key stands below, by its name or what staff write
/// for it. None where several have one.
fn parent(key: &str, fields: &'static [Field]) -> Option<usize> {
    let has = |by: fn(&Field, &str) -> bool| {
        let has = |field: &Field| inner_of(field).is_some_and(|inner| inner.iter().any(|field| by(field, key)));
        let mut found = (0..fields.len()).filter(|at| has(&fields[*at]));
        found.next().filter(|_| found.next().is_none())
    };
    has(|field, key| field.name == key).or_else(|| has(is_named))
}

fn is_named(field: &Field, key: &str) -> bool {
    field.name == key || nearest(key, [("\u{0}", field.also)]).is_some()
}

fn inner_of(field: &Field) -> Option<&'static [Field]> {
    match field.shape {
        Shape::Record(inner) => Some(inner),
        Shape::List(Shape::Record(inner)) => Some(*inner),
        _ => None,
    }
}

/// Extensions of files that are published next to a page.
const ENDINGS: [&str; 17] = [
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "zip", "csv", "txt", "jpg", "jpeg", "png",
    "svg",
];

/// Whether a text is a file name rather than an address.
pub(super) fn is_file(text: &str) -> bool {
    let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    !text.contains("://") && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}
