//! The outcome of a command, and how it is printed.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use anstream::AutoStream;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::path::RelPath;
use crate::cli::settings::{Format, Settings};
use crate::report;

/// The outcome of a command.
#[derive(Default)]
pub struct Outcome {
    /// Everything that was found.
    pub diagnostics: Diagnostics,
    /// The texts that the diagnostics refer to.
    pub sources: BTreeMap<RelPath, Arc<[u8]>>,
    /// The requested output, as lines for standard output.
    pub answer: Vec<String>,
    /// Whether the output is itself what the format asks for, so that no report
    /// is printed beside it.
    pub is_whole: bool,
    /// Lines that are printed only with `--verbose`.
    pub details: Vec<String>,
    /// The last lines: what was done, or why nothing was.
    pub closing: Vec<String>,
}

impl Outcome {
    /// The outcome of a command that failed before it started.
    pub fn refused(diagnostic: Diagnostic) -> Outcome {
        Outcome { diagnostics: Diagnostics::from_iter([diagnostic]), ..Outcome::default() }
    }

    /// Prints the report where its format requires it, and the rest on standard
    /// error. It is not an error if an output is closed.
    pub fn print(&self, settings: &Settings) {
        let language = settings.look.language;
        let sources = |path: &RelPath| self.sources.get(path).cloned();
        let found = &self.diagnostics;
        let mut stderr = AutoStream::new(io::stderr(), settings.color);
        if self.is_whole {
            let _ = self.answer.iter().try_for_each(|text| write!(io::stdout(), "{text}"));
            let _ = write!(stderr, "{}", report::text(found, &sources, &settings.look));
            return;
        }
        let _ = match settings.format {
            Format::Text => write!(stderr, "{}", report::text(found, &sources, &settings.look)),
            Format::Json => write!(io::stdout(), "{}", report::json(found, &sources, language)),
            Format::Github => write!(io::stdout(), "{}", report::github(found, &sources, language)),
        };
        self.print_answer(settings, &mut stderr);
        let details = self.details.iter().filter(|_| settings.verbose);
        let _ = details.chain(&self.closing).try_for_each(|line| writeln!(stderr, "{line}"));
    }

    /// Prints the requested output, unless standard output is reserved for a
    /// machine-readable report.
    fn print_answer(&self, settings: &Settings, stderr: &mut impl Write) {
        let mut stdout = AutoStream::new(io::stdout(), settings.color);
        let _ = self.answer.iter().try_for_each(|line| match settings.format {
            Format::Text => writeln!(stdout, "{line}"),
            Format::Json | Format::Github => writeln!(stderr, "{line}"),
        });
    }
}
