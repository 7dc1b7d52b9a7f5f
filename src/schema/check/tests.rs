//! Front matter with what is said about it; whoever types what is to be
//! written has no longer that mistake, no new one, and all of his words.

use crate::base::code::Code::{self, *};
use crate::base::diag::{Diagnostic, Hint, Severity};
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::schema::check::Checker;
use crate::schema::fields::Project;
use crate::yaml::{self, Yaml};

fn found(front: &str) -> Vec<Diagnostic> {
    let path = RelPath::fixed("content/projects/a.fr.md");
    let document = yaml::read(&path, front, 0..front.len());
    let mut checker = Checker::new(&path, front, Lang::new("fr"));
    if let Some(Yaml::Mapping(entries)) = document.root.as_ref().map(|root| &root.value) {
        checker.front_matter::<Project>(entries, Default::default(), false);
    }
    let mut found = document.diagnostics;
    found.extend(checker.finish().diagnostics);
    found.sort_by_key(|found| found.at.as_ref().map(|at| at.span));
    found
}

fn line_to_write(found: &Diagnostic) -> Option<&str> {
    found.hints.iter().find_map(|hint| if let Hint::Write(line) = hint { Some(line.as_str()) } else { None })
}

/// The text with the lines of a diagnostic replaced.
fn replaced(text: &str, found: &Diagnostic, line: &str) -> String {
    let at = found.at.as_ref().unwrap().span.range();
    let start = text[..at.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at.end..].find('\n').map_or(text.len(), |newline| at.end + newline);
    format!("{}{line}{}", &text[..start], &text[end..])
}

fn count(all: &[Diagnostic], one: &Diagnostic) -> usize {
    all.iter().filter(|other| other.code == one.code && other.args == one.args).count()
}

/// The letters of a text, in order of value: what must not be lost.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    letters.sort_unstable();
    letters
}

/// What is said about front matter: code, and the line to write. Each line keeps its promise.
pub(in crate::schema) fn check(front: &str, expected: &[(Code, &str)]) {
    let all = found(front);
    let said: Vec<(Code, &str)> = all.iter().map(|one| (one.code, line_to_write(one).unwrap_or(""))).collect();
    assert_eq!(said, expected, "{front}");
    for one in &all {
        let Some(line) = line_to_write(one) else { continue };
        let after = replaced(front, one, line);
        let then = found(&after);
        assert!(count(&then, one) < count(&all, one), "{:?} is still there in\n{after}", one.code);
        let new = then.iter().find(|new| new.severity == Severity::Error && all.iter().all(|old| old.code != new.code));
        assert!(new.is_none(), "{new:?} is new in\n{after}");
        let kept = letters(&after);
        let lost = letters(front).into_iter().find(|c| kept.iter().filter(|k| *k == c).count() < count_of(front, *c));
        let may_lose = matches!(
            one.code,
            ExpectedDate | ExpectedDay | TwoDates | AbbreviatedNumber | AddressInFile | FileInAddress
        );
        assert!(may_lose || lost.is_none(), "{lost:?} is lost in\n{after}");
    }
}

fn count_of(text: &str, c: char) -> usize {
    text.to_lowercase().chars().filter(|other| *other == c).count()
}

fn severities(front: &str) -> Vec<Severity> {
    found(front).iter().map(|found| found.severity).collect()
}

fn one_of(front: &str) -> Vec<String> {
    let all = found(front);
    let offered =
        all[0].hints.iter().find_map(|hint| if let Hint::OneOf(all) = hint { Some(all.clone()) } else { None });
    offered.unwrap_or_default()
}

#[test]
fn three_digits_behind_a_point_or_comma_are_asked_about() {
    for (amount, offered) in [
        ("1.250", &["1250", "1.25"][..]),
        ("12.500", &["12500", "12.5"]),
        ("1,250", &["1250", "1.25"]),
        ("3.000", &["3000", "3"]),
        ("999.999", &["999999"]),
        ("1250.505", &[]),
        ("0.250", &["0.25"]),
        ("\"1.250\"", &["1250", "1.25"]),
        ("1.250 M", &["1250000000", "1250000"]),
        ("١.٢٥٠", &["1250", "1.25"]),
    ] {
        for unit in ["currency: EUR", "currency: USD", "currency: JPY", "unit: dollars", "note: x"] {
            let front = format!("funding:\n  - amount: {amount}\n    {unit}\n");
            check(&front, &[(ThreeDecimals, "")]);
            assert_eq!(severities(&front), [Severity::Error], "{front}");
            assert_eq!(one_of(&front), offered, "{front}");
        }
    }
}

