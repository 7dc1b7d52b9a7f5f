//! A site in memory, built with the default theme: for tests that chain
//! "build, change a file, build, check".

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jisr::base::key::Key;
use jisr::base::path::RelPath;
use jisr::catalogue::{Mode, catalogue};
use jisr::config::Options;
use jisr::disk::assets;
use jisr::disk::builtin;
use jisr::pipeline::manifest::Manifest;
use jisr::pipeline::memory::{Memory, NoPictures};
use jisr::pipeline::prepare::prepare;
use jisr::pipeline::{self, Job, Output, Report};
use jisr::site::{Plan, plan};
use jisr::source::{Change, Tree};

use crate::support::{fixture, root};

/// A site in memory with its output.
pub struct Site {
    pub tree: Tree,
    pub options: Options,
    pub manifest: Manifest,
    pub out: Memory,
}

/// A path that a test wrote.
pub fn path(text: &str) -> RelPath {
    RelPath::new(text).unwrap_or_else(|| panic!("no path: {text}"))
}

/// A build on 23 November 2026, with nothing special.
pub fn options() -> Options {
    Options { today: jiff::civil::date(2026, 11, 23), base_url: None, drafts: false, future: false, fonts: None }
}

impl Default for Site {
    fn default() -> Site {
        Site { tree: Tree::default(), options: options(), manifest: Manifest::default(), out: Memory::default() }
    }
}

impl Site {
    /// A site of these text files.
    pub fn of(files: &[(&str, &str)]) -> Site {
        let mut site = Site::default();
        files.iter().for_each(|(at, text)| site.put(at, text));
        site
    }

    /// site.yaml and content/ of the repository: the sample, with the theme inside jisr.
    pub fn sample() -> Site {
        let mut site = Site::default();
        site.add_folder(root(), &root().join("content"));
        site.put("site.yaml", &fs::read_to_string(root().join("site.yaml")).unwrap());
        site
    }

    /// The site in a folder of the repository; what is no text is an asset.
    pub fn open(folder: &Path) -> Site {
        let mut site = Site::default();
        site.add_folder(folder, folder);
        site
    }

    /// Adds a folder below `root`.
    pub fn add_folder(&mut self, root: &Path, folder: &Path) {
        self.tree.apply(read(root, folder));
    }

    /// Adds the small theme.
    pub fn add_small_theme(&mut self) {
        self.tree.apply(small_theme());
    }

    pub fn put(&mut self, at: &str, text: &str) {
        self.tree.apply(vec![Change::Put(path(at), text.as_bytes().into())]);
    }

    pub fn asset(&mut self, at: &str, bytes: &[u8]) {
        self.tree.apply(vec![asset(at, bytes)]);
    }

    pub fn remove(&mut self, at: &str) {
        self.tree.apply(vec![Change::Gone(path(at))]);
    }

    /// Builds into the site's own output, from what was there.
    pub fn build(&mut self) -> Report {
        let report = run(&self.tree, &self.options, self.manifest.clone(), &self.out);
        self.manifest = report.manifest.clone();
        report
    }

    /// Builds anew, into nothing.
    pub fn clean(&self) -> BTreeMap<RelPath, Vec<u8>> {
        let out = Memory::default();
        run(&self.tree, &self.options, Manifest::default(), &out);
        out.files()
    }

    /// The pages that the site has.
    pub fn plan(&self) -> Plan {
        let prepared = prepare(&self.tree, self.options.clone(), &builtin::themes()).unwrap();
        let (catalogue, _) = catalogue(&self.tree, &prepared.config, Mode::Publish);
        plan(&Arc::new(catalogue), prepared.theme.shown())
    }

    /// A page of the output.
    pub fn page(&self, at: &str) -> Option<String> {
        self.out.files().get(&path(at)).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }
}

/// Prepares and builds; what `prepare` says comes first in the report.
pub fn run(tree: &Tree, options: &Options, manifest: Manifest, out: &dyn Output) -> Report {
    let prepared = match prepare(tree, options.clone(), &builtin::themes()) {
        Ok(prepared) => prepared,
        Err(diagnostic) => return Report { diagnostics: [*diagnostic].into_iter().collect(), ..Report::default() },
    };
    let early = prepared.diagnostics;
    let job = Job {
        tree,
        config: prepared.config,
        theme: &prepared.theme,
        early,
        pictures: &NoPictures,
        progress: &|_, _, _| {},
    };
    pipeline::build(&job, out, manifest)
}

/// site.yaml of a site in two languages with one type, in the small theme.
pub const SMALL_SITE: &str = "\
title: {fr: Site, ar: موقع}
base_url: https://host.tn/
theme: mini
languages:
  fr: {label: Français, locale: fr-TN}
  ar: {label: العربية, locale: ar-TN}
types: [{id: all, name: {fr: Tous, ar: الكل}}]
";

/// The small theme of the tests, as `themes/mini`: it prints every view in few lines.
pub fn small_theme() -> Vec<Change> {
    let folder = fixture("small-theme");
    below("themes/mini", read(&folder, &folder))
}

/// The same texts in a folder of the site.
pub fn below(folder: &str, changes: Vec<Change>) -> Vec<Change> {
    let move_one = |change| match change {
        Change::Put(at, bytes) => Change::Put(path(&format!("{folder}/{at}")), bytes),
        other => panic!("{other:?} is no text"),
    };
    changes.into_iter().map(move_one).collect()
}

/// The files below `folder` as changes, named from `root`.
pub fn read(root: &Path, folder: &Path) -> Vec<Change> {
    let mut changes = vec![];
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            changes.extend(read(root, &entry));
            continue;
        }
        let at = entry.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        let bytes = fs::read(&entry).unwrap();
        let is_text = at.ends_with(".md") || at.ends_with(".yaml") || !at.starts_with("content/");
        changes.push(if is_text { Change::Put(path(&at), bytes.into()) } else { asset(&at, &bytes) });
    }
    changes
}

/// A picture or document, as the shell tells of it.
pub fn asset(at: &str, bytes: &[u8]) -> Change {
    let path = path(at);
    let contents = assets::contents(&path, bytes);
    Change::Asset { path, len: bytes.len() as u64, hash: Key::of(bytes), contents }
}

/// The text with the names of the theme's files as the preview has them,
/// without the keys of their bytes: `/assets/site.0123456789.css`.
pub fn plain_names(text: &str) -> String {
    let mut parts = text.split("/assets/");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str("/assets/");
        let is_key =
            |at: usize| part.get(at + 1..at + 11).is_some_and(|key| key.bytes().all(|b| b.is_ascii_hexdigit()));
        match part.find('.').filter(|at| is_key(*at)) {
            Some(at) => plain.extend([&part[..at], &part[at + 11..]]),
            None => plain.push_str(part),
        }
    }
    plain
}
