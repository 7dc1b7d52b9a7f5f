//! Raw HTML of an author: its tags are written anew with what may stay, and
//! the words between them are words like others.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::parse::html::{self, Kind, Tag, Token, Tokens};
use crate::parse::links::ReferenceKind;
use crate::parse::markdown::addresses::Address;
use crate::parse::markdown::inline::Nature;
use crate::parse::markdown::offset_in;
use crate::parse::markdown::writer::Writer;

/// Raw HTML with its place: in a quotation, its lines are not one run of
/// bytes of the file.
struct Raw {
    text: String,
    /// Where each piece begins: in the text, and in the body's bytes.
    pieces: Vec<(usize, usize)>,
}

impl Raw {
    fn push(&mut self, text: &str, at: usize) {
        self.pieces.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// The byte of the body that a byte of the text is.
    fn origin(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.pieces.get(piece).map_or(0, |(start, origin)| origin + (at - start))
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
        self.raw(&raw);
        self.raw_verbatim = 0;
        self.in_raw_link = false;
    }

    /// Writes a tag or a comment between words.
    pub(super) fn raw_inline(&mut self, html: &str, range: &Range<usize>) {
        let mut raw = Raw { text: String::new(), pieces: Vec::new() };
        let mut from = range.start;
        for line in html.split_inclusive('\n') {
            // In a quotation, a line begins with a sign that is not the tag's.
            let found = self.source.text.get(from..range.end).and_then(|rest| rest.find(line));
            from += found.unwrap_or(0);
            raw.push(line, from);
            from += found.map_or(0, |_| line.len());
        }
        self.raw(&raw);
    }

    fn raw(&mut self, raw: &Raw) {
        let mut tokens = Tokens::new(&raw.text);
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(text) => self.raw_text(text),
                Token::Aside(text, closed) => {
                    if !closed || !text.starts_with("<!--") {
                        let name: String = text.chars().skip(1).take_while(|c| "!?-[".contains(*c)).collect();
                        self.removed(&name, self.raw_span(raw, text));
                    }
                }
                Token::Tag(tag) if html::allows_element(&tag.name) => self.raw_tag(&tag, raw),
                Token::Tag(tag) if tag.closing => {}
                Token::Tag(tag) => {
                    self.removed(&tag.name, self.raw_span(raw, tag.raw));
                    if html::is_foreign(&tag.name) {
                        tokens.skip_content(&tag.name);
                    }
                }
            }
        }
    }

    fn raw_text(&mut self, text: &str) {
        // Entities have to be known to be set; who writes them means them.
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
        self.flush();
        let kind = html::kind(&tag.name);
        let isolates = kind == Kind::Words && html::isolates(tag);
        let ends = !(isolates && !tag.closing) && self.is_end_of_isolating(&tag.name, tag.closing);
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
            // What the site writes in the hole.
            let resolved = written == Address::Hole && matches!(&**name, "width" | "height" | "hreflang");
            if name == address || resolved {
                continue;
            } else if html::allows_attribute(&tag.name, name, value) {
                self.out.extend([" ", name, "=\"", &value.replace('"', "&quot;"), "\""]);
            } else {
                let span = offset_in(&raw.text, name).map_or(tag.raw, |at| &raw.text[at..at + name.len()]);
                self.removed(&format!("{} {name}", tag.name), self.raw_span(raw, span));
            }
        }
    }

    /// The span of a part of raw HTML, at the boundaries of characters even
    /// where the parser left something out in between.
    fn raw_span(&self, raw: &Raw, part: &str) -> Span {
        let at = offset_in(&raw.text, part).unwrap_or(0);
        let boundary = |byte| self.source.text.floor_char_boundary(byte);
        let start = boundary(raw.origin(at));
        let last = raw.origin(at + part.len().saturating_sub(1));
        self.source.span(&(start..boundary(last + part.len().min(1)).max(start)))
    }

    fn removed(&mut self, tag: &str, span: Span) {
        let diagnostic = Diagnostic::at(Code::HtmlRemoved, self.source.path, span);
        self.diagnostics.push(diagnostic.arg("tag", tag));
    }
}
