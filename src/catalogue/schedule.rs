//! Decides what is withheld today, and announces it with the day on which a new
//! build will change the site.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::date::PartialDate;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Span};
use crate::base::path::RelPath;
use crate::catalogue::identity::Family;
use crate::catalogue::time::{self, Placed};
use crate::catalogue::{Doc, Mode};
use crate::config::Config;
use crate::parse::write_up::{Section, WriteUp};
use crate::schema::fields::{Shared, write_up as at};
use crate::schema::kind;

/// Decides what is published, and announces what is not.
pub struct Announcer<'a> {
    config: &'a Config,
    mode: Mode,
    diagnostics: &'a mut Diagnostics,
    /// What is withheld.
    pub withheld: Withheld,
}

/// What is not published today, by decision of its authors.
#[derive(Default)]
pub struct Withheld {
    /// The number of write-ups.
    pub count: usize,
    /// Projects and pages without any published write-up.
    pub whole: BTreeSet<(Section, Arc<str>)>,
}

impl<'a> Announcer<'a> {
    /// An announcer for a build on the site's current date.
    pub fn new(config: &'a Config, mode: Mode, diagnostics: &'a mut Diagnostics) -> Announcer<'a> {
        Announcer { config, mode, diagnostics, withheld: Withheld::default() }
    }

    /// The write-ups of a family that are published today, by language. The
    /// schedule is a fact: it applies to every language, whichever file states
    /// it.
    pub fn published(&mut self, family: &Family) -> Vec<Option<Doc>> {
        let own = || family.docs.iter().flatten().chain(&family.others);
        let stated = |key: Shared<kind::Date>| {
            own().find_map(|own| {
                let (day, span) = own.record.get(key).zip(own.record.span(key))?;
                Some(Placed { day: day.earliest(), path: &own.path, span })
            })
        };
        let publish_on = stated(at::PUBLISH_ON);
        self.diagnostics.extend(time::never_opens(publish_on, stated(at::EXPIRE_ON)));
        if !self.is_in_time(publish_on, stated(at::EXPIRE_ON)) {
            self.withheld.count += own().count();
            self.withheld.whole.insert((family.section, family.id.clone()));
            return family.docs.iter().map(|_| None).collect();
        }
        let docs: Vec<Option<Doc>> =
            family.docs.iter().map(|own| own.as_ref().and_then(|own| self.undrafted(own))).collect();
        if docs.iter().all(Option::is_none) && family.others.is_empty() {
            self.withheld.whole.insert((family.section, family.id.clone()));
        }
        docs
    }

    fn undrafted(&mut self, own: &Arc<WriteUp>) -> Option<Doc> {
        if own.draft && !self.config.options.drafts {
            // The mistake in `draft: oui` is already reported.
            if !own.record.is_doubtful(at::DRAFT) {
                let lang = own.lang.map_or_else(String::new, |lang| lang.to_string());
                let span = own.record.span(at::DRAFT).unwrap_or_default();
                self.diagnostics.push(Diagnostic::at(Code::WithheldDraft, &own.path, span).arg("lang", lang));
            }
            self.withheld.count += 1;
            return None;
        }
        Some(Doc::new(own.clone()))
    }

    /// Reports a date of change that is in the future.
    pub fn updated(&mut self, stated: Option<(PartialDate, &RelPath, Span)>) {
        let today = self.config.options.today;
        let to_come = stated.and_then(|(date, path, span)| time::to_come("updated", date, (path, span), today));
        self.diagnostics.extend(to_come);
    }

    fn is_in_time(&mut self, publish_on: Option<Placed>, expire_on: Option<Placed>) -> bool {
        let today = self.config.options.today;
        let future = self.config.options.future;
        // A preview of future pages also shows expired ones.
        if future && self.mode == Mode::Preview {
            return true;
        }
        if let Some(stated) = publish_on.filter(|stated| stated.day > today && !future) {
            self.announce(Code::WithheldUntil, stated);
            return false;
        }
        let Some(stated) = expire_on else { return true };
        let over = stated.day <= today;
        self.announce(if over { Code::WithheldSince } else { Code::ExpiresOn }, stated);
        !over
    }

    fn announce(&mut self, code: Code, stated: Placed) {
        let info = Diagnostic::at(code, stated.path, stated.span);
        self.diagnostics.push(Diagnostic { args: vec![("date", Arg::Date(stated.day.to_string()))], ..info });
    }
}
