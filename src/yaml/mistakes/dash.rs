//! Lists whose dashes YAML does not take for dashes: `-undp`, `• undp`.

use std::ops::Range;

use crate::base::code::Code;
use crate::yaml::dashes::{item, with_dashes};
use crate::yaml::line::{Line, lines};
use crate::yaml::mistakes::{EntryText, Mistake};
use crate::yaml::remedy::Finding;

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