#[test]
fn a_currency_of_three_decimals_makes_it_a_warning() {
    for amount in ["1.250", "1250.505", "0.250", "1,250", "\"12.505\""] {
        for currency in ["TND", "KWD", "LYD", "BHD", "JOD", "OMR", "IQD"] {
            let front = format!("funding: [{{amount: {amount}, currency: {currency}}}]");
            assert_eq!(severities(&front), [Severity::Warning], "{front}");
            assert_eq!(found(&front)[0].code, ThreeDecimals, "{front}");
        }
    }
    check("funding: [{amount: \"1250.505\", currency: TND}]", &[]);
}

#[test]
fn decimals_are_those_of_the_currency() {
    for (amount, currency) in [("1250.5055", "EUR"), ("1250.5", "JPY"), ("0.01", "XOF"), ("3.14159", "TND")] {
        check(&format!("funding: [{{amount: {amount}, currency: {currency}}}]"), &[(TooManyDecimals, "")]);
    }
    for (amount, currency) in [
        ("1250.50", "EUR"),
        ("1250.00", "JPY"),
        ("1250.5000", "USD"),
        ("3000000", "TND"),
        ("1.25", "KWD"),
        ("7.5", "XDR"),
    ] {
        check(&format!("funding: [{{amount: {amount}, currency: {currency}}}]"), &[]);
    }
    check("funding: [{amount: 1 250,5055, currency: EUR}]", &[(GroupedNumber, "")]);
    check("funding: [{amount: 99999999999999999, currency: EUR}]", &[(AmountTooLarge, "")]);
}

#[test]
fn the_decimal_sign_is_the_point() {
    let line = "funding: [{amount: 3.5, currency: EUR}]";
    check("funding: [{amount: 3,5, currency: EUR}]", &[(DecimalComma, line)]);
    let line = "funding: [{amount: 1250.75, currency: EUR}]";
    check("funding: [{amount: \"1250,75\", currency: EUR}]", &[(DecimalComma, line)]);
    let line = "funding: [{amount: 1250.5, currency: TND}]";
    check("funding: [{amount: 1.250,500, currency: TND}]", &[(GroupedNumber, line)]);
    check("weight: 3,5", &[(OutOfRange, "")]);
    check("sdg: [1.000]", &[(OutOfRange, "")]);
}

#[test]
fn the_same_money_twice_is_said() {
    let line = "{funder: a, amount: 1.5, currency: EUR, stage: pledged, date: 2018}";
    let same = "{funder: a, amount: 1.50, currency: EUR, stage: pledged, date: 2018, note: la suite}";
    check(&format!("funding: [{line}, {same}]"), &[(FundingTwice, "")]);
    for other in [
        "{funder: b, amount: 1.5, currency: EUR, stage: pledged, date: 2018}",
        "{funder: a, amount: 1.5, currency: USD, stage: pledged, date: 2018}",
        "{funder: a, amount: 1.5, currency: EUR, stage: disbursed, date: 2018}",
        "{funder: a, amount: 1.5, currency: EUR, stage: pledged, date: 2019}",
        "{funder: a, amount: 2, currency: EUR, stage: pledged, date: 2018}",
    ] {
        check(&format!("funding: [{line}, {other}]"), &[]);
    }
    check("partners: [undp, afd, undp]", &[(ListedTwice, "")]);
    check("sdg: [16, 16]", &[(ListedTwice, "")]);
    check("documents: [{file: a.pdf}, {file: a.pdf}]", &[(ListedTwice, "")]);
    check("parties: [{org: a, role: funding}, {org: a, role: implementing}]", &[]);
}

#[test]
fn dates_have_one_form() {
    check("dates: {start: 2024\u{2011}03\u{2011}05}", &[(SignInValue, "dates: {start: 2024-03-05}")]);
    check("dates:\n  start: 2024–03–05\n", &[(SignInValue, "  start: 2024-03-05")]);
    check("status_date: 10 mai 18", &[(ExpectedDate, "status_date: 2018-05-10")]);
    check("updated: 10/05/18", &[(ExpectedDay, "updated: 2018-05-10")]);
    check("updated: mai 2018", &[(DayWanted, "")]);
    check("updated: mai\u{a0}2018", &[(DayWanted, "")]);
    check("status_date: mai 18", &[(ExpectedDate, "")]);
}

