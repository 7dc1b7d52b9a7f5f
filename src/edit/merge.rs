//! A new value in the place of an old one: only its parts that differ are
//! written.

use std::ops::Range;

use crate::edit::flow;
use crate::edit::source::Source;
use crate::edit::splice::{Splice, applied, block, line_start};
use crate::edit::value::Value;
use crate::edit::write::{self, Style};
use crate::schema::{Field, Shape};
use crate::yaml::{Entry, Node, Yaml};

/// Versions of the file in which the key may have the value, the one that
/// changes least first.
pub fn candidates(source: &Source, key: &str, value: Option<&Value>) -> Vec<String> {
    if source.is_in_braces() {
        return vec![];
    }
    let merge = Merge { source };
    let splices = match (source.entry(key), value) {
        (Some(entry), None) => vec![Some(vec![Splice::remove(block_of(source, entry))])],
        (Some(entry), Some(value)) => {
            let fields = source.fields().iter().find(|field| field.name == key).map(|field| field.shape);
            vec![merge.node(&entry.value, value, fields, false), Some(vec![rewritten(source, entry, value)])]
        }
        (None, Some(value)) => match source.unread(key).as_slice() {
            [] => vec![Some(vec![inserted(source, key, value)])],
            [Some(place)] if value.is_simple() => vec![Some(vec![instead_of_unread(source, place, value)])],
            _ => vec![],
        },
        (None, None) => vec![],
    };
    splices.into_iter().flatten().filter_map(|splices| applied(source.text, splices)).collect()
}

fn block_of(source: &Source, entry: &Entry) -> Range<usize> {
    block(source, entry.key_span.range().start, &entry.value)
}

/// The value written anew behind its key.
fn rewritten(source: &Source, entry: &Entry, value: &Value) -> Splice {
    let key = entry.key_span.range();
    let indent = key.start - line_start(source.text, key.start);
    let colon = source.text[key.end..].find(':').map_or(key.end, |colon| key.end + colon + 1);
    let place = colon..entry.value.span.range().end.max(colon);
    Splice { at: place, new: write::after_key(value, indent, source.line_end) }
}

/// The value in the place of one line that cannot be read.
fn instead_of_unread(source: &Source, place: &Range<usize>, value: &Value) -> Splice {
    let new = write::inline(value, false);
    let glued = source.text[..place.start].ends_with(':') && !new.is_empty();
    Splice { at: place.clone(), new: if glued { format!(" {new}") } else { new } }
}

/// A new entry of the outermost level, behind the one that precedes it in the
/// order of the guide.
fn inserted(source: &Source, key: &str, value: &Value) -> Splice {
    let entries = source.entries();
    let place = |key: &str| source.fields().iter().position(|field| field.name == key);
    let own = place(key).unwrap_or(usize::MAX);
    let before = entries.iter().filter(|entry| place(&entry.key).is_none_or(|place| place < own));
    let before = before.max_by_key(|entry| (place(&entry.key), entry.key_span.start));
    let first = entries.first().map(|first| first.key_span.range().start);
    let indent = first.map_or(0, |first| first - line_start(source.text, first));
    let front = source.front.clone().unwrap_or(0..0);
    let at = match (before, first) {
        (Some(before), _) => block_of(source, before).end,
        (None, Some(first)) => line_start(source.text, first),
        (None, None) => front.end,
    };
    let line = write::entry(key, value, indent, source.line_end);
    let end = source.line_end;
    let unfinished = at > 0 && !source.text[..at].ends_with('\n') && at != front.start;
    Splice::insert(at, if unfinished { format!("{end}{line}{end}") } else { format!("{line}{end}") })
}

struct Merge<'s, 't> {
    source: &'s Source<'t>,
}

/// The changes of a value; `None` if it has to be written anew.
type Changes = Option<Vec<Splice>>;

