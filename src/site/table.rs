//! The projects of a listing as a table to take away: CSV (RFC 4180, UTF-8 with
//! a mark at its beginning, which spreadsheets look for) and JSON. Both have the
//! same columns, and a row for each project in the order of the listing.
//!
//! The sums of a project stand in a column for each currency and stage that
//! occurs on the site, `committed EUR`: nothing is added across them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::base::key::Key;
use crate::base::url::Url;
use crate::catalogue::ProjectId;
use crate::catalogue::facts::DateKey;
use crate::catalogue::project::Project;
use crate::config::LangId;
use crate::schema::fields::{funding, project as at};
use crate::site::Plan;
use crate::site::edition::{Edition, ListOf};
use crate::site::figures::amounts;

/// The form of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// A list of objects.
    Json,
}

impl Format {
    /// Both.
    pub const ALL: [Format; 2] = [Format::Csv, Format::Json];

    fn file(self) -> &'static str {
        match self {
            Format::Csv => "data.csv",
            Format::Json => "data.json",
        }
    }
}

/// A cell, with the name of its column.
type Cell = (String, String);

/// The address of a listing's table.
pub fn url(edition: Edition, of: ListOf, format: Format) -> Url {
    edition.list_url(of).beside(format.file())
}

/// The content key of a listing's table: of all amounts, since their currencies
/// are its columns, and of its projects.
pub fn key(plan: &Plan, lang: LangId, of: ListOf) -> Key {
    let cards = plan.edition(lang).list(of).iter().map(|id| plan.card_key(lang, *id));
    Key::join(cards.chain([plan.sums_key()]))
}

/// The currencies and stages of all amounts of a site, in this order.
pub fn sums(projects: &[Project]) -> BTreeSet<(String, String)> {
    projects.iter().flat_map(|project| own_sums(project).into_keys()).collect()
}

/// The table.
pub fn bytes(plan: &Plan, lang: LangId, of: ListOf, format: Format) -> Vec<u8> {
    let edition = plan.edition(lang);
    let rows: Vec<Vec<Cell>> = edition.list(of).iter().map(|id| row(plan, edition, *id)).collect();
    match format {
        Format::Csv => csv(&rows),
        Format::Json => json(&rows),
    }
}

fn row(plan: &Plan, edition: Edition, id: ProjectId) -> Vec<Cell> {
    let project = &edition.catalogue.projects[id];
    let config = edition.config();
    let name = |of: ListOf| edition.term(of).name.map_or_else(String::new, |name| name.text);
    let organisation = |id: &usize| edition.organisation(*id).name.text;
    let doc = edition.doc(&project.docs);
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let own = doc.map(|(_, doc)| doc.write_up());
    let of_lists = |lists: Vec<ListOf>| joined(lists.into_iter().map(name));
    let places = project.facts.list(at::PLACES).iter();
    let mut cells = vec![
        ("id", project.id.to_string()),
        ("title", text(own.map(|own| own.title.as_str()))),
        ("language", doc.map_or_else(String::new, |(lang, _)| config.languages[lang].lang.to_string())),
        ("kind", project.kind.to_owned()),
        ("type", name(ListOf::Type(project.r#type))),
        ("group", of_lists(project.group.map(ListOf::Group).into_iter().collect())),
        ("partners", joined(project.partners.iter().map(organisation))),
        ("status", text(project.status)),
        ("status_date", project.facts.get(at::STATUS_DATE).map_or_else(String::new, |date| date.to_string())),
    ];
    let date = |key: DateKey| (key.name(), project.dates().get(key).map_or_else(String::new, |date| date.to_string()));
    cells.extend(DateKey::all().map(date));
    cells.extend([
        ("topics", of_lists(project.topics.iter().copied().map(ListOf::Topic).collect())),
        ("audience", joined(project.audience.iter().filter_map(|at| edition.audience(*at).name).map(|name| name.text))),
        ("sdg", joined(project.facts.list(at::SDG).iter().map(|goal| goal.to_string()))),
        ("sector", text(project.facts.get(at::SECTOR))),
        ("places", joined(places.map(str::to_owned))),
        ("summary", text(own.and_then(|own| own.summary.as_deref()))),
        ("updated", project.updated.map_or_else(String::new, |date| date.to_string())),
        ("url", edition.project(id).absolute(&config.base_url)),
    ]);
    let own = own_sums(project);
    let sum = |sum: &(String, String)| own.get(sum).map_or_else(String::new, |sum| sum.normalize().to_string());
    let sums = plan.sums().iter().map(|key| (format!("{} {}", key.1, key.0), sum(key)));
    cells.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(sums).collect()
}

/// The sums of a project by currency and stage.
fn own_sums(project: &Project) -> BTreeMap<(String, String), Decimal> {
    let mut sums: BTreeMap<(String, String), Decimal> = BTreeMap::new();
    for record in amounts(project) {
        let Some((currency, amount)) = record.get(funding::CURRENCY).zip(record.get(funding::AMOUNT)) else { continue };
        let stage = record.get(funding::STAGE).unwrap_or("unstated");
        let sum = sums.entry((currency.to_owned(), stage.to_owned())).or_default();
        *sum = sum.saturating_add(amount);
    }
    sums
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join("; ")
}

fn csv(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let head = rows.first().into_iter().map(|row| row.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
    let lines = head.chain(rows.iter().map(|row| row.iter().map(|(_, value)| value.as_str()).collect()));
    for line in lines {
        let cells: Vec<String> = line.into_iter().map(field).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// A field of RFC 4180. A text that a spreadsheet would take for a formula gets
/// an apostrophe, which spreadsheets do not show.
fn field(value: &str) -> String {
    let safe = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{value}") } else { value.to_owned() };
    if safe.contains([',', '"', '\r', '\n']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

fn json(rows: &[Vec<Cell>]) -> Vec<u8> {
    let stated = |row: &Vec<Cell>| {
        let stated = row.iter().filter(|(_, value)| !value.is_empty());
        serde_json::Map::from_iter(stated.map(|(name, value)| (name.clone(), value.as_str().into())))
    };
    let rows: Vec<_> = rows.iter().map(stated).collect();
    let mut bytes = serde_json::to_vec_pretty(&rows).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::{csv, field};

    #[test]
    fn no_cell_is_a_formula_and_separators_are_quoted() {
        for (value, expected) in [
            ("a", "a"),
            ("=1+1", "'=1+1"),
            ("+216", "'+216"),
            ("-x", "'-x"),
            ("@x", "'@x"),
            ("a, \"b\"\nc", "\"a, \"\"b\"\"\nc\""),
            ("=a,b", "\"'=a,b\""),
            ("مشروع", "مشروع"),
        ] {
            assert_eq!(field(value), expected);
        }
        let row = |value: &str| vec![("id".to_owned(), value.to_owned()), ("title".to_owned(), "T".to_owned())];
        assert_eq!(csv(&[row("a"), row("b")]), "\u{feff}id,title\r\na,T\r\nb,T\r\n".as_bytes());
    }
}
