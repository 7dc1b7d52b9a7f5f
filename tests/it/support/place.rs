//! A site in a folder of the disk, and the command run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::fixture;

/// What lies in a folder, by path with `/`; folders end in one.
pub type Listing = BTreeMap<String, Vec<u8>>;

/// A site of its own, removed when it goes out of scope.
pub struct Place {
    folder: TempDir,
}

/// What a command came to.
pub struct Came {
    /// The exit status.
    pub status: i32,
    /// Standard error.
    pub err: String,
}

impl Place {
    /// The site of a golden case, with its theme.
    pub fn of(case: &str) -> Place {
        let golden = fixture("golden");
        let place = Place { folder: scratch() };
        copy(&golden.join(case).join("input"), &place.root());
        copy(&golden.join("_theme"), &place.root().join("themes/mini"));
        place
    }

    /// The site's folder.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// The output folder.
    pub fn output(&self) -> PathBuf {
        self.root().join("output")
    }

    /// Writes a file of the site.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Replaces text in a file of the site.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.root().join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, text.replace(from, to));
    }

    /// Removes a file of the site.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    /// Runs jisr in English on 23 November 2026, with these arguments.
    pub fn jisr(&self, args: &[&str], environment: &[(&str, &str)]) -> Came {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jisr"));
        command.arg("--root").arg(self.root()).args(["--lang", "en", "--today", "2026-11-23"]).args(args);
        command.envs(environment.iter().copied()).env_remove("NO_COLOR");
        let came = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Came { status: came.status.code().unwrap_or(-1), err: text(&came.stderr) }
    }

    /// Builds, and makes sure that it worked.
    pub fn build(&self) -> Listing {
        let came = self.jisr(&["build"], &[]);
        assert_eq!(came.status, 0, "{}", came.err);
        listing(&self.output())
    }
}

/// A folder of its own, removed when it goes out of scope; in memory where
/// the system has that, since thousands of small files are slow on a disk.
pub fn scratch() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.as_ref().unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// All files and folders below a folder.
pub fn listing(folder: &Path) -> Listing {
    let mut found = Listing::new();
    list(folder, "", &mut found);
    found
}

fn list(folder: &Path, name: &str, found: &mut Listing) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("{name}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            found.insert(format!("{name}/"), vec![]);
            list(&path, &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
}
