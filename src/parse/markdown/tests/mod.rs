//! What staff write, and the HTML that it becomes. `{link:0}` and `{asset:0}`
//! are holes; `·` is U+00A0 and `⸱` U+202F, as these can't be seen.

mod bidi;
mod generated;

use crate::base::diag::Diagnostic;
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::parse::links::Target;
use crate::parse::markdown::{Body, Segment, body};

fn parse(lang: &str, markdown: &str) -> (Body, Vec<Diagnostic>) {
    let path = RelPath::new(&format!("content/projects/gcerf.{lang}.md")).unwrap();
    body(&path, markdown, 0..markdown.len(), Lang::new(lang))
}

fn html(body: &Body) -> String {
    let show = |segment: &Segment| match segment {
        Segment::Html(html) => html.to_string(),
        Segment::Link(number) => format!("{{link:{number}}}"),
        Segment::Asset(number) => format!("{{asset:{number}}}"),
        Segment::Picture(number, attributes) => format!("<img {{asset:{number}}}{attributes}>"),
    };
    let html: String = body.segments.iter().map(show).collect();
    html.replace("&nbsp;", "·").replace('\u{a0}', "·").replace('\u{202f}', "⸱")
}

#[track_caller]
fn check(lang: &str, markdown: &str, expected: &str) {
    let (body, diagnostics) = parse(lang, markdown);
    assert_eq!(html(&body).trim(), expected.trim(), "{markdown}");
    assert_eq!(diagnostics, [], "{markdown}");
}

/// The diagnostics: code, text at the span, arguments.
#[track_caller]
fn reports(lang: &str, markdown: &str, expected_html: &str, expected: &[&str]) {
    let (body, diagnostics) = parse(lang, markdown);
    assert_eq!(html(&body).trim(), expected_html.trim(), "{markdown}");
    let show = |diagnostic: &Diagnostic| {
        let at = diagnostic.at.as_ref().map_or("", |place| &markdown[place.span.range()]);
        let args: Vec<String> = diagnostic.args.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        format!("{} at {at:?}: {}", diagnostic.code.as_str(), args.join(" "))
    };
    assert_eq!(diagnostics.iter().map(show).collect::<Vec<_>>(), expected, "{markdown}");
}

