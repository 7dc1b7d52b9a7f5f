//! From the parser's events to the tree.
//!
//! Events rather than serde: they have each scalar's own text (`007` stays
//! `007`), its quotes, and aliases that are not yet copied out.

mod slips;

use std::ops::Range;

use serde_yaml::granit_parser::{
    ErrorKind, Event, Options, Parser, ScalarStyle, Span as Marks, StrInput, StructureStyle,
};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::path::RelPath;
use crate::yaml::node::{Document, Entry, Node, Yaml};
use crate::yaml::remedy::{Finding, quote, resolve};
use crate::yaml::tree::slips::has_arabic_comma;
use crate::yaml::{line, marks};

/// Values inside one another. Real files have five.
const MAX_DEPTH: usize = 32;
/// Anchors in one file. Staff use none.
const MAX_ANCHORS: usize = 8;
/// Without aliases a text has fewer nodes than bytes, so that only copies can
/// exceed the first limit; the second keeps a huge file from filling memory.
const NODES: (usize, usize) = (5_000, 200_000);

/// A text that the parser accepted.
#[derive(Default)]
pub(super) struct Tree {
    /// The outermost value. `None` where there is nothing.
    pub root: Option<Node>,
    /// What is legal but wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a value was left out.
    pub broken: bool,
}

impl Tree {
    /// The tree as the result of reading a file.
    pub fn into_document(self) -> Document {
        Document { root: self.root, diagnostics: self.diagnostics, broken: self.broken }
    }
}

/// Where the parser gave up, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Failure {
    /// The byte of the text.
    pub at: usize,
    /// The reason.
    pub why: Why,
}

/// Why a text is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Why {
    /// More than any real file has.
    TooLarge,
    /// A list or a mapping stands where a key should, or nothing at all.
    NoKey,
    /// A plain text stands where `key: value` should.
    NoEntry,
    /// The parser says so.
    Yaml(ErrorKind),
}

impl Failure {
    /// Whether the text must not be looked at any further.
    pub fn is_too_large(&self) -> bool {
        self.why == Why::TooLarge
    }

    /// Whether something was opened and not closed.
    pub fn is_unclosed(&self) -> bool {
        use ErrorKind::*;
        matches!(&self.why, Why::Yaml(kind) if matches!(kind, UnclosedQuotedScalar
            | UnclosedFlowCollection { .. } | UnexpectedEofFlowSequence | UnexpectedEofFlowMapping
            | UnexpectedEofImplicitFlowMapping))
    }

    /// The parser's own words.
    pub fn detail(&self) -> String {
        match &self.why {
            Why::TooLarge => "too large".to_owned(),
            Why::NoKey | Why::NoEntry => "no-key".to_owned(),
            Why::Yaml(kind) => kind.to_string(),
        }
    }
}

/// Reads a text that begins at byte `base` of its file.
pub(super) fn read(path: &RelPath, text: &str, base: usize) -> Result<Tree, Failure> {
    let mut options = Options::default();
    options.emit_anchor_events = true;
    options.bom_inside_document_as_content = true;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    options.set_emit_comments(false);
    let parser = Parser::new_from_str_with_options(text, options);
    let budget = text.len().clamp(NODES.0, NODES.1);
    Reader {
        path,
        text,
        base,
        parser,
        before: 0,
        nodes: 0,
        budget,
        anchors: vec![],
        findings: vec![],
        cut: vec![],
        root: None,
        broken: false,
    }
    .document()
}

/// Reports each key that a mapping has for the second time and leaves it out.
pub(super) fn drop_duplicates(path: &RelPath, entries: &mut Vec<Entry>) -> Vec<Diagnostic> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|a, b| entries[*a].key.cmp(&entries[*b].key).then(a.cmp(b)));
    let same = |a: &usize, b: &usize| entries[*a].key == entries[*b].key;
    let mut diagnostics = vec![];
    let mut again = vec![false; entries.len()];
    for group in order.chunk_by(same) {
        for later in &group[1..] {
            let found = Diagnostic::at(Code::DuplicateKey, path, entries[*later].key_span);
            let found = found.arg("key", entries[*later].key.as_str());
            diagnostics.push(found.related(path, entries[group[0]].key_span));
            again[*later] = true;
        }
    }
    let mut again = again.into_iter();
    entries.retain(|_| again.next() != Some(true));
    diagnostics
}

