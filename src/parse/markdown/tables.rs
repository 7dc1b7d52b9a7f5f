//! Tables: in a box of their own, so that a wide one scrolls on a phone and the
//! page does not.

use std::fmt::Write;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::locale::text::escape_html;
use crate::parse::markdown::events::plain;
use crate::parse::markdown::writer::Writer;

/// The table that is being written.
pub(super) struct Table<'e> {
    alignments: &'e [Alignment],
    column: usize,
    in_head: bool,
}

impl<'e> Writer<'e> {
    /// Begins a table in a box that scrolls by itself, also by keyboard, and
    /// so needs a name: that of the heading above it, else its column heads.
    pub fn table(&mut self, alignments: &'e [Alignment]) {
        self.table = Some(Table { alignments, column: 0, in_head: true });
        self.block("<div class=\"table\"");
        if let Some(heading) = self.headings.last() {
            // Landmarks need different names; a second table is a mere group.
            let role = if self.last_region == self.headings.len() { "group" } else { "region" };
            self.last_region = self.headings.len();
            let id = escape_html(&heading.id);
            let _ = write!(self.out, " role=\"{role}\" tabindex=\"0\" aria-labelledby=\"{id}\"");
        } else {
            let name = self.column_heads();
            if !name.is_empty() {
                self.out.push_str(" role=\"group\" tabindex=\"0\"");
                self.plain_attribute("aria-label", &name);
            }
        }
        self.out.push_str("><table>\n");
    }

    /// The texts of the head's cells, which come next.
    fn column_heads(&self) -> String {
        let end = self.end_of(self.at + 1);
        let cells = self.events[self.at.min(end)..end].split(|(event, _)| *event == Event::End(TagEnd::TableCell));
        let cells = cells.map(|cell| plain(cell, 0..cell.len()).trim().to_owned());
        let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
        cells.join(if self.rtl { "، " } else { ", " })
    }

    pub fn table_row(&mut self, html: &str, in_head: bool) {
        self.html(html);
        if let Some(table) = &mut self.table {
            table.column = 0;
            table.in_head = in_head;
        }
    }

    pub fn table_cell(&mut self) {
        let class = match self.table.as_ref().and_then(|table| table.alignments.get(table.column)) {
            Some(Alignment::Left) => " class=\"align-start\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-end\"",
            Some(Alignment::None) | None => "",
        };
        let open = if self.cell_is_head() { "<th scope=\"col\"" } else { "<td" };
        self.settle();
        self.out.extend([open, class, ">"]);
    }

    pub fn end_table_cell(&mut self) {
        let started = self.at.checked_sub(2).and_then(|at| self.events.get(at));
        let is_empty = matches!(started, Some((Event::Start(Tag::TableCell), _)));
        let is_head = self.table.as_ref().is_some_and(|table| table.in_head);
        self.html(if is_head && !is_empty { "</th>" } else { "</td>" });
        if let Some(table) = &mut self.table {
            table.column += 1;
        }
    }

    /// An empty cell of the head is no heading: a screen reader would
    /// announce nothing.
    fn cell_is_head(&self) -> bool {
        let is_empty = matches!(self.events.get(self.at), Some((Event::End(TagEnd::TableCell), _)));
        self.table.as_ref().is_some_and(|table| table.in_head) && !is_empty
    }

    pub fn end_table(&mut self) {
        let has_rows = self.table.take().is_some_and(|table| !table.in_head);
        if !has_rows && self.out.ends_with("<tbody>\n") {
            self.out.truncate(self.out.len() - "<tbody>\n".len());
            self.html("</table></div>\n");
        } else {
            self.html("</tbody></table></div>\n");
        }
    }
}
