//! What there is to mend, file by file, those with errors first.

use serde::Serialize;

use crate::base::diag::{Diagnostic, Severity};
use crate::base::path::RelPath;
use crate::desk::overview::lines::Problems;
use crate::desk::overview::query::Query;
use crate::desk::places::PlaceView;
use crate::desk::problem::{Problem, Teller, rank};
use crate::desk::snapshot::Snapshot;
use crate::report::Files;
use crate::report::messages::word;

/// So many files are shown at once.
pub(super) const FILES: usize = 10;

/// So many problems of one file are shown.
const MOST: usize = 20;

/// A file with what there is to mend in it.
#[derive(Serialize)]
pub(super) struct FileProblems {
    id: String,
    /// None for what concerns the site as a whole.
    file: Option<PlaceView>,
    severity: &'static str,
    errors: usize,
    warnings: usize,
    problems: Vec<Problem>,
    /// That there are more.
    more: Option<String>,
}

/// What there is to mend.
pub(super) struct Mend<'a> {
    problems: Problems<'a>,
    /// The files in the order in which they are shown.
    files: Vec<Option<&'a RelPath>>,
}

impl<'a> Mend<'a> {
    /// Puts the gravest first, among files and in each.
    pub fn new(mut problems: Problems<'a>) -> Mend<'a> {
        problems.values_mut().for_each(|own| own.sort_by_key(|diagnostic| rank(diagnostic.severity)));
        let gravest = |own: &[&Diagnostic]| own.first().map(|first| rank(first.severity));
        let mut files: Vec<_> = problems.iter().map(|(path, own)| (gravest(own), *path)).collect();
        files.sort_by_key(|(rank, _)| *rank);
        Mend { files: files.into_iter().map(|(_, path)| path).collect(), problems }
    }

    /// By file.
    pub fn problems(&self) -> &Problems<'a> {
        &self.problems
    }

    /// The files in their order.
    pub fn files(&self) -> &[Option<&'a RelPath>] {
        &self.files
    }

    /// Files with errors.
    pub fn with_errors(&self) -> impl Iterator<Item = &'a RelPath> {
        self.files.iter().filter_map(|path| *path).filter(|path| self.has_errors(path))
    }

    /// Whether there is an error in a file.
    pub fn has_errors(&self, path: &RelPath) -> bool {
        self.problems.get(&Some(path)).is_some_and(|own| count(own, Severity::Error) > 0)
    }

    /// Where the problems of a file are shown, for somebody who looks at what
    /// `query` asks for.
    pub fn address(&self, path: &RelPath, query: &Query) -> Option<String> {
        self.problems.get(&Some(path))?;
        let position = self.files.iter().position(|own| *own == Some(path))?;
        let part = Query { files: position / FILES + 1, ..query.clone() };
        let id = file_id(Some(path));
        Some(if part == *query { format!("#{id}") } else { format!("{}#{id}", part.address()) })
    }

    /// Some of the files, in words.
    pub fn tell(&self, snapshot: &Snapshot, files: &[Option<&RelPath>]) -> Vec<FileProblems> {
        let root = Some(snapshot.root);
        let mut teller = Teller { files: Files::new(snapshot.sources), root, language: snapshot.language };
        let mut told = vec![];
        for path in files {
            let Some(own) = self.problems.get(path) else { continue };
            let more = own.len().saturating_sub(MOST);
            told.push(FileProblems {
                id: file_id(*path),
                file: path.map(|path| PlaceView::of(root, path, None)),
                severity: own.first().map_or("", |gravest| gravest.severity.as_str()),
                errors: count(own, Severity::Error),
                warnings: count(own, Severity::Warning),
                problems: own.iter().take(MOST).map(|diagnostic| teller.tell(diagnostic)).collect(),
                more: (more > 0)
                    .then(|| word("desk-more-problems", &[("count", (more as i64).into())], snapshot.language)),
            });
        }
        told
    }
}

fn count(diagnostics: &[&Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|found| found.severity == severity).count()
}

fn file_id(path: Option<&RelPath>) -> String {
    format!("file-{}", identifier(path.map_or("", RelPath::as_str)))
}

/// A text as an id of HTML, which holds no white space.
pub(super) fn identifier(text: &str) -> String {
    text.replace(char::is_whitespace, "_")
}