struct Reader<'t> {
    path: &'t RelPath,
    text: &'t str,
    base: usize,
    parser: Parser<'t, StrInput<'t>>,
    /// Where the last scalar or bracket ended.
    before: usize,
    nodes: usize,
    budget: usize,
    anchors: Vec<Anchor>,
    findings: Vec<Finding>,
    /// Texts without quotes that a comma cut in two, with their keys.
    cut: Vec<(String, Range<usize>)>,
    root: Option<Node>,
    broken: bool,
}

/// A value that has a name, by which it can be used again.
struct Anchor {
    id: usize,
    at: Range<usize>,
    node: Option<Node>,
    size: usize,
    used: bool,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Around<'k> {
    /// The nearest key.
    key: &'k str,
    /// Directly after a key.
    after_key: bool,
    /// Inside `[]` or `{}`.
    flow: bool,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn document(mut self) -> Result<Tree, Failure> {
        let around = Around { key: "", after_key: false, flow: false, depth: 0 };
        while let Some((event, marks)) = self.next()? {
            if matches!(event, Event::StreamStart | Event::StreamEnd | Event::DocumentStart(..) | Event::DocumentEnd) {
                continue;
            }
            let node = self.node(event, &marks, around)?.filter(|node| node.value != Yaml::Null);
            match (&self.root, node) {
                (None, node) => self.root = node,
                (Some(_), Some(second)) => self.second_document(&second),
                (Some(_), None) => {}
            }
        }
        self.unused_anchors();
        self.commas();
        let diagnostics = resolve(self.text, self.findings);
        Ok(Tree { root: self.root, diagnostics, broken: self.broken })
    }

    /// The next event that says something about the data.
    fn next(&mut self) -> Result<Option<(Event<'t>, Marks)>, Failure> {
        loop {
            match self.parser.next() {
                None => return Ok(None),
                Some(Ok((Event::Anchor(id, _), marks))) => {
                    let at = self.range(&marks);
                    self.anchors.iter_mut().filter(|own| own.id == id).for_each(|own| own.at = at.clone());
                }
                Some(Ok(next)) => return Ok(Some(next)),
                Some(Err(error)) => {
                    let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
                    let deep = *error.kind() == ErrorKind::RecursionLimitExceeded;
                    let why = if deep { Why::TooLarge } else { Why::Yaml(error.kind().clone()) };
                    return Err(Failure { at, why });
                }
            }
        }
    }

    /// `None` where what stands there was reported and means nothing.
    fn node(&mut self, event: Event<'t>, marks: &Marks, around: Around) -> Result<Option<Node>, Failure> {
        let at = self.range(marks);
        self.nodes += 1;
        if around.depth > MAX_DEPTH || self.nodes > self.budget || self.anchors.len() > MAX_ANCHORS {
            return Err(Failure { at: at.start, why: Why::TooLarge });
        }
        let before = self.nodes;
        let anchor = event.anchor_id();
        self.anchors.extend(anchor.map(|id| Anchor { id, at: at.clone(), node: None, size: 0, used: false }));
        let tag = event.tag().and_then(|_| marks.tag_span()).map(|tag| self.range(&tag));
        let node = match event {
            Event::Scalar(text, style, ..) => self.scalar(&text, style, at, around),
            Event::SequenceStart(style, ..) => Some(self.sequence(at, style == StructureStyle::Flow, around)?),
            Event::MappingStart(style, ..) => Some(self.mapping(at, style == StructureStyle::Flow, around)?),
            Event::Alias(id) => Some(self.alias(id, at)?),
            _ => None,
        };
        if let (Some(tag), Some(node)) = (tag, &node) {
            let value = tag.start..node.span.end as usize - self.base;
            self.special_start(tag.start..tag.start + 1, value, around.key);
        }
        if let Some(anchor) = self.anchors.iter_mut().find(|own| Some(own.id) == anchor) {
            anchor.size = self.nodes - before + 1;
            anchor.node = node.clone();
        }
        Ok(node)
    }

