//! The index of a language's projects, for listings that are filtered and
//! sorted in the browser: `/{lang}/projects/index.json`, and their words in
//! `words.json`. Both are loaded when a reader filters, and never before.
//!
//! The index has a column for each way to filter: the values that occur, and
//! for each project, in the order of the listing of all, their positions.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::base::url::Url;
use crate::catalogue::ProjectId;
use crate::catalogue::project::Project;
use crate::config::LangId;
use crate::schema::fields::{funding, party, project as at};
use crate::schema::pages::{BuiltIn, PROJECTS};
use crate::schema::words::STATUS;
use crate::site::Plan;
use crate::site::edition::{Edition, ListOf};
use crate::site::figures::{amounts, leading_currency};
use crate::site::view::Term;

/// The index of a language.
#[derive(Serialize)]
struct Index {
    /// The address of the listing of all projects, whose pages have the items.
    list: String,
    /// The number of items on each of these pages.
    size: usize,
    /// The currency of `amounts`.
    currency: Option<String>,
    facets: Vec<Column>,
    /// The latest event of each project as a number, 20180510; 0 for none.
    dates: Vec<u32>,
    /// The amount of each project in that currency; 0 for none.
    amounts: Vec<u64>,
    /// The position of each project when all are sorted by title.
    titles: Vec<usize>,
}

/// A way to filter.
#[derive(Serialize)]
struct Column {
    id: &'static str,
    /// Id, name (none where the theme has it) and listing of each value.
    values: Vec<(String, Option<String>, Option<String>)>,
    /// For each project: a position, several, or none.
    rows: Vec<Json>,
}

/// The address of the index.
pub fn url(edition: Edition) -> Url {
    edition.built_in(BuiltIn::Projects).beside("index.json")
}

/// The address of the words.
pub fn words_url(edition: Edition) -> Url {
    edition.built_in(BuiltIn::Projects).beside("words.json")
}

/// The index as JSON.
pub fn json(plan: &Plan, lang: LangId) -> Vec<u8> {
    let edition = plan.edition(lang);
    let all = edition.list(ListOf::All);
    let project = |id: &ProjectId| &edition.catalogue.projects[*id];
    let currency = leading_currency(edition);
    let index = Index {
        list: edition.href(&edition.page(&[PROJECTS])),
        size: edition.config().page_size,
        currency: currency.map(str::to_owned),
        facets: columns(edition, all),
        dates: all.iter().map(|id| day(project(id))).collect(),
        amounts: all.iter().map(|id| amount(project(id), currency)).collect(),
        titles: titles(edition, all),
    };
    serde_json::to_vec(&index).unwrap_or_default()
}

/// The words of each project that a reader may type: its title and summary.
pub fn words(plan: &Plan, lang: LangId) -> Vec<u8> {
    let edition = plan.edition(lang);
    let words = |id: &ProjectId| {
        let (_, doc) = edition.doc(&edition.catalogue.projects[*id].docs)?;
        let own = doc.write_up();
        Some(format!("{}\n{}", own.title, own.summary.as_deref().unwrap_or_default()))
    };
    let all: Vec<Option<String>> = edition.list(ListOf::All).iter().map(words).collect();
    serde_json::to_vec(&all).unwrap_or_default()
}

fn columns(edition: Edition, all: &[ProjectId]) -> Vec<Column> {
    let config = edition.config();
    let organisations = 0..edition.catalogue.organisations.all.len();
    let listed = [
        ("type", (0..config.types.len()).map(ListOf::Type).collect::<Vec<_>>()),
        ("group", (0..config.groups.len()).map(ListOf::Group).collect()),
        ("partner", organisations.map(ListOf::Partner).collect()),
        ("status", (0..STATUS.len()).map(ListOf::Status).collect()),
        ("year", edition.years().collect()),
        ("topic", (0..config.topics.len()).map(ListOf::Topic).collect()),
        ("place", edition.places().collect()),
        ("sector", edition.sectors().collect()),
    ];
    let listed = listed.into_iter().map(|(id, lists)| of_lists(edition, id, lists, all));
    let stated = [("funder", funders as Stated), ("audience", audiences), ("sdg", goals)];
    let stated = stated.into_iter().map(|(id, stated)| of_terms(edition, id, stated, all));
    listed.chain(stated).filter(|column| !column.values.is_empty()).collect()
}

