//! The panel: what is wrong with the page shown, above it, or alone where
//! there is nothing else to show.

use std::path::Path;

use serde::Serialize;

use crate::base::diag::{Diagnostic, Severity};
use crate::desk::engine::{STYLE, render};
use crate::desk::problem::{Problem, Teller, rank};
use crate::desk::snapshot::Snapshot;
use crate::report::limit::limited;
use crate::report::messages::{MessageLanguage, counted};
use crate::report::{Files, Sources};

#[derive(Serialize)]
struct Panel {
    title: String,
    grave: bool,
    /// Whether the page below is an earlier version, without the errors.
    earlier: bool,
    problems: Vec<Problem>,
    style: &'static str,
}

/// See [`crate::desk::panel`].
pub(super) fn fragment(snapshot: &Snapshot, diagnostics: &[&Diagnostic], earlier: bool) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let panel = panel(diagnostics, snapshot.sources, Some(snapshot.root), snapshot.language);
    render("panel.html", snapshot.language, &Panel { earlier, ..panel })
}

/// See [`crate::desk::panel_page`].
pub(super) fn page(diagnostics: &[&Diagnostic], sources: &Sources, language: MessageLanguage) -> String {
    render("panel-page.html", language, &panel(diagnostics, sources, None, language))
}

fn panel(diagnostics: &[&Diagnostic], sources: &Sources, root: Option<&Path>, language: MessageLanguage) -> Panel {
    let mut teller = Teller { files: Files::new(sources), root, language };
    let mut sorted = diagnostics.to_vec();
    sorted.sort_by_key(|diagnostic| rank(diagnostic.severity));
    let count = |severity| sorted.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let title = match errors {
        0 => counted("panel-warnings", warnings, language),
        errors => counted("panel-title", errors, language),
    };
    let shown = limited(&sorted.into_iter().cloned().collect());
    let problems = shown.iter().map(|diagnostic| teller.tell(diagnostic)).collect();
    Panel { title, grave: errors > 0, earlier: false, problems, style: STYLE }
}
