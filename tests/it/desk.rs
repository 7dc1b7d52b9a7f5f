//! The preview's own pages: the desk, the pair view, the bar and the panel,
//! of a small site that has every state.

use std::path::Path;
use std::sync::Arc;

use crate::support::site::{Site, options};
use crate::support::snapshots;
use jisr::base::diag::{Diagnostic, Diagnostics, Severity};
use jisr::catalogue::{Mode, catalogue};
use jisr::config::Options;
use jisr::desk::{self, Snapshot};
use jisr::disk::builtin;
use jisr::pipeline::prepare::prepare;
use jisr::report::messages::MessageLanguage;
use jisr::site::{Plan, Rendering, View, plan};
use jisr::theme::Theme;

const CONFIG: &str = "\
title: {fr: Coopération, ar: التعاون}
description: {fr: Des projets., ar: مشاريع.}
base_url: https://cooperation.tn/
default_language: fr
languages:
  fr: {label: Français, locale: fr-TN}
  ar: {label: العربية, locale: ar-TN}
theme: passerelle
types:
  - {id: multilateral, name: {fr: Multilatérale, ar: متعدد الأطراف}}
  - {id: bilateral, name: {fr: Bilatérale, ar: ثنائي}}
menu: [home]
";

fn write_up(title: &str, more: &str, body: &str) -> String {
    format!("---\ntitle: \"{title}\"\n{more}---\n\n{body}\n")
}

/// A site with each state: complete, missing, draft, withheld until and since,
/// a broken file, a file without a language.
fn small() -> Site {
    let mut site =
        Site::of(&[("site.yaml", CONFIG), ("content/partners.yaml", "undp:\n  name: {fr: PNUD, ar: البرنامج}\n")]);
    let facts = "type: multilateral\npartners: [undp]\n";
    let mut put = |name: &str, text: String| site.put(&format!("content/projects/{name}.md"), &text);
    put(
        "complete.fr",
        write_up(
            "Un projet <script>alert(1)</script>",
            facts,
            "## Objectifs\n\n24 gouvernorats, 3 000 000 de dollars, le 10 mai 2018.\n\n## Suite\n\nFin.",
        ),
    );
    put(
        "complete.ar",
        write_up("مشروع", "", "## الأهداف\n\n42 ولاية، 3.000.000 دولار، يوم 10 ماي 2018.\n\n## المتابعة\n\nنهاية."),
    );
    put("alone.ar", write_up("بالعربية فقط", &facts.replace("multilateral", "bilateral"), "نص."));
    put("draft.fr", write_up("Brouillon", &format!("{facts}draft: true\n"), "Texte."));
    put("draft.ar", write_up("مسودة", "", "نص."));
    put("later.fr", write_up("Plus tard", &format!("{facts}publish_on: 2026-12-01\n"), "Texte."));
    put("later.ar", write_up("لاحقا", "", "نص."));
    put("over.fr", write_up("Passé", &format!("{facts}expire_on: 2026-01-31\n"), "Texte."));
    put("over.ar", write_up("انتهى", "", "نص."));
    put("broken.fr", write_up("Cassé", facts, "Texte."));
    put("broken.ar", write_up("معطوب", "", "نص."));
    put("broken.ar", "---\ntitel: \"نص معطوب\"\ntitle: معطوب\n---\n\nنص.\n".to_owned());
    put("nolanguage", write_up("Sans langue", facts, "Texte."));
    site.put("content/pages/about.fr.md", &write_up("À propos", "", "Texte."));
    site
}

struct State {
    site: Site,
    plan: Plan,
    theme: Theme,
    diagnostics: Diagnostics,
}

impl State {
    fn of(site: Site) -> State {
        let options = Options { drafts: true, future: true, ..options() };
        let prepared = prepare(&site.tree, options, &builtin::themes()).ok().unwrap();
        let (catalogue, diagnostics) = catalogue(&site.tree, &prepared.config, Mode::Preview);
        let plan = plan(&Arc::new(catalogue), prepared.theme.shown());
        let diagnostics = diagnostics.into_iter().chain(prepared.diagnostics).collect::<Diagnostics>().sorted();
        State { site, plan, theme: prepared.theme, diagnostics }
    }

