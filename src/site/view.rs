//! What a template receives. Each view is a plain value: everything that a
//! page may show is in it, so that its key is complete, and parts that many
//! pages show (the site, a card, a partner's list) are made once and shared.
//!
//! `themes/README.md` documents each field for the authors of themes.

use serde::Serialize;
use tera::Value;

/// A text with the language that it is in: the page's own, or another one
/// where the page's lacks it. Templates print it with `| text` (HTML) or
/// `| plain` (attributes, `<title>`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Text {
    /// The words, with their language's typography.
    pub text: String,
    /// The language tag, for `lang`.
    pub lang: String,
}

/// The site, in one language. `site` in every template.
#[derive(Serialize)]
pub struct Site {
    /// The site's title.
    pub title: Text,
    /// One sentence about it.
    pub description: Text,
    /// The path that every link starts with: `/` or `/a/b/`.
    pub base: String,
    /// The address of the site with scheme and host: `https://host/a/b/`.
    pub base_url: String,
    /// The page's home: `/fr/`.
    pub home: String,
    /// The page to search with, where there is one.
    pub search: Option<String>,
    /// The feed, where it has entries.
    pub feed: Option<String>,
    /// The line on every page, if the site has one.
    pub notice: Option<Text>,
    /// The body whose cooperation the site shows.
    pub organisation: Option<Organisation>,
    /// All languages, in the site's order.
    pub languages: Vec<Language>,
    /// The menu, in the site's order.
    pub menu: Vec<MenuEntry>,
    /// Types that have projects, with their groups, for themes with a menu of them.
    pub types: Vec<TypeEntry>,
    /// SPDX id of the content's licence: `CC-BY-4.0`.
    pub license: Option<String>,
    /// Free values from site.yaml for the theme.
    pub extra: Value,
    /// The site's logo, if it has one (`design: {logo: …}` in site.yaml); the site's title says what it is.
    pub logo: Option<Picture>,
    /// The theme's files by their plain name: `static/site.css` → `/assets/site.0123456789.css`.
    pub assets: Value,
}

/// A language of the site.
#[derive(Clone, Serialize)]
pub struct Language {
    /// `fr`
    pub lang: String,
    /// Its own name: `Français`.
    pub label: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Its locale: `fr-TN`.
    pub locale: String,
    /// Its home: `/fr/`.
    pub home: String,
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
    /// `home`, `partners`, `timeline`, `figures`, `glossary`, `search`, or the id of a page.
    pub id: String,
    /// What a page of content calls itself; built-in entries take the theme's string `menu.<id>`.
    pub label: Option<Text>,
    /// Where it leads.
    pub url: String,
}

/// What every page has. `page` in every template.
#[derive(Clone, Serialize)]
pub struct Head {
    /// `home`, `project`, `type`, `group`, `partner`, `partners`, `status`, `year`, `topic`,
    /// `projects`, `timeline`, `figures`, `glossary`, `search`, `page`, `choice`, `not-found`, `alias`.
    pub kind: String,
    /// The id of the menu's entry that the page belongs to.
    pub menu: Option<String>,
    /// The page's language; its language and direction are those of `<html>`.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The page's path: `/fr/projects/x/`.
    pub url: String,
    /// The address to cite, with scheme and host (the original's, where this page stands in for a translation).
    pub canonical: String,
    /// The title; none where the theme has a string for it (`title.<kind>`).
    pub title: Option<Text>,
    /// For `<meta name="description">`.
    pub description: Option<Text>,
    /// `hreflang` → absolute address: only translations that exist, with the page itself and `x-default`.
    pub alternates: Vec<Alternate>,
    /// The other languages: where the switch leads.
    pub switch: Vec<Switch>,
    /// From home to the page's parent.
    pub breadcrumb: Vec<Crumb>,
    /// Not for search engines.
    pub noindex: bool,
    /// Structured data (JSON-LD), to print in a script element with `| safe`.
    pub json_ld: Option<String>,
    /// The page's picture for Open Graph.
    pub image: Option<SocialImage>,
}

/// What networks show beside a link to the page.
#[derive(Clone, Serialize)]
pub struct SocialImage {
    /// An absolute address.
    pub url: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What it shows, for who cannot see it.
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

/// Where the language switch leads.
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
    /// Whether the words there are in that language.
    pub translated: bool,
}

/// A step of the breadcrumb.
#[derive(Clone, Serialize)]
pub struct Crumb {
    /// Its words; none for home and other pages that the theme names (`title.<kind>`).
    pub title: Option<Text>,
    /// `home`, `type`, `group`, `partner`, `partners`…
    pub kind: String,
    /// Where it leads.
    pub url: String,
}

