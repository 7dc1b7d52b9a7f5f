//! Pages with something of their own: projects, content, timeline, figures,
//! glossary, the choice of a language, aliases.

use std::cmp::Reverse;

use tera::Value;

use crate::base::date::PartialDate;
use crate::base::key::Key;
use crate::base::url::Url;
use crate::catalogue::addresses::alias_address;
use crate::catalogue::facts::DateKey;
use crate::catalogue::project::translations_key;
use crate::catalogue::{Doc, PageId, ProjectId};
use crate::config::LangId;
use crate::schema::fields::{Term, term as at};
use crate::schema::record::{Named, OwnedRecord};
use crate::site::context::Context;
use crate::site::edition::{Edition, ListOf};
use crate::site::view::{Crumb, GlossaryEntry, Head, map, with};
use crate::site::{AliasOf, Page, Plan, Rendering, View, body, figures as sums, head, json_ld, project};

/// On a site with more events than this the timeline shows the first of each year.
const MANY_EVENTS: usize = 200;

/// How many events of a year it then shows.
const EVENTS_OF_A_YEAR: usize = 20;

/// The introduction of the home page: the page of content `home`, with the
/// language that it is in.
pub fn intro<'a>(edition: Edition<'a>) -> Option<(LangId, &'a Doc)> {
    let page = edition.catalogue.pages.iter().find(|page| &*page.id == "home")?;
    edition.doc(&page.docs)
}

/// Whether any project states a date.
pub fn has_timeline(edition: Edition) -> bool {
    !edition.catalogue.lists[edition.lang].years.is_empty()
}

/// Whether there is a glossary.
pub fn has_glossary(edition: Edition) -> bool {
    !edition.catalogue.glossary.is_empty()
}

/// Adds the pages of projects and content, with their aliases.
pub fn pages(plan: &Plan, lang: LangId, push: &mut impl FnMut(Url, View, &[Key])) {
    let edition = plan.edition(lang);
    for (id, project) in plan.catalogue.projects.iter().enumerate() {
        if edition.landing(&project.docs) == lang
            && let Some((_, doc)) = edition.doc(&project.docs)
        {
            push(edition.project(id), View::Project(lang, id), &project_keys(plan, lang, id, doc));
        }
        aliases(edition, &project.docs, AliasOf::Project(id), push);
    }
    for (id, page) in plan.catalogue.pages.iter().enumerate() {
        if &*page.id != "home"
            && edition.landing(&page.docs) == lang
            && let Some((_, doc)) = edition.doc(&page.docs)
        {
            let updated = Key::of(page.updated.as_deref().unwrap_or_default().as_bytes());
            let keys = [doc.card, body::key(edition, doc), translations_key(&page.docs), updated];
            push(edition.content(id), View::Content(lang, id), &keys);
        }
        aliases(edition, &page.docs, AliasOf::Content(id), push);
    }
}

/// The card, the body with its links, the languages, the partner's first
/// cards, and those of related projects.
fn project_keys(plan: &Plan, lang: LangId, id: ProjectId, doc: &Doc) -> [Key; 6] {
    let edition = plan.edition(lang);
    let project = &plan.catalogue.projects[id];
    let partner = project.partners.first().map_or(Key::default(), |partner| plan.related_key(lang, *partner));
    let related = Key::join(project.related.iter().map(|id| plan.card_key(lang, *id)));
    [
        plan.card_key(lang, id),
        body::key(edition, doc),
        project.translations,
        partner,
        related,
        project::files_key(edition, project),
    ]
}

fn aliases(edition: Edition, docs: &[Option<Doc>], of: AliasOf, push: &mut impl FnMut(Url, View, &[Key])) {
    let Some(doc) = docs[edition.lang].as_ref().filter(|doc| doc.has_aliases) else { return };
    for (alias, _) in &doc.write_up().aliases {
        push(alias_url(edition, alias), View::Alias(edition.lang, of), &[doc.card]);
    }
}

