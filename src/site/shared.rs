//! What the pages of one language share: content keys, and template values that
//! many pages show and that are computed once, on first use.

use std::sync::OnceLock;

use tera::Value;

use crate::base::key::Key;
use crate::base::lang::Lang;
use crate::catalogue::organisation::OrgId;
use crate::catalogue::{Doc, ProjectId};
use crate::config::LangId;
use crate::schema::words::STATUS;
use crate::site::edition::{Edition, ListOf};
use crate::site::plan::site_key;
use crate::site::social_cards::SocialCards;
use crate::site::{Plan, body, head, project, terms, view};

/// What the pages of one language share.
pub struct Shared {
    /// The content key of what every page shows.
    pub(super) site: Key,
    /// The template value of what every page shows.
    site_value: OnceLock<Value>,
    /// Cards by project.
    cards: Vec<Keyed>,
    /// The first cards of each partner, for "other projects of the partner".
    related: Vec<Keyed>,
    /// Organisations, by index.
    organisations: Vec<OnceLock<Value>>,
    /// Types, groups, topics and statuses, by index.
    terms: [Vec<OnceLock<Value>>; 4],
    /// The terms of the glossary, by the language of the text in which they
    /// occur.
    glossary: Vec<OnceLock<terms::Terms>>,
}

/// A lazily computed value with the content key of what it is made from.
struct Keyed {
    key: Key,
    value: OnceLock<Value>,
}

impl Keyed {
    fn new(key: Key) -> Keyed {
        Keyed { key, value: OnceLock::new() }
    }
}

/// The number of cards of the leading partner that a project's page receives:
/// it leaves itself out and shows ten.
const RELATED: usize = 11;

impl Shared {
    /// Computes the keys of a language; values are computed on demand.
    pub fn new(edition: Edition) -> Shared {
        let projects = &edition.catalogue.projects;
        let cards: Vec<Keyed> =
            projects.iter().map(|project| Keyed::new(project::card_key(edition, project))).collect();
        let related = |id| {
            let first = edition.list(ListOf::Partner(id)).iter().take(RELATED);
            Keyed::new(Key::join(first.map(|project| cards[*project].key)))
        };
        let related = (0..edition.catalogue.organisations.all.len()).map(related).collect();
        let empty = |count: usize| (0..count).map(|_| OnceLock::new()).collect::<Vec<_>>();
        let config = edition.config();
        Shared {
            site: Key::join([site_key(edition), SocialCards::of(edition).key()]),
            site_value: OnceLock::new(),
            cards,
            related,
            organisations: empty(edition.catalogue.organisations.all.len()),
            terms: [config.types.len(), config.groups.len(), config.topics.len(), STATUS.len()].map(empty),
            glossary: config.langs().map(|_| OnceLock::new()).collect(),
        }
    }
}

impl Plan {
    /// The content key of all projects' cards.
    pub fn cards_key(&self, lang: LangId) -> Key {
        Key::join(self.shared[lang].cards.iter().map(|card| card.key))
    }

    /// The content key of all projects' cards, in the sort order of the
    /// language.
    pub fn order_key(&self, lang: LangId) -> Key {
        Key::join(self.edition(lang).list(ListOf::All).iter().map(|id| self.card_key(lang, *id)))
    }

    /// The content key of a project's card.
    pub fn card_key(&self, lang: LangId, id: ProjectId) -> Key {
        self.shared[lang].cards[id].key
    }

    /// The content key of a partner's first cards.
    pub fn related_key(&self, lang: LangId, partner: usize) -> Key {
        self.shared[lang].related[partner].key
    }

    /// The template value of a project's card (cached).
    pub fn card(&self, lang: LangId, id: ProjectId) -> Value {
        let make = || project::card(self, lang, id).map_or(Value::none(), view::project::Card::into_value);
        self.shared[lang].cards[id].value.get_or_init(make).clone()
    }

    /// The template value of an organisation (cached).
    pub fn organisation(&self, lang: LangId, id: OrgId) -> Value {
        let make = || Value::from_serializable(&self.edition(lang).organisation(id));
        self.shared[lang].organisations[id].get_or_init(make).clone()
    }

    /// The template value of a term as cards show it (cached).
    pub fn term(&self, lang: LangId, of: Option<ListOf>) -> Value {
        let Some(of) = of else { return Value::none() };
        let [types, groups, topics, statuses] = &self.shared[lang].terms;
        let slot = match of {
            ListOf::Type(at) => types.get(at),
            ListOf::Group(at) => groups.get(at),
            ListOf::Topic(at) => topics.get(at),
            ListOf::Status(at) => statuses.get(at),
            ListOf::All | ListOf::Partner(_) | ListOf::Year(_) | ListOf::Place(_) | ListOf::Sector(_) => None,
        };
        let make = || Value::from_serializable(&self.edition(lang).term(of));
        slot.map_or_else(make, |slot| slot.get_or_init(make).clone())
    }

    /// The template value of several cards.
    pub fn cards(&self, lang: LangId, ids: &[ProjectId]) -> Value {
        Value::from(ids.iter().map(|id| self.card(lang, *id)).collect::<Vec<_>>())
    }

    /// The template value of a partner's first cards (cached).
    pub fn related(&self, lang: LangId, partner: usize) -> Value {
        let list = self.edition(lang).list(ListOf::Partner(partner));
        let make = || self.cards(lang, &list[..list.len().min(RELATED)]);
        self.shared[lang].related[partner].value.get_or_init(make).clone()
    }

    /// A body for a reader, with the terms of the glossary marked.
    pub fn body(&self, lang: LangId, doc: &Doc) -> body::BodyView {
        let edition = self.edition(lang);
        let view = body::body(edition, doc);
        let own = edition.config().lang_id(Lang::new(&view.lang).unwrap_or(edition.tag())).unwrap_or(lang);
        let terms = &self.shared[lang].glossary[own];
        let html = terms.get_or_init(|| terms::Terms::new(edition, own)).mark(view.html);
        body::BodyView { html, ..view }
    }

    /// The template value of what every page of a language shows (cached).
    pub fn site(&self, lang: LangId) -> Value {
        let make = || Value::from_serializable(&head::site(self.edition(lang)));
        self.shared[lang].site_value.get_or_init(make).clone()
    }
}
