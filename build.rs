//! Hashes jisr's own sources, so that a new version writes every page anew.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a build script reads and prints")]

use std::fs;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

fn main() {
    let mut files = vec![];
    for folder in ["src", "data", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(Path::new(folder), &mut files);
    }
    for folder in ["themes", "messages"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    files.sort();
    let mut hash = Xxh3::new();
    for file in files {
        hash.update(file.to_string_lossy().replace('\\', "/").as_bytes());
        hash.update(&fs::read(&file).unwrap_or_default());
    }
    println!("cargo::rustc-env=JISR_SOURCES={:032x}", hash.digest128());
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
