//! Control characters. They are invisible, XML forbids them, and nobody types
//! them on purpose; word processors leave some behind.

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::base::path::RelPath;
use crate::yaml::{line, marks};

/// The most lines reported for control characters: a file with more is not a
/// text file.
const MAX_LINES: usize = 20;
/// The longest line, in bytes, for which a corrected line is offered.
const MAX_LINE: usize = 2_000;

/// Whether the character is a control character that text must not contain: C0
/// except tab and line breaks, DEL, C1 (ISO 6429).
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// Reports the control characters of a file, once per line, and returns the
/// text with each of their bytes replaced by a space, so that the rest can be
/// parsed. `None` if there are none.
pub(super) fn without_controls(path: &RelPath, text: &str) -> Option<(String, Vec<Diagnostic>)> {
    next(text, 0)?;
    let mut diagnostics = vec![];
    let mut from = 0;
    while let Some(at) = next(text, from).filter(|_| diagnostics.len() < MAX_LINES) {
        let line = line::start(text, at.start)..line::end(text, at.start);
        diagnostics.push(one(path, text, &at, &line));
        from = line.end;
    }
    let mut clean = String::with_capacity(text.len());
    text.chars().for_each(|c| if is_control(c) { clean.push_str(&" ".repeat(c.len_utf8())) } else { clean.push(c) });
    Some((clean, diagnostics))
}

fn one(path: &RelPath, text: &str, at: &Range<usize>, line: &Range<usize>) -> Diagnostic {
    let name = text[at.clone()].chars().next().map_or_else(String::new, marks::name);
    let found = Diagnostic::at(Code::ControlCharacter, path, Span::new(at.clone())).arg("char", name);
    let whole = &text[line.clone()];
    if whole.len() > MAX_LINE {
        return found;
    }
    // Word's manual line break separates words, so it becomes a space.
    let kept = |c: char| match c {
        '\u{b}' | '\u{c}' | '\u{85}' => Some(' '),
        c => (!is_control(c)).then_some(c),
    };
    let mended: String = whole.chars().filter_map(kept).collect();
    found.hint(Hint::Write(mended.trim_start_matches('\u{feff}').to_owned()))
}

/// The first control character at or after a byte. Their UTF-8 encodings start
/// with a byte below U+0020, DEL, or the lead byte of U+0080.
fn next(text: &str, from: usize) -> Option<Range<usize>> {
    let suspect = |b: &u8| *b < b' ' && !matches!(*b, b'\t' | b'\n' | b'\r') || *b == 0x7f || *b == 0xc2;
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(suspect)?;
        let c = text[at..].chars().next()?;
        if is_control(c) {
            return Some(at..at + c.len_utf8());
        }
        at += c.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::without_controls;
    use crate::base::diag::Hint;
    use crate::base::path::RelPath;

    #[test]
    fn each_line_with_one_is_reported_at_its_place() {
        let path = RelPath::fixed("a.fr.md");
        let text = "title: Projet\u{b}eau\u{1f}x\nb: é\u{2028}\u{a0}\u{200f}\t\r\nc: \u{92}\u{7f}";
        let (clean, found) = without_controls(&path, text).unwrap();
        assert_eq!(clean, "title: Projet eau x\nb: é\u{2028}\u{a0}\u{200f}\t\r\nc:    ");
        assert_eq!(clean.len(), text.len());
        let said: Vec<(&str, &Hint)> =
            found.iter().map(|one| (&text[one.at.as_ref().unwrap().span.range()], &one.hints[0])).collect();
        let write = |line: &str| Hint::Write(line.to_owned());
        assert_eq!(said, [("\u{b}", &write("title: Projet eaux")), ("\u{92}", &write("c: "))]);
        assert_eq!(found[0].args[0].1, "U+000B LINE TABULATION".into());
        assert!(without_controls(&path, "a: \u{2028}é\r\n\tb").is_none());
    }
}
