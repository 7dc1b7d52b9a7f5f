//! Structured data (schema.org, as JSON-LD).

use serde_json::{Value, json};

use crate::catalogue::ProjectId;
use crate::site::Page;
use crate::site::names::Names;
use crate::site::view::{Head, Organisation};

/// The site.
pub fn site(names: Names) -> String {
    let config = names.config();
    let text = |texts| names.text(texts).map(|text| text.text);
    print(&json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": text(&config.title),
        "description": text(&config.description),
        "url": names.page(&[]).absolute(&config.base_url),
        "inLanguage": names.tag().as_str(),
        "license": config.license.as_ref().map(|id| format!("https://spdx.org/licenses/{id}")),
        "publisher": publisher(names),
    }))
}

/// A project's page.
pub fn project(names: Names, page: &Page, id: ProjectId, head: &Head) -> String {
    let project = &names.catalogue.projects[id];
    let config = names.config();
    let title = head.title.as_ref();
    let partners: Vec<Value> =
        project.partners.iter().map(|partner| organisation(names, &names.organisation(*partner))).collect();
    print(&json!({
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": title.map(|title| &title.text),
        "description": head.description.as_ref().map(|text| &text.text),
        "inLanguage": title.map(|title| &title.lang),
        "url": page.url.absolute(&config.base_url),
        "dateModified": project.updated.map(|date| date.to_string()),
        "publisher": publisher(names),
        "about": {"@type": "Project", "name": title.map(|title| &title.text), "sponsor": partners},
        "breadcrumb": breadcrumb(names, head),
    }))
}

fn publisher(names: Names) -> Option<Value> {
    let (id, _) = names.config().organisation.as_ref()?;
    names.organisation_named(id).map(|own| organisation(names, &own))
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
