//! Which files make up a site's theme: the one that it names, those that it
//! extends, and over them the site's own `templates/`, `static/` and `i18n/`.

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic};
use crate::base::path::RelPath;
use crate::config::Config;
use crate::schema::near::nearest_name;
use crate::source::Tree;
use crate::theme::describe;
use crate::theme::file::ThemeFile;

/// A theme that comes with jisr.
pub struct Builtin {
    /// Its name.
    pub name: String,
    /// Its files.
    pub files: Vec<ThemeFile>,
}

/// The folders of a theme, which a site may have at its root too.
const FOLDERS: &[&str] = &["templates/", "static/", "i18n/"];

/// The layers from the base theme up to the site's own files. A theme of the
/// site hides one of jisr's that has its name.
pub fn layers(config: &Config, tree: &Tree, builtin: &[Builtin]) -> (Vec<Vec<ThemeFile>>, Vec<Diagnostic>) {
    layers_of(config.theme.clone(), config, tree, builtin)
}

/// The same for any theme.
pub fn layers_of(
    theme_name: String,
    config: &Config,
    tree: &Tree,
    builtin: &[Builtin],
) -> (Vec<Vec<ThemeFile>>, Vec<Diagnostic>) {
    let mut diagnostics = vec![];
    let mut layers = vec![];
    let mut chain: Vec<String> = vec![];
    let mut next = Some((theme_name, Diagnostic::at(Code::UnknownTheme, &config.path, config.theme_span)));
    while let Some((name, unknown)) = next.take() {
        let Some(files) = theme(&name, tree, builtin) else {
            let known = themes(tree, builtin);
            let near = nearest_name(&name, known.iter().map(String::as_str)).map(str::to_owned);
            diagnostics.push(unknown.arg("value", name).did_you_mean(near));
            break;
        };
        chain.push(name);
        if let Some(file) = files.iter().find(|file| file.path.as_str() == "theme.yaml") {
            let (info, mut found) = describe(file);
            diagnostics.append(&mut found);
            next =
                info.extends.map(|name| (name, Diagnostic::at(Code::UnknownTheme, &file.source, Default::default())));
            if let Some((name, _)) = next.take_if(|(name, _)| chain.contains(name)) {
                let chain = chain.iter().cloned().chain([name]).collect();
                let cycle = Diagnostic::at(Code::ThemeCycle, &file.source, Default::default());
                diagnostics.push(Diagnostic { args: vec![("themes", Arg::List(chain))], ..cycle });
            }
        }
        layers.push(files);
    }
    layers.reverse();
    layers.push(own(tree));
    (layers, diagnostics)
}

/// Names of all themes at hand.
pub fn themes(tree: &Tree, builtin: &[Builtin]) -> Vec<String> {
    let own = tree.files().filter_map(|(path, _)| path.as_str().strip_prefix("themes/")?.split_once('/'));
    let mut names: Vec<String> = own.map(|(name, _)| name.to_owned()).collect();
    names.extend(builtin.iter().map(|theme| theme.name.clone()));
    names.sort();
    names.dedup();
    names
}

fn theme(name: &str, tree: &Tree, builtin: &[Builtin]) -> Option<Vec<ThemeFile>> {
    let folder = format!("themes/{name}/");
    let own = files_below(tree, &folder);
    if !own.is_empty() {
        return Some(own);
    }
    builtin.iter().find(|theme| theme.name == name).map(|theme| theme.files.clone())
}

fn own(tree: &Tree) -> Vec<ThemeFile> {
    let own = tree.files().filter(|(path, _)| FOLDERS.iter().any(|folder| path.as_str().starts_with(folder)));
    own.map(|(path, source)| ThemeFile { path: path.clone(), source: path.clone(), bytes: source.bytes.clone() })
        .collect()
}

fn files_below(tree: &Tree, folder: &str) -> Vec<ThemeFile> {
    let file = |(path, source): (&RelPath, &crate::source::Source)| {
        let inside = RelPath::new(path.as_str().strip_prefix(folder)?)?;
        Some(ThemeFile { path: inside, source: path.clone(), bytes: source.bytes.clone() })
    };
    tree.files().filter_map(file).collect()
}
