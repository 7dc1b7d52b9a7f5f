//! The command: runs what the settings ask for, and tells what came of it on
//! standard output, standard error and in the exit status.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anstream::AutoStream;

use crate::base::code::{Code, Domain};
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Severity};
use crate::base::failure::reason;
use crate::base::path::RelPath;
use crate::build::manifest::{self, Manifest, Reason};
use crate::build::memory::Memory;
use crate::build::prepare::prepare;
use crate::build::search::Indexer;
use crate::build::{self, Job, Output, Report};
use crate::catalogue::Mode;
use crate::config::Options;
use crate::shell::builtin;
use crate::shell::disk::{self, SITE_FILE};
use crate::shell::export;
use crate::shell::folder::Folder;
use crate::shell::images::{Stove, card};
use crate::shell::init;
use crate::shell::messages::{MessageLanguage, counted, message, seconds, visible, word};
use crate::shell::progress::Progress;
use crate::shell::report;
use crate::shell::serve;
use crate::shell::settings::{Format, Settings, Task};
use crate::shell::theme;
use crate::source::Tree;

/// What a build or a check came to.
#[derive(Default)]
pub struct Outcome {
    /// Everything to tell.
    pub diagnostics: Diagnostics,
    /// Pages and files counted.
    pub summary: Summary,
    /// Each file that is written again, with the word of
    /// `messages/words.yaml` that says why: `why-new`.
    pub reasons: Vec<(String, &'static str)>,
    /// Files that were exported.
    pub files: Vec<PathBuf>,
    /// The texts that the diagnostics speak of.
    pub sources: BTreeMap<RelPath, Arc<[u8]>>,
    /// Lines to say last.
    pub said: Vec<String>,
}

/// Pages and files counted, for the last line. A page is what a reader opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Pages written, or for a check: checked.
    pub written: usize,
    /// Pages left as they were.
    pub unchanged: usize,
    /// Other files written: pictures, feeds, data, the search index.
    pub others: usize,
    /// Files removed, pages or not.
    pub removed: usize,
    /// Kept back: drafts, pages whose day has not come or has passed.
    pub withheld: usize,
}

impl Summary {
    fn of(report: &Report) -> Summary {
        let is_page = |path: &&RelPath| path.is_html();
        let written = report.written.iter().map(|(path, _)| path).filter(is_page).count();
        Summary {
            written,
            unchanged: report.manifest.entries.keys().filter(is_page).count().saturating_sub(written),
            others: report.written.len() - written,
            removed: report.removed.len(),
            withheld: report.withheld,
        }
    }
}

/// Runs the command with the arguments and the environment of this process.
pub fn main() -> ExitCode {
    let started = Instant::now();
    let settings = Settings::of_process();
    let outcome = run(&settings);
    print(&settings, &outcome, started.elapsed());
    ExitCode::from(exit_status(&outcome.diagnostics, settings.strict))
}

/// 0 all is well; 1 content, 2 setup, 3 storage: the gravest of the errors.
/// Warnings count as 1 if they are to fail the command.
pub fn exit_status(diagnostics: &Diagnostics, strict: bool) -> u8 {
    let status = |diagnostic: &Diagnostic| match (diagnostic.severity, diagnostic.code.domain()) {
        (Severity::Error, Domain::Content) => 1,
        (Severity::Error, Domain::Setup) => 2,
        (Severity::Error, Domain::Storage) => 3,
        (Severity::Warning, _) => u8::from(strict),
        _ => 0,
    };
    diagnostics.iter().map(status).max().unwrap_or(0)
}

fn run(settings: &Settings) -> Outcome {
    let refused = |diagnostic| Outcome { diagnostics: Diagnostics::from_iter([diagnostic]), ..Outcome::default() };
    if let Task::Init(dir) = &settings.task {
        return init::create(dir).err().map(refused).unwrap_or_default();
    }
    if let Task::Serve(options) = &settings.task {
        return serve::serve(settings, options).err().map(refused).unwrap_or_default();
    }
    if let Some(diagnostic) = find_obstacle(settings) {
        return refused(diagnostic);
    }
    if let Task::Theme(wish) = &settings.task {
        return told(settings, theme::run(settings, wish));
    }
    if let Task::Brochure(asked) = &settings.task {
        return export::brochure(settings, asked);
    }
    let mut outcome = build(settings, &Progress::start(settings.look.language));
    outcome.diagnostics = outcome.diagnostics.sorted();
    outcome
}

