//! The home page: the catalogue, type › group › partner › items.

use std::cmp::Reverse;

use tera::Value;

use crate::base::key::Key;
use crate::catalogue::organisation::OrgId;
use crate::catalogue::{Doc, ProjectId};
use crate::config::LangId;
use crate::schema::fields::project as at;
use crate::schema::words::STATUS;
use crate::site::context::Context;
use crate::site::edition::{Edition, ListOf};
use crate::site::project::lead_picture;
use crate::site::view::lists::{Bundle, Facet, Group, Section};
use crate::site::view::page::Head;
use crate::site::view::{Organisation, Term, with};
use crate::site::{Page, Plan, body, figures, head, json_ld, timeline};

/// With more items than this, the home page shows only counts and the first
/// items: the whole catalogue is left to the listing.
const LARGE: usize = 40;

/// The number of projects with pictures on the home page of a large site.
const FEATURED: usize = 6;

/// The number of them if no project says that it is one.
const FOUND: usize = 3;

/// The number of partners' logos on the home page.
const LOGOS: usize = 12;

/// The number of items per partner on the home page of a large site.
const FIRST: usize = 3;

/// The number of latest changes on the home page.
const LATEST: usize = 3;

/// The number of events in the compact timeline.
const EVENTS: usize = 5;

/// The content key of what it shows: the introduction, and all projects in
/// order.
pub fn key(plan: &Plan, lang: LangId) -> Key {
    let edition = plan.edition(lang);
    let intro = intro(edition).map_or(Key::default(), |(_, doc)| body::key(edition, doc));
    Key::join([intro, plan.order_key(lang)])
}

/// The introduction of the home page: the page of content `home`, with its
/// language.
pub fn intro<'a>(edition: Edition<'a>) -> Option<(LangId, &'a Doc)> {
    let page = edition.catalogue.pages.iter().find(|page| page.is_home())?;
    edition.doc(&page.docs)
}

/// The home page of a language.
pub fn show(plan: &Plan, page: &Page, lang: LangId) -> Context {
    let edition = plan.edition(lang);
    let large = edition.list(ListOf::All).len() > LARGE;
    let sections = sections(edition);
    let sections = sections.iter().map(|section| section_value(plan, lang, section, large));
    let updated = &plan.catalogue.lists[lang].updated;
    let intro = intro(edition);
    Context::new(plan, lang, &home_head(edition, page, intro))
        .with_shared("sections", sections.collect::<Vec<_>>())
        .with("figures", figures::figures(edition))
        .with("facets", facets(edition))
        .with_shared("latest", plan.cards(lang, &updated[..updated.len().min(LATEST)]))
        .with_shared("events", events(plan, lang))
        .with_shared("featured", featured(plan, lang))
        .with("logos", logos(edition))
        .with_shared("intro", intro.map_or(Value::none(), |(of, doc)| introduction(plan, edition, of, doc)))
        .with("large", large)
}

/// The cards of the projects to be shown with their pictures: those that say so
/// (`featured: true`); otherwise the first ones that have a picture.
fn featured(plan: &Plan, lang: LangId) -> Value {
    let edition = plan.edition(lang);
    let project = |id: &ProjectId| &plan.catalogue.projects[*id];
    let has_picture = |id: &&ProjectId| lead_picture(edition, project(id)).is_some();
    let all = || edition.list(ListOf::All).iter();
    let chosen = |id: &&ProjectId| project(id).facts.get(at::FEATURED) == Some(true);
    let mut cards: Vec<ProjectId> = all().filter(chosen).take(FEATURED).copied().collect();
    if cards.is_empty() {
        cards = all().filter(has_picture).take(FOUND).copied().collect();
    }
    plan.cards(lang, &cards)
}

/// The partners with a logo, those with most projects first.
fn logos(edition: Edition) -> Vec<Organisation> {
    let organisations = 0..edition.catalogue.organisations.all.len();
    let mut partners: Vec<OrgId> = organisations.filter(|id| !edition.list(ListOf::Partner(*id)).is_empty()).collect();
    partners.sort_by_key(|id| Reverse(edition.list(ListOf::Partner(*id)).len()));
    let partners = partners.into_iter().map(|id| edition.organisation(id));
    partners.filter(|partner| partner.logo.is_some()).take(LOGOS).collect()
}

