//! Random edits: after each of them, what is built upon the last output is a clean build, byte for byte, and
//! where there are errors, or the build is cut off, nothing of the last good site is lost for good.
//!
//! The theme prints every value that a template receives, so that a key which forgets one shows.

mod model;

use jisr::base::code::Code;
use jisr::base::diag::Diagnostics;
use jisr::config::Options;
use jisr::pipeline::Report;
use jisr::pipeline::manifest::{self, Manifest};
use jisr::source::{Change, Tree};
use model::{EDITS, Model, Source, Sources};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::support::site::{self, path};
use crate::support::store::{Files, Store};

/// What happens to the output before or while the site is built again.
#[derive(Clone, Copy, Debug)]
enum Mishap {
    None,
    /// The build is cut off after so many operations; then the edit is undone, or others follow.
    CutOff(usize, bool),
    /// Somebody removes a file.
    Lost(usize),
    /// Somebody shortens a file.
    Shortened(usize),
}

/// An edit by its position in the table, with its two numbers.
#[derive(Clone, Copy)]
struct Step(usize, usize, usize, Mishap);

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{} {} {} {:?}", EDITS[self.0].0, self.1, self.2, self.3)
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let mishap = prop_oneof![
        12 => Just(Mishap::None),
        3 => (0..60usize, any::<bool>()).prop_map(|(operations, undone)| Mishap::CutOff(operations, undone)),
        1 => (0..200usize).prop_map(Mishap::Lost),
        1 => (0..200usize).prop_map(Mishap::Shortened),
    ];
    let step = (0..EDITS.len(), 0..60usize, 0..600usize, mishap);
    prop::collection::vec(step.prop_map(|(edit, at, value, mishap)| Step(edit, at, value, mishap)), 1..14)
}

/// A site under way: its sources, and an output that lives on.
struct Chain {
    model: Model,
    sources: Sources,
    tree: Tree,
    output: Files,
}

impl Chain {
    fn new() -> Chain {
        let mut chain =
            Chain { model: Model::new(), sources: Sources::new(), tree: Tree::default(), output: Files::new() };
        chain.sync();
        chain
    }

    /// Tells the tree what the last edit changed, and nothing else.
    fn sync(&mut self) {
        let now = self.model.sources();
        let gone = self.sources.keys().filter(|at| !now.contains_key(*at)).map(|at| Change::Gone(path(at)));
        let put =
            now.iter().filter(|(at, source)| self.sources.get(*at) != Some(*source)).map(|(at, source)| match source {
                Source::Text(text) => Change::Put(path(at), text.as_bytes().into()),
                Source::Asset(bytes) => site::asset(at, bytes),
            });
        self.tree.apply(gone.chain(put).collect());
        self.sources = now;
    }

    fn store(&self, files: Files) -> Store {
        let asset = |(at, source): (&String, &Source)| match source {
            Source::Asset(bytes) => Some((path(at), bytes.clone())),
            Source::Text(_) => None,
        };
        Store::of(files, self.sources.iter().filter_map(asset).collect())
    }

    fn build(&self, store: &Store, manifest: Manifest) -> Report {
        site::run(&self.tree, &self.options(), manifest, store)
    }

    fn options(&self) -> Options {
        self.model.options()
    }

    /// The output of a build from nothing, with what it has to say.
    fn clean(&self) -> (Files, Report) {
        let store = self.store(Files::new());
        let report = self.build(&store, Manifest::default());
        (store.files(), report)
    }

    fn suffer(&mut self, mishap: Mishap) {
        let nth = |at: usize| {
            let files = self.output.keys().filter(|at| **at != manifest::path());
            files.clone().nth(at % files.count().max(1)).cloned()
        };
        match mishap {
            Mishap::Lost(at) => drop(nth(at).and_then(|at| self.output.remove(&at))),
            Mishap::Shortened(at) => drop(nth(at).and_then(|at| self.output.get_mut(&at)).map(Vec::pop)),
            Mishap::None | Mishap::CutOff(..) => {}
        }
    }