/// What came of a command that only says something.
fn told(settings: &Settings, lines: Result<Vec<String>, Diagnostic>) -> Outcome {
    match lines {
        Ok(lines) if settings.format == Format::Text => {
            let mut stdout = AutoStream::new(io::stdout(), settings.color);
            let _ = lines.iter().try_for_each(|line| writeln!(stdout, "{line}"));
            Outcome::default()
        }
        Ok(said) => Outcome { said, ..Outcome::default() },
        Err(diagnostic) => Outcome { diagnostics: Diagnostics::from_iter([diagnostic]), ..Outcome::default() },
    }
}

/// The error of a root that is no site, or of an output among its sources.
fn find_obstacle(settings: &Settings) -> Option<Diagnostic> {
    if !settings.root.join(SITE_FILE).is_file() {
        let root = std::path::absolute(&settings.root).unwrap_or_else(|_| settings.root.clone());
        return Some(Diagnostic::new(Code::SiteMissing).arg("path", root.display().to_string()));
    }
    disk::check_output(&settings.root, &settings.output)
}

/// Builds the site, or only checks it if that is the task.
pub fn build(settings: &Settings, progress: &Progress) -> Outcome {
    progress.step("step-read");
    let (changes, early) = disk::scan(&settings.root, &settings.output);
    let mut tree = Tree::default();
    tree.apply(changes);
    progress.step("step-check");
    build_tree(settings, &tree, early, progress)
}

/// Writes the site as `build` does, for a preview that already has its files,
/// and tells only what keeps it from being written.
pub fn write(settings: &Settings, tree: &Tree, early: Diagnostics) {
    let settings = Settings { task: Task::Build, ..settings.clone() };
    let outcome = build_tree(&settings, tree, early, &Progress::start(settings.look.language));
    let language = settings.look.language;
    let failed = |found: &&Diagnostic| found.severity == Severity::Error && found.code.domain() == Domain::Storage;
    for found in outcome.diagnostics.iter().filter(failed) {
        let _ = writeln!(io::stderr(), "{}", message(found, language));
    }
    for line in closing(&settings, &outcome, Duration::ZERO).iter().filter(|_| outcome.diagnostics.has_errors()) {
        let _ = writeln!(io::stderr(), "{line}");
    }
}

fn build_tree(settings: &Settings, tree: &Tree, mut early: Diagnostics, progress: &Progress) -> Outcome {
    let prepared = match prepare(tree, options(settings), &builtin::themes()) {
        Ok(prepared) => prepared,
        Err(diagnostic) => return Outcome { diagnostics: [*diagnostic].into_iter().collect(), ..Outcome::default() },
    };
    early.extend(prepared.diagnostics);
    let (folder, known) = match settings.task {
        Task::Build => match open_output(settings) {
            Ok((folder, known)) => (Some(folder), known),
            Err(diagnostic) => {
                early.push(diagnostic);
                (None, None)
            }
        },
        _ => (None, None),
    };
    let stove = if folder.is_some() { Stove::new(&settings.root) } else { Stove::tasting(&settings.root) };
    let nowhere = Memory::default();
    let out: &dyn Output = folder.as_ref().map_or(&nowhere, |folder| folder);
    let job = Job {
        tree,
        config: prepared.config,
        theme: &prepared.theme,
        early,
        out: &progress.watch(out),
        kitchen: &stove,
        mode: Mode::Publish,
        progress: &|_, _| {},
        indexer: indexer(),
    };
    // Where the output cannot be written to, all the rest is still checked.
    let manifest = known.map_or_else(Manifest::default, |bytes| Manifest::read(&bytes));
    let report = if folder.is_some() { build::build(&job, manifest) } else { build::check(&job) };
    stove.tidy();
    outcome(settings, report, tree)
}

