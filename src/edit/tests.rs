use super::value::Value;
use super::{Edit, Refusal, apply, text_of};
use crate::base::path::RelPath;

const FRONT: &str = "\
---
# Ce fichier a les faits.
title: \"Jeunes : acteurs de paix\"   # à relire
type:   multilateral
partners: [undp,  france] # le principal d'abord
dates: {launched: 2018-05-10, end: 2021}
funding:
  # promis en 2018
  - funder: france
    amount: 3000000   # du journal officiel
    currency: EUR
  - {funder: undp, amount: 5, currency: USD}
summary: >-
  Une phrase
  en deux lignes.
weight: 10
---

Un  texte.  
\tEt  encore.
";

fn path() -> RelPath {
    RelPath::fixed("content/projects/a.fr.md")
}

fn edited(file: &str, edits: &[Edit]) -> Result<String, Refusal> {
    apply(&path(), file.as_bytes(), edits).map(|bytes| String::from_utf8(bytes).unwrap())
}

fn set(file: &str, key: &str, value: Option<Value>) -> String {
    edited(file, &[Edit::set(key, value)]).unwrap()
}

fn text(text: &str) -> Value {
    Value::text(text)
}

fn record(pairs: &[(&str, Value)]) -> Value {
    Value::Record(pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

/// Checks that an edit replaces one part of the file by another, and nothing
/// else, with either line end and with a byte order mark.
#[track_caller]
fn replaces(key: &str, value: Option<Value>, from: &str, to: &str) {
    for file in [FRONT.to_owned(), format!("\u{feff}{FRONT}"), FRONT.replace('\n', "\r\n")] {
        let ends = |text: &str| if file.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
        let wanted = file.replacen(&ends(from), &ends(to), 1);
        assert!(wanted != file || from == to, "{from:?} is not in the file");
        assert_eq!(set(&file, key, value.clone()), wanted);
    }
}

#[test]
fn a_text_is_replaced_where_it_stands() {
    replaces("title", Some(text("Autre : titre")), "\"Jeunes : acteurs de paix\"", "\"Autre : titre\"");
    replaces("title", Some(text("Autre titre")), "\"Jeunes : acteurs de paix\"", "Autre titre");
    replaces("type", Some(text("bilateral")), "type:   multilateral", "type:   bilateral");
    replaces("type", Some(text("a: b")), "type:   multilateral", "type:   \"a: b\"");
    replaces("summary", Some(text("Autre.")), "  Une phrase\n  en deux lignes.\n", "  Autre.\n");
    replaces("weight", Some(text("10")), "", "");
}

#[test]
fn a_part_of_a_value_is_replaced_where_it_stands() {
    let partners = |ids: &[&str]| Some(Value::List(ids.iter().map(|id| text(id)).collect()));
    replaces("partners", partners(&["undp", "canada"]), "france]", "canada]");
    replaces("partners", partners(&["undp"]), "undp,  france]", "undp]");
    replaces("partners", partners(&["undp", "france", "cted"]), "france]", "france, cted]");
    replaces("partners", partners(&["cted", "undp", "france"]), "[undp", "[cted, undp");
    replaces("partners", partners(&[]), "[undp,  france]", "[]");
    let dates = |pairs: &[(&str, &str)]| {
        Some(Value::Record(pairs.iter().map(|(key, date)| ((*key).to_owned(), text(date))).collect()))
    };
    replaces("dates", dates(&[("launched", "2018-05-10"), ("end", "2022")]), "end: 2021", "end: 2022");
    replaces("dates", dates(&[("end", "2021")]), "launched: 2018-05-10, ", "");
    let all = dates(&[("launched", "2018-05-10"), ("end", "2021"), ("start", "2018"), ("signed", "2017")]);
    replaces("dates", all, "{launched: 2018-05-10, ", "{signed: 2017, launched: 2018-05-10, start: 2018, ");
}

#[test]
fn a_row_is_changed_added_and_removed_and_others_keep_their_remarks() {
    let france = record(&[("funder", text("france")), ("amount", text("3000000")), ("currency", text("EUR"))]);
    let undp = record(&[("funder", text("undp")), ("amount", text("5")), ("currency", text("USD"))]);
    let rows = |rows: &[&Value]| Some(Value::List(rows.iter().map(|row| (*row).clone()).collect()));
    let more = record(&[("funder", text("france")), ("amount", text("4")), ("currency", text("EUR"))]);
    replaces("funding", rows(&[&more, &undp]), "amount: 3000000   #", "amount: 4   #");
    let last = "  - {funder: undp, amount: 5, currency: USD}\n";
    replaces("funding", rows(&[&france]), last, "");
    let added = format!("{last}  - funder: undp\n    amount: \"a: b\"\n");
    let new = record(&[("funder", text("undp")), ("amount", text("a: b"))]);
    replaces("funding", rows(&[&france, &undp, &new]), last, &added);
    let staged = record(&[
        ("funder", text("france")),
        ("amount", text("3000000")),
        ("stage", text("pledged")),
        ("currency", text("EUR")),
    ]);
    replaces("funding", rows(&[&staged, &undp]), "    currency: EUR\n", "    currency: EUR\n    stage: pledged\n");
    let date =
        record(&[("date", text("2018")), ("funder", text("undp")), ("amount", text("5")), ("currency", text("USD"))]);
    replaces("funding", rows(&[&france, &date]), "currency: USD}", "currency: USD, date: 2018}");
}

#[test]
fn new_keys_stand_in_the_order_of_the_guide_and_removed_ones_leave_no_trace() {
    replaces(
        "status",
        Some(text("signed")),
        "france] # le principal d'abord\n",
        "france] # le principal d'abord\nstatus: signed\n",
    );
    replaces("slug", Some(text("jeunes")), "en deux lignes.\n", "en deux lignes.\nslug: jeunes\n");
    replaces("sdg", Some(Value::List(vec![text("16")])), "currency: USD}\n", "currency: USD}\nsdg: [16]\n");
    replaces("weight", None, "weight: 10\n", "");
    replaces("summary", None, "summary: >-\n  Une phrase\n  en deux lignes.\n", "");
    assert_eq!(set("---\n---\n", "title", Some(text("A"))), "---\ntitle: A\n---\n");
    assert_eq!(set("---\ntype: a\n---\n", "title", Some(text("A"))), "---\ntitle: A\ntype: a\n---\n");
}

#[test]
fn texts_are_quoted_where_yaml_needs_it() {
    for (value, written) in [
        ("Jeunes : acteurs", "\"Jeunes : acteurs\""),
        ("Campagne #Stop", "\"Campagne #Stop\""),
        ("Campagne n#Stop", "Campagne n#Stop"),
        ("Campagne # Stop", "\"Campagne # Stop\""),
        ("Le \"mot\": ici", "'Le \"mot\": ici'"),
        ("L'\"eau\": ici", "\"L'\\\"eau\\\": ici\""),
        ("- a", "\"- a\""),
        ("null", "\"null\""),
        (" a", "\" a\""),
        ("", "\"\""),
        ("متابعة: المرحلة", "\"متابعة: المرحلة\""),
        ("@a", "\"@a\""),
        ("C:\\a", "C:\\a"),
        ("2018-05", "2018-05"),
        ("a, b", "a, b"),
    ] {
        let file = set("---\ntype: a\n---\n", "title", Some(text(value)));
        assert_eq!(file, format!("---\ntitle: {written}\ntype: a\n---\n"));
    }
    let file = set("---\ntype: a\n---\n", "summary", Some(text("Un.\n\nDeux : trois.")));
    assert_eq!(file, "---\nsummary: |-\n  Un.\n\n  Deux : trois.\ntype: a\n---\n");
}

#[test]
fn a_faulty_header_can_be_mended_and_its_text_saved() {
    let faulty = "---\ntitle: A\n\tkind: x\nstatus: [a\nweight: 1\n---\nText\n";
    let saved = edited(faulty, &[Edit::Text("Autre\n".to_owned())]).unwrap();
    assert_eq!(saved, faulty.replace("Text", "Autre"));
    assert_eq!(set(faulty, "weight", Some(text("2"))), faulty.replace("weight: 1", "weight: 2"));
    assert_eq!(edited(faulty, &[Edit::set("kind", Some(text("y")))]), Err(Refusal::Unreadable("kind".to_owned())));
    assert_eq!(edited("Texte\n", &[Edit::set("title", Some(text("y")))]), Err(Refusal::NoFrontMatter));
    assert_eq!(edited("Texte\n", &[Edit::Text("Autre".to_owned())]).as_deref(), Ok("Autre\n"));
    assert_eq!(apply(&path(), b"---\ntitle: \xe9\n---\n", &[]), Err(Refusal::NotUtf8));
}

#[test]
fn a_title_that_lacks_its_quotes_is_quoted() {
    let file = "---\ntitle: Jeunes : paix\ntype: a\n---\nText\n";
    let saved = edited(file, &[Edit::set("title", Some(text("Jeunes : acteurs")))]);
    assert_eq!(saved.as_deref(), Ok("---\ntitle: \"Jeunes : acteurs\"\ntype: a\n---\nText\n"));
}

#[test]
fn lines_of_the_text_that_did_not_change_keep_their_bytes() {
    let file = "---\ntitle: A\n---\n\n  \nUn.  \r\nDeux.\nTrois.";
    assert_eq!(text_of(&path(), file), "Un.  \nDeux.\nTrois.");
    let edited = |new: &str| edited(file, &[Edit::Text(new.to_owned())]).unwrap();
    assert_eq!(edited("Un.  \nDeux.\nTrois."), file);
    assert_eq!(edited("Un.  \r\n2.\r\nTrois."), "---\ntitle: A\n---\n\n  \nUn.  \r\n2.\nTrois.");
    assert_eq!(edited("Un.  \nDeux.\nTrois.\n\nQuatre."), file.to_owned() + "\n\nQuatre.\n");
    assert_eq!(super::text::replaced(&path(), "---\ntitle: A\n---\n", "B"), "---\ntitle: A\n---\n\nB\n");
    assert_eq!(super::text::replaced(&path(), "---\r\n---", "B\nC"), "---\r\n---\r\n\r\nB\r\nC\r\n");
    assert_eq!(super::text::replaced(&path(), "\u{feff}A\n", "B"), "\u{feff}B\n");
}
