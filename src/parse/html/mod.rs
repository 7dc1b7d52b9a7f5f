//! Raw HTML in a write-up: which elements and attributes are allowed.
//!
//! There are two lines of defence. First, each tag is parsed and written again
//! with the attributes that the table here allows, so that what is removed can
//! be reported with its place. Then ammonia, with the same table, parses the
//! whole body as a browser does, so that nothing in it is left unclosed.

#[cfg(test)]
mod tests;
mod tokens;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

pub(crate) use tokens::{Tag, Token, Tokens, decode};

/// Every allowed element, with the attributes that it may have in addition to
/// the global ones. None of them loads, runs or positions anything.
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

/// The attributes allowed on every element, besides `aria-*`.
const ATTRIBUTES: &[&str] = &["class", "dir", "id", "lang", "role", "title", "translate"];

/// Elements whose content is not text for readers, or is parsed by other rules
/// than HTML's usual ones.
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

/// Whether an element is allowed in a write-up.
pub(crate) fn allows_element(name: &str) -> bool {
    ELEMENTS.binary_search_by_key(&name, |(name, _)| name).is_ok()
}

/// Whether an element may keep an attribute. Names that begin with `jisr` are
/// reserved for themes.
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

/// Whether an element is removed together with its content.
pub(crate) fn is_foreign(element: &str) -> bool {
    FOREIGN.contains(&element)
}

/// Elements without content, and those that the next one of their kind ends.
const CLOSED_BY_OTHERS: &[&str] = &[
    "br", "col", "hr", "img", "wbr", "p", "li", "dt", "dd", "rt", "rp", "colgroup", "caption", "thead", "tbody",
    "tfoot", "tr", "td", "th",
];

/// Whether an element needs no end tag.
pub(crate) fn closes_itself(element: &str) -> bool {
    CLOSED_BY_OTHERS.contains(&element)
}

/// Presentational elements and attributes of HTML.
const LOOK: &[&str] = &[
    "align",
    "background",
    "basefont",
    "bgcolor",
    "big",
    "blink",
    "border",
    "cellpadding",
    "cellspacing",
    "center",
    "clear",
    "color",
    "face",
    "font",
    "height",
    "hspace",
    "marquee",
    "nobr",
    "nowrap",
    "size",
    "strike",
    "style",
    "tt",
    "valign",
    "vspace",
    "width",
];

/// The other elements of HTML, none of which is allowed in a write-up. A tag
/// that is in neither table is taken for words in angle brackets.
const OTHER: &[&str] = &[
    "address",
    "applet",
    "area",
    "audio",
    "base",
    "body",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "fieldset",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "head",
    "header",
    "hgroup",
    "html",
    "iframe",
    "input",
    "legend",
    "link",
    "main",
    "map",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "optgroup",
    "option",
    "output",
    "param",
    "picture",
    "plaintext",
    "progress",
    "script",
    "search",
    "select",
    "slot",
    "source",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "track",
    "video",
    "xmp",
];

/// Why an element or attribute is removed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reason {
    /// It would run a program in the reader's browser, or load something from
    /// another site.
    Unsafe,
    /// It sets the look of the text, which is up to the theme.
    Look,
    /// A write-up has no use for it.
    Useless,
}

/// Why an element is not allowed.
pub(crate) fn reason(element: &str) -> Reason {
    const HARMLESS: &[&str] = &[
        "address",
        "body",
        "dialog",
        "fieldset",
        "footer",
        "head",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "map",
        "menu",
        "meter",
        "nav",
        "noembed",
        "noframes",
        "noscript",
        "optgroup",
        "option",
        "output",
        "picture",
        "plaintext",
        "progress",
        "search",
        "slot",
        "title",
        "xmp",
    ];
    match element {
        "style" => Reason::Look,
        _ if OTHER.contains(&element) && !HARMLESS.contains(&element) => Reason::Unsafe,
        _ if LOOK.contains(&element) => Reason::Look,
        _ => Reason::Useless,
    }
}

/// Why an attribute is not allowed.
pub(crate) fn reason_of_attribute(name: &str) -> Reason {
    match name {
        _ if name.starts_with("on") || matches!(name, "href" | "src" | "srcset" | "srcdoc" | "action") => {
            Reason::Unsafe
        }
        _ if LOOK.contains(&name) => Reason::Look,
        _ => Reason::Useless,
    }
}

/// Whether what looks like a tag can only be words in angle brackets, as in
/// `<Nom du bureau>`: an unknown element, or one with words as attributes, and
/// without anything that only a tag has. `body` is the surrounding text.
pub(crate) fn is_words(tag: &Tag, body: &str) -> bool {
    let known = allows_element(&tag.name) || OTHER.contains(&&*tag.name) || LOOK.contains(&&*tag.name);
    let attribute = |name: &str| {
        ATTRIBUTES.contains(&name)
            || LOOK.contains(&name)
            || name.contains(['-', ':'])
            || matches!(name, "open" | "reversed" | "hidden" | "checked" | "disabled" | "href" | "src" | "alt" | "name")
    };
    let words = tag.attributes.iter().filter(|(name, _)| !attribute(name)).count();
    let sign = tag.closing || tag.raw.contains('=') || tag.raw.ends_with("/>") || tag.name.contains(['-', ':']);
    !sign && (!known || words > 0) && !closes(body, &tag.name)
}

/// Whether a text contains an end tag of this element.
pub(crate) fn closes(body: &str, element: &str) -> bool {
    let is_end = |(at, _): (usize, &str)| {
        let name = body.get(at + 2..at + 2 + element.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(element))
            && !body[at + 2 + element.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
    };
    body.match_indices("</").any(is_end)
}

/// How an element takes part in the flow of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Inline, around words of a paragraph.
    Words,
    /// Inline and empty, like a character of its own.
    Alone,
    /// Its start and end also end paragraphs or lines.
    Block,
}

/// How an allowed element takes part in the flow of text.
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

/// Whether a tag isolates its content from the surrounding text for
/// bidirectional layout (HTML standard, 15.3.5).
pub(crate) fn isolates(tag: &Tag) -> bool {
    matches!(&*tag.name, "bdi" | "bdo") || tag.attributes.iter().any(|(name, _)| name == "dir")
}

/// The prefix of the placeholder that stands for a resolved address until the body
/// is sanitised. No author can use this scheme: [`crate::parse::links`] rejects it.
pub(crate) const HOLE: &str = "jisr:";

/// Sanitises the whole body: parses it as a browser would, and keeps what the
/// tables allow.
pub(crate) fn sanitise(body: &str) -> String {
    static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(sanitiser);
    SANITISER.clean(body).to_string()
}

fn sanitiser() -> Builder<'static> {
    let mut builder = Builder::empty();
    let elements = ELEMENTS.iter().map(|(name, _)| *name).chain(["input"]);
    let own = ELEMENTS.iter().map(|(name, own)| (*name, own.iter().copied().collect()));
    // The only `input` left at this point is the check box of a task list.
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
