//! Projects: their files joined, their ids resolved, their facts checked.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Span as Duration, ToSpan};
use rayon::prelude::*;

use crate::base::code::Code;
use crate::base::date::PartialDate;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Hint, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::path::{RelPath, fold};
use crate::catalogue::facts::{DateKey, Dates, Facts, Files};
use crate::catalogue::identity::{Family, exists};
use crate::catalogue::organisation::{OrgId, Organisations, find_group, unknown_group, unknown_term};
use crate::catalogue::schedule::{Announcer, Withheld};
use crate::catalogue::{Doc, Mode, ProjectId};
use crate::catalogue::{contact, time};
use crate::config::{Config, Term};
use crate::parse::write_up::Section;
use crate::schema::check::example;
use crate::schema::fields::{self, dates, funding, party, project as at};
use crate::schema::kind::{Kind, List, Text};
use crate::schema::near::nearest_name;
use crate::schema::record::{FieldOf, Record, Table};
use crate::source::Tree;

/// A project that has a published write-up.
pub struct Project {
    /// Its id.
    pub id: Arc<str>,
    /// Its published write-ups, by language.
    pub docs: Vec<Option<Doc>>,
    /// What its files state.
    pub facts: Facts,
    /// The position of its type in [`Config::types`].
    pub r#type: usize,
    /// The position of its group in [`Config::groups`].
    pub group: Option<usize>,
    /// Its partners, the leading one first.
    pub partners: Vec<OrgId>,
    /// Its topics' positions in [`Config::topics`].
    pub topics: Vec<usize>,
    /// Its audiences' positions in [`Config::audience`].
    pub audience: Vec<usize>,
    /// Projects that it names as related.
    pub related: Vec<ProjectId>,
    /// A word of `status`.
    pub status: Option<&'static str>,
    /// A word of `kind`.
    pub kind: &'static str,
    /// Smaller first; none last.
    pub weight: Option<i64>,
    /// The latest of its dates, for ordering.
    pub latest: Option<PartialDate>,
    /// When it was changed.
    pub updated: Option<Date>,
    /// The key of its addresses: which languages it is in, and where.
    pub translations: Key,
}

/// Write-ups that have no place on the site because of a mistake, which is
/// reported, and whose texts are checked all the same.
pub struct Unplaced {
    /// The write-ups.
    pub docs: Vec<Doc>,
    /// What they state.
    pub facts: Facts,
}

impl Project {
    /// Its dates.
    pub fn dates(&self) -> &Dates {
        &self.facts.dates
    }
}

/// Makes projects of families, and adds to what is withheld.
pub fn projects(
    families: Vec<Family>,
    config: &Config,
    mode: Mode,
    organisations: &Organisations,
    withheld: &mut Withheld,
    diagnostics: &mut Diagnostics,
) -> (Vec<Project>, Vec<Unplaced>) {
    let families = families.into_par_iter().with_min_len(AT_ONCE).filter(|family| !family.orphan);
    let made: Vec<Made> = families.map(|family| make(family, config, mode, organisations)).collect();
    let mut projects = Vec::with_capacity(made.len());
    let mut unplaced = vec![];
    for one in made {
        diagnostics.extend(one.diagnostics);
        withheld.count += one.withheld.count;
        withheld.whole.extend(one.withheld.whole);
        projects.extend(one.project);
        unplaced.extend(one.unplaced);
    }
    (projects, unplaced)
}

/// So many families at least are worth a thread.
const AT_ONCE: usize = 256;

/// What becomes of a family.
struct Made {
    project: Option<Project>,
    unplaced: Vec<Unplaced>,
    withheld: Withheld,
    diagnostics: Diagnostics,
}

fn make(family: Family, config: &Config, mode: Mode, organisations: &Organisations) -> Made {
    let mut diagnostics = Diagnostics::default();
    let mut announcer = Announcer::new(config, mode, &mut diagnostics);
    let docs = announcer.published(&family);
    let withheld = announcer.withheld;
    let others: Vec<Doc> = family.others.iter().cloned().map(Doc::new).collect();
    let facts = Facts::join(family.docs.into_iter().flatten().chain(family.others).collect(), &mut diagnostics);
    let mut resolver = Resolver { config, organisations, facts: &facts, diagnostics: &mut diagnostics };
    let resolved = resolver.resolve();
    if docs.iter().any(Option::is_some) {
        diagnostics.extend(time::contradictions(&facts, config.options.today));
        diagnostics.extend(contact::check(&facts, config));
    }
    let place = resolved.place.filter(|_| docs.iter().any(Option::is_some));
    let Some(place) = place else {
        let docs = docs.into_iter().flatten().chain(others).collect();
        return Made { project: None, unplaced: vec![Unplaced { docs, facts }], withheld, diagnostics };
    };
    let mut unplaced = vec![];
    if !others.is_empty() {
        unplaced.push(Unplaced { docs: others, facts: Facts::join(Files::new(), &mut diagnostics) });
    }
    let project = placed(family.id, docs, facts, place, resolved);
    Made { project: Some(project), unplaced, withheld, diagnostics }
}

