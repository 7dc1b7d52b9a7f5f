//! Asterisks and underscores that were meant as emphasis, but that Markdown
//! does not read as such.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::parse::markdown::events::{Events, Source};
use crate::parse::markdown::slips::at;
use crate::parse::markdown::slips::prose::Prose;

/// An opening and a closing delimiter around words.
struct Pair {
    open: Range<usize>,
    close: Range<usize>,
}

/// `2*3 jours et 4*5`: asterisks, so many on each side, that were meant as signs
/// of multiplication.
pub(super) fn between_digits(source: &Source, place: &Range<usize>, marks: usize) -> Option<Diagnostic> {
    let is_digit = |c: char| c.is_numeric();
    let inner = source.text.get(place.start + marks..place.end.checked_sub(marks)?)?;
    let before = source.text.get(..place.start)?.ends_with(is_digit) && inner.starts_with(is_digit);
    let after = inner.ends_with(is_digit) && source.text.get(place.end..)?.starts_with(is_digit);
    (before && after)
        .then(|| Diagnostic::at(Code::StarsBetweenDigits, source.path, source.span(place)).arg("text", inner))
}

/// Reports a delimiter that would be printed in a paragraph: the first of each
/// kind, with the lines corrected for all of that kind, if that is certain.
pub(super) fn unread(source: &Source, events: &Events, prose: &Prose) -> Option<Diagnostic> {
    let range = prose.range();
    let text = source.text.get(range.clone())?;
    if !text.contains(['*', '_']) {
        return None;
    }
    let printed: Vec<Range<usize>> = prose.texts(events).collect();
    ["**", "__", "*", "_"].iter().find_map(|sign| {
        let all = signs(source, events, prose, sign);
        let doubled = is_doubled(&events[prose.events.clone()], sign.len());
        let is_printed = |sign: &Range<usize>| doubled || holds(&printed, sign.start);
        let first = all.iter().find(|sign| is_printed(sign))?;
        let pairs: Vec<Pair> = all
            .as_chunks::<2>()
            .0
            .iter()
            .map(|[open, close]| Pair { open: open.clone(), close: close.clone() })
            .collect();
        let paired = all.len().is_multiple_of(2) && pairs.iter().all(|pair| holds_words(source, pair));
        let wrong = |pair: &&Pair| is_printed(&pair.open) || is_printed(&pair.close);
        let meant = paired && pairs.iter().filter(wrong).any(|pair| is_meant(source, pair, sign));
        if *sign != "**" && !meant && !(*sign == "*" && is_unclosed(source, &all, first)) {
            return None;
        }
        let line_end = source.text[first.start..].find('\n').map_or(source.text.len(), |end| first.start + end);
        let end =
            source.text[first.start..line_end].char_indices().nth(30).map_or(line_end, |(end, _)| first.start + end);
        let found = at(source, Code::EmphasisUnread, first.start..end);
        if !meant {
            return Some(found);
        }
        let before = prose.lines[0].before(source);
        let write = Hint::Write(format!("{before}{}", corrected(source, &range, &pairs, sign)));
        if prose.lines.len() == 1 {
            return Some(found.hint(write));
        }
        // The hint replaces all lines of the paragraph.
        let text = found.args.first().map(|(_, text)| text.clone());
        let found = Diagnostic::at(Code::EmphasisUnread, source.path, source.span(&range));
        Some(text.into_iter().fold(found, |found, text| found.arg("text", text)).hint(write))
    })
}

/// Whether one of the sorted ranges contains a byte.
fn holds(places: &[Range<usize>], at: usize) -> bool {
    let after = places.partition_point(|place| place.start <= at);
    after.checked_sub(1).is_some_and(|last| places[last].contains(&at))
}

/// Whether emphasis is nested in the same kind of emphasis: in
/// `**«a»**b**«c»**`, the two delimiters around `b` were paired with each
/// other.
fn is_doubled(events: &Events, len: usize) -> bool {
    let is_open = |event: &Event| match event {
        Event::Start(Tag::Strong) => len == 2,
        Event::Start(Tag::Emphasis) => len == 1,
        _ => false,
    };
    let is_close = |event: &Event| match event {
        Event::End(TagEnd::Strong) => len == 2,
        Event::End(TagEnd::Emphasis) => len == 1,
        _ => false,
    };
    let mut depth = 0;
    events.iter().any(|(event, _)| {
        depth += i32::from(is_open(event)) - i32::from(is_close(event));
        depth > 1
    })
}

/// Every delimiter of a kind in a paragraph that is not escaped and not inside
/// code, a tag or an address.
fn signs(source: &Source, events: &Events, prose: &Prose, sign: &str) -> Vec<Range<usize>> {
    let is_verbatim = |event: &Event| matches!(event, Event::Code(_) | Event::InlineHtml(_));
    let inside: Vec<Range<usize>> = events[prose.events.clone()]
        .iter()
        .filter(|(event, _)| is_verbatim(event))
        .map(|(_, place)| place.clone())
        .collect();
    let range = prose.range();
    let letter = &sign[..1];
    let text = &source.text[range.clone()];
    let mut found = vec![];
    let mut from = 0;
    while let Some(at) = text[from..].find(letter).map(|at| from + at) {
        let len = text[at..].len() - text[at..].trim_start_matches(letter).len();
        let place = range.start + at..range.start + at + len;
        from = at + len;
        let escaped = text[..at].ends_with('\\');
        let verbatim = holds(&inside, place.start) || is_in_address(text, at);
        if len == sign.len() && !escaped && !verbatim {
            found.push(place);
        }
    }
    found
}

