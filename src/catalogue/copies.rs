//! Copies: files that a person, a system or a shared folder made of another
//! one, and what is counted twice because of them. A name alone is no proof:
//! the file that it is a copy of has to be there.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, OnceLock};

use regex::Regex;
use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::path::{RelPath, fold};
use crate::catalogue::facts::Facts;
use crate::catalogue::project::Project;
use crate::catalogue::{ContentPage, Doc};
use crate::config::Config;
use crate::parse::write_up::{Section, WriteUp};
use crate::schema::fields::{Funding, funding, project as at, write_up};
use crate::schema::record::Record;
use crate::source::Tree;

/// That a file is a copy.
#[derive(Clone)]
pub struct CopyOf {
    /// The copy.
    pub path: RelPath,
    /// What it is a copy of.
    pub original: RelPath,
    /// Whether two people's changes met, so that each file may have words
    /// that the other lacks.
    pub is_conflict: bool,
}

/// What a name says of a copy.
struct Mark {
    /// The name without it.
    of: String,
    /// Whether it may as well be a part of the name: `(2)`.
    is_weak: bool,
    is_conflict: bool,
}

/// The files that are copies by their name, of a file that is there.
pub fn by_name(tree: &Tree, config: &Config) -> BTreeMap<RelPath, CopyOf> {
    let marked: Vec<&Arc<WriteUp>> = write_ups(tree).filter(|own| may_be_marked(own)).collect();
    if marked.is_empty() {
        return BTreeMap::new();
    }
    let originals: FxHashMap<(Section, &str, String), &Arc<WriteUp>> =
        write_ups(tree).map(|own| ((own.section(), &*own.id, folded_suffix(own)), own)).collect();
    let copy = |own: &&Arc<WriteUp>| {
        let is_named = own.suffix.as_deref().is_some_and(|suffix| config.has_language(suffix));
        candidates(&own.id, &folded_suffix(own)).into_iter().find_map(|(id, suffix, mark)| {
            let original = originals.get(&(own.section(), id.as_str(), suffix))?;
            let is_sure = !mark.is_weak || !is_named || original.title == own.title;
            let (path, original) = (own.path.clone(), original.path.clone());
            (is_sure && path != original).then_some(CopyOf { path, original, is_conflict: mark.is_conflict })
        })
    };
    marked.iter().filter_map(|own| Some((own.path.clone(), copy(own)?))).collect()
}

fn write_ups(tree: &Tree) -> impl Iterator<Item = &Arc<WriteUp>> {
    tree.files().filter_map(|(_, source)| source.parsed.write_up())
}

fn folded_suffix(own: &WriteUp) -> String {
    own.suffix.as_deref().map(fold).unwrap_or_default()
}

/// A cheap look at a name, which most do not pass.
fn may_be_marked(own: &WriteUp) -> bool {
    const PARTS: [&str; 9] = ["cop", "conflict", "conflit", "نسخ", "تعارض", "(", "[", "konflikt", "duplicat"];
    let suffix = folded_suffix(own);
    PARTS.iter().any(|part| own.id.contains(part) || suffix.contains(part))
}

/// The ids and suffixes that a file without its mark would have: the mark
/// stands in a part of the path, or behind the language.
fn candidates(id: &str, suffix: &str) -> Vec<(String, String, Mark)> {
    let mut found = vec![];
    let parts: Vec<&str> = id.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        for mark in marks(part) {
            let mut own: Vec<&str> = parts.clone();
            own[at] = &mark.of;
            found.push((without_index(&own.join("/")), suffix.to_owned(), mark));
        }
    }
    // `Copie de eau` has its mark before the whole name: `x.fr - Copie` behind it.
    found.extend(marks(suffix).into_iter().map(|mark| (id.to_owned(), mark.of.clone(), mark)));
    let whole = format!("{id}.{suffix}");
    for mark in marks(&whole) {
        if let Some((id, suffix)) = mark.of.rsplit_once('.').map(|(id, suffix)| (id.to_owned(), suffix.to_owned())) {
            found.push((without_index(&id), suffix, mark));
        }
    }
    found
}

fn without_index(id: &str) -> String {
    id.strip_suffix("/index").unwrap_or(id).to_owned()
}

/// What a name may be marked with, at most three times: `x - Copie - Copie`.
fn marks(name: &str) -> Vec<Mark> {
    let mut found: Vec<Mark> = vec![];
    let mut rest = name.to_owned();
    while let Some(mark) = mark(&rest).filter(|_| found.len() < 3) {
        rest = mark.of.clone();
        let is_weak = mark.is_weak && found.iter().all(|before| before.is_weak);
        let is_conflict = mark.is_conflict || found.iter().any(|before| before.is_conflict);
        found.push(Mark { is_weak, is_conflict, ..mark });
    }
    found
}

