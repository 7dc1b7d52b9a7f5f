//! The menu of the site, and the columns of its footer.

use crate::base::diag::Span;
use crate::base::localized::Localized;
use crate::schema::fields::{self, MenuLink, Site, footer_column, menu_link, site as at};
use crate::schema::kind::{Kind, Texts};
use crate::schema::pages::BuiltIn;
use crate::schema::record::{FieldOf, Record};
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

/// A column of the footer.
pub struct FooterColumn {
    /// Its title.
    pub title: Localized<String>,
    /// What it says.
    pub text: Localized<String>,
    /// Where it leads.
    pub links: Vec<MenuEntry>,
}

/// What site.yaml says of the menu.
pub(super) fn menu(record: Record<Site>) -> Vec<MenuEntry> {
    entries(items(record.item(at::MENU)))
}

/// What site.yaml says of the footer.
pub(super) fn footer(record: Record<Site>) -> Vec<FooterColumn> {
    let texts =
        |column: Record<fields::FooterColumn>, key: FieldOf<_, Texts>| column.get(key).cloned().unwrap_or_default();
    let column = |column: Record<fields::FooterColumn>| FooterColumn {
        title: texts(column, footer_column::TITLE),
        text: texts(column, footer_column::TEXT),
        links: entries(items(column.item(footer_column::LINKS))),
    };
    record.list(at::FOOTER).iter().map(column).collect()
}

fn entries(items: &[Item]) -> Vec<MenuEntry> {
    let entry = |item: &Item| match &item.value {
        Value::Word(word) => BuiltIn::in_menu(word).map(MenuEntry::BuiltIn),
        Value::Text(page) => Some(MenuEntry::Page(page.clone(), item.span)),
        Value::Free(word) => Some(MenuEntry::Unknown(word.as_str()?.to_owned(), item.span)),
        _ => MenuLink::read(item).and_then(link).map(MenuEntry::Link),
    };
    items.iter().filter_map(entry).collect()
}

/// What links and columns of menu and footer are called, with the places of
/// these names.
pub(super) fn labels(record: Record<'_, Site>) -> impl Iterator<Item = (Span, &Localized<String>)> {
    let columns = || record.list(at::FOOTER).iter();
    let of_columns = columns().flat_map(|column| items(column.item(footer_column::LINKS)));
    let links = items(record.item(at::MENU)).iter().chain(of_columns).filter_map(MenuLink::read);
    let of_links = links.filter_map(|link| link.span(menu_link::LABEL).zip(link.get(menu_link::LABEL)));
    let words = [footer_column::TITLE, footer_column::TEXT];
    let own = columns().flat_map(move |column| words.map(|key| column.span(key).zip(column.get(key)))).flatten();
    of_links.chain(own)
}

fn items(item: Option<&Item>) -> &[Item] {
    match item.map(|item| &item.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

fn link(record: Record<MenuLink>) -> Option<Link> {
    let (url, span) = record.get(menu_link::URL).zip(record.span(menu_link::URL))?;
    let label = record.get(menu_link::LABEL)?.clone();
    Some(Link { url: url.to_owned(), span, label, lang: record.get(menu_link::LANG).map(str::to_owned) })
}
