mod generated;

use crate::base::code::Code::{self, *};
use crate::base::diag::{Diagnostic, Hint};
use crate::base::path::RelPath;
use crate::yaml::{Document, Node, Yaml, fence, read};

fn path() -> RelPath {
    RelPath::new("content/projects/a.fr.md").unwrap()
}

fn read_all(file: &str) -> Document {
    read(&path(), file, 0..file.len())
}

fn place<'f>(file: &'f str, found: &Diagnostic) -> &'f str {
    &file[found.at.as_ref().unwrap().span.range()]
}

/// The tree on one line: plain texts as they are, others in quotes.
fn show(node: &Node) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match &node.value {
        Yaml::Null => "~".to_owned(),
        Yaml::Scalar { text, quoted: false } => text.clone(),
        Yaml::Scalar { text, quoted: true } => format!("{text:?}"),
        Yaml::Sequence(items) => format!("[{}]", list(items.iter().map(show).collect())),
        Yaml::Mapping(entries) => {
            format!(
                "{{{}}}",
                list(entries.iter().map(|entry| format!("{}: {}", entry.key, show(&entry.value))).collect())
            )
        }
    }
}

/// Each value with the source that its span covers, outermost first.
fn sources<'f>(file: &'f str, node: &Node, found: &mut Vec<&'f str>) {
    found.push(&file[node.span.range()]);
    match &node.value {
        Yaml::Sequence(items) => items.iter().for_each(|item| sources(file, item, found)),
        Yaml::Mapping(entries) => entries.iter().for_each(|entry| {
            found.push(&file[entry.key_span.range()]);
            sources(file, &entry.value, found);
        }),
        _ => {}
    }
}

/// What reading reports: code, the text under its span, the line to write; and
/// the tree that is left.
fn check(file: &str, expected: &[(Code, &str, &str)], tree: &str) {
    let mut document = read_all(file);
    document.diagnostics.sort_by_key(|found| found.at.as_ref().map(|at| at.span));
    let found: Vec<(Code, &str, &str)> = document
        .diagnostics
        .iter()
        .map(|found| {
            let write =
                found.hints.iter().find_map(|hint| if let Hint::Write(line) = hint { Some(&line[..]) } else { None });
            (found.code, place(file, found), write.unwrap_or(""))
        })
        .collect();
    assert_eq!(found, expected, "{file:?}");
    assert_eq!(document.root.as_ref().map(show).unwrap_or_default(), tree, "{file:?}");
}

fn fine(file: &str, tree: &str) {
    check(file, &[], tree);
    assert!(!read_all(file).broken, "{file:?}");
}

#[test]
fn values_stay_as_they_were_typed() {
    fine("", "");
    fine("# only a comment\n", "");
    fine("a: 007\nb: 2018-05-10\nc: yes\nd: 1e3\ne: 3_000", "{a: 007, b: 2018-05-10, c: yes, d: 1e3, e: 3_000}");
    fine("a: ~\nb:\nc: null\nd: '~'\ne: \"\"", "{a: ~, b: ~, c: ~, d: \"~\", e: \"\"}");
    fine("a: |\n  x\n  y\n\nb: >-\n  x\n  y\n", "{a: \"x\\ny\\n\", b: \"x y\"}");
    fine("a: un\n  deux\n  trois # note", "{a: un deux trois}");
    fine("p:\n- a\n- b: 1\n  c: 2\n", "{p: [a, {b: 1, c: 2}]}");
    fine("p: [\na,\nb\n]\nt: x", "{p: [a, b], t: x}");
    fine("l: [{fr: x, ar: y}, {fr: z}]", "{l: [{fr: x, ar: y}, {fr: z}]}");
    fine("title : Jeunes\nurl: https://x.org/a#b\nn: 10:30", "{title: Jeunes, url: https://x.org/a#b, n: 10:30}");
    fine("---\na: 1\n---\n", "{a: 1}");
    fine("%YAML 1.2\n---\na: 1\n", "{a: 1}");
    fine("d: &d {x: 1}\ne: *d\nf: [*d]", "{d: {x: 1}, e: {x: 1}, f: [{x: 1}]}");
    fine("\u{feff}title: é\r\ntype: x\r\n", "{title: é, type: x}");
    fine("  a: 1\n  b: 2\n", "{a: 1, b: 2}");
}