    fn with<T>(&self, language: MessageLanguage, f: impl FnOnce(&Snapshot) -> T) -> T {
        let sources = |path: &jisr::base::path::RelPath| self.site.tree.bytes(path);
        let root = Path::new("/srv/mon site");
        f(&Snapshot {
            plan: &self.plan,
            diagnostics: &self.diagnostics,
            sources: &sources,
            language,
            root,
            built_ms: 40,
            build: 7,
        })
    }

    fn desk(&self, language: MessageLanguage) -> String {
        self.ask(language, "")
    }

    /// The desk with what an address asks for.
    fn ask(&self, language: MessageLanguage, query: &str) -> String {
        self.with(language, |snapshot| desk::desk(snapshot, query))
    }

    fn pair(&self, project: &str, language: MessageLanguage) -> Option<String> {
        self.with(language, |snapshot| desk::pair(snapshot, project, &|url| self.html(url)))
    }

    fn bar(&self, url: &str, language: MessageLanguage) -> String {
        let page = self.plan.pages.iter().find(|page| page.url.as_str() == url).unwrap();
        self.with(language, |snapshot| desk::bar(snapshot, &page.view))
    }

    /// The page at an address, as the server would render it.
    fn html(&self, url: &str) -> Option<String> {
        let page = self.plan.pages.iter().find(|page| format!("/{}", page.url.as_str()) == url)?;
        let Rendering::Template(name, context) = self.plan.rendering(page) else { return None };
        let bytes = self.theme.render(name, context, url).ok()?;
        String::from_utf8(bytes).ok()
    }

    fn errors_of(&self, path: &str) -> Vec<&Diagnostic> {
        let of = |found: &&Diagnostic| found.at.as_ref().is_some_and(|place| place.path.as_str() == path);
        self.diagnostics.iter().filter(|found| found.severity == Severity::Error).filter(of).collect()
    }

    fn panel(&self, language: MessageLanguage) -> String {
        self.with(language, |snapshot| desk::panel(snapshot, &self.errors_of("content/projects/broken.ar.md"), true))
    }
}

/// The row of a project on the desk.
fn row<'d>(desk: &'d str, name: &str) -> &'d str {
    let start = desk.find(&format!("<tr class=\"row\" id=\"row-{name}\"")).unwrap_or_else(|| panic!("no row {name}"));
    &desk[start..start + desk[start..].find("</tr>").unwrap()]
}

/// The words of a piece of HTML, one space between them.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_desk_shows_each_state_in_words() {
    let state = State::of(small());
    let desk = state.desk(MessageLanguage::Fr);
    for (name, states, words) in [
        ("complete", "complete", &["complet"][..]),
        ("alone", "missing-fr", &["manquant", "À créer alone.fr.md", "Bilatérale"]),
        ("draft", "draft", &["brouillon", "complet"]),
        ("later", "withheld", &["en attente jusqu’au 1er décembre 2026"]),
        ("over", "withheld", &["retiré depuis le 31 janvier 2026"]),
        ("broken", "error", &["complet", "erreur", "Erreurs 1"]),
        ("page:about", "missing-ar", &["manquant", "À créer about.ar.md"]),
    ] {
        let row = row(&desk, name);
        assert!(row.contains(&format!("data-states=\"{states}\"")), "{row}");
        words.iter().for_each(|word| assert!(text(row).contains(word), "{word}: {}", text(row)));
    }
    assert!(text(&desk).contains("nolanguage.md Copier le chemin"), "a file without a language is listed");
}

#[test]
fn the_desk_counts_and_links() {
    let desk = State::of(small()).desk(MessageLanguage::En);
    let counts: Vec<String> = desk
        .split("<a class=\"filter ")
        .skip(1)
        .map(|part| text(&format!("<{}", part.split("</a>").next().unwrap())))
        .collect();
    snapshots("desk").bind(|| insta::assert_debug_snapshot!("counts", counts));
    snapshots("desk").bind(|| insta::assert_snapshot!("row", row(&desk, "draft")));
}

/// The names of the rows, in their order.
fn names(desk: &str) -> Vec<&str> {
    desk.split("id=\"row-").skip(1).filter_map(|part| part.split('"').next()).collect()
}

