//! What is withheld today, and the announcement of it: with the day on which
//! a new build will change the site.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Span};
use crate::base::path::RelPath;
use crate::catalogue::identity::Family;
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

/// What is not published today, as its writer wants it.
#[derive(Default)]
pub struct Withheld {
    /// How many write-ups.
    pub count: usize,
    /// What has no write-up left.
    pub whole: BTreeSet<(Section, Arc<str>)>,
}

impl<'a> Announcer<'a> {
    /// An announcer for a build on the site's "today".
    pub fn new(config: &'a Config, mode: Mode, diagnostics: &'a mut Diagnostics) -> Announcer<'a> {
        Announcer { config, mode, diagnostics, withheld: Withheld::default() }
    }

    /// The write-ups of a family that are published today, by language. The
    /// schedule is a fact: it holds for every language, whichever file states it.
    pub fn published(&mut self, family: &Family) -> Vec<Option<Doc>> {
        let own = || family.docs.iter().flatten().chain(&family.others);
        let stated = |key: Shared<kind::Date>| {
            own().find_map(|own| {
                let (day, span) = own.record.get(key).zip(own.record.span(key))?;
                Some(Stated { day: day.earliest(), path: &own.path, span })
            })
        };
        let publish_on = stated(at::PUBLISH_ON);
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
            // Of `draft: oui` the mistake is reported already.
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

    fn is_in_time(&mut self, publish_on: Option<Stated>, expire_on: Option<Stated>) -> bool {
        let today = self.config.options.today;
        let future = self.config.options.future;
        // Who previews what is to come looks after what is over, too.
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

    fn announce(&mut self, code: Code, stated: Stated) {
        let info = Diagnostic::at(code, stated.path, stated.span);
        self.diagnostics.push(Diagnostic { args: vec![("date", Arg::Date(stated.day.to_string()))], ..info });
    }
}

/// A day with the place where it is stated.
struct Stated<'a> {
    day: Date,
    path: &'a RelPath,
    span: Span,
}
