//! Terms and the records that have them.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::locale::spelling;
use crate::search::words::{fold, words};
use crate::site::search::Record;

/// How much a word says of its record, least first. It is the remainder of a
/// code by four.
#[derive(Clone, Copy)]
enum Weight {
    Text = 0,
    TextAgain = 1,
    Names = 2,
    Title = 3,
}

/// Which records have a term: four times the record's number, and the weight.
type Codes = Vec<u32>;

/// The terms of a language.
#[derive(Default)]
pub(super) struct Terms {
    numbers: FxHashMap<String, u32>,
    codes: Vec<Codes>,
    /// The terms of each word as written: a text repeats its words, and folding
    /// them is what costs.
    known: FxHashMap<String, SmallVec<[u32; 4]>>,
}

impl Terms {
    pub(super) fn of(records: &[Record]) -> Terms {
        let mut terms = Terms::default();
        for (at, record) in (0..).zip(records) {
            terms.add(at, &record.title, Weight::Title);
            terms.add(at, &record.also, Weight::Names);
            terms.add(at, &record.text, Weight::Text);
        }
        terms
    }

    fn add(&mut self, record: u32, text: &str, weight: Weight) {
        for word in words(text) {
            if !self.known.contains_key(word) {
                let terms = forms(word).into_iter().map(|form| self.number(form)).collect();
                self.known.insert(word.to_owned(), terms);
            }
            for term in &self.known[word] {
                note(&mut self.codes[*term as usize], record, weight);
            }
        }
    }

    fn number(&mut self, term: String) -> u32 {
        let next = self.codes.len() as u32;
        let number = *self.numbers.entry(term).or_insert(next);
        if number == next {
            self.codes.push(vec![]);
        }
        number
    }

    /// The terms in the order in which JavaScript compares strings.
    pub(super) fn sorted(self) -> Vec<(String, Codes)> {
        let Terms { numbers, mut codes, .. } = self;
        let take = |(term, number): (String, u32)| (term, std::mem::take(&mut codes[number as usize]));
        let mut terms: Vec<_> = numbers.into_iter().map(take).collect();
        terms.sort_unstable_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
        terms
    }
}

/// The terms by which a word is found: itself, and its other spellings.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![fold(word)];
    forms.extend(spelling::others(word).iter().map(|other| fold(other)));
    forms.retain(|form| !form.is_empty());
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Adds a record, or raises its weight.
fn note(codes: &mut Codes, record: u32, weight: Weight) {
    match codes.last_mut().filter(|last| **last / 4 == record) {
        None => codes.push(record * 4 + weight as u32),
        Some(last) => {
            let again = if matches!(weight, Weight::Text) { Weight::TextAgain } else { weight };
            *last = (*last).max(record * 4 + again as u32);
        }
    }
}