/// What the page to search with offers: `search`.
#[derive(Serialize)]
pub struct Search {
    /// The folder of this language's index: `/search-index/fr/`; none where nothing is in this language.
    pub index: Option<String>,
    /// What the results can be narrowed to: only what has entries.
    pub filters: Vec<SearchFilter>,
    /// The other languages of the site.
    pub others: Vec<SearchOther>,
}

/// A filter of the search.
#[derive(Serialize)]
pub struct SearchFilter {
    /// `type`, `partner`, `status`, `topic`, `year`.
    pub name: String,
    /// What can be chosen, counted, each with its listing.
    pub terms: Vec<Term>,
}

/// The search of another language.
#[derive(Serialize)]
pub struct SearchOther {
    /// `ar`
    pub lang: String,
    /// The language's own name.
    pub label: Text,
    /// `rtl`
    pub dir: String,
    /// Its page to search with.
    pub url: String,
    /// The folder of its index, if it has one.
    pub index: Option<String>,
}

/// A term of a list that has a page: a type, group, topic, year, status.
#[derive(Clone, Serialize)]
pub struct Term {
    /// Its id: `multilateral`, `2018`, `signed`.
    pub id: String,
    /// Its name; none for a status (`status.<id>`) and for a year.
    pub name: Option<Text>,
    /// Its page, if it has one.
    pub url: Option<String>,
    /// How many published projects it has; none on cards, which do not depend on it.
    pub count: Option<usize>,
    /// Its count in hundredths of the largest one in the same list, for bars.
    pub share: Option<u8>,
}

/// An organisation, wherever one is named.
#[derive(Clone, Serialize)]
pub struct Organisation {
    /// Its id in partners.yaml.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its acronym, in this language or none.
    pub acronym: Option<Text>,
    /// Its page here, if it has one.
    pub url: Option<String>,
    /// Its own site.
    pub site: Option<String>,
    /// Its logo.
    pub logo: Option<Picture>,
}

/// A picture, with its size where it is known.
#[derive(Clone, Serialize)]
pub struct Picture {
    /// Its address here: of the largest size, or of a logo's smaller one.
    pub url: String,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    /// All sizes in the picture's own format, for `srcset`; none where there is one only.
    pub srcset: Option<String>,
    /// All sizes as WebP, for the `srcset` of a `<source type="image/webp">`.
    pub webp: Option<String>,
    /// How wide it is shown, for `sizes`, where it stands in the text.
    pub sizes: Option<&'static str>,
    /// What it shows, for who cannot see it.
    pub alt: Option<Text>,
    /// Who made it.
    pub credit: Option<Text>,
}

/// A date as stated: filters `date` and `date_range` take these.
#[derive(Clone, Serialize)]
pub struct Dates {
    /// ISO 8601, as precise as stated: `2018`, `2018-05`, `2018-05-10`.
    pub signed: Option<String>,
    /// See `signed`; and so on.
    pub launched: Option<String>,
    #[expect(missing_docs, reason = "as above")]
    pub start: Option<String>,
    #[expect(missing_docs, reason = "as above")]
    pub end: Option<String>,
    #[expect(missing_docs, reason = "as above")]
    pub planned_start: Option<String>,
    #[expect(missing_docs, reason = "as above")]
    pub planned_end: Option<String>,
}

/// An amount. The filter `money` prints `amount` with its currency or unit.
#[derive(Clone, Serialize)]
pub struct Money {
    /// A decimal number as text: `3000000`, `1250.50`. None where only the funder is known.
    pub amount: Option<String>,
    /// ISO 4217, where the source says which.
    pub currency: Option<String>,
    /// The unit's name where the currency is not known: "dollars".
    pub unit: Option<Text>,
    /// Who gives it: an [`Organisation`].
    #[serde(skip)]
    pub funder: Value,
    /// `requested`, `pledged`, `committed`, `disbursed`, or none where not stated.
    pub stage: Option<String>,
    /// ISO 8601, as precise as stated.
    pub date: Option<String>,
    /// Whether the source says "about".
    pub approximate: bool,
    /// A remark.
    pub note: Option<Text>,
}

