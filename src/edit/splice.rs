//! Replacements of some bytes of a text, made together.

use std::ops::Range;

use crate::edit::source::Source;
use crate::yaml::Node;

/// Some bytes of a text, and what stands there instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Splice {
    /// The bytes; empty where something is put in.
    pub at: Range<usize>,
    /// What is written instead.
    pub new: String,
}

impl Splice {
    /// Puts a text in before a byte.
    pub fn insert(at: usize, new: String) -> Splice {
        Splice { at: at..at, new }
    }

    /// Takes bytes away.
    pub fn remove(at: Range<usize>) -> Splice {
        Splice { at, new: String::new() }
    }
}

/// The text with all replacements. `None` if two of them overlap.
pub fn applied(text: &str, mut splices: Vec<Splice>) -> Option<String> {
    splices.sort_by_key(|splice| (splice.at.start, splice.at.end));
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    for splice in splices {
        made += text.get(from..splice.at.start)?;
        made += &splice.new;
        from = splice.at.end;
    }
    made += text.get(from..)?;
    Some(made)
}

/// The start of the line that a byte is in.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The end of the line that a byte is in, its line end included.
pub fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The lines of a block of which `first` is the first byte: to the end of its
/// value, with the comments below it that are indented further.
pub fn block(source: &Source, first: usize, value: &Node) -> Range<usize> {
    let text = source.text;
    let limit = source.front.as_ref().map_or(text.len(), |front| front.end);
    let start = line_start(text, first);
    let indent = first - start;
    let last = value.span.range().end.max(first);
    let mut end = next_line(text, last).min(limit);
    while end < limit {
        let line = &text[end..next_line(text, end).min(limit)];
        let comment = line.trim_start_matches(' ');
        if !comment.starts_with('#') || line.len() - comment.len() <= indent {
            break;
        }
        end += line.len();
    }
    start..end
}
