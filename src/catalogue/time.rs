//! Checks dates against each other and against today: something that has
//! happened must not be in the future, a status must agree with its dates, a
//! publication period must not end before it begins. All of this concerns
//! merged facts, whichever file states them.

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::date::PartialDate;
use crate::base::diag::{Arg, Diagnostic, Span};
use crate::base::path::RelPath;
use crate::catalogue::facts::{DateKey, Facts};
use crate::schema::fields::{correction, dates, funding, project as at};

/// A day with its place.
#[derive(Clone, Copy)]
pub struct Placed<'a> {
    /// The day.
    pub day: Date,
    /// The file that states it.
    pub path: &'a RelPath,
    /// Its byte range there.
    pub span: Span,
}

/// Checks the dates of a published project. A page scheduled for a later day is
/// checked as of that day: `publish_on` is then used as today.
pub fn contradictions(facts: &Facts, today: Date) -> Vec<Diagnostic> {
    let publish_on = facts.get(at::PUBLISH_ON).map(PartialDate::earliest);
    let today = publish_on.map_or(today, |day| day.max(today));
    let mut found = vec![];
    for key in [dates::SIGNED, dates::LAUNCHED, dates::START] {
        found.extend(dated(facts, key).and_then(|(date, path, span)| to_come(key.name(), date, (path, span), today)));
    }
    for key in [at::STATUS_DATE, at::UPDATED] {
        let stated = facts.stated(key);
        found.extend(stated.and_then(|own| to_come(key.name(), own.value, (&own.file.path, own.span), today)));
    }
    found.extend(payments(facts, today));
    found.extend(corrections(facts, today));
    // A date in the future is the actual mistake; its effect on the status need
    // not be reported.
    if found.is_empty() {
        found.extend(status(facts, today));
    }
    found
}

/// The error for a date of something that has happened, if it is in the future.
pub fn to_come(key: &str, date: PartialDate, (path, span): (&RelPath, Span), today: Date) -> Option<Diagnostic> {
    let place = || Diagnostic::at(Code::DateToCome, path, span).arg("key", key);
    (date.earliest() > today).then(|| with_date(place(), "date", date.to_string()))
}

/// The error for a publication period that ends before it begins.
pub fn never_opens(publish_on: Option<Placed>, expire_on: Option<Placed>) -> Option<Diagnostic> {
    let (opens, closes) = publish_on.zip(expire_on).filter(|(opens, closes)| opens.day >= closes.day)?;
    let place = Diagnostic::at(Code::NeverPublished, closes.path, closes.span).related(opens.path, opens.span);
    Some(with_date(with_date(place, "publish", opens.day.to_string()), "expire", closes.day.to_string()))
}

fn payments(facts: &Facts, today: Date) -> Vec<Diagnostic> {
    let Some(stated) = facts.stated(at::FUNDING) else { return vec![] };
    let paid = stated.value.iter().filter(|record| record.get(funding::STAGE) == Some("disbursed"));
    let dated = paid.filter_map(|record| Some((record.get(funding::DATE)?, record.span(funding::DATE)?)));
    dated.filter_map(|(date, span)| to_come("date", date, (&stated.file.path, span), today)).collect()
}

fn corrections(facts: &Facts, today: Date) -> Vec<Diagnostic> {
    let Some(stated) = facts.stated(at::CORRECTIONS) else { return vec![] };
    let dated =
        stated.value.iter().filter_map(|record| Some((record.get(correction::DATE)?, record.span(correction::DATE)?)));
    dated.filter_map(|(date, span)| to_come("date", date, (&stated.file.path, span), today)).collect()
}

/// Statuses of ongoing projects.
const RUNNING: [&str; 2] = ["launched", "ongoing"];
/// Statuses of finished projects.
const OVER: [&str; 2] = ["completed", "closed"];
/// Statuses of projects that have not begun.
const BEFORE: [&str; 2] = ["under-review", "signed"];

/// Reports the first date that contradicts the status.
fn status(facts: &Facts, today: Date) -> Option<Diagnostic> {
    let status = facts.get(at::STATUS)?;
    let is = |all: [&str; 2]| all.contains(&status);
    let date = |key| dated(facts, key).map(|(date, ..)| date);
    let past = |key| date(key).is_some_and(|date: PartialDate| date.latest() < today);
    let has_begun = [dates::START, dates::LAUNCHED].into_iter().any(|key| date(key).is_some());
    let to_come = |key| date(key).is_some_and(|date: PartialDate| date.earliest() > today);
    let has_ended = (is(RUNNING) || is(BEFORE)) && past(dates::END);
    let key = if (is(OVER) && to_come(dates::END)) || has_ended {
        dates::END
    } else if is(OVER) && date(dates::END).is_none() && to_come(dates::PLANNED_END) {
        dates::PLANNED_END
    } else if is(RUNNING) && !has_begun && to_come(dates::PLANNED_START) {
        dates::PLANNED_START
    } else if is(RUNNING) && date(dates::END).is_none() && past(dates::PLANNED_END) {
        dates::PLANNED_END
    } else if is(BEFORE) && date(dates::START).is_none() && past(dates::PLANNED_START) {
        dates::PLANNED_START
    } else if status == "under-review" && past(dates::LAUNCHED) {
        dates::LAUNCHED
    } else if status == "under-review" && past(dates::START) {
        dates::START
    } else {
        return None;
    };
    let (date, path, span) = dated(facts, key)?;
    let own = facts.stated(at::STATUS)?;
    let place = Diagnostic::at(Code::StatusAndDate, &own.file.path, own.span).related(path, span);
    Some(with_date(place.arg("status", status).arg("key", key.name()), "date", date.to_string()))
}

