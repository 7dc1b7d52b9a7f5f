//! The command line program: runs the command that the settings describe, and
//! reports the result on standard output, standard error and in the exit
//! status.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "this folder does input and output")]

mod build;
mod check;
mod confirm;
mod exit;
mod export;
mod fix;
mod help;
mod host;
mod init;
mod new;
mod outcome;
mod progress;
mod publish;
mod rename;
mod serve;
mod settings;
mod status;
mod theme;

use std::process::ExitCode;
use std::time::Instant;

use crate::base::diag::Diagnostic;
use crate::cli::outcome::Outcome;
use crate::cli::settings::{Settings, Task};
use crate::pipeline::Report;
use crate::report::summary;

/// Runs the program with the arguments and environment of this process.
pub fn main() -> ExitCode {
    let started = Instant::now();
    let settings = Settings::of_process();
    let outcome = run(&settings, started);
    outcome.print(&settings);
    ExitCode::from(exit::status(&outcome.diagnostics, settings.strict))
}

fn run(settings: &Settings, started: Instant) -> Outcome {
    match &settings.task {
        Task::Init(dir) => init::run(dir, settings.look.language),
        Task::Serve(asked) => serve::run(settings, asked),
        _ => match settings.folders.find_obstacle() {
            None => run_on_site(settings, started),
            Some(diagnostic) => refuse(settings, diagnostic, started),
        },
    }
}

/// The outcome for a folder that a command cannot work on.
fn refuse(settings: &Settings, diagnostic: Diagnostic, started: Instant) -> Outcome {
    let report = Report::refused(diagnostic);
    let (language, elapsed) = (settings.look.language, started.elapsed());
    let closing = match settings.task {
        Task::Build => summary::built(&report, elapsed, language),
        Task::Check => vec![summary::checked(&report, elapsed, language)],
        _ => vec![],
    };
    Outcome { diagnostics: report.diagnostics, closing, ..Outcome::default() }
}

/// Runs a command that needs an existing site.
fn run_on_site(settings: &Settings, started: Instant) -> Outcome {
    match &settings.task {
        Task::Build => build::run(settings, started),
        Task::Check => check::run(settings, started),
        Task::New(task) => new::run(settings, task),
        Task::Rename(asked) => rename::run(settings, &asked.old, &asked.new),
        Task::Status(asked) => status::run(settings, asked),
        Task::Confirm(asked) => confirm::run(settings, asked),
        Task::Fix(asked) => fix::run(settings, asked.write),
        Task::Publish(asked) => publish::run(settings, asked, started),
        Task::Theme(asked) => theme::run(settings, asked),
        Task::Host => host::run(settings),
        Task::Brochure(asked) => export::run(settings, asked),
        Task::Init(_) | Task::Serve(_) => Outcome::default(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Instant;

    use super::{Outcome, run};
    use crate::base::code::Code;
    use crate::cli::settings::tests::settings;

    #[test]
    fn a_folder_that_is_no_site_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let typed = |output: &str| settings(&["build", "--root", dir.path().to_str().unwrap(), "--output", output]);
        let first = |outcome: &Outcome| outcome.diagnostics.iter().next().map(|diagnostic| diagnostic.code);
        assert_eq!(first(&run(&typed("/nowhere"), Instant::now())), Some(Code::SiteMissing));
        fs::write(dir.path().join("site.yaml"), "").unwrap();
        let content = dir.path().join("content/out");
        let outcome = run(&typed(content.to_str().unwrap()), Instant::now());
        assert_eq!(first(&outcome), Some(Code::OutputHoldsSite));
    }
}
