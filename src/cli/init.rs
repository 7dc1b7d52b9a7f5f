//! `jisr init`: creates a small bilingual site to start from, with comments
//! that explain each key.

use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic};
use crate::base::failure::reason;
use crate::cli::outcome::Outcome;
use crate::report::messages::{MessageLanguage, visible, word};

static STARTER: Dir = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// Creates the site, and prints the next steps.
pub fn run(dir: &Path, language: MessageLanguage) -> Outcome {
    match create(dir) {
        Ok(()) => Outcome { closing: next_steps(dir, language), ..Outcome::default() },
        Err(diagnostic) => Outcome::refused(diagnostic),
    }
}

fn next_steps(dir: &Path, language: MessageLanguage) -> Vec<String> {
    let shown = visible(&dir.display().to_string());
    let command = if shown == "." { "jisr build".to_owned() } else { format!("jisr build --root {shown}") };
    let args = [("dir", Arg::Text(shown)), ("command", Arg::Text(command))];
    ["init-done", "init-edit", "init-write", "init-build"].map(|name| word(name, &args, language)).to_vec()
}

/// Writes the starter to a folder that is empty (except for hidden files) or
/// does not exist yet. Any other folder is rejected and not changed.
fn create(dir: &Path) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| {
        Diagnostic::new(Code::OutputFailed).arg("path", dir.display().to_string()).arg("detail", reason(&error))
    };
    fs::create_dir_all(dir).map_err(failed)?;
    if !is_empty(dir).map_err(failed)? {
        return Err(Diagnostic::new(Code::InitNotEmpty).arg("path", dir.display().to_string()));
    }
    write(&STARTER, dir).map_err(failed)
}

fn is_empty(dir: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(dir)? {
        if !entry?.file_name().to_string_lossy().starts_with('.') {
            return Ok(false);
        }
    }
    Ok(true)
}

fn write(starter: &Dir, dir: &Path) -> io::Result<()> {
    for entry in starter.entries() {
        let place = dir.join(entry.path());
        match entry {
            DirEntry::Dir(folder) => {
                fs::create_dir_all(place)?;
                write(folder, dir)?;
            }
            DirEntry::File(file) => fs::write(place, file.contents())?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{create, run};
    use crate::base::code::Code;
    use crate::disk::site::scan;
    use crate::report::messages::MessageLanguage;
    use crate::source::Change;

    #[test]
    fn a_new_site_has_every_page_in_both_languages() {
        let dir = tempfile::tempdir().unwrap();
        let site = dir.path().join("new/site");
        create(&site).unwrap();
        let (changes, diagnostics) = scan(&site, &site.join("output"));
        assert_eq!(diagnostics.iter().count(), 0);
        let paths: Vec<String> = changes.iter().map(|change| change.path().to_string()).collect();
        assert!(paths.contains(&"site.yaml".to_owned()) && paths.contains(&"content/partners.yaml".to_owned()));
        let pages: Vec<&String> = paths.iter().filter(|path| path.ends_with(".md")).collect();
        assert_eq!(pages.len(), 8);
        for page in pages {
            let other =
                if page.ends_with(".fr.md") { page.replace(".fr.", ".ar.") } else { page.replace(".ar.", ".fr.") };
            assert!(paths.contains(&other), "{page}");
        }
    }

    #[test]
    fn its_yaml_is_sound() {
        let dir = tempfile::tempdir().unwrap();
        create(dir.path()).unwrap();
        for change in scan(dir.path(), &dir.path().join("output")).0 {
            let Change::Put(path, bytes) = change else { panic!("an asset") };
            let text = std::str::from_utf8(&bytes).unwrap();
            let yaml = if path.as_str().ends_with(".md") { text.split("---\n").nth(1).unwrap() } else { text };
            let fields: serde_json::Map<String, serde_json::Value> = serde_yaml::from_str(yaml).unwrap();
            assert!(!fields.is_empty(), "{path}");
        }
    }

    #[test]
    fn a_folder_with_files_is_refused_and_hidden_ones_do_not_matter() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(".git")).unwrap();
        create(dir.path()).unwrap();
        let before = fs::read(dir.path().join("site.yaml")).unwrap();
        assert_eq!(create(dir.path()).unwrap_err().code, Code::InitNotEmpty);
        assert_eq!(fs::read(dir.path().join("site.yaml")).unwrap(), before);
        assert_eq!(create(&dir.path().join("site.yaml")).unwrap_err().code, Code::OutputFailed);
    }

    #[test]
    fn the_next_steps_name_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let site = dir.path().join("new");
        let said = run(&site, MessageLanguage::En).closing.join("\n");
        assert!(said.contains(&format!("`jisr build --root {}`", site.display())), "{said}");
        assert_eq!(run(dir.path(), MessageLanguage::En).closing, Vec::<String>::new(), "it is not empty");
    }
}