#[track_caller]
fn refers(markdown: &str, expected: &[(&str, Option<&str>, &str)]) {
    let (body, _) = parse("fr", markdown);
    let shown = body.references.iter().map(|reference| {
        let target = match &reference.target {
            Target::File(path) => path.as_str(),
            Target::Outside => "outside",
        };
        (target, reference.fragment.as_deref(), &markdown[reference.span.range()])
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{markdown}");
}

#[test]
fn words_have_their_typography() {
    check("fr", "**Objectif** : aider ?", "<p><strong>Objectif</strong>·: aider⸱?</p>");
    check("fr", "L'aide \\* & l'État : a_b", "<p>L’aide * &amp; l’État·: a_b</p>");
    check("fr", "`a : b`\n\n```\nc : d\n```", "<p><code>a : b</code></p>\n<pre><code>c : d\n</code></pre>");
    check("ar", "الهدف: **دعم** الشباب", "<p>الهدف: <strong>دعم</strong> الشباب</p>");
    check("en", "Goal : *help*  \nyouth", "<p>Goal : <em>help</em><br>\nyouth</p>");
}

#[test]
fn lines_may_end_as_on_windows() {
    check(
        "fr",
        "## A\r\n\r\nb : c\r\nd\r\n\r\n- e\r\n",
        "<h2 id=\"a\">A</h2>\n<p>b·: c\nd</p>\n<ul>\n<li>e</li>\n</ul>",
    );
    check("fr", "", "");
}

#[test]
fn the_other_direction_is_isolated() {
    check("ar", "صندوق GCERF هنا", "<p>صندوق <bdi dir=\"ltr\">GCERF</bdi> هنا</p>");
    check("fr", "le mot جسر ici", "<p>le mot <bdi dir=\"rtl\">جسر</bdi> ici</p>");
    check("ar", "`site.yaml`", "<p><code dir=\"ltr\">site.yaml</code></p>");
    check("ar", "```sh\nls\n```", "<pre dir=\"ltr\"><code class=\"language-sh\">ls\n</code></pre>");
}

#[test]
fn links_to_the_site_are_holes() {
    check("fr", "[a](../projects/gcerf-local)", "<p><a {link:0}>a</a></p>");
    check("fr", "[a](b.fr.md#c \"Un : titre\")", "<p><a {link:0} title=\"Un·: titre\">a</a></p>");
    check("fr", "[a](b.pdf)", "<p><a {asset:0}>a</a></p>");
    check("fr", "![Un : b](b.png)", "<p><img {asset:0} alt=\"Un·: b\"></p>");
    check("fr", "[![a](a.png)](b)", "<p><a {link:0}><img {asset:1} alt=\"a\"></a></p>");
    check("fr", "[a](#top)", "<p><a href=\"#top\">a</a></p>");
    refers("[a](../b.md#c)", &[("content/b.md", Some("c"), "../b.md#c")]);
    refers("é [a](<../b c.md> \"t\")", &[("content/b c.md", None, "../b c.md")]);
    refers("[a](../%C3%A9/)", &[("content/é", None, "../%C3%A9/")]);
    refers("[a][1]\n\n[1]: /content/x.pdf", &[("content/x.pdf", None, "/content/x.pdf")]);
    refers("[a](../../../b) [c](%FF)", &[("outside", None, "../../../b"), ("outside", None, "%FF")]);
    refers("[a](b\\_c.md)", &[("content/projects/b_c.md", None, "[a](b\\_c.md)")]);
}

#[test]
fn spans_count_from_the_beginning_of_the_file() {
    let path = RelPath::new("content/a.fr.md").unwrap();
    let file = "---\ntitle: é\n---\n[a](b.md)";
    let (body, _) = body(&path, file, 18..file.len(), Lang::new("fr"));
    assert_eq!(&file[body.references[0].span.range()], "b.md");
}

#[test]
fn addresses_elsewhere_are_written() {
    check("fr", "[a](https://example.org/?a=1&b=2)", "<p><a href=\"https://example.org/?a=1&amp;b=2\">a</a></p>");
    check("fr", "[a](//example.org)", "<p><a href=\"https://example.org\">a</a></p>");
    check("fr", "<a@example.org>", "<p><a href=\"mailto:a@example.org\" class=\"spelt-out\">a@example.org</a></p>");
    check(
        "ar",
        "<https://example.org/a>",
        "<p><a href=\"https://example.org/a\" class=\"spelt-out\"><bdi dir=\"ltr\">https://example.org/a</bdi></a></p>",
    );
    check("fr", "![a](https://example.org/a.png)", "<p><img src=\"https://example.org/a.png\" alt=\"a\"></p>");
}

#[test]
fn bare_addresses_become_links() {
    check(
        "fr",
        "Voir https://example.org/a_b_c?d=1&e, ou www.example.org : merci.",
        "<p>Voir <a href=\"https://example.org/a_b_c?d=1&amp;e\" class=\"spelt-out\">https://example.org/a_b_c?d=1&amp;e</a>, ou \
         <a href=\"https://www.example.org\" class=\"spelt-out\">www.example.org</a>·: merci.</p>",
    );
    check(
        "ar",
        "راسلونا a@example.org.",
        "<p>راسلونا <a href=\"mailto:a@example.org\" class=\"spelt-out\"><bdi dir=\"ltr\">a@example.org</bdi></a>.</p>",
    );
    check("fr", "`www.example.org`", "<p><code>www.example.org</code></p>");
    check("fr", "[www.example.org](b)", "<p><a {link:0}>www.example.org</a></p>");
}

#[test]
fn unsafe_addresses_are_refused() {
    reports(
        "fr",
        "[a](javascript:alert(1)) ![é](data:x)",
        "<p><a>a</a> é</p>",
        &[
            "unsafe-link at \"javascript:alert(1)\": url=Text(\"javascript:alert(1)\") scheme=Text(\"javascript\")",
            "unsafe-link at \"data:x\": url=Text(\"data:x\") scheme=Text(\"data\")",
        ],
    );
    reports("fr", "[a](https:/b)", "<p><a>a</a></p>", &["invalid-url at \"https:/b\": value=Text(\"https:/b\")"]);
}

#[test]
fn headings_have_ids() {
    check(
        "fr",
        "## L'objectif : *aider* !\n## À venir\n## À venir\n## ?",
        "<h2 id=\"l-objectif-aider\">L’objectif·: <em>aider</em>⸱!</h2>\n<h2 id=\"à-venir\">À venir</h2>\n\
         <h2 id=\"à-venir-2\">À venir</h2>\n<h2 id=\"section\">?</h2>",
    );
    check("ar", "## الهدف 2: GCERF", "<h2 id=\"الهدف-2-gcerf\">الهدف 2: <bdi dir=\"ltr\">GCERF</bdi></h2>");
    check("fr", "## A\n## B {#a .x}", "<h2 id=\"a-2\">A</h2>\n<h2 id=\"a\" class=\"x\">B</h2>");
    check("fr", "## A {#jisr-a onclick=b}\n## Jisr", "<h2 id=\"a\">A</h2>\n<h2 id=\"section-jisr\">Jisr</h2>");
    let (body, _) = parse("fr", "## Qui `a` : *b* ?\n\n#### C[^1]\n\n[^1]: D");
    let shown: Vec<_> = body.headings.iter().map(|heading| (heading.level, &*heading.id, &*heading.text)).collect();
    assert_eq!(shown, [(2, "qui-a-b", "Qui a\u{a0}: b\u{202f}?"), (4, "c", "C")]);
}

#[test]
fn the_page_has_its_own_title() {
    reports(
        "fr",
        "# A\n\n# B *c*\n\n## D\n\n# E",
        "<h2 id=\"a\">A</h2>\n<h2 id=\"b-c\">B <em>c</em></h2>\n<h3 id=\"d\">D</h3>\n<h2 id=\"e\">E</h2>",
        &["heading-one at \"# A\": text=Text(\"A\")"],
    );
}

#[test]
fn lists_and_tasks() {
    check("fr", "- a\n  - b\n- c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>");
    check("fr", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
    check(
        "fr",
        "- [x] a *b*\n  - c\n- [ ] d",
        "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" checked disabled> a <em>b</em></label>\n\
         <ul>\n<li>c</li>\n</ul>\n</li>\n\
         <li class=\"task\"><label><input type=\"checkbox\" disabled> d</label></li>\n</ul>",
    );
    check(
        "fr",
        "- [x] a\n\n  b",
        "<ul>\n<li class=\"task\">\n<p><label><input type=\"checkbox\" checked disabled> a</label></p>\n<p>b</p>\n\
         </li>\n</ul>",
    );
    check("fr", "a\n: b\n: c", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dd>c</dd>\n</dl>");
}

#[test]
fn quotations_and_alerts() {
    check("fr", "> a\n>\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>");
    let alert = |name: &str| {
        format!("<div class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">{name}</p>\n<p>1</p>\n</div>")
    };
    for (lang, name) in [("fr", "Conseil"), ("ar", "نصيحة"), ("ar-tn", "نصيحة"), ("en", "Tip"), ("it", "Tip")]
    {
        check(lang, "> [!TIP]\n> 1", &alert(name));
    }
    check("fr", "a ~~b~~\n\n***", "<p>a <del>b</del></p>\n<hr>");
}

#[test]
fn tables_scroll_and_have_a_name() {
    check(
        "fr",
        "| An : | B |  |\n|:--|--:|:-:|\n| 1 | 2 | 3 |",
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"An·:, B\"><table>\n\
         <thead><tr><th scope=\"col\" class=\"align-start\">An·:</th><th scope=\"col\" class=\"align-end\">B</th>\
         <td class=\"align-center\"></td></tr></thead>\n<tbody>\n\
         <tr><td class=\"align-start\">1</td><td class=\"align-end\">2</td><td class=\"align-center\">3</td></tr>\n\
         </tbody></table></div>",
    );
    check(
        "ar",
        "## جدول\n\n| أ |\n|---|\n\n| ب |\n|---|",
        "<h2 id=\"جدول\">جدول</h2>\n\
         <div class=\"table\" role=\"region\" tabindex=\"0\" aria-labelledby=\"جدول\"><table>\n\
         <thead><tr><th scope=\"col\">أ</th></tr></thead>\n</table></div>\n\
         <div class=\"table\" role=\"group\" tabindex=\"0\" aria-labelledby=\"جدول\"><table>\n\
         <thead><tr><th scope=\"col\">ب</th></tr></thead>\n</table></div>",
    );
}

#[test]
fn footnotes_are_numbered_by_use() {
    let mark = |number: u32, mark: &str| {
        format!(
            "<sup class=\"footnote-mark\"><a href=\"#fn-gcerf-{number}\" id=\"fnref-gcerf-{mark}\" \
             role=\"doc-noteref\">{number}</a></sup>"
        )
    };
    let back = |mark: &str| {
        format!(
            " <a class=\"footnote-back\" href=\"#fnref-gcerf-{mark}\" role=\"doc-backlink\" \
             aria-label=\"↩ {mark}\">↩\u{fe0e}</a>"
        )
    };
    let expected = format!(
        "<p>A{} b{} c{}.</p>\n<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
         <li id=\"fn-gcerf-1\">\n<p>Deux{}{}</p>\n</li>\n\
         <li id=\"fn-gcerf-2\">\n<p>Un{}{}</p>\n</li>\n\
         <li id=\"fn-gcerf-3\">\n<p>Trois{}</p>\n</li>\n\
         <li id=\"fn-gcerf-4\">\n<p>Sans appel</p>\n</li>\n</ol>\n</section>",
        mark(1, "1"),
        mark(2, "2"),
        mark(1, "1-2"),
        back("1"),
        back("1-2"),
        mark(3, "3"),
        back("2"),
        back("3"),
    );
    let markdown = "A[^b] b[^a] c[^B].\n\n[^a]: Un[^c]\n\n[^b]: Deux\n\n[^c]: Trois\n\n[^d]: Sans appel";
    check("fr", markdown, &expected);
    reports("fr", "A[^1]", "<p>A[^1]</p>", &["note-without-text at \"[^1]\": text=Text(\"[^1]\")"]);
}

#[test]
fn a_picture_with_a_title_is_a_figure() {
    check(
        "fr",
        "![Une *salle*](a.jpg \"La salle : 2018\")",
        "<figure><img {asset:0} alt=\"Une salle\"><figcaption>La salle·: 2018</figcaption></figure>",
    );
    check("fr", "![a](a.jpg \"b\") c", "<p><img {asset:0} alt=\"a\" title=\"b\"> c</p>");
    check("fr", "![a ![b](c.png) d](e.png)", "<p><img {asset:0} alt=\"a b d\"></p>");
}

#[test]
fn raw_html_may_stay() {
    check(
        "fr",
        "Le <span lang=\"en\" class=\"x\">*fund*</span> : a<sup>2</sup>",
        "<p>Le <span lang=\"en\" class=\"x\"><em>fund</em></span>·: a<sup>2</sup></p>",
    );
    check(
        "ar",
        "<details open>\n<summary>صندوق GCERF</summary>\n\n- [x] a\n\n</details>",
        "<details open=\"\">\n<summary>صندوق <bdi dir=\"ltr\">GCERF</bdi></summary>\n<ul>\n\
         <li class=\"task\"><label><input type=\"checkbox\" checked=\"\" disabled=\"\"> <bdi dir=\"ltr\">a</bdi></label>\
         </li>\n</ul>\n</details>",
    );
    check("fr", "<p>a &amp; b : c</p> <!-- rien -->", "<p>a &amp; b : c</p>");
    check("fr", "<code>a : b</code> c : d", "<p><code>a : b</code> c·: d</p>");
    check(
        "fr",
        "| a |\n|---|\n| <br> |\n",
        concat!(
            "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"a\"><table>\n",
            "<thead><tr><th scope=\"col\">a</th></tr></thead>\n<tbody>\n<tr><td><br></td></tr>\n</tbody></table></div>"
        ),
    );
}

#[test]
fn addresses_in_raw_html_are_followed() {
    check(
        "fr",
        "<a href=\"b.md?x#c\" hreflang=ar class=d>e</a> [f](g) <img src='h.png' alt=i width=3>",
        "<p><a {link:0} class=\"d\">e</a> <a {link:1}>f</a> <img {asset:2} alt=\"i\"></p>",
    );
    check(
        "fr",
        "<a href=\"https://example.org?a=1&amp;b\">https://example.org</a>",
        "<p><a href=\"https://example.org?a=1&amp;b\">https://example.org</a></p>",
    );
    refers(
        "> é <a\n> href=\"b.md\">c</a>\n\n<div>\n<img src=d.png>\n</div>\n\n[e](f)",
        &[
            ("content/projects/b.md", None, "b.md"),
            ("content/projects/d.png", None, "d.png"),
            ("content/projects/f", None, "f"),
        ],
    );
    reports(
        "fr",
        "<a href=\"jisr:0\">a</a> <a href='java&#115;cript:b'>c</a>",
        "<p><a>a</a> <a>c</a></p>",
        &[
            "unsafe-link at \"jisr:0\": url=Text(\"jisr:0\") scheme=Text(\"jisr\")",
            "unsafe-link at \"java&#115;cript:b\": url=Text(\"javascript:b\") scheme=Text(\"javascript\")",
        ],
    );
}

#[test]
fn raw_html_that_must_not_stay_is_told() {
    reports(
        "fr",
        "<script>\nalert(\"</div>\")\n</script>\n\nA <font color=red>b</font> <b onclick=\"c\" style='d'>e</b>",
        "<p>A b <b>e</b></p>",
        &[
            "html-removed at \"<script>\": tag=Text(\"script\")",
            "html-look at \"<font color=red>\": tag=Text(\"font\")",
            "html-removed at \"onclick\": tag=Text(\"onclick\")",
            "html-look at \"style\": tag=Text(\"style\")",
        ],
    );
    reports(
        "fr",
        "<iframe src=x></iframe><center>\n\nA\n\n</center>",
        "<p>A</p>",
        &[
            "html-removed at \"<iframe src=x>\": tag=Text(\"iframe\")",
            "html-look at \"<center>\": tag=Text(\"center\")",
        ],
    );
    reports("fr", "A\n\n<!-- b\n\nc", "<p>A</p>", &["comment-unclosed at \"<!-- b\\n\\nc\": "]);
    reports(
        "fr",
        "<h1 id=jisr-a>A</h1><input type=text>",
        "A",
        &[
            "heading-one at \"<h1 id=jisr-a>\": text=Text(\"A\")",
            "html-removed at \"<input type=text>\": tag=Text(\"input\")",
        ],
    );
}

#[test]
fn nothing_unclosed_leaves_the_body() {
    check("fr", "<div><b>a\n\nc", "<div><b>a\n<p>c</p>\n</b></div>");
    check("fr", "</div></main>a\n\n<table>", "a\n<table></table>");
    check("fr", "a <b c", "<p>a &lt;b c</p>");
}

#[test]
fn the_summary_is_the_first_paragraph() {
    let summary = |markdown: &str| parse("fr", markdown).0.summary;
    assert_eq!(summary("## A\n\n> b\n\n![c](d)\n\nL'*aide* :\n`e` [f](g)[^1]\n\nh\n\n[^1]: i"), "L’aide\u{a0}: e f");
    assert_eq!(summary("- a"), "");
    let long = summary(&"mot, ".repeat(100));
    assert!(long.ends_with("mot…") && long.chars().count() <= 300, "{long}");
    assert_eq!(summary(&"é".repeat(400)).chars().count(), 300);
}

#[test]
fn the_key_is_what_the_body_shows() {
    let key = |markdown: &str| parse("fr", markdown).0.key;
    assert_eq!(key("[a](b.md)"), key("[a](./b.md)\n"));
    for (one, other) in [("a", "b"), ("[a](b.md)", "[a](c.md)"), ("[a](b#c)", "[a](b#d)"), ("![a](b)", "[a](b)")] {
        assert_ne!(key(one), key(other), "{one} {other}");
    }
}
