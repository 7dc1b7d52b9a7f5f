//! What the preview prints in the terminal: the address of the site, what each
//! build changed, and new errors and warnings.

use std::io::{self, Write};
use std::net::UdpSocket;

use anstream::AutoStream;

use crate::base::diag::{Arg, Diagnostic, Diagnostics, Severity};
use crate::base::path::RelPath;
use crate::report;
use crate::report::messages::{MessageLanguage, word};
use crate::serve::Setup;
use crate::serve::state::{BuiltSite, Server};

/// Prints what a build changed, and the errors and warnings that the previous
/// one did not have.
pub fn built(setup: &Setup, last: Option<&BuiltSite>, current: &BuiltSite) {
    found_since(setup, last, current);
    let changed = last.map(|last| current.preview.changed(&last.preview));
    let mut stderr = AutoStream::new(io::stderr(), setup.color);
    if setup.verbose {
        changed.iter().flatten().for_each(|url| drop(writeln!(stderr, "{url}")));
    }
    let _ = writeln!(stderr, "{}", line(current, changed.map(|changed| pages(&changed)), setup.look.language));
}

/// The number of these addresses that are pages.
fn pages(urls: &[String]) -> usize {
    urls.iter().filter(|url| url.ends_with("/") || url.ends_with(".html")).count()
}

/// Prints errors and warnings that were found after the build.
pub fn found(setup: &Setup, last: &BuiltSite, current: &BuiltSite) {
    found_since(setup, Some(last), current);
}

fn found_since(setup: &Setup, last: Option<&BuiltSite>, current: &BuiltSite) {
    let new = news(last, current);
    let sources = |path: &RelPath| current.quoted.get(path).cloned();
    let mut stderr = AutoStream::new(io::stderr(), setup.color);
    let _ = write!(stderr, "{}", report::text(&new, &sources, &setup.look));
}

/// Prints the addresses of the site.
pub fn addresses(setup: &Setup, server: &Server) {
    let language = setup.look.language;
    let (origin, port) = (server.origin(), server.address.port());
    let base = server.current.borrow().as_ref().map_or_else(String::new, |current| current.preview.base().to_owned());
    if setup.port != 0 && port != setup.port {
        let args = [("taken", Arg::Text(setup.port.to_string())), ("port", Arg::Text(port.to_string()))];
        say(&word("serve-port", &args, language));
    }
    let at = |name: &str, url: String| say(&word(name, &[("url", Arg::Text(url))], language));
    say("");
    at("serve-at", format!("{origin}{base}"));
    at("serve-desk", format!("{origin}/_jisr/"));
    if let Some(own) = server.address.ip().is_unspecified().then(lan_address).flatten() {
        at("serve-lan", format!("http://{own}:{port}{base}"));
    }
    say(&word("serve-hint", &[], language));
    say(&word("serve-stop", &[], language));
}

/// Prints that all files are checked every second, and why.
pub fn polling(setup: &Setup, detail: &str) {
    say(&word("serve-polling", &[("detail", Arg::Text(detail.to_owned()))], setup.look.language));
}

/// Prints that a build crashed, which is a bug in jisr.
pub fn crashed(setup: &Setup) {
    say(&word("serve-crashed", &[], setup.look.language));
}

/// Prints a line. It is not an error if the output is closed.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn news(last: Option<&BuiltSite>, current: &BuiltSite) -> Diagnostics {
    let is_grave = |found: &&Diagnostic| matches!(found.severity, Severity::Error | Severity::Warning);
    let none = Diagnostics::default();
    let new = current.diagnostics.without(last.map_or(&none, |last| &last.diagnostics)).filter(is_grave);
    new.cloned().collect()
}

fn line(current: &BuiltSite, changed: Option<usize>, language: MessageLanguage) -> String {
    let pages = || current.preview.plan().pages.iter().filter(|page| page.url.output().is_html()).count();
    let done = changed.map_or_else(|| ("pages-ready", pages()), |changed| ("pages-changed", changed));
    let time = word("milliseconds", &[("ms", Arg::Number(current.built_ms as i64))], language);
    report::last_line(&[done], &time, &current.diagnostics, language)
}

/// The address at which other devices in the network reach this machine: the
/// one from which the system would send. Nothing is sent.
fn lan_address() -> Option<String> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?; // an address reserved for documentation, RFC 5737
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback() && !own.is_unspecified()).then(|| own.to_string())
}
