//! What pages exist and what each shows. `plan` gives every page its address
//! and its key; the view is made when the page is rendered.
//!
//! A page's key joins the keys of the parts that its view is made of: the
//! site in its language, cards, a body with its links resolved, a list. Parts
//! are coarse on purpose (all words of a file, all facts of a project), so
//! that no field can be forgotten. `tests/it/incremental/` holds it.

pub mod body;
pub mod brochure;
pub mod data;
pub mod edition;
pub mod feed;
pub mod figures;
pub mod glossary;
pub mod head;
pub mod home;
pub mod json_ld;
pub mod listing;
pub mod page;
pub mod pictures;
pub mod project;
pub mod search;
pub mod sitemap;
pub mod social_cards;
pub mod view;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use tera::Value;

use crate::base::key::{Key, KeyHasher};
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::base::picture::Recipe;
use crate::base::url::Url;
use crate::catalogue::organisation::OrgId;
use crate::catalogue::project::translations_key;
use crate::catalogue::{Catalogue, Doc, PageId, ProjectId};
use crate::config::LangId;
use crate::schema::words::STATUS;
use crate::site::edition::{Edition, ListOf};
use crate::site::social_cards::{SocialCardOf, SocialCards};

/// A file of the published site.
pub struct Page {
    /// Where it answers.
    pub url: Url,
    /// What it is made of.
    pub view: View,
    /// The key of everything that it shows.
    pub key: Key,
}

/// What a page is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum View {
    /// The catalogue in one language.
    Home(LangId),
    /// A project.
    Project(LangId, ProjectId),
    /// A page of a listing, counted from 1.
    Listing(LangId, ListOf, usize),
    /// All partners.
    Partners(LangId),
    /// What happened when.
    Timeline(LangId),
    /// Sums and counts.
    Figures(LangId),
    /// Acronyms and terms.
    Glossary(LangId),
    /// Search.
    Search(LangId),
    /// A page of content.
    Content(LangId, PageId),
    /// The choice of a language, at the root.
    Choice,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// An old address, and what it leads to.
    Alias(LangId, AliasOf),
    /// Atom feed.
    Feed(LangId),
    /// Sitemap.
    Sitemap,
    /// robots.txt
    Robots,
    /// A project as data.
    Data(ProjectId),
    /// A picture or document of the site, copied.
    Asset(RelPath),
    /// What a recipe makes of a picture.
    Picture(Recipe),
    /// A social card: a drawing, to be made into a picture.
    SocialCard(LangId, SocialCardOf),
}

impl View {
    /// Whether a template of the theme makes it.
    pub fn has_template(&self) -> bool {
        !matches!(self, View::Feed(_) | View::Sitemap | View::Robots | View::Asset(_) | View::Picture(_))
    }

    /// The page's language, if it has one.
    pub fn lang(&self) -> Option<LangId> {
        match self {
            View::Home(lang)
            | View::Project(lang, _)
            | View::Listing(lang, ..)
            | View::Partners(lang)
            | View::Timeline(lang)
            | View::Figures(lang)
            | View::Glossary(lang)
            | View::Search(lang)
            | View::Content(lang, _)
            | View::Alias(lang, _)
            | View::SocialCard(lang, _)
            | View::Feed(lang) => Some(*lang),
            View::Choice
            | View::NotFound
            | View::Sitemap
            | View::Robots
            | View::Data(_)
            | View::Asset(_)
            | View::Picture(_) => None,
        }
    }
}

/// What an old address leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AliasOf {
    /// A project.
    Project(ProjectId),
    /// A page of content.
    Content(PageId),
}

/// The pages of a site, with what they share.
pub struct Plan {
    /// All content.
    pub catalogue: Arc<Catalogue>,
    /// Every page.
    pub pages: Vec<Page>,
    langs: Vec<LangPlan>,
    theme: FromTheme,
}

/// What the pages show of the theme, beside its templates.
#[derive(Clone)]
pub struct FromTheme {
    /// The key of all that it adds to a page.
    pub key: Key,
    /// Where its files are published, by plain name: `site.assets`.
    pub assets: BTreeMap<String, String>,
    /// The site's logo.
    pub logo: Option<view::Picture>,
    /// Its colours in the light scheme, by name, as the site sets them: `#0f5361`. Social cards are drawn in them.
    pub colors: BTreeMap<String, String>,
    /// Whether it has a page to search with.
    pub has_search: bool,
    /// Whether it draws social cards.
    pub has_social_cards: bool,
}