/// Whether a delimiter is inside an address or a file name.
fn is_in_address(text: &str, at: usize) -> bool {
    let start = text[..at].rfind(|c: char| c.is_whitespace() || c == '(').map_or(0, |space| space + 1);
    let start = (start..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |end| at + end);
    let word = &text[start..end];
    word.contains("://") || word.starts_with("www.") || word.contains('@') || text[..start].ends_with("](")
}

fn inner<'s>(source: &Source<'s>, pair: &Pair) -> &'s str {
    source.text.get(pair.open.end..pair.close.start).unwrap_or("")
}

fn holds_words(source: &Source, pair: &Pair) -> bool {
    inner(source, pair).contains(char::is_alphanumeric)
}

fn before(source: &Source, at: usize) -> Option<char> {
    source.text[..at].chars().next_back()
}

fn after(source: &Source, at: usize) -> Option<char> {
    source.text[at..].chars().next()
}

/// Whether these delimiters can only be meant as emphasis for the words between
/// them.
fn is_meant(source: &Source, pair: &Pair, sign: &str) -> bool {
    let words = inner(source, pair);
    let (outside, behind) = (before(source, pair.open.start), after(source, pair.close.end));
    let tight = !words.starts_with(char::is_whitespace) && !words.ends_with(char::is_whitespace);
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    match sign {
        "**" => true,
        // Hashtags and file names have underscores.
        "__" => tight && apart(outside),
        "_" => tight && apart(outside) && !words.is_ascii() && outside != Some('#'),
        // A single asterisk may mark a note.
        _ => {
            let closes = words.ends_with(is_mark) && behind.is_some_and(char::is_alphabetic);
            let opens = words.starts_with(is_mark) && outside.is_some_and(char::is_alphabetic);
            tight && ((closes && apart(outside)) || (opens && words.ends_with(is_mark)))
        }
    }
}

/// A single asterisk directly before a word, with no other to close it, and not
/// at the start of a line, where it marks a note.
fn is_unclosed(source: &Source, all: &[Range<usize>], first: &Range<usize>) -> bool {
    let space = before(source, first.start).is_some_and(|c| c == ' ');
    let line = source.text[..first.start].rfind('\n').map_or(0, |end| end + 1);
    let begins = source.text[line..first.start].trim().is_empty();
    let number = source.text[line..first.start].trim_end().ends_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
    let notes = source.text.lines().any(|line| line.trim_start().starts_with('*')) || source.text.contains("\\*");
    all.len() == 1 && space && !begins && !number && !notes && after(source, first.end).is_some_and(char::is_alphabetic)
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// What is moved outside the emphasis: punctuation with its spaces, as in « eau
/// ».
fn is_outside(c: char) -> bool {
    is_mark(c) || c.is_whitespace()
}

/// The text with each pair as Markdown requires it: no space inside, and no
/// punctuation between the delimiter and a letter outside.
fn corrected(source: &Source, range: &Range<usize>, pairs: &[Pair], sign: &str) -> String {
    let mut text = String::with_capacity(range.len() + 8);
    let mut from = range.start;
    let asterisks = if sign.len() == 2 { "**" } else { "*" };
    for pair in pairs {
        text.push_str(&source.text[from..pair.open.start]);
        let words = inner(source, pair);
        let bare = words.trim();
        let start = words.len() - words.trim_start().len();
        let (mut head, mut tail) = (0, bare.len());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = start == 0 && letter(before(source, pair.open.start)) && bare.starts_with(is_mark);
        let closes = words.ends_with(is_mark) && letter(after(source, pair.close.end));
        if opens || (closes && is_enclosed(bare)) {
            head = bare.len() - bare.trim_start_matches(is_outside).len();
        }
        if closes || (opens && is_enclosed(bare)) {
            tail = bare.trim_end_matches(is_outside).len();
        }
        let (head, tail) = if head < tail { (head, tail) } else { (0, bare.len()) };
        let kept = &source.text[pair.open.clone()];
        let spaced = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let lead = if spaced(before(source, pair.open.start)) { "" } else { &words[..start] };
        let trail = if spaced(after(source, pair.close.end)) { "" } else { &words[start + bare.len()..] };
        let sign = if opens || closes || sign.starts_with('_') { asterisks } else { kept };
        text.extend([lead, &bare[..head], sign, &bare[head..tail], sign, &bare[tail..], trail]);
        from = pair.close.end;
    }
    text.push_str(&source.text[from..range.end]);
    text
}

/// Whether a text is enclosed in a single pair of quotes or brackets.
fn is_enclosed(text: &str) -> bool {
    let ends = [('«', '»'), ('“', '”'), ('(', ')'), ('[', ']'), ('"', '"'), ('‹', '›')];
    ends.iter().any(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
}