    fn sequence(&mut self, at: Range<usize>, flow: bool, around: Around) -> Result<Node, Failure> {
        self.before = at.end;
        let mut items = vec![];
        while let Some((event, marks)) = self.next()? {
            if event == Event::SequenceEnd {
                let start = if flow { at.start } else { self.dash(at.start) };
                let value = Yaml::Sequence(items);
                return Ok(self.collection(value, start, &marks));
            }
            let inside = Around { after_key: false, flow, depth: around.depth + 1, ..around };
            let item = self.node(event, &marks, inside)?;
            self.broken |= item.is_none();
            match item {
                Some(joined) if flow && has_arabic_comma(&joined) => items.extend(self.split_at_arabic_commas(&joined)),
                item => items.extend(item),
            }
        }
        Err(Failure { at: self.text.len(), why: Why::NoKey })
    }

    fn mapping(&mut self, at: Range<usize>, flow: bool, around: Around) -> Result<Node, Failure> {
        self.before = at.end;
        let mut entries = vec![];
        while let Some((event, marks)) = self.next()? {
            let key_at = self.range(&marks);
            match event {
                Event::MappingEnd => {
                    let again = drop_duplicates(self.path, &mut entries);
                    self.findings.extend(again.into_iter().map(Finding::new));
                    let value = Yaml::Mapping(entries);
                    return Ok(self.collection(value, at.start, &marks));
                }
                Event::Scalar(key, style, ..) if !key_at.is_empty() => {
                    let inside = Around { key: "", after_key: true, flow, depth: around.depth + 1 };
                    let entry = self.entry(&key, style, key_at, inside)?;
                    self.broken |= entry.is_none();
                    let loose = entry.filter(|entry| !(flow && self.continues(entries.last_mut(), entry)));
                    entries.extend(loose);
                }
                _ => return Err(Failure { at: key_at.start, why: Why::NoKey }),
            }
        }
        Err(Failure { at: self.text.len(), why: Why::NoKey })
    }

    /// A list or mapping ends: a flow one with its bracket, a block one with
    /// the last thing in it.
    fn collection(&mut self, value: Yaml, start: usize, end: &Marks) -> Node {
        let end = self.range(end);
        if !end.is_empty() {
            self.before = end.end;
        }
        Node { value, span: self.span(start.min(self.before)..self.before) }
    }

