//! partners.yaml and glossary.yaml.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;
use crate::parse::{Document, Parsed};
use crate::schema::check::{Checked, Checker, PAGES, slugify};
use crate::schema::fields::{Partner, Term};
use crate::schema::record::{Named, OwnedRecord, Table};
use crate::yaml::{self, Yaml};

/// Organisations, in the order of the file.
#[derive(Default)]
pub struct Partners {
    /// Each with its id.
    pub entries: Vec<Named<OwnedRecord<Partner>>>,
    /// The languages of their texts, with their places.
    pub languages: Vec<(String, Span)>,
    /// The key of all of them.
    pub key: Key,
}

/// Terms, in the order of the file.
#[derive(Default)]
pub struct Glossary {
    /// Each with its id.
    pub entries: Vec<Named<OwnedRecord<Term>>>,
    /// The languages of their texts, with their places.
    pub languages: Vec<(String, Span)>,
    /// The key of all of them.
    pub key: Key,
}

/// Reads partners.yaml.
pub fn partners(path: &RelPath, bytes: &[u8]) -> Parsed {
    let Read { entries, languages, key, mut diagnostics, broken } = named(path, bytes);
    diagnostics.extend(entries.iter().flat_map(|named| unfit_id(path, named)));
    Parsed { document: Document::Partners(Partners { entries, languages, key }), diagnostics, broken }
}

/// Reads glossary.yaml.
pub fn glossary(path: &RelPath, bytes: &[u8]) -> Parsed {
    let Read { entries, languages, key, diagnostics, broken } = named(path, bytes);
    Parsed { document: Document::Glossary(Glossary { entries, languages, key }), diagnostics, broken }
}

/// The id of a partner is a part of the address of its page.
fn unfit_id(path: &RelPath, named: &Named<OwnedRecord<Partner>>) -> Option<Diagnostic> {
    if named.name == PAGES {
        return Some(Diagnostic::at(Code::ReservedId, path, named.span).arg("id", PAGES));
    }
    let better = slugify(&named.name);
    let found = || Diagnostic::at(Code::InvalidSlug, path, named.span).arg("key", "id").arg("value", &*named.name);
    (better != named.name).then(|| found().did_you_mean(Some(better).filter(|better| !better.is_empty())))
}

/// A file that is none of the content's kinds. Markdown in the wrong folder
/// would be left out in silence: say so.
pub fn other(path: &RelPath) -> Parsed {
    let stray = path.as_str().starts_with("content/") && path.has_extension("md");
    let warning = || Diagnostic::at(Code::StrayFile, path, Span::default()).arg("name", path.name());
    Parsed { document: Document::Other, diagnostics: stray.then(warning).into_iter().collect(), broken: false }
}

struct Read<T> {
    entries: Vec<Named<OwnedRecord<T>>>,
    languages: Vec<(String, Span)>,
    key: Key,
    diagnostics: Vec<Diagnostic>,
    broken: bool,
}

fn named<T: Table>(path: &RelPath, bytes: &[u8]) -> Read<T> {
    let (text, mut diagnostics) = yaml::fence::decode(path, bytes);
    let document = yaml::read(path, &text, 0..text.len());
    let broken = document.broken || !diagnostics.is_empty();
    diagnostics.extend(document.diagnostics);
    let mut checker = Checker::new(path, &text, None);
    let entries = match document.root.as_ref().map(|root| &root.value) {
        Some(Yaml::Mapping(entries)) => checker.names(entries),
        _ => vec![],
    };
    let Checked { diagnostics: found, languages } = checker.finish();
    diagnostics.extend(found);
    yaml::fence::drop_consequences(bytes, &mut diagnostics);
    let mut hash = KeyHasher::default();
    for named in &entries {
        hash.bytes(&named.name);
        named.record.view().values().add_to(&mut hash);
    }
    Read { entries, languages, key: hash.finish(), diagnostics, broken }
}
