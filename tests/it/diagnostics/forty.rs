//! A site with forty different mistakes in forty files: `check` reports all
//! forty at their places, and nothing that only follows from another one.

use jisr::base::diag::Diagnostics;
use jisr::source::Change;

use super::{base, check, ends, tree};
use crate::support::site;

/// A file and what is wrong in it: line, column, code.
type Expected = (String, usize, usize, &'static str);

/// The name of a project, its line 4, and where in it is what.
struct Mistake(&'static str, &'static str, usize, usize, &'static str);

const FACTS: &str = "type: multilateral\npartners: [undp]\n";

/// A project's front matter with a line of its own, at line 4, and its body.
fn project(line: &str, body: &str) -> String {
    format!("---\n{FACTS}{line}\ntitle: Un projet\n---\n\n{body}\n")
}

#[rustfmt::skip]
const OF_A_LINE: &[Mistake] = &[
    Mistake("m01", "summary: Jeunes : acteurs de paix", 4, 10, "yaml-colon"),
    Mistake("m02", "kind:project", 4, 1, "yaml-no-space"),
    Mistake("m03", "summary: \"Jeunes", 4, 10, "yaml-quote"),
    Mistake("m04", "summary: “Jeunes”", 4, 10, "yaml-curly-quotes"),
    Mistake("m05", "dates:\n\tstart: 2018", 5, 1, "yaml-tab"),
    Mistake("m06", "topics: [pve, training", 4, 9, "yaml-bracket"),
    Mistake("m07", "summary: @cnlct", 4, 10, "yaml-special-start"),
    Mistake("m08", "kind\u{a0}: project", 4, 1, "yaml-invisible"),
    Mistake("m09", "topics: [pve، training]", 4, 13, "yaml-arabic-comma"),
    Mistake("m10", "summary: Un\nsummary: Deux", 5, 1, "duplicate-key"),
    Mistake("m11", "kind = project", 4, 1, "not-a-field"),
    Mistake("m12", "lieux: [TN]", 4, 1, "unknown-key"),
    Mistake("m13", "topics: pve", 4, 9, "expected-list"),
    Mistake("m14", "dates: 2018-05-10", 4, 8, "expected-mapping"),
    Mistake("m15", "draft: non", 4, 8, "expected-boolean"),
    Mistake("m16", "dates: {start: 01/07/2026}", 4, 16, "expected-date"),
    Mistake("m17", "dates: {start: 2018-02-30}", 4, 16, "impossible-date"),
    Mistake("m18", "dates: {start: ٢٠١٨}", 4, 16, "arabic-digits"),
    Mistake("m19", "funding: [{amount: 3 000 000, currency: USD}]", 4, 20, "grouped-number"),
    Mistake("m20", "funding: [{amount: 3 M, currency: USD}]", 4, 20, "abbreviated-number"),
    Mistake("m21", "funding: [{amount: -3, currency: USD}]", 4, 20, "negative-amount"),
    Mistake("m22", "sdg: [16, 18]", 4, 11, "out-of-range"),
    Mistake("m23", "status: à l'étude", 4, 9, "unknown-word"),
    Mistake("m24", "funding: [{amount: 3, currency: dollars}]", 4, 33, "unknown-currency"),
    Mistake("m25", "slug: Un Projet", 4, 7, "invalid-slug"),
    Mistake("m27", "funding: [{amount: 3}]", 4, 11, "money-without-unit"),
    Mistake("m28", "dates: {start: 2019, end: 2018}", 4, 27, "end-before-start"),
    Mistake("m30", "topics: [pev]", 4, 10, "unknown-topic"),
];

/// Path, text, and where in it is what.
#[rustfmt::skip]
const OF_A_FILE: &[Mistake] = &[
    Mistake("content/projects/m31.fr.md", "---\ntype: multilateral\npartners: [undp]\ntitle: Un\n\nTexte.\n", 4, 1, "front-matter-unclosed"),
    Mistake("content/projects/m32.fr.md", "---\ntype: multilateral\npartners: [undp]\n---\n", 2, 1, "missing-key"),
    Mistake("content/projects/m33.fr.md", "---\ntitle: Un projet\npartners: [undp]\n---\n", 2, 1, "missing-key"),
    Mistake("content/projects/m34.ar.md", "---\ntitle: مشروع\ntype: bilateral\n---\n", 3, 7, "contradiction"),
    Mistake("content/projects/m35.en.md", "---\ntitle: Un projet\ntype: multilateral\npartners: [undp]\n---\n", 1, 1, "language-suffix-unknown"),
    Mistake("content/partners.yaml", "undp: {name: {fr: PNUD, ar: البرنامج}}\ninstitution:\n  name: {fr: Nous, ar: نحن}\n  group: europa\n", 4, 10, "unknown-group"),
    Mistake("content/glossary.yaml", "pev:\n  term: {fr: PEV}\n", 2, 3, "missing-key"),
    Mistake("templates/page.html", "<p>\n  {{ page.titel }}\n</p>\n", 2, 6, "template-unknown-field"),
];

/// The site and what is to be said about it.
fn forty() -> (Vec<Change>, Vec<Expected>) {
    let mut changes: Vec<Change> =
        base().into_iter().filter(|change| !change.path().as_str().starts_with("content/projects/")).collect();
    let mut expected = vec![];
    let mut add = |path: &str, bytes: &[u8], found: Option<(usize, usize, &'static str)>| {
        changes.push(Change::Put(site::path(path), bytes.into()));
        expected.extend(found.map(|(line, column, code)| (path.to_owned(), line, column, code)));
    };
    let good = project("kind: project", "Texte.");
    for Mistake(name, text, line, column, code) in OF_A_LINE {
        add(
            &format!("content/projects/{name}.fr.md"),
            project(text, "Texte.").as_bytes(),
            Some((*line, *column, code)),
        );
    }
    for Mistake(path, text, line, column, code) in OF_A_FILE {
        add(path, text.as_bytes(), Some((*line, *column, code)));
    }
    add("content/projects/m34.fr.md", good.as_bytes(), None);
    let link = project("kind: project", "Voir [la suite](m99.fr.md).");
    add("content/projects/m36.fr.md", link.as_bytes(), Some((8, 17, "broken-link")));
    let picture = project("kind: project", "![La salle](salle.jpg)");
    add("content/projects/m37.fr.md", picture.as_bytes(), Some((8, 13, "missing-file")));
    let latin = good.replace("Un projet", "Un projet cl\u{e9}");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(c).unwrap()).collect();
    add("content/projects/m38.fr.md", &latin, Some((5, 20, "not-utf8")));
    let bytes = tree(&base()).bytes(&site::path("site.yaml")).unwrap();
    let english = std::str::from_utf8(&bytes).unwrap().replace("default_language: fr", "default_language: en");
    add("site.yaml", english.as_bytes(), Some((3, 19, "unknown-default-language")));
    for number in (1..=38).filter(|number| ![26, 29, 34, 35].contains(number)) {
        add(&format!("content/projects/m{number:02}.ar.md"), "---\ntitle: مشروع\n---\n\nنص.\n".as_bytes(), None);
    }
    expected.sort();
    (changes, expected)
}

fn found(changes: &[Change], found: &Diagnostics) -> Vec<Expected> {
    let tree = tree(changes);
    let place = |found: &jisr::base::diag::Diagnostic| {
        let at = found.at.as_ref().unwrap();
        let [line, column, ..] = ends(tree.bytes(&at.path).unwrap(), at.span);
        (at.path.to_string(), line, column, found.code.as_str())
    };
    let mut all: Vec<Expected> = found.iter().map(place).collect();
    all.sort();
    all
}

#[test]
fn forty_mistakes_in_forty_files_are_forty_messages() {
    let (changes, expected) = forty();
    let files: std::collections::BTreeSet<&str> = expected.iter().map(|(file, ..)| file.as_str()).collect();
    assert_eq!((expected.len(), files.len()), (40, 40));
    assert_eq!(found(&changes, &check(&tree(&changes))), expected);
}
