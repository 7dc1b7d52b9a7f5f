//! `jisr rename`: gives a project or page another name, in its files and
//! wherever it is named; whole or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Severity};
use crate::base::failure::reason;
use crate::base::path::RelPath;
use crate::catalogue::{Mode, catalogue};
use crate::cli::fix::unsaved;
use crate::cli::outcome::Outcome;
use crate::cli::settings::Settings;
use crate::cli::status::Site;
use crate::config::{self, Config, Options};
use crate::disk::{build, site, texts};
use crate::edit::rename::Renaming;
use crate::edit::scaffold;
use crate::parse::write_up::WriteUp;
use crate::report::messages::word;
use crate::report::status::name;
use crate::schema::check::slugify;
use crate::source::{Change, Tree};

/// What is to be renamed.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The name that it has
    pub old: String,
    /// The name that it gets
    pub new: String,
}

/// A step that can be taken back.
enum Step {
    /// A text is written under a path; its former bytes, if it had any.
    Text(RelPath, Option<Arc<[u8]>>, Vec<u8>),
    /// A picture or document moves.
    Move(RelPath, RelPath),
    /// A text that stands under its new path is taken away.
    Gone(RelPath, Arc<[u8]>),
}

/// Renames what has this name.
pub fn run(settings: &Settings, old: &str, new: &str) -> Outcome {
    let site = Site::read(settings);
    let plan = match plan(&site, old, new) {
        Ok(plan) => plan,
        Err(found) => return Outcome::refused(found),
    };
    let (found, after) = new_errors(settings, &site.tree, &plan);
    if found.has_errors() {
        let sources = build::quoted(&found, &after);
        return Outcome { diagnostics: found, sources, ..Outcome::default() };
    }
    if let Err(found) = take(&settings.folders.root, &plan) {
        return Outcome::refused(found);
    }
    let line =
        |(said, path): (&str, &RelPath)| word(said, &[("path", Arg::Text(path.to_string()))], settings.look.language);
    Outcome { answer: plan.iter().filter_map(Step::told).map(line).collect(), ..Outcome::default() }
}

/// The steps: what is new is written first, and what is old goes last.
fn plan(site: &Site, old: &str, new: &str) -> Result<Vec<Step>, Diagnostic> {
    let line = site.find(old)?;
    let new = new.strip_prefix("page:").unwrap_or(new);
    if !scaffold::is_id(new) {
        let near = Some(slugify(new)).filter(|near| scaffold::is_id(near));
        return Err(Diagnostic::new(Code::NameUnusable).arg("value", new).did_you_mean(near));
    }
    let write_ups: Vec<&WriteUp> = line.docs.iter().flatten().map(|own| &**own).collect();
    let all = site.tree.files().map(|(path, _)| path).chain(site.tree.assets().keys());
    let unknown = || Diagnostic::new(Code::UnknownItem).arg("value", name(line));
    let renaming = Renaming::of((line.section, &line.id, new), &write_ups, all).ok_or_else(unknown)?;
    let is_there = |path: &&RelPath| site.tree.file(path.as_str()).is_some() || site.tree.assets().contains_key(*path);
    if let Some(taken) = renaming.moves.values().find(is_there) {
        return Err(Diagnostic::new(Code::NameTaken).arg("value", taken.as_str()));
    }
    let (mut steps, mut gone) = (vec![], vec![]);
    for (path, source) in site.tree.files() {
        let moved = renaming.moves.get(path);
        let Ok(file) = std::str::from_utf8(&source.bytes) else {
            if moved.is_some() {
                return Err(Diagnostic::new(Code::EditRefused).arg("path", path.as_str()).arg("key", "aliases"));
            }
            continue;
        };
        let refused = |_| Diagnostic::new(Code::EditRefused).arg("path", path.as_str()).arg("key", "aliases");
        let after = renaming.apply(path, file, source.parsed.write_up().map(|own| &**own)).map_err(refused)?;
        match moved {
            Some(to) => {
                steps.push(Step::Text(to.clone(), None, after.into_bytes()));
                gone.push(Step::Gone(path.clone(), source.bytes.clone()));
            }
            None if after != file => {
                steps.push(Step::Text(path.clone(), Some(source.bytes.clone()), after.into_bytes()));
            }
            None => {}
        }
    }
    let assets = renaming.moves.iter().filter(|(path, _)| site.tree.assets().contains_key(*path));
    steps.extend(assets.map(|(from, to)| Step::Move(from.clone(), to.clone())));
    steps.extend(gone);
    Ok(steps)
}

