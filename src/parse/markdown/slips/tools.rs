//! Marks of other tools, which a page would show as they stand.

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::parse::markdown::events::{Events, Source};
use crate::parse::markdown::slips::prose::Prose;
use crate::parse::markdown::slips::{at, at_lines};

/// Marks between words: how one begins, and how it ends.
const BETWEEN_WORDS: &[(&str, &str)] = &[("{{", "}}"), ("{%", "%}"), ("{:", "}"), ("{toc", "}"), ("<%", "%>")];

/// So many marks of one text are looked at: the first ones tell what to do with
/// the rest, and a text of nothing else must not take long.
const MOST_MARKS: usize = 50;

/// So many bytes a mark has at most.
const LONGEST_MARK: usize = 2000;

/// `{{< youtube abc >}}`, `{% include %}`, `{: .class}`, `==mot==`, `'''mot'''`.
pub(super) fn of_words(source: &Source, events: &Events, prose: &Prose) -> Vec<Diagnostic> {
    let range = prose.range();
    let Some(text) = source.text.get(range.clone()) else { return vec![] };
    if !text.contains(['{', '=', '\'', '<']) {
        return vec![];
    }
    let printed: Vec<Range<usize>> = prose.texts(events).collect();
    let is_printed = |at: usize| printed.iter().any(|text| text.contains(&at));
    let mut found = vec![];
    let mut from = 0;
    for _ in 0..MOST_MARKS {
        let Some((start, end)) = next(&text[from..]).map(|(start, end)| (from + start, from + end)) else { break };
        from = end;
        if is_printed(range.start + start) && !text[..start].ends_with('\\') {
            found.push(at(source, Code::ForeignMark, range.start + start..range.start + end));
        }
    }
    for sign in ["==", "'''"] {
        found.extend(highlight(source, prose, sign, is_printed));
    }
    found
}

/// The first mark of a text.
fn next(text: &str) -> Option<(usize, usize)> {
    let of_pair = |(open, close): &(&str, &str)| {
        let start = text.find(open)?;
        let rest = &text[start..text.floor_char_boundary(start + LONGEST_MARK)];
        let line = rest.find('\n').unwrap_or(rest.len());
        let end = rest.find(close).map_or(line, |end| end + close.len());
        // What is never closed may be a brace of the text, but for two of them.
        (rest.contains(close) || *open == "{{").then_some((start, start + end))
    };
    BETWEEN_WORDS.iter().filter_map(of_pair).chain(attributes(text)).min()
}

/// `{.class}` and `{#id}`, as other tools put them behind a word.
fn attributes(text: &str) -> Option<(usize, usize)> {
    for (start, _) in text.match_indices('{').take(MOST_MARKS) {
        let rest = &text[start + 1..text.floor_char_boundary(start + 1 + LONGEST_MARK)];
        let inside = rest.split('}').next().unwrap_or("");
        let name = inside.strip_prefix(['.', '#']).unwrap_or("");
        let fits = |c: char| c.is_ascii_alphanumeric() || " .#-_=\"".contains(c);
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(fits) {
            return Some((start, start + inside.len() + 2)).filter(|(_, end)| *end <= text.len());
        }
    }
    None
}

/// Words that another tool marks or makes bold.
fn highlight(source: &Source, prose: &Prose, sign: &str, is_printed: impl Fn(usize) -> bool) -> Option<Diagnostic> {
    let line = prose.lines.iter().find(|line| line.of(source).matches(sign).count() >= 2)?;
    let text = line.of(source);
    let start = text.find(sign)?;
    let inside = &text[start + sign.len()..];
    let inside = &inside[..inside.find(sign)?];
    let after = start + 2 * sign.len() + inside.len();
    let tight = !inside.is_empty() && inside.trim() == inside && !inside.starts_with(['=', '\'']);
    let is_sign = |text: &str| text.starts_with(&sign[..1]);
    if !tight || is_sign(&text[after..]) || !is_printed(line.text.start + start) {
        return None;
    }
    let write = format!("{}{}**{inside}**{}", line.before(source), &text[..start], &text[after..]);
    let place = line.text.start + start..line.text.start + after;
    Some(at(source, Code::ForeignMark, place).hint(Hint::Write(write)))
}

