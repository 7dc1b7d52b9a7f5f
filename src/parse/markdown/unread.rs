//! What its author meant as markup and Markdown reads as words: it would be
//! printed with all its signs. Such slips are reported, never mended.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, HeadingLevel, Tag};

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::parse::markdown::text::plain;
use crate::parse::markdown::{Events, Source};

/// A pair of brackets that is followed by no address and names none: its bytes
/// in the body.
pub(super) type Bracket = Range<usize>;

/// What the plug-ins of other site builders replace.
const SHORTCODES: &[&str] =
    &["audio", "button", "caption", "contact-form-7", "embed", "gallery", "playlist", "row", "vc_row", "video"];

/// A rule of dashes below a text makes a heading of it; one that is drawn as
/// long as its text is meant so.
const SHORT_RULE: usize = 5;

/// The brackets of a body that lead nowhere, noted while it is parsed.
pub(super) fn note(brackets: &mut Vec<Bracket>, link: &BrokenLink) {
    brackets.push(link.span.clone());
}

/// What is wrong with the markup of a body.
pub(super) fn slips(source: &Source, events: &Events, brackets: &[Bracket]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = brackets.iter().filter_map(|bracket| link(source, bracket)).collect();
    let mut in_code = false;
    for (at, (event, place)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                found.extend(indented(source, kind, place));
            }
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                found.extend(ruled(source, events, at, place));
            }
            Event::Text(_) if !in_code => found.extend(words(source, place)),
            _ => {}
        }
    }
    found
}

fn at(source: &Source, code: Code, place: Range<usize>) -> Diagnostic {
    let text = source.text.get(place.clone()).unwrap_or("").trim();
    Diagnostic::at(code, source.path, source.span(&place)).arg("text", text)
}

/// `[x](ma photo.png)`, `[x] (https://a.tn)`, `[x][y]`, `[[x]]`.
fn link(source: &Source, bracket: &Bracket) -> Option<Diagnostic> {
    let (before, after) = (source.text.get(..bracket.start)?, source.text.get(bracket.end..)?);
    let words = source.text.get(bracket.clone())?;
    // Of a picture, the parser may or may not count the sign.
    let start = bracket.start - usize::from(before.ends_with('!'));
    let unread = |end: usize| at(source, Code::LinkUnread, start..end);
    let label = words.trim_start_matches('!').trim_start_matches('[').trim_end_matches(']');
    if let Some(name) = shortcode(label) {
        return Some(at(source, Code::Shortcode, bracket.clone()).arg("name", name));
    }
    if let Some(inside) = after.strip_prefix('(').and_then(bracketed) {
        let end = bracket.end + inside.len() + 2;
        let meant = destination(inside).map(|meant| format!("{}{words}({meant})", &source.text[start..bracket.start]));
        return Some(unread(end).did_you_mean(meant));
    }
    let blanks = after.len() - after.trim_start_matches(' ').len();
    if let Some(inside) = after[blanks..].strip_prefix('(').and_then(bracketed).filter(|inside| is_address(inside)) {
        let end = bracket.end + blanks + inside.len() + 2;
        let meant = format!("{}{words}({inside})", &source.text[start..bracket.start]);
        return Some(unread(end).did_you_mean(Some(meant)));
    }
    if before.ends_with('[') && after.starts_with(']') {
        return Some(at(source, Code::LinkUnread, bracket.start - 1..bracket.end + 1));
    }
    let of_two = words.contains("][") || after.starts_with("[]");
    of_two.then(|| unread(bracket.end))
}

/// What stands before the closing bracket, on the same line.
fn bracketed(rest: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '\n' => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(&rest[..at]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// An address with blanks as it has to be written, its title after it.
fn destination(inside: &str) -> Option<String> {
    let inside = inside.trim();
    let (address, title) = inside.split_once(" \"").map_or((inside, ""), |(address, title)| (address.trim(), title));
    // A blank in the name of a host can't be meant.
    let host = address.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(rest));
    let fits = address.contains(' ') && !address.contains(['<', '>']) && !host.contains(' ') && !address.contains('@');
    let title = if title.is_empty() { String::new() } else { format!(" \"{title}") };
    fits.then(|| format!("<{address}>{title}"))
}

/// Whether words in brackets can only be an address.
fn is_address(words: &str) -> bool {
    let file = || words.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && (2..=4).contains(&end.len()));
    let starts = ["http://", "https://", "www.", "mailto:", "../", "./"].iter().any(|start| words.starts_with(start));
    !words.contains(char::is_whitespace) && (starts || file())
}

