//! The languages of a site, their locales, and the default language.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Place};
use crate::base::lang::Lang;
use crate::config::{LangId, Language, Reader};
use crate::locale::Locale;
use crate::schema::fields::{self, entry_words as own, language, site as at};
use crate::schema::kind::Text;
use crate::schema::near::nearest;
use crate::schema::record::{FieldOf, Named, Record};
use crate::schema::words::LANGUAGE_NAMES;

/// What the site calls its entries in one language.
pub struct EntryWords {
    /// The language.
    pub lang: Lang,
    /// The words by plural category.
    pub forms: Vec<(&'static str, String)>,
    /// Where they stand.
    pub place: Place,
}

impl Reader<'_> {
    /// What the site calls its entries, in each of its languages that says so.
    pub(super) fn entry_words(&mut self, languages: &[Language]) -> Vec<EntryWords> {
        let keys = [own::ZERO, own::ONE, own::TWO, own::FEW, own::MANY, own::OTHER];
        let mut words = vec![];
        for named in self.record.names(at::ENTRY) {
            let Some(language) = languages.iter().find(|language| language.lang.as_str() == named.name) else {
                let place = Diagnostic::at(Code::UnknownLanguage, self.path, named.span).arg("value", &*named.name);
                let known = languages.iter().map(|language| language.lang.to_string()).collect();
                self.diagnostics.push(place.did_you_mean(tag_meant(&named.name)).hint(Hint::OneOf(known)));
                continue;
            };
            let form = |key: FieldOf<fields::EntryWords, Text>| Some((key.name(), named.record.get(key)?.to_owned()));
            let place = Place { path: self.path.clone(), span: named.span };
            words.push(EntryWords { lang: language.lang, forms: keys.into_iter().filter_map(form).collect(), place });
        }
        words
    }

    /// The usable languages with their locales; French and Arabic if there are none.
    pub(super) fn languages(&mut self) -> (Vec<Language>, Vec<Locale>) {
        let mut languages = vec![];
        let mut locales = vec![];
        for named in self.record.names(at::LANGUAGES) {
            if let Some((language, locale)) = self.language(&named) {
                languages.push(language);
                locales.push(locale);
            }
        }
        if languages.len() < 2 && self.record.has(at::LANGUAGES) {
            let span = self.record.span(at::LANGUAGES).unwrap_or_default();
            self.diagnostics.push(Diagnostic::at(Code::TooFewLanguages, self.path, span));
        }
        if languages.is_empty() {
            // A fallback, so that everything else can still be checked.
            for (tag, label) in [("fr", "Français"), ("ar", "العربية")] {
                if let Some((lang, locale)) = Lang::new(tag).and_then(|lang| Some((lang, Locale::new(lang, tag)?))) {
                    languages.push(Language { lang, label: label.to_owned() });
                    locales.push(locale);
                }
            }
        }
        (languages, locales)
    }

    fn language(&mut self, named: &Named<Record<fields::Language>>) -> Option<(Language, Locale)> {
        let tag = named.record.get(language::LOCALE).unwrap_or(&named.name);
        let span = named.record.span(language::LOCALE).unwrap_or(named.span);
        let lang = Lang::new(&named.name);
        if lang.is_none() {
            let place = Diagnostic::at(Code::UnknownLanguage, self.path, named.span).arg("value", &*named.name);
            self.diagnostics.push(place.did_you_mean(tag_meant(&named.name)));
        }
        // A fallback, so that everything in this language can still be checked.
        let lang = lang.or_else(|| Lang::new(tag_meant(&named.name)?))?;
        let known = Locale::new(lang, tag);
        if known.is_none() {
            self.diagnostics.push(Diagnostic::at(Code::UnknownLocale, self.path, span).arg("value", tag));
        }
        let locale = known.or_else(|| Locale::new(lang, lang.as_str()))?;
        let label = named.record.get(language::LABEL).unwrap_or(&named.name).to_owned();
        Some((Language { lang, label }, locale))
    }

    /// The language of `default_language`, or else the first.
    pub(super) fn default_language(&mut self, languages: &[Language]) -> LangId {
        let Some((value, span)) = self.record.get(at::DEFAULT_LANGUAGE).zip(self.record.span(at::DEFAULT_LANGUAGE))
        else {
            return 0;
        };
        if let Some(position) = languages.iter().position(|language| language.lang.as_str() == value) {
            return position;
        }
        let known = languages.iter().map(|language| language.lang.to_string()).collect();
        self.diagnostics.push(
            Diagnostic::at(Code::UnknownDefaultLanguage, self.path, span).arg("value", value).hint(Hint::OneOf(known)),
        );
        0
    }
}

/// The tag of a language that was written as a name.
fn tag_meant(written: &str) -> Option<&'static str> {
    nearest(written, LANGUAGE_NAMES.iter().map(|word| (word.id, word.also)))
}