#[test]
fn french_and_arabic_texts_are_left_alone() {
    fine("title: « Jeunes »", "{title: « Jeunes »}");
    fine("title: « A » et « B »", "{title: « A » et « B »}");
    fine("title: “A” et “B”", "{title: “A” et “B”}");
    fine("title: L’exemple d'aujourd’hui", "{title: L’exemple d'aujourd’hui}");
    fine("t: {fr: Jeunes, ar: تونس، صفاقس}", "{t: {fr: Jeunes, ar: تونس، صفاقس}}");
    fine("topics: ['نص، آخر']", "{topics: [\"نص، آخر\"]}");
    fine("title: \u{200f}مشروع\u{200f}\nb: \u{a0}x\u{a0}\nc: \u{a0}", "{title: مشروع, b: x, c: ~}");
}

#[test]
fn spans_are_the_bytes_of_the_value() {
    for (file, expected) in [
        ("é: \"تونس\" # c\r\nb: x\r\n", "é: \"تونس\" # c\r\nb: x|é|\"تونس\"|b|x"),
        ("\u{feff}العنوان: مشروع: \n", ""),
        ("\u{feff}ع: مشروع\nb: {fr: é, ar: ي}\n", "ع: مشروع\nb: {fr: é, ar: ي}|ع|مشروع|b|{fr: é, ar: ي}|fr|é|ar|ي"),
        (
            "a:\n  - é\n  - - x\n    - [y, 'z']\nb:\n",
            "a:\n  - é\n  - - x\n    - [y, 'z']\nb:|a|- é\n  - - x\n    - [y, 'z']|é|- x\n    - [y, 'z']|x|[y, 'z']|y|'z'|b|",
        ),
        (
            "p:\n- -5\n- b: 1\n  c:\n- \nd: e",
            "p:\n- -5\n- b: 1\n  c:\n- \nd: e|p|- -5\n- b: 1\n  c:\n- |-5|b: 1\n  c:|b|1|c|||d|e",
        ),
        (
            "é: |  # note\n  un\n\n  deux\n\n\nb: >\r\n  x\r\n",
            "é: |  # note\n  un\n\n  deux\n\n\nb: >\r\n  x|é||  # note\n  un\n\n  deux|b|>\r\n  x",
        ),
        ("a: plain\n  suite\nb: \u{200f}x\u{200f}\n", "a: plain\n  suite\nb: \u{200f}x|a|plain\n  suite|b|x"),
    ] {
        let document = read_all(file);
        let mut found = vec![];
        document.root.iter().for_each(|root| sources(file, root, &mut found));
        assert_eq!(found.join("|"), expected, "{file:?}");
    }
}

#[test]
fn spans_count_from_the_start_of_the_file() {
    let file = "\u{feff}---\r\né: x\r\nb: y : z\r\n---\r\n";
    let split = fence::split(&path(), file);
    let document = read(&path(), file, split.front.unwrap());
    let Some(Node { value: Yaml::Mapping(entries), .. }) = &document.root else { panic!("no mapping") };
    assert_eq!(&file[entries[0].key_span.range()], "é");
    assert_eq!(&file[entries[0].value.span.range()], "x");
    assert_eq!(place(file, &document.diagnostics[0]), "y : z");
}

