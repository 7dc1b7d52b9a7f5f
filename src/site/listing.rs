//! Listings: types, groups, partners, statuses, years, topics, and all
//! projects; split into pages if they are long.

use tera::Value;

use crate::base::key::{Key, KeyHasher};
use crate::base::url::Url;
use crate::catalogue::ProjectId;
use crate::config::LangId;
use crate::schema::pages::{BuiltIn, PAGE};
use crate::schema::words::STATUS;
use crate::site::context::Context;
use crate::site::edition::{Edition, ListOf};
use crate::site::table::{self, Format};
use crate::site::view::lists::{Listing, PageNumber};
use crate::site::view::page::{Crumb, Head};
use crate::site::view::{Term, Text, with};
use crate::site::{Page, Plan, Rendering, View, head, home, index};

/// Every listing that has entries.
pub fn all(edition: Edition) -> Vec<ListOf> {
    let config = edition.config();
    let mut lists = vec![ListOf::All];
    lists.extend((0..config.types.len()).map(ListOf::Type));
    lists.extend((0..config.groups.len()).map(ListOf::Group));
    lists.extend((0..edition.catalogue.organisations.all.len()).map(ListOf::Partner));
    lists.extend((0..STATUS.len()).map(ListOf::Status));
    lists.extend((0..config.topics.len()).map(ListOf::Topic));
    lists.extend(edition.places());
    lists.extend(edition.sectors());
    lists.extend(edition.years());
    lists.retain(|of| !edition.list(*of).is_empty());
    lists
}

/// Adds the pages of every listing.
pub fn pages(plan: &Plan, lang: LangId, push: &mut impl FnMut(Url, View, &[Key])) {
    let edition = plan.edition(lang);
    for of in all(edition) {
        let list = edition.list(of);
        let size = edition.config().page_size;
        let counts = Key::join([parts_key(edition, of), number_key(list.len())]);
        for format in Format::ALL.into_iter().filter(|_| edition.config().project_data) {
            push(table::url(edition, of, format), View::Table(lang, of, format), &[table::key(plan, lang, of)]);
        }
        for (at, items) in list.chunks(size).enumerate() {
            let cards = Key::join(items.iter().map(|id| plan.card_key(lang, *id)));
            // The first page of all projects has the ways to every other listing.
            let ways = if of == ListOf::All && at == 0 { plan.order_key(lang) } else { Key::default() };
            push(page_url(edition, of, at + 1), View::Listing(lang, of, at + 1), &[cards, counts, ways]);
        }
    }
    if !edition.list(ListOf::All).is_empty() {
        let key = plan.order_key(lang);
        push(index::url(edition), View::Index(lang), &[key]);
        push(index::words_url(edition), View::Words(lang), &[key]);
    }
}

/// The content key of a number.
pub fn number_key(number: usize) -> Key {
    Key::of(&(number as u64).to_le_bytes())
}

fn parts_key(edition: Edition, of: ListOf) -> Key {
    let mut hash = KeyHasher::default();
    for part in parts(edition, of) {
        hash.bytes(&part.id);
        hash.number(part.count.unwrap_or_default() as u64);
    }
    hash.finish()
}

/// The narrower listings below a listing: a type's groups, a group's partners.
fn parts(edition: Edition, of: ListOf) -> Vec<Term> {
    let config = edition.config();
    match of {
        ListOf::Type(at) => edition.with_entries(config.types[at].groups.iter().copied().map(ListOf::Group)),
        ListOf::Group(at) => {
            let members =
                edition.catalogue.organisations.all.iter().enumerate().filter(|(_, org)| org.group == Some(at));
            edition.with_entries(members.map(|(id, _)| ListOf::Partner(id)))
        }
        _ => vec![],
    }
}

fn page_url(edition: Edition, of: ListOf, number: usize) -> Url {
    let first = edition.list_url(of);
    if number == 1 { first } else { first.below(PAGE).below(&number.to_string()) }
}

/// A page of a listing; that of a partner has its own template.
pub fn listing(plan: &Plan, page: &Page, lang: LangId, of: ListOf, number: usize) -> Rendering {
    let edition = plan.edition(lang);
    let term = edition.counted(of);
    let year = || Text { text: term.id.clone(), lang: edition.tag().to_string() };
    let head = Head {
        title: term.name.clone().or_else(|| matches!(of, ListOf::Year(_)).then(year)),
        breadcrumb: breadcrumb(edition, of),
        menu: menu_of(of),
        ..head::everywhere(edition, page, of.kind(), |edition| page_url(edition, of, number))
    };
    let context = Context::new(plan, lang, &head).with_shared("list", list_value(plan, lang, of, number, term));
    let ways = if of == ListOf::All && number == 1 { home::every_facet(edition) } else { vec![] };
    let context = context.with("facets", ways);
    let ListOf::Partner(id) = of else { return context.page("listing.html") };
    let parent = plan.catalogue.organisations.all[id].parent;
    context
        .with("partner", edition.organisation(id))
        .with("parent", parent.map(|parent| edition.organisation(parent)))
        .page("partner.html")
}

fn list_value(plan: &Plan, lang: LangId, of: ListOf, number: usize, term: Term) -> Value {
    let edition = plan.edition(lang);
    let all = edition.list(of);
    let pages = all.len().div_ceil(edition.config().page_size);
    let near = |number: usize| edition.href(&page_url(edition, of, number));
    let has_data = edition.config().project_data;
    let table = |format| has_data.then(|| edition.href(&table::url(edition, of, format)));
    let list = Listing {
        term: (of != ListOf::All).then_some(term),
        count: all.len(),
        number,
        pages,
        previous: (number > 1).then(|| near(number - 1)),
        next: (number < pages).then(|| near(number + 1)),
        parts: parts(edition, of),
        numbers: numbers(number, pages).map(|number| PageNumber { number, url: near(number) }).collect(),
        index: edition.href(&index::url(edition)),
        words: edition.href(&index::words_url(edition)),
        csv: table(Format::Csv),
        json: table(Format::Json),
    };
    let items: &[ProjectId] = all.chunks(edition.config().page_size).nth(number - 1).unwrap_or(&[]);
    with(Value::from_serializable(&list), [("items", plan.cards(lang, items))])
}

/// The numbers of the pages that one can go to from a page: the first, the
/// last, and those around it.
fn numbers(number: usize, pages: usize) -> impl Iterator<Item = usize> {
    (1..=pages).filter(move |other| *other == 1 || *other == pages || other.abs_diff(number) <= 2)
}

fn breadcrumb(edition: Edition, of: ListOf) -> Vec<Crumb> {
    let config = edition.config();
    let home = head::home_crumb(edition);
    let partners = || head::built_in_crumb(edition, BuiltIn::Partners);
    match of {
        ListOf::Group(at) => vec![home, head::list_crumb(edition, ListOf::Type(config.groups[at].of))],
        ListOf::Partner(_) => vec![home, partners()],
        _ => vec![home],
    }
}

fn menu_of(of: ListOf) -> Option<String> {
    match of {
        ListOf::All => Some(BuiltIn::Projects.id().to_owned()),
        ListOf::Partner(_) => Some(BuiltIn::Partners.id().to_owned()),
        _ => None,
    }
}