/// What the pages of one language share.
struct LangPlan {
    /// The key of what every page shows.
    site: Key,
    /// The value of what every page shows.
    site_value: OnceLock<Value>,
    /// Cards by project.
    cards: Vec<Card>,
    /// The first cards of each partner, for "other projects of the partner".
    related: Vec<Related>,
    /// Organisations by position.
    organisations: Vec<OnceLock<Value>>,
    /// Types, groups, topics and statuses by position.
    terms: [Vec<OnceLock<Value>>; 4],
    /// The terms of the glossary, by the language of the text that has them.
    glossary: Vec<OnceLock<glossary::Terms>>,
}

struct Card {
    key: Key,
    value: OnceLock<Value>,
}

#[derive(Default)]
struct Related {
    key: Key,
    value: OnceLock<Value>,
}

/// How many cards a project's page is given of its leading partner's list:
/// it leaves itself out and shows ten.
const RELATED: usize = 11;

/// Plans the site.
pub fn plan(catalogue: &Arc<Catalogue>, theme: &FromTheme) -> Plan {
    let config = &catalogue.config;
    let langs = 0..config.languages.len();
    let langs = langs.into_par_iter().map(|lang| lang_plan(Edition { catalogue, theme, lang })).collect();
    let mut plan = Plan { catalogue: catalogue.clone(), pages: vec![], langs, theme: theme.clone() };
    let pages_of = |lang| {
        let mut pages = Vec::with_capacity(catalogue.projects.len() * 5 / 4);
        plan.pages_of(lang, &mut pages);
        pages
    };
    let pages: Vec<Vec<Page>> = (0..config.languages.len()).into_par_iter().map(pages_of).collect();
    let mut pages: Vec<Page> = pages.into_iter().flatten().collect();
    plan.shared_pages(&mut pages);
    plan.pages = pages;
    plan
}

fn lang_plan(edition: Edition) -> LangPlan {
    let projects = &edition.catalogue.projects;
    let card = |project| Card { key: project::card_key(edition, project), value: OnceLock::new() };
    let cards: Vec<Card> = projects.iter().map(card).collect();
    let related = |id| {
        let first = edition.list(ListOf::Partner(id)).iter().take(RELATED);
        Related { key: Key::join(first.map(|project| cards[*project].key)), value: OnceLock::new() }
    };
    let related = (0..edition.catalogue.organisations.all.len()).map(related).collect();
    let empty = |count: usize| (0..count).map(|_| OnceLock::new()).collect::<Vec<_>>();
    let config = edition.config();
    LangPlan {
        site: Key::join([site_key(edition), SocialCards::of(edition).key()]),
        site_value: OnceLock::new(),
        cards,
        related,
        organisations: empty(edition.catalogue.organisations.all.len()),
        terms: [config.types.len(), config.groups.len(), config.topics.len(), STATUS.len()].map(empty),
        glossary: config.langs().map(|_| OnceLock::new()).collect(),
    }
}

/// The key of what every page of a language shows: site.yaml, partners.yaml,
/// which pages there are to link to, the theme, and jisr itself.
fn site_key(edition: Edition) -> Key {
    let catalogue = edition.catalogue;
    let mut hash = KeyHasher::default();
    hash.bytes(env!("JISR_SOURCES"));
    hash.key(edition.theme.key);
    hash.key(catalogue.config.key);
    hash.key(catalogue.organisations.key);
    hash.key(catalogue.glossary_key); // its terms are marked in every text
    hash.number(edition.lang as u64);
    let lists = &catalogue.lists[edition.lang];
    for list in lists.partners.iter().chain(&lists.types).chain(&lists.groups) {
        hash.number(u64::from(list.is_empty()));
    }
    for id in 0..catalogue.organisations.all.len() {
        hash.bytes(edition.logo(id).map_or_else(String::new, |logo| logo.url));
    }
    for page in &catalogue.pages {
        hash.bytes(&*page.id);
        page.docs.iter().flatten().for_each(|doc| hash.key(doc.write_up().card));
        hash.key(translations_key(&page.docs));
        hash.number(page.weight.unwrap_or(i64::MAX) as u64);
    }
    for exists in [
        page::has_timeline(edition),
        page::has_glossary(edition),
        search::exists(edition),
        feed::has_entries(edition),
        !catalogue.projects.is_empty(),
    ] {
        hash.number(u64::from(exists));
    }
    hash.finish()
}

