//! Links and pictures that are none, and shortcodes in brackets.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::parse::markdown::events::{Read, Source};
use crate::parse::markdown::slips::at;

/// What the plug-ins of other site builders and the editors of forums replace.
const SHORTCODES: &[&str] = &[
    "audio",
    "b",
    "button",
    "caption",
    "center",
    "color",
    "contact-form-7",
    "embed",
    "gallery",
    "i",
    "img",
    "list",
    "playlist",
    "quote",
    "row",
    "size",
    "u",
    "url",
    "vc_row",
    "video",
    "youtube",
];

/// `[x](ma photo.png)`, `[x] (https://a.tn)`, `[x][y]`, `[[x]]`.
pub(super) fn link(source: &Source, bracket: &Range<usize>) -> Option<Diagnostic> {
    let (before, after) = (source.text.get(..bracket.start)?, source.text.get(bracket.end..)?);
    let words = source.text.get(bracket.clone())?;
    // Of a picture, the parser may or may not count the sign.
    let start = bracket.start - usize::from(before.ends_with('!'));
    let unread = |end: usize| at(source, Code::LinkUnread, start..end);
    let label = words.trim_start_matches('!').trim_start_matches('[').trim_end_matches(']');
    if let Some(name) = shortcode(label) {
        return Some(at(source, Code::Shortcode, bracket.clone()).arg("name", name));
    }
    if label.trim_matches(['_', '-']).eq_ignore_ascii_case("toc") {
        let wide = usize::from(before.ends_with('[') && after.starts_with(']'));
        return Some(at(source, Code::ForeignMark, bracket.start - wide..bracket.end + wide));
    }
    if let Some(inverted) = inverted(source, bracket, label) {
        return Some(inverted);
    }
    if let Some(inside) = after.strip_prefix('(').and_then(bracketed) {
        let end = bracket.end + inside.len() + 2;
        let meant = destination(inside).map(|meant| format!("{}{words}({meant})", &source.text[start..bracket.start]));
        return Some(unread(end).did_you_mean(meant));
    }
    let unclosed = after.strip_prefix('(').map(|rest| rest.lines().next().unwrap_or(rest));
    if let Some(rest) = unclosed.filter(|rest| rest.split_whitespace().next().is_some_and(is_address)) {
        return Some(unread(bracket.end + 1 + rest.trim_end().len()));
    }
    let blanks = after.len() - after.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
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

/// `(le site)[https://a.tn]`: each in the brackets of the other.
fn inverted(source: &Source, bracket: &Range<usize>, address: &str) -> Option<Diagnostic> {
    let line = source.text[..bracket.start].rfind('\n').map_or(0, |end| end + 1);
    let before = source.text.get(line..bracket.start)?.strip_suffix(')')?;
    let open = line + before.rfind('(')?;
    let words = source.text.get(open + 1..bracket.start - 1)?;
    if words.trim().is_empty() || !is_address(address) {
        return None;
    }
    let end = source.text[bracket.end..].find('\n').map_or(source.text.len(), |end| bracket.end + end);
    let write = format!("{}[{words}]({address}){}", &source.text[line..open], &source.text[bracket.end..end]);
    Some(at(source, Code::LinkUnread, open..bracket.end).hint(Hint::Write(write)))
}

/// `[PNUD]: 2018`: the name of an address for a program, which no page shows.
pub(super) fn lost(source: &Source, read: &Read) -> Vec<Diagnostic> {
    let named = |event: &Event| match event {
        Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => Some(id.to_lowercase()),
        _ => None,
    };
    let used: Vec<String> = read.events.iter().filter_map(|(event, _)| named(event)).collect();
    let is_address = |text: &str| is_address(text) || text.starts_with(['#', '/']) || text.contains(['/', ':']);
    let lost = |(name, address, _): &&(String, String, Range<usize>)| {
        !is_address(address) && !used.contains(&name.to_lowercase())
    };
    let report = |(_, _, place): &(String, String, Range<usize>)| {
        let end = place.start + source.text.get(place.clone()).map_or(0, |text| text.trim_end().len());
        let line = source.text[..place.start].rfind('\n').map_or(0, |end| end + 1);
        let write = format!("{}\\{}", &source.text[line..place.start], &source.text[place.start..end]);
        at(source, Code::LineLost, place.start..end).hint(Hint::Write(write))
    };
    read.definitions.iter().filter(lost).map(report).collect()
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
