//! The markers with which people begin list items, in Word and by hand.

use crate::parse::markdown::slips::prose::is_false_blank;

/// The marker at the start of a line.
pub(super) struct Marker<'l> {
    pub kind: Kind,
    /// The text after it.
    pub rest: &'l str,
}

/// The kind of a marker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A bullet of Word's lists, which has no other use.
    Sign,
    /// A bullet that may also be decoration: ✓
    Decoration,
    /// A dash and a space, as in a dialogue.
    Dash,
    /// A hyphen right before a word.
    Hyphen,
    /// A Markdown marker that is not read as one here because of what precedes
    /// it.
    Mark,
    /// The same, because of a no-break space or an invisible character.
    Unbroken,
    /// A number followed by a character that Markdown does not accept.
    Number(u32),
    /// A number in Markdown's form.
    Point(u32),
    /// The same, with a no-break space.
    UnbrokenPoint(u32),
    /// A letter, with its position in the alphabet.
    Letter(u32, Alphabet),
}

/// The order in which letters number items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Alphabet {
    Latin,
    Roman,
    Arabic,
}

/// Whether the character is a bullet. Those of Word's symbol fonts are in the
/// private use area.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '•' | '▪'
            | '■'
            | '□'
            | '●'
            | '○'
            | '◦'
            | '‣'
            | '⁃'
            | '∙'
            | '➢'
            | '❖'
            | '❑'
            | '❒'
            | '◆'
            | '◇'
            | '♦'
            | '⮚'
            | '⦁'
            | '⚫'
            | '⚬'
            | '\u{f020}'..='\u{f0ff}'
    )
}

fn is_decoration(c: char) -> bool {
    matches!(c, '✓' | '✔' | '✗' | '✘' | '►' | '▶' | '▸' | '➤' | '➔' | '➜' | '★' | '☆' | '✦' | '◊')
}

fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t' || is_false_blank(c)
}

/// The marker of this line, if it begins like an item.
pub(super) fn marker(line: &str) -> Option<Marker<'_>> {
    let visible = line.trim_start_matches(is_false_blank);
    let hidden = visible.len() < line.len();
    let first = visible.chars().next()?;
    let after = &visible[first.len_utf8()..];
    let rest = after.trim_start_matches(is_blank);
    let blanks = &after[..after.len() - rest.len()];
    if rest.is_empty() {
        return None;
    }
    let wide = blanks.contains('\t') || blanks.chars().count() > 1;
    let kind = match first {
        _ if is_sign(first) => Kind::Sign,
        '·' if !blanks.is_empty() => Kind::Sign,
        _ if is_decoration(first) && !blanks.is_empty() => Kind::Decoration,
        '–' | '—' | '‒' | '−' | '―' | '‐' if wide => Kind::Sign,
        '–' | '—' | '‒' | '−' | '―' | '‐' if !blanks.is_empty() => Kind::Dash,
        // Bullets of Word's symbol fonts that turn into letters (o § Ø ü v q
        // n), always followed by a tab.
        'o' | '§' | 'Ø' | 'ü' | 'v' | 'q' | 'n' | 'Ü' | 'à' if wide => Kind::Sign,
        '-' | '+' | '*' if blanks.contains(is_false_blank) || (hidden && !blanks.is_empty()) => Kind::Unbroken,
        '-' | '+' | '*' if !blanks.is_empty() => Kind::Mark,
        '-' if rest.starts_with(char::is_alphabetic) => Kind::Hyphen,
        _ => return numbered(visible, hidden).or_else(|| lettered(visible)),
    };
    Some(Marker { kind, rest })
}

/// `1-`, `1 -`, `1°)`, `1/`, `(1)`, `١.`, `1.mot`.
fn numbered(line: &str, hidden: bool) -> Option<Marker<'_>> {
    let bare = line.strip_prefix('(').unwrap_or(line);
    let in_brackets = bare.len() < line.len();
    let after = bare.trim_start_matches(|c: char| digit(c).is_some());
    let written = &bare[..bare.len() - after.len()];
    if !(1..=3).contains(&written.chars().count()) {
        return None;
    }
    let number = written.chars().filter_map(digit).fold(0, |number, digit| number * 10 + digit);
    let ascii = written.is_ascii() && !in_brackets;
    let (sign, rest) = behind(after, in_brackets)?;
    let blanks = &rest[..rest.len() - rest.trim_start_matches(is_blank).len()];
    let words = &rest[blanks.len()..];
    let kind = match sign {
        "." | ")" if ascii && blanks.starts_with([' ', '\t']) && !hidden => Kind::Point(number),
        "." | ")" if ascii && !blanks.is_empty() => Kind::UnbrokenPoint(number),
        _ => Kind::Number(number),
    };
    words.starts_with(begins_item).then_some(Marker { kind, rest: words })
}

