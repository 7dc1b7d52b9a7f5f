//! The repository's own site: every fact of the source on both home pages.

use crate::support::root;
use crate::support::site::{self, Site};
use jisr::base::diag::Severity;
use jisr::base::path::RelPath;

fn built() -> Site {
    let mut site = Site::sample();
    let report = site.build();
    let grave: Vec<_> = report.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(grave.is_empty(), "{grave:#?}");
    site
}

/// The text of a page without its tags, runs of blanks as one.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_in_order(page: &str, parts: &[&str]) {
    let mut rest = page;
    for part in parts {
        let Some(at) = rest.find(part) else { panic!("{part:?} is missing, or stands before what it should follow") };
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn the_only_warning_is_the_address_of_the_demonstration() {
    let report = Site::sample().build();
    let told: Vec<_> = report.diagnostics.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(told, ["placeholder-host"]);
}

#[test]
fn the_french_home_page_has_every_row_in_its_place() {
    let page = text(&built().page("fr/index.html").unwrap());
    assert_in_order(
        &page,
        &[
            "Coopération multilatérale",
            "Système des Nations Unies",
            "Direction exécutive du Comité contre le terrorisme (CTED) et Bureau pour la lutte contre le terrorisme des Nations Unies (UNOCT)",
            "gel des fonds et des avoirs",
            "résolutions 1624 et 2178",
            "(PNUD)",
            "Prévenir l’extrémisme violent en Tunisie",
            "Lancé",
            "10 mai 2018",
            "3\u{202f}000\u{202f}000\u{a0}dollars des États-Unis",
            "G7 élargi («\u{a0}G7 +7\u{a0}»)",
            "Initiatives privées",
            "Hedayah",
            "(GCERF)",
            "conseil d’administration",
            "À l’étude",
            "5\u{202f}000\u{202f}000\u{a0}dollars (montant demandé)",
            "(IIJ)",
            "Coopération bilatérale",
            "Union européenne (UE)",
            "Justice et sécurité",
            "société civile",
            "France",
            "CIPDR",
            "Signé",
            "Canada",
            "réseau d’experts",
            "Lancé",
            "intervention précoce",
        ],
    );
}

#[test]
fn the_arabic_home_page_has_the_same_facts_in_tunisian_usage() {
    let page = text(&built().page("ar/index.html").unwrap());
    assert_in_order(
        &page,
        &[
            "التعاون متعدد الأطراف",
            "منظومة الأمم المتحدة",
            "10 ماي 2018",
            "3.000.000\u{a0}دولار أمريكي",
            "مجموعة السبع الموسعة",
            "المبادرات الخاصة",
            "5.000.000\u{a0}دولار (مبلغ مطلوب)",
            "التعاون الثنائي",
            "الاتحاد الأوروبي",
            "فرنسا",
            "كندا",
        ],
    );
}

#[test]
fn nothing_is_invented_where_the_source_is_silent() {
    let site = built();
    for lang in ["fr", "ar"] {
        let page = site.page(&format!("{lang}/index.html")).unwrap();
        let (_, catalogue) = page.split_once("id=\"jisr-catalogue\"").unwrap();
        let (catalogue, news) = catalogue.split_once("class=\"news\"").unwrap();
        assert_eq!(catalogue.matches("class=\"status").count(), 4, "four statuses are stated");
        assert_eq!(catalogue.matches("class=\"money").count(), 2, "two amounts are stated");
        assert_eq!(catalogue.matches("<time").count(), 1, "one date is stated");
        assert_eq!(catalogue.matches("<li class=\"item\"").count(), 13, "thirteen entries");
        let stated = news.matches("<time").count() - news.matches("<time datetime=\"2026-11-23\"").count();
        assert_eq!(stated, 1, "beside the days of changes, one date is stated");
    }
}

/// Bilateral › France › CIPDR.
#[test]
fn the_committee_stands_below_its_country() {
    let site = built();
    for (page, parts) in [
        (
            "fr/index.html",
            ["Coopération bilatérale", "France ›", "Comité interministériel de prévention", "Mémorandum"],
        ),
        (
            "ar/index.html",
            ["التعاون الثنائي", "فرنسا ›", "اللجنة الوزارية المشتركة للوقاية من الجنوح والتطرف", "مذكرة تفاهم"],
        ),
    ] {
        assert_in_order(&text(&site.page(page).unwrap()), &parts);
    }
}

#[test]
fn nothing_is_said_in_the_name_of_the_commission() {
    let site = built();
    for page in ["fr/index.html", "ar/index.html", "fr/projects/france-cipdr-agreement/index.html"] {
        let page = site.page(page).unwrap();
        let data = page.lines().find(|line| line.contains("ld+json")).unwrap();
        for untrue in ["publisher", "author", "sponsor", "\"Project\""] {
            assert!(!data.contains(untrue), "{untrue}: {data}");
        }
    }
    let project = site.page("fr/projects/pve-human-rights/index.html").unwrap();
    assert!(project.contains(r#""@type":"Project""#));
    let feed = site.page("fr/atom.xml").unwrap();
    assert!(feed.contains("<author><name>Coopération internationale</name></author>"), "{feed}");
}

#[test]
fn a_feed_can_be_read_and_followed_in_a_browser() {
    let feed = built().page("ar/atom.xml").unwrap();
    let entry = feed.split("<entry>").find(|entry| entry.contains("/ar/projects/iij-events/")).unwrap();
    assert!(
        entry.contains(r#"<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml" dir="rtl"><p>"#),
        "{entry}"
    );
    assert!(entry.contains(r#"<time datetime="2026-11-23">23 نوفمبر 2026</time>"#), "{entry}");
    assert!(
        entry.contains(r#"<a href="https://cooperation.example/ar/projects/iij-events/"><bdi dir="ltr">"#),
        "{entry}"
    );
}

#[test]
fn a_telephone_number_can_be_called() {
    let mut site = Site::sample();
    let path = "content/projects/iij-events.ar.md";
    let text = String::from_utf8(site.tree.bytes(&site::path(path)).unwrap().to_vec()).unwrap();
    for (printed, dialled) in [
        ("+216 71 000 000", "+21671000000"),
        ("71.000.000", "+21671000000"),
        ("(+33) 01 40 00 00 00", "+33140000000"),
        ("1899", "1899"),
    ] {
        site.put(path, &text.replacen("---\n", &format!("---\ncontact: {{phone: {printed}}}\n"), 1));
        site.build();
        let page = site.page("fr/projects/iij-events/index.html").unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        let link = format!(r#"<a href="tel:{dialled}"><bdi dir="ltr">{printed}</bdi></a>"#);
        assert!(page.contains(&link), "{link} in {page}");
    }
}

#[test]
fn two_builds_give_the_same_bytes() {
    assert_eq!(built().clean(), built().clean());
}

#[test]
fn a_second_build_writes_nothing() {
    let mut site = built();
    let report = site.build();
    assert_eq!((report.written.len(), report.removed.len()), (0, 0), "{:?}", report.written);
}

#[test]
fn a_site_can_do_without_search_and_data() {
    let mut site = Site::sample();
    let yaml = std::fs::read_to_string(root().join("site.yaml")).unwrap();
    let extras = |files: &std::collections::BTreeMap<RelPath, Vec<u8>>| {
        let is_extra =
            |path: &&RelPath| path.as_str().starts_with("data/") || path.as_str().ends_with("/search/index.html");
        files.keys().filter(is_extra).count()
    };
    let search = 2;
    assert_eq!(extras(&site.clean()), 13 + search);
    site.put("site.yaml", &format!("{yaml}\nsearch: false\nproject_data: false\n"));
    let files = site.clean();
    assert_eq!(extras(&files), 0);
    let page = String::from_utf8_lossy(&files["fr/projects/asset-freezing/index.html"]);
    assert!(!page.contains("/search/") && !page.contains(".json"), "{page}");
}

#[test]
fn data_say_the_codes_by_which_others_know_a_partner() {
    let mut site = Site::sample();
    let edit = |at: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(root().join(at)).unwrap();
        assert!(text.contains(from), "{at}: {from}");
        text.replacen(from, to, 1)
    };
    let partners = edit("content/partners.yaml", "hedayah:\n", "hedayah:\n  country: AE\n  iati_ref: XM-DAC-1\n");
    site.put("content/partners.yaml", &partners);
    let types = edit("site.yaml", "id: private\n", "id: private\n    iati_collaboration: 3\n");
    site.put("site.yaml", &types);
    assert!(!site.build().diagnostics.has_errors());
    let data = site.page("data/projects/hedayah-capacity.json").unwrap();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    let partner = &data["partners"][0];
    assert_eq!((&partner["country"], &partner["iati_ref"]), (&"AE".into(), &"XM-DAC-1".into()), "{data}");
    assert_eq!((&data["type"]["id"], &data["type"]["iati_collaboration"]), (&"private".into(), &3.into()), "{data}");
}

/// A heading of a text may be called as anything: `## Catalogue`, `## Menu`.
#[test]
fn the_theme_has_ids_that_no_heading_of_a_text_has() {
    let mut site = Site::sample();
    let body =
        "---\ntitle: Accueil\n---\n\n## Catalogue\n\n## Menu\n\n## Facts\n\n## Main content\n\n## Filter title\n";
    site.put("content/pages/home.fr.md", body);
    site.build();
    let mut seen = 0;
    for (path, bytes) in site.out.files().iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        seen += ids.len();
        ids.sort_unstable();
        let twice: Vec<&str> = ids.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
        assert_eq!(twice, Vec::<&str>::new(), "{path}");
    }
    assert!(seen > 200, "{seen}");
}
