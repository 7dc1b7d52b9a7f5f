//! Records: the checked values of a table of keys, accessed by keys that carry
//! their table and the kind of their value as types. Reading a project's date
//! with a partner's key, or a date as a text, does not compile.

use std::marker::PhantomData;

use crate::base::diag::Span;
use crate::base::key::KeyHasher;
use crate::schema::kind::{Flag, Kind, List, Names, fits};
use crate::schema::{Field, Item, Shape};

/// A table of keys, as a type: `fields::Project`.
pub trait Table: Copy + 'static {
    /// Its keys, in the order in which messages list them.
    const FIELDS: &'static [Field];

    /// The shape of a value with these keys.
    const SHAPE: Shape = Shape::Record(Self::FIELDS);

    /// The shape of a list of such values.
    const LIST: Shape = Shape::List(&Self::SHAPE);
}

/// A key of the table `T` whose value has the kind `V`: at run time only an
/// index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldOf<T, V> {
    position: u8,
    types: PhantomData<(T, V)>,
}

impl<T: Table, V: Kind> FieldOf<T, V> {
    /// The key at an index of its table. Compiling fails if the table declares
    /// another kind of value there.
    pub(in crate::schema) const fn at(position: usize) -> FieldOf<T, V> {
        assert!(fits(V::BEHIND, T::FIELDS[position].shape), "the table declares another kind of value for this key");
        FieldOf { position: position as u8, types: PhantomData }
    }

    /// Every key of the table with this kind of value, in the table's order.
    pub fn all() -> impl Iterator<Item = FieldOf<T, V>> {
        let fitting = |position: &usize| fits(V::BEHIND, T::FIELDS[*position].shape);
        (0..T::FIELDS.len()).filter(fitting).map(FieldOf::at)
    }

    /// Its index in the table, for code that iterates over all keys.
    pub const fn position(self) -> usize {
        self.position as usize
    }

    /// Its declaration in the table.
    pub const fn field(self) -> &'static Field {
        &T::FIELDS[self.position as usize]
    }

    /// The key as written.
    pub const fn name(self) -> &'static str {
        self.field().name
    }
}

/// Checked values by the index of their key, for any table.
#[derive(Clone, Debug, Default)]
pub struct Values {
    items: Vec<(u8, Item)>,
    /// A bit for each key whose value or name was reported as wrong.
    doubtful: u64,
}

impl Values {
    /// The value at an index.
    pub fn at(&self, position: usize) -> Option<&Item> {
        self.items.iter().find(|(own, _)| usize::from(*own) == position).map(|(_, item)| item)
    }

    /// Each value with the index of its key, in file order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Item)> {
        self.items.iter().map(|(position, item)| (usize::from(*position), item))
    }

    /// Adds every value, but not its place, to a hash.
    pub fn add_to(&self, hash: &mut KeyHasher) {
        for (position, item) in self.iter() {
            hash.number(position as u64);
            item.add_to(hash);
        }
        hash.number(u64::MAX);
    }

    pub(in crate::schema) fn push(&mut self, position: usize, item: Item) {
        self.items.push((position as u8, item));
    }

    pub(in crate::schema) fn doubt(&mut self, position: usize) {
        self.doubtful |= bit(position);
    }
}

fn bit(position: usize) -> u64 {
    1u64.checked_shl(position as u32).unwrap_or(0)
}

/// The values of a table's keys.
#[derive(Clone, Debug)]
pub struct OwnedRecord<T> {
    values: Values,
    table: PhantomData<T>,
}

impl<T: Table> OwnedRecord<T> {
    pub(in crate::schema) fn new(values: Values) -> OwnedRecord<T> {
        OwnedRecord { values, table: PhantomData }
    }

    /// A view for reading.
    pub fn view(&self) -> Record<'_, T> {
        Record::of(&self.values)
    }
}

impl<T: Table> Default for OwnedRecord<T> {
    fn default() -> OwnedRecord<T> {
        OwnedRecord::new(Values::default())
    }
}

/// A view of the values of a table's keys.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a, T> {
    values: &'a Values,
    table: PhantomData<T>,
}

impl<'a, T: Table> Record<'a, T> {
    pub(in crate::schema) fn of(values: &'a Values) -> Record<'a, T> {
        Record { values, table: PhantomData }
    }

    /// The value of a key.
    pub fn get<V: Kind>(self, key: FieldOf<T, V>) -> Option<V::Read<'a>> {
        V::read(self.item(key)?)
    }

    /// The items of a list; empty if the key is absent.
    pub fn list<V: Kind>(self, key: FieldOf<T, List<V>>) -> Items<'a, V> {
        self.get(key).unwrap_or_default()
    }

    /// The names in the value of a key; empty if it is absent.
    pub fn names<N: Table>(self, key: FieldOf<T, Names<N>>) -> Vec<Named<Record<'a, N>>> {
        self.get(key).unwrap_or_default()
    }

    /// Whether the value is `true`.
    pub fn is_true(self, key: FieldOf<T, Flag>) -> bool {
        self.get(key) == Some(true)
    }

    /// Whether a key has a value.
    pub fn has<V: Kind>(self, key: FieldOf<T, V>) -> bool {
        self.item(key).is_some()
    }

    /// The span of a value.
    pub fn span<V: Kind>(self, key: FieldOf<T, V>) -> Option<Span> {
        self.item(key).map(|item| item.span)
    }

    /// Whether the value of the key was reported as wrong, so that the key must
    /// not be reported as missing as well.
    pub fn is_doubtful<V: Kind>(self, key: FieldOf<T, V>) -> bool {
        self.values.doubtful & bit(key.position()) != 0
    }

    /// The value of a key with its place, whatever its kind.
    pub fn item<V: Kind>(self, key: FieldOf<T, V>) -> Option<&'a Item> {
        self.values.at(key.position())
    }

    /// All values, for code that iterates over every key of the table.
    pub fn values(self) -> &'a Values {
        self.values
    }
}

/// The items of a list, all of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a, V> {
    items: &'a [Item],
    kind: PhantomData<V>,
}

impl<'a, V: Kind> Items<'a, V> {
    pub(in crate::schema) fn of(items: &'a [Item]) -> Items<'a, V> {
        Items { items, kind: PhantomData }
    }

    /// The values of the items.
    pub fn iter(self) -> impl Iterator<Item = V::Read<'a>> {
        self.items.iter().filter_map(V::read)
    }

    /// The values of the items with their spans.
    pub fn with_spans(self) -> impl Iterator<Item = (V::Read<'a>, Span)> {
        self.items.iter().filter_map(|item| Some((V::read(item)?, item.span)))
    }
}

impl<V: Kind> Default for Items<'_, V> {
    fn default() -> Self {
        Items::of(&[])
    }
}

/// A name chosen by the site, with its record.
#[derive(Clone, Debug)]
pub struct Named<R> {
    /// The name: `undp`.
    pub name: String,
    /// The span of the name.
    pub span: Span,
    /// Its record.
    pub record: R,
}