/// A column from listings: their projects are known.
fn of_lists(edition: Edition, id: &'static str, lists: Vec<ListOf>, all: &[ProjectId]) -> Column {
    let mut of_projects: Vec<Vec<usize>> = vec![vec![]; edition.catalogue.projects.len()];
    let mut terms = vec![];
    for of in lists.into_iter().filter(|of| !edition.list(*of).is_empty()) {
        edition.list(of).iter().for_each(|project| of_projects[*project].push(terms.len()));
        terms.push(edition.term(of));
    }
    column(id, terms, all.iter().map(|id| &*of_projects[*id]))
}

/// What a project states of something that has no listing.
type Stated = fn(Edition, &Project) -> Vec<Term>;

/// A column from what projects state; its values are in the order of their ids.
fn of_terms(edition: Edition, id: &'static str, stated: Stated, all: &[ProjectId]) -> Column {
    let of_projects: Vec<Vec<Term>> = all.iter().map(|id| stated(edition, &edition.catalogue.projects[*id])).collect();
    let terms: BTreeMap<String, Term> =
        of_projects.iter().flatten().map(|term| (term.id.clone(), term.clone())).collect();
    let position = |term: &Term| terms.keys().position(|id| *id == term.id);
    let rows: Vec<Vec<usize>> = of_projects.iter().map(|own| own.iter().filter_map(position).collect()).collect();
    column(id, terms.values().cloned().collect(), rows.iter().map(Vec::as_slice))
}

fn column<'r>(id: &'static str, terms: Vec<Term>, rows: impl Iterator<Item = &'r [usize]>) -> Column {
    let row = |row: &[usize]| match row {
        [] => json!([]),
        [one] => json!(one),
        several => json!(several),
    };
    let value = |term: Term| (term.id, term.name.map(|name| name.text), term.url);
    Column { id, values: terms.into_iter().map(value).collect(), rows: rows.map(row).collect() }
}

/// Who funds a project, by its amounts and its parties.
fn funders(edition: Edition, project: &Project) -> Vec<Term> {
    let of_amounts = project.facts.list(at::FUNDING).iter().filter_map(|record| record.get(funding::FUNDER));
    let parties = project.facts.list(at::PARTIES).iter();
    let of_parties = parties.filter(|record| record.get(party::ROLE) == Some("funding"));
    let ids = of_amounts.chain(of_parties.filter_map(|record| record.get(party::ORG)));
    let mut terms: Vec<Term> = vec![];
    for org in ids.filter_map(|id| edition.organisation_named(id)) {
        if !terms.iter().any(|term| term.id == org.id) {
            terms.push(Term { id: org.id, name: Some(org.name), url: org.url, count: None, share: None });
        }
    }
    terms
}

fn audiences(edition: Edition, project: &Project) -> Vec<Term> {
    project.audience.iter().map(|at| edition.audience(*at)).collect()
}

fn goals(_: Edition, project: &Project) -> Vec<Term> {
    let goal = |goal: i64| Term { id: format!("{goal:02}"), name: None, url: None, count: None, share: None };
    project.facts.list(at::SDG).iter().map(goal).collect()
}

fn day(project: &Project) -> u32 {
    let Some(date) = project.last_event().map(|date| date.earliest()) else { return 0 };
    let (year, month, day) = (date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs());
    u32::from(year) * 10_000 + u32::from(month) * 100 + u32::from(day)
}

/// What a project received or shall receive in a currency: of the sums by
/// stage, the largest, since a payment is also part of what was promised.
/// Requests are not counted.
fn amount(project: &Project, currency: Option<&str>) -> u64 {
    let mut sums: BTreeMap<Option<&str>, Decimal> = BTreeMap::new();
    for record in amounts(project) {
        let (stage, own) = (record.get(funding::STAGE), record.get(funding::CURRENCY));
        if let Some(amount) = record.get(funding::AMOUNT)
            && own.is_some()
            && own == currency
            && stage != Some("requested")
        {
            let sum = sums.entry(stage).or_default();
            *sum = sum.saturating_add(amount);
        }
    }
    sums.into_values().max().and_then(|sum| sum.round().to_u64()).unwrap_or_default()
}

/// For each project of the listing, its position by title.
fn titles(edition: Edition, all: &[ProjectId]) -> Vec<usize> {
    let locale = edition.config().locale(edition.lang);
    let title = |id: &ProjectId| {
        let doc = edition.doc(&edition.catalogue.projects[*id].docs);
        locale.sort_key(doc.map_or("", |(_, doc)| doc.write_up().title.as_str()))
    };
    let mut sorted: Vec<(_, usize)> = all.iter().enumerate().map(|(at, id)| (title(id), at)).collect();
    sorted.sort();
    let mut positions = vec![0; all.len()];
    sorted.iter().enumerate().for_each(|(position, (_, at))| positions[*at] = position);
    positions
}
