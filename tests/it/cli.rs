//! The command as its users see it: transcripts in `tests/fixtures/cli/`, written anew by `TRYCMD=overwrite` (then
//! put `[..]` for the seconds).

use std::collections::BTreeMap;
use std::process::Command;

use crate::support::links;
use crate::support::place::{listing, scratch};
use jisr::base::path::RelPath;

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .case("tests/fixtures/cli/*.trycmd")
        .env("NO_COLOR", "1")
        .env("LANGUAGE", "en")
        .env("COLUMNS", "100")
        .env("CHROMIUM", "no-browser");
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
