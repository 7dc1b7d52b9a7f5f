//! Text that was meant as markup but that Markdown reads as plain text, so that
//! its markers would be printed, or as something that is lost. Such slips are
//! reported, never corrected silently.

mod emphasis;
mod links;
mod lists;
mod markers;
mod marks;
mod prose;
mod remedy;
mod tables;
#[cfg(test)]
mod tests;
mod tools;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::parse::markdown::events::{Events, Read, Source, plain};
use crate::parse::markdown::slips::prose::{Place, Prose};

/// Finds the diagnostics for a text, with fixes that have not been tried yet.
pub(super) type Untried<'a> = &'a dyn Fn(&Source) -> Vec<Diagnostic>;

/// The diagnostics about the markup of a body, including those `found` while it
/// was written. A fix is offered only if it really fixes its mistake.
pub(super) fn slips(source: &Source, read: &Read, found: Vec<Diagnostic>, untried: Untried) -> Vec<Diagnostic> {
    remedy::kept(source, all(source, read, found), untried)
}

/// The longest body and the longest paragraph or cell in bytes that are
/// checked: far more than anybody writes by hand. Each paragraph is checked
/// several times, so larger input would be slow.
const LONGEST_BODY: usize = 1_000_000;
const LONGEST_PROSE: usize = 20_000;

/// The same, before the fixes are tried.
pub(super) fn all(source: &Source, read: &Read, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let events = &read.events;
    found.extend(read.brackets.iter().filter_map(|bracket| links::link(source, bracket)));
    found.extend(links::lost(source, read));
    for (at, (event, place)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => found.extend(code(source, kind, place)),
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                found.extend(ruled(source, events, at, place));
            }
            Event::Start(Tag::Emphasis) => found.extend(emphasis::between_digits(source, place, 1)),
            Event::Start(Tag::Strong) => found.extend(emphasis::between_digits(source, place, 2)),
            Event::Start(Tag::TableRow) => found.extend(tables::cells_over(source, events, at, place)),
            _ => {}
        }
    }
    if source.text.len() > LONGEST_BODY {
        found.push(unchecked(source, 0..0));
        return found;
    }
    let mut proses = prose::all(source, events);
    let is_long = |prose: &Prose| prose.range().len() > LONGEST_PROSE;
    let first = proses.iter().find(|prose| is_long(prose)).map(|prose| prose.range().start);
    found.extend(first.map(|start| unchecked(source, start..start)));
    proses.retain(|prose| !is_long(prose));
    for prose in &proses {
        found.extend(tools::of_words(source, events, prose));
        found.extend(emphasis::unread(source, events, prose));
        found.extend(notes(source, events, prose));
        if prose.place == Place::Paragraph {
            found.extend(tools::of_lines(source, prose));
            found.extend(marks::headings(source, prose));
            found.extend(tables::of_tabs(source, prose));
            found.extend(tables::without_dashes(source, prose));
        }
    }
    found.extend(lists::unread(source, &proses));
    found
}

/// Tells that a text is too long for its markup to be checked.
fn unchecked(source: &Source, place: Range<usize>) -> Diagnostic {
    Diagnostic::at(Code::MarkupUnchecked, source.path, source.span(&place))
}

fn at(source: &Source, code: Code, place: Range<usize>) -> Diagnostic {
    let text = source.text.get(place.clone()).unwrap_or("").trim();
    Diagnostic::at(code, source.path, source.span(&place)).arg("text", text)
}

/// A diagnostic for several lines, of which only the first is quoted.
fn at_lines(source: &Source, code: Code, place: Range<usize>) -> Diagnostic {
    let text = source.text.get(place.clone()).unwrap_or("").trim().lines().next().unwrap_or("").trim();
    Diagnostic::at(code, source.path, source.span(&place)).arg("text", text)
}

/// Lines indented by a tab or four spaces become a code block, and so does
/// everything after three backticks that are never closed.
fn code(source: &Source, kind: &CodeBlockKind, place: &Range<usize>) -> Option<Diagnostic> {
    let text = source.text.get(place.clone())?;
    match kind {
        CodeBlockKind::Indented => {
            let first = text.trim_start_matches(['\r', '\n']).lines().next()?.len();
            Some(at(source, Code::IndentedText, place.start..place.start + first))
        }
        CodeBlockKind::Fenced(_) => {
            let first = text.lines().next()?;
            let fence = first.trim_start();
            let sign = fence.chars().next()?;
            let closes = |line: &str| {
                let line = line.trim().trim_start_matches(['>', ' ']);
                line.len() >= 3 && line.chars().all(|c| c == sign)
            };
            let is_closed = text.lines().count() > 1 && text.lines().next_back().is_some_and(closes);
            (!is_closed).then(|| at(source, Code::CodeUnclosed, place.start..place.start + first.trim_end().len()))
        }
    }
}

/// An underline with fewer dashes than this is reported if its text is at least
/// twice as long. Markdown makes a heading of text above a line of dashes; a
/// longer underline is meant to.
const SHORT_RULE: usize = 5;

/// Reports a line of dashes directly below text.
fn ruled(source: &Source, events: &Events, start: usize, place: &Range<usize>) -> Option<Diagnostic> {
    let written = source.text.get(place.clone())?.trim_end();
    let (above, rule) = written.rsplit_once('\n').filter(|_| !written.starts_with('#'))?;
    let rule = rule.trim();
    let short = rule.len() < SHORT_RULE && above.trim().chars().count() >= 2 * rule.len();
    let is_end = |(event, _): &(Event, Range<usize>)| matches!(event, Event::End(TagEnd::Heading(_)));
    let end = events[start..].iter().position(is_end)?;
    let text = plain(events, start..start + end);
    short.then(|| Diagnostic::at(Code::RuleMakesHeading, source.path, source.span(place)).arg("text", text))
}

/// `[^1]` without a footnote of that label.
fn notes(source: &Source, events: &Events, prose: &Prose) -> Vec<Diagnostic> {
    let note = |place: Range<usize>| {
        let text = source.text.get(place.clone())?;
        let mark = source.text[place.start..].strip_prefix("[^")?;
        let label = mark.split([']', '\n', ' ']).next().unwrap_or(mark);
        let is_mark = (text == "[" || text.starts_with("[^"))
            && !label.is_empty()
            && mark[label.len()..].starts_with(']')
            && !source.text[..place.start].ends_with('\\');
        is_mark.then(|| at(source, Code::NoteWithoutText, place.start..place.start + label.len() + 3))
    };
    prose.texts(events).filter_map(note).collect()
}
