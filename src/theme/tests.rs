//! Tests of small themes, their output, and diagnostics for broken ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Hint};
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::locale::Locale;
use crate::site::view::Text;
use crate::theme::{Theme, ThemeFile, describe};

fn locales() -> Arc<[Locale]> {
    let locale = |lang, tag| Locale::new(Lang::new(lang).unwrap(), tag).unwrap();
    Arc::from([locale("fr", "fr-TN"), locale("ar", "ar-TN")])
}

fn layer(name: &str, files: &[(&str, &str)]) -> Vec<ThemeFile> {
    let file = |(path, text): &(&str, &str)| ThemeFile {
        path: RelPath::new(path).unwrap(),
        source: RelPath::new(&format!("themes/{name}/{path}")).unwrap(),
        bytes: Arc::from(text.as_bytes()),
    };
    files.iter().map(file).collect()
}

fn compile(files: &[(&str, &str)]) -> (Theme, Diagnostics) {
    Theme::compile(&[layer("t", files)], locales(), "/")
}

/// Renders a one-line template in a language, with `value` in the context.
fn print(template: &str, strings: &[(&str, &str)], lang: &str, value: Value) -> String {
    let mut files = vec![("templates/t.html", template)];
    files.extend(strings);
    let (theme, diagnostics) = compile(&files);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    let context = vec![("lang", Value::from(lang)), ("value", value)];
    String::from_utf8(theme.render("t.html", context, "/t/").unwrap()).unwrap()
}

fn say(template: &str, lang: &str, value: Value) -> String {
    print(template, &[], lang, value)
}

fn json(text: &str) -> Value {
    Value::from_serializable(&serde_json::from_str::<serde_json::Value>(text).unwrap())
}

/// `file:line:column code detail` of each diagnostic.
fn report(diagnostics: &Diagnostics, files: &[(&str, &str)]) -> Vec<String> {
    diagnostics.iter().map(|diagnostic| line(diagnostic, files)).collect()
}

fn line(diagnostic: &Diagnostic, files: &[(&str, &str)]) -> String {
    let detail = diagnostic.args.iter().find_map(|(name, arg)| match arg {
        Arg::Text(text) if *name == "detail" || *name == "key" => Some(text.as_str()),
        _ => None,
    });
    let place = diagnostic.at.as_ref().map(|place| {
        let path = place.path.as_str().split_once("themes/t/").unwrap().1;
        let text = files.iter().find(|(own, _)| *own == path).unwrap().1;
        let before = &text[..place.span.range().start];
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        format!("{path}:{}:{column} `{}`", before.matches('\n').count() + 1, &text[place.span.range()])
    });
    format!("{} {} {}", place.unwrap_or_default(), diagnostic.code.as_str(), detail.unwrap_or_default())
}

#[test]
fn two_broken_templates_are_both_reported_with_their_lines() {
    let files = [
        ("templates/a.html", "<p>\n  è {% if %}x"),
        ("templates/b.html", "fine"),
        ("templates/c.html", "{% include \"a.html\" %}\n\n{{ 1 + }}"),
    ];
    let (theme, diagnostics) = compile(&files);
    let report = report(&diagnostics, &files);
    assert_eq!(report.len(), 2, "{report:?}");
    assert!(report[0].starts_with("templates/a.html:2:"), "{report:?}");
    assert!(report[1].starts_with("templates/c.html:3:"), "{report:?}");
    assert!(report.iter().all(|line| line.contains("template-syntax")));
    let error = theme.render("b.html", vec![], "/").unwrap_err();
    assert!(
        diagnostics.iter().any(|found| *found == error),
        "a theme with errors renders nothing, and says nothing new"
    );
}

#[test]
fn unknown_names_are_found_in_every_template() {
    let files = [
        ("templates/a.html", "{{ lang | datee }}\n{% include \"partials/crad.html\" %}"),
        ("templates/b.html", "é\né {{ asset_url(name=\"x\") }} {{ lang | datee }}"),
        ("templates/partials/card.html", "{% extends \"bsae.html\" %}"),
    ];
    let (_, diagnostics) = compile(&files);
    assert_eq!(
        report(&diagnostics, &files),
        [
            "templates/a.html:1:11 `datee` template-unknown-name Unknown filter `datee`",
            "templates/a.html:2:13 `partials/crad.html` template-unknown-name Unknown template `partials/crad.html`",
            "templates/b.html:2:6 `asset_url` template-unknown-name Unknown function `asset_url`",
            "templates/b.html:2:39 `datee` template-unknown-name Unknown filter `datee`",
            "templates/partials/card.html:1:13 `bsae.html` template-unknown-name Unknown template `bsae.html`",
        ]
    );
    let hints: Vec<&Hint> = diagnostics.iter().flat_map(|diagnostic| &diagnostic.hints).collect();
    assert!(hints.contains(&&Hint::DidYouMean("date".into())));
    assert!(hints.contains(&&Hint::DidYouMean("partials/card.html".into())));
}

