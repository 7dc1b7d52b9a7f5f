//! What lists and pages show of a project.

use tera::Value;

use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;
use crate::catalogue::ProjectId;
use crate::catalogue::facts::Stated;
use crate::catalogue::links::Use;
use crate::catalogue::project::Project;
use crate::config::LangId;
use crate::schema::fields::{contact, correction, funding, image, party, resource, write_up as at};
use crate::schema::words::STATUS;
use crate::schema::{self, Item, Record};
use crate::site::Plan;
use crate::site::assets;
use crate::site::data;
use crate::site::names::{ListOf, Names};
use crate::site::pictures;
use crate::site::view::{
    Card, Contact, Correction, Dates, Details, Money, Party, Picture, Resource, SocialImage, Text,
};
use crate::source::find_asset;

/// The key of a project's card: its words in this language (or the
/// original's), its facts, and where it leads.
pub fn card_key(names: Names, project: &Project) -> Key {
    let mut hash = KeyHasher::default();
    if let Some((lang, doc)) = names.doc(&project.docs) {
        hash.number(lang as u64);
        hash.key(doc.card);
    }
    hash.bytes(&*project.id);
    hash.key(project.facts.key);
    hash.finish()
}

/// A project as lists show it.
pub fn card(plan: &Plan, lang: LangId, id: ProjectId) -> Option<Card> {
    let names = plan.names(lang);
    let project = &names.catalogue.projects[id];
    let (lang, doc) = names.doc(&project.docs)?;
    let own = doc.write_up();
    let tag = names.config().languages[lang].lang.to_string();
    let text = |text: &str| Text { text: text.to_owned(), lang: tag.clone() };
    let status = project.status.and_then(|status| STATUS.iter().position(|word| word.id == status));
    Some(Card {
        id: project.id.to_string(),
        url: names.href(&names.project(id)),
        title: text(&own.title),
        summary: own.summary.as_deref().map(text),
        foreign: (lang != names.lang).then(|| names.language(lang)),
        kind: project.kind.to_owned(),
        status: plan.term(names.lang, status.map(ListOf::Status)),
        status_date: date(project, at::STATUS_DATE),
        r#type: plan.term(names.lang, Some(ListOf::Type(project.r#type))),
        group: plan.term(names.lang, project.group.map(ListOf::Group)),
        partners: project.partners.iter().map(|partner| plan.organisation(names.lang, *partner)).collect(),
        dates: dates(project),
        date: project.latest.map(|date| date.to_string()),
        years: years(project),
        funding: money(plan, names, project),
        topics: project.topics.iter().map(|topic| plan.term(names.lang, Some(ListOf::Topic(*topic)))).collect(),
        updated: project.updated.map(|date| date.to_string()),
    })
}

fn date(project: &Project, position: usize) -> Option<String> {
    Some(project.facts.record(position)?.date(position)?.to_string())
}

fn dates(project: &Project) -> Dates {
    let [signed, launched, start, end, planned_start, planned_end] =
        project.dates().0.map(|date| date.map(|date| date.to_string()));
    Dates { signed, launched, start, end, planned_start, planned_end }
}

fn years(project: &Project) -> Vec<String> {
    let mut years: Vec<i16> = project.dates().stated().map(|(_, date)| date.year()).collect();
    years.sort_unstable();
    years.dedup();
    years.iter().map(i16::to_string).collect()
}

fn money(plan: &Plan, names: Names, project: &Project) -> Vec<Value> {
    let records = project.facts.list(at::FUNDING).iter().filter_map(Item::as_record);
    records.filter_map(|record| one_amount(plan, names, record)).map(Money::into_value).collect()
}

fn one_amount(plan: &Plan, names: Names, record: &Record) -> Option<Money> {
    let funder = record.text(funding::FUNDER).and_then(|id| names.catalogue.organisations.find(id));
    let amount = record.amount(funding::AMOUNT).map(|amount| amount.normalize().to_string());
    if amount.is_none() && funder.is_none() {
        return None;
    }
    Some(Money {
        amount,
        currency: record.text(funding::CURRENCY).map(str::to_owned),
        unit: localized(names, record, funding::UNIT),
        funder: funder.map_or(Value::none(), |id| plan.organisation(names.lang, id)),
        stage: record.text(funding::STAGE).map(str::to_owned),
        date: record.date(funding::DATE).map(|date| date.to_string()),
        approximate: record.is_true(funding::APPROXIMATE),
        note: localized(names, record, funding::NOTE),
    })
}

fn localized(names: Names, record: &Record, position: usize) -> Option<Text> {
    record.localized(position).and_then(|texts| names.text(texts))
}

