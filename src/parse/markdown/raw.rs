//! An author's raw HTML: its tags are written again with what is allowed, and
//! the text between them is treated like any other text.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::Event;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Severity, Span};
use crate::parse::html::{self, Kind, Reason, Tag, Token, Tokens};
use crate::parse::links::ReferenceKind;
use crate::parse::markdown::addresses::Address;
use crate::parse::markdown::events::offset_in;
use crate::parse::markdown::inline::Nature;
use crate::parse::markdown::writer::Writer;

/// Raw HTML with its place. In a block quote its lines are not contiguous in
/// the file.
struct Raw {
    text: String,
    /// Where each contiguous piece begins: in the text, and in the body.
    pieces: Vec<(usize, usize)>,
}

impl Raw {
    fn push(&mut self, text: &str, at: usize) {
        self.pieces.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// The byte of the body that corresponds to a byte of the text.
    fn origin(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.pieces.get(piece).map_or(0, |(start, origin)| origin + (at - start))
    }
}

/// So many elements of an author may be open inside one another: for each tag
/// a browser looks at all that are.
const DEEPEST: usize = 100;

/// The elements of an author that are open.
#[derive(Default)]
pub(super) struct Open {
    written: Vec<String>,
    /// How many of each name are open inside those, and were left out.
    left_out: BTreeMap<String, usize>,
}

/// What becomes of a tag.
#[derive(PartialEq, Eq)]
enum Fate {
    Written,
    LeftOut,
    /// As above, for the first time in this text.
    FirstLeftOut,
}

impl Open {
    fn fate(&mut self, tag: &Tag) -> Fate {
        if html::closes_itself(&tag.name) {
            return Fate::Written;
        }
        if tag.closing {
            if let Some(count) = self.left_out.get_mut(&*tag.name).filter(|count| **count > 0) {
                *count -= 1;
                return Fate::LeftOut;
            }
            if let Some(at) = self.written.iter().rposition(|open| *open == tag.name) {
                self.written.remove(at);
            }
            return Fate::Written;
        }
        if self.written.len() < DEEPEST {
            self.written.push(tag.name.clone().into_owned());
            return Fate::Written;
        }
        let is_first = self.left_out.is_empty();
        *self.left_out.entry(tag.name.clone().into_owned()).or_default() += 1;
        if is_first { Fate::FirstLeftOut } else { Fate::LeftOut }
    }
}

impl Writer<'_> {
    /// Writes a block of HTML, up to its end event.
    pub(super) fn raw_block(&mut self) {
        let mut raw = Raw { text: String::new(), pieces: Vec::new() };
        while let Some((Event::Html(line) | Event::Text(line), range)) = self.events.get(self.at) {
            raw.push(line, range.start);
            self.at += 1;
        }
        self.raw(&raw, true);
        self.raw_verbatim = 0;
        self.in_raw_link = false;
    }

    /// Writes an inline tag or comment.
    pub(super) fn raw_inline(&mut self, html: &str, range: &Range<usize>) {
        let mut raw = Raw { text: String::new(), pieces: Vec::new() };
        let mut from = range.start;
        for line in html.split_inclusive('\n') {
            // In a block quote, a line begins with a `>` that is not part of
            // the tag.
            let found = self.source.text.get(from..range.end).and_then(|rest| rest.find(line));
            from += found.unwrap_or(0);
            raw.push(line, from);
            from += found.map_or(0, |_| line.len());
        }
        self.raw(&raw, false);
    }

