//! One state of the site, ready to answer: pages are rendered when somebody
//! asks for them, and nothing is written. A state never changes; after an edit
//! a new one is made from the last one, and requests that still read the old
//! one go on undisturbed.
//!
//! Broken input never takes a page away: a file stands in with its last good
//! version, whether it is broken by itself ([`Mode::Preview`]) or against the
//! others ([`verdict`]), and so do site.yaml, the theme ([`setting`]) and a page
//! whose template fails ([`kept`]).

mod kept;
mod media;
mod setting;
mod sweep;
mod verdict;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::base::key::Key;
use crate::base::path::{RelPath, fold};
use crate::base::picture::Recipe;
use crate::catalogue::{Catalogue, Doc, Mode, catalogue};
use crate::config::{self, LangId, Options};
use crate::parse::write_up::{Section, identity};
use crate::pipeline::PictureMaker;
use crate::pipeline::preview::kept::Kept;
use crate::pipeline::preview::setting::SiteSetting;
pub use crate::pipeline::preview::sweep::Swept;
use crate::pipeline::preview::verdict::{Verdict, judge};
use crate::site::page::intro;

use crate::site::{self, AliasOf, Page, Plan, Rendering, View, brochure};
use crate::source::Tree;
use crate::theme::layers::Builtin;

/// Where write-ups and the files beside them are.
const CONTENT: &str = "content/";

/// The name of the file of a page whose address ends with a slash.
const INDEX: &str = "index.html";

/// What a state of the site is made from.
pub struct Input<'a> {
    /// The site's files.
    pub tree: &'a Tree,
    /// How to build; `base_url` is the address of the preview.
    pub options: Options,
    /// The themes that come with jisr.
    pub builtin: &'a [Builtin],
    /// What could not be read at all.
    pub early: Diagnostics,
}

/// One state of the site, ready to answer.
pub struct Preview {
    plan: Plan,
    setting: SiteSetting,
    verdict: Verdict,
    /// Files that stand in with an earlier version.
    stands_in: BTreeSet<RelPath>,
    diagnostics: Arc<Diagnostics>,
    /// The position of each page by the file that it would be; shared by
    /// states with the same addresses.
    index: Arc<HashMap<RelPath, usize>>,
    kept: Arc<Kept>,
}

/// What stands at an address.
pub enum Answer<'a> {
    /// A page or file.
    Found(Reply<'a>),
    /// A page whose template fails, with its last good bytes if there are any.
    Failed(&'a Page, Box<Diagnostic>, Option<Arc<[u8]>>),
    /// Something else: go there.
    Moved(String),
    /// Nothing.
    Missing,
}

/// A page or file, to be sent.
pub struct Reply<'a> {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its media type.
    pub content_type: &'static str,
    /// The key of everything that it shows.
    pub key: Key,
    /// The page that it is; none for a static file of the theme.
    pub page: Option<&'a Page>,
}

impl Preview {
    /// The state of the site as its files stand, given the state before.
    pub fn new(input: Input, previous: Option<&Preview>) -> Preview {
        let before = previous.map(|previous| &previous.setting);
        let (mut setting, mut diagnostics) = setting::setting(&input, before);
        diagnostics.extend(input.early);
        let (mut catalogue, found) = catalogue(input.tree, &setting.config, Mode::Preview);
        let verdict = judge(input.tree, &diagnostics, &found);
        diagnostics.extend(found);
        if !verdict.back.is_empty() {
            catalogue = stepped_back(input.tree, &verdict, &mut setting, before);
        }
        let stands_in = stand_ins(input.tree, &verdict);
        let plan = site::plan(&Arc::new(catalogue), setting.theme.shown());
        diagnostics.extend(site::social_cards::without_font(&plan));
        let same = previous.filter(|previous| same_addresses(&previous.plan, &plan));
        let index = same.map_or_else(|| Arc::new(index(&plan)), |previous| previous.index.clone());
        let kept = previous.map_or_else(Arc::default, |previous| previous.kept.clone());
        let diagnostics = Arc::new(diagnostics.sorted());
        Preview { plan, setting, verdict, stands_in, diagnostics, index, kept }
    }

    /// The files that have a part in an error: all others are good, for
    /// [`Tree::accept`].
    pub fn rejected(&self) -> &BTreeSet<RelPath> {
        &self.verdict.rejected
    }

    /// Whether what is shown in spite of these errors is an earlier version,
    /// without them.
    pub fn is_earlier(&self, errors: &[&Diagnostic]) -> bool {
        let stands_in = |path: &RelPath| match path {
            path if *path == config::path() => self.setting.site_stands_in,
            path if path.as_str().starts_with(CONTENT) => self.stands_in.contains(path),
            _ => self.setting.theme_stands_in,
        };
        errors.iter().all(|error| error.at.iter().chain(&error.related).any(|place| stands_in(&place.path)))
    }

