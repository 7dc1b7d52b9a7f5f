//! Footnotes: collected at the end of the body, numbered in the order of their
//! first reference, with ids that are unique even when several documents share
//! a page.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::parse::markdown::inline::Nature;
use crate::parse::markdown::text;
use crate::parse::markdown::writer::Writer;

/// The footnotes of a body.
#[derive(Default)]
pub(super) struct Footnotes {
    notes: Vec<Note>,
    /// The first note with each label; labels are case-insensitive.
    by_label: HashMap<String, usize>,
    /// The notes that have a number, in order; the first is number 1.
    numbered: Vec<usize>,
    stem: String,
}

struct Note {
    /// The events between its start and its end.
    content: Range<usize>,
    /// Its number, once it has one.
    number: Option<usize>,
    /// The number of references to it so far.
    uses: usize,
}

impl Footnotes {
    /// Adds a definition.
    pub fn define(&mut self, label: &str, content: Range<usize>) {
        self.by_label.entry(label.to_lowercase()).or_insert(self.notes.len());
        self.notes.push(Note { content, number: None, uses: 0 });
    }

    fn number(&mut self, note: usize) -> usize {
        let next = self.numbered.len() + 1;
        let number = *self.notes[note].number.get_or_insert(next);
        if number == next {
            self.numbered.push(note);
        }
        number
    }
}

impl Writer<'_> {
    /// Writes the reference in the text.
    pub(super) fn footnote_mark(&mut self, label: &str) {
        self.flush();
        let Some(note) = self.footnotes.by_label.get(&label.to_lowercase()).copied() else {
            return self.verbatim_words(&format!("[^{label}]"));
        };
        let number = self.footnotes.number(note);
        self.footnotes.notes[note].uses += 1;
        let mark = mark(number, self.footnotes.notes[note].uses);
        let stem = self.stem();
        let start = self.out.len();
        // Writing to a string can't fail.
        let _ = write!(
            self.out,
            "<sup class=\"footnote-mark\"><a href=\"#fn-{stem}-{number}\" id=\"fnref-{stem}-{mark}\" \
             role=\"doc-noteref\">{number}</a></sup>",
        );
        self.push_whole(start, Nature::Neutral, true);
    }

    /// Writes all notes; unreferenced ones come last.
    pub(super) fn footnotes(&mut self) {
        if self.footnotes.notes.is_empty() {
            return;
        }
        self.block("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        let mut written = 0;
        let mut unused = 0;
        loop {
            while let Some(note) = self.footnotes.numbered.get(written).copied() {
                self.footnote(note);
                written += 1;
            }
            while self.footnotes.notes.get(unused).is_some_and(|note| note.number.is_some()) {
                unused += 1;
            }
            if unused == self.footnotes.notes.len() {
                break;
            }
            self.footnotes.number(unused);
        }
        self.block("</ol>\n</section>\n");
    }

    fn footnote(&mut self, note: usize) {
        let number = self.footnotes.number(note);
        let stem = self.stem();
        let _ = write!(self.out, "<li id=\"fn-{stem}-{number}\">");
        let Range { start, end } = self.footnotes.notes[note].content.clone();
        let ends_in_paragraph =
            end > start && matches!(self.events.get(end - 1), Some((Event::End(TagEnd::Paragraph), _)));
        self.walk(start..if ends_in_paragraph { end - 1 } else { end });
        self.close_label();
        self.settle();
        for mark in (1..=self.footnotes.notes[note].uses).map(|uses| mark(number, uses)) {
            let _ = write!(
                self.out,
                " <a class=\"footnote-back\" href=\"#fnref-{stem}-{mark}\" role=\"doc-backlink\" \
                 aria-label=\"↩ {mark}\">↩\u{fe0e}</a>",
            );
        }
        self.html(if ends_in_paragraph { "</p>\n</li>\n" } else { "</li>\n" });
    }

    fn stem(&mut self) -> String {
        if self.footnotes.stem.is_empty() {
            self.footnotes.stem = text::stem(&self.source);
        }
        self.footnotes.stem.clone()
    }
}

/// The id suffix that distinguishes the references to a note: `1`, then `1-2`,
/// `1-3`.
fn mark(number: usize, uses: usize) -> String {
    if uses == 1 { number.to_string() } else { format!("{number}-{uses}") }
}
