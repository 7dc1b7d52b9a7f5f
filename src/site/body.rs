//! The body of a write-up for a reader: links lead to pages in the reader's
//! language, pictures to their published names.

use serde::Serialize;

use crate::base::key::{Key, KeyHasher};
use crate::base::url::Url;
use crate::catalogue::Doc;
use crate::catalogue::links::{LinkTarget, Use};
use crate::config::LangId;
use crate::locale::text::escape_html;
use crate::parse::links::{Reference, ReferenceKind};
use crate::parse::markdown::Segment;
use crate::site::edition::Edition;
use crate::site::pictures;

/// A body on a page of some language.
#[derive(Serialize)]
pub struct BodyView {
    /// HTML, safe to print unescaped.
    pub html: String,
    /// The language of its text.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Whether that differs from the page's language.
    pub foreign: bool,
}

/// The body as HTML for a reader.
pub fn body(edition: Edition, doc: &Doc) -> BodyView {
    let own = doc.write_up();
    let mut html = String::new();
    for segment in &own.body.segments {
        match segment {
            Segment::Html(text) => html.push_str(text),
            Segment::Link(at) | Segment::Asset(at) => html.push_str(&attributes(edition, doc, *at as usize)),
            Segment::Picture(at, attributes) => html.push_str(&picture(edition, doc, *at as usize, attributes)),
        }
    }
    let config = edition.config();
    let lang = own.lang.and_then(|lang| config.lang_id(lang)).unwrap_or(edition.lang);
    BodyView {
        html,
        lang: config.languages[lang].lang.to_string(),
        dir: config.locale(lang).direction().as_str().to_owned(),
        foreign: lang != edition.lang,
    }
}

/// The content key of the body for a reader: the body's own key, with every
/// resolved address.
pub fn key(edition: Edition, doc: &Doc) -> Key {
    if doc.targets.is_empty() {
        return doc.body;
    }
    let mut hash = KeyHasher::default();
    hash.key(doc.body);
    for (at, reference) in doc.write_up().body.references.iter().enumerate() {
        hash.bytes(match reference.kind {
            ReferenceKind::Link => attributes(edition, doc, at),
            ReferenceKind::Picture => picture(edition, doc, at, ""),
        });
    }
    hash.finish()
}

fn attributes(edition: Edition, doc: &Doc, at: usize) -> String {
    let reference = doc.write_up().body.references.get(at);
    let Some((reference, target)) = reference.zip(doc.targets.get(at)) else { return String::new() };
    match target {
        LinkTarget::Project(id) => {
            let landing = edition.landing(&edition.catalogue.projects[*id].docs);
            link(edition, &edition.project(*id), reference, landing)
        }
        LinkTarget::Page(id) => {
            let landing = edition.landing(&edition.catalogue.pages[*id].docs);
            link(edition, &edition.content(*id), reference, landing)
        }
        LinkTarget::Asset(path) => {
            pictures::href(edition, path).map_or_else(String::new, |url| format!("href=\"{}\"", escape_html(&url)))
        }
        LinkTarget::Nowhere => String::new(),
    }
}

/// The attributes `href` and, if the page is in another language, `hreflang`.
fn link(edition: Edition, url: &Url, reference: &Reference, landing: LangId) -> String {
    let fragment = reference.fragment.as_ref().map_or_else(String::new, |fragment| format!("#{fragment}"));
    let address = escape_html(&format!("{}{fragment}", edition.href(url)));
    if landing == edition.lang {
        return format!("href=\"{address}\"");
    }
    format!("href=\"{address}\" hreflang=\"{}\"", edition.config().languages[landing].lang)
}

/// A picture in all its sizes, loaded lazily.
fn picture(edition: Edition, doc: &Doc, at: usize, attributes: &str) -> String {
    let Some(LinkTarget::Asset(path)) = doc.targets.get(at) else { return format!("<img{attributes}>") };
    let Some(picture) = pictures::picture(edition, path, Use::Shown) else { return format!("<img{attributes}>") };
    let optional = |name: &str, value: Option<String>| {
        value.map_or_else(String::new, |value| format!(" {name}=\"{}\"", escape_html(&value)))
    };
    let sizes = optional("sizes", picture.sizes.map(str::to_owned));
    let (url, size) = (escape_html(&picture.url), picture.width.zip(picture.height));
    let size = size.map_or_else(String::new, |(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
    let srcset = optional("srcset", picture.srcset);
    let own_sizes = if srcset.is_empty() { "" } else { &sizes };
    let img = format!("<img loading=\"lazy\" decoding=\"async\" src=\"{url}\"{srcset}{own_sizes}{size}{attributes}>");
    match optional("srcset", picture.webp) {
        webp if webp.is_empty() => img,
        webp => format!("<picture><source type=\"image/webp\"{webp}{sizes}>{img}</picture>"),
    }
}
