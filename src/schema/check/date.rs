//! Dates: their form, plausible years, and a single date where one is expected.

use crate::base::code::Code;
use crate::base::date::PartialDate;
use crate::base::diag::{Arg, Diagnostic, Severity};
use crate::schema::Value;
use crate::schema::check::Checker;
use crate::schema::date::{Dated, date};
use crate::schema::number::ascii_digits;
use crate::yaml::{Entry, Node, marks};

/// Years before this one are a mistake, not history.
const FIRST_POSSIBLE: i16 = 1500;
/// Years outside this range give a warning.
const LIKELY: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Keys of the beginning of a period, each with the key of its end.
const PERIODS: [(&str, &str); 2] = [("start", "end"), ("planned_start", "planned_end")];

impl Checker<'_> {
    /// Checks a date; `siblings` are the entries next to it.
    pub(super) fn date(&mut self, key: &str, node: &Node, siblings: &[Entry]) -> Option<PartialDate> {
        self.date_of(key, node, false, siblings)
    }

    /// Checks a date that must include its day.
    pub(super) fn day(&mut self, key: &str, node: &Node) -> Option<Value> {
        let date = self.date_of(key, node, true, &[])?;
        if matches!(date, PartialDate::Day(_)) {
            return Some(Value::Date(date));
        }
        // The day is unknown, so nothing is suggested.
        let text = self.text(key, node)?;
        self.report(Code::DayWanted, node.span, key, |diagnostic| diagnostic.arg("value", text));
        None
    }

    fn date_of(&mut self, key: &str, node: &Node, with_day: bool, siblings: &[Entry]) -> Option<PartialDate> {
        let text = self.text(key, node)?;
        let expected = if with_day { Code::ExpectedDay } else { Code::ExpectedDate };
        let lacks_day = |date: PartialDate| with_day && !matches!(date, PartialDate::Day(_));
        let (code, meant) = match date(text) {
            Dated::Plain(date) => return self.likely(key, node, date),
            // Without the day, correcting the form of the rest does not help.
            Dated::Meant(date) | Dated::Sign(_, date) if lacks_day(date) => return Some(date),
            Dated::Meant(date) if ascii_digits(text) != text => (Code::ArabicDigits, Some(date)),
            Dated::Meant(date) => (expected, Some(date)),
            Dated::Sign(c, date) => return self.sign_in_date(key, node, c, date),
            Dated::Hijri(meant) => return self.hijri(key, node, meant),
            Dated::Period(from, to) => return self.period(key, node, (from, to), siblings),
            Dated::Impossible => (Code::ImpossibleDate, None),
            Dated::Other => (expected, None),
        };
        let iso = meant.map(|date| date.to_string());
        self.replace(code, node.span, key, iso.as_deref(), |diagnostic| diagnostic.arg("value", text));
        meant
    }

    /// The date, if its year is possible; warns if it is unlikely.
    fn likely(&mut self, key: &str, node: &Node, date: PartialDate) -> Option<PartialDate> {
        let year = date.year();
        if LIKELY.contains(&year) {
            return Some(date);
        }
        let severity = if year < FIRST_POSSIBLE { Severity::Error } else { Severity::Warning };
        let found = Diagnostic::at(Code::UnlikelyYear, self.path, node.span).arg("key", key);
        self.push(Diagnostic { severity, ..found.arg("value", date.to_string()) });
        (severity == Severity::Warning).then_some(date)
    }

    fn sign_in_date(&mut self, key: &str, node: &Node, c: char, date: PartialDate) -> Option<PartialDate> {
        let iso = date.to_string();
        self.replace(Code::SignInValue, node.span, key, Some(&iso), |diagnostic| {
            diagnostic.arg("char", marks::name(c))
        });
        Some(date)
    }

    /// Reports an Islamic date. The exact day depends on where the moon was
    /// seen, so no fix is offered.
    fn hijri(&mut self, key: &str, node: &Node, meant: Option<PartialDate>) -> Option<PartialDate> {
        let text = self.text(key, node)?;
        let found = Diagnostic::at(Code::HijriDate, self.path, node.span).arg("key", key).arg("value", text);
        let near = meant.map_or_else(|| "…".to_owned(), |date| date.to_string());
        self.push(Diagnostic { args: [found.args, vec![("near", Arg::Date(near))]].concat(), ..found });
        None
    }

    /// `start: 2024-2025` contains two dates, the second of which has its own
    /// key.
    fn period(
        &mut self,
        key: &str,
        node: &Node,
        (from, to): (PartialDate, PartialDate),
        siblings: &[Entry],
    ) -> Option<PartialDate> {
        let text = self.text(key, node)?;
        let pair = PERIODS.iter().find(|(start, end)| *start == key || *end == key);
        let stated = |name: &str| name != key && siblings.iter().any(|entry| entry.key == name);
        let whole = pair.filter(|(start, end)| !stated(start) && !stated(end));
        let own = siblings.iter().find(|entry| entry.key == key);
        let fix = whole.zip(own).map(|((start, end), own)| {
            let place = own.key_span.range().start..node.span.range().end;
            let line_start = self.text[..place.start].rfind('\n').map_or(0, |newline| newline + 1);
            let before = &self.text[line_start..place.start];
            let between = if before.trim().is_empty() { format!("\n{before}") } else { ", ".to_owned() };
            (place, format!("{start}: {from}{between}{end}: {to}"))
        });
        let diagnostic = Diagnostic::at(Code::TwoDates, self.path, node.span).arg("key", key).arg("value", text);
        self.find(diagnostic, fix);
        None
    }
}
