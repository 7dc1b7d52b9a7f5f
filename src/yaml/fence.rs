//! Finds the front matter of a Markdown file, and decodes files that are not
//! UTF-8.

use std::borrow::Cow;
use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::base::encoding;
use crate::base::path::RelPath;
use crate::yaml::{conflict, control, line, marks};

/// The parts of a Markdown file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split {
    /// The text between the fences. If the closing fence is missing, the lines
    /// that look like front matter.
    pub front: Option<Range<usize>>,
    /// The text after the front matter.
    pub body: Range<usize>,
    /// Reports a missing fence.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds the front matter between two lines of exactly `---`. A byte order mark
/// and blank lines before the opening fence, and trailing whitespace after
/// either, are ignored. A line with another number or kind of dashes (word
/// processors turn `---` into `—`) is reported but still taken as the fence.
pub fn split(path: &RelPath, file: &str) -> Split {
    let start = if file.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let opening = lines(file, start).find(|line| !is_blank(&file[line.clone()]));
    let Some(opening) = opening else {
        return missing(path, file, start..file.len(), 0..0);
    };
    let mut diagnostics = vec![];
    match fence(&file[opening.clone()]) {
        Fence::Exact => {}
        Fence::Hidden(c) => diagnostics.push(hidden(path, file, &opening, c)),
        Fence::Near => {
            let found = Diagnostic::at(Code::FrontMatterMissing, path, trimmed(file, &opening));
            diagnostics.push(found.hint(Hint::Write("---".to_owned())));
        }
        Fence::None => return missing(path, file, start..file.len(), trimmed(file, &opening).range()),
    }
    let end = unclosed_end(file, opening.end);
    let is = |kind: Fence, line: &Range<usize>| fence(&file[line.clone()]) == kind;
    let after = || lines(file, end).next().map(|line| (fence(&file[line.clone()]), line));
    let near = after().filter(|(fence, _)| matches!(fence, Fence::Near | Fence::Hidden(_)));
    let exact = || lines(file, opening.end).find(|line| is(Fence::Exact, line));
    let closing = exact().filter(|exact| near.as_ref().is_none_or(|(_, near)| exact.start < near.start));
    if closing.is_none() {
        diagnostics.push(match &near {
            Some((Fence::Hidden(c), line)) => hidden(path, file, line, *c),
            Some((_, line)) => unclosed(path, file, &opening, line.clone()),
            None => unclosed(path, file, &opening, opening.end..end),
        });
    }
    let closing = closing.or(near.map(|(_, line)| line));
    let closing = closing.unwrap_or(end..end);
    Split { front: Some(opening.end..closing.start), body: closing.end..file.len(), diagnostics }
}

/// Decodes a file. If it is not UTF-8, the first invalid byte is reported and
/// the rest is decoded as far as possible, with a `?` for each invalid byte.
/// Offsets stay those of the file: a byte order mark is kept, and control
/// characters and merge conflicts, which are reported, are replaced by the same
/// number of spaces.
pub fn decode<'b>(path: &RelPath, bytes: &'b [u8]) -> (Cow<'b, str>, Vec<Diagnostic>) {
    let (mut text, mut diagnostics) = decoded(path, bytes);
    if let Some((clean, found)) = control::without_controls(path, &text) {
        // In a file that is not UTF-8, control characters come from the wrong
        // encoding.
        diagnostics.extend(found.into_iter().filter(|_| !matches!(text, Cow::Owned(_))));
        text = Cow::Owned(clean);
    }
    if let Some((clean, found)) = conflict::without_conflicts(path, &text) {
        diagnostics.push(found);
        text = Cow::Owned(clean);
    }
    (text, diagnostics)
}