/// Where an alias answers: old addresses end in `.html` where the old site's
/// files did.
fn alias_url(edition: Edition, alias: &str) -> Url {
    let address = alias_address(alias);
    if address.ends_with(".html") || address.ends_with(".htm") {
        return Url::file(&format!("{}/{address}", edition.tag()));
    }
    edition.page(&address.split('/').collect::<Vec<_>>())
}

/// A project's page.
pub fn project(plan: &Plan, page: &Page, lang: LangId, id: ProjectId) -> Rendering {
    let edition = plan.edition(lang);
    let project = &plan.catalogue.projects[id];
    let Some((doc_lang, doc)) = edition.doc(&project.docs) else { return Rendering::Bytes(vec![]) };
    let head = head::translated(edition, page, "project", &project.docs, |edition| edition.project(id));
    let head = Head {
        title: Some(head::doc_title(edition, doc_lang, doc)),
        description: head::doc_summary(edition, doc_lang, doc),
        breadcrumb: place(edition, id),
        image: project::social_image(edition, project).or(head.image),
        ..head
    };
    let head = Head { json_ld: Some(json_ld::project(edition, id, &head)), ..head };
    let partner = project.partners.first().copied();
    Context::new(plan, lang, &head)
        .with_shared("project", plan.card(lang, id))
        .with("details", project::details(edition, id))
        .with("body", plan.body(lang, doc))
        .with_shared(
            "related",
            partner.map_or_else(|| Value::from(Vec::<Value>::new()), |partner| plan.related(lang, partner)),
        )
        .with_shared("more", plan.cards(lang, &project.related))
        .with("partner", partner.map(|partner| edition.organisation(partner)))
        .page("project.html")
}

