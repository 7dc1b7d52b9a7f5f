//! `jisr theme`: lists the themes, or copies a file of the theme into the site
//! to be changed.

use std::fs;
use std::io::Write;

use clap::Subcommand;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic};
use crate::base::failure::reason;
use crate::base::path::RelPath;
use crate::cli::outcome::Outcome;
use crate::cli::settings::Settings;
use crate::config::{self, Config};
use crate::disk::{builtin, site};
use crate::report::messages::{MessageLanguage, enumerate, word};
use crate::schema::near::nearest_name;
use crate::source::Tree;
use crate::theme::layers::{Builtin, layers, themes};
use crate::theme::{ThemeFile, describe};

/// A task of `jisr theme`.
#[derive(Subcommand, Clone, PartialEq, Eq, Debug)]
pub enum ThemeTask {
    /// List the themes, and the files with which the site replaces those of its
    /// theme
    List,
    /// Copy one file of the theme into the site, to change it there
    Eject {
        /// The file: `home.html`, `partials/card.html`, `static/site.css`, `i18n/fr.yaml`
        file: String,
        /// Copy it from this theme [default: the site’s theme]
        #[arg(long, value_name = "NAME")]
        theme: Option<String>,
    },
}

/// A site with its themes.
struct Site {
    config: Config,
    tree: Tree,
    builtin: Vec<Builtin>,
}

/// Lists themes, or copies a file of one.
pub fn run(settings: &Settings, asked: &ThemeTask) -> Outcome {
    match answer(settings, asked) {
        Ok(answer) => Outcome { answer, ..Outcome::default() },
        Err(diagnostic) => Outcome::refused(diagnostic),
    }
}

fn answer(settings: &Settings, asked: &ThemeTask) -> Result<Vec<String>, Diagnostic> {
    let language = settings.look.language;
    let site = read(settings)?;
    match asked {
        ThemeTask::List => Ok(list(&site, language)),
        ThemeTask::Eject { file, theme } => {
            let name = theme.clone().unwrap_or_else(|| site.config.theme.clone());
            let (file, path) = find(&site, file, name)?;
            copy(settings, &file, &path)?;
            let args = [("path", path.as_str().into()), ("theme", theme_of(&file).into())];
            Ok(["eject-done", "eject-undo"].map(|name| word(name, &args, language)).to_vec())
        }
    }
}

fn read(settings: &Settings) -> Result<Site, Diagnostic> {
    let (tree, _) = settings.folders.read();
    let path = config::path();
    let bytes = tree.bytes(&path).unwrap_or_default();
    let (config, _) = Config::read(&path, &bytes, settings.options());
    Ok(Site { config, tree, builtin: builtin::themes() })
}

/// A line for each theme, then the site's files that replace those of its theme.
fn list(site: &Site, language: MessageLanguage) -> Vec<String> {
    let (layers, _) = layers(&site.config, &site.tree, &site.builtin);
    let used: Vec<&str> = layers.iter().flatten().map(theme_of).collect();
    let mut lines: Vec<String> = themes(&site.tree, &site.builtin)
        .into_iter()
        .map(|name| {
            let files = theme_files(site, &name);
            let args = [("name", Arg::Text(name.clone()))];
            let mut facts = vec![];
            let own = files.iter().any(|file| site.tree.file(file.source.as_str()).is_some());
            facts.push(word(if own { "theme-own" } else { "theme-builtin" }, &args, language));
            let parent =
                files.iter().find(|file| file.path.as_str() == "theme.yaml").and_then(|file| describe(file).0.extends);
            facts.extend(parent.map(|parent| word("theme-extends", &[("parent", parent.into())], language)));
            let is_used = if name == site.config.theme { Some("theme-used") } else { None };
            let under = used.contains(&name.as_str()).then_some("theme-under");
            facts.extend(is_used.or(under).map(|words| word(words, &[], language)));
            word("theme-line", &args, language).replace("{facts}", &enumerate(&facts, language))
        })
        .collect();
    let replaced = replaced(&layers);
    lines.push(word(if replaced.is_empty() { "theme-untouched" } else { "theme-replaced" }, &[], language));
    lines.extend(replaced.iter().map(|path| format!("  {path}")));
    lines
}

/// The site's own files that replace those of its theme.
fn replaced(layers: &[Vec<ThemeFile>]) -> Vec<&RelPath> {
    let Some((own, theme)) = layers.split_last() else { return vec![] };
    let has = |path: &RelPath| theme.iter().flatten().any(|file| file.path == *path);
    own.iter().map(|file| &file.path).filter(|path| has(path)).collect()
}

fn theme_files(site: &Site, name: &str) -> Vec<ThemeFile> {
    chain(site, name.to_owned()).pop().unwrap_or_default()
}

/// The layers of a theme, without the site's own files.
fn chain(site: &Site, name: String) -> Vec<Vec<ThemeFile>> {
    let (mut layers, _) = crate::theme::layers::layers_of(name, &site.config, &site.tree, &site.builtin);
    layers.pop();
    layers
}

/// Finds a file of a theme, and its path in the site.
fn find(site: &Site, wanted: &str, theme: String) -> Result<(ThemeFile, RelPath), Diagnostic> {
    let layers = chain(site, theme.clone());
    if layers.is_empty() {
        let known = themes(&site.tree, &site.builtin);
        let near = nearest_name(&theme, known.iter().map(String::as_str)).map(str::to_owned);
        return Err(Diagnostic::new(Code::UnknownTheme).arg("value", theme).did_you_mean(near));
    }
    let wanted = wanted.replace('\\', "/");
    let files = || layers.iter().rev().flatten().filter(|file| file.path.as_str().contains('/'));
    let is = |file: &&ThemeFile| {
        let path = file.path.as_str();
        path == wanted || path.split_once('/').is_some_and(|(_, name)| name == wanted)
    };
    match files().find(is) {
        Some(file) => Ok((file.clone(), file.path.clone())),
        None => {
            let names = files()
                .flat_map(|file| [Some(file.path.as_str()), file.path.as_str().split_once('/').map(|(_, name)| name)]);
            let near = nearest_name(&wanted, names.flatten()).map(str::to_owned);
            Err(Diagnostic::new(Code::EjectUnknown).arg("file", wanted).arg("theme", theme).did_you_mean(near))
        }
    }
}

/// Writes the file, unless it exists.
fn copy(settings: &Settings, file: &ThemeFile, path: &RelPath) -> Result<(), Diagnostic> {
    let place = site::locate(&settings.folders.root, path);
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Diagnostic::new(Code::EjectExists).arg("path", path.as_str()),
        _ => Diagnostic::new(Code::OutputFailed).arg("path", path.as_str()).arg("detail", reason(&error)),
    };
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file_there = fs::File::create_new(&place).map_err(failed)?;
    file_there.write_all(&file.bytes).map_err(failed)
}

/// The name of a theme: `passerelle` for
/// `themes/passerelle/templates/home.html`.
fn theme_of(file: &ThemeFile) -> &str {
    file.source.as_str().strip_prefix("themes/").and_then(|path| path.split('/').next()).unwrap_or_default()
}
