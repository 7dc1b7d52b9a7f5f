//! `jisr serve`: translates the command line into the preview's setup.

use std::io::{self, Write};
use std::time::Duration;

use crate::base::code::Domain;
use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::cli::build;
use crate::cli::outcome::Outcome;
use crate::cli::progress::ProgressBar;
use crate::cli::settings::{Serve, Settings};
use crate::report::messages::message;
use crate::report::summary;
use crate::serve::{self, Setup};
use crate::source::Tree;

/// Serves the site until it is stopped.
pub fn run(settings: &Settings, asked: &Serve) -> Outcome {
    let write = |tree: &Tree, early: Diagnostics| write(settings, tree, early);
    let served = serve::serve(&setup(settings, asked), asked.write.then_some(&write));
    served.err().map_or_else(Outcome::default, Outcome::refused)
}

/// The setup of the preview. It shows drafts and pages not yet published,
/// unless it is to show what the public sees.
pub fn setup(settings: &Settings, asked: &Serve) -> Setup {
    let is_open = !asked.published;
    Setup {
        folders: settings.folders.clone(),
        interface: asked.interface.clone(),
        port: asked.port,
        open: asked.open,
        poll: asked.poll,
        editor: asked.editor.clone().or_else(|| std::env::var("JISR_EDITOR").ok()).filter(|editor| !editor.is_empty()),
        today: settings.day_is_stated.then_some(settings.today),
        base_url: settings.base_url.clone(),
        drafts: settings.drafts || is_open,
        future: settings.future || is_open,
        verbose: settings.verbose,
        look: settings.look,
        color: settings.color,
    }
}

/// Writes the site as `jisr build` does, for a preview that has already read
/// its files. Reports only what prevents writing: the preview reports
/// everything else.
fn write(settings: &Settings, tree: &Tree, early: Diagnostics) {
    let language = settings.look.language;
    let progress = ProgressBar::start(language);
    let report = build::of_tree(settings, tree, early, &progress);
    drop(progress);
    let failed = |found: &&Diagnostic| found.severity == Severity::Error && found.code.domain() == Domain::Storage;
    for found in report.diagnostics.iter().filter(failed) {
        let _ = writeln!(io::stderr(), "{}", message(found, language));
    }
    if report.diagnostics.has_errors() {
        for line in summary::built(&report, Duration::ZERO, language) {
            let _ = writeln!(io::stderr(), "{line}");
        }
    }
}
