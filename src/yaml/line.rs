//! A line on its own: the ranges of its key and value, found without the
//! parser.

use std::ops::Range;

use crate::yaml::remedy;

/// Where the line that contains this byte begins.
pub(super) fn start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().rposition(|b| *b == b'\n').map_or(0, |newline| newline + 1)
}

/// Where the line that contains this byte ends, without the line break.
pub(super) fn end(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    let end = text.as_bytes()[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |newline| at + newline);
    if end > at && text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end }
}

/// The parts of a line, as byte ranges of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Line {
    /// The whole line, without the line break.
    pub whole: Range<usize>,
    /// The leading spaces and tabs.
    pub indent: Range<usize>,
    /// The text after the indentation and the dashes of list items.
    pub body: Range<usize>,
    /// Whether a dash opens a list item.
    pub item: bool,
    /// `title` in `title: Jeunes`.
    pub key: Option<Range<usize>>,
    /// `Jeunes` in `title: Jeunes # note`; the whole body where there is no key.
    pub value: Range<usize>,
}

impl Line {
    /// The line that contains this byte.
    pub fn around(text: &str, at: usize) -> Line {
        let whole = start(text, at)..end(text, at);
        let mark = if text[whole.clone()].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let indent = whole.start + mark..skip(text, &(whole.start + mark..whole.end), |c| c == ' ' || c == '\t');
        let mut body = indent.end..whole.end;
        while let Some(rest) = text[body.clone()].strip_prefix("- ") {
            body.start += 2 + rest.len() - rest.trim_start_matches(' ').len();
        }
        let lone_dash = &text[body.clone()] == "-";
        let item = body.start > indent.end || lone_dash;
        body.start += usize::from(lone_dash);
        let (key, rest) = match split_key(&text[body.clone()]) {
            Some((key, rest)) => (Some(body.start..body.start + key), body.start + rest..body.end),
            None => (None, body.clone()),
        };
        let value = value_in(text, rest);
        Line { whole, indent, body, item, key, value }
    }

    /// Whether the line is blank or only a comment.
    pub fn is_empty(&self, text: &str) -> bool {
        let body = text[self.indent.end..self.whole.end].trim_start();
        body.is_empty() || body.starts_with('#')
    }

    /// The line without leading and trailing spaces.
    pub fn content(&self, text: &str) -> Range<usize> {
        self.indent.end..self.indent.end + text[self.indent.end..self.whole.end].trim_end().len()
    }

    /// The body without trailing spaces.
    pub fn trimmed_body(&self, text: &str) -> Range<usize> {
        self.body.start..self.body.start + text[self.body.clone()].trim_end().len()
    }

    /// The width of the indentation, in characters.
    pub fn depth(&self) -> usize {
        self.indent.len()
    }
}

/// The lines of a text, in order.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let line = Line::around(text, next?);
        let rest = &text[line.whole.end..];
        next = rest.find('\n').map(|newline| line.whole.end + newline + 1).filter(|at| *at < text.len());
        Some(line)
    })
}

/// The length of a single word followed by a colon without a space, which was
/// meant as a key: `title` in `title:Jeunes`. URLs do not count.
pub(super) fn unspaced_key(text: &str) -> Option<usize> {
    const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "urn"];
    let word = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))?;
    let rest = text[word..].strip_prefix(':')?;
    let letters = text.starts_with(char::is_alphabetic);
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t', ':', '/']);
    (letters && !spaced && !SCHEMES.contains(&&text[..word])).then_some(word)
}

/// The length of a single word followed by a list, braces or a quoted string,
/// with the colon missing in between: `name {fr: OMS}`.
pub(super) fn word_before_value(text: &str) -> Option<usize> {
    let word = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))?;
    let value = text[word..].trim();
    let ends = [('{', '}'), ('[', ']'), ('"', '"'), ('\'', '\'')];
    let whole = ends.iter().any(|(open, close)| value.len() > 1 && value.starts_with(*open) && value.ends_with(*close));
    let spaced = text[word..].starts_with([' ', '\t', '{', '[', '"']);
    (text.starts_with(char::is_alphabetic) && spaced && whole && remedy::parses(value)).then_some(word)
}

