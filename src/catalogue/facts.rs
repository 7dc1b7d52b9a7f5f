//! The facts of a project: the union of what its files state, by key (`dates`
//! by sub-key; lists are compared as a whole). Repeating a fact gives a hint;
//! stating two values is an error that names both places.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::base::code::Code;
use crate::base::date::PartialDate;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;
use crate::parse::front_matter::facts;
use crate::parse::write_up::WriteUp;
use crate::schema::fields::{self, project as at};
use crate::schema::kind::{Date, Kind, List};
use crate::schema::record::{FieldOf, Items, Record, Table};
use crate::schema::{Item, Value};

/// A kind of date that a project can state: `dates::LAUNCHED`.
pub type DateKey = FieldOf<fields::Dates, Date>;

const KINDS_OF_DATE: usize = fields::Dates::FIELDS.len();

/// The dates of a project.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Dates([Option<PartialDate>; KINDS_OF_DATE]);

impl Dates {
    /// The date of one kind.
    pub fn get(&self, key: DateKey) -> Option<PartialDate> {
        self.0[key.position()]
    }

    /// The latest of the dates, for sorting.
    pub fn latest(&self) -> Option<PartialDate> {
        self.stated().map(|(_, date)| date).max_by_key(|date| date.earliest())
    }

    /// The stated dates, in the order of their table.
    pub fn stated(&self) -> impl Iterator<Item = (DateKey, PartialDate)> {
        DateKey::all().filter_map(|key| Some((key, self.get(key)?)))
    }
}

/// The files of a project: rarely more than two.
pub type Files = SmallVec<[Arc<WriteUp>; 2]>;

/// The facts of a project.
pub struct Facts {
    files: Files,
    /// For each stated fact: the index of its key, and of the file whose value is
    /// used.
    believed: SmallVec<[(u8, u8); 16]>,
    /// The dates of all files together.
    pub dates: Dates,
    /// The content key of all facts.
    pub key: Key,
}

/// A stated value with its place.
#[derive(Clone, Copy)]
pub struct Stated<'a, V> {
    /// The value.
    pub value: V,
    /// Its byte range in the file.
    pub span: Span,
    /// The file that states it.
    pub file: &'a WriteUp,
}

impl<V> Stated<'_, V> {
    /// A diagnostic at this value.
    pub fn diagnostic(&self, code: Code) -> Diagnostic {
        Diagnostic::at(code, &self.file.path, self.span)
    }
}

/// A file with the facts that it states.
type Stating<'a> = (&'a WriteUp, Record<'a, fields::Project>);

impl Facts {
    /// Merges the facts of a project's files. In a contradiction, the first file
    /// wins.
    pub fn join(files: Files, diagnostics: &mut Diagnostics) -> Facts {
        let mut joint = Facts { files, believed: SmallVec::new(), dates: Dates::default(), key: Key::default() };
        let mut believed: SmallVec<[(u8, u8); 16]> = SmallVec::new();
        for (at_file, (file, record)) in joint.files() {
            for (position, field, item) in facts(record).filter(|(position, ..)| *position != at::DATES.position()) {
                let Some((_, first)) = believed.iter().find(|(own, _)| usize::from(*own) == position) else {
                    believed.push((position as u8, at_file));
                    continue;
                };
                let before =
                    joint.file(*first).and_then(|(first, record)| Some((first, record.values().at(position)?)));
                diagnostics.extend(before.map(|before| compare(field.name, before, (file, item))));
            }
        }
        joint.dates = joint.join_dates(diagnostics);
        joint.believed = believed;
        joint.key = joint.joint_key();
        joint
    }

    fn joint_key(&self) -> Key {
        let mut hash = KeyHasher::default();
        self.files.iter().for_each(|file| hash.key(file.facts));
        hash.finish()
    }

    /// The key of what makes a project this one and no other: its type,
    /// partners, money and dates.
    pub fn identity_key(&self) -> Key {
        let mut hash = KeyHasher::default();
        let positions = [at::TYPE.position(), at::PARTNERS.position(), at::FUNDING.position()];
        for position in positions {
            let file = self.believed.iter().find(|(own, _)| usize::from(*own) == position).map(|(_, file)| *file);
            let item = file.and_then(|file| self.file(file)).and_then(|(_, record)| record.values().at(position));
            hash.key(item.map_or(Key::default(), Item::key));
        }
        for (key, date) in self.dates.stated() {
            hash.number(key.position() as u64);
            hash.bytes(date.to_string());
        }
        hash.finish()
    }