/// What makes search indexes, where this jisr has it.
#[cfg(feature = "search")]
pub fn indexer() -> Option<&'static Indexer<'static>> {
    Some(&crate::shell::search::index)
}

/// What makes search indexes, where this jisr has it.
#[cfg(not(feature = "search"))]
pub fn indexer() -> Option<&'static Indexer<'static>> {
    None
}

/// What the settings say about a build.
pub fn options(settings: &Settings) -> Options {
    let Settings { today, base_url, drafts, future, .. } = settings;
    Options { today: *today, base_url: base_url.clone(), drafts: *drafts, future: *future, fonts: Some(card::fonts()) }
}

fn outcome(settings: &Settings, report: Report, tree: &Tree) -> Outcome {
    let stopped = settings.task == Task::Build && report.diagnostics.has_errors();
    let named = |(path, reason): &(RelPath, Reason)| (path.to_string(), why_word(*reason));
    let gone = report.removed.iter().map(|path| (path.to_string(), "why-gone"));
    let reasons = report.written.iter().map(named).chain(gone).collect();
    Outcome {
        summary: if stopped && !report.wrote { Summary::default() } else { Summary::of(&report) },
        files: vec![],
        reasons: if settings.task == Task::Check || stopped { vec![] } else { reasons },
        sources: quoted(&report.diagnostics, tree),
        diagnostics: report.diagnostics,
        said: vec![],
    }
}

/// The texts that diagnostics speak of.
pub fn quoted(diagnostics: &Diagnostics, tree: &Tree) -> BTreeMap<RelPath, Arc<[u8]>> {
    let places = diagnostics.iter().flat_map(|diagnostic| diagnostic.at.iter().chain(&diagnostic.related));
    let builtin: Vec<_> = builtin::themes().into_iter().flat_map(|theme| theme.files).collect();
    let theme = |path: &RelPath| builtin.iter().find(|file| file.source == *path).map(|file| file.bytes.clone());
    let bytes = |path: &RelPath| tree.bytes(path).or_else(|| theme(path));
    places.filter_map(|place| Some((place.path.clone(), bytes(&place.path)?))).collect()
}

fn why_word(reason: Reason) -> &'static str {
    match reason {
        Reason::New => "why-new",
        Reason::Content => "why-content",
        Reason::Site => "why-theme",
        Reason::Missing => "why-missing",
        Reason::Altered => "why-altered",
    }
}

/// Opens the output folder for writing. One that has files and no manifest is
/// not ours to prune or to overwrite.
pub fn open_output(settings: &Settings) -> Result<(Folder, Option<Vec<u8>>), Diagnostic> {
    let manifest = &manifest::path();
    let folder = Folder::open(&settings.root, &settings.output)?;
    let failed = |error: &io::Error| {
        let path = settings.output.join(manifest.as_str()).display().to_string();
        Diagnostic::new(Code::OutputFailed).arg("path", path).arg("detail", reason(error))
    };
    let known = match folder.read(manifest) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(&error)),
    };
    let foreign: Vec<String> = folder.foreign().iter().map(RelPath::to_string).collect();
    if known.is_none() && !foreign.is_empty() {
        let path = settings.output.display().to_string();
        let mut refused = Diagnostic::new(Code::OutputForeign).arg("path", path);
        refused.args.push(("files", Arg::List(foreign)));
        return Err(refused);
    }
    folder.sweep();
    Ok((folder, known))
}

/// Prints the report where its form wants it, and the rest on standard error.
/// A reader that has gone away is no error.
fn print(settings: &Settings, outcome: &Outcome, elapsed: Duration) {
    let language = settings.look.language;
    let sources = |path: &RelPath| outcome.sources.get(path).cloned();
    let diagnostics = &outcome.diagnostics;
    let mut stderr = AutoStream::new(io::stderr(), settings.color);
    let _ = match settings.format {
        Format::Text => write!(stderr, "{}", report::text(diagnostics, &sources, &settings.look)),
        Format::Json => write!(io::stdout(), "{}", report::json(diagnostics, &sources, language)),
        Format::Github => write!(io::stdout(), "{}", report::github(diagnostics, &sources, language)),
    };
    if settings.verbose {
        for (page, reason) in &outcome.reasons {
            let _ = writeln!(stderr, "{}", why(page, reason, language));
        }
    }
    for line in closing(settings, outcome, elapsed) {
        let _ = writeln!(stderr, "{line}");
    }
}

