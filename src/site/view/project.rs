//! Views of a single project.

use serde::Serialize;
use tera::Value;

use crate::site::view::{Language, Organisation, Picture, Term, Text, with};

/// Dates as stated, for the filters `date` and `date_range`.
#[derive(Clone, Serialize)]
pub struct Dates {
    /// ISO 8601, at the stated precision: `2018`, `2018-05`, `2018-05-10`.
    pub signed: Option<String>,
    /// See `signed`; and so on.
    pub launched: Option<String>,
    #[expect(missing_docs, reason = "as above")]
    pub start: Option<String>,
    #[expect(missing_docs, reason = "as above")]
    pub end: Option<String>,
    #[expect(missing_docs, reason = "as above")]
    pub planned_start: Option<String>,
    #[expect(missing_docs, reason = "as above")]
    pub planned_end: Option<String>,
}

/// An amount. The filter `money` prints `amount` with its currency or unit.
#[derive(Clone, Serialize)]
pub struct Money {
    /// A decimal number as text: `3000000`, `1250.50`. None if only the funder is known.
    pub amount: Option<String>,
    /// ISO 4217, if the source states the currency.
    pub currency: Option<String>,
    /// The unit's name, if the currency is unknown: "dollars".
    pub unit: Option<Text>,
    /// The funder: an [`Organisation`].
    #[serde(skip)]
    pub funder: Value,
    /// `requested`, `pledged`, `committed`, `disbursed`, or none if not stated.
    pub stage: Option<String>,
    /// ISO 8601, at the stated precision.
    pub date: Option<String>,
    /// Whether the source says "about".
    pub approximate: bool,
    /// A remark.
    pub note: Option<Text>,
}

/// A project as shown in lists.
#[derive(Serialize)]
pub struct Card {
    /// The project's id, the same in every language.
    pub id: String,
    /// Its page, in the page's language if there is a translation.
    pub url: String,
    /// Its title.
    pub title: Text,
    /// Its summary.
    pub summary: Option<Text>,
    /// The language of the write-up, if it is not the page's.
    pub foreign: Option<Language>,
    /// `project`, `agreement`…: strings `kind.<id>`.
    pub kind: String,
    /// A [`Term`]: `signed`, `ongoing`…: strings `status.<id>`. None if not stated.
    #[serde(skip)]
    pub status: Value,
    /// ISO 8601: the date of the status.
    pub status_date: Option<String>,
    /// Its type: a [`Term`].
    #[serde(skip)]
    pub r#type: Value,
    /// Its group: a [`Term`], if it belongs to one.
    #[serde(skip)]
    pub group: Value,
    /// Its partners: [`Organisation`]s, the leading one first.
    #[serde(skip)]
    pub partners: Vec<Value>,
    /// Its dates.
    pub dates: Dates,
    /// The latest of its dates, past or planned, ISO 8601.
    pub date: Option<String>,
    /// The years in whose listings it appears, of its dates and between its beginning and its end:
    /// `2018`.
    pub years: Vec<String>,
    /// Its amounts: [`Money`].
    #[serde(skip)]
    pub funding: Vec<Value>,
    /// Its topics: [`Term`]s.
    #[serde(skip)]
    pub topics: Vec<Value>,
    /// When the write-up was last changed, ISO 8601.
    pub updated: Option<String>,
    /// Its picture.
    pub image: Option<Picture>,
}

impl Card {
    /// The card as a template value. Terms and organisations, which thousands
    /// of cards contain, are shared by reference.
    pub fn into_value(self) -> Value {
        let shared = [
            ("status", self.status.clone()),
            ("type", self.r#type.clone()),
            ("group", self.group.clone()),
            ("partners", Value::from(self.partners.clone())),
            ("funding", Value::from(self.funding.clone())),
            ("topics", Value::from(self.topics.clone())),
        ];
        with(Value::from_serializable(&self), shared)
    }
}

impl Money {
    /// The amount as a template value.
    pub fn into_value(self) -> Value {
        let funder = self.funder.clone();
        with(Value::from_serializable(&self), [("funder", funder)])
    }
}

/// An organisation's role in a project.
#[derive(Serialize)]
pub struct Party {
    /// The organisation.
    pub org: Organisation,
    /// `funding`, `accountable`, `extending`, `implementing`, `sponsor`, `support`: strings `role.<id>`.
    pub role: String,
}

/// A document to download or a page to visit.
#[derive(Serialize)]
pub struct Resource {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: Option<Text>,
    /// Its language, if stated.
    pub lang: Option<String>,
    /// Its size in bytes, for files of the site.
    pub size: Option<u64>,
    /// `pdf`, `docx`…, for files of the site.
    pub format: Option<String>,
    /// Its name before it was published, for files of the site: `rapport.pdf`.
    pub name: Option<String>,
    /// ISO 8601, if stated.
    pub date: Option<String>,
}

/// A correction that was made to the page.
#[derive(Serialize)]
pub struct Correction {
    /// ISO 8601.
    pub date: Option<String>,
    /// What was wrong.
    pub text: Text,
}

/// A contact.
#[derive(Serialize)]
pub struct Contact {
    #[expect(missing_docs, reason = "the name says it")]
    pub name: Option<Text>,
    #[expect(missing_docs, reason = "the name says it")]
    pub email: Option<String>,
    #[expect(missing_docs, reason = "the name says it")]
    pub phone: Option<String>,
    /// The telephone number as it is dialled, behind `tel:`.
    pub tel: Option<String>,
    #[expect(missing_docs, reason = "the name says it")]
    pub url: Option<String>,
}

/// The rest of a project, in addition to its card. `project` in `project.html`, which also has the
/// card's fields.
#[derive(Serialize)]
pub struct Details {
    /// The address of the project's data file, if the site publishes it:
    /// `/data/projects/x.json`.
    pub data_url: Option<String>,
    /// Other participants, with roles.
    pub parties: Vec<Party>,
    /// Its audience.
    pub audience: Vec<Term>,
    /// Sustainable Development Goals, 1 to 17: strings `sdg.<n>`.
    pub sdg: Vec<u8>,
    /// Its OECD-DAC sector.
    pub sector: Option<Term>,
    /// Its places, ISO 3166.
    pub places: Vec<Term>,
    /// Instruments: `UNSCR-1624`.
    pub instruments: Vec<String>,
    #[expect(missing_docs, reason = "the name says it")]
    pub image: Option<Picture>,
    #[expect(missing_docs, reason = "the name says it")]
    pub documents: Vec<Resource>,
    #[expect(missing_docs, reason = "the name says it")]
    pub links: Vec<Resource>,
    #[expect(missing_docs, reason = "the name says it")]
    pub sources: Vec<Resource>,
    #[expect(missing_docs, reason = "the name says it")]
    pub corrections: Vec<Correction>,
    #[expect(missing_docs, reason = "the name says it")]
    pub contact: Option<Contact>,
}
