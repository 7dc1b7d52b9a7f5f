//! The Atom feed of a language (RFC 4287): projects whose write-up in that
//! language states when it was changed. Its date is that of its newest entry,
//! not of the clock, so that the same input gives the same bytes.

use atom_syndication::{Content, Entry, FeedBuilder, FixedDateTime, Link, Person, Text};

use crate::base::date::PartialDate;
use crate::base::key::Key;
use crate::base::url::Url;
use crate::catalogue::ProjectId;
use crate::config::LangId;
use crate::locale::date::DateStyle;
use crate::locale::text::escape_html;
use crate::schema::pages::FEED;
use crate::site::Plan;
use crate::site::edition::Edition;

/// The most entries of a feed.
const ENTRIES: usize = 50;

/// The feed's address.
pub fn url(edition: Edition) -> Url {
    Url::file(&format!("{}/{FEED}", edition.tag()))
}

fn entries<'a>(edition: Edition<'a>) -> impl Iterator<Item = ProjectId> + 'a {
    let updated = edition.catalogue.lists[edition.lang].updated.iter().copied();
    updated.filter(move |id| edition.catalogue.projects[*id].docs[edition.lang].is_some()).take(ENTRIES)
}

/// Whether the feed has entries.
pub fn has_entries(edition: Edition) -> bool {
    entries(edition).next().is_some()
}

/// The content key of what the feed lists.
pub fn key(edition: Edition, card: impl Fn(ProjectId) -> Key) -> Key {
    Key::join(entries(edition).map(card))
}

/// The feed.
pub fn atom(plan: &Plan, lang: LangId) -> Vec<u8> {
    let edition = plan.edition(lang);
    let config = edition.config();
    let home = edition.page(&[]).absolute(&config.base_url);
    let own = url(edition).absolute(&config.base_url);
    let title = edition.text(&config.title).map(|text| text.text).unwrap_or_default();
    let newest = entries(edition).next().and_then(|id| midnight(edition, id));
    let feed = FeedBuilder::default()
        .title(Text::plain(title.clone()))
        .id(home.clone())
        .lang(Some(edition.tag().to_string()))
        .updated(newest.unwrap_or_default())
        .links(vec![link("self", "application/atom+xml", &own), link("alternate", "text/html", &home)])
        // RFC 4287 requires an author; the site itself is always a correct one.
        .authors(vec![Person { name: title, ..Person::default() }])
        .subtitle(edition.text(&config.description).map(|text| Text::plain(text.text)))
        .entries(entries(edition).filter_map(|id| entry(edition, id)).collect::<Vec<_>>())
        .build();
    let xml = feed.to_string();
    let sheet = plan
        .edition(lang)
        .theme
        .assets
        .get("feed.css")
        .map(|url| format!("<?xml-stylesheet type=\"text/css\" href=\"{url}\"?>\n"));
    // Inserted after the XML declaration, which must come first.
    let (declaration, rest) = xml.split_at(xml.find("<feed").unwrap_or(0));
    format!("{declaration}{}{rest}\n", sheet.unwrap_or_default()).into_bytes()
}

fn link(rel: &str, mime: &str, href: &str) -> Link {
    Link { rel: rel.to_owned(), href: href.to_owned(), mime_type: Some(mime.to_owned()), ..Link::default() }
}

fn entry(edition: Edition, id: ProjectId) -> Option<Entry> {
    let doc = edition.catalogue.projects[id].docs[edition.lang].as_ref()?;
    let address = edition.project(id).absolute(&edition.config().base_url);
    Some(Entry {
        title: Text::plain(doc.write_up().title.clone()),
        id: address.clone(),
        updated: midnight(edition, id)?,
        links: vec![link("alternate", "text/html", &address)],
        content: Some(content(edition, id, doc.write_up().summary.as_deref(), &address)),
        summary: doc.write_up().summary.clone().map(Text::plain),
        ..Entry::default()
    })
}

/// The summary as HTML, with the date in words and a link: a browser that shows
/// the feed with a style sheet does not make links of Atom's own elements.
fn content(edition: Edition, id: ProjectId, summary: Option<&str>, address: &str) -> Content {
    let locale = edition.config().locale(edition.lang);
    let summary = summary.map(|text| format!("<p>{}</p>", locale.writing().isolate_html(text))).unwrap_or_default();
    let day = edition.catalogue.projects[id].updated.map(|day| {
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

/// The first instant of the day in UTC, as RFC 3339 requires a time.
fn midnight(edition: Edition, id: ProjectId) -> Option<FixedDateTime> {
    let day = edition.catalogue.projects[id].updated?;
    FixedDateTime::parse_from_rfc3339(&format!("{day}T00:00:00Z")).ok()
}
