//! Figures for the whole site: amounts are never added across currencies,
//! requests never count as money received, and each figure states its basis.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::base::key::Key;
use crate::catalogue::project::Project;
use crate::config::LangId;
use crate::schema::fields::{Funding, funding, project as at};
use crate::schema::pages::BuiltIn;
use crate::schema::record::Record;
use crate::schema::words::STATUS;
use crate::site::context::Context;
use crate::site::edition::{Edition, ListOf, shared_out};
use crate::site::view::Term;
use crate::site::view::lists::{Figures, Total};
use crate::site::{Page, Plan, head};

/// The content key of what they count: all projects.
pub fn key(plan: &Plan, lang: LangId) -> Key {
    plan.cards_key(lang)
}

/// The page of figures.
pub fn show(plan: &Plan, page: &Page, lang: LangId) -> Context {
    let edition = plan.edition(lang);
    let head = head::in_menu(edition, page, BuiltIn::Figures);
    Context::new(plan, lang, &head).with("figures", figures(edition))
}

/// Sums and counts of the published projects.
pub fn figures(edition: Edition) -> Figures {
    let catalogue = edition.catalogue;
    let funded = |project: &&Project| amounts(project).next().is_some();
    let count = |test: &dyn Fn(&&Project) -> bool| catalogue.projects.iter().filter(|project| test(project)).count();
    let all = catalogue.projects.iter().flat_map(amounts);
    let (requested, received): (Vec<Record<Funding>>, Vec<Record<Funding>>) =
        all.partition(|record| record.get(funding::STAGE) == Some("requested"));
    let currency = leading_currency(edition);
    let totals = |records: &[Record<Funding>]| totals(records, currency);
    let received_totals = totals(&received);
    let unknown = requested.iter().chain(&received).filter(|record| record.get(funding::CURRENCY).is_none()).count();
    Figures {
        projects: catalogue.projects.len(),
        with_amount: count(&funded),
        with_date: count(&|project| project.latest.is_some()),
        with_status: count(&|project| project.status.is_some()),
        partners: catalogue.lists[edition.lang].partners.iter().filter(|list| !list.is_empty()).count(),
        currency: currency.map(str::to_owned),
        lead: lead(&received_totals, currency),
        totals: received_totals,
        requests: totals(&requested),
        unknown_currency: unknown,
        types: edition.with_entries((0..edition.config().types.len()).map(ListOf::Type)),
        statuses: edition.with_entries((0..STATUS.len()).map(ListOf::Status)),
        topics: edition.with_entries((0..edition.config().topics.len()).map(ListOf::Topic)),
        places: edition.with_entries(edition.places()),
        sectors: edition.with_entries(edition.sectors()),
        years: edition.with_entries(edition.years()),
        span: span(edition),
    }
}

/// The most years that a chart has room for.
const LONGEST_SPAN: i16 = 60;

/// Every year from the first to the last with projects, so that a chart also
/// shows the gaps.
fn span(edition: Edition) -> Vec<Term> {
    let years = &edition.catalogue.lists[edition.lang].years;
    let (Some((last, _)), Some((first, _))) = (years.first_key_value(), years.last_key_value()) else { return vec![] };
    let (first, last) = (first.0, last.0);
    if last.saturating_sub(first) >= LONGEST_SPAN {
        return vec![];
    }
    shared_out((first..=last).map(|year| edition.counted(ListOf::Year(year))).collect())
}

/// The entries of `funding` that state an amount.
pub fn amounts(project: &Project) -> impl Iterator<Item = Record<'_, Funding>> {
    project.facts.list(at::FUNDING).iter().filter(|record| record.has(funding::AMOUNT))
}

/// The currency whose totals lead: site.yaml says which, or else it is that in
/// which most projects state an amount; of two, the first in the alphabet.
pub fn leading_currency(edition: Edition<'_>) -> Option<&str> {
    if let Some(stated) = &edition.config().currency {
        return Some(stated);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for project in &edition.catalogue.projects {
        let currencies: BTreeSet<&str> = amounts(project).filter_map(|record| record.get(funding::CURRENCY)).collect();
        currencies.into_iter().for_each(|currency| *counts.entry(currency).or_default() += 1);
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(currency, _)| currency)
}

/// The total of the leading currency that says most.
fn lead(totals: &[Total], currency: Option<&str>) -> Option<Total> {
    let of = |stage: Option<&str>| {
        totals.iter().find(|total| Some(total.currency.as_str()) == currency && total.stage.as_deref() == stage)
    };
    [Some("committed"), Some("disbursed"), None, Some("pledged")].into_iter().find_map(of).cloned()
}

/// A total for each currency and stage, sorted in that order; the leading
/// currency comes first.
fn totals(records: &[Record<Funding>], leading: Option<&str>) -> Vec<Total> {
    let mut sums: BTreeMap<(&str, Option<&str>), (Decimal, usize, bool)> = BTreeMap::new();
    for record in records {
        let Some((currency, amount)) = record.get(funding::CURRENCY).zip(record.get(funding::AMOUNT)) else {
            continue;
        };
        let sum = sums.entry((currency, record.get(funding::STAGE))).or_default();
        sum.0 = sum.0.saturating_add(amount);
        sum.1 += 1;
        sum.2 |= record.is_true(funding::APPROXIMATE);
    }
    let largest = |currency: &str| {
        sums.iter().filter(|((of, _), _)| *of == currency).map(|(_, (amount, ..))| *amount).max().unwrap_or_default()
    };
    let total = |((currency, stage), (amount, count, approximate)): (&(&str, Option<&str>), &(Decimal, _, _))| Total {
        currency: (*currency).to_owned(),
        stage: stage.map(str::to_owned),
        amount: amount.normalize().to_string(),
        count: *count,
        approximate: *approximate,
        share: hundredths(*amount, largest(currency)),
    };
    let mut totals: Vec<Total> = sums.iter().map(total).collect();
    totals.sort_by_key(|total| Some(total.currency.as_str()) != leading);
    totals
}

/// A part as a percentage of the whole, at least 1.
fn hundredths(part: Decimal, whole: Decimal) -> u8 {
    let share = part.checked_div(whole).and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
    share.and_then(|share| share.round().to_u8()).unwrap_or_default().clamp(1, 100)
}
