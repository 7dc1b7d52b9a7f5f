//! Texts that nobody typed: whatever they are, they are read, and every place lies in the file.

use proptest::prelude::{Strategy, any, prop, proptest};

use super::{check, path, place, read_all, show, sources};
use crate::base::code::Code::YamlTooLarge;
use crate::yaml::{Node, Yaml, fence, read};

const VALID: &str = "\u{feff}title: \"Jeunes : acteurs de paix\"\r\nsummary: >-\n  Un texte, long\n  et « cité ».\ntype: multilateral\n\
    partners: [undp, 'cted']\ndates:\n  start: 2018-05\n  end: ~\nfunding:\n  - {funder: undp, amount: 3000000, note: {fr: x, ar: ي، ي}}\n  \
    - funder: ue # note\n    amount: 2\nlinks:\n- https://x.org/\nالعنوان: مشروع &x *x\n";

/// Holds for whatever is read: spans lie in the file, between characters.
fn sound(file: &str) {
    fn inside(file: &str, node: &Node) {
        let mut found = vec![];
        sources(file, node, &mut found);
    }
    for range in [0..file.len(), 0..0, 1..file.len().max(1)] {
        let document = read(&path(), file, range);
        document.root.iter().for_each(|root| inside(file, root));
        for found in &document.diagnostics {
            found.at.iter().chain(&found.related).for_each(|place| drop(file[place.span.range()].to_owned()));
        }
        assert!(document.root.is_none_or(|root| matches!(root.value, Yaml::Mapping(_))));
    }
    let split = fence::split(&path(), file);
    split.diagnostics.iter().for_each(|found| drop(place(file, found).to_owned()));
    drop(file[split.body].to_owned());
    split.front.into_iter().for_each(|front| sound_front(file, front));
    fence::decode(&path(), file.as_bytes());
}

fn sound_front(file: &str, front: std::ops::Range<usize>) {
    let document = read(&path(), file, front);
    document.diagnostics.iter().for_each(|found| drop(place(file, found).to_owned()));
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "title", ": ", ":", "\n", "\r\n", "  ", "\t", "- ", "[", "]", "{", "}", ",", "،", "\"", "'", "“", "”",
        "«", "»", "\u{a0}", "\u{200f}", "\u{feff}", "|", ">", "&x", "*x", "!t", "@", "%", "#", " # ", "---", "é", "ش",
        "\\", "?", "~", "0",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        sound(&text);
    }

    #[test]
    fn any_mixture_of_signs_is_read(text in pieces(), fenced in any::<bool>()) {
        sound(&if fenced { format!("---\n{text}") } else { text });
    }

    #[test]
    fn a_file_with_accidents_is_read(at in 0..VALID.len(), cut in 0..20usize, piece in pieces()) {
        let start = VALID.floor_char_boundary(at);
        let end = VALID.floor_char_boundary((start + cut).min(VALID.len())).max(start);
        sound(&format!("{}{piece}{}", &VALID[..start], &VALID[end..]));
    }

    #[test]
    fn any_bytes_are_decoded(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (text, found) = fence::decode(&path(), &bytes);
        found.iter().for_each(|found| drop(place(&text, found).to_owned()));
    }
}

/// What proptest found once.
#[test]
fn accidents_of_old_are_read() {
    for text in ["[،#: \n", "a: [: 0: ،#]>~\t%»: title\u{200f} %a\n b: 1", "dates: 1\n#x\n\t\n"] {
        sound(text);
    }
}

#[test]
fn the_valid_file_is_valid() {
    check(VALID, &[], &read_all(VALID).root.map(|root| show(&root)).unwrap());
}

#[test]
fn a_bomb_is_refused() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..8 {
        let before = level - 1;
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); 10].join(", "));
    }
    for file in [bomb, format!("a: {}", "[".repeat(5000)), "- ".repeat(5000)] {
        let document = read_all(&file);
        assert_eq!(document.diagnostics[0].code, YamlTooLarge);
        assert!(document.root.is_none() && document.broken && document.diagnostics.len() == 1);
    }
}
