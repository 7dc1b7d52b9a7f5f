//! Typography and isolation look at a text from its start to its end, whatever is in it: twice the text costs twice.

use jisr::base::lang::Lang;
use jisr::locale::text::Writing;

use crate::support::cost::grows_out_of_proportion;

/// What could make a pass look back, or ahead, again and again.
const PARTS: &[&str] = &[
    "a", "a;", "a'", "\"a", "«", "a :", " ", "1 000 ", "1 ", "+1 ", "a(", "a (", "(a", "a\"", "a,", "أa(", "\u{2066}",
    "www.",
];

fn writing(lang: &str) -> Writing {
    Writing::of(Lang::new(lang).unwrap())
}

fn check(work: impl Fn(&str) + Sync) {
    let wrong: Vec<String> =
        PARTS.iter().filter_map(|part| grows_out_of_proportion(|scale| part.repeat(scale), 2_000, &work)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn typography_of_any_text_is_linear() {
    for lang in ["fr", "ar"] {
        check(|text| assert!(!writing(lang).typography(text).is_empty()));
    }
}

#[test]
fn isolation_of_any_text_is_linear() {
    for lang in ["fr", "ar"] {
        check(|text| assert_eq!(writing(lang).runs(text).map(|(_, run)| run.len()).sum::<usize>(), text.len()));
    }
}