fn dated(facts: &Facts, key: DateKey) -> Option<(PartialDate, &RelPath, Span)> {
    let (path, span) = facts.date_place(key)?;
    Some((facts.dates.get(key)?, path, span))
}

fn with_date(mut diagnostic: Diagnostic, name: &'static str, date: String) -> Diagnostic {
    diagnostic.args.push((name, Arg::Date(date)));
    diagnostic
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::contradictions;
    use crate::base::code::Code::{self, *};
    use crate::base::diag::Diagnostics;
    use crate::base::path::RelPath;
    use crate::catalogue::facts::Facts;
    use crate::parse::{self, Document};

    /// Checks the diagnostics for front matter as of 28 November 2026, with the
    /// key and the text at each place.
    fn check(files: &[(&str, &str)], expected: &[(Code, &[&str])]) {
        let texts: Vec<(RelPath, String)> = files
            .iter()
            .map(|(lang, front)| {
                let path = RelPath::new(&format!("content/projects/a.{lang}.md")).unwrap();
                (path, format!("---\ntitle: x\n{front}\n---\n\nx\n"))
            })
            .collect();
        let parsed = texts.iter().filter_map(|(path, text)| match parse::parse(path, text.as_bytes()).document {
            Document::WriteUp(write_up) => Some(write_up),
            _ => None,
        });
        let facts = Facts::join(parsed.collect(), &mut Diagnostics::default());
        let found = contradictions(&facts, date(2026, 11, 28));
        let text = |path: &RelPath| texts.iter().find(|(own, _)| own == path).unwrap().1.as_str();
        let said: Vec<(Code, Vec<&str>)> = found
            .iter()
            .map(|one| {
                (one.code, one.at.iter().chain(&one.related).map(|at| &text(&at.path)[at.span.range()]).collect())
            })
            .collect();
        let expected: Vec<(Code, Vec<&str>)> = expected.iter().map(|(code, at)| (*code, at.to_vec())).collect();
        assert_eq!(said, expected, "{files:?}");
    }

    #[test]
    fn what_has_happened_is_not_to_come() {
        for front in [
            "dates: {signed: 2030-01-01}\nstatus: signed",
            "dates: {launched: 2030-01-01}",
            "dates: {start: 2030-01-01}",
            "status: ongoing\nstatus_date: 2030-01-01",
            "updated: 2030-01-01",
            "funding: [{amount: 5, currency: EUR, stage: disbursed, date: 2030-01-01}]",
            "corrections: [{date: 2030-01-01, text: x}]",
        ] {
            check(&[("fr", front)], &[(DateToCome, &["2030-01-01"])]);
        }
        check(
            &[("fr", "dates: {signed: 2026-12, launched: 2027}")],
            &[(DateToCome, &["2026-12"]), (DateToCome, &["2027"])],
        );
    }

    #[test]
    fn what_may_be_to_come_is_left_alone() {
        for front in [
            "dates: {signed: 2026-11-28, launched: 2026-11, start: 2026}",
            "dates: {planned_start: 2030, planned_end: 2031, end: 2032}",
            "funding: [{amount: 5, currency: EUR, stage: pledged, date: 2030}]",
            "dates: {launched: 2026-12-10}\npublish_on: 2026-12-10",
            "status: ongoing\ndates: {start: 2025, end: 2026}",
            "status: completed\ndates: {end: 2026-11}",
            "status: cancelled\ndates: {planned_start: 2020}",
            "status: suspended\ndates: {end: 2020}",
        ] {
            check(&[("fr", front)], &[]);
        }
    }

    #[test]
    fn a_status_agrees_with_its_dates() {
        for (status, dates, date) in [
            ("completed", "start: 2025-01, end: 2028-01", "2028-01"),
            ("closed", "end: 2027", "2027"),
            ("ongoing", "start: 2020, end: 2024-06", "2024-06"),
            ("launched", "end: 2025", "2025"),
            ("ongoing", "planned_end: 2024", "2024"),
            ("under-review", "planned_start: 2020", "2020"),
            ("signed", "signed: 2019, planned_start: 2020", "2020"),
            ("signed", "start: 2019, end: 2020", "2020"),
            ("under-review", "launched: 2020", "2020"),
        ] {
            check(&[("fr", &format!("status: {status}\ndates: {{{dates}}}"))], &[(StatusAndDate, &[status, date])]);
        }
    }

    #[test]
    fn the_two_may_stand_in_two_files() {
        check(
            &[("fr", "status: completed"), ("ar", "dates: {end: 2028-01}")],
            &[(StatusAndDate, &["completed", "2028-01"])],
        );
    }
}
