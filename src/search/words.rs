//! Words of a text as they are looked for: without accents and vowel marks, in
//! lower case. `fold` and `words` in the theme's `search-index.js` do the same
//! with what readers type.

use icu_normalizer::DecomposingNormalizer;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// The tatweel, which only stretches a word.
const STRETCH: char = '\u{640}';

/// The words of a text, as they are written.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_of_word(c)).filter(|word| !word.is_empty())
}

fn is_of_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        _ => c.is_alphanumeric() || c == STRETCH || is_mark(c),
    }
}

fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// A word without what people leave out or write in several ways: accents,
/// vowel marks, hamza, ta marbuta, ligatures, digits of another script.
pub(super) fn fold(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return word.to_owned();
    }
    let parts = DecomposingNormalizer::new_nfd();
    let bare = parts.normalize_iter(word.chars()).filter(|c| *c != STRETCH && !is_mark(*c));
    let mut folded = String::with_capacity(word.len());
    for c in bare.flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ة' => folded.push('ه'),
            'ى' => folded.push('ي'),
            '٠'..='٩' => folded.push(digit(c, '٠')),
            '۰'..='۹' => folded.push(digit(c, '۰')),
            _ => folded.push(c),
        }
    }
    folded
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::{fold, words};

    #[test]
    fn a_word_is_found_however_it_is_written() {
        for (word, folded) in [
            ("pnud", "pnud"),
            ("ÉTAT", "etat"),
            ("Cœur", "coeur"),
            ("الإرهاب", "الارهاب"),
            ("لجنة", "لجنه"),
            ("مُكافَحة", "مكافحه"),
            ("محلّـــى", "محلي"),
            ("٢٠٢٦", "2026"),
            ("مسؤول", "مسوول"),
        ] {
            assert_eq!(fold(word), folded);
        }
    }

    #[test]
    fn words_part_at_everything_but_letters_marks_and_digits() {
        let all = |text| words(text).collect::<Vec<_>>();
        assert_eq!(all("L’État : d'un «PNUD»"), ["L", "État", "d", "un", "PNUD"]);
        assert_eq!(all("S/RES/1624 (2005)"), ["S", "RES", "1624", "2005"]);
        assert_eq!(all("مُكافَحة، الإرهاب"), ["مُكافَحة", "الإرهاب"]);
    }
}
