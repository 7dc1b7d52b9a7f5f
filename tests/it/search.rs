//! The search index of the sample: what is in it, what makes it anew, and what is said where it fails.

use jisr::base::path::RelPath;
use jisr::pipeline::{Output, Report, manifest};
use jisr::site::search::{Record, indexes, records};

use crate::support::fixture;
use crate::support::site::{self, Site};

fn build(site: &mut Site) -> Report {
    let report = site::run(&site.tree, &site.options, site.manifest.clone(), &site.out);
    site.manifest = report.manifest.clone();
    report
}

fn written(report: &Report, start: &str) -> Vec<String> {
    report.written.iter().map(|(path, _)| path.to_string()).filter(|path| path.starts_with(start)).collect()
}

fn record(site: &Site, lang: usize, url: &str) -> Option<Record> {
    records(site.plan().edition(lang)).into_iter().find(|record| record.url == url)
}

#[test]
fn each_language_has_an_index_and_nothing_that_no_page_asks_for() {
    let mut site = Site::sample();
    build(&mut site);
    for lang in ["fr", "ar"] {
        let folder = format!("search-index/{lang}/");
        let files: Vec<String> =
            site.out.files().keys().filter_map(|path| Some(path.as_str().strip_prefix(&folder)?.to_owned())).collect();
        let count = |start: &str| files.iter().filter(|name| name.starts_with(start)).count();
        assert_eq!(["entry.json", "choices.", "words."].map(count), [1, 1, 1], "{files:?}");
        assert_eq!(count("texts."), 13 + 2, "thirteen write-ups and two pages: {files:?}");
        assert_eq!(files.len(), 18, "{files:?}");
    }
}

#[test]
fn an_index_is_made_again_where_something_in_it_has_changed() {
    let mut site = Site::sample();
    build(&mut site);
    let second = build(&mut site);
    assert_eq!((second.written.len(), second.removed.len()), (0, 0));
    let at = "content/projects/iij-events.fr.md";
    let text = String::from_utf8_lossy(&site.tree.bytes(&site::path(at)).unwrap()).into_owned();
    site.put(at, &format!("{text}\nUn paragraphe de plus.\n"));
    let third = build(&mut site);
    assert!(!written(&third, "search-index/fr/").is_empty());
    assert_eq!(written(&third, "search-index/ar/"), Vec::<String>::new(), "the Arabic words are the same");
    let mut anew = Site::sample();
    anew.put(at, &format!("{text}\nUn paragraphe de plus.\n"));
    build(&mut anew);
    let files =
        |site: &Site| site.out.files().into_iter().filter(|(path, _)| *path != manifest::path()).collect::<Vec<_>>();
    assert!(files(&site) == files(&anew), "not what a clean build gives");
}

#[test]
fn an_index_stays_where_only_what_is_not_in_it_has_changed() {
    let mut site = Site::sample();
    build(&mut site);
    let edits = [
        ("site.yaml", "Site de démonstration, non officiel", "Site de démonstration, sans caractère officiel"),
        ("content/projects/pve-human-rights.fr.md", "amount: 3000000", "amount: 4000000"),
    ];
    for (at, from, to) in edits {
        let text = String::from_utf8_lossy(&site.tree.bytes(&site::path(at)).unwrap()).into_owned();
        assert!(text.contains(from), "{at} has no {from}");
        site.put(at, &text.replacen(from, to, 1));
        let report = build(&mut site);
        assert!(!report.diagnostics.has_errors() && !report.written.is_empty(), "{at} was built");
        assert_eq!(written(&report, "search-index/"), Vec::<String>::new(), "no word of the index has changed");
    }
}

#[test]
fn a_damaged_index_is_made_again() {
    let mut site = Site::sample();
    build(&mut site);
    let whole = site.out.files();
    let own = |path: &&RelPath| path.as_str().starts_with("search-index/fr/texts.");
    let lost = whole.keys().find(own).unwrap();
    site.out.delete(lost).unwrap();
    build(&mut site);
    assert!(site.out.files() == whole, "a file was lost from the output");
    site.manifest.entries.remove(lost);
    build(&mut site);
    assert!(site.out.files() == whole && site.manifest.entries.contains_key(lost), "a file was lost from the manifest");
}

#[test]
fn a_site_whose_theme_has_no_search_has_no_index() {
    let mut site = Site::open(&fixture("golden/order/input"));
    site.add_small_theme();
    build(&mut site);
    assert!(site.out.files().keys().all(|path| !path.as_str().contains("search")));
    assert!(!site.manifest.entries.is_empty(), "it was built");
}

#[test]
fn a_record_has_words_filters_and_names_in_every_language() {
    let record = record(&Site::sample(), 0, "fr/projects/pve-human-rights/").unwrap();
    for name in ["PNUD", "برنامج الأمم المتحدة الإنمائي", "سويسرا"] {
        assert!(record.also.contains(name), "{name}: {}", record.also);
    }
    assert!(!record.text.contains('<') && record.text.contains("l’extrémisme"), "{}", record.text);
    let filter = |name: &str| record.filters.iter().find(|(own, _)| *own == name).map(|(_, ids)| ids.join(" "));
    let filters = ["type", "partner", "status", "year"].map(|name| filter(name).unwrap_or_default());
    assert_eq!(filters, ["multilateral", "undp", "launched", "2018"]);
}

#[test]
fn what_stands_in_for_a_translation_is_found_in_its_own_language_only() {
    let mut site = Site::sample();
    site.put(
        "content/projects/new.fr.md",
        "---\ntitle: Seulement en français\ntype: bilateral\npartners: [eu]\n---\nTexte.\n",
    );
    build(&mut site);
    assert!(site.page("ar/projects/new/index.html").is_some());
    assert!(record(&site, 0, "fr/projects/new/").is_some());
    assert!(records(site.plan().edition(1)).iter().all(|record| !record.url.contains("/new/")));
    assert_eq!(indexes(&site.plan()).len(), 2);
}
