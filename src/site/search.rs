//! Search: plans the index of each language and the records in it, and makes the
//! search page. The index itself is made in `search`.

use std::collections::BTreeSet;

use crate::base::key::{Key, KeyHasher};
use crate::base::localized::Localized;
use crate::catalogue::project::Project;
use crate::catalogue::{Doc, ProjectId};
use crate::config::LangId;
use crate::locale::codes::Codes;
use crate::parse::html::{Token, Tokens, decode};
use crate::parse::markdown::Segment;
use crate::parse::write_up::WriteUp;
use crate::schema::fields::{funding, partner, party, project as at, write_up};
use crate::schema::pages::BuiltIn;
use crate::site::context::Context;
use crate::site::edition::Edition;
use crate::site::view::Text;
use crate::site::view::lists::{Search, SearchFilter, SearchOther};
use crate::site::{Page, Plan, head, listing};

/// The template of the search page. A theme without it has no search.
pub const TEMPLATE: &str = "search.html";

/// The published folder of the indexes, with a subfolder for each language.
pub const FOLDER: &str = "search-index";

/// A searchable item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Its address below the site's base: `fr/projects/x/`.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its text, without markup.
    pub text: String,
    /// Additional words by which it can be found: names of partners, topics.
    pub also: String,
    /// Ids by filter name.
    pub filters: Vec<(&'static str, Vec<String>)>,
}

/// The index of one language, as planned.
pub struct Index {
    /// The language.
    pub lang: LangId,
    /// Its tag: `fr`.
    pub tag: String,
    /// Its folder in the output: `search-index/fr`.
    pub folder: String,
    /// The content key of everything in it.
    pub key: Key,
}

/// Whether there is a search page.
pub fn exists(edition: Edition) -> bool {
    edition.theme.has_search && edition.config().search && !edition.catalogue.projects.is_empty()
}

/// The indexes of the site: one for each language with something to search.
pub fn indexes(plan: &Plan) -> Vec<Index> {
    let langs = plan.catalogue.config.langs().map(|lang| plan.edition(lang));
    langs.filter(|edition| exists(*edition) && has_records(*edition)).map(index).collect()
}

fn index(edition: Edition) -> Index {
    let catalogue = edition.catalogue;
    let mut hash = KeyHasher::default();
    hash.bytes(env!("JISR_SOURCES"));
    hash.key(catalogue.organisations.key);
    add_names(&mut hash, edition);
    for (id, doc) in own_projects(edition) {
        add_words(&mut hash, doc);
        add_terms(&mut hash, &catalogue.projects[id]);
    }
    for doc in own_pages(edition) {
        add_words(&mut hash, doc);
    }
    let tag = edition.tag().to_string();
    Index { lang: edition.lang, folder: folder(edition), tag, key: hash.finish() }
}

/// Adds the names of site.yaml that records have, in its order.
fn add_names(hash: &mut KeyHasher, edition: Edition) {
    let config = edition.config();
    let types = config.types.iter().map(|own| &own.term);
    let groups = config.groups.iter().map(|own| &own.term);
    for term in types.chain(groups).chain(&config.topics).chain(&config.audience) {
        hash.bytes(&term.id);
        for (lang, name) in term.name.iter() {
            hash.bytes(lang.as_str());
            hash.bytes(name);
        }
    }
}

/// Adds the words of a write-up, and its address.
fn add_words(hash: &mut KeyHasher, doc: &Doc) {
    let own = doc.write_up();
    hash.bytes(doc.url.as_str());
    hash.bytes(&own.title);
    hash.bytes(own.record.get(write_up::SUMMARY).unwrap_or_default());
    hash.key(doc.body);
}

