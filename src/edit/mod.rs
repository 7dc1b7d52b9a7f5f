//! Edits of a source file that change only what was changed: comments, the
//! order of keys, quotes, indentation, line ends and byte order marks of
//! everything else stay byte for byte.
//!
//! Every edit is read again before it is given: it is an edit only if the value
//! is then read as it was set, and all else as before.

pub mod fix;
mod flow;
mod merge;
pub mod pair;
pub mod scaffold;
mod source;
mod splice;
mod text;
pub mod value;
mod write;

#[cfg(test)]
mod tests;

use crate::base::path::RelPath;
use crate::edit::source::Source;
use crate::edit::value::Value;

pub use crate::edit::text::{line_end, text_of};

/// A change of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// A key of the outermost level gets a value, or is removed.
    Set {
        /// The key as written.
        key: String,
        /// Its new value; `None` removes it.
        value: Option<Value>,
    },
    /// What follows the front matter, without the blank lines before it.
    Text(String),
}

impl Edit {
    /// Sets a key to a value, or removes it.
    pub fn set(key: &str, value: Option<Value>) -> Edit {
        Edit::Set { key: key.to_owned(), value }
    }
}

/// Why an edit cannot be made without touching something else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The file is not UTF-8.
    NotUtf8,
    /// The file has no front matter that a key could be written to.
    NoFrontMatter,
    /// The key, or what surrounds it, is written in a way that cannot be read.
    Unreadable(String),
}

/// The file with all of the edits, or why one of them is refused. An edit that
/// sets what is there already changes nothing.
pub fn apply(path: &RelPath, bytes: &[u8], edits: &[Edit]) -> Result<Vec<u8>, Refusal> {
    let mut file = std::str::from_utf8(bytes).map_err(|_| Refusal::NotUtf8)?.to_owned();
    for edit in edits {
        file = match edit {
            Edit::Text(new) => text::replaced(path, &file, new),
            Edit::Set { key, value } => set(path, &file, key, value.as_ref())?,
        };
    }
    Ok(file.into_bytes())
}

/// The value of a key of the outermost level, if it can be read.
pub fn value_of(path: &RelPath, bytes: &[u8], key: &str) -> Option<Value> {
    Source::read(path, std::str::from_utf8(bytes).ok()?).value(key)
}

/// What is written behind a key that cannot be read, if it stands on one line.
pub fn unread(path: &RelPath, bytes: &[u8], key: &str) -> Option<String> {
    let file = std::str::from_utf8(bytes).ok()?;
    match Source::read(path, file).unread(key).as_slice() {
        [Some(place)] => Some(file[place.clone()].to_owned()),
        _ => None,
    }
}

/// Every key of the outermost level that can be read, with its value.
pub fn values_of(path: &RelPath, bytes: &[u8]) -> Vec<(String, Value)> {
    let Ok(file) = std::str::from_utf8(bytes) else { return vec![] };
    let source = Source::read(path, file);
    source.entries().iter().map(|entry| (entry.key.clone(), Value::of(&entry.value))).collect()
}

fn set(path: &RelPath, file: &str, key: &str, value: Option<&Value>) -> Result<String, Refusal> {
    let source = Source::read(path, file);
    if source.value(key).as_ref() == value {
        return Ok(file.to_owned());
    }
    if source.front.is_none() {
        return Err(Refusal::NoFrontMatter);
    }
    let tried = merge::candidates(&source, key, value);
    let kept = tried.into_iter().find(|candidate| source.differs_only_in(key, value, candidate));
    kept.ok_or_else(|| Refusal::Unreadable(key.to_owned()))
}