impl Plan {
    /// The site in one language.
    pub fn edition(&self, lang: LangId) -> Edition<'_> {
        Edition { catalogue: &self.catalogue, theme: &self.theme, lang }
    }

    fn pages_of(&self, lang: LangId, pages: &mut Vec<Page>) {
        let edition = self.edition(lang);
        let site = self.langs[lang].site;
        let mut push = |url: Url, view: View, keys: &[Key]| {
            let key = Key::join([site].into_iter().chain(keys.iter().copied()));
            pages.push(Page { url, view, key });
        };
        let all = Key::join(self.langs[lang].cards.iter().map(|card| card.key));
        let intro = page::intro(edition).map_or(Key::default(), |(_, doc)| body::key(edition, doc));
        let order = Key::join(edition.list(ListOf::All).iter().map(|id| self.langs[lang].cards[*id].key));
        push(edition.page(&[]), View::Home(lang), &[intro, order]);
        if !self.catalogue.projects.is_empty() {
            push(edition.page(&["figures"]), View::Figures(lang), &[all]);
            push(edition.page(&["partners"]), View::Partners(lang), &[listing::counts_key(edition)]);
        }
        if page::has_timeline(edition) {
            push(edition.page(&["timeline"]), View::Timeline(lang), &[order]);
        }
        if page::has_glossary(edition) {
            push(edition.page(&["glossary"]), View::Glossary(lang), &[self.catalogue.glossary_key]);
        }
        if search::exists(edition) {
            push(edition.page(&["search"]), View::Search(lang), &[search::page_key(edition)]);
        }
        if feed::has_entries(edition) {
            push(feed::url(edition), View::Feed(lang), &[feed::key(edition, |id| self.langs[lang].cards[id].key)]);
        }
        listing::pages(self, lang, &mut push);
        page::pages(self, lang, &mut push);
        social_cards::pages(self, lang, pages);
    }

    fn shared_pages(&self, pages: &mut Vec<Page>) {
        let site = self.langs[self.catalogue.config.default].site;
        let sitemap = sitemap::key(self, pages);
        for (url, view, keys) in [
            (Url::root(), View::Choice, vec![site]),
            (Url::file("404.html"), View::NotFound, vec![site]),
            (Url::file("robots.txt"), View::Robots, vec![site]),
            (Url::file("sitemap.xml"), View::Sitemap, vec![site, sitemap]),
        ] {
            pages.push(Page { url, view, key: Key::join(keys) });
        }
        let edition = self.edition(self.catalogue.config.default);
        let data = if edition.config().project_data { self.catalogue.projects.len() } else { 0 };
        for id in 0..data {
            pages.push(Page {
                url: data::url(edition, id),
                view: View::Data(id),
                key: Key::join([site, data::key(self, id)]),
            });
        }
        for (path, how) in &self.catalogue.uses {
            let Some(asset) = self.catalogue.assets.get(path) else { continue };
            let recipes = pictures::recipes(path, asset, *how);
            if recipes.is_empty() {
                let url = pictures::copy(path, asset.hash);
                pages.push(Page { url, view: View::Asset(path.clone()), key: asset.hash });
            }
            pages.extend(recipes.into_iter().map(|recipe| {
                let (url, key) = (pictures::published(path, &recipe), recipe.key());
                Page { url, view: View::Picture(recipe), key }
            }));
        }
        // Two files with the same bytes and name are one published file, and so
        // is a picture that is used in two ways.
        let mut seen = std::collections::HashSet::new();
        let is_asset = |page: &Page| matches!(page.view, View::Asset(_) | View::Picture(_));
        pages.retain(|page| !is_asset(page) || seen.insert(page.url.clone()));
    }

    /// The key of a project's card.
    pub fn card_key(&self, lang: LangId, id: ProjectId) -> Key {
        self.langs[lang].cards[id].key
    }

    /// The key of a partner's first cards.
    pub fn related_key(&self, lang: LangId, partner: usize) -> Key {
        self.langs[lang].related[partner].key
    }

    /// The template value of a project's card: made once.
    pub fn card(&self, lang: LangId, id: ProjectId) -> Value {
        let make = || project::card(self, lang, id).map_or(Value::none(), view::Card::into_value);
        self.langs[lang].cards[id].value.get_or_init(make).clone()
    }

    /// The template value of an organisation: made once.
    pub fn organisation(&self, lang: LangId, id: OrgId) -> Value {
        let make = || Value::from_serializable(&self.edition(lang).organisation(id));
        self.langs[lang].organisations[id].get_or_init(make).clone()
    }

    /// The template value of a term as cards name it: made once.
    pub fn term(&self, lang: LangId, of: Option<ListOf>) -> Value {
        let Some(of) = of else { return Value::none() };
        let [types, groups, topics, statuses] = &self.langs[lang].terms;
        let slot = match of {
            ListOf::Type(at) => types.get(at),
            ListOf::Group(at) => groups.get(at),
            ListOf::Topic(at) => topics.get(at),
            ListOf::Status(at) => statuses.get(at),
            ListOf::All | ListOf::Partner(_) | ListOf::Year(_) => None,
        };
        let make = || Value::from_serializable(&self.edition(lang).term(of));
        slot.map_or_else(make, |slot| slot.get_or_init(make).clone())
    }

    /// The template value of several cards.
    pub fn cards(&self, lang: LangId, ids: &[ProjectId]) -> Value {
        Value::from(ids.iter().map(|id| self.card(lang, *id)).collect::<Vec<_>>())
    }

    /// The template value of a partner's first cards: made once.
    pub fn related(&self, lang: LangId, partner: usize) -> Value {
        let list = self.edition(lang).list(ListOf::Partner(partner));
        let make = || self.cards(lang, &list[..list.len().min(RELATED)]);
        self.langs[lang].related[partner].value.get_or_init(make).clone()
    }

    /// A body for a reader, with the terms of the glossary marked.
    pub fn body(&self, lang: LangId, doc: &Doc) -> body::BodyView {
        let edition = self.edition(lang);
        let view = body::body(edition, doc);
        let own = edition.config().lang_id(Lang::new(&view.lang).unwrap_or(edition.tag())).unwrap_or(lang);
        let terms = &self.langs[lang].glossary[own];
        let html = terms.get_or_init(|| glossary::Terms::new(edition, own)).mark(view.html);
        body::BodyView { html, ..view }
    }

    /// The template value of what every page of a language shows: made once.
    pub fn site(&self, lang: LangId) -> Value {
        let make = || Value::from_serializable(&head::site(self.edition(lang)));
        self.langs[lang].site_value.get_or_init(make).clone()
    }
}