#[test]
fn what_needs_attention_comes_first() {
    let state = State::of(small());
    let ask = |query: &str| state.ask(MessageLanguage::En, query);
    let desk = ask("");
    assert_eq!(names(&desk), ["broken", "alone", "page:about", "draft", "over", "later", "complete"]);
    let headings: Vec<String> =
        desk.split("<tr class=\"group\">").skip(1).map(|part| text(part.split("</tr>").next().unwrap())).collect();
    assert_eq!(headings, ["Errors 1", "Missing a translation 2", "Drafts 1", "Withheld 2", "Complete 1"]);
    let by_site = ask("sort=site");
    assert_eq!(names(&by_site).last(), Some(&"page:about"), "pages come last");
    assert!(text(&by_site).contains("Multilatérale 5") && by_site.contains("name=\"sort\" value=\"site\""));
}

#[test]
fn the_desk_shows_what_is_asked_for() {
    let state = State::of(small());
    let ask = |query: &str| state.ask(MessageLanguage::Fr, query);
    for (query, expected) in [
        ("state=draft", &["draft"][..]),
        ("state=missing-ar", &["page:about"]),
        ("state=withheld&q=passe", &["over"]),
        ("q=%D9%85%D8%B3%D9%88%D8%AF%D8%A9", &["draft"]),
        ("q=a+propos", &["page:about"]),
        ("q=nothing+at+all", &[]),
        ("state=nothing", &[]),
    ] {
        assert_eq!(names(&ask(query)), expected, "{query}");
    }
    let desk = ask("state=draft&q=a%26b%22");
    assert!(desk.contains("value=\"a&amp;b&quot;\""), "{desk}");
    assert!(text(&desk).contains("Rien ne correspond à ce filtre. Tout afficher"));
}

#[test]
fn a_long_desk_comes_in_parts() {
    let mut site = small();
    let facts = "type: bilateral\npartners: [undp]\n";
    for at in 0..300 {
        // An id that many files name would be one message.
        let broken = format!("type: unknown-{at}\npartners: [nobody-{at}]\n");
        let facts = if at < 120 { broken.as_str() } else { facts };
        site.put(&format!("content/projects/many-{at:03}.fr.md"), &write_up(&format!("Projet {at}"), facts, "Texte."));
        site.put(&format!("content/projects/many-{at:03}.ar.md"), &write_up(&format!("مشروع {at}"), "", "نص."));
    }
    let state = State::of(site);
    let desk = state.desk(MessageLanguage::Fr);
    assert!(desk.len() < 300_000, "{} bytes", desk.len());
    assert_eq!((names(&desk).len(), desk.matches("<details").count()), (50, 10));
    assert!(text(&desk).contains("1 à 50 sur 187") && text(&desk).contains("1 à 10 sur 122"), "{}", text(&desk));
    let last = state.ask(MessageLanguage::Fr, "page=4&files=99");
    assert_eq!(names(&last).len(), 37);
    assert!(text(&last).contains("151 à 187 sur 187 Précédents") && text(&last).contains("121 à 122 sur 122"));
    assert!(last.contains("rel=\"prev\" href=\"/_jisr/?page=3&amp;files=99\""), "{last}");
    // A row leads to its problems, on whichever part they stand.
    let broken = state.ask(MessageLanguage::Fr, "state=error&files=12");
    assert!(row(&broken, "broken").contains("#file-content/projects/broken.ar.md"), "{}", row(&broken, "broken"));
}

