//! What the preview shows in addition to the site: the desk, the pair view, the
//! bar on each page and the panel with the page's problems. Pure functions from
//! a state of the site to HTML; the server calls them and holds the state.
//!
//! All of it uses the language of the staff and its direction, whatever the
//! language of the page.

mod bar;
mod compare;
pub mod edit;
mod engine;
mod item;
mod overview;
mod pair;
mod panel;
mod places;
mod problem;
mod reading;
mod snapshot;

use crate::base::diag::Diagnostic;
use crate::base::path::RelPath;
use crate::report::Sources;
use crate::report::messages::MessageLanguage;
use crate::site::View;

pub use crate::desk::snapshot::Snapshot;

/// Returns a rendered page of the site, without bar and panel, by its address
/// as requested by a browser, including the base path: `/fr/projects/a/`.
pub type Pages<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A file that a link of the desk opens, with the position in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// The file, below the site's root.
    pub path: RelPath,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, in characters, counted from 1.
    pub column: usize,
}

/// Files that the server serves below `/_jisr/`: name, content type, bytes.
pub const ASSETS: &[(&str, &str, &[u8])] = &[
    ("shared.css", CSS, include_bytes!("assets/shared.css")),
    ("desk.css", CSS, include_bytes!("assets/desk.css")),
    ("pair.css", CSS, include_bytes!("assets/pair.css")),
    ("bar.css", CSS, include_bytes!("assets/bar.css")),
    ("edit.css", CSS, include_bytes!("assets/edit.css")),
    ("edit.js", JS, include_bytes!("assets/edit.js")),
    ("desk.js", JS, include_bytes!("assets/desk.js")),
    ("bar.js", JS, include_bytes!("assets/bar.js")),
];

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// The desk: every project with its state in each language, and the problems. A
/// whole page, for `/_jisr/`; `query` is the query of its address:
/// `state=draft`.
pub fn desk(snapshot: &Snapshot, query: &str) -> String {
    overview::page(snapshot, query)
}

/// Both languages of a project side by side: a whole page, for
/// `/_jisr/pair/<project>`. A page of content is `page:<id>`. `None` if there
/// is no such project.
pub fn pair(snapshot: &Snapshot, project: &str, html: &Pages) -> Option<String> {
    pair::page(snapshot, project, html)
}

/// The bar of a page: a fragment to insert before `</body>`.
pub fn bar(snapshot: &Snapshot, view: &View) -> String {
    bar::fragment(snapshot, view)
}

/// The problems of the page: a fragment to insert after `<body>`. Empty if
/// there are none. `earlier` means that an earlier version of the page is
/// shown, without these errors.
pub fn panel(snapshot: &Snapshot, diagnostics: &[&Diagnostic], earlier: bool) -> String {
    panel::fragment(snapshot, diagnostics, earlier)
}

/// The problems as a whole page, if there is nothing else to show.
pub fn panel_page(diagnostics: &[&Diagnostic], sources: &Sources, language: MessageLanguage) -> String {
    panel::page(diagnostics, sources, language)
}
