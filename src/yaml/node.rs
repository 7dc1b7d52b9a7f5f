//! The result of parsing YAML: values with their places, and the diagnostics.

use crate::base::diag::{Diagnostic, Span};
use crate::base::key::KeyHasher;

/// A value and its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// The value.
    pub value: Yaml,
    /// The byte range in the file, quotes and brackets included. For an empty
    /// value, the empty range where it would be.
    pub span: Span,
}

/// A value as YAML itself defines it. Scalars stay text: the schema decides
/// what `true`, `3` or `2018-05-10` mean.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Yaml {
    /// An empty value, or a plain `null` or `~`.
    Null,
    /// A text without its quotes. Direction marks, no-break spaces and byte
    /// order marks are trimmed from plain scalars; inside the text they are
    /// kept.
    Scalar {
        /// The text, decoded.
        text: String,
        /// Whether the scalar is quoted, or a block scalar (`|`, `>`), and
        /// therefore always a text.
        quoted: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with their values, in file order, without duplicates.
    Mapping(Vec<Entry>),
}

impl Node {
    /// Adds the value, but not its place, to a hash.
    pub fn add_to(&self, hash: &mut KeyHasher) {
        match &self.value {
            Yaml::Null => hash.number(0),
            Yaml::Scalar { text, .. } => hash.bytes(text),
            Yaml::Sequence(nodes) => {
                hash.number(nodes.len() as u64);
                nodes.iter().for_each(|node| node.add_to(hash));
            }
            Yaml::Mapping(entries) => {
                hash.number(entries.len() as u64);
                for entry in entries {
                    hash.bytes(&entry.key);
                    entry.value.add_to(hash);
                }
            }
        }
    }
}

/// A key with its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key, without quotes or invisible characters.
    pub key: String,
    /// The byte range of the key in the file.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

/// The result of parsing a file or a part of one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// The outermost value, a mapping. `None` if there is nothing, or nothing
    /// readable.
    pub root: Option<Node>,
    /// The YAML syntax mistakes.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a part could not be read, so that reporting a missing key might
    /// be a false alarm.
    pub broken: bool,
}
