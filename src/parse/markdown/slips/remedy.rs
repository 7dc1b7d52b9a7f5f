//! Lines to write, tried before they are offered: put in the place of the
//! mistake, they end it, make no other, and lose no word.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::parse::markdown::events::Source;
use crate::parse::markdown::slips::Untried;

/// Bodies of more bytes than this are not parsed again and again.
const LONGEST: usize = 200_000;
/// Of more mistakes than this, the rest is not tried, and nothing is offered.
const MOST: usize = 25;

/// What was found, each line to write only where it keeps its promise.
pub(super) fn kept(source: &Source, found: Vec<Diagnostic>, untried: Untried) -> Vec<Diagnostic> {
    let mut tried = 0;
    let before = found.clone();
    let keep = |mut diagnostic: Diagnostic| {
        let Some(line) = diagnostic.hints.iter().find_map(written) else { return diagnostic };
        tried += 1;
        if tried > MOST || source.text.len() > LONGEST || !mends(source, &diagnostic, line, &before, untried) {
            diagnostic.hints.retain(|hint| written(hint).is_none());
        }
        diagnostic
    };
    found.into_iter().map(keep).collect()
}

fn written(hint: &Hint) -> Option<&String> {
    if let Hint::Write(line) = hint { Some(line) } else { None }
}

fn mends(source: &Source, diagnostic: &Diagnostic, line: &str, before: &[Diagnostic], untried: Untried) -> bool {
    let Some(place) = &diagnostic.at else { return false };
    let Some((start, end)) = lines(source, place.span) else { return false };
    let (Some(head), Some(tail)) = (source.text.get(..start), source.text.get(end..)) else { return false };
    let written = &source.text[start..end];
    // The name of a box is no word of the text.
    let named = |text: &str| text.lines().skip(usize::from(line.contains("> [!"))).collect::<Vec<_>>().join("\n");
    if words(&named(written)) != words(&named(line)) {
        return false;
    }
    let text = format!("{head}{line}{tail}");
    let after = untried(&Source { text: &text, ..*source });
    let count = |all: &[Diagnostic], like: &Diagnostic| all.iter().filter(|one| one.code == like.code).count();
    // Of several titles on the first level, the next one is told next.
    let gone = diagnostic.code == Code::HeadingOne || count(&after, diagnostic) < count(before, diagnostic);
    gone && after.iter().all(|one| one != diagnostic && count(&after, one) <= count(before, one))
}

/// The whole lines of a place.
fn lines(source: &Source, span: Span) -> Option<(usize, usize)> {
    let range = span.range();
    let (from, to) = (range.start.checked_sub(source.start)?, range.end.checked_sub(source.start)?);
    let start = source.text.get(..from)?.rfind('\n').map_or(0, |end| end + 1);
    let end = source.text.get(to..)?.find('\n').map_or(source.text.len(), |end| to + end);
    Some((start, end))
}

/// The words of a text, in any order: letters that are signs of a list (`o`)
/// do not count.
fn words(text: &str) -> Vec<String> {
    let of_word = |c: char| c.is_alphanumeric() || ('\u{64b}'..='\u{65f}').contains(&c);
    let words = text.split(|c: char| !of_word(c)).filter(|word| word.chars().count() > 1);
    let mut words: Vec<String> = words.map(digits).collect();
    words.sort_unstable();
    words
}

/// A word with European digits.
fn digits(word: &str) -> String {
    let digit = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10).unwrap_or(c),
        _ => c,
    };
    word.chars().map(digit).collect()
}
