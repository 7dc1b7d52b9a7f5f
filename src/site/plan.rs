//! The plan of a site: every page with its address and content key.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::key::{Key, KeyHasher};
use crate::base::url::Url;
use crate::catalogue::Catalogue;
use crate::catalogue::project::translations_key;
use crate::config::LangId;
use crate::schema::pages::BuiltIn;
use crate::site::edition::Edition;
use crate::site::shared::Shared;
use crate::site::{
    Page, View, built_in, data, feed, listing, page, pictures, sitemap, social_cards, table, told, view,
};

/// What the pages use of the theme, besides its templates.
#[derive(Clone)]
pub struct FromTheme {
    /// The content key of everything that it contributes to a page.
    pub key: Key,
    /// The published addresses of its files by plain name: `site.assets`.
    pub assets: BTreeMap<String, String>,
    /// The site's logo.
    pub logo: Option<view::Picture>,
    /// Its colours in the light scheme by name, with the site's settings applied: `#0f5361`. Social
    /// cards use them.
    pub colors: BTreeMap<String, String>,
    /// Whether it has a search page.
    pub has_search: bool,
    /// Whether it draws social cards.
    pub has_social_cards: bool,
}

/// The pages of a site, with the data that they share.
pub struct Plan {
    /// All content.
    pub catalogue: Arc<Catalogue>,
    /// What the pages use of the theme.
    pub theme: FromTheme,
    /// Every page.
    pub pages: Vec<Page>,
    /// The currencies and stages of all amounts.
    sums: BTreeSet<(String, String)>,
    /// The data shared by the pages of each language.
    pub(super) shared: Vec<Shared>,
}

/// Plans the site.
pub fn plan(catalogue: &Arc<Catalogue>, theme: &FromTheme) -> Plan {
    let langs = || catalogue.config.langs().into_par_iter();
    let shared = langs().map(|lang| Shared::new(Edition { catalogue, theme, lang })).collect();
    let sums = table::sums(&catalogue.projects);
    let mut plan = Plan { catalogue: catalogue.clone(), theme: theme.clone(), pages: vec![], sums, shared };
    let pages: Vec<Vec<Page>> = langs().map(|lang| plan.pages_in(lang)).collect();
    let mut pages: Vec<Page> = pages.into_iter().flatten().collect();
    plan.add_shared_pages(&mut pages);
    plan.add_assets(&mut pages);
    // They are shown nothing but their own text.
    let told = told::files(&plan, &pages).into_iter().map(|(name, text)| Page {
        url: Url::file(name),
        view: View::Hosting(name),
        key: Key::of(text.as_bytes()),
    });
    let told: Vec<Page> = told.collect();
    pages.extend(told);
    plan.pages = pages;
    plan
}

/// The content key of what every page of a language shows: site.yaml,
/// partners.yaml, which pages can be linked to, the theme, and jisr itself.
pub(super) fn site_key(edition: Edition) -> Key {
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
    let built_in = BuiltIn::ALL.into_iter().map(|page| built_in::exists(edition, page));
    for exists in built_in.chain([feed::has_entries(edition)]) {
        hash.number(u64::from(exists));
    }
    hash.finish()
}

impl Plan {
    /// The currencies and stages of all amounts, which are columns of tables.
    pub fn sums(&self) -> &BTreeSet<(String, String)> {
        &self.sums
    }

    /// The content key of these columns.
    pub fn sums_key(&self) -> Key {
        let mut hash = KeyHasher::default();
        self.sums.iter().for_each(|(currency, stage)| hash.bytes(format!("{currency} {stage}")));
        hash.finish()
    }

    /// The edition in one language.
    pub fn edition(&self, lang: LangId) -> Edition<'_> {
        Edition { catalogue: &self.catalogue, theme: &self.theme, lang }
    }

    /// The pages of a language.
    fn pages_in(&self, lang: LangId) -> Vec<Page> {
        let mut pages = Vec::with_capacity(self.catalogue.projects.len() * 5 / 4);
        self.add_pages(lang, &mut self.pusher(lang, &mut pages));
        social_cards::pages(self, lang, &mut pages);
        pages
    }

    fn add_pages(&self, lang: LangId, push: &mut impl FnMut(Url, View, &[Key])) {
        let edition = self.edition(lang);
        built_in::pages(self, lang, push);
        if feed::has_entries(edition) {
            push(feed::url(edition), View::Feed(lang), &[feed::key(edition, |id| self.card_key(lang, id))]);
        }
        listing::pages(self, lang, push);
        page::pages(self, lang, push);
    }

    /// Adds the pages that serve all languages.
    fn add_shared_pages(&self, pages: &mut Vec<Page>) {
        let default = self.catalogue.config.default;
        let (sitemap, parts) = (sitemap::key(self, pages), sitemap::parts(self, pages));
        let mut push = self.pusher(default, pages);
        built_in::pages_for_all(self, &mut push);
        push(Url::file("robots.txt"), View::Robots, &[]);
        parts.into_iter().for_each(|part| push(part.url(), View::Sitemap(part), &[sitemap]));
        if self.catalogue.config.project_data {
            for id in 0..self.catalogue.projects.len() {
                push(data::url(self.edition(default), id), View::Data(id), &[data::key(self, id)]);
            }
        }
    }

    /// Returns a function that adds a page: its key combines that of what every
    /// page of the language shows with those of what it shows in addition.
    fn pusher<'a>(&'a self, lang: LangId, pages: &'a mut Vec<Page>) -> impl FnMut(Url, View, &[Key]) + 'a {
        move |url, view, keys| {
            let key = Key::join([self.shared[lang].site].into_iter().chain(keys.iter().copied()));
            pages.push(Page { url, view, key });
        }
    }

    /// Adds pictures and documents, deduplicated by published name: two files
    /// with the same bytes and name are one file, and so is a picture that is
    /// used in two ways.
    fn add_assets(&self, pages: &mut Vec<Page>) {
        let mut seen = HashSet::new();
        for (path, how) in &self.catalogue.uses {
            let Some(asset) = self.catalogue.assets.get(path) else { continue };
            let recipes = pictures::recipes(path, asset, *how);
            let copy = || Page { url: pictures::copy(path, asset), view: View::Asset(path.clone()), key: asset.hash };
            let copied = recipes.is_empty().then(copy);
            let made = recipes.into_iter().map(|recipe| Page {
                url: pictures::published(path, &recipe),
                key: recipe.key(),
                view: View::Picture(recipe),
            });
            pages.extend(copied.into_iter().chain(made).filter(|page| seen.insert(page.url.clone())));
        }
    }
}
