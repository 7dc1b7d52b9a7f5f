//! Decides which versions of files a state of the site uses. A mistake that
//! only shows in combination with other files (an unknown type, two languages
//! that contradict each other, a broken link) is attributed to what was edited
//! last: only that falls back to its last good version.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::base::path::RelPath;
use crate::catalogue::organisation;
use crate::config;
use crate::source::{Source, Tree};

/// The verdict on the files of a site.
#[derive(Default)]
pub struct Verdict {
    /// Files that contribute to an error.
    pub rejected: BTreeSet<RelPath>,
    /// Files that are not broken on their own but fall back to their last good
    /// version.
    pub back: BTreeSet<RelPath>,
}

/// Judges the current files, by the diagnostics `known` before they were
/// combined and those that the catalogue `found`.
pub fn judge(tree: &Tree, known: &Diagnostics, found: &Diagnostics) -> Verdict {
    let shared = [config::path(), organisation::path()];
    let mut verdict = Verdict::default();
    verdict.rejected.extend(errors(known).flat_map(places).cloned());
    for error in errors(found) {
        let mut files: Vec<&RelPath> = places(error).collect();
        if names_an_id(error) && !files.iter().any(|path| is_news(tree, path)) {
            files.extend(shared.iter().filter(|path| is_news(tree, path)));
        }
        verdict.back.extend(files.iter().copied().filter(|path| can_step_back(tree, path)).cloned());
        verdict.rejected.extend(files.into_iter().cloned());
    }
    verdict
}

fn errors(found: &Diagnostics) -> impl Iterator<Item = &Diagnostic> {
    found.iter().filter(|found| found.severity == Severity::Error)
}

fn places(error: &Diagnostic) -> impl Iterator<Item = &RelPath> {
    error.at.iter().chain(&error.related).map(|place| &place.path)
}

/// Whether this version of the file was never part of a good state.
fn is_news(tree: &Tree, path: &RelPath) -> bool {
    tree.file(path.as_str()).is_some_and(|source| !source.accepted)
}

/// Whether the file can fall back. A broken one has done so already.
fn can_step_back(tree: &Tree, path: &RelPath) -> bool {
    let has_other = |source: &Source| !source.accepted && !source.parsed.broken && source.last_good.is_some();
    tree.file(path.as_str()).is_some_and(has_other)
}

/// Whether a write-up refers to an id declared elsewhere: if the write-up was
/// good before, its declaration has been removed.
fn names_an_id(error: &Diagnostic) -> bool {
    matches!(
        error.code,
        Code::UnknownType | Code::UnknownGroup | Code::GroupOfOtherType | Code::UnknownPartner | Code::UnknownTopic
    )
}