fn home_head(edition: Edition, page: &Page, intro: Option<(LangId, &Doc)>) -> Head {
    let config = edition.config();
    // An introduction in another language must not provide the page's title.
    let own = intro.filter(|(of, _)| *of == edition.lang);
    let title = own.map(|(of, doc)| head::doc_title(edition, of, doc));
    let summary = intro.and_then(|(of, doc)| head::doc_summary(edition, of, doc));
    Head {
        title: title.or_else(|| edition.text(&config.title)),
        description: edition.text(&config.description).or(summary),
        json_ld: Some(json_ld::site(edition)),
        ..head::home(edition, page)
    }
}

/// The facets that narrow the catalogue down, each with its listings; empty
/// ones are left out.
fn facets(edition: Edition) -> Vec<Facet> {
    let config = edition.config();
    let organisations = 0..edition.catalogue.organisations.all.len();
    let mut partners = edition.with_entries(organisations.map(ListOf::Partner));
    let name = |term: &Term| term.name.as_ref().map_or_else(String::new, |name| name.text.clone());
    partners.sort_by(|a, b| config.locale(edition.lang).compare(&name(a), &name(b)));
    let facets = [
        ("type", edition.with_entries((0..config.types.len()).map(ListOf::Type))),
        ("partner", partners),
        ("status", edition.with_entries((0..STATUS.len()).map(ListOf::Status))),
        ("year", edition.with_entries(edition.years())),
        ("topic", edition.with_entries((0..config.topics.len()).map(ListOf::Topic))),
    ];
    stated(facets)
}

/// The ways to every listing, for the page of all projects.
pub fn every_facet(edition: Edition) -> Vec<Facet> {
    let groups = edition.with_entries((0..edition.config().groups.len()).map(ListOf::Group));
    let more = [
        ("group", groups),
        ("place", edition.with_entries(edition.places())),
        ("sector", edition.with_entries(edition.sectors())),
    ];
    facets(edition).into_iter().chain(stated(more)).collect()
}

fn stated<const N: usize>(facets: [(&str, Vec<Term>); N]) -> Vec<Facet> {
    let facet = |(id, terms): (&str, Vec<Term>)| Facet { id: id.to_owned(), terms };
    facets.into_iter().filter(|(_, terms)| !terms.is_empty()).map(facet).collect()
}

/// The latest events, without planned ones.
fn events(plan: &Plan, lang: LangId) -> Vec<Value> {
    let projects = &plan.catalogue.projects;
    let of = |id: &ProjectId| projects[*id].dates().stated().map(|(kind, date)| (*id, kind, date)).collect::<Vec<_>>();
    let mut events: Vec<_> = plan.edition(lang).list(ListOf::All).iter().flat_map(of).collect();
    events.retain(|(_, kind, _)| !kind.name().starts_with("planned_"));
    events.sort_by_key(|(_, _, date)| Reverse(date.earliest()));
    events.truncate(EVENTS);
    events.iter().map(|(id, kind, date)| timeline::event(plan, lang, *id, *kind, *date)).collect()
}

/// The introduction: its title, and its body with language and direction.
fn introduction(plan: &Plan, edition: Edition, lang: LangId, doc: &Doc) -> Value {
    let title = Value::from_serializable(&head::doc_title(edition, lang, doc));
    with(Value::from_serializable(&plan.body(edition.lang, doc)), [("title", title)])
}

/// A type on the home page, by indices.
pub struct HomeSection {
    /// The type.
    pub r#type: usize,
    /// Its groups.
    pub groups: Vec<HomeGroup>,
}

/// A group on the home page, by indices. Items without a group are collected in
/// one without a term.
pub struct HomeGroup {
    /// The group.
    pub group: Option<usize>,
    /// Its items, grouped by partners.
    pub bundles: Vec<HomeBundle>,
}

