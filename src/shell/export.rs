//! `jisr export`: the catalogue as a document. `brochure` is built like the
//! site, into a folder of its own, and printed by a Chromium of this machine.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use clap::Subcommand;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint};
use crate::base::failure::reason;
use crate::base::lang::Lang;
use crate::base::url::BaseUrl;
use crate::build::prepare::prepare;
use crate::catalogue::{Mode, catalogue};
use crate::config::{Config, LangId};
use crate::shell::cli::{self, Outcome};
use crate::shell::messages::word;
use crate::shell::progress::Progress;
use crate::shell::settings::{Settings, Task};
use crate::shell::{builtin, disk};
use crate::site::{self, Rendering, brochure};
use crate::source::Tree;

/// Programs that print, in the order in which they are looked for.
const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// What is to be exported.
#[derive(Subcommand, Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// The whole catalogue in one language as a PDF on A4 paper, printed by Chromium, Chrome or Edge
    Brochure(Brochure),
}

/// How the brochure is to be.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug)]
pub struct Brochure {
    /// The language of the brochure [default: that of --lang, else the default one of the site]
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Leave the document as HTML, in a folder with its pictures, and print nothing
    #[arg(long)]
    pub html: bool,
    /// Where to: --output FILE.pdf, or with --html a folder
    #[arg(skip)]
    pub target: Option<PathBuf>,
}

/// Makes the brochure; what there is to say, and the last line.
pub fn run(settings: &Settings, wish: &Brochure) -> (Outcome, Option<String>) {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return (refused(failed(Path::new("tmp"), &error)), None),
    };
    let site = folder.path().join("site");
    let own = Settings { task: Task::Build, output: site.clone(), ..settings.clone() };
    let progress = Progress::start(settings.look.language);
    let outcome = cli::build(&own, &progress);
    drop(progress);
    if outcome.diagnostics.has_errors() {
        return (outcome, None);
    }
    match make(settings, wish, &site) {
        Ok(target) => {
            let said = word("brochure-done", &[("path", target.display().to_string().into())], settings.look.language);
            (outcome, Some(said))
        }
        Err(diagnostic) => (refused(*diagnostic), None),
    }
}

fn refused(diagnostic: Diagnostic) -> Outcome {
    Outcome { diagnostics: Diagnostics::from_iter([diagnostic]), ..Outcome::default() }
}

fn make(settings: &Settings, wish: &Brochure, site: &Path) -> Result<PathBuf, Box<Diagnostic>> {
    let (changes, _) = disk::scan(&settings.root, &settings.output);
    let mut tree = Tree::default();
    tree.apply(changes);
    let prepared = prepare(&tree, cli::options(settings), &builtin::themes())?;
    let lang = language(&prepared.config, wish)?;
    let (catalogue, _) = catalogue(&tree, &prepared.config, Mode::Publish);
    let plan = site::plan(&Arc::new(catalogue), prepared.theme.shown());
    let Rendering::Template(name, context) = brochure::brochure(&plan, lang) else {
        return Err(Box::new(Diagnostic::new(Code::TemplateMissing).arg("name", "brochure.html")));
    };
    let html = prepared.theme.render(name, context, "brochure")?;
    let html = standing_alone(&String::from_utf8_lossy(&html), &prepared.config.base_url);
    let tag = prepared.config.languages[lang].lang;
    let document = site.join("brochure.html");
    fs::write(&document, html).map_err(|error| Box::new(failed(&document, &error)))?;
    if wish.html {
        let target = wish.target.clone().unwrap_or_else(|| settings.root.join(format!("brochure-{tag}")));
        keep(site, &target).map_err(|error| Box::new(failed(&target, &error)))?;
        return Ok(target.join("brochure.html"));
    }
    let target = wish.target.clone().unwrap_or_else(|| settings.root.join(format!("brochure-{tag}.pdf")));
    print(&document, &target)?;
    Ok(target)
}

/// The language that is meant: none but one of the site's.
fn language(config: &Config, wish: &Brochure) -> Result<LangId, Box<Diagnostic>> {
    let Some(tag) = &wish.language else { return Ok(config.default) };
    let known = || config.languages.iter().map(|language| language.lang.to_string()).collect();
    Lang::new(tag).and_then(|lang| config.lang_id(lang)).ok_or_else(|| {
        let unknown = Diagnostic::new(Code::UnknownLanguage).arg("value", tag.as_str());
        Box::new(unknown.did_you_mean(config.language_meant(tag)).hint(Hint::OneOf(known())))
    })
}

