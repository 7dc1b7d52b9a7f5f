//! The declaration of every key that staff may write, and the one function
//! that checks a value against it. The parser, the messages, and later the
//! scaffolds, the JSON Schema and the manual are driven by `fields`.

pub mod check;
pub mod date;
pub mod fields;
pub mod near;
pub mod number;
mod remedy;
mod single;
pub mod words;

use rust_decimal::Decimal;

use crate::base::date::PartialDate;
use crate::base::diag::Span;
use crate::base::key::{Key, KeyHasher};
use crate::base::localized::Localized;
use crate::schema::words::Word;
use crate::yaml::Node;

/// Whether a key belongs to its file (words, in that file's language) or to
/// the project (facts, in whichever file states them).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// Each language has its own.
    Words,
    /// One for the project.
    Fact,
}

/// A key, and what may stand behind it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key as written.
    pub name: &'static str,
    /// What may stand behind it.
    pub shape: Shape,
    /// Whose it is.
    pub owner: Owner,
    /// Whether a record without it is incomplete.
    pub required: bool,
    /// What staff write for it in French, Arabic or by habit from other tools:
    /// recognised in suggestions, never accepted.
    pub also: &'static [&'static str],
    /// A value to show in messages: `title: "Jeunes : acteurs de paix"`.
    pub example: &'static str,
}