fn decoded<'b>(path: &RelPath, bytes: &'b [u8]) -> (Cow<'b, str>, Vec<Diagnostic>) {
    if let Some(text) = utf16(bytes) {
        let found = Diagnostic::at(Code::NotUtf8, path, Span::default()).arg("encoding", "UTF-16");
        return (Cow::Owned(text), vec![found]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), misread(path, text).into_iter().collect()),
        Err(error) => {
            let bad = error.valid_up_to();
            let found = Diagnostic::at(Code::NotUtf8, path, Span::new(bad..bad + 1));
            (Cow::Owned(readable(bytes)), vec![found.arg("encoding", encoding::of_bytes(bytes).name())])
        }
    }
}

/// The most lines that are written out corrected when text was decoded wrongly.
/// If more are affected, reopening the file in the right encoding is the better
/// advice.
const FEW_LINES: usize = 12;

/// Reports valid UTF-8 that was decoded in a wrong encoding before it was
/// saved, or has lost letters to `?` or U+FFFD.
fn misread(path: &RelPath, text: &str) -> Option<Diagnostic> {
    if let Some(at) = encoding::lost(text) {
        return Some(Diagnostic::at(Code::LettersLost, path, Span::new(at.clone())).arg("text", &text[at]));
    }
    let found = encoding::misread(text)?;
    let lines = || lines(text, 0).zip(found.meant.split_inclusive('\n'));
    let changed: Vec<usize> =
        lines().enumerate().filter(|(_, (line, meant))| text[line.clone()] != **meant).map(|(at, _)| at).collect();
    let (first, last) = (*changed.first()?, *changed.last()?);
    let few = last - first < FEW_LINES && text.lines().count() == found.meant.lines().count();
    let written: Vec<(Range<usize>, &str)> = lines().skip(first).take(if few { last - first + 1 } else { 0 }).collect();
    let place = match (written.first(), written.last()) {
        (Some((first, _)), Some((last, _))) => trimmed(text, first).range().start..trimmed(text, last).range().end,
        _ => found.at.clone(),
    };
    let diagnostic = Diagnostic::at(Code::WrongEncoding, path, Span::new(place)).arg("text", &text[found.at]);
    let mut diagnostic = diagnostic.arg("encoding", found.encoding.name());
    let write = written.iter().map(|(_, line)| line.trim_end()).collect::<Vec<_>>().join("\n");
    diagnostic.hints.extend((!write.is_empty()).then_some(Hint::Write(write)));
    Some(diagnostic)
}

/// Drops the diagnostics that are only consequences of the file not being UTF-8.
pub fn drop_consequences(bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) {
    // `NotUtf8` is always found first.
    if !diagnostics.iter().any(|found| found.code == Code::NotUtf8) {
        return;
    }
    let whole = utf16(bytes).is_some();
    let sound = |found: &Diagnostic| {
        let at = found.at.as_ref().and_then(|place| bytes.get(place.span.range()));
        !whole && at.is_some_and(|at| std::str::from_utf8(at).is_ok())
    };
    diagnostics.retain(|found| found.code == Code::NotUtf8 || sound(found));
}

fn readable(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// What kind of fence a line is, if any.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fence {
    /// `---`
    Exact,
    /// `---` after an invisible character.
    Hidden(char),
    /// Dashes of another kind or number, or indented.
    Near,
    /// Not a fence.
    None,
}

fn fence(line: &str) -> Fence {
    const DASHES: [char; 6] = ['-', '–', '—', '―', '‐', '−'];
    let unseen = |c: char| c.is_whitespace() || marks::is_invisible(c);
    let dashes = line.trim_end_matches(unseen);
    let bare = dashes.trim_start_matches(unseen);
    match bare {
        "---" if bare == dashes => Fence::Exact,
        "---" => dashes.chars().find(|c| marks::is_invisible(*c)).map_or(Fence::Near, Fence::Hidden),
        "" | "-" | "--" => Fence::None,
        _ if bare == dashes && dashes.chars().all(|c| DASHES.contains(&c)) => Fence::Near,
        _ => Fence::None,
    }
}

