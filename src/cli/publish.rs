//! `jisr publish`: builds the site, shows what would change on a host, and
//! transfers that.

mod shown;

use std::io::{self, BufRead, IsTerminal, Write};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint, Severity};
use crate::base::failure::reason;
use crate::cli::build;
use crate::cli::exit;
use crate::cli::outcome::Outcome;
use crate::cli::progress::ProgressBar;
use crate::cli::publish::shown::{Bar, plan_lines, published};
use crate::cli::settings::{Format, Settings};
use crate::config::target::Target;
use crate::config::{self, Config};
use crate::disk::build::quoted;
use crate::pipeline::Step;
use crate::pipeline::manifest::Owner;
use crate::publish::host::Host;
use crate::publish::log::{self, Line};
use crate::publish::open::open;
use crate::publish::plan::{Plan, Site};
use crate::publish::session::{self, Job, Ready};
use crate::publish::store::{self, Store};
use crate::report::messages::{MessageLanguage, fixed, word};
use crate::report::summary;
use crate::schema::near::nearest_name;
use crate::source::Tree;

/// How long to wait for another publisher.
const PATIENCE: Duration = Duration::from_secs(15);

/// What `publish` alone is told.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug)]
pub struct Publish {
    /// The name of the place in site.yaml; not needed if there is only one
    #[arg(value_name = "TARGET")]
    pub target: Option<String>,
    /// Show what would be done, and transfer nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask for confirmation
    #[arg(long)]
    pub yes: bool,
    /// Allow this many pages to be removed, where that is more than one in five
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub allow_removals: usize,
    /// Replace files of the host that jisr has not published, where pages belong
    #[arg(long)]
    pub replace: bool,
    /// Put back online what was there before the last publication
    #[arg(long, conflicts_with = "if_due")]
    pub undo: bool,
    /// Do nothing, and say nothing, if nothing has changed since the last publication
    #[arg(long)]
    pub if_due: bool,
}

/// Publishes the site; where it stops, the outcome says why.
pub fn run(settings: &Settings, asked: &Publish, started: Instant) -> Outcome {
    if settings.drafts || settings.future {
        return Outcome::refused(Diagnostic::new(Code::PublishDrafts));
    }
    let progress = ProgressBar::start(settings.look.language);
    progress.show(Step::Read, 0, 0);
    let (tree, early) = settings.folders.read();
    let bytes = tree.bytes(&config::path()).unwrap_or_default();
    let (config, found) = Config::read(&config::path(), &bytes, settings.options());
    let found = Diagnostics::from_iter(found);
    if found.has_errors() {
        return Outcome { sources: quoted(&found, &tree), diagnostics: found.sorted(), ..Outcome::default() };
    }
    let target = match choose(&config.targets, asked.target.as_deref()) {
        Ok(target) => target,
        Err(diagnostic) => return Outcome::refused(*diagnostic),
    };
    let store = Store::open(&settings.folders.root, &settings.folders.output);
    let publication = Publication { settings, asked, target, store: &store, started, config: &config };
    if asked.undo {
        drop(progress);
        return publication.undo();
    }
    let report = build::of_tree(settings, &tree, early, &progress);
    drop(progress);
    if exit::status(&report.diagnostics, settings.strict) > 0 {
        let closing = summary::built(&report, started.elapsed(), settings.look.language);
        let sources = quoted(&report.diagnostics, &tree);
        return Outcome { sources, closing, diagnostics: report.diagnostics.sorted(), ..Outcome::default() };
    }
    let built = store::built(&settings.folders.output, &report.manifest);
    match built {
        Ok(site) => publication.of_build(&tree, report.diagnostics, &site, report.manifest.owner),
        Err(error) => Outcome::refused(publication.failed(&error)),
    }
}

