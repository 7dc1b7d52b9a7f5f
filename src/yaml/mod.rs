//! YAML as people write it: a tree of texts, each with its place in the file,
//! and a diagnostic for each mistake. Nothing here knows what a key means.
//!
//! A file without mistakes is parsed once. Only where the parser refuses it is
//! the text cut into its top-level entries, so that each mistake is reported
//! and everything else is still read.

pub mod fence;

mod conflict;
pub(crate) mod control;
mod dashes;
mod flow;
mod line;
pub(crate) mod marks;
pub(crate) mod mistakes;
mod node;
mod recover;
pub(crate) mod remedy;
mod tree;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::path::RelPath;

pub use crate::yaml::node::{Document, Entry, Node, Yaml};

/// Reads `file[range]` as YAML. Never fails: what cannot be read is left out of
/// the root and reported.
pub fn read(path: &RelPath, file: &str, range: Range<usize>) -> Document {
    let base = range.start;
    let Some(text) = file.get(range) else { return Document::default() };
    match tree::read(path, text, base) {
        Ok(tree) => match tree.root.as_ref().map(|root| &root.value) {
            None | Some(Yaml::Mapping(_)) => tree.into_document(),
            Some(Yaml::Scalar { quoted: false, .. }) => recover::recover(path, text, base, None),
            Some(_) => not_a_mapping(path, tree),
        },
        Err(failure) if failure.is_too_large() => too_large(path, text, base, failure.at),
        Err(failure) => recover::recover(path, text, base, Some(failure)),
    }
}

fn not_a_mapping(path: &RelPath, tree: tree::Tree) -> Document {
    let span = tree.root.as_ref().map_or(Span::default(), |root| root.span);
    let mut diagnostics = tree.diagnostics;
    diagnostics.push(Diagnostic::at(Code::NotAMapping, path, span));
    Document { root: None, diagnostics, broken: true }
}

fn too_large(path: &RelPath, text: &str, base: usize, at: usize) -> Document {
    let span = Span::new(base + at..base + line::end(text, at));
    Document { root: None, diagnostics: vec![Diagnostic::at(Code::YamlTooLarge, path, span)], broken: true }
}
