//! Tabs as indentation.

use std::ops::Range;

use crate::base::code::Code;
use crate::yaml::line::{Line, lines};
use crate::yaml::mistakes::{EntryText, Mistake};
use crate::yaml::remedy::Finding;
use crate::yaml::tree;

/// The possible widths of a tab on its author's screen, likeliest first; 0 if
/// the tab does not belong there at all.
const WIDTHS: [usize; 7] = [2, 4, 8, 3, 1, 6, 0];

impl EntryText<'_> {
    /// Tabs as indentation: covers all lines of the entry that have one.
    pub(super) fn tab(&self, failing: &Line) -> Option<Mistake> {
        let full: Vec<Line> = lines(self.text).filter(|line| !line.is_empty(self.text)).collect();
        let has_tab = |line: &Line| self.text[line.indent.clone()].contains('\t');
        let at = full.iter().position(|line| line.whole.start >= failing.whole.start)?;
        let at = (at..full.len().min(at + 2)).find(|at| has_tab(&full[*at]))?;
        // The neighbouring lines with tabs are the same mistake.
        let first = at - full[..at].iter().rev().take_while(|line| has_tab(line)).count();
        let last = at + full[at + 1..].iter().take_while(|line| has_tab(line)).count();
        let indent = &self.text[full[first].indent.clone()];
        let tabs = full[first].indent.start + indent.find('\t')?;
        let place = tabs..if first == last { full[first].indent.end } else { full[last].indent.end };
        let found = self.at(Code::YamlTab, &place);
        let range = full[first].whole.start..full[last].whole.end;
        let depths = self.depths(first.checked_sub(1).map(|at| &full[at]), full.get(last + 1));
        let widths = depths.into_iter().filter_map(|depth| self.width_for(&full[first], depth)).chain(WIDTHS);
        let finding = match self.width(&range, &widths.collect::<Vec<_>>()) {
            Some(width) => Finding::replace(found, &range, self.without_tabs(&range, width)),
            None => Finding::new(found),
        };
        let paint = full.iter().filter(|line| has_tab(line)).map(|line| (line.whole.clone(), b' ')).collect();
        Some(Mistake { finding, paint })
    }

    /// The likely indentations of a line, judging by its neighbours, likeliest
    /// first.
    fn depths(&self, above: Option<&Line>, below: Option<&Line>) -> Vec<usize> {
        let column = |line: &Line| line.body.start - line.whole.start;
        let below = below.map(column);
        match above {
            Some(above) if above.value.is_empty() => {
                let own = column(above);
                below.into_iter().filter(|depth| *depth > own).chain([own + 2]).collect()
            }
            above => above.map(column).into_iter().chain(below).collect(),
        }
    }

    /// The tab width that gives the line this indentation.
    fn width_for(&self, line: &Line, depth: usize) -> Option<usize> {
        let indent = &self.text[line.indent.clone()];
        let tabs = indent.bytes().filter(|b| *b == b'\t').count();
        let rest = depth.checked_sub(indent.len() - tabs)?;
        rest.is_multiple_of(tabs).then_some(rest / tabs)
    }

    /// The first width with which the entry parses or, if it has other
    /// mistakes, with which it parses up to here.
    fn width(&self, range: &Range<usize>, widths: &[usize]) -> Option<usize> {
        let reads = |text: &str| tree::read(self.path, text, 0).is_ok_and(|tree| !tree.broken);
        let before = &self.text[..range.start];
        let whole = |width: &&usize| reads(&self.without_tabs(&(0..self.text.len()), **width));
        let so_far = |width: &&usize| reads(&format!("{before}{}", self.without_tabs(range, **width)));
        widths.iter().find(whole).or_else(|| widths.iter().find(so_far)).copied()
    }

    fn without_tabs(&self, range: &Range<usize>, width: usize) -> String {
        let spaces = " ".repeat(width);
        let source = &self.typed[range.clone()];
        let spaced = |line: &str| {
            let body = line.trim_start_matches([' ', '\t']);
            format!("{}{body}", line[..line.len() - body.len()].replace('\t', &spaces))
        };
        source.split('\n').map(spaced).collect::<Vec<_>>().join("\n")
    }
}
