//! Checks the texts against the codes and their arguments, and how values are
//! printed.

use std::collections::{BTreeMap, BTreeSet};

use icu_plurals::PluralRules;

use super::data::{Each, FILES, Text, WORDS, Word};
use super::{MessageLanguage, advice, counted, message, seconds, word};
use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Hint};
use crate::locale::number::name_of;

const LANGUAGES: [MessageLanguage; 3] = MessageLanguage::ALL;

fn texts() -> BTreeMap<String, Each<Text>> {
    let mut all = BTreeMap::new();
    for file in FILES {
        for (code, texts) in serde_yaml::from_str::<BTreeMap<String, Each<Text>>>(file).unwrap() {
            assert!(all.insert(code.clone(), texts).is_none(), "{code} twice");
        }
    }
    all
}

fn all_words() -> BTreeMap<String, Each<Word>> {
    let mut all = BTreeMap::new();
    for file in WORDS {
        for (name, each) in serde_yaml::from_str::<BTreeMap<String, Each<Word>>>(file).unwrap() {
            assert!(all.insert(name.clone(), each).is_none(), "{name} twice");
        }
    }
    all
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let names = text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
    names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
}

/// The arguments of a code: the comment behind it in `base/code.rs`, up to
/// its first `;` or `:`, without what stands in brackets.
fn declared(code: &str) -> String {
    let source = include_str!("../../base/code.rs");
    let line = source.lines().find(|line| line.contains(&format!("\"{code}\""))).unwrap();
    line.split_once("//").map_or("", |(_, comment)| comment).to_owned()
}

#[test]
fn every_code_has_its_texts_and_no_text_is_left_over() {
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    assert_eq!(texts().into_keys().collect::<BTreeSet<_>>(), codes);
}

#[test]
fn the_three_languages_say_the_same_with_the_arguments_of_the_code() {
    for (code, each) in texts() {
        let parts = |language| {
            let text: &Text = each.of(language);
            let related = text.related.as_deref().map(placeholders);
            (placeholders(&text.message), text.help.as_deref().map(placeholders), related)
        };
        let [fr, ar, en] = LANGUAGES.map(parts);
        assert!(fr == ar && ar == en, "{code}: {fr:?} {ar:?} {en:?}");
        let declared = declared(&code);
        let known: BTreeSet<&str> = declared.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        for name in fr.0.iter().chain(fr.1.iter().flatten()) {
            assert!(known.contains(name), "{code} has no argument {name}");
        }
    }
}

#[test]
fn quotes_are_paired_and_french_spaces_do_not_break() {
    let mut all: Vec<(String, MessageLanguage, String)> = vec![];
    for (code, each) in texts() {
        for language in LANGUAGES {
            let text = each.of(language);
            let parts = [Some(&text.message), text.help.as_ref(), text.related.as_ref()];
            all.extend(parts.into_iter().flatten().map(|part| (code.clone(), language, part.clone())));
        }
    }
    for (name, each) in all_words() {
        for language in LANGUAGES {
            match each.of(language) {
                Word::Plain(text) => all.push((name.clone(), language, text.clone())),
                Word::Plural(forms) => all.extend(forms.values().map(|text| (name.clone(), language, text.clone()))),
            }
        }
    }
    for (name, language, text) in all {
        assert_eq!(text.matches('`').count() % 2, 0, "{name}: {text}");
        let outside: String = text.split('`').step_by(2).collect();
        let breaks = [" ;", " :", " !", " ?", "« ", " »", "'"].iter().any(|bad| outside.contains(bad));
        assert!(language != MessageLanguage::Fr || !breaks, "{name}: {text}");
    }
}

#[test]
fn words_have_the_plural_forms_of_their_language() {
    for (name, each) in all_words() {
        for language in LANGUAGES {
            let Word::Plural(forms) = each.of(language) else { continue };
            let rules = PluralRules::try_new_cardinal(language.locale().into()).unwrap();
            let needed: BTreeSet<&str> = rules.categories().map(name_of).collect();
            assert_eq!(forms.keys().map(String::as_str).collect::<BTreeSet<_>>(), needed, "{name} {language:?}");
        }
    }
}