/// How systems and shared folders name copies, in small letters: Windows,
/// macOS and Linux, in French, English and Arabic; Dropbox, Nextcloud,
/// Syncthing, OneDrive.
const PATTERNS: [(&str, bool, bool); 6] = [
    (r"^(?<of>.+?)[ _-]*[(\[][^()\[\]]*(?:conflict|conflit|konflikt|تعارض)[^()\[\]]*[)\]]$", false, true),
    (r"^(?<of>.+?)[ ._-]+(?:sync-)?conflict-\d{6,}.*$", false, true),
    (r"^(?:copie|copy|نسخة|duplicata)(?:[ _-]*\(?\d{1,2}\)?)?[ _-]+(?:de|of|من|d['’])[ _-]*(?<of>.+)$", false, false),
    (r"^(?<of>.+?)[ _-]+(?:copie|copy|نسخة|نسخ)(?:[ _-]*\(?\d{1,2}\)?)?$", false, false),
    (r"^(?<of>.+?)[ _-]*[(\[][^()\[\]]*(?:copie|copy|نسخة)[^()\[\]]*[)\]]$", false, false),
    (r"^(?<of>.+?)[ _-]*\(\d{1,2}\)$", true, false),
];

fn mark(name: &str) -> Option<Mark> {
    static READ: OnceLock<Vec<(Regex, bool, bool)>> = OnceLock::new();
    let compiled = || {
        let patterns = PATTERNS.iter();
        patterns.filter_map(|(text, weak, conflict)| Some((Regex::new(text).ok()?, *weak, *conflict))).collect()
    };
    READ.get_or_init(compiled).iter().find_map(|(pattern, is_weak, is_conflict)| {
        let of = pattern.captures(name)?.name("of")?.as_str().to_owned();
        Some(Mark { of, is_weak: *is_weak, is_conflict: *is_conflict })
    })
}

/// The warning about a copy that no page comes of.
pub fn unpublished(copy: &CopyOf) -> Diagnostic {
    about(if copy.is_conflict { Code::ConflictCopy } else { Code::CopyUnpublished }, copy)
}

fn about(code: Code, copy: &CopyOf) -> Diagnostic {
    // Of a folder that was copied, the file's own name says nothing.
    let is_folder = copy.path.name().starts_with("index.");
    let name = if is_folder { copy.path.as_str() } else { copy.path.name() };
    let place = Diagnostic::at(code, &copy.path, Span::default()).arg("name", name);
    place.arg("original", copy.original.as_str()).related(&copy.original, Span::default())
}

/// Warns of what is published twice: copies by their name, and projects that
/// have the title and the facts of another one.
pub fn report(
    copies: &[((Section, Arc<str>), CopyOf)],
    (projects, pages): (&[Project], &[ContentPage]),
    diagnostics: &mut Diagnostics,
) {
    for ((section, id), copy) in copies {
        let of_project = || projects.binary_search_by(|project| project.id.cmp(id)).ok();
        let is_page = || pages.binary_search_by(|page| page.id.cmp(id)).is_ok();
        match section {
            Section::Projects => diagnostics.extend(of_project().map(|at| counted(copy, &projects[at].facts))),
            Section::Pages => diagnostics.extend(is_page().then(|| about(Code::CopyPublished, copy))),
        }
    }
    let is_known =
        |project: &Project| copies.iter().any(|((section, id), _)| *section == Section::Projects && *id == project.id);
    twice(projects, is_known, diagnostics);
}

fn counted(copy: &CopyOf, facts: &Facts) -> Diagnostic {
    let amounts = amounts(facts);
    let mut found = about(if amounts.is_empty() { Code::CopyPublished } else { Code::CopyCounted }, copy);
    found.args.extend((!amounts.is_empty()).then_some(("amounts", Arg::List(amounts))));
    found
}

/// The amounts of a project as they are stated, with their currency.
fn amounts(facts: &Facts) -> Vec<String> {
    let amount = |record: Record<Funding>| {
        let unit = record.get(funding::UNIT).and_then(|unit| unit.iter().next()).map(|(_, unit)| unit.as_str());
        Some(format!("{} {}", record.get(funding::AMOUNT)?, record.get(funding::CURRENCY).or(unit)?))
    };
    facts.list(at::FUNDING).iter().filter_map(amount).collect()
}

