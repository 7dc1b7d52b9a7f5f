//! French typography, following the rules of the Imprimerie nationale.

use std::borrow::Cow;
use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;

use crate::locale::typography::{Edits, NO_BREAK, is_digit, joins_groups};

/// The narrow no-break space before `; ! ?` and between groups of digits.
const NARROW: &str = "\u{202f}";

/// The text in French typography.
pub(in crate::locale) fn french(text: &str) -> Cow<'_, str> {
    let mut pass = French::new(text);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b' ' => pass.space(at),
            b'\'' => pass.apostrophe(at),
            b';' | b'!' | b'?' => pass.high_mark(at),
            b':' => pass.colon(at),
            b'"' => pass.quote(at),
            0xc2 if bytes.get(at + 1) == Some(&0xab) => pass.opening(at),
            0xc2 if bytes.get(at + 1) == Some(&0xbb) => pass.closing(at),
            _ => {}
        }
    }
    pass.edits.finish()
}

/// The state of the French pass over one text.
struct French<'t> {
    text: &'t str,
    edits: Edits<'t>,
    /// The word examined last, and the range of the address in it: a cache.
    word: Range<usize>,
    address: Range<usize>,
    /// Whether the straight quotes of the whole text are paired; computed on
    /// first use.
    paired: Option<bool>,
    /// Whether the last straight quote was an opening one.
    quoting: bool,
}

impl<'t> French<'t> {
    fn new(text: &'t str) -> French<'t> {
        French { text, edits: Edits::new(text), word: 0..0, address: 0..0, paired: None, quoting: false }
    }

    /// Makes a space between groups of digits, or between a number and its
    /// unit, a no-break space.
    fn space(&mut self, at: usize) {
        if joins_groups(self.text, at) {
            self.edits.replace(at..at + 1, NARROW);
        } else if is_digit(self.before(at)) && matches!(self.after(at + 1), Some('%' | '‰' | '€' | '$' | '£' | '¥'))
        {
            self.edits.replace(at..at + 1, NO_BREAK);
        }
    }

    /// `l'État` → `l’État`; a single quote around a word is not an apostrophe.
    fn apostrophe(&mut self, at: usize) {
        let after = self.after(at + 1);
        let elides = match after {
            Some(next) => next.is_alphanumeric() || next == '«' || next == '"',
            None => self.follows_elision(at),
        };
        if elides && self.before(at).is_some_and(is_letter) && !self.in_address(at) {
            self.edits.replace(at..at + 1, "’");
        }
    }

    /// Whether the text ends in an elision, `l'`, `qu'` and the like, with
    /// emphasis to follow.
    fn follows_elision(&self, at: usize) -> bool {
        let word = &self.text[..at];
        let word = &word[word.rfind(|c: char| !c.is_alphabetic()).map_or(0, |end| end + char_len(word, end))..];
        let short = ["l", "d", "j", "m", "n", "s", "t", "c"].iter().any(|one| word.eq_ignore_ascii_case(one));
        short || (word.len() < 8 && word.to_ascii_lowercase().ends_with("qu"))
    }

    /// `;`, `!` and `?`: one narrow no-break space before a sequence of them.
    fn high_mark(&mut self, at: usize) {
        let start = spaces_before(self.text, at);
        let before = self.before(start);
        let spaced = start < at;
        if self.in_address(at)
            || before.is_some_and(|c| c == '«' || c.is_whitespace())
            || self.is_between_arabic(start, at)
        {
            return;
        }
        let bound = match spaced {
            true => self.after(at + 1) != Some('='),
            false => self.attaches(before) && self.ends_sentence(at),
        };
        if bound {
            self.edits.replace(start..at, NARROW);
        }
    }

    /// Whether the punctuation that begins here ends a clause: `!=` and `?x=1`
    /// do not.
    fn ends_sentence(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start_matches([';', '!', '?', '.', '…']);
        rest.chars().next().is_none_or(|c| c.is_whitespace() || closes(c))
    }

    /// `:` after a word and before a space; not in `10:30` or `a::b`.
    fn colon(&mut self, at: usize) {
        let start = spaces_before(self.text, at);
        let (before, after) = (self.before(start), self.after(at + 1));
        let bound = match start < at {
            true => !before.is_some_and(|c| c == '«' || c == ':' || c.is_whitespace()) && after != Some(':'),
            false => self.attaches(before) && after.is_none_or(|c| self.gets_space(c)),
        };
        if bound && !self.in_address(at) && !self.is_between_arabic(start, at) {
            self.edits.replace(start..at, NO_BREAK);
        }
    }

    /// Whether this is a space, or a character that gets one before it.
    fn gets_space(&self, c: char) -> bool {
        c.is_whitespace() || c == '»' || (c == '"' && self.quoting)
    }

    /// One no-break space after «.
    fn opening(&mut self, at: usize) {
        let start = at + '«'.len_utf8();
        let end = start + self.text[start..].len() - self.text[start..].trim_start_matches(SPACES).len();
        let after = self.after(end);
        let empty = start == end && after == Some('»');
        if !empty && !after.is_some_and(char::is_whitespace) && !self.in_address(at) {
            self.edits.replace(start..end, NO_BREAK);
        }
    }

    /// One no-break space before ».
    fn closing(&mut self, at: usize) {
        let start = spaces_before(self.text, at);
        let bound = match self.before(start) {
            Some(before) => before != '«' && !before.is_whitespace(),
            None => start < at,
        };
        if bound && !self.in_address(at) {
            self.edits.replace(start..at, NO_BREAK);
        }
    }

    /// `"x"` → `« x »`, if all straight quotes of the text are paired.
    fn quote(&mut self, at: usize) {
        if self.in_address(at) || !self.quotes_are_paired() {
            return;
        }
        self.quoting = !self.quoting;
        self.edits.replace(at..at + 1, if self.quoting { "«\u{a0}" } else { "\u{a0}»" });
    }

    fn quotes_are_paired(&mut self) -> bool {
        if let Some(paired) = self.paired {
            return paired;
        }
        let (mut opening, mut fits) = (true, true);
        for (at, _) in self.text.match_indices('"') {
            if self.in_address(at) {
                continue;
            }
            fits &= quote_fits(opening, self.before(at), self.after(at + 1));
            opening = !opening;
        }
        let paired = fits && opening;
        self.paired = Some(paired);
        paired
    }

    /// Whether a space can be missing after this character: it must end a word,
    /// and not be the start of the text, an opening bracket or other
    /// punctuation.
    fn attaches(&self, before: Option<char>) -> bool {
        match before {
            None => false,
            Some('"') => !(self.quoting && self.paired == Some(true)),
            Some(c) => is_letter(c) || c.is_numeric() || closes_word(c),
        }
    }

    /// Whether a mark stands between Arabic words: it belongs to them, and
    /// Arabic sets no space before it.
    fn is_between_arabic(&self, start: usize, at: usize) -> bool {
        let next = self.text[at..].chars().find(|c| c.is_alphanumeric());
        self.before(start).is_some_and(is_arabic) && next.is_some_and(is_arabic)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Whether the byte is inside an address. Each word is examined once.
    fn in_address(&mut self, at: usize) -> bool {
        if !self.word.contains(&at) {
            let text = self.text;
            let start = text[..at].rfind(char::is_whitespace).map_or(0, |space| space + char_len(text, space));
            let end = text[at..].find(char::is_whitespace).map_or(text.len(), |space| at + space);
            let address = address(&text[start..end]);
            self.word = start..end;
            self.address = start + address.start..start + address.end;
        }
        self.address.contains(&at)
    }
}

const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// The start of the run of spaces before this byte.
fn spaces_before(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches(SPACES).len()
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Whether the character is a letter, or a combining mark on one.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Whether the character can follow punctuation at the end of a clause.
fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '»' | '”' | '’' | '"' | '\'' | ',' | ':' | '-' | '–' | '—' | '*')
}

/// Whether the character can end a word, besides letters and digits.
fn closes_word(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '»' | '”' | '’' | '\'' | '%' | '‰' | '€' | '$' | '£' | '°' | '®' | '™' | '+' | '*')
}

