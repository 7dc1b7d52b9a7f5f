//! Invisible characters, dashes that are not hyphens, and curly quotes.

use crate::yaml::remedy;

/// Characters that are invisible or look like a space. The joiners U+200C and
/// U+200D are not listed: Persian and other languages need them for spelling.
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

/// Dashes other than the hyphen of the keyboard.
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

/// Names of the control characters that occur in practice (ISO 6429, with
/// Unicode's aliases).
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

/// Whether the character is a dash other than the hyphen of the keyboard.
pub(crate) fn is_dash(c: char) -> bool {
    !c.is_ascii() && DASHES.iter().any(|(dash, _)| *dash == c)
}

/// Whether the character is invisible or looks like a space.
pub(crate) fn is_invisible(c: char) -> bool {
    !c.is_ascii() && INVISIBLE.iter().any(|(sign, _)| *sign == c)
}

/// Whether the character looks like a space but is none for YAML.
pub(crate) fn is_false_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}')
}

/// The first invisible character, with its byte position.
pub(crate) fn first_invisible(text: &str) -> Option<(usize, char)> {
    if text.is_ascii() { None } else { text.char_indices().find(|(_, c)| is_invisible(*c)) }
}

/// The name by which a character can be looked up: `U+00A0 NO-BREAK SPACE`.
pub(crate) fn name(c: char) -> String {
    let name =
        INVISIBLE.iter().chain(&DASHES).chain(&CONTROLS).find(|(sign, _)| *sign == c).map_or("", |(_, name)| name);
    format!("U+{:04X} {name}", u32::from(c)).trim_end().to_owned()
}

/// The text without leading and trailing whitespace and invisible characters. A
/// soft hyphen is kept: it can only be there on purpose.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c| (is_invisible(c) && c != '\u{ad}') || c == ' ')
}

/// The text inside curly quotes that enclose all of it, as word processors type
/// them where YAML expects `"`. Text that begins and ends with two separate
/// quotations does not count.
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

/// The replacement for a text in curly quotes, or in French quotes whose
/// content needs YAML quotes. French quotes are kept as part of the text.
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
