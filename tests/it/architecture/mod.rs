//! The architecture, held by tests: which module may import which, what the core must never touch, where the template
//! engine lives, and how long functions and files may be.
//!
//! Each rule is a row of data and each check a function from a file's text to complaints, so that the checks
//! themselves are tested below on snippets that break them.

mod circles;
mod scan;

use crate::support;

use scan::{Name, Token};

/// The floors, the top one first. A module imports from its own floor's module and from floors below it;
/// modules that share a floor do not know each other.
const FLOORS: &[&[&str]] = &[
    &["main", "whole"],
    &["cli"],
    &["serve"],
    &["publish"],
    &["disk"],
    &["desk"],
    &["report"],
    &["pipeline"],
    &["search", "theme"],
    &["site"],
    &["catalogue"],
    &["source"],
    &["edit"],
    &["parse"],
    &["config"],
    &["schema"],
    &["yaml", "locale", "pictures", "documents"],
    &["base"],
];

/// Imports that break the rule of the floors, as (file, imported module), each with its reason. Empty so far.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// A path that only some files may name: `only` has (start of the file's path, start of the path in the code).
struct Ban {
    path: &'static str,
    only: &'static [(&'static str, &'static str)],
}

const IO: &[(&str, &str)] = &[
    ("src/cli/", ""),
    ("src/serve/", ""),
    ("src/publish/", ""),
    ("src/disk/", ""),
    ("src/main.rs", ""),
    ("src/whole.rs", ""),
];

const BANS: &[Ban] = &[
    // Input and output, clock, environment, terminal, network.
    Ban { path: "std::env", only: IO },
    Ban { path: "std::fs", only: IO },
    Ban { path: "std::io::stderr", only: IO },
    Ban { path: "std::io::stdin", only: IO },
    Ban { path: "std::io::stdout", only: IO },
    Ban { path: "std::net", only: IO },
    Ban { path: "std::process", only: IO },
    Ban { path: "std::thread", only: IO },
    Ban { path: "Instant", only: IO },
    Ban { path: "SystemTime", only: IO },
    Ban { path: "Timestamp::now", only: IO },
    Ban { path: "ZonedDateTime::now", only: IO },
    // Crates that do the same.
    Ban { path: "anstream", only: IO },
    Ban { path: "axum", only: IO },
    Ban { path: "clap", only: IO },
    Ban { path: "futures_util", only: IO },
    Ban { path: "indicatif", only: IO },
    Ban { path: "notify", only: IO },
    Ban { path: "tempfile", only: IO },
    Ban { path: "tokio", only: IO },
    Ban { path: "walkdir", only: IO },
    // Tera lives in one folder; views are made of its values, so that each is made once.
    // The preview's own pages have an engine of their own, which no theme can touch.
    Ban { path: "tera", only: TEMPLATES },
    // Only these files may allow what clippy.toml denies.
    Ban { path: "clippy::disallowed_methods", only: GATES },
    Ban { path: "clippy::disallowed_macros", only: GATES },
    Ban { path: "clippy::style", only: &[] },
    Ban { path: "clippy::all", only: &[] },
];

const TEMPLATES: &[(&str, &str)] =
    &[("src/theme/", ""), ("src/desk/", ""), ("src/site/", "tera::Value"), ("src/site/", "tera::Map")];

const GATES: &[(&str, &str)] = &[
    ("src/cli/mod.rs", ""),
    ("src/serve/mod.rs", ""),
    ("src/publish/mod.rs", ""),
    ("src/disk/mod.rs", ""),
    ("src/main.rs", ""),
];

const BANNED_MACROS: &[&str] = &["dbg", "eprint", "eprintln", "print", "println"];

/// Lines of the longest function, signature and closing brace included, but for one that is a single `match`.
const LONGEST_FUNCTION: usize = 60;

/// Lines of the longest file, its tests included.
const LONGEST_FILE: usize = 450;

#[test]
fn modules_import_only_from_floors_below() {
    report(&check_sources(imports));
}

#[test]
fn the_core_touches_no_file_clock_environment_or_terminal() {
    report(&check_sources(fence));
}

#[test]
fn functions_are_short() {
    report(&check_sources(lengths));
}

#[test]
fn files_are_short() {
    let sources = support::files("src", &[".rs"]);
    report(&sources.iter().filter_map(|(file, text)| long_file(file, text)).collect::<Vec<_>>());
}

#[test]
fn no_circle_of_imports_passes_through_several_folders() {
    let mut sources = support::files("src", &[".rs"]);
    sources.retain(|(file, _)| !is_test(file));
    assert!(sources.len() > 100, "the sources were not found");
    report(&circles::circles(&sources));
}

