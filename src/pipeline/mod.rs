//! The pipeline as one function, and the place that its pages go to.

mod files;
mod make;
pub mod manifest;
pub mod memory;
pub mod prepare;
pub mod preview;
pub mod search;
mod write;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics};
use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;
use crate::base::picture::Recipe;
use crate::catalogue::{Mode, catalogue};
use crate::config::Config;
use crate::pipeline::files::{File, files, obstructed};
use crate::pipeline::manifest::{Delta, Manifest, Owner, Reason};
use crate::pipeline::search::{IndexFile, Indexer};
use crate::pipeline::write::write;
use crate::site::{self, Plan};
use crate::source::Tree;
use crate::theme::Theme;

/// A place that a site is written to: a folder, memory, a remote host. Paths
/// are relative to it; several threads write at once.
pub trait Output: Sync {
    /// The length in bytes of a file that is there. Cheap: asked once for
    /// each page of the site.
    fn len(&self, path: &RelPath) -> Option<u64>;

    /// Writes a file, whole or not at all.
    fn put(&self, path: &RelPath, bytes: &[u8]) -> io::Result<()>;

    /// Writes a file from the asset at `source`, below the site's root, whole
    /// or not at all.
    fn copy(&self, path: &RelPath, source: &RelPath) -> io::Result<()>;

    /// Removes a file, if it is there, and the folders that this empties.
    fn delete(&self, path: &RelPath) -> io::Result<()>;
}

/// Makes what is published of pictures. Several threads call it at once.
pub trait PictureMaker: Sync {
    /// Makes what the recipes say, all of them from the same picture, so that
    /// `read` has it; an error says why it cannot.
    fn make(&self, recipes: &[&Recipe]) -> Result<(), Box<Diagnostic>>;

    /// The bytes of what a recipe gives.
    fn read(&self, recipe: &Recipe) -> io::Result<Vec<u8>>;

    /// The bytes of a picture or document of the site, as they are.
    fn original(&self, path: &RelPath) -> io::Result<Vec<u8>>;
}

/// A step of a build that takes a while.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Reading the sources.
    Read,
    /// Checking all of them together.
    Check,
    /// Rendering pages.
    Render,
    /// Writing files.
    Write,
}

/// Receives which step a build is at, and how many of how many parts of it are
/// done: 0 of 0 while their number is not known.
pub type Progress<'a> = dyn Fn(Step, usize, usize) + Sync + 'a;

/// What a build works on.
pub struct Job<'a> {
    /// The site's files.
    pub tree: &'a Tree,
    /// site.yaml.
    pub config: Arc<Config>,
    /// Templates, strings and static files.
    pub theme: &'a Theme,
    /// What is wrong with site.yaml and the theme.
    pub early: Diagnostics,
    /// Makes pictures.
    pub pictures: &'a dyn PictureMaker,
    /// Receives how far the build is.
    pub progress: &'a Progress<'a>,
    /// Makes search indexes; without it there are none.
    pub indexer: Option<&'a Indexer<'a>>,
}

/// What a build did.
#[derive(Default)]
pub struct Report {
    /// What there is to say, of every stage.
    pub diagnostics: Diagnostics,
    /// Files written (by `check`: to write), with the reason.
    pub written: Vec<(RelPath, Reason)>,
    /// Whether anything of that has reached the output.
    pub wrote: bool,
    /// Files deleted.
    pub removed: Vec<RelPath>,
    /// Write-ups that are not published today.
    pub withheld: usize,
    /// What is now in the output.
    pub manifest: Manifest,
}

impl Report {
    /// The report of a build that could not begin.
    pub fn refused(diagnostic: Diagnostic) -> Report {
        Report { diagnostics: Diagnostics::from_iter([diagnostic]), ..Report::default() }
    }
}

