//! The page of all partners.

use tera::Value;

use crate::base::key::Key;
use crate::catalogue::ProjectId;
use crate::config::LangId;
use crate::schema::pages::BuiltIn;
use crate::site::context::Context;
use crate::site::listing::number_key;
use crate::site::view::with;
use crate::site::{Page, Plan, head};

/// The content key of how many projects each partner has.
pub fn key(plan: &Plan, lang: LangId) -> Key {
    Key::join(plan.catalogue.lists[lang].partners.iter().map(|list| number_key(list.len())))
}

/// All partners that have projects, with counts.
pub fn show(plan: &Plan, page: &Page, lang: LangId) -> Context {
    let edition = plan.edition(lang);
    let lists = &plan.catalogue.lists[lang].partners;
    let with_projects = lists.iter().enumerate().filter(|(_, list)| !list.is_empty());
    let partner = |(id, list): (usize, &Vec<ProjectId>)| {
        let map = tera::Map::from_iter([("count".into(), Value::from(list.len()))]);
        with(Value::from(map), [("org", Value::from_serializable(&edition.organisation(id)))])
    };
    let partners: Vec<Value> = with_projects.map(partner).collect();
    let head = head::in_menu(edition, page, BuiltIn::Partners);
    Context::new(plan, lang, &head).with_shared("partners", partners)
}
