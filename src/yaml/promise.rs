//! Lines to write, tried before they are offered: put in the place of the
//! mistake they end it, and make no other there.

use crate::base::diag::{Diagnostic, Hint, Severity, Span};
use crate::base::path::RelPath;

/// Bytes that are read again at most, so that a long file with many mistakes
/// does not take long; what could not be tried is not offered.
const MOST_BYTES: usize = 4_000_000;

/// What was found in a file, each line to write only where it keeps its
/// promise. `again` reads another version of the file.
pub fn kept(
    path: &RelPath,
    text: &str,
    found: Vec<Diagnostic>,
    again: &dyn Fn(&str) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let before = found.clone();
    let mut left = MOST_BYTES / text.len().max(1);
    let keep = |mut diagnostic: Diagnostic| {
        let span = diagnostic.at.as_ref().filter(|at| at.path == *path).map(|at| at.span);
        if let (Some(span), Some(line)) = (span, diagnostic.hints.iter().find_map(written)) {
            let is_tried = left > 0;
            left = left.saturating_sub(1);
            if line != FENCE && !(is_tried && keeps(text, span, line, &diagnostic, &before, again)) {
                diagnostic.hints.retain(|hint| written(hint).is_none());
            }
        }
        diagnostic
    };
    found.into_iter().map(keep).collect()
}

/// The line between front matter and text stands in a place of its own.
const FENCE: &str = "---";

fn written(hint: &Hint) -> Option<&str> {
    if let Hint::Write(line) = hint { Some(line) } else { None }
}

fn keeps(
    text: &str,
    span: Span,
    line: &str,
    diagnostic: &Diagnostic,
    before: &[Diagnostic],
    again: &dyn Fn(&str) -> Vec<Diagnostic>,
) -> bool {
    let Some((start, end)) = lines(text, span) else { return false };
    let corrected = format!("{}{line}{}", &text[..start], &text[end..]);
    let after = again(&corrected);
    let same = |other: &&Diagnostic| other.code == diagnostic.code && other.args == diagnostic.args;
    let of_code = |all: &[Diagnostic], one: &Diagnostic| all.iter().filter(|other| other.code == one.code).count();
    // What a mistake hid elsewhere in the file may come to light.
    let entry = entry(&corrected, start, start + line.len());
    let is_new = |one: &&Diagnostic| {
        let is_here = one.at.as_ref().is_none_or(|at| entry.start <= at.span.start && at.span.start < entry.end);
        one.severity == Severity::Error && is_here && of_code(&after, one) > of_code(before, one)
    };
    after.iter().filter(same).count() < before.iter().filter(same).count() && !after.iter().any(|one| is_new(&one))
}

/// The whole lines of a place, without the end of the last one.
fn lines(text: &str, span: Span) -> Option<(usize, usize)> {
    let range = span.range();
    let start = text.get(..range.start)?.rfind('\n').map_or(0, |end| end + 1);
    let end = text.get(range.end.max(range.start)..)?.find('\n').map_or(text.len(), |end| range.end + end);
    let end = if text[..end].ends_with('\r') { end - 1 } else { end };
    (start <= end).then_some((start, end))
}

/// The entry of the outermost level that some bytes are a part of, and the one
/// before it: a line in a wrong column may belong to that one.
fn entry(text: &str, start: usize, end: usize) -> Span {
    let begins = |line: &str| !line.starts_with([' ', '\t', '-', '#', '\r', '\n']);
    let before = |at: usize| text[..at - 1].rfind('\n').map_or(0, |end| end + 1);
    let mut first = start;
    for _ in 0..2 {
        while first > 0 && !begins(&text[first..]) {
            first = before(first);
        }
        first = if first > 0 { before(first) } else { first };
    }
    while first > 0 && !begins(&text[first..]) {
        first = before(first);
    }
    let mut last = end;
    while let Some(line_end) = text[last..].find('\n') {
        last += line_end + 1;
        if begins(&text[last..]) || text[last..].starts_with(FENCE) {
            break;
        }
    }
    if !text[last..].contains('\n') && text[..last].ends_with(|c| c != '\n') {
        last = text.len();
    }
    Span::new(first..last.max(end))
}

#[cfg(test)]
mod tests {
    use super::kept;
    use crate::base::code::Code;
    use crate::base::diag::{Diagnostic, Hint, Span};
    use crate::base::path::RelPath;

    /// `bad` in a file is a mistake, `worse` another one.
    fn read(text: &str) -> Vec<Diagnostic> {
        let path = RelPath::fixed("a.yaml");
        let found = |word: &str, code| {
            let at = text.find(word)?;
            Some(Diagnostic::at(code, &path, Span::new(at..at + word.len())))
        };
        [found("bad", Code::UnknownKey), found("worse", Code::NotAMapping)].into_iter().flatten().collect()
    }

    fn offered(text: &str, line: &str) -> usize {
        let found = read(text).into_iter().map(|one| one.hint(Hint::Write(line.to_owned()))).collect();
        let kept = kept(&RelPath::fixed("a.yaml"), text, found, &read);
        kept.iter().map(|one| one.hints.len()).sum()
    }

    #[test]
    fn a_line_that_ends_the_mistake_is_offered() {
        assert_eq!(offered("a: 1\nb: bad\nc: 2\n", "b: good"), 1);
        assert_eq!(offered("a: 1\r\nb: bad", "b: good"), 1);
    }

    #[test]
    fn a_line_that_leaves_it_or_makes_another_is_not() {
        assert_eq!(offered("a: 1\nb: bad\nc: 2\n", "b: bad!"), 0);
        assert_eq!(offered("a: 1\nb: bad\n  c: 2\n", "b: worse"), 0);
    }
}
