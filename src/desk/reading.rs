//! Finds numbers and dates in a text of any language, in a normalised form:
//! `3 000 000`, `3.000.000`, `3 millions` and `3 ملايين`; `10 mai 2018`,
//! `10/05/2018` and `10 ماي 2018`.

use std::ops::Range;

use rust_decimal::Decimal;

/// A number or a date stated in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fact {
    /// A number, by all its possible readings: `1,500` is 1500 or 1.5.
    Number(Vec<Decimal>),
    /// ISO 8601, at the stated precision: `2018-05-10`, `2018-05`, `--05-10`.
    Date(String),
}

impl Fact {
    /// Whether both can mean the same. A year alone also matches a date in it.
    pub fn meets(&self, other: &Fact) -> bool {
        match (self, other) {
            (Fact::Number(a), Fact::Number(b)) => a.iter().any(|reading| b.contains(reading)),
            (Fact::Date(a), Fact::Date(b)) => a == b,
            (Fact::Number(a), Fact::Date(b)) => a.iter().any(|reading| b.starts_with(&format!("{reading:0>4}-"))),
            (Fact::Date(_), Fact::Number(_)) => false,
        }
    }
}

/// A fact with the byte range that states it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The fact.
    pub fact: Fact,
    /// Its byte range.
    pub range: Range<usize>,
}

/// All numbers and dates of a text, in order, except those in web addresses.
pub fn facts(text: &str) -> Vec<Found> {
    let reader = Reader { tokens: tokens(text) };
    let mut found = vec![];
    let mut at = 0;
    while at < reader.tokens.len() {
        match reader.fact(at) {
            Some((fact, end)) => {
                found.push(Found { fact, range: reader.tokens[at].range.start..reader.tokens[end - 1].range.end });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a text contains a small number as a word: `trois`, `السابع`.
/// Languages differ in which numbers they write so.
pub fn names_small_number(text: &str, number: Decimal) -> bool {
    let Some(forms) = SMALL.iter().find(|(value, _)| Decimal::from(*value) == number).map(|(_, forms)| *forms) else {
        return false;
    };
    let is_form = |word: &str| {
        forms.iter().any(|form| word.strip_suffix(form).is_some_and(|prefix| prefix.is_empty() || is_prefix(prefix)))
    };
    tokens(text).iter().any(|token| matches!(&token.kind, Kind::Word(word) if is_form(word)))
}

/// Whether a text is Arabic for "and", "in", "for" or "the", written attached.
fn is_prefix(text: &str) -> bool {
    text.chars().count() <= 4 && text.chars().all(|c| "وفبلكا".contains(c))
}

const SMALL: &[(i64, &[&str])] = &[
    (3, &["trois", "troisième", "three", "third", "ثلاث", "ثلاثة", "ثالث", "ثالثة"]),
    (4, &["quatre", "quatrième", "four", "fourth", "أربع", "أربعة", "رابع", "رابعة"]),
    (5, &["cinq", "cinquième", "five", "fifth", "خمس", "خمسة", "خامس", "خامسة"]),
    (6, &["six", "sixième", "sixth", "ست", "ستة", "سادس", "سادسة"]),
    (7, &["sept", "septième", "seven", "seventh", "سبع", "سبعة", "سابع", "سابعة"]),
    (8, &["huit", "huitième", "eight", "eighth", "ثماني", "ثمان", "ثمانية", "ثامن", "ثامنة"]),
    (9, &["neuf", "neuvième", "nine", "ninth", "تسع", "تسعة", "تاسع", "تاسعة"]),
    (10, &["dix", "dixième", "ten", "tenth", "عشر", "عشرة", "عاشر", "عاشرة"]),
    (11, &["onze", "onzième", "eleven", "eleventh"]),
    (12, &["douze", "douzième", "twelve", "twelfth"]),
];

/// Names of months in French, in English, and in Arabic as it is written in
/// the Maghreb, in Egypt and the Gulf, in the Levant and in Morocco.
const MONTHS: [&[&str]; 12] = [
    &["janvier", "january", "جانفي", "يناير", "كانون الثاني"],
    &["février", "february", "فيفري", "فبراير", "شباط"],
    &["mars", "march", "مارس", "آذار"],
    &["avril", "april", "أفريل", "أبريل", "إبريل", "ابريل", "نيسان"],
    &["mai", "may", "ماي", "مايو", "أيار"],
    &["juin", "june", "جوان", "يونيو", "يونيه", "حزيران"],
    &["juillet", "july", "جويلية", "يوليو", "يوليه", "يوليوز", "تموز"],
    &["août", "august", "أوت", "أغسطس", "غشت", "آب"],
    &["septembre", "september", "سبتمبر", "شتنبر", "أيلول"],
    &["octobre", "october", "أكتوبر", "اكتوبر", "تشرين الأول"],
    &["novembre", "november", "نوفمبر", "نونبر", "تشرين الثاني"],
    &["décembre", "december", "ديسمبر", "دجنبر", "كانون الأول"],
];

const SCALES: &[(i64, &[&str])] = &[
    (1_000, &["mille", "thousand", "ألف", "آلاف", "ألفا"]),
    (1_000_000, &["million", "millions", "مليون", "ملايين", "مليونا"]),
    (1_000_000_000, &["milliard", "milliards", "billion", "billions", "مليار", "مليارات", "مليارا"]),
];

#[derive(PartialEq, Eq, Debug)]
enum Kind {
    /// Letters, in lower case, without vowel signs.
    Word(String),
    /// Digits of any script, as ASCII.
    Digits(String),
    /// Anything else.
    Sign(char),
}

#[derive(Debug)]
struct Token {
    kind: Kind,
    range: Range<usize>,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = vec![];
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        if at < skip_to || is_silent(c) {
            continue;
        }
        if let Some(end) = address(text, at) {
            skip_to = end;
            tokens.push(Token { kind: Kind::Sign('@'), range: at..end });
            continue;
        }
        let range = at..at + c.len_utf8();
        let last = tokens.last_mut();
        match (digit(c), last) {
            (Some(digit), Some(Token { kind: Kind::Digits(digits), range: own })) => {
                digits.push(digit);
                own.end = range.end;
            }
            (Some(digit), _) => tokens.push(Token { kind: Kind::Digits(digit.into()), range }),
            (None, Some(Token { kind: Kind::Word(word), range: own })) if c.is_alphabetic() => {
                word.extend(c.to_lowercase());
                own.end = range.end;
            }
            (None, _) if c.is_alphabetic() => {
                tokens.push(Token { kind: Kind::Word(c.to_lowercase().collect()), range });
            }
            _ => tokens.push(Token { kind: Kind::Sign(c), range }),
        }
    }
    tokens
}

/// Vowel signs, the Arabic tatweel, and direction marks.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64b}'..='\u{652}' | '\u{200b}'..='\u{200f}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// The end of a web address that begins here.
fn address(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let begins = ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start));
    begins.then(|| at + rest.find(char::is_whitespace).unwrap_or(rest.len()))
}

fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => c as u32 - '0' as u32,
        '٠'..='٩' => c as u32 - '٠' as u32,
        '۰'..='۹' => c as u32 - '۰' as u32,
        _ => return None,
    };
    char::from_digit(value, 10)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

