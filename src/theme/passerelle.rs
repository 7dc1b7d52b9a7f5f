//! Tests of the default theme: it compiles without diagnostics, has every
//! string that it uses, and shows only what is stated.

use std::sync::Arc;

use include_dir::{Dir, include_dir};
use tera::Value;

use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::locale::Locale;
use crate::schema::fields;
use crate::schema::pages::BuiltIn;
use crate::schema::record::Table;
use crate::schema::words::{KIND, ROLE, STAGE, STATUS, Word};
use crate::site::view::lists::{Bundle, Facet, Figures, Group, Section, Total};
use crate::site::view::page::{Crumb, Head, MenuEntry, Site, Switch};
use crate::site::view::project::{Card, Dates, Details, Money, Party, Resource};
use crate::site::view::{Language, Organisation, Term, Text};
use crate::theme::strings::Strings;
use crate::theme::{Theme, ThemeFile};

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/passerelle");

/// The templates that the pipeline uses.
const PAGES: [&str; 13] = [
    "home.html",
    "project.html",
    "listing.html",
    "partner.html",
    "partners.html",
    "timeline.html",
    "figures.html",
    "glossary.html",
    "search.html",
    "page.html",
    "choice.html",
    "404.html",
    "alias.html",
];

fn files(dir: &Dir) -> Vec<ThemeFile> {
    let own = dir.files().map(|file| {
        let path = RelPath::new(&file.path().to_string_lossy().replace('\\', "/")).unwrap();
        ThemeFile { source: path.clone(), path, bytes: file.contents().into() }
    });
    own.chain(dir.dirs().flat_map(files)).collect()
}

fn locales() -> Arc<[Locale]> {
    let locale = |lang, tag| Locale::new(Lang::new(lang).unwrap(), tag).unwrap();
    Arc::from([locale("fr", "fr-TN"), locale("ar", "ar-TN"), locale("en", "en-GB")])
}

fn theme() -> Theme {
    let (theme, diagnostics) = Theme::compile(&[files(&FILES)], locales(), "/");
    assert_eq!(diagnostics.iter().collect::<Vec<_>>(), [] as [&_; 0]);
    theme
}

fn strings() -> Strings {
    let files = files(&FILES);
    let i18n: Vec<&ThemeFile> = files.iter().filter(|file| file.path.folder() == "i18n").collect();
    Strings::load(&i18n, &locales(), &[]).0
}

#[test]
fn it_has_every_page_and_no_mistake() {
    let theme = theme();
    assert!(PAGES.iter().all(|page| theme.has(page)));
}

#[test]
fn it_has_words_for_every_vocabulary() {
    let strings = strings();
    let ids = |words: &'static [Word]| words.iter().map(|word| word.id.to_owned()).collect::<Vec<_>>();
    let dates = fields::Dates::FIELDS.iter().map(|field| field.name.to_owned()).collect();
    let goals = (1..=17).map(|goal: u8| goal.to_string()).collect();
    let stages = [("money.stage", ids(STAGE)), ("figures.basis", ids(STAGE))];
    let menu = BuiltIn::MENU.into_iter().map(|page| page.id().to_owned()).collect();
    let vocabularies = [("status", ids(STATUS)), ("kind", ids(KIND)), ("stage", ids(STAGE)), ("role", ids(ROLE))];
    for (prefix, ids) in
        vocabularies.into_iter().chain(stages).chain([("dates", dates), ("sdg", goals), ("menu", menu)])
    {
        for id in ids {
            assert!(strings.has(&format!("{prefix}.{id}")), "{prefix}.{id}");
        }
    }
}

/// Keys that templates build from a prefix and an id.
const PREFIXES: &str = "dates. entry figures. filter. kind. language. list.script. menu. money.about money.stage. \
    project. role. sdg. search. size. stage. status. title.";

