//! The facts of a project: the union of what its files state, key by key
//! (`dates` by sub-key; lists compare whole). The same fact twice is a hint;
//! with two values it is an error that names both places.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::base::code::Code;
use crate::base::date::PartialDate;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;
use crate::catalogue::identity::write_up;
use crate::parse::Parsed;
use crate::parse::write_up::WriteUp;
use crate::schema::fields::{DATES, WRITE_UP, write_up as at};
use crate::schema::{Item, Owner, Record, Value};

/// How many kinds of date a project can state.
pub const KINDS_OF_DATE: usize = DATES.len();

/// The dates of a project by their position in [`DATES`].
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Dates(pub [Option<PartialDate>; KINDS_OF_DATE]);

impl Dates {
    /// The latest of them, for ordering.
    pub fn latest(&self) -> Option<PartialDate> {
        self.stated().map(|(_, date)| date).max_by_key(|date| date.earliest())
    }

    /// Those that are stated, with their positions.
    pub fn stated(&self) -> impl Iterator<Item = (usize, PartialDate)> {
        self.0.iter().enumerate().filter_map(|(position, date)| date.map(|date| (position, date)))
    }
}

/// The files of a project: seldom more than two.
pub type Files = SmallVec<[Arc<Parsed>; 2]>;

/// The facts of a project.
pub struct Facts {
    files: Files,
    /// For each stated fact: its position in [`WRITE_UP`] and the file that is believed.
    believed: SmallVec<[(u8, u8); 16]>,
    /// The dates of all files together.
    pub dates: Dates,
    /// The key of all facts.
    pub key: Key,
}

/// A stated value with its file.
#[derive(Clone, Copy)]
pub struct Stated<'a> {
    /// The value.
    pub item: &'a Item,
    /// The file that states it.
    pub file: &'a WriteUp,
}

impl Stated<'_> {
    /// A diagnostic at this value.
    pub fn diagnostic(&self, code: Code) -> Diagnostic {
        Diagnostic::at(code, &self.file.path, self.item.span)
    }
}

impl Facts {
    /// Joins the facts of a project's files. The first file wins a contradiction.
    pub fn join(files: Files, diagnostics: &mut Diagnostics) -> Facts {
        let mut facts = Facts { files, believed: SmallVec::new(), dates: Dates::default(), key: Key::default() };
        let mut believed = SmallVec::new();
        let mut dated: [Option<u8>; KINDS_OF_DATE] = [None; KINDS_OF_DATE];
        for (at_file, file) in facts.write_ups() {
            for (position, item) in file.record.iter().filter(|(position, _)| WRITE_UP[*position].owner == Owner::Fact)
            {
                if position == at::DATES {
                    facts.join_dates(&mut dated, at_file, item, diagnostics);
                    continue;
                }
                match believed.iter().find(|(own, _)| usize::from(*own) == position) {
                    None => believed.push((position as u8, at_file)),
                    Some((_, first)) => {
                        facts.compare(WRITE_UP[position].name, *first, at_file, item, diagnostics, |record| {
                            record.get(position)
                        })
                    }
                }
            }
        }
        facts.dates = facts.collect_dates(&dated);
        facts.believed = believed;
        facts.key = facts.joint_key();
        facts
    }

    fn joint_key(&self) -> Key {
        let mut hash = KeyHasher::default();
        self.write_ups().for_each(|(_, file)| hash.key(file.facts));
        hash.finish()
    }

    fn write_ups(&self) -> impl Iterator<Item = (u8, &WriteUp)> {
        self.files.iter().enumerate().filter_map(|(at, parsed)| Some((at as u8, write_up(parsed)?)))
    }

    fn join_dates(
        &self,
        dated: &mut [Option<u8>; KINDS_OF_DATE],
        at_file: u8,
        item: &Item,
        diagnostics: &mut Diagnostics,
    ) {
        let Value::Record(record) = &item.value else { return };
        for (position, item) in record.iter() {
            match dated[position] {
                None => dated[position] = Some(at_file),
                Some(first) => self.compare(DATES[position].name, first, at_file, item, diagnostics, |record| {
                    record.record(at::DATES).and_then(|dates| dates.get(position))
                }),
            }
        }
    }

    fn collect_dates(&self, dated: &[Option<u8>; KINDS_OF_DATE]) -> Dates {
        let mut dates = Dates::default();
        for (position, file) in dated.iter().enumerate() {
            let record = file
                .and_then(|file| write_up(&self.files[usize::from(file)]))
                .and_then(|file| file.record.record(at::DATES));
            dates.0[position] = record.and_then(|record| record.date(position));
        }
        dates
    }

    fn compare(
        &self,
        key: &str,
        first: u8,
        second: u8,
        item: &Item,
        diagnostics: &mut Diagnostics,
        of: impl Fn(&Record) -> Option<&Item>,
    ) {
        let file = |at: u8| write_up(&self.files[usize::from(at)]);
        let Some((first, second)) = file(first).zip(file(second)) else { return };
        let Some(before) = of(&first.record) else { return };
        let same = before.key() == item.key();
        let code = if same { Code::RepeatedFact } else { Code::Contradiction };
        let place = Diagnostic::at(code, &second.path, item.span).arg("key", key).related(&first.path, before.span);
        diagnostics.push(if same { place } else { place.arg("here", show(item)).arg("there", show(before)) });
    }

    /// A stated fact with its file.
    pub fn stated(&self, position: usize) -> Option<Stated<'_>> {
        let (_, file) = self.believed.iter().find(|(own, _)| usize::from(*own) == position)?;
        let file = write_up(self.files.get(usize::from(*file))?)?;
        Some(Stated { item: file.record.get(position)?, file })
    }

    /// A stated fact's record, to read it with the record's own methods.
    pub fn record(&self, position: usize) -> Option<&Record> {
        self.stated(position).map(|stated| &stated.file.record)
    }

    /// The text, word or id of a fact.
    pub fn text(&self, position: usize) -> Option<&str> {
        self.record(position)?.text(position)
    }

    /// The items of a fact that is a list.
    pub fn list(&self, position: usize) -> &[Item] {
        self.record(position).map_or(&[], |record| record.list(position))
    }

    /// The place of one kind of date, for messages.
    pub fn date_place(&self, position: usize) -> Option<(&RelPath, Span)> {
        let of = |file: &WriteUp| file.record.record(at::DATES)?.span(position);
        self.write_ups().find_map(|(_, file)| Some((&file.path, of(file)?)))
    }

    /// The first file, for messages about what no file states.
    pub fn first(&self) -> Option<&WriteUp> {
        self.write_ups().next().map(|(_, file)| file)
    }

    /// The files of the project, in every language, withheld ones too.
    pub fn paths(&self) -> impl Iterator<Item = &RelPath> {
        self.write_ups().map(|(_, file)| &file.path)
    }

    /// Whether a missing fact would be a false alarm: a file could not be read
    /// whole, or what it says about this fact was reported.
    pub fn is_doubtful(&self, position: usize) -> bool {
        self.write_ups().any(|(_, file)| file.broken || file.record.is_doubtful(position))
    }
}

/// A value as a message shows it.
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