#[test]
fn a_colon_in_a_text() {
    check("title: Jeunes : paix\ntype: x\n", &[(YamlColon, "Jeunes : paix", "title: \"Jeunes : paix\"")], "{type: x}");
    check(
        "title: Le \"mot\" : x # c\r\nb: 1",
        &[(YamlColon, "Le \"mot\" : x", "title: 'Le \"mot\" : x' # c")],
        "{b: 1}",
    );
    check("titre: مشروع: دعم\nb: 1", &[(YamlColon, "مشروع: دعم", "titre: \"مشروع: دعم\"")], "{b: 1}");
    check("a: Objectif:\nb: 1", &[(YamlColon, "Objectif:", "a: \"Objectif:\"")], "{b: 1}");
    check("t: {fr: A : B, ar: y}\nb: 1", &[(YamlColon, "A : B", "t: {fr: \"A : B\", ar: y}")], "{b: 1}");
    check(
        "f:\n  - funder: A : B\n    amount: 3 : 4\nb: 1",
        &[(YamlColon, "A : B", "  - funder: \"A : B\""), (YamlColon, "3 : 4", "    amount: \"3 : 4\"")],
        "{b: 1}",
    );
    check(
        "s: Un texte\n  et sa suite : fin\nb: 1",
        &[(YamlColon, "Un texte\n  et sa suite : fin", "s: \"Un texte et sa suite : fin\"")],
        "{b: 1}",
    );
    check(
        "t: {fr: A : B, ar: C : D}\nb: 1",
        &[
            (YamlColon, "A : B", "t: {fr: \"A : B\", ar: \"C : D\"}"),
            (YamlColon, "C : D", "t: {fr: \"A : B\", ar: \"C : D\"}"),
        ],
        "{b: 1}",
    );
    check("s: A : B\n  et C\nb: 1", &[(YamlColon, "A : B\n  et C", "s: \"A : B et C\"")], "{b: 1}");
    check("l:\n  - {n: {fr: A b: c}}\nb: 1", &[(YamlColon, "A b: c", "  - {n: {fr: \"A b: c\"}}")], "{b: 1}");
    check("t: [\n  {fr: A : B},\n]\nb: 1", &[(YamlColon, "A : B", "  {fr: \"A : B\"},")], "{b: 1}");
}

#[test]
fn no_space_after_a_colon() {
    check("title:Jeunes\ntype: x", &[(YamlNoSpace, "title:Jeunes", "title: Jeunes")], "{type: x}");
    check("type: x\ntitle:Jeunes\nb: 2", &[(YamlNoSpace, "title:Jeunes", "title: Jeunes")], "{type: x, b: 2}");
    check("title:Jeunes", &[(YamlNoSpace, "title:Jeunes", "title: Jeunes")], "");
    check("العنوان:مشروع\nb: 1", &[(YamlNoSpace, "العنوان:مشروع", "العنوان: مشروع")], "{b: 1}");
    check("dates:\n  start:2018\nb: 1", &[(YamlNoSpace, "start:2018", "  start: 2018")], "{b: 1}");
    check(
        "dates:\n  start:2018\n  end:2019\nb: 1",
        &[(YamlNoSpace, "start:2018", "  start: 2018"), (YamlNoSpace, "end:2019", "  end: 2019")],
        "{b: 1}",
    );
    check("t: {fr:x, ar: y}", &[(YamlNoSpace, "fr:x", "t: {fr: x, ar: y}")], "{t: {ar: y}}");
    check("title:\u{a0}Jeunes\nb: 1", &[(YamlInvisible, "\u{a0}", "title: Jeunes")], "{b: 1}");
}

#[test]
fn quotes_that_do_not_close() {
    check("title: \"Jeunes\ntype: x", &[(YamlQuote, "\"", "title: \"Jeunes\"")], "{type: x}");
    check("title: 'L'exemple'\nb: 2", &[(YamlQuote, "'", "title: \"L'exemple\"")], "{b: 2}");
    check("title: 'L'exemple\nb: 2", &[(YamlQuote, "'", "title: \"L'exemple\"")], "{b: 2}");
    check("title: \"Jeunes\n  et paix\ntype: x", &[(YamlQuote, "\"", "title: \"Jeunes et paix\"")], "{type: x}");
    check("title: \"Jeunes\" et paix\nb: 2", &[(YamlQuote, "\"", "title: '\"Jeunes\" et paix'")], "{b: 2}");
    check("title: \"le \"mot\" juste\"\nb: 2", &[(YamlQuote, "\"", "title: 'le \"mot\" juste'")], "{b: 2}");
    check("d: \"C:\\docs\"\nb: 2", &[(YamlBackslash, "\"C:\\docs\"", "d: 'C:\\docs'")], "{b: 2}");
    check("t: {fr: 'L'exemple', ar: y}\nb: 2", &[(YamlQuote, "'", "t: {fr: \"L'exemple\", ar: y}")], "{b: 2}");
    check("f:\n  - funder: \"UE\n    amount: 3\nb: 1", &[(YamlQuote, "\"", "  - funder: \"UE\"")], "{b: 1}");
    check("p: [\"a, b]\nb: 1", &[(YamlQuote, "\"", "p: [\"a\", b]")], "{b: 1}");
    check("a: \"un\ndeux\"\nb: x : y", &[(YamlColon, "x : y", "b: \"x : y\"")], "{a: \"un deux\"}");
}

