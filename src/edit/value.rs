//! Values as they are written to a file: YAML without its style.

use crate::yaml::{Node, Yaml};

/// A value to write.
#[derive(Clone, Debug)]
pub enum Value {
    /// A key without a value.
    Empty,
    /// A text, a number, a date: whatever has no parts.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Keys with values.
    Record(Vec<(String, Value)>),
}

/// The order of keys says nothing.
impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Empty, Value::Empty) => true,
            (Value::Text(own), Value::Text(other)) => own == other,
            (Value::List(own), Value::List(other)) => own == other,
            (Value::Record(own), Value::Record(pairs)) => {
                own.len() == pairs.len() && own.iter().all(|(key, value)| other.get(key) == Some(value))
            }
            _ => false,
        }
    }
}

impl Eq for Value {}

impl Value {
    /// The value that stands in a file. The end of the last line of a block of
    /// lines (`|`) is no part of it.
    pub fn of(node: &Node) -> Value {
        match &node.value {
            Yaml::Null => Value::Empty,
            Yaml::Scalar { text, .. } => Value::Text(text.trim_end_matches('\n').to_owned()),
            Yaml::Sequence(nodes) => Value::List(nodes.iter().map(Value::of).collect()),
            Yaml::Mapping(entries) => {
                let pair = |entry: &crate::yaml::Entry| (entry.key.clone(), Value::of(&entry.value));
                Value::Record(entries.iter().map(pair).collect())
            }
        }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The value of a key, if it is a record that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Value::Record(pairs) = self else { return None };
        pairs.iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// Whether it has no parts.
    pub(super) fn is_simple(&self) -> bool {
        matches!(self, Value::Empty | Value::Text(_))
    }
}