/// The rest of a project.
pub fn details(names: Names, id: ProjectId) -> Details {
    let project = &names.catalogue.projects[id];
    let facts = &project.facts;
    let texts = |position| facts.list(position).iter().filter_map(Item::as_text).map(str::to_owned).collect();
    let sdg = facts.list(at::SDG).iter().filter_map(|item| match item.value {
        schema::Value::Number(number) => u8::try_from(number).ok(),
        _ => None,
    });
    Details {
        data_url: names.config().project_data.then(|| names.href(&data::url(names, id))),
        parties: facts.list(at::PARTIES).iter().filter_map(|item| one_party(names, item.as_record()?)).collect(),
        audience: project.audience.iter().map(|audience| names.audience(*audience)).collect(),
        sdg: sdg.collect(),
        sector: facts.text(at::SECTOR).map(str::to_owned),
        places: texts(at::PLACES),
        instruments: texts(at::INSTRUMENTS),
        image: facts.stated(at::IMAGE).and_then(|stated| picture(names, stated)),
        documents: resources(names, project, at::DOCUMENTS),
        links: resources(names, project, at::LINKS),
        sources: resources(names, project, at::SOURCES),
        corrections: corrections(names, project),
        contact: facts
            .stated(at::CONTACT)
            .and_then(|stated| stated.item.as_record())
            .map(|record| one_contact(names, record)),
    }
}

fn one_party(names: Names, record: &Record) -> Option<Party> {
    let org = names.organisation_named(record.text(party::ORG)?)?;
    Some(Party { org, role: record.text(party::ROLE)?.to_owned() })
}

fn picture(names: Names, stated: Stated) -> Option<Picture> {
    let record = stated.item.as_record()?;
    let path = stated.file.path.join(record.text(image::SRC)?)?;
    let picture = pictures::picture(names, &path, Use::Lead)?;
    Some(Picture {
        alt: localized(names, record, image::ALT),
        credit: localized(names, record, image::CREDIT),
        ..picture
    })
}

/// The project's picture for networks, with its words.
pub fn social_image(names: Names, project: &Project) -> Option<SocialImage> {
    let stated = project.facts.stated(at::IMAGE)?;
    let record = stated.item.as_record()?;
    let path = stated.file.path.join(record.text(image::SRC)?)?;
    let own = pictures::social_image(names, &path)?;
    Some(SocialImage { alt: localized(names, record, image::ALT), ..own })
}

fn resources(names: Names, project: &Project, position: usize) -> Vec<Resource> {
    let Some(stated) = project.facts.stated(position) else { return vec![] };
    let records = stated.file.record.records(position);
    records.filter_map(|record| one_resource(names, &stated.file.path, record)).collect()
}

fn one_resource(names: Names, from: &RelPath, record: &Record) -> Option<Resource> {
    let path = record.text(resource::FILE).and_then(|file| from.join(file));
    let asset = path.as_ref().and_then(|path| find_asset(&names.catalogue.assets, path)).map(|(_, asset)| asset);
    let here = path.as_ref().and_then(|path| assets::href(names, path));
    let url = here.or_else(|| record.text(resource::URL).map(str::to_owned))?;
    Some(Resource {
        title: localized(names, record, resource::TITLE),
        lang: record.text(resource::LANG).map(str::to_owned),
        size: asset.map(|asset| asset.len),
        format: path
            .as_ref()
            .and_then(|path| asset.map_or_else(|| path.extension(), |own| assets::extension(path, own))),
        name: path.as_ref().map(|path| path.name().to_owned()),
        date: record.date(resource::DATE).map(|date| date.to_string()),
        url,
    })
}

fn corrections(names: Names, project: &Project) -> Vec<Correction> {
    let records = project.facts.list(at::CORRECTIONS).iter().filter_map(Item::as_record);
    let one = |record: &Record| {
        let date = record.date(correction::DATE).map(|date| date.to_string());
        localized(names, record, correction::TEXT).map(|text| Correction { date, text })
    };
    records.filter_map(one).collect()
}

fn one_contact(names: Names, record: &Record) -> Contact {
    let text = |position| record.text(position).map(str::to_owned);
    Contact {
        name: localized(names, record, contact::NAME),
        email: text(contact::EMAIL),
        phone: text(contact::PHONE),
        url: text(contact::URL),
    }
}

/// The key of the pictures and documents that a project's page shows: a file
/// can change where no word does.
pub fn files_key(names: Names, project: &Project) -> Key {
    let with_files = [at::IMAGE, at::DOCUMENTS, at::LINKS, at::SOURCES];
    if with_files.iter().all(|position| project.facts.stated(*position).is_none()) {
        return Key::default();
    }
    let mut hash = KeyHasher::default();
    let image = project.facts.stated(at::IMAGE).and_then(|stated| picture(names, stated));
    hash.bytes(image.map_or_else(String::new, |picture| picture.url));
    for position in [at::DOCUMENTS, at::LINKS, at::SOURCES] {
        resources(names, project, position).iter().for_each(|resource| hash.bytes(&resource.url));
    }
    hash.finish()
}
