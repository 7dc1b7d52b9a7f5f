//! An output folder: writes each file atomically, and nothing outside the
//! folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tempfile::{Builder, NamedTempFile};
use walkdir::{DirEntry, WalkDir};

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::failure::reason;
use crate::base::path::RelPath;
use crate::disk::lock;
use crate::disk::site::locate;
use crate::pipeline::Output;

/// The prefix of the names of unfinished files.
pub const UNFINISHED: &str = ".jisr-tmp-";

/// Files that an output folder may contain although they belong to no page.
const HARMLESS: [&str; 5] = [".jisr-manifest", lock::NAME, ".gitkeep", ".DS_Store", "Thumbs.db"];

/// The number of foreign files that a message names.
const FEW: usize = 5;

/// An output folder. It is scanned once, when it is opened; after that it keeps
/// track of its files itself.
pub struct Folder {
    site: PathBuf,
    root: PathBuf,
    state: RwLock<State>,
}

#[derive(Default)]
struct State {
    /// Every regular file, with its length.
    files: BTreeMap<RelPath, u64>,
    /// Folders that are known to be real folders inside the root.
    folders: BTreeSet<String>,
    /// Links, and names that no page can have.
    odd: Vec<RelPath>,
    /// Unfinished files of an interrupted build.
    unfinished: Vec<PathBuf>,
}

impl Folder {
    /// Opens the folder at `root`, which is created if necessary, for the site
    /// at `site`, from which assets are copied.
    pub fn open(site: &Path, root: &Path) -> Result<Folder, Diagnostic> {
        Folder::make(root)?;
        let failed = |word: String| failed(root, word);
        let root = fs::canonicalize(root).map_err(|error| failed(reason(&error)))?;
        let state =
            State::walk(&root).map_err(|error| failed(error.io_error().map_or_else(|| error.to_string(), reason)))?;
        Ok(Folder { site: site.to_path_buf(), root, state: RwLock::new(state) })
    }

    /// Makes the folder where there is none.
    pub fn make(root: &Path) -> Result<(), Diagnostic> {
        fs::create_dir_all(root).map_err(|error| failed(root, reason(&error)))
    }

    /// The bytes of a file, used for the manifest.
    pub fn read(&self, path: &RelPath) -> io::Result<Vec<u8>> {
        fs::read(locate(&self.root, path))
    }

    /// The first few files that jisr may not have written, in a folder without
    /// a manifest.
    pub fn foreign(&self) -> Vec<RelPath> {
        let state = self.state();
        let files = state.files.keys().filter(|path| !HARMLESS.contains(&path.name()));
        let mut foreign: Vec<RelPath> = files.chain(&state.odd).take(FEW + state.odd.len()).cloned().collect();
        foreign.sort();
        foreign.truncate(FEW);
        foreign
    }

    /// Removes the unfinished files of an interrupted build.
    pub fn sweep(&self) {
        for file in std::mem::take(&mut self.state_mut().unfinished) {
            // A file that cannot be removed does no harm; the next build tries
            // again.
            let _ = fs::remove_file(file);
        }
    }