/// Adds what a project is found by, beside its words: by their places in
/// site.yaml and partners.yaml, which have keys of their own.
fn add_terms(hash: &mut KeyHasher, project: &Project) {
    let mut add = |ids: &[usize]| {
        hash.number(ids.len() as u64);
        ids.iter().for_each(|id| hash.number(*id as u64));
    };
    add(&[project.r#type]);
    add(project.group.as_slice());
    add(&project.topics);
    add(&project.audience);
    add(&project.partners);
    hash.bytes(project.status.unwrap_or_default());
    hash.bytes(&*project.id);
    project.facts.list(at::PLACES).iter().for_each(|code| hash.bytes(code));
    hash.bytes(project.facts.get(at::SECTOR).unwrap_or_default());
    funders_and_parties(project).for_each(|id| hash.bytes(id));
    project.years().iter().for_each(|year| hash.number(*year as u64));
}

fn folder(edition: Edition) -> String {
    format!("{FOLDER}/{}", edition.tag())
}

fn has_records(edition: Edition) -> bool {
    own_projects(edition).next().is_some() || own_pages(edition).next().is_some()
}

/// Projects written in this language: a write-up shown in place of a missing
/// translation can be found in its own language.
fn own_projects<'a>(edition: Edition<'a>) -> impl Iterator<Item = (ProjectId, &'a Doc)> {
    let own = move |(id, project): (ProjectId, &'a Project)| Some((id, project.docs[edition.lang].as_ref()?));
    edition.catalogue.projects.iter().enumerate().filter_map(own)
}

/// Pages of content in this language, except the home page.
fn own_pages<'a>(edition: Edition<'a>) -> impl Iterator<Item = &'a Doc> {
    let pages = edition.catalogue.pages.iter().filter(|page| !page.is_home());
    pages.filter_map(move |page| page.docs[edition.lang].as_ref())
}

/// The records of a language's index, in a fixed order.
pub fn records(edition: Edition) -> Vec<Record> {
    let project = |(id, doc): (ProjectId, &Doc)| {
        let project = &edition.catalogue.projects[id];
        record(doc, &also(edition, project), filters(edition, project))
    };
    let page = |doc: &Doc| record(doc, "", vec![]);
    own_projects(edition).map(project).chain(own_pages(edition).map(page)).collect()
}

