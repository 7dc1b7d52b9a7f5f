//! Checks that addresses are unique, and that none belongs to jisr's own pages.

use std::collections::hash_map::Entry;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::path::fold;
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
        let home = pages.iter().filter(|page| page.is_home()).filter_map(|page| page.docs[lang].as_ref());
        // Projects and pages are in folders of their own: a slug can only
        // collide with others of its section, and with aliases.
        check_slugs(config, lang, &of_projects, &mut found);
        check_slugs(config, lang, &of_pages, &mut found);
        check_aliases(&of_projects, &of_pages, home.map(Doc::write_up), &mut found);
        found
    };
    let found: Vec<Diagnostics> = (0..config.languages.len()).into_par_iter().map(check).collect();
    found.into_iter().for_each(|found| diagnostics.extend(found));
}

/// A write-up that claims an address in a language.
struct Claim<'a> {
    own: &'a WriteUp,
    /// Whether it is shown in place of a missing translation.
    stands_in: bool,
}

/// The write-ups of a language, then those shown in place of a missing
/// translation.
fn claims<'a>(
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
            let first = (first, first.slug_span.unwrap_or_default());
            diagnostics.push(duplicate(&address, first, own, own.slug_span.unwrap_or_default()));
        }
    }
}

fn check_aliases<'a>(
    of_projects: &[Claim<'a>],
    of_pages: &[Claim<'a>],
    home: impl Iterator<Item = &'a WriteUp>,
    diagnostics: &mut Diagnostics,
) {
    let all = || of_projects.iter().chain(of_pages);
    let own = all().filter(|claim| !claim.stands_in).map(|claim| claim.own).chain(home);
    let with_aliases: Vec<&WriteUp> = own.filter(|own| !own.aliases.is_empty()).collect();
    if with_aliases.is_empty() {
        return;
    }
    let slug = |own: &'a WriteUp| (own, own.slug_span.unwrap_or_default());
    let mut taken: FxHashMap<String, (&WriteUp, Span)> =
        all().map(|claim| (address(claim.own), slug(claim.own))).collect();
    for own in with_aliases {
        for (alias, span) in own.aliases.iter().filter(|(alias, _)| is_reserved_alias(alias)) {
            diagnostics.push(Diagnostic::at(Code::ReservedSlug, &own.path, *span).arg("slug", alias.as_str()));
        }
        for (alias, span) in &own.aliases {
            match taken.entry(fold(alias_address(alias))) {
                Entry::Occupied(first) => diagnostics.push(duplicate(alias, *first.get(), own, *span)),
                Entry::Vacant(free) => drop(free.insert((own, *span))),
            }
        }
    }
}

/// The address that an alias stands for: `a/index.html` is the page `a`.
pub fn alias_address(alias: &str) -> &str {
    alias.strip_suffix("/index.html").unwrap_or(alias)
}

fn duplicate(address: &str, (first, at): (&WriteUp, Span), own: &WriteUp, span: Span) -> Diagnostic {
    let place = Diagnostic::at(Code::DuplicateAddress, &own.path, span);
    place.arg("address", address).related(&first.path, at)
}

fn address(write_up: &WriteUp) -> String {
    match write_up.section() {
        Section::Projects => format!("projects/{}", write_up.slug),
        Section::Pages => write_up.slug.clone(),
    }
}

fn check_reserved(own: &WriteUp, diagnostics: &mut Diagnostics) {
    if own.section() == Section::Pages && is_reserved(&own.slug) {
        let place = Diagnostic::at(Code::ReservedSlug, &own.path, own.slug_span.unwrap_or_default());
        diagnostics.push(place.arg("slug", own.slug.as_str()));
    }
}

/// Whether an alias is reserved. It may be below `projects/`, where old
/// addresses of projects are.
fn is_reserved_alias(alias: &str) -> bool {
    let alias = fold(alias_address(alias));
    let first = alias.split('/').next().unwrap_or(&alias);
    let below_projects = first == PROJECTS && alias.split('/').count() == 2 && !alias.ends_with("/page");
    is_reserved(first) && !below_projects
}
