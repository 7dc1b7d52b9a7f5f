//! Parses one file alone: bytes to a document. Never fails: what cannot be read
//! becomes a diagnostic, and the rest of the file is still used.

mod below;
pub mod data;
pub mod front_matter;
pub mod html;
pub mod links;
pub mod markdown;
mod title;
pub mod write_up;

use std::sync::Arc;

use crate::base::diag::{Diagnostic, Span};
use crate::base::path::RelPath;
use crate::parse::data::{Glossary, Partners};
use crate::parse::write_up::{Section, WriteUp};
use crate::yaml::fence::decode;
use crate::yaml::promise;

/// The result of parsing one file.
pub struct Parsed {
    /// The content of the file.
    pub document: Document,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a part of it could not be read, so that the preview uses its
    /// last good version instead.
    pub broken: bool,
}

/// The content of a file.
pub enum Document {
    /// A project or a page, in one language.
    WriteUp(Arc<WriteUp>),
    /// content/partners.yaml
    Partners(Partners),
    /// content/glossary.yaml
    Glossary(Glossary),
    /// A file that other stages read: site.yaml, or one of the theme.
    Other,
}

impl Parsed {
    /// The write-up, if the file is one.
    pub fn write_up(&self) -> Option<&Arc<WriteUp>> {
        match &self.document {
            Document::WriteUp(write_up) => Some(write_up),
            _ => None,
        }
    }

    /// The languages named as keys of translated texts in the file, with their
    /// places.
    pub fn languages(&self) -> &[(String, Span)] {
        match &self.document {
            Document::WriteUp(write_up) => &write_up.languages,
            Document::Partners(partners) => &partners.languages,
            Document::Glossary(glossary) => &glossary.languages,
            Document::Other => &[],
        }
    }
}

/// Reads one file. Its kind comes from its path. What is to be written instead
/// of a mistake was tried.
pub fn parse(path: &RelPath, bytes: &[u8]) -> Parsed {
    let parsed = read(path, bytes);
    if parsed.diagnostics.is_empty() {
        return parsed;
    }
    let (text, _) = decode(path, bytes);
    let again = |text: &str| read(path, text.as_bytes()).diagnostics;
    let diagnostics = promise::kept(path, &text, parsed.diagnostics, &again);
    Parsed { diagnostics, ..parsed }
}

/// The same, without lines to write being tried.
fn read(path: &RelPath, bytes: &[u8]) -> Parsed {
    match path.as_str() {
        "content/partners.yaml" => data::partners(path, bytes),
        "content/glossary.yaml" => data::glossary(path, bytes),
        _ => match Section::of(path) {
            Some(section) => write_up::write_up(path, bytes, section),
            None => data::other(path),
        },
    }
}

/// What stands for a file of the content that is there and cannot be read:
/// nothing is known of it, and nothing is to be said of it.
pub fn unread(path: &RelPath) -> Option<Parsed> {
    let parsed = Some(parse(path, b"")).filter(|parsed| !matches!(parsed.document, Document::Other));
    parsed.map(|parsed| Parsed { diagnostics: vec![], broken: true, ..parsed })
}