/// The boxes that other tools have, and those of this one.
const BOXES: &[(&str, &str)] = &[
    ("note", "NOTE"),
    ("info", "NOTE"),
    ("remarque", "NOTE"),
    ("tip", "TIP"),
    ("hint", "TIP"),
    ("conseil", "TIP"),
    ("astuce", "TIP"),
    ("important", "IMPORTANT"),
    ("warning", "WARNING"),
    ("attention", "WARNING"),
    ("avertissement", "WARNING"),
    ("danger", "CAUTION"),
    ("caution", "CAUTION"),
];

/// `:::note`, `!!! note`, `== Titre ==`: what stands on a line of its own.
pub(super) fn of_lines(source: &Source, prose: &Prose) -> Option<Diagnostic> {
    prose.lines.iter().find_map(|line| {
        let text = line.of(source);
        if let Some((level, title)) = wiki_title(text) {
            let write = format!("{}{} {title}", line.before(source), "#".repeat(level));
            return Some(at(source, Code::ForeignMark, line.text.clone()).hint(Hint::Write(write)));
        }
        // Below other words, a line that begins with a colon is a definition.
        let start = line.text.start - line.before(source).trim_start_matches(' ').len();
        of_box(source, start..line.text.end)
    })
}

/// A box of another tool, from its first line to its last.
fn of_box(source: &Source, first: Range<usize>) -> Option<Diagnostic> {
    let text = &source.text[first.clone()];
    let colons = text.starts_with(":::");
    if !colons && !text.starts_with("!!! ") {
        return None;
    }
    let name = text.trim_start_matches([':', '!']).trim_matches(['{', '}', '.', ' ']).to_lowercase();
    if name.is_empty() {
        // The end of a box was said with its beginning.
        let opened = source.text[..first.start].lines().any(|line| line.trim_start().starts_with(":::"));
        return (!opened).then(|| at(source, Code::ForeignMark, first));
    }
    let whole = || at(source, Code::ForeignMark, first.clone());
    let Some((_, own)) = BOXES.iter().find(|(known, _)| *known == name) else { return Some(whole()) };
    let Some((inside, end)) = inside(source, first.end, colons) else { return Some(whole()) };
    let lines =
        inside.trim_matches(['\n', '\r']).lines().map(|line| format!("> {}", line.trim()).trim_end().to_owned());
    let write: Vec<String> = std::iter::once(format!("> [!{own}]")).chain(lines).collect();
    let found = at_lines(source, Code::ForeignMark, first.start..end);
    Some(found.hint(Hint::Write(write.join("\n"))))
}

/// What a box holds, and where it ends: at the next colons, or with its
/// paragraph.
fn inside<'s>(source: &Source<'s>, from: usize, colons: bool) -> Option<(&'s str, usize)> {
    let rest = &source.text[from..];
    let (inside, end) = match colons {
        true => {
            let close = rest.find("\n:::")?;
            let line = close + 1 + rest[close + 1..].find('\n').unwrap_or(rest.len() - close - 1);
            (&rest[..close], from + close + rest[close..line].trim_end().len())
        }
        false => {
            let inside = &rest[..rest.find("\n\n").unwrap_or(rest.len())];
            (inside, from + inside.trim_end().len())
        }
    };
    inside.contains(char::is_alphanumeric).then_some((inside, end))
}

/// `== Titre ==` as a wiki has it, and its level.
fn wiki_title(text: &str) -> Option<(usize, &str)> {
    let inside = text.trim_matches('=');
    let level = text.len() - text.trim_start_matches('=').len();
    let title = inside.trim();
    let fits = (2..=4).contains(&level) && text.ends_with(&"=".repeat(level)) && inside.starts_with(' ');
    (fits && title.starts_with(char::is_alphanumeric)).then_some((level, title))
}
