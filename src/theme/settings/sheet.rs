//! The style sheet generated from settings: custom properties and fonts.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::theme::color::Color;
use crate::theme::settings::read::format_of;
use crate::theme::settings::{Face, Font, Setting, Settings};

/// Its name in `static/`.
const SHEET: &str = "design.css";

/// Its path in a theme.
pub const SHEET_PATH: &str = "static/design.css";

/// `--paper`, `--accent`… for both schemes, `--text`… and the fonts that the
/// site provides; none if the theme declares nothing.
pub fn sheet(settings: &Settings) -> Option<String> {
    if settings.colors.iter().all(Vec::is_empty) && settings.fonts.is_empty() {
        return None;
    }
    let mut css = String::new();
    for font in &settings.fonts {
        font.value.faces.iter().for_each(|face| css.push_str(&font_face(&family(font), face)));
    }
    let fonts: String = settings.fonts.iter().map(|font| format!("--{}:{};", font.name, stack(font))).collect();
    css.push_str(&schemes(settings, &fonts));
    Some(css)
}

/// The colours alone, for drawings, which use no fonts.
pub fn palette(settings: &Settings) -> String {
    schemes(settings, "")
}

/// The colours of the light scheme by name: `#0f5361`.
pub fn light(settings: &Settings) -> BTreeMap<String, String> {
    settings.colors[0].iter().map(|color| (color.name.clone(), color.value.hex())).collect()
}

/// Custom properties for both schemes; `more` holds further declarations, the
/// same in both.
fn schemes(settings: &Settings, more: &str) -> String {
    let [light, dark] = &settings.colors;
    let mut css = format!(":root{{{}{more}}}", colors(light));
    if !dark.is_empty() {
        let _ = write!(css, "@media (prefers-color-scheme:dark){{:root{{{}}}}}", colors(dark));
    }
    css
}

fn colors(colors: &[Setting<Color>]) -> String {
    colors.iter().map(|color| format!("--{}:{};", color.name, color.value.hex())).collect()
}

/// The name of the font that the site provides, in quotes.
fn family(font: &Setting<Font>) -> String {
    format!("\"{}\"", font.value.family.as_deref().unwrap_or(&font.name))
}

fn stack(font: &Setting<Font>) -> String {
    let own = font.value.family.is_some() || !font.value.faces.is_empty();
    let own = own.then(|| family(font));
    let system = Some(font.value.stack.clone()).filter(|stack| !stack.is_empty());
    own.into_iter().chain(system).collect::<Vec<_>>().join(",")
}

/// A `@font-face` rule. `font-display: swap` shows text at once in a system
/// font.
fn font_face(family: &str, face: &Face) -> String {
    let Some(format) = format_of(&face.file) else { return String::new() };
    let mut css = format!("@font-face{{font-family:{family};src:url(\"{}\") format(\"{format}\");", face.file);
    let more = [("font-weight", &face.weight), ("unicode-range", &face.range)];
    for (name, value) in more.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        let _ = write!(css, "{name}:{value};");
    }
    css + "font-display:swap}"
}

/// A style sheet, or a drawing with one, in which
/// `@import "design.css" layer(…);` is replaced by the content of `design.css`,
/// to save a request.
pub fn inlined(css: &str, sheet: &str) -> Option<String> {
    let start = css.find(&format!("@import \"{SHEET}\""))?;
    let (statement, rest) = css[start..].split_once(';')?;
    let layer = statement.split_once("layer(").and_then(|(_, rest)| rest.split_once(')')).map(|(name, _)| name);
    let body = layer.map_or_else(|| sheet.to_owned(), |layer| format!("@layer {layer}{{{sheet}}}"));
    Some(format!("{}{body}{rest}", &css[..start]))
}
