//! Tests: texts as typed, and with typography applied.

use std::borrow::Cow;

use proptest::prelude::*;

use crate::locale::typography::french::french;
use crate::locale::typography::grouped;

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(french(text), *expected, "{text:?}");
        assert_eq!(french(expected), *expected, "twice: {text:?}");
    }
}

#[test]
fn high_marks_have_a_narrow_space() {
    check(&[
        ("Pourquoi ?", "Pourquoi\u{202f}?"),
        ("Pourquoi?", "Pourquoi\u{202f}?"),
        ("un ; deux; trois", "un\u{202f}; deux\u{202f}; trois"),
        ("Oui  !", "Oui\u{202f}!"),
        ("Oui\u{a0}!", "Oui\u{202f}!"),
        ("Oui?! Non!!", "Oui\u{202f}?! Non\u{202f}!!"),
        ("été\u{301}!", "été\u{301}\u{202f}!"),
        ("(vraiment?) «Oui!»", "(vraiment\u{202f}?) «\u{a0}Oui\u{202f}!\u{a0}»"),
        (" ; suite", "\u{202f}; suite"),
    ]);
}

#[test]
fn colons_have_a_no_break_space() {
    check(&[
        ("Objet : essai", "Objet\u{a0}: essai"),
        ("Objet: essai", "Objet\u{a0}: essai"),
        ("Objet:", "Objet\u{a0}:"),
        ("(a): b", "(a)\u{a0}: b"),
        ("Selon المرحلة الأولى: الدعم; لا! نعم", "Selon المرحلة الأولى: الدعم; لا! نعم"),
        ("Le mot سلام: paix", "Le mot سلام\u{a0}: paix"),
        ("«a:» \"b:\"", "«\u{a0}a\u{a0}:\u{a0}» «\u{a0}b\u{a0}:\u{a0}»"),
    ]);
}

#[test]
fn guillemets_have_no_break_spaces_inside() {
    check(&[
        ("le « G7 +7 » élargi", "le «\u{a0}G7 +7\u{a0}» élargi"),
        ("le «G7» élargi", "le «\u{a0}G7\u{a0}» élargi"),
        ("«", "«\u{a0}"),
        ("« »", "«\u{a0}»"),
        ("\"mot\" et (\"deux mots\").", "«\u{a0}mot\u{a0}» et («\u{a0}deux mots\u{a0}»)."),
        ("l'\"État\" : \"Oui!\"", "l’«\u{a0}État\u{a0}»\u{a0}: «\u{a0}Oui\u{202f}!\u{a0}»"),
        ("\"mot\": \"b\";", "«\u{a0}mot\u{a0}»\u{a0}: «\u{a0}b\u{a0}»\u{202f};"),
    ]);
}

#[test]
fn apostrophes_are_curled_between_letters() {
    check(&[
        ("l'État d'aujourd'hui", "l’État d’aujourd’hui"),
        ("l'« État »", "l’«\u{a0}État\u{a0}»"),
        ("soutien à l'", "soutien à l’"),
        ("Jusqu'", "Jusqu’"),
    ]);
}

#[test]
fn numbers_keep_together() {
    check(&[
        ("3 000 000 dollars", "3\u{202f}000\u{202f}000 dollars"),
        ("71 000 000", "71\u{202f}000\u{202f}000"),
        ("12 345 6789", "12\u{202f}345 6789"),
        ("50 % et 3 000 €", "50\u{a0}% et 3\u{202f}000\u{a0}€"),
    ]);
}

#[test]
fn nothing_else_is_touched() {
    for text in [
        "",
        "Un texte simple, sans rien (ou presque).",
        "!",
        "?",
        ";",
        ":",
        "»",
        "à 10:30, 12:5, a::b, std::fmt",
        "Ah\u{202f}?! Oh\u{202f}!! Quoi...? Quoi…?",
        "a!=b x?y a;b",
        "https://example.org/a?b=c;d:e!f et http://x:80/l'eau",
        "(www.example.org/a?b) «\u{a0}a@example.org\u{a0}»",
        "le fichier.pdf?x=1",
        "un \" seul",
        "5\" et 6\"",
        "\"\" \" x \"",
        "'mot' 5'30",
        "fin du mot'",
        "2018 000 1 00 1 0000",
        "1\n000",
        "mot\n; suite",
        "«»",
    ] {
        assert!(matches!(french(text), Cow::Borrowed(same) if same == text), "{text:?} → {:?}", french(text));
    }
}

#[test]
fn punctuation_after_an_address_is_not_part_of_it() {
    check(&[
        ("voir https://example.org/a?b=c ; ou", "voir https://example.org/a?b=c\u{202f}; ou"),
        ("voir (https://example.org/?a:b)!", "voir (https://example.org/?a:b)\u{202f}!"),
        ("«https://example.org»", "«\u{a0}https://example.org\u{a0}»"),
    ]);
}

#[test]
fn digits_are_bound_in_any_language() {
    for (text, expected) in [
        ("3 000 000 دولار", "3\u{a0}000\u{a0}000 دولار"),
        ("٣ ٠٠٠ ٠٠٠ دولار", "٣\u{a0}٠٠٠\u{a0}٠٠٠ دولار"),
        ("من 2018 إلى 2021؟", "من 2018 إلى 2021؟"),
        ("Really? 1 000 \"x\"", "Really? 1\u{a0}000 \"x\""),
        ("1234 567 890", "1234 567\u{a0}890"),
    ] {
        assert_eq!(grouped(text), expected);
    }
    assert!(matches!(grouped("1 00 1 0000 a 000"), Cow::Borrowed(_)));
}

#[test]
fn a_long_word_takes_linear_time() {
    for part in ["a;", "a'", "\"a", "«", "a :", " ", "1 000 "] {
        let text = part.repeat(20_000);
        assert!(french(&text).len() >= text.len() / 2);
    }
}

proptest! {
    #[test]
    fn once_is_enough(text in "([ab1é0:;!?'\"«»./@=%€ \u{a0}\u{202f}\n…-]|://|www\\.|000|qu'){0,16}") {
        let once = french(&text).into_owned();
        prop_assert_eq!(french(&once), once.as_str());
        let once = grouped(&text).into_owned();
        prop_assert_eq!(grouped(&once), once.as_str());
    }

    #[test]
    fn only_spaces_quotes_and_apostrophes_change(text in "\\PC{0,40}") {
        let bare = |text: &str| text.replace([' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’', '"', '«', '»'], "");
        prop_assert_eq!(bare(&french(&text)), bare(&text));
    }
}