/// The target that was named, or the only one.
fn choose<'t>(targets: &'t [Target], name: Option<&str>) -> Result<&'t Target, Box<Diagnostic>> {
    let names = || targets.iter().map(|target| target.name.as_str());
    let all = || Hint::OneOf(names().map(str::to_owned).collect());
    let error = |code| Box::new(Diagnostic::new(code));
    match (name, targets) {
        (_, []) => {
            let line = "publish: {web: {to: \"sftp://user@host/var/www/cooperation\"}}".to_owned();
            Err(Box::new(Diagnostic::new(Code::PublishNoTarget).hint(Hint::Example(line))))
        }
        (Some(name), _) => targets.iter().find(|target| target.name == name).ok_or_else(|| {
            let found = Diagnostic::new(Code::PublishUnknownTarget).arg("value", name);
            Box::new(found.did_you_mean(nearest_name(name, names())).hint(all()))
        }),
        (None, [only]) => Ok(only),
        (None, _) => Err(Box::new(error(Code::PublishWhichTarget).hint(all()))),
    }
}

/// A publication that was asked for.
struct Publication<'a> {
    settings: &'a Settings,
    asked: &'a Publish,
    target: &'a Target,
    store: &'a Store,
    started: Instant,
    config: &'a Config,
}

impl Publication<'_> {
    fn language(&self) -> MessageLanguage {
        self.settings.look.language
    }

    /// The address of the site.
    fn address(&self) -> String {
        format!("{}{}", self.config.base_url.origin, self.config.base_url.path)
    }

    fn failed(&self, error: &io::Error) -> Diagnostic {
        let path = self.settings.folders.output.display().to_string();
        Diagnostic::new(Code::UnreadableFile).arg("path", path).arg("detail", reason(error))
    }

    /// Publishes a site that was built.
    fn of_build(&self, tree: &Tree, found: Diagnostics, site: &Site, owner: Option<Owner>) -> Outcome {
        if self.asked.if_due && !self.store.is_due(self.target, site) {
            return Outcome::default();
        }
        let sources = quoted(&found, tree);
        let early = Outcome { sources, diagnostics: found, ..Outcome::default() };
        self.settle(early, |host| self.publish(host, site, owner))
    }

    /// Brings back what was published before.
    fn undo(&self) -> Outcome {
        self.settle(Outcome::default(), |host| {
            let site = session::former(host, self.target, self.store)?;
            self.publish(host, &site, None)
        })
    }

    /// Opens the host and does something there; `early` is what has been found
    /// before.
    fn settle(&self, early: Outcome, work: impl FnOnce(&dyn Host) -> Result<Outcome, Box<Diagnostic>>) -> Outcome {
        let folders = &self.settings.folders;
        // A timer is told nothing before it is known whether there is anything to tell.
        let is_told = self.settings.format == Format::Text && !self.asked.if_due;
        if is_told {
            // Whoever is asked has to know it before.
            Outcome {
                diagnostics: early.diagnostics.clone().sorted(),
                sources: early.sources.clone(),
                ..Outcome::default()
            }
            .print(self.settings);
        }
        let opened = open(self.target, &folders.root, &folders.output);
        let done = opened.map_err(Box::new).and_then(|host| work(&*host));
        let mut outcome = done.unwrap_or_else(|diagnostic| Outcome::refused(*diagnostic));
        if self.asked.if_due && outcome.closing.is_empty() && outcome.diagnostics.iter().next().is_none() {
            return Outcome::default();
        }
        if !is_told {
            outcome.diagnostics.extend(early.diagnostics);
            outcome.sources = early.sources;
        }
        outcome.diagnostics = outcome.diagnostics.sorted();
        outcome
    }

    fn publish(&self, host: &dyn Host, site: &Site, owner: Option<Owner>) -> Result<Outcome, Box<Diagnostic>> {
        let (asked, target, store) = (self.asked, self.target, self.store);
        let (replaces, is_undo) = (asked.replace, asked.undo);
        let Some(_one_at_a_time) = store.lock(PATIENCE) else {
            return Err(Box::new(Diagnostic::new(Code::PublishBusy).arg("target", target.name.as_str())));
        };
        let (allowed, patience) = (asked.allow_removals, PATIENCE);
        let job = Job { target, host, site, owner, store, is_undo, replaces, allowed, patience };
        let mut ready = session::prepare(&job, asked.dry_run)?;
        let mut notes = std::mem::take(&mut ready.notes);
        if ready.record.files.is_empty() && self.config.base_url.path != "/" {
            notes.push(Diagnostic::new(Code::RobotsUnread).arg("address", self.address()));
        }
        if ready.plan.is_done && asked.if_due {
            return Ok(Outcome::default());
        }
        if ready.plan.is_done {
            let current = word("publish-current", &[("target", target.name.as_str().into())], self.language());
            return Ok(Outcome {
                diagnostics: notes.into_iter().collect(),
                closing: vec![current],
                ..Outcome::default()
            });
        }
        let mut outcome = self.show(&ready.plan, notes);
        if asked.dry_run {
            outcome.closing.push(word("publish-looked", &[], self.language()));
            self.tell(&mut outcome, Code::PublishPlanned, &ready.plan);
            return Ok(outcome);
        }
        if !self.is_confirmed()? {
            outcome.closing.push(word("publish-declined", &[], self.language()));
            return Ok(outcome);
        }
        self.transfer(&job, ready, outcome)
    }

    /// Prints the plan and what should be known of it, for people; in other
    /// formats, the report has that at its end.
    fn show(&self, plan: &Plan, notes: Vec<Diagnostic>) -> Outcome {
        let diagnostics: Diagnostics = notes.into_iter().collect();
        if self.settings.format != Format::Text {
            return Outcome { diagnostics, ..Outcome::default() };
        }
        let closing = plan_lines(plan, self.target, self.language());
        Outcome { diagnostics: diagnostics.sorted(), closing, ..Outcome::default() }.print(self.settings);
        Outcome::default()
    }

    /// Whether somebody says yes, or has said so.
    fn is_confirmed(&self) -> Result<bool, Box<Diagnostic>> {
        if self.asked.yes {
            return Ok(true);
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            let found = Diagnostic::new(Code::PublishUnconfirmed).arg("target", self.target.name.as_str());
            return Err(Box::new(found));
        }
        let mut answer = String::new();
        let _ = write!(io::stderr(), "{}", fixed("publish-ask", self.language())).and_then(|()| io::stderr().flush());
        let _ = io::stdin().lock().read_line(&mut answer);
        Ok(["o", "oui", "y", "yes", "ن", "نعم"].contains(&answer.trim().to_lowercase().as_str()))
    }

    fn transfer(&self, job: &Job, ready: Ready, mut outcome: Outcome) -> Result<Outcome, Box<Diagnostic>> {
        if !job.is_undo {
            job.store.keep(job.site);
        }
        let plan = ready.plan.clone();
        let bar = Bar::start(plan.bytes, self.language());
        let done = session::carry_out(job, ready, job.store, &|sent| bar.show(sent));
        drop(bar);
        let record = done?;
        let line = Line {
            when: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            target: job.target.name.clone(),
            to: job.target.written.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            publication: record.publication.clone(),
            undo: job.is_undo,
            new: plan.added(),
            changed: plan.changed(),
            removed: plan.removed(),
            pages: plan.pages_after,
            bytes: plan.bytes,
        };
        if let Err(error) = log::add(&self.settings.folders.root, &line) {
            let found = Diagnostic::new(Code::OutputFailed).arg("path", log::NAME).arg("detail", reason(&error));
            outcome.diagnostics.push(Diagnostic { severity: Severity::Warning, ..found });
        }
        outcome.closing.push(published(job.target, &self.address(), self.started.elapsed(), self.language()));
        self.tell(&mut outcome, Code::Published, &plan);
        Ok(outcome)
    }

    /// Adds what was done to a report that programs read.
    fn tell(&self, outcome: &mut Outcome, code: Code, plan: &Plan) {
        let count = |count: usize| count as i64;
        let found = Diagnostic::new(code).arg("target", self.target.name.as_str()).arg("new", count(plan.added()));
        let found = found.arg("changed", count(plan.changed())).arg("removed", count(plan.removed()));
        if self.settings.format != Format::Text {
            outcome.diagnostics.push(found);
        }
    }
}
