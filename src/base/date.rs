//! Dates at the precision at which they were stated.

use std::fmt;

use jiff::civil::Date;

/// A year, a year and month, or a day; never completed to a day that was not
/// stated. Written as in ISO 8601: `2018`, `2018-05`, `2018-05-10`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PartialDate {
    /// `2018`
    Year(i16),
    /// `2018-05`
    Month(i16, i8),
    /// `2018-05-10`
    Day(Date),
}

impl PartialDate {
    /// Parses a date. `None` if the text does not have one of the three forms
    /// or no such day exists. Years range from 1000 to 9999.
    pub fn parse(text: &str) -> Option<PartialDate> {
        let digits = |part: &str, len: usize| {
            (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i16>().ok()).flatten()
        };
        let mut parts = text.split('-');
        let year = parts.next().and_then(|part| digits(part, 4)).filter(|year| *year >= 1000)?;
        let Some(month) = parts.next() else { return Some(PartialDate::Year(year)) };
        let month = digits(month, 2).filter(|month| (1..=12).contains(month))? as i8;
        let Some(day) = parts.next() else { return Some(PartialDate::Month(year, month)) };
        let day = digits(day, 2)? as i8;
        if parts.next().is_some() {
            return None;
        }
        Date::new(year, month, day).ok().map(PartialDate::Day)
    }

    /// The year of the date.
    pub fn year(self) -> i16 {
        match self {
            PartialDate::Year(year) | PartialDate::Month(year, _) => year,
            PartialDate::Day(date) => date.year(),
        }
    }

    /// The first day that the date can mean; used for sorting.
    pub fn earliest(self) -> Date {
        match self {
            PartialDate::Year(year) => Date::constant(year, 1, 1),
            PartialDate::Month(year, month) => Date::constant(year, month, 1),
            PartialDate::Day(date) => date,
        }
    }

    /// The last day that the date can mean.
    pub fn latest(self) -> Date {
        match self {
            PartialDate::Year(year) => Date::constant(year, 12, 31),
            PartialDate::Month(year, month) => Date::constant(year, month, 1).last_of_month(),
            PartialDate::Day(date) => date,
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            PartialDate::Year(year) => write!(f, "{year:04}"),
            PartialDate::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            PartialDate::Day(date) => write!(f, "{date}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PartialDate;

    #[test]
    fn three_forms_and_no_other() {
        for good in ["2018", "2018-05", "2018-05-10", "2020-02-29"] {
            assert_eq!(PartialDate::parse(good).map(|date| date.to_string()).as_deref(), Some(good));
        }
        for bad in
            ["", "18", "2018-5", "2018-13", "2018-02-29", "2018-05-10T00:00", "10/05/2018", "2018-05-10-01", "0018"]
        {
            assert_eq!(PartialDate::parse(bad), None, "{bad}");
        }
    }
}
