//! Values that are none: dates, amounts, words of closed lists, ids, codes, addresses.

use jisr::schema::words::{KIND, ROLE, STAGE, STATUS, Word};

use super::Mistake;

/// What people type for a day, a month or a year.
const DATES: &[&str] = &[
    "10/05/2018",
    "10/5/18",
    "05/10/2018",
    "2018/05/10",
    "10.05.2018",
    "10-05-2018",
    "2018-5-10",
    "2018-13-01",
    "2018-02-30",
    "2018-00-10",
    "31/02/2018",
    "20180510",
    "2018-05-10T08:00",
    "2018-05-10 08:00",
    "10 mai 2018",
    "10 mai 18",
    "le 10 mai 2018",
    "1er mai 2018",
    "mai 2018",
    "Mai 2018",
    "10 ماي 2018",
    "ماي 2018",
    "10 مايو 2018",
    "١٠ ماي ٢٠١٨",
    "٢٠١٨-٠٥-١٠",
    "١٠/٠٥/٢٠١٨",
    "May 10, 2018",
    "10 May 2018",
    "May 2018",
    "2018‑05‑10",
    "2018–05–10",
    "2018—05—10",
    "1439-08-24",
    "24 شعبان 1439",
    "2018-2019",
    "2018/2019",
    "été 2018",
    "T2 2018",
    "hier",
    "أمس",
    "inconnue",
    "18",
    "208",
    "20188",
    "0218-05-10",
    "2018-05-1O",
    "2018 -05-10",
    "2018 05 10",
    "2018.05.10",
    "fin 2018",
    "[2018, 2019]",
    "{jour: 10}",
    "2018-05-10, 2018-05-11",
    "2018-05-10 et 2018-06-10",
    "2099-01-01",
    "1018-05-10",
];

/// What people type for an amount.
const AMOUNTS: &[&str] = &[
    "3 000 000",
    "3 000 000,00",
    "3.000.000",
    "3,000,000",
    "3'000'000",
    "3000000,50",
    "3,5",
    "1.250",
    "1,250",
    "3 M",
    "3M",
    "3 millions",
    "3 مليون",
    "ثلاثة ملايين",
    "٣٠٠٠٠٠٠",
    "٣٬٠٠٠٬٠٠٠",
    "trois millions",
    "3000000 EUR",
    "3000000 €",
    "€3000000",
    "EUR 3000000",
    "-3000000",
    "3e6",
    "environ 3000000",
    "~3000000",
    "3000000 DT",
    "abc",
    "3000000+",
    "2000000-3000000",
    "3000000/2",
    "3 000 000",
    "3\u{202f}000\u{202f}000",
    "[3000000]",
    "3000000.505",
    "1/2",
    "30%",
];

/// What people type for a currency.
const CURRENCIES: &[&str] = &[
    "euro",
    "euros",
    "€",
    "$",
    "dollar",
    "dollars",
    "US$",
    "DT",
    "dinar",
    "دينار",
    "دولار",
    "يورو",
    "XXZ",
    "E",
    "EU",
    "EURO",
];

