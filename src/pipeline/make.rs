//! Makes the files of the output. This is the only place where a page is made,
//! whether it is then written, sent by the preview, or only tried.

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::path::RelPath;
use crate::base::picture::Recipe;
use crate::pipeline::files::{Content, File};
use crate::pipeline::write::failed;
use crate::pipeline::{Job, PictureMaker, Step, counter};
use crate::site::{Page, Plan, Rendering};
use crate::theme::Theme;

/// The content of a file of the output.
pub enum Made {
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// A copy of a file of the site, with its length in bytes.
    Copy(RelPath, u64),
    /// A picture, still to be made by this recipe.
    Picture(Recipe),
}

/// A file that is ready to be written.
pub struct Ready<'a> {
    /// The file.
    pub file: &'a File<'a>,
    /// Its content.
    pub made: Made,
}

/// Makes a page. A picture is returned as a recipe: drawing or resizing it is
/// left to the [`PictureMaker`].
pub fn page(plan: &Plan, theme: &Theme, page: &Page) -> Result<Made, Box<Diagnostic>> {
    let render = |name, context| theme.render(name, context, page.url.as_str()).map(Arc::from);
    Ok(match plan.rendering(page) {
        Rendering::Template(name, context) => Made::Bytes(render(name, context)?),
        Rendering::Drawing(name, context) => Made::Picture(Recipe::SocialCard { svg: render(name, context)? }),
        Rendering::Bytes(bytes) => Made::Bytes(bytes.into()),
        Rendering::Copy(source, len) => Made::Copy(source, len),
        Rendering::Picture(recipe) => Made::Picture(recipe),
    })
}

/// Makes files, pictures included, but writes nothing yet, so that a failing
/// template leaves the last good site intact. Also returns what failed.
pub fn all<'a>(job: &Job, plan: &Plan, files: &[&'a File<'a>]) -> (Vec<Ready<'a>>, Vec<Diagnostic>) {
    let count = counter(job, Step::Render, files.len());
    let make = |file: &&'a File<'a>| {
        let ready = one(job.theme, plan, file).map(|made| Ready { file, made });
        count();
        ready
    };
    let results: Vec<Result<Ready, Box<Diagnostic>>> = files.par_iter().map(make).collect();
    let mut ready = Vec::with_capacity(results.len());
    let mut failures: Vec<Diagnostic> = vec![];
    // The pages of the default language first, so that a failure names one of them.
    let is_foreign = |(at, result): &(usize, Result<Ready, _>)| result.is_err() && is_foreign(plan, files[*at]);
    let (foreign, own): (Vec<_>, Vec<_>) = results.into_iter().enumerate().partition(is_foreign);
    for (_, result) in own.into_iter().chain(foreign) {
        match result {
            Ok(one) => ready.push(one),
            // A mistake in a template fails on every page: report it once.
            Err(one) if failures.iter().any(|other| is_same(other, &one)) => {}
            // A theme with errors, which are reported already, has no
            // templates.
            Err(one) if one.code == Code::TemplateMissing && job.early.has_errors() => {}
            Err(one) => failures.push(*one),
        }
    }
    failures.extend(make_pictures(job.pictures, &ready));
    (ready, failures)
}

/// Whether two pages failed for one reason. Templates that are missing have no
/// place: each has its name.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    (one.code, &one.at) == (other.code, &other.at) && (one.code != Code::TemplateMissing || one.args == other.args)
}

/// Whether a file is a page in another language than the default one.
fn is_foreign(plan: &Plan, file: &File) -> bool {
    let Content::Page(page) = file.content else { return false };
    page.view.lang().is_some_and(|lang| lang != plan.catalogue.config.default)
}

fn one(theme: &Theme, plan: &Plan, file: &File) -> Result<Made, Box<Diagnostic>> {
    match file.content {
        Content::Page(own) => page(plan, theme, own),
        Content::Static(bytes) | Content::Index(Some(bytes)) => Ok(Made::Bytes(bytes.clone())),
        // The file was in the output when the index was planned, but has
        // disappeared.
        Content::Index(None) => Err(failed(file.path, &io::ErrorKind::NotFound.into())),
    }
}

/// Makes all pictures. The results of one source picture are made together, so
/// that it is read and decoded once.
fn make_pictures(pictures: &dyn PictureMaker, ready: &[Ready]) -> Vec<Diagnostic> {
    let made = ready.iter().map(|ready| &ready.made);
    let mut recipes: Vec<&Recipe> = made
        .filter_map(|made| match made {
            Made::Picture(recipe) => Some(recipe),
            Made::Bytes(_) | Made::Copy(..) => None,
        })
        .collect();
    recipes.sort();
    let together = |a: &&Recipe, b: &&Recipe| a.source().is_some() && a.source() == b.source();
    let groups: Vec<&[&Recipe]> = recipes.chunk_by(together).collect();
    groups.par_iter().filter_map(|recipes| pictures.make(recipes).err()).map(|failed| *failed).collect()
}
