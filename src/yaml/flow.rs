//! Mistakes inside flow collections, `[…]` and `{…}`.

use std::ops::Range;

use crate::yaml::remedy::{closing, parses, unbalanced};

/// A mistake in one item of a flow collection. All ranges are byte ranges of
/// the text that was searched.
pub(super) enum Problem<'t> {
    /// `{fr: Jeunes : paix}`
    Colon { key: Range<usize>, value: Range<usize> },
    /// `{fr: "Jeunes, ar: x}`
    Quote { sign: char, at: usize, value: Range<usize>, meant: &'t str },
    /// `{fr: x، ar: y}`
    ArabicComma(Range<usize>),
    /// `[@cted]`
    SpecialStart { sign: char, key: Range<usize>, value: Range<usize> },
}

/// The first mistake in a range of the text.
pub(super) fn problem<'t>(text: &'t str, range: &Range<usize>) -> Option<Problem<'t>> {
    parts(text, range).into_iter().find_map(|part| problem_of(text, part))
}

/// The closing brackets missing at the end of the value. `None` if none is
/// missing, or if they do not match otherwise.
pub(super) fn closers(value: &str) -> Option<String> {
    let mut open = vec![];
    for (_, mark) in scan(value, 0) {
        match mark {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' if open.pop() != Some(mark) => return None,
            _ => {}
        }
    }
    let closers: String = open.into_iter().rev().collect();
    (!closers.is_empty()).then_some(closers)
}

fn problem_of<'t>(text: &'t str, part: Range<usize>) -> Option<Problem<'t>> {
    let source = &text[part.clone()];
    let (key, value) = match source.find(": ").filter(|_| !source.starts_with(['"', '\''])) {
        Some(colon) => (part.start..part.start + source[..colon].trim_end().len(), part.start + colon + 2..part.end),
        None => (part.start..part.start, part.clone()),
    };
    if key.is_empty() && source.ends_with(':') {
        return None; // A key before a bracket.
    }
    let value = value.end - text[value.clone()].trim_start().len()..value.end;
    let source = &text[value.clone()];
    let sign = source.chars().next()?;
    if sign == '"' || sign == '\'' {
        let (place, meant) = unbalanced(source, sign)?;
        let at = value.start + place?;
        // An unclosed quote was most likely meant to close before the next
        // delimiter.
        let unclosed = closing(&source[1..], sign).is_none();
        let cut = source.find([',', ']', '}']).filter(|_| unclosed).unwrap_or(source.len());
        let meant = if unclosed { source[1..cut].trim() } else { meant };
        return Some(Problem::Quote { sign, at, value: value.start..value.start + cut, meant });
    }
    if source.contains(": ") || source.ends_with(':') {
        let comma = source.find('،').map(|at| value.start + at);
        return Some(match comma {
            Some(comma) => Problem::ArabicComma(comma..comma + '،'.len_utf8()),
            None => Problem::Colon { key, value },
        });
    }
    let special = "@%`&*!|>?-".contains(sign) && !parses(&format!("[{source}]"));
    special.then_some(Problem::SpecialStart { sign, key, value })
}

/// The texts between brackets and commas, trimmed.
pub(super) fn parts(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let marks = scan(&text[..range.end], range.start);
    let starts = [range.start].into_iter().chain(marks.iter().map(|(at, mark)| at + mark.len_utf8()));
    let ends = marks.iter().map(|(at, _)| *at).chain([range.end]);
    let trim = |(start, end): (usize, usize)| {
        let part = &text[start..end];
        let start = end - part.trim_start().len();
        (!part.trim().is_empty()).then(|| start..start + part.trim().len())
    };
    starts.zip(ends).filter_map(trim).collect()
}

/// The brackets and commas outside quoted strings, with their positions.
fn scan(text: &str, from: usize) -> Vec<(usize, char)> {
    let mut marks = vec![];
    let mut at = from;
    let mut fresh = true;
    while let Some(c) = text[at..].chars().next() {
        if fresh && (c == '"' || c == '\'') {
            let Some(close) = closing(&text[at + 1..], c) else { break };
            at += close + 2;
            fresh = false;
            continue;
        }
        if ",[]{}".contains(c) {
            marks.push((at, c));
        }
        let after_colon = c == ' ' && text[..at].ends_with(':');
        fresh = ",[{".contains(c) || after_colon || (fresh && c.is_whitespace());
        at += c.len_utf8();
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::{closers, parts};

    #[test]
    fn a_list_is_closed_where_it_ends() {
        for (value, whole) in
            [("[undp, cted", Some("]")), ("{fr: \"a]\", ar: [x,", Some("]}")), ("[x] y", None), ("[x}", None)]
        {
            assert_eq!(closers(value).as_deref(), whole, "{value}");
        }
    }

    #[test]
    fn parts_are_what_stands_between_commas() {
        let text = "{fr: 'a, b', ar: x، y , [ z]}";
        let found: Vec<&str> = parts(text, &(0..text.len())).into_iter().map(|part| &text[part]).collect();
        assert_eq!(found, ["fr: 'a, b'", "ar: x، y", "z"]);
    }
}
