//! The brochure of the sample: the document that a browser prints.

use crate::support::site::Site;
use jisr::base::diag::Diagnostics;
use jisr::disk::builtin;
use jisr::pipeline::preview::{Input, Preview};

/// The brochure of a language, with the projects' ids in their order.
fn brochure(tag: &str) -> String {
    let site = Site::sample();
    let builtin = builtin::themes();
    let early = Diagnostics::default();
    let preview =
        Preview::new(Input { tree: &site.tree, options: site.options.clone(), builtin: &builtin, early }, None);
    let config = &preview.plan().catalogue.config;
    let lang = config.langs().find(|lang| config.languages[*lang].lang.as_str() == tag).unwrap();
    String::from_utf8(preview.brochure(lang).unwrap()).unwrap()
}

fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| rest.split(end).next())
}

#[test]
fn every_project_is_a_passage_that_the_contents_lead_to() {
    for (tag, day) in [("fr", "10 mai 2018"), ("ar", "10 ماي 2018")] {
        let html = brochure(tag);
        let passages: Vec<&str> = between(&html, "<h3 id=\"", "\"").collect();
        assert_eq!(passages.len(), 13, "{tag}: {passages:?}");
        let contents = between(&html, "<nav", "</nav>").next().unwrap();
        let led_to: Vec<&str> = between(contents, "href=\"#", "\"").filter(|id| !id.starts_with("type-")).collect();
        assert_eq!(led_to, passages, "{tag}");
        assert!(html.replace('\u{a0}', " ").contains(&format!(">{day}</time>")), "{tag} has no {day}");
    }
}

#[test]
fn links_lead_to_passages_or_to_the_published_site() {
    let html = brochure("fr");
    let links: Vec<&str> = between(&html, "<a href=\"", "\"").collect();
    let local: Vec<&&str> =
        links.iter().filter(|link| !link.starts_with('#') && !link.starts_with("https://")).collect();
    assert!(local.is_empty(), "{local:?}");
    // asset-freezing links to the other write-up with the same partners.
    let body = html.split("id=\"asset-freezing\"").nth(1).unwrap().split("</article>").next().unwrap();
    assert!(body.contains("<a href=\"#resolutions-1624-2178\""), "{body}");
    assert!(links.contains(&"https://cooperation.example/fr/projects/asset-freezing/"), "{links:?}");
}

#[test]
fn no_id_stands_twice() {
    for tag in ["fr", "ar"] {
        let html = brochure(tag);
        let mut ids: Vec<&str> = between(&html, " id=\"", "\"").collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "{tag}");
    }
}
