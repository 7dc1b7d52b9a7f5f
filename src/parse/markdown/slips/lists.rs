//! Lists as Word and people write them: without their own lines, Markdown runs
//! all items together.

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::parse::markdown::events::Source;
use crate::parse::markdown::slips::at_lines;
use crate::parse::markdown::slips::markers::{Kind, Marker, follows, marker};
use crate::parse::markdown::slips::prose::{Line, Place, Prose};

/// A list that is not read as one: some lines of a paragraph.
struct List {
    /// Its first and its last line.
    lines: Range<usize>,
    /// The lines that begin an item.
    items: Vec<usize>,
    /// The sign of its first item.
    sign: Option<char>,
    code: Code,
}

/// The lists of a body that are not read as such.
pub(super) fn unread(source: &Source, proses: &[Prose]) -> Vec<Diagnostic> {
    let mut found = vec![];
    let mut at = 0;
    while at < proses.len() {
        let prose = &proses[at];
        at += 1;
        if prose.place != Place::Paragraph {
            continue;
        }
        let Some(list) = list(source, prose) else {
            found.extend(in_a_line(source, prose));
            continue;
        };
        let mut fixed = mended(source, prose, &list);
        let mut end = prose.lines[list.lines.end - 1].text.end;
        // Of items with empty lines between, each is a paragraph.
        let mut whole = list.lines.end == prose.lines.len() && is_plain(source, prose);
        while let Some((next, more)) = proses.get(at).filter(|_| whole).and_then(|next| goes_on(source, next, &list)) {
            fixed.extend(mended(source, next, &more));
            end = next.lines[more.lines.end - 1].text.end;
            whole = more.lines.end == next.lines.len();
            at += 1;
        }
        let start = prose.lines[first_line(source, prose, &list)].text.start;
        found.push(at_lines(source, list.code, start..end).hint(Hint::Write(fixed.join("\n"))));
    }
    found
}

/// Whether a paragraph stands in no quotation and no item.
fn is_plain(source: &Source, prose: &Prose) -> bool {
    prose.lines.first().is_some_and(|line| line.before(source).trim().is_empty())
}

/// The paragraph, if it is more items of the list before it.
fn goes_on<'p>(source: &Source, prose: &'p Prose, before: &List) -> Option<(&'p Prose, List)> {
    let fits = prose.place == Place::Paragraph && is_plain(source, prose);
    let more = list(source, prose).filter(|more| fits && more.lines.start == 0 && more.sign == before.sign)?;
    before.sign.is_some().then_some((prose, more))
}

fn list(source: &Source, prose: &Prose) -> Option<List> {
    let marked = |(at, line): (usize, &Line)| Some((at, marker(line.of(source)).filter(|_| line.words)?));
    let markers: Vec<(usize, Marker)> = prose.lines.iter().enumerate().filter_map(marked).collect();
    let items = bullets(source, prose, &markers).or_else(|| numbers(source, prose, &markers))?;
    let first = markers.iter().find(|(at, _)| items.first() == Some(at)).map(|(_, marker)| marker.kind)?;
    // A line without a sign goes on with the item before it.
    let lines = *items.first()?..items.last()? + 1;
    let unbroken = matches!(first, Kind::Unbroken | Kind::UnbrokenPoint(_));
    let sign = prose.lines[lines.start].of(source).chars().next().filter(|_| first == Kind::Sign);
    Some(List { lines, items, sign, code: if unbroken { Code::MarkUnread } else { Code::ListUnread } })
}

/// The lines that begin with the sign of a list.
fn bullets(source: &Source, prose: &Prose, markers: &[(usize, Marker)]) -> Option<Vec<usize>> {
    let of = |kinds: &[Kind]| -> Vec<usize> {
        markers.iter().filter(|(_, marker)| kinds.contains(&marker.kind)).map(|(at, _)| *at).collect()
    };
    let announced = |items: &[usize]| is_announced(source, prose, items);
    let all = [Kind::Sign, Kind::Decoration, Kind::Dash, Kind::Hyphen, Kind::Mark, Kind::Unbroken];
    if !of(&[Kind::Sign]).is_empty() || of(&[Kind::Mark]).iter().any(|at| *at > 0) {
        return Some(of(&all));
    }
    let unbroken = of(&[Kind::Unbroken, Kind::Hyphen]);
    if unbroken.len() > 1 || (!unbroken.is_empty() && announced(&unbroken)) {
        return Some(unbroken);
    }
    let is_phrase = |(at, marker): &(usize, Marker)| {
        unbroken.contains(at) && marker.kind == Kind::Hyphen && marker.rest.contains(' ')
    };
    if markers.iter().any(is_phrase) {
        return Some(unbroken);
    }
    let dashes = of(&[Kind::Dash]);
    if dashes.len() > 1 && (announced(&dashes) || markers.iter().any(|(_, marker)| ends_item(marker.rest))) {
        return Some(dashes);
    }
    Some(of(&[Kind::Decoration])).filter(|items| items.len() > 1)
}

