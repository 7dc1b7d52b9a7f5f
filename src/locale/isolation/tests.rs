//! Tests of texts with their foreign runs between ⟦ and ⟧.

use proptest::prelude::*;

use crate::base::lang::Direction;
use crate::locale::isolation::runs;

/// The text with its foreign runs between brackets.
fn marked(text: &str, own: Direction) -> String {
    runs(text, own).map(|(foreign, run)| if foreign { format!("⟦{run}⟧") } else { run.to_owned() }).collect()
}

fn check(own: Direction, cases: &[&str]) {
    let found: Vec<String> = cases.iter().map(|case| marked(&case.replace(['⟦', '⟧'], ""), own)).collect();
    let wrong: Vec<_> = found.iter().zip(cases).filter(|(found, case)| found != *case).collect();
    assert!(wrong.is_empty(), "found, expected: {wrong:#?}");
}

#[test]
fn latin_names_in_arabic_text() {
    check(
        Direction::Rtl,
        &[
            "في تونس",
            "برنامج «⟦G7 +7⟧» في تونس",
            "القرار ⟦UNSCR 1624⟧ لمجلس الأمن",
            "الأمم المتحدة (⟦CTED⟧) و",
            "⟦CTED⟧ و⟦UNOCT⟧",
            "⟦CTED⟧، ⟦UNOCT⟧",
            "⟦CTED, UNOCT⟧ في",
            "⟦(PNUD) UNDP⟧",
            "⟦UNDP (PNUD) Tunisie⟧ في",
            "⟦UNDP (PNUD)⟧ في",
            "⟦UNDP⟧ (⟦PNUD⟧ في) تونس",
            "ملف ⟦rapport-2018.pdf⟧ هنا",
            "من ⟦l'État⟧ إلى ⟦R & D⟧.",
            "\"⟦CTED⟧\" و\"⟦A \"B\" C⟧\"",
            "شاشة ⟦3D⟧ و⟦4.0-beta⟧",
            "لغة ⟦C++⟧، ⟦C#⟧",
            "⟦CTED⟧/اللجنة",
            "⟦re\u{301}sume\u{301}⟧ و",
        ],
    );
}

#[test]
fn a_phrase_is_one_run_whatever_stands_in_it() {
    check(
        Direction::Rtl,
        &[
            "ينفذ المشروع (⟦Projet d'appui à la société civile, phase II : Sfax, Gabès et Tunis⟧) بالشراكة",
            "العنوان: ⟦Strengthening Local Resilience: Youth, Women and Peace, 2020⟧.",
            "⟦Dupont, Anne. 2018. “A Study.” The Review, March 9, 2018⟧.",
            "برنامج «⟦Appui aux jeunes ; phase 2 (2019-2021) : « Ensemble »⟧» في تونس",
            "مشروع ⟦Un pont, des idées – 12 villes, 3 500 jeunes : bilan⟧ في تونس",
            "القرار ⟦S/RES/1624 (2005)⟧ والقرار ⟦UNSCR-1624⟧ والوثيقة ⟦A/72/840⟧.",
            "القراران ⟦UNSCR 1624 (2005), 2178 (2014)⟧ و2396",
            "مشروع ⟦Projet (phase II)⟧ في",
            "مشروع (⟦Projet (phase II)⟧) في",
            "مشروع (⟦Projet⟧ والثاني) في",
            "⟦Projet⟧ (⟦phase⟧ الثانية) في",
            "⟦a) Projet b) Autre⟧ في",
            "في ⟦Que faire⟧ ؟ قال ⟦Oui⟧!",
            "⟦“A” and “B”⟧ في «⟦“A” and “B”⟧»",
            "في\n⟦Projet d'appui :\nSfax, Gabès⟧\nوتونس",
            "⟦CTED, UNOCT⟧، ⟦UNDP, PNUD⟧؛ ⟦OIM, IOM⟧",
        ],
    );
    check(
        Direction::Ltr,
        &[
            "le « ⟦مشروع دعم الشباب: تونس، صفاقس (المرحلة 2)، قابس⟧ » est",
            "le projet (⟦دعم الشباب: «معا»، 12 مدينة⟧), en 2018",
            "⟦تونس⟧, 2018 puis ⟦قابس⟧ : 12 jeunes",
            "« ⟦هل نبدأ؟ نعم⟧! » dit-il ⟦نعم⟧ ?",
        ],
    );
}