#[test]
fn the_map_names_only_what_is_there() {
    let map = std::fs::read_to_string("ARCHITECTURE.md").expect("ARCHITECTURE.md");
    let parts = map.split('`').skip(1).step_by(2);
    let names: Vec<&str> =
        parts.filter(|name| name.split_once('/').is_some_and(|(top, _)| names_a_place(top))).collect();
    assert!(names.len() > 20, "no names were found");
    let is_there = |name: &str| {
        let within = if name.starts_with("tests/") { name.to_owned() } else { format!("src/{name}") };
        std::path::Path::new(&within).exists() || std::path::Path::new(&format!("{within}.rs")).exists()
    };
    let gone: Vec<String> = names.into_iter().filter(|name| !is_there(name)).map(|name| format!("no {name}")).collect();
    report(&gone);
}

fn names_a_place(folder: &str) -> bool {
    folder == "tests" || floor(folder).is_some()
}

fn is_test(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/")
}

fn check_sources(check: fn(&str, &[Token]) -> Vec<String>) -> Vec<String> {
    let sources = support::files("src", &[".rs"]);
    assert!(sources.len() > 2, "the sources were not found");
    let sources = sources.iter().filter(|(file, _)| !is_test(file));
    sources.flat_map(|(file, text)| check(file, &scan::code(text))).collect()
}

fn report(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Complaints about paths that lead to a module on the same floor or above, or on none.
fn imports(file: &str, code: &[Token]) -> Vec<String> {
    let from = module_of(file);
    let mut complaints = Vec::new();
    if from != "lib" && floor(from).is_none() {
        complaints.push(format!("{file}: the module `{from}` has no floor: give it one in FLOORS"));
    }
    for path in scan::paths(code) {
        let Some(to) = target(file, &path.text) else { continue };
        if to != from && !EXCEPTIONS.contains(&(file, to)) {
            complaints.extend(wrong_edge(from, to).map(|why| format!("{file}:{}: `{}`: {why}", path.line, path.text)));
        }
    }
    complaints
}

fn wrong_edge(from: &str, to: &str) -> Option<String> {
    let Some(below) = floor(to) else { return Some(format!("`{to}` has no floor in FLOORS")) };
    (from != "lib" && floor(from)? >= below).then(|| format!("`{to}` is no floor below `{from}`"))
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// `src/parse/front.rs` and `src/parse/mod.rs` are of `parse`, `src/config.rs` is `config`.
fn module_of(file: &str) -> &str {
    let inner = file.trim_start_matches("src/");
    inner.split('/').next().unwrap_or(inner).trim_end_matches(".rs")
}

/// The top-level module that a path in `file` leads to, if it leads to one of this crate.
fn target<'a>(file: &str, path: &'a str) -> Option<&'a str> {
    let parts: Vec<&str> = path.split("::").collect();
    let supers = parts.iter().take_while(|&&part| part == "super").count();
    match parts[0] {
        "crate" => Some(parts.get(1).copied().unwrap_or("crate")),
        "jisr" if file == "src/main.rs" => parts.get(1).copied(),
        "super" if supers >= depth(file) => parts.get(supers).copied(),
        _ => None,
    }
}

/// How many `super` lead from a file to the crate's root.
fn depth(file: &str) -> usize {
    file.trim_start_matches("src/").trim_end_matches("/mod.rs").split('/').count()
}

/// Complaints about what the core must not touch, and about Tera outside its folder.
fn fence(file: &str, code: &[Token]) -> Vec<String> {
    let paths = scan::paths(code).into_iter().filter(|path| BANS.iter().any(|ban| ban.forbids(file, &path.text)));
    let above = IO.iter().any(|(start, _)| file.starts_with(start));
    let macros = scan::macros(code).into_iter().filter(|name| !above && BANNED_MACROS.contains(&name.text.as_str()));
    let complain = |name: Name| format!("{file}:{}: `{}` does not belong here", name.line, name.text);
    paths.chain(macros).map(complain).collect()
}

impl Ban {
    fn forbids(&self, file: &str, path: &str) -> bool {
        names(path, self.path)
            && !self.only.iter().any(|(place, start)| file.starts_with(place) && path.starts_with(start))
    }
}

/// Whether the parts of `wanted` stand in `path`, one behind the other.
fn names(path: &str, wanted: &str) -> bool {
    format!("::{path}::").contains(&format!("::{wanted}::"))
}

fn lengths(file: &str, code: &[Token]) -> Vec<String> {
    let long = scan::functions(code).into_iter().filter(|f| f.lines > LONGEST_FUNCTION && !f.table);
    long.map(|f| format!("{file}:{}: `{}` has {} lines, {LONGEST_FUNCTION} are enough", f.line, f.name, f.lines))
        .collect()
}

fn long_file(file: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LONGEST_FILE).then(|| format!("{file} has {lines} lines, {LONGEST_FILE} are enough"))
}

// Each check must be able to fail.

fn complaints(check: fn(&str, &[Token]) -> Vec<String>, file: &str, text: &str) -> Vec<String> {
    check(file, &scan::code(text))
}