/// A project as lists show it.
#[derive(Serialize)]
pub struct Card {
    /// The project's id, the same in every language.
    pub id: String,
    /// Its page, in the page's language where it has one.
    pub url: String,
    /// Its title.
    pub title: Text,
    /// Its summary.
    pub summary: Option<Text>,
    /// The language that the write-up is in, where it is not the page's.
    pub foreign: Option<Language>,
    /// `project`, `agreement`…: strings `kind.<id>`.
    pub kind: String,
    /// A [`Term`]: `signed`, `ongoing`…: strings `status.<id>`. None where nobody said.
    #[serde(skip)]
    pub status: Value,
    /// ISO 8601: when the status was such.
    pub status_date: Option<String>,
    /// Its type: a [`Term`].
    #[serde(skip)]
    pub r#type: Value,
    /// Its group: a [`Term`], if it stands in one.
    #[serde(skip)]
    pub group: Value,
    /// Its partners: [`Organisation`]s, the leading one first.
    #[serde(skip)]
    pub partners: Vec<Value>,
    /// Its dates.
    pub dates: Dates,
    /// The latest of the dates that happened or are planned, ISO 8601: lists order by it.
    pub date: Option<String>,
    /// The years of its dates, which are those that list it: `2018`.
    pub years: Vec<String>,
    /// Its amounts: [`Money`].
    #[serde(skip)]
    pub funding: Vec<Value>,
    /// Its topics: [`Term`]s.
    #[serde(skip)]
    pub topics: Vec<Value>,
    /// When the write-up was changed, ISO 8601.
    pub updated: Option<String>,
}

impl Card {
    /// The card as a template value. Terms and organisations, which thousands
    /// of cards name, go in by reference.
    pub fn into_value(self) -> Value {
        let shared = [
            ("status", self.status.clone()),
            ("type", self.r#type.clone()),
            ("group", self.group.clone()),
            ("partners", Value::from(self.partners.clone())),
            ("funding", Value::from(self.funding.clone())),
            ("topics", Value::from(self.topics.clone())),
        ];
        with(Value::from_serializable(&self), shared)
    }
}

impl Money {
    /// The amount as a template value.
    pub fn into_value(self) -> Value {
        let funder = self.funder.clone();
        with(Value::from_serializable(&self), [("funder", funder)])
    }
}

/// A map of these entries.
pub fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    with(Value::from(tera::Map::default()), entries)
}