struct Reader {
    tokens: Vec<Token>,
}

impl Reader {
    /// The fact that begins at a token, and the index of the token after it.
    fn fact(&self, at: usize) -> Option<(Fact, usize)> {
        let date = self.date_in_digits(at).or_else(|| self.date_in_words(at)).or_else(|| self.month_and_year(at));
        date.map(|(date, end)| (Fact::Date(date), end)).or_else(|| self.number(at))
    }

    fn digits(&self, at: usize) -> Option<&str> {
        match &self.tokens.get(at)?.kind {
            Kind::Digits(digits) => Some(digits),
            _ => None,
        }
    }

    fn sign(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<&str> {
        match &self.tokens.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The index of the token after any spaces.
    fn after_spaces(&self, mut at: usize) -> usize {
        while self.sign(at).is_some_and(is_space) {
            at += 1;
        }
        at
    }

    /// A number of one or two digits, up to `most`.
    fn small(&self, at: usize, most: u32) -> Option<u32> {
        let digits = self.digits(at).filter(|digits| digits.len() <= 2)?;
        digits.parse().ok().filter(|number| (1..=most).contains(number))
    }

    fn year(&self, at: usize) -> Option<&str> {
        self.digits(at).filter(|digits| digits.len() == 4 && matches!(digits.as_bytes()[0], b'1' | b'2'))
    }

    /// `2018-05-10`, `10/05/2018`, `10.05.2018`.
    fn date_in_digits(&self, at: usize) -> Option<(String, usize)> {
        let sign = self.sign(at + 1).filter(|sign| matches!(sign, '-' | '/' | '.'))?;
        let same = self.sign(at + 3) == Some(sign);
        let ends = !self.sign(at + 5).is_some_and(|next| next == sign && self.digits(at + 6).is_some());
        let month = self.small(at + 2, 12).filter(|_| same && ends)?;
        let (year, day) = match self.year(at) {
            Some(year) => (year, self.small(at + 4, 31)?),
            None => (self.year(at + 4)?, self.small(at, 31)?),
        };
        Some((format!("{year}-{month:02}-{day:02}"), at + 5))
    }

    /// `10 mai 2018`, `1er mai`, `10 أيار/مايو 2018`.
    fn date_in_words(&self, at: usize) -> Option<(String, usize)> {
        let day = self.small(at, 31)?;
        let mut next = at + 1;
        if self.word(next).is_some_and(|word| matches!(word, "er" | "e" | "st" | "nd" | "rd" | "th")) {
            next += 1;
        }
        let (month, end) = self.month(self.after_spaces(next))?;
        Some(match self.year_behind(end) {
            Some((year, end)) => (format!("{year}-{month:02}-{day:02}"), end),
            None => (format!("--{month:02}-{day:02}"), end),
        })
    }

    /// `mai 2018`, `May 10, 2018`.
    fn month_and_year(&self, at: usize) -> Option<(String, usize)> {
        let (month, end) = self.month(at)?;
        if let Some((year, end)) = self.year_behind(end) {
            return Some((format!("{year}-{month:02}"), end));
        }
        let day_at = self.after_spaces(end);
        let day = self.small(day_at, 31)?;
        let comma = day_at + 1 + usize::from(self.sign(day_at + 1) == Some(','));
        let (year, end) = self.year_behind(comma)?;
        Some((format!("{year}-{month:02}-{day:02}"), end))
    }

    /// The year after a month, optionally with "of" or "the year" in between.
    fn year_behind(&self, at: usize) -> Option<(&str, usize)> {
        let mut at = self.after_spaces(at);
        while self.word(at).is_some_and(|word| matches!(word, "de" | "of" | "سنة" | "عام" | "لسنة" | "لعام" | "من"))
        {
            at = self.after_spaces(at + 1);
        }
        Some((self.year(at)?, at + 1))
    }

    /// A month's name, or two names for it: `أيار/مايو`.
    fn month(&self, at: usize) -> Option<(usize, usize)> {
        let (month, end) = self.one_month(at)?;
        let other = self.sign(end).filter(|sign| *sign == '/').and_then(|_| self.one_month(end + 1));
        Some((month, other.filter(|(own, _)| *own == month).map_or(end, |(_, end)| end)))
    }

    fn one_month(&self, at: usize) -> Option<(usize, usize)> {
        let word = self.word(at)?;
        let second_at = self.after_spaces(at + 1);
        let two = self.word(second_at).map(|second| format!("{word} {second}"));
        let find = |name: &str| MONTHS.iter().position(|names| names.contains(&name)).map(|month| month + 1);
        let without_prefix = || word.strip_prefix(['و', 'ل', 'ب', 'ف']).and_then(find);
        let two = two.and_then(|two| find(&two)).map(|month| (month, second_at + 1));
        two.or_else(|| find(word).or_else(without_prefix).map(|month| (month, at + 1)))
    }

    /// A number with its groups, its fraction and its scale.
    fn number(&self, at: usize) -> Option<(Fact, usize)> {
        let Groups { groups, fraction, end } = self.groups(at)?;
        let mut readings = readings(&groups, fraction);
        let word_at = self.after_spaces(end);
        let scale = self.word(word_at).and_then(|word| SCALES.iter().find(|(_, names)| names.contains(&word)));
        let Some((scale, _)) = scale else { return Some((Fact::Number(readings), end)) };
        for reading in &mut readings {
            *reading = reading.checked_mul(Decimal::from(*scale)).unwrap_or(*reading).normalize();
        }
        Some((Fact::Number(readings), word_at + 1))
    }

    /// The groups of three digits with the separator before each, and the index
    /// of the next token.
    fn groups(&self, at: usize) -> Option<Groups<'_>> {
        let mut groups = vec![('\0', self.digits(at)?)];
        let mut end = at + 1;
        while let Some((sign, digits)) = self.sign(end).zip(self.digits(end + 1)) {
            let fits = digits.len() == 3 && groups[0].1.len() <= 3;
            let groups_by = is_space(sign) || matches!(sign, '.' | ',' | '٬' | '\'' | '’');
            if fits && groups_by {
                groups.push((sign, digits));
                end += 2;
                continue;
            }
            if matches!(sign, '.' | ',' | '٫') {
                return Some(Groups { groups, fraction: digits, end: end + 2 });
            }
            break;
        }
        Some(Groups { groups, fraction: "", end })
    }
}

/// The digits of a number, split at its separators.
struct Groups<'a> {
    /// The groups, each with the separator before it.
    groups: Vec<(char, &'a str)>,
    /// The digits after an unambiguous decimal separator.
    fraction: &'a str,
    /// The index of the next token.
    end: usize,
}

/// The possible readings of groups and a fraction.
fn readings(groups: &[(char, &str)], fraction: &str) -> Vec<Decimal> {
    let join = |groups: &[(char, &str)]| groups.iter().map(|(_, digits)| *digits).collect::<String>();
    let value = |whole: &str, fraction: &str| {
        let text = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
        text.parse::<Decimal>().ok().map(|value| value.normalize())
    };
    let whole = || value(&join(groups), fraction);
    let Some(((sign, last), rest)) = groups.split_last().filter(|(_, rest)| !rest.is_empty()) else {
        return whole().into_iter().collect();
    };
    let decimal = || value(&join(rest), last);
    let is_decimal_sign = fraction.is_empty() && matches!(sign, '.' | ',');
    let differs = rest.len() > 1 && rest[1].0 != *sign;
    match is_decimal_sign {
        true if differs || groups[0].1 == "0" => decimal().into_iter().collect(),
        true if rest.len() == 1 => whole().into_iter().chain(decimal()).collect(),
        _ => whole().into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, facts, names_small_number};

    /// The facts of a text, with `|` between the readings of a number.
    fn read(text: &str) -> String {
        let show = |fact: Fact| match fact {
            Fact::Number(readings) => readings.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"),
            Fact::Date(date) => date,
        };
        facts(text).into_iter().map(|found| show(found.fact)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_are_read_in_every_script_and_grouping() {
        for (text, expected) in [
            ("3 000 000 dollars", "3000000"),
            ("3\u{202f}000\u{202f}000\u{a0}dollars", "3000000"),
            ("3.000.000 دولار", "3000000"),
            ("3,000,000 dollars", "3000000"),
            ("٣٬٠٠٠٬٠٠٠ دولار", "3000000"),
            ("٣ مشاريع", "3"),
            ("3 millions de dollars", "3000000"),
            ("3 ملايين دولار", "3000000"),
            ("1,5 million", "1500000"),
            ("١٫٥ مليون", "1500000"),
            ("1 234,50 euros", "1234.5"),
            ("1.234,500 دينار", "1234.5"),
            ("1,500", "1500|1.5"),
            ("0,500", "0.5"),
            ("12 ateliers, 300 jeunes", "12 300"),
            ("50 %", "50"),
            ("les 24 gouvernorats.", "24"),
            ("résolutions 1624 (2005) et 2178 (2014)", "1624 2005 2178 2014"),
            ("2020–2025", "2020 2025"),
            ("1 000 2", "1000 2"),
            ("https://a.tn/2018/05 rien", ""),
            ("", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_every_usage() {
        for (text, expected) in [
            ("le 10 mai 2018", "2018-05-10"),
            ("le 1er août 2018", "2018-08-01"),
            ("يوم 10 ماي 2018", "2018-05-10"),
            ("10 مايو 2018", "2018-05-10"),
            ("١٠ ماي ٢٠١٨", "2018-05-10"),
            ("10 أيار/مايو 2018", "2018-05-10"),
            ("5 كانون الثاني 2019", "2019-01-05"),
            ("10 ماي من سنة 2018", "2018-05-10"),
            ("2018-05-10", "2018-05-10"),
            ("10/05/2018", "2018-05-10"),
            ("10.05.2018", "2018-05-10"),
            ("May 10, 2018", "2018-05-10"),
            ("en mai 2018", "2018-05"),
            ("في ماي 2018", "2018-05"),
            ("لجوان 2018", "2018-06"),
            ("le 10 mai", "--05-10"),
            ("mai et juin 2018", "2018-06"),
            ("il peut mars", ""),
            ("du 10 au 12 mai 2018", "10 2018-05-12"),
            ("31/31/2018", "31 31 2018"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn equal_facts_meet() {
        let meets = |a: &str, b: &str| facts(a)[0].fact.meets(&facts(b)[0].fact);
        assert!(meets("1,500", "1 500") && meets("1,500", "1,5") && meets("en 2018", "mai 2018"));
        assert!(!meets("5 000 000", "3.000.000") && !meets("10 mai 2018", "11 ماي 2018") && !meets("18", "mai 2018"));
    }

    #[test]
    fn small_numbers_may_be_words() {
        assert!(names_small_number("مجموعة السبع", 7.into()) && names_small_number("les Trois axes", 3.into()));
        assert!(!names_small_number("les trois axes", 4.into()) && !names_small_number("استبعد", 7.into()));
    }
}
