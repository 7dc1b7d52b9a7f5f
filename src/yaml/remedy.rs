//! Fixes for mistakes: quoted texts, corrected lines.

use std::cmp::Reverse;
use std::ops::Range;

use serde_yaml::granit_parser::Parser;

use crate::base::diag::{Diagnostic, Hint};
use crate::yaml::line;

/// The longest line, in bytes, that is written out corrected for each of its
/// mistakes.
const MAX_LINE: usize = 2_000;
/// The most mistakes of one file that get a corrected line: nobody reads more.
const MAX_HINTS: usize = 200;

/// The text in double quotes, or in single quotes if it contains `"` or `\`.
pub(crate) fn quote(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether the parser accepts the text.
pub(super) fn parses(text: &str) -> bool {
    Parser::new_from_str(text).all(|event| event.is_ok())
}

/// A mistake with its fix, if there is a definite one.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// The diagnostic, without the corrected line.
    pub diagnostic: Diagnostic,
    /// The byte range of the text to replace, and its replacement.
    pub fix: Option<(Range<usize>, String)>,
}

impl Finding {
    /// A mistake without a definite fix.
    pub fn new(diagnostic: Diagnostic) -> Finding {
        Finding { diagnostic, fix: None }
    }

    /// A mistake that is fixed by replacing the range.
    pub fn replace(diagnostic: Diagnostic, range: &Range<usize>, new: impl Into<String>) -> Finding {
        Finding { diagnostic, fix: Some((range.clone(), new.into())) }
    }
}

/// The diagnostics, each with its corrected line: the whole line with all of
/// its mistakes fixed, offered only if the parser accepts it.
pub(crate) fn resolve(text: &str, findings: Vec<Finding>) -> Vec<Diagnostic> {
    let mut fixes: Vec<(Range<usize>, String)> = findings.iter().filter_map(|found| found.fix.clone()).collect();
    fixes.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
    let write = |fix: &(Range<usize>, String)| {
        let short = line::end(text, fix.0.end) - line::start(text, fix.0.start) <= MAX_LINE;
        short.then(|| corrected(text, &fix.0, &fixes)).filter(|line| accepted(line)).map(Hint::Write)
    };
    let hinted = |(index, found): (usize, Finding)| {
        let hint = found.fix.as_ref().filter(|_| index < MAX_HINTS).and_then(write);
        let mut diagnostic = found.diagnostic;
        diagnostic.hints.splice(0..0, hint);
        diagnostic
    };
    findings.into_iter().enumerate().map(hinted).collect()
}

/// The line or lines that the range touches, with the fixes applied, which must
/// be sorted. If two fixes overlap, the first one applies.
pub(super) fn corrected(text: &str, range: &Range<usize>, fixes: &[(Range<usize>, String)]) -> String {
    let (start, end) = (line::start(text, range.start), line::end(text, range.end));
    let mut line = String::new();
    let mut at = start;
    let from = fixes.partition_point(|(fix, _)| fix.start < start);
    for (fix, new) in fixes[from..].iter().take_while(|(fix, _)| fix.start <= end) {
        if fix.start >= at && fix.end <= end {
            line += &text[at..fix.start];
            line += new;
            at = fix.end;
        }
    }
    line += &text[at..end];
    line.trim_start_matches('\u{feff}').to_owned()
}

/// Whether the line is valid YAML, on its own or as items of a bracketed list.
fn accepted(line: &str) -> bool {
    let whole = line.trim_end();
    let line = line.trim();
    parses(whole) || parses(line) || parses(&format!("[{}]", line.trim_end_matches(',')))
}

/// The position of the quote that breaks a value beginning with `sign`, and the text that was
/// meant. The position is `None` if the quotes are balanced and the mistake is between them.
pub(super) fn unbalanced(value: &str, sign: char) -> Option<(Option<usize>, &str)> {
    let inner = &value[1..];
    let Some(close) = closing(inner, sign) else { return Some((Some(0), inner)) };
    if close + 1 == inner.len() {
        return Some((None, &inner[..close]));
    }
    let Some(inside) = inner.strip_suffix(sign).filter(|inside| close < inside.len()) else {
        return Some((Some(close + 1), if sign == '\'' { inner } else { value }));
    };
    let nested = inner[..close].ends_with(char::is_whitespace);
    let apostrophe = sign == '\'' && inner[close + 1..].starts_with(char::is_alphabetic);
    Some((Some(close + 1), if nested || apostrophe { inside } else { value }))
}

/// The position of the closing quote, skipping the escapes `\"` and `''`.
pub(super) fn closing(inner: &str, sign: char) -> Option<usize> {
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && sign == '"' {
            chars.next();
        } else if c == sign {
            let doubled = sign == '\'' && chars.peek().is_some_and(|(_, next)| *next == sign);
            if !doubled {
                return Some(at);
            }
            chars.next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{corrected, parses, quote};

    #[test]
    fn quotes_are_those_that_the_text_allows() {
        for (text, quoted) in [
            ("Jeunes : paix", r#""Jeunes : paix""#),
            (r#"Le "mot" : x"#, r#"'Le "mot" : x'"#),
            ("L'exemple", r#""L'exemple""#),
            (r#"L'"exemple""#, r#""L'\"exemple\"""#),
            (r"C:\docs", r"'C:\docs'"),
        ] {
            assert_eq!(quote(text), quoted);
            assert!(parses(&format!("a: {quoted}")), "{quoted}");
        }
    }

    #[test]
    fn a_line_is_corrected_in_place() {
        assert_eq!(corrected("\u{feff}a: x\r\nb: y", &(6..7), &[(6..7, "\"x\"".to_owned())]), "a: \"x\"");
        assert_eq!(corrected("a: x\n  y\nb: z", &(3..8), &[(3..8, "n".to_owned()), (9..10, "c".to_owned())]), "a: n");
    }
}
