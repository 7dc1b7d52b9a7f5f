//! Lists whose dashes YAML does not take for dashes: `-undp`, `• undp`.

use std::ops::Range;

use crate::base::code::Code;
use crate::yaml::line::{Line, lines};
use crate::yaml::mistakes::{EntryText, Mistake};
use crate::yaml::remedy::Finding;

/// What a word processor puts before the items of a list, and dashes that are
/// none.
const BULLETS: [char; 14] = ['•', '·', '▪', '◦', '●', '○', '‣', '➢', '–', '—', '−', '‑', '*', '\u{f0b7}'];

/// The item behind a sign that was meant as a dash: `undp` of `-undp` and
/// `• undp`. None where the dash has its space, or stands before a number.
pub(in crate::yaml) fn item(text: &str) -> Option<&str> {
    let sign = text.chars().next()?;
    let rest = &text[sign.len_utf8()..];
    let item = rest.trim_start();
    let starts = item.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\'' | '{' | '['));
    let meant = if sign == '-' { item.len() == rest.len() } else { BULLETS.contains(&sign) };
    (starts && meant).then_some(item)
}

/// The lines with a dash and a space before each item, and the lines that go on
/// below an item as far to the right as it is then.
pub(in crate::yaml) fn with_dashes(source: &str, depth: usize) -> String {
    let mut all = vec![];
    let mut shift = 0;
    for (at, line) in source.split('\n').enumerate() {
        let body = line.trim_start_matches(' ');
        let own = if at == 0 { depth } else { line.len() - body.len() };
        let indent = if at == 0 { "" } else { &line[..line.len() - body.len()] };
        all.push(match item(body).filter(|_| own == depth) {
            Some(item) => {
                let sign = body.chars().count() - item.chars().count();
                shift = 2usize.saturating_sub(sign);
                format!("{indent}- {item}")
            }
            None if body.trim().is_empty() => line.to_owned(),
            None => format!("{:shift$}{line}", ""),
        });
    }
    all.join("\n")
}

impl EntryText<'_> {
    /// The nearest list above the failure, or at it, whose dashes are none.
    pub(super) fn dash(&self, failing: &Line) -> Option<Mistake> {
        let all: Vec<Line> = lines(self.text).filter(|line| !line.is_empty(self.text)).collect();
        let is_item = |line: &Line| item(&self.text[line.indent.end..line.whole.end]).is_some();
        let at = all.iter().rposition(|line| line.whole.start <= failing.whole.start && is_item(line))?;
        let depth = all[at].depth();
        let inside = |line: &&Line| line.depth() > depth || line.depth() == depth && is_item(line);
        let first = at - all[..at].iter().rev().take_while(inside).count();
        let last = at + all[at + 1..].iter().take_while(inside).count();
        // A list of which some dashes are right fails for another reason.
        let header = all[..first].last().filter(|line| line.key.is_some() && line.value.is_empty())?;
        let range = all[first].indent.end..all[last].content(self.text).end;
        let key = &self.text[header.key.clone()?];
        let found = self.at(Code::YamlDash, &range).arg("key", key);
        let finding = Finding::replace(found, &range, with_dashes(self.typed(&range), depth));
        let paint: Vec<(Range<usize>, u8)> = vec![(header.whole.start..range.end, b' ')];
        Some(Mistake { finding, paint })
    }
}