/// Reports a fence that an invisible character before it hides from YAML.
fn hidden(path: &RelPath, file: &str, line: &Range<usize>, c: char) -> Diagnostic {
    let start = line.start + file[line.clone()].find(c).unwrap_or(0);
    let place = Span::new(start..start + c.len_utf8());
    Diagnostic::at(Code::FenceHidden, path, place).arg("char", marks::name(c)).hint(Hint::Write("---".to_owned()))
}

/// Reports the missing closing fence. It belongs after the last line of the
/// front matter, or replaces the line that is nearly a fence.
fn unclosed(path: &RelPath, file: &str, opening: &Range<usize>, front: Range<usize>) -> Diagnostic {
    let Some(last) = lines(&file[..front.end], front.start).filter(|line| !is_blank(&file[line.clone()])).last() else {
        return Diagnostic::at(Code::FrontMatterUnclosed, path, trimmed(file, opening));
    };
    let line = file[last.clone()].trim_end();
    let write = if fence(line) == Fence::Near { "---".to_owned() } else { format!("{line}\n---") };
    Diagnostic::at(Code::FrontMatterUnclosed, path, trimmed(file, &last)).hint(Hint::Write(write))
}

fn missing(path: &RelPath, file: &str, body: Range<usize>, at: Range<usize>) -> Split {
    let first = &file[at.clone()];
    let mut found = Diagnostic::at(Code::FrontMatterMissing, path, Span::new(at));
    found.hints.extend(looks_like_entry(first).then(|| Hint::Write(format!("---\n{first}"))));
    Split { front: None, body, diagnostics: vec![found] }
}

/// Guesses where unclosed front matter ends: at the first blank line, or the
/// first line that does not look like YAML.
fn unclosed_end(file: &str, start: usize) -> usize {
    let is_front = |line: &Range<usize>| {
        let text = &file[line.clone()];
        let indented = text.starts_with([' ', '\t', '-', ']', '}', '"', '\'']);
        let comment = text.starts_with('#') && !text.starts_with("##");
        !is_blank(text) && fence(text) == Fence::None && (indented || comment || looks_like_entry(text))
    };
    let end = lines(file, start).take_while(is_front).last().map_or(start, |line| line.end);
    // A last line with one `#` is more likely a heading than a comment.
    let last = line::start(file, end.saturating_sub(1)).max(start);
    if end > start && file[last..end].starts_with('#') { last } else { end }
}

fn looks_like_entry(text: &str) -> bool {
    line::looks_like_key(text) || line::unspaced_key(text).is_some()
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || marks::is_invisible(c))
}

/// The byte ranges of the lines, line breaks included.
fn lines(file: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    file[start..].split_inclusive('\n').scan(start, |at, line| {
        let range = *at..*at + line.len();
        *at = range.end;
        Some(range)
    })
}

fn trimmed(file: &str, line: &Range<usize>) -> Span {
    let text = &file[line.clone()];
    let start = line.end - text.trim_start().len();
    Span::new(start..start + text.trim().len())
}

