//! Settings of themes and sites, the style sheet made from them, and what is
//! said about wrong ones.

use std::sync::Arc;

use crate::base::diag::{Arg, Diagnostic, Hint};
use crate::base::path::RelPath;
use crate::theme::file::ThemeFile;
use crate::theme::settings::{Design, Settings, inlined, settings, sheet};
use crate::yaml;

const THEME: &str = "settings:
  colors:
    paper: \"#ffffff\"
    accent: \"#0f5361\"
    dark: {paper: \"#000000\", accent: \"#8ecbd8\"}
  fonts: {text: 'system-ui, \"Segoe UI\"', arabic: Tahoma}
  contrast: [[accent, paper, 4.5]]
";

fn file(path: &str, text: &str) -> ThemeFile {
    let path = RelPath::new(path).unwrap();
    ThemeFile { source: path.clone(), path, bytes: Arc::from(text.as_bytes()) }
}

/// The style sheet of a site that says this, and what is said about it.
fn with(design: &str) -> (String, Vec<String>) {
    let layers =
        [vec![file("theme.yaml", THEME)], vec![file("static/fonts/own.woff2", ""), file("static/logo.svg", "")]];
    over(&layers, design)
}

fn over(layers: &[Vec<ThemeFile>], design: &str) -> (String, Vec<String>) {
    let path = RelPath::fixed("site.yaml");
    let node = yaml::read(&path, design, 0..design.len()).root.unwrap();
    let (settings, found) = settings(layers, Some(Design { path: &path, node: &node }));
    (sheet(&settings).unwrap_or_default(), found.iter().map(|found| line(found, design)).collect())
}

/// What themes alone say, without a site's own settings.
fn settings_of(layers: &[Vec<ThemeFile>]) -> (Settings, Vec<Diagnostic>) {
    settings(layers, None)
}

fn line(found: &Diagnostic, text: &str) -> String {
    let place = found.at.as_ref().unwrap();
    let said = |(_, arg): &(&str, Arg)| match arg {
        Arg::Text(text) | Arg::Decimal(text) => text.clone(),
        _ => "?".to_owned(),
    };
    let args = found.args.iter().map(said);
    let quoted = if place.path.as_str() == "site.yaml" { &text[place.span.range()] } else { "theme" };
    format!("{quoted} {} {}", found.code.as_str(), args.collect::<Vec<_>>().join(" "))
}

#[test]
fn a_site_sets_colours_and_fonts_one_by_one() {
    let (css, found) = with("colors: {accent: 'hsl(0 100% 25%)'}\nfonts: {arabic: Amiri}\n");
    assert_eq!(found, [] as [&str; 0]);
    assert_eq!(
        css,
        ":root{--paper:#ffffff;--accent:#800000;--text:system-ui, \"Segoe UI\";--arabic:Amiri;}\
         @media (prefers-color-scheme:dark){:root{--paper:#000000;--accent:#8ecbd8;}}"
    );
}

#[test]
fn a_site_brings_a_font_of_its_own() {
    let (css, found) =
        with("fonts: {arabic: {family: Amiri, files: [{file: fonts/own.woff2, weight: 400 700, range: arabic}]}}\n");
    assert_eq!(found, [] as [&str; 0]);
    assert!(
        css.starts_with(
            "@font-face{font-family:\"Amiri\";src:url(\"fonts/own.woff2\") format(\"woff2\");\
             font-weight:400 700;unicode-range:U+0600-06FF"
        ),
        "{css}"
    );
    assert!(css.contains("font-display:swap}") && css.contains("--arabic:\"Amiri\",Tahoma;"), "{css}");
}

#[test]
fn what_cannot_be_used_is_reported_in_its_place() {
    for (design, expected) in [
        ("colors: {akcent: '#000'}\n", "akcent unknown-key akcent"),
        ("couleurs: {}\n", "couleurs unknown-key couleurs"),
        ("colors: {accent: petrol}\n", "petrol invalid-color petrol"),
        ("colors: {dark: '#000'}\n", "'#000' expected-mapping dark"),
        ("colors:\n  accent: # 0f5361\n", "accent empty-value accent"),
        ("fonts: {text: 'x;} body{color:red'}\n", "'x;} body{color:red' invalid-font text x;} body{color:red"),
        ("fonts: {text: {files: [fonts/owm.woff2]}}\n", "fonts/owm.woff2 missing-file static/fonts/owm.woff2"),
        ("fonts: {text: {files: [fonts/own.exe]}}\n", "fonts/own.exe invalid-font file fonts/own.exe"),
        ("fonts: {text: {files: fonts/own.woff2}}\n", "fonts/own.woff2 expected-list files"),
        ("logo: lgo.svg\n", "lgo.svg missing-file static/lgo.svg"),
        ("contrast: []\n", "contrast unknown-key contrast"),
    ] {
        assert_eq!(with(design).1, [expected], "{design}");
    }
}

#[test]
fn a_colour_that_is_hard_to_read_is_reported_with_one_that_is_not() {
    let (_, found) = with("colors: {accent: '#9ab', dark: {paper: '#445'}}\n");
    assert_eq!(found.len(), 1, "{found:?}"); // the dark accent is light enough even on #445
    assert!(found[0].starts_with("'#9ab' low-contrast accent #99aabb paper #ffffff 2.38 4.5 accent #"), "{found:?}");
    let (_, found) = with("colors: {dark: {paper: '#8ab'}}\n");
    assert!(found[0].starts_with("'#8ab' low-contrast dark.accent #8ecbd8 dark.paper #88aabb"), "{found:?}");
    let pale = THEME.replace("#0f5361", "#eeeeee");
    let (_, found) = over(&[vec![file("theme.yaml", &pale)]], "{}\n");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("theme low-contrast accent #eeeeee"), "{found:?}");
}

