//! The Atom feed of a language (RFC 4287): projects whose write-up in that
//! language says when it was changed. Dated by its newest entry, never by the
//! clock, so that the same input gives the same bytes.

use atom_syndication::{Content, Entry, FeedBuilder, FixedDateTime, Link, Person, Text};

use crate::base::date::PartialDate;
use crate::base::key::Key;
use crate::base::url::Url;
use crate::catalogue::ProjectId;
use crate::config::LangId;
use crate::locale::date::DateStyle;
use crate::locale::text::escape_html;
use crate::site::Plan;
use crate::site::names::Names;

/// How many entries a feed has at most.
const ENTRIES: usize = 50;

/// The feed's address.
pub fn url(names: Names) -> Url {
    Url::file(&format!("{}/atom.xml", names.tag()))
}

fn entries<'a>(names: Names<'a>) -> impl Iterator<Item = ProjectId> + 'a {
    let updated = names.catalogue.lists[names.lang].updated.iter().copied();
    updated.filter(move |id| names.catalogue.projects[*id].docs[names.lang].is_some()).take(ENTRIES)
}

/// Whether there is anything to list.
pub fn has_entries(names: Names) -> bool {
    entries(names).next().is_some()
}

/// The key of what the feed lists.
pub fn key(names: Names, card: impl Fn(ProjectId) -> Key) -> Key {
    Key::join(entries(names).map(card))
}

/// The feed.
pub fn atom(plan: &Plan, lang: LangId) -> Vec<u8> {
    let names = plan.names(lang);
    let config = names.config();
    let home = names.page(&[]).absolute(&config.base_url);
    let own = url(names).absolute(&config.base_url);
    let title = names.text(&config.title).map(|text| text.text).unwrap_or_default();
    let newest = entries(names).next().and_then(|id| midnight(names, id));
    let feed = FeedBuilder::default()
        .title(Text::plain(title.clone()))
        .id(home.clone())
        .lang(Some(names.tag().to_string()))
        .updated(newest.unwrap_or_default())
        .links(vec![link("self", "application/atom+xml", &own), link("alternate", "text/html", &home)])
        // RFC 4287 wants an author; the site is one that is never wrong.
        .authors(vec![Person { name: title, ..Person::default() }])
        .subtitle(names.text(&config.description).map(|text| Text::plain(text.text)))
        .entries(entries(names).filter_map(|id| entry(names, id)).collect::<Vec<_>>())
        .build();
    let xml = feed.to_string();
    let sheet = plan.theme_file("feed.css").map(|url| format!("<?xml-stylesheet type=\"text/css\" href=\"{url}\"?>\n"));
    // After the XML declaration, which must come first.
    let (declaration, rest) = xml.split_at(xml.find("<feed").unwrap_or(0));
    format!("{declaration}{}{rest}\n", sheet.unwrap_or_default()).into_bytes()
}

fn link(rel: &str, mime: &str, href: &str) -> Link {
    Link { rel: rel.to_owned(), href: href.to_owned(), mime_type: Some(mime.to_owned()), ..Link::default() }
}

fn entry(names: Names, id: ProjectId) -> Option<Entry> {
    let doc = names.catalogue.projects[id].docs[names.lang].as_ref()?;
    let address = names.project(id).absolute(&names.config().base_url);
    Some(Entry {
        title: Text::plain(doc.write_up().title.clone()),
        id: address.clone(),
        updated: midnight(names, id)?,
        links: vec![link("alternate", "text/html", &address)],
        content: Some(content(names, id, doc.write_up().summary.as_deref(), &address)),
        summary: doc.write_up().summary.clone().map(Text::plain),
        ..Entry::default()
    })
}

/// The summary once more with the day in words and a link: a browser that
/// shows the feed with a style sheet makes no link of Atom's own elements.
fn content(names: Names, id: ProjectId, summary: Option<&str>, address: &str) -> Content {
    let locale = names.config().locale(names.lang);
    let summary = summary.map(|text| format!("<p>{}</p>", locale.writing().isolate_html(text))).unwrap_or_default();
    let day = names.catalogue.projects[id].updated.map(|day| {
        let words = locale.date(PartialDate::Day(day), DateStyle::Long);
        format!("<time datetime=\"{day}\">{}</time> ", escape_html(&words))
    });
    let address = escape_html(address);
    let link = format!("<a href=\"{address}\"><bdi dir=\"ltr\">{address}</bdi></a>");
    let (day, direction) = (day.unwrap_or_default(), locale.direction().as_str());
    let value = format!("<div xmlns=\"{XHTML}\" dir=\"{direction}\">{summary}<p>{day}{link}</p></div>");
    Content { content_type: Some("xhtml".to_owned()), value: Some(value), ..Content::default() }
}

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// A day has no hour: its first instant in UTC (RFC 3339).
fn midnight(names: Names, id: ProjectId) -> Option<FixedDateTime> {
    let day = names.catalogue.projects[id].updated?;
    FixedDateTime::parse_from_rfc3339(&format!("{day}T00:00:00Z")).ok()
}
