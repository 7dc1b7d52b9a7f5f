//! partners.yaml and glossary.yaml.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::name;
use crate::base::path::RelPath;
use crate::parse::{Document, Parsed};
use crate::schema::check::{Checked, Checker, PAGES, slugify};
use crate::schema::fields::{Partner, Term, partner};
use crate::schema::record::{Named, OwnedRecord, Table};
use crate::yaml::{self, Yaml};

/// Organisations, in the order of the file.
#[derive(Default)]
pub struct Partners {
    /// The organisations, with their ids.
    pub entries: Vec<Named<OwnedRecord<Partner>>>,
    /// The languages named as keys of translated texts, with their places.
    pub languages: Vec<(String, Span)>,
    /// The content key (hash) of all entries.
    pub key: Key,
}

/// Terms, in the order of the file.
#[derive(Default)]
pub struct Glossary {
    /// The terms, with their ids.
    pub entries: Vec<Named<OwnedRecord<Term>>>,
    /// The languages named as keys of translated texts, with their places.
    pub languages: Vec<(String, Span)>,
    /// The content key (hash) of all entries.
    pub key: Key,
}

/// Reads partners.yaml.
pub fn partners(path: &RelPath, bytes: &[u8]) -> Parsed {
    let Read { entries, languages, key, mut diagnostics, broken } = named(path, bytes);
    diagnostics.extend(entries.iter().flat_map(|named| unfit_id(path, named)));
    diagnostics.extend(own_parents(path, &entries));
    Parsed { document: Document::Partners(Partners { entries, languages, key }), diagnostics, broken }
}

/// Reads glossary.yaml.
pub fn glossary(path: &RelPath, bytes: &[u8]) -> Parsed {
    let Read { entries, languages, key, diagnostics, broken } = named(path, bytes);
    Parsed { document: Document::Glossary(Glossary { entries, languages, key }), diagnostics, broken }
}

/// Reports an id that cannot be part of the address of the partner's page.
fn unfit_id(path: &RelPath, named: &Named<OwnedRecord<Partner>>) -> Option<Diagnostic> {
    if named.name == PAGES {
        return Some(Diagnostic::at(Code::ReservedId, path, named.span).arg("id", PAGES));
    }
    if let Some(unfit) = name::unfit(path, named.span, &named.name) {
        return Some(unfit);
    }
    let better = slugify(&named.name);
    let found = || Diagnostic::at(Code::InvalidSlug, path, named.span).arg("key", "id").arg("value", &*named.name);
    (better != named.name).then(|| found().did_you_mean(Some(better).filter(|better| !better.is_empty())))
}

/// Reports each cycle of organisations that name each other as parent, at its
/// first member.
fn own_parents(path: &RelPath, entries: &[Named<OwnedRecord<Partner>>]) -> Vec<Diagnostic> {
    let parent = |at: usize| {
        let id = entries[at].record.view().get(partner::PARENT)?;
        entries.iter().position(|other| other.name == id)
    };
    let ring = |first: usize| {
        let mut ring = vec![first];
        let mut at = parent(first)?;
        while at != first {
            if ring.contains(&at) {
                return None;
            }
            ring.push(at);
            at = parent(at)?;
        }
        // Reports each cycle once, from its first member.
        ring.iter().all(|at| *at >= first).then_some(ring)
    };
    let told = |ring: Vec<usize>| {
        let first = &entries[ring[0]];
        let span = first.record.view().span(partner::PARENT).unwrap_or(first.span);
        let names: Vec<&str> = ring.iter().chain(&ring[..1]).map(|at| entries[*at].name.as_str()).collect();
        let found = Diagnostic::at(Code::OwnParent, path, span).arg("id", first.name.as_str());
        found.arg("ring", names.join(" → "))
    };
    (0..entries.len()).filter_map(ring).map(told).collect()
}

/// A file that is not one of the known kinds of content. Reports a Markdown
/// file in the wrong folder, which would otherwise be skipped silently.
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

#[cfg(test)]
mod tests {
    use super::partners;
    use crate::base::code::Code;
    use crate::base::diag::Arg;
    use crate::base::path::RelPath;

    #[test]
    fn rings_of_parents_are_told_once() {
        for (file, ring) in [
            ("c: {name: C, parent: c}", Some("c → c")),
            ("a: {name: A, parent: b}\nb: {name: B, parent: a}", Some("a → b → a")),
            (
                "x: {name: X, parent: a}\na: {name: A, parent: b}\nb: {name: B, parent: c}\nc: {name: C, parent: a}",
                Some("a → b → c → a"),
            ),
            ("a: {name: A, parent: b}\nb: {name: B}", None),
            ("a: {name: A, parent: nobody}", None),
        ] {
            let found = partners(&RelPath::fixed("content/partners.yaml"), file.as_bytes()).diagnostics;
            let told: Vec<&Arg> =
                found.iter().filter(|one| one.code == Code::OwnParent).map(|one| &one.args[1].1).collect();
            assert_eq!(told, ring.map(Arg::from).iter().collect::<Vec<_>>(), "{file}");
        }
    }
}
