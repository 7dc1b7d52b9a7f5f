//! Structured data (schema.org, as JSON-LD).

use serde_json::{Value, json};

use crate::catalogue::ProjectId;
use crate::site::names::Names;
use crate::site::view::{Head, Organisation};

/// The site. The organisation is what it is about: who publishes it nobody has
/// said, and a demonstration is not published by whom it shows.
pub fn site(names: Names) -> String {
    let config = names.config();
    let own = config.organisation.as_ref().and_then(|(id, _)| names.organisation_named(id));
    let own = own.map(|own| organisation(names, &own));
    let text = |texts| names.text(texts).map(|text| text.text);
    print(&json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": text(&config.title),
        "description": text(&config.description),
        "url": names.page(&[]).absolute(&config.base_url),
        "inLanguage": names.tag().as_str(),
        "license": config.license.as_ref().map(|id| format!("https://spdx.org/licenses/{id}")),
        "about": own,
    }))
}

/// A project's page. Who has which part in the project is for the page to
/// tell: here partners are named, and an agreement is not called a project.
pub fn project(names: Names, id: ProjectId, head: &Head) -> String {
    let project = &names.catalogue.projects[id];
    let title = head.title.as_ref();
    let is_project = project.kind == "project";
    let partners: Vec<Value> =
        project.partners.iter().map(|partner| organisation(names, &names.organisation(*partner))).collect();
    print(&json!({
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": title.map(|title| &title.text),
        "description": head.description.as_ref().map(|text| &text.text),
        "inLanguage": title.map(|title| &title.lang),
        "url": head.canonical,
        "dateModified": project.updated.map(|date| date.to_string()),
        "about": is_project.then(|| json!({"@type": "Project", "name": title.map(|title| &title.text)})),
        "mentions": partners,
        "breadcrumb": breadcrumb(names, head),
    }))
}

fn organisation(names: Names, own: &Organisation) -> Value {
    json!({
        "@type": "Organization",
        "name": own.name.text,
        "alternateName": own.acronym.as_ref().map(|text| &text.text),
        "url": own.site.clone().or_else(|| own.url.as_ref().map(|url| names.config().base_url.absolute(url))),
    })
}

fn breadcrumb(names: Names, head: &Head) -> Value {
    let site = names.text(&names.config().title).map(|text| text.text);
    let steps = head.breadcrumb.iter().enumerate().map(|(at, crumb)| {
        json!({
            "@type": "ListItem",
            "position": at + 1,
            "name": crumb.title.as_ref().map(|title| title.text.clone()).or_else(|| site.clone()),
            "item": names.config().base_url.absolute(&crumb.url),
        })
    });
    json!({"@type": "BreadcrumbList", "itemListElement": steps.collect::<Vec<_>>()})
}

/// JSON without empty values, fit to stand in a script element.
fn print(value: &Value) -> String {
    let mut value = value.clone();
    prune(&mut value);
    value.to_string().replace('<', "\\u003c")
}

fn prune(value: &mut Value) {
    if let Value::Object(map) = value {
        map.retain(|_, value| !value.is_null());
        map.values_mut().for_each(prune);
    } else if let Value::Array(items) = value {
        items.iter_mut().for_each(prune);
    }
}
