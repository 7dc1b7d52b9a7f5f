//! Runs of the opposite direction in a paragraph, a heading or a cell: each
//! gets one isolate, even across emphasis, links and code.
//!
//! The text of a block is written immediately, and recorded here together with
//! its inline markup. At the end of the block its runs are computed, and the
//! isolates are inserted into what was written.

use std::cell::Cell;
use std::ops::Range;

use crate::base::lang::Direction;
use crate::locale::text::{Writing, escaped_len};
use crate::parse::markdown::writer::Writer;

/// The part of a block written so far.
#[derive(Default)]
pub(super) struct Inline {
    /// Its text as a reader sees it, with one placeholder letter for each item
    /// that is kept whole.
    plain: String,
    pieces: Vec<Piece>,
    /// The author's element that isolates this content, if any.
    element: Option<Isolating>,
    /// The content around that element.
    outer: Option<Box<Inline>>,
    /// The last position looked up, in the text and in the output: a cache, so
    /// that a block with many runs is measured once.
    measured: Cell<(usize, usize)>,
}

/// An element of the author's that isolates its content.
struct Isolating {
    name: String,
    /// Where its tag begins in the output.
    start: usize,
    /// How many elements of this name are open inside it.
    depth: u32,
}

struct Piece {
    plain: Range<usize>,
    out: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Escaped text.
    Words,
    /// An item that is kept whole, and whether it is already isolated.
    Whole { isolated: bool },
    /// An inline start tag.
    Open,
    /// The end tag of the last open one.
    Close,
}

/// How an item that is kept whole counts in the text around it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// Text in the language's direction.
    Native,
    /// Text in the opposite direction.
    Foreign,
    /// Not text: a picture, a footnote mark.
    Neutral,
}

impl Nature {
    /// The nature of a text. A text with words of the language's own direction
    /// ends a run.
    fn of(text: &str, writing: Writing) -> Nature {
        let mut found = Nature::Neutral;
        for (foreign, run) in writing.runs(text) {
            match foreign {
                true => found = Nature::Foreign,
                false if run.contains(char::is_alphabetic) => return Nature::Native,
                false => {}
            }
        }
        found
    }

    fn letter(self, own: Direction) -> char {
        match (self, own) {
            (Nature::Neutral, _) => '\u{fffc}',
            (Nature::Native, Direction::Ltr) | (Nature::Foreign, Direction::Rtl) => 'x',
            (Nature::Native, Direction::Rtl) | (Nature::Foreign, Direction::Ltr) => 'ا',
        }
    }
}

impl Writer<'_> {
    /// Writes escaped text that may be part of a run.
    pub(super) fn push_words(&mut self, text: &str, html: &str) {
        let start = self.out.len();
        self.out.push_str(html);
        self.inline.push(text, start..self.out.len(), Kind::Words);
    }

    /// Records the output since this byte as one item.
    pub(super) fn push_whole(&mut self, start: usize, nature: Nature, isolated: bool) {
        let Some(writing) = self.source.writing else { return };
        let letter = nature.letter(writing.direction()).encode_utf8(&mut [0; 4]).to_owned();
        self.inline.push(&letter, start..self.out.len(), Kind::Whole { isolated });
    }

    /// Records text that was written since this byte as one item.
    pub(super) fn push_verbatim(&mut self, start: usize, text: &str, isolated: bool) {
        let Some(writing) = self.source.writing else { return };
        self.push_whole(start, Nature::of(text, writing), isolated);
    }

    /// Writes an inline start tag.
    pub(super) fn open(&mut self, tag: &str) {
        self.flush();
        self.note_open();
        self.out.push_str(tag);
    }

    /// Records an inline start tag that is about to be written.
    pub(super) fn note_open(&mut self) {
        let at = self.out.len();
        self.inline.push("", at..at, Kind::Open);
    }

    /// Writes the end tag of the last open inline element.
    pub(super) fn close(&mut self, tag: &str) {
        self.flush();
        self.out.push_str(tag);
        let at = self.out.len();
        self.inline.push("", at..at, Kind::Close);
    }

    /// Begins an element of the author's that isolates its content. Its tag is
    /// written next.
    pub(super) fn begin_isolating(&mut self, name: &str) {
        let element = Isolating { name: name.to_owned(), start: self.out.len(), depth: 1 };
        let outer = std::mem::take(&mut self.inline);
        self.inline = Inline { element: Some(element), outer: Some(Box::new(outer)), ..Inline::default() };
    }

    /// Counts the nested elements of the same name in an isolating one; `true`
    /// at the end of the isolating element.
    pub(super) fn is_end_of_isolating(&mut self, name: &str, closing: bool) -> bool {
        let Some(element) = self.inline.element.as_mut().filter(|element| element.name == name) else { return false };
        element.depth = if closing { element.depth - 1 } else { element.depth + 1 };
        element.depth == 0
    }

    /// Ends the isolating element. Its end tag has been written.
    pub(super) fn end_isolating(&mut self) {
        let mut inner = std::mem::take(&mut self.inline);
        self.isolate(&inner);
        self.inline = inner.outer.take().map_or_else(Inline::default, |outer| *outer);
        let start = inner.element.map_or(self.out.len(), |element| element.start);
        self.push_whole(start, Nature::Neutral, true);
    }

    /// Ends a block: inserts the isolate of each run into the block's output.
    pub(super) fn settle(&mut self) {
        self.flush();
        let mut inline = std::mem::take(&mut self.inline);
        self.isolate(&inline);
        while let Some(outer) = inline.outer.take() {
            inline = *outer;
            self.isolate(&inline);
        }
        // The buffer is reused: a body has many blocks.
        inline.pieces.clear();
        inline.plain.clear();
        self.inline = Inline { plain: inline.plain, pieces: inline.pieces, ..Inline::default() };
    }

    fn isolate(&mut self, inline: &Inline) {
        let Some(writing) = self.source.writing else { return };
        let isolates = inline.isolates(writing);
        let Some(first) = isolates.first().map(|isolate| isolate.start) else { return };
        let open = writing.isolate_tag();
        let mut tags: Vec<(usize, &str)> =
            isolates.iter().flat_map(|isolate| [(isolate.start, open), (isolate.end, "</bdi>")]).collect();
        // At the same position, an isolate closes before the next one opens.
        tags.sort_by_key(|(at, tag)| (*at, *tag == open));
        let written = self.out.split_off(first);
        let mut from = first;
        for (at, tag) in &tags {
            self.out.push_str(&written[from - first..at - first]);
            self.out.push_str(tag);
            from = *at;
        }
        self.out.push_str(&written[from - first..]);
        let mut shift: usize = tags.iter().map(|(_, tag)| tag.len()).sum();
        for (hole, _) in self.holes.iter_mut().rev().take_while(|(hole, _)| *hole > first) {
            while let Some((_, tag)) = tags.pop_if(|(at, _)| *at >= *hole) {
                shift -= tag.len();
            }
            *hole += shift;
        }
    }
}

