//! Amounts of money: the currency determines how many decimals they may have
//! (ISO 4217).

use iso_currency::Currency;
use rust_decimal::Decimal;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Severity};
use crate::schema::check::Checker;
use crate::schema::number::{Number, TwoReadings, number};
use crate::schema::{Value, remedy};
use crate::yaml::{Entry, Node, Yaml};

/// The largest plausible amount: more than the world's yearly product in most
/// currencies.
const MOST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0); // 10^15

/// The most decimals of an amount whose currency is unknown.
const MOST_DECIMALS: u32 = 3;

impl Checker<'_> {
    /// Checks an amount; `siblings` are the entries next to it.
    pub(super) fn amount(&mut self, key: &str, node: &Node, siblings: &[Entry]) -> Option<Value> {
        let text = self.text(key, node)?;
        let currency = currency_of(siblings);
        let amount = match number(text) {
            Number::Plain(amount) => amount,
            Number::TwoReadings(two) => self.two_readings(key, node, &two, currency)?,
            other => {
                self.other_form(key, node, other, currency);
                return None;
            }
        };
        self.within_bounds(key, node, amount, currency).map(Value::Amount)
    }

    fn other_form(&mut self, key: &str, node: &Node, found: Number, currency: Option<Currency>) {
        let Yaml::Scalar { text, .. } = &node.value else { return };
        if let Some(stated) = currency.filter(|stated| remedy::names_another(text.trim(), *stated)) {
            self.report(Code::OtherCurrency, node.span, key, |diagnostic| {
                diagnostic.arg("value", text.trim()).arg("currency", stated.code())
            });
            return;
        }
        let (code, plain) = match found {
            Number::ArabicDigits(plain) => (Code::ArabicDigits, Some(plain)),
            Number::Grouped(plain) => (Code::GroupedNumber, Some(plain)),
            Number::DecimalComma(plain) => (Code::DecimalComma, Some(plain)),
            Number::Abbreviated(plain) => (Code::AbbreviatedNumber, Some(plain)),
            _ => (Code::ExpectedNumber, remedy::without_currency(text.trim())),
        };
        let plain = plain.filter(|plain| is_settled(plain, currency));
        self.replace(code, node.span, key, plain.as_deref(), |diagnostic| diagnostic.arg("value", text.trim()));
    }

    /// `1.250`: if the currency has three decimals, it is read as a decimal,
    /// with a warning; otherwise it is ambiguous.
    fn two_readings(
        &mut self,
        key: &str,
        node: &Node,
        two: &TwoReadings,
        currency: Option<Currency>,
    ) -> Option<Decimal> {
        let Yaml::Scalar { text, quoted } = &node.value else { return None };
        let three = currency.filter(|currency| currency.exponent() == Some(3));
        let found = Diagnostic::at(Code::ThreeDecimals, self.path, node.span).arg("key", key);
        let found = found.arg("value", text.trim());
        let plain = two.plain();
        let found = if plain.is_empty() { found } else { found.hint(Hint::OneOf(plain)) };
        match three {
            // Quotes around what can't be grouped digits make the decimals
            // explicit.
            Some(_) if two.grouped.is_none() && *quoted => return Some(two.fraction),
            Some(_) => self.push(Diagnostic { severity: Severity::Warning, ..found }),
            None => self.push(found),
        }
        three.map(|_| two.fraction)
    }

    fn within_bounds(
        &mut self,
        key: &str,
        node: &Node,
        amount: Decimal,
        currency: Option<Currency>,
    ) -> Option<Decimal> {
        let value = amount.to_string();
        if amount.is_sign_negative() && !amount.is_zero() {
            let positive = amount.abs().to_string();
            self.replace(Code::NegativeAmount, node.span, key, Some(&positive), |diagnostic| {
                diagnostic.arg("value", value)
            });
            return None;
        }
        if amount > MOST {
            self.report(Code::AmountTooLarge, node.span, key, |diagnostic| diagnostic.arg("value", value));
            return None;
        }
        let most = decimals(currency);
        if amount.normalize().scale() > most {
            self.report(Code::TooManyDecimals, node.span, key, |diagnostic| {
                let name = currency.map_or_else(String::new, |currency| currency.code().to_owned());
                diagnostic.arg("value", value).arg("currency", name).arg("most", i64::from(most))
            });
            return None;
        }
        Some(amount)
    }
}

/// The currency next to an amount.
fn currency_of(siblings: &[Entry]) -> Option<Currency> {
    let entry = siblings.iter().find(|entry| entry.key == "currency")?;
    match &entry.value.value {
        Yaml::Scalar { text, .. } => Currency::from_code(text.trim()),
        _ => None,
    }
}

fn decimals(currency: Option<Currency>) -> u32 {
    currency.and_then(Currency::exponent).map_or(MOST_DECIMALS, u32::from)
}

/// Whether the suggested amount is unambiguous, and has no more decimals than
/// its currency.
fn is_settled(plain: &str, currency: Option<Currency>) -> bool {
    match number(plain) {
        Number::Plain(amount) => {
            !amount.is_sign_negative() && amount <= MOST && amount.normalize().scale() <= decimals(currency)
        }
        _ => false,
    }
}
