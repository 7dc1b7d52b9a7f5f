//! The body of a write-up: Markdown (CommonMark, with the tables, footnotes,
//! task lists, strikethrough and alerts of GitHub and with definition lists)
//! to HTML that is complete but for what other files decide.
//!
//! What a page of this site needs beyond CommonMark is done here, while the
//! events pass by: the typography of the language, isolated runs of the other
//! direction, ids of headings, links for bare addresses, footnotes that
//! several documents on one page can share, and markup that a screen reader
//! understands. No property is physical: `start` and `end`, never `left`.

mod addresses;
mod events;
mod footnotes;
mod inline;
mod raw;
mod slips;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod writer;

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::locale::text::Writing;
use crate::parse::html::{self, Token, Tokens};
use crate::parse::links::{Reference, ReferenceKind, Target, WebAddress};
use crate::parse::markdown::events::{Source, offset_in, read};
use crate::parse::markdown::writer::Writer;
use crate::schema::near::nearest_name;

/// The body of a write-up: HTML with holes for what is known only when all
/// files are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Body {
    /// The HTML and its holes, in order.
    pub segments: Vec<Segment>,
    /// The key of everything that the body shows.
    pub key: Key,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The first paragraph as plain text, with its language's typography, at
    /// most 300 characters; empty where there is none.
    pub summary: String,
    /// What the body points to inside the site, in order.
    pub references: Vec<Reference>,
    /// The addresses of the web that stand in it, in order.
    pub web: Vec<WebAddress>,
}

/// A part of a body. The numbers count in [`Body::references`]. One reference
/// may have several holes, or none, where an author's HTML is broken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Segment {
    /// HTML as it stands.
    Html(Box<str>),
    /// The attributes of a link to a page: `href="…"`, and `hreflang="…"`
    /// where that page is in another language.
    Link(u32),
    /// The attributes of a link to a file that is no page: `href="…"`.
    Asset(u32),
    /// A whole picture: its element with all its sizes, and the attributes
    /// that it has already, each after a space.
    Picture(u32, Box<str>),
}

/// A heading of a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// Its level on the page, 2 to 6: level 1 is the page's title.
    pub level: u8,
    /// Its id, unique in the body.
    pub id: String,
    /// Its plain text, with its language's typography.
    pub text: String,
}

/// The body in these bytes of a file. Any text is a body; without a language
/// it is set as it stands. Every span counts from the beginning of the file.
pub fn body(path: &RelPath, file: &str, range: Range<usize>, lang: Option<Lang>) -> (Body, Vec<Diagnostic>) {
    let text = file.get(range.clone()).unwrap_or("");
    let source = Source { path, text, start: range.start, lang, writing: lang.map(Writing::of) };
    let read = read(text);
    let mut writer = Writer::new(source, &read.events);
    writer.write();
    let segments = if writer.has_raw {
        segments_of_sanitised(&html::sanitise(&writer.out), &writer.references)
    } else {
        segments(&writer.out, &writer.holes, &writer.references)
    };
    let mut body = Body {
        segments,
        key: Key::default(),
        headings: writer.headings,
        summary: text::cut(&writer.summary.text),
        references: writer.references,
        web: writer.web,
    };
    body.key = key(&body);
    let mut diagnostics = slips::slips(&source, &read, writer.diagnostics, &untried);
    diagnostics.extend(writer.here.iter().filter_map(|(part, span)| unknown_part(path, &body, part, *span)));
    (body, diagnostics)
}

/// What is wrong with a text, lines to write not tried yet.
fn untried(source: &Source) -> Vec<Diagnostic> {
    let read = read(source.text);
    let mut writer = Writer::new(*source, &read.events);
    writer.write();
    slips::all(source, &read, writer.diagnostics)
}

/// A link to a part of this text that is not in it.
fn unknown_part(path: &RelPath, body: &Body, part: &str, span: Span) -> Option<Diagnostic> {
    let ids = body.ids();
    if part.is_empty() || part == "top" || ids.contains(&part) {
        return None;
    }
    let near = nearest_name(part, ids.iter().copied()).map(|near| format!("#{near}"));
    let warning = Diagnostic::at(Code::UnknownFragment, path, span).arg("fragment", format!("#{part}"));
    Some(warning.arg("target", format!("#{part}")).did_you_mean(near))
}

