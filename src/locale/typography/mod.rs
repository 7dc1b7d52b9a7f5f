//! Typographic spaces and punctuation in plain text: French following the rules
//! of the Imprimerie nationale, and grouped digits in any language.
//!
//! Each rule looks at one character and its neighbours, and may replace a few
//! bytes. If nothing changes, the text is not copied.

pub(super) mod french;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

/// The no-break space before `:`, inside « », and between groups of digits
/// outside French.
const NO_BREAK: &str = "\u{a0}";

/// Replaces the ASCII spaces between groups of digits with U+00A0.
pub(super) fn grouped(text: &str) -> Cow<'_, str> {
    let mut edits = Edits::new(text);
    for (at, byte) in text.bytes().enumerate() {
        if byte == b' ' && joins_groups(text, at) {
            edits.replace(at..at + 1, NO_BREAK);
        }
    }
    edits.finish()
}

/// Replacements in a text, collected from start to end.
struct Edits<'t> {
    text: &'t str,
    out: String,
    done: usize,
}

impl<'t> Edits<'t> {
    fn new(text: &'t str) -> Edits<'t> {
        Edits { text, out: String::new(), done: 0 }
    }

    /// Replaces bytes, unless they are already equal or covered by an earlier
    /// edit.
    fn replace(&mut self, range: Range<usize>, with: &str) {
        if range.start < self.done || self.text[range.clone()] == *with {
            return;
        }
        if self.out.is_empty() {
            self.out.reserve(self.text.len() + self.text.len() / 16 + 8);
        }
        self.out.push_str(&self.text[self.done..range.start]);
        self.out.push_str(with);
        self.done = range.end;
    }

    fn finish(mut self) -> Cow<'t, str> {
        if self.out.is_empty() {
            return Cow::Borrowed(self.text);
        }
        self.out.push_str(&self.text[self.done..]);
        Cow::Owned(self.out)
    }
}

/// Whether the ASCII space at this byte joins two groups of a number: one to
/// three digits before it, exactly three after it (`\d{1,3}( \d{3})+`).
fn joins_groups(text: &str, space: usize) -> bool {
    let digits_before = text[..space].chars().rev().take(4).take_while(|c| is_digit(Some(*c))).count();
    if !(1..=3).contains(&digits_before) {
        return false;
    }
    text[space + 1..].chars().take(4).take_while(|c| is_digit(Some(*c))).count() == 3
}

/// Whether this is a European, Arabic-Indic or Eastern Arabic-Indic digit.
fn is_digit(c: Option<char>) -> bool {
    matches!(c, Some('0'..='9' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}'))
}
