//! Tables that are not read as such, and cells that would be lost.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::parse::markdown::events::{Events, Source};
use crate::parse::markdown::slips::markers::marker;
use crate::parse::markdown::slips::prose::{Line, Prose};
use crate::parse::markdown::slips::{at, at_lines};

/// Cells of a row that the table's first line has no column for: they would not
/// be printed.
pub(super) fn cells_over(source: &Source, events: &Events, start: usize, row: &Range<usize>) -> Option<Diagnostic> {
    let mut columns = 0;
    let mut last = row.start;
    for (event, place) in &events[start..] {
        match event {
            Event::End(TagEnd::TableRow) => break,
            Event::End(TagEnd::TableCell) => {
                columns += 1;
                last = place.end;
            }
            _ => {}
        }
    }
    let end = source.text[row.start..].find('\n').map_or(source.text.len(), |end| row.start + end);
    let rest = source.text.get(last..end)?;
    let lost = rest.trim_start_matches(|c: char| c == '|' || c.is_whitespace());
    let place =
        end - lost.len()..end - lost.len() + lost.trim_end_matches(|c: char| c == '|' || c.is_whitespace()).len();
    (!place.is_empty()).then(|| at(source, Code::TableCellLost, place).arg("columns", columns as i64))
}

/// Rows as Word and Excel copy them, a tab between the cells.
pub(super) fn of_tabs(source: &Source, prose: &Prose) -> Option<Diagnostic> {
    let tabs = |line: &Line| {
        let text = line.of(source);
        if marker(text).is_some() { 0 } else { text.matches('\t').count() }
    };
    let mut from = 0;
    let rows = prose.lines.chunk_by(|one, other| tabs(one) == tabs(other)).find_map(|lines| {
        let place = from..from + lines.len();
        from += lines.len();
        (lines.len() > 1 && tabs(&lines[0]) > 0).then_some(place)
    })?;
    let row = |line: &Line| {
        let cells: Vec<String> = line.of(source).split('\t').map(|cell| cell.trim().replace('|', "\\|")).collect();
        format!("{}| {} |", line.before(source), cells.join(" | "))
    };
    let lines = &prose.lines[rows.clone()];
    let columns = tabs(&lines[0]) + 1;
    let mut written: Vec<String> = lines.iter().map(row).collect();
    let indent: String = prose.lines[0].before(source).chars().map(|c| if c == '>' { c } else { ' ' }).collect();
    written.insert(1, format!("{indent}|{}", " --- |".repeat(columns)));
    // A table begins and ends with an empty line.
    let empty = || indent.trim_end().to_owned();
    let mut start = lines[0].text.start;
    if let Some(above) = rows.start.checked_sub(1).map(|above| &prose.lines[above]) {
        written.splice(0..0, [format!("{}{}", above.before(source), above.of(source)), empty()]);
        start = above.text.start;
    }
    let mut end = lines[lines.len() - 1].text.end;
    if let Some(below) = prose.lines.get(rows.end) {
        written.extend([empty(), format!("{}{}", below.before(source), below.of(source))]);
        end = below.text.end;
    }
    Some(at_lines(source, Code::TableOfTabs, start..end).hint(Hint::Write(written.join("\n"))))
}

/// A row of a table without its second line.
pub(super) fn without_dashes(source: &Source, prose: &Prose) -> Option<Diagnostic> {
    let is_row = |line: &Line| line.of(source).starts_with('|') && line.of(source).matches('|').count() > 2;
    let first = prose.lines.iter().position(is_row)?;
    let line = &prose.lines[first];
    let columns = columns(line.of(source));
    let indent: String = line.before(source).chars().map(|c| if c == '>' { c } else { ' ' }).collect();
    let mut written =
        vec![format!("{}{}", line.before(source), line.of(source)), format!("{indent}|{}", " --- |".repeat(columns))];
    let mut place = line.text.clone();
    if let Some(above) = first.checked_sub(1).map(|above| &prose.lines[above]) {
        written.splice(0..0, [format!("{}{}", above.before(source), above.of(source)), indent.trim_end().to_owned()]);
        place.start = above.text.start;
    }
    // A line of dashes that has other columns, or spaces that do not break.
    let is_rule = |line: &&Line| {
        let text = line.of(source);
        text.contains("--") && !text.contains(char::is_alphanumeric)
    };
    if let Some(rule) = prose.lines.get(first + 1).filter(is_rule) {
        place.end = rule.text.end;
    }
    let text = line.of(source);
    let found = Diagnostic::at(Code::TableUnread, source.path, source.span(&place)).arg("text", text);
    Some(found.hint(Hint::Write(written.join("\n"))))
}

/// How many cells a row has.
fn columns(row: &str) -> usize {
    let inside = row.trim().trim_start_matches('|');
    let inside = inside.strip_suffix('|').filter(|before| !before.ends_with('\\')).unwrap_or(inside);
    inside.match_indices('|').filter(|(at, _)| !inside[..*at].ends_with('\\')).count() + 1
}
