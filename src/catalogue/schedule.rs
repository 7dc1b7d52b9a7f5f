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
use crate::catalogue::{Doc, Mode, facts, translations};
use crate::config::Config;
use crate::parse::write_up::{Section, WriteUp};
use crate::schema::fields::{self, Shared, project, write_up as at};
use crate::schema::kind::{self, Kind};
use crate::schema::record::FieldOf;

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
    /// schedule is a fact: it holds for every language, whichever file states
    /// it. A draft takes its facts with it, and the whole project where the
    /// other files lack what a project must have.
    pub fn published(&mut self, family: &Family) -> Vec<Option<Doc>> {
        let own = || family.files();
        let counts = |own: &&Arc<WriteUp>| !self.is_held_back(own);
        let stated = |key: Shared<kind::Date>| {
            own().filter(counts).find_map(|own| {
                let (day, span) = own.record.get(key).zip(own.record.span(key))?;
                Some(Placed { day: day.earliest(), path: &own.path, span })
            })
        };
        let (publish_on, expire_on) = (stated(at::PUBLISH_ON), stated(at::EXPIRE_ON));
        let needs_draft = own().any(|own| self.is_held_back(own))
            && is_complete(family.section, own())
            && !is_complete(family.section, own().filter(counts));
        self.diagnostics.extend(time::never_opens(publish_on, expire_on));
        let is_in_time = self.is_in_time(publish_on, expire_on);
        if !is_in_time || needs_draft {
            own().filter(|_| is_in_time).for_each(|own| self.announce_draft(family.section, own));
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
        if !self.is_held_back(own) {
            return Some(Doc::new(own.clone()));
        }
        self.announce(Code::WithheldDraft, own);
        self.withheld.count += 1;
        None
    }

    /// Whether a file is a draft that this build leaves out.
    pub fn is_held_back(&self, own: &WriteUp) -> bool {
        own.draft && !self.config.options.drafts
    }

    /// Says of a draft without which there is no project what it takes away.
    fn announce_draft(&mut self, section: Section, own: &WriteUp) {
        if self.is_held_back(own) {
            let takes_project =
                section == Section::Projects && (states(own, project::TYPE) || states(own, project::PARTNERS));
            self.announce(if takes_project { Code::WithheldDraftProject } else { Code::WithheldDraft }, own);
        }
    }

    fn announce(&mut self, code: Code, own: &WriteUp) {
        // Of `draft: oui` the mistake is reported already.
        if !own.record.is_doubtful(at::DRAFT) {
            let lang = own.lang.map_or_else(String::new, |lang| lang.to_string());
            let span = own.record.span(at::DRAFT).unwrap_or_default();
            self.diagnostics.push(Diagnostic::at(code, &own.path, span).arg("lang", lang));
        }
    }

    /// Takes out what is no translation.
    pub fn take_out(&mut self, docs: &mut [Option<Doc>]) -> Vec<Option<Doc>> {
        translations::take_out(self.config, docs, self.diagnostics)
    }

    /// Reports facts of a page that differ from language to language.
    pub fn contradictions<'w>(&mut self, files: impl Iterator<Item = &'w WriteUp>) {
        self.diagnostics.extend(facts::contradictions(files));
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
            self.announce_day(Code::WithheldUntil, stated);
            return false;
        }
        let Some(stated) = expire_on else { return true };
        let over = stated.day <= today;
        self.announce_day(if over { Code::WithheldSince } else { Code::ExpiresOn }, stated);
        !over
    }

    fn announce_day(&mut self, code: Code, stated: Placed) {
        let info = Diagnostic::at(code, stated.path, stated.span);
        self.diagnostics.push(Diagnostic { args: vec![("date", Arg::Date(stated.day.to_string()))], ..info });
    }
}

/// Whether files have all that a project must have, or something that may be it.
fn is_complete<'a>(section: Section, files: impl Iterator<Item = &'a Arc<WriteUp>> + Clone) -> bool {
    let any = |key: FieldOf<fields::Project, kind::Text>| files.clone().any(|own| states(own, key));
    let partners = || files.clone().any(|own| states(own, project::PARTNERS));
    section == Section::Pages || (any(project::TYPE) && partners())
}

/// Whether a file states a fact, or may do so where it could not be read.
pub fn states<V: Kind>(own: &WriteUp, key: FieldOf<fields::Project, V>) -> bool {
    own.broken || own.record.project().is_some_and(|record| record.has(key) || record.is_doubtful(key))
}
