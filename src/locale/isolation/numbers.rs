//! Numbers in right-to-left text: those that would be reordered are isolated as
//! foreign runs.

use std::ops::Range;

use crate::base::lang::Direction;
use crate::locale::isolation::brackets::closing;
use crate::locale::isolation::{Role, Scan};

/// A number, beginning with a digit or a sign.
pub(super) struct Number {
    /// The byte after it.
    pub end: usize,
    /// Whether the bidirectional algorithm would reorder its parts after an
    /// Arabic letter.
    pub reorders: bool,
    /// Whether its digits are grouped in thousands.
    pub grouped: bool,
}

impl Scan<'_> {
    /// Adds the numbers of a part that would be reordered, which only happens
    /// in right-to-left text.
    pub(super) fn numbers(&self, part: Range<usize>, found: &mut Vec<Range<usize>>) {
        if self.own == Direction::Ltr {
            return;
        }
        let mut at = part.start;
        while let Some(c) = self.text[at..part.end].chars().next() {
            let number = (c.is_ascii_digit() || is_sign(c)).then(|| self.number(at, part.end)).flatten();
            if let Some(number) = &number
                && number.reorders
            {
                found.push(at..number.end);
            }
            at = number.map_or(at + c.len_utf8(), |number| number.end);
        }
    }

    /// Reads the number that begins at this byte. `None` if there is none.
    pub(super) fn number(&self, at: usize, to: usize) -> Option<Number> {
        let sign = self.text[at..to].chars().next().filter(|c| is_sign(*c));
        let begins = |before| match sign {
            None => true,
            Some('+') => self.begins_after(before),
            // After an Arabic letter it is a hyphen: الـ-5.
            Some(_) => self.role(before) == Role::Neutral && self.begins_after(before),
        };
        if !self.before(at).is_none_or(begins) {
            return None;
        }
        let digits = at + sign.map_or(0, char::len_utf8);
        let text = &self.text[digits..to];
        let tight = tight_number(text)?;
        let spaced = spaced_number(text, sign == Some('+'));
        let reorders = spaced.is_some() || sign.is_some() || tight.reorders;
        let len = spaced.unwrap_or(0).max(tight.len);
        Some(Number { end: digits + len, reorders, grouped: is_grouped(&text[..len]) })
    }

    /// Whether a sign after this character can begin a word or number, as it
    /// can directly after an Arabic conjunction.
    pub(super) fn begins_after(&self, before: char) -> bool {
        let role = self.role(before);
        role == Role::Native || before.is_whitespace() || closing(before).is_some()
    }
}

/// Whether the character is a sign that can be part of a number.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '+' | '-' | '−')
}

struct Tight {
    len: usize,
    reorders: bool,
}

/// A number without ASCII spaces: digits joined by single separators. Of these,
/// the bidirectional algorithm keeps `. , : /` and no-break spaces in order
/// after Arabic letters, and reorders `-` and `+`.
fn tight_number(text: &str) -> Option<Tight> {
    let mut number = Tight { len: digits(text), reorders: false };
    if number.len == 0 {
        return None;
    }
    while let Some(sign) = text[number.len..].chars().next() {
        let more = digits(&text[number.len + sign.len_utf8()..]);
        let joins = matches!(sign, '.' | ',' | ':' | '/' | '-' | '+' | '\u{a0}' | '\u{202f}');
        if !joins || more == 0 {
            break;
        }
        number.reorders |= matches!(sign, '-' | '+');
        number.len += sign.len_utf8() + more;
    }
    Some(number)
}

/// The length of space-separated groups of digits that form one number:
/// anything after a `+` (a telephone number), thousands (`3 000 000`), or at
/// least three groups of two or three digits (`71 00 00 00`). Other
/// neighbouring numbers are kept separate.
fn spaced_number(text: &str, plus: bool) -> Option<usize> {
    let mut len = digits(text);
    let (mut groups, mut short, mut thousands, mut ascii) = (1, len <= 3, len <= 3, false);
    let mut found = None;
    while let Some(space) = text[len..].chars().next().filter(|c| matches!(c, ' ' | '-' | '.' | '\u{a0}' | '\u{202f}'))
    {
        let more = digits(&text[len + space.len_utf8()..]);
        groups += 1;
        short &= more == 2 || more == 3;
        thousands &= more == 3;
        ascii |= space == ' ';
        if more == 0 || !(plus || short || thousands) {
            break;
        }
        len += space.len_utf8() + more;
        if ascii && (plus || thousands || groups >= 3) {
            found = Some(len);
        }
    }
    found
}

/// `3 000 000`, `3.000`
fn is_grouped(number: &str) -> bool {
    let mut groups = number.split([' ', '.', ',', '\u{a0}', '\u{202f}']);
    let first = groups.next().map_or(0, str::len);
    let mut rest = groups.peekable();
    first <= 3 && rest.peek().is_some() && rest.all(|group| group.len() == 3 && digits(group) == 3)
}

pub(super) fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}
