//! The pipeline as one function, and the place that its pages go to.

pub mod manifest;
pub mod memory;
pub mod prepare;
pub mod preview;
pub mod search;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::failure::reason;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::base::picture::Recipe;
use crate::catalogue::{Mode, catalogue};
use crate::config::Config;
use crate::pipeline::manifest::{Delta, Entry, Manifest, Reason};
use crate::pipeline::search::{IndexFile, Indexer};
use crate::site::{self, Plan, Rendering};
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

    /// Every file that is there, in the order of their paths.
    fn list(&self) -> Vec<RelPath>;
}

/// Makes what is published of pictures. Several threads make pictures at once.
pub trait PictureMaker: Sync {
    /// Makes what the recipes say, all of them from the same picture, so that
    /// it can be served; says what keeps it from that.
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

/// BuildEvent which step a build is at, and how much of how much of it is done; a
/// step of which nobody knows the length has nothing of nothing done.
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
    /// Where to write.
    pub out: &'a dyn Output,
    /// Makes pictures.
    pub pictures: &'a dyn PictureMaker,
    /// What it is for.
    pub mode: Mode,
    /// BuildEvent how far the build is.
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

/// A file of the output: where, the key of what it shows, what it is made of.
struct File<'a> {
    path: &'a RelPath,
    key: Key,
    content: Content<'a>,
}

enum Content<'a> {
    Page(&'a site::Page),
    Static(&'a [u8]),
    /// A file of an index; none where it stands in the output as it is.
    Index(Option<&'a [u8]>),
}

/// A file ready to be written.
enum Ready {
    Bytes(Vec<u8>),
    Copy(RelPath, u64),
    Picture(Recipe),
}

/// The whole program as one function: reads nothing but its arguments, writes
/// nothing but through `out`. `manifest` is what an earlier build left; the
/// report has the one of this build, the same where nothing was written.
pub fn build(job: &Job, manifest: Manifest) -> Report {
    let (plan, diagnostics) = planned(job);
    let mut report = Report { diagnostics, withheld: plan.catalogue.withheld, manifest, ..Report::default() };
    if report.diagnostics.has_errors() && job.mode == Mode::Publish {
        return report;
    }
    let indexes = match indexes(job, &plan, &report.manifest) {
        Ok(indexes) => indexes,
        Err(diagnostic) => {
            report.diagnostics.push(*diagnostic);
            return report;
        }
    };
    let (files, delta, site) = stale(job, &plan, &indexes, &mut report);
    report.diagnostics.extend(obstructed(&files));
    let Some(ready) = rendered(job, &plan, &files, &delta, &mut report) else { return report };
    if report.diagnostics.has_errors() && job.mode == Mode::Publish {
        return report;
    }
    report.wrote = true;
    if let Err(diagnostic) = write(job, site, &files, &delta, ready, &mut report.manifest) {
        report.diagnostics.push(*diagnostic);
    }
    report.removed = delta.gone;
    report
}

/// Everything that a build checks and renders, writing nothing.
pub fn check(job: &Job) -> Report {
    let (plan, diagnostics) = planned(job);
    let mut report = Report { diagnostics, withheld: plan.catalogue.withheld, ..Report::default() };
    let (files, delta, _) = stale(job, &plan, &[], &mut report);
    report.diagnostics.extend(obstructed(&files));
    let every = Delta { stale: (0..files.len()).map(|at| (at, Reason::New)).collect(), gone: vec![] };
    rendered(job, &plan, &files, &every, &mut report);
    report.written = every.stale.iter().map(|(at, reason)| (files[*at].path.clone(), *reason)).collect();
    report.removed = delta.gone;
    report
}

fn planned(job: &Job) -> (Plan, Diagnostics) {
    let (catalogue, mut diagnostics) = catalogue(job.tree, &job.config, job.mode);
    diagnostics.extend(job.early.iter().cloned());
    let plan = site::plan(&Arc::new(catalogue), job.theme.shown());
    diagnostics.extend(site::social_cards::without_font(&plan));
    (plan, diagnostics)
}

fn indexes(job: &Job, plan: &Plan, manifest: &Manifest) -> Result<Vec<IndexFile>, Box<Diagnostic>> {
    job.indexer.map_or_else(|| Ok(vec![]), |indexer| search::files(indexer, plan, manifest, job.out))
}

fn stale<'a>(
    job: &Job<'a>,
    plan: &'a Plan,
    indexes: &'a [IndexFile],
    report: &mut Report,
) -> (Vec<File<'a>>, Delta, Key) {
    let files = files(job, plan, indexes);
    let site = Key::join([job.config.key, job.theme.key(), Key::of(env!("JISR_SOURCES").as_bytes())]);
    let delta = report.manifest.delta(site, files.iter().map(|file| (file.path, file.key)), job.out);
    report.written = delta.stale.iter().map(|(at, reason)| (files[*at].path.clone(), *reason)).collect();
    (files, delta, site)
}

/// Every file of the output by path, each path once: a static file of the site
/// goes before a page that jisr would make, as a `robots.txt` of its own.
fn files<'a>(job: &Job<'a>, plan: &'a Plan, indexes: &'a [IndexFile]) -> Vec<File<'a>> {
    let statics = job.theme.files().iter();
    let statics = statics.map(|file| File { path: &file.path, key: file.key, content: Content::Static(&file.bytes) });
    let page = |page: &'a site::Page| File { path: page.url.output(), key: page.key, content: Content::Page(page) };
    let index = |file: &'a IndexFile| {
        let content = Content::Index(file.bytes.as_deref());
        File { path: &file.path, key: file.key, content }
    };
    let mut files = Vec::with_capacity(job.theme.files().len() + plan.pages.len() + indexes.len());
    files.extend(statics.chain(plan.pages.iter().map(page)).chain(indexes.iter().map(index)));
    // Of one path the first stays the first.
    files.sort_by(|a, b| a.path.cmp(b.path));
    files.dedup_by(|later, first| later.path == first.path);
    files
}