    /// The pages of the site.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Whether there is, or was, a site.yaml.
    pub fn has_site(&self) -> bool {
        self.setting.has_site
    }

    /// What there is to say.
    pub fn diagnostics(&self) -> &Arc<Diagnostics> {
        &self.diagnostics
    }

    /// The path that every address starts with: `/` or `/a/b/`.
    pub fn base(&self) -> &str {
        &self.plan.catalogue.config.base_url.path
    }

    /// What stands at a path below the base, decoded: `fr/projects/x/`.
    pub fn answer(&self, path: &str, pictures: &dyn PictureMaker) -> Answer<'_> {
        if let Some(file) = self.setting.theme.files().iter().find(|file| file.path.as_str() == path) {
            let (bytes, content_type) = (file.bytes.clone(), media::content_type(path));
            return Answer::Found(Reply { bytes, content_type, key: file.key, page: None });
        }
        let Some(page) = self.page(path) else { return self.elsewhere(path) };
        match self.render(page, pictures) {
            Ok(Some(bytes)) => {
                let content_type = media::of_page(page);
                Answer::Found(Reply { bytes, content_type, key: page.key, page: Some(page) })
            }
            Ok(None) => Answer::Missing,
            Err(diagnostic) => Answer::Failed(page, diagnostic, self.kept.last(page.url.as_str())),
        }
    }

    /// The page at a path below the base, if there is one.
    pub fn page(&self, path: &str) -> Option<&Page> {
        let is_folder = path.is_empty() || path.ends_with('/');
        let output = if is_folder { format!("{path}{INDEX}") } else { path.to_owned() };
        let is_other_name = path == INDEX || path.ends_with("/index.html");
        let at = self.index.get(output.as_str()).filter(|_| !is_other_name)?;
        Some(&self.plan.pages[*at])
    }

    /// The published paths of the theme's static files.
    pub fn static_files(&self) -> impl Iterator<Item = &RelPath> {
        self.setting.theme.files().iter().map(|file| &file.path)
    }

    /// The whole catalogue of a language as one document to print.
    pub fn brochure(&self, lang: LangId) -> Result<Vec<u8>, Box<Diagnostic>> {
        let context = brochure::brochure(&self.plan, lang);
        let bytes = self.setting.theme.render(brochure::TEMPLATE, context, brochure::TEMPLATE)?;
        Ok(brochure::linked(&self.plan, lang, &String::from_utf8_lossy(&bytes)).into_bytes())
    }

    /// The page for addresses that lead nowhere.
    pub fn not_found(&self, pictures: &dyn PictureMaker) -> Answer<'_> {
        self.answer("404.html", pictures)
    }

    fn elsewhere(&self, path: &str) -> Answer<'_> {
        let slashed = format!("{path}/");
        let folder = path.strip_suffix(INDEX).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let page = self.page(&slashed).or_else(|| self.page(folder?));
        page.map_or(Answer::Missing, |page| Answer::Moved(page.url.href(&self.plan.catalogue.config.base_url)))
    }

    /// The bytes of a page; none where its file has just gone.
    fn render(&self, page: &Page, pictures: &dyn PictureMaker) -> Result<Option<Arc<[u8]>>, Box<Diagnostic>> {
        if let View::Asset(source) = &page.view {
            return Ok(pictures.original(source).ok().map(Arc::from));
        }
        if let View::Picture(recipe) = &page.view {
            return made(pictures, recipe);
        }
        let url = page.url.as_str();
        if let Some(bytes) = self.kept.get(url, page.key) {
            return Ok(Some(bytes));
        }
        let bytes: Arc<[u8]> = match self.plan.rendering(page) {
            Rendering::Template(name, context) => {
                let bytes: Arc<[u8]> = self.setting.theme.render(name, context, url)?.into();
                if let View::SocialCard(..) = page.view {
                    return made(pictures, &Recipe::SocialCard { svg: bytes });
                }
                bytes
            }
            Rendering::Bytes(bytes) => bytes.into(),
            Rendering::Copy(source) => return Ok(pictures.original(&source).ok().map(Arc::from)),
            Rendering::Picture(recipe) => return made(pictures, &recipe),
        };
        self.kept.put(url, page.key, &bytes);
        Ok(Some(bytes))
    }

    /// The addresses at which this state shows something else than the one
    /// before, as links have them: pages and files that are new, changed or
    /// gone. In the order of the pages.
    pub fn changed(&self, previous: &Preview) -> Vec<String> {
        let base = &self.plan.catalogue.config.base_url;
        let mut changed: Vec<String> = self.changed_files(previous);
        let pages = self.plan.pages.iter();
        if Arc::ptr_eq(&self.index, &previous.index) {
            let both = pages.zip(&previous.plan.pages).filter(|(new, old)| new.key != old.key);
            changed.extend(both.map(|(page, _)| page.url.href(base)));
            return changed;
        }
        let key = |page: &Page| previous.index.get(page.url.output()).map(|at| previous.plan.pages[*at].key);
        let new = pages.filter(|page| key(page) != Some(page.key));
        let gone = previous.plan.pages.iter().filter(|page| !self.index.contains_key(page.url.output()));
        changed.extend(new.chain(gone).map(|page| page.url.href(base)));
        changed
    }

    fn changed_files(&self, previous: &Preview) -> Vec<String> {
        let (new, old) = (self.setting.theme.files(), previous.setting.theme.files());
        let there = |files: &[crate::theme::statics::StaticFile], path: &RelPath| {
            files.iter().find(|file| file.path == *path).map(|file| file.key)
        };
        let other = new.iter().filter(|file| there(old, &file.path) != Some(file.key));
        let gone = old.iter().filter(|file| there(new, &file.path).is_none());
        other.chain(gone).map(|file| format!("{}{}", self.base(), file.path)).collect()
    }

    /// The errors that whoever looks at a page should know of: those in its
    /// own files, and those that concern the whole site.
    pub fn errors_of(&self, page: &Page) -> Vec<&Diagnostic> {
        let own = self.files_of(page);
        self.errors(|path| own.contains(&path))
    }

    /// The errors that may be why there is nothing at a path below the base:
    /// `fr/projects/x/` is written in `content/projects/x.fr.md`.
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

    /// The files that a page is written in, beside those of every page.
    pub fn files_of(&self, page: &Page) -> Vec<&RelPath> {
        let catalogue = &self.plan.catalogue;
        match &page.view {
            View::Project(_, id) | View::Alias(_, AliasOf::Project(id)) => {
                catalogue.projects[*id].facts.paths().collect()
            }
            View::Content(_, id) | View::Alias(_, AliasOf::Content(id)) => docs_of(&catalogue.pages[*id].docs),
            View::Home(lang) => {
                intro(self.plan.edition(*lang)).map(|(_, doc)| &doc.write_up().path).into_iter().collect()
            }
            _ => vec![],
        }
    }
}

