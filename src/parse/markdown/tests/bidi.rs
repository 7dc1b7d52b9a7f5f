//! Runs of the opposite direction: one isolate each, whatever markup they
//! contain. `⟦` and `⟧` are the tags of an isolate.

use crate::parse::markdown::tests::{html, parse};

#[track_caller]
fn check(lang: &str, cases: &[(&str, &str)]) {
    for (markdown, expected) in cases {
        let open = if lang == "ar" { "<bdi dir=\"ltr\">" } else { "<bdi dir=\"rtl\">" };
        let (body, _) = parse(lang, markdown);
        let html = html(&body).trim().replace(open, "⟦").replace("</bdi>", "⟧");
        assert_eq!(html, *expected, "{markdown}");
    }
}

#[test]
fn a_phrase_is_one_isolate_across_emphasis() {
    check(
        "ar",
        &[
            (
                "1. Dupont, Anne. 2018. “A Study.” *The Review*, March 9, 2018.",
                "<ol>\n<li>⟦Dupont, Anne. 2018. “A Study.” <em>The Review</em>, March 9, 2018⟧.</li>\n</ol>",
            ),
            ("مشروع **Appui, phase II**: نعم", "<p>مشروع <strong>⟦Appui, phase II⟧</strong>: نعم</p>"),
            ("مشروع *Appui* : **Sfax** نعم", "<p>مشروع ⟦<em>Appui</em> : <strong>Sfax</strong>⟧ نعم</p>"),
            ("*في Appui* : Sfax نعم", "<p><em>في ⟦Appui⟧</em> : ⟦Sfax⟧ نعم</p>"),
            ("Sfax : ***Appui** x* نعم", "<p>⟦Sfax : <em><strong>Appui</strong> x</em>⟧ نعم</p>"),
            ("Un ~~mot~~, deux  \nlignes نعم", "<p>⟦Un <del>mot</del>, deux⟧<br>\n⟦lignes⟧ نعم</p>"),
            ("R&D \"x\" *l'a* نعم", "<p>⟦R&amp;D &quot;x&quot; <em>l&#39;a</em>⟧ نعم</p>"),
        ],
    );
    check(
        "fr",
        &[(
            "le projet *دعم الشباب*، **تونس: 12 مدينة** ici",
            "<p>le projet ⟦<em>دعم الشباب</em>، <strong>تونس·: 12 مدينة</strong>⟧ ici</p>",
        )],
    );
}

#[test]
fn a_phrase_is_one_isolate_across_links_code_and_notes() {
    check(
        "ar",
        &[
            (
                "في [Projet : phase II](a.md), Sfax (voir [le site](b.md \"x\")) نعم",
                "<p>في ⟦<a {link:0}>Projet : phase II</a>, Sfax (voir <a {link:1} title=\"x\">le site</a>)⟧ نعم</p>",
            ),
            ("[مشروع Appui](a.md), Sfax", "<p><a {link:0}>مشروع ⟦Appui⟧</a>, ⟦Sfax⟧</p>"),
            ("الأمر `jisr build` هنا", "<p>الأمر <code dir=\"ltr\">jisr build</code> هنا</p>"),
            (
                "Tapez `jisr --x`, puis [y](z.md) هنا",
                "<p>⟦Tapez <code dir=\"ltr\">jisr --x</code>, puis <a {link:0}>y</a>⟧ هنا</p>",
            ),
            (
                "PNUD, https://undp.org/ : contact@undp.org هنا",
                "<p>⟦PNUD, <a href=\"https://undp.org/\" class=\"spelt-out\">https://undp.org/</a> : \
                 <a href=\"mailto:contact@undp.org\" class=\"spelt-out\">contact@undp.org</a>⟧ هنا</p>",
            ),
            (
                "<https://undp.org/?a=> هنا",
                "<p><a href=\"https://undp.org/?a=\" class=\"spelt-out\">⟦https://undp.org/?a=⟧</a> هنا</p>",
            ),
            ("UNDP ![شعار](a.png) PNUD هنا", "<p>⟦UNDP <img {asset:0} alt=\"شعار\"> PNUD⟧ هنا</p>"),
        ],
    );
}

#[test]
fn each_block_has_its_own_isolates() {
    check(
        "ar",
        &[
            (
                "## Projet : Sfax\n\n- UNDP\n- PNUD, OIM هنا",
                "<h2 id=\"projet-sfax\">⟦Projet : Sfax⟧</h2>\n<ul>\n<li>⟦UNDP⟧</li>\n<li>⟦PNUD, OIM⟧ هنا</li>\n</ul>",
            ),
            (
                "UNDP\n: PNUD\n\n> Sfax\n>\n> Gabès",
                "<dl>\n<dt>⟦UNDP⟧</dt>\n<dd>⟦PNUD⟧</dd>\n</dl>\n<blockquote>\n<p>⟦Sfax⟧</p>\n<p>⟦Gabès⟧</p>\n</blockquote>",
            ),
        ],
    );
    let (body, _) = parse("ar", "| UNDP | PNUD : *x*, y |\n|---|---|\n| a, b | (c) d |");
    let html = html(&body);
    for cell in ["UNDP", "PNUD : <em>x</em>, y", "a, b", "(c) d"] {
        assert!(html.contains(&format!("><bdi dir=\"ltr\">{cell}</bdi></t")), "{html}");
    }
}

#[test]
fn what_its_author_isolates_stays() {
    check(
        "ar",
        &[
            ("UNDP <bdi>جسر</bdi> PNUD هنا", "<p>⟦UNDP <bdi>جسر⟧ PNUD⟧ هنا</p>"),
            (
                "<span lang=\"fr\">Projet : *x*</span>, y هنا",
                "<p>⟦<span lang=\"fr\">Projet : <em>x</em></span>, y⟧ هنا</p>",
            ),
            ("<b>UNDP</b><br>PNUD<b>a", "<p><b>⟦UNDP⟧</b><br>⟦PNUD⟧<b>⟦a⟧</b></p><b>\n</b>"),
            ("<div>UNDP</div>\n<div>PNUD, *x*</div>", "<div>⟦UNDP⟧</div>\n<div>⟦PNUD, *x⟧*</div>"),
        ],
    );
}
