//! Duplicates in a list. Totals would silently count money twice.

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic};
use crate::base::key::{Key, KeyHasher};
use crate::schema::Item;
use crate::schema::check::Checker;
use crate::schema::fields::{Funding, funding};
use crate::schema::kind::Kind;

impl Checker<'_> {
    /// Reports each item of a list that repeats an earlier one.
    pub(super) fn repeated(&mut self, key: &str, items: &[Item]) {
        if items.len() < 2 {
            return;
        }
        let is_money = key == "funding";
        let keys: Vec<Key> = items.iter().map(|item| if is_money { money(item) } else { item.key() }).collect();
        for (at, item) in items.iter().enumerate() {
            let Some(first) = keys[..at].iter().position(|key| *key == keys[at]) else { continue };
            // An entry without an amount is reported as such, and does not
            // count.
            let amount = Funding::read(item).and_then(|record| record.get(funding::AMOUNT));
            let found = match (is_money, amount) {
                (true, None) => continue,
                (true, Some(amount)) => Diagnostic::at(Code::FundingTwice, self.path, item.span)
                    .arg("amount", Arg::Text(amount.to_string())),
                _ => Diagnostic::at(Code::ListedTwice, self.path, item.span).arg("key", key),
            };
            self.push(found.related(self.path, items[first].span));
        }
    }
}

/// The key by which two entries of funding are the same money: everything but
/// the texts.
fn money(item: &Item) -> Key {
    let Some(record) = Funding::read(item) else { return item.key() };
    let mut hash = KeyHasher::default();
    let told = [record.item(funding::FUNDER), record.item(funding::CURRENCY), record.item(funding::UNIT)];
    for item in told.into_iter().chain([record.item(funding::STAGE), record.item(funding::DATE)]) {
        hash.key(item.map_or_else(Key::default, Item::key));
    }
    // `1.5` and `1.50` are one amount.
    hash.bytes(record.get(funding::AMOUNT).map_or_else(String::new, |amount| amount.normalize().to_string()));
    hash.finish()
}
