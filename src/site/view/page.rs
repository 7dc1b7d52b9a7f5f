//! What every template receives: the site, and the head of the page.

use serde::Serialize;
use tera::Value;

use crate::site::view::{Language, Organisation, Picture, Term, Text};

/// The site, in one language. `site` in every template.
#[derive(Serialize)]
pub struct Site {
    /// The site's title.
    pub title: Text,
    /// One sentence about it.
    pub description: Text,
    /// The path that every link begins with: `/` or `/a/b/`.
    pub base: String,
    /// The absolute address of the site: `https://host/a/b/`.
    pub base_url: String,
    /// The home page: `/fr/`.
    pub home: String,
    /// The search page, if there is one.
    pub search: Option<String>,
    /// The feed, if it has entries.
    pub feed: Option<String>,
    /// The notice shown on every page, if the site has one.
    pub notice: Option<Text>,
    /// Whether drafts, or pages whose day has not come, are in the site: it is not to be published.
    pub is_draft: bool,
    /// The organisation whose cooperation the site shows.
    pub organisation: Option<Organisation>,
    /// All languages, in the site's order.
    pub languages: Vec<Language>,
    /// The menu, in the site's order.
    pub menu: Vec<MenuEntry>,
    /// Where the pages are that jisr makes by itself, by id (`projects`, `partners`, `timeline`,
    /// `figures`, `glossary`, `search`); none for one that does not exist.
    pub pages: Value,
    /// Types that have projects, with their groups, for themes that show them in a
    /// menu.
    pub types: Vec<TypeEntry>,
    /// The columns of the footer.
    pub footer: Vec<FooterColumn>,
    /// Whether to say what the site was made with.
    pub generator: bool,
    /// SPDX id of the content's licence: `CC-BY-4.0`.
    pub license: Option<String>,
    /// Free-form values from site.yaml for the theme.
    pub extra: Value,
    /// The site's logo, if it has one (`design: {logo: …}` in site.yaml); its alternative text is
    /// the site's title.
    pub logo: Option<Picture>,
    /// The addresses of the theme's files by plain name: `static/site.css` →
    /// `/assets/site.0123456789.css`.
    pub assets: Value,
}

/// A type with its groups, without counts: pages do not depend on them.
#[derive(Serialize)]
pub struct TypeEntry {
    /// The type.
    pub term: Term,
    /// Its groups that have projects.
    pub groups: Vec<Term>,
}

/// An entry of the menu.
#[derive(Serialize)]
pub struct MenuEntry {
    /// `home`, `partners`, `timeline`, `figures`, `glossary`, `search`, the id of a page, or the address of a link.
    pub id: String,
    /// What a page of content calls itself, or site.yaml a link; built-in entries take the theme's string `menu.<id>`.
    pub label: Option<Text>,
    /// The address that it links to.
    pub url: String,
    /// The language of the page that a link leads to, if stated: for `hreflang`.
    pub lang: Option<String>,
    /// Whether it leads to another site.
    pub external: bool,
}

/// A column of the footer.
#[derive(Serialize)]
pub struct FooterColumn {
    /// Its title.
    pub title: Option<Text>,
    /// What it says.
    pub text: Option<Text>,
    /// Where it leads.
    pub links: Vec<MenuEntry>,
}

/// What every page has. `page` in every template.
#[derive(Clone, Serialize)]
pub struct Head {
    /// `home`, `project`, `type`, `group`, `partner`, `partners`, `status`, `year`, `topic`, `place`, `sector`,
    /// `projects`, `timeline`, `figures`, `glossary`, `search`, `page`, `choice`, `not-found`, `alias`.
    pub kind: String,
    /// The id of the menu entry that the page belongs to.
    pub menu: Option<String>,
    /// The page's language, that of `<html>`, as is its direction.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The page's path: `/fr/projects/x/`.
    pub url: String,
    /// The absolute canonical address (the original's if this page is shown in place of a missing
    /// translation).
    pub canonical: String,
    /// The title; none if the theme has a string for it (`title.<kind>`).
    pub title: Option<Text>,
    /// For `<meta name="description">`.
    pub description: Option<Text>,
    /// `hreflang` → absolute address: only translations that exist, including the page itself and
    /// `x-default`.
    pub alternates: Vec<Alternate>,
    /// The other languages, for the language switch.
    pub switch: Vec<Switch>,
    /// From home to the page's parent.
    pub breadcrumb: Vec<Crumb>,
    /// Whether search engines should not index it.
    pub noindex: bool,
    /// Structured data (JSON-LD), to print in a script element with `| safe`.
    pub json_ld: Option<String>,
    /// The image for Open Graph.
    pub image: Option<SocialImage>,
}

/// The image that social networks show with a link to the page.
#[derive(Clone, Serialize)]
pub struct SocialImage {
    /// An absolute address.
    pub url: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What it shows, for readers who cannot see it.
    pub alt: Option<Text>,
}

/// A translation of a page, for search engines.
#[derive(Clone, Serialize)]
pub struct Alternate {
    /// A language tag or `x-default`.
    pub hreflang: String,
    /// An absolute address.
    pub url: String,
}

/// An entry of the language switch.
#[derive(Clone, Serialize)]
pub struct Switch {
    /// `ar`
    pub lang: String,
    /// The language's own name.
    pub label: String,
    /// `rtl`
    pub dir: String,
    /// The same page in that language.
    pub url: String,
    /// Whether the text of that page is in that language.
    pub translated: bool,
}

/// A step of the breadcrumb.
#[derive(Clone, Serialize)]
pub struct Crumb {
    /// Its title; none for home and other pages that the theme names (`title.<kind>`).
    pub title: Option<Text>,
    /// `home`, `type`, `group`, `partner`, `partners`…
    pub kind: String,
    /// The address that it links to.
    pub url: String,
}
