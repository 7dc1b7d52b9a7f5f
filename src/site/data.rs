//! The data file of a project: `/data/projects/<id>.json`, one file for all
//! languages. Facts that are not stated are left out; texts are grouped by
//! language; ids are those of site.yaml and partners.yaml; dates are ISO 8601,
//! at the precision at which they were stated.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::base::key::{Key, KeyHasher};
use crate::base::localized::Localized;
use crate::base::url::Url;
use crate::catalogue::ProjectId;
use crate::config::Term;
use crate::schema::fields::{self, funding, partner, party, project as at};
use crate::schema::record::Record;
use crate::site::Plan;
use crate::site::edition::Edition;

/// A text in each language that has it.
type Texts = BTreeMap<String, String>;

#[derive(Serialize)]
struct Project<'a> {
    id: &'a str,
    kind: &'a str,
    r#type: Type,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<Named>,
    partners: Vec<Organisation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_date: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    dates: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    funding: Vec<Funding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parties: Vec<Party>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    topics: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    audience: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sdg: Vec<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instruments: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    /// By language; only those that the project is written in.
    pages: BTreeMap<String, Words>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'a str>,
}

/// Something with an id and a name.
#[derive(Serialize)]
struct Named {
    id: String,
    name: Texts,
}

/// A type of cooperation.
#[derive(Serialize)]
struct Type {
    #[serde(flatten)]
    term: Named,
    /// A code of IATI's codelist CollaborationType (2.03).
    #[serde(skip_serializing_if = "Option::is_none")]
    iati_collaboration: Option<i64>,
}

/// An organisation.
#[derive(Serialize)]
struct Organisation {
    #[serde(flatten)]
    named: Named,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    acronym: Texts,
    /// ISO 3166-1: `CH`.
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    /// Its IATI identifier: `XM-DAC-41114`.
    #[serde(skip_serializing_if = "Option::is_none")]
    iati_ref: Option<String>,
}

#[derive(Serialize)]
struct Funding {
    #[serde(skip_serializing_if = "Option::is_none")]
    funder: Option<Organisation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unit: Texts,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    approximate: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    note: Texts,
}

#[derive(Serialize)]
struct Party {
    org: Organisation,
    role: String,
}

/// The texts in one language.
#[derive(Serialize)]
struct Words {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    url: String,
}

/// The address of the data file.
pub fn url(edition: Edition, id: ProjectId) -> Url {
    let mut docs = edition.catalogue.projects[id].docs.iter().flatten();
    docs.next().map_or_else(Url::root, |doc| doc.write_up().data.clone())
}

/// The content key of everything in it, besides site.yaml and partners.yaml.
pub fn key(plan: &Plan, id: ProjectId) -> Key {
    let project = &plan.catalogue.projects[id];
    let mut hash = KeyHasher::default();
    hash.bytes(&*project.id);
    hash.key(project.facts.key);
    hash.key(project.translations);
    project.docs.iter().for_each(|doc| hash.key(doc.as_ref().map_or(Key::default(), |doc| doc.card)));
    hash.finish()
}

/// The project as JSON.
pub fn json(plan: &Plan, id: ProjectId) -> Vec<u8> {
    // Serialising structs of texts and numbers to JSON cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&project(plan, id)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn project(plan: &Plan, id: ProjectId) -> Project<'_> {
    let (own, config) = (&plan.catalogue.projects[id], &plan.catalogue.config);
    let edition = plan.edition(config.default);
    let facts = &own.facts;
    let term = |term: &Term| Named { id: term.id.clone(), name: texts(Some(&term.name)) };
    let r#type = &config.types[own.r#type];
    let dates = own.dates().stated().map(|(kind, date)| (kind.name(), date.to_string()));
    Project {
        id: &own.id,
        kind: own.kind,
        r#type: Type { term: term(&r#type.term), iati_collaboration: r#type.iati_collaboration },
        group: own.group.map(|group| term(&config.groups[group].term)),
        partners: own.partners.iter().map(|partner| organisation(edition, *partner)).collect(),
        status: own.status,
        status_date: facts.get(at::STATUS_DATE).map(|date| date.to_string()),
        dates: dates.collect(),
        funding: facts.list(at::FUNDING).iter().map(|record| money(edition, record)).collect(),
        parties: facts.list(at::PARTIES).iter().filter_map(|record| one_party(edition, record)).collect(),
        topics: own.topics.iter().map(|topic| term(&config.topics[*topic])).collect(),
        audience: own.audience.iter().map(|audience| term(&config.audience[*audience])).collect(),
        sdg: facts.list(at::SDG).iter().collect(),
        sector: facts.get(at::SECTOR),
        places: facts.list(at::PLACES).iter().collect(),
        instruments: facts.list(at::INSTRUMENTS).iter().collect(),
        updated: own.updated.map(|date| date.to_string()),
        pages: config.langs().filter_map(|lang| words(plan.edition(lang), id)).collect(),
        license: config.license.as_deref(),
    }
}

fn words(edition: Edition, id: ProjectId) -> Option<(String, Words)> {
    let doc = edition.catalogue.projects[id].docs[edition.lang].as_ref()?;
    let own = doc.write_up();
    let url = doc.url.absolute(&edition.config().base_url);
    Some((edition.tag().to_string(), Words { title: own.title.clone(), summary: own.summary.clone(), url }))
}

fn organisation(edition: Edition, id: usize) -> Organisation {
    let organisation = &edition.catalogue.organisations.all[id];
    let record = organisation.record();
    Organisation {
        named: Named { id: organisation.id.clone(), name: texts(record.get(partner::NAME)) },
        acronym: texts(record.get(partner::ACRONYM)),
        country: record.get(partner::COUNTRY).map(str::to_owned),
        iati_ref: record.get(partner::IATI_REF).map(str::to_owned),
    }
}

fn money(edition: Edition, record: Record<fields::Funding>) -> Funding {
    let funder = record.get(funding::FUNDER).and_then(|id| edition.catalogue.organisations.find(id));
    Funding {
        funder: funder.map(|id| organisation(edition, id)),
        amount: record.get(funding::AMOUNT).map(exact),
        currency: record.get(funding::CURRENCY).map(str::to_owned),
        unit: texts(record.get(funding::UNIT)),
        stage: record.get(funding::STAGE).map(str::to_owned),
        date: record.get(funding::DATE).map(|date| date.to_string()),
        approximate: record.is_true(funding::APPROXIMATE),
        note: texts(record.get(funding::NOTE)),
    }
}

fn one_party(edition: Edition, record: Record<fields::Party>) -> Option<Party> {
    let id = edition.catalogue.organisations.find(record.get(party::ORG)?)?;
    Some(Party { org: organisation(edition, id), role: record.get(party::ROLE)?.to_owned() })
}

/// `"3000000"`: as text, since most programs make a binary fraction of a number,
/// which no amount of money may become.
fn exact(amount: Decimal) -> String {
    amount.normalize().to_string()
}

fn texts(texts: Option<&Localized<String>>) -> Texts {
    texts.into_iter().flat_map(Localized::iter).map(|(lang, text)| (lang.to_string(), text.clone())).collect()
}
