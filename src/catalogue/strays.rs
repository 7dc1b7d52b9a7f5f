//! Reports files next to the write-ups from which no page is made: texts in a
//! format other than Markdown, unused pictures. None of them is skipped
//! silently.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::lang::Lang;
use crate::base::path::{RelPath, fold};
use crate::base::url::encode;
use crate::config::Config;
use crate::parse::write_up::Section;
use crate::schema::near::Known;
use crate::source::{Source, Tree};

/// Extensions of text formats other than `.md`.
const TEXTS: &[&str] = &["doc", "docx", "htm", "html", "markdown", "mdown", "mdx", "mkd", "odt", "pages", "rtf", "txt"];

/// Reports the files of the sections' folders that nothing shows. `is_used`
/// knows those that something does, or would but for a mistyped name. What a
/// write-up names that is not published, be it by mistake, is not in the way.
pub fn report(
    tree: &Tree,
    config: &Config,
    is_used: impl Fn(&RelPath) -> bool,
    published: &BTreeSet<&RelPath>,
    diagnostics: &mut Diagnostics,
) {
    let unused: Vec<&RelPath> = tree.assets().keys().filter(|path| !is_used(path) && Section::holds(path)).collect();
    if unused.is_empty() {
        return;
    }
    let is_out = |path: &RelPath, source: &Source| source.parsed.write_up().is_some() && !published.contains(path);
    let out = tree.files().filter(|(path, source)| source.parsed.broken || is_out(path, source));
    let out: Vec<Cow<str>> = out.map(|(_, source)| String::from_utf8_lossy(&source.bytes)).collect();
    for path in unused {
        let extension = path.extension().unwrap_or_default();
        let is_named = || {
            let encoded = encode(path.name());
            out.iter().any(|text| text.contains(path.name()) || text.contains(&*encoded))
        };
        if TEXTS.contains(&extension.as_str()) {
            diagnostics.push(not_a_write_up(config, path));
        } else if !is_named() {
            diagnostics.push(Diagnostic::at(Code::UnusedFile, path, Span::default()).arg("name", path.name()));
        }
    }
}

/// The data files with what else people call them.
const DATA: [Known; 2] = [
    ("partners", &["partner", "partenaires", "partenaire", "الشركاء", "شركاء"]),
    ("glossary", &["glossaire", "lexique", "المعجم", "معجم", "مسرد"]),
];

/// Reports files that would be read if they had their right name:
/// `partners.yml`, `Glossary.YAML`, `partners.yaml.txt`.
pub fn misnamed_data(tree: &Tree, diagnostics: &mut Diagnostics) {
    for (path, right) in paths(tree).filter_map(|path| Some((path, right_name(path)?))) {
        let code = if tree.file(right.as_str()).is_some() { Code::DataIgnored } else { Code::DataMisnamed };
        let place = Diagnostic::at(code, path, Span::default());
        diagnostics.push(place.arg("name", path.name()).arg("right", right.name()));
    }
}

/// Whether a file is there under another name only, so that what it says is
/// not known.
pub fn is_misnamed(tree: &Tree, path: &RelPath) -> bool {
    tree.file(path.as_str()).is_none() && paths(tree).any(|own| right_name(own).as_ref() == Some(path))
}

fn paths(tree: &Tree) -> impl Iterator<Item = &RelPath> {
    tree.files().map(|(path, _)| path).chain(tree.assets().keys())
}

/// The path under which a file would be read, where it has another one.
fn right_name(path: &RelPath) -> Option<RelPath> {
    let folder = path.folder();
    let in_theme = folder.strip_prefix("themes/").map(|theme| theme.split_once('/').map_or("", |(_, inside)| inside));
    if folder != "content" && folder != "i18n" && !matches!(in_theme, Some("" | "i18n")) {
        return None;
    }
    let name = fold(path.name());
    let stem = [".yaml", ".yml", ".yaml.txt", ".yml.txt"].iter().find_map(|ending| name.strip_suffix(ending))?;
    let known = match in_theme.unwrap_or(folder) {
        "content" => DATA.iter().find(|(right, also)| *right == stem || also.contains(&stem)).map(|(right, _)| *right),
        "i18n" => Some(stem).filter(|_| Lang::new(stem).is_some() && !path.has_extension("yaml")),
        _ => Some(stem).filter(|stem| *stem == "theme"),
    };
    RelPath::new(&format!("{folder}/{}.yaml", known?)).filter(|right| right != path)
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