#[test]
fn an_import_from_above_is_found() {
    let found = |file, text| complaints(imports, file, text);
    assert_eq!(found("src/parse/front.rs", "\nuse crate::site::Page;").len(), 1);
    assert_eq!(found("src/base/key.rs", "use crate::{base::x, config::{self, Config}, theme};").len(), 3);
    assert_eq!(found("src/site/mod.rs", "fn f() -> crate::pipeline::Report { todo!() }").len(), 1);
    assert_eq!(found("src/config.rs", "use super::catalogue::Catalogue;").len(), 1);
    assert_eq!(found("src/parse/front.rs", "use super::super::catalogue::Catalogue;").len(), 1);
    assert_eq!(found("src/yaml/mod.rs", "use crate::locale::x;").len(), 1);
    assert_eq!(
        found("src/parse/front.rs", "\nuse crate::site::Page;"),
        ["src/parse/front.rs:2: `crate::site::Page`: `site` is no floor below `parse`"]
    );
}

#[test]
fn an_import_from_below_is_no_mistake() {
    let found = |file, text| complaints(imports, file, text);
    let none = Vec::<String>::new();
    assert_eq!(found("src/site/mod.rs", "use crate::{base::key::Key, catalogue::Catalogue, site::view};"), none);
    assert_eq!(found("src/parse/front.rs", "use super::links::Link;"), none);
    assert_eq!(found("src/main.rs", "fn main() { jisr::cli::run() }"), none);
    assert_eq!(found("src/base/key.rs", "// use crate::cli::x;\nconst A: &str = r#\"crate::cli\"#;"), none);
    assert_eq!(found("src/base/key.rs", "#[cfg(test)]\nmod tests {\n use crate::cli::x;\n}\nfn a<'a>() {}"), none);
}

#[test]
fn a_module_without_a_floor_is_found() {
    assert_eq!(complaints(imports, "src/helpers/mod.rs", "").len(), 1);
    assert_eq!(complaints(imports, "src/pipeline/mod.rs", "use crate::helpers::x;").len(), 1);
}

#[test]
fn input_and_output_in_the_core_are_found() {
    let found = |text| complaints(fence, "src/catalogue/mod.rs", text).len();
    assert_eq!(found("use std::fs;"), 1);
    assert_eq!(found("use std::{collections::BTreeMap, env::{self, args}, io::{Write, stdout}};"), 3);
    assert_eq!(found("fn f() { std::process::exit(1) }"), 1);
    assert_eq!(found("use std::time::{Duration, Instant, SystemTime};"), 2);
    assert_eq!(found("fn f() { let t = jiff::Timestamp::now(); }"), 1);
    assert_eq!(found("fn f() { println!(\"{}\", 1); dbg!(2); }"), 2);
    assert_eq!(found("#[allow(clippy::disallowed_methods)] fn f() {}"), 1);
    assert_eq!(found("use std::fmt::Write; fn f(a: u8) -> bool { a != 1 && env!(\"A\") == \"println!\" }"), 0);
    assert_eq!(found("'\\'' '\\u{1F600}' 'a' use std::fs;"), 1);
}

#[test]
fn input_and_output_above_the_fence_are_no_mistake() {
    let text = "#![allow(clippy::disallowed_methods)] use std::{env, fs}; fn f() { println!() }";
    assert_eq!(complaints(fence, "src/disk/mod.rs", text), Vec::<String>::new());
    assert_eq!(complaints(fence, "src/disk/site.rs", text).len(), 1, "the fence is opened once");
}

#[test]
fn tera_outside_the_theme_is_found() {
    assert_eq!(complaints(fence, "src/pipeline/mod.rs", "use tera::Value;").len(), 1);
    assert_eq!(complaints(fence, "src/site/view.rs", "use tera::{Tera, Value};").len(), 1);
    assert_eq!(complaints(fence, "src/site/view.rs", "use tera::Value;").len(), 0);
    assert_eq!(complaints(fence, "src/theme/mod.rs", "use tera::Tera;").len(), 0);
}

#[test]
fn a_long_function_is_found() {
    let lines = "    step();\n".repeat(LONGEST_FUNCTION);
    let rows = "        1 => 2,\n".repeat(LONGEST_FUNCTION);
    let found = |text: &str| complaints(lengths, "src/parse/mod.rs", text).len();
    assert_eq!(found(&format!("fn long(a: [u8; 2]) {{\n{lines}}}\nfn short() {{}}")), 1);
    assert_eq!(found(&format!("fn table(x: u8) -> u8 {{\n    match x {{\n{rows}    }}\n}}")), 0);
    assert_eq!(found(&format!("fn mixed(x: u8) -> u8 {{\n    match x {{\n{rows}    }};\n    3\n}}")), 1);
}

#[test]
fn a_long_file_is_found() {
    assert!(long_file("src/parse/mod.rs", &"\n".repeat(LONGEST_FILE + 1)).is_some());
    assert_eq!(long_file("src/parse/mod.rs", &"\n".repeat(LONGEST_FILE)), None);
}
