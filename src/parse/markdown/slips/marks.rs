//! Marks at the beginning of a line that are not read, because a space is
//! missing or is none, or because an invisible sign stands before them.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::parse::markdown::events::Source;
use crate::parse::markdown::slips::at;
use crate::parse::markdown::slips::prose::{Line, Prose, is_false_blank};

/// `##Titre`; `##` and a space that does not break.
pub(super) fn headings(source: &Source, prose: &Prose) -> Vec<Diagnostic> {
    prose.lines.iter().filter(|line| line.words).filter_map(|line| heading(source, line)).collect()
}

fn heading(source: &Source, line: &Line) -> Option<Diagnostic> {
    let text = line.of(source);
    let visible = text.trim_start_matches(is_false_blank);
    let title = visible.trim_start_matches('#');
    let level = visible.len() - title.len();
    let rest = title.trim_start_matches(|c: char| c == ' ' || is_false_blank(c));
    let is_heading = (1..=6).contains(&level) && rest.starts_with(|c: char| c.is_alphanumeric() || "«\"“(".contains(c));
    if !is_heading {
        return None;
    }
    let spaced = rest.len() < title.len();
    let hidden = visible.len() < text.len();
    let (level, code) = match spaced || hidden {
        // `#pve` is a word; a lone one before a space is a heading, and this page has its own.
        true if spaced => (level.max(2), Code::MarkUnread),
        _ if level >= 2 => (level, Code::HeadingUnread),
        _ => return None,
    };
    let write = format!("{}{} {rest}", line.before(source), "#".repeat(level));
    Some(at(source, code, line.text.clone()).hint(Hint::Write(write)))
}
