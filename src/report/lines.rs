//! Converts byte offsets of a file to lines and columns, and selects the lines
//! to show.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use crate::base::diag::Span;
use crate::base::steps;

/// The most lines of a file that are shown for one place.
const MOST_LINES: usize = 4;

/// A longer line, in bytes, is shown in part only.
const LONGEST_LINE: usize = 4_000;

/// The number of bytes of it that are shown on each side of the span.
const AROUND: usize = 1_000;

/// A place as editors show it, both numbers counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The line of the file.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Some lines of a file as text, and the range of that text to highlight.
pub struct Lines {
    /// The number of the first line.
    pub first: usize,
    /// Their text, with invalid UTF-8 replaced.
    pub text: String,
    /// The byte range of the text to highlight.
    pub span: Range<usize>,
    /// Whether a long line was shortened.
    pub is_cut: bool,
}

/// The bytes of a file and its line starts. They need not be UTF-8.
pub struct SourceFile {
    bytes: Arc<[u8]>,
    starts: Vec<usize>,
    /// A cache for counting columns: the last position counted, and the number
    /// of characters of its line that end before it. The next position is
    /// usually later on the same line.
    counted: Cell<(usize, usize)>,
}

impl SourceFile {
    /// Splits a file into lines.
    pub fn new(bytes: Arc<[u8]>) -> SourceFile {
        // A byte order mark is not part of the first line.
        let first = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let after_breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(first).chain(after_breaks).collect();
        SourceFile { bytes, starts, counted: Cell::new((first, 0)) }
    }

    /// The positions of the span's first character and of the one after its
    /// last. The latter is never at the start of the next line.
    pub fn ends(&self, span: Span) -> (Position, Position) {
        let span = self.trim(span);
        (self.position(span.start), self.position(span.end))
    }

    /// The lines that the span touches, up to the limit; of a very long line,
    /// the part around the span.
    pub fn lines(&self, span: Span) -> Lines {
        let span = self.trim(span);
        let (first, last) = (self.line_of(span.start), self.line_of(span.end));
        let last = last.min(first + MOST_LINES - 1);
        let mut lines = Lines { first: first + 1, text: String::new(), span: 0..0, is_cut: false };
        for index in first..=last {
            let line = self.line(index);
            let shown = self.around(&line, span.start.max(line.start), span.end.min(line.end));
            lines.is_cut |= shown != line;
            lines.text.push_str(if shown.start > line.start { CUT } else { "" });
            let place = |at: usize| characters_before(&self.bytes[shown.clone()], at.saturating_sub(shown.start)).1;
            if index == first {
                lines.span.start = lines.text.len() + place(span.start);
            }
            lines.span.end = lines.text.len() + place(span.end.min(line.end));
            lines.text.push_str(&String::from_utf8_lossy(&self.bytes[shown.clone()]));
            lines.text.push_str(if shown.end < line.end { CUT } else { "" });
            lines.text.push_str(if index < last { "\n" } else { "" });
        }
        lines
    }

    /// The part of a line to show around a span in it.
    fn around(&self, line: &Range<usize>, start: usize, end: usize) -> Range<usize> {
        if line.len() <= LONGEST_LINE {
            return line.clone();
        }
        let is_inside = |at: &usize| self.bytes.get(*at).is_some_and(|byte| byte & 0xC0 == 0x80);
        let from = (start.saturating_sub(AROUND).max(line.start)..=start).find(|at| !is_inside(at)).unwrap_or(start);
        let end = end.clamp(start, start + AROUND) + AROUND;
        let to = (end.min(line.end)..=line.end).find(|at| !is_inside(at)).unwrap_or(line.end);
        from..to
    }

    /// The span limited to the file, without trailing line breaks.
    fn trim(&self, span: Span) -> Range<usize> {
        let start = span.range().start.clamp(self.starts[0].min(self.bytes.len()), self.bytes.len());
        let mut end = span.range().end.clamp(start, self.bytes.len());
        while end > start && matches!(self.bytes[end - 1], b'\n' | b'\r') {
            end -= 1;
        }
        start..end
    }

    fn position(&self, at: usize) -> Position {
        let index = self.line_of(at);
        let line = self.line(index);
        let counted = self.counted.get();
        let (from, before) = if (line.start..=at).contains(&counted.0) { counted } else { (line.start, 0) };
        let (characters, length) = counted_before(&self.bytes[from..line.end.max(from)], at - from.min(at));
        self.counted.set((from + length, before + characters));
        Position { line: index + 1, column: before + characters + 1 }
    }

    /// The line that contains a byte, counted from 0.
    fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The byte range of a line, without its line break.
    fn line(&self, index: usize) -> Range<usize> {
        let start = self.starts[index];
        let end = self.starts.get(index + 1).map_or(self.bytes.len(), |next| next - 1);
        let cr = end > start && self.starts.len() > index + 1 && self.bytes[end - 1] == b'\r';
        start..if cr { end - 1 } else { end }
    }
}

