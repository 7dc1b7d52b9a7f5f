//! An edition: the site in one language, with the names and addresses that its
//! pages use.

use crate::base::lang::Lang;
use crate::base::localized::Localized;
use crate::base::url::Url;
use crate::catalogue::links::Use;
use crate::catalogue::organisation::OrgId;
use crate::catalogue::{Catalogue, Doc, PageId, ProjectId};
use crate::config::{self, Config, LangId, MissingTranslation};
use crate::locale::codes::Codes;
use crate::schema::fields::partner as at;
use crate::schema::pages::{self, Address, BuiltIn, GROUPS, PARTNERS, PLACES, PROJECTS, SECTORS, TOPICS, TYPES, YEARS};
use crate::schema::words::STATUS;
use crate::site::FromTheme;
use crate::site::pictures;
use crate::site::view::{Language, Organisation, Picture, Term, Text};

/// The site in one language: all content as seen by its readers.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// All content.
    pub catalogue: &'a Catalogue,
    /// What pages use of the theme.
    pub theme: &'a FromTheme,
    /// The reader's language.
    pub lang: LangId,
}

/// What a listing lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListOf {
    /// Every project.
    All,
    /// The projects of a type, by index.
    Type(usize),
    /// The projects of a group, by index.
    Group(usize),
    /// The projects of a partner.
    Partner(OrgId),
    /// The projects of a status, by its index in the vocabulary.
    Status(usize),
    /// The projects of a year.
    Year(i16),
    /// The projects of a topic, by index.
    Topic(usize),
    /// The projects of a place, by the position of its code.
    Place(usize),
    /// The projects of a sector, by the position of its code.
    Sector(usize),
}

impl ListOf {
    /// The kind of its page, as templates know it.
    pub fn kind(self) -> &'static str {
        match self {
            ListOf::All => BuiltIn::Projects.id(),
            ListOf::Type(_) => "type",
            ListOf::Group(_) => "group",
            ListOf::Partner(_) => "partner",
            ListOf::Status(_) => "status",
            ListOf::Year(_) => "year",
            ListOf::Topic(_) => "topic",
            ListOf::Place(_) => "place",
            ListOf::Sector(_) => "sector",
        }
    }
}

