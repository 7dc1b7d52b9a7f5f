//! What the preview shows beside the site: the desk, the pair view, the bar on
//! each page and the panel of what is wrong. Pure functions from a state of
//! the site to HTML; the server calls them and holds the state.

use std::path::Path;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::shell::messages::MessageLanguage;
use crate::shell::report::Sources;
use crate::site::{Plan, View};

/// The site as the last build left it, and how to speak of it.
pub struct Snapshot<'a> {
    /// The pages, drafts and withheld ones too.
    pub plan: &'a Plan,
    /// What the build reported, sorted.
    pub diagnostics: &'a Diagnostics,
    /// The files as they stand now.
    pub sources: &'a Sources<'a>,
    /// The language of the staff.
    pub language: MessageLanguage,
    /// The site's folder, absolute: for links that open a file in an editor.
    pub root: &'a Path,
    /// How long the build took, in milliseconds.
    pub built_ms: u64,
    /// Which build it is, counted from the start of the server.
    pub build: u64,
}

/// Gives a page of the site as rendered, without bar and panel, by the path of
/// its address: `/fr/projects/a/`.
pub type Pages<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Files that the server answers with below `/_jisr/`: name, content type,
/// bytes.
pub const ASSETS: &[(&str, &str, &[u8])] = &[];

/// The desk: every project with its state in each language, and what is wrong.
/// A whole page, for `/_jisr/`.
pub fn desk(_snapshot: &Snapshot) -> String {
    String::new()
}

/// Both languages of a project side by side: a whole page, for
/// `/_jisr/pair/<project>`. A page of content is `page:<id>`. `None` where
/// there is no such project.
pub fn pair(_snapshot: &Snapshot, _project: &str, _html: &Pages) -> Option<String> {
    None
}

/// The bar of a page: a fragment to put before `</body>`.
pub fn bar(_snapshot: &Snapshot, _view: &View) -> String {
    String::new()
}

/// What is wrong with the page shown: a fragment to put behind `<body>`.
/// Empty where nothing is.
pub fn panel(_snapshot: &Snapshot, _diagnostics: &[&Diagnostic]) -> String {
    String::new()
}

/// What is wrong, as a whole page: where there is nothing else to show.
pub fn panel_page(_diagnostics: &[&Diagnostic], _sources: &Sources, _language: MessageLanguage) -> String {
    String::new()
}
