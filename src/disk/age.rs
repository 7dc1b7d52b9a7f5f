//! When a file last changed: as git knows it, or else the file system.

use std::path::Path;
use std::process::{Command, Stdio};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use crate::base::path::RelPath;
use crate::disk::site;

/// The day on which a file of the site last changed. What is not in git, or
/// differs from it, has the day of the file system.
pub fn changed_on(root: &Path, path: &RelPath) -> Option<Date> {
    let file = site::locate(root, path);
    in_git(root, path).or_else(|| {
        let changed = Timestamp::try_from(std::fs::metadata(file).ok()?.modified().ok()?).ok()?;
        Some(TimeZone::system().to_datetime(changed).date())
    })
}

fn in_git(root: &Path, path: &RelPath) -> Option<Date> {
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(root).args(args).arg("--").arg(path.as_str());
        let out = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    let is_as_committed = git(&["status", "--porcelain"])?.is_empty();
    git(&["log", "-1", "--format=%cs"]).filter(|_| is_as_committed)?.parse().ok()
}
