//! Listings: what stands first, which years list a project, places by name, the index that a script filters by, and
//! tables to take away.

use serde_json::Value;

use crate::support::site::{SMALL_SITE, Site};

const PROJECTS: [(&str, &str); 4] = [
    ("study", "status: under-review\ndates: {planned_start: 2030}\n"),
    ("signed", "status: signed\ndates: {signed: 2025-01, planned_start: 2029}\n"),
    ("old", "status: completed\ndates: {start: 2018, end: 2021}\nplaces: [TN-11]\n"),
    (
        "runs",
        "status: ongoing\ndates: {start: 2024, planned_end: 2031}\nplaces: [TN-11, TN-61]\nsector: 15210\n\
         funding:\n- {amount: 2000000, currency: EUR, stage: committed}\n- {amount: 500000.50, currency: EUR, stage: disbursed}\n",
    ),
];

fn site() -> Site {
    let mut site = Site::default();
    site.add_small_theme();
    site.put("site.yaml", SMALL_SITE);
    site.put("content/partners.yaml", "a: {name: {fr: A, ar: أ}}\n");
    for (id, facts) in PROJECTS {
        let front = format!("title: '=Projet, « {id} »'\ntype: all\npartners: [a]\n{facts}");
        site.put(&format!("content/projects/{id}.fr.md"), &format!("---\n{front}---\nTexte.\n"));
    }
    assert!(!site.build().diagnostics.has_errors());
    site
}

fn page(site: &Site, path: &str) -> String {
    site.page(path).unwrap_or_else(|| panic!("no page {path}"))
}

#[test]
fn what_has_begun_stands_before_what_has_not() {
    let page = page(&site(), "fr/projects/index.html");
    let at = |id: &str| page.find(&format!("/fr/projects/{id}/")).unwrap();
    assert!(at("runs") < at("old") && at("old") < at("signed") && at("signed") < at("study"), "{page}");
}

#[test]
fn a_project_is_listed_in_the_years_in_which_it_runs() {
    let site = site();
    assert!(page(&site, "fr/years/2027/index.html").contains("/fr/projects/runs/"));
    assert!(page(&site, "fr/years/2019/index.html").contains("/fr/projects/old/"));
    assert!(site.page("fr/years/2022/index.html").is_none());
}

#[test]
fn places_and_sectors_have_lists_with_their_names() {
    let site = site();
    let arabic = page(&site, "ar/places/tn-11/index.html");
    assert!(arabic.contains("ولاية تونس") && arabic.contains("projects/old/") && arabic.contains("projects/runs/"));
    assert!(!page(&site, "fr/places/tn-61/index.html").contains("projects/old/"));
    assert!(page(&site, "fr/sectors/15210/index.html").contains("projects/runs/"));
}

#[test]
fn the_index_says_of_each_project_what_its_list_says() {
    let site = site();
    let index: Value = serde_json::from_str(&page(&site, "fr/projects/index.json")).unwrap();
    let facet = |id: &str| index["facets"].as_array().unwrap().iter().find(|facet| facet["id"] == id).unwrap().clone();
    let places = facet("place");
    assert_eq!(places["values"][0][0], "TN-11");
    assert_eq!(places["rows"], serde_json::json!([[0, 1], 0, [], []]));
    assert_eq!(index["currency"], "EUR");
    assert_eq!(index["amounts"], serde_json::json!([2_000_000, 0, 0, 0]), "a payment is part of what is committed");
    let words: Vec<String> = serde_json::from_str(&page(&site, "fr/projects/words.json")).unwrap();
    assert!(words[0].contains("runs") && words[3].contains("study"), "{words:?}");
}

#[test]
fn a_table_has_a_row_for_each_project_and_no_formula() {
    let site = site();
    let csv = page(&site, "fr/places/tn-11/data.csv");
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(lines[0].starts_with("\u{feff}id,title,") && lines[0].contains("committed EUR,disbursed EUR"), "{csv}");
    assert!(lines[1].starts_with("runs,\"'=Projet, «"), "{csv}");
    assert!(lines[1].ends_with(",2000000,500000.5"), "{csv}");
    assert_eq!(lines.len(), 4, "{csv}");
    let json: Value = serde_json::from_str(&page(&site, "fr/places/tn-11/data.json")).unwrap();
    assert_eq!(json[1]["id"], "old");
    assert_eq!(json.as_array().unwrap().len(), 2);
}