#[test]
fn a_period_has_two_keys() {
    check("dates: {start: 2024-2025}", &[(TwoDates, "dates: {start: 2024, end: 2025}")]);
    check("dates:\n  start: 2024–2025\n", &[(TwoDates, "  start: 2024\n  end: 2025")]);
    check("dates:\n    end: 2024-2025 # à peu près", &[(TwoDates, "    start: 2024\n    end: 2025 # à peu près")]);
    check("dates: {planned_start: de 2027 à 2029}", &[(TwoDates, "dates: {planned_start: 2027, planned_end: 2029}")]);
    check("dates: {start: 2024-2025, end: 2026}", &[(TwoDates, "")]);
    check("dates: {signed: 2024-2025}", &[(TwoDates, "")]);
    check("status_date: 2024/2025", &[(TwoDates, "")]);
}

#[test]
fn years_are_those_of_our_time() {
    for date in ["1445-09-01", "1445", "01/09/1445", "1 رمضان 1445", "1446 هـ"] {
        check(&format!("status_date: {date}"), &[(HijriDate, "")]);
        assert_eq!(severities(&format!("status_date: {date}")), [Severity::Error]);
    }
    for (date, severity) in [
        ("1018-05-10", Severity::Error),
        ("1218", Severity::Error),
        ("1881-05-12", Severity::Warning),
        ("1899", Severity::Warning),
        ("2204-05", Severity::Warning),
        ("9999-12-31", Severity::Warning),
    ] {
        check(&format!("status_date: {date}"), &[(UnlikelyYear, "")]);
        assert_eq!(severities(&format!("status_date: {date}")), [severity], "{date}");
    }
    check("status_date: 1900", &[]);
    check("status_date: 2100", &[]);
}

#[test]
fn what_stands_behind_a_hash_is_not_lost() {
    for (line, meant) in [
        ("title: Campagne #StopViolence dans les écoles", "title: \"Campagne #StopViolence dans les écoles\""),
        ("title: projet #2", "title: \"projet #2\""),
        ("title: Eau # 2 et suite", "title: \"Eau # 2 et suite\""),
        ("title: مشروع #1 للمياه", "title: \"مشروع #1 للمياه\""),
        ("title: مشروع # ١", "title: \"مشروع # ١\""),
        ("title: L'axe \"eau\" #3", "title: \"L'axe \\\"eau\\\" #3\""),
        // Half of a list in braces cannot be tried by itself.
        ("image: {src: photo.jpg, credit: Agence #1\n  }", ""),
        ("image:\n  src: rapport final #2.jpg", "  src: \"rapport final #2.jpg\""),
        ("summary: Une campagne,\n  action #3 du plan", "summary: \"Une campagne, action #3 du plan\""),
        ("title: Le plan ##3", "title: \"Le plan ##3\""),
    ] {
        check(line, &[(YamlHash, meant)]);
    }
    for line in [
        "title: Jeunes # titre provisoire",
        "title: \"Campagne #Stop\" #remarque",
        "title: C# et F#",
        "title: page#ancre",
        "weight: 3 #ordre",
        "status_date: 2018 #à vérifier",
        "type: multilateral #1",
        "partners: [undp] #1 et 2",
        "contact:\n  email: a@b.tn #bureau",
        "links: [{url: https://x.org/}] #a",
    ] {
        check(line, &[]);
    }
}

#[test]
fn codes_and_telephone_numbers_exist() {
    check("places: [TN-11, TN-99]", &[(UnknownCode, "")]);
    check("places: [tn-11]", &[(UnknownCode, "places: [TN-11]")]);
    check("places: [TN61]", &[(UnknownCode, "places: [TN-61]")]);
    check("places: [TN, FR-IDF, DZ-16]", &[]);
    check("sector: 99999", &[(UnknownCode, "")]);
    check("sector: \u{661}\u{665}\u{662}", &[(UnknownCode, "sector: 152")]);
    check("sector: 15210", &[]);
    check("sector: 15299", &[(UnknownCode, "")]);
    assert!(meant("places: [UK]").contains(&(UnknownCode, "GB".to_owned())));
    assert!(meant("places: [Tunis]").contains(&(UnknownCode, "TN-11".to_owned())));
    assert!(meant("sector: Tourisme").contains(&(UnknownCode, "332".to_owned())));
    check("contact: {phone: '71 123 456 / 71 123 457'}", &[(PhoneTwo, "")]);
    check("contact: {phone: à préciser}", &[(PhoneInvalid, "")]);
    check("contact: {phone: ٧١ ١٢٣ ٤٥٦}", &[(ArabicDigits, "contact: {phone: \"71 123 456\"}")]);
    check("contact: {phone: +216 71 123 45}", &[(PhoneLength, "")]);
    for good in ["71 123 456", "+216 71 123 456", "\"00216 71 123 456\"", "(+216) 71-123-456", "1899"] {
        check(&format!("contact: {{phone: {good}}}"), &[]);
    }
}

