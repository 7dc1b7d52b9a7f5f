//! Parses dates as staff type them: the one accepted form, and what a rejected
//! one most likely means.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::locale::date::from_hijri;
use crate::schema::number::ascii_digits;
use crate::yaml::marks;

/// The result of parsing a date.
#[derive(Clone, PartialEq, Debug)]
pub enum Dated {
    /// A date in the accepted form.
    Plain(PartialDate),
    /// Another way of writing this date.
    Meant(PartialDate),
    /// A dash that is not a hyphen, or an invisible character, in a text that
    /// otherwise means this date.
    Sign(char, PartialDate),
    /// A date of the Islamic calendar, with the day, month or year of the
    /// Gregorian calendar that it most likely is.
    Hijri(Option<PartialDate>),
    /// Two dates: a beginning and an end.
    Period(PartialDate, PartialDate),
    /// A day that does not exist, in the accepted or another form.
    Impossible,
    /// Not a date.
    Other,
}

/// The range of Islamic years that a modern date can have: 1882 to 2077.
const HIJRI: RangeInclusive<i16> = 1300..=1500;

/// Parses a date: `2018`, `2018-05`, `2018-05-10`.
pub fn date(text: &str) -> Dated {
    match PartialDate::parse(text) {
        Some(date) if HIJRI.contains(&date.year()) => return hijri_numeric(date),
        Some(date) => return Dated::Plain(date),
        None => {}
    }
    let ascii = ascii_digits(text);
    if let Some((c, clean)) = clean(&ascii)
        && let Dated::Plain(date) | Dated::Meant(date) = single(&clean)
    {
        return Dated::Sign(c, date);
    }
    let found = single(&ascii);
    match period(&ascii).filter(|_| matches!(found, Dated::Other | Dated::Impossible)) {
        Some((from, to)) => Dated::Period(from, to),
        None => found,
    }
}

/// Parses a single date, in ASCII digits.
fn single(text: &str) -> Dated {
    if let Some(date) = PartialDate::parse(text) {
        return if HIJRI.contains(&date.year()) { hijri_numeric(date) } else { Dated::Meant(date) };
    }
    match numeric(text).or_else(|| spelt(text)) {
        Some(Some(date)) if HIJRI.contains(&date.year()) => hijri_numeric(date),
        Some(Some(date)) => Dated::Meant(date),
        Some(None) => Dated::Impossible,
        None => hijri_spelt(text).unwrap_or(Dated::Other),
    }
}

/// The text with dashes replaced by hyphens and without invisible characters,
/// and the first of these characters.
fn clean(text: &str) -> Option<(char, String)> {
    let wrong = |c: char| marks::is_dash(c) || marks::is_invisible(c);
    let first = text.chars().find(|c| wrong(*c))?;
    let clean = |c: char| match c {
        c if marks::is_dash(c) => Some('-'),
        c if marks::is_false_space(c) => Some(' '),
        c => (!marks::is_invisible(c)).then_some(c),
    };
    Some((first, text.chars().filter_map(clean).collect()))
}

/// `01/07/2026`, `1.7.2026`, `2026/07/01`, `2026-7-1`, `07/2026`, `10/05/18`,
/// `2026-07-01T00:00`: day before month, as in French and Arabic. `Some(None)`
/// for a day that does not exist.
fn numeric(text: &str) -> Option<Option<PartialDate>> {
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let text = if time.split_once(':').is_some_and(|(hour, _)| hour.parse::<u8>().is_ok()) { day } else { text };
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let digits = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(digits) {
        return None;
    }
    let numbers: Vec<i16> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let has = |index: usize, len: usize| parts[index].len() == len;
    match numbers[..] {
        [day, month, year] if has(2, 4) => Some(day_of(year, month, day)),
        [year, month, day] if has(0, 4) => Some(day_of(year, month, day)),
        // With hyphens, the first number might be the year.
        [day, month, year] if has(2, 2) && !text.contains('-') => Some(day_of(full_year(year), month, day)),
        [month, year] if has(1, 4) => Some(month_of(year, month)),
        [year, month] if has(0, 4) => Some(month_of(year, month)),
        _ => None,
    }
}

/// The year meant by two digits, by POSIX's rule.
fn full_year(two: i16) -> i16 {
    if two < 69 { 2000 + two } else { 1900 + two }
}

fn day_of(year: i16, month: i16, day: i16) -> Option<PartialDate> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(PartialDate::Day)
}

fn month_of(year: i16, month: i16) -> Option<PartialDate> {
    (1..=12).contains(&month).then_some(PartialDate::Month(year, month as i8))
}