    /// The files with their indices.
    fn files(&self) -> impl Iterator<Item = (u8, Stating<'_>)> {
        (0u8..).zip(&self.files).filter_map(|(at, _)| Some((at, self.file(at)?)))
    }

    fn file(&self, at: u8) -> Option<Stating<'_>> {
        let file = self.files.get(usize::from(at))?;
        Some((file, file.record.project()?))
    }

    fn join_dates(&self, diagnostics: &mut Diagnostics) -> Dates {
        let mut dates = Dates::default();
        for key in DateKey::all() {
            let mut stated =
                self.files().filter_map(|(_, (file, record))| Some((file, record.get(at::DATES)?.item(key)?)));
            let Some(first) = stated.next() else { continue };
            dates.0[key.position()] = Date::read(first.1);
            diagnostics.extend(stated.map(|other| compare(key.name(), first, other)));
        }
        dates
    }

    /// A stated fact with its place.
    pub fn stated<V: Kind>(&self, key: FieldOf<fields::Project, V>) -> Option<Stated<'_, V::Read<'_>>> {
        let (_, file) = self.believed.iter().find(|(own, _)| usize::from(*own) == key.position())?;
        let (file, record) = self.file(*file)?;
        Some(Stated { value: record.get(key)?, span: record.span(key)?, file })
    }

    /// The value of a fact.
    pub fn get<V: Kind>(&self, key: FieldOf<fields::Project, V>) -> Option<V::Read<'_>> {
        self.stated(key).map(|stated| stated.value)
    }

    /// The items of a fact that is a list.
    pub fn list<V: Kind>(&self, key: FieldOf<fields::Project, List<V>>) -> Items<'_, V> {
        self.get(key).unwrap_or_default()
    }

    /// The place of one kind of date, for diagnostics.
    pub fn date_place(&self, key: DateKey) -> Option<(&RelPath, Span)> {
        self.files().find_map(|(_, (file, record))| Some((&file.path, record.get(at::DATES)?.span(key)?)))
    }

    /// The first file, for diagnostics about what no file states.
    pub fn first(&self) -> Option<&WriteUp> {
        self.files.first().map(Arc::as_ref)
    }

    /// The files of the project in every language, including withheld ones.
    pub fn paths(&self) -> impl Iterator<Item = &RelPath> {
        self.files.iter().map(|file| &file.path)
    }

    /// Whether reporting a missing fact may be a false alarm: a file could not
    /// be read completely, or its value for this fact was already reported as
    /// wrong.
    pub fn is_doubtful<V: Kind>(&self, key: FieldOf<fields::Project, V>) -> bool {
        self.files().any(|(_, (file, record))| file.broken || record.is_doubtful(key))
    }
}

/// What the files of a page of content contradict each other in: which of two
/// values holds must not depend on the order of their names.
pub fn contradictions<'a>(files: impl Iterator<Item = &'a WriteUp>) -> Vec<Diagnostic> {
    let mut stated: SmallVec<[(usize, &WriteUp, &Item); 4]> = SmallVec::new();
    let mut found = vec![];
    for (file, record) in files.filter_map(|file| Some((file, file.record.page()?))) {
        for (position, field, item) in facts(record) {
            match stated.iter().find(|(own, ..)| *own == position) {
                Some((_, first, before)) => found.push(compare(field.name, (first, before), (file, item))),
                None => stated.push((position, file, item)),
            }
        }
    }
    // That a page has its weight in both files is no news.
    found.retain(|found| found.code == Code::Contradiction);
    found
}

/// The diagnostic for a fact that two files state.
fn compare(key: &str, (first, before): (&WriteUp, &Item), (second, item): (&WriteUp, &Item)) -> Diagnostic {
    let same = before.key() == item.key();
    let code = if same { Code::RepeatedFact } else { Code::Contradiction };
    let place = Diagnostic::at(code, &second.path, item.span).arg("key", key).related(&first.path, before.span);
    if same { place } else { place.arg("here", show(item)).arg("there", show(before)) }
}

/// A value as shown in a message.
fn show(item: &Item) -> String {
    match &item.value {
        Value::Text(text) => text.clone(),
        Value::Word(word) => (*word).to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Amount(amount) => amount.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        Value::Localized(texts) => texts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" / "),
        Value::Record(record) => {
            format!("{{{}}}", record.iter().map(|(_, item)| show(item)).collect::<Vec<_>>().join(", "))
        }
        Value::Named(_) | Value::Free(_) | Value::Tree(_) => "…".to_owned(),
    }
}
