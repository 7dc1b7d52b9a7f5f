//! What `jisr publish` shows in the terminal: the plan, the progress, the end.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::base::diag::Arg;
use crate::config::target::Target;
use crate::publish::plan::Plan;
use crate::report::messages::{MessageLanguage, counted, enumerate, number, seconds, word};

/// The plan in a line.
pub fn plan_lines(plan: &Plan, target: &Target, language: MessageLanguage) -> Vec<String> {
    let mut counts = vec![("publish-new", plan.added()), ("publish-changed", plan.changed())];
    counts.extend([("publish-removed", plan.removed()), ("publish-unchanged", plan.unchanged)]);
    counts.retain(|(_, count)| *count > 0);
    let mut parts: Vec<String> = counts.iter().map(|(name, count)| counted(name, *count, language)).collect();
    // These sentences are our own: they need no isolation.
    parts.push(word("publish-size", &[], language).replace("{size}", &size(plan.bytes, language)));
    let names = [("target", target.name.as_str().into()), ("to", Arg::Text(target.written.clone()))];
    vec![word("publish-plan", &names, language).replace("{what}", &enumerate(&parts, language))]
}

/// A number of bytes as people say it.
fn size(bytes: u64, language: MessageLanguage) -> String {
    let (unit, per) = match bytes {
        0..1_000 => ("size-b", 1),
        1_000..1_000_000 => ("size-kb", 1_000),
        _ => ("size-mb", 1_000_000),
    };
    let rounded = usize::try_from((bytes + per / 2) / per).unwrap_or(usize::MAX);
    word(unit, &[], language).replace("{size}", &number(rounded, language))
}

/// The last line: how long it took, and where the site is.
pub fn published(target: &Target, address: &str, elapsed: Duration, language: MessageLanguage) -> String {
    let args = [("target", target.name.as_str().into()), ("address", Arg::Text(address.to_owned()))];
    word("publish-done", &args, language).replace("{seconds}", &seconds(elapsed.as_secs_f64(), language))
}

/// A line in the terminal with the bytes that were transferred and the time
/// that is left; it is removed at the end.
pub struct Bar(ProgressBar);

impl Bar {
    /// Starts; shows nothing unless standard error is a terminal.
    pub fn start(bytes: u64, language: MessageLanguage) -> Bar {
        let is_shown = io::stderr().is_terminal();
        let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(bytes), target);
        let style = ProgressStyle::with_template("{spinner} {msg} {bytes}/{total_bytes} {elapsed} (-{eta})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(word("publish-transfer", &[], language));
        Bar(bar)
    }

    /// Shows how many bytes were transferred.
    pub fn show(&self, sent: u64) {
        self.0.set_position(sent);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
