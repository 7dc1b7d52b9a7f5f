//! The languages in which jisr speaks to the people who write a site.

use icu_locale::{Locale, locale};

/// The language of messages, which need not be a language of the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageLanguage {
    /// French.
    Fr,
    /// Arabic, with the digits and the grouping of Tunisia.
    Ar,
    /// English.
    En,
}

impl MessageLanguage {
    /// Every language.
    pub const ALL: [MessageLanguage; 3] = [MessageLanguage::Fr, MessageLanguage::Ar, MessageLanguage::En];

    /// `fr`, `ar` or `en`.
    pub fn as_str(self) -> &'static str {
        match self {
            MessageLanguage::Fr => "fr",
            MessageLanguage::Ar => "ar",
            MessageLanguage::En => "en",
        }
    }

    /// The language that environment variables ask for, as gettext finds it:
    /// the first known one of `LANGUAGE`, else `LC_ALL`, `LC_MESSAGES` or
    /// `LANG`; English where none of them is known.
    pub fn from_variables(get: impl Fn(&str) -> Option<String>) -> MessageLanguage {
        let preferred = get("LANGUAGE").unwrap_or_default();
        let preferred = preferred.split(':').find_map(MessageLanguage::of_locale);
        let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(&get).find(|value| !value.is_empty());
        preferred.or_else(|| MessageLanguage::of_locale(&locale()?)).unwrap_or(MessageLanguage::En)
    }

    /// The language of a POSIX locale: `fr_TN.UTF-8`.
    fn of_locale(name: &str) -> Option<MessageLanguage> {
        let language = name.split(['_', '-', '.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        MessageLanguage::ALL.into_iter().find(|known| known.as_str() == language)
    }

    pub(super) fn locale(self) -> Locale {
        match self {
            MessageLanguage::Fr => locale!("fr-TN"),
            MessageLanguage::Ar => locale!("ar-TN"),
            MessageLanguage::En => locale!("en"),
        }
    }
}
