//! The course of a project as its dates tell it: whether it has begun, what
//! happened last, in which years it runs.

use std::collections::BTreeSet;

use crate::base::date::PartialDate;
use crate::catalogue::project::Project;
use crate::schema::fields::dates;

/// A project that would run for more years than this has a slip of the pen in
/// its dates, and is listed under the stated ones only.
const LONGEST: i16 = 60;

/// Statuses of projects that run.
const RUNNING: [&str; 2] = ["launched", "ongoing"];

/// How far a project has come, in the order in which lists show them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// It has begun, or nobody says that it has not.
    Begun,
    /// Its beginning is planned.
    ToCome,
    /// It is under review.
    UnderReview,
}

impl Project {
    /// How far it has come.
    pub fn standing(&self) -> Standing {
        let dates = self.dates();
        let has_begun = dates.get(dates::START).is_some() || dates.get(dates::LAUNCHED).is_some();
        match self.status {
            Some("under-review") => Standing::UnderReview,
            Some("completed" | "closed") => Standing::Begun,
            Some(status) if RUNNING.contains(&status) => Standing::Begun,
            _ if dates.get(dates::PLANNED_START).is_some() && !has_begun => Standing::ToCome,
            _ => Standing::Begun,
        }
    }

    /// The latest of the dates on which something happened; of a project that
    /// runs, its end is still to come. If all is planned, the first plan.
    pub fn last_event(&self) -> Option<PartialDate> {
        let dates = self.dates();
        let runs = self.status.is_some_and(|status| RUNNING.contains(&status));
        let past = [dates::SIGNED, dates::LAUNCHED, dates::START, dates::END];
        let past = past.into_iter().filter(|key| !(runs && *key == dates::END)).filter_map(|key| dates.get(key));
        let plans = [dates::PLANNED_START, dates::PLANNED_END, dates::END];
        past.max_by_key(|date| date.earliest()).or_else(|| plans.into_iter().find_map(|key| dates.get(key)))
    }

    /// The years of its dates, and those between its beginning and its end,
    /// planned ones too; ascending.
    pub fn years(&self) -> BTreeSet<i16> {
        let dates = self.dates();
        let mut years: BTreeSet<i16> = dates.stated().map(|(_, date)| date.year()).collect();
        let first = |keys: &[_]| keys.iter().find_map(|key| dates.get(*key)).map(PartialDate::year);
        let from = first(&[dates::START, dates::LAUNCHED, dates::PLANNED_START]);
        let to = first(&[dates::END, dates::PLANNED_END]);
        if let Some((from, to)) = from.zip(to)
            && to.saturating_sub(from) <= LONGEST
        {
            years.extend(from..=to);
        }
        years
    }
}