/// The errors that the site has only after the steps, and the site as it would
/// be.
fn new_errors(settings: &Settings, tree: &Tree, steps: &[Step]) -> (Diagnostics, Tree) {
    let mut after = tree.clone();
    let changes = steps.iter().flat_map(|step| match step {
        Step::Text(path, _, bytes) => vec![Change::Put(path.clone(), bytes.as_slice().into())],
        Step::Gone(path, _) => vec![Change::Gone(path.clone())],
        Step::Move(from, to) => {
            let moved = tree.assets().get(from).map(|own| Change::Asset {
                path: to.clone(),
                len: own.len,
                hash: own.hash,
                contents: own.contents.clone(),
            });
            moved.into_iter().chain([Change::Gone(from.clone())]).collect()
        }
    });
    let changes = changes.collect();
    after.apply(changes);
    let path = config::path();
    let errors = |tree: &Tree| {
        let options = Options { drafts: true, ..settings.options() };
        let (config, _) = Config::read(&path, &tree.bytes(&path).unwrap_or_default(), options);
        let (_, found) = catalogue(tree, &Arc::new(config), Mode::Publish);
        found.into_iter().filter(|found| found.severity == Severity::Error).collect::<Vec<_>>()
    };
    let known: BTreeSet<_> = errors(tree).into_iter().map(|found| (found.code, found.args)).collect();
    let is_new = |found: &Diagnostic| !known.contains(&(found.code, found.args.clone()));
    let found: Diagnostics = errors(&after).into_iter().filter(is_new).collect();
    (found.sorted(), after)
}

/// Takes the steps; if one fails, those before it are taken back.
fn take(root: &Path, steps: &[Step]) -> Result<(), Diagnostic> {
    for (at, step) in steps.iter().enumerate() {
        if let Err(found) = step.take(root) {
            steps[..at].iter().rev().for_each(|step| step.take_back(root));
            return Err(found);
        }
    }
    for step in steps {
        if let Step::Gone(path, _) | Step::Move(path, _) = step {
            remove_empty(root, path);
        }
    }
    Ok(())
}

impl Step {
    /// What is said of it, and of which path.
    fn told(&self) -> Option<(&'static str, &RelPath)> {
        match self {
            Step::Text(path, None, _) | Step::Move(_, path) => Some(("rename-moved", path)),
            Step::Text(path, Some(_), _) => Some(("rename-changed", path)),
            Step::Gone(..) => None,
        }
    }

    fn take(&self, root: &Path) -> Result<(), Diagnostic> {
        match self {
            Step::Text(path, former, bytes) => {
                texts::save(root, path, former.as_deref(), bytes).map_err(|why| unsaved(path, &why))
            }
            Step::Gone(path, former) => texts::remove(root, path, former).map_err(|why| unsaved(path, &why)),
            Step::Move(from, to) => move_file(root, from, to).map_err(|error| {
                Diagnostic::new(Code::OutputFailed).arg("path", to.as_str()).arg("detail", Arg::Text(reason(&error)))
            }),
        }
    }

    /// Former versions are kept, so that a step which cannot be taken back has
    /// lost nothing.
    fn take_back(&self, root: &Path) {
        let _ = match self {
            Step::Text(path, Some(former), bytes) => texts::save(root, path, Some(bytes), former),
            Step::Text(path, None, bytes) => texts::remove(root, path, bytes),
            Step::Gone(path, former) => texts::save(root, path, None, former),
            Step::Move(from, to) => move_file(root, to, from).map_err(texts::Unsaved::Failed),
        };
    }
}

fn move_file(root: &Path, from: &RelPath, to: &RelPath) -> io::Result<()> {
    if texts::is_behind_link(root, from) || texts::is_behind_link(root, to) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let (from, to) = (site::locate(root, from), site::locate(root, to));
    if to.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    to.parent().map(fs::create_dir_all).transpose()?;
    fs::rename(from, to)
}

/// Removes the folder of a file that went, if nothing is left in it.
fn remove_empty(root: &Path, path: &RelPath) {
    if path.folder().matches('/').count() > 1 {
        let _ = fs::remove_dir(root.join(path.folder()));
    }
}