/// Home › type › group › partner.
fn place(edition: Edition, id: ProjectId) -> Vec<Crumb> {
    let project = &edition.catalogue.projects[id];
    let lists = std::iter::once(ListOf::Type(project.r#type))
        .chain(project.group.map(ListOf::Group))
        .chain(project.partners.first().map(|partner| ListOf::Partner(*partner)));
    std::iter::once(head::home_crumb(edition)).chain(lists.map(|of| head::list_crumb(edition, of))).collect()
}

/// A page of content.
pub fn content(plan: &Plan, page: &Page, lang: LangId, id: PageId) -> Rendering {
    let edition = plan.edition(lang);
    let own = &plan.catalogue.pages[id];
    let Some((doc_lang, doc)) = edition.doc(&own.docs) else { return Rendering::Bytes(vec![]) };
    let head = Head {
        title: Some(head::doc_title(edition, doc_lang, doc)),
        description: head::doc_summary(edition, doc_lang, doc),
        breadcrumb: vec![head::home_crumb(edition)],
        menu: Some(own.id.to_string()),
        ..head::translated(edition, page, "page", &own.docs, |edition| edition.content(id))
    };
    Context::new(plan, lang, &head).with("body", plan.body(lang, doc)).with("updated", &own.updated).page("page.html")
}

/// What happened when, latest first.
pub fn timeline(plan: &Plan, page: &Page, lang: LangId) -> Rendering {
    let edition = plan.edition(lang);
    let many =
        plan.catalogue.projects.iter().map(|project| project.dates().stated().count()).sum::<usize>() > MANY_EVENTS;
    let most = if many { EVENTS_OF_A_YEAR } else { usize::MAX };
    let years: Vec<Value> = edition.years().map(|of| year(plan, lang, of, most)).collect();
    let head = head::in_menu(edition, page, "timeline");
    Context::new(plan, lang, &head).with_shared("years", years).page("timeline.html")
}

fn year(plan: &Plan, lang: LangId, of: ListOf, most: usize) -> Value {
    let edition = plan.edition(lang);
    let ListOf::Year(number) = of else { return Value::none() };
    let mut events: Vec<_> = edition
        .list(of)
        .iter()
        .flat_map(|id| plan.catalogue.projects[*id].dates().stated().map(|(kind, date)| (*id, kind, date)))
        .filter(|(_, _, date)| date.year() == number)
        .collect();
    events.sort_by_key(|(_, _, date)| Reverse(date.earliest()));
    let count = events.len();
    let shown: Vec<Value> =
        events.iter().take(most).map(|(id, kind, date)| event(plan, lang, *id, *kind, *date)).collect();
    let more = count - shown.len();
    map([
        ("term", Value::from_serializable(&edition.counted(of))),
        ("events", Value::from(shown)),
        ("more", Value::from(more)),
    ])
}

/// What happened to a project: which of its dates, and its card.
pub fn event(plan: &Plan, lang: LangId, id: ProjectId, kind: DateKey, date: PartialDate) -> Value {
    map([("date", Value::from(date.to_string())), ("event", Value::from(kind.name())), ("item", plan.card(lang, id))])
}

/// Sums and counts.
pub fn figures(plan: &Plan, page: &Page, lang: LangId) -> Rendering {
    let edition = plan.edition(lang);
    let head = head::in_menu(edition, page, "figures");
    Context::new(plan, lang, &head).with("figures", sums::figures(edition)).page("figures.html")
}

/// Acronyms and terms, in the locale's order.
pub fn glossary(plan: &Plan, page: &Page, lang: LangId) -> Rendering {
    let edition = plan.edition(lang);
    let entry = |named: &Named<OwnedRecord<Term>>| {
        let text = |key| named.record.view().get(key).and_then(|texts| edition.text(texts));
        Some(GlossaryEntry { id: named.name.clone(), term: text(at::WORD)?, means: text(at::MEANS)? })
    };
    let mut entries: Vec<GlossaryEntry> = plan.catalogue.glossary.iter().filter_map(entry).collect();
    entries.sort_by(|a, b| edition.config().locale(lang).compare(&a.term.text, &b.term.text));
    let head = head::in_menu(edition, page, "glossary");
    Context::new(plan, lang, &head).with("entries", entries).page("glossary.html")
}

/// The choice of a language, at the root of the site.
pub fn choice(plan: &Plan, page: &Page) -> Rendering {
    let edition = plan.edition(plan.catalogue.config.default);
    let head = head::bare(edition, page, "choice");
    every_home(plan, Head { alternates: head::alternates_of_home(edition), ..head }).page("choice.html")
}

/// The page for addresses that lead nowhere.
pub fn not_found(plan: &Plan, page: &Page) -> Rendering {
    let head = head::bare(plan.edition(plan.catalogue.config.default), page, "not-found");
    every_home(plan, Head { noindex: true, ..head }).page("404.html")
}

/// What a page shows that serves every language: the home pages, and the site's
/// title in each language.
fn every_home(plan: &Plan, head: Head) -> Context {
    let config = &plan.catalogue.config;
    let edition = plan.edition(config.default);
    let titles: Vec<Value> = config.langs().map(|lang| title_in(edition.in_language(lang))).collect();
    let homes: Vec<_> = config.langs().map(|lang| edition.language(lang)).collect();
    let head = Head { title: edition.text(&config.title), ..head };
    Context::new(plan, config.default, &head).with("homes", homes).with_shared("titles", titles)
}

/// The site's title in a language, with the direction that it is written in
/// and the notice of every page.
fn title_in(edition: Edition) -> Value {
    let config = edition.config();
    let title = Value::from_serializable(&edition.text(&config.title));
    let direction = Value::from(config.locale(edition.lang).direction().as_str());
    with(title, [("dir", direction), ("notice", Value::from_serializable(&edition.text(&config.notice)))])
}

/// An old address.
pub fn alias(plan: &Plan, page: &Page, lang: LangId, of: AliasOf) -> Rendering {
    let edition = plan.edition(lang);
    let (target, docs) = match of {
        AliasOf::Project(id) => (edition.project(id), &plan.catalogue.projects[id].docs),
        AliasOf::Content(id) => (edition.content(id), &plan.catalogue.pages[id].docs),
    };
    let head = Head {
        canonical: target.absolute(&edition.config().base_url),
        noindex: true,
        title: edition.doc(docs).map(|(lang, doc)| head::doc_title(edition, lang, doc)),
        ..head::bare(edition, page, "alias")
    };
    Context::new(plan, lang, &head).with("target", edition.href(&target)).page("alias.html")
}
