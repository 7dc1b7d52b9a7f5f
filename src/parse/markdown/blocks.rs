//! The blocks of a text, and what counts of their words: not blanks, not
//! typography, not remarks that nobody sees.

use std::ops::Range;

use icu_normalizer::ComposingNormalizerBorrowed;
use pulldown_cmark::Event;

use crate::parse::markdown::events::{Events, read};
use crate::yaml::marks::is_invisible;

/// The source of each block of the outermost level: a paragraph, a heading, a
/// whole list, a table. Blocks of which nobody sees anything are left out.
pub fn blocks(text: &str) -> Vec<&str> {
    sources(text, &read(text).events).map(|(source, _)| source).collect()
}

/// The hash of each block.
pub(super) fn hashes(text: &str, events: &Events) -> Box<[u32]> {
    sources(text, events).map(|(_, words)| hash_of(&words)).collect()
}

/// A short hash of some words, whatever their blanks and typography.
pub fn hash(words: &str) -> u32 {
    hash_of(&normalized(words))
}

fn hash_of(normalized: &str) -> u32 {
    xxhash_rust::xxh3::xxh3_64(normalized.as_bytes()) as u32
}

fn sources<'s>(text: &'s str, events: &Events) -> impl Iterator<Item = (&'s str, String)> {
    let mut depth = 0usize;
    let mut found: Vec<Range<usize>> = vec![];
    for (event, place) in events {
        match event {
            Event::Start(_) => {
                found.extend((depth == 0).then(|| place.clone()));
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => found.extend((depth == 0).then(|| place.clone())),
        }
    }
    let sources = found.into_iter().filter_map(move |place| text.get(place)).map(str::trim);
    sources.map(|source| (source, normalized(source))).filter(|(_, words)| !words.is_empty())
}

/// A text in the form in which two versions are compared: composed (NFC),
/// without remarks (`<!-- … -->`) and invisible characters, with one kind of
/// quotes, dashes and dots, and blanks only between words.
fn normalized(text: &str) -> String {
    let text = without_remarks(text);
    let mut plain = String::with_capacity(text.len());
    let mut blank = false;
    for c in ComposingNormalizerBorrowed::new_nfc().normalize(&text).chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if is_invisible(c) || c == '\u{640}' {
            continue;
        }
        let between_words = blank && plain.ends_with(char::is_alphanumeric) && c.is_alphanumeric();
        plain.extend(between_words.then_some(' '));
        blank = false;
        match c {
            '’' | '‘' | 'ʼ' => plain.push('\''),
            '«' | '»' | '“' | '”' | '„' | '‹' | '›' => plain.push('"'),
            '–' | '—' | '‑' | '−' => plain.push('-'),
            '…' => plain.push_str("..."),
            c => plain.push(c),
        }
    }
    plain
}

fn without_remarks(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, remark)) = rest.split_once("<!--") {
        left += before;
        rest = remark.split_once("-->").map_or("", |(_, after)| after);
    }
    left + rest
}

#[cfg(test)]
mod tests {
    use super::{blocks, normalized};

    #[test]
    fn a_text_has_its_outermost_blocks() {
        let text = "Un.\nDeux.\n\n## Titre\n\n- a\n- b\n\n  c\n\n<!-- non -->\n\n| a |\n|---|\n| b |\n\n---\n\n> x\n";
        let expected = ["Un.\nDeux.", "## Titre", "- a\n- b\n\n  c", "| a |\n|---|\n| b |", "---", "> x"];
        assert_eq!(blocks(text), expected);
        assert!(blocks("").is_empty() && blocks("<!-- a -->\n").is_empty());
    }

    #[test]
    fn blanks_and_typography_do_not_count_and_words_do() {
        let same = [
            ("L’eau : « un bien » …", "L'eau: \"un bien\"..."),
            ("Un  texte\nsur deux lignes", "Un texte sur deux lignes"),
            ("3\u{202f}000 €", "3 000 €"),
            ("e\u{301}té", "été"),
            ("a <!-- à revoir -->b", "a b"),
            ("مـشروع\u{200f}", "مشروع"),
        ];
        for (one, other) in same {
            assert_eq!(normalized(one), normalized(other));
        }
        for (one, other) in [("3000", "30 00"), ("deux mots", "deuxmots"), ("un", "une"), ("Un", "un"), ("5", "-5")] {
            assert_ne!(normalized(one), normalized(other));
        }
    }
}
