//! Old addresses that lead to a page, and where they answer.
//!
//! `old` is a sibling of the page, `a/b` and `/a` are paths below the home of
//! the page's language, `/fr/a/b/` is that very path. What belongs to no
//! language (a partner, a type) has its aliases in each of them.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::path::{RelPath, fold};
use crate::base::url::Url;
use crate::catalogue::addresses::{address, claims, duplicate};
use crate::catalogue::organisation::{self, Organisations};
use crate::catalogue::project::Project;
use crate::catalogue::{ContentPage, Doc};
use crate::config::{Config, LangId};
use crate::schema::fields::partner;
use crate::schema::pages::{GROUPS, PAGE, PARTNERS, PROJECTS, TOPICS, TYPES, is_reserved};

/// Where an alias answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alias {
    /// The language that it is below.
    pub lang: LangId,
    /// Its path below the language's home: `projects/old`.
    pub path: String,
}

impl Alias {
    /// Its address: a file where it ends in `.html`, as the old site's files did.
    pub fn url(&self, config: &Config) -> Url {
        let tag = config.languages[self.lang].lang;
        if self.path.ends_with(".html") || self.path.ends_with(".htm") {
            return Url::file(&format!("{tag}/{}", self.path));
        }
        Url::page(&std::iter::once(tag.as_str()).chain(self.path.split('/')).collect::<Vec<_>>())
    }
}

/// Where the alias `written` answers, of a page in the folder of a language's
/// home (`projects`, or nothing), of one language or of all.
pub fn answers(config: &Config, own: Option<LangId>, folder: &str, written: &str) -> Vec<Alias> {
    let path = written.trim_matches('/');
    let path = path.strip_suffix("/index.html").unwrap_or(path);
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let stated = config.languages.iter().position(|language| language.lang.as_str() == first);
    if let Some(lang) = stated.filter(|_| written.starts_with('/')) {
        return vec![Alias { lang, path: rest.to_owned() }];
    }
    let is_sibling = !written.starts_with('/') && !path.contains('/') && !folder.is_empty();
    let path = if is_sibling { format!("{folder}/{path}") } else { path.to_owned() };
    let all = |lang: LangId| own.is_none_or(|own| own == lang);
    config.langs().filter(|lang| all(*lang)).map(|lang| Alias { lang, path: path.clone() }).collect()
}

/// The aliases of a write-up's languages, each with the language that its file
/// is in.
pub fn of_docs(docs: &[Option<Doc>]) -> impl Iterator<Item = (LangId, &Doc, &(String, Span))> {
    let with_aliases = docs.iter().enumerate().filter_map(|(lang, doc)| Some((lang, doc.as_ref()?)));
    let with_aliases = with_aliases.filter(|(_, doc)| doc.has_aliases);
    with_aliases.flat_map(|(lang, doc)| doc.write_up().aliases.iter().map(move |alias| (lang, doc, alias)))
}

/// What an alias leads to: a folder below a language's home, and the id there.
type Owner<'a> = (&'static str, &'a str);

/// An alias as it stands in a file.
struct Written<'a> {
    text: &'a str,
    path: &'a RelPath,
    span: Span,
    lang: Option<LangId>,
    owner: Owner<'a>,
}

/// Reports aliases that another page has, or that jisr's own pages have.
pub fn check(
    config: &Config,
    organisations: &Organisations,
    projects: &[Project],
    pages: &[ContentPage],
    diagnostics: &mut Diagnostics,
) {
    let partners = organisation::path();
    let written = written(config, (&partners, organisations), projects, pages);
    if written.is_empty() {
        return;
    }
    let listings = listings(config, organisations);
    let mut taken: FxHashMap<LangId, Taken> = FxHashMap::default();
    for alias in &written {
        let place = |code| Diagnostic::at(code, alias.path, alias.span);
        if let Some(meant) = without_slash(config, alias.text) {
            let lang = config.languages[alias.lang.unwrap_or(config.default)].lang;
            let error = place(Code::AliasWithoutSlash).arg("alias", alias.text).arg("tag", lang.as_str());
            diagnostics.push(error.did_you_mean(Some(meant)));
            continue;
        }
        let found =
            answers(config, alias.lang, alias.owner.0, alias.text).into_iter().find_map(|Alias { lang, path }| {
                let path = fold(&path);
                if belongs_to_jisr(&path) || listings.contains(&path) {
                    return Some(place(Code::ReservedSlug).arg("slug", alias.text));
                }
                match taken.entry(lang).or_insert_with(|| addresses(config, projects, pages, lang)).entry(path) {
                    Entry::Occupied(first) => clash(alias, first.get()),
                    Entry::Vacant(free) => {
                        free.insert((alias.path, alias.span, Some(alias.owner)));
                        None
                    }
                }
            });
        diagnostics.extend(found);
    }
}

