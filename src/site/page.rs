//! The pages of write-ups: projects and pages of content, with the former
//! addresses that redirect to them.

use std::collections::BTreeSet;

use tera::Value;

use crate::base::key::Key;
use crate::base::url::Url;
use crate::catalogue::aliases;
use crate::catalogue::project::translations_key;
use crate::catalogue::{Doc, PageId, ProjectId};
use crate::config::LangId;
use crate::schema::fields::partner;
use crate::schema::pages::{GROUPS, PARTNERS, PROJECTS, TOPICS, TYPES};
use crate::site::context::Context;
use crate::site::edition::{Edition, ListOf};
use crate::site::view::Text;
use crate::site::view::page::{Crumb, Head};
use crate::site::{AliasOf, Page, Plan, Rendering, View, body, head, json_ld, project};

/// Adds the pages of projects and content, with their aliases.
pub fn pages(plan: &Plan, lang: LangId, push: &mut impl FnMut(Url, View, &[Key])) {
    let edition = plan.edition(lang);
    for (id, project) in plan.catalogue.projects.iter().enumerate() {
        if edition.landing(&project.docs) == lang
            && let Some((_, doc)) = edition.doc(&project.docs)
        {
            push(edition.project(id), View::Project(lang, id), &project_keys(plan, lang, id, doc));
        }
        aliases_of_docs(edition, (PROJECTS, &project.docs), AliasOf::Project(id), push);
    }
    for (id, page) in plan.catalogue.pages.iter().enumerate() {
        if !page.is_home()
            && edition.landing(&page.docs) == lang
            && let Some((_, doc)) = edition.doc(&page.docs)
        {
            let updated = Key::of(page.updated.as_deref().unwrap_or_default().as_bytes());
            let keys = [doc.card, body::key(edition, doc), translations_key(&page.docs), updated];
            push(edition.content(id), View::Content(lang, id), &keys);
        }
        aliases_of_docs(edition, ("", &page.docs), AliasOf::Content(id), push);
    }
    aliases_of_listings(edition, push);
}

/// The keys of a project's page: the card, the body with its links, the
/// languages, the leading partner's first cards, those of related projects, and
/// the files.
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

/// Old addresses in this language, whichever of the files states them.
fn aliases_of_docs(
    edition: Edition,
    (folder, docs): (&str, &[Option<Doc>]),
    of: AliasOf,
    push: &mut impl FnMut(Url, View, &[Key]),
) {
    if !docs.iter().flatten().any(|doc| doc.has_aliases) {
        return;
    }
    let written = aliases::of_docs(docs).map(|(lang, _, (alias, _))| (Some(lang), folder, alias.as_str()));
    push_aliases(edition, written, of, push);
}

/// Old addresses of the listings that have entries.
fn aliases_of_listings(edition: Edition, push: &mut impl FnMut(Url, View, &[Key])) {
    let config = edition.config();
    let types = config.types.iter().enumerate().map(|(at, own)| (ListOf::Type(at), TYPES, &own.term));
    let groups = config.groups.iter().enumerate().map(|(at, own)| (ListOf::Group(at), GROUPS, &own.term));
    let topics = config.topics.iter().enumerate().map(|(at, own)| (ListOf::Topic(at), TOPICS, own));
    let is_there = |of: ListOf| !edition.list(of).is_empty();
    for (of, folder, term) in types.chain(groups).chain(topics).filter(|(of, ..)| is_there(*of)) {
        let written = term.aliases.iter().map(|(alias, _)| (None, folder, alias.as_str()));
        push_aliases(edition, written, AliasOf::Listing(of), push);
    }
    for (at, organisation) in edition.catalogue.organisations.all.iter().enumerate() {
        let of = ListOf::Partner(at);
        let written = organisation.record().list(partner::ALIASES).iter().map(|alias| (None, PARTNERS, alias));
        if is_there(of) {
            push_aliases(edition, written, AliasOf::Listing(of), push);
        }
    }
}

fn push_aliases<'a>(
    edition: Edition,
    written: impl Iterator<Item = (Option<LangId>, &'a str, &'a str)>,
    of: AliasOf,
    push: &mut impl FnMut(Url, View, &[Key]),
) {
    let config = edition.config();
    let answers = written.flat_map(|(lang, folder, alias)| aliases::answers(config, lang, folder, alias));
    let own = answers.filter(|alias| alias.lang == edition.lang).map(|alias| alias.url(config));
    // Two files of one page may both say the same one.
    let own: BTreeSet<Url> = own.collect();
    let (target, title) = led_to(edition, of);
    let (lang, text) = title.map_or_else(Default::default, |title| (title.lang, title.text));
    let keys = [edition.href(&target), lang, text].map(|shown| Key::of(shown.as_bytes()));
    own.into_iter().for_each(|url| push(url, View::Alias(edition.lang, of), &keys));
}

/// Where an old address leads, and what stands there.
pub(super) fn led_to(edition: Edition, of: AliasOf) -> (Url, Option<Text>) {
    let titled = |docs| edition.doc(docs).map(|(lang, doc)| head::doc_title(edition, lang, doc));
    match of {
        AliasOf::Project(id) => (edition.project(id), titled(&edition.catalogue.projects[id].docs)),
        AliasOf::Content(id) => (edition.content(id), titled(&edition.catalogue.pages[id].docs)),
        AliasOf::Listing(of) => (edition.list_url(of), edition.term(of).name),
    }
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

/// The breadcrumb: home › type › group › partner.
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

/// The redirect page at a former address.
pub fn alias(plan: &Plan, page: &Page, lang: LangId, of: AliasOf) -> Rendering {
    let edition = plan.edition(lang);
    let (target, title) = led_to(edition, of);
    let head = Head {
        canonical: target.absolute(&edition.config().base_url),
        noindex: true,
        title,
        ..head::bare(edition, page, "alias")
    };
    Context::new(plan, lang, &head).with("target", edition.href(&target)).page("alias.html")
}
