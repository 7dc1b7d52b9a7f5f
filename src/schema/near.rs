//! "Did you mean": finds the known name most similar to the one written.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// A known name, with synonyms that people write for it.
pub type Known<'a> = (&'a str, &'a [&'a str]);

/// The known name that was most likely meant, if any is similar: synonyms
/// first, then the smallest edit distance. Accents, case, spaces, `_` and `-`
/// are ignored.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = Known<'a>>) -> Option<&'a str> {
    let written = plain(written);
    let mut best: Option<(usize, &'a str)> = None;
    for (name, also) in known {
        if also.iter().any(|other| plain(other) == written) {
            return Some(name);
        }
        let distance = strsim::damerau_levenshtein(&plain(name), &written);
        if distance <= tolerance(written.chars().count()) && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// [`nearest`] for names without synonyms.
pub fn nearest_name<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(written, known.into_iter().map(|name| (name, [].as_slice())))
}

fn tolerance(letters: usize) -> usize {
    match letters {
        0..=3 => 1,
        4..=7 => 2,
        _ => letters / 3,
    }
}

/// Lower case, without combining marks; spaces and underscores become hyphens.
fn plain(name: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(name);
    let kept = decomposed.chars().filter(|c| !is_mark(*c)).map(|c| if c == '_' || c.is_whitespace() { '-' } else { c });
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether the character is a combining mark of the Latin or Arabic script, or
/// tatweel.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}')
}

#[cfg(test)]
mod tests {
    use super::{nearest, nearest_name};

    #[test]
    fn the_same_thing_by_another_word_comes_first() {
        let known = [("title", ["titre", "عنوان"].as_slice()), ("tile", &[])];
        assert_eq!(nearest("Titre", known), Some("title"));
        assert_eq!(nearest("عنوان", known), Some("title"));
    }

    #[test]
    fn a_slip_of_the_keyboard_is_near_and_another_word_is_not() {
        let known = ["united-nations", "undp", "gcerf"];
        assert_eq!(nearest_name("united_nation", known), Some("united-nations"));
        assert_eq!(nearest_name("gcref", known), Some("gcerf"));
        assert_eq!(nearest_name("switzerland", known), None);
    }
}
