//! Text in encodings other than UTF-8, and UTF-8 that was decoded as one of
//! them: `Ã©` is the UTF-8 of `é`, decoded as Windows-1252.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::{MACINTOSH, WINDOWS_1252, WINDOWS_1256};

/// A single-byte encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// Western European.
    Windows1252,
    /// Arabic.
    Windows1256,
    /// That of old Macintosh computers.
    Macintosh,
}

impl Encoding {
    /// Its name, as programs show it in their lists of encodings.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Windows1252 => "Windows-1252",
            Encoding::Windows1256 => "Windows-1256",
            Encoding::Macintosh => "Mac Roman",
        }
    }

    fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        let encoding = match self {
            Encoding::Windows1252 => WINDOWS_1252,
            Encoding::Windows1256 => WINDOWS_1256,
            Encoding::Macintosh => MACINTOSH,
        };
        encoding.decode_without_bom_handling(bytes).0
    }

    /// The byte that encodes a non-ASCII character.
    fn byte(self, c: char) -> Option<u8> {
        static HIGH: LazyLock<[Vec<char>; 3]> = LazyLock::new(|| {
            let bytes: [u8; 128] = std::array::from_fn(|at| 128 + at as u8);
            [Encoding::Windows1252, Encoding::Windows1256, Encoding::Macintosh]
                .map(|encoding| encoding.decode(&bytes).chars().collect())
        });
        HIGH[self as usize].iter().position(|own| *own == c).map(|at| 128 + at as u8)
    }
}

/// Guesses the encoding of bytes that are not UTF-8. Arabic letters are next to
/// each other; accented letters in French are isolated among ASCII letters.
pub fn of_bytes(bytes: &[u8]) -> Encoding {
    let mut of_arabic = 0;
    let mut others = 0;
    // In a valid file, only a line that was pasted in is examined.
    let is_not_utf8 = |run: &&[u8]| std::str::from_utf8(run).is_err();
    for run in bytes.split(|byte| byte.is_ascii()).filter(is_not_utf8) {
        let letters = Encoding::Windows1256.decode(run).chars().filter(|c| is_arabic(*c)).count();
        match run.len() > 1 && letters * 2 > run.len() {
            true => of_arabic += run.len(),
            false => others += 1,
        }
    }
    if of_arabic > others { Encoding::Windows1256 } else { Encoding::Windows1252 }
}

/// Text that was decoded in a wrong encoding.
pub struct Misread {
    /// The bytes of the first affected word.
    pub at: Range<usize>,
    /// The encoding that was used by mistake or, for Arabic text in
    /// Windows-1256, its true encoding.
    pub encoding: Encoding,
    /// The whole text, corrected.
    pub meant: String,
}

/// Detects, by its letters, text that was decoded in a wrong encoding.
pub fn misread(text: &str) -> Option<Misread> {
    if text.is_ascii() {
        return None;
    }
    let all = [Encoding::Windows1252, Encoding::Windows1256, Encoding::Macintosh];
    let found = all.iter().filter_map(|encoding| utf8_read_as(text, *encoding));
    let best =
        found.max_by_key(|(count, _)| *count).map(|(_, found)| found).or_else(|| arabic_read_as_western(text))?;
    // Text that was decoded wrongly twice is corrected twice.
    match misread(&best.meant) {
        Some(again) => Some(Misread { meant: again.meant, ..best }),
        None => Some(best),
    }
}

/// UTF-8 that was decoded in another encoding, with the number of affected
/// places.
fn utf8_read_as(text: &str, encoding: Encoding) -> Option<(usize, Misread)> {
    let mut found: Vec<(Range<usize>, char)> = vec![];
    for (at, _) in text.char_indices().filter(|(_, c)| leads(*c, encoding)) {
        if found.last().is_none_or(|(last, _)| last.end <= at)
            && let Some((letter, len)) = character(&text[at..], encoding)
        {
            found.push((at..at + len, letter));
        }
    }
    let sure = (0..found.len()).find(|at| is_sure(text, &found, *at, encoding))?;
    let mut meant = String::with_capacity(text.len());
    let mut from = 0;
    for (place, letter) in &found {
        meant.push_str(&text[from..place.start]);
        meant.push(*letter);
        from = place.end;
    }
    meant.push_str(&text[from..]);
    // A no-break space, the second half of `à`, is often replaced by a space on
    // the way.
    if encoding == Encoding::Windows1252 {
        meant = meant.replace("Ã  ", "à ").replace("Ã ", "à ");
    }
    let at = word(text, &found[sure].0);
    Some((found.len(), Misread { at, encoding, meant }))
}