#[test]
fn the_desk_speaks_arabic_from_right_to_left() {
    let desk = State::of(small()).desk(MessageLanguage::Ar);
    assert!(desk.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(text(row(&desk, "later")).contains("محجوب حتى \u{2068}1 ديسمبر 2026\u{2069}"), "{}", row(&desk, "later"));
}

#[test]
fn nothing_of_the_site_becomes_markup() {
    let state = State::of(small());
    let pages = [state.desk(MessageLanguage::Fr), state.bar("fr/projects/complete/", MessageLanguage::Fr)];
    for page in pages {
        assert!(!page.contains("<script>alert"), "{page}");
    }
    let pair = state.pair("complete", MessageLanguage::Fr).unwrap();
    assert!(!pair.contains("<script>alert"));
    assert!(state.desk(MessageLanguage::Fr).contains("Un projet &lt;script&gt;"));
}

#[test]
fn the_panel_shows_place_line_and_correction_in_three_languages() {
    let state = State::of(small());
    for language in MessageLanguage::ALL {
        let panel = state.panel(language);
        let markup = panel.split("</style>").nth(1).unwrap();
        let name = format!("panel-{}", language.as_str());
        snapshots("desk").bind(|| insta::assert_snapshot!(name, markup));
    }
    assert!(state.panel(MessageLanguage::Ar).starts_with("<jisr-panel lang=\"ar\" dir=\"rtl\">"));
    assert_eq!(state.with(MessageLanguage::Fr, |snapshot| desk::panel(snapshot, &[], true)), "");
}

#[test]
fn a_panel_alone_is_a_whole_page() {
    let state = State::of(small());
    let errors = state.errors_of("content/projects/broken.ar.md");
    let sources = |path: &jisr::base::path::RelPath| state.site.tree.bytes(path);
    let page = desk::panel_page(&errors, &sources, MessageLanguage::Ar);
    assert!(page.starts_with("<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">"), "{page}");
    assert!(page.contains("content/projects/broken.ar.md:2:1") && page.contains("<mark>titel</mark>"), "{page}");
}

#[test]
fn the_bar_has_marks_the_other_language_and_the_file() {
    let state = State::of(small());
    let bar = state.bar("ar/projects/later/", MessageLanguage::Fr);
    snapshots("desk").bind(|| insta::assert_snapshot!("bar", bar.split("</style>").nth(1).unwrap()));
    let shared = state.plan.pages.iter().filter(|page| !matches!(page.view, View::Asset(_)));
    for page in shared {
        let bar = state.with(MessageLanguage::Ar, |snapshot| desk::bar(snapshot, &page.view));
        assert!(bar.starts_with("<jisr-bar lang=\"ar\" dir=\"rtl\">"), "{:?}: {bar}", page.view);
    }
}

#[test]
fn the_pair_view_tells_what_differs() {
    let state = State::of(small());
    let pair = state.pair("complete", MessageLanguage::En).unwrap();
    let differences = pair.split("<section class=\"differences\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert_eq!(differences.matches("<li>").count(), 1, "{differences}");
    assert!(differences.contains("<mark><bdi>24</bdi></mark>") && differences.contains("<mark><bdi>42</bdi></mark>"));
    assert!(pair.contains("data-aligned=\"[[&quot;"), "headings stand beside each other");
    assert!(pair.contains("lang=\"ar\" dir=\"rtl\" tabindex=\"0\"") && pair.contains("3.000.000"));
}

#[test]
fn the_pair_view_says_which_file_to_create() {
    let state = State::of(small());
    let pair = state.pair("alone", MessageLanguage::Fr).unwrap();
    assert!(text(&pair).contains("Ce texte n’existe pas encore en français."), "{}", text(&pair));
    assert!(pair.contains("/srv/mon site/content/projects/alone.fr.md"));
    assert!(state.pair("page:about", MessageLanguage::Fr).is_some());
    assert!(state.pair("about", MessageLanguage::Fr).is_none() && state.pair("nothing", MessageLanguage::Fr).is_none());
}

#[test]
fn a_file_that_is_no_translation_is_missing_and_is_not_to_be_overwritten() {
    let mut site = small();
    let facts = "type: multilateral\npartners: [undp]\n";
    site.put("content/projects/copied.fr.md", &write_up("Eau", facts, "Le projet amène l'eau dans douze villages."));
    site.put("content/projects/copied.ar.md", &write_up("Eau", facts, "Le projet amène l'eau dans douze villages."));
    let state = State::of(site);
    let pair = text(&state.pair("copied", MessageLanguage::Fr).unwrap());
    assert!(pair.contains("il n’est pas encore traduit en arabe") && !pair.contains("Copiez"), "{pair}");
    assert!(pair.contains("content/projects/copied.ar.md"), "{pair}");
    let desk = state.ask(MessageLanguage::Fr, "state=missing-ar");
    let row = &desk[desk.find("/_jisr/pair/copied").unwrap()..];
    let row = &row[..row.find("</tr>").unwrap()];
    assert!(row.contains("copied.ar.md") && !row.contains("À créer"), "{row}");
}

#[test]
fn every_page_is_whole_in_every_language() {
    let state = State::of(small());
    for language in MessageLanguage::ALL {
        for page in [state.desk(language), state.pair("draft", language).unwrap()] {
            assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"), "{page}");
            for file in page.split("/_jisr/").skip(1).filter_map(|part| part.split('"').next()) {
                let known = desk::ASSETS.iter().any(|(name, ..)| *name == file);
                let is_page = file.is_empty()
                    || file == "new"
                    || file.starts_with("edit/")
                    || file.starts_with("pair/")
                    || file.starts_with('?')
                    || file.starts_with("open?");
                assert!(known || is_page, "{file}");
            }
        }
    }
}