#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan", "january", "جانفي", "يناير", "كانون الثاني"],
    &["février", "fevrier", "févr", "feb", "february", "فيفري", "فبراير", "شباط"],
    &["mars", "march", "مارس", "آذار"],
    &["avril", "avr", "april", "apr", "أفريل", "أبريل", "إبريل", "نيسان"],
    &["mai", "may", "ماي", "مايو", "أيار"],
    &["juin", "june", "jun", "جوان", "يونيو", "يونيه", "حزيران"],
    &["juillet", "juil", "july", "jul", "جويلية", "يوليو", "يوليه", "تموز"],
    &["août", "aout", "august", "aug", "أوت", "أغسطس", "آب"],
    &["septembre", "sept", "september", "sep", "سبتمبر", "أيلول"],
    &["octobre", "oct", "october", "أكتوبر", "تشرين الأول"],
    &["novembre", "nov", "november", "نوفمبر", "تشرين الثاني"],
    &["décembre", "decembre", "déc", "dec", "december", "ديسمبر", "كانون الأول"],
];

#[rustfmt::skip]
const HIJRI_MONTHS: [&[&str]; 12] = [
    &["mouharram", "muharram", "moharram", "محرم"],
    &["safar", "صفر"],
    &["rabia al awal", "rabi al-awwal", "ربيع الأول", "ربيع الاول"],
    &["rabia ath-thani", "rabi al-thani", "ربيع الثاني", "ربيع الآخر"],
    &["joumada al oula", "jumada al-awwal", "جمادى الأولى", "جمادى الاولى"],
    &["joumada ath-thania", "jumada al-thani", "جمادى الثانية", "جمادى الآخرة"],
    &["rajab", "رجب"],
    &["chaabane", "chaâbane", "shaban", "sha'ban", "شعبان"],
    &["ramadan", "رمضان"],
    &["chaoual", "chawwal", "shawwal", "شوال"],
    &["dhou al qi'da", "dhul qada", "ذو القعدة", "ذي القعدة"],
    &["dhou al hijja", "dhul hijja", "dhu al-hijja", "ذو الحجة", "ذي الحجة"],
];

/// The parts of a date in words, in any order.
struct Spelt {
    day: Option<i16>,
    month: i16,
    year: i16,
    /// Whether the year has only two digits.
    short: bool,
}

/// `1er juillet 2026`, `10 ماي 2018`, `July 2026`, `10-mai-18`.
fn spelt(text: &str) -> Option<Option<PartialDate>> {
    let spelt = in_words(text, &MONTHS)?;
    match spelt {
        // In `mai 18`, 18 may also be the day.
        Spelt { day: None, short: true, .. } => None,
        Spelt { day: None, month, year, .. } => Some(month_of(year, month)),
        Spelt { day: Some(day), month, year, short } => {
            Some(day_of(if short { full_year(year) } else { year }, month, day))
        }
    }
}

