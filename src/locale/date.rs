//! Dates and date ranges, always in the Gregorian calendar, at the precision at
//! which they were stated.

use std::fmt;
use std::ops::Range;

use icu_calendar::cal::Hijri;
use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::enums::{CalendarPeriodFieldSet, DateFieldSet};
use icu_datetime::fieldsets::{Y, YM, YMD};
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames};
use icu_datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter, parts};
use icu_locale::subtags::language;
use jiff::civil;
use writeable::{Part, PartsWrite, TryWriteable};

use crate::base::date::PartialDate;
use crate::base::lang::Direction;
use crate::locale::Locale;

/// The dash of a range. The no-break space keeps it from starting a line.
const DASH: &str = "\u{a0}– ";

/// The style in which a date is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateStyle {
    /// `10 septembre 2018`, `10 سبتمبر 2018`
    Long,
    /// `10 sept. 2018`; the same as `Long` if the language abbreviates months
    /// to numbers. (Arabic's numeric dates contain direction marks and change
    /// their order.)
    Medium,
}

impl Locale {
    /// The date in words: `10 mai 2018`, `mai 2018`, `2018`. The first day of
    /// a month is `1er` in French, which CLDR leaves out.
    pub fn date(&self, date: PartialDate, style: DateStyle) -> String {
        self.dates.written(date, style).text
    }

    /// The range between two dates, with shared fields written once:
    /// `2018 – 2021`, `mai – juin 2018`, `1er mai – 10 juin 2018`. An unknown
    /// end is left open (`2018 –`); without either date the text is empty.
    ///
    /// The dash is preceded by a no-break space. In a right-to-left language, a
    /// range that consists only of numbers begins with a right-to-left mark, so
    /// that its ends keep their order inside `<bdi>` or a title.
    pub fn date_range(&self, from: Option<PartialDate>, to: Option<PartialDate>) -> String {
        let long = |date| self.dates.written(date, DateStyle::Long);
        let range = match (from, to) {
            (None, None) => return String::new(),
            (Some(from), None) => format!("{}{}", long(from).text, DASH.trim_end()),
            (None, Some(to)) => format!("–\u{a0}{}", long(to).text),
            (Some(from), Some(to)) if from == to => return long(from).text,
            (Some(from), Some(to)) => join(&long(from), &long(to), differing(from, to)),
        };
        let directed = self.direction() == Direction::Ltr || range.chars().any(char::is_alphabetic);
        if directed { range } else { format!("\u{200f}{range}") }
    }
}

/// Converts a date of the Islamic calendar (Umm al-Qura, CLDR's
/// `islamic-umalqura`) to the Gregorian one, at the same precision: a year or a
/// month becomes the one in which it begins. Where months begin by sighting of
/// the moon, the result may be a day off.
pub fn from_hijri(year: i16, month: Option<i8>, day: Option<i8>) -> Option<PartialDate> {
    let number = |part: Option<i8>| u8::try_from(part.unwrap_or(1)).ok();
    let umm_al_qura = Hijri::new_umm_al_qura();
    let date = Date::try_new_hijri_with_calendar(i32::from(year), number(month)?, number(day)?, umm_al_qura).ok()?;
    let date = date.to_calendar(Gregorian);
    let year = i16::try_from(date.era_year().year).ok()?;
    let (own_month, own_day) = (i8::try_from(date.month().ordinal).ok()?, i8::try_from(date.day_of_month().0).ok()?);
    Some(match (month, day) {
        (None, _) => PartialDate::Year(year),
        (_, None) => PartialDate::Month(year, own_month),
        _ => PartialDate::Day(civil::Date::new(year, own_month, own_day).ok()?),
    })
}

/// The date formats of one locale.
pub(super) struct Dates {
    day: Form,
    day_medium: Form,
    month: Form,
    month_medium: Form,
    year: Form,
    /// The suffix of the number for the first day of a month.
    first: &'static str,
}

