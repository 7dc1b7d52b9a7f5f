//! What forms need to know about the site.

use crate::base::lang::Lang;
use crate::base::localized::Localized;
use crate::catalogue::Catalogue;
use crate::catalogue::project::Project;
use crate::config::Term;
use crate::desk::edit::control::{Choice, Known};
use crate::schema::fields::partner;
use crate::serve::state::{BuiltSite, Server};

/// Calls `tell` with what forms need to know about the site.
pub(super) fn with_known<T>(server: &Server, current: &BuiltSite, tell: impl FnOnce(&Known) -> T) -> T {
    let catalogue = &current.preview.plan().catalogue;
    let config = &catalogue.config;
    let langs = config.langs().map(|lang| {
        let dir = config.locale(lang).direction().as_str();
        (config.languages[lang].lang, dir)
    });
    let ids = |key: &str| choices(catalogue, key, Lang::new(server.language.as_str()));
    tell(&Known { language: server.language, langs: langs.collect(), ids: &ids })
}

/// The ids that a key can have, each with its name in the language of the
/// staff, or in another one.
fn choices(catalogue: &Catalogue, key: &str, spoken: Option<Lang>) -> Vec<Choice> {
    let config = &catalogue.config;
    let named = |texts: &Localized<String>| {
        let own = spoken.and_then(|lang| texts.get(lang));
        own.or_else(|| texts.iter().next().map(|(_, text)| text)).cloned()
    };
    let choice =
        |id: &str, name: Option<String>| Choice { value: id.to_owned(), label: name.unwrap_or_else(|| id.to_owned()) };
    let term = |term: &Term| choice(&term.id, named(&term.name));
    match key {
        "type" => config.types.iter().map(|own| term(&own.term)).collect(),
        "group" => config.groups.iter().map(|own| term(&own.term)).collect(),
        "topics" => config.topics.iter().map(term).collect(),
        "audience" => config.audience.iter().map(term).collect(),
        "related" => {
            let title = |own: &Project| own.docs.iter().flatten().next().map(|doc| doc.write_up().title.clone());
            catalogue.projects.iter().map(|own| choice(&own.id, title(own))).collect()
        }
        _ => {
            let own = catalogue.organisations.all.iter();
            own.map(|own| choice(&own.id, own.record().get(partner::NAME).and_then(named))).collect()
        }
    }
}