#[test]
fn a_theme_overrides_the_one_it_extends_key_by_key() {
    let child = file("theme.yaml", "extends: t\nsettings: {colors: {accent: \"#333333\", seal: \"#111111\"}}\n");
    let sheet = file("static/site.css", "p { color: var(--seal) }");
    let layers = [vec![file("theme.yaml", THEME)], vec![child, sheet]];
    let (css, found) = over(&layers, "colors: {seal: \"#222222\"}\n");
    assert_eq!(found, [] as [&str; 0]);
    assert!(css.starts_with(":root{--paper:#ffffff;--accent:#333333;--seal:#222222;"), "{css}");
}

#[test]
fn a_theme_that_extends_another_is_told_of_a_setting_that_nothing_takes() {
    let child = |settings: &str| {
        let child = file("theme.yaml", &format!("extends: t\nsettings: {settings}\n"));
        let sheet = file("static/site.css", "p { color: var(--accents); border-color: var(--seal) }");
        let layers = [vec![file("theme.yaml", THEME)], vec![child, sheet]];
        let (_, found) = settings_of(&layers);
        found.iter().map(|found| (line(found, ""), found.hints.clone())).collect::<Vec<_>>()
    };
    let meant = |name: &str| vec![Hint::DidYouMean(name.to_owned())];
    for (settings, key, near) in [
        ("{colors: {acent: '#333'}}", "acent", "accent"),
        ("{colors: {primary: '#333'}}", "primary", "accent"),
        ("{colors: {fond: '#333'}}", "fond", "paper"),
        ("{colors: {dark: {acent: '#333'}}}", "acent", "accent"),
        ("{fonts: {arabe: Amiri}}", "arabe", "arabic"),
        ("{fonts: {text: {nom: Amiri}}}", "nom", "family"),
        ("{couleurs: {}}", "couleurs", "colors"),
    ] {
        assert_eq!(child(settings), [(format!("theme unknown-key {key}"), meant(near))], "{settings}");
    }
    assert_eq!(child("{colors: {seal: '#333'}}"), []);
    let all = Hint::OneOf(vec!["paper".to_owned(), "accent".to_owned()]);
    assert_eq!(child("{colors: {cachet: '#333'}}"), [("theme unknown-key cachet".to_owned(), vec![all])]);
}

#[test]
fn a_style_sheet_takes_the_settings_in() {
    let css = "@layer a, b;\n@import \"design.css\" layer(a);\np{}";
    assert_eq!(inlined(css, ":root{}").as_deref(), Some("@layer a, b;\n@layer a{:root{}}\np{}"));
    assert_eq!(inlined("@import \"design.css\";", "x").as_deref(), Some("x"));
    assert_eq!(inlined("p{}", "x"), None);
    let drawing = "<svg><style>@import \"design.css\";a{}</style></svg>";
    assert_eq!(inlined(drawing, ":root{}").as_deref(), Some("<svg><style>:root{}a{}</style></svg>"));
}
