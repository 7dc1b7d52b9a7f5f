//! Places in files, as links that open them and as paths to copy.

use std::path::Path;

use serde::Serialize;

use crate::base::path::RelPath;
use crate::report::lines::Position;

/// A file, or a position in it.
#[derive(Serialize)]
pub(super) struct PlaceView {
    /// The path below the site's root.
    pub path: String,
    /// `:3:5`, or empty.
    pub numbers: String,
    /// The address at which the preview opens it, or its folder; none if the
    /// root is unknown.
    pub open: Option<String>,
    /// The path to copy: absolute if the root is known.
    pub full: String,
}

impl PlaceView {
    /// The view of a place; `root` is the site's folder.
    pub fn of(root: Option<&Path>, path: &RelPath, at: Option<Position>) -> PlaceView {
        let full = root.map(|root| readable(&root.join(path.as_str())));
        PlaceView {
            path: path.to_string(),
            numbers: at.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default(),
            open: full.as_ref().map(|_| open(path, at)),
            full: full.unwrap_or_else(|| path.to_string()),
        }
    }

    /// A file that does not exist yet and cannot be opened.
    pub fn to_create(root: Option<&Path>, path: &RelPath) -> PlaceView {
        PlaceView { open: None, ..PlaceView::of(root, path, None) }
    }
}

/// The path as people write it, without Windows' prefix `\\?\`.
fn readable(path: &Path) -> String {
    let path = path.display().to_string();
    let path = path.strip_prefix(r"\\?\").unwrap_or(&path);
    if path.contains('\\') { path.replace('/', r"\") } else { path.to_owned() }
}

/// The prefix of addresses at which the preview opens files.
pub const OPEN: &str = "/_jisr/open";

fn open(path: &RelPath, at: Option<Position>) -> String {
    let at = at.unwrap_or(Position { line: 1, column: 1 });
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("file", path.as_str());
    query.append_pair("line", &at.line.to_string()).append_pair("column", &at.column.to_string());
    format!("{OPEN}?{}", query.finish())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::PlaceView;
    use crate::base::path::RelPath;
    use crate::report::lines::Position;

    #[test]
    fn a_place_is_opened_by_its_path_below_the_site() {
        let path = RelPath::new("content/projects/é&.fr.md").unwrap();
        let at = Some(Position { line: 3, column: 5 });
        let unix = PlaceView::of(Some(Path::new("/home/a b")), &path, at);
        let open = "/_jisr/open?file=content%2Fprojects%2F%C3%A9%26.fr.md&line=3&column=5";
        assert_eq!((unix.open.as_deref(), unix.numbers.as_str()), (Some(open), ":3:5"));
        assert_eq!(unix.full, "/home/a b/content/projects/é&.fr.md");
        let windows = PlaceView::of(Some(Path::new(r"\\?\C:\site")), &path, None);
        assert_eq!(windows.full, r"C:\site\content\projects\é&.fr.md");
        let nowhere = PlaceView::of(None, &path, None);
        assert_eq!((nowhere.open, nowhere.full.as_str()), (None, "content/projects/é&.fr.md"));
    }
}
