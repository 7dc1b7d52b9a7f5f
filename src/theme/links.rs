//! Addresses that a theme spells out: those of the site in templates, and
//! files of the theme in style sheets.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Place, Span};
use crate::theme::error::Templates;
use crate::theme::file::ThemeFile;
use crate::theme::statics;

/// What an address of the site stands in, up to its first slash.
const BEFORE: [&str; 4] = ["href=\"/", "href='/", "src=\"/", "src='/"];

/// An address of the site in a template, without fragment and query.
pub struct Link {
    /// Where it stands.
    pub at: Place,
    /// As it is written: `/fr/about/`.
    pub written: String,
}

/// The addresses of the site that templates spell out. One that a template puts
/// together is right by itself.
pub(super) fn links(templates: &Templates) -> Vec<Link> {
    let mut found = vec![];
    for template in templates.values() {
        let text = template.text.as_str();
        for (at, before) in BEFORE.iter().flat_map(|before| text.match_indices(before)) {
            let start = at + before.len() - 1;
            let quote = &before[before.len() - 2..before.len() - 1];
            let written = text[start..].split(quote).next().unwrap_or_default();
            let path = written.split(['?', '#']).next().unwrap_or_default();
            if !written.contains(['{', '\n']) && !written.starts_with("//") && !is_remark(text, start, ("{#", "#}")) {
                let span = Span::new(start..start + written.len());
                found.push(Link { at: Place { path: template.source.clone(), span }, written: path.to_owned() });
            }
        }
    }
    found
}

/// A warning for each file that a style sheet refers to and no theme has.
pub(super) fn missing(files: &BTreeMap<&str, &ThemeFile>) -> Vec<Diagnostic> {
    let mut found = vec![];
    for (path, file) in files {
        let sheet = path.strip_prefix("static/").filter(|_| file.path.has_extension("css"));
        let Some((sheet, css)) = sheet.zip(std::str::from_utf8(&file.bytes).ok()) else { continue };
        for (range, target) in statics::targets(sheet, css) {
            if !files.contains_key(&*format!("static/{target}")) && !is_remark(css, range.start, ("/*", "*/")) {
                let place = Diagnostic::at(Code::ThemeDeadLink, &file.source, Span::new(range));
                found.push(place.arg("target", format!("static/{target}")));
            }
        }
    }
    found
}

fn is_remark(text: &str, at: usize, (open, close): (&str, &str)) -> bool {
    let before = &text[..at];
    before.rfind(open).is_some_and(|start| !before[start..].contains(close))
}