/// What people type for a known code or id, in its place.
const IDS: &[(&str, &[&str])] = &[
    (
        "type: multilateral",
        &["multilatéral", "Multilateral", "multi", "multilaterale", "bilatéral", "متعدد الأطراف", "x", "[multilateral]"],
    ),
    ("group: united-nations", &["united nations", "onu", "united-nation", "United-Nations", "الأمم المتحدة"]),
    (
        "partners: [undp, france]",
        &["[undp, francce]", "[UNDP]", "[pnud]", "[PNUD]", "[onu]", "[undp, undp]", "[\"\"]", "undp; france"],
    ),
    ("topics: [pve]", &["[PVE]", "[pvee]", "[prévention]", "[الوقاية]", "[x, y]"]),
    ("audience: [civil-society]", &["[civil society]", "[société civile]", "[civil-societe]", "[المجتمع المدني]"]),
    ("funder: france", &["France", "francce", "فرنسا", "la France", "FR"]),
    ("org: cted", &["CTED", "DECT", "cte", "ctedd"]),
    ("sdg: [16]", &["[ODD16]", "[18]", "[0]", "[seize]", "[16.1]", "[-1]"]),
    ("sector: 15210", &["1521", "99999", "sécurité", "15210.5", "الأمن"]),
    ("places: [TN-11]", &["[Tunis]", "[TN11]", "[TN-99]", "[تونس]", "[tunisie]", "[XX-11]"]),
    ("weight: 10", &["dix", "10.5", "premier", "عشرة"]),
    ("approximate: true", &["oui", "non", "vrai", "نعم", "yes", "1", "peut-être", "environ"]),
    ("lang: en", &["anglais", "english", "الإنجليزية", "e"]),
    (
        "email: contact@cooperation.gov.tn",
        &[
            "contact",
            "contact@",
            "contact@cooperation",
            "contact cooperation.gov.tn",
            "contact(at)cooperation.gov.tn",
            "@cooperation.gov.tn",
        ],
    ),
    (
        "phone: \"+216 71 000 000\"",
        &[
            "\"71\"",
            "\"néant\"",
            "\"+216 71 000 000 / +216 71 000 001\"",
            "\"+216 71 000 000 ou 001\"",
            "\"poste 12\"",
            "\"غير متوفر\"",
        ],
    ),
    (
        "url: https://www.undp.org/",
        &[
            "www.undp.org",
            "undp.org",
            "htp://www.undp.org/",
            "https:/www.undp.org/",
            "https://",
            "javascript:alert(1)",
            "ftp://www.undp.org/",
            "https://www.undp org/",
            "http://localhost:1111/fr/",
            "file:///home/a.pdf",
            "néant",
        ],
    ),
];

pub fn mistakes() -> Vec<Mistake> {
    let mut all = vec![];
    for (key, value) in [
        ("status_date", "2026-05"),
        ("signed", "2018-05-10"),
        ("start", "2018-09"),
        ("    date", "2018-06"),
        ("{date", "2020-01-31"),
        ("updated", "2026-11-01"),
    ] {
        all.extend(
            DATES
                .iter()
                .filter(|typed| key != "    date" || **typed != "2099-01-01")
                .filter(|typed| key != "{date" || !typed.contains([',', '{', '[']))
                .map(|typed| replaced("date", key, value, typed)),
        );
    }
    all.extend(
        DATES
            .iter()
            .filter(|typed| **typed != "2099-01-01")
            .map(|typed| replaced("date", "planned_end", "2029", typed)),
    );
    all.extend(AMOUNTS.iter().map(|typed| replaced("amount", "amount", "3000000", typed)));
    all.extend(CURRENCIES.iter().map(|typed| replaced("currency", "currency", "EUR", typed)));
    for (key, value, words) in [
        ("kind", "project", KIND),
        ("status", "ongoing", STATUS),
        ("stage", "committed", STAGE),
        ("role", "implementing", ROLE),
    ] {
        all.extend(words_of(words).iter().map(|typed| replaced("word", key, value, typed)));
    }
    for (from, typed) in IDS {
        let (key, value) = from.split_once(": ").unwrap();
        all.extend(typed.iter().map(|typed| replaced("code", key, value, typed)));
    }
    all
}

fn replaced(kind: &'static str, key: &str, value: &str, typed: &str) -> Mistake {
    Mistake::new(kind, format!("{key}: {value}"), format!("{key}: {typed}"))
}

/// Words of staff for the words of a list, and those misspelt.
fn words_of(words: &[Word]) -> Vec<String> {
    let also = words.iter().flat_map(|word| word.also.iter()).map(|also| (*also).to_owned());
    let misspelt = words.iter().flat_map(|word| {
        let lacking = (1..word.id.len()).map(|at| format!("{}{}", &word.id[..at], &word.id[at + 1..]));
        lacking.chain([word.id.to_uppercase(), format!("{}{}", word.id[..1].to_uppercase(), &word.id[1..])])
    });
    also.chain(misspelt).chain(["xyz".to_owned(), "غير معروف".to_owned()]).collect()
}
