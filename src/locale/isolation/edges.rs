//! The digits and punctuation that belong to a foreign run, before its first
//! letter and after its last: `3D`, `.pdf`, `C++`, `S/RES/1624 (2005)`.

use std::ops::Range;

use crate::base::lang::Direction;
use crate::locale::isolation::brackets::closing;
use crate::locale::isolation::numbers::{digits, is_sign};
use crate::locale::isolation::{Role, Scan};

/// Words that a number directly before them belongs to: months and units, as
/// written in French and English. Currencies are recognised by their codes.
const AFTER_A_NUMBER: &[&str] = &[
    "ans",
    "apr",
    "april",
    "août",
    "aug",
    "august",
    "avr",
    "avril",
    "cm",
    "dec",
    "december",
    "décembre",
    "déc",
    "dt",
    "feb",
    "february",
    "février",
    "févr",
    "gb",
    "go",
    "gw",
    "gwh",
    "ha",
    "jan",
    "janv",
    "janvier",
    "january",
    "juil",
    "juillet",
    "juin",
    "july",
    "june",
    "kg",
    "km",
    "km²",
    "kw",
    "kwh",
    "m",
    "m²",
    "m³",
    "mai",
    "mar",
    "march",
    "mars",
    "may",
    "mb",
    "mm",
    "mo",
    "mw",
    "mwh",
    "nov",
    "november",
    "novembre",
    "oct",
    "october",
    "octobre",
    "sep",
    "sept",
    "september",
    "septembre",
    "tb",
    "to",
];

