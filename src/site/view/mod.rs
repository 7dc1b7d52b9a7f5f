//! What a template receives. Each view is a plain value: it contains everything
//! that a page may show, so that the page's key is complete, and parts that
//! many pages show (the site, a card, a partner's list) are made once and
//! shared.
//!
//! `themes/README.md` documents each field for the authors of themes.

pub mod lists;
pub mod page;
pub mod project;

use serde::Serialize;
use tera::Value;

/// A text with its language: the page's own, or another one as a fallback.
/// Templates print it with `| text` (HTML) or `| plain` (attributes,
/// `<title>`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Text {
    /// The text, with its language's typography.
    pub text: String,
    /// The language tag, for `lang`.
    pub lang: String,
}

/// A language of the site.
#[derive(Clone, Serialize)]
pub struct Language {
    /// `fr`
    pub lang: String,
    /// Its own name: `Français`.
    pub label: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Its locale: `fr-TN`.
    pub locale: String,
    /// The address of its home page: `/fr/`.
    pub home: String,
}

/// A term of a list that has a page: a type, group, topic, year, status.
#[derive(Clone, Serialize)]
pub struct Term {
    /// Its id: `multilateral`, `2018`, `signed`.
    pub id: String,
    /// Its name; none for a status (`status.<id>`) and for a year.
    pub name: Option<Text>,
    /// Its page, if it has one.
    pub url: Option<String>,
    /// The number of its published projects; none on cards, which do not depend on
    /// it.
    pub count: Option<usize>,
    /// Its count as a percentage of the largest one in the same list, for bars.
    pub share: Option<u8>,
}

/// An organisation, wherever it is named.
#[derive(Clone, Serialize)]
pub struct Organisation {
    /// Its id in partners.yaml.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its acronym, if there is one for this language.
    pub acronym: Option<Text>,
    /// Its page on this site, if it has one.
    pub url: Option<String>,
    /// Its own website.
    pub site: Option<String>,
    /// Its logo.
    pub logo: Option<Picture>,
}

/// A picture, with its size if it is known.
#[derive(Clone, Serialize)]
pub struct Picture {
    /// Its address on this site: of the largest size, or of a logo's smaller
    /// one.
    pub url: String,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    /// All sizes in the picture's own format, for `srcset`; none if there is only one.
    pub srcset: Option<String>,
    /// All sizes as WebP, for the `srcset` of a `<source type="image/webp">`.
    pub webp: Option<String>,
    /// The width at which it is shown, for `sizes`, if it is in a text.
    pub sizes: Option<&'static str>,
    /// What it shows, for readers who cannot see it.
    pub alt: Option<Text>,
    /// Who made it.
    pub credit: Option<Text>,
}

/// A map of these entries.
pub fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    with(Value::from(tera::Map::default()), entries)
}

/// A map extended by entries whose values are shared, not copied.
pub fn with<const N: usize>(map: Value, more: [(&'static str, Value); N]) -> Value {
    let mut entries = map.into_map().unwrap_or_default();
    entries.extend(more.map(|(name, value)| (name.into(), value)));
    Value::from(entries)
}
