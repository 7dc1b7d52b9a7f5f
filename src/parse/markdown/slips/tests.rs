//! What its author meant, and what is said about it. `~` is U+00A0, `→` a tab,
//! `¶` U+F0B7 and `^` U+200F.

use crate::base::diag::{Diagnostic, Hint};
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::parse::markdown::body;

fn seen(text: &str) -> String {
    text.replace('\u{a0}', "~").replace('\t', "→").replace('\u{f0b7}', "¶").replace('\u{200f}', "^")
}

fn typed(text: &str) -> String {
    text.replace('~', "\u{a0}").replace('→', "\t").replace('¶', "\u{f0b7}").replace('^', "\u{200f}")
}

fn found(lang: &str, markdown: &str) -> Vec<Diagnostic> {
    let path = RelPath::new(&format!("content/projects/x.{lang}.md")).unwrap();
    body(&path, markdown, 0..markdown.len(), Lang::new(lang)).1
}

/// Each case: a text, the codes reported for it, and the text with every
/// suggested line applied.
#[track_caller]
fn check(cases: &[(&str, &str, &str)]) {
    let mut wrong = vec![];
    for (markdown, codes, mended) in cases {
        let markdown = typed(markdown);
        let found = found("fr", &markdown);
        let said: Vec<&str> = found.iter().map(|found| found.code.as_str()).collect();
        let written = mend(&markdown, &found);
        if said.join(" ") != *codes || seen(&written) != *mended {
            wrong.push(format!("{}\n   {}\n=> {}", seen(&markdown), said.join(" "), seen(&written)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn mend(text: &str, found: &[Diagnostic]) -> String {
    let mut text = text.to_owned();
    let mut found: Vec<&Diagnostic> = found.iter().collect();
    found.sort_by_key(|found| std::cmp::Reverse(found.at.as_ref().map(|at| at.span.start)));
    for found in found {
        let Some(line) =
            found.hints.iter().find_map(|hint| if let Hint::Write(line) = hint { Some(line) } else { None })
        else {
            continue;
        };
        let span = found.at.as_ref().unwrap().span.range();
        let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |end| span.end + end);
        text.replace_range(start..end, line);
    }
    text
}

/// Texts for which nothing must be reported.
#[track_caller]
fn silent(lang: &str, texts: &[&str]) {
    let said = |text: &&str| {
        let codes: Vec<&str> = found(lang, &typed(text)).iter().map(|found| found.code.as_str()).collect();
        (!codes.is_empty()).then(|| format!("{text}\n=> {}", codes.join(" ")))
    };
    let wrong: Vec<String> = texts.iter().filter_map(said).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn lists_of_word_are_not_read() {
    check(&[
        (
            "Objectifs :\n• former les jeunes ;\n• créer un réseau.",
            "list-unread",
            "Objectifs :\n- former les jeunes ;\n- créer un réseau.",
        ),
        ("–→premier point\n–→deuxième point", "list-unread", "- premier point\n- deuxième point"),
        ("·       point", "list-unread", "- point"),
        ("o→un\no→deux", "list-unread", "- un\n- deux"),
        ("o~~~un\no~~~deux", "list-unread", "- un\n- deux"),
        ("➢ un\n➢ deux", "list-unread", "- un\n- deux"),
        ("▪ un\n\n▪ deux\n\n▪ trois", "list-unread", "- un\n- deux\n- trois"),
        ("¶→un\n¶→deux", "list-unread", "- un\n- deux"),
        ("§→un\n§→deux", "list-unread", "- un\n- deux"),
        ("-former les jeunes\n-créer", "list-unread", "- former les jeunes\n- créer"),
        ("Buts :\n-former", "list-unread", "Buts :\n- former"),
        ("-former les jeunes", "list-unread", "- former les jeunes"),
        ("Buts :\n– former ;\n– créer.", "list-unread", "Buts :\n- former ;\n- créer."),
        ("✓ fait\n✓ à faire", "list-unread", "- fait\n- à faire"),
        ("Buts :\n    - un\n    - deux", "list-unread", "Buts :\n- un\n- deux"),
        ("• un\nsuite de un\n• deux\nfin", "list-unread", "- un\nsuite de un\n- deux\nfin"),
        ("> Buts :\n> • un\n> • deux", "list-unread", "> Buts :\n> - un\n> - deux"),
        ("- a\n\n  • b\n  • c", "list-unread", "- a\n\n  - b\n  - c"),
        ("- • un\n- • deux", "list-unread list-unread", "- un\n- deux"),
        ("^• نقطة\n^• أخرى", "list-unread", "- نقطة\n- أخرى"),
        ("• مشروع أول\n• مشروع ثان", "list-unread", "- مشروع أول\n- مشروع ثان"),
        ("Buts : • former ; • créer.", "list-unread", "Buts :\n- former ;\n- créer."),
        ("• former ; • créer.", "list-unread", "- former ;\n- créer."),
        ("• **un** x\n• `deux`", "list-unread", "- **un** x\n- `deux`"),
        ("•un\n•deux", "list-unread", "- un\n- deux"),
    ]);
}

#[test]
fn numbers_and_letters_are_not_read() {
    check(&[
        ("1- former\n2- équiper", "list-unread", "1. former\n2. équiper"),
        ("1 - former\n2 - équiper", "list-unread", "1. former\n2. équiper"),
        ("a) un\nb) deux", "list-unread", "- a) un\n- b) deux"),
        ("(a) un\n(b) deux", "list-unread", "- (a) un\n- (b) deux"),
        ("i) un\nii) deux", "list-unread", "- i) un\n- ii) deux"),
        ("A- un\nB- deux", "list-unread", "- A- un\n- B- deux"),
        ("1°) premièrement\n2°) deuxièmement", "list-unread", "1. premièrement\n2. deuxièmement"),
        ("1.former\n2.équiper", "list-unread", "1. former\n2. équiper"),
        ("1/ former\n2/ équiper", "list-unread", "1. former\n2. équiper"),
        ("(1) former\n(2) équiper", "list-unread", "1. former\n2. équiper"),
        ("١. الأول\n٢. الثاني", "list-unread", "1. الأول\n2. الثاني"),
        ("١- الأول\n٢- الثاني", "list-unread", "1. الأول\n2. الثاني"),
        ("أ- الأول\nب- الثاني", "list-unread", "- أ- الأول\n- ب- الثاني"),
        ("أ) الأول\nب) الثاني", "list-unread", "- أ) الأول\n- ب) الثاني"),
        ("Étapes :\n2. deux\n3. trois", "list-unread", "Étapes :\n\n2. deux\n3. trois"),
        ("Étapes :\n1- former", "list-unread", "Étapes :\n1. former"),
        ("Étapes :\n3) former", "list-unread", "Étapes :\n\n3. former"),
    ]);
}

#[test]
fn spaces_that_do_not_break_hide_marks() {
    check(&[
        ("##~Résultats", "mark-unread", "## Résultats"),
        (
            "##~Résultats\n\n-~un\n-~deux\n\n1.~un\n2.~deux",
            "mark-unread mark-unread mark-unread",
            "## Résultats\n\n- un\n- deux\n\n1. un\n2. deux",
        ),
        ("^## نتائج", "mark-unread", "## نتائج"),
        ("^- نقطة\n^- أخرى", "mark-unread", "- نقطة\n- أخرى"),
        ("~~- un\n~~- deux", "mark-unread", "- un\n- deux"),
        ("##Titre", "heading-unread", "## Titre"),
        ("[site]~(https://a.tn)", "link-unread", "[site]~(https://a.tn)"),
    ]);
}

#[test]
fn emphasis_beside_letters_does_not_close() {
    check(&[
        ("هذا **«مشروع»**مهم.", "emphasis-unread", "هذا «**مشروع**»مهم."),
        ("**الوزارة:**قالت.", "emphasis-unread", "**الوزارة**:قالت."),
        ("كلمة **«أ»**و**«ب»**.", "emphasis-unread", "كلمة «**أ**»و«**ب**»."),
        ("هذا **مهم** و**«مهم»** جدا", "emphasis-unread", "هذا **مهم** و«**مهم**» جدا"),
        ("**Objectif :**former", "emphasis-unread", "**Objectif** :former"),
        ("l'**« eau »**potable", "emphasis-unread", "l'« **eau** »potable"),
        ("un ** mot ** ici", "emphasis-unread", "un **mot** ici"),
        ("**mot **ici", "emphasis-unread", "**mot** ici"),
        ("__gras__s ici", "emphasis-unread", "**gras**s ici"),
        ("_été_s ici", "emphasis-unread", "*été*s ici"),
        ("un *«mot»*suite", "emphasis-unread", "un «*mot*»suite"),
        ("un **mot sans fin", "emphasis-unread", "un **mot sans fin"),
        ("un mot *sans fin", "emphasis-unread", "un mot *sans fin"),
    ]);
}

#[test]
fn tables_and_cells_are_lost() {
    check(&[
        ("Partenaire→Rôle\nPNUD→suivi", "table-of-tabs", "| Partenaire | Rôle |\n| --- | --- |\n| PNUD | suivi |"),
        ("Voir\na→b|c\nd→e\nfin", "table-of-tabs", "Voir\n\n| a | b\\|c |\n| --- | --- |\n| d | e |\n\nfin"),
        ("| a | b |\n|---|---|\n| c | d | 3 000 |", "table-cell-lost", "| a | b |\n|---|---|\n| c | d | 3 000 |"),
        ("| a |\n|---|\n| un|deux |", "table-cell-lost", "| a |\n|---|\n| un|deux |"),
        ("| a | b |\n| c | d |", "table-unread", "| a | b |\n| --- | --- |\n| c | d |"),
        (
            "| a | b | c |\n|---|---|\n| d | e | f |",
            "table-unread",
            "| a | b | c |\n| --- | --- | --- |\n| d | e | f |",
        ),
        ("Voir\n| a | b |\n| c | d |", "table-unread", "Voir\n\n| a | b |\n| --- | --- |\n| c | d |"),
        ("[PNUD]: 2018", "line-lost", "\\[PNUD]: 2018"),
    ]);
}

#[test]
fn marks_of_other_tools_are_shown() {
    check(&[
        ("{{< youtube abc >}}", "foreign-mark", "{{< youtube abc >}}"),
        ("{% include video.html %}", "foreign-mark", "{% include video.html %}"),
        ("Texte {{ page.title }}.", "foreign-mark", "Texte {{ page.title }}."),
        (":::note\nAttention.\n:::", "foreign-mark", "> [!NOTE]\n> Attention."),
        (":::warning\n\nUn\n\nDeux\n\n:::\n\nFin", "foreign-mark", "> [!WARNING]\n> Un\n>\n> Deux\n\nFin"),
        ("Un\n:::columns\nDeux\n:::", "foreign-mark", "Un\n:::columns\nDeux\n:::"),
        ("Texte\n{: .grand}", "foreign-mark", "Texte\n{: .grand}"),
        ("Texte {.grand} ici", "foreign-mark", "Texte {.grand} ici"),
        ("[TOC]", "foreign-mark", "[TOC]"),
        ("[[TOC]]", "foreign-mark", "[[TOC]]"),
        ("[[page]]", "link-unread", "[[page]]"),
        ("!!! note\n    Attention", "foreign-mark", "> [!NOTE]\n> Attention"),
        ("un ==mot== ici", "foreign-mark", "un **mot** ici"),
        ("un '''mot''' ici", "foreign-mark", "un **mot** ici"),
        ("== Titre ==", "foreign-mark", "## Titre"),
        ("[b]gras[/b]", "shortcode", "[b]gras[/b]"),
        ("(le site)[https://a.tn]", "link-unread", "[le site](https://a.tn)"),
        ("Voir (le site)[guide.pdf] ici", "link-unread", "Voir [le site](guide.pdf) ici"),
        ("[le site](https://a.tn", "link-unread", "[le site](https://a.tn"),
        ("```\ncode", "code-unclosed", "```\ncode"),
    ]);
}

#[test]
fn what_vanishes_as_html_is_told() {
    check(&[
        ("<p style=\"color:#888\">Légende.</p>", "html-look", "<p style=\"color:#888\">Légende.</p>"),
        ("Écrire à <Nom du bureau> avant mai.", "", "Écrire à <Nom du bureau> avant mai."),
        ("<Nom du bureau>", "words-as-tag", "\\<Nom du bureau>"),
        ("Date : <a confirmer>, <date>", "", "Date : <a confirmer>, <date>"),
        ("<section du texte> à revoir", "words-as-tag", "\\<section du texte> à revoir"),
        ("un <strnog>mot</strnog>", "html-useless", "un <strnog>mot</strnog>"),
        ("A\n\n<!-- b\n\nc", "comment-unclosed", "A\n\n<!-- b\n\nc"),
    ]);
}

#[test]
fn headings_do_not_contradict_each_other() {
    check(&[
        ("## Étape\n\nTexte.\n\n# Résultats\n\nTexte.", "heading-one", "## Étape\n\nTexte.\n\n## Résultats\n\nTexte."),
        ("# A\n\n### B", "heading-one", "## A\n\n### B"),
        ("## A\n\n#### B", "heading-skips", "## A\n\n#### B"),
    ]);
}

#[test]
fn good_texts_are_left_alone() {
    silent(
        "fr",
        &[
            "- Bonjour.\n- Bonsoir !",
            "– Bonjour, dit-il.\n\n– Bonsoir.",
            "— Vous venez ?\n— Oui, demain.",
            "Appelez le 71 000 000, ou 1-800-555, de 10 - 12 h.",
            "10 - 12 jeunes\n12 - 15 ans",
            "De 3 à 5 %, soit 12 -\n15 jeunes",
            "Le point a) de la décision, et b) de l'annexe.",
            "Les points suivants\na) sont un,\net c) deux.",
            "`• un`\n`• deux`",
            "```\n• un\n1- deux\n{{ x }}\n**x\n```",
            "    ",
            "Voir https://a.tn/un_deux_trois/*x et http://b.tn/__a__b",
            "Prix* hors taxes : 3 000 DT\n\n* hors taxes",
            "3 * 4 * 5 = 60",
            "Le fichier nom_de_fichier_long.pdf, _config.yml",
            "Tunis • Sfax • Gabès",
            "A. Dupont\nB. Martin",
            "M. Dupont\nMme Martin",
            "Il y en avait\n12. Puis\n15. Enfin",
            "2018. Un projet",
            "Un\n-5 °C le matin",
            "| a | b |\n|---|---|\n| c | d | |\n| e |",
            "| a |\n|---|\n| b \\| c |",
            "Objet :\tun\nautre ligne",
            "Le « {nom} » et {un, deux}",
            "Une note[^1].\n\n[^1]: Le texte.",
            "[site]\n\n[site]: https://a.tn",
            "[1]: https://a.tn",
            "## 1- Titre\n\n## a) Autre",
            "a) seul",
            "1- seul",
            "x == y, a != b et c === d",
            "(voir le site)[^1]\n\n[^1]: note",
            "Le mot (note) [sic] ici",
            "30 < 40 et 50 > 45, <contact@a.tn>",
            "<b>gras</b>, m<sup>2</sup>, <span lang=\"en\">x</span>",
            "**gras** et *italique*, **«a»** , l'**« eau »** ; *a*b",
            "o un\no deux",
            "Quoi ::: rien",
            "l'État... c'est « moi »",
            "\\*\\* et \\{{ x",
            "- [ ] à faire\n- [x] fait",
            "1. un\n   - deux\n   - trois\n2. quatre",
            "n° 5\nn° 6",
        ],
    );
    silent(
        "ar",
        &[
            "المبلغ 3000* دينار\n\n* دون الأداءات",
            "كلمة* وأخرى* هنا\n\n*ملاحظة",
            "#اليوم_العالمي_للشباب و #تونس_الخضراء",
            "- نقطة\n- أخرى",
            "– قال: نعم.\n\n– قالت: لا.",
            "هذا **مهم** و **«مهم»** جدا، و*هذا*.",
            "من 10 - 12 إلى 1-5 سنوات",
            "الفصل 1- من القانون",
        ],
    );
}
