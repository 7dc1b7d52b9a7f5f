//! Numbers and dates as staff type them: the one form that is accepted, and
//! what a rejected one most likely means.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::base::date::PartialDate;

/// What a text that should be a number is.
#[derive(Clone, PartialEq, Debug)]
pub enum Number {
    /// A number in the accepted form.
    Plain(Decimal),
    /// Arabic-Indic or Persian digits; the same with ASCII digits.
    ArabicDigits(String),
    /// Digits in groups, or a decimal comma; the number in plain digits.
    Grouped(String),
    /// `3 M`, `2,5 millions`; the number in plain digits.
    Abbreviated(String),
    /// No number.
    Other,
}

/// Reads a number: digits, with a point before a fraction, and perhaps a sign.
pub fn number(text: &str) -> Number {
    let ascii = ascii_digits(text);
    if ascii != text {
        return Number::ArabicDigits(match number(&ascii) {
            Number::Grouped(plain) | Number::Abbreviated(plain) => plain,
            _ => ascii,
        });
    }
    if is_plain(text) {
        return text.parse().map_or(Number::Other, Number::Plain);
    }
    if let Some(plain) = ungrouped(text) {
        return Number::Grouped(plain);
    }
    abbreviated(text).map_or(Number::Other, Number::Abbreviated)
}

/// The text with Arabic-Indic and Persian digits, and their separators, as ASCII.
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

fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').map_or((digits, "0"), |(whole, fraction)| (whole, fraction));
    // `3.000` is three thousand to a reader of French or Arabic and three to YAML: ask.
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && !(digits.contains('.') && fraction.len() == 3 && fraction == "000")
}

/// `3 000 000`, `3.000.000`, `3,000,000`, `3'000`, `1 250,50` as plain digits.
fn ungrouped(text: &str) -> Option<String> {
    let is_space = |c: char| c == ' ' || c == '\u{A0}' || c == '\u{202F}' || c == '\'' || c == '’' || c == '_';
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let spaceless: String = digits.chars().filter(|c| !is_space(*c)).collect();
    if spaceless.is_empty() || !spaceless.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
        return None;
    }
    let last = spaceless.rfind(['.', ',']);
    let (whole, fraction) = match last {
        Some(at) if spaceless.len() - at - 1 != 3 => (&spaceless[..at], Some(&spaceless[at + 1..])),
        _ => (spaceless.as_str(), None),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    match fraction {
        Some(fraction) if !fraction.is_empty() => Some(format!("{sign}{whole}.{fraction}")),
        _ => Some(format!("{sign}{whole}")),
    }
}

const MULTIPLES: &[(&[&str], u32)] = &[
    (&["k", "mille", "millier", "milliers", "ألف", "آلاف", "thousand"], 3),
    (&["m", "mln", "mio", "million", "millions", "مليون", "ملايين", "مليونا"], 6),
    (&["md", "mds", "mrd", "bn", "milliard", "milliards", "مليار", "مليارات", "billion"], 9),
];

/// `3 M`, `2,5 millions`, `3M USD` as plain digits.
fn abbreviated(text: &str) -> Option<String> {
    let end = text.find(|c: char| c.is_alphabetic())?;
    let rest: String = text[end..].chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let (_, zeros) = MULTIPLES.iter().find(|(names, _)| names.contains(&rest.as_str()))?;
    let base: Decimal = text[..end].trim().replace(',', ".").parse().ok()?;
    let product = base.checked_mul(Decimal::from(10u64.pow(*zeros)))?;
    Some(product.normalize().to_string())
}

/// What a text that should be a date is.
#[derive(Clone, PartialEq, Debug)]
pub enum Dated {
    /// A date in the accepted form.
    Plain(PartialDate),
    /// Another way of writing this date.
    Meant(PartialDate),
    /// The accepted form, or another one, of a day that no calendar has.
    Impossible,
    /// No date.
    Other,
}

/// Reads a date: `2018`, `2018-05`, `2018-05-10`.
pub fn date(text: &str) -> Dated {
    if let Some(date) = PartialDate::parse(text) {
        return Dated::Plain(date);
    }
    let ascii = ascii_digits(text);
    if let Some(date) = PartialDate::parse(&ascii) {
        return Dated::Meant(date);
    }
    match numeric(&ascii).or_else(|| spelt(&ascii)) {
        Some(Some(date)) => Dated::Meant(date),
        Some(None) => Dated::Impossible,
        None => Dated::Other,
    }
}

