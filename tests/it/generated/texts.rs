//! Texts: what Markdown would print as it was typed, or lose; and projects in other words that are as good.

use super::Mistake;
use super::base::{ARABIC, ARABIC_TEXT, FACTS, FRENCH, FRENCH_TEXT, File};

/// Words of the project that no line to write may lose.
pub const WORDS: &[&str] = &[
    "Appui",
    "communes",
    "littoral",
    "projet",
    "soutient",
    "douze",
    "forme",
    "agents",
    "Première",
    "tranche",
    "Direction",
    "générale",
    "Montant",
    "corrigé",
    "programme",
    "القسط",
    "الأول",
    "الإدارة",
    "العامة",
    "تصحيح",
    "المبلغ",
    "البلديات",
    "بلديات",
    "الساحل",
    "المشروع",
    "بلدية",
    "ساحلية",
    "الأعوان",
    "صفحة",
    "البرنامج",
    // Of partners.yaml, glossary.yaml, site.yaml and the page.
    "Programme",
    "Nations",
    "Unies",
    "Direction",
    "Coopération",
    "Prévention",
    "Formation",
    "Europe",
    "équipe",
    "PNUD",
    "DECT",
    "الأمم",
    "المتحدة",
    "الإنمائي",
    "التنفيذية",
    "التعاون",
    "الوقاية",
    "فريقنا",
    "المجتمع",
];

/// How a paragraph of two sentences can be typed so that it is not what was meant.
const TYPED: &[&str] = &[
    "• {a}\n• {b}",
    "·\t{a}\n·\t{b}",
    "–\t{a}\n–\t{b}",
    "o\t{a}\no\t{b}",
    "➢ {a}\n➢ {b}",
    "\u{f0b7} {a}\n\u{f0b7} {b}",
    "-{a}\n-{b}",
    "1- {a}\n2- {b}",
    "a) {a}\nb) {b}",
    "١. {a}\n٢. {b}",
    "1°) {a}\n2°) {b}",
    "▪ {a}\n▪ {b}",
    "##{a}\n\n{b}",
    "#\u{a0}{a}\n\n{b}",
    "-\u{a0}{a}\n-\u{a0}{b}",
    "1.\u{a0}{a}\n2.\u{a0}{b}",
    "**{a}\n\n{b}",
    "{a} **{b} **",
    "** {a}** {b}",
    "{a}\n\n**{b}",
    "[{a}] (https://www.undp.org/)\n\n{b}",
    "({a})[https://www.undp.org/]\n\n{b}",
    "[{a}](https://www.undp.org/\n\n{b}",
    "[{a}](mon fichier.pdf)\n\n{b}",
    "{{< figure >}}\n\n{a} {b}",
    "{% include x %}\n\n{a} {b}",
    ":::note\n{a}\n:::\n\n{b}",
    "[TOC]\n\n{a} {b}",
    "[[{a}]] {b}",
    "[gallery ids=1]\n\n{a} {b}",
    "<<<<<<< HEAD\n{a}\n=======\n{b}\n>>>>>>> autre",
    "{a}\t1\t2\n{b}\t3\t4",
    "| {a} | 1 |\n| {b} | 2 |",
    "| x | y |\n|---|---|\n| {a} | 1 | 2 |\n\n{b}",
    "<script>x</script>\n\n{a} {b}",
    "{a} <!-- {b}",
    "```\n{a}\n{b}",
    "    {a}\n\n{b}",
    "\t{a}\n\n{b}",
    "# {a}\n\n{b}",
    "![](photo.jpg)\n\n{a} {b}",
    "[{a}](absent.md)\n\n{b}",
    "[{a}](/fr/projects/absent/)\n\n{b}",
    "[{a}](http://localhost:1111/fr/)\n\n{b}",
    "[{a}](http://192.168.1.10/)\n\n{b}",
    "[{a}](file:///home/a.pdf)\n\n{b}",
    "[{a}](C:\\\\docs\\\\a.pdf)\n\n{b}",
    "[{a}](#absente)\n\n{b}",
    "[{a}]()\n\n{b}",
    "[{a}](javascript:alert(1))\n\n{b}",
    "{a} Ã©tÃ© {b}",
    "{a} \u{fffd} {b}",
    "{a} \u{7} {b}",
];

pub fn mistakes() -> Vec<Mistake> {
    let mut all = vec![];
    for text in [FRENCH_TEXT, ARABIC_TEXT] {
        let (a, b) = text.trim().split_once("\n\n").unwrap();
        let typed = TYPED.iter().map(|typed| typed.replace("{a}", a).replace("{b}", b));
        all.extend(typed.map(|typed| Mistake::new("text", text.trim(), typed)));
    }
    for (from, typed) in [
        (
            "title: Appui aux communes",
            &[
                "Appui : communes",
                "Appui: communes",
                "\"Appui\" aux communes",
                "*Appui* aux communes",
                "Appui #communes",
                "",
                "Appui aux \u{7}communes",
                "[Appui] aux communes",
                "{Appui}",
                "@Appui",
                "%Appui",
                "`Appui`",
                "- Appui",
                "دعم البلديات",
                "> Appui",
                "| Appui",
                "& Appui",
                "! Appui",
            ][..],
        ),
        (
            "title: دعم البلديات",
            &["دعم: البلديات", "دعم #البلديات", "", "Appui aux communes", "«دعم»: البلديات", "@دعم"][..],
        ),
        (
            "summary: Un appui aux communes du littoral.",
            &[
                "Un appui : les communes",
                "Un appui #aux communes",
                "يدعم البلديات في الساحل",
                "'Un appui",
                "\"Un appui\" aux communes",
                "Un appui \u{fffd}",
            ][..],
        ),
    ] {
        let (key, _) = from.split_once(": ").unwrap();
        all.extend(typed.iter().map(|typed| Mistake::new("text", format!("{from}\n"), format!("{key}: {typed}\n"))));
    }
    all
}

