//! What several test files need.

use std::path::Path;

/// The text files below `folder` (a path from the repository's top) whose names end in one of `endings`, as
/// (path from the top with `/`, text), sorted by path. A folder that does not exist has no files.
pub fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder, endings, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, name: &str, endings: &[&str], found: &mut Vec<(String, String)>) {
    let Ok(entries) = folder.read_dir() else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            collect(&path, &name, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            found.push((name, text));
        }
    }
}