/// The whole program as one function: reads nothing but its arguments, writes
/// nothing but through `out`. `manifest` is what an earlier build left; the
/// report has the one of this build, the same where nothing was written.
pub fn build(job: &Job, out: &dyn Output, manifest: Manifest) -> Report {
    let (plan, diagnostics) = plan(job);
    let mut report = Report { diagnostics, withheld: plan.catalogue.withheld, manifest, ..Report::default() };
    if report.diagnostics.has_errors() {
        return report;
    }
    let indexes = match indexes(job, &plan, &report.manifest, out) {
        Ok(indexes) => indexes,
        Err(diagnostic) => {
            report.diagnostics.push(*diagnostic);
            return report;
        }
    };
    let files = files(job.theme, &plan, &indexes);
    let site = site_key(job);
    let Delta { stale, gone } = delta(&report.manifest, site, &files, out);
    report.written = stale.iter().map(|(at, reason)| (files[*at].path.clone(), *reason)).collect();
    report.diagnostics.extend(taken(&report.manifest, &report.written, out));
    report.diagnostics.extend(obstructed(&files));
    let stale: Vec<&File> = stale.iter().map(|(at, _)| &files[*at]).collect();
    let (ready, failures) = make::all(job, &plan, &stale);
    let has_failed = !failures.is_empty();
    report.diagnostics.extend(failures);
    if has_failed || report.diagnostics.has_errors() {
        return report;
    }
    report.wrote = true;
    report.manifest.owner = Some(owner(&job.config));
    let outcome = write(job, out, site, &ready, &gone, &mut report.manifest);
    report.removed = gone;
    if let Err(diagnostic) = outcome {
        report.diagnostics.push(*diagnostic);
        keep_what_was_done(&mut report);
    }
    report
}

/// Of what a build had to do, what it had done when it stopped: the manifest
/// knows it.
fn keep_what_was_done(report: &mut Report) {
    let Report { written, removed, manifest, .. } = report;
    written.retain(|(path, _)| manifest.entries.get(path).is_some_and(|entry| entry.len.is_some()));
    removed.retain(|path| !manifest.entries.contains_key(path));
}

/// The error of files that nobody knows where pages belong. Of a manifest that
/// is cut or damaged some may be jisr's own.
fn taken(manifest: &Manifest, files: &[(RelPath, Reason)], out: &dyn Output) -> Option<Diagnostic> {
    /// How many files the message names.
    const FEW: usize = 5;
    let is_there = |(path, reason): &&(RelPath, Reason)| *reason == Reason::New && out.len(path).is_some();
    let foreign = files.iter().filter(is_there).map(|(path, _)| path.to_string());
    let foreign: Vec<String> = foreign.take(if manifest.is_whole { FEW } else { 0 }).collect();
    let found = Diagnostic { args: vec![("files", Arg::List(foreign.clone()))], ..Diagnostic::new(Code::OutputTaken) };
    (!foreign.is_empty()).then_some(found)
}

/// Which site a manifest is to name.
pub fn owner(config: &Config) -> Owner {
    let mut title = KeyHasher::default();
    for (lang, text) in config.title.iter() {
        title.bytes(lang.as_str());
        title.bytes(text);
    }
    Owner {
        address: Key::of(format!("{}{}", config.base_url.origin, config.base_url.path).as_bytes()),
        title: title.finish(),
    }
}

/// Everything that a build checks and renders, writing nothing. Whatever the
/// output holds, all files are made.
pub fn check(job: &Job) -> Report {
    let (plan, diagnostics) = plan(job);
    let mut report = Report { diagnostics, withheld: plan.catalogue.withheld, ..Report::default() };
    let files = files(job.theme, &plan, &[]);
    report.diagnostics.extend(obstructed(&files));
    let (_, failures) = make::all(job, &plan, &files.iter().collect::<Vec<_>>());
    report.diagnostics.extend(failures);
    report.written = files.iter().map(|file| (file.path.clone(), Reason::New)).collect();
    report
}

fn plan(job: &Job) -> (Plan, Diagnostics) {
    let (catalogue, mut diagnostics) = catalogue(job.tree, &job.config, Mode::Publish);
    diagnostics.extend(job.early.iter().cloned());
    let plan = site::plan(&Arc::new(catalogue), job.theme.shown());
    diagnostics.extend(site::social_cards::without_font(&plan));
    (plan, diagnostics)
}

fn indexes(job: &Job, plan: &Plan, manifest: &Manifest, out: &dyn Output) -> Result<Vec<IndexFile>, Box<Diagnostic>> {
    job.indexer.map_or_else(|| Ok(vec![]), |indexer| search::files(indexer, plan, manifest, out))
}

/// The key of what every file may depend on: jisr itself, site.yaml, the theme.
fn site_key(job: &Job) -> Key {
    Key::join([job.config.key, job.theme.key(), Key::of(env!("JISR_SOURCES").as_bytes())])
}

fn delta(manifest: &Manifest, site: Key, files: &[File], out: &dyn Output) -> Delta {
    manifest.delta(site, files.iter().map(|file| (file.path, file.key)), out)
}

/// Counts one more part of a step as done each time it is called.
fn counter<'a>(job: &'a Job, step: Step, total: usize) -> impl Fn() + Sync + 'a {
    let done = AtomicUsize::new(0);
    move || (job.progress)(step, done.fetch_add(1, Ordering::Relaxed) + 1, total)
}
