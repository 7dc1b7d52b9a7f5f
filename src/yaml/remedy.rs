//! What to write instead: texts in quotes, corrected lines.

use std::cmp::Reverse;
use std::ops::Range;

use serde_yaml::granit_parser::Parser;

use crate::base::diag::{Diagnostic, Hint};
use crate::yaml::line;

/// Bytes of a line that is worth writing out again for each mistake on it.
const MAX_LINE: usize = 2_000;
/// Mistakes of one file that get a line to write: nobody reads more.
const MAX_HINTS: usize = 200;

/// The text in quotes: `"`, or `'` where the text itself has `"` or `\`.
pub(crate) fn quote(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether the parser accepts the text as it stands.
pub(super) fn parses(text: &str) -> bool {
    Parser::new_from_str(text).all(|event| event.is_ok())
}

/// A mistake with what to put in its place, where that can be told.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// What to tell, without the line to write.
    pub diagnostic: Diagnostic,
    /// Bytes of the text that was read, and what to put there.
    pub fix: Option<(Range<usize>, String)>,
}

impl Finding {
    /// A mistake with no single remedy.
    pub fn new(diagnostic: Diagnostic) -> Finding {
        Finding { diagnostic, fix: None }
    }

    /// A mistake whose remedy is other text in this place.
    pub fn replace(diagnostic: Diagnostic, range: &Range<usize>, new: impl Into<String>) -> Finding {
        Finding { diagnostic, fix: Some((range.clone(), new.into())) }
    }
}

/// The diagnostics, each with the line to write: whole, with all that is wrong
/// on it corrected, and only if the parser then accepts it.
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

/// The line, or lines, that the range touches, with these fixes, which stand in
/// their order. Of two that overlap the first counts.
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

/// Whether the line is good YAML, by itself or as a part of a list in brackets.
fn accepted(line: &str) -> bool {
    let whole = line.trim_end();
    let line = line.trim();
    parses(whole) || parses(line) || parses(&format!("[{}]", line.trim_end_matches(',')))
}

/// Where the quote is that spoils a value beginning with `sign`, and what the
/// text was meant to be. No place where the quotes are right and something between them is wrong.
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

/// The place of the quote that ends a text, past `\"` and `''`.
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