#[test]
fn templates_and_words_agree() {
    let strings = strings();
    let files = files(&FILES);
    let templates = files.iter().filter(|file| file.path.as_str().starts_with("templates/"));
    let source: String = templates.map(|file| String::from_utf8_lossy(&file.bytes)).collect();
    let asked = source.split("key=\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(key, _)| key);
    for key in asked.filter(|key| !key.ends_with('.')) {
        assert!(strings.has(key), "no string {key}");
    }
    for key in strings.keys().filter(|key| !PREFIXES.split(' ').any(|prefix| key.starts_with(prefix))) {
        assert!(source.contains(&format!("\"{key}\"")), "nobody asks for {key}");
    }
}

fn text(lang: &str, text: &str) -> Text {
    Text { text: text.to_owned(), lang: lang.to_owned() }
}

fn language(lang: &str) -> Language {
    let (label, dir) = if lang == "ar" { ("العربية", "rtl") } else { ("Français", "ltr") };
    let (locale, home) = (format!("{lang}-TN"), format!("/{lang}/"));
    Language { lang: lang.to_owned(), label: label.to_owned(), dir: dir.to_owned(), locale, home }
}

fn site(lang: &str) -> Value {
    let menu =
        MenuEntry { id: "figures".into(), label: None, url: format!("/{lang}/figures/"), lang: None, external: false };
    Value::from_serializable(&Site {
        title: if lang == "ar" { text("ar", "التعاون الدولي") } else { text("fr", "Coopération") },
        description: text(lang, "…"),
        base: "/".into(),
        base_url: "https://example.org/".into(),
        home: format!("/{lang}/"),
        search: Some(format!("/{lang}/search/")),
        feed: None,
        notice: None,
        is_draft: false,
        footer: vec![],
        generator: true,
        organisation: Some(organisation(lang, "cnlct", "CNLCT")),
        languages: vec![language("fr"), language("ar")],
        menu: vec![menu],
        pages: Value::from(
            BuiltIn::MENU.into_iter().map(|page| (page.id().into(), Value::none())).collect::<tera::Map>(),
        ),
        types: vec![],
        license: Some("CC-BY-4.0".into()),
        extra: Value::none(),
        logo: None,
        assets: Value::from(tera::Map::default()),
    })
}

fn head(lang: &str, kind: &str) -> Value {
    let other = language(if lang == "ar" { "fr" } else { "ar" });
    Value::from_serializable(&Head {
        kind: kind.into(),
        menu: None,
        lang: lang.into(),
        dir: language(lang).dir,
        url: format!("/{lang}/x/"),
        canonical: format!("https://example.org/{lang}/x/"),
        title: Some(text("fr", "L'essai <b>")),
        description: None,
        alternates: vec![],
        switch: vec![Switch {
            lang: other.lang,
            label: other.label,
            dir: other.dir,
            url: other.home,
            translated: true,
        }],
        breadcrumb: vec![Crumb { title: None, kind: "home".into(), url: format!("/{lang}/") }],
        noindex: false,
        json_ld: Some(r#"{"a":"b"}"#.into()),
        image: None,
    })
}

fn organisation(lang: &str, id: &str, acronym: &str) -> Organisation {
    let name = if lang == "ar" {
        text("ar", "برنامج الأمم المتحدة الإنمائي")
    } else {
        text("fr", "Programme")
    };
    let (acronym, url) = (Some(text(lang, acronym)), Some(format!("/{lang}/partners/{id}/")));
    Organisation { id: id.into(), name, acronym, url, site: None, logo: None }
}

fn term(id: &str, name: Option<Text>) -> Term {
    Term { id: id.into(), name, url: Some(format!("/x/{id}/")), count: None, share: None }
}

fn dates() -> Dates {
    Dates { signed: None, launched: None, start: None, end: None, planned_start: None, planned_end: None }
}

/// A card with only the required values.
fn bare_card(lang: &str, id: &str) -> Card {
    Card {
        id: id.into(),
        url: format!("/{lang}/projects/{id}/"),
        title: text("fr", "Titre"),
        summary: None,
        foreign: (lang != "fr").then(|| language("fr")),
        kind: "project".into(),
        status: Value::none(),
        status_date: None,
        r#type: Value::from_serializable(&term("multilateral", Some(text(lang, "…")))),
        group: Value::none(),
        partners: vec![Value::from_serializable(&organisation(lang, "undp", "PNUD"))],
        dates: dates(),
        date: None,
        years: vec![],
        funding: vec![],
        topics: vec![],
        updated: None,
        image: None,
    }
}

fn full_card(lang: &str) -> Card {
    let money = |amount: &str, currency: Option<&str>, stage: Option<&str>| Money {
        amount: Some(amount.into()),
        currency: currency.map(str::to_owned),
        unit: currency.is_none().then(|| text(lang, "dollars")),
        funder: Value::none(),
        stage: stage.map(str::to_owned),
        date: None,
        approximate: false,
        note: None,
    };
    Card {
        status: Value::from_serializable(&term("launched", None)),
        dates: Dates { launched: Some("2018-05-10".into()), ..dates() },
        years: vec!["2018".into()],
        funding: vec![
            money("3000000", Some("USD"), None).into_value(),
            money("5000000", None, Some("requested")).into_value(),
        ],
        ..bare_card(lang, "full")
    }
}

fn home(lang: &str) -> String {
    let cards = |count: usize| (0..count).map(|n| bare_card(lang, &format!("p{n}")).into_value()).collect();
    let bundle = |items: Vec<Value>| {
        let partners = vec![organisation(lang, "cted", "CTED"), organisation(lang, "unoct", "UNOCT")];
        Bundle { above: vec![organisation(lang, "un", "ONU")], partners, count: items.len(), items }
    };
    let full = full_card(lang).into_value();
    let group = |term, bundles: Vec<Bundle>| Group { term, count: bundles.len(), bundles };
    let united_nations = group(Some(term("un", Some(text(lang, "ONU")))), vec![bundle(vec![full]), bundle(cards(8))]);
    let groups = vec![united_nations, group(None, vec![bundle(cards(1))])];
    let status = Term { count: Some(1), ..term("launched", None) };
    let facet = Facet { id: "status".into(), terms: vec![status] };
    let sections = vec![Section { term: term("multilateral", Some(text(lang, "…"))), groups }];
    render(
        "home.html",
        lang,
        "home",
        vec![
            ("sections", Value::from_serializable(&sections)),
            ("figures", Value::from_serializable(&figures())),
            ("facets", Value::from_serializable(&[facet])),
            ("latest", Value::from(Vec::<Value>::new())),
            ("events", Value::from(Vec::<Value>::new())),
            ("featured", Value::from(Vec::<Value>::new())),
            ("logos", Value::from(Vec::<Value>::new())),
            ("intro", Value::none()),
            ("large", Value::from(false)),
        ],
    )
}

fn figures() -> Figures {
    let total = |stage: Option<&str>| Total {
        currency: "USD".into(),
        stage: stage.map(str::to_owned),
        amount: "3000000".into(),
        count: 1,
        approximate: false,
        share: 100,
    };
    Figures {
        projects: 9,
        with_amount: 1,
        with_date: 0,
        with_status: 0,
        partners: 2,
        currency: Some("USD".into()),
        lead: Some(total(None)),
        totals: vec![total(None)],
        requests: vec![total(Some("requested"))],
        unknown_currency: 0,
        types: vec![],
        statuses: vec![],
        topics: vec![],
        places: vec![],
        sectors: vec![],
        years: vec![],
        span: vec![],
    }
}

fn bare_details() -> Details {
    Details {
        data_url: Some("/data/projects/x.json".into()),
        parties: vec![],
        audience: vec![],
        sdg: vec![],
        sector: None,
        places: vec![],
        instruments: vec![],
        image: None,
        documents: vec![],
        links: vec![],
        sources: vec![],
        corrections: vec![],
        contact: None,
    }
}

fn project(lang: &str, card: Card) -> String {
    project_with(lang, card, bare_details())
}

fn project_with(lang: &str, card: Card, details: Details) -> String {
    let foreign = lang != "fr";
    let body = serde_json::json!({"html": "<p>Texte</p>", "lang": "fr", "dir": "ltr", "foreign": foreign});
    let card = card.into_value();
    let related = vec![card.clone(), bare_card(lang, "other").into_value()];
    render(
        "project.html",
        lang,
        "project",
        vec![
            ("project", card),
            ("details", Value::from_serializable(&details)),
            ("body", Value::from_serializable(&body)),
            ("related", Value::from(related)),
            ("more", Value::from(Vec::<Value>::new())),
            ("partner", Value::from_serializable(&organisation(lang, "undp", "PNUD"))),
        ],
    )
}

fn render(template: &str, lang: &str, kind: &str, mut context: Vec<(&'static str, Value)>) -> String {
    context.extend([("site", site(lang)), ("page", head(lang, kind)), ("lang", Value::from(lang))]);
    let bytes = theme().render(template, context, "/x/").unwrap_or_else(|error| panic!("{error:?}"));
    let html = String::from_utf8(bytes).unwrap();
    assert_eq!(html.matches("<h1").count(), 1, "{html}");
    assert!(html.contains(r#"<script type="application/ld+json">{"a":"b"}</script>"#));
    assert!(!html.contains("L'essai <b>") && !html.contains("<b>"), "the title is escaped");
    html
}

#[test]
fn the_home_page_shows_what_is_stated() {
    let french = home("fr");
    assert!(french.contains(r#"<html lang="fr" dir="ltr">"#));
    assert!(french.contains("3\u{202f}000\u{202f}000\u{a0}dollars des États-Unis</bdi></span>"), "{french}");
    assert!(french.contains("dollars</bdi> (montant demandé)"), "a request says so");
    assert!(french.contains("(CTED) et <a") && french.contains("Afficher 3 autres fiches"));
    assert!(!french.contains("class=\"item-language\""));
    let asked =
        r#"<li class="item" data-type="multilateral" data-partner="undp" data-status="launched" data-year="2018">"#;
    assert!(french.contains(asked), "what the filter asks for: {french}");
    assert!(french.contains(r#"<a href="/x/launched/" data-value="launched">Lancé</a>"#), "{french}");
    let arabic = home("ar");
    assert!(arabic.contains(r#"<html lang="ar" dir="rtl">"#));
    assert!(arabic.contains("<bdi>3.000.000\u{a0}دولار أمريكي</bdi>"), "{arabic}");
    assert!(arabic.contains(r#"<time datetime="2018-05-10">10 ماي 2018</time>"#), "{arabic}");
    assert!(arabic.contains("تم الإطلاق") && arabic.contains(r#"(<bdi dir="ltr">CTED</bdi>)"#));
    let title = r#"<bdi lang="fr" dir="ltr">Titre</bdi></a> <span class="item-language">لغة النص: "#;
    assert!(arabic.contains(title), "items in another language are marked: {arabic}");
    assert!(arabic.contains("عرض البقية (3)"));
}

#[test]
fn a_project_of_which_little_is_known_looks_right() {
    let bare = project("fr", bare_card("fr", "bare"));
    for absent in ["class=\"status", "En cours", "Financement", "Montant", "<time", "untranslated", "\"updated"] {
        assert!(!bare.contains(absent), "{absent}: {bare}");
    }
    let words: String = bare.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words).collect();
    assert!(!words.split_whitespace().any(|word| word == "0"), "{words}");
    assert!(bare.contains("/fr/projects/other/") && !bare.contains("/fr/projects/bare/"), "not related to itself");
    let arabic = project("ar", full_card("ar"));
    assert!(
        arabic.contains(r#"<p class="untranslated">"#) && arabic.contains(r#"<div class="prose" lang="fr" dir="ltr">"#)
    );
    assert!(arabic.contains("مبلغ مطلوب، وليس تمويلا متحصَّلا عليه."), "{arabic}");
}

#[test]
fn a_role_has_one_heading_and_a_document_its_own_name() {
    let party = |id: &str, role: &str| Party { org: organisation("fr", id, id), role: role.into() };
    let resource = |url: &str, name: Option<&str>, lang: Option<&str>| Resource {
        url: url.into(),
        title: None,
        lang: lang.map(str::to_owned),
        size: None,
        format: name.map(|_| "pdf".into()),
        name: name.map(str::to_owned),
        date: None,
    };
    let details = Details {
        parties: vec![party("a", "sponsor"), party("b", "support"), party("c", "sponsor")],
        documents: vec![resource("/assets/note.0123456789.pdf", Some("note.pdf"), Some("fr"))],
        sources: vec![resource("https://a.tn/x", None, None)],
        ..bare_details()
    };
    let html = project_with("fr", bare_card("fr", "x"), details);
    let (sponsors, support) = (html.find("<dt>Parrainage</dt>").unwrap(), html.find("<dt>Appui</dt>").unwrap());
    assert_eq!(html.matches("<dt>Parrainage</dt>").count(), 1, "{html}");
    assert!(html[sponsors..support].contains("/partners/a/") && html[sponsors..support].contains("/partners/c/"));
    let document = r#"hreflang="fr"><bdi dir="ltr">note.pdf</bdi></a> <small>(<bdi dir="ltr">PDF</bdi> · français)"#;
    assert!(html.contains(document), "{html}");
    let source = r#"<a href="https://a.tn/x" class="spelt-out"><bdi dir="ltr">https://a.tn/x</bdi></a>"#;
    assert!(html.contains(source), "an address is not printed twice: {html}");
}

#[test]
fn figures_keep_requests_apart_and_print_no_zero() {
    let html = render("figures.html", "fr", "figures", vec![("figures", Value::from_serializable(&figures()))]);
    assert!(html.contains("1 fiche sur 9 indique un montant."), "{html}");
    assert!(html.contains("Étape non précisée") && html.contains("Ce ne sont pas des financements reçus."));
    assert!(!html.contains("0 fiche"), "{html}");
}

#[test]
fn pages_without_a_language_serve_all() {
    let homes = Value::from_serializable(&[language("fr"), language("ar")]);
    let titles = Value::from_serializable(&[text("fr", "Coopération"), text("ar", "التعاون")]);
    let choice = render("choice.html", "fr", "choice", vec![("homes", homes.clone()), ("titles", titles.clone())]);
    assert!(choice.contains(r#"<span lang="ar" dir="rtl">التعاون</span>"#), "{choice}");
    let missing = render("404.html", "fr", "not-found", vec![("homes", homes), ("titles", titles)]);
    assert!(missing.contains("Page introuvable") && missing.contains("الصفحة غير موجودة"), "{missing}");
}