/// All content, with the last good version of what contradicts the rest.
fn stepped_back(tree: &Tree, verdict: &Verdict, setting: &mut SiteSetting, before: Option<&SiteSetting>) -> Catalogue {
    if let Some(before) = before.filter(|_| verdict.back.contains(&config::path())) {
        setting.step_back(before);
    }
    catalogue(&tree.stepped_back(&verdict.back), &setting.config, Mode::Preview).0
}

/// Files that stand in with an earlier version, whatever the reason.
fn stand_ins(tree: &Tree, verdict: &Verdict) -> BTreeSet<RelPath> {
    let is_broken = |path: &&RelPath| {
        tree.file(path.as_str()).is_some_and(|source| source.parsed.broken && source.last_good.is_some())
    };
    verdict.rejected.iter().filter(is_broken).chain(&verdict.back).cloned().collect()
}

/// A picture, made when it is asked for; none where its file has just gone.
fn made(pictures: &dyn PictureMaker, recipe: &Recipe) -> Result<Option<Arc<[u8]>>, Box<Diagnostic>> {
    pictures.make(&[recipe])?;
    Ok(pictures.read(recipe).ok().map(Arc::from))
}

fn docs_of(docs: &[Option<Doc>]) -> Vec<&RelPath> {
    docs.iter().flatten().map(|doc| &doc.write_up().path).collect()
}

/// Whether a file concerns every page: all but write-ups and their pictures.
fn is_everybodys(path: &RelPath) -> bool {
    let is_written = [Section::Projects, Section::Pages].iter().any(|part| path.as_str().starts_with(part.folder()));
    !is_written
}

fn same_addresses(old: &Plan, new: &Plan) -> bool {
    old.pages.len() == new.pages.len() && old.pages.iter().zip(&new.pages).all(|(old, new)| old.url == new.url)
}

fn index(plan: &Plan) -> HashMap<RelPath, usize> {
    plan.pages.iter().enumerate().map(|(at, page)| (page.url.output().clone(), at)).collect()
}

/// The write-up that an address would be of.
struct Lost {
    section: Section,
    id: String,
    lang: String,
}

fn lost(path: &str) -> Option<Lost> {
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let (section, lang, id) = match parts[..] {
        [lang, "projects", id] => (Section::Projects, lang, id),
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