fn why(page: &str, reason: &str, language: MessageLanguage) -> String {
    // The reason is a sentence of ours: it needs no isolation.
    word("why", &[("page", page.into())], language).replace("{reason}", &word(reason, &[], language))
}

/// The last lines: what was done, or why nothing was.
fn closing(settings: &Settings, outcome: &Outcome, elapsed: Duration) -> Vec<String> {
    let language = settings.look.language;
    let (errors, summary) = (outcome.diagnostics.count(Severity::Error), &outcome.summary);
    match &settings.task {
        Task::Init(_) if errors > 0 => vec![],
        Task::Serve(_) => vec![],
        Task::Theme(_) => outcome.said.clone(),
        Task::Brochure(_) => outcome.files.iter().map(|file| exported(file, language)).collect(),
        Task::Init(dir) => next_steps(dir, language),
        Task::Check => vec![checked(outcome, elapsed, language)],
        Task::Build if errors > 0 && summary.written + summary.others == 0 => {
            vec![counted("nothing-written", errors, language)]
        }
        Task::Build => {
            let stopped = (errors > 0).then(|| word("write-stopped", &[], language));
            std::iter::once(built(outcome, elapsed, language)).chain(stopped).collect()
        }
    }
}

fn built(outcome: &Outcome, elapsed: Duration, language: MessageLanguage) -> String {
    let Summary { written, unchanged, others, removed, withheld } = outcome.summary;
    let mut done = vec![("pages-unchanged", unchanged), ("others-written", others)];
    done.extend([("files-removed", removed), ("pages-withheld", withheld)]);
    done.retain(|(_, count)| *count > 0);
    done.insert(0, ("pages-written", written));
    report::last_line(&done, &in_seconds(elapsed, language), &outcome.diagnostics, language)
}

fn checked(outcome: &Outcome, elapsed: Duration, language: MessageLanguage) -> String {
    let found = &outcome.diagnostics;
    let done = [("pages-checked", outcome.summary.written)];
    let line = report::last_line(&done, &in_seconds(elapsed, language), found, language);
    let grave = found.count(Severity::Error) + found.count(Severity::Warning);
    if grave > 0 { line } else { format!("{line} {}", word("all-well", &[], language)) }
}

fn in_seconds(elapsed: Duration, language: MessageLanguage) -> String {
    word("seconds", &[], language).replace("{seconds}", &seconds(elapsed.as_secs_f64(), language))
}

fn exported(file: &Path, language: MessageLanguage) -> String {
    word("exported", &[("path", Arg::Text(visible(&file.display().to_string())))], language)
}