/// A map with more entries, whose values are shared and not copied.
pub fn with<const N: usize>(map: Value, more: [(&'static str, Value); N]) -> Value {
    let mut entries = map.into_map().unwrap_or_default();
    entries.extend(more.map(|(name, value)| (name.into(), value)));
    Value::from(entries)
}

/// A part somebody has in a project.
#[derive(Serialize)]
pub struct Party {
    /// Who.
    pub org: Organisation,
    /// `funding`, `accountable`, `extending`, `implementing`, `sponsor`, `support`: strings `role.<id>`.
    pub role: String,
}

/// A document to download or a page to visit.
#[derive(Serialize)]
pub struct Resource {
    /// Where it is.
    pub url: String,
    /// What it is called.
    pub title: Option<Text>,
    /// The language it is in, if stated.
    pub lang: Option<String>,
    /// Bytes, for files of the site.
    pub size: Option<u64>,
    /// `pdf`, `docx`…, for files of the site.
    pub format: Option<String>,
    /// Its name before it was published, for files of the site: `rapport.pdf`.
    pub name: Option<String>,
    /// ISO 8601, if stated.
    pub date: Option<String>,
}

/// A correction that was made to the page.
#[derive(Serialize)]
pub struct Correction {
    /// ISO 8601.
    pub date: Option<String>,
    /// What was wrong.
    pub text: Text,
}

/// Whom to write to.
#[derive(Serialize)]
pub struct Contact {
    #[expect(missing_docs, reason = "the name says it")]
    pub name: Option<Text>,
    #[expect(missing_docs, reason = "the name says it")]
    pub email: Option<String>,
    #[expect(missing_docs, reason = "the name says it")]
    pub phone: Option<String>,
    #[expect(missing_docs, reason = "the name says it")]
    pub url: Option<String>,
}

/// The rest of a project, beside its card. `project` in `project.html`, with the card's fields too.
#[derive(Serialize)]
pub struct Details {
    /// The project as data, if the site publishes it: `/data/projects/x.json`.
    pub data_url: Option<String>,
    /// Who else, with roles.
    pub parties: Vec<Party>,
    /// Whom it is for.
    pub audience: Vec<Term>,
    /// Sustainable Development Goals, 1 to 17: strings `sdg.<n>`.
    pub sdg: Vec<u8>,
    /// OECD-DAC sector code.
    pub sector: Option<String>,
    /// ISO 3166-2 codes.
    pub places: Vec<String>,
    /// Instruments: `UNSCR-1624`.
    pub instruments: Vec<String>,
    #[expect(missing_docs, reason = "the name says it")]
    pub image: Option<Picture>,
    #[expect(missing_docs, reason = "the name says it")]
    pub documents: Vec<Resource>,
    #[expect(missing_docs, reason = "the name says it")]
    pub links: Vec<Resource>,
    #[expect(missing_docs, reason = "the name says it")]
    pub sources: Vec<Resource>,
    #[expect(missing_docs, reason = "the name says it")]
    pub corrections: Vec<Correction>,
    #[expect(missing_docs, reason = "the name says it")]
    pub contact: Option<Contact>,
}

/// One way to narrow the catalogue down. `facets` in `home.html`.
#[derive(Serialize)]
pub struct Facet {
    /// `type`, `status`, `partner`, `year`, `topic`.
    pub id: String,
    /// What can be chosen, with the listing that each leads to.
    pub terms: Vec<Term>,
}

/// Items under one leading partner, or under several that share the group ("CTED and UNOCT").
#[derive(Serialize)]
pub struct Bundle {
    /// What the first partner belongs to, the widest first: France above its CIPDR.
    pub above: Vec<Organisation>,
    /// The partners, in the order that the write-ups name them.
    pub partners: Vec<Organisation>,
    /// The items; on a large site only the first ones.
    pub items: Vec<Value>,
    /// How many there are.
    pub count: usize,
}

/// A group of a type on the home page. A type's items without a group stand in one whose term is none.
#[derive(Serialize)]
pub struct Group {
    #[expect(missing_docs, reason = "see the struct")]
    pub term: Option<Term>,
    /// Its partners with their items.
    pub bundles: Vec<Bundle>,
    /// How many items.
    pub count: usize,
}

/// A type on the home page.
#[derive(Serialize)]
pub struct Section {
    /// The type.
    pub term: Term,
    /// Its groups, in the order of site.yaml; items without a group last.
    pub groups: Vec<Group>,
}

/// A page of a listing. `list` in `listing.html`, with its cards as `list.items`.
#[derive(Serialize)]
pub struct Listing {
    /// What is listed: a type, a group…; none for all projects.
    pub term: Option<Term>,
    /// How many there are on all pages.
    pub count: usize,
    /// Which page this is, from 1.
    pub number: usize,
    /// Of how many.
    pub pages: usize,
    /// The page before, if any.
    pub previous: Option<String>,
    /// The page after, if any.
    pub next: Option<String>,
    /// Where one goes from here: a type's groups, a group's partners.
    pub parts: Vec<Term>,
}

/// Amounts of one currency and one stage, added up.
#[derive(Serialize)]
pub struct Total {
    /// ISO 4217.
    pub currency: String,
    /// See [`Money::stage`]; none for "not stated".
    pub stage: Option<String>,
    /// The sum, a decimal number as text.
    pub amount: String,
    /// How many amounts it adds up.
    pub count: usize,
    /// Whether the source says "about" of any of them.
    pub approximate: bool,
    /// The sum in hundredths of the largest one in the same currency, for bars.
    pub share: u8,
}

/// Figures of the whole site. `figures` in `figures.html` and `home.html`.
#[derive(Serialize)]
pub struct Figures {
    /// Published projects.
    pub projects: usize,
    /// Of which state an amount ("n of m projects state an amount").
    pub with_amount: usize,
    /// Of which state a date.
    pub with_date: usize,
    /// Of which state a status.
    pub with_status: usize,
    /// Partners with a project.
    pub partners: usize,
    /// Amounts received or promised: never across currencies, requests apart.
    pub totals: Vec<Total>,
    /// Requests, which are no money received.
    pub requests: Vec<Total>,
    /// Amounts whose currency nobody stated: in no total.
    pub unknown_currency: usize,
    #[expect(missing_docs, reason = "counts by that term")]
    pub types: Vec<Term>,
    #[expect(missing_docs, reason = "counts by that term")]
    pub statuses: Vec<Term>,
    #[expect(missing_docs, reason = "counts by that term")]
    pub topics: Vec<Term>,
    #[expect(missing_docs, reason = "counts by that term")]
    pub years: Vec<Term>,
    /// Every year from the first to the last, empty ones too, for a chart; none where they are too many.
    pub span: Vec<Term>,
}

/// An entry of the glossary.
#[derive(Serialize)]
pub struct GlossaryEntry {
    #[expect(missing_docs, reason = "an anchor on the page")]
    pub id: String,
    #[expect(missing_docs, reason = "the name says it")]
    pub term: Text,
    #[expect(missing_docs, reason = "the name says it")]
    pub means: Text,
}
