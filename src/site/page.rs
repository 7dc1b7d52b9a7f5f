//! The pages of write-ups: projects and pages of content, with the former
//! addresses that redirect to them.

use tera::Value;

use crate::base::key::Key;
use crate::base::url::Url;
use crate::catalogue::addresses::alias_address;
use crate::catalogue::project::translations_key;
use crate::catalogue::{Doc, PageId, ProjectId};
use crate::config::LangId;
use crate::site::context::Context;
use crate::site::edition::{Edition, ListOf};
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
        aliases(edition, &project.docs, AliasOf::Project(id), push);
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
        aliases(edition, &page.docs, AliasOf::Content(id), push);
    }
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

fn aliases(edition: Edition, docs: &[Option<Doc>], of: AliasOf, push: &mut impl FnMut(Url, View, &[Key])) {
    let Some(doc) = docs[edition.lang].as_ref().filter(|doc| doc.has_aliases) else { return };
    for (alias, _) in &doc.write_up().aliases {
        push(alias_url(edition, alias), View::Alias(edition.lang, of), &[doc.card]);
    }
}

/// The address of an alias. Like those of the old site, it may end in `.html`.
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
