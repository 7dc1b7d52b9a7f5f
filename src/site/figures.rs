//! Figures of the whole site: amounts are never added up across currencies,
//! requests are never money received, and each figure states its basis.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::schema::fields::{funding, write_up as at};
use crate::schema::words::STATUS;
use crate::schema::{Item, Record};
use crate::site::names::{ListOf, Names};
use crate::site::view::{Figures, Total};

/// Sums and counts of the published projects.
pub fn figures(names: Names) -> Figures {
    let catalogue = names.catalogue;
    let funded = |project: &&crate::catalogue::project::Project| amounts(project).next().is_some();
    let count = |test: &dyn Fn(&&crate::catalogue::project::Project) -> bool| {
        catalogue.projects.iter().filter(|project| test(project)).count()
    };
    let all = catalogue.projects.iter().flat_map(amounts);
    let (requested, received): (Vec<&Record>, Vec<&Record>) =
        all.partition(|record| record.text(funding::STAGE) == Some("requested"));
    let unknown = requested.iter().chain(&received).filter(|record| record.text(funding::CURRENCY).is_none()).count();
    Figures {
        projects: catalogue.projects.len(),
        with_amount: count(&funded),
        with_date: count(&|project| project.latest.is_some()),
        with_status: count(&|project| project.status.is_some()),
        partners: catalogue.lists[names.lang].partners.iter().filter(|list| !list.is_empty()).count(),
        totals: totals(&received),
        requests: totals(&requested),
        unknown_currency: unknown,
        types: names.with_entries((0..names.config().types.len()).map(ListOf::Type)),
        statuses: names.with_entries((0..STATUS.len()).map(ListOf::Status)),
        years: names.with_entries(names.years()),
    }
}

/// The entries of `funding` that state an amount.
fn amounts(project: &crate::catalogue::project::Project) -> impl Iterator<Item = &Record> {
    let records = project.facts.list(at::FUNDING).iter().filter_map(Item::as_record);
    records.filter(|record| record.amount(funding::AMOUNT).is_some())
}

/// One total for each currency and stage, in that order.
fn totals(records: &[&Record]) -> Vec<Total> {
    let mut sums: BTreeMap<(&str, Option<&str>), (Decimal, usize)> = BTreeMap::new();
    for record in records {
        let Some((currency, amount)) = record.text(funding::CURRENCY).zip(record.amount(funding::AMOUNT)) else {
            continue;
        };
        let sum = sums.entry((currency, record.text(funding::STAGE))).or_default();
        sum.0 = sum.0.saturating_add(amount);
        sum.1 += 1;
    }
    let total = |((currency, stage), (amount, count)): ((&str, Option<&str>), (Decimal, usize))| Total {
        currency: currency.to_owned(),
        stage: stage.map(str::to_owned),
        amount: amount.normalize().to_string(),
        count,
    };
    sums.into_iter().map(total).collect()
}
