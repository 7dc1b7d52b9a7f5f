//! Plans the pages of the site and what each shows. `plan` gives every page its
//! address and its content key; the view is made when the page is rendered.
//!
//! A page's key combines the keys of the parts that its view is made from: the
//! site in its language, cards, a body with its links resolved, a list. Parts
//! are coarse on purpose (all words of a file, all facts of a project), so that
//! no field can be forgotten. `tests/it/incremental/` verifies this.

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
pub mod hosting;
pub mod index;
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
pub mod table;
pub mod terms;
pub mod timeline;
pub mod told;
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
    /// Its address.
    pub url: Url,
    /// What it is made from.
    pub view: View,
    /// The content key of everything that it shows.
    pub key: Key,
}

/// What a page is made from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum View {
    /// A built-in page. One that serves all languages is made in the site's
    /// default language.
    BuiltIn(LangId, BuiltIn),
    /// A project.
    Project(LangId, ProjectId),
    /// A page of a listing, numbered from 1.
    Listing(LangId, ListOf, usize),
    /// A page of content.
    Content(LangId, PageId),
    /// A former address, and what it redirects to.
    Alias(LangId, AliasOf),
    /// Atom feed.
    Feed(LangId),
    /// A file of the sitemap.
    Sitemap(sitemap::Part),
    /// robots.txt
    Robots,
    /// The index of a language's projects, for filtered listings.
    Index(LangId),
    /// The words of a language's projects, for the same.
    Words(LangId),
    /// A listing as a table.
    Table(LangId, ListOf, table::Format),
    /// The data file of a project.
    Data(ProjectId),
    /// A file that the host reads, by its name.
    Hosting(&'static str),
    /// A picture or document of the site, copied unchanged.
    Asset(RelPath),
    /// The result of a recipe.
    Picture(Recipe),
    /// A social card: a drawing to be rendered as a picture.
    SocialCard(LangId, SocialCardOf),
}

impl View {
    /// Whether it is rendered by a template of the theme.
    pub fn has_template(&self) -> bool {
        match self {
            View::BuiltIn(..)
            | View::Project(..)
            | View::Listing(..)
            | View::Content(..)
            | View::Alias(..)
            | View::SocialCard(..) => true,
            View::Feed(_)
            | View::Index(_)
            | View::Words(_)
            | View::Table(..)
            | View::Sitemap(_)
            | View::Robots
            | View::Data(_)
            | View::Hosting(_)
            | View::Asset(_)
            | View::Picture(_) => false,
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
            | View::Index(lang)
            | View::Words(lang)
            | View::Table(lang, ..)
            | View::Feed(lang) => Some(*lang),
            View::Sitemap(_) | View::Robots | View::Data(_) | View::Hosting(_) | View::Asset(_) | View::Picture(_) => {
                None
            }
        }
    }
}

/// What a former address redirects to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AliasOf {
    /// A project.
    Project(ProjectId),
    /// A page of content.
    Content(PageId),
    /// The listing of a partner, a type, a group or a topic.
    Listing(ListOf),
}

/// The input for rendering a page: a template with its context, or bytes that
/// need none.
pub enum Rendering {
    /// A template's name and its context.
    Template(&'static str, Context),
    /// A template for a drawing (SVG) that is then rendered as a picture.
    Drawing(&'static str, Context),
    /// Bytes made without a template.
    Bytes(Vec<u8>),
    /// A file of the site to copy, with its length in bytes.
    Copy(RelPath, u64),
    /// The result of a recipe.
    Picture(Recipe),
}

impl Plan {
    /// The input for rendering a page.
    pub fn rendering(&self, page: &Page) -> Rendering {
        match &page.view {
            View::BuiltIn(lang, of) => built_in::rendering(self, page, *lang, *of),
            View::Project(lang, id) => page::project(self, page, *lang, *id),
            View::Listing(lang, of, number) => listing::listing(self, page, *lang, *of, *number),
            View::Content(lang, id) => page::content(self, page, *lang, *id),
            View::Alias(lang, of) => page::alias(self, page, *lang, *of),
            View::SocialCard(lang, of) => social_cards::drawing(self, *lang, *of),
            View::Feed(lang) => Rendering::Bytes(feed::atom(self, *lang)),
            View::Index(lang) => Rendering::Bytes(index::json(self, *lang)),
            View::Words(lang) => Rendering::Bytes(index::words(self, *lang)),
            View::Table(lang, of, format) => Rendering::Bytes(table::bytes(self, *lang, *of, *format)),
            View::Data(id) => Rendering::Bytes(data::json(self, *id)),
            View::Sitemap(part) => Rendering::Bytes(sitemap::xml(self, *part, sitemap::MOST)),
            View::Robots => Rendering::Bytes(sitemap::robots(self)),
            View::Hosting(name) => Rendering::Bytes(told::text(self, name).into_bytes()),
            View::Asset(path) => self.copy(path),
            View::Picture(recipe) => Rendering::Picture(recipe.clone()),
        }
    }

    fn copy(&self, path: &RelPath) -> Rendering {
        let len = self.catalogue.assets.get(path).map_or(0, |asset| asset.len);
        Rendering::Copy(path.clone(), len)
    }
}
