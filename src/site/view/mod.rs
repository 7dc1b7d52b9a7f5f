//! What a template receives. Each view is a plain value: everything that a
//! page may show is in it, so that its key is complete, and parts that many
//! pages show (the site, a card, a partner's list) are made once and shared.
//!
//! `themes/README.md` documents each field for the authors of themes.

pub mod lists;
pub mod page;
pub mod project;

use serde::Serialize;
use tera::Value;

/// A text with the language that it is in: the page's own, or another one
/// where the page's lacks it. Templates print it with `| text` (HTML) or
/// `| plain` (attributes, `<title>`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Text {
    /// The words, with their language's typography.
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
    /// Its home: `/fr/`.
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
    /// How many published projects it has; none on cards, which do not depend on it.
    pub count: Option<usize>,
    /// Its count in hundredths of the largest one in the same list, for bars.
    pub share: Option<u8>,
}

/// An organisation, wherever one is named.
#[derive(Clone, Serialize)]
pub struct Organisation {
    /// Its id in partners.yaml.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its acronym, in this language or none.
    pub acronym: Option<Text>,
    /// Its page here, if it has one.
    pub url: Option<String>,
    /// Its own site.
    pub site: Option<String>,
    /// Its logo.
    pub logo: Option<Picture>,
}

/// A picture, with its size where it is known.
#[derive(Clone, Serialize)]
pub struct Picture {
    /// Its address here: of the largest size, or of a logo's smaller one.
    pub url: String,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    /// All sizes in the picture's own format, for `srcset`; none where there is one only.
    pub srcset: Option<String>,
    /// All sizes as WebP, for the `srcset` of a `<source type="image/webp">`.
    pub webp: Option<String>,
    /// How wide it is shown, for `sizes`, where it stands in the text.
    pub sizes: Option<&'static str>,
    /// What it shows, for who cannot see it.
    pub alt: Option<Text>,
    /// Who made it.
    pub credit: Option<Text>,
}

/// A map of these entries.
pub fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    with(Value::from(tera::Map::default()), entries)
}

/// A map with more entries, whose values are shared and not copied.
pub fn with<const N: usize>(map: Value, more: [(&'static str, Value); N]) -> Value {
    let mut entries = map.into_map().unwrap_or_default();
    entries.extend(more.map(|(name, value)| (name.into(), value)));
    Value::from(entries)
}