impl Inline {
    fn push(&mut self, plain: &str, out: Range<usize>, kind: Kind) {
        let start = self.plain.len();
        self.plain.push_str(plain);
        if plain.is_empty() && !matches!(kind, Kind::Open | Kind::Close) {
            return;
        }
        self.pieces.push(Piece { plain: start..self.plain.len(), out, kind });
    }

    /// The ranges of the output to isolate.
    fn isolates(&self, writing: Writing) -> Vec<Range<usize>> {
        let runs = writing.foreign_runs(&self.plain);
        if runs.is_empty() {
            return vec![];
        }
        let partners = self.partners();
        let mut found = vec![];
        runs.into_iter().for_each(|run| self.isolate(run, &partners, &mut found));
        found
    }

    /// The index of the matching tag for each tag.
    fn partners(&self) -> Vec<Option<usize>> {
        let mut partners = vec![None; self.pieces.len()];
        let mut open = vec![];
        for (at, piece) in self.pieces.iter().enumerate() {
            match piece.kind {
                Kind::Open => open.push(at),
                Kind::Close => {
                    if let Some(partner) = open.pop() {
                        (partners[at], partners[partner]) = (Some(partner), Some(at));
                    }
                }
                Kind::Words | Kind::Whole { .. } => {}
            }
        }
        partners
    }

    /// The isolates of a run: one around all of it, including the tags at its
    /// ends whose partners are inside; two if an element contains a part of the
    /// run and other text.
    fn isolate(&self, run: Range<usize>, partners: &[Option<usize>], found: &mut Vec<Range<usize>>) {
        let mut left = vec![run];
        while let Some(run) = left.pop().filter(|run| !self.is_isolated(run)) {
            match self.whole(&run, partners) {
                Ok(isolate) => found.push(isolate),
                Err(at) => {
                    let before = self.plain[run.start..at].trim_end_matches(|c: char| !c.is_alphanumeric());
                    let after = self.plain[at..run.end].trim_start_matches(|c: char| !c.is_alphanumeric());
                    let parts = [run.end - after.len()..run.end, run.start..run.start + before.len()];
                    left.extend(parts.into_iter().filter(|part| !part.is_empty()));
                }
            }
        }
    }

    /// The range of the isolate of a run, or the tag at which it has to be
    /// split.
    fn whole(&self, run: &Range<usize>, partners: &[Option<usize>]) -> Result<Range<usize>, usize> {
        let (from, to) = self.of(run);
        let mut isolate = self.out(from, run.start)..self.out(to.saturating_sub(1), run.end);
        for (piece, partner) in self.pieces[from..to].iter().zip(&partners[from..to]) {
            if !matches!(piece.kind, Kind::Open | Kind::Close) {
                continue;
            }
            let partner = partner.map(|partner| &self.pieces[partner]);
            match partner.filter(|partner| (run.start..=run.end).contains(&partner.plain.start)) {
                Some(partner) if piece.kind == Kind::Open => isolate.end = isolate.end.max(partner.out.end),
                Some(partner) => isolate.start = isolate.start.min(partner.out.start),
                None => return Err(piece.plain.start),
            }
        }
        Ok(isolate)
    }

    /// The pieces that a run covers: its text, and the tags inside it.
    fn of(&self, run: &Range<usize>) -> (usize, usize) {
        let from = self.pieces.partition_point(|piece| piece.plain.end <= run.start);
        (from, self.pieces.partition_point(|piece| piece.plain.start < run.end))
    }

    fn is_isolated(&self, run: &Range<usize>) -> bool {
        let piece = self.pieces.get(self.of(run).0);
        piece.is_some_and(|piece| piece.kind == Kind::Whole { isolated: true } && piece.plain == *run)
    }

    /// The position in the output of a byte of the text.
    fn out(&self, piece: usize, at: usize) -> usize {
        let Some(piece) = self.pieces.get(piece) else { return 0 };
        match piece.kind {
            Kind::Words => {
                let known = self.measured.get();
                let near = (piece.plain.start..=at).contains(&known.0) && piece.out.contains(&known.1);
                let (plain, out) = if near { known } else { (piece.plain.start, piece.out.start) };
                let out = out + escaped_len(&self.plain[plain..at]);
                self.measured.set((at, out));
                out
            }
            _ if at == piece.plain.start => piece.out.start,
            _ => piece.out.end,
        }
    }
}