/// What has each address of a language. An alias has an owner, a page has none.
type Taken<'a> = FxHashMap<String, (&'a RelPath, Span, Option<Owner<'a>>)>;

fn addresses<'a>(config: &Config, projects: &'a [Project], pages: &'a [ContentPage], lang: LangId) -> Taken<'a> {
    let of_projects = claims(config, projects.iter().map(|project| &project.docs), lang);
    let named = pages.iter().filter(|page| !page.is_home());
    let of_pages = claims(config, named.map(|page| &page.docs), lang);
    let claims = of_projects.into_iter().chain(of_pages);
    let taken = |own: &'a crate::parse::write_up::WriteUp| (&own.path, own.slug_span.unwrap_or_default(), None);
    claims.map(|claim| (fold(&address(claim.own)), taken(claim.own))).collect()
}

/// Of two files of one page, both may say the same old address.
fn clash(alias: &Written, (path, span, owner): &(&RelPath, Span, Option<Owner>)) -> Option<Diagnostic> {
    let same = *owner == Some(alias.owner) && *path != alias.path;
    (!same).then(|| duplicate(alias.text, (path, *span), alias.path, alias.span))
}

fn written<'a>(
    config: &'a Config,
    (partners, organisations): (&'a RelPath, &'a Organisations),
    projects: &'a [Project],
    pages: &'a [ContentPage],
) -> Vec<Written<'a>> {
    let of_projects = projects.iter().map(|project| (PROJECTS, &*project.id, &project.docs));
    let of_pages = pages.iter().map(|page| ("", &*page.id, &page.docs));
    let of_write_ups = of_projects.chain(of_pages).flat_map(|(folder, id, docs)| {
        of_docs(docs).map(move |(lang, doc, (text, span))| {
            let path = &doc.write_up().path;
            Written { text, path, span: *span, lang: Some(lang), owner: (folder, id) }
        })
    });
    let of_partners = organisations.all.iter().flat_map(|organisation| {
        let aliases = organisation.record().list(partner::ALIASES).with_spans();
        let owner = (PARTNERS, organisation.id.as_str());
        aliases.map(move |(text, span)| Written { text, path: partners, span, lang: None, owner })
    });
    let terms = config.types.iter().map(|r#type| (TYPES, &r#type.term));
    let terms = terms.chain(config.groups.iter().map(|group| (GROUPS, &group.term)));
    let terms = terms.chain(config.topics.iter().map(|topic| (TOPICS, topic)));
    let of_terms = terms.flat_map(|(folder, term)| {
        let owner = (folder, term.id.as_str());
        term.aliases.iter().map(move |(text, span)| Written {
            text,
            path: &config.path,
            span: *span,
            lang: None,
            owner,
        })
    });
    of_write_ups.chain(of_partners).chain(of_terms).collect()
}

/// `/fr/a` for `fr/a`, which would be `/fr/fr/a`.
fn without_slash(config: &Config, alias: &str) -> Option<String> {
    let (first, _) = alias.split_once('/').filter(|(first, _)| !first.is_empty())?;
    config.has_language(first).then(|| format!("/{alias}"))
}

/// The addresses of listings, below a language's home.
fn listings(config: &Config, organisations: &Organisations) -> FxHashSet<String> {
    let partners = organisations.all.iter().map(|organisation| (PARTNERS, organisation.id.as_str()));
    let types = config.types.iter().map(|r#type| (TYPES, r#type.term.id.as_str()));
    let groups = config.groups.iter().map(|group| (GROUPS, group.term.id.as_str()));
    let topics = config.topics.iter().map(|topic| (TOPICS, topic.id.as_str()));
    let all = partners.chain(types).chain(groups).chain(topics);
    all.map(|(folder, id)| fold(&format!("{folder}/{id}"))).collect()
}

/// Whether a path is kept for jisr's own pages. Old addresses may lie in the
/// folders of what has a name of its own.
fn belongs_to_jisr(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let has_names = |folder: &str| [PROJECTS, PARTNERS, TYPES, GROUPS, TOPICS].contains(&folder);
    match parts.as_slice() {
        [""] => true,
        [folder, name] if has_names(folder) => matches!(*name, PAGE | "index.html"),
        [first, ..] => is_reserved(first),
        [] => true,
    }
}
