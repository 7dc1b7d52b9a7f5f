//! Tests of raw HTML: its tokens, and what the sanitiser keeps.

use crate::parse::html::tokens::{Token, Tokens, decode};
use crate::parse::html::{ELEMENTS, sanitise};

fn show(raw: &str) -> String {
    let show = |token| match token {
        Token::Text(text) => format!("{text:?}"),
        Token::Aside(text, closed) => format!("aside {text:?} {closed}"),
        Token::Tag(tag) => {
            let attributes: String = tag.attributes.iter().map(|(name, value)| format!(" {name}={value:?}")).collect();
            format!("{}{}{attributes}", if tag.closing { "/" } else { "" }, tag.name)
        }
    };
    Tokens::new(raw).map(show).collect::<Vec<_>>().join(" | ")
}

#[test]
fn elements_are_sorted() {
    assert!(ELEMENTS.is_sorted_by_key(|(name, _)| name));
}

#[test]
fn raw_html_is_taken_apart() {
    for (raw, expected) in [
        ("<A HREF='x y' b = c d>e</A >", r#"a href="x y" b="c" d="" | "e" | /a"#),
        ("<br/><img src=a/b>", r#"br | img src="a/b""#),
        ("<a/onclick=\"x>y\">", r#"a onclick="x>y""#),
        ("1 < 2 <3 <é", r#""1 " | "< 2 " | "<3 " | "<é""#),
        (
            "<!-- <b> --><!doctype html><?php ?>",
            r#"aside "<!-- <b> -->" true | aside "<!doctype html>" true | aside "<?php ?>" true"#,
        ),
        ("<!-- a", r#"aside "<!-- a" false"#),
        ("<a <b <i", r#""<a <b <i""#),
        ("<a href='x>", r#""<a href='x>""#),
        ("<a =x>", r#"a =x="""#),
        ("<", r#""<""#),
    ] {
        assert_eq!(show(raw), expected, "{raw}");
    }
}

#[test]
fn entities_of_addresses_are_decoded() {
    assert_eq!(decode("a&amp;b&#x3a;&#58;&copy;&"), "a&b::&copy;&");
}

#[test]
fn the_second_line_holds_alone() {
    for (html, expected) in [
        ("<p>a<script>b</script><b>c", "<p>a<b>c</b></p>"),
        ("<a href=\"javascript:x\" onclick=\"y\">a</a>", "<a>a</a>"),
        ("<a href=\"x.md\">a</a><img src=x.png>", "<a>a</a><img>"),
        ("<input type=text><input type=\"checkbox\" disabled>", "<input><input type=\"checkbox\" disabled=\"\">"),
        ("<a href=\"jisr:1\" class=\"x\">a</a>", "<a href=\"jisr:1\" class=\"x\">a</a>"),
        ("<p id=\"jisr-a\" style=\"x\" data-x=\"y\">a</p></div></main>", "<p>a</p>"),
    ] {
        assert_eq!(sanitise(html), expected, "{html}");
    }
}