/// The delimiter after the number or letter of an item, and what follows it.
fn behind(after: &str, in_brackets: bool) -> Option<(&str, &str)> {
    if in_brackets {
        return after.strip_prefix(')').map(|rest| (")", rest));
    }
    let spaced = after.trim_start_matches([' ', '\u{a0}']);
    let signs = ["°)", "º)", ".-", ".–", "-)", "–)", "/-", ")-", "°", "º", ".", ")", "/", "-", "–", "ـ"];
    let sign = signs.iter().find(|sign| spaced.starts_with(**sign))?;
    // `10 - Tunis` is an item, `10 ) Tunis` is not.
    let fits = spaced.len() == after.len() || matches!(*sign, "-" | "–" | ")");
    fits.then(|| (*sign, &spaced[sign.len()..]))
}

/// Whether the character can begin an item's text. Digits cannot, so that
/// `1-800` is not an item.
fn begins_item(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '«' | '"' | '“' | '(' | '*' | '_' | '[' | '`' | '\u{200f}')
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(c as u32 - 0x6f0),
        _ => None,
    }
}

const ROMAN: &[&str] = &["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
/// The letters that number items in Arabic: in abjad order and in dictionary
/// order.
const ARABIC: [&[char]; 2] =
    [&['أ', 'ب', 'ج', 'د', 'ه', 'و', 'ز', 'ح', 'ط', 'ي'], &['أ', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د']];

/// `a)`, `(b)`, `A-`, `ii)`, `أ)`, `ب-`. A letter with a full stop is an
/// initial.
fn lettered(line: &str) -> Option<Marker<'_>> {
    let bare = line.strip_prefix('(').unwrap_or(line);
    let in_brackets = bare.len() < line.len();
    let after = bare.trim_start_matches(char::is_alphabetic);
    let label = &bare[..bare.len() - after.len()];
    let lower = label.to_lowercase();
    let first = label.chars().next()?;
    let single = label.chars().count() == 1;
    let (sign, rest) = behind(after, in_brackets)?;
    let arabic =
        single.then(|| ARABIC.iter().find_map(|letters| letters.iter().position(|l| *l == alef(first)))).flatten();
    let (place, alphabet) = match arabic {
        Some(place) => (place, Alphabet::Arabic),
        None if single && first.is_ascii_alphabetic() => {
            ((first.to_ascii_lowercase() as u8 - b'a') as usize, Alphabet::Latin)
        }
        None => (ROMAN.iter().position(|roman| *roman == lower)?, Alphabet::Roman),
    };
    let fits = match sign {
        ")" | ".-" | "-)" | ")-" | "/" | "/-" => true,
        "-" | "–" => rest.starts_with(is_blank) || alphabet == Alphabet::Arabic,
        "." | "ـ" => alphabet == Alphabet::Arabic,
        _ => false,
    };
    let words = rest.trim_start_matches(is_blank);
    let kind = Kind::Letter(u32::try_from(place).ok()?, alphabet);
    (fits && words.starts_with(begins_item)).then_some(Marker { kind, rest: words })
}

fn alef(c: char) -> char {
    if matches!(c, 'ا' | 'آ' | 'إ') { 'أ' } else { c }
}

/// Whether the second marker continues the numbering of the first.
pub(super) fn follows(one: Kind, other: Kind) -> bool {
    let number = |kind| match kind {
        Kind::Number(number) | Kind::Point(number) | Kind::UnbrokenPoint(number) => Some(number),
        _ => None,
    };
    match (one, other) {
        (Kind::Letter(one, Alphabet::Arabic), Kind::Letter(other, Alphabet::Arabic)) => one < other,
        // `i)` is both a letter and a Roman numeral.
        (Kind::Letter(8, Alphabet::Latin), Kind::Letter(1, Alphabet::Roman)) => true,
        (Kind::Letter(one, latin), Kind::Letter(other, same)) => latin == same && other == one + 1,
        _ => number(one).zip(number(other)).is_some_and(|(one, other)| other == one + 1),
    }
}
