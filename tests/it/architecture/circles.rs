//! Imports between files: a circle may stay within one folder, whose files belong together, but not pass through
//! several of them. A folder below another one is another folder.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::scan::{self, Name};

/// Which file imports which, each with the first path that leads there.
type Imports = BTreeMap<String, BTreeMap<String, Name>>;

/// A complaint about each set of files that reach each other through several folders, with the shortest circle that
/// leaves a folder. `sources` are all files as path and text.
pub fn circles(sources: &[(String, String)]) -> Vec<String> {
    let imports = imports(sources);
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports.keys().map(|file| (&**file, reach(&imports, file))).collect();
    let mut seen = BTreeSet::new();
    let mut complaints = vec![];
    for file in imports.keys().map(String::as_str) {
        let together: BTreeSet<&str> =
            reached[file].iter().copied().filter(|other| reached[other].contains(file)).collect();
        if together.iter().all(|other| folder(other) == folder(file))
            || !together.iter().all(|other| seen.insert(*other))
        {
            continue;
        }
        complaints.push(describe(&imports, &together));
    }
    complaints
}

/// The imports of all files. What leads to no file of the crate is left out.
fn imports(sources: &[(String, String)]) -> Imports {
    let files: BTreeMap<Vec<&str>, &str> = sources.iter().map(|(file, _)| (module(file), file.as_str())).collect();
    let of_file = |file: &str, text: &str| {
        let mut found = BTreeMap::new();
        for path in scan::paths(&scan::code(text)) {
            let target = resolve(file, &path.text, &files).filter(|target| *target != file);
            target.map(|target| found.entry(target.to_owned()).or_insert(path));
        }
        found
    };
    sources.iter().map(|(file, text)| (file.clone(), of_file(file, text))).collect()
}

/// `src/a/b.rs` and `src/a/b/mod.rs` are the module `a::b`, `src/lib.rs` is the crate, `src/main.rs` a crate of its own.
fn module(file: &str) -> Vec<&str> {
    let inner = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    if inner == "lib" { vec![] } else { inner.split('/').collect() }
}

/// The file that has what a path in `file` leads to: the deepest module on the way.
fn resolve<'a>(file: &str, path: &str, files: &BTreeMap<Vec<&str>, &'a str>) -> Option<&'a str> {
    let parts: Vec<&str> = path.split("::").collect();
    let mut at = module(file);
    let supers = parts.iter().take_while(|part| **part == "super").count();
    let rest = match parts[0] {
        "crate" => (at.clear(), &parts[1..]).1,
        "jisr" if file == "src/main.rs" => (at.clear(), &parts[1..]).1,
        "self" => &parts[1..],
        "super" => (at.truncate(at.len().checked_sub(supers)?), &parts[supers..]).1,
        // A child of this module, or nothing of the crate.
        child => {
            at.push(child);
            files.get(&at)?;
            &parts[1..]
        }
    };
    for part in rest {
        at.push(part);
        if !files.contains_key(&at) {
            at.pop();
            break;
        }
    }
    files.get(&at).copied()
}

fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Every file that is imported by a file, or by one of those that it imports.
fn reach<'a>(imports: &'a Imports, from: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut left = vec![from];
    while let Some(file) = left.pop() {
        left.extend(imports[file].keys().map(String::as_str).filter(|target| reached.insert(*target)));
    }
    reached
}

/// The folders of a circle, and its shortest way from one of them into another and back.
fn describe(imports: &Imports, together: &BTreeSet<&str>) -> String {
    let folders: BTreeSet<&str> = together.iter().map(|file| folder(file)).collect();
    let leaving = together.iter().flat_map(|file| {
        let targets = imports[*file].keys().map(String::as_str);
        targets
            .filter(|target| together.contains(target) && folder(target) != folder(file))
            .map(|target| (*file, target))
    });
    let circle = leaving.filter_map(|(file, target)| Some([vec![file], way(imports, target, file)?].concat()));
    let circle = circle.min_by_key(Vec::len).unwrap_or_default();
    let steps = circle.windows(2).map(|step| {
        let Name { line, text } = &imports[step[0]][step[1]];
        format!("\n  {}:{line}: `{text}` leads to {}", step[0], step[1])
    });
    let folders: Vec<&str> = folders.into_iter().collect();
    format!("a circle of imports passes through {}:{}", folders.join(", "), steps.collect::<String>())
}

/// The shortest way of imports from one file to another, both included.
fn way<'a>(imports: &'a Imports, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut left = VecDeque::from([from]);
    while let Some(file) = left.pop_front() {
        if file == to {
            let mut way = vec![file];
            while let Some(previous) = before.get(way[way.len() - 1]).filter(|_| way[way.len() - 1] != from) {
                way.push(previous);
            }
            way.reverse();
            return Some(way);
        }
        for target in imports[file].keys().map(String::as_str) {
            if target != from && !before.contains_key(target) {
                before.insert(target, file);
                left.push_back(target);
            }
        }
    }
    None
}

// The check must be able to fail.

fn found(sources: &[(&str, &str)]) -> Vec<String> {
    circles(&sources.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect::<Vec<_>>())
}

#[test]
fn a_circle_through_two_folders_is_found_and_shown() {
    let sources = [
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a/mod.rs", "mod x;\nuse crate::b::Thing;"),
        ("src/a/x.rs", "use crate::a::Other;"),
        ("src/b.rs", "use std::fmt;\n\nfn f() { crate::a::x::g() }"),
    ];
    let expected = "a circle of imports passes through src, src/a:\
        \n  src/a/mod.rs:2: `crate::b::Thing` leads to src/b.rs\
        \n  src/b.rs:3: `crate::a::x::g` leads to src/a/x.rs\
        \n  src/a/x.rs:1: `crate::a::Other` leads to src/a/mod.rs";
    assert_eq!(found(&sources), [expected]);
}

#[test]
fn a_folder_below_is_another_folder() {
    let child = ("src/a/x/y.rs", "use super::super::Thing;");
    assert_eq!(found(&[("src/a/mod.rs", "use x::y::f;"), ("src/a/x/mod.rs", ""), child]).len(), 1);
    assert_eq!(found(&[("src/a/x.rs", "fn f() { y::g() }"), ("src/a/x/y.rs", "use super::Thing;")]).len(), 1);
    assert_eq!(found(&[("src/a/x/mod.rs", "fn f() { y::g() }"), ("src/a/x/y.rs", "use super::Thing;")]).len(), 0);
}

#[test]
fn what_is_no_circle_through_folders_is_no_mistake() {
    let none = Vec::<String>::new();
    let siblings = [("src/a/mod.rs", ""), ("src/a/x.rs", "use super::y::f;"), ("src/a/y.rs", "use crate::a::x::g;")];
    assert_eq!(found(&siblings), none);
    let one_way = [("src/a/mod.rs", "use crate::{b::{self, Thing}, b::c};"), ("src/b.rs", "use std::a;")];
    assert_eq!(found(&one_way), none);
    let in_tests = [("src/a/mod.rs", "use crate::b::f;"), ("src/b.rs", "#[cfg(test)]\nmod tests { use crate::a::g; }")];
    assert_eq!(found(&in_tests), none);
    let visibility =
        [("src/a/mod.rs", "use x::y::f;"), ("src/a/x/mod.rs", ""), ("src/a/x/y.rs", "pub(in crate::a) fn f() {}")];
    assert_eq!(found(&visibility), none);
}
