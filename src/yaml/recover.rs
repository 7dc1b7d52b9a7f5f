//! What the parser refuses: every mistake found, said in terms of what was
//! typed, and everything else still read.
//!
//! The text is cut into its top-level entries, each is parsed alone, and one
//! that fails is explained: the mistake is reported, painted over with
//! characters of the same length, and the rest of the entry tried again.

use std::ops::Range;

use serde_yaml::granit_parser::ErrorKind;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::path::RelPath;
use crate::yaml::dashes;
use crate::yaml::line::{self, Line, lines};
use crate::yaml::mistakes::{EntryText, whole_chars};
use crate::yaml::node::{Document, Entry, Node, Yaml};
use crate::yaml::remedy::{Finding, resolve};
use crate::yaml::tree::{self, Failure, Tree, Why};

/// Syntax mistakes reported of one file: a file with more is not YAML at all.
const MAX_MISTAKES: usize = 20;
/// Lines that may continue an entry without being indented.
const MAX_JOINED: usize = 20;

/// Reads what can be read of a text that the parser refused, or that is one
/// plain text instead of a mapping.
pub(super) fn recover(path: &RelPath, text: &str, base: usize, failure: Option<Failure>) -> Document {
    let depth = depth(text);
    let mut recovery = Recovery { path, text, base, depth, entries: vec![], diagnostics: vec![], mistakes: 0 };
    let chunks = chunks(text, depth);
    let mut next = 0;
    while next < chunks.len() {
        next = recovery.take(&chunks, next);
    }
    if recovery.diagnostics.is_empty() {
        recovery.diagnostics.push(recovery.last_resort(failure));
    }
    recovery.document()
}

struct Recovery<'t> {
    path: &'t RelPath,
    text: &'t str,
    base: usize,
    /// The indentation of the outermost entries.
    depth: usize,
    entries: Vec<Entry>,
    diagnostics: Vec<Diagnostic>,
    mistakes: usize,
}

