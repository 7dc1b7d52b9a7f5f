//! Finds runs of text whose direction is not that of the language around them
//! (UAX 9), so that they can be set apart.
//!
//! A run goes from its first letter to its last one, whatever stands between
//! them: of "Projet d'appui, phase II : Sfax" in an Arabic sentence, pieces
//! that were set apart each by itself would follow one another from right to
//! left. Only a letter of the language's own, its comma, and a bracket that
//! belongs to the sentence outside end a run.

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

/// The text cut into native (`false`) and foreign (`true`) runs.
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

/// The bytes of the foreign runs, in order.
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

/// What a character is to the search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A letter of the other direction.
    Foreign,
    /// A letter of the language's own direction.
    Native,
    /// A European digit, which takes the direction of its surroundings.
    Digit,
    /// A combining mark, part of what it follows.
    Mark,
    /// An isolate begins.
    Open,
    /// An isolate ends.
    Close,
    /// Anything else: space, punctuation, sign.
    Neutral,
}

fn role(c: char, own: Direction) -> Role {
    let rtl = if own == Direction::Rtl { Role::Native } else { Role::Foreign };
    let ltr = if own == Direction::Ltr { Role::Native } else { Role::Foreign };
    match c {
        '0'..='9' => return Role::Digit,
        'A'..='Z' | 'a'..='z' => return ltr,
        '\0'..='\x7f' => return Role::Neutral,
        // Arabic letters, which most texts from right to left are made of.
        '\u{620}'..='\u{64a}' => return rtl,
        // Marks that only give a direction: no letters, no part of a run.
        '\u{200e}' | '\u{200f}' | '\u{61c}' => return Role::Native,
        // Of two names in an Arabic sentence, this comma is the sentence's.
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

/// Text without a letter of the language's own.
struct Stretch {
    end: usize,
    /// Where the next one may begin.
    next: usize,
    /// Whether there are foreign letters in it.
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

    /// The byte after the isolate that has just been opened.
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

    /// The runs of a stretch: one, or several where a bracket in it belongs
    /// with one outside.
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

    /// The run between the first and the last letter of a part, with what
    /// belongs to it at either end.
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

/// Whether a character that runs from right to left can begin with this byte
/// of UTF-8: those of U+0590 to U+08FF, of the presentation forms and of the
/// planes above, but not the punctuation of U+2000 to U+2FFF.
fn may_be_rtl(byte: u8) -> bool {
    byte >= 0xd6 && byte != 0xe2
}
