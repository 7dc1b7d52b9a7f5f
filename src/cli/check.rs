//! `jisr check`: checks and renders everything like a build, but writes
//! nothing.

use std::time::Instant;

use crate::cli::outcome::Outcome;
use crate::cli::progress::ProgressBar;
use crate::cli::settings::Settings;
use crate::disk::build;
use crate::pipeline::Step;
use crate::report::summary;

/// Checks the site.
pub fn run(settings: &Settings, started: Instant) -> Outcome {
    let progress = ProgressBar::start(settings.look.language);
    progress.show(Step::Read, 0, 0);
    let (tree, early) = settings.folders.read();
    progress.show(Step::Check, 0, 0);
    let show = |step, done, total| progress.show(step, done, total);
    let report = build::check(&settings.folders, &tree, early, settings.options(), &show);
    drop(progress);
    Outcome {
        sources: build::quoted(&report.diagnostics, &tree),
        closing: vec![summary::checked(&report, started.elapsed(), settings.look.language)],
        diagnostics: report.diagnostics.sorted(),
        ..Outcome::default()
    }
}
