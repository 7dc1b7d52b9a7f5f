//! Finds runs of text whose direction is not that of the language around them
//! (UAX 9), so that they can be set apart.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;

use crate::base::lang::Direction;

/// How far a bracket may be from the one that closes it in the same run, in
/// bytes. It keeps the search linear on text with thousands of open brackets.
const FARTHEST_BRACKET: usize = 120;

/// The text cut into native (`false`) and foreign (`true`) runs.
pub(super) fn runs(text: &str, own: Direction) -> impl Iterator<Item = (bool, &str)> {
    let scan = Scan { text, own };
    let all_native = own == Direction::Ltr && !text.bytes().any(may_be_rtl);
    let mut at = 0;
    let mut found: Option<Range<usize>> = None;
    std::iter::from_fn(move || {
        if at == text.len() {
            return None;
        }
        let next = || if all_native { None } else { scan.next_run(at) };
        let run = match found.take().or_else(next) {
            Some(run) if run.start == at => (true, run),
            Some(run) => {
                let native = at..run.start;
                found = Some(run);
                (false, native)
            }
            None => (false, at..text.len()),
        };
        at = run.1.end;
        Some((run.0, &text[run.1]))
    })
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

struct Scan<'t> {
    text: &'t str,
    own: Direction,
}

impl Scan<'_> {
    /// The first foreign run that begins at this byte or after it.
    fn next_run(&self, from: usize) -> Option<Range<usize>> {
        let mut at = from;
        let mut before = self.text[..from].chars().next_back();
        while let Some(c) = self.text[at..].chars().next() {
            let next = at + c.len_utf8();
            let end = match self.role(c) {
                Role::Foreign => return Some(at..self.extend(at)),
                Role::Neutral if self.leads(at, c, before) => return Some(at..self.extend(next)),
                role @ (Role::Digit | Role::Neutral) if role == Role::Digit || is_sign(c) => {
                    match self.number(at, before) {
                        Some(Number { run: Some(run), .. }) => return Some(run),
                        Some(number) => number.end,
                        None => next,
                    }
                }
                Role::Open => self.after_isolate(next),
                Role::Native | Role::Mark | Role::Close | Role::Digit | Role::Neutral => next,
            };
            before = if end == next { Some(c) } else { self.text[..end].chars().next_back() };
            at = end;
        }
        None
    }

    fn role(&self, c: char) -> Role {
        let rtl = if self.own == Direction::Rtl { Role::Native } else { Role::Foreign };
        let ltr = if self.own == Direction::Ltr { Role::Native } else { Role::Foreign };
        match c {
            '0'..='9' => return Role::Digit,
            'A'..='Z' | 'a'..='z' => return ltr,
            '\0'..='\x7f' => return Role::Neutral,
            // Arabic letters, which most texts from right to left are made of.
            '\u{620}'..='\u{64a}' => return rtl,
            // Marks that only give a direction: no letters, no part of a run.
            '\u{200e}' | '\u{200f}' | '\u{61c}' => return Role::Native,
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

    /// Whether a sign belongs to the name right after it: `@cnlct`, `#pve`.
    fn leads(&self, at: usize, c: char, before: Option<char>) -> bool {
        let follows = self.text[at + c.len_utf8()..].chars().next();
        self.own == Direction::Rtl
            && matches!(c, '@' | '#')
            && before.is_none_or(|before| self.begins_after(before))
            && follows.is_some_and(|next| self.role(next) == Role::Foreign)
    }

    /// The end of the run whose first letter is at this byte.
    fn extend(&self, from: usize) -> usize {
        let mut end = from;
        let mut brackets = Vec::new();
        let mut gap = Gap::default();
        for (at, c) in self.text[from..].char_indices().map(|(at, c)| (from + at, c)) {
            match self.role(c) {
                Role::Foreign | Role::Digit if gap.joins() => {
                    gap = Gap::default();
                    if brackets.is_empty() {
                        end = at + c.len_utf8();
                    }
                }
                Role::Mark if end == at => end = at + c.len_utf8(),
                Role::Mark => {}
                Role::Neutral if self.passes(&mut gap, &mut brackets, c) => {}
                _ => break,
            }
            if !brackets.is_empty() && at - end > FARTHEST_BRACKET {
                break;
            }
        }
        self.with_tail(from, end)
    }

    /// Takes a neutral character into the gap; `false` where it ends the run.
    fn passes(&self, gap: &mut Gap, brackets: &mut Vec<char>, c: char) -> bool {
        if brackets.last().is_some_and(|open| closing(*open) == Some(c)) {
            brackets.pop();
            return true;
        }
        if closing(c).is_some() {
            brackets.push(c);
            return true;
        }
        let arabic = c == '،';
        if matches!(c, ')' | ']' | '}' | '»' | '”' | '›') || (arabic && self.own == Direction::Rtl) {
            return false;
        }
        gap.spaced |= c.is_whitespace();
        gap.stops |= !(c.is_whitespace() || arabic || matches!(c, '-' | '.' | '/' | '&' | '+' | '\'' | '’'));
        true
    }

    /// The run with the signs that end it as part of a name: `C++`, `C#`, the
    /// last `/` of an address.
    fn with_tail(&self, from: usize, end: usize) -> usize {
        if self.own == Direction::Ltr {
            return end;
        }
        let run = &self.text[from..end];
        let address = run.contains("://") || run.starts_with("www.");
        let rest = &self.text[end..];
        let after = rest.trim_start_matches(|c: char| matches!(c, '+' | '#') || (address && c == '/'));
        let ends_word = after.chars().next().is_none_or(|c| self.role(c) == Role::Neutral);
        if ends_word { end + rest.len() - after.len() } else { end }
    }

    /// Reads what begins with a number. `None` where no number begins at this
    /// byte.
    fn number(&self, at: usize, before: Option<char>) -> Option<Number> {
        let sign = self.text[at..].chars().next().filter(|c| is_sign(*c));
        let begins = |before| match sign {
            None => true,
            Some('+') => self.begins_after(before),
            // After an Arabic letter, a hyphen: الـ-5.
            Some(_) => self.role(before) == Role::Neutral && self.begins_after(before),
        };
        if !before.is_none_or(begins) {
            return None;
        }
        let digits = at + sign.map_or(0, char::len_utf8);
        let tight = tight_number(&self.text[digits..])?;
        let end = digits + tight.len;
        if self.attached(end) {
            return Some(Number { end, run: Some(at..self.extend(end)) });
        }
        if self.own == Direction::Ltr {
            return Some(Number { end, run: None });
        }
        let spaced = spaced_number(&self.text[digits..], sign == Some('+'));
        let isolated = spaced.is_some() || sign.is_some() || tight.reorders;
        let end = digits + spaced.unwrap_or(0).max(tight.len);
        Some(Number { end, run: isolated.then_some(at..end) })
    }

    /// Whether the number that ends at this byte begins a name: `3D`,
    /// `4.0-beta`.
    fn attached(&self, end: usize) -> bool {
        let rest = &self.text[end..];
        let name = rest.strip_prefix(['-', '_', '.', '/', '+']).unwrap_or(rest);
        name.chars().next().is_some_and(|c| self.role(c) == Role::Foreign)
    }

    /// Whether a sign after this character can begin a name or a number, as it
    /// can right after an Arabic conjunction.
    fn begins_after(&self, before: char) -> bool {
        let role = self.role(before);
        role == Role::Native || before.is_whitespace() || closing(before).is_some()
    }
}

/// A number, and the foreign run that it is or begins.
struct Number {
    end: usize,
    run: Option<Range<usize>>,
}

/// What stands between two letters or digits of a run.
#[derive(Default)]
struct Gap {
    spaced: bool,
    stops: bool,
}

impl Gap {
    /// Within a word (`10:30`, an address) any sign goes; between words only
    /// those that join: `UNSCR 1624`, `G7 +7`, `R & D`, not `CTED, UNOCT`.
    fn joins(&self) -> bool {
        !(self.spaced && self.stops)
    }
}

/// What may stand before a number as a part of it.
fn is_sign(c: char) -> bool {
    matches!(c, '+' | '-' | '−')
}

struct Tight {
    len: usize,
    reorders: bool,
}

/// Digits joined by single signs, without ASCII spaces. Of these signs, the
/// bidirectional algorithm keeps `. , : /` and no-break spaces in order after
/// Arabic letters, and reorders `-` and `+`.
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

/// The length of groups of digits between spaces that are one number: all that
/// follows a `+` (a telephone number), thousands (`3 000 000`), or at least
/// three groups of two or three digits (`71 00 00 00`). Two other numbers that
/// happen to be neighbours stay apart.
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

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// What closes a bracket or quote.
fn closing(open: char) -> Option<char> {
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

/// Whether a character that runs from right to left can begin with this byte
/// of UTF-8: those of U+0590 to U+08FF, of the presentation forms and of the
/// planes above, but not the punctuation of U+2000 to U+2FFF.
fn may_be_rtl(byte: u8) -> bool {
    byte >= 0xd6 && byte != 0xe2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::runs;
    use crate::base::lang::Direction;

    /// The text with its foreign runs between brackets.
    fn marked(text: &str, own: Direction) -> String {
        runs(text, own).map(|(foreign, run)| if foreign { format!("⟦{run}⟧") } else { run.to_owned() }).collect()
    }

    fn check(own: Direction, cases: &[&str]) {
        for expected in cases {
            let text = expected.replace(['⟦', '⟧'], "");
            assert_eq!(marked(&text, own), *expected);
        }
    }

    #[test]
    fn latin_names_in_arabic_text() {
        check(
            Direction::Rtl,
            &[
                "في تونس",
                "برنامج «⟦G7 +7⟧» في تونس",
                "القرار ⟦UNSCR 1624⟧ لمجلس الأمن",
                "الأمم المتحدة (⟦CTED⟧) و",
                "⟦CTED⟧ و⟦UNOCT⟧",
                "⟦CTED⟧، ⟦UNOCT⟧",
                "⟦CTED⟧, ⟦UNOCT⟧",
                "(⟦PNUD⟧) ⟦UNDP⟧",
                "⟦UNDP (PNUD) Tunisie⟧ في",
                "⟦UNDP⟧ (⟦PNUD⟧) في",
                "⟦UNDP⟧ (⟦PNUD⟧ في) تونس",
                "ملف ⟦rapport-2018.pdf⟧ هنا",
                "من ⟦l'État⟧ إلى ⟦R & D⟧.",
                "\"⟦CTED⟧\" و\"⟦A \"B\" C⟧\"",
                "شاشة ⟦3D⟧ و⟦4.0-beta⟧",
                "لغة ⟦C++⟧، ⟦C#⟧",
                "⟦CTED⟧/اللجنة",
                "⟦re\u{301}sume\u{301}⟧ و",
            ],
        );
    }

    #[test]
    fn addresses_are_one_run() {
        check(
            Direction::Rtl,
            &[
                "انظر ⟦https://example.org/a?b=c,d#e⟧.",
                "انظر ⟦https://example.org/⟧ أو",
                "⟦www.undp.org⟧",
                "اكتب إلى ⟦contact@example.tn⟧.",
                "حساب ⟦@cnlct⟧ و⟦#pve⟧",
            ],
        );
    }

    #[test]
    fn numbers_that_would_be_reordered_are_foreign_in_arabic() {
        check(
            Direction::Rtl,
            &[
                "سنة 2018",
                "3.000.000 دولار",
                "يوم 10/05/2018 على 10:30",
                "3\u{a0}000\u{a0}000 دولار",
                "القراران ⟦1624-2178⟧ (2005)",
                "هاتف ⟦+216 71 000 000⟧.",
                "هاتف ⟦+216 71\u{a0}000\u{a0}000⟧",
                "هاتف ⟦71 00 00 00⟧",
                "⟦3 000 000⟧ دولار",
                "في 2018 10 مشاريع",
                "\u{200f}2018\u{a0}– 2021",
                "درجة (⟦-5⟧) و⟦+7⟧",
                "الـ-5 ونسبة 50%",
                "٣ ٠٠٠ و١٦٢٤-٢١٧٨",
            ],
        );
    }

    #[test]
    fn arabic_names_in_latin_text() {
        check(
            Direction::Ltr,
            &[
                "le 3 000 000 (2018) été – œuvre",
                "Jisr (⟦جسر⟧, pont)",
                "la ⟦اللجنة الوطنية لمكافحة الإرهاب⟧ (CNLCT)",
                "« ⟦تونس، ليبيا⟧ »",
                "⟦ماي 2018⟧, ⟦جُسُور⟧ et ⟦הֶסְכֵּם⟧",
                "⟦هل هذا؟⟧ Oui",
                "⟦١٠ ماي⟧",
            ],
        );
    }

    #[test]
    fn what_is_isolated_stays() {
        check(
            Direction::Rtl,
            &["في \u{2066}G7 +7\u{2069} و⟦UNDP⟧", "\u{2066}a\u{2066}b\u{2069}c\u{2069} ⟦d⟧", "\u{2066}a"],
        );
    }

    proptest! {
        #[test]
        fn runs_are_the_text_and_foreign_ones_have_clean_ends(text in "[ab7+ @/:(«\")»\\-.,،جسر٣\u{a0}\u{2066}\u{2069}\u{301}]{0,24}") {
            for own in [Direction::Ltr, Direction::Rtl] {
                let runs: Vec<_> = runs(&text, own).collect();
                prop_assert_eq!(runs.iter().map(|(_, run)| *run).collect::<String>(), text.clone());
                for (foreign, run) in runs {
                    prop_assert!(!run.is_empty());
                    prop_assert!(!foreign || run.trim_matches([' ', '(', '«', '"', ')', '»', '،', '\u{a0}']) == run, "{run:?}");
                }
            }
        }
    }
}
