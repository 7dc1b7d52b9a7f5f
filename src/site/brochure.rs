//! The whole catalogue in one language as one document for printing.

use std::collections::HashMap;

use tera::Value;

use crate::base::key::Key;
use crate::catalogue::ProjectId;
use crate::config::LangId;
use crate::schema::pages::BuiltIn;
use crate::site::context::Context;
use crate::site::edition::ListOf;
use crate::site::home::{HomeGroup, HomeSection};
use crate::site::view::page::Head;
use crate::site::view::{map, with};
use crate::site::{Page, Plan, View, body, figures, head, home, project};

/// The number of levels by which headings of a body are lowered: a type is
/// `<h2>`, a project `<h3>`.
const DEEPER: u8 = 2;

/// The template of the brochure.
pub const TEMPLATE: &str = "brochure.html";

/// What the brochure of a language shows. It is not a page of the site; it is
/// made on request.
pub fn brochure(plan: &Plan, lang: LangId) -> Context {
    let edition = plan.edition(lang);
    let config = edition.config();
    let stand_in = Page { url: edition.page(&[]), view: View::BuiltIn(lang, BuiltIn::Home), key: Key::default() };
    let head = Head { title: edition.text(&config.title), ..head::bare(edition, &stand_in, "brochure") };
    let sections: Vec<Value> =
        home::sections(edition).iter().map(|section| section_value(plan, lang, section)).collect();
    let intro = home::intro(edition).map(|(_, doc)| body::body(edition, doc));
    Context::new(plan, lang, &head)
        .with_shared("sections", sections)
        .with("figures", figures::figures(edition))
        .with("intro", intro)
        .with("today", config.options.today.to_string())
        .with("address", edition.page(&[]).absolute(&config.base_url))
}

/// The brochure with links adapted to paper: a link to a project becomes one to
/// its section of the brochure, and any other link of the site gets its full
/// address.
pub fn linked(plan: &Plan, lang: LangId, html: &str) -> String {
    let edition = plan.edition(lang);
    let base = &edition.config().base_url;
    let projects = plan.catalogue.projects.iter().enumerate();
    let passages: HashMap<String, &str> =
        projects.map(|(id, project)| (edition.href(&edition.project(id)), &*project.id)).collect();
    let link = |tag: &str| {
        let address = tag.strip_prefix("<a href=\"").and_then(|rest| rest.split('"').next())?;
        let passage = passages.get(address).map(|id| format!("#{id}"));
        let there = passage.or_else(|| address.starts_with('/').then(|| base.absolute(address)))?;
        Some(tag.replacen(address, &there, 1))
    };
    each_tag(html, |tag| link(tag).unwrap_or_else(|| tag.to_owned()))
}

fn section_value(plan: &Plan, lang: LangId, section: &HomeSection) -> Value {
    let edition = plan.edition(lang);
    let entry = |group: &HomeGroup, id: ProjectId| {
        let group = group.group.map_or(Value::none(), |at| Value::from_serializable(&edition.term(ListOf::Group(at))));
        with(entry(plan, lang, id), [("group", group)])
    };
    let items = |group| HomeGroup::items(group).map(move |id| entry(group, id));
    let entries = section.groups.iter().flat_map(items);
    let term = Value::from_serializable(&edition.counted(ListOf::Type(section.r#type)));
    map([("term", term), ("entries", Value::from(entries.collect::<Vec<_>>()))])
}

fn entry(plan: &Plan, lang: LangId, id: ProjectId) -> Value {
    let edition = plan.edition(lang);
    let own = &plan.catalogue.projects[id];
    let body = edition.doc(&own.docs).map(|(_, doc)| {
        let mut body = body::body(edition, doc);
        body.html = nested(&body.html, &own.id);
        body
    });
    map([
        ("project", plan.card(lang, id)),
        ("details", Value::from_serializable(&project::details(edition, id))),
        ("body", Value::from_serializable(&body)),
        ("address", Value::from(edition.project(id).absolute(&edition.config().base_url))),
    ])
}

/// A body as part of a larger document: its headings are lowered below the
/// project's, and its ids, which may occur in other bodies too, are prefixed
/// with the project's id.
fn nested(html: &str, id: &str) -> String {
    each_tag(html, |tag| nested_tag(tag, id))
}

/// Applies a change to each tag of our own HTML, in which names are in lower
/// case and values in double quotes, without `>`.
fn each_tag(html: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        out.push_str(&change(&rest[at..end]));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn nested_tag(tag: &str, id: &str) -> String {
    let name = tag.trim_start_matches("</").trim_start_matches('<');
    let level = name.strip_prefix('h').and_then(|rest| rest.chars().next()?.to_digit(10));
    let deeper = |level: u32| format!("h{}", (level + u32::from(DEEPER)).min(6));
    let renamed = level.map(|level| tag.replacen(&format!("h{level}"), &deeper(level), 1));
    let renamed = renamed.unwrap_or_else(|| tag.to_owned());
    [" id=\"", " href=\"#", " aria-labelledby=\""]
        .iter()
        .fold(renamed, |tag, start| tag.replace(start, &format!("{start}{id}-")))
}

#[cfg(test)]
mod tests {
    use super::nested;

    #[test]
    fn headings_go_down_and_ids_are_the_projects_own() {
        let html = "<h2 id=\"a\">A &lt; h2</h2><p><a href=\"https://h2.example/#x\">y</a>\
                    <a href=\"#fn-p-1\" id=\"fnref-p-1\">1</a></p><div aria-labelledby=\"a\"></div><h5>B</h5><hr>";
        assert_eq!(
            nested(html, "p"),
            "<h4 id=\"p-a\">A &lt; h2</h4><p><a href=\"https://h2.example/#x\">y</a>\
             <a href=\"#p-fn-p-1\" id=\"p-fnref-p-1\">1</a></p><div aria-labelledby=\"p-a\"></div><h6>B</h6><hr>"
        );
    }
}
