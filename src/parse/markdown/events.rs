//! A body as the parser reads it: its text, and the events with their places.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag};

use crate::base::diag::Span;
use crate::base::lang::{Direction, Lang};
use crate::base::path::RelPath;
use crate::locale::text::Writing;

/// What is read: the body's text and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Source<'s> {
    pub(super) path: &'s RelPath,
    pub(super) text: &'s str,
    /// The first byte of the text in the file.
    pub(super) start: usize,
    pub(super) lang: Option<Lang>,
    pub(super) writing: Option<Writing>,
}

impl Source<'_> {
    /// The span of a range of the body's bytes.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.start + range.start..self.start + range.end)
    }

    /// The span of a part of the body's text, or of all that holds it where
    /// the part had to be decoded.
    pub(super) fn span_of(&self, part: &str, whole: &Range<usize>) -> Span {
        match offset_in(self.text, part) {
            Some(at) if !part.is_empty() => self.span(&(at..at + part.len())),
            _ => self.span(whole),
        }
    }

    pub(super) fn is_rtl(&self) -> bool {
        self.writing.is_some_and(|writing| writing.direction() == Direction::Rtl)
    }
}

/// What the parser made of a text: each event with its bytes.
pub(super) type Events<'s> = [(Event<'s>, Range<usize>)];

/// A text as the parser takes it.
pub(super) struct Read<'s> {
    pub(super) events: Vec<(Event<'s>, Range<usize>)>,
    /// Pairs of brackets that are followed by no address and name none.
    pub(super) brackets: Vec<Range<usize>>,
    /// The lines that give an address a name: name, address, place.
    pub(super) definitions: Vec<(String, String, Range<usize>)>,
}

/// Parses a text.
pub(super) fn read(text: &str) -> Read<'_> {
    let mut brackets = vec![];
    let mut leads_nowhere = |link: BrokenLink| {
        brackets.push(link.span.clone());
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, options(), Some(&mut leads_nowhere)).into_offset_iter();
    let definitions = parser.reference_definitions().iter();
    let mut definitions: Vec<_> =
        definitions.map(|(name, link)| (name.to_owned(), link.dest.to_string(), link.span.clone())).collect();
    definitions.sort_by_key(|(_, _, place)| place.start);
    let events = parser.collect();
    Read { events, brackets, definitions }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// The plain text of some events.
pub(super) fn plain(events: &Events, range: Range<usize>) -> String {
    let mut text = String::new();
    for (event, _) in events.get(range).unwrap_or(&[]) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// Whether an element is no part of a line of words.
pub(super) fn is_block(tag: &Tag) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Where a part of a text that is borrowed from it begins.
pub(super) fn offset_in(whole: &str, part: &str) -> Option<usize> {
    let at = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (whole.get(at..at + part.len()) == Some(part)).then_some(at)
}
