//! The glossary: acronyms and terms with their definitions.

use crate::base::key::Key;
use crate::config::LangId;
use crate::schema::fields::{Term, term as at};
use crate::schema::pages::BuiltIn;
use crate::schema::record::{Named, OwnedRecord};
use crate::site::context::Context;
use crate::site::edition::Edition;
use crate::site::view::lists::GlossaryEntry;
use crate::site::{Page, Plan, head};

/// Whether there is a glossary.
pub fn exists(edition: Edition) -> bool {
    !edition.catalogue.glossary.is_empty()
}

/// The content key of its entries.
pub fn key(plan: &Plan, _: LangId) -> Key {
    plan.catalogue.glossary_key
}

/// The glossary page: acronyms and terms in the locale's sort order.
pub fn show(plan: &Plan, page: &Page, lang: LangId) -> Context {
    let edition = plan.edition(lang);
    let entry = |named: &Named<OwnedRecord<Term>>| {
        let text = |key| named.record.view().get(key).and_then(|texts| edition.text(texts));
        Some(GlossaryEntry { id: named.name.clone(), term: text(at::WORD)?, means: text(at::MEANS)? })
    };
    let mut entries: Vec<GlossaryEntry> = plan.catalogue.glossary.iter().filter_map(entry).collect();
    entries.sort_by(|a, b| edition.config().locale(lang).compare(&a.term.text, &b.term.text));
    let head = head::in_menu(edition, page, BuiltIn::Glossary);
    Context::new(plan, lang, &head).with("entries", entries)
}
