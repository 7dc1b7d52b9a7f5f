//! Numbers, amounts of money and plural categories.

use fixed_decimal::Decimal as Fixed;
use icu_decimal::DecimalFormatter;
use icu_plurals::{PluralCategory, PluralRules};
use rust_decimal::Decimal;

use crate::locale::Locale;
use crate::locale::currency::{self, Names};

/// The unit of an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MoneyUnit<'a> {
    /// An ISO 4217 code: `USD`. Shown by its full name if CLDR has one,
    /// otherwise as it is.
    Currency(&'a str),
    /// The unit as the source names it, if it does not identify a currency:
    /// `dollars`.
    Named(&'a str),
}

impl Locale {
    /// The number with the digits and grouping of the locale (CLDR), and with
    /// as many fraction digits as were stated: `3 000 000` with U+202F and
    /// `1 234,50` in French, `3.000.000` in Tunisian Arabic. Never contains an
    /// ASCII space.
    pub fn decimal(&self, n: &Decimal) -> String {
        self.numbers.format.format(&fixed(n)).to_string()
    }

    /// The amount, a no-break space and the unit:
    /// `3 000 000 dollars des États-Unis`. A fraction of zeros is dropped; any
    /// other has at least two digits, and as many as were stated.
    ///
    /// CLDR's names are appended to CLDR's numbers here, since ICU4X's currency
    /// formatter is experimental and wrong in French.
    pub fn money(&self, amount: &Decimal, unit: MoneyUnit<'_>) -> String {
        let amount = amount_shown(amount);
        let unit = match unit {
            MoneyUnit::Named(name) => name,
            MoneyUnit::Currency(code) => self.currency(code, &amount).unwrap_or(code),
        };
        format!("{}\u{a0}{unit}", self.numbers.format.format(&amount))
    }

    /// The name of a currency in the form that follows this number.
    pub(super) fn currency(&self, code: &str, amount: &Fixed) -> Option<&'static str> {
        let (_, forms) = self.numbers.currencies?.iter().find(|(known, _)| *known == code)?;
        form(forms, self.category(amount))
    }

    /// The plural category of a number.
    pub(super) fn category(&self, amount: &Fixed) -> PluralCategory {
        self.numbers.plurals.category_for(amount)
    }

    /// The plural category of a count in this locale (CLDR): `zero`, `one`,
    /// `two`, `few`, `many` or `other`.
    pub fn plural(&self, n: u64) -> &'static str {
        name_of(self.numbers.plurals.category_for(n))
    }
}

/// CLDR's name of a plural category: `few`.
pub fn name_of(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// The number formats of one locale.
pub(super) struct Numbers {
    format: DecimalFormatter,
    plurals: PluralRules,
    currencies: Option<&'static Names>,
}

impl Numbers {
    pub(super) fn new(locale: &icu_locale::Locale) -> Option<Numbers> {
        Some(Numbers {
            format: DecimalFormatter::try_new(locale.into(), Default::default()).ok()?,
            plurals: PluralRules::try_new_cardinal(locale.into()).ok()?,
            currencies: currency::names(locale.id.language.as_str()),
        })
    }
}

/// The form for a plural category. Falls back to the last one, *other*.
fn form(forms: &'static [&'static str], category: PluralCategory) -> Option<&'static str> {
    let form = match (forms.len(), category) {
        (6, PluralCategory::Zero) => 0,
        (6, PluralCategory::One) => 1,
        (6, PluralCategory::Two) => 2,
        (6, PluralCategory::Few) => 3,
        (6, PluralCategory::Many) => 4,
        (2, PluralCategory::One) => 0,
        (len, _) => len.checked_sub(1)?,
    };
    forms.get(form).copied()
}

/// The number as an ICU4X decimal, with the same fraction digits.
pub(super) fn fixed(n: &Decimal) -> Fixed {
    // `Decimal` has at most 28 fraction digits.
    let places = -(n.scale() as i16);
    let mut fixed = Fixed::from(n.mantissa());
    fixed.multiply_pow10(places);
    fixed.absolute.pad_end(places);
    fixed
}

