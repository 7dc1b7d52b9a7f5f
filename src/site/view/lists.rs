//! Views of many projects: listings, the home page, figures, the glossary and
//! search.

use serde::Serialize;
use tera::Value;

use crate::site::view::{Organisation, Term, Text};

/// What the search page offers: `search`.
#[derive(Serialize)]
pub struct Search {
    /// The folder of this language's index: `/search-index/fr/`; none if nothing is in this
    /// language.
    pub index: Option<String>,
    /// The filters for the results; only those with entries.
    pub filters: Vec<SearchFilter>,
    /// The other languages of the site.
    pub others: Vec<SearchOther>,
}

/// A filter of the search.
#[derive(Serialize)]
pub struct SearchFilter {
    /// `type`, `partner`, `status`, `topic`, `year`.
    pub name: String,
    /// The choices, with counts and listings.
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
    /// Its search page.
    pub url: String,
    /// The folder of its index, if it has one.
    pub index: Option<String>,
}

/// A way to narrow the catalogue down. `facets` in `home.html`.
#[derive(Serialize)]
pub struct Facet {
    /// `type`, `status`, `partner`, `year`, `topic`.
    pub id: String,
    /// The choices, each with the listing that it links to.
    pub terms: Vec<Term>,
}

/// Items under one leading partner, or under several that share the group ("CTED and UNOCT").
#[derive(Serialize)]
pub struct Bundle {
    /// The ancestors of the first partner, the topmost first: France above its
    /// CIPDR.
    pub above: Vec<Organisation>,
    /// The partners, in the order in which the write-ups name them.
    pub partners: Vec<Organisation>,
    /// The items; on a large site only the first ones.
    pub items: Vec<Value>,
    /// The number of all items.
    pub count: usize,
}

/// A group of a type on the home page. A type's items without a group are collected in one whose
/// term is none.
#[derive(Serialize)]
pub struct Group {
    #[expect(missing_docs, reason = "see the struct")]
    pub term: Option<Term>,
    /// Its partners with their items.
    pub bundles: Vec<Bundle>,
    /// The number of items.
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
    /// What is listed: a type, a group…; none if it is all projects.
    pub term: Option<Term>,
    /// The number of items on all pages.
    pub count: usize,
    /// The number of this page, from 1.
    pub number: usize,
    /// The number of pages.
    pub pages: usize,
    /// The previous page, if any.
    pub previous: Option<String>,
    /// The next page, if any.
    pub next: Option<String>,
    /// The narrower listings below it: a type's groups, a group's partners.
    pub parts: Vec<Term>,
    /// The pages to choose from: the first, the last, and those around this one.
    pub numbers: Vec<PageNumber>,
    /// The index of all projects, for a script that filters.
    pub index: String,
    /// Their words, for the same.
    pub words: String,
    /// The whole list as CSV, if the site publishes data.
    pub csv: Option<String>,
    /// The whole list as JSON, if the site publishes data.
    pub json: Option<String>,
}

/// A page of a listing by its number.
#[derive(Serialize)]
pub struct PageNumber {
    /// Its number, from 1.
    pub number: usize,
    /// Its address.
    pub url: String,
}

/// The total of amounts of one currency and one stage.
#[derive(Clone, Serialize)]
pub struct Total {
    /// ISO 4217.
    pub currency: String,
    /// See [`Money::stage`]; none for "not stated".
    pub stage: Option<String>,
    /// The sum, a decimal number as text.
    pub amount: String,
    /// The number of amounts in it.
    pub count: usize,
    /// Whether the source says "about" for any of them.
    pub approximate: bool,
    /// The sum as a percentage of the largest one in the same currency, for
    /// bars.
    pub share: u8,
}

/// Figures of the whole site. `figures` in `figures.html` and `home.html`.
#[derive(Serialize)]
pub struct Figures {
    /// The number of published projects.
    pub projects: usize,
    /// How many of them state an amount ("n of m projects state an amount").
    pub with_amount: usize,
    /// How many of them state a date.
    pub with_date: usize,
    /// How many of them state a status.
    pub with_status: usize,
    /// The number of partners with a project.
    pub partners: usize,
    /// The leading currency: `currency` in site.yaml, or that of most projects.
    pub currency: Option<String>,
    /// The total that says most in short: of the leading currency, what is committed; or else
    /// disbursed, of no stated stage, or pledged.
    pub lead: Option<Total>,
    /// Amounts received or promised: never added across currencies, requests
    /// excluded. The leading currency comes first.
    pub totals: Vec<Total>,
    /// Requests, which are not money received.
    pub requests: Vec<Total>,
    /// The number of amounts without a stated currency: they are in no total.
    pub unknown_currency: usize,
    #[expect(missing_docs, reason = "counts by that term")]
    pub types: Vec<Term>,
    #[expect(missing_docs, reason = "counts by that term")]
    pub statuses: Vec<Term>,
    #[expect(missing_docs, reason = "counts by that term")]
    pub topics: Vec<Term>,
    #[expect(missing_docs, reason = "counts by that term")]
    pub places: Vec<Term>,
    #[expect(missing_docs, reason = "counts by that term")]
    pub sectors: Vec<Term>,
    #[expect(missing_docs, reason = "counts by that term")]
    pub years: Vec<Term>,
    /// Every year from the first to the last, including empty ones, for a chart; empty if they are
    /// too many.
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
