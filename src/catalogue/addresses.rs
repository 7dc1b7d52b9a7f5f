//! Checks that addresses are unique, and that none belongs to jisr's own pages.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::path::RelPath;
use crate::catalogue::project::Project;
use crate::catalogue::{ContentPage, Doc, original};
use crate::config::{Config, LangId, MissingTranslation};
use crate::parse::write_up::{Section, WriteUp};
use crate::schema::pages::{PROJECTS, is_reserved};

/// Reports duplicate addresses within a language, and addresses that belong to
/// jisr's own pages.
pub fn check(config: &Config, projects: &[Project], pages: &[ContentPage], diagnostics: &mut Diagnostics) {
    let check = |lang: LangId| {
        let mut found = Diagnostics::default();
        let of_projects = claims(config, projects.iter().map(|project| &project.docs), lang);
        // The page `home` has the address of the language itself.
        let named = pages.iter().filter(|page| !page.is_home());
        let of_pages = claims(config, named.map(|page| &page.docs), lang);
        // Projects and pages have folders of their own: their slugs meet only
        // their like, and aliases, which `aliases` checks.
        check_slugs(config, lang, &of_projects, &mut found);
        check_slugs(config, lang, &of_pages, &mut found);
        found
    };
    let found: Vec<Diagnostics> = (0..config.languages.len()).into_par_iter().map(check).collect();
    found.into_iter().for_each(|found| diagnostics.extend(found));
}

/// A write-up that claims an address in a language.
pub struct Claim<'a> {
    /// The write-up.
    pub own: &'a WriteUp,
    /// Whether it is shown in place of a missing translation.
    pub stands_in: bool,
}

/// The write-ups of a language, then those shown in place of a missing
/// translation.
pub fn claims<'a>(
    config: &Config,
    families: impl Iterator<Item = &'a Vec<Option<Doc>>> + Clone,
    lang: LangId,
) -> Vec<Claim<'a>> {
    let claim = |doc: &'a Doc, stands_in| Claim { own: doc.write_up(), stands_in };
    let mut claims: Vec<Claim> =
        families.clone().filter_map(|docs| docs[lang].as_ref()).map(|doc| claim(doc, false)).collect();
    if config.missing == MissingTranslation::Notice {
        let missing = families.filter(|docs| docs[lang].is_none());
        claims.extend(missing.filter_map(|docs| docs[original(config, docs)].as_ref()).map(|doc| claim(doc, true)));
    }
    claims
}

fn check_slugs(config: &Config, lang: LangId, claims: &[Claim], diagnostics: &mut Diagnostics) {
    let mut slugs: FxHashMap<&str, &WriteUp> = FxHashMap::with_capacity_and_hasher(claims.len(), Default::default());
    for Claim { own, stands_in } in claims {
        if !stands_in {
            check_reserved(own, diagnostics);
        }
        if let Some(first) = slugs.insert(&own.slug, own) {
            let tag = config.languages[lang].lang;
            let address = if *stands_in { format!("{tag}/{}", address(own)) } else { address(own) };
            let first = (&first.path, first.slug_span.unwrap_or_default());
            diagnostics.push(duplicate(&address, first, &own.path, own.slug_span.unwrap_or_default()));
        }
    }
}

/// The error of two things at one address.
pub fn duplicate(address: &str, first: (&RelPath, Span), path: &RelPath, span: Span) -> Diagnostic {
    Diagnostic::at(Code::DuplicateAddress, path, span).arg("address", address).related(first.0, first.1)
}

/// The address of a write-up below its language's home: `projects/a`.
pub fn address(write_up: &WriteUp) -> String {
    match write_up.section() {
        Section::Projects => format!("{PROJECTS}/{}", write_up.slug),
        Section::Pages => write_up.slug.clone(),
    }
}

fn check_reserved(own: &WriteUp, diagnostics: &mut Diagnostics) {
    if own.section() == Section::Pages && is_reserved(&own.slug) {
        let place = Diagnostic::at(Code::ReservedSlug, &own.path, own.slug_span.unwrap_or_default());
        diagnostics.push(place.arg("slug", own.slug.as_str()));
    }
}
