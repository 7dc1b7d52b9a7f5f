//! Which versions of files a state of the site can stand on. A mistake that
//! shows only with all files together (an unknown type, two languages that
//! contradict each other, a broken link) has its cause in what was written
//! last: that steps back to its last good version, and nothing else does.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::base::path::RelPath;
use crate::catalogue::organisation;
use crate::config;
use crate::source::{Source, Tree};

/// What is wrong with the files of a site, by file.
#[derive(Default)]
pub struct Verdict {
    /// Files that have a part in an error.
    pub rejected: BTreeSet<RelPath>,
    /// Files that are not broken by themselves, and stand in with their last
    /// good version.
    pub back: BTreeSet<RelPath>,
}

/// Judges the files as they stand: by what was `known` before they were
/// brought together, and by what the catalogue `found`.
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

/// Whether no good state has stood on this version of the file.
fn is_news(tree: &Tree, path: &RelPath) -> bool {
    tree.file(path.as_str()).is_some_and(|source| !source.accepted)
}

/// A broken file stands in with its last good version already.
fn can_step_back(tree: &Tree, path: &RelPath) -> bool {
    let has_other = |source: &Source| !source.accepted && !source.parsed.broken && source.last_good.is_some();
    tree.file(path.as_str()).is_some_and(has_other)
}

/// Whether a write-up names an id that is declared elsewhere: if the write-up
/// was good before, it is the declaration that has gone.
fn names_an_id(error: &Diagnostic) -> bool {
    matches!(
        error.code,
        Code::UnknownType | Code::UnknownGroup | Code::GroupOfOtherType | Code::UnknownPartner | Code::UnknownTopic
    )
}
