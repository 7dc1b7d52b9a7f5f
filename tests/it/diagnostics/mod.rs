//! Every message, on a small site with one thing wrong: `tests/fixtures/diagnostics/cases/<name>/` holds
//! the files that are laid over `base/`, `expected/<name>.snap` what is said
//! about them, in three languages and as JSON. A new case is a new folder.
//!
//! In a case, `removed.txt` lists files of the base that are not there, and a
//! name may be percent-encoded where file systems would not keep it apart.

mod extremes;
mod forty;
mod remedies;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jisr::base::code::Code;
use jisr::base::diag::Diagnostics;
use jisr::base::path::RelPath;
use jisr::disk::builtin;
use jisr::pipeline::manifest::Manifest;
use jisr::pipeline::memory::NoPictures;
use jisr::pipeline::prepare::prepare;
use jisr::pipeline::{self, Job};
use jisr::report::lines::SourceFile;
use jisr::report::messages::MessageLanguage;
use jisr::report::{self, Look};
use jisr::source::{Change, Tree};
use rayon::prelude::*;

use crate::support::{self, fixture, site};

/// Codes that no site in memory can have: the tests of `src/cli`, `src/serve` and `src/disk` have them, and
/// `addresses` those that compare with a former output.
const OF_THE_SHELL: &[Code] = &[
    Code::AddressMoved,
    Code::AddressGone,
    Code::SiteMissing,
    Code::SiteMisnamed,
    Code::UnreadableFile,
    Code::MoreOfTheSame,
    Code::OutputForeign,
    Code::OutputBusy,
    Code::OutputOfAnotherSite,
    Code::OutputTaken,
    Code::NameUnusable,
    Code::NameTaken,
    Code::AnswerMissing,
    Code::UnknownItem,
    Code::NothingToConfirm,
    Code::EditRefused,
    Code::SourceChanged,
    Code::SourceRefused,
    Code::OutputFailed,
    Code::OutputHoldsSite,
    Code::DraftsIncluded,
    Code::EjectUnknown,
    Code::EjectExists,
    Code::CardFontMissing,
    Code::BrowserMissing,
    Code::BrowserFailed,
    Code::InitNotEmpty,
    Code::ServeFailed,
    Code::BrochureLanguage,
    Code::UnknownCommand,
    Code::MissingCommand,
    Code::UnknownOption,
    Code::UnexpectedArgument,
    Code::InvalidOption,
    Code::OptionWithoutValue,
    Code::OptionWithValue,
    Code::OptionTwice,
    Code::MissingArgument,
    Code::UsageUnclear,
    Code::PublishNoTarget,
    Code::PublishUnknownTarget,
    Code::PublishWhichTarget,
    Code::PublishDrafts,
    Code::PublishUnconfirmed,
    Code::PublishIntoItself,
    Code::PublishFolderMissing,
    Code::PublishBusy,
    Code::PublishTaken,
    Code::PublishForeign,
    Code::PublishRemovals,
    Code::PublishAltered,
    Code::PublishEmptied,
    Code::PublishOfAnotherSite,
    Code::PublishFailed,
    Code::PublishFileFailed,
    Code::PublishUnverified,
    Code::PublishUndoMissing,
    Code::Published,
    Code::PublishPlanned,
    Code::PublishUnreachable,
    Code::HostsLeftOut,
    Code::SecretsNotIgnored,
    Code::HostUnset,
    Code::RobotsUnread,
];

/// A site with what is said about it.
pub struct Case {
    /// Its folder.
    pub name: String,
    /// Its files.
    pub changes: Vec<Change>,
    /// What is said about them.
    pub found: Diagnostics,
}

impl Case {
    fn of(name: &str, changes: Vec<Change>) -> Case {
        let found = check(&tree(&changes));
        Case { name: name.to_owned(), changes, found }
    }

    /// A file as it stands in the case.
    pub fn bytes(&self, path: &RelPath) -> Option<Arc<[u8]>> {
        tree(&self.changes).bytes(path)
    }
}