/// `01/07/2026`, `1.7.2026`, `2026/07/01`, `2026-7-1`, `07/2026`, `2026-07-01T00:00`:
/// day before month, as in French and Arabic. `Some(None)` for a day that does not exist.
fn numeric(text: &str) -> Option<Option<PartialDate>> {
    let text = text.split(['T', ' ']).next().unwrap_or(text);
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let numbers: Vec<i16> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let four = |index: usize| parts[index].len() == 4;
    match numbers[..] {
        [day, month, year] if four(2) => Some(day_of(year, month, day)),
        [year, month, day] if four(0) => Some(day_of(year, month, day)),
        [month, year] if four(1) => Some(month_of(year, month)),
        [year, month] if four(0) => Some(month_of(year, month)),
        _ => None,
    }
}

fn day_of(year: i16, month: i16, day: i16) -> Option<PartialDate> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(PartialDate::Day)
}

fn month_of(year: i16, month: i16) -> Option<PartialDate> {
    (1..=12).contains(&month).then_some(PartialDate::Month(year, month as i8))
}

#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan", "january", "جانفي", "يناير"],
    &["février", "fevrier", "févr", "feb", "february", "فيفري", "فبراير"],
    &["mars", "march", "مارس"],
    &["avril", "avr", "april", "apr", "أفريل", "أبريل", "إبريل"],
    &["mai", "may", "ماي", "مايو"],
    &["juin", "june", "jun", "جوان", "يونيو", "يونيه"],
    &["juillet", "juil", "july", "jul", "جويلية", "يوليو", "يوليه"],
    &["août", "aout", "august", "aug", "أوت", "أغسطس"],
    &["septembre", "sept", "september", "sep", "سبتمبر"],
    &["octobre", "oct", "october", "أكتوبر"],
    &["novembre", "nov", "november", "نوفمبر"],
    &["décembre", "decembre", "déc", "dec", "december", "ديسمبر"],
];

/// `1er juillet 2026`, `10 ماي 2018`, `July 2026`.
fn spelt(text: &str) -> Option<Option<PartialDate>> {
    let words: Vec<String> = text.split_whitespace().map(|word| word.trim_matches([',', '.']).to_lowercase()).collect();
    let month = |word: &String| MONTHS.iter().position(|names| names.contains(&word.as_str())).map(|at| at as i16 + 1);
    let number = |word: &String| word.trim_end_matches("er").parse::<i16>().ok();
    match words.as_slice() {
        [day, name, year] => {
            let (day, name) = if month(name).is_some() { (day, name) } else { (name, day) };
            Some(day_of(number(year)?, month(name)?, number(day)?))
        }
        [name, year] => Some(month_of(number(year)?, month(name)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Dated, Number, date, number};
    use crate::base::date::PartialDate;

    #[test]
    fn a_number_has_one_form_and_others_are_understood() {
        let plain = |text: &str| Number::Plain(text.parse().unwrap());
        let grouped = |text: &str| Number::Grouped(text.to_owned());
        let short = |text: &str| Number::Abbreviated(text.to_owned());
        let cases = [
            ("3000000", plain("3000000")),
            ("1250.50", plain("1250.50")),
            ("-5", plain("-5")),
            ("3 000 000", grouped("3000000")),
            ("3\u{202F}000\u{A0}000", grouped("3000000")),
            ("3.000.000", grouped("3000000")),
            ("3,000", grouped("3000")),
            ("3.000", grouped("3000")),
            ("1 250,50", grouped("1250.50")),
            ("3 M", short("3000000")),
            ("2,5 millions", short("2500000")),
            ("5 مليون", short("5000000")),
            ("٣٠٠٠", Number::ArabicDigits("3000".to_owned())),
            ("٣ ملايين", Number::ArabicDigits("3000000".to_owned())),
            ("trois", Number::Other),
            ("3000000 USD", Number::Other),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn a_date_has_one_form_and_others_are_understood() {
        let meant = |text: &str| Dated::Meant(PartialDate::parse(text).unwrap());
        let cases = [
            ("01/07/2026", meant("2026-07-01")),
            ("1er juillet 2026", meant("2026-07-01")),
            ("1 Juillet 2026", meant("2026-07-01")),
            ("10 ماي 2018", meant("2018-05-10")),
            ("July 1, 2026", meant("2026-07-01")),
            ("juillet 2026", meant("2026-07")),
            ("2026/7/1", meant("2026-07-01")),
            ("2026-07-01T10:00:00Z", meant("2026-07-01")),
            ("٢٠٢٦-٠٧-٠١", meant("2026-07-01")),
            ("٢٠١٨", meant("2018")),
            ("2026-02-30", Dated::Impossible),
            ("31/02/2026", Dated::Impossible),
            ("bientôt", Dated::Other),
        ];
        for (text, expected) in cases {
            assert_eq!(date(text), expected, "{text}");
        }
    }
}
