//! The words of a body by paragraph and line, as their author typed them.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::parse::markdown::events::is_block;
use crate::parse::markdown::events::{Events, Source};

/// The words of a paragraph, a heading or a cell.
pub(super) struct Prose {
    pub place: Place,
    pub lines: Vec<Line>,
    /// Its events.
    pub events: Range<usize>,
}

/// Where words stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a paragraph or an item of a list.
    Paragraph,
    Heading,
    Cell,
}

/// A line of a paragraph.
#[derive(Clone)]
pub(super) struct Line {
    /// The bytes of its text: without what makes it part of a list or of a
    /// quotation, and without blanks at its end.
    pub text: Range<usize>,
    /// Whether it begins with words, not with code or emphasis.
    pub words: bool,
}

/// All words of a body, but for those of code and of HTML.
pub(super) fn all(source: &Source, events: &Events) -> Vec<Prose> {
    let mut found: Vec<Prose> = vec![];
    let mut place = Place::Paragraph;
    let (mut verbatim, mut open, mut line_begins) = (false, false, false);
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => verbatim = true,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => verbatim = false,
            Event::Start(Tag::Heading { .. }) => place = Place::Heading,
            Event::Start(Tag::TableCell) => place = Place::Cell,
            Event::End(TagEnd::Heading(_) | TagEnd::TableCell) => place = Place::Paragraph,
            _ => {}
        }
        if verbatim || !is_inline(event) {
            open = false;
            continue;
        }
        if !open {
            found.push(Prose { place, lines: vec![], events: at..at });
            (open, line_begins) = (true, true);
        }
        let Some(prose) = found.last_mut() else { continue };
        prose.events.end = at + 1;
        match event {
            Event::SoftBreak | Event::HardBreak => line_begins = true,
            Event::TaskListMarker(_) | Event::End(_) => {}
            _ if line_begins => {
                line_begins = false;
                let end = source.text[range.start..].find('\n').map_or(source.text.len(), |end| range.start + end);
                let end = range.start + source.text[range.start..end].trim_end().len();
                prose.lines.push(Line { text: range.start..end, words: matches!(event, Event::Text(_)) });
            }
            _ => {}
        }
    }
    found
}

fn is_inline(event: &Event) -> bool {
    match event {
        Event::Start(tag) => !is_block(tag),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

impl Prose {
    /// The bytes of its lines.
    pub fn range(&self) -> Range<usize> {
        match (self.lines.first(), self.lines.last()) {
            (Some(first), Some(last)) => first.text.start..last.text.end.max(first.text.start),
            _ => 0..0,
        }
    }

    /// The bytes of its words, without code, tags and addresses.
    pub fn texts(&self, events: &Events) -> impl Iterator<Item = Range<usize>> {
        let of_words = |(event, range): &(Event, Range<usize>)| matches!(event, Event::Text(_)).then(|| range.clone());
        events.get(self.events.clone()).unwrap_or(&[]).iter().filter_map(of_words)
    }
}

impl Line {
    pub fn of<'s>(&self, source: &Source<'s>) -> &'s str {
        source.text.get(self.text.clone()).unwrap_or("")
    }

    /// What stands before the text on its line: indentation, signs of lists
    /// and quotations.
    pub fn before<'s>(&self, source: &Source<'s>) -> &'s str {
        let start = source.text[..self.text.start].rfind('\n').map_or(0, |end| end + 1);
        &source.text[start..self.text.start]
    }
}

/// Whether a character looks like a space or like nothing, and is neither for
/// Markdown.
pub(super) fn is_false_blank(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{205f}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{3000}' | '\u{61c}' | '\u{ad}' | '\u{feff}'
    )
}
