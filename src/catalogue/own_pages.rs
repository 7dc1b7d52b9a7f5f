//! The pages of the site by their addresses, as somebody copies them from the
//! browser.

use std::borrow::Cow;
use std::sync::Arc;

use crate::base::host;
use crate::base::path::RelPath;
use crate::base::url::{BaseUrl, decode, encode};
use crate::catalogue::aliases::{self, answers};
use crate::catalogue::order::Lists;
use crate::catalogue::organisation::Organisations;
use crate::catalogue::project::Project;
use crate::catalogue::schedule::Withheld;
use crate::catalogue::{ContentPage, Doc, original};
use crate::config::{Config, LangId};
use crate::parse::write_up::{Section, WriteUp};
use crate::schema::check::slugify;
use crate::schema::near::nearest_name;
use crate::schema::pages::{GROUPS, PARTNERS, PROJECTS, TOPICS, TYPES, is_reserved};
use crate::source::Tree;

/// The name and the ending of a published picture or document: `accord` and
/// `pdf` of `assets/accord.0123456789.pdf`.
pub fn published_name(below: &str) -> Option<(&str, &str)> {
    let (rest, extension) = below.strip_prefix("assets/")?.rsplit_once('.')?;
    let (stem, key) = rest.rsplit_once('.')?;
    (key.len() == 10 && key.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some((stem, extension))
}

/// All pages of the site.
pub struct OwnPages<'a> {
    /// The site.
    pub config: &'a Config,
    /// Its partners.
    pub organisations: &'a Organisations,
    /// Its projects.
    pub projects: &'a [Project],
    /// Its pages of content.
    pub pages: &'a [ContentPage],
    /// What of them is not published today.
    pub withheld: &'a Withheld,
    /// Which projects stand in its listings, by language.
    pub lists: &'a [Lists],
}

/// An address below the home of a language.
pub struct Path {
    /// The language.
    pub lang: LangId,
    /// What follows it, percent-decoded: `projects/a`.
    pub path: String,
    /// The address below that of the site, to be written again: `fr/projects/a/`.
    pub below: String,
    /// The part of the page, without `#`.
    pub fragment: Option<String>,
}

/// What an address of the site leads to.
pub enum Found {
    /// What this file is about.
    File(RelPath),
    /// A page that jisr makes by itself, or a file that the site brings.
    Page,
    /// A write-up that is not published today.
    Withheld,
    /// Nothing that can be told from here: a write-up with a mistake of its own.
    Unsure,
    /// No page, with the file that may be meant.
    Nowhere(Option<RelPath>),
}

