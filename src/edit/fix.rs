//! Lines to write, in the place of the mistakes that they are offered for.

use std::ops::Range;

use crate::base::diag::{Diagnostic, Hint, Place};
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::edit::splice::{Splice, applied, line_start};
use crate::edit::text::line_end;

/// A line, or several, that certainly fixes a mistake.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Fix {
    /// The bytes of the lines that it replaces, without the last line's end.
    at: (usize, usize),
    /// What is written instead.
    lines: String,
}

impl Fix {
    /// A name for it, by what it writes and where.
    pub fn name(&self) -> String {
        Key::of(format!("{:?} {}", self.at, self.lines).as_bytes()).short()
    }

    /// The fix of a mistake in a file, if there is one that is certain.
    pub fn of(found: &Diagnostic, path: &RelPath, file: &str) -> Option<Fix> {
        let lines =
            found.hints.iter().find_map(|hint| if let Hint::Write(lines) = hint { Some(lines) } else { None })?;
        let place = place(found, lines).filter(|place| place.path == *path)?;
        let at = whole_lines(file, place.span.range())?;
        Some(Fix { at: (at.start, at.end), lines: lines.trim_end().to_owned() })
    }
}

/// Where a line is to be written: the fence of a front matter that is not
/// closed stands elsewhere than the mistake.
fn place<'d>(found: &'d Diagnostic, lines: &str) -> Option<&'d Place> {
    found.related.first().filter(|_| lines == "---").or(found.at.as_ref())
}

/// The file with all fixes that do not stand in each other's way, and how many
/// these are. Two mistakes of one line have one fix.
pub fn fixed(file: &str, mut fixes: Vec<Fix>) -> (String, usize) {
    fixes.sort();
    fixes.dedup();
    let mut taken: Vec<Fix> = vec![];
    for fix in fixes {
        if taken.last().is_none_or(|last| last.at.1 < fix.at.0) {
            taken.push(fix);
        }
    }
    let end = line_end(file);
    let splice = |fix: &Fix| Splice { at: fix.at.0..fix.at.1, new: fix.lines.replace('\n', end) };
    let made = applied(file, taken.iter().map(splice).collect());
    made.map_or_else(|| (file.to_owned(), 0), |made| (made, taken.len()))
}

/// The whole lines of a place, without the end of the last one and without a
/// byte order mark.
fn whole_lines(file: &str, place: Range<usize>) -> Option<Range<usize>> {
    if !file.is_char_boundary(place.start) || !file.is_char_boundary(place.end) {
        return None;
    }
    let start = line_start(file, place.start);
    let start = if file[start..].starts_with('\u{feff}') { start + '\u{feff}'.len_utf8() } else { start };
    let last = if place.end > place.start && file[..place.end].ends_with('\n') { place.end - 1 } else { place.end };
    let end = file[last..].find('\n').map_or(file.len(), |end| last + end);
    let end = if file[..end].ends_with('\r') { end - 1 } else { end };
    Some(start..end.max(start))
}

#[cfg(test)]
mod tests {
    use super::{Fix, fixed};
    use crate::base::code::Code;
    use crate::base::diag::{Diagnostic, Hint, Span};
    use crate::base::path::RelPath;

    fn fix(file: &str, wrong: &str, lines: &str) -> Fix {
        let path = RelPath::fixed("a.yaml");
        let at = file.find(wrong).unwrap();
        let found = Diagnostic::at(Code::UnknownKey, &path, Span::new(at..at + wrong.len()));
        Fix::of(&found.hint(Hint::Write(lines.to_owned())), &path, file).unwrap()
    }

    #[test]
    fn lines_are_replaced_and_others_keep_their_ends() {
        let file = "\u{feff}a: 1\r\nb: bad\r\nc: 2\n";
        let fixes = vec![fix(file, "bad", "b: [good,\n  fine]"), fix(file, "b:", "b: [good,\n  fine]")];
        assert_eq!(fixed(file, fixes), ("\u{feff}a: 1\r\nb: [good,\r\n  fine]\r\nc: 2\n".to_owned(), 1));
        assert_eq!(fixed(file, vec![fix(file, "a", "A: 1")]).0, file.replace("a: 1", "A: 1"));
    }

    #[test]
    fn of_two_fixes_of_a_line_one_is_made_at_a_time() {
        let file = "a: 1\nb: bad\n";
        let fixes = vec![fix(file, "bad", "b: good"), fix(file, "b:", "B: bad")];
        assert_eq!(fixed(file, fixes), ("a: 1\nB: bad\n".to_owned(), 1));
    }
}
