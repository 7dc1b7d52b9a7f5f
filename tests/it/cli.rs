//! The command as its users see it: transcripts in `tests/fixtures/cli/`, written anew by `TRYCMD=overwrite` (then
//! put `[..]` for the seconds).

use std::collections::BTreeMap;
use std::panic::{catch_unwind, resume_unwind};
use std::process::Command;

use jisr::base::path::RelPath;

use crate::support::place::{copy, copy_file, listing, scratch};
use crate::support::{fixture, links};

/// Transcripts whose folder is the site of `cli/site/` with the small theme, under the files of their own.
const OF_THE_SITE: &[&str] = &["build", "export", "fix", "mistakes", "refused", "status", "strict", "theme"];

#[test]
fn transcripts() {
    let scratch = scratch();
    let cases = scratch.path();
    for name in OF_THE_SITE {
        copy(&fixture("cli/site"), &cases.join(format!("{name}.in")));
        copy(&fixture("small-theme"), &cases.join(format!("{name}.in/themes/mini")));
    }
    copy(&fixture("cli"), cases);
    // What `theme eject` leaves is the theme's own file.
    let ejected = "templates/home.html";
    copy_file(&fixture("small-theme").join(ejected), &cases.join("theme.out").join(ejected));
    // The cases run when they are dropped, and panic where one of them failed.
    let outcome = catch_unwind(|| {
        let tests = trycmd::TestCases::new();
        tests.case(cases.join("*.trycmd")).env("NO_COLOR", "1").env("LANGUAGE", "en").env("COLUMNS", "100");
        tests.env("CHROMIUM", "no-browser");
    });
    if std::env::var("TRYCMD").is_ok_and(|mode| mode == "overwrite") {
        let names = listing(cases).into_keys().filter(|name| name.ends_with(".trycmd"));
        names.for_each(|name| copy_file(&cases.join(&name), &fixture("cli").join(&name)));
    }
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

/// A new site builds without a warning, wherever it lies, and its links lead
/// somewhere. All that it is told is that it has no address yet.
#[test]
fn a_new_site_builds_without_a_warning_in_any_folder() {
    let scratch = scratch();
    for name in ["site", "Site d’essai (1)", "موقع التعاون", "a&b;c#d%20e"] {
        let root = scratch.path().join(name);
        for command in ["init", "build", "check"] {
            let mut jisr = Command::new(env!("CARGO_BIN_EXE_jisr"));
            jisr.args([command, "--strict", "--lang", "en", "--format", "json", "--root"]).arg(&root);
            let came = jisr.output().unwrap();
            let told = String::from_utf8_lossy(&came.stderr).into_owned();
            assert!(came.status.success(), "{command} in {name}: {told}");
            let report = String::from_utf8_lossy(&came.stdout).trim().to_owned();
            let told = report.matches("\"severity\"").count();
            let of_address = report.matches("\"code\": \"placeholder-host\"").count();
            assert!(told == of_address && !report.contains("\"warning\""), "{command} in {name}: {report}");
            assert_eq!(told, usize::from(command != "init"), "{command} in {name}: {report}");
        }
        let files: BTreeMap<RelPath, Vec<u8>> = listing(&root.join("output"))
            .into_iter()
            .filter_map(|(path, bytes)| Some((RelPath::new(&path)?, bytes)))
            .collect();
        assert!(files.contains_key("fr/index.html") && files.contains_key("ar/index.html"), "{name}");
        assert_eq!(links::dead(&files), Vec::<String>::new(), "{name}");
    }
}
