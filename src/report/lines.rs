//! Bytes of a file as lines and columns, and the lines to show.

use std::ops::Range;
use std::sync::Arc;

use crate::base::diag::Span;

/// So many lines of a file are shown at most for one place.
const MOST_LINES: usize = 4;

/// A place as an editor shows it, both counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The line of the file.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Some lines of a file as text, and the bytes of that text that are meant.
pub struct Lines {
    /// The number of the first one.
    pub first: usize,
    /// Their text, with what is not UTF-8 replaced.
    pub text: String,
    /// The bytes of the text that are meant.
    pub span: Range<usize>,
}

/// The bytes of a file and where its lines begin. They need not be UTF-8.
pub struct SourceFile {
    bytes: Arc<[u8]>,
    starts: Vec<usize>,
}

impl SourceFile {
    /// Divides a file into its lines.
    pub fn new(bytes: Arc<[u8]>) -> SourceFile {
        // A byte-order mark is no part of the first line.
        let first = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let after_breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(first).chain(after_breaks).collect();
        SourceFile { bytes, starts }
    }

    /// The first place meant and the one after the last, which is never at the
    /// beginning of the line below.
    pub fn ends(&self, span: Span) -> (Position, Position) {
        let span = self.trim(span);
        (self.position(span.start), self.position(span.end))
    }

    /// The lines that the span touches, the first few of them.
    pub fn lines(&self, span: Span) -> Lines {
        let span = self.trim(span);
        let (first, last) = (self.line_of(span.start), self.line_of(span.end));
        let last = last.min(first + MOST_LINES - 1);
        let mut text = String::new();
        let mut meant = 0..0;
        for index in first..=last {
            let line = self.line(index);
            let place = |at: usize| characters_before(&self.bytes[line.clone()], at.saturating_sub(line.start)).1;
            if index == first {
                meant.start = text.len() + place(span.start);
            }
            meant.end = text.len() + place(span.end.min(line.end));
            text.push_str(&String::from_utf8_lossy(&self.bytes[line.clone()]));
            text.push_str(if index < last { "\n" } else { "" });
        }
        Lines { first: first + 1, text, span: meant }
    }

    /// The span inside the file, without line breaks at its end.
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
        let (characters, _) = characters_before(&self.bytes[line.clone()], at.saturating_sub(line.start));
        Position { line: index + 1, column: characters + 1 }
    }

    /// The line that holds a byte, counted from 0.
    fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The bytes of a line, without its break.
    fn line(&self, index: usize) -> Range<usize> {
        let start = self.starts[index];
        let end = self.starts.get(index + 1).map_or(self.bytes.len(), |next| next - 1);
        let cr = end > start && self.starts.len() > index + 1 && self.bytes[end - 1] == b'\r';
        start..if cr { end - 1 } else { end }
    }
}

/// How many characters of a line end at or before its byte `at`, and their
/// length in bytes once what is not UTF-8 is replaced.
fn characters_before(line: &[u8], at: usize) -> (usize, usize) {
    let (mut characters, mut bytes, mut end) = (0, 0, 0);
    let mut advance = |raw: usize, shown: usize| {
        end += raw;
        let fits = end <= at;
        if fits {
            (characters, bytes) = (characters + 1, bytes + shown);
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
    (characters, bytes)
}

#[cfg(test)]
mod tests {
    use super::SourceFile;
    use crate::base::diag::Span;

    /// Line and column of both ends of a word.
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
}
