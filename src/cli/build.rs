//! `jisr build`: builds the site into its output folder.

use std::time::Instant;

use crate::base::diag::Diagnostics;
use crate::cli::outcome::Outcome;
use crate::cli::progress::ProgressBar;
use crate::cli::settings::Settings;
use crate::disk::build;
use crate::pipeline::{Report, Step};
use crate::report::summary;
use crate::source::Tree;

/// Builds the site.
pub fn run(settings: &Settings, started: Instant) -> Outcome {
    let progress = ProgressBar::start(settings.look.language);
    progress.show(Step::Read, 0, 0);
    let (tree, early) = settings.folders.read();
    let report = of_tree(settings, &tree, early, &progress);
    drop(progress);
    let language = settings.look.language;
    Outcome {
        sources: build::quoted(&report.diagnostics, &tree),
        details: if report.diagnostics.has_errors() { vec![] } else { summary::reasons(&report, language) },
        closing: summary::built(&report, started.elapsed(), language),
        diagnostics: report.diagnostics.sorted(),
        ..Outcome::default()
    }
}

/// Builds the site from files that have been read already.
pub fn of_tree(settings: &Settings, tree: &Tree, early: Diagnostics, progress: &ProgressBar) -> Report {
    progress.show(Step::Check, 0, 0);
    let show = |step, done, total| progress.show(step, done, total);
    build::build(&settings.folders, tree, early, settings.options(), &show)
}