impl Scan<'_> {
    /// The start of the run whose first letter is at this byte, including the
    /// digits and punctuation of its first word.
    pub(super) fn start(&self, part: &Range<usize>, first: usize) -> usize {
        let of_word = |c: char| {
            self.role(c) == Role::Digit || matches!(c, '-' | '_' | '.' | '/' | '+' | ':' | '@' | '#' | '~' | '$' | '\\')
        };
        let word = part.start + self.text[part.start..first].trim_end_matches(of_word).len();
        let found = self.text[word..first].char_indices().map(|(at, _)| word + at).find(|at| self.leads(*at, first));
        let start = found.unwrap_or(first);
        self.number_before(part.start, start).unwrap_or(start)
    }

    /// Whether the word of the first letter can begin at this byte.
    fn leads(&self, at: usize, first: usize) -> bool {
        let Some(c) = self.text[at..first].chars().next() else { return false };
        if self.role(c) == Role::Digit {
            return true;
        }
        let before = self.before(at);
        let after = &self.text[at + c.len_utf8()..];
        let apart = before.is_none_or(|before| before.is_whitespace() || closing(before).is_some());
        let begins = before.is_none_or(|before| self.begins_after(before));
        self.own == Direction::Rtl
            && match c {
                '@' | '#' => begins,
                '.' => apart && !after.starts_with(' ') && (!after.starts_with('.') || after.starts_with("./")),
                '/' | '_' | '~' | '$' | '\\' => apart,
                '+' | '-' => apart && after.starts_with(|c: char| c.is_ascii_digit()),
                _ => false,
            }
    }

    /// The start of a number before the run: `10` in `10 mai 2018`, `3 000` in
    /// `3 000 USD`.
    fn number_before(&self, from: usize, start: usize) -> Option<usize> {
        let number = self.text[from..start].strip_suffix([' ', '\u{a0}', '\u{202f}'])?;
        if self.own == Direction::Ltr || !number.ends_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let word = &self.text[start..];
        let word = &word[..word.find(|c: char| !c.is_alphabetic() && !matches!(c, '²' | '³')).unwrap_or(word.len())];
        let currency = || word.len() == 3 && iso_currency::Currency::from_code(word).is_some();
        if !AFTER_A_NUMBER.contains(&&*word.to_lowercase()) && !currency() {
            return None;
        }
        let of_number =
            |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/' | ' ' | '\u{a0}' | '\u{202f}');
        let begins = number.trim_end_matches(of_number).len();
        let begins = begins + number[begins..].find(|c: char| c.is_ascii_digit())?;
        // All of it must be one number: in "2018 10 mai", the year does not
        // belong to the run.
        let at = (from + begins..from + number.len()).filter(|at| self.text.as_bytes()[*at].is_ascii_digit());
        at.filter(|at| !self.text[..*at].ends_with(|c: char| c.is_ascii_digit()))
            .find(|at| self.number(*at, start).is_some_and(|found| found.end == from + number.len()))
    }

    /// The end of a run, including the punctuation of its last word: `C++`,
    /// `C#`, the last `/` of an address, the last full stop of `U.N.`
    pub(super) fn tail(&self, run: Range<usize>, to: usize) -> usize {
        let mut end = run.end;
        let marks = |c: &char| self.role(*c) == Role::Mark;
        end += self.text[end..to].chars().take_while(marks).map(char::len_utf8).sum::<usize>();
        if self.own == Direction::Ltr {
            return end;
        }
        let word = &self.text[run.start..end];
        let word = word.rsplit(char::is_whitespace).next().unwrap_or(word);
        let address = word.contains("://") || word.starts_with("www.");
        let rest = &self.text[end..to];
        let after = rest.trim_start_matches(|c: char| {
            matches!(c, '+' | '#' | '®' | '™' | '°' | 'º' | '²' | '³') || (address && c == '/')
        });
        if after.len() == rest.len() {
            return if is_initials(word) && rest.starts_with('.') { end + 1 } else { end };
        }
        let ends_word = after.chars().next().is_none_or(|c| self.role(c) == Role::Neutral);
        if ends_word { end + rest.len() - after.len() } else { end }
    }

    /// The end of a run, including the numbers after it that are part of a
    /// name.
    pub(super) fn numbers_behind(&self, run: Range<usize>, to: usize) -> usize {
        let mut end = run.end;
        loop {
            let next = self.number_behind(run.start..end, to).or_else(|| self.number_in_brackets(end, to));
            match next {
                Some(next) => end = next,
                None => return end,
            }
        }
    }

    /// ` (2005)` after a name.
    fn number_in_brackets(&self, end: usize, to: usize) -> Option<usize> {
        let open = end + self.text[end..to].len() - self.text[end..to].trim_start_matches([' ', '\u{a0}']).len();
        let close = self.brackets.end_of_pair(open).filter(|close| *close <= to)?;
        let counts = self.text[open..close].contains(|c: char| c.is_ascii_digit());
        (self.own == Direction::Rtl && counts).then_some(close)
    }

    /// ` 1624` after a name, `, 2020` after a title.
    fn number_behind(&self, run: Range<usize>, to: usize) -> Option<usize> {
        let rest = &self.text[run.end..to];
        let gap = &rest[..rest.find(|c: char| c.is_ascii_digit())?];
        let sign = gap.chars().next_back().filter(|c| is_sign(*c) && gap.chars().rev().nth(1) == Some(' '));
        let at = run.end + gap.len();
        let number = sign.and_then(|sign| self.number(at - sign.len_utf8(), to)).or_else(|| self.number(at, to))?;
        if gap.chars().any(|c| closing(c).is_some() || matches!(c, ')' | ']' | '}' | '»' | '”' | '›')) {
            return None;
        }
        let percent = usize::from(self.text[number.end..to].starts_with('%'));
        let counts = self.counts(number.end + percent);
        let belongs = match self.joins(&run, gap) {
            // A number after a name is part of it, unless its thousands are
            // grouped and a native word follows, which it counts.
            Joint::Name => !(counts && number.grouped && self.own == Direction::Rtl),
            Joint::Sentence => {
                self.own == Direction::Rtl && (!counts || is_year_after_comma(gap, &self.text[at..number.end]))
            }
        };
        belongs.then_some(number.end + percent)
    }

    /// Whether the number is followed by a native word, which it then counts.
    fn counts(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        rest.len() < self.text.len() - at && rest.starts_with(|c| c != '،' && self.role(c) == Role::Native)
    }

    /// How a number is attached to the run. Within a word any punctuation
    /// attaches it; across spaces only the punctuation of names: `UNSCR 1624`,
    /// `G7 +7`, `R & D`, `art. 12`.
    fn joins(&self, run: &Range<usize>, gap: &str) -> Joint {
        let spaced = gap.contains(char::is_whitespace);
        let of_name = |c: char| matches!(c, '.' | '/' | '&' | '+' | '\'' | '’' | '°' | 'º');
        let stops = gap.contains(|c: char| !c.is_whitespace() && !of_name(c));
        let run = &self.text[run.clone()];
        let last = run.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(run);
        let abbreviated = last.chars().count() <= 4 && last.ends_with(char::is_lowercase);
        let sentence = gap.starts_with('.') && !abbreviated;
        if spaced && (stops || sentence) { Joint::Sentence } else { Joint::Name }
    }
}

/// How a number is attached to the words before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// As part of a name.
    Name,
    /// Either as part of a title, or the sentence continues with it.
    Sentence,
}

fn is_year_after_comma(gap: &str, number: &str) -> bool {
    gap.trim_end() == "," && digits(number) == 4 && number.len() == 4
}

/// Whether a word consists of initials: `U.N`, `S.A.R.L`.
fn is_initials(word: &str) -> bool {
    let mut letters = word.trim_start_matches(|c: char| !c.is_alphabetic()).split('.');
    letters.clone().count() > 1 && letters.all(|letter| letter.chars().count() == 1)
}
