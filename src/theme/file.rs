//! A file of a theme, as all parts of the theme read it.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::path::RelPath;
use crate::yaml::fence::decode;
use crate::yaml::{self, Document};

/// A file of a theme.
#[derive(Clone)]
pub struct ThemeFile {
    /// Its path inside the theme: `templates/home.html`, `i18n/fr.yaml`, `static/site.css`.
    pub path: RelPath,
    /// Its path as messages name it: `themes/passerelle/templates/home.html`.
    pub source: RelPath,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}

impl ThemeFile {
    /// The theme that the file belongs to: `passerelle`; for a file of the
    /// site's own, its folder.
    pub(super) fn theme(&self) -> &str {
        let inside = self.source.as_str().strip_prefix("themes/").and_then(|path| path.split_once('/'));
        inside.map_or(self.source.folder(), |(theme, _)| theme)
    }

    /// The file as YAML.
    pub(super) fn yaml(&self) -> Document {
        let (text, mut diagnostics) = decode(&self.source, &self.bytes);
        let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let document = yaml::read(&self.source, &text, mark..text.len());
        diagnostics.extend(document.diagnostics);
        Document { diagnostics, ..document }
    }

    /// A diagnostic about what the file says.
    pub(super) fn invalid(&self, span: Span, detail: &str) -> Diagnostic {
        Diagnostic::at(Code::ThemeInvalid, &self.source, span).arg("theme", self.theme()).arg("detail", detail)
    }
}

pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';