impl HomeGroup {
    /// Its items in their order.
    pub fn items(&self) -> impl Iterator<Item = ProjectId> {
        self.bundles.iter().flat_map(|bundle| bundle.items.iter().copied())
    }
}

/// Items listed under the same partners.
pub struct HomeBundle {
    /// The partners.
    pub partners: Vec<OrgId>,
    /// The items.
    pub items: Vec<ProjectId>,
}

/// The catalogue in its order: types and groups as in site.yaml, items without
/// a group last, partners by their first item.
pub fn sections(edition: Edition) -> Vec<HomeSection> {
    let config = edition.config();
    let mut sections: Vec<HomeSection> =
        (0..config.types.len()).map(|r#type| HomeSection { r#type, groups: vec![] }).collect();
    for (at, section) in sections.iter_mut().enumerate() {
        let items = edition.list(ListOf::Type(at));
        let own = config.types[at].groups.iter().copied().map(Some).chain([None]);
        section.groups =
            own.map(|group| home_group(edition, group, items)).filter(|group| !group.bundles.is_empty()).collect();
    }
    sections.retain(|section| !section.groups.is_empty());
    sections
}

fn home_group(edition: Edition, group: Option<usize>, items: &[ProjectId]) -> HomeGroup {
    let mut bundles: Vec<HomeBundle> = vec![];
    let mut at = std::collections::HashMap::new();
    for id in items.iter().filter(|id| edition.catalogue.projects[**id].group == group) {
        let partners = heading(edition, *id);
        let bundle = *at.entry(partners.clone()).or_insert_with(|| {
            bundles.push(HomeBundle { partners, items: vec![] });
            bundles.len() - 1
        });
        bundles[bundle].items.push(*id);
    }
    bundles.sort_by_key(|bundle| bundle.partners.first().copied()); // the order of partners.yaml
    HomeGroup { group, bundles }
}

/// The partners that an item is listed under: those whose parent is the leading
/// partner, such as a committee of a country; otherwise the leading one and
/// those that share its group.
fn heading(edition: Edition, id: ProjectId) -> Vec<OrgId> {
    let partners = &edition.catalogue.projects[id].partners;
    let of = |partner: &OrgId| &edition.catalogue.organisations.all[*partner];
    let Some(first) = partners.first() else { return vec![] };
    let own: Vec<OrgId> = partners.iter().filter(|partner| of(partner).parent == Some(*first)).copied().collect();
    if !own.is_empty() {
        return own;
    }
    let group = of(first).group;
    let shares = |partner: &&OrgId| *partner == first || (group.is_some() && of(partner).group == group);
    partners.iter().filter(shares).copied().collect()
}

/// The ancestors of the first partner, the topmost first.
fn above(edition: Edition, partners: &[OrgId]) -> Vec<OrgId> {
    let parent = |of: &OrgId| edition.catalogue.organisations.all[*of].parent;
    let mut above: Vec<OrgId> = vec![];
    let mut next = partners.first().and_then(parent);
    while let Some(one) = next.filter(|one| !above.contains(one) && !partners.contains(one)) {
        above.push(one);
        next = parent(&one);
    }
    above.reverse();
    above
}

fn section_value(plan: &Plan, lang: LangId, section: &HomeSection, large: bool) -> Value {
    let edition = plan.edition(lang);
    let bundle = |bundle: &HomeBundle| Bundle {
        above: above(edition, &bundle.partners).into_iter().map(|org| edition.organisation(org)).collect(),
        partners: bundle.partners.iter().map(|partner| edition.organisation(*partner)).collect(),
        count: bundle.items.len(),
        items: bundle
            .items
            .iter()
            .take(if large { FIRST } else { usize::MAX })
            .map(|id| plan.card(lang, *id))
            .collect(),
    };
    let group = |group: &HomeGroup| Group {
        term: group.group.map(|at| edition.counted(ListOf::Group(at))),
        count: group.bundles.iter().map(|bundle| bundle.items.len()).sum(),
        bundles: group.bundles.iter().map(bundle).collect(),
    };
    let groups = section.groups.iter().map(group).collect();
    Value::from_serializable(&Section { term: edition.counted(ListOf::Type(section.r#type)), groups })
}