/// Whether a straight quote between these characters can open or close a
/// quotation.
fn quote_fits(opening: bool, before: Option<char>, after: Option<char>) -> bool {
    match opening {
        true => {
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '«' | '\'' | '’'))
                && after.is_some_and(|c| !c.is_whitespace() && c != '"' && c != '»')
        }
        false => {
            before.is_some_and(|c| !c.is_whitespace() && c != '«')
                && after.is_none_or(|c| c.is_whitespace() || closes(c) || matches!(c, '.' | ';' | '!' | '?' | '…'))
        }
    }
}

/// The range of a word that is an address, an e-mail address or a file with a
/// query, without the surrounding punctuation; empty if it is none of these.
fn address(word: &str) -> Range<usize> {
    let start = word.len() - word.trim_start_matches(['(', '[', '{', '<', '«', '“', '"', '\'', '’', '‘']).len();
    let core = word[start..]
        .trim_end_matches([')', ']', '}', '>', '»', '”', '"', '\'', '’', '.', ',', ';', ':', '!', '?', '…']);
    let mail = core.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let query = core.split_once('?').is_some_and(|(path, query)| {
        path.contains(['.', '/']) && query.starts_with(|c: char| c.is_ascii_alphanumeric())
    });
    match mail || query || core.contains("://") || core.starts_with("www.") || core.starts_with("mailto:") {
        true => start..start + core.len(),
        false => 0..0,
    }
}

fn is_arabic(c: char) -> bool {
    CodePointMapData::<BidiClass>::new().get(c) == BidiClass::ArabicLetter
}