/// What `jisr check` says about a site.
pub fn check(tree: &Tree) -> Diagnostics {
    let prepared = match prepare(tree, site::options(), &builtin::themes()) {
        Ok(prepared) => prepared,
        Err(diagnostic) => return [*diagnostic].into_iter().collect(),
    };
    let job = Job {
        tree,
        config: prepared.config,
        theme: &prepared.theme,
        early: prepared.diagnostics,
        pictures: &NoPictures,
        progress: &|_, _, _| {},
    };
    pipeline::check(&job, &Manifest::default()).diagnostics.sorted()
}

/// The files of a site.
pub fn tree(changes: &[Change]) -> Tree {
    let mut tree = Tree::default();
    tree.apply(changes.to_vec());
    tree
}

fn folder() -> PathBuf {
    fixture("diagnostics")
}

/// The base without anything wrong.
pub fn base() -> Vec<Change> {
    site::read(&folder().join("base"), &folder().join("base"))
}

/// Every case, in the order of their names.
pub fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(read_cases)
}

fn read_cases() -> Vec<Case> {
    let mut names: Vec<PathBuf> =
        fs::read_dir(folder().join("cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names.par_iter().map(|folder| case(folder)).collect()
}

fn case(folder: &Path) -> Case {
    let mut changes = base();
    for change in site::read(folder, folder) {
        match change {
            Change::Put(path, bytes) if path.as_str() == "removed.txt" => {
                let gone = std::str::from_utf8(&bytes).unwrap();
                changes.retain(|change| !gone.lines().any(|line| line == change.path().as_str()));
            }
            Change::Put(path, bytes) => changes.push(Change::Put(decoded(&path), bytes)),
            other => changes.push(other),
        }
    }
    Case::of(folder.file_name().unwrap().to_str().unwrap(), changes)
}

/// `re%CC%81sume%CC%81.md` as the name that it stands for.
fn decoded(path: &RelPath) -> RelPath {
    let mut parts = path.as_str().split('%');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    site::path(std::str::from_utf8(&bytes).unwrap())
}

/// What people and programs are shown of a case.
fn shown(case: &Case) -> String {
    let tree = tree(&case.changes);
    let sources = |path: &RelPath| tree.bytes(path);
    let mut shown = String::new();
    for language in MessageLanguage::ALL {
        let look = Look { language, color: false, width: 120 };
        shown += &format!("== {}\n{}", language.as_str(), report::text(&case.found, &sources, &look));
    }
    shown + "== json\n" + &report::json(&case.found, &sources, MessageLanguage::En)
}

#[test]
fn the_base_has_nothing_wrong() {
    assert_eq!(Case::of("base", base()).found, Diagnostics::default());
}

#[test]
fn every_case_says_what_is_expected() {
    let cases = cases();
    assert!(cases.len() > 200, "the cases were not found");
    let snapshots = support::snapshots("diagnostics/expected");
    let expected = |case: &Case| snapshots.bind(|| insta::assert_snapshot!(case.name.as_str(), shown(case)));
    let fails = |case: &&Case| catch_unwind(AssertUnwindSafe(|| expected(case))).is_err();
    let failed: Vec<&str> = cases.iter().filter(fails).map(|case| case.name.as_str()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn no_expectation_is_left_over() {
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(self::folder().join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| !name.ends_with(".new")).map(|name| name.trim_end_matches(".snap").to_owned()).collect()
    };
    assert_eq!(names("expected"), names("cases"));
}

#[test]
fn every_code_is_in_a_case() {
    let cases = cases();
    let seen: BTreeSet<Code> = cases.iter().flat_map(|case| case.found.iter()).map(|found| found.code).collect();
    let unseen: Vec<&Code> =
        Code::ALL.iter().filter(|code| !seen.contains(code) && !OF_THE_SHELL.contains(code)).collect();
    assert!(unseen.is_empty(), "no case has {unseen:?}");
    let listed: Vec<&Code> = OF_THE_SHELL.iter().filter(|code| seen.contains(code)).collect();
    assert!(listed.is_empty(), "a case has {listed:?}, which need not be listed");
}

/// Line and column of both ends of a diagnostic.
pub fn ends(bytes: Arc<[u8]>, span: jisr::base::diag::Span) -> [usize; 4] {
    let (start, end) = SourceFile::new(bytes).ends(span);
    [start.line, start.column, end.line, end.column]
}
