//! A site of forty projects and more: its home page, listings and timeline show the first ones and counts.

use jisr::site::sitemap::{self, Part};

use crate::support::links;
use crate::support::site::{SMALL_SITE, Site};

const PARTNERS: &str = "a: {name: {fr: A, ar: أ}}\nb: {name: {fr: B, ar: ب}}\n";

/// So many projects, of which the first two are the second partner's.
fn site(projects: usize) -> Site {
    let mut site = Site::default();
    site.add_small_theme();
    site.put("site.yaml", SMALL_SITE);
    site.put("content/partners.yaml", PARTNERS);
    for at in 0..projects {
        let partner = if at < 2 { "b" } else { "a" };
        let front = format!("title: Projet {at:03}\ntype: all\npartners: [{partner}]\ndates: {{start: 2020-01}}\n");
        let updated = if at < 60 { format!("updated: 2026-01-{:02}\n", at % 28 + 1) } else { String::new() };
        site.put(&format!("content/projects/p{at:03}.fr.md"), &format!("---\n{front}{updated}---\nTexte.\n"));
    }
    site
}

fn page(site: &Site, path: &str) -> String {
    site.page(path).unwrap_or_else(|| panic!("no page {path}"))
}

#[test]
fn over_forty_items_the_home_page_shows_counts_and_the_first_of_each_partner() {
    let mut small = site(40);
    assert!(!small.build().diagnostics.has_errors());
    let home = page(&small, "fr/index.html");
    assert!(home.contains("\n40\n") && home.matches("<li>").count() == 40 + 3, "all of them, and three changes");
    let mut large = site(41);
    assert!(!large.build().diagnostics.has_errors());
    let home = page(&large, "fr/index.html");
    assert!(home.contains("41 (large)"));
    assert!(home.contains("<a href=\"/fr/partners/a/\">A</a> 39</h4>"), "{home}");
    let sections = home.split("<h2>latest</h2>").next().unwrap();
    assert_eq!(sections.matches("<li>").count(), 3 + 2, "three of one partner, both of the other");
    assert!(sections.contains("Projet 002") && sections.contains("Projet 004") && !sections.contains("Projet 005"));
}

#[test]
fn long_listings_are_paged_and_every_project_is_on_one_page() {
    let mut site = site(201);
    site.build();
    let further = (2..=11).map(|number| format!("page/{number}/"));
    let pages: Vec<String> = std::iter::once(String::new())
        .chain(further)
        .map(|page| site.page(&format!("fr/projects/{page}index.html")).unwrap())
        .collect();
    assert!(site.page("fr/projects/page/12/index.html").is_none());
    let counts: Vec<usize> = pages.iter().map(|page| page.matches("<li>").count()).collect();
    assert!(counts[..10].iter().all(|count| *count == 20) && counts[10] == 1, "{counts:?}");
    for at in 0..201 {
        let title = format!("Projet {at:03}");
        assert_eq!(pages.iter().filter(|page| page.contains(&title)).count(), 1, "{title}");
    }
    assert_eq!(links::dead(&site.out.files()), Vec::<String>::new());
}

#[test]
fn a_long_timeline_shows_the_first_of_each_year_and_how_many_more() {
    let mut site = site(201);
    site.build();
    let timeline = page(&site, "fr/timeline/index.html");
    assert_eq!(timeline.matches("<li>").count(), 20);
    assert!(timeline.contains("+ 181"));
}

#[test]
fn a_feed_has_the_newest_fifty() {
    let mut site = site(201);
    site.build();
    let feed = page(&site, "fr/atom.xml");
    assert_eq!(feed.matches("<entry>").count(), 50);
    assert!(feed.contains("<updated>2026-01-28T00:00:00+00:00</updated><author>"), "dated by its newest entry");
    let dates: Vec<&str> = feed.split("<updated>").skip(2).map(|part| &part[..10]).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
}

#[test]
fn a_sitemap_of_too_many_pages_is_several_files() {
    let site = Site::sample();
    let plan = site.plan();
    let file = |part, most| String::from_utf8(sitemap::xml(&plan, part, most)).unwrap();
    let count = |text: &str, what: &str| text.matches(what).count();
    let whole = file(Part::Main, sitemap::MOST);
    let all = count(&whole, "<url>");
    assert!(all > 50 && count(&whole, "<sitemapindex") == 0, "{all} pages in one file");
    let index = file(Part::Main, 40);
    let parts: Vec<String> = (1..=all.div_ceil(40)).map(|number| file(Part::Numbered(number), 40)).collect();
    assert_eq!((count(&index, "<sitemap>"), count(&index, "<url>")), (parts.len(), 0));
    assert!(index.contains("<loc>https://cooperation.example/sitemap-2.xml</loc>"), "{index}");
    assert!(parts.iter().all(|part| count(part, "<url>") <= 40));
    assert_eq!(parts.iter().map(|part| count(part, "<url>")).sum::<usize>(), all);
}