fn record(doc: &Doc, also: &str, filters: Vec<(&'static str, Vec<String>)>) -> Record {
    let own = doc.write_up();
    // Otherwise a summary taken from the first paragraph would be indexed
    // twice.
    let summary = own.record.get(write_up::SUMMARY).unwrap_or_default();
    let text = words(&format!("{summary} {}", body_text(own)));
    let (title, also) = (words(&own.title), also.to_owned());
    Record { url: doc.url.as_str().to_owned(), title, text, also, filters }
}

/// The words of a text, separated by single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a body. Block tags separate words, inline tags do not.
fn body_text(own: &WriteUp) -> String {
    const INLINE: &[&str] =
        &["a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "u"];
    let mut html = String::new();
    for segment in &own.body.segments {
        match segment {
            Segment::Html(text) => html.push_str(text),
            Segment::Link(_) | Segment::Asset(_) | Segment::Picture(..) => {}
        }
    }
    let mut text = String::with_capacity(html.len());
    for token in Tokens::new(&html) {
        match token {
            Token::Text(words) => text.push_str(&decode(words)),
            Token::Tag(tag) if !INLINE.contains(&&*tag.name) => text.push(' '),
            Token::Tag(_) | Token::Aside(..) => {}
        }
    }
    text
}

/// Names in every language of the site: a French reader may type a partner's
/// Arabic name, or an acronym that only one language has.
fn also(edition: Edition, project: &Project) -> String {
    let config = edition.config();
    let mut words = BTreeSet::new();
    let mut add = |texts: &Localized<String>| words.extend(texts.iter().map(|(_, text)| text.clone()));
    for id in organisations(edition, project) {
        let record = edition.catalogue.organisations.all[id].record();
        [partner::NAME, partner::ACRONYM].into_iter().filter_map(|key| record.get(key)).for_each(&mut add);
    }
    add(&config.types[project.r#type].term.name);
    project.group.iter().for_each(|group| add(&config.groups[*group].term.name));
    project.topics.iter().for_each(|topic| add(&config.topics[*topic].name));
    project.audience.iter().for_each(|audience| add(&config.audience[*audience].name));
    words.extend(config.langs().flat_map(|lang| code_names(edition.in_language(lang), project)));
    words.insert(project.id.to_string());
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// The names of a project's places and sector.
fn code_names(edition: Edition, project: &Project) -> Vec<String> {
    let places = project.facts.list(at::PLACES).iter().filter_map(|code| edition.code_name(Codes::Places, code));
    let sector = project.facts.get(at::SECTOR).and_then(|code| edition.code_name(Codes::Sectors, code));
    places.chain(sector).map(|name| name.text).collect()
}

/// Partners and their parent organisations, funders, parties.
fn organisations(edition: Edition, project: &Project) -> BTreeSet<usize> {
    let all = &edition.catalogue.organisations;
    let mut found: BTreeSet<usize> = project.partners.iter().copied().collect();
    found.extend(funders_and_parties(project).filter_map(|id| all.find(id)));
    let parents: Vec<usize> = found.iter().filter_map(|id| all.all[*id].parent).collect();
    found.extend(parents);
    found
}

fn funders_and_parties(project: &Project) -> impl Iterator<Item = &str> {
    let funders = project.facts.list(at::FUNDING).iter().filter_map(|record| record.get(funding::FUNDER));
    let parties = project.facts.list(at::PARTIES).iter().filter_map(|record| record.get(party::ORG));
    funders.chain(parties)
}

fn filters(edition: Edition, project: &Project) -> Vec<(&'static str, Vec<String>)> {
    let config = edition.config();
    let all = &edition.catalogue.organisations.all;
    let filters = [
        ("type", vec![config.types[project.r#type].term.id.clone()]),
        ("partner", project.partners.iter().map(|id| all[*id].id.clone()).collect()),
        ("status", project.status.map(str::to_owned).into_iter().collect()),
        ("topic", project.topics.iter().map(|topic| config.topics[*topic].id.clone()).collect()),
        ("year", project.years().iter().map(i16::to_string).collect()),
    ];
    filters.into_iter().filter(|(_, ids): &(_, Vec<String>)| !ids.is_empty()).collect()
}

/// The content key of the filters that the page offers.
pub fn key(plan: &Plan, lang: LangId) -> Key {
    let edition = plan.edition(lang);
    let mut hash = KeyHasher::default();
    for of in listing::all(edition) {
        let term = edition.counted(of);
        hash.bytes(of.kind());
        hash.bytes(term.id);
        hash.number(term.count.unwrap_or_default() as u64);
    }
    for lang in edition.config().langs() {
        hash.number(u64::from(has_records(edition.in_language(lang))));
    }
    hash.finish()
}

/// The page.
pub fn show(plan: &Plan, page: &Page, lang: LangId) -> Context {
    let edition = plan.edition(lang);
    let others = edition.config().langs().filter(|other| *other != lang).map(|lang| other(edition.in_language(lang)));
    let search = Search { index: address(edition), filters: choices(edition), others: others.collect() };
    let head = head::in_menu(edition, page, BuiltIn::Search);
    Context::new(plan, lang, &head).with("search", search)
}

fn other(edition: Edition) -> SearchOther {
    let language = edition.language(edition.lang);
    SearchOther {
        label: Text { text: language.label, lang: language.lang.clone() },
        lang: language.lang,
        dir: language.dir,
        url: edition.href(&edition.built_in(BuiltIn::Search)),
        index: address(edition),
    }
}

/// The address of the index, with a trailing slash.
fn address(edition: Edition) -> Option<String> {
    has_records(edition).then(|| format!("{}{}/", edition.config().base_url.path, folder(edition)))
}

/// The filters for the results, with the addresses of the corresponding
/// listings, which readers without scripts use instead.
fn choices(edition: Edition) -> Vec<SearchFilter> {
    let all = listing::all(edition);
    let of_kind = |kind: &'static str| {
        let terms: Vec<_> = all.iter().filter(|of| of.kind() == kind).map(|of| edition.counted(*of)).collect();
        SearchFilter { name: kind.to_owned(), terms }
    };
    let filters = ["type", "partner", "status", "topic", "year"].map(of_kind);
    filters.into_iter().filter(|filter| !filter.terms.is_empty()).collect()
}