const TITLES: &[(&str, &str)] = &[
    ("\"Suivi : phase 2\"", "\"متابعة: المرحلة الثانية\""),
    ("L'eau et l'énergie", "الماء والطاقة"),
    ("G7 et pays partenaires", "مجموعة السبع والبلدان الشريكة"),
    ("'Accord « Terre et mer »'", "اتفاق «البر والبحر»"),
    ("Projet ENI CBC Med", "مشروع ENI CBC Med"),
    ("Réunion de l'اللجنة", "اجتماع Comité"),
    ("100 communes en 2025", "مائة بلدية في 2025"),
    ("Formation - suivi (2e phase)", "تكوين - متابعة (مرحلة 2)"),
];

const BODIES: &[(&str, &str)] = &[
    ("- un point\n- un autre\n  - un détail", "- نقطة\n- أخرى"),
    ("1. d'abord\n2. ensuite", "1. أولا\n2. ثانيا"),
    (
        "Voir [le site](https://www.undp.org/) (en anglais) ; **important** : oui !",
        "انظر [الموقع](https://www.undp.org/)؛ **مهم**: نعم!",
    ),
    ("| Année | Montant |\n|---|---|\n| 2018 | 3 000 000 € |", "| السنة | المبلغ |\n|---|---|\n| 2018 | 3.000.000 |"),
    ("> Une citation - avec un tiret – et « des guillemets ».", "> قولة «بين مزدوجتين» - وشرطة."),
    (
        "Le taux est de 3,5 % (2 * 3 = 6) et l'article 5-b s'applique.[^1]\n\n[^1]: Une note.",
        "النسبة 3,5 % والفصل 5 ينطبق.[^1]\n\n[^1]: ملاحظة.",
    ),
    ("## Une partie\n\nUn mot_avec_des_traits, un_autre ; 10 h 30, a < b.", "## جزء\n\nكلمة، وأخرى؛ 10:30."),
    (
        "Écrire à contact@cooperation.gov.tn ou au +216 71 000 000.\n\nAdresse : 5, rue X.",
        "للاتصال: contact@cooperation.gov.tn.",
    ),
    ("![Une salle](https://www.undp.org/a.jpg)\n\nFin.", "نهاية."),
    (
        "Il cite S/RES/2178 (2014), l'OMS/2024/17 et la المرحلة الأولى.",
        "يذكر S/RES/2178 (2014) و Mise en œuvre : phase 2.",
    ),
];

const VALUES: &[(&str, &[&str])] = &[
    ("status: ongoing", &["status: launched", "status: suspended", "status: signed", "# status inconnu"]),
    ("kind: project", &["kind: support", "kind: exchange"]),
    ("signed: 2018-05-10", &["signed: 2018", "signed: 2018-05", "signed: 2018-05-10 # date du journal officiel"]),
    ("amount: 3000000", &["amount: 3000000.50", "amount: 1", "amount: 250000"]),
    ("currency: EUR", &["currency: USD", "currency: TND"]),
    ("stage: committed", &["stage: disbursed", "stage: pledged"]),
    ("topics: [pve]", &["topics: [pve, training]", "topics:\n  - training"]),
    ("partners: [undp, france]", &["partners: [france]", "partners:\n  - undp\n  - cted"]),
    ("places: [TN-11]", &["places: [TN-12, TN-51]", "places: [TN-71]"]),
    ("sdg: [16]", &["sdg: [1, 17]", "sdg: [5]"]),
    ("phone: \"+216 71 000 000\"", &["phone: \"+33 1 40 00 00 00\"", "phone: \"+216-71-000-000\""]),
    ("weight: 10", &["weight: -5", "weight: 0"]),
];

/// Lines that a project can do without.
const OPTIONAL: &[&str] = &[
    "group: united-nations\n",
    "kind: project\n",
    "topics: [pve]\n",
    "audience: [civil-society]\n",
    "sdg: [16]\n",
    "sector: 15210\n",
    "places: [TN-11]\n",
    "instruments: [UNSCR-1624]\n",
    "updated: 2026-11-01\n",
    "weight: 10\n",
    "    note: {fr: Première tranche, ar: القسط الأول}\n",
    "    approximate: true\n",
    "status_date: 2026-05\n",
];

/// How the lines of a file end.
pub fn end_of(file: &str) -> &'static str {
    if file.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A good project, another one for each number.
pub fn good(seed: u64) -> [File; 2] {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut facts = FACTS.to_owned();
    for line in OPTIONAL.iter().filter(|_| next(3) == 0).collect::<Vec<_>>() {
        facts = facts.replacen(line, "", 1);
    }
    for (from, others) in VALUES {
        if next(2) == 0 {
            facts = facts.replacen(from, others[next(others.len())], 1);
        }
    }
    let (french, arabic) = TITLES[next(TITLES.len())];
    let mut bodies = [String::new(), String::new()];
    for _ in 0..=next(3) {
        let (french, arabic) = BODIES[next(BODIES.len())];
        if !bodies[0].contains(french) {
            bodies[0] += &format!("\n{french}\n");
            bodies[1] += &format!("\n{arabic}\n");
        }
    }
    let mut files = [
        format!("---\ntitle: {french}\n{facts}---\n\nUn paragraphe.\n{}", bodies[0]),
        format!("---\ntitle: {arabic}\n---\n\nفقرة.\n{}", bodies[1]),
    ];
    if next(4) == 0 {
        files = files.map(|file| file.replace('\n', "\r\n"));
    }
    let [french, arabic] = files;
    [(FRENCH, french), (ARABIC, arabic)]
}