/// The character whose UTF-8 bytes, each decoded in another encoding, begin
/// here, and the length of that text.
fn character(text: &str, encoding: Encoding) -> Option<(char, usize)> {
    let mut letters = text.chars();
    let first = letters.next()?;
    // In Arabic text most letters are followed by another one.
    if letters.next().is_none_or(|c| c.is_ascii() || matches!(c, '\u{620}'..='\u{652}')) {
        return None;
    }
    let lead = encoding.byte(first)?;
    let count = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [0; 4];
    let mut len = 0;
    for (at, c) in text.chars().take(count).enumerate() {
        bytes[at] = encoding.byte(c)?;
        len += c.len_utf8();
    }
    let letter = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    is_usual(letter).then_some((letter, len))
}

/// Whether the UTF-8 of a usual letter can begin with this character: a fast
/// check, since almost no text contains any of these.
fn leads(c: char, encoding: Encoding) -> bool {
    match encoding {
        Encoding::Windows1252 => matches!(c, 'Â' | 'Ã' | 'Å' | 'â' | 'Ø' | 'Ù' | 'Ú' | 'Û' | 'ï' | 'ð'),
        Encoding::Windows1256 => matches!(c, 'آ' | 'أ' | 'إ' | 'â' | 'ط' | 'ظ' | 'ع' | 'غ' | 'ï'),
        Encoding::Macintosh => matches!(c, '¬' | '√' | '‚' | 'ÿ' | 'Ÿ' | '≈'),
    }
}

/// Whether the character is a letter or punctuation of French or Arabic text.
fn is_usual(c: char) -> bool {
    is_arabic(c)
        || matches!(c, '\u{a0}'..='\u{ff}' | 'Œ' | 'œ' | 'Ÿ' | '\u{2009}'..='\u{2026}' | '\u{202f}' | '‰' | '‹' | '›'
            | '€' | '™' | '−' | '\u{feff}' | '\u{1f300}'..='\u{1faff}')
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{621}'..='\u{669}' | '\u{66a}'..='\u{6d3}')
}

/// Whether this sequence of characters cannot be intentional. What would decode
/// to one Arabic letter may be two real letters (`OÙ…`), and punctuation after
/// an Arabic letter may be the sentence's own (`فقط،`).
fn is_sure(text: &str, found: &[(Range<usize>, char)], at: usize, encoding: Encoding) -> bool {
    let (place, letter) = &found[at];
    let touches = |other: Option<&(Range<usize>, char)>| {
        other
            .is_some_and(|(other, letter)| is_arabic(*letter) && (other.start == place.end || other.end == place.start))
    };
    if is_arabic(*letter) {
        return touches(found.get(at + 1)) || at.checked_sub(1).is_some_and(|before| touches(found.get(before)));
    }
    let second = text[place.clone()].chars().nth(1);
    let punctuation = |c: char| "،؛؟«»‹›…“”‘’•–—€\u{a0}".contains(c);
    encoding != Encoding::Windows1256 || place.len() > 5 || !second.is_some_and(punctuation)
}

/// Detects Windows-1256 Arabic that was decoded as Windows-1252: words that
/// consist of accented letters only.
fn arabic_read_as_western(text: &str) -> Option<Misread> {
    let is_high = |c: char| matches!(c, 'À'..='ÿ' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ž' | 'ž' | '¡' | 'º' | '¿');
    let mut meant = String::with_capacity(text.len());
    let mut first = None;
    let mut count = 0;
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].find(|c| !is_high(c)).unwrap_or(text.len() - at);
        let word = &text[at..at + run];
        let apart = !text[..at].ends_with(|c: char| c.is_ascii_alphabetic())
            && !text[at + run..].starts_with(|c: char| c.is_ascii_alphabetic());
        let bytes: Option<Vec<u8>> = word.chars().map(|c| Encoding::Windows1252.byte(c)).collect();
        let arabic = bytes.map(|bytes| Encoding::Windows1256.decode(&bytes).into_owned()).unwrap_or_default();
        if apart && word.chars().count() > 2 && arabic.chars().all(is_arabic) {
            first = first.or(Some(at..at + run));
            count += 1;
            meant.push_str(&arabic);
        } else if apart && first.is_some() && !arabic.is_empty() && arabic.chars().all(is_arabic) {
            meant.push_str(&arabic);
        } else {
            meant.push_str(word);
        }
        at += run;
        let c = text[at..].chars().next();
        meant.extend(c);
        at += c.map_or(0, char::len_utf8);
    }
    let at = first.filter(|_| count > 1)?;
    Some(Misread { at, encoding: Encoding::Windows1256, meant })
}

/// The first place where letters are lost beyond repair: `Coop�ration`,
/// `???? ?????`.
pub fn lost(text: &str) -> Option<Range<usize>> {
    if let Some(at) = text.find('\u{fffd}') {
        return Some(word(text, &(at..at + '\u{fffd}'.len_utf8())));
    }
    let mut from = 0;
    while let Some(start) = text[from..].find("?? ??").map(|at| from + at) {
        let start = text[..start].trim_end_matches('?').len();
        let run = text[start..].find(|c| c != '?' && c != ' ').map_or(text.len(), |end| start + end);
        let words = text[start..run].trim_end();
        let begins = !text[..start].trim_end_matches(' ').ends_with(char::is_alphanumeric);
        if begins && words.matches('?').count() > 5 {
            return Some(start..start + words.len());
        }
        from = run;
    }
    None
}