fn placed(
    id: Arc<str>,
    docs: Vec<Option<Doc>>,
    facts: Facts,
    (r#type, group): (usize, Option<usize>),
    resolved: Resolved,
) -> Project {
    Project {
        id,
        translations: translations_key(&docs),
        docs,
        r#type,
        group,
        partners: resolved.partners,
        topics: resolved.topics,
        audience: resolved.audience,
        related: vec![],
        status: facts.get(at::STATUS),
        kind: facts.get(at::KIND).unwrap_or("project"),
        weight: facts.get(at::WEIGHT),
        latest: facts.dates.latest(),
        updated: facts.get(at::UPDATED).map(PartialDate::earliest),
        facts,
    }
}

/// The key of the addresses of a thing in its languages: a switch shows them.
pub fn translations_key(docs: &[Option<Doc>]) -> Key {
    let mut hash = KeyHasher::default();
    for doc in docs {
        hash.bytes(doc.as_ref().map_or("", |doc| doc.url.as_str()));
    }
    hash.finish()
}

struct Resolver<'a> {
    config: &'a Config,
    organisations: &'a Organisations,
    facts: &'a Facts,
    diagnostics: &'a mut Diagnostics,
}

struct Resolved {
    place: Option<(usize, Option<usize>)>,
    partners: Vec<OrgId>,
    topics: Vec<usize>,
    audience: Vec<usize>,
}