impl Merge<'_, '_> {
    fn node(&self, node: &Node, new: &Value, shape: Option<Shape>, in_brackets: bool) -> Changes {
        if Value::of(node) == *new {
            return Some(vec![]);
        }
        let is_bracketed = in_brackets || self.source.at(node.span).starts_with(['[', '{']);
        match (&node.value, new) {
            (Yaml::Scalar { .. } | Yaml::Null, Value::Text(text)) => self.scalar(node, text, in_brackets),
            (Yaml::Mapping(entries), Value::Record(pairs)) => {
                let fields = if let Some(Shape::Record(fields)) = shape { fields } else { &[] };
                self.mapping(node, entries, pairs, fields, is_bracketed)
            }
            (Yaml::Sequence(items), Value::List(new)) => {
                let shape = if let Some(Shape::List(shape)) = shape { Some(*shape) } else { None };
                self.sequence(node, items, new, shape, is_bracketed)
            }
            _ if is_bracketed => Some(vec![self.instead(node, write::inline(new, in_brackets))]),
            _ => None,
        }
    }

    fn instead(&self, node: &Node, new: String) -> Splice {
        let at = node.span.range();
        let glued = at.is_empty() && !new.is_empty() && self.source.text[..at.start].ends_with(':');
        Splice { at, new: if glued { format!(" {new}") } else { new } }
    }

    /// A text in the quotes or the block of the old one, unless the old one had
    /// them only because it needed them.
    fn scalar(&self, node: &Node, new: &str, in_brackets: bool) -> Changes {
        let old = self.source.at(node.span);
        if old.starts_with(['|', '>']) {
            return self.block_scalar(node, new);
        }
        let Value::Text(text) = Value::of(node) else {
            return Some(vec![self.instead(node, write::scalar(new, Style::Plain, in_brackets))]);
        };
        let unneeded = write::is_plain(&text, in_brackets);
        let style = match old.chars().next() {
            Some('"') if unneeded || !write::is_plain(new, in_brackets) => Style::Double,
            Some('\'') if unneeded || !write::is_plain(new, in_brackets) => Style::Single,
            _ => Style::Plain,
        };
        Some(vec![self.instead(node, write::scalar(new, style, in_brackets))])
    }

    fn block_scalar(&self, node: &Node, new: &str) -> Changes {
        let old = self.source.at(node.span);
        let (head, lines) = old.split_once('\n')?;
        let first = lines.lines().find(|line| !line.trim().is_empty())?;
        let indent = &first[..first.len() - first.trim_start_matches(' ').len()];
        let end = self.source.line_end;
        let head = head.trim_end_matches('\r');
        let folded = if head.starts_with('>') { new.replace('\n', "\n\n") } else { new.to_owned() };
        let line = |line: &str| if line.is_empty() { String::new() } else { format!("{indent}{line}") };
        let lines: Vec<String> = folded.split('\n').map(line).collect();
        Some(vec![self.instead(node, format!("{head}{end}{}", lines.join(end)))])
    }

    fn mapping(
        &self,
        node: &Node,
        entries: &[Entry],
        pairs: &[(String, Value)],
        fields: &'static [Field],
        in_brackets: bool,
    ) -> Changes {
        let wanted = |key: &str| pairs.iter().find(|(own, _)| own == key).map(|(_, value)| value);
        let shape = |key: &str| fields.iter().find(|field| field.name == key).map(|field| field.shape);
        let mut splices = vec![];
        for entry in entries {
            if let Some(value) = wanted(&entry.key) {
                splices.extend(self.node(&entry.value, value, shape(&entry.key), in_brackets)?);
            }
        }
        let kept: Vec<bool> = entries.iter().map(|entry| wanted(&entry.key).is_some()).collect();
        let missing = pairs.iter().filter(|(key, _)| !entries.iter().any(|entry| entry.key == *key));
        let new: Vec<(usize, &(String, Value))> =
            missing.map(|pair| (behind(entries, fields, &pair.0), pair)).collect();
        if in_brackets {
            let parts: Vec<Range<usize>> =
                entries.iter().map(|entry| entry.key_span.range().start..whole_end(entry)).collect();
            let new: Vec<(usize, String)> =
                new.iter().map(|(at, (key, value))| (*at, write::pair(key, value))).collect();
            splices.extend(flow::splices(&self.inside(node), &parts, &kept, &new));
            return Some(splices);
        }
        let blocks = entries.iter().map(|entry| block_of(self.source, entry)).collect();
        let firsts = entries.iter().map(|entry| entry.key_span.range().start).collect();
        let line =
            |indent: usize, (key, value): &(String, Value)| write::entry(key, value, indent, self.source.line_end);
        splices.extend(self.lines(&Lines { blocks, firsts, kept }, &new, line)?);
        Some(splices)
    }