/// The lines that are numbered one after another.
fn numbers(source: &Source, prose: &Prose, markers: &[(usize, Marker)]) -> Option<Vec<usize>> {
    let is_numbered =
        |kind| matches!(kind, Kind::Number(_) | Kind::Point(_) | Kind::UnbrokenPoint(_) | Kind::Letter(..));
    let numbered: Vec<(usize, Kind)> =
        markers.iter().map(|(at, marker)| (*at, marker.kind)).filter(|(_, kind)| is_numbered(*kind)).collect();
    let mut runs = numbered.chunk_by(|(_, one), (_, other)| follows(*one, *other));
    let longest = runs.clone().max_by_key(|run| run.len()).filter(|run| run.len() > 1);
    let announced = |run: &&[(usize, Kind)]| {
        let number = matches!(run[0].1, Kind::Number(_) | Kind::Point(_));
        number && is_announced(source, prose, &[run[0].0])
    };
    let run = longest.or_else(|| runs.find(announced))?;
    Some(run.iter().map(|(at, _)| *at).collect())
}

/// Whether the line above the first item says that a list follows.
fn is_announced(source: &Source, prose: &Prose, items: &[usize]) -> bool {
    let above = items.first().and_then(|first| first.checked_sub(1)).map(|above| prose.lines[above].of(source));
    above.is_some_and(|above| above.ends_with(':'))
}

fn ends_item(text: &str) -> bool {
    text.trim_end().ends_with([';', '؛', ','])
}

/// The line at which what is to be written begins: a number other than 1 makes
/// a list only behind an empty line, and so the line above is written too.
fn first_line(source: &Source, prose: &Prose, list: &List) -> usize {
    let first = list.lines.start;
    let number = marker(prose.lines[first].of(source)).map(|marker| marker.kind);
    match number {
        Some(Kind::Number(number) | Kind::Point(number) | Kind::UnbrokenPoint(number)) if number != 1 => {
            first.saturating_sub(1)
        }
        _ => first,
    }
}

/// The lines of a list as Markdown reads them.
fn mended(source: &Source, prose: &Prose, list: &List) -> Vec<String> {
    let base = base(prose.lines[0].before(source));
    let mut lines = vec![];
    if first_line(source, prose, list) < list.lines.start {
        let above = &prose.lines[list.lines.start - 1];
        lines.push(format!("{}{}", above.before(source), above.of(source)));
        lines.push(base.trim_end().to_owned());
    }
    for at in list.lines.clone() {
        let line = &prose.lines[at];
        let before = line.before(source);
        let text = line.of(source);
        let Some(marker) = marker(text).filter(|_| list.items.contains(&at)) else {
            lines.push(format!("{before}{text}"));
            continue;
        };
        let in_item = at == 0 && !before.trim().is_empty() && !before.trim_end().ends_with('>');
        let deep = before.trim().is_empty() && before.chars().count() > base.chars().count() + 3;
        let before = if deep { &base } else { before };
        match marker.kind {
            Kind::Number(number) | Kind::Point(number) | Kind::UnbrokenPoint(number) => {
                lines.push(format!("{before}{number}. {}", marker.rest));
            }
            Kind::Letter(..) => {
                let label = text[..text.len() - marker.rest.len()].trim_end();
                lines.push(format!("{before}- {label} {}", marker.rest));
            }
            _ if in_item => lines.push(format!("{before}{}", marker.rest)),
            _ => lines.extend(items_of_line(marker.rest).into_iter().map(|item| format!("{before}- {item}"))),
        }
    }
    lines
}

/// What stands before the lines of a paragraph, with blanks for the sign of an
/// item.
fn base(before: &str) -> String {
    before.chars().map(|c| if c == '>' { c } else { ' ' }).collect()
}

/// Signs between the items of one line, too rare in sentences to be anything
/// else behind a colon or a semicolon.
const BETWEEN: [&str; 5] = [" • ", " ▪ ", " ➢ ", " \u{f0b7} ", " ● "];

fn items_of_line(text: &str) -> Vec<&str> {
    match BETWEEN.iter().find(|sign| text.contains(**sign)) {
        Some(sign) => text.split(sign).map(str::trim).filter(|item| !item.is_empty()).collect(),
        None => vec![text],
    }
}

/// `Objectifs : • former ; • créer`
fn in_a_line(source: &Source, prose: &Prose) -> Option<Diagnostic> {
    let line = prose.lines.iter().find(|line| {
        let text = line.of(source);
        let sign = BETWEEN.iter().find(|sign| text.contains(**sign));
        sign.is_some_and(|sign| {
            let mut parts = text.split(sign);
            parts.next().is_some_and(|first| first.trim_end().ends_with(':'))
                || parts.clone().count() > 1 && parts.any(ends_item)
        })
    })?;
    let (before, text) = (line.before(source), line.of(source));
    let base = base(before);
    let mut parts = items_of_line(text).into_iter();
    let first = format!("{before}{}", parts.next()?);
    let lines = std::iter::once(first).chain(parts.map(|item| format!("{base}- {item}")));
    let write = lines.collect::<Vec<String>>().join("\n");
    Some(at_lines(source, Code::ListUnread, line.text.clone()).hint(Hint::Write(write)))
}