fn in_words(text: &str, months: &[&[&str]; 12]) -> Option<Spelt> {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c == '-')
        .map(|word| word.trim_matches([',', '.', '،']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let is_number = |word: &&String| word.starts_with(|c: char| c.is_ascii_digit());
    let name: Vec<&str> = words.iter().filter(|word| !is_number(word)).map(String::as_str).collect();
    let name = name.join(" ");
    let plain = |name: &str| name.replace('-', " ");
    let month = months.iter().position(|names| names.iter().any(|known| plain(known) == name))? as i16 + 1;
    let numbers: Vec<&String> = words.iter().filter(is_number).collect();
    let year = |word: &&String| matches!(word.len(), 2 | 4).then(|| word.parse().ok()).flatten();
    let day = |word: &&String| word.trim_end_matches("er").parse().ok().filter(|day| (1..=31).contains(day));
    match numbers.as_slice() {
        [day_word, year_word] => {
            Some(Spelt { day: Some(day(day_word)?), month, year: year(year_word)?, short: year_word.len() == 2 })
        }
        [year_word] => Some(Spelt { day: None, month, year: year(year_word)?, short: year_word.len() == 2 }),
        _ => None,
    }
}

fn hijri_numeric(date: PartialDate) -> Dated {
    let (year, month, day) = match date {
        PartialDate::Year(year) => (year, None, None),
        PartialDate::Month(year, month) => (year, Some(month), None),
        PartialDate::Day(day) => (day.year(), Some(day.month()), Some(day.day())),
    };
    Dated::Hijri(from_hijri(year, month, day))
}

/// `1 رمضان 1445`, `Ramadan 1445`, `1445 هـ`.
fn hijri_spelt(text: &str) -> Option<Dated> {
    let marks = [" هـ", "هـ", " ه", " AH", " H", "H"];
    let bare = marks.iter().find_map(|mark| text.strip_suffix(mark)).unwrap_or(text).trim_end();
    let in_range = |year: i16| HIJRI.contains(&year);
    if let Some(date) = PartialDate::parse(bare).or_else(|| numeric(bare)?).filter(|date| in_range(date.year())) {
        return Some(hijri_numeric(date));
    }
    let spelt = in_words(bare, &HIJRI_MONTHS).filter(|spelt| in_range(spelt.year))?;
    let day = spelt.day.and_then(|day| i8::try_from(day).ok());
    Some(Dated::Hijri(from_hijri(spelt.year, i8::try_from(spelt.month).ok(), day)))
}

/// `2024-2025`, `2024 – 2025`, `de 2024 à 2025`, `من 2024 إلى 2025`, `2024-25`.
fn period(text: &str) -> Option<(PartialDate, PartialDate)> {
    let plain: String = text.chars().map(|c| if marks::is_dash(c) { '-' } else { c }).collect();
    let plain = plain.trim();
    let start = ["de ", "du ", "entre ", "from ", "من "].iter().find_map(|word| plain.strip_prefix(word));
    let plain = start.unwrap_or(plain);
    let ends =
        [" au ", " à ", " et ", " to ", " إلى ", " الى ", " - ", " / "].iter().find_map(|sep| plain.split_once(sep));
    let (from, to) = ends.or_else(|| two_years(plain))?;
    let one = |text: &str| match single(text.trim()) {
        Dated::Meant(date) => Some(date),
        _ => None,
    };
    let from = one(from)?;
    let to = match (from, to.trim()) {
        (PartialDate::Year(year), two) if two.len() == 2 => {
            PartialDate::Year(year / 100 * 100 + two.parse::<i16>().ok().filter(|two| *two > 12)?)
        }
        (_, to) => one(to)?,
    };
    (from.earliest() < to.earliest()).then_some((from, to))
}

fn two_years(text: &str) -> Option<(&str, &str)> {
    let (from, to) = text.split_once(['-', '/'])?;
    (from.trim().len() == 4 && matches!(to.trim().len(), 2 | 4)).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::{Dated, date};
    use crate::base::date::PartialDate;

    fn plain(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    #[test]
    fn a_date_has_one_form_and_others_are_understood() {
        let meant = |text: &str| Dated::Meant(plain(text));
        let cases = [
            ("01/07/2026", meant("2026-07-01")),
            ("1er juillet 2026", meant("2026-07-01")),
            ("1 Juillet 2026", meant("2026-07-01")),
            ("10 ماي 2018", meant("2018-05-10")),
            ("10 كانون الثاني 2018", meant("2018-01-10")),
            ("July 1, 2026", meant("2026-07-01")),
            ("juillet 2026", meant("2026-07")),
            ("2026/7/1", meant("2026-07-01")),
            ("2026-07-01T10:00:00Z", meant("2026-07-01")),
            ("٢٠٢٦-٠٧-٠١", meant("2026-07-01")),
            ("٢٠١٨", meant("2018")),
            ("10 mai 18", meant("2018-05-10")),
            ("10-mai-18", meant("2018-05-10")),
            ("10/05/18", meant("2018-05-10")),
            ("1er juin 98", meant("1998-06-01")),
            ("2026-02-30", Dated::Impossible),
            ("31/02/2026", Dated::Impossible),
            ("bientôt", Dated::Other),
            ("mai 18", Dated::Other),
            ("18-05-10", Dated::Other),
            ("18", Dated::Other),
            ("012018", Dated::Other),
        ];
        for (text, expected) in cases {
            assert_eq!(date(text), expected, "{text}");
        }
    }

    #[test]
    fn dashes_and_invisible_characters_are_seen() {
        for (text, c) in [
            ("2024\u{2011}03\u{2011}05", '\u{2011}'),
            ("2024–03–05", '–'),
            ("2024\u{2212}03\u{2212}05", '\u{2212}'),
            ("2024-\u{200f}03-05", '\u{200f}'),
            ("5\u{a0}mars\u{a0}2024", '\u{a0}'),
            ("2024\u{ad}-03-05", '\u{ad}'),
            ("٢٠٢٤–٠٣–٠٥", '–'),
        ] {
            assert_eq!(date(text), Dated::Sign(c, plain("2024-03-05")), "{text}");
        }
    }

    #[test]
    fn years_of_the_islamic_calendar_are_told_apart() {
        for (text, meant) in [
            ("1445-09-01", "2024-03-11"),
            ("1445-09", "2024-03"),
            ("1445", "2023"),
            ("01/09/1445", "2024-03-11"),
            ("1 رمضان 1445", "2024-03-11"),
            ("١ رمضان ١٤٤٥ هـ", "2024-03-11"),
            ("1445 هـ", "2023"),
            ("1er Ramadan 1445", "2024-03-11"),
        ] {
            assert_eq!(date(text), Dated::Hijri(Some(plain(meant))), "{text}");
        }
    }

    #[test]
    fn a_beginning_and_an_end_are_two_dates() {
        for (text, from, to) in [
            ("2024-2025", "2024", "2025"),
            ("2024/2025", "2024", "2025"),
            ("2024 – 2025", "2024", "2025"),
            ("2024–2025", "2024", "2025"),
            ("2018-25", "2018", "2025"),
            ("de 2024 à 2025", "2024", "2025"),
            ("من 2024 إلى 2025", "2024", "2025"),
            ("du 1er mars 2024 au 5 mai 2025", "2024-03-01", "2025-05-05"),
            ("2018-05 - 2019-06", "2018-05", "2019-06"),
            ("mars 2024 à mai 2025", "2024-03", "2025-05"),
        ] {
            assert_eq!(date(text), Dated::Period(plain(from), plain(to)), "{text}");
        }
        for text in ["2025-2024", "2024-2024", "2024-13-01"] {
            assert!(!matches!(date(text), Dated::Period(..)), "{text}");
        }
    }
}