fn meant(front: &str) -> Vec<(Code, String)> {
    let near = |one: &Diagnostic| {
        one.hints.iter().find_map(|hint| if let Hint::DidYouMean(near) = hint { Some(near.clone()) } else { None })
    };
    found(front).iter().map(|one| (one.code, near(one).unwrap_or_default())).collect()
}

#[test]
fn a_key_is_meant_by_its_meaning_before_its_spelling() {
    for (front, near) in [
        ("documents:\n  - name: Rapport annuel", "title"),
        ("documents:\n  - libellé: Rapport annuel", "title"),
        ("documents:\n  - link: rapport.pdf", "file"),
        ("documents:\n  - link: https://x.org/a.pdf", "url"),
        ("documents:\n  - fichier: https://x.org/a.pdf", "url"),
        ("links:\n  - lien: https://x.org/", "url"),
        ("parties:\n  - {name: undp, role: funding}", "org"),
        ("funding:\n  - {donor: undp, amount: 5, currency: EUR}", "funder"),
        ("contact: {tél: 71 000 000}", "phone"),
        ("titel: Jeunes", "title"),
        ("lauched: 2018", ""),
        ("dates: {lauched: 2018}", "launched"),
        ("dates: {strat: bientôt}", ""),
    ] {
        let all = meant(front);
        assert!(all.contains(&(UnknownKey, near.to_owned())), "{front}: {all:?}");
    }
}

#[test]
fn keys_that_stand_too_far_left_belong_to_what_is_above_them() {
    check("funding:\n  - funder: undp\namount: 5\n", &[(KeyNotIndented, "    amount: 5")]);
    check(
        "funding:\n  - funder: undp\namount: 5\ncurrency: EUR\n",
        &[(KeyNotIndented, "    amount: 5\n    currency: EUR")],
    );
    check("dates:\nstart: 2018\nend: 2019\n", &[(KeyNotIndented, "  start: 2018\n  end: 2019")]);
    check("dates:\n    start: 2018\nend: 2019\n", &[(KeyNotIndented, "    end: 2019")]);
    check(
        "funding:\nfunder: undp\namount: 5\ncurrency: EUR\n",
        &[(KeyNotIndented, "  - funder: undp\n    amount: 5\n    currency: EUR")],
    );
    check("contact:\nemail: a@b.tn\n", &[(KeyNotIndented, "  email: a@b.tn")]);
    check("image:\n  src: a.jpg\nalt:\n  fr: x\n  ar: ي\n", &[(KeyNotIndented, "  alt:\n    fr: x\n    ar: ي")]);
    check("dates: {start: 2018}\nend: 2019\n", &[(KeyNotIndented, "")]);
    check("documents:\n  - {file: a.pdf}\nurl: https://x.org/\n", &[(KeyNotIndented, "")]);
    check("dates:\ntitle: x\n", &[(EmptyValue, "")]);
}

#[test]
fn files_and_addresses_have_keys_of_their_own() {
    check(
        "documents: [{file: \"https://x.tn/a.pdf\", title: x}]",
        &[(AddressInFile, "documents: [{url: \"https://x.tn/a.pdf\", title: x}]")],
    );
    check("documents:\n  - file: http://x.tn/a.pdf\n", &[(AddressInFile, "  - url: http://x.tn/a.pdf")]);
    check("documents: [{file: https://x.tn/a.pdf, url: https://x.tn/}]", &[(AddressInFile, "")]);
    check("image: {src: https://x.tn/a.jpg}", &[(AddressInFile, "")]);
    check("documents: [{url: accord.pdf}]", &[(FileInAddress, "documents: [{file: accord.pdf}]")]);
    check("links:\n  - url: docs/accord signé.pdf\n", &[(FileInAddress, "  - file: docs/accord signé.pdf")]);
    check("links: [{url: www.undp.org}]", &[(InvalidUrl, "links: [{url: https://www.undp.org}]")]);
}
