//! The kinds of values as types, which determine what reading a key returns. A
//! kind is less specific than a [`Shape`]: an id, an address and a title are
//! checked differently but read in the same way.

use std::marker::PhantomData;

use rust_decimal::Decimal;

use crate::base::date::PartialDate;
use crate::base::localized::Localized;
use crate::schema::record::{Items, Named, Record, Table};
use crate::schema::{Field, Item, Shape, Value};
use crate::yaml::Node;

/// A kind of value.
pub trait Kind: Copy + 'static {
    /// The type that reading it returns.
    type Read<'a>;

    /// The kind as a value.
    const BEHIND: Behind;

    /// The value, if it is of this kind.
    fn read(item: &Item) -> Option<Self::Read<'_>>;
}

/// A kind as a value, to be compared with a declared [`Shape`].
#[derive(Clone, Copy)]
pub enum Behind {
    /// [`Text`]
    Text,
    /// [`Texts`]
    Texts,
    /// [`Flag`]
    Flag,
    /// [`Number`]
    Number,
    /// [`Amount`]
    Amount,
    /// [`Date`]
    Date,
    /// [`Word`]
    Word,
    /// [`MenuEntry`]
    MenuEntry,
    /// [`Free`]
    Free,
    /// [`Tree`]
    Tree,
    /// [`List`]
    List(&'static Behind),
    /// A record of a table.
    Record(&'static [Field]),
    /// [`Names`]
    Names(&'static [Field]),
}

/// Whether a value that passes the check of a shape can be read as this kind.
pub(in crate::schema) const fn fits(behind: Behind, shape: Shape) -> bool {
    match (behind, shape) {
        (
            Behind::Text,
            Shape::Text
            | Shape::Id
            | Shape::Slug
            | Shape::Alias
            | Shape::Address
            | Shape::File
            | Shape::Currency
            | Shape::Code(_)
            | Shape::Listed(..)
            | Shape::Phone,
        )
        | (Behind::Texts, Shape::Localized | Shape::Alternative)
        | (Behind::Flag, Shape::Boolean)
        | (Behind::Number, Shape::Number(..))
        | (Behind::Amount, Shape::Amount)
        | (Behind::Date, Shape::Date | Shape::Day)
        | (Behind::Word, Shape::Word(_))
        | (Behind::MenuEntry, Shape::MenuEntry)
        | (Behind::Free, Shape::Free)
        | (Behind::Tree, Shape::Tree) => true,
        (Behind::List(behind), Shape::List(shape)) => fits(*behind, *shape),
        (Behind::Record(own), Shape::Record(fields)) | (Behind::Names(own), Shape::Named(fields)) => same(own, fields),
        _ => false,
    }
}

/// Whether two tables have the same keys.
const fn same(one: &[Field], other: &[Field]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() {
        if !same_text(one[at].name.as_bytes(), other[at].name.as_bytes()) {
            return false;
        }
        at += 1;
    }
    one.len() == other.len()
}

const fn same_text(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    one.len() == other.len()
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident reads $read:ty { $pattern:pat => $value:expr })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $kind;

        impl Kind for $kind {
            type Read<'a> = $read;

            const BEHIND: Behind = Behind::$kind;

            fn read(item: &Item) -> Option<Self::Read<'_>> {
                match &item.value {
                    $pattern => Some($value),
                    _ => None,
                }
            }
        }
    )*};
}

kinds! {
    /// A text, an id, an address, the name of a file, a code.
    Text reads &'a str { Value::Text(text) => text }
    /// A text in one or more languages.
    Texts reads &'a Localized<String> { Value::Localized(texts) => texts }
    /// `true` or `false`.
    Flag reads bool { Value::Boolean(value) => *value }
    /// A whole number.
    Number reads i64 { Value::Number(number) => *number }
    /// An amount of money.
    Amount reads Decimal { Value::Amount(amount) => *amount }
    /// A date at the stated precision, or a day.
    Date reads PartialDate { Value::Date(date) => *date }
    /// A word of a vocabulary, as the vocabulary spells it.
    Word reads &'static str { Value::Word(word) => word }
    /// An entry of the menu: a word, the id of a page as a text, a link as a
    /// record of [`fields::MenuLink`](crate::schema::fields::MenuLink).
    MenuEntry reads &'a Value { entry @ (Value::Word(_) | Value::Text(_) | Value::Record(_)) => entry }
    /// Anything.
    Free reads &'a serde_json::Value { Value::Free(value) => value }
    /// A tree with its places.
    Tree reads &'a Node { Value::Tree(node) => node }
}

/// Several values of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct List<V>(PhantomData<V>);

impl<V: Kind> Kind for List<V> {
    type Read<'a> = Items<'a, V>;

    const BEHIND: Behind = Behind::List(&V::BEHIND);

    fn read(item: &Item) -> Option<Items<'_, V>> {
        match &item.value {
            Value::List(items) => Some(Items::of(items)),
            _ => None,
        }
    }
}

/// A record: the table itself is the kind, `image: Image`.
impl<T: Table> Kind for T {
    type Read<'a> = Record<'a, T>;

    const BEHIND: Behind = Behind::Record(T::FIELDS);

    fn read(item: &Item) -> Option<Record<'_, T>> {
        match &item.value {
            Value::Record(values) => Some(Record::of(values)),
            _ => None,
        }
    }
}

/// Names chosen by the site, each with a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Names<T>(PhantomData<T>);

impl<T: Table> Kind for Names<T> {
    type Read<'a> = Vec<Named<Record<'a, T>>>;

    const BEHIND: Behind = Behind::Names(T::FIELDS);

    fn read(item: &Item) -> Option<Vec<Named<Record<'_, T>>>> {
        let Value::Named(names) = &item.value else { return None };
        Some(
            names
                .iter()
                .map(|named| Named { name: named.name.clone(), span: named.span, record: Record::of(&named.record) })
                .collect(),
        )
    }
}