/// The document as a file in the folder of the site: style sheets and pictures
/// are beside it, and links lead to the site on the web.
fn standing_alone(html: &str, base: &BaseUrl) -> String {
    let (path, full) = (&base.path, base.absolute(&base.path));
    let mut html = html.replace(&format!("href=\"{path}"), &format!("href=\"{full}"));
    html = html.replace(&format!("rel=\"stylesheet\" href=\"{full}"), "rel=\"stylesheet\" href=\"");
    for (before, after) in [("src=\"", "src=\""), ("srcset=\"", "srcset=\""), (", ", ", ")] {
        html = html.replace(&format!("{before}{path}assets/"), &format!("{after}assets/"));
    }
    html
}

/// Copies the document with what it shows into a folder that is not there yet.
fn keep(site: &Path, target: &Path) -> io::Result<()> {
    fs::create_dir_all(target)?;
    fs::copy(site.join("brochure.html"), target.join("brochure.html"))?;
    let assets = site.join("assets");
    for entry in walkdir::WalkDir::new(&assets).into_iter().filter_map(Result::ok) {
        let Ok(inside) = entry.path().strip_prefix(site) else { continue };
        if entry.file_type().is_dir() {
            fs::create_dir_all(target.join(inside))?;
        } else {
            fs::copy(entry.path(), target.join(inside))?;
        }
    }
    Ok(())
}

/// Prints the document, with tags and bookmarks, by a browser without a
/// network and with a profile that is thrown away.
fn print(document: &Path, target: &Path) -> Result<(), Box<Diagnostic>> {
    let Some(browser) = browser() else { return Err(Box::new(Diagnostic::new(Code::BrowserMissing))) };
    let place = |error: &io::Error| Box::new(failed(target, error));
    let profile = tempfile::tempdir().map_err(|error| place(&error))?;
    let printed = profile.path().join("brochure.pdf");
    let run = |more: &[&str]| command(&browser, profile.path(), &printed, document).args(more).output();
    let mut came = run(&[]).map_err(|error| place(&error))?;
    if !printed.is_file() {
        // Where a system lets no program make a sandbox (a container, the user root).
        came = run(&["--no-sandbox"]).map_err(|error| place(&error))?;
    }
    if !printed.is_file() {
        let found = Diagnostic::new(Code::BrowserFailed).arg("browser", browser.to_string_lossy().into_owned());
        return Err(Box::new(found.arg("detail", last_line(&came))));
    }
    fs::copy(&printed, target).map(drop).map_err(|error| place(&error))
}

fn command(browser: &OsString, profile: &Path, printed: &Path, document: &Path) -> Command {
    let mut command = Command::new(browser);
    command
        .args(["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--disable-quic", "--timeout=60000"])
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer"])
        .args(["--generate-pdf-document-outline", "--export-tagged-pdf"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--print-to-pdf={}", printed.display()))
        .arg(document)
        .stdin(Stdio::null());
    command
}

/// The browser that `CHROMIUM` names, or the first that is installed.
fn browser() -> Option<OsString> {
    let answers = |name: &OsString| {
        let mut command = Command::new(name);
        command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    match std::env::var_os("CHROMIUM") {
        Some(named) => Some(named).filter(answers),
        None => BROWSERS.iter().map(OsString::from).find(answers),
    }
}

fn last_line(came: &Output) -> String {
    let told = String::from_utf8_lossy(&came.stderr).into_owned();
    told.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("?").trim().to_owned()
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::OutputFailed).arg("path", path.display().to_string()).arg("detail", reason(error))
}

#[cfg(test)]
mod tests {
    use super::standing_alone;
    use crate::base::url::BaseUrl;

    #[test]
    fn the_document_has_its_pictures_beside_it_and_links_to_the_web() {
        let html = "<link rel=\"stylesheet\" href=\"/a/assets/x.css\"><a href=\"/a/fr/\">x</a><a href=\"#y\">y</a>\
                    <img src=\"/a/assets/p.jpg\" srcset=\"/a/assets/p.jpg 1x, /a/assets/q.jpg 2x\">";
        let base = BaseUrl { origin: "https://host.tn".to_owned(), path: "/a/".to_owned() };
        assert_eq!(
            standing_alone(html, &base),
            "<link rel=\"stylesheet\" href=\"assets/x.css\"><a href=\"https://host.tn/a/fr/\">x</a><a href=\"#y\">y</a>\
             <img src=\"assets/p.jpg\" srcset=\"assets/p.jpg 1x, assets/q.jpg 2x\">"
        );
    }
}
