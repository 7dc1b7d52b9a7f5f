//! The pipeline as a single function, and the interface of the output that it
//! writes to.

mod dead_links;
mod files;
mod make;
pub mod manifest;
pub mod memory;
pub mod prepare;
pub mod preview;
pub mod search;
mod vanished;
mod write;

use std::collections::HashSet;
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
use crate::pipeline::dead_links::dead_links;
use crate::pipeline::files::{File, files, obstructed};
use crate::pipeline::manifest::{Delta, Manifest, Owner, Reason};
use crate::pipeline::write::write;
use crate::site::{self, Plan};
use crate::source::Tree;
use crate::theme::Theme;

/// A destination for a site: a folder, memory, a remote host. Paths are
/// relative to it; several threads write concurrently.
pub trait Output: Sync {
    /// The length of a file in bytes, if it exists. Must be cheap: it is called
    /// once for each page of the site.
    fn len(&self, path: &RelPath) -> Option<u64>;

    /// Writes a file atomically.
    fn put(&self, path: &RelPath, bytes: &[u8]) -> io::Result<()>;

    /// Copies the asset at `source`, below the site's root, to a file,
    /// atomically.
    fn copy(&self, path: &RelPath, source: &RelPath) -> io::Result<()>;

    /// Deletes a file, if it exists, and the folders that become empty.
    fn delete(&self, path: &RelPath) -> io::Result<()>;
}

/// Makes the published versions of pictures. Several threads call it
/// concurrently.
pub trait PictureMaker: Sync {
    /// Executes recipes, all of the same picture, so that `read` can return the
    /// results. An error says why that failed.
    fn make(&self, recipes: &[&Recipe]) -> Result<(), Box<Diagnostic>>;

    /// The result of a recipe.
    fn read(&self, recipe: &Recipe) -> io::Result<Vec<u8>>;

    /// The bytes of a picture or document of the site, unchanged.
    fn original(&self, path: &RelPath) -> io::Result<Vec<u8>>;
}

/// A step of a build that takes time.
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

/// Receives the current step of a build, how many of its parts are done, and
/// their total; 0 of 0 while the total is unknown.
pub type Progress<'a> = dyn Fn(Step, usize, usize) + Sync + 'a;

/// The input of a build.
pub struct Job<'a> {
    /// The site's files.
    pub tree: &'a Tree,
    /// site.yaml.
    pub config: Arc<Config>,
    /// The theme: templates, strings and static files.
    pub theme: &'a Theme,
    /// The diagnostics about site.yaml and the theme.
    pub early: Diagnostics,
    /// Makes pictures.
    pub pictures: &'a dyn PictureMaker,
    /// Receives the progress of the build.
    pub progress: &'a Progress<'a>,
}

/// The result of a build.
#[derive(Default)]
pub struct Report {
    /// The diagnostics of all stages.
    pub diagnostics: Diagnostics,
    /// The files written (for `check`: those that would be written), with the
    /// reason.
    pub written: Vec<(RelPath, Reason)>,
    /// Whether the output was changed.
    pub wrote: bool,
    /// Files deleted.
    pub removed: Vec<RelPath>,
    /// The number of write-ups that are not published today.
    pub withheld: usize,
    /// The files that are in the output now.
    pub manifest: Manifest,
}

impl Report {
    /// The report of a build that could not start.
    pub fn refused(diagnostic: Diagnostic) -> Report {
        Report { diagnostics: Diagnostics::from_iter([diagnostic]), ..Report::default() }
    }
}

/// The whole program as one function: reads only its arguments, writes only
/// through `out`. `manifest` is that of the previous build; the report contains
/// the new one, which is the same if nothing was written.
pub fn build(job: &Job, out: &dyn Output, manifest: Manifest) -> Report {
    let (plan, diagnostics) = plan(job);
    let mut report = Report { diagnostics, withheld: plan.catalogue.withheld, manifest, ..Report::default() };
    if plan.catalogue.is_draft() {
        report.diagnostics.push(Diagnostic::new(Code::DraftsIncluded));
    }
    if report.diagnostics.has_errors() {
        return report;
    }
    let indexes = search::files(&plan, &report.manifest, out);
    let files = files(job.theme, &plan, &indexes);
    let site = build_key(job);
    let Delta { stale, gone } = delta(&report.manifest, site, &files, out);
    report.written = stale.iter().map(|(at, reason)| (files[*at].path.clone(), *reason)).collect();
    report.diagnostics.extend(taken(&report.manifest, &report.written, out));
    report.diagnostics.extend(obstructed(&files));
    report.diagnostics.extend(dead_links(job.theme, &job.config.base_url, &files));
    report.diagnostics.extend(vanished(job, &plan, &report.manifest, &files));
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

/// Checks and renders everything that a build would, but writes nothing. All
/// files are made, whatever the output contains; `manifest` is that of the
/// previous build, for the addresses that this one would remove.
pub fn check(job: &Job, manifest: &Manifest) -> Report {
    let (plan, diagnostics) = plan(job);
    let mut report = Report { diagnostics, withheld: plan.catalogue.withheld, ..Report::default() };
    let files = files(job.theme, &plan, &[]);
    report.diagnostics.extend(obstructed(&files));
    report.diagnostics.extend(dead_links(job.theme, &job.config.base_url, &files));
    report.diagnostics.extend(vanished(job, &plan, manifest, &files));
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

/// The content key of what every file may depend on: jisr itself, site.yaml,
/// the theme.
fn build_key(job: &Job) -> Key {
    Key::join([job.config.key, job.theme.key(), Key::of(env!("JISR_SOURCES").as_bytes())])
}

/// Warnings of addresses that the former output had and this one has not.
fn vanished(job: &Job, plan: &Plan, manifest: &Manifest, files: &[File]) -> Vec<Diagnostic> {
    let there: HashSet<&RelPath> = files.iter().map(|file| file.path).collect();
    let gone: Vec<RelPath> = manifest.entries.keys().filter(|path| !there.contains(path)).cloned().collect();
    if gone.is_empty() {
        return vec![];
    }
    let new = there.into_iter().filter(|path| !manifest.entries.contains_key(*path)).collect();
    vanished::report(plan, job.tree, &gone, &new)
}

fn delta(manifest: &Manifest, site: Key, files: &[File], out: &dyn Output) -> Delta {
    manifest.delta(site, files.iter().map(|file| (file.path, file.key)), out)
}

/// Returns a function that counts one more part of a step as done at each call.
fn counter<'a>(job: &'a Job, step: Step, total: usize) -> impl Fn() + Sync + 'a {
    let done = AtomicUsize::new(0);
    move || (job.progress)(step, done.fetch_add(1, Ordering::Relaxed) + 1, total)
}
