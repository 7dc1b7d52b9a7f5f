//! The views of a project, for lists and for its own page.

use tera::Value;

use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;
use crate::catalogue::ProjectId;
use crate::catalogue::contact::dialled;
use crate::catalogue::facts::Stated;
use crate::catalogue::links::{LinkTarget, Use, page_at};
use crate::catalogue::project::Project;
use crate::config::LangId;
use crate::locale::phone::phone;
use crate::schema::fields::{self, contact, correction, dates as day, funding, image, party, project as at, resource};
use crate::schema::kind::{List, Texts};
use crate::schema::record::{FieldOf, Record, Table};
use crate::schema::words::STATUS;
use crate::site::Plan;
use crate::site::data;
use crate::site::edition::{Edition, ListOf};
use crate::site::head;
use crate::site::pictures;
use crate::site::view::page::SocialImage;
use crate::site::view::project::{Card, Contact, Correction, Dates, Details, Money, Party, Resource};
use crate::site::view::{Picture, Text};
use crate::source::find_asset;

/// The content key of a project's card: its words in this language (or the
/// original's), its facts, its picture, and the address that it links to.
pub fn card_key(edition: Edition, project: &Project) -> Key {
    let mut hash = KeyHasher::default();
    if let Some((lang, doc)) = edition.doc(&project.docs) {
        hash.number(lang as u64);
        hash.key(doc.card);
    }
    hash.bytes(&*project.id);
    hash.key(project.facts.key);
    hash.bytes(lead_picture(edition, project).map_or_else(String::new, |picture| picture.url));
    hash.finish()
}

/// A project as shown in lists.
pub fn card(plan: &Plan, lang: LangId, id: ProjectId) -> Option<Card> {
    let edition = plan.edition(lang);
    let project = &edition.catalogue.projects[id];
    let (lang, doc) = edition.doc(&project.docs)?;
    let own = doc.write_up();
    let tag = edition.config().languages[lang].lang.to_string();
    let text = |text: &str| Text { text: text.to_owned(), lang: tag.clone() };
    let status = project.status.and_then(|status| STATUS.iter().position(|word| word.id == status));
    Some(Card {
        id: project.id.to_string(),
        url: edition.href(&edition.project(id)),
        title: text(&own.title),
        summary: own.summary.as_deref().map(text),
        foreign: (lang != edition.lang).then(|| edition.language(lang)),
        kind: project.kind.to_owned(),
        status: plan.term(edition.lang, status.map(ListOf::Status)),
        status_date: project.facts.get(at::STATUS_DATE).map(|date| date.to_string()),
        r#type: plan.term(edition.lang, Some(ListOf::Type(project.r#type))),
        group: plan.term(edition.lang, project.group.map(ListOf::Group)),
        partners: project.partners.iter().map(|partner| plan.organisation(edition.lang, *partner)).collect(),
        dates: dates(project),
        date: project.latest.map(|date| date.to_string()),
        years: project.years().iter().map(i16::to_string).collect(),
        funding: money(plan, edition, project),
        topics: project.topics.iter().map(|topic| plan.term(edition.lang, Some(ListOf::Topic(*topic)))).collect(),
        updated: project.updated.map(|date| date.to_string()),
        image: lead_picture(edition, project),
    })
}

fn dates(project: &Project) -> Dates {
    let date = |kind| project.dates().get(kind).map(|date| date.to_string());
    Dates {
        signed: date(day::SIGNED),
        launched: date(day::LAUNCHED),
        start: date(day::START),
        end: date(day::END),
        planned_start: date(day::PLANNED_START),
        planned_end: date(day::PLANNED_END),
    }
}

fn money(plan: &Plan, edition: Edition, project: &Project) -> Vec<Value> {
    let records = project.facts.list(at::FUNDING).iter();
    records.filter_map(|record| one_amount(plan, edition, record)).map(Money::into_value).collect()
}

