//! Finds the matching pairs of brackets and quotes in a text.

use std::ops::Range;

use crate::base::lang::Direction;
use crate::locale::isolation::{Role, role};

/// The brackets of a text that have a partner. An unmatched bracket (`a)`)
/// counts as ordinary punctuation.
pub(super) struct Brackets {
    /// The position and length of each bracket, and the position of its
    /// partner, in order of position.
    paired: Vec<Bracket>,
}

struct Bracket {
    at: usize,
    len: usize,
    partner: usize,
}

/// The character that closes a bracket or quote.
pub(super) fn closing(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '«' => '»',
        '“' => '”',
        '‹' => '›',
        '"' => '"',
        _ => return None,
    })
}

/// An open bracket whose partner has not been found yet.
struct Waiting {
    closes: char,
    at: usize,
}

impl Brackets {
    pub fn of(text: &str, own: Direction) -> Brackets {
        let mut open: Vec<Waiting> = vec![];
        let mut paired = vec![];
        let mut before = None;
        for (at, c) in text.char_indices() {
            let straight = c == '"' && !opens(before, text[at + 1..].chars().next(), own);
            match closing(c).filter(|_| !straight) {
                Some(closes) => open.push(Waiting { closes, at }),
                None if straight || matches!(c, ')' | ']' | '}' | '»' | '”' | '›') => {
                    close(&mut open, c, at, &mut paired);
                }
                None => {}
            }
            if !matches!(role(c, own), Role::Open | Role::Close | Role::Mark) {
                before = Some(c);
            }
        }
        paired.sort_unstable_by_key(|bracket| bracket.at);
        Brackets { paired }
    }

    fn within(&self, part: &Range<usize>) -> &[Bracket] {
        let from = self.paired.partition_point(|bracket| bracket.at < part.start);
        let to = self.paired.partition_point(|bracket| bracket.at < part.end);
        &self.paired[from..to.max(from)]
    }

    /// The brackets in a part whose partner is outside it.
    pub fn leading_out_of(&self, part: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let out = |bracket: &&Bracket| !part.contains(&bracket.partner);
        self.within(part).iter().filter(out).map(|bracket| bracket.at..bracket.at + bracket.len)
    }

    /// The end of the pair that opens at this byte.
    pub fn end_of_pair(&self, at: usize) -> Option<usize> {
        let found = self.paired.binary_search_by_key(&at, |bracket| bracket.at).ok()?;
        let partner = self.paired[found].partner;
        (partner > at).then_some(partner + self.paired[found].len)
    }

    /// The run, extended to include the partners of its brackets. No bracket in
    /// `part` may have its partner outside it. Pairs are nested, so looking
    /// once at each end is enough.
    pub fn balanced(&self, run: Range<usize>, part: &Range<usize>) -> Range<usize> {
        let fits = |bracket: &&Bracket| part.contains(&bracket.partner);
        let own = || self.within(&run).iter().filter(fits);
        let start = own().map(|bracket| bracket.partner).min().unwrap_or(run.start);
        // Both brackets of a pair have the same length, except for pairs of
        // different characters.
        let end = own().map(|bracket| bracket.partner + bracket.len).max().unwrap_or(run.end);
        start.min(run.start)..end.max(run.end)
    }
}

/// Whether a straight quote between these characters opens a quotation.
fn opens(before: Option<char>, after: Option<char>, own: Direction) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || closing(c).is_some() || matches!(role(c, own), Role::Open);
    after.is_some_and(is_word)
        && before.is_none_or(|c| {
            c.is_whitespace() || closing(c).is_some_and(|_| c != '"') || role(c, own) == Role::Native || c == '\''
        })
}

/// Closes the last open bracket of this kind, and drops the unmatched ones
/// inside it.
fn close(open: &mut Vec<Waiting>, c: char, at: usize, paired: &mut Vec<Bracket>) {
    // Bounds the search so that it stays linear; real text is not nested
    // deeper.
    const DEEPEST: usize = 16;
    let Some(depth) = open.iter().rev().take(DEEPEST).position(|waiting| waiting.closes == c) else { return };
    let partner = open[open.len() - 1 - depth].at;
    open.truncate(open.len() - 1 - depth);
    let len = c.len_utf8();
    paired.extend([Bracket { at, len, partner }, Bracket { at: partner, len, partner: at }]);
}
