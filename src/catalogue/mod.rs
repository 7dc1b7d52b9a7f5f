//! Combines all write-ups: pairs languages, merges facts, resolves ids, and
//! checks everything that takes more than one file. From here on, ids are
//! indices and dates are values.

pub mod addresses;
pub mod aliases;
pub mod contact;
pub mod copies;
pub mod course;
pub mod documents;
pub mod facts;
pub mod freshness;
pub mod identity;
pub mod links;
pub mod menu;
pub mod order;
pub mod organisation;
pub mod own_pages;
pub mod pictures;
pub mod project;
mod same_id;
pub mod schedule;
pub mod strays;
pub mod time;
pub mod translations;
pub mod web;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diag::Diagnostics;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::base::url::Url;
use crate::catalogue::facts::{Facts, Files};
use crate::catalogue::identity::Family;
use crate::catalogue::links::{LinkTarget, Use, Used};
use crate::catalogue::order::Lists;
use crate::catalogue::organisation::Organisations;
use crate::catalogue::own_pages::OwnPages;
use crate::catalogue::project::{Project, Unplaced};
use crate::config::{Config, LangId};
use crate::parse::write_up::{Section, WriteUp};
use crate::parse::{Document, Parsed};
use crate::schema::fields::{Term, page, term};
use crate::schema::pages::BuiltIn;
use crate::schema::record::{Named, OwnedRecord};
use crate::source::{Asset, Source, Tree};

/// The purpose of a build.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// The public site: any error stops the build.
    Publish,
    /// The preview: a broken file falls back to its last good version.
    Preview,
}

/// An index into [`Catalogue::projects`].
pub type ProjectId = usize;

/// An index into [`Catalogue::pages`].
pub type PageId = usize;

/// A published write-up, in one language.
pub struct Doc {
    own: Arc<WriteUp>,
    /// The content key of what lists show of it, stored here for speed: keys
    /// are combined for every page of every build.
    pub card: Key,
    /// The content key of its body.
    pub body: Key,
    /// Its address.
    pub url: Url,
    /// Whether former addresses redirect to it.
    pub has_aliases: bool,
    /// The targets of its body's references, in order.
    pub targets: Vec<LinkTarget>,
}

/// A page of content, which is not a project, in its languages.
pub struct ContentPage {
    /// Its id: `about`.
    pub id: Arc<str>,
    /// Its published write-ups, by language.
    pub docs: Vec<Option<Doc>>,
    /// Sort order: smaller first; pages without a weight last.
    pub weight: Option<i64>,
    /// ISO 8601: when it was last changed.
    pub updated: Option<String>,
    /// Its write-ups that are no translation, by language.
    pub unfit: Vec<Option<Doc>>,
}

/// The whole site's content, checked.
pub struct Catalogue {
    /// The site.
    pub config: Arc<Config>,
    /// What the build is for.
    pub mode: Mode,
    /// Organisations, in the order of partners.yaml.
    pub organisations: Organisations,
    /// Projects that have a published write-up, by id.
    pub projects: Vec<Project>,
    /// Pages of content that have a published write-up, by id.
    pub pages: Vec<ContentPage>,
    /// Terms, in the order of glossary.yaml.
    pub glossary: Vec<Named<OwnedRecord<Term>>>,
    /// The content key of the glossary.
    pub glossary_key: Key,
    /// The listings of projects, by language.
    pub lists: Vec<Lists>,
    /// Pictures and documents in use.
    pub assets: BTreeMap<RelPath, Asset>,
    /// How each of them is used.
    pub uses: BTreeSet<(RelPath, Use)>,
    /// The number of withheld write-ups.
    pub withheld: usize,
}

impl Catalogue {
    /// Whether this is a build for a host that has drafts in it, or pages whose
    /// day has not come.
    pub fn is_draft(&self) -> bool {
        let options = &self.config.options;
        self.mode == Mode::Publish && (options.drafts || options.future)
    }
}

impl Doc {
    /// A published write-up whose references are not resolved yet.
    pub fn new(own: Arc<WriteUp>) -> Doc {
        let (card, body, url) = (own.card, own.body.key, own.url.clone());
        let has_aliases = !own.aliases.is_empty();
        Doc { own, card, body, url, has_aliases, targets: vec![] }
    }

    /// The write-up.
    pub fn write_up(&self) -> &WriteUp {
        &self.own
    }
}

impl ContentPage {
    /// Whether it is the introduction of the home page, which has no page of its
    /// own.
    pub fn is_home(&self) -> bool {
        *self.id == *BuiltIn::Home.id()
    }
}

impl Catalogue {
    /// The language of the original, which is shown in place of a missing
    /// translation: the site's default one, or else the first available one.
    pub fn original(&self, docs: &[Option<Doc>]) -> LangId {
        original(&self.config, docs)
    }
}

fn original(config: &Config, docs: &[Option<Doc>]) -> LangId {
    let default = config.default;
    let first = || docs.iter().position(Option::is_some).unwrap_or(default);
    if docs.get(default).is_some_and(Option::is_some) { default } else { first() }
}

