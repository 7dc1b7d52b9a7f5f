//! The menu of the site.

use crate::base::diag::Span;
use crate::base::localized::Localized;
use crate::schema::fields::{MenuLink, Site, menu_link, site as at};
use crate::schema::kind::Kind;
use crate::schema::pages::BuiltIn;
use crate::schema::record::Record;
use crate::schema::{Item, Value};

/// An entry of the menu.
pub enum MenuEntry {
    /// A page that jisr makes by itself.
    BuiltIn(BuiltIn),
    /// A page of content, by its id.
    Page(String, Span),
    /// A page elsewhere.
    Link(Link),
    /// A word that is none of the first kind: reported.
    Unknown(String, Span),
}

/// An entry of the menu that leads elsewhere.
pub struct Link {
    /// Its address.
    pub url: String,
    /// Where the address stands.
    pub span: Span,
    /// What it is called.
    pub label: Localized<String>,
    /// The language of the page that it leads to, if stated.
    pub lang: Option<String>,
}

/// What site.yaml says of the menu.
pub(super) fn menu(record: Record<Site>) -> Vec<MenuEntry> {
    let entry = |item: &Item| match &item.value {
        Value::Word(word) => BuiltIn::in_menu(word).map(MenuEntry::BuiltIn),
        Value::Text(page) => Some(MenuEntry::Page(page.clone(), item.span)),
        Value::Free(word) => Some(MenuEntry::Unknown(word.as_str()?.to_owned(), item.span)),
        _ => MenuLink::read(item).and_then(link).map(MenuEntry::Link),
    };
    items(record).iter().filter_map(entry).collect()
}

/// What the links of the menu are called, with the places of these names.
pub(super) fn labels(record: Record<'_, Site>) -> impl Iterator<Item = (Span, &Localized<String>)> {
    let links = items(record).iter().filter_map(MenuLink::read);
    links.filter_map(|link| link.span(menu_link::LABEL).zip(link.get(menu_link::LABEL)))
}

fn items(record: Record<'_, Site>) -> &[Item] {
    match record.item(at::MENU).map(|item| &item.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

fn link(record: Record<MenuLink>) -> Option<Link> {
    let (url, span) = record.get(menu_link::URL).zip(record.span(menu_link::URL))?;
    let label = record.get(menu_link::LABEL)?.clone();
    Some(Link { url: url.to_owned(), span, label, lang: record.get(menu_link::LANG).map(str::to_owned) })
}
