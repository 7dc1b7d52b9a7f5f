//! `jisr fix`: writes every line to write that is certain, after showing the
//! difference; where jisr can only guess, it changes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Severity};
use crate::base::failure::reason;
use crate::base::path::RelPath;
use crate::cli::outcome::Outcome;
use crate::cli::settings::Settings;
use crate::disk::build::{self, Folders};
use crate::disk::texts::{self, Unsaved};
use crate::edit::fix::{Fix, fixed};
use crate::report::diff::unified;
use crate::report::messages::{MessageLanguage, counted, word};
use crate::source::{Change, Tree};

/// What was asked of `fix`.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Write the lines, instead of only showing them
    #[arg(long)]
    pub write: bool,
}

/// How often the site is checked again: a line that is fixed may show what was
/// wrong behind it.
const MOST_ROUNDS: usize = 8;

/// Shows what can be written, and writes it if asked to.
pub fn run(settings: &Settings, write: bool) -> Outcome {
    let (tree, early) = settings.folders.read();
    let check = |tree: &Tree| {
        let report = build::check(&settings.folders, tree, early.clone(), settings.options(), &|_, _, _| {});
        report.diagnostics.sorted()
    };
    let fixed = Fixed::of(&tree, &check);
    let mut outcome = Outcome { answer: fixed.differences(&tree), ..Outcome::default() };
    if write {
        outcome.diagnostics = fixed.write(&settings.folders, &tree);
    }
    let wrote = write && !outcome.diagnostics.has_errors();
    outcome.closing = closing(&fixed, wrote, settings.look.language);
    outcome
}

fn closing(fixed: &Fixed, wrote: bool, language: MessageLanguage) -> Vec<String> {
    if fixed.lines == 0 {
        return vec![word(if fixed.errors > 0 { "fix-none-certain" } else { "fix-none" }, &[], language)];
    }
    let mut lines = vec![counted(if wrote { "fix-written" } else { "fix-possible" }, fixed.lines, language)];
    if !wrote {
        lines.push(word("fix-how", &[], language));
    }
    if fixed.errors > 0 {
        lines.push(counted("fix-left", fixed.errors, language));
    }
    lines
}

/// What can be fixed.
struct Fixed {
    /// The files that change, as they would be.
    files: BTreeMap<RelPath, Arc<[u8]>>,
    /// How many places are fixed.
    lines: usize,
    /// How many errors are left.
    errors: usize,
}

impl Fixed {
    fn of(tree: &Tree, check: &dyn Fn(&Tree) -> Diagnostics) -> Fixed {
        let mut tree = tree.clone();
        let mut made = Fixed { files: BTreeMap::new(), lines: 0, errors: 0 };
        let mut found = check(&tree);
        for _ in 0..MOST_ROUNDS {
            let mut round = round(&tree, &found);
            if round.is_empty() {
                break;
            }
            let mut after = with(&tree, &round);
            let mut left = check(&after);
            let worse: Vec<RelPath> = round.keys().filter(|path| is_worse(path, &found, &left)).cloned().collect();
            if !worse.is_empty() {
                worse.iter().for_each(|path| drop(round.remove(path)));
                after = with(&tree, &round);
                left = check(&after);
            }
            if round.is_empty() {
                break;
            }
            made.lines += round.values().map(|(_, lines)| lines).sum::<usize>();
            made.files.extend(round.into_iter().map(|(path, (bytes, _))| (path, bytes)));
            (tree, found) = (after, left);
        }
        made.errors = found.count(Severity::Error);
        made
    }

    fn differences(&self, tree: &Tree) -> Vec<String> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let difference = |(path, bytes): (&RelPath, &Arc<[u8]>)| {
            unified(path, &text(&tree.bytes(path).unwrap_or_default()), &text(bytes))
        };
        self.files.iter().flat_map(difference).collect()
    }

    /// Writes the files; those that somebody changed meanwhile stay as they are.
    fn write(&self, folders: &Folders, tree: &Tree) -> Diagnostics {
        let save = |(path, bytes): (&RelPath, &Arc<[u8]>)| {
            let former = tree.bytes(path).unwrap_or_default();
            texts::save(&folders.root, path, Some(&former), bytes).err().map(|why| unsaved(path, &why))
        };
        self.files.iter().filter_map(save).collect()
    }
}

/// The diagnostic for a file that was not saved.
pub fn unsaved(path: &RelPath, why: &Unsaved) -> Diagnostic {
    let named = |code| Diagnostic::new(code).arg("path", path.as_str());
    match why {
        Unsaved::Changed => named(Code::SourceChanged),
        Unsaved::Refused => named(Code::SourceRefused),
        Unsaved::Failed(error) => named(Code::OutputFailed).arg("detail", Arg::Text(reason(error))),
    }
}

/// The files with what is certain in the report written, and in how many places.
fn round(tree: &Tree, found: &Diagnostics) -> BTreeMap<RelPath, (Arc<[u8]>, usize)> {
    let mut round = BTreeMap::new();
    for (path, source) in tree.files() {
        let Ok(file) = std::str::from_utf8(&source.bytes) else { continue };
        let fixes: Vec<Fix> = found.iter().filter_map(|found| Fix::of(found, path, file)).collect();
        let (text, lines) = fixed(file, fixes);
        if text != file {
            round.insert(path.clone(), (Arc::from(text.into_bytes()), lines));
        }
    }
    round
}

fn with(tree: &Tree, round: &BTreeMap<RelPath, (Arc<[u8]>, usize)>) -> Tree {
    let mut tree = tree.clone();
    tree.apply(round.iter().map(|(path, (bytes, _))| Change::Put(path.clone(), bytes.clone())).collect());
    tree
}

/// Whether a file has more errors than it had.
fn is_worse(path: &RelPath, before: &Diagnostics, after: &Diagnostics) -> bool {
    let errors = |found: &Diagnostics| {
        let here = |one: &&Diagnostic| one.at.as_ref().is_some_and(|at| at.path == *path);
        found.iter().filter(here).filter(|one| one.severity == Severity::Error).count()
    };
    errors(after) > errors(before)
}
