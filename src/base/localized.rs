//! One value for each language.

use crate::base::lang::Lang;

/// A value for each of several languages, in the order in which they were
/// added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Localized<T>(Vec<(Lang, T)>);

impl<T> Default for Localized<T> {
    fn default() -> Self {
        Localized(Vec::new())
    }
}

impl<T> Localized<T> {
    /// The value for exactly this language.
    pub fn get(&self, lang: Lang) -> Option<&T> {
        self.0.iter().find(|(own, _)| *own == lang).map(|(_, value)| value)
    }

    /// Sets the value for a language.
    pub fn insert(&mut self, lang: Lang, value: T) {
        match self.0.iter_mut().find(|(own, _)| *own == lang) {
            Some((_, slot)) => *slot = value,
            None => self.0.push((lang, value)),
        }
    }

    /// Each language with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        self.0.iter().map(|(lang, value)| (*lang, value))
    }
}

impl<T> FromIterator<(Lang, T)> for Localized<T> {
    fn from_iter<I: IntoIterator<Item = (Lang, T)>>(pairs: I) -> Self {
        Localized(pairs.into_iter().collect())
    }
}
