//! Raw HTML in a write-up: its tags, and what of it may stay.
//!
//! Two lines of defence. Each tag is taken apart and written anew with the
//! attributes that one table here allows, so that what is left out can be
//! told with its place. Then ammonia, which holds to the same table, parses
//! the whole body as a browser does: nothing unclosed leaves it.

#[cfg(test)]
mod tests;
mod tokens;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

pub(crate) use tokens::{Tag, Token, Tokens, decode};

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

/// Elements without content, and those that the next one of their kind ends.
const CLOSED_BY_OTHERS: &[&str] = &[
    "br", "col", "hr", "img", "wbr", "p", "li", "dt", "dd", "rt", "rp", "colgroup", "caption", "thead", "tbody",
    "tfoot", "tr", "td", "th",
];

/// Whether an element needs no end tag.
pub(crate) fn closes_itself(element: &str) -> bool {
    CLOSED_BY_OTHERS.contains(&element)
}

/// Elements and attributes of HTML that say how a text looks.
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

/// Other elements of HTML, which no write-up has. Whatever is in neither table
/// is no tag of HTML, but words.
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

/// Why something of an author's HTML cannot stay.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reason {
    /// It would run a program in the reader's browser, or load something from
    /// another site.
    Unsafe,
    /// It says how a text looks: that is what a theme does.
    Look,
    /// A write-up has no use for it.
    Useless,
}

/// Why an element cannot stay.
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

/// Why an attribute cannot stay.
pub(crate) fn reason_of_attribute(name: &str) -> Reason {
    match name {
        _ if name.starts_with("on") || matches!(name, "href" | "src" | "srcset" | "srcdoc" | "action") => {
            Reason::Unsafe
        }
        _ if LOOK.contains(&name) => Reason::Look,
        _ => Reason::Useless,
    }
}

/// Whether what has the form of a tag can only be words in angle brackets, as
/// `<Nom du bureau>`: no element of HTML, or one with words for attributes; and
/// nothing else that only a tag has. `body` is all the text around it.
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

/// Whether a text has an end tag of this element.
pub(crate) fn closes(body: &str, element: &str) -> bool {
    let is_end = |(at, _): (usize, &str)| {
        let name = body.get(at + 2..at + 2 + element.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(element))
            && !body[at + 2 + element.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
    };
    body.match_indices("</").any(is_end)
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