/// Files that lie in the way of another: a file `a` and a page `a/index.html`
/// cannot both be there. A site's own `static/root/` can do that.
fn obstructed(files: &[File]) -> Vec<Diagnostic> {
    let mut found = vec![];
    // The files that this one and the following can begin like: they come by path.
    let mut beginnings: Vec<&str> = vec![];
    for file in files {
        let path = file.path.as_str();
        while beginnings.pop_if(|beginning| !path.starts_with(*beginning)).is_some() {}
        let folders = beginnings.iter().filter(|beginning| path[beginning.len()..].starts_with('/'));
        found.extend(folders.map(|_| *failed(file.path, &io::ErrorKind::NotADirectory.into())));
        beginnings.push(path);
    }
    found
}

/// Renders everything stale before the first byte goes out, so that a
/// template that fails leaves the last good site whole.
fn rendered(job: &Job, plan: &Plan, files: &[File], delta: &Delta, report: &mut Report) -> Option<Vec<Ready>> {
    let counted = counter(job, Step::Render, delta.stale.len());
    let render = |(at, _): &(usize, Reason)| {
        let ready = ready(job, plan, &files[*at]);
        counted();
        ready
    };
    let results: Vec<Result<Ready, Box<Diagnostic>>> = delta.stale.par_iter().map(render).collect();
    let mut ready = Vec::with_capacity(results.len());
    let mut failed: Vec<Diagnostic> = vec![];
    for result in results {
        match result {
            Ok(bytes) => ready.push(bytes),
            // One broken line of a template fails on every page: say it once.
            Err(one) if failed.iter().any(|other| (other.code, &other.at) == (one.code, &one.at)) => {}
            // A theme with errors, which are reported, has no templates.
            Err(one) if one.code == Code::TemplateMissing && job.early.has_errors() => {}
            Err(one) => failed.push(*one),
        }
    }
    failed.extend(made(job.pictures, &ready));
    let whole = failed.is_empty();
    report.diagnostics.extend(failed);
    whole.then_some(ready)
}

/// Tells of one more part of a step that is done, each time it is called.
fn counter<'a>(job: &'a Job, step: Step, total: usize) -> impl Fn() + Sync + 'a {
    let done = AtomicUsize::new(0);
    move || (job.progress)(step, done.fetch_add(1, Ordering::Relaxed) + 1, total)
}