impl Dates {
    /// `None` if the compiled data has no month names for the language.
    pub(super) fn new(locale: &icu_locale::Locale) -> Option<Dates> {
        let prefs = DateTimeFormatterPreferences::from(locale);
        let month = Form::period(prefs, CalendarPeriodFieldSet::YM(YM::long()))?;
        // CLDR's root locale is the fallback for a language without data.
        if month.write(&sample()?, "").text.contains("M05") {
            return None;
        }
        let in_words = |medium: Form, long: Option<Form>| if medium.names_months() { Some(medium) } else { long };
        Some(Dates {
            day: Form::day(prefs, YMD::long())?,
            day_medium: in_words(Form::day(prefs, YMD::medium())?, Form::day(prefs, YMD::long()))?,
            month_medium: in_words(
                Form::period(prefs, CalendarPeriodFieldSet::YM(YM::medium()))?,
                Form::period(prefs, CalendarPeriodFieldSet::YM(YM::long())),
            )?,
            year: Form::period(prefs, CalendarPeriodFieldSet::Y(Y::long()))?,
            first: if locale.id.language == language!("fr") { "er" } else { "" },
            month,
        })
    }

    fn written(&self, date: PartialDate, style: DateStyle) -> Pieces {
        let medium = style == DateStyle::Medium;
        let form = match date {
            PartialDate::Year(_) => &self.year,
            PartialDate::Month(..) if medium => &self.month_medium,
            PartialDate::Month(..) => &self.month,
            PartialDate::Day(_) if medium => &self.day_medium,
            PartialDate::Day(_) => &self.day,
        };
        let day = date.earliest();
        match Date::try_new_gregorian(i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs()) {
            Ok(day) => form.write(&day, self.first),
            Err(_) => Pieces { text: date.to_string(), ..Pieces::default() },
        }
    }
}

/// A CLDR pattern with the names that it needs.
///
/// `DateTimeFormatter` would do, but panics in debug builds if its data is
/// incomplete (ICU4X 2.4: months in `pt-BR`); this pair writes what it has.
struct Form {
    names: FixedCalendarDateTimeNames<Gregorian, DateFieldSet>,
    pattern: DateTimePattern,
}

impl Form {
    fn day(prefs: DateTimeFormatterPreferences, fields: YMD) -> Option<Form> {
        let formatter = FixedCalendarDateTimeFormatter::<Gregorian, YMD>::try_new(prefs, fields).ok()?;
        Form::load(prefs, formatter.format(&sample()?).pattern())
    }

    fn period(prefs: DateTimeFormatterPreferences, fields: CalendarPeriodFieldSet) -> Option<Form> {
        let formatter =
            FixedCalendarDateTimeFormatter::<Gregorian, CalendarPeriodFieldSet>::try_new(prefs, fields).ok()?;
        Form::load(prefs, formatter.format(&sample()?).pattern())
    }

    fn load(prefs: DateTimeFormatterPreferences, pattern: DateTimePattern) -> Option<Form> {
        let mut names = FixedCalendarDateTimeNames::try_new(prefs).ok()?;
        names.include_for_pattern(&pattern).ok()?;
        Some(Form { names, pattern })
    }

    /// Whether months are written as names rather than numbers.
    fn names_months(&self) -> bool {
        let Some(may) = sample().map(|day| self.write(&day, "")) else { return false };
        may.text[may.month].contains(char::is_alphabetic)
    }

    fn write(&self, day: &Date<Gregorian>, first: &'static str) -> Pieces {
        let mut pieces = Pieces { first, ..Pieces::default() };
        // Both errors mean missing data; what is written is still readable.
        let _ = self.names.with_pattern_unchecked(&self.pattern).format(day).try_write_to_parts(&mut pieces);
        pieces
    }
}

/// 10 May 2018.
fn sample() -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(2018, 5, 10).ok()
}

/// A formatted date, and the byte ranges of its fields (empty for a field that
/// the date does not have).
#[derive(Default)]
struct Pieces {
    text: String,
    day: Range<usize>,
    month: Range<usize>,
    year: Range<usize>,
    first: &'static str,
}