#[test]
fn curly_quotes() {
    check("title: “Jeunes”\nb: 1", &[(YamlCurlyQuotes, "“Jeunes”", "title: \"Jeunes\"")], "{title: \"Jeunes\", b: 1}");
    check("title: ‘L’exemple’", &[(YamlCurlyQuotes, "‘L’exemple’", "title: \"L’exemple\"")], "{title: \"L’exemple\"}");
    check(
        "title: “Jeunes : paix”\nb: 1",
        &[(YamlCurlyQuotes, "“Jeunes : paix”", "title: \"Jeunes : paix\"")],
        "{b: 1}",
    );
    check("title: « A : B »\nb: 1", &[(YamlCurlyQuotes, "« A : B »", "title: \"« A : B »\"")], "{b: 1}");
    check("title: « A » : B\nb: 1", &[(YamlColon, "« A » : B", "title: \"« A » : B\"")], "{b: 1}");
    check("title: \"Jeunes”\nb: 1", &[(YamlCurlyQuotes, "\"Jeunes”", "title: \"Jeunes\"")], "{b: 1}");
    check("t: [“a”, b]", &[(YamlCurlyQuotes, "“a”", "t: [\"a\", b]")], "{t: [\"a\", b]}");
    check(
        "t: [“a”, “b”]",
        &[(YamlCurlyQuotes, "“a”", "t: [\"a\", \"b\"]"), (YamlCurlyQuotes, "“b”", "t: [\"a\", \"b\"]")],
        "{t: [\"a\", \"b\"]}",
    );
    check("“title”: x", &[(YamlCurlyQuotes, "“title”", "title: x")], "{title: x}");
}

#[test]
fn tabs() {
    check("d:\n\ts: 1\nb: 1", &[(YamlTab, "\t", "  s: 1")], "{b: 1}");
    check("a: 1\n\tc: 2\nb: 1", &[(YamlTab, "\t", "c: 2")], "{b: 1}");
    check("d:\n\t\ts: 1\n\t\te: 2\nb: 1", &[(YamlTab, "\t\ts: 1\n\t\t", "  s: 1\n  e: 2")], "{b: 1}");
    check("u:\n  n:\n\tfr: x\n    ar: y\nb: 1", &[(YamlTab, "\t", "    fr: x")], "{b: 1}");
    check("u:\n    n:\n        fr: x\n\tar: y\nb: 1", &[(YamlTab, "\t", "        ar: y")], "{b: 1}");
    check("u:\n    n: x\n\ta: y\nb: 1", &[(YamlTab, "\t", "    a: y")], "{b: 1}");
    check("f:\n  - a: x\n\tb: y\nb: 1", &[(YamlTab, "\t", "    b: y")], "{b: 1}");
    fine("a:\tx\nl:\n-\ty", "{a: x, l: [y]}");
}

#[test]
fn dashes_without_a_space() {
    let lines = "- afd\n- ue";
    check("p: \n-afd\n-ue\nb: 1", &[(YamlDash, "-afd\n-ue", lines)], "{b: 1}");
    check("p:\n  -afd\n  -ue\nb: 1", &[(YamlDash, "-afd\n  -ue", "  - afd\n  - ue")], "{b: 1}");
    check("p:\n  -afd\nb: 1", &[(YamlDash, "-afd", "  - afd")], "{b: 1}");
    check("p:\n• afd\n• ue\nb: 1", &[(YamlDash, "• afd\n• ue", lines)], "{b: 1}");
    check("p:\n  – afd\n  – ue\nb: 1", &[(YamlDash, "– afd\n  – ue", "  - afd\n  - ue")], "{b: 1}");
    check("p:\n* afd\n* ue\nb: 1", &[(YamlDash, "* afd\n* ue", lines)], "{b: 1}");
    check("p:\n-الوكالة\nb: 1", &[(YamlDash, "-الوكالة", "- الوكالة")], "{b: 1}");
    check("f:\n  -a: x\n   b: y\nb: 1", &[(YamlDash, "-a: x\n   b: y", "  - a: x\n    b: y")], "{b: 1}");
    check("f:\n  -a: x\nb: 1", &[(YamlDash, "-a", "  - a: x")], "{f: {}, b: 1}");
    fine("w: -5\np:\n- afd\n- -x", "{w: -5, p: [afd, -x]}");
    fine("s:\n  – Une phrase qui commence par un tiret.", "{s: – Une phrase qui commence par un tiret.}");
}

