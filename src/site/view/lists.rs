//! What templates receive of many projects: listings, the home page, figures,
//! the glossary and search.

use serde::Serialize;
use tera::Value;

use crate::site::view::{Organisation, Term, Text};

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