impl Body {
    /// What a link can lead to inside the text: its headings, notes, and the
    /// ids that its author wrote.
    pub fn ids(&self) -> Vec<&str> {
        let html = self.segments.iter().filter_map(|segment| match segment {
            Segment::Html(html) | Segment::Picture(_, html) => Some(&**html),
            Segment::Link(_) | Segment::Asset(_) => None,
        });
        html.flat_map(|html| html.split(" id=\"").skip(1)).filter_map(|rest| rest.split('"').next()).collect()
    }
}

/// How the tag of a picture begins, before its hole.
const IMG: &str = "<img ";

/// Cuts HTML of ours at its holes: byte, number of the reference.
fn segments(html: &str, holes: &[(usize, u32)], references: &[Reference]) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(2 * holes.len() + 1);
    let mut from = 0;
    for (at, number) in holes {
        let is_picture = references.get(*number as usize).is_some_and(|own| own.kind == ReferenceKind::Picture);
        // What a tag of ours holds is escaped: the next sign of its kind ends it.
        let end = html[*at..].find('>').filter(|_| is_picture).map(|end| at + end);
        let before = end.map_or(*at, |_| at - IMG.len());
        push_html(&mut segments, &html[from..before]);
        segments.extend(match end {
            Some(end) => Some(Segment::Picture(*number, html[*at..end].into())),
            None => hole(*number, references),
        });
        from = end.map_or(*at, |end| end + 1);
    }
    push_html(&mut segments, &html[from..]);
    segments
}

/// Cuts sanitised HTML where an address is a number instead.
fn segments_of_sanitised(html: &str, references: &[Reference]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut from = 0;
    for token in Tokens::new(html) {
        let Token::Tag(tag) = token else { continue };
        for (name, value) in &tag.attributes {
            let address = matches!(&**name, "href" | "src").then(|| value.strip_prefix(html::HOLE)).flatten();
            let Some((number, at)) = address.zip(offset_in(html, value)) else { continue };
            let kind = if tag.name == "img" { ReferenceKind::Picture } else { ReferenceKind::Link };
            let fits = |number: &u32| references.get(*number as usize).is_some_and(|own| own.kind == kind);
            let number = number.parse::<u32>().ok().filter(fits);
            if let Some((number, start)) = number.zip(offset_in(html, tag.raw)).filter(|_| tag.name == "img") {
                push_html(&mut segments, &html[from..start]);
                segments.push(Segment::Picture(number, attributes_but(&tag, name).into()));
                from = start + tag.raw.len();
                break;
            }
            // The attribute, as it was printed: name="value".
            push_html(&mut segments, &html[from..at - name.len() - 2]);
            segments.extend(number.and_then(|number| hole(number, references)));
            from = at + value.len() + 1;
        }
    }
    push_html(&mut segments, &html[from..]);
    segments
}

/// The attributes of a sanitised tag but for one, each after a space.
fn attributes_but(tag: &html::Tag, without: &str) -> String {
    let others = tag.attributes.iter().filter(|(name, _)| name != without);
    others.map(|(name, value)| format!(" {name}=\"{value}\"")).collect()
}

fn push_html(segments: &mut Vec<Segment>, html: &str) {
    if !html.is_empty() {
        segments.push(Segment::Html(html.into()));
    }
}

fn hole(number: u32, references: &[Reference]) -> Option<Segment> {
    let reference = references.get(number as usize)?;
    Some(if reference.is_page() { Segment::Link(number) } else { Segment::Asset(number) })
}

fn key(body: &Body) -> Key {
    let Body { segments, key: _, headings, summary, references, web: _ } = body;
    let mut hash = KeyHasher::default();
    for segment in segments {
        match segment {
            Segment::Html(html) => hash.bytes(&**html),
            Segment::Link(number) => hash.number(2 * u64::from(*number)),
            Segment::Asset(number) => hash.number(2 * u64::from(*number) + 1),
            Segment::Picture(number, attributes) => {
                hash.number(u64::from(*number));
                hash.bytes(&**attributes);
            }
        }
    }
    hash.number(segments.len() as u64);
    for Heading { level, id, text } in headings {
        hash.number(u64::from(*level));
        hash.bytes(id);
        hash.bytes(text);
    }
    hash.number(headings.len() as u64);
    hash.bytes(summary);
    // How a reference is written, and where, is told to the author only.
    for Reference { target, fragment, written: _, span: _, kind } in references {
        hash.bytes(match target {
            Target::File(path) => path.as_str(),
            Target::Outside => "",
        });
        hash.bytes(fragment.as_deref().unwrap_or(""));
        hash.number(u64::from(*kind == ReferenceKind::Picture));
    }
    hash.finish()
}
