//! Finds and reads the files that belong to a site.

use std::fs;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use walkdir::WalkDir;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::failure::reason;
use crate::base::path::{RelPath, fold};
use crate::disk::assets;
use crate::source::Change;

/// The file that marks a folder as a site.
pub const SITE_FILE: &str = "site.yaml";

/// The folders below the root that hold sources.
pub const SOURCE_FOLDERS: [&str; 5] = ["content", "i18n", "static", "templates", "themes"];

/// Reasons why a name or link can never be a source.
pub const ODD: [&str; 3] = ["link-outside", "link-loop", "name-not-portable"];

/// A text longer than this is no write-up but a mistake; a file of a theme is held in memory.
const LONGEST_TEXT: u64 = 32 << 20;

/// Reads every source of the site at `root`, sorted by path: texts with their
/// bytes, other files of `content/` as assets. What cannot be read is reported
/// and skipped. Hidden files and editors' temporary files are not sources;
/// links are followed only inside the root, and never into `output`.
pub fn scan(root: &Path, output: &Path) -> (Vec<Change>, Diagnostics) {
    let (paths, mut diagnostics) = find(root, output);
    let read: Vec<_> = paths.into_par_iter().map(|path| (read(root, &path), path)).collect();
    let mut changes = Vec::with_capacity(read.len());
    for (result, path) in read {
        match result {
            Ok(change) => changes.push(change),
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                changes.push(Change::Unread(path));
            }
        }
    }
    (changes, diagnostics.sorted())
}

/// Reads one source of the site.
pub fn read(root: &Path, path: &RelPath) -> Result<Change, Diagnostic> {
    let file = locate(root, path);
    let change =
        if is_text(path) { read_text(&file, path) } else { assets::read(&file, path).map_err(|error| reason(&error)) };
    change.map_err(|reason| unreadable(path, reason))
}

/// The location of a site's file on this machine.
pub fn locate(root: &Path, path: &RelPath) -> PathBuf {
    path.as_str().split('/').fold(root.to_path_buf(), |folder, part| folder.join(part))
}

/// The file of a folder that would make it a site if it had the right name:
/// `site.yml`, `Site.YAML`, `site.yaml.txt`.
pub fn misnamed(root: &Path) -> Option<String> {
    let names = fs::read_dir(root).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let is_meant = |name: &String| {
        let name = fold(name);
        let stem = [".yaml", ".yml", ".yaml.txt", ".yml.txt"].iter().find_map(|ending| name.strip_suffix(ending));
        stem == Some("site")
    };
    names.filter(is_meant).min()
}

/// Whether a file or folder of this name is a source: not if it is hidden, or a
/// leftover of an editor, an office program or the system. A few hidden files
/// in `static/` are allowed, as web servers need them.
pub fn is_source_name(name: &str, in_static: bool) -> bool {
    let name = name.to_lowercase();
    let for_servers = in_static && matches!(name.as_str(), ".htaccess" | ".nojekyll" | ".well-known");
    let hidden = name.starts_with('.') && !for_servers;
    let backup = name.ends_with('~') || name.starts_with("~$") || (name.starts_with('#') && name.ends_with('#'));
    let leftover = [".bak", ".swp", ".swo", ".tmp", ".orig"].iter().any(|end| name.ends_with(end));
    !(hidden || backup || leftover || matches!(name.as_str(), "thumbs.db" | "desktop.ini"))
}

/// The error for an output folder that is the site's root, contains it, or is
/// among its sources: building would mix pages with sources.
pub fn check_output(root: &Path, output: &Path) -> Option<Diagnostic> {
    let (root, output) = (resolve(root), resolve(output));
    let in_sources = SOURCE_FOLDERS.iter().chain([&SITE_FILE]).any(|source| {
        let source = resolve(&root.join(source));
        starts_with(&output, &source)
    });
    (in_sources || starts_with(&root, &output))
        .then(|| Diagnostic::new(Code::OutputHoldsSite).arg("path", output.display().to_string()))
}

/// The paths of all sources of the site at `root`, sorted.
pub fn find(root: &Path, output: &Path) -> (Vec<RelPath>, Diagnostics) {
    let tops = SOURCE_FOLDERS.iter().chain([&SITE_FILE]);
    find_below(root, output, tops.map(|name| RelPath::fixed(name)))
}

