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
use crate::site::edition::{Edition, ListOf};
use crate::site::view::{Crumb, GlossaryEntry, Text, map, with};
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
    let mut head = head::translated(edition, page, "project", &project.docs, |edition| edition.project(id));
    let body = plan.body(lang, doc);
    describe(&mut head, edition, doc_lang, doc);
    head.breadcrumb = place(edition, id);
    let details = project::details(edition, id);
    head.image = project::social_image(edition, project);
    head.json_ld = Some(json_ld::project(edition, id, &head));
    let partner = project.partners.first();
    let leading = partner.map_or(Value::none(), |partner| Value::from_serializable(&edition.organisation(*partner)));
    let related = partner.map_or_else(|| Value::from(Vec::<Value>::new()), |partner| plan.related(lang, *partner));
    Rendering::Template(
        "project.html",
        vec![
            ("site", plan.site(lang)),
            ("page", Value::from_serializable(&head)),
            ("project", plan.card(lang, id)),
            ("details", Value::from_serializable(&details)),
            ("body", Value::from_serializable(&body)),
            ("related", related),
            ("more", plan.cards(lang, &project.related)),
            ("partner", leading),
        ],
    )
}

fn describe(head: &mut crate::site::view::Head, edition: Edition, lang: LangId, doc: &Doc) {
    let own = doc.write_up();
    let text = |text: &str| Text { text: text.to_owned(), lang: edition.config().languages[lang].lang.to_string() };
    head.title = Some(text(&own.title));
    head.description = own.summary.as_deref().map(text);
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
    let mut head = head::translated(edition, page, "page", &own.docs, |edition| edition.content(id));
    describe(&mut head, edition, doc_lang, doc);
    head.breadcrumb = vec![head::home_crumb(edition)];
    head.menu = Some(own.id.to_string());
    Rendering::Template(
        "page.html",
        vec![
            ("site", plan.site(lang)),
            ("page", Value::from_serializable(&head)),
            ("body", Value::from_serializable(&plan.body(lang, doc))),
            ("updated", Value::from_serializable(&own.updated)),
        ],
    )
}

/// What happened when, latest first.
pub fn timeline(plan: &Plan, page: &Page, lang: LangId) -> Rendering {
    let edition = plan.edition(lang);
    let mut head = head::everywhere(edition, page, "timeline", |edition| edition.page(&["timeline"]));
    head.breadcrumb = vec![head::home_crumb(edition)];
    head.menu = Some("timeline".to_owned());
    let many =
        plan.catalogue.projects.iter().map(|project| project.dates().stated().count()).sum::<usize>() > MANY_EVENTS;
    let most = if many { EVENTS_OF_A_YEAR } else { usize::MAX };
    let years: Vec<Value> = edition.years().map(|of| year(plan, lang, of, most)).collect();
    Rendering::Template(
        "timeline.html",
        vec![("site", plan.site(lang)), ("page", Value::from_serializable(&head)), ("years", Value::from(years))],
    )
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
    let mut head = head::everywhere(edition, page, "figures", |edition| edition.page(&["figures"]));
    head.breadcrumb = vec![head::home_crumb(edition)];
    head.menu = Some("figures".to_owned());
    Rendering::Template(
        "figures.html",
        vec![
            ("site", plan.site(lang)),
            ("page", Value::from_serializable(&head)),
            ("figures", Value::from_serializable(&sums::figures(edition))),
        ],
    )
}

/// Acronyms and terms, in the locale's order.
pub fn glossary(plan: &Plan, page: &Page, lang: LangId) -> Rendering {
    let edition = plan.edition(lang);
    let mut head = head::everywhere(edition, page, "glossary", |edition| edition.page(&["glossary"]));
    head.breadcrumb = vec![head::home_crumb(edition)];
    head.menu = Some("glossary".to_owned());
    let entry = |named: &Named<OwnedRecord<Term>>| {
        let text = |key| named.record.view().get(key).and_then(|texts| edition.text(texts));
        Some(GlossaryEntry { id: named.name.clone(), term: text(at::WORD)?, means: text(at::MEANS)? })
    };
    let mut entries: Vec<GlossaryEntry> = plan.catalogue.glossary.iter().filter_map(entry).collect();
    entries.sort_by(|a, b| edition.config().locale(lang).compare(&a.term.text, &b.term.text));
    Rendering::Template(
        "glossary.html",
        vec![
            ("site", plan.site(lang)),
            ("page", Value::from_serializable(&head)),
            ("entries", Value::from_serializable(&entries)),
        ],
    )
}

/// The choice of a language, and the page for addresses that lead nowhere:
/// both serve every language.
pub fn choice(plan: &Plan, page: &Page, template: &'static str, kind: &str) -> Rendering {
    let config = &plan.catalogue.config;
    let edition = plan.edition(config.default);
    let mut head = head::everywhere(edition, page, kind, |edition| edition.page(&[]));
    head.switch.clear();
    head.noindex |= kind == "not-found";
    if kind == "not-found" {
        head.alternates.clear();
    }
    for alternate in head.alternates.iter_mut().filter(|alternate| alternate.hreflang == "x-default") {
        alternate.url = Url::root().absolute(&config.base_url);
    }
    head.title = edition.text(&config.title);
    let homes: Vec<_> = config.langs().map(|lang| edition.language(lang)).collect();
    let titles: Vec<Value> = config.langs().map(|lang| title_in(edition.in_language(lang))).collect();
    Rendering::Template(
        template,
        vec![
            ("site", plan.site(config.default)),
            ("page", Value::from_serializable(&head)),
            ("homes", Value::from_serializable(&homes)),
            ("titles", Value::from(titles)),
        ],
    )
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
    let mut head = head::bare(edition, page, "alias");
    head.canonical = target.absolute(&edition.config().base_url);
    head.noindex = true;
    head.title = edition.doc(docs).map(|(lang, doc)| head::doc_title(edition, lang, doc));
    Rendering::Template(
        "alias.html",
        vec![
            ("site", plan.site(lang)),
            ("page", Value::from_serializable(&head)),
            ("target", Value::from(edition.href(&target))),
        ],
    )
}