/// What a page is rendered from: a template with its values, or bytes that
/// need none.
pub enum Rendering {
    /// A template's name, and what it receives.
    Template(&'static str, Vec<(&'static str, Value)>),
    /// Bytes made without a template.
    Bytes(Vec<u8>),
    /// A file of the site to copy.
    Copy(RelPath),
    /// What a recipe makes of a picture.
    Picture(Recipe),
}

impl Plan {
    /// What a page is rendered from.
    pub fn rendering(&self, page: &Page) -> Rendering {
        match self.unaddressed(page) {
            Rendering::Template(name, mut context) => {
                for (_, head) in context.iter_mut().filter(|(name, _)| *name == "page") {
                    *head = social_cards::add(self, page, std::mem::replace(head, Value::none()));
                }
                let lang = page.view.lang().unwrap_or(self.catalogue.config.default);
                context.push(("lang", Value::from(self.edition(lang).tag().as_str())));
                Rendering::Template(name, context)
            }
            other => other,
        }
    }

    fn unaddressed(&self, page: &Page) -> Rendering {
        match &page.view {
            View::Home(lang) => home::home(self, page, *lang),
            View::Project(lang, id) => page::project(self, page, *lang, *id),
            View::Listing(lang, of, number) => listing::listing(self, page, *lang, *of, *number),
            View::Partners(lang) => listing::partners(self, page, *lang),
            View::Timeline(lang) => page::timeline(self, page, *lang),
            View::Figures(lang) => page::figures(self, page, *lang),
            View::Glossary(lang) => page::glossary(self, page, *lang),
            View::Search(lang) => search::page(self, page, *lang),
            View::Content(lang, id) => page::content(self, page, *lang, *id),
            View::Choice => page::choice(self, page, "choice.html", "choice"),
            View::NotFound => page::choice(self, page, "404.html", "not-found"),
            View::Alias(lang, of) => page::alias(self, page, *lang, *of),
            View::SocialCard(lang, of) => social_cards::card(self, *lang, *of),
            View::Feed(lang) => Rendering::Bytes(feed::atom(self, *lang)),
            View::Data(id) => Rendering::Bytes(data::json(self, *id)),
            View::Sitemap => Rendering::Bytes(sitemap::xml(self)),
            View::Robots => Rendering::Bytes(sitemap::robots(self)),
            View::Asset(path) => Rendering::Copy(path.clone()),
            View::Picture(recipe) => Rendering::Picture(recipe.clone()),
        }
    }
}
