//! jisr compiled as one program without a library: only then does the compiler
//! report dead code, even in items that are `pub` for the tests. Nothing runs
//! it; clippy checks it.

#![allow(unfulfilled_lint_expectations, reason = "no item of a program needs documentation")]

mod base;
mod catalogue;
mod cli;
mod config;
mod desk;
mod disk;
mod documents;
mod edit;
mod locale;
mod parse;
mod pictures;
mod pipeline;
mod publish;
mod report;
mod schema;
mod search;
mod serve;
mod site;
mod source;
mod theme;
mod yaml;

use std::hint::black_box;
use std::process::ExitCode;

fn main() -> ExitCode {
    for_tests();
    cli::main()
}

/// Lists what only tests and benches use: code that is neither here nor used by
/// the command is dead.
fn for_tests() {
    black_box(base::code::Code::ALL);
    black_box(pipeline::memory::NoPictures);
    black_box(pipeline::memory::Memory::files);
    black_box(source::Change::path);
    black_box(disk::assets::contents);
    black_box(publish::memory::Memory::files);
    black_box(publish::memory::Memory::cut_after);
    black_box(publish::memory::Memory::default);
}