fn shortcode(label: &str) -> Option<&'static str> {
    let name = label.trim_start_matches('/');
    let name = name.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or(name);
    // One that is alone and has no attribute may be a word of the text.
    let is_markup = label.starts_with('/') || label.contains("=") || name.contains(['-', '_']);
    SHORTCODES.iter().copied().find(|known| is_markup && *known == name)
}

/// Lines that begin with a tab or four spaces are shown as a program's text.
fn indented(source: &Source, kind: &CodeBlockKind, place: &Range<usize>) -> Option<Diagnostic> {
    let first = source.text.get(place.clone())?.trim_start_matches(['\r', '\n']).lines().next()?.len();
    matches!(kind, CodeBlockKind::Indented).then(|| at(source, Code::IndentedText, place.start..place.start + first))
}

/// A line of dashes right below a text.
fn ruled(source: &Source, events: &Events, start: usize, place: &Range<usize>) -> Option<Diagnostic> {
    let written = source.text.get(place.clone())?.trim_end();
    let (above, rule) = written.rsplit_once('\n').filter(|_| !written.starts_with('#'))?;
    let rule = rule.trim();
    let short = rule.len() < SHORT_RULE && above.trim().chars().count() >= 2 * rule.len();
    let end = events[start..].iter().position(|(event, _)| matches!(event, Event::End(_)))?;
    let text = plain(events, start..start + end);
    short.then(|| Diagnostic::at(Code::RuleMakesHeading, source.path, source.span(place)).arg("text", text))
}

/// `##Titre`, a row of a table without its second line, `[^1]` without its
/// text, `**` without its pair.
fn words(source: &Source, place: &Range<usize>) -> Option<Diagnostic> {
    let text = source.text.get(place.clone())?;
    if let Some(mark) = source.text[place.start..].strip_prefix("[^").filter(|_| text == "[" || text.starts_with("[^"))
    {
        let label = mark.split([']', '\n', ' ']).next().unwrap_or(mark);
        let end = place.start + label.len() + 3;
        let is_mark = !label.is_empty() && mark[label.len()..].starts_with(']') && !escaped(source, place.start);
        return is_mark.then(|| at(source, Code::NoteWithoutText, place.start..end));
    }
    let begins_line = source.text[..place.start].trim_end_matches(' ').ends_with(['\n', '\r']) || place.start == 0;
    if begins_line {
        let line = source.text[place.start..].lines().next().unwrap_or("").trim_end();
        let whole = place.start..place.start + line.len();
        let title = line.trim_start_matches('#');
        let level = line.len() - title.len();
        if (2..=6).contains(&level) && title.starts_with(char::is_alphanumeric) {
            let meant = format!("{} {title}", &line[..level]);
            return Some(at(source, Code::HeadingUnread, whole).did_you_mean(Some(meant)));
        }
        let above = source.text[..place.start].trim_end_matches(' ').lines().next_back().unwrap_or("");
        if line.starts_with('|') && line.matches('|').count() > 2 && !above.trim_start().starts_with('|') {
            return Some(at(source, Code::TableUnread, whole));
        }
    }
    let pair = text.find("**")?;
    let pair = place.start + pair;
    let line_end = source.text[pair..].find('\n').map_or(source.text.len(), |end| pair + end);
    let end = source.text[pair..line_end].char_indices().nth(30).map_or(line_end, |(end, _)| pair + end);
    Some(at(source, Code::EmphasisUnread, pair..end))
}

fn escaped(source: &Source, at: usize) -> bool {
    source.text[..at].ends_with('\\')
}
