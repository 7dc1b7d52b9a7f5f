//! Paths of files, relative to the site's root.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use icu_normalizer::ComposingNormalizerBorrowed;

/// A path below the site's root (or below `output/`): components joined with
/// `/`, none of them empty, `.` or `..`, no backslash, no leading slash, no
/// control character. It cannot leave the folder that it is relative to.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// Parses a path. `None` if it is invalid.
    pub fn new(path: &str) -> Option<RelPath> {
        let bad_part = |part: &str| part.is_empty() || part == "." || part == "..";
        let bad_char = |c: char| c == '\\' || c.is_control();
        (!path.split('/').any(bad_part) && !path.contains(bad_char)).then(|| RelPath(path.into()))
    }

    /// A path that is a constant in jisr's own source code.
    pub(crate) fn fixed(path: &'static str) -> RelPath {
        debug_assert!(RelPath::new(path).is_some(), "{path}");
        RelPath(path.into())
    }

    /// The path as text, its components joined with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last component.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder that contains the file, `""` for the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The extension in lower case: `md`, `svg`.
    pub fn extension(&self) -> Option<String> {
        self.after_dot().map(str::to_ascii_lowercase)
    }

    /// Whether the file has this extension, in whatever case.
    pub fn has_extension(&self, extension: &str) -> bool {
        self.after_dot().is_some_and(|own| own.eq_ignore_ascii_case(extension))
    }

    fn after_dot(&self) -> Option<&str> {
        let (stem, extension) = self.name().rsplit_once('.')?;
        (!stem.is_empty()).then_some(extension)
    }

    /// Whether it is an HTML page.
    pub fn is_html(&self) -> bool {
        self.0.ends_with(".html")
    }

    /// How a file in `folder` names this one: `../pages/a.md`.
    pub fn relative_to(&self, folder: &str) -> String {
        let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let own: Vec<&str> = self.0.split('/').collect();
        let same = from.iter().zip(&own[..own.len() - 1]).take_while(|(from, own)| from == own).count();
        "../".repeat(from.len() - same) + &own[same..].join("/")
    }

    /// Resolves `reference` (as written in a link: `../a/b.md`,
    /// `/content/a.md`) relative to the folder of this file. `None` if it
    /// leaves the root.
    pub fn join(&self, reference: &str) -> Option<RelPath> {
        let (start, reference) = match reference.strip_prefix('/') {
            Some(absolute) => ("", absolute),
            None => (self.folder(), reference),
        };
        let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
        for part in reference.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        RelPath::new(&parts.join("/"))
    }
}

/// The form in which names are compared: NFC and case-folded, so that a site
/// can move between Windows, macOS and Linux.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    compose(name).to_lowercase()
}

/// The name in NFC: `é` as a single character.
pub fn compose(name: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(name)
}

/// Compares as text; a path and its clone compare equal without reading the
/// text.
impl Ord for RelPath {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for RelPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{RelPath, fold};

    #[test]
    fn a_path_cannot_leave_its_folder() {
        for bad in ["", "/a", "a/", "a//b", "../a", "a/..", "a/./b", "a\\b", "a\0b"] {
            assert!(RelPath::new(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn a_reference_is_followed_from_the_folder_of_its_file() {
        let file = RelPath::new("content/projects/a.fr.md").unwrap();
        let follow = |reference: &str| file.join(reference).map(|path| path.to_string());
        assert_eq!(follow("b.md").as_deref(), Some("content/projects/b.md"));
        assert_eq!(follow("../pages/./about.fr.md").as_deref(), Some("content/pages/about.fr.md"));
        assert_eq!(follow("/static/x.pdf").as_deref(), Some("static/x.pdf"));
        assert_eq!(follow("../../../x"), None);
    }

    #[test]
    fn a_file_is_named_from_the_folder_of_another() {
        let file = RelPath::new("content/projects/a.fr.md").unwrap();
        for (folder, name) in [
            ("content/projects", "a.fr.md"),
            ("content/pages", "../projects/a.fr.md"),
            ("content/projects/b", "../a.fr.md"),
            ("content", "projects/a.fr.md"),
            ("", "content/projects/a.fr.md"),
        ] {
            assert_eq!(file.relative_to(folder), name);
            let from = RelPath::new(format!("{folder}/x").trim_start_matches('/')).unwrap();
            assert_eq!(from.join(name).as_ref(), Some(&file));
        }
    }

    #[test]
    fn names_are_compared_composed_and_without_case() {
        assert_eq!(fold("Re\u{301}sume\u{301}.MD"), fold("r\u{e9}sum\u{e9}.md"));
    }
}
