//! What a site can set without writing CSS: a theme declares colours, fonts
//! and a logo with their defaults (`settings:` in theme.yaml), and a site, or
//! a theme that extends it, sets some of them anew, key by key (`design:` in
//! site.yaml).

mod contrast;
mod read;
mod sheet;

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Place};
use crate::base::path::RelPath;
use crate::schema::near::nearest_name;
use crate::theme::color::Color;
use crate::theme::file::ThemeFile;
use crate::theme::settings::read::From;
use crate::yaml::{Node, Yaml};

pub(super) use crate::theme::settings::sheet::{SHEET_PATH, inlined, light, palette, sheet};

/// What a site set, with the file that says so.
#[derive(Clone, Copy)]
pub struct Design<'a> {
    /// site.yaml.
    pub path: &'a RelPath,
    /// What stands behind `design:`.
    pub node: &'a Node,
}

/// The settings of a theme as the site wants them.
#[derive(Default)]
pub(super) struct Settings {
    /// Colours by name, in the order of the theme; for the light and the dark scheme.
    pub colors: [Vec<Setting<Color>>; 2],
    /// Stacks of fonts by name: `text`, `display`, `arabic`.
    pub fonts: Vec<Setting<Font>>,
    /// A picture of `static/`, by its name there.
    pub logo: Option<Setting<String>>,
    /// Which colour must be readable on which.
    pub contrast: Vec<Pair>,
}

/// A setting with its name and the place that says so.
#[derive(Clone, Debug)]
pub(super) struct Setting<T> {
    pub name: String,
    pub value: T,
    pub place: Place,
    /// Whether the site says so, and not the theme.
    pub own: bool,
}

/// The fonts that a text is set in.
#[derive(Clone, Debug, Default)]
pub(super) struct Font {
    /// Fonts of the reader's system, as CSS lists them.
    pub stack: String,
    /// A font that the site has itself, which goes before them.
    pub family: Option<String>,
    /// Its files.
    pub faces: Vec<Face>,
}

/// A file of a font.
#[derive(Clone, Debug)]
pub(super) struct Face {
    /// Its name in `static/`.
    pub file: String,
    /// `400`, or `100 900` for a variable font.
    pub weight: Option<String>,
    /// The characters that it is for: `U+0600-06FF`.
    pub range: Option<String>,
    /// Where it is named.
    pub place: Place,
}

/// Two colours of which one must be readable on the other.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub front: String,
    pub back: String,
    /// The least ratio: 4.5 for text, 3 for lines and large letters.
    pub ratio: f64,
}

/// The schemes, as settings name them.
const DARK: [&str; 2] = ["", "dark."];

/// Reads the settings of every layer and the site's own over them, and checks
/// that the files are there and that the colours can be read.
pub(super) fn settings(layers: &[Vec<ThemeFile>], design: Option<Design>) -> (Settings, Vec<Diagnostic>) {
    let mut settings = Settings::default();
    let mut diagnostics = vec![];
    for file in layers.iter().flatten().filter(|file| file.path.as_str() == "theme.yaml") {
        if let Some(Node { value: Yaml::Mapping(entries), .. }) = file.yaml().root {
            let is_first = settings.colors.iter().all(Vec::is_empty) && settings.fonts.is_empty();
            let is_new = |name: &str| is_first || is_used(name, layers);
            for entry in entries.iter().filter(|entry| entry.key == "settings") {
                let from = From { path: &file.source, own: false, is_new: &is_new };
                read::read(&mut settings, from, &entry.value, &mut diagnostics);
            }
        }
    }
    if let Some(Design { path, node }) = design {
        let from = From { path, own: true, is_new: &|_| false };
        read::read(&mut settings, from, node, &mut diagnostics);
    }
    diagnostics.extend(missing_files(&mut settings, layers));
    diagnostics.extend(contrast::check(&settings));
    (settings, diagnostics)
}

/// Whether a style sheet, a drawing or a template takes a setting: a theme that
/// extends another may have settings of its own, and what nothing takes is a
/// slip.
fn is_used(name: &str, layers: &[Vec<ThemeFile>]) -> bool {
    let taken = [format!("--{name}"), format!("colors.{name}"), format!("\"{name}\"")];
    let is_text = |file: &&ThemeFile| ["css", "svg", "html", "js"].iter().any(|kind| file.path.has_extension(kind));
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || "-_".contains(c));
    layers.iter().flatten().filter(is_text).any(|file| {
        let text = String::from_utf8_lossy(&file.bytes);
        taken.iter().any(|use_| text.match_indices(use_).any(|(at, _)| ends(&text[at + use_.len()..])))
    })
}

/// Reports files that are not in `static/`, and leaves them out.
fn missing_files(settings: &mut Settings, layers: &[Vec<ThemeFile>]) -> Vec<Diagnostic> {
    let files = layers.iter().flatten();
    let names: BTreeMap<&str, ()> =
        files.filter_map(|file| Some((file.path.as_str().strip_prefix("static/")?, ()))).collect();
    let mut diagnostics = vec![];
    let mut is_there = |file: &str, place: &Place| {
        let found = names.contains_key(file);
        if !found {
            let missing = Diagnostic::at(Code::MissingFile, &place.path, place.span);
            let near = nearest_name(file, names.keys().copied());
            diagnostics.push(missing.arg("target", format!("static/{file}")).did_you_mean(near));
        }
        found
    };
    for font in &mut settings.fonts {
        font.value.faces.retain(|face| is_there(&face.file, &face.place));
    }
    settings.logo.take_if(|logo| !is_there(&logo.value, &logo.place));
    diagnostics
}

#[cfg(test)]
mod tests;
