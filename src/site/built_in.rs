//! How each built-in page is made: its template, the condition under which it
//! exists, its content key, and what it shows. [`BuiltIn`] defines its address
//! and its name.

use crate::base::key::Key;
use crate::base::url::Url;
use crate::config::LangId;
use crate::schema::pages::BuiltIn;
use crate::site::context::Context;
use crate::site::edition::{Edition, ListOf};
use crate::site::{Page, Plan, Rendering, View, choice, figures, glossary, home, listing, partners, search, timeline};

/// How a built-in page is made.
enum Kind {
    /// From the site as a whole.
    Whole {
        /// Its template.
        template: &'static str,
        /// Whether the page exists in a language.
        exists: fn(Edition) -> bool,
        /// The content key of what it shows in addition to what every page
        /// shows.
        key: fn(&Plan, LangId) -> Key,
        /// What it shows.
        show: fn(&Plan, &Page, LangId) -> Context,
    },
    /// As a listing, which may be split into several pages.
    Listing(ListOf),
}

fn kind(page: BuiltIn) -> Kind {
    match page {
        BuiltIn::Home => Kind::Whole { template: "home.html", exists: always, key: home::key, show: home::show },
        BuiltIn::Projects => Kind::Listing(ListOf::All),
        BuiltIn::Partners => {
            Kind::Whole { template: "partners.html", exists: has_projects, key: partners::key, show: partners::show }
        }
        BuiltIn::Timeline => Kind::Whole {
            template: "timeline.html",
            exists: timeline::exists,
            key: timeline::key,
            show: timeline::show,
        },
        BuiltIn::Figures => {
            Kind::Whole { template: "figures.html", exists: has_projects, key: figures::key, show: figures::show }
        }
        BuiltIn::Glossary => Kind::Whole {
            template: "glossary.html",
            exists: glossary::exists,
            key: glossary::key,
            show: glossary::show,
        },
        BuiltIn::Search => {
            Kind::Whole { template: search::TEMPLATE, exists: search::exists, key: search::key, show: search::show }
        }
        BuiltIn::Choice => Kind::Whole { template: "choice.html", exists: always, key: nothing, show: choice::choice },
        BuiltIn::NotFound => {
            Kind::Whole { template: "404.html", exists: always, key: nothing, show: choice::not_found }
        }
    }
}

fn always(_: Edition) -> bool {
    true
}

fn has_projects(edition: Edition) -> bool {
    !edition.catalogue.projects.is_empty()
}

/// The content key of a page that shows only what every page shows.
fn nothing(_: &Plan, _: LangId) -> Key {
    Key::default()
}

/// Whether a built-in page exists in a language.
pub fn exists(edition: Edition, page: BuiltIn) -> bool {
    match kind(page) {
        Kind::Whole { exists, .. } => exists(edition),
        Kind::Listing(of) => !edition.list(of).is_empty(),
    }
}

/// Adds the built-in pages of a language; listings add their own.
pub fn pages(plan: &Plan, lang: LangId, push: &mut impl FnMut(Url, View, &[Key])) {
    let own = BuiltIn::ALL.into_iter().filter(|page| page.is_in_each_language());
    own.for_each(|page| add(plan, lang, page, push));
}

/// Adds the built-in pages that serve all languages; they are made in the
/// site's default language.
pub fn pages_for_all(plan: &Plan, push: &mut impl FnMut(Url, View, &[Key])) {
    let shared = BuiltIn::ALL.into_iter().filter(|page| !page.is_in_each_language());
    shared.for_each(|page| add(plan, plan.catalogue.config.default, page, push));
}

fn add(plan: &Plan, lang: LangId, page: BuiltIn, push: &mut impl FnMut(Url, View, &[Key])) {
    let edition = plan.edition(lang);
    if let Kind::Whole { exists, key, .. } = kind(page)
        && exists(edition)
    {
        push(edition.built_in(page), View::BuiltIn(lang, page), &[key(plan, lang)]);
    }
}

/// Renders a built-in page.
pub fn rendering(plan: &Plan, page: &Page, lang: LangId, of: BuiltIn) -> Rendering {
    match kind(of) {
        Kind::Whole { template, show, .. } => show(plan, page, lang).page(template),
        Kind::Listing(of) => listing::listing(plan, page, lang, of, 1),
    }
}