impl<'a> Resolver<'a> {
    fn resolve(&mut self) -> Resolved {
        let types: Vec<String> = self.config.types.iter().map(|r#type| r#type.term.id.clone()).collect();
        self.require(at::TYPE, Some(types).filter(|types| !types.is_empty()).map(Hint::OneOf));
        self.require(at::PARTNERS, None);
        let partners = self.partners();
        let r#type = self.r#type();
        let group = self.group(r#type, partners.first().copied());
        let doubt = self.config.doubt;
        let topics = self.terms(at::TOPICS, &self.config.topics, doubt.topics);
        let audience = self.terms(at::AUDIENCE, &self.config.audience, doubt.audience);
        self.funding();
        self.parties();
        self.order_of_dates(dates::START, dates::END);
        self.order_of_dates(dates::PLANNED_START, dates::PLANNED_END);
        self.status_is_fresh();
        Resolved { place: r#type.map(|r#type| (r#type, group)), partners, topics, audience }
    }

    fn require<V: Kind>(&mut self, key: FieldOf<fields::Project, V>, hint: Option<Hint>) {
        let facts = self.facts;
        if facts.stated(key).is_some() || facts.is_doubtful(key) {
            return;
        }
        let Some(first) = facts.first() else { return };
        let place = Diagnostic::at(Code::MissingKey, &first.path, first.front).arg("key", key.name());
        self.diagnostics.push(place.hint(hint.unwrap_or_else(|| example(key.field()))));
    }

    fn partners(&mut self) -> Vec<OrgId> {
        let facts = self.facts;
        let Some(stated) = facts.stated(at::PARTNERS) else { return vec![] };
        let mut partners = vec![];
        for (id, span) in stated.value.with_spans() {
            match self.organisations.find(id) {
                Some(found) if partners.contains(&found) => {}
                Some(found) => partners.push(found),
                None => self.unknown_partner(&stated.file.path, id, span),
            }
        }
        partners
    }

    fn unknown_partner(&mut self, path: &RelPath, id: &str, span: Span) {
        let place = Diagnostic::at(Code::UnknownPartner, path, span);
        self.diagnostics.extend(self.organisations.unknown(place, id));
    }

    fn r#type(&mut self) -> Option<usize> {
        let stated = self.facts.stated(at::TYPE)?;
        let id = stated.value;
        let found = self.config.types.iter().position(|r#type| r#type.term.id == id);
        if found.is_none() && !self.config.doubt.types {
            let terms = self.config.types.iter().map(|r#type| &r#type.term);
            self.diagnostics.push(unknown_term(stated.diagnostic(Code::UnknownType), terms, id));
        }
        found
    }

    /// The stated group; else the leading partner's, if that belongs to the type.
    fn group(&mut self, r#type: Option<usize>, leader: Option<OrgId>) -> Option<usize> {
        let of_type = |group: usize| r#type.is_none_or(|r#type| self.config.groups[group].of == r#type);
        let Some(stated) = self.facts.stated(at::GROUP) else {
            let group = leader.and_then(|leader| self.organisations.all[leader].group);
            return group.filter(|group| of_type(*group));
        };
        let id = stated.value;
        let Some(found) = find_group(self.config, id) else {
            self.diagnostics.extend(unknown_group(self.config, stated.diagnostic(Code::UnknownGroup), id));
            return None;
        };
        if of_type(found) {
            return Some(found);
        }
        let own = &self.config.types[self.config.groups[found].of].term.id;
        let wanted = r#type.map_or("", |r#type| &self.config.types[r#type].term.id);
        let place = stated.diagnostic(Code::GroupOfOtherType);
        self.diagnostics.push(place.arg("group", id).arg("type", wanted).arg("own", own.as_str()));
        None
    }

    fn terms(&mut self, key: FieldOf<fields::Project, List<Text>>, declared: &[Term], doubtful: bool) -> Vec<usize> {
        let facts = self.facts;
        let Some(stated) = facts.stated(key) else { return vec![] };
        let mut found = vec![];
        for (id, span) in stated.value.with_spans() {
            match declared.iter().position(|term| term.id == id) {
                Some(term) if found.contains(&term) => {}
                Some(term) => found.push(term),
                None if doubtful => {}
                None => {
                    let place = Diagnostic::at(Code::UnknownTopic, &stated.file.path, span).arg("key", key.name());
                    self.diagnostics.push(unknown_term(place, declared.iter(), id));
                }
            }
        }
        found
    }

    fn funding(&mut self) {
        let facts = self.facts;
        let Some(stated) = facts.stated(at::FUNDING) else { return };
        for (record, span) in stated.value.with_spans() {
            self.known(&stated.file.path, record, funding::FUNDER);
            self.amount(&stated.file.path, record, span);
        }
    }

    fn amount(&mut self, path: &RelPath, record: Record<fields::Funding>, span: Span) {
        let has_unit = record.has(funding::CURRENCY)
            || record.is_doubtful(funding::CURRENCY)
            || record.has(funding::UNIT)
            || record.is_doubtful(funding::UNIT);
        let amount = record.get(funding::AMOUNT);
        let code = match (amount, has_unit) {
            (Some(_), false) => Code::MoneyWithoutUnit,
            (None, true) if !record.is_doubtful(funding::AMOUNT) => Code::AmountMissing,
            _ => return,
        };
        let mut place = Diagnostic::at(code, path, span);
        place.args.extend(amount.map(|amount| ("amount", Arg::Text(amount.to_string()))));
        self.diagnostics.push(place);
    }

    fn parties(&mut self) {
        let facts = self.facts;
        let Some(stated) = facts.stated(at::PARTIES) else { return };
        for record in stated.value.iter() {
            self.known(&stated.file.path, record, party::ORG);
        }
    }

    /// Reports an id of an organisation that nobody declared.
    fn known<T: Table>(&mut self, path: &RelPath, record: Record<T>, key: FieldOf<T, Text>) {
        if let Some((id, span)) = record.get(key).zip(record.span(key))
            && self.organisations.find(id).is_none()
        {
            self.unknown_partner(path, id, span);
        }
    }

    fn order_of_dates(&mut self, first: DateKey, last: DateKey) {
        let dates = self.facts.dates;
        let Some((start, end)) = dates.get(first).zip(dates.get(last)) else { return };
        if start.earliest() <= end.latest() {
            return;
        }
        let Some(((path, span), (other, other_span))) = self.facts.date_place(last).zip(self.facts.date_place(first))
        else {
            return;
        };
        let place = Diagnostic::at(Code::EndBeforeStart, path, span).related(other, other_span);
        let day = |date: PartialDate| Arg::Date(date.to_string());
        self.diagnostics.push(Diagnostic { args: vec![("start", day(start)), ("end", day(end))], ..place });
    }

    /// A status that can still change is doubtful after a year.
    fn status_is_fresh(&mut self) {
        let Some((status, stated)) = self.facts.get(at::STATUS).zip(self.facts.stated(at::STATUS_DATE)) else {
            return;
        };
        let date = stated.value;
        let year: Duration = 1.year();
        let old = date.latest().checked_add(year).is_ok_and(|limit| limit < self.config.options.today);
        if old && matches!(status, "under-review" | "signed" | "launched" | "ongoing" | "suspended") {
            let place = stated.diagnostic(Code::StatusOld).arg("status", status);
            self.diagnostics.push(place.arg("date", date.to_string()));
        }
    }
}

/// Resolves `related:` once every project is known; those that are not
/// published are left out in silence.
pub fn relate(tree: &Tree, projects: &mut [Project], diagnostics: &mut Diagnostics) {
    let mut resolved: Vec<(ProjectId, Vec<ProjectId>)> = vec![];
    for (own, project) in projects.iter().enumerate() {
        let Some(stated) = project.facts.stated(at::RELATED) else { continue };
        let mut related = vec![];
        for (id, span) in stated.value.with_spans() {
            let folded = fold(id);
            match projects.binary_search_by(|other| (*other.id).cmp(&folded)) {
                Ok(found) if found != own => related.push(found),
                Ok(_) => {}
                Err(_) if exists(tree, Section::Projects, &folded) => {}
                Err(_) => {
                    let near = nearest_name(id, projects.iter().map(|other| &*other.id)).map(str::to_owned);
                    let place = Diagnostic::at(Code::UnknownRelated, &stated.file.path, span);
                    diagnostics.push(place.arg("id", id).did_you_mean(near));
                }
            }
        }
        resolved.push((own, related));
    }
    for (own, related) in resolved {
        projects[own].related = related;
    }
}
