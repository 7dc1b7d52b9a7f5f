//! Reads a site from disk, checks it, and builds it into a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics};
use crate::base::failure::reason;
use crate::base::path::RelPath;
use crate::config::Options;
use crate::disk::builtin;
use crate::disk::folder::Folder;
use crate::disk::limits;
use crate::disk::lock::Lock;
use crate::disk::pictures::PictureCache;
use crate::disk::site;
use crate::pipeline::manifest::{self, Manifest, Owner};
use crate::pipeline::prepare::{Prepared, prepare};
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
        Err(missing) => return without_site(folders, *missing, early),
    };
    let owner = pipeline::owner(&prepared.config);
    let Opened { folder, manifest, lock: _lock } = match open_output(&folders.output, &folders.root, owner) {
        Ok(opened) => opened,
        Err(diagnostic) => {
            early.push(diagnostic);
            return check_prepared(folders, tree, &prepared, early, progress);
        }
    };
    limits::tell_of_file_size();
    let pictures = PictureCache::new(&folders.root);
    let report = pipeline::build(&job(tree, &prepared, early, &pictures, progress), &folder, manifest);
    pictures.tidy();
    report
}

/// Does everything that a build does, except writing.
pub fn check(folders: &Folders, tree: &Tree, early: Diagnostics, options: Options, progress: &Progress) -> Report {
    match prepare(tree, options, &builtin::themes()) {
        Ok(prepared) => check_prepared(folders, tree, &prepared, early, progress),
        Err(missing) => without_site(folders, *missing, early),
    }
}

/// The report where no site.yaml was read: why, if it is there (a link that
/// leads elsewhere, no permission); otherwise that it is missing in its folder.
fn without_site(folders: &Folders, missing: Diagnostic, early: Diagnostics) -> Report {
    let is_site = |found: &Diagnostic| found.at.as_ref().is_some_and(|place| place.path.as_str() == site::SITE_FILE);
    let why: Diagnostics = early.into_iter().filter(is_site).collect();
    if why.has_errors() {
        return Report { diagnostics: why, ..Report::default() };
    }
    Report::refused(folders.find_no_site().unwrap_or(missing))
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
    pipeline::check(&job, &former(&folders.output))
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
    Job { tree, config, theme, early, pictures, progress }
}

/// The texts of the files that diagnostics refer to.
pub fn quoted(diagnostics: &Diagnostics, tree: &Tree) -> BTreeMap<RelPath, Arc<[u8]>> {
    let places = diagnostics.iter().flat_map(|diagnostic| diagnostic.at.iter().chain(&diagnostic.related));
    let builtin: Vec<_> = builtin::themes().into_iter().flat_map(|theme| theme.files).collect();
    let theme = |path: &RelPath| builtin.iter().find(|file| file.source == *path).map(|file| file.bytes.clone());
    let bytes = |path: &RelPath| tree.bytes(path).or_else(|| theme(path));
    places.filter_map(|place| Some((place.path.clone(), bytes(&place.path)?))).collect()
}

/// How long to wait for another build into the same output.
const PATIENCE: Duration = Duration::from_secs(5);

/// An output that may be written to.
struct Opened {
    folder: Folder,
    /// What an earlier build left in it.
    manifest: Manifest,
    lock: Lock,
}

/// Opens the output folder for writing, with the manifest in it. A folder that
/// has files and no manifest, or that of another site, is not ours to prune or
/// to overwrite.
fn open_output(output: &Path, root: &Path, owner: Owner) -> Result<Opened, Diagnostic> {
    let path = &manifest::path();
    let found = |code| Diagnostic::new(code).arg("path", output.display().to_string());
    let failed = |error: &io::Error| {
        let path = output.join(path.as_str()).display().to_string();
        Diagnostic::new(Code::OutputFailed).arg("path", path).arg("detail", reason(error))
    };
    Folder::make(output)?;
    let lock = Lock::take(output, PATIENCE).ok_or_else(|| found(Code::OutputBusy))?;
    // What is in it is looked at when nobody else changes it any more.
    let folder = Folder::open(root, output)?;
    let known = match folder.read(path) {
        Ok(bytes) => Some(bytes).filter(|bytes| Manifest::is_one(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(&error)),
    };
    let foreign: Vec<String> = folder.foreign().iter().map(RelPath::to_string).collect();
    if known.is_none() && !foreign.is_empty() {
        let mut refused = found(Code::OutputForeign);
        refused.args.push(("files", Arg::List(foreign)));
        return Err(refused);
    }
    let manifest = known.map_or_else(Manifest::default, |bytes| Manifest::read(&bytes));
    if manifest.is_of_another(owner) {
        return Err(found(Code::OutputOfAnotherSite));
    }
    folder.sweep();
    Ok(Opened { folder, manifest, lock })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::{Opened, open_output};
    use crate::base::code::Code;
    use crate::base::key::Key;
    use crate::disk::lock::Lock;
    use crate::pipeline::manifest::{Manifest, Owner};
    use crate::report::messages::{MessageLanguage, message};

    #[test]
    fn an_output_that_is_not_of_this_site_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let output = dir.path().join("output");
        let owner = |name: &str| Owner { address: Key::of(b"https://a.tn/"), title: Key::of(name.as_bytes()) };
        let open = || open_output(&output, dir.path(), owner("a"));
        assert_eq!(open().unwrap().manifest.entries.len(), 0);
        fs::write(output.join("thesis.docx"), "").unwrap();
        let refused = open().err().unwrap();
        assert!(message(&refused, MessageLanguage::En).ends_with(": `thesis.docx`."));
        for other in ["", "known", "jisr-manifest 1 x\n"] {
            fs::write(output.join(".jisr-manifest"), other).unwrap();
            assert_eq!(open().err().unwrap().code, Code::OutputForeign, "{other:?}");
        }
        let of = |owner: Option<Owner>| {
            let mut manifest = Manifest::default();
            manifest.owner = owner;
            fs::write(output.join(".jisr-manifest"), manifest.write()).unwrap();
            open().map(|Opened { manifest, .. }| manifest.owner).map_err(|refused| refused.code)
        };
        assert_eq!(of(None), Ok(None));
        assert_eq!(of(Some(owner("b"))), Ok(Some(owner("b"))), "a site may have a new title");
        let other = Owner { address: Key::of(b"https://b.tn/"), ..owner("b") };
        assert_eq!(of(Some(other)), Err(Code::OutputOfAnotherSite));
        assert_eq!(of(Some(owner("a"))), Ok(Some(owner("a"))));
        let held = Lock::take(&output, Duration::ZERO).unwrap();
        assert_eq!(open().err().unwrap().code, Code::OutputBusy);
        drop(held);
        assert!(open().is_ok());
    }
}