impl Recovery<'_> {
    /// Reads or explains a chunk and says which one comes next.
    fn take(&mut self, chunks: &[Range<usize>], index: usize) -> usize {
        let chunk = chunks[index].clone();
        match self.read(&chunk) {
            Ok(tree) => {
                self.accept(tree);
                return index + 1;
            }
            Err(failure) if failure.is_unclosed() && self.mistakes < MAX_MISTAKES => {
                if let Some((after, tree)) = self.joined(chunks, index) {
                    self.accept(tree);
                    return after;
                }
            }
            Err(_) => {}
        }
        self.explain(&chunk);
        let prose = |chunk: &Range<usize>| !self.text[chunk.clone()].contains(':');
        let more = chunks[index + 1..].iter().take_while(|next| prose(&chunk) && prose(next));
        index + 1 + more.count()
    }

    /// A quoted text or a list in brackets may go on in lines that are not
    /// indented, as long as they do not look like another key.
    fn joined(&self, chunks: &[Range<usize>], index: usize) -> Option<(usize, Tree)> {
        let goes_on = |chunk: &&Range<usize>| !line::looks_like_key(&self.text[(*chunk).clone()]);
        let more = chunks[index + 1..].iter().take(MAX_JOINED).take_while(goes_on);
        more.enumerate().find_map(|(count, last)| {
            let tree = self.read(&(chunks[index].start..last.end)).ok()?;
            Some((index + count + 2, tree))
        })
    }

    fn read(&self, chunk: &Range<usize>) -> Result<Tree, Failure> {
        read_entries(self.path, &self.text[chunk.clone()], self.base + chunk.start)
    }

    fn accept(&mut self, tree: Tree) {
        self.diagnostics.extend(tree.diagnostics);
        let Some(root) = tree.root else { return };
        let Yaml::Mapping(entries) = root.value else {
            self.diagnostics.push(Diagnostic::at(Code::NotAMapping, self.path, root.span));
            return;
        };
        let first = Line::around(self.text, root.span.start as usize - self.base);
        if first.depth() > self.depth {
            let key = first.key.clone().unwrap_or(first.body.clone());
            let found = self.at(Code::YamlIndent, &key).arg("key", &self.text[key]);
            let finding = Finding::replace(found, &first.indent, " ".repeat(self.depth));
            self.diagnostics.extend(resolve(self.text, vec![finding]));
        }
        self.entries.extend(entries);
    }

    fn explain(&mut self, chunk: &Range<usize>) {
        let typed = &self.text[chunk.clone()];
        let mut draft = typed.to_owned();
        let mut findings = vec![];
        while self.mistakes < MAX_MISTAKES
            && let Err(failure) = read_entries(self.path, &draft, 0)
        {
            let entry = EntryText { path: self.path, text: &draft, typed, base: self.base + chunk.start };
            if failure.is_too_large() || self.is_known_anchor(&draft, &failure) {
                break;
            }
            let mut mistake = entry.mistake(&failure);
            mistake.finding.fix.iter_mut().for_each(|(range, _)| *range = whole_chars(typed, range));
            findings.push(mistake.finding);
            self.mistakes += 1;
            let next = painted(&draft, &mistake.paint);
            if next == draft {
                break;
            }
            draft = next;
        }
        self.diagnostics.extend(resolve(typed, findings));
    }

    /// Whether an alias fails only because its anchor stands in another entry.
    fn is_known_anchor(&self, draft: &str, failure: &Failure) -> bool {
        let Some(name) = draft[failure.at..].strip_prefix('*') else { return false };
        let name = name.split(|c: char| c.is_whitespace() || ",[]{}".contains(c)).next().unwrap_or("");
        failure.why == Why::Yaml(ErrorKind::UnknownAnchor)
            && !name.is_empty()
            && self.text.contains(&format!("&{name}"))
    }

    /// Each entry is fine by itself, and yet not all of them together.
    fn last_resort(&self, failure: Option<Failure>) -> Diagnostic {
        match failure {
            Some(failure) => {
                let line = Line::around(self.text, failure.at);
                self.at(Code::YamlSyntax, &line.content(self.text)).arg("detail", failure.detail())
            }
            None => self.at(Code::NotAMapping, &(0..self.text.len())),
        }
    }

    fn at(&self, code: Code, range: &Range<usize>) -> Diagnostic {
        Diagnostic::at(code, self.path, Span::new(self.base + range.start..self.base + range.end))
    }

    fn document(mut self) -> Document {
        self.diagnostics.extend(tree::drop_duplicates(self.path, &mut self.entries));
        let span = |entry: &Entry| entry.key_span.start..entry.value.span.end.max(entry.key_span.end);
        let ends = self.entries.first().map(span).zip(self.entries.last().map(span));
        let root = ends.map(|(first, last)| Node {
            span: Span { start: first.start, end: last.end.max(first.end) },
            value: Yaml::Mapping(self.entries),
        });
        Document { root, diagnostics: self.diagnostics, broken: true }
    }
}

/// Reads a chunk. One that is a plain text and no entry fails where it begins.
fn read_entries(path: &RelPath, text: &str, base: usize) -> Result<Tree, Failure> {
    let tree = tree::read(path, text, base)?;
    match &tree.root {
        Some(Node { value: Yaml::Scalar { .. }, span }) => {
            Err(Failure { at: span.start as usize - base, why: Why::NoEntry })
        }
        _ => Ok(tree),
    }
}

/// The text with ranges painted over, each byte of them with one character.
fn painted(text: &str, paint: &[(Range<usize>, u8)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (range, filler) in paint {
        let painted = bytes[range.clone()].iter_mut().filter(|b| !matches!(**b, b'\n' | b'\r'));
        painted.for_each(|b| *b = *filler);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The indentation of the outermost entries.
fn depth(text: &str) -> usize {
    lines(text).filter(|line| !line.is_empty(text)).map(|line| line.depth()).min().unwrap_or(0)
}

/// The text cut before each line that is indented no further than the
/// outermost entries and opens something. What precedes the second such line
/// belongs to the first.
fn chunks(text: &str, depth: usize) -> Vec<Range<usize>> {
    if text.trim_start().starts_with('{') {
        return std::iter::once(0..text.len()).collect();
    }
    let opens = |line: &Line| {
        let body = &text[line.content(text)];
        let closes = body.starts_with([']', '}']) || body.starts_with("%YAML") || body.starts_with("%TAG");
        !(line.item || closes || line.is_empty(text) || dashes::item(body).is_some())
    };
    let mut met_content = false;
    let mut starts: Vec<usize> = vec![0];
    for line in lines(text) {
        if line.depth() <= depth && opens(&line) && met_content {
            starts.push(line.whole.start);
        }
        met_content |= !line.is_empty(text);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}
