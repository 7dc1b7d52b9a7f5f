//! What pages exist and what each shows. `plan` gives every page its address
//! and its key; the view is made when the page is rendered.
//!
//! A page's key joins the keys of the parts that its view is made of: the
//! site in its language, cards, a body with its links resolved, a list. Parts
//! are coarse on purpose (all words of a file, all facts of a project), so
//! that no field can be forgotten. `tests/it/incremental/` holds it.

pub mod body;
pub mod brochure;
pub mod built_in;
pub mod choice;
pub mod context;
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
pub mod partners;
pub mod pictures;
pub mod plan;
pub mod project;
pub mod search;
pub mod shared;
pub mod sitemap;
pub mod social_cards;
pub mod terms;
pub mod timeline;
pub mod view;

use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::base::picture::Recipe;
use crate::base::url::Url;
use crate::catalogue::{PageId, ProjectId};
use crate::config::LangId;
use crate::schema::pages::BuiltIn;
use crate::site::context::Context;
use crate::site::edition::ListOf;
pub use crate::site::plan::{FromTheme, Plan, plan};
use crate::site::social_cards::SocialCardOf;

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
    /// A page that jisr makes by itself. One that serves every language is made
    /// in the site's default one.
    BuiltIn(LangId, BuiltIn),
    /// A project.
    Project(LangId, ProjectId),
    /// A page of a listing, counted from 1.
    Listing(LangId, ListOf, usize),
    /// A page of content.
    Content(LangId, PageId),
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
        match self {
            View::BuiltIn(..)
            | View::Project(..)
            | View::Listing(..)
            | View::Content(..)
            | View::Alias(..)
            | View::SocialCard(..) => true,
            View::Feed(_) | View::Sitemap | View::Robots | View::Data(_) | View::Asset(_) | View::Picture(_) => false,
        }
    }

    /// The page's language, if it has one.
    pub fn lang(&self) -> Option<LangId> {
        match self {
            View::BuiltIn(lang, page) => page.is_in_each_language().then_some(*lang),
            View::Project(lang, _)
            | View::Listing(lang, ..)
            | View::Content(lang, _)
            | View::Alias(lang, _)
            | View::SocialCard(lang, _)
            | View::Feed(lang) => Some(*lang),
            View::Sitemap | View::Robots | View::Data(_) | View::Asset(_) | View::Picture(_) => None,
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
    /// The listing of a partner, a type, a group or a topic.
    Listing(ListOf),
}

/// What a page is rendered from: a template with its values, or bytes that
/// need none.
pub enum Rendering {
    /// A template's name, and what it receives.
    Template(&'static str, Context),
    /// The same for a drawing (SVG), which is then made into a picture.
    Drawing(&'static str, Context),
    /// Bytes made without a template.
    Bytes(Vec<u8>),
    /// A file of the site to copy, which has so many bytes.
    Copy(RelPath, u64),
    /// What a recipe makes of a picture.
    Picture(Recipe),
}

impl Plan {
    /// What a page is rendered from.
    pub fn rendering(&self, page: &Page) -> Rendering {
        match &page.view {
            View::BuiltIn(lang, of) => built_in::rendering(self, page, *lang, *of),
            View::Project(lang, id) => page::project(self, page, *lang, *id),
            View::Listing(lang, of, number) => listing::listing(self, page, *lang, *of, *number),
            View::Content(lang, id) => page::content(self, page, *lang, *id),
            View::Alias(lang, of) => page::alias(self, page, *lang, *of),
            View::SocialCard(lang, of) => social_cards::drawing(self, *lang, *of),
            View::Feed(lang) => Rendering::Bytes(feed::atom(self, *lang)),
            View::Data(id) => Rendering::Bytes(data::json(self, *id)),
            View::Sitemap => Rendering::Bytes(sitemap::xml(self)),
            View::Robots => Rendering::Bytes(sitemap::robots(self)),
            View::Asset(path) => self.copy(path),
            View::Picture(recipe) => Rendering::Picture(recipe.clone()),
        }
    }

    fn copy(&self, path: &RelPath) -> Rendering {
        let len = self.catalogue.assets.get(path).map_or(0, |asset| asset.len);
        Rendering::Copy(path.clone(), len)
    }
}
