//! Whoever types what "Write" says has no longer that mistake, and no new one.

use jisr::base::diag::{Diagnostic, Diagnostics, Hint, Place, Severity};
use jisr::source::Change;
use rayon::prelude::*;

use super::{Case, cases, check, ends, tree};

/// Where one line corrected shows what was wrong behind it.
const NEXT: &[(&str, &str)] = &[
    // An amount was put where a list belongs: the list then wants its currency.
    ("list-of-records-wanted-number-given", "money-without-unit"),
    ("list-of-records-wanted-amount-given", "money-without-unit"),
    // The picture was not read as one: it then wants its words.
    ("fields-wanted-file-given", "image-without-alt"),
];

#[test]
fn what_is_to_be_written_can_be_pasted_over_the_line() {
    let cases = cases();
    let tried: Vec<Vec<String>> =
        cases.par_iter().map(|case| case.found.iter().filter_map(|found| try_out(case, found)).collect()).collect();
    let tried: Vec<String> = tried.into_iter().flatten().collect();
    assert!(tried.len() > 80, "only {} hints were tried", tried.len());
    let failed: Vec<&String> = tried.iter().filter(|outcome| !outcome.is_empty()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

/// What is wrong with the line to write, empty where nothing is. `None` where
/// there is no such line.
fn try_out(case: &Case, found: &Diagnostic) -> Option<String> {
    let line = found.hints.iter().find_map(|hint| if let Hint::Write(line) = hint { Some(line) } else { None })?;
    let place = found.related.first().filter(|_| line == "---").or(found.at.as_ref())?;
    let Some(text) = replaced(case, place, line) else { return Some(format!("{}: no text to replace", case.name)) };
    let mut changes = case.changes.clone();
    changes.push(Change::Put(place.path.clone(), text.into_bytes().into()));
    let after = check(&tree(&changes));
    let same = |other: &&Diagnostic| other.code == found.code && other.args == found.args;
    let count = |all: &Diagnostics| all.iter().filter(same).count();
    if count(&after) >= count(&case.found) {
        return Some(format!("{}: {:?} is still there after {line:?}", case.name, found.code));
    }
    let is_new = |other: &&Diagnostic| {
        other.severity == Severity::Error && !case.found.iter().any(|before| before.code == other.code)
    };
    let new = after.iter().filter(is_new).map(|other| other.code.as_str());
    let new: Vec<&str> = new.filter(|code| !NEXT.contains(&(case.name.as_str(), code))).collect();
    Some(if new.is_empty() { String::new() } else { format!("{}: {line:?} leads to {new:?}", case.name) })
}

/// The file with the lines of the place replaced.
fn replaced(case: &Case, place: &Place, line: &str) -> Option<String> {
    let bytes = case.bytes(&place.path)?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let [first, _, last, _] = ends(bytes.clone(), place.span);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.splice(first - 1..last, [line]);
    Some(lines.join("\n") + "\n")
}
