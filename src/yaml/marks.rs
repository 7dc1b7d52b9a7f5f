//! Characters that look like nothing, or like quotes.

use crate::yaml::remedy;

/// Characters that a reader cannot see or takes for a space. The joiners
/// U+200C and U+200D are left out: Persian and other languages spell with them.
const INVISIBLE: [(char, &str); 20] = [
    ('\u{a0}', "NO-BREAK SPACE"),
    ('\u{ad}', "SOFT HYPHEN"),
    ('\u{61c}', "ARABIC LETTER MARK"),
    ('\u{200b}', "ZERO WIDTH SPACE"),
    ('\u{200e}', "LEFT-TO-RIGHT MARK"),
    ('\u{200f}', "RIGHT-TO-LEFT MARK"),
    ('\u{202a}', "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202b}', "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202c}', "POP DIRECTIONAL FORMATTING"),
    ('\u{202d}', "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202e}', "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{202f}', "NARROW NO-BREAK SPACE"),
    ('\u{2009}', "THIN SPACE"),
    ('\u{2060}', "WORD JOINER"),
    ('\u{2066}', "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', "FIRST STRONG ISOLATE"),
    ('\u{2069}', "POP DIRECTIONAL ISOLATE"),
    ('\u{3000}', "IDEOGRAPHIC SPACE"),
    ('\u{feff}', "ZERO WIDTH NO-BREAK SPACE"),
];

/// Dashes that are no hyphen of the keyboard.
const DASHES: [(char, &str); 9] = [
    ('\u{2010}', "HYPHEN"),
    ('\u{2011}', "NON-BREAKING HYPHEN"),
    ('\u{2012}', "FIGURE DASH"),
    ('\u{2013}', "EN DASH"),
    ('\u{2014}', "EM DASH"),
    ('\u{2015}', "HORIZONTAL BAR"),
    ('\u{2212}', "MINUS SIGN"),
    ('\u{fe63}', "SMALL HYPHEN-MINUS"),
    ('\u{ff0d}', "FULLWIDTH HYPHEN-MINUS"),
];

/// Control characters that people meet (ISO 6429, with the aliases of Unicode).
const CONTROLS: [(char, &str); 8] = [
    ('\u{0}', "NULL"),
    ('\u{7}', "ALERT"),
    ('\u{8}', "BACKSPACE"),
    ('\u{b}', "LINE TABULATION"),
    ('\u{c}', "FORM FEED"),
    ('\u{1b}', "ESCAPE"),
    ('\u{7f}', "DELETE"),
    ('\u{85}', "NEXT LINE"),
];

/// Whether the character is a dash that is no hyphen of the keyboard.
pub(crate) fn is_dash(c: char) -> bool {
    !c.is_ascii() && DASHES.iter().any(|(dash, _)| *dash == c)
}

/// Whether a reader cannot see the character, or takes it for a space.
pub(crate) fn is_invisible(c: char) -> bool {
    !c.is_ascii() && INVISIBLE.iter().any(|(sign, _)| *sign == c)
}

/// Whether the character has the width of a space without being one for YAML.
pub(crate) fn is_false_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}')
}

/// The first invisible character, with its place.
pub(crate) fn first_invisible(text: &str) -> Option<(usize, char)> {
    if text.is_ascii() { None } else { text.char_indices().find(|(_, c)| is_invisible(*c)) }
}

/// The name by which a character can be looked up: `U+00A0 NO-BREAK SPACE`.
pub(crate) fn name(c: char) -> String {
    let name =
        INVISIBLE.iter().chain(&DASHES).chain(&CONTROLS).find(|(sign, _)| *sign == c).map_or("", |(_, name)| name);
    format!("U+{:04X} {name}", u32::from(c)).trim_end().to_owned()
}

/// The text without invisible characters and spaces at its ends. A soft hyphen
/// stays: it can only stand there on purpose.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c| (is_invisible(c) && c != '\u{ad}') || c == ' ')
}

/// What stands between curly quotes that wrap the whole text, as a word
/// processor puts them where YAML wants `"`. Two quoted words with others
/// between them are not wrapped.
pub(crate) fn unwrap_curly(text: &str) -> Option<&str> {
    const DOUBLE: [char; 4] = ['“', '”', '„', '‟'];
    const SINGLE: [char; 3] = ['‘', '‚', '‛'];
    let first = text.chars().next()?;
    let last = text.chars().next_back()?;
    let inner = text.get(first.len_utf8()..text.len() - last.len_utf8())?;
    let double = DOUBLE.contains(&first) && (DOUBLE.contains(&last) || last == '"') && !inner.contains(DOUBLE);
    let single = SINGLE.contains(&first) && (last == '’' || last == '\'' || SINGLE.contains(&last));
    let straight = first == '"' && DOUBLE.contains(&last) || first == '\'' && last == '’';
    let wrapped = double || straight || (single && !inner.contains(SINGLE));
    (wrapped && !inner.trim().is_empty()).then_some(inner)
}

/// What to write instead of a text in curly quotes, or in French ones that hold
/// something with a meaning in YAML. French quotes stay, as a part of the text.
pub(crate) fn straightened(text: &str) -> Option<String> {
    let french = text.starts_with('«') && text.ends_with('»');
    unwrap_curly(text).or(french.then_some(text)).map(remedy::quote)
}

#[cfg(test)]
mod tests {
    use super::{name, trim, unwrap_curly};

    #[test]
    fn curly_quotes_must_wrap_the_whole_text() {
        for (text, inner) in [
            ("“Jeunes”", Some("Jeunes")),
            ("”Jeunes”", Some("Jeunes")),
            ("„Jeunes“", Some("Jeunes")),
            ("“Jeunes\"", Some("Jeunes")),
            ("‘L’exemple’", Some("L’exemple")),
            ("“A” et “B”", None),
            ("‘A’ et ‘B’", None),
            ("L’exemple", None),
            ("« Jeunes »", None),
            ("“”", None),
            ("“", None),
            ("", None),
        ] {
            assert_eq!(unwrap_curly(text), inner, "{text}");
        }
    }

    #[test]
    fn marks_are_named_and_trimmed() {
        assert_eq!(name('\u{a0}'), "U+00A0 NO-BREAK SPACE");
        assert_eq!(name('x'), "U+0078");
        assert_eq!(trim("\u{feff}\u{200f}مشروع\u{200f} \u{a0}"), "مشروع");
    }
}