/// The paths of the sources at or below `places`.
pub fn find_below(root: &Path, output: &Path, places: impl Iterator<Item = RelPath>) -> (Vec<RelPath>, Diagnostics) {
    let mut search = Search { root, real_root: resolve(root), output: resolve(output), ..Search::default() };
    for place in places.filter(is_source) {
        if locate(root, &place).symlink_metadata().is_ok() {
            search.walk(place.as_str());
        }
    }
    search.found.sort();
    search.found.dedup();
    (search.found, search.diagnostics)
}

/// Whether a path below the root can be that of a source, or of a folder of
/// sources.
pub fn is_source(path: &RelPath) -> bool {
    let mut parts = path.as_str().split('/');
    let first = parts.next().unwrap_or_default();
    let mut in_static = first == "static";
    let mut is_wanted = |part: &str| {
        let wanted = is_source_name(part, in_static);
        in_static |= part == "static";
        wanted
    };
    path.as_str() == SITE_FILE || (SOURCE_FOLDERS.contains(&first) && parts.all(&mut is_wanted))
}

/// A search for the sources of a site.
struct Search<'a> {
    root: &'a Path,
    real_root: PathBuf,
    output: PathBuf,
    found: Vec<RelPath>,
    diagnostics: Diagnostics,
}

impl Default for Search<'_> {
    fn default() -> Self {
        let (real_root, output) = (PathBuf::new(), PathBuf::new());
        Search { root: Path::new(""), real_root, output, found: vec![], diagnostics: Diagnostics::default() }
    }
}

impl Search<'_> {
    fn walk(&mut self, top: &str) {
        let mut entries = WalkDir::new(self.root.join(top)).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let (path, is_link, is_folder) = match &entry {
                Ok(entry) => (entry.path(), entry.path_is_symlink(), entry.file_type().is_dir()),
                Err(error) => (error.path().unwrap_or(self.root), false, false),
            };
            if !self.is_wanted(path) || (is_link && !self.stays_inside(path)) {
                if is_folder {
                    entries.skip_current_dir();
                }
                continue;
            }
            match entry {
                Ok(entry) if entry.file_type().is_file() => self.add(entry.path()),
                Ok(_) => {}
                Err(error) => self.report(&error),
            }
        }
    }

    fn is_wanted(&self, path: &Path) -> bool {
        let below = path.strip_prefix(self.root).unwrap_or(path);
        let in_static = below.components().any(|part| part.as_os_str() == "static");
        path.file_name().is_none_or(|name| is_source_name(&name.to_string_lossy(), in_static))
    }

    /// Reports a link that leads out of the site, to its root or into its
    /// output.
    fn stays_inside(&mut self, link: &Path) -> bool {
        let below_root = |target: &Path| target.starts_with(&self.real_root) && target != self.real_root;
        let inside =
            fs::canonicalize(link).is_ok_and(|target| below_root(&target) && !target.starts_with(&self.output));
        if !inside {
            self.diagnostics.push(self.unreadable(link, "link-outside"));
        }
        inside
    }

    fn add(&mut self, file: &Path) {
        match relative(self.root, file) {
            Some(path) => self.found.push(path),
            None => self.diagnostics.push(self.unreadable(file, "name-not-portable")),
        }
    }

    fn report(&mut self, error: &walkdir::Error) {
        let word = match (error.loop_ancestor(), error.io_error()) {
            (Some(_), _) => "link-loop".to_owned(),
            (None, Some(error)) => reason(error),
            (None, None) => error.to_string(),
        };
        self.diagnostics.push(self.unreadable(error.path().unwrap_or(self.root), word));
    }

    fn unreadable(&self, file: &Path, reason: impl Into<String>) -> Diagnostic {
        match relative(self.root, file) {
            Some(path) => unreadable(&path, reason.into()),
            None => {
                let name = file.strip_prefix(self.root).unwrap_or(file).display().to_string();
                Diagnostic::new(Code::UnreadableFile).arg("path", name).arg("detail", reason.into())
            }
        }
    }
}