/// Projects with one title and the same facts. Where no money is stated, their
/// texts have to be the same too.
fn twice(projects: &[Project], is_known: impl Fn(&Project) -> bool, diagnostics: &mut Diagnostics) {
    let texts = || projects.iter().filter_map(|project| Some((project, text(project)?)));
    let mut titled: FxHashMap<&str, usize> = FxHashMap::default();
    texts().for_each(|(_, own)| *titled.entry(&own.title).or_default() += 1);
    let mut first: FxHashMap<Key, (&Project, &WriteUp)> = FxHashMap::default();
    let is_alone = |own: &WriteUp| titled.get(&*own.title).is_none_or(|count| *count < 2);
    let says_something =
        |(project, own): &(&Project, &WriteUp)| own.body.prose.is_telling() || !amounts(&project.facts).is_empty();
    for (project, own) in texts().filter(|(_, own)| !is_alone(own)).filter(says_something) {
        match first.entry(same_key(project, own)) {
            Entry::Occupied(first) if is_known(first.get().0) || is_known(project) => {}
            Entry::Occupied(first) => diagnostics.push(same(first.get().1, (project, own))),
            Entry::Vacant(free) => drop(free.insert((project, own))),
        }
    }
}

/// The write-up that stands for a project here.
fn text(project: &Project) -> Option<&WriteUp> {
    project.docs.iter().flatten().next().map(Doc::write_up)
}

/// The key that two projects share which are one: title, type, partners, money
/// and dates, and the text where there is no money.
fn same_key(project: &Project, own: &WriteUp) -> Key {
    let mut hash = KeyHasher::default();
    hash.bytes(&own.title);
    hash.key(project.facts.identity_key());
    if amounts(&project.facts).is_empty() {
        hash.key(own.body.prose.key);
    }
    hash.finish()
}

fn same(other: &WriteUp, (project, own): (&Project, &WriteUp)) -> Diagnostic {
    let title = |own: &WriteUp| own.record.span(write_up::TITLE).unwrap_or_default();
    let amounts = amounts(&project.facts);
    let code = if amounts.is_empty() { Code::ProjectTwice } else { Code::ProjectCountedTwice };
    let mut found = Diagnostic::at(code, &own.path, title(own)).related(&other.path, title(other));
    found.args.extend((!amounts.is_empty()).then_some(("amounts", Arg::List(amounts))));
    found
}

#[cfg(test)]
mod tests {
    use super::{candidates, mark};

    /// What a file of this id and suffix may be a copy of.
    fn originals(id: &str, suffix: &str) -> Vec<(String, String)> {
        candidates(id, suffix).into_iter().map(|(id, suffix, _)| (id, suffix)).collect()
    }

    #[test]
    fn the_mark_of_a_copy_is_taken_off_wherever_it_stands() {
        for (id, suffix, of) in [
            ("eau - copie", "fr", "eau"),
            ("eau - copie (2)", "fr", "eau"),
            ("eau copie", "fr", "eau"),
            ("eau-copie", "fr", "eau"),
            ("eau - copy", "fr", "eau"),
            ("eau (copie 2)", "fr", "eau"),
            ("eau (another copy)", "fr", "eau"),
            ("copie de eau", "fr", "eau"),
            ("copie (3) de eau", "fr", "eau"),
            ("copy of eau", "fr", "eau"),
            ("copie-de-eau", "fr", "eau"),
            ("نسخة من eau", "fr", "eau"),
            ("eau - نسخة", "fr", "eau"),
            ("eau - نسخ (2)", "fr", "eau"),
            ("eau (1)", "fr", "eau"),
            ("eau - copie - copie", "fr", "eau"),
            ("eau - copie", "fr", "eau"),
            ("eau/index - copie", "fr", "eau"),
            ("eau (copie en conflit de ali 2026-11-28)", "fr", "eau"),
            ("eau (ali's conflicted copy 2026-11-28)", "fr", "eau"),
            ("eau (نسخة متعارضة)", "fr", "eau"),
            ("eau_conflict-20261128-101112", "fr", "eau"),
            ("eau", "fr (copie en conflit)", "eau"),
            ("eau", "fr - copie", "eau"),
            ("eau", "fr (1)", "eau"),
            ("eau", "fr_conflict-20261128-101112", "eau"),
            ("eau.fr", "sync-conflict-20261128-101112-abcdefg", "eau"),
        ] {
            assert!(originals(id, suffix).contains(&(of.into(), "fr".into())), "{id}.{suffix}");
        }
    }

    #[test]
    fn a_name_without_a_mark_is_left_alone() {
        for name in ["eau", "photocopie", "eau-2", "cooperation", "conflict-resolution", "formation (2025)", "copernic"]
        {
            assert!(mark(name).is_none(), "{name}");
        }
    }
}
