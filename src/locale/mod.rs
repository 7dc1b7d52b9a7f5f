//! Words, dates, numbers and text as a language writes them: CLDR data by the
//! *regional* locale, plus what CLDR does not cover (typography, isolation).

pub mod codes;
mod compact;
mod currency;
pub mod date;
mod isolation;
pub mod letters;
pub mod number;
pub mod phone;
pub mod spelling;
pub mod text;
mod typography;

use std::cmp::Ordering;
use std::fmt;

use icu_collator::CollatorBorrowed;
use icu_list::ListFormatter;

use crate::base::lang::{Direction, Lang};
use crate::locale::date::Dates;
use crate::locale::number::Numbers;
use crate::locale::text::Writing;

/// The conventions of one language of the site in one region: created once per
/// language, shared between threads.
///
/// The formatters come from ICU4X's compiled CLDR 48 data. `date` and
/// `date_range` are in `date.rs`, `integer`, `decimal`, `money` and `plural` in
/// `number.rs`.
pub struct Locale {
    lang: Lang,
    tag: String,
    script: String,
    writing: Writing,
    dates: Dates,
    numbers: Numbers,
    lists: ListFormatter,
    collator: CollatorBorrowed<'static>,
}

/// The likely script of a locale (CLDR's likely subtags).
fn script(locale: &icu_locale::Locale) -> String {
    let mut id = locale.id.clone();
    icu_locale::LocaleExpander::new_extended().maximize(&mut id);
    id.script.map_or_else(String::new, |script| script.to_string())
}

impl Locale {
    /// The locale with this BCP 47 tag (`fr-TN`, `ar-TN`, `pt-BR`) for a
    /// language of the site. `None` if the tag is invalid, or if the compiled
    /// data has no month names for the language: `xx`, but also languages of
    /// CLDR's basic level such as `zgh`.
    pub fn new(lang: Lang, tag: &str) -> Option<Locale> {
        let locale: icu_locale::Locale = tag.parse().ok()?;
        Some(Locale {
            lang,
            tag: locale.to_string(),
            script: script(&locale),
            writing: Writing::known(&locale.id)?,
            dates: Dates::new(&locale)?,
            numbers: Numbers::new(&locale)?,
            lists: ListFormatter::try_new_and((&locale).into(), Default::default()).ok()?,
            collator: CollatorBorrowed::try_new((&locale).into(), Default::default()).ok()?,
        })
    }

    /// The language of the site that this locale is for.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The BCP 47 tag in canonical case: `fr-TN`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The country or region of the tag (ISO 3166-1): `TN` of `fr-TN`.
    pub fn region(&self) -> Option<String> {
        let id: icu_locale::LanguageIdentifier = self.tag.parse().ok()?;
        id.region.map(|region| region.to_string())
    }

    /// The direction of the script that CLDR's likely subtags give the tag.
    pub fn direction(&self) -> Direction {
        self.writing.direction()
    }

    /// The script in which the language is written (ISO 15924): `Latn`, `Arab`.
    pub fn script(&self) -> &str {
        &self.script
    }

    /// The writing conventions of the language: typography and isolation.
    pub fn writing(&self) -> Writing {
        self.writing
    }

    /// The items joined with commas and "and": `a, b et c`, `أ وب وج`.
    pub fn list(&self, items: &[String]) -> String {
        self.lists.format_to_string(items.iter())
    }

    /// Compares two texts by the collation of the locale (CLDR, UTS 10).
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(a, b)
    }

    /// The collation key of the text: its bytes compare as [`Locale::compare`]
    /// does (UTS 10, section 7.3). For lists that are sorted repeatedly.
    pub fn sort_key(&self, text: &str) -> Box<[u8]> {
        let mut key: Vec<u8> = Vec::with_capacity(2 * text.len());
        // Writing to a vector cannot fail.
        let Ok(()) = self.collator.write_sort_key_to(text, &mut key);
        key.into_boxed_slice()
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Locale({} as {})", self.lang, self.tag)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::Locale;
    use crate::base::lang::{Direction, Lang};

    /// The locale with this tag, with its own primary language as the site's
    /// language.
    pub(crate) fn locale(tag: &str) -> Locale {
        Locale::new(Lang::new(&tag[..2]).unwrap(), tag).unwrap()
    }

    fn list(tag: &str, items: &[&str]) -> String {
        locale(tag).list(&items.iter().map(|item| item.to_string()).collect::<Vec<_>>())
    }

    #[test]
    fn a_locale_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Locale>();
    }

    #[test]
    fn only_languages_with_data_are_locales() {
        let lang = Lang::new("fr").unwrap();
        for bad in ["", "x", "xx", "xx-TN", "français", "fr-", "fr TN", "zgh"] {
            assert!(Locale::new(lang, bad).is_none(), "{bad:?}");
        }
        for good in ["fr", "fr-TN", "ar-TN", "ar-DZ", "en", "pt-BR", "es", "it-IT", "tr", "fa", "he", "zh-Hant-TW"] {
            assert_eq!(Locale::new(lang, good).map(|locale| locale.tag().to_owned()).as_deref(), Some(good));
        }
        assert_eq!(locale("fr-tn").tag(), "fr-TN");
    }

    #[test]
    fn the_script_decides_the_direction() {
        for (tag, direction) in
            [("fr-TN", Direction::Ltr), ("ar-TN", Direction::Rtl), ("fa", Direction::Rtl), ("az", Direction::Ltr)]
        {
            assert_eq!(locale(tag).direction(), direction, "{tag}");
        }
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(list("fr-TN", &["a", "b", "c"]), "a, b et c");
        assert_eq!(list("ar-TN", &["أ", "ب", "ج"]), "أ وب وج");
        assert_eq!(list("en", &["a", "b"]), "a and b");
        assert_eq!(list("fr-TN", &["a"]), "a");
        assert_eq!(list("fr-TN", &[]), "");
    }

    #[test]
    fn texts_are_sorted_as_readers_expect() {
        let sorted = |tag: &str, texts: &[&str]| {
            let (locale, mut texts) = (locale(tag), texts.to_vec());
            texts.sort_by(|a, b| locale.compare(a, b));
            texts.join(" ")
        };
        assert_eq!(sorted("fr-TN", &["zone", "état", "Étude", "eau", "école"]), "eau école état Étude zone");
        assert_eq!(sorted("ar-TN", &["تونس", "أمن", "بحر", "اتفاق"]), "اتفاق أمن بحر تونس");
    }
}