fn one_amount(plan: &Plan, edition: Edition, record: Record<fields::Funding>) -> Option<Money> {
    let funder = record.get(funding::FUNDER).and_then(|id| edition.catalogue.organisations.find(id));
    let amount = record.get(funding::AMOUNT).map(|amount| amount.normalize().to_string());
    if amount.is_none() && funder.is_none() {
        return None;
    }
    Some(Money {
        amount,
        currency: record.get(funding::CURRENCY).map(str::to_owned),
        unit: localized(edition, record, funding::UNIT),
        funder: funder.map_or(Value::none(), |id| plan.organisation(edition.lang, id)),
        stage: record.get(funding::STAGE).map(str::to_owned),
        date: record.get(funding::DATE).map(|date| date.to_string()),
        approximate: record.is_true(funding::APPROXIMATE),
        note: localized(edition, record, funding::NOTE),
    })
}

fn localized<T: Table>(edition: Edition, record: Record<T>, key: FieldOf<T, Texts>) -> Option<Text> {
    record.get(key).and_then(|texts| edition.text(texts))
}

/// What the page of a project shows in addition to its card.
pub fn details(edition: Edition, id: ProjectId) -> Details {
    let project = &edition.catalogue.projects[id];
    let facts = &project.facts;
    let texts = |key| facts.list(key).iter().map(str::to_owned).collect();
    Details {
        data_url: edition.config().project_data.then(|| edition.href(&data::url(edition, id))),
        parties: facts.list(at::PARTIES).iter().filter_map(|record| one_party(edition, record)).collect(),
        audience: project.audience.iter().map(|audience| edition.audience(*audience)).collect(),
        sdg: facts.list(at::SDG).iter().filter_map(|number| u8::try_from(number).ok()).collect(),
        sector: facts.get(at::SECTOR).and_then(|code| edition.sector_named(code)),
        places: facts.list(at::PLACES).iter().filter_map(|code| edition.place_named(code)).collect(),
        instruments: texts(at::INSTRUMENTS),
        image: facts.stated(at::IMAGE).and_then(|stated| picture(edition, stated)),
        documents: resources(edition, project, at::DOCUMENTS),
        links: resources(edition, project, at::LINKS),
        sources: resources(edition, project, at::SOURCES),
        corrections: corrections(edition, project),
        contact: facts.get(at::CONTACT).map(|record| one_contact(edition, record)),
    }
}

fn one_party(edition: Edition, record: Record<fields::Party>) -> Option<Party> {
    let org = edition.organisation_named(record.get(party::ORG)?)?;
    Some(Party { org, role: record.get(party::ROLE)?.to_owned() })
}

/// The picture of a project.
pub fn lead_picture(edition: Edition, project: &Project) -> Option<Picture> {
    project.facts.stated(at::IMAGE).and_then(|stated| picture(edition, stated))
}

fn picture(edition: Edition, stated: Stated<Record<fields::Image>>) -> Option<Picture> {
    let record = stated.value;
    let path = stated.file.path.join(record.get(image::SRC)?)?;
    let picture = pictures::picture(edition, &path, Use::Lead)?;
    Some(Picture {
        alt: localized(edition, record, image::ALT),
        credit: localized(edition, record, image::CREDIT),
        ..picture
    })
}

/// The social image of a project, with its alternative text.
pub fn social_image(edition: Edition, project: &Project) -> Option<SocialImage> {
    let stated = project.facts.stated(at::IMAGE)?;
    let record = stated.value;
    let path = stated.file.path.join(record.get(image::SRC)?)?;
    let own = pictures::social_image(edition, &path)?;
    Some(SocialImage { alt: localized(edition, record, image::ALT), ..own })
}

fn resources(
    edition: Edition,
    project: &Project,
    key: FieldOf<fields::Project, List<fields::Resource>>,
) -> Vec<Resource> {
    let Some(stated) = project.facts.stated(key) else { return vec![] };
    stated.value.iter().filter_map(|record| one_resource(edition, &stated.file.path, record)).collect()
}