/// Builds the catalogue from all files.
pub fn catalogue(tree: &Tree, config: &Arc<Config>, mode: Mode) -> (Catalogue, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    strays::misnamed_data(tree, &mut diagnostics);
    let organisations = organisation::organisations(tree, config, mode, &mut diagnostics);
    let glossary = glossary(tree, config, mode, &mut diagnostics);
    let families = identity::families(tree, config, mode, &mut diagnostics);
    diagnostics.extend(families.iter().flat_map(freshness::of_family));
    let copies: Vec<_> =
        families.iter().filter_map(|own| Some(((own.section, own.id.clone()), own.copy.clone()?))).collect();
    let (projects, pages): (Vec<Family>, Vec<Family>) =
        families.into_iter().partition(|family| family.section == Section::Projects);
    let mut schedule = schedule::Announcer::new(config, mode, &mut diagnostics);
    let mut others: Vec<Doc> = pages.iter().flat_map(|family| &family.others).cloned().map(Doc::new).collect();
    let pages = pages.into_iter().filter(|family| !family.orphan);
    let mut pages: Vec<ContentPage> = pages.filter_map(|family| content_page(family, &mut schedule)).collect();
    others.extend(pages.iter().flat_map(|page| page.unfit.iter().flatten()).map(|doc| Doc::new(doc.own.clone())));
    let mut withheld = schedule.withheld;
    let (mut projects, mut unplaced) =
        project::projects(projects, config, mode, &organisations, &mut withheld, &mut diagnostics);
    project::relate(tree, &mut projects, &mut diagnostics);
    unplaced.push(Unplaced { docs: others, facts: Facts::join(Files::new(), &mut diagnostics) });
    copies::report(&copies, (&projects, &pages), &mut diagnostics);
    let found = links::Found { tree, config, withheld: &withheld, unplaced: &unplaced };
    let Used { assets, uses, meant, site_paths } =
        links::resolve(&found, &organisations, &mut projects, &mut pages, &mut diagnostics);
    let is_used = |path: &RelPath| assets.contains_key(path) || meant.contains(path);
    strays::report(tree, config, is_used, &published(&projects, &pages), &mut diagnostics);
    addresses::check(config, &projects, &pages, &mut diagnostics);
    aliases::check(config, &organisations, &projects, &pages, &mut diagnostics);
    let lists = order::lists(config, &organisations, &projects);
    let own = OwnPages {
        config,
        organisations: &organisations,
        projects: &projects,
        pages: &pages,
        withheld: &withheld,
        lists: &lists,
    };
    web::check(tree, &own, &site_paths, &mut diagnostics);
    menu::check((config, tree), &pages, &withheld, &mut diagnostics);
    let diagnostics = same_id::joined(organisations.with_own_examples(config, diagnostics));
    let (glossary, glossary_key) = glossary;
    let withheld = withheld.count;
    let config = config.clone();
    let catalogue = Catalogue {
        config,
        mode,
        organisations,
        projects,
        pages,
        glossary,
        glossary_key,
        lists,
        assets,
        uses,
        withheld,
    };
    (catalogue, diagnostics)
}

/// The version of a file to use: in the preview, its last good one if it is
/// broken.
pub fn standing(source: &Source, mode: Mode) -> &Arc<Parsed> {
    match (&source.last_good, mode) {
        (Some(good), Mode::Preview) if source.parsed.broken => good,
        _ => &source.parsed,
    }
}

/// The files of what is published.
fn published<'a>(projects: &'a [Project], pages: &'a [ContentPage]) -> BTreeSet<&'a RelPath> {
    let docs = projects.iter().flat_map(|project| &project.docs).chain(pages.iter().flat_map(|page| &page.docs));
    docs.flatten().map(|doc| &doc.write_up().path).collect()
}

fn content_page(family: Family, schedule: &mut schedule::Announcer) -> Option<ContentPage> {
    let mut docs = schedule.published(&family);
    let unfit = schedule.take_out(&mut docs);
    let own = || docs.iter().chain(&unfit).flatten().map(Doc::write_up);
    schedule.contradictions(own());
    let weight = own().find_map(|own| own.record.page()?.get(page::WEIGHT));
    let dated = own().find_map(|own| Some((own, own.record.page()?.get(page::UPDATED)?)));
    let updated = dated.map(|(_, date)| date.to_string());
    schedule.updated(dated.and_then(|(own, date)| Some((date, &own.path, own.record.page()?.span(page::UPDATED)?))));
    docs.iter().any(Option::is_some).then_some(ContentPage { id: family.id, docs, weight, updated, unfit })
}

fn glossary(
    tree: &Tree,
    config: &Config,
    mode: Mode,
    diagnostics: &mut Diagnostics,
) -> (Vec<Named<OwnedRecord<Term>>>, Key) {
    let path = RelPath::fixed("content/glossary.yaml");
    let Some(source) = tree.file(path.as_str()) else { return (vec![], Key::default()) };
    let Document::Glossary(glossary) = &standing(source, mode).document else { return (vec![], Key::default()) };
    for named in &glossary.entries {
        // An acronym may be missing in a language; its meaning should not be.
        let record = named.record.view();
        if let Some((texts, span)) = record.get(term::MEANS).zip(record.span(term::MEANS)) {
            diagnostics.extend(crate::config::missing_labels(
                config,
                &path,
                (span, &glossary.languages),
                &named.name,
                texts,
            ));
        }
    }
    (glossary.entries.clone(), glossary.key)
}
