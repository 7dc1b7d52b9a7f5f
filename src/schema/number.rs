//! Parses numbers as staff type them: the one accepted form, and what a
//! rejected one most likely means.

use iso_currency::Currency;
use rust_decimal::Decimal;

/// The result of parsing a number.
#[derive(Clone, PartialEq, Debug)]
pub enum Number {
    /// A number in the accepted form.
    Plain(Decimal),
    /// Arabic-Indic or Persian digits; the number in ASCII digits.
    ArabicDigits(String),
    /// Grouped digits, possibly with a fraction; the number in plain digits.
    Grouped(String),
    /// `3,5`: a decimal comma; the number with a decimal point.
    DecimalComma(String),
    /// `3 M`, `2,5 millions`; the number in plain digits.
    Abbreviated(String),
    /// One point or comma followed by exactly three digits. `1.250` is more
    /// than a thousand to a reader of French or Arabic, but hardly more than
    /// one in YAML.
    TwoReadings(TwoReadings),
    /// Not a number.
    Other,
}

/// The two numbers that a text may mean.
#[derive(Clone, PartialEq, Debug)]
pub struct TwoReadings {
    /// Read as grouped digits: `1250`. None if they cannot be groups, as in
    /// `1250.505` or `0.250`.
    pub grouped: Option<Decimal>,
    /// Read as a fraction: `1.25`.
    pub fraction: Decimal,
}

impl TwoReadings {
    /// Both readings, written unambiguously, as far as possible.
    pub fn plain(&self) -> Vec<String> {
        let all = [self.grouped, Some(self.fraction)];
        all.into_iter()
            .flatten()
            .map(|number| number.normalize().to_string())
            .filter(|text| is_accepted(text))
            .collect()
    }

    fn times(&self, factor: Decimal) -> Option<TwoReadings> {
        let grouped = self.grouped.map(|grouped| grouped.checked_mul(factor));
        Some(TwoReadings {
            grouped: grouped.map_or(Some(None), |product| product.map(Some))?,
            fraction: self.fraction.checked_mul(factor)?,
        })
    }

    fn negated(self) -> TwoReadings {
        TwoReadings { grouped: self.grouped.map(|grouped| -grouped), fraction: -self.fraction }
    }
}

/// Parses a number: digits, with a decimal point before a fraction, and
/// possibly a sign.
pub fn number(text: &str) -> Number {
    let ascii = ascii_digits(text);
    if ascii != text {
        return in_ascii(text, &ascii);
    }
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',' || is_space(c)) {
        return abbreviated(text);
    }
    match unsigned(digits) {
        Number::Plain(number) if sign.is_empty() || text.starts_with('-') => {
            Number::Plain(if sign.is_empty() { number } else { -number })
        }
        Number::Plain(number) => Number::Grouped(format!("{sign}{number}")),
        Number::Grouped(plain) => Number::Grouped(format!("{sign}{plain}")),
        Number::DecimalComma(plain) => Number::DecimalComma(format!("{sign}{plain}")),
        Number::TwoReadings(two) => Number::TwoReadings(if sign.is_empty() { two } else { two.negated() }),
        other => other,
    }
}

/// The text with Arabic-Indic and Persian digits and separators converted to
/// ASCII.
pub fn ascii_digits(text: &str) -> String {
    let ascii = |c: char| match c {
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
        '٫' => '.',
        '٬' => ' ',
        c => c,
    };
    text.chars().map(ascii).collect()
}

/// A number in other digits. Arabic's own decimal separator is unambiguous.
fn in_ascii(text: &str, ascii: &str) -> Number {
    match number(ascii) {
        Number::Grouped(plain) | Number::Abbreviated(plain) | Number::DecimalComma(plain) => {
            Number::ArabicDigits(plain)
        }
        Number::Plain(_) => Number::ArabicDigits(ascii.to_owned()),
        Number::TwoReadings(two) if text.contains('٫') => {
            let plain = two.fraction.normalize().to_string();
            if is_accepted(&plain) { Number::ArabicDigits(plain) } else { Number::TwoReadings(two) }
        }
        Number::TwoReadings(two) => Number::TwoReadings(two),
        Number::ArabicDigits(_) | Number::Other => Number::Other,
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\'' | '’' | '_')
}

