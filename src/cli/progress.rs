//! Progress in the terminal, for builds that take some time.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar as Bar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Step;
use crate::report::messages::{MessageLanguage, word};

/// Builds that end sooner show no progress.
const DELAY: Duration = Duration::from_millis(500);

/// A line in the terminal with the current step of a build; it is removed at
/// the end.
pub struct ProgressBar {
    bar: Bar,
    language: MessageLanguage,
    step: Mutex<Option<Step>>,
    appearing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl ProgressBar {
    /// Starts; shows nothing unless standard error is a terminal.
    pub fn start(language: MessageLanguage) -> ProgressBar {
        let bar = Bar::with_draw_target(None, ProgressDrawTarget::hidden());
        let appearing = io::stderr().is_terminal().then(|| appear_later(bar.clone()));
        ProgressBar { bar, language, step: Mutex::default(), appearing }
    }

    /// Shows the progress of a step; only its name if the total is 0.
    pub fn show(&self, step: Step, done: usize, total: usize) {
        let mut current = self.step.lock().unwrap_or_else(PoisonError::into_inner);
        if current.replace(step) != Some(step) {
            self.bar.set_message(word(word_of(step), &[], self.language));
            let counts = if total > 0 { "{spinner} {msg} {human_pos}/{human_len}" } else { "{spinner} {msg}" };
            self.bar
                .set_style(ProgressStyle::with_template(counts).unwrap_or_else(|_| ProgressStyle::default_spinner()));
            self.bar.set_length(total as u64);
        }
        drop(current);
        self.bar.set_position(done as u64);
    }
}

fn word_of(step: Step) -> &'static str {
    match step {
        Step::Read => "step-read",
        Step::Check => "step-check",
        Step::Render => "step-render",
        Step::Write => "step-write",
    }
}

impl Drop for ProgressBar {
    fn drop(&mut self) {
        if let Some((finished, thread)) = self.appearing.take() {
            drop(finished);
            // The drawing thread returns nothing.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

fn appear_later(bar: Bar) -> (Sender<()>, JoinHandle<()>) {
    let (finished, wait) = channel::<()>();
    let thread = thread::spawn(move || {
        if matches!(wait.recv_timeout(DELAY), Err(RecvTimeoutError::Timeout)) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
        }
    });
    (finished, thread)
}