/// What may stand behind a key.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text in the language of its file.
    Text,
    /// A text, or one for each language: `{fr: …, ar: …}`.
    Localized,
    /// `true` or `false`.
    Boolean,
    /// A whole number between two others.
    Number(i64, i64),
    /// An amount of money: zero or more, a point before the fraction.
    Amount,
    /// `2018`, `2018-05` or `2018-05-10`.
    Date,
    /// A day: `2018-05-10`.
    Day,
    /// A word of a closed vocabulary.
    Word(&'static [Word]),
    /// An id declared in site.yaml or partners.yaml: looked up later.
    Id,
    /// The last part of an address: small letters, digits and hyphens of any script.
    Slug,
    /// A path below the language's home: `old/address/`.
    Alias,
    /// An absolute `http:` or `https:` address.
    Address,
    /// A text for each language that stands for a picture; `""` for a picture
    /// that says nothing.
    Alternative,
    /// A file beside this one, or an absolute address.
    File,
    /// ISO 4217: `USD`.
    Currency,
    /// A code of a published list, with the test of its form.
    Code(fn(&str) -> bool),
    /// Several of these: `[a, b]`.
    List(&'static Shape),
    /// These keys.
    Record(&'static [Field]),
    /// Names chosen by the site, each with these keys.
    Named(&'static [Field]),
    /// An entry of the menu: a word, or `{page: id}`.
    MenuEntry,
    /// Anything, kept for the theme.
    Free,
    /// Whatever the theme declares, kept with its places.
    Tree,
}

impl Field {
    const fn new(owner: Owner, name: &'static str, shape: Shape, example: &'static str) -> Field {
        Field { name, shape, owner, required: false, also: &[], example }
    }

    const fn words(name: &'static str, shape: Shape, example: &'static str) -> Field {
        Field::new(Owner::Words, name, shape, example)
    }

    const fn fact(name: &'static str, shape: Shape, example: &'static str) -> Field {
        Field::new(Owner::Fact, name, shape, example)
    }

    const fn required(mut self) -> Field {
        self.required = true;
        self
    }

    const fn also(mut self, names: &'static [&'static str]) -> Field {
        self.also = names;
        self
    }
}

/// The position of a key in its table, found when jisr is compiled.
pub const fn position(fields: &[Field], name: &str) -> usize {
    let mut index = 0;
    while index < fields.len() {
        if same(fields[index].name, name) {
            return index;
        }
        index += 1;
    }
    panic!("no such field")
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// A checked value with its place in the file.
#[derive(Clone, Debug)]
pub struct Item {
    /// The value.
    pub value: Value,
    /// Its bytes in the file.
    pub span: Span,
}

/// A checked value.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, an id, a slug, an address, a code.
    Text(String),
    /// A text in one or more languages.
    Localized(Localized<String>),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Number(i64),
    /// An amount of money.
    Amount(Decimal),
    /// A date as stated.
    Date(PartialDate),
    /// A word of a vocabulary, as the vocabulary spells it.
    Word(&'static str),
    /// Several values.
    List(Vec<Item>),
    /// Keys with values.
    Record(Record),
    /// Names chosen by the site.
    Named(Vec<Named>),
    /// Anything.
    Free(serde_json::Value),
    /// A tree with its places.
    Tree(Node),
}

/// A name chosen by the site, with what it has.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name: `undp`.
    pub name: String,
    /// The name's bytes in the file.
    pub span: Span,
    /// What it has.
    pub record: Record,
}

/// Checked values by the position of their field.
#[derive(Clone, Debug, Default)]
pub struct Record {
    items: Vec<(u8, Item)>,
    /// A bit for each field whose value, or key, was reported.
    doubtful: u64,
}

impl Record {
    /// The value of a field, by [`position`].
    pub fn get(&self, position: usize) -> Option<&Item> {
        self.items.iter().find(|(own, _)| usize::from(*own) == position).map(|(_, item)| item)
    }

    /// Each value with the position of its field, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Item)> {
        self.items.iter().map(|(position, item)| (usize::from(*position), item))
    }

    /// A text, id, word or code.
    pub fn text(&self, position: usize) -> Option<&str> {
        match &self.get(position)?.value {
            Value::Text(text) => Some(text),
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    /// A text in one or more languages.
    pub fn localized(&self, position: usize) -> Option<&Localized<String>> {
        match &self.get(position)?.value {
            Value::Localized(texts) => Some(texts),
            _ => None,
        }
    }

    /// A date.
    pub fn date(&self, position: usize) -> Option<PartialDate> {
        match self.get(position)?.value {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self, position: usize) -> Option<i64> {
        match self.get(position)?.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// An amount of money.
    pub fn amount(&self, position: usize) -> Option<Decimal> {
        match self.get(position)?.value {
            Value::Amount(amount) => Some(amount),
            _ => None,
        }
    }

    /// Whether the field says `true`.
    pub fn is_true(&self, position: usize) -> bool {
        matches!(self.get(position), Some(Item { value: Value::Boolean(true), .. }))
    }

    /// The items of a list; none where the field is absent.
    pub fn list(&self, position: usize) -> &[Item] {
        match self.get(position) {
            Some(Item { value: Value::List(items), .. }) => items,
            _ => &[],
        }
    }

    /// The texts of a list, with their places.
    pub fn texts(&self, position: usize) -> impl Iterator<Item = (&str, Span)> {
        self.list(position).iter().filter_map(|item| item.as_text().map(|text| (text, item.span)))
    }

    /// The records of a list.
    pub fn records(&self, position: usize) -> impl Iterator<Item = &Record> {
        self.list(position).iter().filter_map(Item::as_record)
    }

    /// A record within this one.
    pub fn record(&self, position: usize) -> Option<&Record> {
        self.get(position)?.as_record()
    }

    /// The names within this record.
    pub fn named(&self, position: usize) -> &[Named] {
        match self.get(position) {
            Some(Item { value: Value::Named(names), .. }) => names,
            _ => &[],
        }
    }

    /// The bytes of a field's value.
    pub fn span(&self, position: usize) -> Option<Span> {
        self.get(position).map(|item| item.span)
    }

    pub(crate) fn push(&mut self, position: usize, item: Item) {
        self.items.push((position as u8, item));
    }

    /// Whether something was written for the field that is not what it should
    /// be, and was reported: that it is missing is then no news.
    pub fn is_doubtful(&self, position: usize) -> bool {
        self.doubtful & bit(position) != 0
    }

    pub(crate) fn doubt(&mut self, position: usize) {
        self.doubtful |= bit(position);
    }
}

fn bit(position: usize) -> u64 {
    1u64.checked_shl(position as u32).unwrap_or(0)
}

impl Item {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The record, if it is one.
    pub fn as_record(&self) -> Option<&Record> {
        match &self.value {
            Value::Record(record) => Some(record),
            _ => None,
        }
    }

    /// Adds the value, not its place, to a key.
    pub fn add_to(&self, hash: &mut KeyHasher) {
        match &self.value {
            Value::Text(text) => hash.bytes(text),
            Value::Localized(texts) => {
                for (lang, text) in texts.iter() {
                    hash.bytes(lang.as_str());
                    hash.bytes(text);
                }
            }
            Value::Boolean(value) => hash.number(u64::from(*value)),
            Value::Number(number) => hash.number(*number as u64),
            Value::Amount(amount) => hash.bytes(amount.to_string()),
            Value::Date(date) => hash.bytes(date.to_string()),
            Value::Word(word) => hash.bytes(word),
            Value::List(items) => {
                hash.number(items.len() as u64);
                items.iter().for_each(|item| item.add_to(hash));
            }
            Value::Record(record) => record.add_to(hash),
            Value::Named(names) => {
                for named in names {
                    hash.bytes(&named.name);
                    named.record.add_to(hash);
                }
            }
            Value::Free(value) => hash.bytes(value.to_string()),
            Value::Tree(node) => node.add_to(hash),
        }
    }

    /// The key of the value, whatever its place.
    pub fn key(&self) -> Key {
        let mut hash = KeyHasher::default();
        self.add_to(&mut hash);
        hash.finish()
    }
}

impl Record {
    /// Adds every value, not its place, to a key.
    pub fn add_to(&self, hash: &mut KeyHasher) {
        for (position, item) in self.iter() {
            hash.number(position as u64);
            item.add_to(hash);
        }
        hash.number(u64::MAX);
    }
}