    fn step(&mut self, Step(edit, at, value, mishap): Step) {
        let before = self.model.clone();
        EDITS[edit].1(&mut self.model, at, value);
        self.sync();
        self.suffer(mishap);
        let Mishap::CutOff(operations, undone) = mishap else { return self.check() };
        let store = self.store(self.output.clone()).failing_after(operations);
        self.build(&store, store.manifest());
        self.output = store.files();
        if undone {
            self.model = before;
            self.sync();
            self.check();
        }
    }

    /// Builds upon the output and compares with a clean build.
    fn check(&mut self) {
        let (wanted, clean) = self.clean();
        let store = self.store(self.output.clone());
        let report = self.build(&store, store.manifest());
        // Only what the last output had, and this one has not, is told beside.
        let of_addresses = [Code::AddressGone, Code::AddressMoved];
        let others = report.diagnostics.iter().filter(|found| !of_addresses.contains(&found.code)).cloned();
        assert_eq!(others.collect::<Diagnostics>(), clean.diagnostics, "the report depends on the last output");
        if report.diagnostics.has_errors() {
            assert!(store.files() == self.output, "a build with errors touched the output");
            return;
        }
        assert_eq!(different(&store.files(), &wanted), Vec::<String>::new(), "not what a clean build gives");
        assert_eq!(store.puts(), report.written.len(), "what was written is what is told");
        self.output = store.files();
        let again = self.store(self.output.clone());
        let second = self.build(&again, again.manifest());
        assert_eq!((again.puts(), second.removed.len()), (0, 0), "a second build has nothing to do");
    }
}

/// The files that are not the same, with the first place where they differ.
fn different(one: &Files, other: &Files) -> Vec<String> {
    let paths = one.keys().chain(other.keys()).collect::<std::collections::BTreeSet<_>>();
    let differs = |at: &&&jisr::base::path::RelPath| one.get(**at) != other.get(**at);
    let first = paths.iter().filter(differs).take(3); // they are long, and mostly alike
    first.map(|at| format!("{at}: {}", difference(one.get(*at), other.get(*at)))).collect()
}

fn difference(one: Option<&Vec<u8>>, other: Option<&Vec<u8>>) -> String {
    let Some((one, other)) = one.zip(other) else {
        return if one.is_some() { "is left over" } else { "is missing" }.to_owned();
    };
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count().saturating_sub(60);
    let part = |bytes: &[u8]| String::from_utf8_lossy(&bytes[start..bytes.len().min(start + 160)]).into_owned();
    format!("\n  {}\n  instead of\n  {}", part(one), part(other))
}

#[test]
fn building_upon_the_last_output_equals_building_anew() {
    let config = Config { cases: cases(), failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    proptest!(config, |(steps in steps())| {
        let mut chain = Chain::new();
        chain.check();
        steps.into_iter().for_each(|step| chain.step(step));
        chain.check();
    });
}

/// As many chains as a debug build does in half a minute; `PROPTEST_CASES` asks for others.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(70)
}

/// Each edit alone, so that none is without effect, and most leave a site that can be published.
#[test]
fn the_edits_are_edits() {
    let mut published = 0;
    for (edit, (name, _)) in EDITS.iter().enumerate() {
        let changes = (0..600).step_by(11).any(|value| {
            let mut chain = Chain::new();
            EDITS[edit].1(&mut chain.model, value / 7, value);
            chain.model.sources() != chain.sources || format!("{:?}", chain.options()) != options_at_first()
        });
        assert!(changes, "{name}");
        let mut chain = Chain::new();
        EDITS[edit].1(&mut chain.model, 1, 1);
        chain.sync();
        published += usize::from(!chain.clean().1.diagnostics.has_errors());
    }
    assert!(published * 4 > EDITS.len() * 3, "only {published} of {} can be published", EDITS.len());
}

fn options_at_first() -> String {
    format!("{:?}", Model::new().options())
}