/// The word that contains these bytes.
fn word(text: &str, at: &Range<usize>) -> Range<usize> {
    let ends = |c: char| c.is_ascii_whitespace();
    let start = text[..at.start].rfind(ends).map_or(0, |space| space + 1);
    let end = text[at.end..].find(ends).map_or(text.len(), |end| at.end + end);
    start..end
}

#[cfg(test)]
mod tests {
    use super::{Encoding, lost, misread, of_bytes};

    #[test]
    fn what_was_read_in_a_wrong_encoding_is_known_and_mended() {
        use Encoding::{Macintosh, Windows1252, Windows1256};
        for (text, encoding, word, meant) in [
            ("title: Ã‰tude Ã\u{a0} Sfax", Windows1252, "Ã‰tude", "title: Étude à Sfax"),
            ("Les rÃ©sultats de lâ€™annÃ©e", Windows1252, "rÃ©sultats", "Les résultats de l’année"),
            ("RÃ©sultats Ã  Sfax, Ã  Tunis", Windows1252, "RÃ©sultats", "Résultats à Sfax, à Tunis"),
            ("Â« un pont Â»\u{a0}: lâ€™eau, 50Â\u{a0}%", Windows1252, "Â«", "« un pont »\u{a0}: l’eau, 50\u{a0}%"),
            ("un cÅ“ur, 3 â‚¬", Windows1252, "cÅ“ur,", "un cœur, 3 €"),
            ("Ø§Ù„ØªØ¹Ø§ÙˆÙ†", Windows1252, "Ø§Ù„ØªØ¹Ø§ÙˆÙ†", "التعاون"),
            ("RÃƒÂ©sultats", Windows1252, "RÃƒÂ©sultats", "Résultats"),
            ("ط§ظ„طھط¹ط§ظˆظ†", Windows1256, "ط§ظ„طھط¹ط§ظˆظ†", "التعاون"),
            ("Rأ©sultats", Windows1256, "Rأ©sultats", "Résultats"),
            ("R√©sultats de l‚Äôann√©e", Macintosh, "R√©sultats", "Résultats de l’année"),
            ("ÇáÊÚÇæä ÇáÏæáí ãÚ ÊæäÓ", Windows1256, "ÇáÊÚÇæä", "التعاون الدولي مع تونس"),
        ] {
            let found = misread(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.encoding, &text[found.at], &*found.meant), (encoding, word, meant));
        }
    }

    #[test]
    fn good_texts_are_left_alone() {
        for text in [
            "L’Île-d’Yeu, ÂGE ET ÂME, «CAFÉ», OÙ… où ? D’OÙ»",
            "Ça coûte 3 €, à Ålesund, Øresund, São Paulo (SÃO PAULO)",
            "هذا فقط، والمبدأ، وحفظ؛ والملجأ» والخطأ… ثم «مبدأ» ؟",
            "© 2018, ® ™ √9 = 3, ÷ × ±",
            "ÇA ALORS, ÉTÉ, ÊTRE, NOËL, ÀÉÈ",
            "Quoi ??? Vraiment ?? Oui !",
            "ÿ",
            "",
        ] {
            assert!(misread(text).is_none(), "{text}: {:?}", misread(text).map(|found| found.meant));
            assert!(lost(text).is_none(), "{text}");
        }
    }

    #[test]
    fn letters_that_are_gone_are_found() {
        for (text, word) in [
            ("la Coop\u{fffd}ration ici", "Coop\u{fffd}ration"),
            ("title: ????? ?????? ??????", "????? ?????? ??????"),
            ("???? ???.", "???? ???"),
        ] {
            assert_eq!(lost(text).map(|at| &text[at]), Some(word));
        }
    }

    #[test]
    fn the_encoding_of_bytes_is_told_by_their_neighbours() {
        let arabic = encoding_rs::WINDOWS_1256.encode("title: مشروع تعاون\ntype: multilateral\n\nنص قصير.").0;
        assert_eq!(of_bytes(&arabic), Encoding::Windows1256);
        let french = encoding_rs::WINDOWS_1252.encode("title: Coopération\n\nL’été à l’«œuvre» où créée.").0;
        assert_eq!(of_bytes(&french), Encoding::Windows1252);
        let mixed = ["  ar: صندوق الأمم المتحدة\n  fr: Coop".as_bytes(), b"\xe9ration\n"].concat();
        assert_eq!(of_bytes(&mixed), Encoding::Windows1252);
    }
}