#[test]
fn what_is_attached_to_a_name_is_a_part_of_it() {
    check(
        Direction::Rtl,
        &[
            "في ⟦10 mai 2018⟧ و⟦1er mai⟧ و⟦10-12 mai 2018⟧ تم",
            "في 2018 ⟦10 mai⟧ تم",
            "مبلغ ⟦3 000 000 USD⟧ أو ⟦1,5 km²⟧ أو ⟦500 kg⟧.",
            "من ⟦UNDP⟧: ⟦3 000 000⟧ دولار، و⟦UNDP⟧, 12 مشروعا",
            "الهاتف ⟦Tél. : +216 71 000 000⟧.",
            "الهاتف ⟦Tél⟧.، ⟦+216 71 000 000⟧",
            "ملف ⟦.pdf⟧ أو ⟦./x⟧ أو ⟦../x.md⟧ أو ⟦/etc/x⟧ أو ⟦2018-rapport_final (2).pdf⟧ هنا",
            "راسلوا ⟦contact@institution.tn⟧ أو ⟦a.b@c.org⟧، هاتف ⟦71-000-000⟧",
            "تابع لـ⟦U.N.⟧ و⟦S.A.R.L.⟧ و⟦Word®⟧ في",
            "⟦N° 5⟧، ⟦art. 12⟧ من ⟦ISO 9001:2015⟧ و⟦PNUD⟧. 2018 كانت",
            "⟦PNUD 50%⟧ من ⟦Horizon 2020⟧ و⟦G7 +7⟧",
            "الـ-⟦PNUD⟧ بـ⟦3D⟧ منتصف-⟦CTED⟧",
        ],
    );
}

#[test]
fn addresses_are_one_run() {
    check(
        Direction::Rtl,
        &[
            "انظر ⟦https://example.org/a?b=c,d#e⟧.",
            "انظر ⟦https://example.org/⟧ أو",
            "⟦www.undp.org⟧",
            "اكتب إلى ⟦contact@example.tn⟧.",
            "حساب ⟦@cnlct⟧ و⟦#pve⟧",
        ],
    );
}

#[test]
fn numbers_that_would_be_reordered_are_foreign_in_arabic() {
    check(
        Direction::Rtl,
        &[
            "سنة 2018",
            "3.000.000 دولار",
            "يوم 10/05/2018 على 10:30",
            "3\u{a0}000\u{a0}000 دولار",
            "القراران ⟦1624-2178⟧ (2005)",
            "هاتف ⟦+216 71 000 000⟧.",
            "هاتف ⟦+216 71\u{a0}000\u{a0}000⟧",
            "هاتف ⟦71 00 00 00⟧",
            "⟦3 000 000⟧ دولار",
            "في 2018 10 مشاريع",
            "\u{200f}2018\u{a0}– 2021",
            "درجة (⟦-5⟧) و⟦+7⟧",
            "الـ-5 ونسبة 50%",
            "٣ ٠٠٠ و١٦٢٤-٢١٧٨",
        ],
    );
}

#[test]
fn arabic_names_in_latin_text() {
    check(
        Direction::Ltr,
        &[
            "le 3 000 000 (2018) été – œuvre",
            "Jisr (⟦جسر⟧, pont)",
            "la ⟦اللجنة الوطنية لمكافحة الإرهاب⟧ (CNLCT)",
            "« ⟦تونس، ليبيا⟧ »",
            "⟦ماي 2018, جُسُور⟧ et ⟦הֶסְכֵּם⟧",
            "⟦هل هذا؟⟧ Oui",
            "⟦١٠ ماي⟧",
        ],
    );
}

#[test]
fn what_is_isolated_stays() {
    check(
        Direction::Rtl,
        &["في \u{2066}G7 +7\u{2069} و⟦UNDP⟧", "\u{2066}a\u{2066}b\u{2069}c\u{2069} ⟦d⟧", "\u{2066}a"],
    );
}

#[test]
fn many_open_brackets_take_linear_time() {
    for part in ["a(", "a (", "(a", "a\"", "a,", "1 ", "+1 ", "\u{2066}", "أa("] {
        let text = part.repeat(20_000);
        for own in [Direction::Ltr, Direction::Rtl] {
            assert_eq!(runs(&text, own).map(|(_, run)| run.len()).sum::<usize>(), text.len());
        }
    }
}

proptest! {
    #[test]
    fn runs_are_the_text_and_foreign_ones_have_clean_ends(text in "[ab7+ @/:(«\")»\\-.,،جسر٣\u{a0}\u{2066}\u{2069}\u{301}]{0,24}") {
        for own in [Direction::Ltr, Direction::Rtl] {
            let runs: Vec<_> = runs(&text, own).collect();
            prop_assert_eq!(runs.iter().map(|(_, run)| *run).collect::<String>(), text.clone());
            for (foreign, run) in runs {
                prop_assert!(!run.is_empty());
                prop_assert!(!foreign || run.trim_matches([' ', '،', '\u{a0}']) == run, "{run:?}");
                    prop_assert!(!foreign || run.contains(char::is_alphanumeric), "{run:?}");
            }
        }
    }
}