fn amount_shown(amount: &Decimal) -> Fixed {
    if amount.is_integer() {
        return fixed(&amount.trunc());
    }
    let mut shown = fixed(amount);
    if amount.scale() < 2 {
        shown.absolute.pad_end(-2);
    }
    shown
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::MoneyUnit;
    use crate::locale::tests::locale;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn integers_are_grouped_without_an_ascii_space() {
        for (tag, n, expected) in [
            ("fr-TN", 3_000_000, "3\u{202f}000\u{202f}000"),
            ("fr-TN", 1_234, "1\u{202f}234"),
            ("fr-TN", 999, "999"),
            ("fr-TN", 0, "0"),
            ("fr-TN", -1_234, "-1\u{202f}234"),
            ("fr-TN", i64::MIN, "-9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}808"),
            ("ar-TN", 3_000_000, "3.000.000"),
            ("ar-TN", -5, "\u{200e}-5"),
            ("ar", 3_000_000, "3,000,000"),
            ("en", 3_000_000, "3,000,000"),
        ] {
            assert_eq!(locale(tag).decimal(&n.into()), expected, "{tag} {n}");
        }
    }

    #[test]
    fn decimals_keep_the_digits_that_were_stated() {
        for (tag, n, expected) in [
            ("fr-TN", "1234.50", "1\u{202f}234,50"),
            ("fr-TN", "1234.5", "1\u{202f}234,5"),
            ("fr-TN", "2.000", "2,000"),
            ("fr-TN", "0.0", "0,0"),
            ("ar-TN", "1234.50", "1.234,50"),
            ("en", "-0.25", "-0.25"),
        ] {
            assert_eq!(locale(tag).decimal(&decimal(n)), expected, "{tag} {n}");
        }
        let longest = locale("en").decimal(&Decimal::MAX);
        assert_eq!(longest.replace(',', ""), Decimal::MAX.to_string());
    }

    #[test]
    fn money_has_its_unit_in_full() {
        for (tag, amount, code, expected) in [
            ("fr-TN", "3000000", "USD", "3\u{202f}000\u{202f}000\u{a0}dollars des États-Unis"),
            ("fr-TN", "1", "USD", "1\u{a0}dollar des États-Unis"),
            ("fr-TN", "0", "EUR", "0\u{a0}euro"),
            ("fr-TN", "1.5", "EUR", "1,50\u{a0}euro"),
            ("fr-TN", "2500.00", "TND", "2\u{202f}500\u{a0}dinars tunisiens"),
            ("fr-TN", "2500.250", "TND", "2\u{202f}500,250\u{a0}dinars tunisiens"),
            ("fr-TN", "5", "KWD", "5\u{a0}dinars koweïtiens"),
            ("fr-TN", "12", "THB", "12\u{a0}THB"),
            ("ar-TN", "3000000", "USD", "3.000.000\u{a0}دولار أمريكي"),
            ("ar-TN", "0", "TND", "0\u{a0}دينار تونسي"),
            ("ar-TN", "2", "TND", "2\u{a0}ديناران تونسيان"),
            ("ar-TN", "5", "TND", "5\u{a0}دينارات تونسية"),
            ("ar-TN", "1250", "TND", "1.250\u{a0}دينارًا تونسيًا"),
            ("ar-TN", "1200", "TND", "1.200\u{a0}دينار تونسي"),
            ("ar-TN", "12", "THB", "12\u{a0}THB"),
            ("en", "1", "EUR", "1\u{a0}euro"),
            ("en", "1.50", "EUR", "1.50\u{a0}euros"),
            ("en", "3000000", "USD", "3,000,000\u{a0}US dollars"),
            ("pt-BR", "3000000", "USD", "3.000.000\u{a0}USD"),
        ] {
            let shown = locale(tag).money(&decimal(amount), MoneyUnit::Currency(code));
            assert_eq!(shown, expected, "{tag} {amount} {code}");
        }
    }

    #[test]
    fn a_unit_of_no_known_currency_is_printed_as_named() {
        let shown = |tag, name| locale(tag).money(&decimal("5000000"), MoneyUnit::Named(name));
        assert_eq!(shown("fr-TN", "dollars"), "5\u{202f}000\u{202f}000\u{a0}dollars");
        assert_eq!(shown("ar-TN", "دولار"), "5.000.000\u{a0}دولار");
    }

    #[test]
    fn counts_have_their_plural_category() {
        let plurals = |tag, counts: &[u64]| {
            let locale = locale(tag);
            counts.iter().map(|n| locale.plural(*n)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(plurals("ar-TN", &[0, 1, 2, 3, 11, 100]), "zero one two few many other");
        assert_eq!(plurals("fr-TN", &[0, 1, 2, 999_999, 1_000_000]), "one one other other many");
        assert_eq!(plurals("en", &[0, 1, 2, 1_000_000]), "other one other other");
    }
}