    fn entry(
        &mut self,
        text: &str,
        style: ScalarStyle,
        at: Range<usize>,
        inside: Around,
    ) -> Result<Option<Entry>, Failure> {
        self.before = at.end;
        let clean = self.key(text, style, &at);
        let key = clean.as_deref().unwrap_or(text);
        let Some((event, marks)) = self.next()? else { return Ok(None) };
        let value = self.node(event, &marks, Around { key, ..inside })?;
        let key_span = self.span(at);
        Ok(clean.zip(value).map(|(key, value)| Entry { key, key_span, value }))
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, at: Range<usize>, around: Around) -> Option<Node> {
        if style == ScalarStyle::Plain {
            return self.plain(text, at, around);
        }
        let at = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.block_scalar(at),
            _ => at,
        };
        self.before = at.end;
        let typed = (style == ScalarStyle::DoubleQuoted).then(|| self.backslash(text, &at, around.key)).flatten();
        let text = typed.unwrap_or_else(|| text.to_owned());
        Some(Node { value: Yaml::Scalar { text, quoted: true }, span: self.span(at) })
    }

    fn plain(&mut self, text: &str, at: Range<usize>, around: Around) -> Option<Node> {
        if at.is_empty() {
            return self.nothing(at.start, around);
        }
        let (text, at) = self.trimmed(text, at);
        self.before = at.end;
        if matches!(text, "" | "~" | "null" | "Null" | "NULL") {
            return Some(Node { value: Yaml::Null, span: self.span(at) });
        }
        let slips = [Reader::hides_a_mark, Reader::lacks_a_space, Reader::lacks_a_dash, Reader::swallows_an_item];
        if slips.iter().any(|slip| slip(self, &at, around)) {
            return None;
        }
        let curly = marks::unwrap_curly(text);
        if let Some(inner) = curly {
            let found = self.found(Code::YamlCurlyQuotes, &at).arg("value", text);
            self.findings.push(Finding::replace(found, &at, quote(inner)));
        }
        let value = Yaml::Scalar { text: curly.unwrap_or(text).to_owned(), quoted: curly.is_some() };
        Some(Node { value, span: self.span(at) })
    }

    /// A value that is not there. What looks like one but for a `#` before it
    /// (`title: #1`) has been taken for a comment.
    fn nothing(&mut self, at: usize, around: Around) -> Option<Node> {
        let rest = &self.text[at..line::end(self.text, at)];
        let colon = rest.trim_start().strip_prefix(':').filter(|_| around.after_key);
        let start = at + colon.map_or(0, |after| rest.len() - after.len());
        self.before = start;
        let blank = colon.map_or(0, |after| after.len() - after.trim_start().len());
        let comment = &self.text[start + blank..line::end(self.text, start)];
        let glued = comment.strip_prefix('#').is_some_and(|text| text.starts_with(|c: char| c.is_alphanumeric()));
        if colon.is_some() && glued && !around.flow {
            let value = start + blank..start + blank + comment.trim_end().len();
            self.special_start(value.start..value.start + 1, value, around.key);
            return None;
        }
        Some(Node { value: Yaml::Null, span: self.span(start..start) })
    }

    /// The text and its place without invisible characters at its ends.
    fn trimmed<'s>(&self, text: &'s str, at: Range<usize>) -> (&'s str, Range<usize>) {
        let ends = [text.chars().next(), text.chars().next_back()];
        if !ends.into_iter().flatten().any(marks::is_invisible) {
            return (text, at);
        }
        let source = &self.text[at.clone()];
        let start = at.start + source.find(marks::trim(source)).unwrap_or(0);
        (marks::trim(text), start..start + marks::trim(source).len())
    }

    fn alias(&mut self, id: usize, at: Range<usize>) -> Result<Node, Failure> {
        self.before = at.end;
        let span = self.span(at.clone());
        let anchor = self.anchors.iter_mut().find(|anchor| anchor.id == id);
        let unknown = Failure { at: at.start, why: Why::Yaml(ErrorKind::UnknownAnchor) };
        let anchor = anchor.filter(|anchor| anchor.node.is_some()).ok_or(unknown)?;
        anchor.used = true;
        self.nodes += anchor.size;
        if self.nodes > self.budget {
            return Err(Failure { at: at.start, why: Why::TooLarge });
        }
        let value = anchor.node.as_ref().map_or(Yaml::Null, |node| node.value.clone());
        Ok(Node { value, span })
    }

    /// From the `|` or `>` to the end of the last line that has text.
    fn block_scalar(&self, at: Range<usize>) -> Range<usize> {
        let start = self.text[self.before..at.start].find(['|', '>']).map_or(at.start, |sign| self.before + sign);
        let end = at.end.max(start);
        start..start + self.text[start..end].trim_end().len()
    }

    /// The dash of the first item, which the parser's span may leave out.
    fn dash(&self, at: usize) -> usize {
        let here = self.text[at..].strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_whitespace));
        let before = self.text[..at].trim_end_matches([' ', '\t']);
        if !here && before.ends_with('-') { before.len() - 1 } else { at }
    }

    fn range(&self, marks: &Marks) -> Range<usize> {
        let range = marks.byte_range().unwrap_or(0..0);
        let fits = range.start <= range.end && self.text.get(range.clone()).is_some();
        if fits { range } else { self.before..self.before }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.base + range.start..self.base + range.end)
    }

    fn found(&self, code: Code, range: &Range<usize>) -> Diagnostic {
        Diagnostic::at(code, self.path, self.span(range.clone()))
    }
}
