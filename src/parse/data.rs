//! partners.yaml and glossary.yaml.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;
use crate::parse::{Document, Parsed};
use crate::schema::check::Checker;
use crate::schema::fields::{PARTNER, TERM};
use crate::schema::{Field, Named};
use crate::yaml::{self, Yaml};

/// Organisations, in the order of the file.
#[derive(Default)]
pub struct Partners {
    /// Each with its id.
    pub entries: Vec<Named>,
    /// The key of all of them.
    pub key: Key,
}

/// Terms, in the order of the file.
#[derive(Default)]
pub struct Glossary {
    /// Each with its id.
    pub entries: Vec<Named>,
    /// The key of all of them.
    pub key: Key,
}

/// Reads partners.yaml.
pub fn partners(path: &RelPath, bytes: &[u8]) -> Parsed {
    let (entries, key, diagnostics, broken) = named(path, bytes, PARTNER);
    Parsed { document: Document::Partners(Partners { entries, key }), diagnostics, broken }
}

/// Reads glossary.yaml.
pub fn glossary(path: &RelPath, bytes: &[u8]) -> Parsed {
    let (entries, key, diagnostics, broken) = named(path, bytes, TERM);
    Parsed { document: Document::Glossary(Glossary { entries, key }), diagnostics, broken }
}

/// A file that is none of the content's kinds. Markdown in the wrong folder
/// would be left out in silence: say so.
pub fn other(path: &RelPath) -> Parsed {
    let stray = path.as_str().starts_with("content/") && path.extension().as_deref() == Some("md");
    let warning = || Diagnostic::at(Code::StrayFile, path, Span::default()).arg("name", path.name());
    Parsed { document: Document::Other, diagnostics: stray.then(warning).into_iter().collect(), broken: false }
}

fn named(path: &RelPath, bytes: &[u8], fields: &'static [Field]) -> (Vec<Named>, Key, Vec<Diagnostic>, bool) {
    let (text, mut diagnostics) = yaml::fence::decode(path, bytes);
    let document = yaml::read(path, &text, 0..text.len());
    let broken = document.broken || !diagnostics.is_empty();
    diagnostics.extend(document.diagnostics);
    let mut checker = Checker::new(path, None);
    let entries = match document.root.as_ref().map(|root| &root.value) {
        Some(Yaml::Mapping(entries)) => checker.names(entries, fields),
        _ => vec![],
    };
    diagnostics.append(&mut checker.diagnostics);
    let mut hash = KeyHasher::default();
    for named in &entries {
        hash.bytes(&named.name);
        named.record.add_to(&mut hash);
    }
    (entries, hash.finish(), diagnostics, broken)
}