    /// Writes a temporary file in the target folder, then renames it.
    /// Permissions are 0666 minus the umask.
    fn write(&self, path: &RelPath, fill: impl FnOnce(&mut File) -> io::Result<u64>) -> io::Result<()> {
        let (folder, mut file) = match self.begin(path.folder()) {
            // Somebody removed the folder since, or the whole output: make it anew.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.state_mut().folders.clear();
                fs::create_dir_all(&self.root)?;
                self.begin(path.folder())?
            }
            begun => begun?,
        };
        let len = fill(file.as_file_mut())?;
        file.persist(folder.join(path.name())).map_err(|error| error.error)?;
        self.state_mut().files.insert(path.clone(), len);
        Ok(())
    }

    fn begin(&self, folder: &str) -> io::Result<(PathBuf, NamedTempFile)> {
        let folder = self.prepare(folder)?;
        let file = unfinished_in(&folder)?;
        Ok((folder, file))
    }

    /// Creates a folder below the root, and checks that no link on the way
    /// leads elsewhere.
    fn prepare(&self, folder: &str) -> io::Result<PathBuf> {
        let mut path = self.root.clone();
        if folder.is_empty() || self.state().folders.contains(folder) {
            path.extend(folder.split('/'));
            return Ok(path);
        }
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for above in ends.map(|end| &folder[..end]) {
            path.push(above.rsplit('/').next().unwrap_or(above));
            if self.state().folders.contains(above) {
                continue;
            }
            match fs::create_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => require_folder(&path)?,
                made => made?,
            }
            self.state_mut().folders.insert(above.to_owned());
        }
        Ok(path)
    }

    /// The path of a file, if it exists. If something else is in the place of a
    /// folder or of the file, it is left alone; a link on the way is an error.
    fn find(&self, path: &RelPath) -> io::Result<Option<PathBuf>> {
        let mut above = self.root.clone();
        for part in path.folder().split('/').filter(|part| !part.is_empty()) {
            above.push(part);
            match fs::symlink_metadata(&above) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Ok(there) if there.is_file() => return Ok(None),
                Ok(there) if there.is_dir() => {}
                other => return other.and(Err(io::ErrorKind::NotADirectory.into())),
            }
        }
        let file = above.join(path.name());
        match fs::symlink_metadata(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            there => Ok(Some(file).filter(|_| !there.as_ref().is_ok_and(fs::Metadata::is_dir))),
        }
    }

    /// Removes the folders above a file that are now empty, but never the root.
    fn prune(&self, folder: &str) {
        let mut folder = folder;
        while !folder.is_empty() {
            // The folder is forgotten first: a thread that is about to write
            // there creates it again.
            let mut state = self.state_mut();
            let path = folder.split('/').fold(self.root.clone(), |path, part| path.join(part));
            if fs::remove_dir(path).is_err() {
                return;
            }
            state.folders.remove(folder);
            drop(state);
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
impl Folder {
    /// All files, sorted by path.
    pub fn list(&self) -> Vec<RelPath> {
        self.state().files.keys().cloned().collect()
    }
}

impl Output for Folder {
    fn len(&self, path: &RelPath) -> Option<u64> {
        self.state().files.get(path).copied()
    }

    fn put(&self, path: &RelPath, bytes: &[u8]) -> io::Result<()> {
        self.write(path, |file| file.write_all(bytes).map(|()| bytes.len() as u64))
    }

    fn copy(&self, path: &RelPath, source: &RelPath) -> io::Result<()> {
        let mut source = File::open(locate(&self.site, source))?;
        self.write(path, |file| io::copy(&mut source, file))
    }

    fn delete(&self, path: &RelPath) -> io::Result<()> {
        if let Some(file) = self.find(path)? {
            fs::remove_file(file)?;
            self.prune(path.folder());
        }
        self.state_mut().files.remove(path);
        Ok(())
    }
}

impl State {
    fn walk(root: &Path) -> walkdir::Result<State> {
        let mut state = State::default();
        let mut entries = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = entry?;
            // A git repository has many files, none of which are pages.
            if entry.file_type().is_dir() && entry.file_name() == ".git" {
                entries.skip_current_dir();
                state.odd.extend(RelPath::new(".git"));
            } else {
                state.add(root, &entry)?;
            }
        }
        Ok(state)
    }

    fn add(&mut self, root: &Path, entry: &DirEntry) -> walkdir::Result<()> {
        let name = entry.file_name().to_string_lossy();
        let parts: Vec<_> = entry.path().strip_prefix(root).unwrap_or(entry.path()).iter().collect();
        let exact: Option<Vec<&str>> = parts.iter().map(|part| part.to_str()).collect();
        let path = exact.and_then(|parts| RelPath::new(&parts.join("/")));
        match path {
            Some(path) if entry.file_type().is_dir() => {
                self.folders.insert(path.as_str().to_owned());
            }
            Some(_) if entry.file_type().is_file() && name.starts_with(UNFINISHED) => {
                self.unfinished.push(entry.path().to_path_buf());
            }
            Some(path) if entry.file_type().is_file() => {
                self.files.insert(path, entry.metadata()?.len());
            }
            Some(path) => self.odd.push(path),
            None => self.odd.extend(RelPath::new(&name.replace(['\\', '/'], "?").replace(char::is_control, "?"))),
        }
        Ok(())
    }
}

fn failed(root: &Path, word: String) -> Diagnostic {
    Diagnostic::new(Code::OutputFailed).arg("path", root.display().to_string()).arg("detail", word)
}

fn unfinished_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Fails unless the path is a real folder, not a link to one.
fn require_folder(path: &Path) -> io::Result<()> {
    let is_folder = fs::symlink_metadata(path)?.is_dir();
    is_folder.then_some(()).ok_or_else(|| io::ErrorKind::NotADirectory.into())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::Folder;
    use crate::base::path::RelPath;
    use crate::pipeline::Output;

    fn path(text: &str) -> RelPath {
        RelPath::new(text).unwrap()
    }

    fn folder() -> (TempDir, Folder) {
        let site = tempfile::tempdir().unwrap();
        let folder = Folder::open(site.path(), &site.path().join("output")).unwrap();
        (site, folder)
    }

    #[test]
    fn a_file_is_put_listed_and_read_again() {
        let (site, folder) = folder();
        folder.put(&path("fr/projects/a/index.html"), b"one").unwrap();
        folder.put(&path("fr/projects/a/index.html"), b"three").unwrap();
        assert_eq!(folder.len(&path("fr/projects/a/index.html")), Some(5));
        let again = Folder::open(site.path(), &site.path().join("output")).unwrap();
        assert_eq!(again.list(), [path("fr/projects/a/index.html")]);
        assert_eq!(again.len(&path("fr/projects/a/index.html")), Some(5));
        assert_eq!(again.read(&path("fr/projects/a/index.html")).unwrap(), b"three");
        assert_eq!(again.len(&path("fr")), None);
    }

    #[test]
    fn an_asset_is_copied_from_the_site() {
        let (site, folder) = folder();
        fs::write(site.path().join("logo.svg"), "<svg/>").unwrap();
        folder.copy(&path("media/logo.1.svg"), &path("logo.svg")).unwrap();
        assert_eq!(folder.read(&path("media/logo.1.svg")).unwrap(), b"<svg/>");
        assert_eq!(folder.len(&path("media/logo.1.svg")), Some(6));
        assert!(folder.copy(&path("media/x.svg"), &path("x.svg")).is_err());
        assert_eq!(folder.list().len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_page_has_the_permissions_of_ordinary_files() {
        use std::os::unix::fs::PermissionsExt;
        let (site, folder) = folder();
        folder.put(&path("a.html"), b"").unwrap();
        fs::write(site.path().join("ordinary"), "").unwrap();
        let mode = |name: &str| fs::metadata(site.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode("output/a.html"), mode("ordinary"));
    }

    #[test]
    fn deleting_removes_the_folders_that_it_empties_but_not_the_root() {
        let (site, folder) = folder();
        folder.put(&path("fr/a/index.html"), b"").unwrap();
        folder.put(&path("fr/b.html"), b"").unwrap();
        folder.delete(&path("fr/a/index.html")).unwrap();
        assert!(!site.path().join("output/fr/a").exists() && site.path().join("output/fr/b.html").exists());
        folder.delete(&path("fr/b.html")).unwrap();
        folder.delete(&path("fr/never/there.html")).unwrap();
        assert!(!site.path().join("output/fr").exists() && site.path().join("output").exists());
        folder.put(&path("fr/a/index.html"), b"again").unwrap();
        assert_eq!(folder.list(), [path("fr/a/index.html")]);
    }

    #[test]
    fn leftovers_are_swept_and_foreign_files_are_not() {
        let (site, folder) = folder();
        let output = site.path().join("output");
        for name in [".jisr-tmp-a", "fr/.jisr-tmp-b", ".gitkeep", ".jisr-manifest", "fr/Thumbs.db", "fr/.DS_Store"] {
            fs::create_dir_all(output.join("fr")).unwrap();
            fs::write(output.join(name), "").unwrap();
        }
        assert_eq!(Folder::open(site.path(), &output).unwrap().foreign(), []);
        fs::write(output.join("thesis.docx"), "").unwrap();
        fs::create_dir(output.join(".git")).unwrap();
        fs::write(output.join(".git/HEAD"), "").unwrap();
        let again = Folder::open(site.path(), &output).unwrap();
        assert_eq!(again.foreign(), [path(".git"), path("thesis.docx")]);
        again.sweep();
        assert!(!output.join(".jisr-tmp-a").exists() && !output.join("fr/.jisr-tmp-b").exists());
        assert!(output.join("thesis.docx").exists() && output.join(".gitkeep").exists());
        drop(folder);
    }

    #[cfg(unix)]
    #[test]
    fn links_never_lead_out_of_the_folder() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("kept.html"), "kept").unwrap();
        let (site, folder) = folder();
        symlink(outside.path(), site.path().join("output/fr")).unwrap();
        symlink(outside.path().join("kept.html"), site.path().join("output/page.html")).unwrap();
        let again = Folder::open(site.path(), &site.path().join("output")).unwrap();
        for folder in [&folder, &again] {
            assert!(folder.put(&path("fr/kept.html"), b"lost").is_err());
            assert!(folder.put(&path("fr/deep/new.html"), b"lost").is_err());
            assert!(folder.delete(&path("fr/kept.html")).is_err());
        }
        assert_eq!(again.len(&path("page.html")), None);
        assert_eq!(again.foreign(), [path("fr"), path("page.html")]);
        again.put(&path("page.html"), b"mine").unwrap();
        assert_eq!(fs::read(outside.path().join("kept.html")).unwrap(), b"kept");
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_somebody_removed_is_made_again() {
        let (site, folder) = folder();
        folder.put(&path("fr/a.html"), b"").unwrap();
        fs::remove_dir_all(site.path().join("output/fr")).unwrap();
        folder.put(&path("fr/b.html"), b"").unwrap();
        assert!(site.path().join("output/fr/b.html").exists());
    }

    #[test]
    fn what_fails_leaves_nothing_behind() {
        let (site, folder) = folder();
        folder.put(&path("fr/a"), b"a file").unwrap();
        assert!(folder.put(&path("fr/a/index.html"), b"").is_err());
        fs::create_dir(site.path().join("output/index.html")).unwrap();
        assert!(folder.put(&path("index.html"), b"").is_err());
        let left = Folder::open(site.path(), &site.path().join("output")).unwrap();
        assert_eq!(left.list(), [path("fr/a")]);
        assert!(left.state().unfinished.is_empty());
        fs::write(site.path().join("file"), "").unwrap();
        assert!(Folder::open(site.path(), &site.path().join("file")).is_err());
    }
}