#[test]
fn a_broken_base_is_not_blamed_on_its_children() {
    let files = [
        ("templates/base.html", "{% block main %}{% endblock %}{% component box() %}{% endcomponent %}{% if %}"),
        ("templates/page.html", "{% extends \"base.html\" %}{% block main %}{{ <box /> }}{% endblock %}"),
    ];
    let report = report(&compile(&files).1, &files);
    assert_eq!(report.len(), 1, "{report:?}");
    assert!(report[0].starts_with("templates/base.html:1:"), "{report:?}");
}

#[test]
fn circles_and_components_defined_twice_are_errors() {
    let files = [
        ("templates/a.html", "{% extends \"b.html\" %}"),
        ("templates/b.html", "{% extends \"a.html\" %}"),
        ("templates/c.html", "{% component box() %}1{% endcomponent %}"),
        ("templates/d.html", "{% component box() %}2{% endcomponent %}"),
    ];
    let report = report(&compile(&files).1, &files);
    assert_eq!(report.len(), 2, "{report:?}");
    assert!(report[0].contains("a.html → b.html") || report[0].contains("b.html → a.html"), "{report:?}");
    assert!(report[1].starts_with("templates/d.html:1:4 `component box`"), "{report:?}");
}

#[test]
fn a_page_that_fails_names_file_line_and_page() {
    let files =
        [("templates/a.html", "<h1>\n{% include \"b.html\" %}"), ("templates/b.html", "<p>\n\n  {{ value.titel }}")];
    let (theme, diagnostics) = compile(&files);
    assert_eq!(diagnostics, Diagnostics::default());
    let context = vec![("lang", Value::from("fr")), ("value", json(r#"{"title": "x"}"#))];
    let error = theme.render("a.html", context, "/fr/x/").unwrap_err();
    let line = line(&error, &files);
    assert!(line.starts_with("templates/b.html:3:"), "{line}");
    assert!(line.contains("template-unknown-field") && line.contains("titel"), "{line}");
    assert!(error.args.contains(&("page", Arg::Text("/fr/x/".into()))));
    assert_eq!(error.related.len(), 1, "the template that included it: {error:?}");
    assert_eq!(error.related[0].path.as_str(), "themes/t/templates/a.html");
}

#[test]
fn a_text_that_is_printed_as_an_object_is_an_error() {
    let files = [("templates/a.html", "<p>{{ body.html | safe }}</p>\n<h1>{{ value.title }}</h1>")];
    let text = Text { text: "L'eau".to_owned(), lang: "fr".to_owned() };
    let value = Value::from_serializable(&BTreeMap::from([("title", text)]));
    let body = |html: &str| Value::from_serializable(&BTreeMap::from([("html", html)]));
    let context = |html: &str| vec![("lang", Value::from("fr")), ("value", value.clone()), ("body", body(html))];
    let error = compile(&files).0.render("a.html", context("x"), "/fr/x/").unwrap_err();
    assert!(line(&error, &files).starts_with("templates/a.html:2:8 `value.title`"), "{error:?}");
    assert_eq!(error.hints, [Hint::Write("<h1>{{ value.title | text }}</h1>".to_owned())]);
    let quoted = "{&quot;text&quot;: &quot;x&quot;, &quot;lang&quot;: &quot;fr&quot;}";
    assert!(compile(&files).0.render("a.html", context(quoted), "/fr/x/").is_ok(), "a text may quote one");
}

#[test]
fn a_misspelt_field_is_reported_at_the_field() {
    let files = [("templates/a.html", "<p>{{ value.titel | text }}")];
    let context = vec![("lang", Value::from("fr")), ("value", json(r#"{"title": "x"}"#))];
    let error = compile(&files).0.render("a.html", context, "/").unwrap_err();
    assert!(line(&error, &files).starts_with("templates/a.html:1:7 `value.titel`"), "{error:?}");
}

#[test]
fn a_template_that_is_missing_is_named() {
    let error = compile(&[]).0.render("home.html", vec![], "/fr/").unwrap_err();
    assert_eq!((error.code, error.args), (Code::TemplateMissing, vec![("name", Arg::from("home.html"))]));
}

#[test]
fn a_later_layer_replaces_templates_and_merges_strings() {
    let base = layer(
        "base",
        &[
            ("templates/a.html", "base"),
            ("templates/b.html", "{{ t(key=\"x.a\") }} {{ t(key=\"x.b\") }}"),
            ("i18n/fr.yaml", "x: {a: un, b: deux}"),
            ("i18n/ar.yaml", "x: {a: واحد, b: اثنان}"),
        ],
    );
    let own = layer("own", &[("templates/a.html", "own"), ("i18n/fr.yaml", "x: {b: 'deux & demi'}")]);
    let (theme, diagnostics) = Theme::compile(&[base.clone(), own], locales(), "/");
    assert_eq!(diagnostics, Diagnostics::default());
    let print = |name: &str| {
        let bytes = theme.render(name, vec![("lang", Value::from("fr"))], "/").unwrap();
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(print("a.html"), "own");
    assert_eq!(print("b.html"), "un deux &amp; demi");
    let (alone, _) = Theme::compile(&[base], locales(), "/");
    assert_ne!(alone.key(), theme.key());
}

#[test]
fn a_string_that_a_language_lacks_falls_back_and_says_so() {
    let files = [
        ("i18n/fr.yaml", "a: bonjour\nb: {n: salut}\n"),
        ("i18n/ar.yaml", "a: مرحبا\n"),
        ("i18n/en.yaml", "a: hello\nc: thanks\n"),
    ];
    let words = |template: &str, lang: &str| print(template, &files, lang, Value::none());
    assert_eq!(words("{{ t(key=\"a\") }}", "ar"), "مرحبا");
    assert_eq!(words("{{ t(key=\"b.n\") }}", "ar"), "<span lang=\"fr\" dir=\"ltr\">salut</span>");
    assert_eq!(words("{{ t(key=\"c\") }}", "fr"), "<span lang=\"en\" dir=\"ltr\">thanks</span>");
    assert_eq!(words("{{ t_plain(key=\"b.n\") }}", "ar"), "\u{2066}salut\u{2069}");
    assert_eq!(words("{{ t(key=\"a\", lang=\"ar\") }}", "fr"), "مرحبا");
    let missing = report(&compile(&files).1, &files);
    let missing: Vec<&str> = missing.iter().map(|line| line.split_once("`` ").unwrap().1).collect();
    assert_eq!(missing, ["string-missing b.n", "string-missing c", "string-missing c"]);
}

#[test]
fn a_language_without_any_string_is_told_once() {
    let (_, diagnostics) = compile(&[("i18n/fr.yaml", "a: un\nb: deux\n")]);
    let missing: Vec<&Diagnostic> = diagnostics.iter().collect();
    assert_eq!(missing.len(), 1, "{missing:?}");
    let args = [("key", Arg::from("*")), ("lang", Arg::from("ar")), ("theme", Arg::from("t"))];
    assert_eq!(missing[0].args, args);
}

#[test]
fn a_file_in_another_encoding_is_named_and_a_byte_order_mark_is_not_printed() {
    let mut files = layer("t", &[("templates/a.html", "\u{feff}{{ lang }}"), ("i18n/fr.yaml", "\u{feff}a: b")]);
    assert_eq!(Theme::compile(&[files.clone()], Arc::from([]), "/").1, Diagnostics::default());
    files[0].bytes = Arc::from(b"caf\xe9".as_slice());
    let (_, diagnostics) = Theme::compile(&[files], Arc::from([]), "/");
    assert_eq!(diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::NotUtf8]);
}

#[test]
fn arguments_are_escaped_unless_safe_and_numbers_speak_the_language() {
    let files = [("i18n/fr.yaml", "a: 'par {name} : {n}'"), ("i18n/ar.yaml", "a: '{name} {n}'")];
    let template = "{{ t(key=\"a\", name=value, n=3000000) }}|{{ t(key=\"a\", name=value|isolate, n=1) }}";
    let words = print(template, &files, "fr", Value::from("A & B"));
    assert_eq!(words, "par A &amp; B\u{a0}: 3\u{202f}000\u{202f}000|par <bdi>A &amp; B</bdi>\u{a0}: 1");
    let (theme, _) = compile(&[("templates/t.html", "{{ t(key=\"a\", n=1) }}"), files[0], files[1]]);
    let error = theme.render("t.html", vec![("lang", Value::from("fr"))], "/").unwrap_err();
    assert!(error.args.contains(&("detail", Arg::from("the string `a` needs the argument `name`"))), "{error:?}");
}

#[test]
fn a_string_that_nobody_has_is_an_error_with_a_suggestion() {
    let files = [("templates/t.html", "{{ t(key=\"menu.hme\") }}"), ("i18n/fr.yaml", "menu: {home: Accueil}")];
    let error = compile(&files).0.render("t.html", vec![("lang", Value::from("fr"))], "/").unwrap_err();
    let detail = "no i18n file has the string `menu.hme`; did you mean `menu.home`?";
    assert!(error.args.contains(&("detail", Arg::from(detail))), "{error:?}");
}

#[test]
fn arabic_has_six_plural_forms() {
    let forms =
        "n: {zero: صفر, one: واحد, two: اثنان, few: '{count} قليل', many: '{count} كثير', other: '{count} آخر'}";
    let files = [("i18n/fr.yaml", "n: {one: '{count} projet', other: '{count} projets'}"), ("i18n/ar.yaml", forms)];
    let words = |n: u64, lang: &str| print("{{ t(key=\"n\", count=value) }}", &files, lang, Value::from(n));
    let arabic: Vec<String> = [0, 1, 2, 3, 11, 100].iter().map(|n| words(*n, "ar")).collect();
    assert_eq!(arabic, ["صفر", "واحد", "اثنان", "3 قليل", "11 كثير", "100 آخر"]);
    assert_eq!((words(1, "fr"), words(2, "fr")), ("1 projet".into(), "2 projets".into()));
    assert_eq!(compile(&files).1, Diagnostics::default());
}

#[test]
fn plural_forms_that_a_language_needs_are_missed() {
    let files = [("i18n/fr.yaml", "n: {one: a, other: b}"), ("i18n/ar.yaml", "n: {one: a, other: b}")];
    let (_, diagnostics) = compile(&files);
    let lacks: Vec<&Diagnostic> = diagnostics.iter().collect();
    assert_eq!(lacks.len(), 1, "{lacks:?}");
    assert_eq!(lacks[0].code, Code::PluralMissing);
    let forms = ["zero", "two", "few", "many"].map(str::to_owned).to_vec();
    assert!(lacks[0].args.contains(&("forms", Arg::List(forms))), "{lacks:?}");
}

#[test]
fn dates_and_money_speak_the_regional_locale() {
    assert_eq!(say("{{ value | date }}", "fr", "2018-05-10".into()), "10 mai 2018");
    assert_eq!(say("{{ value | date }}", "ar", "2018-05-10".into()), "10 ماي 2018");
    assert_eq!(say("{{ value | date }}", "ar", "2018".into()), "2018");
    assert_eq!(say("{{ value | date(style=\"iso\") }}", "ar", "2018-05".into()), "<bdi dir=\"ltr\">2018-05</bdi>");
    let usd = || json(r#"{"amount": "3000000", "currency": "USD", "unit": null}"#);
    assert_eq!(say("{{ value | money }}", "ar", usd()), "<bdi>3.000.000\u{a0}دولار أمريكي</bdi>");
    let french = say("{{ value | money }}", "fr", usd());
    assert!(french.starts_with("<bdi>3\u{202f}000\u{202f}000"), "{french}");
    let unit = json(r#"{"amount": "5000000", "currency": null, "unit": {"text": "dollars", "lang": "fr"}}"#);
    let words = say("{{ value | money }}", "ar", unit);
    assert!(words.starts_with("<bdi lang=\"fr\">5.000.000") && words.ends_with("dollars</bdi>"), "{words}");
}

#[test]
fn texts_are_isolated_and_marked_with_their_language() {
    let french = || json(r#"{"text": "L'aide & l'appui", "lang": "fr"}"#);
    assert_eq!(say("{{ value | text }}", "fr", french()), say("{{ value.text | text }}", "fr", french()));
    let marked = say("{{ value | text }}", "ar", french());
    assert!(marked.starts_with("<bdi lang=\"fr\" dir=\"ltr\">L") && marked.contains("&amp;"), "{marked}");
    let arabic = json(r#"{"text": "دعم PEV", "lang": "ar"}"#);
    let isolated = say("{{ value | text }}", "ar", arabic.clone());
    assert!(isolated.contains("<bdi") && isolated.contains("PEV"), "{isolated}");
    assert!(!say("{{ value | plain }}", "ar", arabic).contains("<bdi"));
    assert_eq!(say("{{ value | isolate(dir=\"ltr\") }}", "ar", "+216 1".into()), "<bdi dir=\"ltr\">+216 1</bdi>");
}

#[test]
fn lists_keep_markup_and_escape_words() {
    let value = Value::from(vec![Value::from("a & b"), Value::safe_string("<b>c</b>"), Value::from("d")]);
    let words = say("{{ value | list }}", "fr", value);
    assert_eq!(words, "a &amp; b, <b>c</b> et d");
}

#[test]
fn a_term_has_its_name_or_the_themes_words_or_is_a_year() {
    let strings = [("i18n/fr.yaml", "status: {signed: Signé}"), ("i18n/ar.yaml", "status: {signed: موقّع}")];
    let words = |value: &str| print("{{ term_label(term=value, prefix=\"status\") }}", &strings, "fr", json(value));
    assert_eq!(words(r#"{"id": "signed", "name": null}"#), "Signé");
    assert_eq!(words(r#"{"id": "2018", "name": null}"#), "2018");
    assert_eq!(words(r#"{"id": "x", "name": {"text": "Un <nom>", "lang": "fr"}}"#), "Un &lt;nom&gt;");
    assert_eq!(print("{{ value | label(prefix=\"status\") }}", &strings, "ar", "signed".into()), "موقّع");
}

#[test]
fn places_and_sectors_have_their_names() {
    let names = |prefix: &str, files: &[(&str, &str)], lang: &str, code: &str| {
        let template = format!("{{{{ value | label(prefix=\"{prefix}\", default=value) }}}}");
        print(&template, files, lang, code.into())
    };
    assert_eq!(names("place", &[], "fr", "TN-71"), "Gouvernorat de Gafsa");
    assert_eq!(names("place", &[], "ar", "TN-71"), "ولاية قفصة");
    assert_eq!(names("sector", &[], "ar", "15134"), "الشؤون القضائية");
    assert_eq!(names("place", &[], "ar", "AL-BR"), "<bdi lang=\"en\" dir=\"ltr\">Berat</bdi>");
    let own = [("i18n/fr.yaml", "place: {TN-71: Gafsa et sa région}")];
    assert_eq!(names("place", &own, "fr", "TN-71"), "Gafsa et sa région");
    assert_eq!(names("other", &[], "fr", "TN-71"), "TN-71");
}

#[test]
fn components_speak_the_language_of_their_page() {
    let template = "{% component when(date) %}{{ date | date }}{% endcomponent when %}{{ <when date={value} /> }}";
    assert_eq!(say(template, "ar", "2018-05-10".into()), "10 ماي 2018");
}

#[test]
fn an_asset_is_found_by_its_plain_name() {
    let files = [("templates/t.html", "{{ asset(name=value) }}"), ("static/site.css", "a {}")];
    let (theme, _) = Theme::compile(&[layer("t", &files)], locales(), "/a/b/");
    let render =
        |name: &str| theme.render("t.html", vec![("lang", Value::from("fr")), ("value", Value::from(name))], "/");
    let published = String::from_utf8(render("site.css").unwrap()).unwrap();
    assert_eq!(published, format!("/a/b/{}", theme.files()[0].path));
    assert_eq!(theme.shown().assets.len(), 1);
    let detail = "the theme has no file static/sit.css; did you mean `site.css`?";
    assert!(render("sit.css").unwrap_err().args.contains(&("detail", Arg::from(detail))));
}

#[test]
fn a_theme_says_what_it_extends() {
    let file = |text: &str| layer("t", &[("theme.yaml", text)]).remove(0);
    let (info, diagnostics) = describe(&file("name: Ma charte\nextends: passerelle\n"));
    assert_eq!((info.extends.as_deref(), diagnostics.len()), (Some("passerelle"), 0));
    let (_, diagnostics) = describe(&file("extend: passerelle\nname: [a]\n"));
    assert_eq!(diagnostics.len(), 2);
    assert_eq!(diagnostics[0].code, Code::ThemeInvalid);
    assert_eq!(diagnostics[0].hints, [Hint::DidYouMean("extends".into())]);
}
