//! A file that is to be edited: its text, its entries with their places, and
//! whether another version of it differs in one key only.

use std::ops::Range;

use crate::base::diag::Span;
use crate::base::path::RelPath;
use crate::edit::value::Value;
use crate::parse::write_up::Section;
use crate::schema::Field;
use crate::schema::fields::{Page, Project};
use crate::schema::record::Table;
use crate::yaml::{self, Document, Entry, Yaml, fence};

/// A file that is to be edited.
pub struct Source<'t> {
    path: RelPath,
    /// The whole file.
    pub text: &'t str,
    /// Where its keys stand; the whole file if it is no write-up.
    pub front: Option<Range<usize>>,
    document: Document,
    /// How lines end in it.
    pub line_end: &'static str,
}

impl<'t> Source<'t> {
    /// Reads a file as far as it can be read.
    pub fn read(path: &RelPath, text: &'t str) -> Source<'t> {
        let (decoded, _) = fence::decode(path, text.as_bytes());
        // What is decoded has the places of the file, or is not used.
        let decoded = if decoded.len() == text.len() { decoded } else { text.into() };
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let front = match Section::of(path) {
            Some(_) => fence::split(path, &decoded).front,
            None => Some(start..text.len()),
        };
        let document = front.clone().map(|front| yaml::read(path, &decoded, front)).unwrap_or_default();
        Source { path: path.clone(), text, front, document, line_end: super::line_end(text) }
    }

    /// The readable entries of the outermost level.
    pub fn entries(&self) -> &[Entry] {
        match self.document.root.as_ref().map(|root| &root.value) {
            Some(Yaml::Mapping(entries)) => entries,
            _ => &[],
        }
    }

    /// Whether the outermost level stands in braces.
    pub fn is_in_braces(&self) -> bool {
        let place = self.document.root.as_ref().map(|root| root.span.range());
        place.is_some_and(|place| self.text[place].starts_with('{'))
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of a key, if it can be read.
    pub fn value(&self, key: &str) -> Option<Value> {
        self.entry(key).map(|entry| Value::of(&entry.value))
    }

    /// The declared keys of the outermost level, in the order of the guide.
    pub fn fields(&self) -> &'static [Field] {
        match Section::of(&self.path) {
            Some(Section::Projects) => Project::FIELDS,
            Some(Section::Pages) => Page::FIELDS,
            None => &[],
        }
    }

    /// The text of a place.
    pub fn at(&self, span: Span) -> &'t str {
        &self.text[span.range()]
    }

    /// The places of what stands behind a key in lines that cannot be read:
    /// empty where no line begins with the key, `None` in one that goes on
    /// below.
    pub fn unread(&self, key: &str) -> Vec<Option<Range<usize>>> {
        let front = self.front.clone().unwrap_or(0..0);
        let mut places = vec![];
        let mut start = front.start;
        let mut lines = self.text[front].split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            let typed = if line.starts_with('\t') { line.trim_start() } else { line };
            let rest = typed.strip_prefix(key).filter(|_| self.entry(key).is_none());
            if let Some(value) = rest.and_then(|rest| rest.trim_start().strip_prefix(':')) {
                let goes_on = lines.peek().is_some_and(|next| next.starts_with([' ', '\t', '-', '#']));
                let at = start + line.len() - value.trim_start().len();
                places.push((!goes_on && !line.starts_with('\t')).then(|| at..at + value.trim().len()));
            }
            start += line.len();
        }
        places
    }

    /// Whether another version of the file has this value for the key, every
    /// other key as it is here, the same text, and no more mistakes.
    pub fn differs_only_in(&self, key: &str, value: Option<&Value>, other: &str) -> bool {
        let other = Source::read(&self.path, other);
        let others = |source: &Source| -> Vec<(String, Value)> {
            let entries = source.entries().iter().filter(|entry| entry.key != key);
            entries.map(|entry| (entry.key.clone(), Value::of(&entry.value))).collect()
        };
        let same_end = |other: &Source| match (&self.front, &other.front) {
            (Some(own), Some(front)) => self.text[own.end..] == other.text[front.end..],
            _ => false,
        };
        other.value(key).as_ref() == value
            && others(self) == others(&other)
            && same_end(&other)
            && other.document.diagnostics.len() <= self.document.diagnostics.len()
    }
}
