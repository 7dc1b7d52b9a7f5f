//! Progress on the terminal, for builds that take a while.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::base::path::RelPath;
use crate::build::Output;
use crate::shell::messages::{MessageLanguage, word};

/// A build that is over sooner shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// What a build is doing, on a line of the terminal that disappears with it.
pub struct Progress {
    bar: ProgressBar,
    language: MessageLanguage,
    appearing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins; shows nothing at all unless standard error is a terminal.
    pub fn start(language: MessageLanguage) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let appearing = io::stderr().is_terminal().then(|| appear_later(bar.clone()));
        Progress { bar, language, appearing }
    }

    /// Names what is being done, by a word of `messages/words.yaml`:
    /// `step-read`, `step-check`, `step-render`.
    pub fn step(&self, name: &str) {
        self.bar.set_message(word(name, &[], self.language));
    }

    /// The output, counting on the terminal what is written to it.
    pub fn watch<'a>(&'a self, output: &'a dyn Output) -> Watched<'a> {
        self.step("step-write");
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {human_pos}") {
            self.bar.set_style(style);
        }
        Watched { output, bar: &self.bar }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((finished, thread)) = self.appearing.take() {
            drop(finished);
            // A thread that draws has nothing to tell.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

fn appear_later(bar: ProgressBar) -> (Sender<()>, JoinHandle<()>) {
    let (finished, wait) = channel::<()>();
    let thread = thread::spawn(move || {
        let is_over = !matches!(wait.recv_timeout(PATIENCE), Err(std::sync::mpsc::RecvTimeoutError::Timeout));
        if !is_over {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
        }
    });
    (finished, thread)
}

/// An output whose writes are counted.
pub struct Watched<'a> {
    output: &'a dyn Output,
    bar: &'a ProgressBar,
}

impl Output for Watched<'_> {
    fn len(&self, path: &RelPath) -> Option<u64> {
        self.output.len(path)
    }

    fn put(&self, path: &RelPath, bytes: &[u8]) -> io::Result<()> {
        self.bar.inc(1);
        self.output.put(path, bytes)
    }

    fn copy(&self, path: &RelPath, source: &RelPath) -> io::Result<()> {
        self.bar.inc(1);
        self.output.copy(path, source)
    }

    fn delete(&self, path: &RelPath) -> io::Result<()> {
        self.output.delete(path)
    }

    fn list(&self) -> Vec<RelPath> {
        self.output.list()
    }
}
