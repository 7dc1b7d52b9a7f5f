//! Fixes for values that have another shape than the one expected.

use iso_currency::Currency;

use crate::schema::check::{Checker, after_word};
use crate::schema::near::nearest_name;
use crate::schema::number::{Number, number};
use crate::schema::{Field, Shape};
use crate::yaml::remedy::quote;
use crate::yaml::{Node, Yaml};

impl Checker<'_> {
    /// The value as a list: `undp, cted` as `[undp, cted]`, an address as
    /// `[{url: …}]`, the keys of a single entry with a dash before them.
    pub(super) fn as_list(&self, shape: Shape, node: &Node) -> Option<String> {
        match (&node.value, shape) {
            (Yaml::Scalar { .. }, Shape::Record(fields)) => Some(format!("[{}]", self.as_mapping(fields, node)?)),
            (Yaml::Scalar { text, .. }, Shape::Number(..)) if !text.contains([',', '،', ';']) => {
                Some(format!("[{}]", after_word(text)))
            }
            (Yaml::Scalar { text, .. }, _) => Some(format!("[{}]", text.replace(['،', ';'], ","))),
            (Yaml::Mapping(_), _) => {
                let source = self.text.get(node.span.range())?;
                let in_brackets = source.starts_with('{');
                Some(if in_brackets { format!("[{source}]") } else { format!("- {}", source.replace('\n', "\n  ")) })
            }
            _ => None,
        }
    }

    /// The value with the key that it most likely belongs to: `2018-05-10` as
    /// `{launched: 2018-05-10}`. None if any key would be a guess.
    pub(super) fn as_mapping(&self, fields: &'static [Field], node: &Node) -> Option<String> {
        let Yaml::Scalar { .. } = &node.value else { return None };
        let exemplary = |field: &Field| self.example.contains(&format!("{}: ", field.name));
        let fitting: Vec<(&Field, bool, String)> = fields
            .iter()
            .filter_map(|field| self.in_field(field, node).map(|(changed, value)| (field, changed, value)))
            .collect();
        // Only the author knows which event a date belongs to.
        if fitting.iter().filter(|(field, ..)| matches!(field.shape, Shape::Date)).count() > 1 {
            return None;
        }
        let ranked = fitting.into_iter().filter_map(|(field, changed, value)| {
            let order = (changed, rank(field.shape)?, !exemplary(field));
            Some((order, format!("{{{}: {value}}}", field.name)))
        });
        ranked.min_by_key(|(order, _)| *order).map(|(_, mapping)| mapping)
    }

    /// The value as it would be written for a key, if the key accepts it, and
    /// whether it has to be changed for that.
    fn in_field(&self, field: &Field, node: &Node) -> Option<(bool, String)> {
        let mut trial = Checker::new(self.path, self.text, self.lang);
        let fits = trial.value(field.name, field.shape, node).is_some();
        let source = self.text.get(node.span.range())?;
        let is_words = matches!(field.shape, Shape::Id | Shape::Text | Shape::Localized);
        if matches!(field.shape, Shape::File) && (source.contains(' ') || !source.contains('.'))
            || is_words && source.starts_with(|c: char| c.is_ascii_digit() || "$€£".contains(c))
        {
            return None;
        }
        match trial.findings.as_slice() {
            [] if source.contains([',', '[', ']', '{', '}', '#', '،']) => Some((false, quote(source))),
            [] => fits.then(|| (false, source.to_owned())),
            [found] => found.fix.as_ref().map(|(_, meant)| (true, meant.clone())),
            _ => None,
        }
    }
}

/// How much a value says about its key: a date or an address more than a text.
fn rank(shape: Shape) -> Option<u8> {
    match shape {
        Shape::Amount | Shape::Number(..) | Shape::Date | Shape::Day | Shape::Address | Shape::Word(_) => Some(0),
        Shape::Code(_) | Shape::Currency => Some(1),
        Shape::File => Some(2),
        Shape::Text | Shape::Localized | Shape::Alternative | Shape::Id => Some(3),
        _ => None,
    }
}

/// An amount without its currency: `3000000` for `3000000 USD`, `€3000000` and
/// `USD 3m`.
pub(super) fn without_currency(text: &str) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let digits = if start == 0 {
        let (digits, word) = text.split_at(end);
        is_currency(word.trim()).then_some(digits)?
    } else {
        let (word, digits) = text.split_at(start);
        is_currency(word.trim()).then_some(digits)?
    };
    match number(digits.trim()) {
        Number::Plain(plain) => Some(plain.to_string()),
        Number::ArabicDigits(plain)
        | Number::Grouped(plain)
        | Number::DecimalComma(plain)
        | Number::Abbreviated(plain) => Some(plain),
        // Only the author knows which of the two numbers is meant.
        Number::TwoReadings(_) | Number::Other => None,
    }
}

/// Names of dollars that do not say which country's.
const SOME_DOLLARS: &[&str] = &["$", "dollar", "dollars", "دولار", "دولارا", "دولارات"];

/// Whether a word beside an amount names a currency. A short word has to be the
/// code itself: the first letter of `MD` or `KE` may stand for thousands.
fn is_currency(word: &str) -> bool {
    SOME_DOLLARS.contains(&word.to_lowercase().as_str()) || currency_named(word).is_some()
}

/// Whether the words beside an amount name another currency than this one.
pub(super) fn names_another(text: &str, currency: Currency) -> bool {
    let is_between = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '-' | '\'');
    let of_dollars = || currency.name().to_lowercase().contains("dollar");
    let differs = |word: &str| {
        let short = SOME_DOLLARS.contains(&word.to_lowercase().as_str());
        let code = word.char_indices().rev().nth(2).and_then(|(at, _)| currency_named(&word[at..]));
        let named = currency_named(word).or(code);
        if short { !of_dollars() } else { named.is_some_and(|named| named != currency.code()) }
    };
    text.split(is_between).filter(|word| !word.is_empty()).any(differs)
}

/// The currency that was meant by a word. Dollars without a country are
/// ambiguous.
pub(super) fn currency_meant(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    currency_named(text).or_else(|| nearest_name(&upper, NAMES.iter().map(|(code, _)| *code)).map(str::to_owned))
}

/// The currency that has this code, sign or name.
fn currency_named(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    if Currency::from_code(&upper).is_some() {
        return Some(upper);
    }
    let lower = text.to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&lower.as_str())).map(|(code, _)| (*code).to_owned())
}

const NAMES: &[(&str, &[&str])] = &[
    ("USD", &["us$", "$us", "dollar américain", "dollars américains", "دولار أمريكي"]),
    ("EUR", &["€", "euro", "euros", "أورو", "يورو"]),
    ("TND", &["dt", "dinar", "dinars", "دينار", "د.ت"]),
    ("CHF", &["franc suisse", "francs suisses", "fr."]),
    ("CAD", &["dollar canadien", "dollars canadiens"]),
    ("GBP", &["£", "livre", "livres"]),
    ("JPY", &["¥", "yen", "yens"]),
];