/// Marks an omitted part of a line.
const CUT: &str = "… ";

/// The number of characters of a line that end at or before its byte `at`, and
/// their length in bytes.
fn counted_before(line: &[u8], at: usize) -> (usize, usize) {
    let (mut characters, mut length) = (0, 0);
    each_before(line, at, |raw, _| (characters, length) = (characters + 1, length + raw));
    (characters, length)
}

/// The same, with their length after invalid UTF-8 is replaced.
fn characters_before(line: &[u8], at: usize) -> (usize, usize) {
    let (mut characters, mut length) = (0, 0);
    each_before(line, at, |_, shown| (characters, length) = (characters + 1, length + shown));
    (characters, length)
}

/// Calls `each` for every character of a line that ends at or before its byte
/// `at`, with its length as it is and after invalid UTF-8 is replaced.
fn each_before(line: &[u8], at: usize, mut each: impl FnMut(usize, usize)) {
    let mut end = 0;
    let mut advance = |raw: usize, shown: usize| {
        steps::take(1);
        end += raw;
        let fits = end <= at;
        if fits {
            each(raw, shown);
        }
        fits
    };
    'line: for chunk in line.utf8_chunks() {
        for c in chunk.valid().chars() {
            if !advance(c.len_utf8(), c.len_utf8()) {
                break 'line;
            }
        }
        let invalid = chunk.invalid().len();
        if invalid > 0 && !advance(invalid, char::REPLACEMENT_CHARACTER.len_utf8()) {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SourceFile;
    use crate::base::diag::Span;
    use crate::base::steps;

    /// The line and column of both ends of a word.
    fn ends(source: &[u8], word: &[u8]) -> [usize; 4] {
        let at = source.windows(word.len()).position(|window| window == word).unwrap();
        let (start, end) = SourceFile::new(source.into()).ends(Span::new(at..at + word.len()));
        [start.line, start.column, end.line, end.column]
    }

    #[test]
    fn columns_count_characters_and_lines_are_those_of_the_file() {
        assert_eq!(ends(b"a: 1\nb: 2\n", b"2"), [2, 4, 2, 5]);
        assert_eq!(ends(b"a: 1\r\nb: 2\r\n", b"2"), [2, 4, 2, 5]);
        assert_eq!(ends(b"\xef\xbb\xbfa: 1\n", b"a"), [1, 1, 1, 2]);
        assert_eq!(ends(b"\tb: 2", b"2"), [1, 5, 1, 6]);
        assert_eq!(ends("عنوان: نص طويل".as_bytes(), "طويل".as_bytes()), [1, 11, 1, 15]);
        assert_eq!(ends(b"a\r\nb\r\n", b"a\r\n"), [1, 1, 1, 2]);
        assert_eq!(ends(b"a\nb\n", b"a\nb"), [1, 1, 2, 2]);
        assert_eq!(ends(b"caf\xe9: x\n", b"x"), [1, 7, 1, 8]);
    }

    /// Asks for places on one long line, forwards and backwards.
    #[test]
    fn columns_are_the_same_whatever_was_asked_before() {
        let source = "é".repeat(50).into_bytes().into_iter().chain(*b"\xff\xfe a").collect::<Vec<u8>>();
        let one = SourceFile::new(source.as_slice().into());
        for at in (0..=source.len()).chain((0..=source.len()).rev()) {
            let fresh = SourceFile::new(source.as_slice().into());
            let span = Span::new(at..source.len());
            assert_eq!(one.ends(span), fresh.ends(span), "{at}");
        }
    }

    #[test]
    fn of_a_very_long_line_the_surroundings_are_shown() {
        let source = format!("{}MOT{}\nb", "é ".repeat(50_000), " ب".repeat(50_000));
        let at = source.find("MOT").unwrap();
        let lines = SourceFile::new(source.as_bytes().into()).lines(Span::new(at..at + 3));
        assert_eq!((&lines.text[lines.span.clone()], lines.is_cut), ("MOT", true));
        assert!(lines.text.len() < 5_000 && lines.text.starts_with('…') && lines.text.ends_with("… "));
        let all = SourceFile::new(source.as_bytes().into()).lines(Span::new(0..source.len()));
        assert!(all.text.len() < 9_000 && all.text.ends_with("\nb"), "{}", all.text.len());
        for at in 0..30 {
            SourceFile::new(source.as_bytes().into()).lines(Span::new(at..at + 1));
            SourceFile::new(source.as_bytes().into()).lines(Span::new(source.len() - 1 - at..source.len() - at));
        }
    }

    #[test]
    fn many_places_of_a_line_cost_one_walk_along_it() {
        steps::assert_linear("columns of one line", |count| {
            let file = SourceFile::new("ab ".repeat(count).as_bytes().into());
            for at in 0..count {
                file.ends(Span::new(at * 3..at * 3 + 2));
            }
        });
    }
}
