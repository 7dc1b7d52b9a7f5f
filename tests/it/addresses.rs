//! Addresses: where old ones lead, what is said of those that vanish, and the links that a site has to its own
//! pages and to others.

use jisr::base::code::Code;
use jisr::base::diag::{Arg, Diagnostic, Hint};
use jisr::pipeline::Report;
use jisr::report::messages::{MessageLanguage, advice};

use crate::support::site::Site;

const SITE: &str = "title: {fr: Coopération, ar: التعاون}
base_url: https://cooperation.gov.tn/
languages:
  fr: {label: Français, locale: fr-TN}
  ar: {label: العربية, locale: ar-TN}
types:
  - id: loans
    name: {fr: Prêts, ar: القروض}
    aliases: [prets, /fr/nos-prets]
    groups: [{id: banks, name: {fr: Banques, ar: البنوك}, aliases: [banques]}]
topics: [{id: roads, name: {fr: Routes, ar: الطرقات}, aliases: [routes]}]
menu: [home, {url: https://www.data.gov.tn/?a=1&b=2, label: {fr: Données ouvertes, ar: البيانات المفتوحة}, lang: ar}]
";

const PARTNERS: &str = "afd:
  name: {fr: Agence française de développement, ar: الوكالة الفرنسية للتنمية}
  group: banks
  aliases: [agence, bailleurs/afd, /ar/partners/الوكالة]
";

const FRENCH: &str = "---
title: Pistes rurales
type: loans
partners: [afd]
topics: [roads]
---

Le projet ouvre des pistes.
";

const ARABIC: &str = "---
title: المسالك الريفية
---

يفتح المشروع مسالك.
";

fn site() -> Site {
    Site::of(&[
        ("site.yaml", SITE),
        ("content/partners.yaml", PARTNERS),
        ("content/projects/pistes.fr.md", FRENCH),
        ("content/projects/pistes.ar.md", ARABIC),
    ])
}

fn with(text: &str, line: &str) -> String {
    text.replacen("\n---\n", &format!("\n{line}\n---\n"), 1)
}

/// Where a page sends its readers.
fn target(site: &Site, at: &str) -> Option<String> {
    let page = site.page(&format!("{at}index.html"))?;
    Some(page.split_once("url=")?.1.split(['"', '\'']).next()?.to_owned())
}

fn told(report: &Report) -> Vec<(Code, String)> {
    let of_addresses = |found: &&Diagnostic| matches!(found.code, Code::AddressGone | Code::AddressMoved);
    let address = |found: &Diagnostic| match found.args.iter().find(|(name, _)| *name == "address") {
        Some((_, Arg::Text(address))) => address.clone(),
        _ => String::new(),
    };
    let found = report.diagnostics.iter().filter(of_addresses);
    found.map(|found| (found.code, address(found))).collect()
}

#[test]
fn an_alias_is_a_sibling_a_path_of_its_language_or_that_very_path() {
    let mut site = site();
    let aliases =
        "aliases: [pistes-rurales, anciens/pistes/, /rurales, /ar/projects/piste, /fr/old/index.html, vieux.html]";
    site.put("content/projects/pistes.fr.md", &with(FRENCH, aliases));
    site.put("content/pages/about.fr.md", "---\ntitle: À propos\naliases: [a-propos]\n---\n\nTexte.\n");
    let report = site.build();
    assert!(!report.diagnostics.has_errors(), "{:?}", report.diagnostics);
    let project = Some("/fr/projects/pistes/".to_owned());
    for at in ["fr/projects/pistes-rurales/", "fr/anciens/pistes/", "fr/rurales/", "fr/old/"] {
        assert_eq!(target(&site, at), project, "{at}");
    }
    assert_eq!(target(&site, "ar/projects/piste/").as_deref(), Some("/ar/projects/pistes/"));
    assert_eq!(target(&site, "fr/a-propos/").as_deref(), Some("/fr/about/"));
    assert!(site.page("fr/projects/vieux.html").is_some());
    assert!(["fr/pistes-rurales/", "ar/projects/pistes-rurales/"].iter().all(|at| target(&site, at).is_none()));
}

#[test]
fn partners_types_groups_and_topics_have_aliases_in_every_language() {
    let mut site = site();
    let report = site.build();
    assert!(!report.diagnostics.has_errors(), "{:?}", report.diagnostics);
    for lang in ["fr", "ar"] {
        for (at, to) in [
            ("partners/agence/", "partners/afd/"),
            ("bailleurs/afd/", "partners/afd/"),
            ("types/prets/", "types/loans/"),
            ("groups/banques/", "groups/banks/"),
            ("topics/routes/", "topics/roads/"),
        ] {
            assert_eq!(target(&site, &format!("{lang}/{at}")), Some(format!("/{lang}/{to}")), "{lang}/{at}");
        }
    }
    assert_eq!(target(&site, "ar/partners/الوكالة/").as_deref(), Some("/ar/partners/afd/"));
    assert_eq!(target(&site, "fr/nos-prets/").as_deref(), Some("/fr/types/loans/"));
    assert_eq!(target(&site, "ar/nos-prets/"), None);
    // The title of the partner is shown there.
    site.put("content/partners.yaml", &PARTNERS.replace("Agence française", "Banque française"));
    site.build();
    assert_eq!(site.out.files(), site.clean());
}

#[test]
fn a_renamed_file_takes_an_address_away_until_an_alias_leads_on() {
    let mut site = site();
    site.build();
    site.remove("content/projects/pistes.fr.md");
    site.remove("content/projects/pistes.ar.md");
    site.put("content/projects/rurales.fr.md", FRENCH);
    site.put("content/projects/rurales.ar.md", &with(ARABIC, "aliases: [pistes]"));
    let mut same = Site { manifest: site.manifest.clone(), tree: site.tree.clone(), ..Site::default() };
    let report = site.build();
    assert_eq!(told(&report), [(Code::AddressGone, "/fr/projects/pistes/".to_owned())]);
    let found = report.diagnostics.iter().find(|found| found.code == Code::AddressGone).unwrap();
    let words = advice(found, MessageLanguage::Fr).join(" ");
    assert!(words.contains("aliases: [pistes]") && words.contains("content/projects/rurales.fr.md"), "{words}");
    // It is a question: nothing to copy over a file that may be another project.
    assert!(!found.hints.iter().any(|hint| matches!(hint, Hint::Write(_))));
    same.put("content/projects/rurales.fr.md", &with(FRENCH, "aliases: [pistes]"));
    assert_eq!(told(&same.build()), []);
    // What is gone is told once: the next build does not know of it.
    assert_eq!(told(&site.build()), []);
}

#[test]
fn a_page_that_certainly_moved_gets_the_lines_to_write() {
    for (front, lines) in [
        ("slug: pistes-du-sud", "title: Pistes rurales\naliases: [pistes]"),
        ("aliases: [vieux]\nslug: pistes-du-sud", "aliases: [vieux, pistes]"),
    ] {
        let mut site = site();
        site.build();
        let changed = with(FRENCH, front);
        site.put("content/projects/pistes.fr.md", &changed);
        let mut again = Site { manifest: site.manifest.clone(), tree: site.tree.clone(), ..Site::default() };
        let report = site.build();
        assert_eq!(told(&report), [(Code::AddressMoved, "/fr/projects/pistes/".to_owned())]);
        let found = report.diagnostics.iter().find(|found| found.code == Code::AddressMoved).unwrap();
        assert_eq!(found.hints, [Hint::Write(lines.to_owned())]);
        // Whoever writes it has no longer that mistake.
        let place = found.at.as_ref().unwrap().span.range();
        let start = changed[..place.start].rfind('\n').unwrap() + 1;
        let end = place.end + changed[place.end..].find('\n').unwrap();
        again.put("content/projects/pistes.fr.md", &format!("{}{lines}{}", &changed[..start], &changed[end..]));
        let report = again.build();
        assert_eq!(told(&report), []);
        assert!(!report.diagnostics.has_errors(), "{:?}", report.diagnostics);
        assert_eq!(target(&again, "fr/projects/pistes/").as_deref(), Some("/fr/projects/pistes-du-sud/"));
    }
}

#[test]
fn a_translation_that_comes_with_a_name_of_its_own_moves_the_page_that_stood_in_for_it() {
    let mut site = site();
    site.remove("content/projects/pistes.ar.md");
    site.build();
    site.put("content/projects/pistes.ar.md", &with(ARABIC, "slug: المسالك"));
    let report = site.build();
    assert_eq!(told(&report), [(Code::AddressMoved, "/ar/projects/pistes/".to_owned())]);
}

#[test]
fn a_partner_with_another_id_is_told_once_for_all_languages() {
    let mut site = site();
    site.build();
    site.put("content/partners.yaml", &PARTNERS.replacen("afd:", "agence-francaise:", 1));
    site.put("content/projects/pistes.fr.md", &FRENCH.replace("[afd]", "[agence-francaise]"));
    assert_eq!(told(&site.build()), [(Code::AddressGone, "/fr/partners/afd/".to_owned())]);
}

#[test]
fn what_is_withheld_or_only_empty_takes_no_address_away() {
    let mut site = site();
    site.put("content/pages/about.fr.md", "---\ntitle: À propos\n---\n\nTexte.\n");
    site.build();
    site.put("content/projects/pistes.fr.md", &with(FRENCH, "draft: true"));
    site.put("content/projects/pistes.ar.md", &with(ARABIC, "draft: true"));
    site.put("content/pages/about.fr.md", "---\ntitle: À propos\npublish_on: 2027-01-01\n---\n\nTexte.\n");
    let report = site.build();
    assert!(!report.removed.is_empty());
    assert_eq!(told(&report), []);
}

#[test]
fn the_menu_leads_to_other_sites_in_the_words_of_each_language() {
    let mut site = site();
    site.build();
    for (at, label) in [("fr/index.html", "Données ouvertes"), ("ar/index.html", "البيانات المفتوحة")]
    {
        let page = site.page(at).unwrap();
        let link = format!("<li><a href=\"https://www.data.gov.tn/?a=1&amp;b=2\" hreflang=\"ar\">{label}</a></li>");
        assert!(page.contains(&link), "{page}");
    }
    // A name that a language lacks is shown in the other's, and says so.
    site.put("site.yaml", &SITE.replace(", ar: البيانات المفتوحة", ""));
    site.build();
    let page = site.page("ar/index.html").unwrap();
    assert!(page.contains("lang=\"fr\" dir=\"ltr\">Données ouvertes<"), "{page}");
}

#[test]
fn a_page_of_the_site_stands_among_the_links_of_another_by_its_file() {
    let mut site = site();
    site.put("content/pages/about.fr.md", "---\ntitle: À propos\n---\n\nTexte.\n");
    let links =
        "links:\n  - {file: ../pages/about.fr.md}\n  - {file: autre.md, title: {fr: Voir aussi, ar: انظر أيضا}}";
    site.put("content/projects/pistes.fr.md", &with(FRENCH, links));
    site.put("content/projects/autre.fr.md", &FRENCH.replace("Pistes rurales", "Autre"));
    site.build();
    let page = |at: &str, site: &Site| site.page(&format!("{at}/projects/pistes/index.html")).unwrap();
    let french = page("fr", &site);
    assert!(french.contains("<a href=\"/fr/about/\">À propos</a>"), "{french}");
    assert!(french.contains("<a href=\"/fr/projects/autre/\">Voir aussi</a>"), "{french}");
    assert!(page("ar", &site).contains("<a href=\"/ar/projects/autre/\">انظر أيضا</a>"));
    site.put("content/pages/about.fr.md", "---\ntitle: Qui sommes-nous\n---\n\nTexte.\n");
    site.build();
    assert!(page("fr", &site).contains("<a href=\"/fr/about/\">Qui sommes-nous</a>"));
    assert_eq!(site.out.files(), site.clean());
}
