//! Finds runs of text whose direction is opposite to that of the language
//! around them (UAX 9), so that they can be isolated.
//!
//! A run extends from its first letter to its last, whatever is between them:
//! if the parts of "Projet d'appui, phase II : Sfax" in an Arabic sentence were
//! isolated one by one, they would be displayed from right to left. A run is
//! ended only by a letter of the language's own direction, by its comma, or by
//! a bracket that belongs to the sentence outside.

mod brackets;
mod edges;
mod numbers;
#[cfg(test)]
mod tests;

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;

use crate::base::lang::Direction;
use crate::locale::isolation::brackets::Brackets;

/// Splits the text into native (`false`) and foreign (`true`) runs.
pub(super) fn runs(text: &str, own: Direction) -> impl Iterator<Item = (bool, &str)> {
    let mut foreign = foreign(text, own).into_iter().peekable();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at == text.len() {
            return None;
        }
        let is_foreign = foreign.peek().is_some_and(|run| run.start == at);
        let end = match foreign.peek() {
            Some(run) if is_foreign => run.end,
            Some(run) => run.start,
            None => text.len(),
        };
        if is_foreign {
            foreign.next();
        }
        let run = &text[at..end];
        at = end;
        Some((is_foreign, run))
    })
}

/// The byte ranges of the foreign runs, in order.
pub(super) fn foreign(text: &str, own: Direction) -> Vec<Range<usize>> {
    if own == Direction::Ltr && !text.bytes().any(may_be_rtl) {
        return vec![];
    }
    let scan = Scan { text, own, brackets: Brackets::of(text, own) };
    let mut found = vec![];
    let mut at = 0;
    while at < text.len() {
        let Stretch { end, next, letters } = scan.stretch(at);
        if letters {
            scan.runs_between(at..end, &mut found);
        } else {
            scan.numbers(at..end, &mut found);
        }
        at = next;
    }
    found
}

/// The role of a character in the search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A letter of the opposite direction.
    Foreign,
    /// A letter of the language's own direction.
    Native,
    /// A European digit, which takes the direction of its surroundings.
    Digit,
    /// A combining mark, part of the character before it.
    Mark,
    /// The start of an isolate.
    Open,
    /// The end of an isolate.
    Close,
    /// Anything else: spaces, punctuation, symbols.
    Neutral,
}

fn role(c: char, own: Direction) -> Role {
    let rtl = if own == Direction::Rtl { Role::Native } else { Role::Foreign };
    let ltr = if own == Direction::Ltr { Role::Native } else { Role::Foreign };
    match c {
        '0'..='9' => return Role::Digit,
        'A'..='Z' | 'a'..='z' => return ltr,
        '\0'..='\x7f' => return Role::Neutral,
        // Arabic letters: a fast path, since most right-to-left text consists
        // of them.
        '\u{620}'..='\u{64a}' => return rtl,
        // Direction marks (LRM, RLM, ALM) are not letters and end a run.
        '\u{200e}' | '\u{200f}' | '\u{61c}' => return Role::Native,
        // Between two names in an Arabic sentence, this comma belongs to the
        // sentence.
        '،' if own == Direction::Rtl => return Role::Native,
        _ => {}
    }
    match CodePointMapData::<BidiClass>::new().get(c) {
        BidiClass::LeftToRight => ltr,
        BidiClass::RightToLeft | BidiClass::ArabicLetter | BidiClass::ArabicNumber => rtl,
        BidiClass::EuropeanNumber => Role::Digit,
        BidiClass::NonspacingMark | BidiClass::BoundaryNeutral => Role::Mark,
        BidiClass::LeftToRightIsolate | BidiClass::RightToLeftIsolate | BidiClass::FirstStrongIsolate => Role::Open,
        BidiClass::PopDirectionalIsolate => Role::Close,
        _ => Role::Neutral,
    }
}

struct Scan<'t> {
    text: &'t str,
    own: Direction,
    brackets: Brackets,
}

/// A stretch of text without letters of the language's own direction.
struct Stretch {
    end: usize,
    /// Where the next stretch may begin.
    next: usize,
    /// Whether it contains foreign letters.
    letters: bool,
}

impl Scan<'_> {
    fn role(&self, c: char) -> Role {
        role(c, self.own)
    }

    /// The character before this byte.
    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn stretch(&self, from: usize) -> Stretch {
        let mut letters = false;
        for (at, c) in self.text[from..].char_indices().map(|(at, c)| (from + at, c)) {
            let next = at + c.len_utf8();
            match self.role(c) {
                Role::Foreign => letters = true,
                Role::Native | Role::Close => return Stretch { end: at, next, letters },
                Role::Open => return Stretch { end: at, next: self.after_isolate(next), letters },
                Role::Digit | Role::Mark | Role::Neutral => {}
            }
        }
        Stretch { end: self.text.len(), next: self.text.len(), letters }
    }

    /// The position after the isolate that has just been opened.
    fn after_isolate(&self, from: usize) -> usize {
        let mut depth = 1;
        for (at, c) in self.text[from..].char_indices() {
            match self.role(c) {
                Role::Open => depth += 1,
                Role::Close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return from + at + c.len_utf8();
            }
        }
        self.text.len()
    }

    /// The runs of a stretch: one, or several if a bracket in it is paired with
    /// one outside.
    fn runs_between(&self, stretch: Range<usize>, found: &mut Vec<Range<usize>>) {
        let mut at = stretch.start;
        let crossing = self.brackets.leading_out_of(&stretch).chain(std::iter::once(stretch.end..stretch.end));
        for bracket in crossing {
            let part = at..bracket.start;
            at = bracket.end;
            match self.run(&part) {
                Some(run) => {
                    self.numbers(part.start..run.start, found);
                    let rest = run.end..part.end;
                    found.push(run);
                    self.numbers(rest, found);
                }
                None => self.numbers(part, found),
            }
        }
    }

    /// The run from the first to the last foreign letter of a part, including
    /// the digits and punctuation that belong to it at either end.
    fn run(&self, part: &Range<usize>) -> Option<Range<usize>> {
        let is_letter = |(_, c): &(usize, char)| self.role(*c) == Role::Foreign;
        let first = self.text[part.clone()].char_indices().find(is_letter).map(|(at, _)| part.start + at)?;
        let (last, c) = self.text[part.clone()].char_indices().rfind(is_letter)?;
        let start = self.start(part, first);
        let end = self.tail(start..part.start + last + c.len_utf8(), part.end);
        let run = self.brackets.balanced(start..end, part);
        Some(run.start..self.numbers_behind(run, part.end))
    }
}

/// Whether this UTF-8 byte can begin a right-to-left character: one of U+0590
/// to U+08FF, of the presentation forms or of the planes above, but not the
/// punctuation of U+2000 to U+2FFF.
fn may_be_rtl(byte: u8) -> bool {
    byte >= 0xd6 && byte != 0xe2
}
