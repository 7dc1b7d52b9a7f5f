//! Selects the errors that are relevant to a page.

use crate::base::diag::{Diagnostic, Severity};
use crate::base::path::{RelPath, fold};
use crate::catalogue::Doc;
use crate::parse::write_up::{Section, identity};
use crate::pipeline::preview::Preview;
use crate::schema::pages::{BuiltIn, PROJECTS};
use crate::site::home::intro;
use crate::site::{AliasOf, Page, View};

impl Preview {
    /// The errors to show on a page: those in its own source files, and those
    /// that concern the whole site.
    pub fn errors_of(&self, page: &Page) -> Vec<&Diagnostic> {
        let own = self.files_of(page);
        self.errors(|path| own.contains(&path))
    }

    /// The errors that may explain why nothing exists at a path below the base:
    /// `fr/projects/x/` comes from `content/projects/x.fr.md`.
    pub fn errors_at(&self, path: &str) -> Vec<&Diagnostic> {
        if !self.has_site() {
            return self.errors(|_| false);
        }
        let lost = lost(path);
        let is_lost = |path: &RelPath| lost.as_ref().is_some_and(|lost| lost.is_in(path));
        let own = self.errors(|path| is_lost(path));
        if own.iter().any(|error| error.at.as_ref().is_some_and(|place| is_lost(&place.path))) { own } else { vec![] }
    }

    fn errors(&self, is_own: impl Fn(&RelPath) -> bool) -> Vec<&Diagnostic> {
        let concerns = |diagnostic: &&Diagnostic| {
            let mut places = diagnostic.at.iter().chain(&diagnostic.related);
            diagnostic.at.as_ref().is_none_or(|place| is_everybodys(&place.path)) || places.any(|at| is_own(&at.path))
        };
        let errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.filter(concerns).collect()
    }

    /// The source files of a page, except those that every page depends on.
    pub fn files_of(&self, page: &Page) -> Vec<&RelPath> {
        let catalogue = &self.plan.catalogue;
        match &page.view {
            View::Project(_, id) | View::Alias(_, AliasOf::Project(id)) => {
                catalogue.projects[*id].facts.paths().collect()
            }
            View::Content(_, id) | View::Alias(_, AliasOf::Content(id)) => docs_of(&catalogue.pages[*id].docs),
            View::BuiltIn(lang, BuiltIn::Home) => {
                intro(self.plan.edition(*lang)).map(|(_, doc)| &doc.write_up().path).into_iter().collect()
            }
            _ => vec![],
        }
    }
}

fn docs_of(docs: &[Option<Doc>]) -> Vec<&RelPath> {
    docs.iter().flatten().map(|doc| &doc.write_up().path).collect()
}

/// Whether a file concerns every page: all but write-ups and their pictures.
fn is_everybodys(path: &RelPath) -> bool {
    let is_written = [Section::Projects, Section::Pages].iter().any(|part| path.as_str().starts_with(part.folder()));
    !is_written
}

/// The write-up that an address would belong to.
struct Lost {
    section: Section,
    id: String,
    lang: String,
}

fn lost(path: &str) -> Option<Lost> {
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let (section, lang, id) = match parts[..] {
        [lang, PROJECTS, id] => (Section::Projects, lang, id),
        [lang, id] => (Section::Pages, lang, id),
        _ => return None,
    };
    Some(Lost { section, id: fold(id), lang: lang.to_owned() })
}

impl Lost {
    fn is_in(&self, path: &RelPath) -> bool {
        if Section::of(path) != Some(self.section) {
            return false;
        }
        let (id, suffix) = identity(path, self.section);
        fold(id.rsplit('/').next().unwrap_or(&id)) == self.id && suffix.is_none_or(|suffix| suffix == self.lang)
    }
}
