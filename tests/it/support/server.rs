//! A preview that runs on this machine for a test: started on a free port,
//! spoken to over plain sockets, ended by its own id.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::place::copy;
use crate::support::root;

/// How long a test waits for something that takes a moment on an idle machine. Other tests run at the same time.
pub const SOON: Duration = Duration::from_secs(60);

/// A site in a folder of its own.
pub struct Folder(TempDir);

/// A preview that runs.
pub struct Preview {
    child: Child,
    /// What it has said so far.
    said: Arc<Mutex<String>>,
    pub address: SocketAddr,
}

/// What a preview answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// The sample of the repository, without the theme, which is inside jisr.
pub fn sample() -> Folder {
    let folder = Folder(tempfile::tempdir().unwrap());
    copy(&root().join("content"), &folder.path("content"));
    fs::copy(root().join("site.yaml"), folder.path("site.yaml")).unwrap();
    folder
}

pub fn empty() -> Folder {
    Folder(tempfile::tempdir().unwrap())
}

impl Folder {
    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, at: &str) -> PathBuf {
        self.0.path().join(at)
    }

    pub fn read(&self, at: &str) -> String {
        fs::read_to_string(self.path(at)).unwrap()
    }

    pub fn write(&self, at: &str, text: &str) {
        let path = self.path(at);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn edit(&self, at: &str, from: &str, to: &str) {
        let text = self.read(at);
        assert!(text.contains(from), "{at} has no {from:?}");
        self.write(at, &text.replacen(from, to, 1));
    }

    /// Serves the site on a free port.
    pub fn serve(&self, options: &[&str]) -> Preview {
        self.serve_by(Command::new(env!("CARGO_BIN_EXE_jisr")), options)
    }

    /// The same, with a command that starts it.
    pub fn serve_by(&self, mut command: Command, options: &[&str]) -> Preview {
        let port = if options.contains(&"--port") { &[][..] } else { &["--port", "0"] };
        let mut child = command
            .args(["serve", "--root", self.root().to_str().unwrap(), "--lang", "en"])
            .args(port)
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (saying, stderr) = (said.clone(), child.stderr.take().unwrap());
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                saying.lock().unwrap().push_str(&format!("{line}\n"));
            }
        });
        let mut preview = Preview { child, said, address: ([127, 0, 0, 1], 0).into() };
        preview.address = preview.wait_for_address();
        preview
    }
}

impl Preview {
    fn wait_for_address(&mut self) -> SocketAddr {
        let end = Instant::now() + SOON;
        loop {
            let said = self.said();
            let url = said.lines().find_map(|line| line.strip_prefix("The site: http://"));
            if let (Some(url), true) = (url, said.contains("Ctrl-C")) {
                let host = url.split('/').next().unwrap().replace("localhost", "127.0.0.1");
                return host.parse().unwrap();
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < end, "it does not start: {ended:?}\n{said}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// What it has said in the terminal.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until it has said something in the terminal.
    pub fn wait_to_say(&self, text: &str) {
        let end = Instant::now() + SOON;
        while !self.said().contains(text) {
            assert!(Instant::now() < end, "it never says {text:?}:\n{}", self.said());
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.address))
    }

    /// The text of a page.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.body
    }

    /// Sends a head without its end, and reads the answer to its end.
    pub fn ask(&self, head: &str) -> Answer {
        self.try_ask(head).unwrap_or_else(|error| panic!("no answer to {head:?}: {error}"))
    }

    pub fn try_ask(&self, head: &str) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect_timeout(&self.address, SOON)?;
        stream.set_read_timeout(Some(SOON))?;
        write!(stream, "{head}Connection: close\r\n\r\n")?;
        let mut bytes = vec![];
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
    }

    /// Which build the pages are of.
    pub fn build(&self) -> u64 {
        let bar = self.get("/_jisr/bar?of=%2Ffr%2F").body;
        let number = bar.split("data-build=\"").nth(1).and_then(|rest| rest.split('"').next());
        number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no build in {bar}"))
    }

    /// Waits until a page says something, and how long that took.
    pub fn wait_for(&self, path: &str, is_there: impl Fn(&Answer) -> bool) -> Duration {
        let began = Instant::now();
        loop {
            let answer = self.get(path);
            if is_there(&answer) {
                return began.elapsed();
            }
            assert!(began.elapsed() < SOON, "it never came: {path}\n{}\n{answer:?}", self.said());
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn wait_for_text(&self, path: &str, text: &str) -> Duration {
        self.wait_for(path, |answer| answer.status == 200 && answer.body.contains(text))
    }

    /// Waits until there is a build after this one, and nothing more to come.
    pub fn settle(&self, after: u64) -> u64 {
        self.wait_for("/_jisr/bar?of=%2Ffr%2F", |_| self.build() > after);
        loop {
            let build = self.build();
            thread::sleep(Duration::from_millis(400));
            if self.build() == build {
                return build;
            }
        }
    }

    /// The stream of events, each as its name and data.
    pub fn events(&self) -> Receiver<(String, String)> {
        let mut stream = TcpStream::connect_timeout(&self.address, SOON).unwrap();
        write!(stream, "GET /_jisr/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        let (sender, events) = channel();
        thread::spawn(move || {
            let mut name = String::new();
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event: ") {
                    name = event.to_owned();
                }
                let data = line.strip_prefix("data: ").map(|data| (name.clone(), data.to_owned()));
                if data.is_some_and(|event| sender.send(event).is_err()) {
                    return;
                }
            }
        });
        events
    }

    /// Kilobytes of memory that it holds, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.parse().ok()
    }

    /// Ends it as the system ends a service; its exit status.
    #[cfg(unix)]
    pub fn end(mut self, signal: &str) -> Option<i32> {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        let end = Instant::now() + SOON;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not end");
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What stands in the panel of a page.
pub fn panel(html: &str) -> &str {
    let rest = html.split("<jisr-panel").nth(1).unwrap_or_default();
    rest.split("</jisr-panel>").next().unwrap_or_default()
}

/// A page as it is built: without what the preview adds to it.
pub fn without_extras(html: &str) -> String {
    let Some((start, rest)) = html.split_once("<div id=\"jisr-panel-place\">") else { return html.to_owned() };
    let Some((_, rest)) = rest.split_once("</div>\n") else { return html.to_owned() };
    let Some((middle, rest)) = rest.split_once("<div id=\"jisr-bar-place\"") else { return html.to_owned() };
    let end = rest.split_once("client.js\" defer></script>\n").map_or("", |(_, end)| end);
    format!("{start}{middle}{end}")
}