    fn sequence(&self, node: &Node, items: &[Node], new: &[Value], shape: Option<Shape>, in_brackets: bool) -> Changes {
        let old: Vec<Value> = items.iter().map(Value::of).collect();
        let same = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let rest = old.len().min(new.len()) - same;
        let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
        let (gone, come) = (old.len() - same - end, new.len() - same - end);
        let paired = gone.min(come);
        let mut splices = vec![];
        for at in same..same + paired {
            splices.extend(self.node(&items[at], &new[at], shape, in_brackets)?);
        }
        let kept: Vec<bool> = (0..items.len()).map(|at| at < same + paired || at >= items.len() - end).collect();
        let added: Vec<(usize, &Value)> =
            new[same + paired..same + come].iter().map(|value| (same + paired, value)).collect();
        if in_brackets {
            let parts: Vec<Range<usize>> = items.iter().map(|item| item.span.range()).collect();
            let added: Vec<(usize, String)> =
                added.iter().map(|(at, value)| (*at, write::inline(value, true))).collect();
            splices.extend(flow::splices(&self.inside(node), &parts, &kept, &added));
            return Some(splices);
        }
        let firsts: Option<Vec<usize>> = items.iter().map(|item| self.dash(item)).collect();
        let firsts = firsts?;
        let blocks = firsts.iter().zip(items).map(|(first, item)| block(self.source, *first, item)).collect();
        let line = |indent: usize, value: &Value| write::item(value, indent, self.source.line_end);
        splices.extend(self.lines(&Lines { blocks, firsts, kept }, &added, line)?);
        Some(splices)
    }

    /// The changes of parts that stand on lines of their own.
    fn lines<T>(&self, old: &Lines, new: &[(usize, &T)], line: impl Fn(usize, &T) -> String) -> Changes {
        let text = self.source.text;
        let is_alone = |at: usize| text[line_start(text, old.firsts[at])..old.firsts[at]].trim().is_empty();
        if !old.kept.contains(&true) {
            return None;
        }
        let mut splices = vec![];
        for at in (0..old.kept.len()).filter(|at| !old.kept[*at]) {
            splices.push(is_alone(at).then(|| Splice::remove(old.blocks[at].clone()))?);
        }
        let indent = old.firsts[0] - line_start(text, old.firsts[0]);
        for (behind, value) in new {
            let before = behind.checked_sub(1).or_else(|| (!is_alone(0)).then_some(0));
            let at = before.map_or(old.blocks[0].start, |before| old.blocks[before].end);
            let end = self.source.line_end;
            let unfinished = !text[..at].ends_with('\n');
            let line = line(indent, value);
            splices.push(Splice::insert(at, if unfinished { format!("{end}{line}") } else { format!("{line}{end}") }));
        }
        Some(splices)
    }

    /// The dash of an item that stands on lines of its own.
    fn dash(&self, item: &Node) -> Option<usize> {
        let text = self.source.text;
        let start = item.span.range().start;
        let before = text[..start].trim_end_matches([' ', '\t']);
        let dash = before.ends_with('-').then(|| before.len() - 1)?;
        text[line_start(text, dash)..dash].trim().is_empty().then_some(dash)
    }

    fn inside(&self, node: &Node) -> Range<usize> {
        let whole = node.span.range();
        whole.start + 1..whole.end.saturating_sub(1).max(whole.start + 1)
    }
}

struct Lines {
    /// The lines of each part.
    blocks: Vec<Range<usize>>,
    /// The first byte of each.
    firsts: Vec<usize>,
    /// Whether it stays.
    kept: Vec<bool>,
}

fn whole_end(entry: &Entry) -> usize {
    entry.value.span.range().end.max(entry.key_span.range().end)
}

/// Behind how many entries a new key stands, in the order of the guide.
fn behind(entries: &[Entry], fields: &[Field], key: &str) -> usize {
    let place = |key: &str| fields.iter().position(|field| field.name == key);
    let Some(own) = place(key) else { return entries.len() };
    let before = |entry: &Entry| place(&entry.key).is_some_and(|place| place < own);
    entries.iter().rposition(before).map_or(0, |last| last + 1)
}
