//! Other spellings that readers look for a word by: without the Arabic words
//! that are written in one with it, with the hamza on another seat, with `oe`
//! for `œ`. The stemmers of the search engine know none of these.

use std::collections::BTreeSet;

/// Letters that a word must have left when a prefix is taken off.
const SHORTEST: usize = 3;

/// Conjunctions that are written in one with the next word: "and", "so".
const CONJUNCTIONS: [char; 2] = ['و', 'ف'];

/// Particles that come behind a conjunction, before the article or the word:
/// "in", "like", "for", and the mark of the future.
const PARTICLES: [char; 4] = ['ب', 'ك', 'ل', 'س'];

/// How the same hamza is written: on a waw, on a yeh, on the line.
const SEATS: [char; 3] = ['ؤ', 'ئ', 'ء'];

/// Letters of two that are one sign in a careful French text.
const LIGATURES: [(&str, &str); 4] = [("œ", "oe"), ("æ", "ae"), ("Œ", "OE"), ("Æ", "AE")];

/// The other spellings of all words of a text, each once, in a fixed order.
pub fn others(text: &str) -> BTreeSet<String> {
    let is_mark = |c: &char| matches!(c, '\u{64b}'..='\u{652}' | '\u{670}' | 'ـ');
    let mut found = BTreeSet::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && !is_mark(&c)) {
        let word: String = word.chars().filter(|c| !is_mark(c)).collect();
        found.extend(with_ligature(&word));
        found.extend(without_ligature(&word));
        let bare = without_prefixes(&word);
        found.extend(bare.iter().chain([&word]).flat_map(|own| with_other_seats(own)));
        found.extend(bare);
    }
    found
}

fn without_ligature(word: &str) -> Option<String> {
    let plain = LIGATURES.iter().fold(word.to_owned(), |word, (sign, letters)| word.replace(sign, letters));
    (plain != word).then_some(plain)
}

fn with_ligature(word: &str) -> Option<String> {
    let (sign, letters) = LIGATURES[0];
    word.contains(letters).then(|| word.replace(letters, sign))
}

/// The word without each of the prefixes that it may begin with: a letter may
/// as well be the word's own, so each form is one more way to find it.
fn without_prefixes(word: &str) -> Vec<String> {
    let mut forms = vec![];
    let mut add = |form: &str| {
        if form.chars().count() >= SHORTEST && form != word {
            forms.push(form.to_owned());
        }
    };
    for own in [Some(word), word.strip_prefix(CONJUNCTIONS)].into_iter().flatten() {
        add(own);
        own.strip_prefix("ال").into_iter().for_each(&mut add);
        let Some(rest) = own.strip_prefix(PARTICLES) else { continue };
        add(rest);
        rest.strip_prefix("ال").into_iter().for_each(&mut add);
        // `لل` is the particle and the article, whose own alif is not written then.
        own.strip_prefix("لل").into_iter().for_each(&mut add);
    }
    forms
}

fn with_other_seats(word: &str) -> Vec<String> {
    let has = |seat: &char| word.contains(*seat);
    if !SEATS.iter().any(has) {
        return vec![];
    }
    let all = SEATS.iter().map(|seat| word.replace(SEATS, &seat.to_string()));
    all.filter(|form| form != word).collect()
}

#[cfg(test)]
mod tests {
    use super::others;

    #[test]
    fn words_are_found_without_what_is_written_in_one_with_them() {
        for (text, found) in [
            ("والشباب", "الشباب شباب"),
            ("فالطاقة", "الطاقة طاقة"),
            ("والتكوين", "التكوين تكوين"),
            ("بتكوين", "تكوين"),
            ("كالتكوين", "التكوين تكوين"),
            ("سيدعم", "يدعم"),
            ("وبالتكوين", "بالتكوين التكوين تكوين"),
            ("لتونس", "تونس"),
            ("للجنة", "جنة لجنة"),
            ("ولِمكافحة", "لمكافحة مكافحة"),
            ("لـتونس، لتونس", "تونس"),
            ("له", ""),
            ("latin", ""),
        ] {
            let mut wanted: Vec<&str> = found.split_whitespace().collect();
            wanted.sort_unstable();
            assert_eq!(others(text).into_iter().collect::<Vec<_>>(), wanted, "{text}");
        }
    }

    #[test]
    fn a_hamza_is_found_on_every_seat() {
        for text in ["مسؤول", "مسئول", "مسءول"] {
            let mut forms: Vec<String> = others(text).into_iter().collect();
            forms.push(text.to_owned());
            assert!(["مسؤول", "مسئول", "مسءول"].iter().all(|form| forms.iter().any(|own| own == form)), "{forms:?}");
        }
    }

    #[test]
    fn a_ligature_is_found_by_its_letters_and_they_by_it() {
        let forms = |text| others(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(forms("main-d'œuvre"), "oeuvre");
        assert_eq!(forms("Le coeur"), "cœur");
        assert_eq!(forms("ex æquo"), "aequo");
        assert_eq!(forms("Œuvre"), "OEuvre");
    }
}
