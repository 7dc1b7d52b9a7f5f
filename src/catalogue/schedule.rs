//! What is withheld today, and the announcement of it: with the day on which
//! a new build will change the site.

use std::sync::Arc;

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Span};
use crate::catalogue::Doc;
use crate::catalogue::identity::{Family, write_up};
use crate::config::Config;
use crate::parse::Parsed;
use crate::parse::write_up::{Schedule, WriteUp};

/// Decides what is published, and announces what is not.
pub struct Announcer<'a> {
    config: &'a Config,
    diagnostics: &'a mut Diagnostics,
    /// How many write-ups are withheld.
    pub withheld: usize,
}

impl<'a> Announcer<'a> {
    /// An announcer for a build on the site's "today".
    pub fn new(config: &'a Config, diagnostics: &'a mut Diagnostics) -> Announcer<'a> {
        Announcer { config, diagnostics, withheld: 0 }
    }

    /// The write-ups of a family that are published today, by language. The
    /// schedule is a fact: it holds for every language, whichever file states it.
    pub fn published(&mut self, family: &Family) -> Vec<Option<Doc>> {
        let own = || family.docs.iter().flatten().filter_map(|parsed| write_up(parsed));
        let mut schedule = Schedule::default();
        for stated in own().map(|own| own.schedule) {
            schedule.publish_on = schedule.publish_on.or(stated.publish_on);
            schedule.expire_on = schedule.expire_on.or(stated.expire_on);
        }
        let in_time = own().next().is_none_or(|first| self.is_in_time(schedule, first));
        if !in_time {
            self.withheld += own().count();
            return family.docs.iter().map(|_| None).collect();
        }
        family.docs.iter().map(|parsed| parsed.as_ref().and_then(|parsed| self.undrafted(parsed))).collect()
    }

    fn undrafted(&mut self, parsed: &Arc<Parsed>) -> Option<Doc> {
        let own = write_up(parsed)?;
        if own.draft && !self.config.options.drafts {
            let lang = own.lang.map_or_else(String::new, |lang| lang.to_string());
            self.diagnostics.push(Diagnostic::at(Code::WithheldDraft, &own.path, Span::default()).arg("lang", lang));
            self.withheld += 1;
            return None;
        }
        Doc::new(parsed.clone())
    }

    fn is_in_time(&mut self, schedule: Schedule, first: &WriteUp) -> bool {
        let today = self.config.options.today;
        let Schedule { publish_on, expire_on } = schedule;
        if self.config.options.future {
            return true;
        }
        if let Some(day) = publish_on.filter(|day| *day > today) {
            self.announce(Code::WithheldUntil, first, Some(day));
            return false;
        }
        if let Some(day) = expire_on.filter(|day| *day <= today) {
            self.announce(Code::WithheldSince, first, Some(day));
            return false;
        }
        if let Some(day) = expire_on {
            self.announce(Code::ExpiresOn, first, Some(day));
        }
        true
    }

    fn announce(&mut self, code: Code, write_up: &WriteUp, day: Option<Date>) {
        let mut info = Diagnostic::at(code, &write_up.path, Span::default());
        info.args.extend(day.map(|day| ("date", Arg::Date(day.to_string()))));
        self.diagnostics.push(info);
    }
}
