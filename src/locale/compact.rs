//! Amounts as people say them: `367 millions de dollars des États-Unis`. Words
//! and forms are those of CLDR 48 (`decimalFormats-numberSystem-latn`, long);
//! in other languages, the rounded amount is printed in full.

use fixed_decimal::Decimal as Fixed;
use icu_plurals::PluralCategory;
use rust_decimal::Decimal;

use crate::locale::Locale;
use crate::locale::number::{MoneyUnit, fixed};

/// The digits that remain of an amount that is printed in full.
const DIGITS: u32 = 3;

/// A power of ten with its name: for one, for few, and for other numbers.
type Power = (u32, [&'static str; 3]);

const FRENCH: &[Power] = &[
    (12, ["billion", "billions", "billions"]),
    (9, ["milliard", "milliards", "milliards"]),
    (6, ["million", "millions", "millions"]),
];

const ARABIC: &[Power] =
    &[(12, ["تريليون", "تريليون", "تريليون"]), (9, ["مليار", "مليار", "مليار"]), (6, ["مليون", "ملايين", "مليون"])];

const ENGLISH: &[Power] = &[
    (12, ["trillion", "trillion", "trillion"]),
    (9, ["billion", "billion", "billion"]),
    (6, ["million", "million", "million"]),
];

impl Locale {
    /// The amount in people's rounding with its unit. From a million on it has
    /// two digits, or no fraction (`3,2 millions`, `367 millions`); below, three
    /// digits and zeros.
    pub fn money_in_short(&self, amount: &Decimal, unit: MoneyUnit<'_>) -> String {
        let said = self.powers().iter().find_map(|power| self.said(amount, power));
        let Some((number, word)) = said else {
            let rounded = amount.round_sf(DIGITS).unwrap_or(*amount).round();
            return self.money(&rounded, unit);
        };
        // After such a word the currency has the form for any large number.
        let unit = match unit {
            MoneyUnit::Named(name) => name,
            MoneyUnit::Currency(code) => self.currency(code, &Fixed::from(100)).unwrap_or(code),
        };
        format!("{number}\u{a0}{word}{}{unit}", self.link_to(unit))
    }

    fn powers(&self) -> &'static [Power] {
        match self.lang().as_str() {
            "fr" => FRENCH,
            "ar" => ARABIC,
            "en" => ENGLISH,
            _ => &[],
        }
    }

    /// The number and the word of a power, if the rounded amount reaches it.
    fn said(&self, amount: &Decimal, (power, [one, few, other]): &Power) -> Option<(String, &'static str)> {
        let scaled = amount.checked_div(Decimal::from(10_i64.pow(*power)))?;
        if scaled.abs() < Decimal::new(9995, 4) {
            return None;
        }
        let rounded = if scaled.abs() < Decimal::TEN { scaled.round_dp(1) } else { scaled.round() }.normalize();
        let word = match self.category(&fixed(&rounded)) {
            PluralCategory::One => one,
            PluralCategory::Few => few,
            _ => other,
        };
        Some((self.decimal(&rounded), word))
    }

    /// What stands between the word and its unit: in French, `million` is a
    /// noun.
    fn link_to(&self, unit: &str) -> &'static str {
        if self.lang().as_str() != "fr" {
            " "
        } else if unit.starts_with(['a', 'e', 'i', 'o', 'u', 'é', 'É', 'A', 'E', 'I', 'O']) {
            " d’"
        } else {
            " de "
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::locale::number::MoneyUnit;
    use crate::locale::tests::locale;

    #[test]
    fn amounts_are_said_as_people_say_them() {
        for (tag, amount, code, expected) in [
            ("fr-TN", "366712345.67", "USD", "367\u{a0}millions de dollars des États-Unis"),
            ("fr-TN", "209799999.50", "CAD", "210\u{a0}millions de dollars canadiens"),
            ("fr-TN", "1000000", "EUR", "1\u{a0}million d’euros"),
            ("fr-TN", "1960000", "EUR", "2\u{a0}millions d’euros"),
            ("fr-TN", "3249999", "EUR", "3,2\u{a0}millions d’euros"),
            ("fr-TN", "999960000", "TND", "1\u{a0}milliard de dinars tunisiens"),
            ("fr-TN", "960000000", "TND", "960\u{a0}millions de dinars tunisiens"),
            ("fr-TN", "1500000000", "THB", "1,5\u{a0}milliard de THB"),
            ("fr-TN", "451499.5", "EUR", "451\u{202f}000\u{a0}euros"),
            ("fr-TN", "850.25", "EUR", "850\u{a0}euros"),
            ("fr-TN", "0", "EUR", "0\u{a0}euro"),
            ("ar-TN", "366712345.67", "USD", "367\u{a0}مليون دولار أمريكي"),
            ("ar-TN", "3000000", "TND", "3\u{a0}ملايين دينار تونسي"),
            ("ar-TN", "3200000", "TND", "3,2\u{a0}مليون دينار تونسي"),
            ("ar-TN", "451499.5", "TND", "451.000\u{a0}دينار تونسي"),
            ("en", "2500000000", "EUR", "2.5\u{a0}billion euros"),
            ("pt-BR", "3249999", "EUR", "3.250.000\u{a0}EUR"),
        ] {
            let amount = amount.parse().unwrap();
            assert_eq!(
                locale(tag).money_in_short(&amount, MoneyUnit::Currency(code)),
                expected,
                "{tag} {amount} {code}"
            );
        }
        let named = locale("fr-TN").money_in_short(&5_000_000.into(), MoneyUnit::Named("dollars"));
        assert_eq!(named, "5\u{a0}millions de dollars");
    }
}