#[test]
fn values_are_quoted_in_the_manner_of_the_language() {
    let diagnostic = Diagnostic::new(Code::UnknownKey).arg("key", "titre").did_you_mean(Some("title"));
    let said = LANGUAGES.map(|language| (message(&diagnostic, language), advice(&diagnostic, language).remove(0)));
    let expected = [
        ("Le champ «\u{a0}titre\u{a0}» n’existe pas.", "Vouliez-vous dire «\u{a0}title\u{a0}»\u{202f}?"),
        ("لا يوجد حقل باسم «\u{2068}titre\u{2069}».", "هل تقصد «\u{2068}title\u{2069}»؟"),
        ("There is no field `titre`.", "Did you mean `title`?"),
    ];
    assert_eq!(said, expected.map(|(message, advice)| (message.to_owned(), advice.to_owned())));
}

#[test]
fn what_a_file_contains_cannot_mislead_a_terminal() {
    let diagnostic = Diagnostic::new(Code::UnknownKey).arg("key", "a\u{1b}[2J\u{202e}b{key}`c");
    assert_eq!(message(&diagnostic, MessageLanguage::En), "There is no field `a<U+001B>[2J<U+202E>b{key}`c`.");
    let long = Diagnostic::new(Code::InvalidUrl).arg("value", "x".repeat(500));
    assert!(message(&long, MessageLanguage::En).chars().count() < 120);
}

#[test]
fn lists_languages_reasons_and_lines_are_said_in_words() {
    let files = Arg::List(vec!["a".to_owned(), "b".to_owned()]);
    let foreign =
        Diagnostic { args: vec![("path", "out".into()), ("files", files)], ..Diagnostic::new(Code::OutputForeign) };
    assert!(message(&foreign, MessageLanguage::En).ends_with("did not write: `a`, `b`."));
    let missing = Diagnostic::new(Code::LabelMissing).arg("key", "title").arg("lang", "ar");
    assert!(message(&missing, MessageLanguage::Fr).ends_with("en arabe."));
    let denied = Diagnostic::new(Code::OutputFailed).arg("path", "x").arg("detail", "disk-full");
    assert!(message(&denied, MessageLanguage::En).ends_with("the disk is full."));
    let write = Diagnostic::new(Code::YamlTab).hint(Hint::Write("a:\n  b: 1\n".to_owned()));
    assert_eq!(advice(&write, MessageLanguage::En)[1], "Write:\n  a:\n    b: 1");
}

#[test]
fn numbers_take_the_form_that_they_need() {
    let contrast = Diagnostic::new(Code::LowContrast).arg("ratio", Arg::Decimal("1.37".to_owned()));
    let contrast = LANGUAGES.map(|language| message(&contrast, language));
    assert!(contrast[0].contains("1,37") && contrast[1].contains("1,37") && contrast[2].contains("1.37"));
    let written = |count, language| counted("pages-written", count, language);
    assert_eq!(written(20_000, MessageLanguage::En), "20,000 pages written");
    assert_eq!(written(0, MessageLanguage::Fr), "0 page écrite");
    assert_eq!(written(2, MessageLanguage::Ar), "صفحتان مكتوبتان");
    assert_eq!(written(3, MessageLanguage::Ar), "3 صفحات مكتوبة");
    assert_eq!(seconds(1.25, MessageLanguage::Fr), "1,3");
    assert_eq!(seconds(2.0, MessageLanguage::En), "2.0");
    assert_eq!(word("no-such-word", &[], MessageLanguage::En), "no-such-word");
}

#[test]
fn the_language_is_the_one_of_the_machine() {
    let of = |variables: &[(&str, &str)]| {
        let find = |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
        MessageLanguage::from_variables(find)
    };
    assert_eq!(of(&[]), MessageLanguage::En);
    assert_eq!(of(&[("LANG", "fr_TN.UTF-8")]), MessageLanguage::Fr);
    assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "ar"), ("LANG", "fr_FR")]), MessageLanguage::Ar);
    assert_eq!(of(&[("LANGUAGE", "de:ar_TN:fr"), ("LANG", "fr_FR")]), MessageLanguage::Ar);
    assert_eq!(of(&[("LC_ALL", "C.UTF-8"), ("LANG", "fr_FR")]), MessageLanguage::En);
}