#[test]
fn a_hash_in_a_value_between_braces() {
    for (line, meant, left) in [
        ("n: {fr: Agence #1 de l'eau, ar: مكتب}", "n: {fr: \"Agence #1 de l'eau\", ar: مكتب}", "{b: 1}"),
        ("c: {accent: #0f5361}", "c: {accent: \"#0f5361\"}", "{b: 1}"),
        ("c: {a: #0f5361, d: {a: #8ecbd8}, x: y}", "c: {a: \"#0f5361\", d: {a: \"#8ecbd8\"}, x: y}", "{b: 1}"),
        ("c: {x: y, a: #0f5361}", "c: {x: y, a: \"#0f5361\"}", "{b: 1}"),
        ("p: [undp, axe #2, x]", "p: [undp, \"axe #2\", x]", "{b: 1}"),
        ("n: {fr: Le plan # 3, ar: x}", "n: {fr: \"Le plan # 3\", ar: x}", "{b: 1}"),
    ] {
        let file = format!("{line}\nb: 1");
        let document = read_all(&file);
        let said: Vec<(Code, &[Hint])> = document.diagnostics.iter().map(|one| (one.code, &one.hints[..])).collect();
        assert_eq!(said, [(YamlHash, &[Hint::Write(meant.to_owned())][..])], "{line}");
        assert_eq!(document.root.as_ref().map(show).unwrap(), left, "{line}");
    }
    check("n: {\n  fr: Agence #1,\n  ar: x\n}\nb: 1", &[(YamlHash, "Agence #1", "  fr: \"Agence #1\",")], "{b: 1}");
    fine("p: [a, # note\n  b]", "{p: [a, b]}");
}

#[test]
fn no_colon_after_a_name() {
    check(
        "u:\n  name {fr: Ministère, ar: وزارة}\n  x: y\nb: 1",
        &[(YamlNoColon, "name {fr: Ministère, ar: وزارة}", "  name: {fr: Ministère, ar: وزارة}")],
        "{b: 1}",
    );
    check(
        "u:\n  name {fr: OMS}\nb: 1",
        &[(YamlNoColon, "name {fr: OMS}", "  name: {fr: OMS}")],
        "{u: {name: OMS}}, b: 1}",
    );
    check("partners [undp, afd]\nb: 1", &[(YamlNoColon, "partners [undp, afd]", "partners: [undp, afd]")], "{b: 1}");
    check(
        "b: 1\ntitle \"Jeunes : paix\"",
        &[(YamlNoColon, "title \"Jeunes : paix\"", "title: \"Jeunes : paix\"")],
        "{b: 1, title: paix\"}",
    );
    check("name{fr: OMS}\nb: 1", &[(YamlNoColon, "name{fr: OMS}", "name:{fr: OMS}")], "{name: OMS}, b: 1}");
}

