//! A browser of the Chromium family, which prints a page as a PDF.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cli::export::failure::Failure;

/// How long a browser may take for one document.
const PATIENCE: Duration = Duration::from_secs(180);

/// How often it is asked whether it is done.
const PAUSE: Duration = Duration::from_millis(50);

/// What the browser is called on the systems that it comes for.
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

/// Without a window, without the visitor's own profile, and without a word to
/// anybody on the network.
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

/// A browser that is installed.
pub struct Browser {
    program: OsString,
}

/// The browser that the variable `CHROMIUM` names, or the first one of those
/// known that starts.
pub fn find() -> Option<Browser> {
    let named = env::var_os("CHROMIUM").filter(|name| !name.is_empty());
    let names = named.map_or_else(|| NAMES.iter().map(OsString::from).collect(), |name| vec![name]);
    names.into_iter().find(starts).map(|program| Browser { program })
}

fn starts(program: &OsString) -> bool {
    // Windows' browsers open a window where they are asked for their version.
    if cfg!(windows) {
        return Path::new(program).is_file();
    }
    let version = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    version.is_ok_and(|output| output.status.success())
}

impl Browser {
    /// Prints the page at an address into a file, whole or not at all.
    pub fn print(&self, address: &str, file: &Path) -> Result<(), Failure> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(Failure::Io)?;
        // In the same folder, so that it can be renamed; the profile goes with it.
        let scratch = tempfile::Builder::new().prefix(".jisr-").tempdir_in(folder).map_err(Failure::Io)?;
        let printed = scratch.path().join("brochure.pdf");
        let words = self.run(address, &printed, &scratch)?;
        if !fs::metadata(&printed).is_ok_and(|data| data.len() > 0) {
            return Err(Failure::Browser(words));
        }
        fs::rename(&printed, file).map_err(Failure::Io)
    }

    /// Runs the browser to its end, and gives its last words.
    fn run(&self, address: &str, printed: &Path, scratch: &TempDir) -> Result<String, Failure> {
        let mut command = Command::new(&self.program);
        command.args(FLAGS).arg(option("--user-data-dir=", &scratch.path().join("profile")));
        command.arg(option("--print-to-pdf=", &absolute(printed)));
        if is_root() {
            // As root, and in most containers, it has no sandbox and says so.
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
        let words = if in_time { said.join().unwrap_or_default() } else { format!("> {} s", PATIENCE.as_secs()) };
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

/// Waits for the browser, and ends it where it takes too long.
fn wait(child: &mut Child) -> std::io::Result<bool> {
    let began = Instant::now();
    while child.try_wait()?.is_none() {
        if began.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        std::thread::sleep(PAUSE);
    }
    Ok(true)
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    // The owner of what this process has just made is its user.
    tempfile::tempfile().and_then(|file| file.metadata()).is_ok_and(|data| data.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