/// Whether the text is a number in the accepted form.
fn is_accepted(text: &str) -> bool {
    matches!(number(text), Number::Plain(_))
}

/// Digits with points, commas and spaces. The last point or comma may be a
/// decimal separator; all others must separate groups of three.
fn unsigned(text: &str) -> Number {
    let Some(last) = text.rfind(['.', ',']) else { return whole(text) };
    let (before, fraction) = (&text[..last], &text[last + 1..]);
    let mark = &text[last..=last];
    let others = before.contains(|c: char| !c.is_ascii_digit());
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        // `3,000 000`, `1.250.`: a separator is followed by groups.
        return whole(text);
    }
    if others && before.contains(mark) {
        // `1.250.500`: a repeated separator can only separate groups.
        return whole(text);
    }
    let Some(digits) = joined(before) else { return Number::Other };
    if others {
        return decimal(&digits, fraction).map_or(Number::Other, Number::Grouped);
    }
    if fraction.len() == 3 && !digits.is_empty() {
        return two_readings(&digits, fraction);
    }
    match (decimal(&digits, fraction), mark) {
        (Some(plain), ".") if plain == text => plain.parse().map_or(Number::Other, Number::Plain),
        (Some(plain), ".") => Number::Grouped(plain),
        (Some(plain), _) => Number::DecimalComma(plain),
        (None, _) => Number::Other,
    }
}

/// A whole number whose separators, if any, separate groups of three.
fn whole(text: &str) -> Number {
    match joined(text) {
        Some(digits) if digits == text => digits.parse().map_or(Number::Other, Number::Plain),
        Some(digits) if !digits.is_empty() => Number::Grouped(digits),
        _ => Number::Other,
    }
}

/// A decimal: `0.5` from `` and `5`.
fn decimal(whole: &str, fraction: &str) -> Option<String> {
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() {
        return (whole != "0").then(|| whole.to_owned());
    }
    let plain = format!("{whole}.{fraction}");
    // Three decimals would be ambiguous again.
    let short = plain.parse::<Decimal>().ok()?.normalize().to_string();
    Some(if fraction.len() == 3 { short } else { plain })
}

/// The digits without the separators between groups, which must have three
/// digits each and all use the same separator.
fn joined(text: &str) -> Option<String> {
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let same = marks.iter().all(|mark| *mark == marks[0] || is_space(*mark) && is_space(marks[0]));
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let fits = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    (same && fits).then(|| groups.concat())
}

fn two_readings(digits: &str, fraction: &str) -> Number {
    let groups = digits.len() <= 3 && !digits.starts_with('0');
    let grouped = groups.then(|| format!("{digits}{fraction}").parse().ok()).flatten();
    match format!("{digits}.{fraction}").parse() {
        Ok(fraction) => Number::TwoReadings(TwoReadings { grouped, fraction }),
        Err(_) => Number::Other,
    }
}

const MULTIPLES: &[(&[&str], u32)] = &[
    (&["k", "mille", "millier", "milliers", "ألف", "آلاف", "thousand"], 3),
    (&["m", "mln", "mio", "million", "millions", "مليون", "ملايين", "مليونا"], 6),
    (&["md", "mds", "mrd", "bn", "milliard", "milliards", "مليار", "مليارات", "billion"], 9),
];

/// `MD` is a milliard to one reader and a million dinars to another, in Tunisia;
/// `Md` is always a milliard.
const SEVERAL_MEANINGS: &[&str] = &["MD", "mD", "md", "MDT", "mDT", "MDt"];

/// `3 M`, `2,5 millions`, `3M USD`, `3 MEUR` in plain digits.
fn abbreviated(text: &str) -> Number {
    let product = || {
        let end = text.find(char::is_alphabetic)?;
        let word: String = text[end..].chars().take_while(|c| c.is_alphabetic()).collect();
        if SEVERAL_MEANINGS.contains(&word.as_str()) {
            return None;
        }
        let zeros = zeros(&word.to_lowercase())?;
        let factor = Decimal::from(10u64.pow(zeros));
        let base: Decimal = match number(text[..end].trim()) {
            Number::Plain(base) => base,
            Number::Grouped(base) | Number::DecimalComma(base) => base.parse().ok()?,
            Number::TwoReadings(two) => return two.times(factor).map(Number::TwoReadings),
            _ => return None,
        };
        let plain = base.checked_mul(factor)?.normalize().to_string();
        is_accepted(&plain).then_some(Number::Abbreviated(plain))
    };
    product().unwrap_or(Number::Other)
}