impl OwnPages<'_> {
    /// Whether the site answers at this host.
    pub fn is_own(&self, host: &str) -> bool {
        let same = |base: &BaseUrl| host::without_www(base.host()).eq_ignore_ascii_case(host::without_www(host));
        same(&self.config.base_url) || self.config.published.as_ref().is_some_and(same)
    }

    /// What an address is below that of the site, percent-decoded, with the part
    /// of the page.
    fn below(&self, address: &str) -> Option<(String, Option<String>)> {
        let path = match address.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => address.strip_prefix('/')?,
        };
        let (path, fragment) = path.split_once('#').map_or((path, None), |(path, part)| (path, Some(part)));
        let path = path.split('?').next().unwrap_or(path);
        let bases = self.config.published.iter().chain([&self.config.base_url]);
        let mut bases = bases.map(|base| base.path.trim_start_matches('/')).filter(|base| !base.is_empty());
        let path = bases.find_map(|base| path.strip_prefix(base)).unwrap_or(path);
        let fragment = fragment.filter(|part| !part.is_empty()).and_then(decode).map(Cow::into_owned);
        Some((decode(path)?.into_owned(), fragment))
    }

    /// What an address is below the home of a language. None where it is below
    /// none, and may be of something else at the same host.
    pub fn path(&self, address: &str) -> Option<Path> {
        let (path, fragment) = self.below(address)?;
        let (first, rest) = path.split_once('/').unwrap_or((&path, ""));
        let lang = self.config.languages.iter().position(|language| language.lang.as_str() == first)?;
        let rest =
            rest.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(rest);
        let is_file = rest.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let rest = rest.trim_matches('/').to_owned();
        let slash = if rest.is_empty() || is_file { "" } else { "/" };
        let below = format!("{first}/{}{slash}", encode(&rest));
        Some(Path { lang, path: rest, below, fragment })
    }

    /// The picture or document whose published copy has this address.
    pub fn asset<'t>(&self, tree: &'t Tree, address: &str) -> Option<&'t RelPath> {
        let (below, _) = self.below(address)?;
        let (stem, extension) = published_name(&below)?;
        let own = |path: &&RelPath| {
            let name = path.name();
            let own = slugify(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
            let rest = stem.strip_prefix(own.as_str()).and_then(|rest| rest.strip_prefix('-'));
            let is_size = rest.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
            path.as_str().starts_with("content/") && path.has_extension(extension) && (own == stem || is_size)
        };
        let mut found = tree.assets().keys().filter(own);
        found.next().filter(|_| found.next().is_none())
    }

    /// What an address leads to.
    pub fn find(&self, tree: &Tree, path: &Path) -> Found {
        let parts: Vec<&str> = path.path.split('/').collect();
        if self.is_static(tree, path) {
            return Found::Page;
        }
        let alias = || self.by_alias(path).map(Found::File);
        match parts.as_slice() {
            [""] => self.home(path.lang).map_or(Found::Page, Found::File),
            [PROJECTS] => Found::Page,
            [PROJECTS, slug] => {
                let found = self.by_slug(self.projects.iter().map(|project| &project.docs), path.lang, slug);
                found
                    .map(Found::File)
                    .or_else(alias)
                    .unwrap_or_else(|| self.no_page(tree, path.lang, (Section::Projects, slug)))
            }
            [folder, id] if self.has_listing(path.lang, folder, id) => Found::Page,
            [PARTNERS | TYPES | GROUPS | TOPICS, _] => self.listing_alias(path),
            [first, ..] if is_reserved(first) => Found::Page,
            [slug] => {
                let found = self.by_slug(self.pages.iter().map(|page| &page.docs), path.lang, slug);
                found
                    .map(Found::File)
                    .or_else(alias)
                    .unwrap_or_else(|| self.no_page(tree, path.lang, (Section::Pages, slug)))
            }
            _ => alias().unwrap_or(Found::Nowhere(None)),
        }
    }

    /// Whether the site brings a file of its own to this address.
    fn is_static(&self, tree: &Tree, path: &Path) -> bool {
        let below = format!("{}/{}", self.config.languages[path.lang].lang, path.path);
        let ends = [format!("/static/root/{below}"), format!("/static/root/{below}/index.html")];
        let is =
            |own: &RelPath| ends.iter().any(|end| own.as_str().ends_with(end.as_str()) || own.as_str() == &end[1..]);
        tree.assets().keys().chain(tree.files().map(|(path, _)| path)).any(is)
    }

    fn home(&self, lang: LangId) -> Option<RelPath> {
        let home = self.pages.iter().find(|page| page.is_home())?;
        self.file(&home.docs, lang)
    }

    fn file(&self, docs: &[Option<Doc>], lang: LangId) -> Option<RelPath> {
        let doc = docs[lang].as_ref().or_else(|| docs[original(self.config, docs)].as_ref())?;
        Some(doc.write_up().path.clone())
    }

    /// The file in a language, or the one that stands in for it.
    fn by_slug<'d>(
        &self,
        families: impl Iterator<Item = &'d Vec<Option<Doc>>>,
        lang: LangId,
        slug: &str,
    ) -> Option<RelPath> {
        let mut families = families;
        let has = |doc: &Option<Doc>| doc.as_ref().is_some_and(|doc| doc.write_up().slug == slug);
        let docs = families.find(|docs| match &docs[lang] {
            Some(_) => has(&docs[lang]),
            None => has(&docs[original(self.config, docs)]),
        })?;
        self.file(docs, lang)
    }

    fn by_alias(&self, path: &Path) -> Option<RelPath> {
        let is = |docs: &[Option<Doc>], folder: &str| {
            aliases::of_docs(docs).any(|(lang, _, (alias, _))| {
                let answers = answers(self.config, Some(lang), folder, alias);
                answers.iter().any(|alias| alias.lang == path.lang && alias.path == path.path)
            })
        };
        let project = self.projects.iter().map(|project| &project.docs).find(|docs| is(docs, PROJECTS));
        let page = || self.pages.iter().map(|page| &page.docs).find(|docs| is(docs, ""));
        project.or_else(page).and_then(|docs| self.file(docs, path.lang))
    }

    /// Whether there is a listing of this name, with something in it.
    fn has_listing(&self, lang: LangId, folder: &str, id: &str) -> bool {
        let (config, lists) = (self.config, &self.lists[lang]);
        let list = match folder {
            PARTNERS => self.organisations.find(id).map(|at| &lists.partners[at]),
            TYPES => config.types.iter().position(|own| own.term.id == id).map(|at| &lists.types[at]),
            GROUPS => config.groups.iter().position(|own| own.term.id == id).map(|at| &lists.groups[at]),
            TOPICS => config.topics.iter().position(|own| own.id == id).map(|at| &lists.topics[at]),
            _ => None,
        };
        list.is_some_and(|list| !list.is_empty())
    }

    fn listing_alias(&self, path: &Path) -> Found {
        let is = |folder: &str, alias: &str| {
            answers(self.config, Some(path.lang), folder, alias).iter().any(|alias| alias.path == path.path)
        };
        let of =
            |folder: &'static str, own: &crate::config::Term| own.aliases.iter().any(|(alias, _)| is(folder, alias));
        let terms = self.config.types.iter().any(|own| of(TYPES, &own.term))
            || self.config.groups.iter().any(|own| of(GROUPS, &own.term))
            || self.config.topics.iter().any(|own| of(TOPICS, own));
        let aliases = crate::schema::fields::partner::ALIASES;
        let partner = || {
            let mut all = self.organisations.all.iter().flat_map(|own| own.record().list(aliases).iter());
            all.any(|alias| is(PARTNERS, alias))
        };
        if terms || partner() { Found::Page } else { Found::Nowhere(None) }
    }

    /// What to say of a write-up that is not published under this name.
    fn no_page(&self, tree: &Tree, lang: LangId, (section, slug): (Section, &str)) -> Found {
        let own = tree.files().filter_map(|(_, source)| source.parsed.write_up());
        let own: Vec<&Arc<WriteUp>> = own.filter(|own| own.section() == section).collect();
        if let Some(own) = own.iter().find(|own| own.slug == slug) {
            let is_withheld = own.draft || self.withheld.whole.contains(&(section, own.id.clone()));
            return if is_withheld { Found::Withheld } else { Found::Unsure };
        }
        let near = nearest_name(slug, own.iter().map(|own| own.slug.as_str()));
        let near = near.and_then(|near| {
            let mut near = own.iter().filter(|own| own.slug == near);
            let is_in = |own: &&&Arc<WriteUp>| own.lang == Some(self.config.languages[lang].lang);
            near.clone().find(is_in).or_else(|| near.next())
        });
        Found::Nowhere(near.map(|own| own.path.clone()))
    }
}
