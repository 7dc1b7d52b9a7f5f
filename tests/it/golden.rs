//! Whole sites: `tests/fixtures/golden/<case>/input/` is built, and `expected/` holds what comes of it.
//!
//! A case's `case` file says how it is built and which files are kept, a line each: `today 2026-11-23`,
//! `drafts`, `future`, `input other-case`, `show fr/index.html`. `expected/report` has what the build says, `expected/files` the
//! path of every file. The theme of all cases is `_theme`, which prints views in few lines.
//! `JISR_UPDATE_GOLDEN=1` writes `expected/` anew: read the difference before you keep it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::store::{Files, Store};
use crate::support::{fixture, links, site};
use jisr::base::diag::{Arg, Diagnostic};
use jisr::catalogue::Mode;
use jisr::config::Options;
use jisr::disk;
use jisr::pipeline::Report;
use jisr::pipeline::manifest::{self, Manifest};
use jisr::source::{Change, Tree};

/// How a case is built, and what of it is kept.
struct Case {
    name: String,
    folder: PathBuf,
    input: PathBuf,
    options: Options,
    shown: Vec<String>,
}

#[test]
fn every_site_comes_out_as_expected() {
    let update = std::env::var_os("JISR_UPDATE_GOLDEN").is_some();
    let mut wrong = vec![];
    let cases = cases();
    assert!(cases.len() > 10, "the cases are not where they should be");
    for case in &cases {
        let (files, report) = build(case);
        let found = kept(case, &files, &report);
        if update {
            write(&case.folder.join("expected"), &found);
        }
        wrong.extend(differences(case, &found));
        wrong.extend(links::dead(&files).into_iter().map(|link| format!("{}: {link}", case.name)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn cases() -> Vec<Case> {
    let folder = fixture("golden");
    let mut folders: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("case").is_file());
    folders.sort();
    folders.into_iter().map(case).collect()
}

fn case(folder: PathBuf) -> Case {
    let mut case = Case {
        name: folder.file_name().unwrap().to_string_lossy().into_owned(),
        options: site::options(),
        shown: vec![],
        input: folder.join("input"),
        folder,
    };
    for line in fs::read_to_string(case.folder.join("case")).unwrap().lines() {
        match line.split_once(' ') {
            Some(("today", day)) => case.options.today = day.parse().unwrap(),
            Some(("input", other)) => case.input = case.folder.join("..").join(other).join("input"),
            Some(("show", path)) => case.shown.push(path.to_owned()),
            None if line == "drafts" => case.options.drafts = true,
            None if line == "future" => case.options.future = true,
            _ => assert!(line.is_empty() || line.starts_with('#'), "{}: {line}", case.name),
        }
    }
    case
}

/// Builds a case from its folder, as the command would, into memory.
fn build(case: &Case) -> (Files, Report) {
    let root = &case.input;
    let (mut changes, unreadable) = disk::site::scan(root, &root.join("output"));
    assert_eq!(unreadable.iter().count(), 0, "{}", case.name);
    changes.extend(site::small_theme());
    let assets = changes.iter().filter_map(|change| match change {
        Change::Asset { path, .. } => Some((path.clone(), fs::read(disk::site::locate(root, path)).unwrap())),
        _ => None,
    });
    let store = Store::of(Files::new(), assets.collect());
    let mut tree = Tree::default();
    tree.apply(changes);
    let report = site::run(&tree, &case.options, Manifest::default(), &store, Mode::Publish);
    let mut files = store.files();
    files.remove(&manifest::path());
    (files, report)
}

/// What is compared: the report, the list of files, and those that the case is about.
fn kept(case: &Case, files: &Files, report: &Report) -> BTreeMap<String, String> {
    let told = report.diagnostics.clone().sorted();
    let mut kept = BTreeMap::from([
        ("report".to_owned(), told.iter().map(|found| format!("{}\n", line(found))).collect()),
        ("files".to_owned(), files.keys().map(|path| format!("{path}\n")).collect()),
    ]);
    for path in &case.shown {
        let text = files.get(&site::path(path)).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        kept.insert(path.clone(), text.unwrap_or_else(|| "(no such file)\n".to_owned()));
    }
    kept
}

/// `warning placeholder-host site.yaml host=example.org`
fn line(found: &Diagnostic) -> String {
    let place = found.at.as_ref().map(|place| format!(" {}", place.path)).unwrap_or_default();
    let args = found.args.iter().map(|(name, arg)| format!(" {name}={}", show(arg)));
    format!("{} {}{place}{}", found.severity.as_str(), found.code.as_str(), args.collect::<String>())
}

fn show(arg: &Arg) -> String {
    match arg {
        Arg::Text(text) | Arg::Decimal(text) | Arg::Date(text) => text.clone(),
        Arg::Number(number) => number.to_string(),
        Arg::List(items) => items.join(","),
    }
}

fn differences(case: &Case, found: &BTreeMap<String, String>) -> Vec<String> {
    let expected = case.folder.join("expected");
    let mut wrong = vec![];
    for (path, text) in found {
        let wanted = fs::read_to_string(expected.join(path)).unwrap_or_default().replace('\r', "");
        if wanted != *text {
            wrong.push(format!("{}: expected/{path} differs at\n{}", case.name, first_difference(&wanted, text)));
        }
    }
    for left in listed(&expected, &expected).into_iter().filter(|path| !found.contains_key(path)) {
        wrong.push(format!("{}: expected/{left} is not kept by the case", case.name));
    }
    wrong
}

fn first_difference(wanted: &str, found: &str) -> String {
    let (mut wanted, mut found) = (wanted.lines(), found.lines());
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return "  the end of the file".to_owned(),
            (one, other) if one != other => {
                return format!("  - {}\n  + {}", one.unwrap_or("(end)"), other.unwrap_or("(end)"));
            }
            _ => {}
        }
    }
}

fn listed(root: &Path, folder: &Path) -> Vec<String> {
    let mut paths = vec![];
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            paths.extend(listed(root, &path));
        } else {
            paths.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
    paths
}

fn write(expected: &Path, found: &BTreeMap<String, String>) {
    let _ = fs::remove_dir_all(expected);
    for (path, text) in found {
        let file = expected.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}