impl<'a> Edition<'a> {
    /// The configuration of the site.
    pub fn config(&self) -> &'a Config {
        &self.catalogue.config
    }

    /// The edition in another language.
    pub fn in_language(self, lang: LangId) -> Edition<'a> {
        Edition { lang, ..self }
    }

    /// The tag of the reader's language.
    pub fn tag(&self) -> Lang {
        self.config().languages[self.lang].lang
    }

    /// The address of a page in this language.
    pub fn page(&self, parts: &[&str]) -> Url {
        let tag = self.tag();
        let all: Vec<&str> = std::iter::once(tag.as_str()).chain(parts.iter().copied()).collect();
        Url::page(&all)
    }

    /// The address of a built-in page, in this language or shared by all.
    pub fn built_in(&self, page: BuiltIn) -> Url {
        match page.address() {
            Address::Home => self.page(&[]),
            Address::Below(slug) => self.page(&[slug]),
            Address::Once("") => Url::root(),
            Address::Once(file) => Url::file(file),
        }
    }

    /// An address as templates print it.
    pub fn href(&self, url: &Url) -> String {
        url.href(&self.config().base_url)
    }

    /// The text in this language; if it is missing, in another one, with that
    /// language's tag.
    pub fn text(&self, texts: &Localized<String>) -> Option<Text> {
        let (lang, text) = self.config().text(texts, self.lang)?;
        Some(Text { text: text.to_owned(), lang: lang.to_string() })
    }

    /// The text in this language, or one that applies to all languages; no
    /// fallback.
    pub fn own_text(&self, texts: &Localized<String>) -> Option<Text> {
        self.config().has_text(texts, self.lang).then(|| self.text(texts)).flatten()
    }

    /// The write-up in this language, or else the original, with its language.
    pub fn doc<'d>(&self, docs: &'d [Option<Doc>]) -> Option<(LangId, &'d Doc)> {
        let original = || {
            let lang = self.catalogue.original(docs);
            docs.get(lang)?.as_ref().map(|doc| (lang, doc))
        };
        docs.get(self.lang)?.as_ref().map(|doc| (self.lang, doc)).or_else(original)
    }

    /// The address of a project for this reader: its page in this language or,
    /// if it is not translated and the site's policy is `link`, the original's
    /// page.
    pub fn project(&self, id: ProjectId) -> Url {
        self.of_docs(&self.catalogue.projects[id].docs, &[PROJECTS])
    }

    /// The address of a page of content for this reader.
    pub fn content(&self, id: PageId) -> Url {
        let page = &self.catalogue.pages[id];
        if page.is_home() { self.page(&[]) } else { self.of_docs(&page.docs, &[]) }
    }

    /// The language of the page that a reader is led to: this one, or the
    /// original's if a missing translation is replaced by a link.
    pub fn landing(&self, docs: &[Option<Doc>]) -> LangId {
        let original = || self.doc(docs).map_or(self.lang, |(lang, _)| lang);
        match self.config().missing {
            MissingTranslation::Notice => self.lang,
            MissingTranslation::Link => original(),
        }
    }

    fn of_docs(&self, docs: &[Option<Doc>], folder: &[&str]) -> Url {
        if let Some(own) = &docs[self.lang] {
            return own.url.clone();
        }
        let Some((_, doc)) = self.doc(docs) else { return self.page(folder) };
        let at = self.landing(docs);
        let parts: Vec<&str> = folder.iter().copied().chain([doc.write_up().slug.as_str()]).collect();
        self.in_language(at).page(&parts)
    }

    /// The projects of a listing, in this language's sort order.
    pub fn list(&self, of: ListOf) -> &'a [ProjectId] {
        let lists = &self.catalogue.lists[self.lang];
        match of {
            ListOf::All => &lists.all,
            ListOf::Type(at) => &lists.types[at],
            ListOf::Group(at) => &lists.groups[at],
            ListOf::Partner(at) => &lists.partners[at],
            ListOf::Status(at) => &lists.statuses[at],
            ListOf::Year(year) => lists.years.get(&std::cmp::Reverse(year)).map_or(&[], Vec::as_slice),
            ListOf::Topic(at) => &lists.topics[at],
            ListOf::Place(at) => &lists.places[at].1,
            ListOf::Sector(at) => &lists.sectors[at].1,
        }
    }

    /// The address of the first page of a listing.
    pub fn list_url(&self, of: ListOf) -> Url {
        let config = self.config();
        match of {
            ListOf::All => self.built_in(BuiltIn::Projects),
            ListOf::Type(at) => self.page(&[TYPES, &config.types[at].term.id]),
            ListOf::Group(at) => self.page(&[GROUPS, &config.groups[at].term.id]),
            ListOf::Partner(at) => self.page(&[PARTNERS, &self.catalogue.organisations.all[at].id]),
            ListOf::Status(at) => self.page(&[pages::STATUS, STATUS[at].id]),
            ListOf::Year(year) => self.page(&[YEARS, &year.to_string()]),
            ListOf::Topic(at) => self.page(&[TOPICS, &config.topics[at].id]),
            ListOf::Place(at) => self.page(&[PLACES, &self.place(at).to_lowercase()]),
            ListOf::Sector(at) => self.page(&[SECTORS, self.sector(at)]),
        }
    }

    /// A term without a count, as cards show it.
    pub fn term(&self, of: ListOf) -> Term {
        let config = self.config();
        let declared = |term: &config::Term| (term.id.clone(), self.text(&term.name));
        let (id, name) = match of {
            ListOf::All => (BuiltIn::Projects.id().to_owned(), None),
            ListOf::Type(at) => declared(&config.types[at].term),
            ListOf::Group(at) => declared(&config.groups[at].term),
            ListOf::Topic(at) => declared(&config.topics[at]),
            ListOf::Status(at) => (STATUS[at].id.to_owned(), None),
            ListOf::Year(year) => (year.to_string(), None),
            ListOf::Place(at) => (self.place(at).to_owned(), self.code_name(Codes::Places, self.place(at))),
            ListOf::Sector(at) => (self.sector(at).to_owned(), self.code_name(Codes::Sectors, self.sector(at))),
            ListOf::Partner(at) => {
                let organisation = self.organisation(at);
                (organisation.id, Some(organisation.name))
            }
        };
        let url = (!self.list(of).is_empty()).then(|| self.href(&self.list_url(of)));
        Term { id, name, url, count: None, share: None }
    }

    /// The code of a place: `TN-11`.
    fn place(&self, at: usize) -> &'a str {
        &self.catalogue.lists[self.lang].places[at].0
    }

    /// The code of a sector: `15210`.
    fn sector(&self, at: usize) -> &'a str {
        &self.catalogue.lists[self.lang].sectors[at].0
    }

    /// The name of a code in this language, or in English.
    pub fn code_name(&self, codes: Codes, code: &str) -> Option<Text> {
        let name = codes.name(code, self.config().locale(self.lang))?;
        Some(Text { text: name.text.to_owned(), lang: name.foreign.unwrap_or(self.tag()).to_string() })
    }

    /// A place with projects by its code.
    pub fn place_named(&self, code: &str) -> Option<Term> {
        let places = &self.catalogue.lists[self.lang].places;
        places.binary_search_by(|(own, _)| own.as_str().cmp(code)).ok().map(|at| self.term(ListOf::Place(at)))
    }

    /// A sector with projects by its code.
    pub fn sector_named(&self, code: &str) -> Option<Term> {
        let sectors = &self.catalogue.lists[self.lang].sectors;
        sectors.binary_search_by(|(own, _)| own.as_str().cmp(code)).ok().map(|at| self.term(ListOf::Sector(at)))
    }

    /// The places with projects, in the order of their codes.
    pub fn places(&self) -> impl Iterator<Item = ListOf> + use<> {
        (0..self.catalogue.lists[self.lang].places.len()).map(ListOf::Place)
    }

    /// The sectors with projects, in the order of their codes.
    pub fn sectors(&self) -> impl Iterator<Item = ListOf> + use<> {
        (0..self.catalogue.lists[self.lang].sectors.len()).map(ListOf::Sector)
    }

    /// A term with the number of its projects.
    pub fn counted(&self, of: ListOf) -> Term {
        Term { count: Some(self.list(of).len()), ..self.term(of) }
    }

    /// The terms that have projects, with counts.
    pub fn with_entries(&self, terms: impl Iterator<Item = ListOf>) -> Vec<Term> {
        shared_out(terms.filter(|of| !self.list(*of).is_empty()).map(|of| self.counted(of)).collect())
    }

    /// An audience, which has no page of its own.
    pub fn audience(&self, at: usize) -> Term {
        let term = &self.config().audience[at];
        Term { id: term.id.clone(), name: self.text(&term.name), url: None, count: None, share: None }
    }

    /// The years with projects, latest first.
    pub fn years(&self) -> impl Iterator<Item = ListOf> {
        self.catalogue.lists[self.lang].years.keys().map(|year| ListOf::Year(year.0))
    }

    /// The view of an organisation.
    pub fn organisation(&self, id: OrgId) -> Organisation {
        let organisation = &self.catalogue.organisations.all[id];
        let record = organisation.record();
        let name = record.get(at::NAME).and_then(|texts| self.text(texts));
        let unnamed = || Text { text: organisation.id.clone(), lang: self.tag().to_string() };
        let has_page = !self.list(ListOf::Partner(id)).is_empty();
        Organisation {
            id: organisation.id.clone(),
            name: name.unwrap_or_else(unnamed),
            acronym: record.get(at::ACRONYM).and_then(|texts| self.own_text(texts)),
            url: has_page.then(|| self.href(&self.list_url(ListOf::Partner(id)))),
            site: record.get(at::URL).map(str::to_owned),
            logo: self.logo(id),
        }
    }

    /// An organisation's logo.
    pub fn logo(&self, id: OrgId) -> Option<Picture> {
        let record = self.catalogue.organisations.all[id].record();
        let path = crate::catalogue::organisation::path().join(record.get(at::LOGO)?)?;
        pictures::picture(*self, &path, Use::Logo)
    }

    /// An organisation by its id.
    pub fn organisation_named(&self, id: &str) -> Option<Organisation> {
        self.catalogue.organisations.find(id).map(|id| self.organisation(id))
    }

    /// The view of a language of the site.
    pub fn language(&self, lang: LangId) -> Language {
        let config = self.config();
        Language {
            lang: config.languages[lang].lang.to_string(),
            label: config.languages[lang].label.clone(),
            dir: config.locale(lang).direction().as_str().to_owned(),
            locale: config.locale(lang).tag().to_owned(),
            home: self.href(&self.in_language(lang).page(&[])),
        }
    }
}

/// Counted terms, each with its count relative to the largest one.
pub fn shared_out(mut terms: Vec<Term>) -> Vec<Term> {
    let largest = terms.iter().filter_map(|term| term.count).max().unwrap_or_default();
    for term in &mut terms {
        term.share = term.count.map(|count| hundredths(count, largest));
    }
    terms
}

/// A part as a rounded percentage of the whole; at least 1 unless it is zero.
fn hundredths(part: usize, whole: usize) -> u8 {
    let rounded = (part * 200 + whole) / (2 * whole.max(1));
    u8::try_from(rounded).unwrap_or(100).clamp(u8::from(part > 0), 100)
}