impl fmt::Write for Pieces {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        Ok(())
    }
}

impl PartsWrite for Pieces {
    type SubPartsWrite = Pieces;

    fn with_part(&mut self, part: Part, mut write: impl FnMut(&mut Pieces) -> fmt::Result) -> fmt::Result {
        let start = self.text.len();
        write(self)?;
        if part == parts::DAY && &self.text[start..] == "1" {
            self.text.push_str(self.first);
        }
        let written = start..self.text.len();
        match part {
            parts::DAY => self.day = written,
            parts::MONTH => self.month = written,
            parts::YEAR => self.year = written,
            _ => {}
        }
        Ok(())
    }
}

/// The fields in which two dates differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Differing {
    Day,
    Month,
    Year,
}

fn differing(from: PartialDate, to: PartialDate) -> Differing {
    match (from, to) {
        (PartialDate::Month(..), PartialDate::Month(..)) if from.year() == to.year() => Differing::Month,
        (PartialDate::Day(a), PartialDate::Day(b)) if a.year() == b.year() => {
            if a.month() == b.month() {
                Differing::Day
            } else {
                Differing::Month
            }
        }
        _ => Differing::Year,
    }
}

/// Joins two dates of the same form and writes shared fields once, wherever the
/// language puts them. CLDR's interval patterns do this too, but ICU4X has them
/// behind an unstable feature, which panics on French.
fn join(from: &Pieces, to: &Pieces, differing: Differing) -> String {
    let (first, second) = (own(from, differing), own(to, differing));
    let shared = from.text[..first.start] == to.text[..second.start] && from.text[first.end..] == to.text[second.end..];
    match shared {
        true => format!("{}{DASH}{}", &from.text[..first.end], &to.text[second.start..]),
        false => format!("{}{DASH}{}", from.text, to.text),
    }
}

/// The bytes of a date that differ from the other date: from its first
/// differing field to the last, extended to either end of the text unless a
/// shared field is there, so that suffixes of a number (`日`, `(a)`) stay with
/// it.
fn own(date: &Pieces, differing: Differing) -> Range<usize> {
    let (own, shared): (&[&Range<usize>], &[&Range<usize>]) = match differing {
        Differing::Day => (&[&date.day], &[&date.month, &date.year]),
        Differing::Month => (&[&date.day, &date.month], &[&date.year]),
        Differing::Year => return 0..date.text.len(),
    };
    let present = || own.iter().filter(|field| !field.is_empty());
    let (Some(start), Some(end)) = (present().map(|field| field.start).min(), present().map(|field| field.end).max())
    else {
        return 0..date.text.len();
    };
    let start = if shared.iter().any(|field| !field.is_empty() && field.end <= start) { start } else { 0 };
    let end = if shared.iter().any(|field| field.start >= end) { end } else { date.text.len() };
    start..end
}

#[cfg(test)]
mod tests {
    use super::DateStyle;
    use crate::base::date::PartialDate;
    use crate::locale::tests::locale;

    fn parse(text: &str) -> Option<PartialDate> {
        let date = PartialDate::parse(text);
        assert_eq!(date.is_none(), text.is_empty(), "{text}");
        date
    }

    fn date(tag: &str, text: &str, style: DateStyle) -> String {
        locale(tag).date(parse(text).unwrap(), style)
    }

    #[test]
    fn dates_are_as_precise_as_stated() {
        for (tag, text, expected) in [
            ("fr-TN", "2018", "2018"),
            ("fr-TN", "2018-05", "mai 2018"),
            ("fr-TN", "2018-05-10", "10 mai 2018"),
            ("fr-TN", "2026-07-01", "1er juillet 2026"),
            ("fr-TN", "2026-07-11", "11 juillet 2026"),
            ("fr-TN", "1005-12-31", "31 décembre 1005"),
            ("ar-TN", "2018", "2018"),
            ("ar-TN", "2018-05", "ماي 2018"),
            ("ar-TN", "2018-05-10", "10 ماي 2018"),
            ("ar-TN", "2026-07-01", "1 جويلية 2026"),
            ("ar", "2018-05-10", "10 مايو 2018"),
            ("en", "2018-05-10", "May 10, 2018"),
            ("pt-BR", "2018-05", "maio de 2018"),
            // Persian would use another calendar by default; dates are always
            // Gregorian here.
            ("fa", "2018-05", "مه ۲۰۱۸"),
            ("ar-SA", "2018", "٢٠١٨"),
        ] {
            assert_eq!(date(tag, text, DateStyle::Long), expected, "{tag} {text}");
        }
    }