    fn raw(&mut self, raw: &Raw, in_block: bool) {
        let mut tokens = Tokens::new(&raw.text);
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(text) => self.raw_text(text),
                Token::Aside(text, closed) => self.raw_aside(text, closed, self.raw_span(raw, text)),
                Token::Tag(tag) if html::is_words(&tag, self.source.text) => {
                    self.words_in_brackets(&tag, raw, in_block)
                }
                Token::Tag(tag) if html::allows_element(&tag.name) => self.raw_tag(&tag, raw),
                Token::Tag(tag) if tag.closing => {}
                Token::Tag(tag) => {
                    let skipped = if html::is_foreign(&tag.name) { tokens.skip_content(&tag.name) } else { "" };
                    self.removed_tag(&tag, skipped, raw);
                }
            }
        }
    }

    /// Words in angle brackets are kept as text. On a line of their own Markdown
    /// reads them, and the lines after them, as an HTML block: this is reported.
    fn words_in_brackets(&mut self, tag: &Tag, raw: &Raw, in_block: bool) {
        if in_block {
            let span = self.raw_span(raw, tag.raw);
            let error = Diagnostic::at(Code::WordsAsTag, self.source.path, span).arg("text", tag.raw);
            let at = span.range().start - self.source.start;
            let start = self.source.text[..at].rfind('\n').map_or(0, |end| end + 1);
            let end = self.source.text[at..].find('\n').map_or(self.source.text.len(), |end| at + end);
            let end = self.source.text[..end].trim_end().len().max(at);
            let write = format!("{}\\{}", &self.source.text[start..at], &self.source.text[at..end]);
            self.diagnostics.push(error.hint(Hint::Write(write)));
        }
        self.text.push_str(tag.raw);
    }

    /// Drops comments. Reports other declarations, and a comment that is
    /// unclosed and takes up the rest of the text.
    fn raw_aside(&mut self, text: &str, closed: bool, span: Span) {
        let is_comment = text.starts_with("<!--");
        if is_comment && !closed {
            self.diagnostics.push(Diagnostic::at(Code::CommentUnclosed, self.source.path, span));
        } else if !is_comment {
            let name: String = text.chars().skip(1).take_while(|c| "!?-[".contains(*c)).collect();
            self.removed(Reason::Useless, &name, span);
        }
    }

    fn removed_tag(&mut self, tag: &Tag, skipped: &str, raw: &Raw) {
        let span = self.raw_span(raw, tag.raw);
        if tag.name == "h1" {
            let after = raw.text.split(tag.raw).nth(1).unwrap_or("");
            let title = after.split('<').next().unwrap_or(after).trim();
            return self.diagnostics.push(Diagnostic::at(Code::HeadingOne, self.source.path, span).arg("text", title));
        }
        self.removed(html::reason(&tag.name), &tag.name, span);
        // Removing a program loses no words; removing other content does, which
        // is an error.
        let is_program = matches!(&*tag.name, "script" | "style" | "svg" | "math" | "iframe");
        if !is_program && skipped.contains(char::is_alphabetic) {
            self.diagnostics.last_mut().into_iter().for_each(|found| found.severity = Severity::Error);
        }
    }

    fn raw_text(&mut self, text: &str) {
        // Typography must not change the characters that an author wrote as
        // entities.
        if text.contains('&') {
            self.flush();
            let start = self.out.len();
            self.out.push_str(&text.replace('<', "&lt;"));
            self.push_verbatim(start, text, false);
        } else {
            self.text.push_str(text);
        }
    }

    fn raw_tag(&mut self, tag: &Tag, raw: &Raw) {
        let fate = self.raw_open.fate(tag);
        if fate == Fate::FirstLeftOut {
            let found = Diagnostic::at(Code::HtmlTooDeep, self.source.path, self.raw_span(raw, tag.raw));
            self.diagnostics.push(found.arg("tag", &*tag.name));
        }
        if fate != Fate::Written {
            return;
        }
        self.flush();
        let kind = html::kind(&tag.name);
        let isolates = kind == Kind::Words && html::isolates(tag);
        let ends = (!isolates || tag.closing) && self.is_end_of_isolating(&tag.name, tag.closing);
        match kind {
            Kind::Block => self.settle(),
            Kind::Words if isolates && !tag.closing => self.begin_isolating(&tag.name),
            Kind::Words if !tag.closing => self.note_open(),
            Kind::Words | Kind::Alone => {}
        }
        let start = self.out.len();
        if tag.closing {
            self.out.extend(["</", &tag.name, ">"]);
        } else {
            self.out.extend(["<", &tag.name]);
            self.raw_attributes(tag, raw);
            self.out.push('>');
        }
        match kind {
            Kind::Alone => self.push_whole(start, Nature::Neutral, true),
            Kind::Words if ends => self.end_isolating(),
            Kind::Words if tag.closing => self.close(""),
            Kind::Words | Kind::Block => {}
        }
        match &*tag.name {
            "a" => self.in_raw_link = !tag.closing,
            "code" | "kbd" | "pre" | "samp" | "var" if tag.closing => {
                self.raw_verbatim = self.raw_verbatim.saturating_sub(1);
            }
            "code" | "kbd" | "pre" | "samp" | "var" => self.raw_verbatim += 1,
            _ => {}
        }
    }

    fn raw_attributes(&mut self, tag: &Tag, raw: &Raw) {
        let (address, kind) = match &*tag.name {
            "a" => ("href", ReferenceKind::Link),
            "img" => ("src", ReferenceKind::Picture),
            _ => ("", ReferenceKind::Link),
        };
        let mut written = Address::Nothing;
        if let Some((_, value)) = tag.attributes.iter().find(|(name, _)| name == address) {
            let span = if value.is_empty() { tag.raw } else { value };
            let span = self.raw_span(raw, span);
            written = self.address(&html::decode(value), span, kind);
        }
        if tag.name == "img" && !tag.attributes.iter().any(|(name, _)| name == "alt") {
            let source = tag.attributes.iter().find(|(name, _)| name == "src").map_or("", |(_, value)| value);
            self.without_alternative(&html::decode(source), self.raw_span(raw, tag.raw));
        }
        for (name, value) in &tag.attributes {
            // The site writes these attributes when it fills the hole.
            let resolved = written == Address::Hole && matches!(&**name, "width" | "height" | "hreflang");
            if name == address || resolved {
                continue;
            } else if html::allows_attribute(&tag.name, name, value) {
                self.out.extend([" ", name, "=\"", &value.replace('"', "&quot;"), "\""]);
            } else {
                let span = offset_in(&raw.text, name).map_or(tag.raw, |at| &raw.text[at..at + name.len()]);
                self.removed(html::reason_of_attribute(name), name, self.raw_span(raw, span));
            }
        }
    }

    /// The span of a part of raw HTML, on character boundaries even if the
    /// parser left something out.
    fn raw_span(&self, raw: &Raw, part: &str) -> Span {
        let at = offset_in(&raw.text, part).unwrap_or(0);
        let boundary = |byte| self.source.text.floor_char_boundary(byte);
        let start = boundary(raw.origin(at));
        let last = raw.origin(at + part.len().saturating_sub(1));
        self.source.span(&(start..boundary(last + part.len().min(1)).max(start)))
    }

    fn removed(&mut self, reason: Reason, tag: &str, span: Span) {
        let code = match reason {
            Reason::Unsafe => Code::HtmlRemoved,
            Reason::Look => Code::HtmlLook,
            Reason::Useless => Code::HtmlUseless,
        };
        self.diagnostics.push(Diagnostic::at(code, self.source.path, span).arg("tag", tag));
    }
}