fn one_resource(edition: Edition, from: &RelPath, record: Record<fields::Resource>) -> Option<Resource> {
    let path = record.get(resource::FILE).and_then(|file| from.join(file));
    if let Some(page) = path.as_ref().filter(|path| path.has_extension("md")) {
        return own_page(edition, page, record);
    }
    let asset = path.as_ref().and_then(|path| find_asset(&edition.catalogue.assets, path)).map(|(_, asset)| asset);
    let here = path.as_ref().and_then(|path| pictures::href(edition, path));
    let url = here.or_else(|| record.get(resource::URL).map(str::to_owned))?;
    Some(Resource {
        title: localized(edition, record, resource::TITLE),
        lang: record.get(resource::LANG).map(str::to_owned),
        size: asset.map(|asset| asset.len),
        format: path
            .as_ref()
            .and_then(|path| asset.map_or_else(|| path.extension(), |own| pictures::extension(path, own))),
        name: path.as_ref().map(|path| path.name().to_owned()),
        date: record.get(resource::DATE).map(|date| date.to_string()),
        url,
    })
}

/// A project or page of this site among the links of another, by its own title
/// where none is stated.
fn own_page(edition: Edition, file: &RelPath, record: Record<fields::Resource>) -> Option<Resource> {
    let (url, docs) = match page_at(edition.catalogue, file)? {
        LinkTarget::Project(id) => (edition.project(id), &edition.catalogue.projects[id].docs),
        LinkTarget::Page(id) => (edition.content(id), &edition.catalogue.pages[id].docs),
        LinkTarget::Asset(_) | LinkTarget::Nowhere => return None,
    };
    let own_title = || edition.doc(docs).map(|(lang, doc)| head::doc_title(edition, lang, doc));
    let landing = edition.landing(docs);
    Some(Resource {
        url: edition.href(&url),
        title: localized(edition, record, resource::TITLE).or_else(own_title),
        lang: (landing != edition.lang).then(|| edition.config().languages[landing].lang.to_string()),
        size: None,
        format: None,
        name: None,
        date: record.get(resource::DATE).map(|date| date.to_string()),
    })
}

fn corrections(edition: Edition, project: &Project) -> Vec<Correction> {
    let records = project.facts.list(at::CORRECTIONS).iter();
    let one = |record: Record<fields::Correction>| {
        let date = record.get(correction::DATE).map(|date| date.to_string());
        localized(edition, record, correction::TEXT).map(|text| Correction { date, text })
    };
    records.filter_map(one).collect()
}

fn one_contact(edition: Edition, record: Record<fields::Contact>) -> Contact {
    let text = |key| record.get(key).map(str::to_owned);
    Contact {
        name: localized(edition, record, contact::NAME),
        email: text(contact::EMAIL),
        phone: text(contact::PHONE),
        tel: record.get(contact::PHONE).and_then(|printed| dialled(edition.config(), &phone(printed).ok()?)),
        url: text(contact::URL),
    }
}

/// The content key of the pictures and documents that a project's page shows: a
/// file can change while its name stays the same.
pub fn files_key(edition: Edition, project: &Project) -> Key {
    let image = project.facts.stated(at::IMAGE);
    let resources_of = [at::DOCUMENTS, at::LINKS, at::SOURCES];
    if image.is_none() && resources_of.iter().all(|key| project.facts.stated(*key).is_none()) {
        return Key::default();
    }
    let mut hash = KeyHasher::default();
    let image = image.and_then(|stated| picture(edition, stated));
    hash.bytes(image.map_or_else(String::new, |picture| picture.url));
    for key in resources_of {
        for resource in resources(edition, project, key) {
            hash.bytes(&resource.url);
            // That of a page of this site is its own.
            hash.bytes(resource.title.map_or_else(String::new, |title| title.text));
        }
    }
    hash.finish()
}
