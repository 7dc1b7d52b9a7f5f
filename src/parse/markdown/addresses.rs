//! Links and pictures: known addresses are written, those of the site's own
//! files are left as holes.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::base::url::decode;
use crate::parse::html;
use crate::parse::links::{Destination, Reference, ReferenceKind, WebAddress, follow, push_address};
use crate::parse::markdown::events::plain;
use crate::parse::markdown::inline::Nature;
use crate::parse::markdown::writer::Writer;

/// The link, if any, that is currently open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    None,
    Words,
    /// An address that is its own link text.
    Address,
}

/// How an address was written to the output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// Not written: it was rejected.
    Nothing,
    /// Written as it is.
    Whole,
    /// As a hole for the site to fill.
    Hole,
}

/// The class of a link whose text is its own address. When pages are printed
/// with their link targets, this one need not be repeated.
pub const SPELT_OUT: &str = " class=\"spelt-out\"";

impl Writer<'_> {
    pub fn link(&mut self, kind: LinkType, destination: &CowStr, title: &str, place: &Range<usize>) {
        self.open("<a");
        let span = self.source.span_of(destination, place);
        self.check_words(destination, place);
        if kind == LinkType::Email {
            self.address(&format!("mailto:{destination}"), span, ReferenceKind::Link);
        } else {
            self.address(destination, span, ReferenceKind::Link);
        }
        if !title.is_empty() {
            self.plain_attribute("title", title);
        }
        let is_address = matches!(kind, LinkType::Autolink | LinkType::Email);
        if is_address {
            self.web.iter_mut().rev().take(1).filter(|web| web.span == span).for_each(|web| web.bare = true);
            self.out.push_str(SPELT_OUT);
        }
        self.out.push('>');
        self.link = if is_address { Link::Address } else { Link::Words };
    }

    /// Reports a link without any text to click on.
    fn check_words(&mut self, destination: &str, place: &Range<usize>) {
        let inside = &self.events[self.at..self.end_of(self.at)];
        let says = |event: &Event| match event {
            Event::Text(text) | Event::Code(text) => !text.trim().is_empty(),
            Event::Start(Tag::Image { .. }) | Event::Html(_) | Event::InlineHtml(_) => true,
            _ => false,
        };
        if !destination.is_empty() && !inside.iter().any(|(event, _)| says(event)) {
            let error = Diagnostic::at(Code::LinkWithoutText, self.source.path, self.source.span(place));
            self.diagnostics.push(error.arg("url", destination));
        }
    }

    pub fn end_link(&mut self) {
        self.close("</a>");
        self.link = Link::None;
    }

    /// Writes a picture and continues after its end event. If its address is
    /// rejected, its alternative text is kept.
    pub fn picture(&mut self, destination: &CowStr, title: Option<&str>, place: &Range<usize>) {
        self.flush();
        let end = self.end_of(self.at);
        let alt = plain(self.events, self.at..end);
        self.at = end + 1;
        let before = self.out.len();
        self.out.push_str("<img");
        let span = self.source.span_of(destination, place);
        if self.address(destination, span, ReferenceKind::Picture) == Address::Nothing {
            self.out.truncate(before);
            return self.set(&alt);
        }
        if alt.trim().is_empty() {
            self.without_alternative(destination, self.source.span(place));
        }
        self.plain_attribute("alt", alt.trim());
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            self.plain_attribute("title", title);
        }
        self.out.push('>');
        self.push_whole(before, Nature::Neutral, true);
    }

    /// Reports a picture without alternative text. Markdown cannot mark a
    /// picture as decorative; HTML can.
    pub fn without_alternative(&mut self, destination: &str, span: Span) {
        let error = Diagnostic::at(Code::PictureWithoutAlt, self.source.path, span).arg("target", destination);
        self.diagnostics.push(error.hint(Hint::Example(format!("![…]({destination})"))));
    }

    /// Writes the attribute with an address, preceded by a space; or a hole, or
    /// nothing.
    pub fn address(&mut self, written: &str, span: Span, kind: ReferenceKind) -> Address {
        let name = if kind == ReferenceKind::Picture { " src=\"" } else { " href=\"" };
        let problem = |code| Diagnostic::at(code, self.source.path, span);
        if written.trim().is_empty() {
            self.diagnostics.push(problem(Code::LinkWithoutAddress));
            return Address::Nothing;
        }
        match follow(self.source.path, written, kind) {
            Destination::Here(address) => {
                let part = address.trim_start_matches('#');
                self.here.push((decode(part).unwrap_or(Cow::Borrowed(part)).into_owned(), span));
                self.push_attribute(name, address)
            }
            Destination::Elsewhere(address) => {
                self.web.push(WebAddress { written: written.trim().to_owned(), span, bare: false });
                self.push_attribute(name, &address)
            }
            Destination::Site(target, fragment) => {
                let written = written.to_owned();
                self.push_hole(name, Reference { target, fragment, written, span, kind })
            }
            Destination::Invalid(meant) => {
                self.diagnostics.push(problem(Code::InvalidUrl).arg("value", written).did_you_mean(meant));
                Address::Nothing
            }
            Destination::NoPhone(why) => {
                let number = written.split_once(':').map_or(written, |(_, number)| number);
                let number = decode(number).unwrap_or(Cow::Borrowed(number));
                self.diagnostics.push(why.told(|code| problem(code).arg("value", &*number)));
                Address::Nothing
            }
            Destination::Computer => {
                self.diagnostics.push(problem(Code::LocalLink).arg("url", written));
                Address::Nothing
            }
            Destination::Unsafe(scheme) => {
                let diagnostic = problem(Code::UnsafeLink).arg("url", written).arg("scheme", scheme);
                self.diagnostics.push(diagnostic);
                Address::Nothing
            }
        }
    }

    fn push_attribute(&mut self, name: &str, address: &str) -> Address {
        self.out.push_str(name);
        push_address(&mut self.out, address);
        self.out.push('"');
        Address::Whole
    }

    fn push_hole(&mut self, name: &str, reference: Reference) -> Address {
        let number = self.references.len() as u32;
        self.references.push(reference);
        if self.has_raw {
            let _ = write!(self.out, "{name}{}{number}\"", html::HOLE);
        } else {
            self.out.push(' ');
            self.holes.push((self.out.len(), number));
        }
        Address::Hole
    }
}