/// Makes all pictures before the first byte goes out. Each picture of the site
/// is read once, whatever is made of it.
fn made(pictures: &dyn PictureMaker, ready: &[Ready]) -> Vec<Diagnostic> {
    let mut recipes: Vec<&Recipe> = ready
        .iter()
        .filter_map(|ready| match ready {
            Ready::Picture(recipe) => Some(recipe),
            Ready::Bytes(_) | Ready::Copy(..) => None,
        })
        .collect();
    recipes.sort();
    let together = |a: &&Recipe, b: &&Recipe| a.source().is_some() && a.source() == b.source();
    let groups: Vec<&[&Recipe]> = recipes.chunk_by(together).collect();
    groups.par_iter().filter_map(|recipes| pictures.make(recipes).err()).map(|failed| *failed).collect()
}

fn ready(job: &Job, plan: &Plan, file: &File) -> Result<Ready, Box<Diagnostic>> {
    let page = match &file.content {
        Content::Static(bytes) => return Ok(Ready::Bytes(bytes.to_vec())),
        Content::Index(Some(bytes)) => return Ok(Ready::Bytes(bytes.to_vec())),
        // Gone from the output since this build asked for it.
        Content::Index(None) => return Err(failed(file.path, &io::ErrorKind::NotFound.into())),
        Content::Page(page) => page,
    };
    match plan.rendering(page) {
        Rendering::Template(name, context) => {
            let bytes = job.theme.render(name, context, page.url.as_str()).map_err(Box::new)?;
            Ok(match page.view {
                site::View::SocialCard(..) => Ready::Picture(Recipe::SocialCard { svg: bytes.into() }),
                _ => Ready::Bytes(bytes),
            })
        }
        Rendering::Bytes(bytes) => Ok(Ready::Bytes(bytes)),
        Rendering::Picture(recipe) => Ok(Ready::Picture(recipe)),
        Rendering::Copy(source) => {
            let len = plan.catalogue.assets.get(&source).map_or(0, |asset| asset.len);
            Ok(Ready::Copy(source, len))
        }
    }
}

fn write(
    job: &Job,
    site: Key,
    files: &[File],
    delta: &Delta,
    ready: Vec<Ready>,
    manifest: &mut Manifest,
) -> Result<(), Box<Diagnostic>> {
    if delta.stale.is_empty() && delta.gone.is_empty() && manifest.site == site {
        return Ok(());
    }
    put_manifest(job.out, manifest.mark(site, delta.stale.iter().map(|(at, _)| files[*at].path)))?;
    let stale = delta.stale.iter().map(|(at, _)| files[*at].path);
    let (in_the_way, others) = manifest::in_the_way(&delta.gone, stale);
    delete(job.out, &in_the_way, manifest)?;
    let counted = counter(job, Step::Write, delta.stale.len());
    let written = delta.stale.par_iter().zip(ready).map(|((at, _), ready)| {
        let file = &files[*at];
        counted();
        put(job, file.path, ready).map(|len| (file.path.clone(), Entry { key: file.key, len: Some(len) }))
    });
    let written: Vec<(RelPath, Entry)> = written.collect::<Result<_, _>>()?;
    manifest.entries.extend(written);
    // What others may still link to goes last: a full disk leaves it there.
    delete(job.out, &others, manifest)?;
    put_manifest(job.out, manifest.write())
}

fn delete(out: &dyn Output, gone: &[&RelPath], manifest: &mut Manifest) -> Result<(), Box<Diagnostic>> {
    for path in gone {
        out.delete(path).map_err(|error| failed(path, &error))?;
        manifest.entries.remove(*path);
    }
    Ok(())
}

fn put(job: &Job, path: &RelPath, ready: Ready) -> Result<u64, Box<Diagnostic>> {
    let whole = |bytes: &[u8]| (job.out.put(path, bytes), bytes.len() as u64);
    let (result, len) = match &ready {
        Ready::Bytes(bytes) => whole(bytes),
        Ready::Copy(source, len) => (job.out.copy(path, source), *len),
        Ready::Picture(recipe) => match job.pictures.read(recipe) {
            Ok(bytes) => whole(&bytes),
            Err(error) => (Err(error), 0),
        },
    };
    result.map(|()| len).map_err(|error| failed(path, &error))
}

fn put_manifest(out: &dyn Output, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    let path = manifest::path();
    out.put(&path, bytes).map_err(|error| failed(&path, &error))
}

fn failed(path: &RelPath, error: &io::Error) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::OutputFailed).arg("path", path.as_str()).arg("detail", reason(error)))
}
