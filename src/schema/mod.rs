//! The declaration of every key that staff may write, and the one function
//! that checks a value against it. The parser, the messages, and later the
//! scaffolds, the JSON Schema and the manual are driven by `fields`.

pub mod check;
pub mod date;
pub mod fields;
pub mod kind;
pub mod near;
pub mod number;
pub mod pages;
pub mod record;
mod remedy;
mod single;
pub mod words;

use rust_decimal::Decimal;

use crate::base::date::PartialDate;
use crate::base::diag::Span;
use crate::base::key::{Key, KeyHasher};
use crate::base::localized::Localized;
use crate::locale::codes::Codes;
use crate::schema::record::{Named, Values};
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
    /// A code, with the test of its form.
    Code(fn(&str) -> bool),
    /// A code of a published list.
    Listed(Codes),
    /// A telephone number, printed as it is written.
    Phone,
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

    const fn required(mut self) -> Field {
        self.required = true;
        self
    }

    const fn also(mut self, names: &'static [&'static str]) -> Field {
        self.also = names;
        self
    }
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
    Record(Values),
    /// Names chosen by the site.
    Named(Vec<Named<Values>>),
    /// Anything.
    Free(serde_json::Value),
    /// A tree with its places.
    Tree(Node),
}

impl Item {
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
            Value::Record(values) => values.add_to(hash),
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
