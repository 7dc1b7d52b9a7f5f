//! Reports files next to the write-ups from which no page is made: texts in a
//! format other than Markdown, unused pictures. None of them is skipped
//! silently.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::path::RelPath;
use crate::config::Config;
use crate::parse::write_up::Section;
use crate::source::Tree;

/// Extensions of text formats other than `.md`.
const TEXTS: &[&str] = &["doc", "docx", "htm", "html", "markdown", "mdown", "mdx", "mkd", "odt", "pages", "rtf", "txt"];

/// Reports the unused files in the sections' folders. `is_used` is true for
/// files in use, and for those that a mistyped name refers to.
pub fn report(tree: &Tree, config: &Config, is_used: impl Fn(&RelPath) -> bool, diagnostics: &mut Diagnostics) {
    let unused = tree.assets().keys().filter(|path| !is_used(path) && Section::holds(path));
    for path in unused {
        let extension = path.extension().unwrap_or_default();
        diagnostics.push(if TEXTS.contains(&extension.as_str()) {
            not_a_write_up(config, path)
        } else {
            Diagnostic::at(Code::UnusedFile, path, Span::default()).arg("name", path.name())
        });
    }
}

/// The diagnostic for a file among the write-ups that is not one.
pub fn misnamed(config: &Config, path: &RelPath) -> Option<Diagnostic> {
    let misnamed = path.has_extension("markdown") && Section::holds(path);
    misnamed.then(|| not_a_write_up(config, path))
}

fn not_a_write_up(config: &Config, path: &RelPath) -> Diagnostic {
    let name = path.name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // `jeunes.fr.md.txt`: Windows hides the last extension.
    let stem = stem.strip_suffix(".md").unwrap_or(stem);
    let has_language = stem.rsplit_once('.').is_some_and(|(_, tag)| config.has_language(tag));
    let default = config.languages[config.default].lang;
    let meant = if has_language { format!("{stem}.md") } else { format!("{stem}.{default}.md") };
    let place = Diagnostic::at(Code::NotAWriteUp, path, Span::default());
    place.arg("name", name).arg("meant", meant)
}
