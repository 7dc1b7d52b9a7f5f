//! What was published when: a line for each publication in a file of the site.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

/// The name of the file, in the site's folder.
pub const NAME: &str = ".jisr-published.jsonl";

/// A publication.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// When it was finished (ISO 8601, UTC).
    pub when: String,
    /// The name of the target in site.yaml.
    pub target: String,
    /// Its address, which has no secret.
    pub to: String,
    /// The version of jisr.
    pub version: String,
    /// What it is called on the host.
    pub publication: String,
    /// Whether it brought the one before back.
    pub undo: bool,
    /// The number of new files.
    pub new: usize,
    /// The number of changed files.
    pub changed: usize,
    /// The number of removed files.
    pub removed: usize,
    /// The number of pages online.
    pub pages: usize,
    /// The number of bytes transferred.
    pub bytes: u64,
}

/// Adds a line.
pub fn add(root: &Path, line: &Line) -> io::Result<()> {
    let mut file = File::options().create(true).append(true).open(root.join(NAME))?;
    let text = serde_json::to_string(line)?;
    file.write_all(format!("{text}\n").as_bytes())
}
