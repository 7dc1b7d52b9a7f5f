//! Sorting and listings: projects are sorted once per language, then
//! distributed to the listings in one stable pass.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::date::PartialDate;
use crate::catalogue::course::Standing;
use crate::catalogue::organisation::{OrgId, Organisations};
use crate::catalogue::project::Project;
use crate::catalogue::{Doc, ProjectId};
use crate::config::{Config, LangId};
use crate::schema::fields::project as at;
use crate::schema::words::STATUS;

/// The listings of projects, each in the site's sort order.
#[derive(Default)]
pub struct Lists {
    /// All projects.
    pub all: Vec<ProjectId>,
    /// By index of the type.
    pub types: Vec<Vec<ProjectId>>,
    /// By index of the group.
    pub groups: Vec<Vec<ProjectId>>,
    /// By index of the partner; a project is listed under each of its partners.
    pub partners: Vec<Vec<ProjectId>>,
    /// By index of the status in the vocabulary.
    pub statuses: Vec<Vec<ProjectId>>,
    /// By index of the topic.
    pub topics: Vec<Vec<ProjectId>>,
    /// By code of a place, in the order of the codes.
    pub places: Vec<(String, Vec<ProjectId>)>,
    /// By code of a sector, in the order of the codes.
    pub sectors: Vec<(String, Vec<ProjectId>)>,
    /// By year of a stated date, and each year in which a project runs; latest
    /// first.
    pub years: BTreeMap<Reverse<i16>, Vec<ProjectId>>,
    /// Projects with a date of change, latest first.
    pub updated: Vec<ProjectId>,
}

/// The sort key shared by all languages: weight ascending (none last), then
/// what has begun before what is planned and what is under review, then the latest date of what happened
/// descending (undated last).
type Rank = (i64, Standing, Reverse<Option<Date>>);

/// The listings of each language.
pub fn lists(config: &Config, organisations: &Organisations, projects: &[Project]) -> Vec<Lists> {
    let rank = |project: &Project| {
        let date = project.last_event().map(PartialDate::earliest);
        (project.weight.unwrap_or(i64::MAX), project.standing(), Reverse(date))
    };
    let mut ranked: Vec<(Rank, ProjectId)> = projects.iter().map(rank).zip(0..).collect();
    ranked.sort_unstable();
    config.langs().into_par_iter().map(|lang| of_lang(config, organisations, projects, &ranked, lang)).collect()
}

fn of_lang(
    config: &Config,
    organisations: &Organisations,
    projects: &[Project],
    ranked: &[(Rank, ProjectId)],
    lang: LangId,
) -> Lists {
    let all = sorted(config, projects, ranked, lang);
    let (mut places, mut sectors) = (BTreeMap::new(), BTreeMap::new());
    for id in &all {
        let facts = &projects[*id].facts;
        facts.list(at::PLACES).iter().for_each(|place| list_once(&mut places, place, *id));
        facts.get(at::SECTOR).into_iter().for_each(|sector| list_once(&mut sectors, sector, *id));
    }
    let mut lists = Lists {
        places: places.into_iter().collect(),
        sectors: sectors.into_iter().collect(),
        types: vec![vec![]; config.types.len()],
        groups: vec![vec![]; config.groups.len()],
        partners: vec![vec![]; organisations.all.len()],
        statuses: vec![vec![]; STATUS.len()],
        topics: vec![vec![]; config.topics.len()],
        ..Lists::default()
    };
    for id in &all {
        lists.deal(*id, &projects[*id]);
    }
    lists.updated = all.iter().copied().filter(|id| projects[*id].updated.is_some()).collect();
    lists.updated.sort_by_key(|id| Reverse(projects[*id].updated));
    lists.all = all;
    lists
}

impl Lists {
    fn deal(&mut self, id: ProjectId, project: &Project) {
        self.types[project.r#type].push(id);
        project.group.into_iter().for_each(|group| self.groups[group].push(id));
        project.partners.iter().for_each(|partner: &OrgId| self.partners[*partner].push(id));
        project.topics.iter().for_each(|topic| self.topics[*topic].push(id));
        let status = project.status.and_then(|status| STATUS.iter().position(|word| word.id == status));
        status.into_iter().for_each(|status| self.statuses[status].push(id));
        for year in project.years() {
            self.years.entry(Reverse(year)).or_default().push(id);
        }
    }
}

/// Adds a project to the list of a code, once even if it repeats it.
fn list_once(lists: &mut BTreeMap<String, Vec<ProjectId>>, code: &str, id: ProjectId) {
    let list = lists.entry(code.to_owned()).or_default();
    if list.last() != Some(&id) {
        list.push(id);
    }
}

/// Sorts by rank, then by title in the locale's collation, then by id.
fn sorted(config: &Config, projects: &[Project], ranked: &[(Rank, ProjectId)], lang: LangId) -> Vec<ProjectId> {
    let mut all = Vec::with_capacity(ranked.len());
    for equal in ranked.chunk_by(|one, other| one.0 == other.0) {
        let mut titled: Vec<(Cow<[u8]>, ProjectId)> = vec![];
        if let [(_, only)] = equal {
            all.push(*only);
            continue;
        }
        titled.extend(equal.iter().map(|(_, id)| (collation(config, &projects[*id], lang), *id)));
        titled.sort_unstable();
        all.extend(titled.into_iter().map(|(_, id)| id));
    }
    all
}

/// The collation key of the title for the language's locale.
fn collation<'a>(config: &Config, project: &'a Project, lang: LangId) -> Cow<'a, [u8]> {
    let default = || project.docs[config.default].as_ref();
    let doc = project.docs[lang].as_ref().or_else(default).or_else(|| project.docs.iter().flatten().next());
    let Some(own) = doc.map(Doc::write_up) else { return Cow::Borrowed(&[]) };
    let locale = config.locale(lang);
    let made = || (locale.tag().to_owned(), locale.sort_key(&own.title));
    let (tag, key) = own.collation.get_or_init(made);
    if tag == locale.tag() { Cow::Borrowed(key) } else { Cow::Owned(locale.sort_key(&own.title).into()) }
}
