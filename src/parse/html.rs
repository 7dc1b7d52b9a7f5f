//! Raw HTML in a write-up: its tags, and what of it may stay.
//!
//! Two lines of defence. Each tag is taken apart and written anew with the
//! attributes that one table here allows, so that what is left out can be
//! told with its place. Then ammonia, which holds to the same table, parses
//! the whole body as a browser does: nothing unclosed leaves it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

/// Every element that may stay, with the attributes that it may have beyond
/// those of every element. Nothing here loads, runs or positions anything.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang"]),
    ("abbr", &[]),
    ("article", &[]),
    ("aside", &[]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("dd", &[]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("dfn", &[]),
    ("div", &["tabindex"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("img", &["alt", "height", "src", "width"]),
    ("ins", &["datetime"]),
    ("kbd", &[]),
    ("label", &[]),
    ("li", &["value"]),
    ("mark", &[]),
    ("ol", &["reversed", "start"]),
    ("p", &[]),
    ("pre", &[]),
    ("q", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("section", &[]),
    ("small", &[]),
    ("span", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "headers", "rowspan"]),
    ("tfoot", &[]),
    ("th", &["abbr", "colspan", "headers", "rowspan", "scope"]),
    ("thead", &[]),
    ("time", &["datetime"]),
    ("tr", &[]),
    ("u", &[]),
    ("ul", &[]),
    ("var", &[]),
    ("wbr", &[]),
];

/// The attributes that every element may have, besides `aria-*`.
const ATTRIBUTES: &[&str] = &["class", "dir", "id", "lang", "role", "title", "translate"];

/// Elements whose content is no text for a reader, or is parsed by other
/// rules than a page's.
const FOREIGN: &[&str] = &[
    "iframe",
    "math",
    "noembed",
    "noframes",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Whether an element may stay in a write-up.
pub(crate) fn allows_element(name: &str) -> bool {
    ELEMENTS.binary_search_by_key(&name, |(name, _)| name).is_ok()
}

/// Whether an element may keep an attribute. Names that begin with `jisr` are
/// left to themes.
pub(crate) fn allows_attribute(element: &str, name: &str, value: &str) -> bool {
    let own = ELEMENTS.binary_search_by_key(&element, |(name, _)| name).map_or(&[][..], |at| ELEMENTS[at].1);
    let aria = |name: &str| name.strip_prefix("aria-").is_some_and(|name| name.bytes().all(|b| b.is_ascii_lowercase()));
    let fits = match name {
        "id" => !value.is_empty() && !value.starts_with("jisr") && !value.contains(char::is_whitespace),
        "tabindex" => value == "0",
        _ => true,
    };
    fits && (ATTRIBUTES.contains(&name) || own.contains(&name) || aria(name))
}

/// Whether the content of an element goes with it.
pub(crate) fn is_foreign(element: &str) -> bool {
    FOREIGN.contains(&element)
}

/// How an element stands in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Around words of a paragraph.
    Words,
    /// In a paragraph, as a sign of its own.
    Alone,
    /// Where it begins or ends, so do paragraphs or lines.
    Block,
}

/// How an element that may stay stands in a text.
pub(crate) fn kind(element: &str) -> Kind {
    const WORDS: &[&str] = &[
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark",
        "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    ];
    match element {
        "img" | "wbr" => Kind::Alone,
        _ if WORDS.contains(&element) => Kind::Words,
        _ => Kind::Block,
    }
}

/// Whether a tag sets its content apart from the text around it (HTML
/// standard, 15.3.5).
pub(crate) fn isolates(tag: &Tag) -> bool {
    matches!(&*tag.name, "bdi" | "bdo") || tag.attributes.iter().any(|(name, _)| name == "dir")
}

/// Begins the value that stands for a resolved address until the whole body
/// is safe. No author's address has this scheme: [`crate::parse::links`] refuses it.
pub(crate) const HOLE: &str = "jisr:";

/// The whole body as a browser would take it, with what the tables allow.
pub(crate) fn sanitise(body: &str) -> String {
    static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(sanitiser);
    SANITISER.clean(body).to_string()
}

fn sanitiser() -> Builder<'static> {
    let mut builder = Builder::empty();
    let elements = ELEMENTS.iter().map(|(name, _)| *name).chain(["input"]);
    let own = ELEMENTS.iter().map(|(name, own)| (*name, own.iter().copied().collect()));
    // Of what has an `input`, only the check box of a task list comes here.
    let own: HashMap<_, HashSet<_>> = own.chain([("input", HashSet::from(["type", "checked", "disabled"]))]).collect();
    builder
        .tags(elements.collect())
        .tag_attributes(own)
        .generic_attributes(ATTRIBUTES.iter().copied().collect())
        .generic_attribute_prefixes(HashSet::from(["aria-"]))
        .clean_content_tags(FOREIGN.iter().copied().collect())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", HOLE.trim_end_matches(':')]))
        .link_rel(None)
        .attribute_filter(|element, name, value| keep_attribute(element, name, value).then_some(Cow::Borrowed(value)));
    builder
}

fn keep_attribute(element: &str, name: &str, value: &str) -> bool {
    match (element, name) {
        ("a", "href") => value.starts_with('#') || value.contains(':'),
        ("img", "src") => value.contains(':'),
        ("input", "type") => value == "checkbox",
        ("input", _) => true,
        _ => allows_attribute(element, name, value),
    }
}

/// A piece of raw HTML.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Token<'r> {
    /// Text, with its entities.
    Text(&'r str),
    /// A tag.
    Tag(Tag<'r>),
    /// A comment, a declaration or an instruction, as it is written, and
    /// whether it is closed.
    Aside(&'r str, bool),
}

/// A tag as it is written.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Tag<'r> {
    /// The whole tag.
    pub raw: &'r str,
    /// Its name, in lower case.
    pub name: Cow<'r, str>,
    /// Whether it is an end tag.
    pub closing: bool,
    /// Its attributes: names in lower case, values with their entities.
    pub attributes: Vec<(Cow<'r, str>, &'r str)>,
}

/// The pieces of raw HTML, by the rules of the HTML standard's tokenizer
/// (13.2.5) as far as they matter for what is written anew.
pub(crate) struct Tokens<'r> {
    rest: &'r str,
    /// An open tag swallowed the rest: it is text, and is not read again.
    unclosed: bool,
}

impl<'r> Tokens<'r> {
    pub fn new(raw: &'r str) -> Tokens<'r> {
        Tokens { rest: raw, unclosed: false }
    }

    /// Leaves out all that comes before the end tag of this element, or all
    /// the rest where it has none.
    pub fn skip_content(&mut self, element: &str) {
        while let Some(at) = self.rest.find("</") {
            self.rest = &self.rest[at..];
            let name = self.rest.get(2..2 + element.len());
            if name.is_some_and(|name| name.eq_ignore_ascii_case(element)) {
                return;
            }
            self.rest = &self.rest[2..];
        }
        self.rest = "";
    }

    fn take(&mut self, len: usize) -> &'r str {
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        taken
    }

    fn aside(&mut self) -> Option<Token<'r>> {
        let (start, end) = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", "?>")]
            .into_iter()
            .find(|(start, _)| self.rest.starts_with(start))?;
        let close = self.rest[start.len()..].find(end).map(|at| start.len() + at + end.len());
        Some(Token::Aside(self.take(close.unwrap_or(self.rest.len())), close.is_some()))
    }

    fn tag(&mut self) -> Option<Token<'r>> {
        let opened = self.rest.strip_prefix('<')?;
        let inner = opened.strip_prefix('/');
        let closing = inner.is_some();
        let mut cursor = inner.unwrap_or(opened);
        if !cursor.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name = split(&mut cursor, |c| c.is_ascii_whitespace() || "/>".contains(c));
        let mut attributes = Vec::new();
        loop {
            cursor = cursor.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if cursor.is_empty() {
                self.unclosed = true;
                return None;
            }
            if let Some(after) = cursor.strip_prefix('>') {
                let raw = self.take(self.rest.len() - after.len());
                return Some(Token::Tag(Tag { raw, name: lower(name), closing, attributes }));
            }
            attributes.push(attribute(&mut cursor));
        }
    }
}

impl<'r> Iterator for Tokens<'r> {
    type Item = Token<'r>;

    fn next(&mut self) -> Option<Token<'r>> {
        if self.rest.is_empty() {
            return None;
        }
        if self.rest.starts_with('<')
            && !self.unclosed
            && let Some(token) = self.aside().or_else(|| self.tag())
        {
            return Some(token);
        }
        let end = if self.unclosed { None } else { self.rest.bytes().skip(1).position(|b| b == b'<') };
        Some(Token::Text(self.take(end.map_or(self.rest.len(), |end| end + 1))))
    }
}

