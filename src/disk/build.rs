//! Reads a site from disk, checks it, and builds it into a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics};
use crate::base::failure::reason;
use crate::base::path::RelPath;
use crate::config::Options;
use crate::disk::builtin;
use crate::disk::folder::Folder;
use crate::disk::pictures::PictureCache;
use crate::disk::site;
use crate::pipeline::manifest::{self, Manifest};
use crate::pipeline::prepare::{Prepared, prepare};
use crate::pipeline::search::Indexer;
use crate::pipeline::{self, Job, Progress, Report};
use crate::source::Tree;

/// The folders of a site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folders {
    /// The root of the site.
    pub root: PathBuf,
    /// The output folder.
    pub output: PathBuf,
}

impl Folders {
    /// Reads every source of the site; what cannot be read is reported.
    pub fn read(&self) -> (Tree, Diagnostics) {
        let (changes, problems) = site::scan(&self.root, &self.output);
        let mut tree = Tree::default();
        tree.apply(changes);
        (tree, problems)
    }

    /// The error for a root that is not a site, or for an output folder among
    /// its sources.
    pub fn find_obstacle(&self) -> Option<Diagnostic> {
        self.find_no_site().or_else(|| site::check_output(&self.root, &self.output))
    }

    /// The error for a root that is not a site, with its path.
    pub fn find_no_site(&self) -> Option<Diagnostic> {
        let root = std::path::absolute(&self.root).unwrap_or_else(|_| self.root.clone());
        let missing = || {
            let place = |code| Diagnostic::new(code).arg("path", root.display().to_string());
            site::misnamed(&root).map_or_else(
                || place(Code::SiteMissing),
                |name| place(Code::SiteMisnamed).arg("name", name).arg("right", site::SITE_FILE),
            )
        };
        (!self.root.join(site::SITE_FILE).is_file()).then(missing)
    }
}

/// Builds the site of `tree` into the output folder. If that cannot be written
/// to, everything is still checked.
pub fn build(folders: &Folders, tree: &Tree, mut early: Diagnostics, options: Options, progress: &Progress) -> Report {
    let prepared = match prepare(tree, options, &builtin::themes()) {
        Ok(prepared) => prepared,
        Err(diagnostic) => return Report::refused(*diagnostic),
    };
    let (folder, known) = match open_output(&folders.output, &folders.root) {
        Ok(opened) => opened,
        Err(diagnostic) => {
            early.push(diagnostic);
            return check_prepared(folders, tree, &prepared, early, progress);
        }
    };
    let pictures = PictureCache::new(&folders.root);
    let manifest = known.map_or_else(Manifest::default, |bytes| Manifest::read(&bytes));
    let report = pipeline::build(&job(tree, &prepared, early, &pictures, progress), &folder, manifest);
    pictures.tidy();
    report
}

/// Does everything that a build does, except writing.
pub fn check(folders: &Folders, tree: &Tree, early: Diagnostics, options: Options, progress: &Progress) -> Report {
    match prepare(tree, options, &builtin::themes()) {
        Ok(prepared) => check_prepared(folders, tree, &prepared, early, progress),
        Err(diagnostic) => Report::refused(*diagnostic),
    }
}

fn check_prepared(
    folders: &Folders,
    tree: &Tree,
    prepared: &Prepared,
    early: Diagnostics,
    progress: &Progress,
) -> Report {
    let pictures = PictureCache::checking(&folders.root);
    let job = job(tree, prepared, early, &pictures, progress);
    pipeline::check_against(&job, &former(&folders.output))
}

/// What an earlier build left in the output, if there was one.
fn former(output: &Path) -> Manifest {
    let bytes = fs::read(output.join(manifest::path().as_str()));
    bytes.map_or_else(|_| Manifest::default(), |bytes| Manifest::read(&bytes))
}

fn job<'a>(
    tree: &'a Tree,
    prepared: &'a Prepared,
    mut early: Diagnostics,
    pictures: &'a PictureCache,
    progress: &'a Progress,
) -> Job<'a> {
    early.extend(prepared.diagnostics.iter().cloned());
    let (config, theme) = (prepared.config.clone(), &prepared.theme);
    Job { tree, config, theme, early, pictures, progress, indexer: indexer() }
}

/// The search indexer, if this binary includes it.
#[cfg(feature = "search")]
pub fn indexer() -> Option<&'static Indexer<'static>> {
    Some(&crate::disk::search::index)
}

/// The search indexer, if this binary includes it.
#[cfg(not(feature = "search"))]
pub fn indexer() -> Option<&'static Indexer<'static>> {
    None
}

/// The texts of the files that diagnostics refer to.
pub fn quoted(diagnostics: &Diagnostics, tree: &Tree) -> BTreeMap<RelPath, Arc<[u8]>> {
    let places = diagnostics.iter().flat_map(|diagnostic| diagnostic.at.iter().chain(&diagnostic.related));
    let builtin: Vec<_> = builtin::themes().into_iter().flat_map(|theme| theme.files).collect();
    let theme = |path: &RelPath| builtin.iter().find(|file| file.source == *path).map(|file| file.bytes.clone());
    let bytes = |path: &RelPath| tree.bytes(path).or_else(|| theme(path));
    places.filter_map(|place| Some((place.path.clone(), bytes(&place.path)?))).collect()
}

/// Opens the output folder for writing, and reads its manifest. A folder that
/// has files but no manifest was not written by jisr and must not be changed.
fn open_output(output: &Path, root: &Path) -> Result<(Folder, Option<Vec<u8>>), Diagnostic> {
    let manifest = &manifest::path();
    let folder = Folder::open(root, output)?;
    let failed = |error: &io::Error| {
        let path = output.join(manifest.as_str()).display().to_string();
        Diagnostic::new(Code::OutputFailed).arg("path", path).arg("detail", reason(error))
    };
    let known = match folder.read(manifest) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(&error)),
    };
    let foreign: Vec<String> = folder.foreign().iter().map(RelPath::to_string).collect();
    if known.is_none() && !foreign.is_empty() {
        let mut refused = Diagnostic::new(Code::OutputForeign).arg("path", output.display().to_string());
        refused.args.push(("files", Arg::List(foreign)));
        return Err(refused);
    }
    folder.sweep();
    Ok((folder, known))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::open_output;
    use crate::report::messages::{MessageLanguage, message};

    #[test]
    fn an_output_with_files_and_no_manifest_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let output = dir.path().join("output");
        assert!(open_output(&output, dir.path()).unwrap().1.is_none());
        fs::write(output.join("thesis.docx"), "").unwrap();
        let refused = open_output(&output, dir.path()).err().unwrap();
        assert!(message(&refused, MessageLanguage::En).ends_with(": `thesis.docx`."));
        fs::write(output.join(".jisr-manifest"), "known").unwrap();
        let (folder, known) = open_output(&output, dir.path()).unwrap();
        assert_eq!((folder.list().len(), known.as_deref()), (2, Some(&b"known"[..])));
    }
}
