//! A Chromium-based browser that prints a page as PDF.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cli::export::failure::Failure;

/// The time limit for one document.
const TIME_LIMIT: Duration = Duration::from_secs(180);

/// The interval at which the browser is polled.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// The names of the browser's executable on various systems.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
];

/// Options for printing without a window, without the user's profile, and
/// without network access.
const FLAGS: &[&str] = &[
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
];

/// An installed browser.
pub struct Browser {
    program: OsString,
}

/// The browser named by the variable `CHROMIUM`, or the first known one that
/// starts.
pub fn find() -> Option<Browser> {
    let named = env::var_os("CHROMIUM").filter(|name| !name.is_empty());
    let names = named.map_or_else(|| NAMES.iter().map(OsString::from).collect(), |name| vec![name]);
    names.into_iter().find(starts).map(|program| Browser { program })
}

fn starts(program: &OsString) -> bool {
    // On Windows, browsers open a window when asked for their version.
    if cfg!(windows) {
        return Path::new(program).is_file();
    }
    let version = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    version.is_ok_and(|output| output.status.success())
}

impl Browser {
    /// Prints the page at an address to a file, atomically.
    pub fn print(&self, address: &str, file: &Path) -> Result<(), Failure> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(Failure::Io)?;
        // In the same folder, so that the file can be renamed; the profile is
        // deleted with it.
        let scratch = tempfile::Builder::new().prefix(".jisr-").tempdir_in(folder).map_err(Failure::Io)?;
        let printed = scratch.path().join("brochure.pdf");
        let words = self.run(address, &printed, &scratch)?;
        if !fs::metadata(&printed).is_ok_and(|data| data.len() > 0) {
            return Err(Failure::Browser(words));
        }
        fs::rename(&printed, file).map_err(Failure::Io)
    }

    /// Runs the browser until it ends, and returns the end of its output.
    fn run(&self, address: &str, printed: &Path, scratch: &TempDir) -> Result<String, Failure> {
        let mut command = Command::new(&self.program);
        command.args(FLAGS).arg(option("--user-data-dir=", &scratch.path().join("profile")));
        command.arg(option("--print-to-pdf=", &absolute(printed)));
        if is_root() {
            // As root, and in most containers, it has no sandbox and refuses to
            // start with it.
            command.arg("--no-sandbox");
        }
        command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(Failure::Io)?;
        let stderr = child.stderr.take();
        let said = std::thread::spawn(move || {
            let mut said = vec![];
            let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut said));
            String::from_utf8_lossy(&said).into_owned()
        });
        let in_time = wait(&mut child).map_err(Failure::Io)?;
        let words = if in_time { said.join().unwrap_or_default() } else { format!("> {} s", TIME_LIMIT.as_secs()) };
        Ok(words.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().to_owned())
    }
}

fn option(name: &str, value: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(value);
    option
}

fn absolute(path: &Path) -> std::path::PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Waits for the browser, and kills it at the time limit.
fn wait(child: &mut Child) -> std::io::Result<bool> {
    let began = Instant::now();
    while child.try_wait()?.is_none() {
        if began.elapsed() > TIME_LIMIT {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        std::thread::sleep(POLL_INTERVAL);
    }
    Ok(true)
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    // A file that this process has just created belongs to its user.
    tempfile::tempfile().and_then(|file| file.metadata()).is_ok_and(|data| data.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