/// How many zeros a word in lower case stands for, with or without a currency
/// written in one with it.
fn zeros(word: &str) -> Option<u32> {
    let of = |word: &str| MULTIPLES.iter().find(|(names, _)| names.contains(&word)).map(|(_, zeros)| *zeros);
    let before_a_currency = || {
        let (multiple, code) = word.split_at_checked(word.len().checked_sub(3)?)?;
        Currency::from_code(&code.to_uppercase()).and_then(|_| of(multiple))
    };
    of(word).or_else(before_a_currency)
}

#[cfg(test)]
mod tests {
    use super::{Number, TwoReadings, number};

    #[test]
    fn a_number_has_one_form_and_others_are_understood() {
        let plain = |text: &str| Number::Plain(text.parse().unwrap());
        let grouped = |text: &str| Number::Grouped(text.to_owned());
        let comma = |text: &str| Number::DecimalComma(text.to_owned());
        let short = |text: &str| Number::Abbreviated(text.to_owned());
        let arabic = |text: &str| Number::ArabicDigits(text.to_owned());
        let cases = [
            ("3000000", plain("3000000")),
            ("1250.50", plain("1250.50")),
            ("-5", plain("-5")),
            ("\u{2212}5", grouped("-5")),
            ("3 000 000", grouped("3000000")),
            ("3\u{202F}000\u{A0}000", grouped("3000000")),
            ("3.000.000", grouped("3000000")),
            ("1.250.505", grouped("1250505")),
            ("1 250,50", grouped("1250.50")),
            ("1 250,505", grouped("1250.505")),
            ("1.250,500", grouped("1250.5")),
            ("1,250.500", grouped("1250.5")),
            ("12,500.00", grouped("12500.00")),
            (".5", grouped("0.5")),
            ("5.", grouped("5")),
            ("3,5", comma("3.5")),
            ("1250,75", comma("1250.75")),
            ("3 M", short("3000000")),
            ("2,5 millions", short("2500000")),
            ("3 MEUR", short("3000000")),
            ("2,5MTND", short("2500000")),
            ("250 KTND", short("250000")),
            ("12 MD", Number::Other),
            ("2 Mds", short("2000000000")),
            ("2 Md€", short("2000000000")),
            ("5 مليون", short("5000000")),
            ("٣٠٠٠", arabic("3000")),
            ("٣ ملايين", arabic("3000000")),
            ("١٫٢٥٠", arabic("1.25")),
            ("١٬٢٥٠٬٠٠٠", arabic("1250000")),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn three_digits_behind_one_mark_have_two_readings() {
        for (text, grouped, fraction) in [
            ("1.250", Some("1250"), "1.250"),
            ("1,250", Some("1250"), "1.250"),
            ("3.000", Some("3000"), "3.000"),
            ("12.500", Some("12500"), "12.500"),
            ("999,999", Some("999999"), "999.999"),
            ("-1.250", Some("-1250"), "-1.250"),
            ("١.٢٥٠", Some("1250"), "1.250"),
            ("1.250 M", Some("1250000000"), "1250000"),
            ("1250.505", None, "1250.505"),
            ("0.250", None, "0.250"),
        ] {
            let decimal = |text: &str| text.parse().unwrap();
            let two = TwoReadings { grouped: grouped.map(decimal), fraction: decimal(fraction) };
            assert_eq!(number(text), Number::TwoReadings(two), "{text}");
        }
    }

    #[test]
    fn digits_that_are_no_number_are_not_joined() {
        for text in
            ["trois", "3000000 USD", "10.05.2018", "1.2.3", "12 50", "1 2500", "1.25,500,00", "1,250.500,00", ".", ","]
        {
            assert_eq!(number(text), Number::Other, "{text}");
        }
    }

    #[test]
    fn both_readings_are_offered_in_digits_that_have_one() {
        let offered = |text: &str| match number(text) {
            Number::TwoReadings(two) => two.plain(),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(offered("1.250"), ["1250", "1.25"]);
        assert_eq!(offered("12,505"), ["12505"]);
        assert_eq!(offered("0.250"), ["0.25"]);
        assert!(offered("1250.505").is_empty());
    }
}