    #[test]
    fn medium_dates_name_the_month() {
        for (tag, text, expected) in [
            ("fr-TN", "2018-09-10", "10 sept. 2018"),
            ("fr-TN", "2018-09", "sept. 2018"),
            ("ar-TN", "2018-09-10", "10 سبتمبر 2018"),
            ("ar-TN", "2018-09", "سبتمبر 2018"),
            ("en", "2018-09-10", "Sep 10, 2018"),
            ("de", "2018-09-10", "10. September 2018"),
        ] {
            assert_eq!(date(tag, text, DateStyle::Medium), expected, "{tag} {text}");
        }
    }

    #[test]
    fn a_range_writes_what_its_ends_share_once() {
        for (tag, from, to, expected) in [
            ("fr-TN", "2018", "2021", "2018\u{a0}– 2021"),
            ("fr-TN", "2018", "2018", "2018"),
            ("fr-TN", "2018-05", "2018-06", "mai\u{a0}– juin 2018"),
            ("fr-TN", "2018-05", "2019-06", "mai 2018\u{a0}– juin 2019"),
            ("fr-TN", "2018-05-01", "2018-05-12", "1er\u{a0}– 12 mai 2018"),
            ("fr-TN", "2018-05-10", "2018-06-10", "10 mai\u{a0}– 10 juin 2018"),
            ("fr-TN", "2018-05-10", "2019-05-10", "10 mai 2018\u{a0}– 10 mai 2019"),
            ("fr-TN", "2018", "2018-05", "2018\u{a0}– mai 2018"),
            ("ar-TN", "2018-05", "2018-06", "ماي\u{a0}– جوان 2018"),
            ("ar-TN", "2018-05-10", "2018-05-12", "10\u{a0}– 12 ماي 2018"),
            ("ar-TN", "2018-05-10", "2019-06-12", "10 ماي 2018\u{a0}– 12 جوان 2019"),
            ("en", "2018-05-10", "2018-05-12", "May 10\u{a0}– 12, 2018"),
            ("en", "2018-05-10", "2018-06-10", "May 10\u{a0}– June 10, 2018"),
            ("pt-BR", "2018-05", "2018-06", "maio\u{a0}– junho de 2018"),
            ("zh", "2018-05-01", "2018-06-10", "2018年5月1日\u{a0}– 6月10日"),
        ] {
            assert_eq!(locale(tag).date_range(parse(from), parse(to)), expected, "{tag} {from} {to}");
        }
    }

    #[test]
    fn a_range_may_be_open() {
        for (tag, from, to, expected) in [
            ("fr-TN", "2018", "", "2018\u{a0}–"),
            ("fr-TN", "", "2018-05", "–\u{a0}mai 2018"),
            ("fr-TN", "", "", ""),
            ("ar-TN", "2018-05", "", "ماي 2018\u{a0}–"),
        ] {
            assert_eq!(locale(tag).date_range(parse(from), parse(to)), expected, "{tag} {from} {to}");
        }
    }

    #[test]
    fn a_range_of_numbers_runs_from_right_to_left_in_arabic() {
        assert_eq!(locale("ar-TN").date_range(parse("2018"), parse("2021")), "\u{200f}2018\u{a0}– 2021");
        assert_eq!(locale("ar-TN").date_range(parse("2018"), None), "\u{200f}2018\u{a0}–");
        assert_eq!(locale("ar-TN").date_range(None, None), "");
    }
}