/// The characters typed instead of the colon after a single word, with the
/// spaces around them: `title = Jeunes`, or the full-width colon.
pub(super) fn mistaken_colon(text: &str) -> Option<Range<usize>> {
    let word = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))?;
    let rest = text[word..].trim_start();
    let sign = rest.chars().next().filter(|c| matches!(c, '=' | '：' | '﹕' | '׃' | '꞉' | '∶'))?;
    let value = rest[sign.len_utf8()..].trim_start();
    (!value.is_empty()).then(|| word..text.len() - value.len())
}

/// Whether a line looks like the start of an entry: one word, a colon, a space.
pub(super) fn looks_like_key(body: &str) -> bool {
    match split_key(body) {
        Some((key, _)) => !body[..key].contains([' ', ',', '.']),
        None => false,
    }
}

fn skip(text: &str, range: &Range<usize>, blank: impl Fn(char) -> bool) -> usize {
    range.end - text[range.clone()].trim_start_matches(blank).len()
}

/// The length of the key, and where the text after the colon begins.
fn split_key(body: &str) -> Option<(usize, usize)> {
    if body.starts_with(['{', '[', '#', '&', '*', '!', '|', '>']) {
        return None;
    }
    let quoted = body.chars().next().filter(|c| *c == '"' || *c == '\'');
    let from = match quoted {
        Some(quote) => 2 + body[1..].find(quote)?,
        None => 0,
    };
    let colon = body
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|at| *at >= from && body[at + 1..].chars().next().is_none_or(|c| c == ' ' || c == '\t'))?;
    let key = body[..colon].trim_end();
    let fits = !key.is_empty() && (quoted.is_none() || key.len() == from) && !key.contains(" #");
    fits.then_some((key.len(), colon + 1))
}

/// The range of the value, without surrounding spaces and a trailing comment.
fn value_in(text: &str, range: Range<usize>) -> Range<usize> {
    let start = skip(text, &range, |c| c == ' ' || c == '\t');
    let value = &text[start..range.end];
    let quoted = value.chars().next().filter(|c| *c == '"' || *c == '\'');
    let from = quoted.and_then(|quote| value.rfind(quote)).unwrap_or(0);
    let cut = if value.starts_with('#') { Some(0) } else { value[from..].find(" #").map(|at| from + at) };
    let value = value[..cut.unwrap_or(value.len())].trim_end_matches([' ', '\t', '\r']);
    start..start + value.len()
}

#[cfg(test)]
mod tests {
    use super::{Line, lines, unspaced_key};

    #[test]
    fn a_line_has_its_parts() {
        for (text, key, value) in [
            ("title: Jeunes # note", Some("title"), "Jeunes"),
            ("  - - funder : UE : x\r\n", Some("funder"), "UE : x"),
            ("\"a: b\": c", Some("\"a: b\""), "c"),
            ("title:Jeunes", None, "title:Jeunes"),
            ("title: \"a # b\" # c", Some("title"), "\"a # b\""),
            ("title: # c", Some("title"), ""),
            ("العنوان: مشروع", Some("العنوان"), "مشروع"),
            ("{fr: x}", None, "{fr: x}"),
            ("\u{feff}a: b", Some("a"), "b"),
            ("-", None, ""),
            ("", None, ""),
        ] {
            let line = Line::around(text, 0);
            assert_eq!(line.key.map(|key| &text[key]), key, "{text}");
            assert_eq!(&text[line.value], value, "{text}");
        }
    }

    #[test]
    fn every_line_comes_once() {
        for (text, count) in [("", 1), ("a", 1), ("a\n", 1), ("a\r\n\r\nb", 3), ("\n\n", 2)] {
            assert_eq!(lines(text).count(), count, "{text:?}");
        }
    }

    #[test]
    fn a_key_without_space_is_seen() {
        assert_eq!(unspaced_key("title:Jeunes"), Some(5));
        for other in ["https://x", "mailto:a@b", "title: x", "a b:c", "10:30", "x::y", "abc"] {
            assert_eq!(unspaced_key(other), None, "{other}");
        }
    }
}
