//! A publication from its beginning to its end: who else publishes, what there
//! is to do, whether it may be done, doing it.

use std::time::Duration;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic};
use crate::base::path::RelPath;
use crate::config::target::Target;
use crate::pipeline::manifest::Owner;
use crate::publish::host::{Host, is_own};
use crate::publish::lock::Lock;
use crate::publish::plan::{Plan, Site, Why, plan};
use crate::publish::record::Record;
use crate::publish::store::{Kept, Store, unguessable};
use crate::publish::transfer::{Progress, Source, read, transfer};

/// How many files a message names.
const FEW: usize = 8;

/// What is to be published where.
pub struct Job<'a> {
    /// The name and the address of the host.
    pub target: &'a Target,
    /// The host.
    pub host: &'a dyn Host,
    /// The files of the site.
    pub site: &'a Site,
    /// Which site it is.
    pub owner: Option<Owner>,
    /// What was published from this machine.
    pub store: &'a Store,
    /// Whether the site is that of the publication before.
    pub is_undo: bool,
    /// Whether files that jisr did not publish may be replaced.
    pub replaces: bool,
    /// So many pages may go.
    pub allowed: usize,
    /// How long to wait for another publisher.
    pub patience: Duration,
}

/// A publication that can be carried out.
pub struct Ready<'h> {
    /// What it has to do.
    pub plan: Plan,
    /// What the host has now.
    pub record: Record,
    /// What whoever decides about it should know.
    pub notes: Vec<Diagnostic>,
    lock: Option<Lock<'h>>,
}

/// Finds out what there is to do, without changing anything that readers see.
/// With `looks_only`, nothing at all is written to the host.
pub fn prepare<'a>(job: &Job<'a>, looks_only: bool) -> Result<Ready<'a>, Box<Diagnostic>> {
    let name = &job.target.name;
    let failed = |failure: crate::publish::host::Failure| Box::new(failure.told(name));
    let lock = if looks_only { None } else { Some(lock(job)?) };
    let known = read(job.host).map_err(failed)?;
    if job.owner.is_some_and(|own| known.as_ref().is_some_and(|record| record.is_of_another(own))) {
        return Err(Box::new(Diagnostic::new(Code::PublishOfAnotherSite).arg("target", name.as_str())));
    }
    if !looks_only {
        job.host.tidy();
    }
    let found = job.host.list().map_err(failed)?;
    let record = known.unwrap_or_default();
    let plan = plan(job.site, &record, &found.files);
    refuse(job, &plan)?;
    let notes = notes(job, &plan, &record, &found.odd);
    Ok(Ready { plan, record, notes, lock })
}

fn lock<'a>(job: &Job<'a>) -> Result<Lock<'a>, Box<Diagnostic>> {
    let taken = Lock::take(job.host, &job.store.identity(), job.patience);
    let taken = taken.map_err(|failure| Box::new(failure.told(&job.target.name)))?;
    taken.ok_or_else(|| Box::new(Diagnostic::new(Code::PublishBusy).arg("target", job.target.name.as_str())))
}

/// Why a plan must not be carried out.
fn refuse(job: &Job, plan: &Plan) -> Result<(), Box<Diagnostic>> {
    let taken = plan.taken();
    if !taken.is_empty() && !job.replaces {
        return Err(Box::new(with_files(Code::PublishTaken, taken.into_iter().map(RelPath::to_string).collect())));
    }
    if plan.removes_too_many(job.allowed) && !job.is_undo {
        let found = Diagnostic::new(Code::PublishRemovals).arg("removed", plan.unreachable.len() as i64);
        return Err(Box::new(found.arg("pages", plan.pages_before as i64)));
    }
    Ok(())
}

fn with_files(code: Code, files: Vec<String>) -> Diagnostic {
    let mut files = files;
    if files.len() > FEW {
        files.truncate(FEW);
        files.push("…".to_owned());
    }
    let mut found = Diagnostic::new(code);
    found.args.push(("files", Arg::List(files)));
    found
}

/// What whoever decides about a publication should know.
fn notes(job: &Job, plan: &Plan, record: &Record, odd: &[String]) -> Vec<Diagnostic> {
    let mut notes = vec![];
    let altered = plan.sent(|why| matches!(why, Why::Lost | Why::Altered));
    let lost = plan.sent(|why| why == Why::Lost).len();
    let was_there = record.files.values().any(|entry| entry.whole && entry.age == 0);
    let is_emptied = was_there && lost > 0 && plan.unchanged == 0;
    let is_forgotten = record.files.is_empty() && !job.store.publications(job.target).is_empty();
    if is_emptied || is_forgotten {
        notes.push(Diagnostic::new(Code::PublishEmptied).arg("target", job.target.name.as_str()));
    } else if !altered.is_empty() {
        notes.push(with_files(Code::PublishAltered, altered.into_iter().map(RelPath::to_string).collect()));
    }
    let foreign: Vec<String> = plan.foreign.iter().map(RelPath::to_string).chain(odd.iter().cloned()).collect();
    if !foreign.is_empty() {
        notes.push(with_files(Code::PublishForeign, foreign));
    }
    if !plan.unreachable.is_empty() {
        notes.push(with_files(Code::PublishUnreachable, plan.unreachable.iter().map(address).collect()));
    }
    notes
}

/// The address of a page, below that of the site.
fn address(path: &RelPath) -> String {
    format!("/{}", path.as_str().strip_suffix("index.html").unwrap_or(path.as_str()))
}

/// Carries out a publication; the host has to answer that nobody else has come
/// meanwhile.
pub fn carry_out(job: &Job, ready: Ready, source: &dyn Source, progress: &Progress) -> Result<Record, Box<Diagnostic>> {
    let name = job.target.name.as_str();
    let busy = || Box::new(Diagnostic::new(Code::PublishBusy).arg("target", name));
    let failed = |failure: crate::publish::host::Failure| Box::new(failure.told(name));
    let mut lock = ready.lock.ok_or_else(busy)?;
    if !lock.is_held().map_err(failed)? {
        return Err(busy());
    }
    let former = if ready.record.done { Some(ready.record.publication.clone()) } else { ready.record.former.clone() };
    let site = job.owner.map(|own| (own.address, own.title)).or(ready.record.site);
    let next = Record { publication: unguessable(), former, site, ..Record::default() };
    let done = transfer(job.host, &mut lock, &ready.plan, (&ready.record, next), source, progress).map_err(failed)?;
    if !done.wrong.is_empty() {
        let wrong = done.wrong.iter().filter(|path| !is_own(path)).map(RelPath::to_string).collect();
        return Err(Box::new(with_files(Code::PublishUnverified, wrong)));
    }
    let publication = done.record.publication.clone();
    job.store.add(job.target, Kept { publication, site: job.site.clone(), is_undo: job.is_undo });
    Ok(done.record)
}

/// The site as it was before the last publication, if this machine has it.
pub fn former(host: &dyn Host, target: &Target, store: &Store) -> Result<Site, Box<Diagnostic>> {
    let missing = || Box::new(Diagnostic::new(Code::PublishUndoMissing).arg("target", target.name.as_str()));
    let record = read(host).map_err(|failure| Box::new(failure.told(&target.name)))?;
    let wanted = record.and_then(|record| record.former).ok_or_else(missing)?;
    let kept = store.publications(target).into_iter().rev().find(|kept| kept.publication == wanted);
    kept.map(|kept| kept.site).filter(|site| store.has(site)).ok_or_else(missing)
}
