//! What a text says as YAML: values with their places, and the mistakes.

use crate::base::diag::{Diagnostic, Span};
use crate::base::key::KeyHasher;

/// A value and its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// What stands there.
    pub value: Yaml,
    /// The bytes of the whole file that it takes, quotes and brackets included.
    /// Where a value is empty, the empty span in which it would stand.
    pub span: Span,
}

/// A value, as far as YAML itself decides. Scalars stay text: what `true`, `3`
/// or `2018-05-10` mean is for the schema to say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Yaml {
    /// Nothing, or a plain `null` or `~`.
    Null,
    /// A text without its quotes. A plain text has no direction mark, no-break
    /// space or byte order mark at its ends; elsewhere such signs stay.
    Scalar {
        /// The text, decoded.
        text: String,
        /// Whether quotes, `|` or `>` say that it is a text and nothing else.
        quoted: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with their values, in the order of the file, each key once.
    Mapping(Vec<Entry>),
}

impl Node {
    /// Adds what stands there, not its place, to a key.
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
    /// The bytes of the whole file that the key takes.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

/// A text that was read as YAML.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// The outermost value, which is a mapping. `None` where there is nothing,
    /// or nothing that could be read.
    pub root: Option<Node>,
    /// Every mistake of the YAML itself.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a part could not be read, so that "a key is missing" might be a
    /// false alarm.
    pub broken: bool,
}
