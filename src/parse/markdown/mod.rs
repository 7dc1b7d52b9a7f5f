//! The body of a write-up: converts Markdown (CommonMark, with the tables,
//! footnotes, task lists, strikethrough and alerts of GitHub and with
//! definition lists) to HTML that is complete except for what depends on other
//! files.
//!
//! What a page needs beyond CommonMark is done in the same pass over the
//! events: the typography of the language, isolation of runs in the opposite
//! direction, ids of headings, links for bare addresses, footnotes that several
//! documents on one page can share, and accessible markup. No CSS property is
//! physical: `start` and `end`, never `left`.

mod addresses;
pub mod blocks;
mod events;
mod footnotes;
mod inline;
pub mod prose;
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
use crate::parse::markdown::prose::Prose;
use crate::parse::markdown::writer::Writer;
use crate::schema::near::nearest_name;

/// The body of a write-up: HTML with holes for what depends on other files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Body {
    /// The HTML and its holes, in order.
    pub segments: Vec<Segment>,
    /// The content key (hash) of everything that the body shows.
    pub key: Key,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The first paragraph as plain text, with its language's typography, at
    /// most 300 characters; empty if there is none.
    pub summary: String,
    /// The references to files of the site, in order.
    pub references: Vec<Reference>,
    /// How much of it is words, and which.
    pub prose: Prose,
    /// The addresses of the web that stand in it, in order.
    pub web: Vec<WebAddress>,
    /// A short hash of the words of each block, to tell which have changed.
    pub blocks: Box<[u32]>,
}

/// A part of a body. The numbers are indices into [`Body::references`]. A
/// reference may have several holes or, in broken HTML of an author's, none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Segment {
    /// Complete HTML.
    Html(Box<str>),
    /// The attributes of a link to a page: `href="…"`, and `hreflang="…"`
    /// where that page is in another language.
    Link(u32),
    /// The attribute of a link to a file that is not a page: `href="…"`.
    Asset(u32),
    /// A whole picture: its element is written with all its sizes. The string
    /// holds the attributes that it already has, each after a space.
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

/// Converts the body in these bytes of a file. Never fails. Without a language,
/// typography and isolation are left out. All spans are offsets in the file.
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
        prose: Prose::of(&read.events),
        web: writer.web,
        blocks: blocks::hashes(text, &read.events),
    };
    body.key = key(&body);
    let mut diagnostics = slips::slips(&source, &read, writer.diagnostics, &untried);
    diagnostics.extend(writer.here.iter().filter_map(|(part, span)| unknown_part(path, &body, part, *span)));
    (body, diagnostics)
}

/// The diagnostics for a text, with fixes that have not been tried yet.
fn untried(source: &Source) -> Vec<Diagnostic> {
    let read = read(source.text);
    let mut writer = Writer::new(*source, &read.events);
    writer.write();
    slips::all(source, &read, writer.diagnostics)
}

/// Reports a link to a fragment that this text does not contain.
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
    /// The ids that a link can lead to inside the text: those of headings and
    /// notes, and those that the author wrote.
    pub fn ids(&self) -> Vec<&str> {
        let html = self.segments.iter().filter_map(|segment| match segment {
            Segment::Html(html) | Segment::Picture(_, html) => Some(&**html),
            Segment::Link(_) | Segment::Asset(_) => None,
        });
        html.flat_map(|html| html.split(" id=\"").skip(1)).filter_map(|rest| rest.split('"').next()).collect()
    }
}

/// The start of a picture's tag, before its hole.
const IMG: &str = "<img ";

/// Splits our own HTML at its holes, given as byte and index of the reference.
fn segments(html: &str, holes: &[(usize, u32)], references: &[Reference]) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(2 * holes.len() + 1);
    let mut from = 0;
    for (at, number) in holes {
        let is_picture = references.get(*number as usize).is_some_and(|own| own.kind == ReferenceKind::Picture);
        // The content of our own tags is escaped, so the next `>` ends the tag.
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

/// Splits sanitised HTML at the placeholders that stand for addresses.
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

/// The attributes of a sanitised tag except one, each after a space.
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
    let Body { segments, key: _, headings, summary, references, web: _, prose: _, blocks: _ } = body;
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
    // How and where a reference is written matters only for diagnostics.
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
