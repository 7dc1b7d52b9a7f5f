//! All write-ups together: languages paired, facts joined, ids resolved,
//! everything checked that takes more than one file. Ids and dates become
//! numbers here; what follows looks things up by position.

pub mod addresses;
pub mod aliases;
pub mod contact;
pub mod documents;
pub mod facts;
pub mod identity;
pub mod links;
pub mod menu;
pub mod order;
pub mod organisation;
pub mod own_pages;
pub mod pictures;
pub mod project;
pub mod schedule;
pub mod strays;
pub mod time;
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

/// What a build is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// The public site: any error stops it.
    Publish,
    /// The preview: a broken file stands in with its last good version.
    Preview,
}

/// A position in [`Catalogue::projects`].
pub type ProjectId = usize;

/// A position in [`Catalogue::pages`].
pub type PageId = usize;

/// A write-up that is published, in one language.
pub struct Doc {
    own: Arc<WriteUp>,
    /// The key of what lists show of it, beside the pointer: keys are joined
    /// for every page of every build.
    pub card: Key,
    /// The key of its body.
    pub body: Key,
    /// Its address.
    pub url: Url,
    /// Whether old addresses lead to it.
    pub has_aliases: bool,
    /// Where each of its body's references leads, in their order.
    pub targets: Vec<LinkTarget>,
}

/// A page of content that is no project, in its languages.
pub struct ContentPage {
    /// Its id: `about`.
    pub id: Arc<str>,
    /// Its published write-ups, by language.
    pub docs: Vec<Option<Doc>>,
    /// Smaller first; none last.
    pub weight: Option<i64>,
    /// ISO 8601: when it was changed.
    pub updated: Option<String>,
}

/// The whole site's content, checked.
pub struct Catalogue {
    /// The site.
    pub config: Arc<Config>,
    /// Organisations, in the order of partners.yaml.
    pub organisations: Organisations,
    /// Projects that have a published write-up, by id.
    pub projects: Vec<Project>,
    /// Pages of content that have a published write-up, by id.
    pub pages: Vec<ContentPage>,
    /// Terms, in the order of glossary.yaml.
    pub glossary: Vec<Named<OwnedRecord<Term>>>,
    /// The key of the glossary.
    pub glossary_key: Key,
    /// Which projects stand where, by language.
    pub lists: Vec<Lists>,
    /// Pictures and documents that something shows.
    pub assets: BTreeMap<RelPath, Asset>,
    /// How each of them is used.
    pub uses: BTreeSet<(RelPath, Use)>,
    /// How many write-ups are withheld.
    pub withheld: usize,
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
    /// Whether it is the introduction of the home page, and has no page of its own.
    pub fn is_home(&self) -> bool {
        *self.id == *BuiltIn::Home.id()
    }
}

impl Catalogue {
    /// The language whose words stand in for a missing translation: the
    /// site's default one, else the first that exists.
    pub fn original(&self, docs: &[Option<Doc>]) -> LangId {
        original(&self.config, docs)
    }
}

fn original(config: &Config, docs: &[Option<Doc>]) -> LangId {
    let default = config.default;
    let first = || docs.iter().position(Option::is_some).unwrap_or(default);
    if docs.get(default).is_some_and(Option::is_some) { default } else { first() }
}

/// Brings all files together.
pub fn catalogue(tree: &Tree, config: &Arc<Config>, mode: Mode) -> (Catalogue, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let organisations = organisation::organisations(tree, config, mode, &mut diagnostics);
    let glossary = glossary(tree, config, mode, &mut diagnostics);
    let families = identity::families(tree, config, mode, &mut diagnostics);
    let (projects, pages): (Vec<Family>, Vec<Family>) =
        families.into_iter().partition(|family| family.section == Section::Projects);
    let mut schedule = schedule::Announcer::new(config, mode, &mut diagnostics);
    let others = pages.iter().flat_map(|family| &family.others).cloned().map(Doc::new).collect();
    let mut pages: Vec<ContentPage> =
        pages.into_iter().filter_map(|family| content_page(family, &mut schedule)).collect();
    let mut withheld = schedule.withheld;
    let (mut projects, mut unplaced) =
        project::projects(projects, config, mode, &organisations, &mut withheld, &mut diagnostics);
    project::relate(tree, &mut projects, &mut diagnostics);
    unplaced.push(Unplaced { docs: others, facts: Facts::join(Files::new(), &mut diagnostics) });
    let found = links::Found { tree, config, withheld: &withheld, unplaced: &unplaced };
    let Used { assets, uses, meant, site_paths } =
        links::resolve(&found, &organisations, &mut projects, &mut pages, &mut diagnostics);
    strays::report(tree, config, |path| assets.contains_key(path) || meant.contains(path), &mut diagnostics);
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
    let (glossary, glossary_key) = glossary;
    let withheld = withheld.count;
    let config = config.clone();
    let catalogue =
        Catalogue { config, organisations, projects, pages, glossary, glossary_key, lists, assets, uses, withheld };
    (catalogue, diagnostics)
}

/// What stands for a file: its last good version where the preview has one.
pub fn standing(source: &Source, mode: Mode) -> &Arc<Parsed> {
    match (&source.last_good, mode) {
        (Some(good), Mode::Preview) if source.parsed.broken => good,
        _ => &source.parsed,
    }
}

fn content_page(family: Family, schedule: &mut schedule::Announcer) -> Option<ContentPage> {
    let docs = schedule.published(&family);
    let records = || family.docs.iter().flatten().filter_map(|own| own.record.page());
    let weight = records().find_map(|record| record.get(page::WEIGHT));
    let dated = family.docs.iter().flatten().find_map(|own| Some((own, own.record.page()?.get(page::UPDATED)?)));
    let updated = dated.map(|(_, date)| date.to_string());
    schedule.updated(dated.and_then(|(own, date)| Some((date, &own.path, own.record.page()?.span(page::UPDATED)?))));
    docs.iter().any(Option::is_some).then_some(ContentPage { id: family.id, docs, weight, updated })
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
        // An acronym may lack a language, its meaning should not.
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
