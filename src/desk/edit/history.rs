//! Former versions of a file, with what differs from each to the next.

use serde::Serialize;

use crate::base::path::RelPath;
use crate::desk::engine::render;
use crate::report::diff::unified;
use crate::report::messages::MessageLanguage;

/// A version of a file that was kept.
pub struct Kept {
    /// The file.
    pub path: RelPath,
    /// The version's name.
    pub name: String,
    /// When it was replaced: `2026-11-28 23:14:05`.
    pub replaced: String,
    /// Its text, and that of the version which replaced it.
    pub texts: (String, String),
}

#[derive(Serialize)]
struct View {
    name: String,
    token: String,
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct FileView {
    path: String,
    versions: Vec<Version>,
}

#[derive(Serialize)]
struct Version {
    path: String,
    name: String,
    replaced: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    /// `gone`, `new` or `same`.
    kind: &'static str,
    text: String,
}

/// The versions of a project's files, each with what replaced it.
pub fn history(language: MessageLanguage, name: &str, token: &str, kept: &[Kept]) -> String {
    let mut files: Vec<FileView> = vec![];
    for version in kept {
        let lines = unified(&version.path, &version.texts.0, &version.texts.1);
        let view = Version {
            path: version.path.to_string(),
            name: version.name.clone(),
            replaced: version.replaced.clone(),
            lines: lines.iter().skip(2).map(|line| line_view(line)).collect(),
        };
        match files.last_mut().filter(|file| file.path == view.path) {
            Some(file) => file.versions.push(view),
            None => files.push(FileView { path: view.path.clone(), versions: vec![view] }),
        }
    }
    render("edit-history.html", language, &View { name: name.to_owned(), token: token.to_owned(), files })
}

fn line_view(line: &str) -> Line {
    let kind = match line.chars().next() {
        Some('-') => "gone",
        Some('+') => "new",
        _ => "same",
    };
    Line { kind, text: line.to_owned() }
}