fn unreadable(path: &RelPath, reason: String) -> Diagnostic {
    Diagnostic::at(Code::UnreadableFile, path, Span::default()).arg("path", path.as_str()).arg("detail", reason)
}

/// The path relative to the root, if each of its names is UTF-8 and valid on
/// every system.
pub fn relative(root: &Path, file: &Path) -> Option<RelPath> {
    let parts: Option<Vec<&str>> = file.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    RelPath::new(&parts?.join("/"))
}

/// Whether a file is read as text: all are, except the pictures and documents
/// of `content/`. Of a theme, the pipeline needs the bytes of all files.
fn is_text(path: &RelPath) -> bool {
    let extension = path.extension();
    let written = matches!(extension.as_deref(), Some("md" | "markdown" | "yaml" | "yml"));
    written || !path.as_str().starts_with("content/")
}

fn read_text(file: &Path, path: &RelPath) -> Result<Change, String> {
    let len = || fs::metadata(file).map(|data| data.len());
    if len().map_err(|error| reason(&error))? > LONGEST_TEXT {
        let is_static = path.as_str().split('/').any(|part| part == "static");
        return Err(if is_static { "too-large-static" } else { "too-large" }.to_owned());
    }
    let bytes = fs::read(file).map_err(|error| reason(&error))?;
    Ok(Change::Put(path.clone(), bytes.into()))
}

/// The absolute path, with links resolved as far as it exists.
fn resolve(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut resolved = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
        if let Ok(real) = fs::canonicalize(&resolved) {
            resolved = real;
        }
    }
    resolved
}

