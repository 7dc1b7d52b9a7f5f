//! A tokenizer for raw HTML that follows the HTML standard's (13.2.5) as far as
//! it matters for what is written again.

use std::borrow::Cow;

/// A piece of raw HTML.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Token<'r> {
    /// Text, with its entities.
    Text(&'r str),
    /// A tag.
    Tag(Tag<'r>),
    /// A comment, declaration or processing instruction, as written, and
    /// whether it is closed.
    Aside(&'r str, bool),
}

/// A tag as written.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Tag<'r> {
    /// The whole tag.
    pub raw: &'r str,
    /// Its name, in lower case.
    pub name: Cow<'r, str>,
    /// Whether it is an end tag.
    pub closing: bool,
    /// Its attributes: names in lower case, values with their entities not
    /// decoded.
    pub attributes: Vec<(Cow<'r, str>, &'r str)>,
}

/// Iterates over the tokens of raw HTML, following the HTML standard's
/// tokenizer (13.2.5) as far as it matters for what is written again.
pub(crate) struct Tokens<'r> {
    rest: &'r str,
    /// Whether an unclosed tag took up the rest, which is then text and is not
    /// read again.
    unclosed: bool,
}

impl<'r> Tokens<'r> {
    pub fn new(raw: &'r str) -> Tokens<'r> {
        Tokens { rest: raw, unclosed: false }
    }

    /// Skips to the end tag of this element, or to the end if there is none,
    /// and returns what was skipped.
    pub fn skip_content(&mut self, element: &str) -> &'r str {
        let whole = self.rest;
        while let Some(at) = self.rest.find("</") {
            self.rest = &self.rest[at..];
            let name = self.rest.get(2..2 + element.len());
            if name.is_some_and(|name| name.eq_ignore_ascii_case(element)) {
                return &whole[..whole.len() - self.rest.len()];
            }
            self.rest = &self.rest[2..];
        }
        self.rest = "";
        whole
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

/// Takes the text before the first character for which `ends` is true.
fn split<'r>(cursor: &mut &'r str, ends: impl Fn(char) -> bool) -> &'r str {
    let (taken, rest) = cursor.split_at(cursor.find(ends).unwrap_or(cursor.len()));
    *cursor = rest;
    taken
}

fn attribute<'r>(cursor: &mut &'r str) -> (Cow<'r, str>, &'r str) {
    // A leading equals sign is part of the name.
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

/// The text with the entities decoded that matter in an address. Others are
/// kept.
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

/// The character of the entity at the start of the text, and the entity's
/// length.
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
