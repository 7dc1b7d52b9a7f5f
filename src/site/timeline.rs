//! The timeline: dated events of the projects, latest first.

use std::cmp::Reverse;

use tera::Value;

use crate::base::date::PartialDate;
use crate::base::key::Key;
use crate::catalogue::ProjectId;
use crate::catalogue::facts::DateKey;
use crate::config::LangId;
use crate::schema::pages::BuiltIn;
use crate::site::context::Context;
use crate::site::edition::{Edition, ListOf};
use crate::site::view::map;
use crate::site::{Page, Plan, head};

/// On a site with more events than this, the timeline shows only the first ones of
/// each year.
const MANY_EVENTS: usize = 200;

/// The number of events per year that it then shows.
const EVENTS_OF_A_YEAR: usize = 20;

/// Whether any project has a date.
pub fn exists(edition: Edition) -> bool {
    !edition.catalogue.lists[edition.lang].years.is_empty()
}

/// The content key of its events, which are those of the projects' cards.
pub fn key(plan: &Plan, lang: LangId) -> Key {
    plan.order_key(lang)
}

/// The timeline page, latest events first.
pub fn show(plan: &Plan, page: &Page, lang: LangId) -> Context {
    let edition = plan.edition(lang);
    let many =
        plan.catalogue.projects.iter().map(|project| project.dates().stated().count()).sum::<usize>() > MANY_EVENTS;
    let most = if many { EVENTS_OF_A_YEAR } else { usize::MAX };
    let years: Vec<Value> = edition.years().filter_map(|of| year(plan, lang, of, most)).collect();
    let head = head::in_menu(edition, page, BuiltIn::Timeline);
    Context::new(plan, lang, &head).with_shared("years", years)
}

/// A year with its events; none if nothing but the passing of time happened.
fn year(plan: &Plan, lang: LangId, of: ListOf, most: usize) -> Option<Value> {
    let edition = plan.edition(lang);
    let ListOf::Year(number) = of else { return None };
    let mut events: Vec<_> = edition
        .list(of)
        .iter()
        .flat_map(|id| plan.catalogue.projects[*id].dates().stated().map(|(kind, date)| (*id, kind, date)))
        .filter(|(_, _, date)| date.year() == number)
        .collect();
    events.sort_by_key(|(_, _, date)| Reverse(date.earliest()));
    if events.is_empty() {
        return None;
    }
    let count = events.len();
    let shown: Vec<Value> =
        events.iter().take(most).map(|(id, kind, date)| event(plan, lang, *id, *kind, *date)).collect();
    let more = count - shown.len();
    Some(map([
        ("term", Value::from_serializable(&edition.counted(of))),
        ("events", Value::from(shown)),
        ("more", Value::from(more)),
    ]))
}

/// The template value of an event: the kind of date, and the project's card.
pub fn event(plan: &Plan, lang: LangId, id: ProjectId, kind: DateKey, date: PartialDate) -> Value {
    map([("date", Value::from(date.to_string())), ("event", Value::from(kind.name())), ("item", plan.card(lang, id))])
}