/// Takes what comes before the first character that ends it.
fn split<'r>(cursor: &mut &'r str, ends: impl Fn(char) -> bool) -> &'r str {
    let (taken, rest) = cursor.split_at(cursor.find(ends).unwrap_or(cursor.len()));
    *cursor = rest;
    taken
}

fn attribute<'r>(cursor: &mut &'r str) -> (Cow<'r, str>, &'r str) {
    // An equals sign at the beginning belongs to the name.
    let first = cursor.chars().next().map_or(0, char::len_utf8);
    let rest = &cursor[first..];
    let end = rest.find(|c: char| c.is_ascii_whitespace() || "/>=".contains(c)).unwrap_or(rest.len());
    let (name, rest) = cursor.split_at(first + end);
    *cursor = rest;
    let Some(value) = rest.trim_start_matches(|c: char| c.is_ascii_whitespace()).strip_prefix('=') else {
        return (lower(name), "");
    };
    *cursor = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let value = match cursor.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            *cursor = &cursor[1..];
            let value = split(cursor, |c| c == quote);
            *cursor = cursor.get(1..).unwrap_or("");
            value
        }
        _ => split(cursor, |c| c.is_ascii_whitespace() || c == '>'),
    };
    (lower(name), value)
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

/// The text with the entities decoded that matter in an address. Others stay
/// as they are.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, len) = entity(rest).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[len..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of the entity at the beginning, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|b| b == b';')?;
    let name = text.get(1..end)?;
    let c = match name {
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "lt" => '<',
        "gt" => '>',
        "colon" => ':',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16)).ok()?;
            char::from_u32(code)?
        }
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, Token, Tokens, decode, sanitise};

    fn show(raw: &str) -> String {
        let show = |token| match token {
            Token::Text(text) => format!("{text:?}"),
            Token::Aside(text, closed) => format!("aside {text:?} {closed}"),
            Token::Tag(tag) => {
                let attributes: String =
                    tag.attributes.iter().map(|(name, value)| format!(" {name}={value:?}")).collect();
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
}
