//! Drafts, copies and texts that are no translation, as they are built: what is
//! left out leaves no trace.

use std::collections::BTreeMap;

use jisr::base::diag::Severity;
use jisr::base::path::RelPath;
use jisr::source::Change;

use crate::support::fixture;
use crate::support::site::{Site, path};

const FR: &str = "content/projects/jeunes.fr.md";
const AR: &str = "content/projects/jeunes.ar.md";
const FACTS: &str = "type: multilateral\npartners: [undp]\n";
const MONEY: &str = "funding: [{funder: undp, amount: 777000, currency: USD, stage: disbursed}]\n";

fn site() -> Site {
    Site::open(&fixture("diagnostics/base"))
}

fn write_up(front: &str, text: &str) -> String {
    format!("---\n{front}---\n\n{text}\n")
}

/// The output but for what only says which bytes there are.
fn built(site: &mut Site) -> BTreeMap<RelPath, String> {
    let report = site.build();
    assert!(!report.diagnostics.has_errors(), "{:?}", report.diagnostics);
    let files = site.out.files().into_iter().filter(|(path, _)| !path.name().starts_with('.'));
    files.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// The files of the output that have these letters in them.
fn traces<'a>(built: &'a BTreeMap<RelPath, String>, of: &str) -> Vec<&'a str> {
    built.iter().filter(|(_, text)| text.contains(of)).map(|(path, _)| path.as_str()).collect()
}

#[test]
fn a_draft_with_the_facts_takes_the_project_with_it() {
    let mut draft = site();
    draft.put(FR, &write_up(&format!("title: Jeunes\ndraft: true\n{FACTS}{MONEY}"), "Un texte."));
    let mut without = site();
    without.remove(FR);
    without.remove(AR);
    assert_eq!(built(&mut draft), built(&mut without));
    assert_eq!(draft.build().withheld, 2);
}

#[test]
fn a_draft_with_words_takes_that_translation_only_with_its_facts() {
    let mut draft = site();
    draft.put(AR, &write_up(&format!("title: الشباب\ndraft: true\n{MONEY}"), "مسودة"));
    let draft = built(&mut draft);
    assert_eq!(traces(&draft, "777"), [""; 0]);
    let mut without = site();
    without.remove(AR);
    assert_eq!(draft, built(&mut without));
}

#[test]
fn a_text_that_is_no_translation_is_as_good_as_none() {
    let text = "Le projet réunit des jeunes de trois régions.";
    let mut without = site();
    without.remove(AR);
    let without = built(&mut without);
    for (front, text) in [("title: الشباب\n", ""), ("title: Jeunes et paix\n", text), ("title: الشباب\n", text)]
    {
        let mut untranslated = site();
        untranslated.put(AR, &write_up(front, text));
        assert!(built(&mut untranslated) == without, "{front}{text}");
        assert_eq!(untranslated.build().diagnostics.count(Severity::Warning), 1);
    }
}

#[test]
fn facts_in_a_text_that_is_no_translation_still_hold() {
    let mut untranslated = site();
    untranslated.put(AR, &write_up(&format!("title: الشباب\n{MONEY}"), ""));
    assert!(traces(&built(&mut untranslated), "777").contains(&"fr/projects/jeunes/index.html"));
}

#[test]
fn exchanged_texts_are_both_published() {
    let mut exchanged = site();
    exchanged.put(FR, &write_up(&format!("title: الشباب\n{FACTS}"), "يجمع المشروع شبابا من ثلاث جهات."));
    exchanged.put(AR, &write_up("title: Jeunes\n", "Le projet réunit des jeunes de trois régions."));
    let pages = built(&mut exchanged);
    for lang in ["fr", "ar"] {
        assert!(pages.contains_key(&path(&format!("{lang}/projects/jeunes/index.html"))), "{lang}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_no_fault_of_its_translation() {
    for unread in [FR, "content/partners.yaml"] {
        let mut site = site();
        site.remove(unread);
        assert!(site.build().diagnostics.has_errors(), "{unread}");
        site.tree.apply(vec![Change::Unread(path(unread))]);
        let found = site.build().diagnostics;
        assert!(found.iter().next().is_none(), "{unread}: {found:?}");
    }
}

#[test]
fn what_was_known_of_a_file_stands_when_it_cannot_be_read_any_more() {
    let mut site = site();
    let before = built(&mut site);
    site.tree.apply(vec![Change::Unread(path(FR))]);
    assert!(site.tree.is_unread(&path(FR)));
    assert_eq!(built(&mut site), before);
}
