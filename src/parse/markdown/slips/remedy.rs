//! Tries the fixes before they are offered: put in the place of its mistake, a
//! fix must remove it, add no other, and lose no word.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::parse::markdown::events::Source;
use crate::parse::markdown::slips::Untried;

/// The longest body, in bytes, for which fixes are tried: each one needs the
/// body to be parsed again.
const LONGEST: usize = 200_000;
/// The most fixes that are tried; the rest are not offered.
const MOST: usize = 25;

/// The diagnostics, with each fix kept only if it works.
pub(super) fn kept(source: &Source, found: Vec<Diagnostic>, untried: Untried) -> Vec<Diagnostic> {
    let mut tried = 0;
    let before = found.clone();
    let keep = |mut diagnostic: Diagnostic| {
        let Some(line) = diagnostic.hints.iter().find_map(written) else { return diagnostic };
        tried += 1;
        if tried > MOST || source.text.len() > LONGEST || !fixes(source, &diagnostic, line, &before, untried) {
            diagnostic.hints.retain(|hint| written(hint).is_none());
        }
        diagnostic
    };
    found.into_iter().map(keep).collect()
}

fn written(hint: &Hint) -> Option<&String> {
    if let Hint::Write(line) = hint { Some(line) } else { None }
}

fn fixes(source: &Source, diagnostic: &Diagnostic, line: &str, before: &[Diagnostic], untried: Untried) -> bool {
    let Some(place) = &diagnostic.at else { return false };
    let Some((start, end)) = lines(source, place.span) else { return false };
    let (Some(head), Some(tail)) = (source.text.get(..start), source.text.get(end..)) else { return false };
    let written = &source.text[start..end];
    // The label of a box is not part of the text.
    let named = |text: &str| text.lines().skip(usize::from(line.contains("> [!"))).collect::<Vec<_>>().join("\n");
    if words(&named(written)) != words(&named(line)) {
        return false;
    }
    let text = format!("{head}{line}{tail}");
    let after = untried(&Source { text: &text, ..*source });
    let count = |all: &[Diagnostic], like: &Diagnostic| all.iter().filter(|one| one.code == like.code).count();
    // Of several level 1 headings, the next one is reported once this one is
    // fixed.
    let gone = diagnostic.code == Code::HeadingOne || count(&after, diagnostic) < count(before, diagnostic);
    gone && after.iter().all(|one| one != diagnostic && count(&after, one) <= count(before, one))
}

/// The whole lines that a span touches, as a byte range.
fn lines(source: &Source, span: Span) -> Option<(usize, usize)> {
    let range = span.range();
    let (from, to) = (range.start.checked_sub(source.start)?, range.end.checked_sub(source.start)?);
    let start = source.text.get(..from)?.rfind('\n').map_or(0, |end| end + 1);
    let end = source.text.get(to..)?.find('\n').map_or(source.text.len(), |end| to + end);
    Some((start, end))
}

/// The words of a text, sorted. Single letters are left out, as they may be
/// list markers (`o`).
fn words(text: &str) -> Vec<String> {
    let of_word = |c: char| c.is_alphanumeric() || ('\u{64b}'..='\u{65f}').contains(&c);
    let words = text.split(|c: char| !of_word(c)).filter(|word| word.chars().count() > 1);
    let mut words: Vec<String> = words.map(digits).collect();
    words.sort_unstable();
    words
}

/// The word with its Arabic digits replaced by European ones.
fn digits(word: &str) -> String {
    let digit = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10).unwrap_or(c),
        _ => c,
    };
    word.chars().map(digit).collect()
}