#[test]
fn a_backslash_that_begins_something_else() {
    let control = |file: &str, line: &str, tree: &str| {
        let value = file[3..].trim_end();
        check(file, &[(YamlBackslash, value, line)], tree);
    };
    control(r#"t: "Dossier C:\eau""#, r"t: 'Dossier C:\eau'", r#"{t: "Dossier C:\\eau"}"#);
    control(r#"t: "C:\new\table""#, r"t: 'C:\new\table'", r#"{t: "C:\\new\\table"}"#);
    control(r#"t: "C:\Projets""#, r"t: 'C:\Projets'", r#"{t: "C:\\Projets"}"#);
    control(r#"t: "x \a y""#, r"t: 'x \a y'", r#"{t: "x \\a y"}"#);
    control(r#"t: "x \x1b y""#, r"t: 'x \x1b y'", r#"{t: "x \\x1b y"}"#);
    control(r#"t: "x \0""#, r"t: 'x \0'", r#"{t: "x \\0"}"#);
    fine(r#"t: "a \"b\" \u00e9 c\nd\te \\ f""#, r#"{t: "a \"b\" é c\nd\te \\ f"}"#);
    fine(r#"t: "C:\\new""#, r#"{t: "C:\\new"}"#);
}

#[test]
fn indentation() {
    check("title: J\n  type: x\nb: 1", &[(YamlIndent, "type", "type: x")], "{b: 1}");
    check("d:\n  s: 1\n   e: 2\n   f: 3\nb: 1", &[(YamlIndent, "e", "  e: 2")], "{b: 1}");
    check("d:\n    s: 1\n  e: 2\nb: 1", &[(YamlIndent, "e", "    e: 2")], "{b: 1}");
    check("p:\n  - a\n - c\nb: 1", &[(YamlIndent, "c", "  - c")], "{b: 1}");
    check("p:\n- a\n  - c\nb: 1", &[(YamlIndent, "c", "")], "{p: [], b: 1}");
    check(" title: J\nb: 1", &[(YamlIndent, "title", "title: J")], "{title: J, b: 1}");
    check("a: 1\n- c\nb: 1", &[(YamlIndent, "c", "")], "{b: 1}");
}

#[test]
fn values_that_begin_with_a_sign() {
    for value in [
        "@cnlct",
        "% de femmes",
        "`x`",
        "& co",
        "* x",
        "*Jeunes* unis",
        "> x",
        "| x",
        ", x",
        "[Projet] Jeunes",
        "{x} y",
        "- x",
        "? x",
        "] x",
        "}",
        "{{ x }}",
        "!Alerte aux jeunes",
        "&Jeunes et paix",
        "#Jeunes",
    ] {
        let file = format!("title: {value}\nb: 1");
        let document = read_all(&file);
        let codes: Vec<Code> = document.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [YamlSpecialStart], "{file}");
        assert_eq!(place(&file, &document.diagnostics[0]), &value[..1], "{file}");
        let write = Hint::Write(format!("title: \"{value}\""));
        assert_eq!(document.diagnostics[0].hints, [write], "{file}");
        assert_eq!(document.diagnostics[0].args[1], ("key", "title".into()), "{file}");
    }
    check("s: > A\n  b\nc: 1", &[(YamlSpecialStart, ">", "s: >\n  A")], "{c: 1}");
    check("s: @ A\n  b\nc: 1", &[(YamlSpecialStart, "@", "s: \"@ A b\"")], "{c: 1}");
    check("p: [undp, cted\nb: 1", &[(YamlBracket, "[", "p: [undp, cted]")], "{b: 1}");
    check("t: {fr: x, ar: y\nb: 1", &[(YamlBracket, "{", "t: {fr: x, ar: y}")], "{b: 1}");
    check("f:\n  - p: [a, b\n    c: 3\nb: 1", &[(YamlBracket, "[", "  - p: [a, b]")], "{b: 1}");
    check("p: [@cted, b]\nb: 1", &[(YamlSpecialStart, "@", "p: [\"@cted\", b]")], "{b: 1}");
    let both = "p: [\"@a\", b]";
    check("p: [@a, b\nb: 1", &[(YamlBracket, "[", both), (YamlSpecialStart, "@", both)], "{b: 1}");
    check("p:\n  - @cted\nb: 1", &[(YamlSpecialStart, "@", "  - \"@cted\"")], "{b: 1}");
}

#[test]
fn arabic_commas_in_lists() {
    check("p: [a، b]\nc: 1", &[(YamlArabicComma, "،", "p: [a, b]")], "{p: [a, b], c: 1}");
    check("p: [undp، cted، ue, x]", &[(YamlArabicComma, "،", "p: [undp, cted, ue, x]")], "{p: [undp, cted, ue, x]}");
    check("t: {fr: x، ar: y}\nc: 1", &[(YamlArabicComma, "،", "t: {fr: x, ar: y}")], "{c: 1}");
}

#[test]
fn invisible_characters() {
    check("title\u{a0}: x", &[(YamlInvisible, "title\u{a0}", "title: x")], "{title: x}");
    check("\u{200f}title: x\nb: 1", &[(YamlInvisible, "\u{200f}title", "title: x")], "{title: x, b: 1}");
    check("a: 1\n\u{feff}b: 2", &[(YamlInvisible, "\u{feff}b", "b: 2")], "{a: 1, b: 2}");
    check("t: {fr: x, ar\u{200e}: y}", &[(YamlInvisible, "ar\u{200e}", "t: {fr: x, ar: y}")], "{t: {fr: x, ar: y}}");
    check("t: \u{200f}\"x\"\nb: 1", &[(YamlInvisible, "\u{200f}", "t: \"x\"")], "{b: 1}");
    check("t: \u{a0}[x, y]\nb: 1", &[(YamlInvisible, "\u{a0}", "t: [x, y]")], "{b: 1}");
    check("p:\n  -\u{a0}x\nb: 1", &[(YamlInvisible, "\u{a0}", "  - x")], "{b: 1}");
    let found = read_all("ti\u{ad}tle: x").diagnostics.remove(0);
    assert_eq!(found.args, [("char", "U+00AD SOFT HYPHEN".into()), ("key", "title".into())]);
}

#[test]
fn a_key_written_twice_counts_once() {
    check("a: 1\nb: 2\na: 3", &[(DuplicateKey, "a", "")], "{a: 1, b: 2}");
    check("d:\n  - {x: 1, x: 2}", &[(DuplicateKey, "x", "")], "{d: [{x: 1}]}");
    check("a: 1\n\u{200b}a: 2", &[(YamlInvisible, "\u{200b}a", "a: 2"), (DuplicateKey, "\u{200b}a", "")], "{a: 1}");
    check("a: 1\nb: x : y\na: 2", &[(YamlColon, "x : y", "b: \"x : y\""), (DuplicateKey, "a", "")], "{a: 1}");
    let found = read_all("a: 1\nb: 2\na: 3").diagnostics.remove(0);
    assert_eq!(found.related[0].span.range(), 0..1);
    assert_eq!(found.at.unwrap().span.range(), 10..11);
}

#[test]
fn what_is_no_mapping() {
    check("- a\n- b\n", &[(NotAMapping, "- a\n- b", "")], "");
    check("\"texte\"", &[(NotAMapping, "\"texte\"", "")], "");
    check("Un texte\nsur deux lignes", &[(NotAField, "Un texte", "")], "");
    check("a: 1\nUn texte\net un autre\nb: 2", &[(NotAField, "Un texte", "")], "{a: 1, b: 2}");
    check(": x\nb: 1", &[(YamlSyntax, ": x", "")], "{b: 1}");
    check("a: 1\n---\nb: 1", &[(YamlSyntax, "b: 1", "")], "{a: 1}");
    check("a: \u{1}x\nb: 1", &[(YamlSyntax, "a: \u{1}x", "")], "{b: 1}");
}

#[test]
fn every_mistake_of_a_file_is_reported() {
    let file = "\u{feff}title: Jeunes : paix\r\ntype:project\r\npartners: [undp، cted]\r\nsummary: 'L'union'\r\n\
                dates:\r\n\tstart: 2018\r\ntopics: [pve\r\nstatus: @x\r\nweight: 1\r\nweight: 2\r\nالعنوان: مشروع\r\n";
    check(
        file,
        &[
            (YamlColon, "Jeunes : paix", "title: \"Jeunes : paix\""),
            (YamlNoSpace, "type:project", "type: project"),
            (YamlArabicComma, "،", "partners: [undp, cted]"),
            (YamlQuote, "'", "summary: \"L'union\""),
            (YamlTab, "\t", "  start: 2018"),
            (YamlBracket, "[", "topics: [pve]"),
            (YamlSpecialStart, "@", "status: \"@x\""),
            (DuplicateKey, "weight", ""),
        ],
        "{partners: [undp, cted], weight: 1, العنوان: مشروع}",
    );
    assert!(read_all(file).broken);
}

#[test]
fn a_list_of_two_thousand_partners_is_read() {
    let partner = |id| {
        format!(
            "p{id}:\n  name: {{fr: Programme {id}, ar: برنامج}}\n  acronym: {{fr: P{id}}}\n  group: g\n  url: https://x.org/\n"
        )
    };
    let file: String = (0..2000).map(partner).collect();
    let document = read_all(&file);
    assert!(document.diagnostics.is_empty());
    let Some(Node { value: Yaml::Mapping(entries), .. }) = document.root else { panic!("no mapping") };
    assert_eq!(entries.len(), 2000);
}
