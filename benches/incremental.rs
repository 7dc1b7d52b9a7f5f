//! One body edited among 10,000 projects in two languages, and the site built
//! again in one process: `cargo bench --bench incremental`. Output is counted
//! and not kept, so that the figure has no writing of files in it.
#![allow(missing_docs, reason = "a bench")]
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "benches measure and print")]

mod support;

use std::io;
use std::sync::Mutex;

use rustc_hash::FxHashMap;

use jisr::base::path::RelPath;
use jisr::disk::builtin;
use jisr::pipeline::manifest::Manifest;
use jisr::pipeline::memory::NoPictures;
use jisr::pipeline::prepare::prepare;
use jisr::pipeline::{Job, Output, Report, build};
use jisr::source::Tree;

/// An output that remembers lengths only.
#[derive(Default)]
struct Lengths(Mutex<FxHashMap<RelPath, u64>>);

impl Output for Lengths {
    fn len(&self, path: &RelPath) -> Option<u64> {
        self.0.lock().ok()?.get(path).copied()
    }
    fn put(&self, path: &RelPath, bytes: &[u8]) -> io::Result<()> {
        self.0.lock().expect("no panic while locked").insert(path.clone(), bytes.len() as u64);
        Ok(())
    }
    fn copy(&self, path: &RelPath, _: &RelPath) -> io::Result<()> {
        self.put(path, &[])
    }
    fn delete(&self, path: &RelPath) -> io::Result<()> {
        self.0.lock().expect("no panic while locked").remove(path);
        Ok(())
    }
}

/// How often the body is edited.
const EDITS: usize = 101;

struct Bench {
    projects: usize,
    tree: Tree,
    prepared: jisr::pipeline::prepare::Prepared,
    manifest: Manifest,
    out: Lengths,
}

impl Bench {
    fn new(projects: usize) -> Bench {
        let tree = support::tree(projects);
        let prepared = prepare(&tree, support::options(), &builtin::themes()).expect("a site");
        let mut bench = Bench { projects, tree, prepared, manifest: Manifest::default(), out: Lengths::default() };
        let report = bench.build();
        assert!(!report.diagnostics.has_errors(), "{:?}", report.diagnostics.iter().next());
        bench
    }

    fn build(&mut self) -> Report {
        let job = Job {
            tree: &self.tree,
            config: self.prepared.config.clone(),
            theme: &self.prepared.theme,
            early: self.prepared.diagnostics.clone(),
            pictures: &NoPictures,
            progress: &|_, _, _| {},
        };
        let mut report = build(&job, &self.out, std::mem::take(&mut self.manifest));
        self.manifest = std::mem::take(&mut report.manifest);
        report
    }

    fn edit(&mut self, edit: usize) -> Report {
        self.tree.apply(vec![support::edited(self.projects / 2, edit)]);
        self.build()
    }
}

/// CPU seconds of this process so far, user and system, all threads.
fn cpu() -> f64 {
    cpu_time::ProcessTime::now().as_duration().as_secs_f64()
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|size| size.parse().ok()).collect();
    for projects in if sizes.is_empty() { vec![1_000, 10_000] } else { sizes } {
        let start = cpu();
        let mut bench = Bench::new(projects);
        println!("{projects} projects × 2 languages: read and built cold in {:.2} s of CPU", cpu() - start);
        let mut figures = vec![];
        for edit in 0..EDITS {
            let start = cpu();
            let report = bench.edit(edit);
            figures.push((cpu() - start) * 1000.0);
            assert_eq!(report.written.len(), 1, "only the page that shows the body: {:?}", report.written);
        }
        figures.sort_by(f64::total_cmp);
        let [least, median, most] = [figures[0], figures[EDITS / 2], figures[EDITS - 1]];
        println!("  one body edited, built again: {median:.1} ms of CPU (of {EDITS}: {least:.1} to {most:.1})");
    }
}
