//! Pages that serve all languages: the choice of a language, and the page for
//! addresses that do not exist.

use tera::Value;

use crate::config::LangId;
use crate::schema::pages::BuiltIn;
use crate::site::context::Context;
use crate::site::edition::Edition;
use crate::site::view::page::Head;
use crate::site::view::with;
use crate::site::{Page, Plan, head};

/// The choice of a language, at the root of the site.
pub fn choice(plan: &Plan, page: &Page, lang: LangId) -> Context {
    let edition = plan.edition(lang);
    let head = head::bare(edition, page, BuiltIn::Choice.id());
    every_home(plan, lang, Head { alternates: head::alternates_of_home(edition), ..head })
}

/// The page for addresses that do not exist.
pub fn not_found(plan: &Plan, page: &Page, lang: LangId) -> Context {
    let head = head::bare(plan.edition(lang), page, BuiltIn::NotFound.id());
    every_home(plan, lang, Head { noindex: true, ..head })
}

/// The content of a page that serves all languages: the home pages, and the
/// site's title in each language.
fn every_home(plan: &Plan, lang: LangId, head: Head) -> Context {
    let config = &plan.catalogue.config;
    let edition = plan.edition(lang);
    let titles: Vec<Value> = config.langs().map(|lang| title_in(edition.in_language(lang))).collect();
    let homes: Vec<_> = config.langs().map(|lang| edition.language(lang)).collect();
    let head = Head { title: edition.text(&config.title), ..head };
    Context::new(plan, lang, &head).with("homes", homes).with_shared("titles", titles)
}

/// The site's title in a language, with its direction and the site-wide notice.
fn title_in(edition: Edition) -> Value {
    let config = edition.config();
    let title = Value::from_serializable(&edition.text(&config.title));
    let direction = Value::from(config.locale(edition.lang).direction().as_str());
    with(title, [("dir", direction), ("notice", Value::from_serializable(&edition.text(&config.notice)))])
}