/// Whether `path` is `folder` or inside it, on any file system (ignoring case).
fn starts_with(path: &Path, folder: &Path) -> bool {
    let folded = |path: &Path| PathBuf::from(fold(&path.to_string_lossy()));
    folded(path).starts_with(folded(folder))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use tempfile::TempDir;

    use super::{check_output, scan};
    use crate::base::asset::Contents;
    use crate::base::document::{Document, Kind};
    use crate::base::key::Key;
    use crate::base::picture::Picture;
    use crate::source::Change;

    fn site(files: &[(&str, &[u8])]) -> TempDir {
        let site = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let file = site.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
        site
    }

    fn found(site: &TempDir) -> Vec<String> {
        let (changes, diagnostics) = scan(site.path(), &site.path().join("output"));
        assert_eq!(diagnostics.iter().count(), 0, "{diagnostics:?}");
        changes.iter().map(|change| change.path().to_string()).collect()
    }

    #[test]
    fn sources_are_found_in_order_and_leftovers_are_not() {
        let site = site(&[
            ("site.yaml", b""),
            ("content/projects/b.fr.md", b""),
            ("content/projects/a/index.fr.md", b""),
            ("content/.git/config", b""),
            ("content/.#b.fr.md", b""),
            ("content/#b.fr.md#", b""),
            ("content/b.fr.md~", b""),
            ("content/b.fr.md.bak", b""),
            ("content/.b.fr.md.swp", b""),
            ("content/~$note.docx", b""),
            ("content/Thumbs.db", b""),
            ("content/.DS_Store", b""),
            ("themes/plain/theme.yaml", b""),
            ("themes/plain/static/.htaccess", b""),
            ("static/.well-known/security.txt", b""),
            ("i18n/fr.yaml", b""),
            ("output/fr/index.html", b""),
            ("notes.md", b""),
        ]);
        let expected = [
            "content/projects/a/index.fr.md",
            "content/projects/b.fr.md",
            "i18n/fr.yaml",
            "site.yaml",
            "static/.well-known/security.txt",
            "themes/plain/static/.htaccess",
            "themes/plain/theme.yaml",
        ];
        assert_eq!(found(&site), expected);
    }

    #[test]
    fn texts_come_with_their_bytes_and_assets_with_their_measures() {
        let gif = b"GIF89a\x03\0\x02\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x03\0\x02\0\0\x02\x03\x44\x02\x05\0;";
        let site = site(&[
            ("content/a.gif", gif),
            ("content/b.PDF", b"%PDF-1\n%%EOF"),
            ("content/c.fr.md", b"c"),
            ("static/d.css", b"d"),
        ]);
        let (changes, _) = scan(site.path(), &site.path().join("output"));
        let [
            Change::Asset { len, hash, contents: Contents::Picture(Picture { size: Some((3, 2)), .. }), .. },
            Change::Asset {
                contents: Contents::Document(Document { kind: Some(Kind::Pdf), is_broken: false, .. }),
                len: 12,
                ..
            },
            Change::Put(_, text),
            Change::Put(..),
        ] = &changes[..]
        else {
            panic!("{changes:?}");
        };
        assert_eq!((*len, *hash), (gif.len() as u64, Key::of(gif)));
        assert_eq!(&text[..], b"c");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_the_root_only() {
        use std::os::unix::fs::symlink;
        let outside = site(&[("secret.fr.md", b"")]);
        let site = site(&[("content/a.fr.md", b""), ("static/logo.svg", b""), ("output/x.fr.md", b"")]);
        let content = site.path().join("content");
        symlink(site.path().join("static/logo.svg"), content.join("logo.svg")).unwrap();
        symlink(outside.path(), content.join("folder")).unwrap();
        symlink(outside.path().join("secret.fr.md"), content.join("file.fr.md")).unwrap();
        symlink(site.path().join("output"), content.join("built")).unwrap();
        symlink(site.path(), content.join("loop")).unwrap();
        symlink("nowhere", content.join("nowhere.fr.md")).unwrap();
        symlink("nowhere", content.join(".#a.fr.md")).unwrap();
        let (changes, diagnostics) = scan(site.path(), &site.path().join("output"));
        let paths: Vec<&str> = changes.iter().map(|change| change.path().as_str()).collect();
        assert_eq!(paths, ["content/a.fr.md", "content/logo.svg", "static/logo.svg"]);
        let refused: Vec<_> = diagnostics.iter().map(|d| d.at.as_ref().unwrap().path.name().to_owned()).collect();
        assert_eq!(refused, ["built", "file.fr.md", "folder", "loop", "nowhere.fr.md"]);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_known_to_be_there() {
        let site = site(&[("content/projects/a.ar.md", b"")]);
        let long = fs::File::create(site.path().join("content/projects/a.fr.md")).unwrap();
        long.set_len(super::LONGEST_TEXT + 1).unwrap();
        let (changes, diagnostics) = scan(site.path(), &site.path().join("output"));
        assert!(
            matches!(&changes[..], [Change::Put(..), Change::Unread(path)] if path.name() == "a.fr.md"),
            "{changes:?}"
        );
        assert_eq!(diagnostics.iter().count(), 1);
    }

    #[test]
    fn a_site_file_is_found_under_another_name() {
        for (name, found) in [
            ("site.yml", true),
            ("Site.YML", true),
            ("site.yaml.txt", true),
            ("sites.yaml", false),
            ("site.json", false),
        ] {
            let site = site(&[(name, b"")]);
            assert_eq!(super::misnamed(site.path()).as_deref(), Some(name).filter(|_| found), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_utf8_is_reported_and_the_rest_goes_on() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let site = site(&[("content/a.fr.md", b"")]);
        fs::write(site.path().join("content").join(OsStr::from_bytes(b"\xe9.fr.md")), b"").unwrap();
        fs::write(site.path().join("content/b\\c.fr.md"), b"").unwrap();
        let (changes, diagnostics) = scan(site.path(), &site.path().join("output"));
        assert_eq!((changes.len(), diagnostics.iter().count()), (1, 2));
    }

    #[test]
    fn the_output_stays_clear_of_the_sources() {
        let site = site(&[("site.yaml", b""), ("content/a.fr.md", b"")]);
        let root = site.path();
        let refused = |output: &str| check_output(root, &root.join(output)).is_some();
        for bad in ["", ".", "..", "content", "Content", "content/out", "themes", "a/../static/x", "site.yaml"] {
            assert!(refused(bad), "{bad}");
        }
        for good in ["output", "public/site", "../elsewhere", "content-built"] {
            assert!(!refused(good), "{good}");
        }
        assert!(check_output(root, Path::new("/")).is_some());
    }
}