fn next_steps(dir: &Path, language: MessageLanguage) -> Vec<String> {
    let shown = visible(&dir.display().to_string());
    let command = if shown == "." { "jisr build".to_owned() } else { format!("jisr build --root {shown}") };
    let args = [("dir", Arg::Text(shown)), ("command", Arg::Text(command))];
    ["init-done", "init-edit", "init-write", "init-build"].map(|name| word(name, &args, language)).to_vec()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::Duration;

    use super::{Outcome, Summary, closing, exit_status, open_output, run, why};
    use crate::base::code::Code;
    use crate::base::diag::{Diagnostic, Diagnostics};
    use crate::build::Output;
    use crate::shell::messages::{MessageLanguage, message};
    use crate::shell::settings::tests::settings;

    fn codes(codes: &[Code]) -> Diagnostics {
        codes.iter().map(|code| Diagnostic::new(*code)).collect()
    }

    #[test]
    fn the_gravest_error_decides_the_exit_status() {
        for (found, plain, strict) in [
            (&[][..], 0, 0),
            (&[Code::TranslationMissing, Code::ExpiresOn], 0, 0),
            (&[Code::LabelMissing], 0, 1),
            (&[Code::PlaceholderHost], 0, 1),
            (&[Code::UnknownKey, Code::LabelMissing], 1, 1),
            (&[Code::UnknownKey, Code::UnknownTheme], 2, 2),
            (&[Code::OutputFailed, Code::UnknownKey, Code::UnknownTheme], 3, 3),
        ] {
            let found = codes(found);
            assert_eq!((exit_status(&found, false), exit_status(&found, true)), (plain, strict), "{found:?}");
        }
    }

    #[test]
    fn the_last_line_says_what_was_done() {
        let line = |words: &[&str], found: &[Code], summary| {
            let outcome = Outcome { diagnostics: codes(found), summary, ..Outcome::default() };
            closing(&settings(words), &outcome, Duration::from_millis(840)).join("|")
        };
        let summary = Summary { written: 12, unchanged: 3400, others: 2, removed: 1, withheld: 0 };
        let done = "12 pages written, 3,400 unchanged, 2 other files written, 1 file removed in 0.8 s";
        assert_eq!(line(&["build"], &[], summary), format!("{done}."));
        assert_eq!(line(&["build"], &[Code::LabelMissing], summary), format!("{done}: 1 warning."));
        assert_eq!(
            line(&["build", "--lang", "fr"], &[], summary),
            "12 pages écrites, 3\u{202f}400 inchangées, 2 autres fichiers écrits et 1 fichier supprimé en 0,8 s."
        );
        assert!(line(&["build", "--lang", "ar"], &[], summary).ends_with("في 0,8 ث."));
        assert_eq!(line(&["build"], &[Code::OutputFailed], summary).lines().count(), 1);
        let none = Summary::default();
        assert_eq!(line(&["build"], &[Code::UnknownKey], none), "Nothing was written because of 1 error.");
        assert_eq!(line(&["check"], &[], Summary { written: 2, ..none }), "2 pages checked in 0.8 s. All is well.");
        assert_eq!(line(&["check"], &[Code::UnknownKey], none), "0 pages checked in 0.8 s: 1 error.");
        let arabic = line(&["check", "--lang", "ar"], &[Code::UnknownKey], Summary { written: 19, ..none });
        assert_eq!(arabic, "تم التحقق من 19 صفحة في 0,8 ث: خطأ واحد.");
        assert!(line(&["init", "new"], &[], none).contains("`jisr build --root new`"));
        assert_eq!(why("/fr/", "why-new", MessageLanguage::En), "/fr/: new");
    }

    #[test]
    fn a_folder_that_is_no_site_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let typed = |output: &str| settings(&["build", "--root", dir.path().to_str().unwrap(), "--output", output]);
        let first = |outcome: &Outcome| outcome.diagnostics.iter().next().map(|diagnostic| diagnostic.code);
        assert_eq!(first(&run(&typed("/nowhere"))), Some(Code::SiteMissing));
        fs::write(dir.path().join("site.yaml"), "").unwrap();
        let content = dir.path().join("content/out");
        assert_eq!(first(&run(&typed(content.to_str().unwrap()))), Some(Code::OutputHoldsSite));
    }

    #[test]
    fn an_output_with_files_and_no_manifest_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let output = dir.path().join("output");
        let typed = settings(&["build", "--root", dir.path().to_str().unwrap()]);
        assert!(open_output(&typed).unwrap().1.is_none());
        fs::write(output.join("thesis.docx"), "").unwrap();
        let refused = open_output(&typed).err().unwrap();
        assert!(message(&refused, MessageLanguage::En).ends_with(": `thesis.docx`."));
        fs::write(output.join(".jisr-manifest"), "known").unwrap();
        let (folder, known) = open_output(&typed).unwrap();
        assert_eq!((folder.list().len(), known.as_deref()), (2, Some(&b"known"[..])));
        assert!(Path::new(&output).join("thesis.docx").exists());
    }
}
