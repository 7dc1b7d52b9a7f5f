//! Structured data (schema.org, as JSON-LD). Facts that are not stated are left
//! out.

use serde::Serialize;

use crate::catalogue::ProjectId;
use crate::schema::pages::BuiltIn;
use crate::site::edition::Edition;
use crate::site::search;
use crate::site::view::Organisation;
use crate::site::view::page::{Crumb, Head};

const CONTEXT: &str = "https://schema.org";

#[derive(Serialize)]
struct WebSite {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Body>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(rename = "inLanguage")]
    language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(rename = "potentialAction", skip_serializing_if = "Option::is_none")]
    search: Option<SearchAction>,
    url: String,
}

#[derive(Serialize)]
struct SearchAction {
    #[serde(rename = "@type")]
    kind: &'static str,
    target: EntryPoint,
    #[serde(rename = "query-input")]
    input: &'static str,
}

#[derive(Serialize)]
struct EntryPoint {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "urlTemplate")]
    template: String,
}

#[derive(Serialize)]
struct WebPage<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Project<'a>>,
    breadcrumb: Breadcrumb<'a>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(rename = "inLanguage", skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    mentions: Vec<Body>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    url: &'a str,
}

#[derive(Serialize)]
struct Project<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

/// An organisation.
#[derive(Serialize)]
struct Body {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "alternateName", skip_serializing_if = "Option::is_none")]
    acronym: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Breadcrumb<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    position: usize,
}

/// The site. The organisation is stated as its subject, not its publisher:
/// nobody has stated who publishes it, and a demonstration is not published by
/// the organisation that it shows.
pub fn site(edition: Edition) -> String {
    let config = edition.config();
    let own = config.organisation.as_ref().and_then(|(id, _)| edition.organisation_named(id));
    let text = |texts| edition.text(texts).map(|text| text.text);
    print(&WebSite {
        context: CONTEXT,
        kind: "WebSite",
        about: own.map(|own| organisation(edition, own)),
        description: text(&config.description),
        language: edition.tag().to_string(),
        license: config.license.as_ref().map(|id| format!("https://spdx.org/licenses/{id}")),
        name: text(&config.title),
        search: search::exists(edition).then(|| search_action(edition)),
        url: edition.page(&[]).absolute(&config.base_url),
    })
}

fn search_action(edition: Edition) -> SearchAction {
    let page = edition.built_in(BuiltIn::Search).absolute(&edition.config().base_url);
    let target = EntryPoint { kind: "EntryPoint", template: format!("{page}?q={{search_term_string}}") };
    SearchAction { kind: "SearchAction", target, input: "required name=search_term_string" }
}

/// A project's page. Partners are named without their roles, which only the
/// page tells, and an agreement is not marked up as a project.
pub fn project(edition: Edition, id: ProjectId, head: &Head) -> String {
    let project = &edition.catalogue.projects[id];
    let name = head.title.as_ref().map(|title| title.text.as_str());
    let site = edition.text(&edition.config().title).map(|text| text.text);
    let partners = project.partners.iter().map(|partner| organisation(edition, edition.organisation(*partner)));
    print(&WebPage {
        context: CONTEXT,
        kind: "WebPage",
        about: (project.kind == "project").then_some(Project { kind: "Project", name }),
        breadcrumb: breadcrumb(edition, head, site.as_deref()),
        modified: project.updated.map(|date| date.to_string()),
        description: head.description.as_ref().map(|text| text.text.as_str()),
        language: head.title.as_ref().map(|title| title.lang.as_str()),
        mentions: partners.collect(),
        name,
        url: &head.canonical,
    })
}

fn organisation(edition: Edition, own: Organisation) -> Body {
    let here = own.url.map(|url| edition.config().base_url.absolute(&url));
    Body {
        kind: "Organization",
        acronym: own.acronym.map(|text| text.text),
        name: own.name.text,
        url: own.site.or(here),
    }
}

fn breadcrumb<'a>(edition: Edition, head: &'a Head, site: Option<&'a str>) -> Breadcrumb<'a> {
    let step = |(at, crumb): (usize, &'a Crumb)| Step {
        kind: "ListItem",
        item: edition.config().base_url.absolute(&crumb.url),
        name: crumb.title.as_ref().map(|title| title.text.as_str()).or(site),
        position: at + 1,
    };
    Breadcrumb { kind: "BreadcrumbList", steps: head.breadcrumb.iter().enumerate().map(step).collect() }
}

/// JSON that is safe inside a script element.
fn print(value: &impl Serialize) -> String {
    // Serialising structs of texts and numbers to JSON cannot fail.
    serde_json::to_string(value).unwrap_or_default().replace('<', "\\u003c")
}