/// Decodes UTF-16, recognised by its byte order mark or by its zero bytes:
/// Latin letters and line breaks, which any language has, contain one.
fn utf16(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(256)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (big, little) = match head {
        [0xfe, 0xff, ..] => (true, false),
        [0xff, 0xfe, ..] => (false, true),
        _ if head.len() < 4 || !head.contains(&0) => return None,
        _ => (zeros(0) * 8 > head.len(), zeros(1) * 8 > head.len()),
    };
    let unit = |pair: &[u8; 2]| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(unit).collect();
    (big != little).then(|| String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::{decode, split};
    use crate::base::code::Code;
    use crate::base::path::RelPath;

    fn check(file: &str, front: Option<&str>, body: &str, codes: &[(Code, &str)]) {
        let path = RelPath::new("a.fr.md").unwrap();
        let split = split(&path, file);
        assert_eq!(split.front.map(|front| &file[front]), front, "{file:?}");
        assert_eq!(&file[split.body], body, "{file:?}");
        let places = split.diagnostics.iter().map(|found| (found.code, found.at.as_ref().unwrap().span.range()));
        let found: Vec<(Code, &str)> = places.map(|(code, at)| (code, &file[at])).collect();
        assert_eq!(found, codes, "{file:?}");
    }

    #[test]
    fn front_matter_stands_between_two_fences() {
        check("---\na: b\n---\nBody\n", Some("a: b\n"), "Body\n", &[]);
        check("\u{feff}---\r\na: b\r\n--- \t\r\nBody", Some("a: b\r\n"), "Body", &[]);
        check("\n  \n---\na: b\n---", Some("a: b\n"), "", &[]);
        check("---\n# --- Textes ---\na: b\n---\nx\n---\ny", Some("# --- Textes ---\na: b\n"), "x\n---\ny", &[]);
        check("---\n---\n", Some(""), "", &[]);
    }

    #[test]
    fn a_missing_fence_is_reported_and_guessed() {
        use Code::{FrontMatterMissing as Missing, FrontMatterUnclosed as Unclosed};
        check("", None, "", &[(Missing, "")]);
        check("\u{feff}# Titre\n\nTexte", None, "# Titre\n\nTexte", &[(Missing, "# Titre")]);
        check("a: b\n---\n", None, "a: b\n---\n", &[(Missing, "a: b")]);
        check("---\na: b\n\nTexte : x\n", Some("a: b\n"), "\nTexte : x\n", &[(Unclosed, "a: b")]);
        check("---\na: b\nUn texte, et : x\n", Some("a: b\n"), "Un texte, et : x\n", &[(Unclosed, "a: b")]);
        check("---\n# c\na:\n  - b\n## T\n", Some("# c\na:\n  - b\n"), "## T\n", &[(Unclosed, "- b")]);
        check("---\na: b\n# T\n\nx", Some("a: b\n"), "# T\n\nx", &[(Unclosed, "a: b")]);
        check("---\na:b\nالعنوان: x\n", Some("a:b\nالعنوان: x\n"), "", &[(Unclosed, "العنوان: x")]);
        check("---\n", Some(""), "", &[(Unclosed, "---")]);
        check("---\na: b\n\nTitre\n-----\n", Some("a: b\n"), "\nTitre\n-----\n", &[(Unclosed, "a: b")]);
        check("—\na: b\n----\nx", Some("a: b\n"), "x", &[(Missing, "—"), (Unclosed, "----")]);
        check(" ---\na: b\n---\nx", Some("a: b\n"), "x", &[(Missing, "---")]);
    }

    #[test]
    fn a_fence_behind_what_nobody_sees_is_a_fence() {
        use Code::FenceHidden as Hidden;
        check("\u{200f}---\na: b\n---\nx", Some("a: b\n"), "x", &[(Hidden, "\u{200f}")]);
        check("\u{feff}\u{feff}---\na: b\n---\nx", Some("a: b\n"), "x", &[(Hidden, "\u{feff}")]);
        check("---\na: b\n\u{200b}---\nx", Some("a: b\n"), "x", &[(Hidden, "\u{200b}")]);
        check(" \u{a0}---\na: b\n---\nx", Some("a: b\n"), "x", &[(Hidden, "\u{a0}")]);
    }

    #[test]
    fn other_encodings_are_named() {
        let path = RelPath::new("a.fr.md").unwrap();
        let (text, found) = decode(&path, "\u{feff}é".as_bytes());
        assert_eq!((text.as_ref(), found.len()), ("\u{feff}é", 0));
        let (text, found) = decode(&path, b"a\ntitle: Coop\xe9ration\n");
        assert_eq!((text.as_ref(), found[0].code), ("a\ntitle: Coop?ration\n", Code::NotUtf8));
        assert_eq!(&text[found[0].at.as_ref().unwrap().span.range()], "?");
        let little: Vec<u8> = "a: سلام\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}a: سلام\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            let (text, found) = decode(&path, &bytes);
            assert_eq!(text.trim_start_matches('\u{feff}'), "a: سلام\n");
            assert_eq!(found[0].args[0].1, "UTF-16".into());
        }
    }
}
