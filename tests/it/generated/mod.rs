//! Thousands of files that people could have written. Each mistake is one change of a good site that has every key: it
//! is reported, and whoever types what "Write" says has it no longer, has no new
//! one, and has lost no word. Good files are good in silence.

mod base;
mod edits;
mod keys;
mod structure;
mod texts;
mod values;

use std::sync::{Arc, OnceLock};

use jisr::base::code::Code;
use jisr::base::diag::{Diagnostic, Diagnostics, Hint, Place, Severity, Span};
use jisr::catalogue::{Mode, catalogue};
use jisr::config::{Config, path};
use jisr::report::lines::SourceFile;
use jisr::source::{Change, Tree};
use rayon::prelude::*;

use self::base::{File, LAYOUTS, Layout, SITE};
use crate::support::site::{Site, options};

/// A change of the project that makes it wrong: what stands there, and what is typed instead.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Mistake {
    kind: &'static str,
    from: String,
    to: String,
}

impl Mistake {
    fn new(kind: &'static str, from: impl Into<String>, to: impl Into<String>) -> Mistake {
        Mistake { kind, from: from.into(), to: to.into() }
    }
}

/// The site around the project, and its site.yaml.
fn around() -> &'static (Tree, Arc<Config>) {
    static BASE: OnceLock<(Tree, Arc<Config>)> = OnceLock::new();
    BASE.get_or_init(|| {
        let tree = Site::open(&crate::support::fixture("diagnostics/base")).tree;
        let (config, found) = Config::read(&path(), &tree.bytes(&path()).unwrap(), options());
        assert!(found.is_empty(), "{found:?}");
        (tree, Arc::new(config))
    })
}

fn check(files: &[File]) -> (Tree, Diagnostics) {
    let (tree, config) = around();
    let own = files.iter().find(|(at, text)| *at == "site.yaml" && text != SITE);
    let read = own.map(|(_, text)| Config::read(&path(), text.as_bytes(), options()));
    let (config, mut of_config) = read.map_or((config.clone(), vec![]), |(config, found)| (Arc::new(config), found));
    let mut tree = tree.clone();
    let put = |(at, text): &File| Change::Put(crate::support::site::path(at), text.as_bytes().into());
    tree.apply(files.iter().map(put).collect());
    let (_, found) = catalogue(&tree, &config, Mode::Publish);
    of_config.extend(found.iter().cloned());
    // The theme is looked for in a later stage.
    if config.theme != "passerelle" {
        of_config.push(Diagnostic::at(Code::UnknownTheme, &path(), config.theme_span));
    }
    (tree, of_config.into_iter().collect::<Diagnostics>().sorted())
}

/// Every mistake in every layout.
fn mistakes() -> Vec<(Layout, Mistake)> {
    let mut all = [keys::mistakes(), structure::mistakes(), texts::mistakes(), values::mistakes()].concat();
    all.sort();
    all.dedup();
    all.retain(|mistake| mistake.from != mistake.to);
    LAYOUTS.iter().flat_map(|layout| all.iter().map(|mistake| (*layout, mistake.clone()))).collect()
}

#[test]
fn the_project_has_nothing_wrong() {
    for layout in LAYOUTS {
        let (_, found) = check(&layout.files());
        assert!(found.iter().all(|one| one.severity == Severity::Info), "{layout:?}: {found:?}");
    }
}

#[test]
fn every_mistake_is_reported_and_every_line_to_write_keeps_its_promise() {
    let mistakes = mistakes();
    let outcomes: Vec<Outcome> =
        mistakes.par_iter().filter_map(|(layout, mistake)| try_out(*layout, mistake)).collect();
    let remedies: usize = outcomes.iter().map(|outcome| outcome.remedies).sum();
    let made = outcomes.len();
    let mut failed: Vec<String> = outcomes.into_iter().flat_map(|outcome| outcome.failures).collect();
    failed.sort();
    println!("{made} mistakes, {remedies} lines to write, {} failures", failed.len());
    assert!(failed.is_empty(), "{} of {made}:\n{}", failed.len(), failed.join("\n"));
    assert!(made >= 5_000 && remedies >= 1_500, "{made} mistakes, {remedies} lines to write");
}

#[derive(Default)]
struct Outcome {
    remedies: usize,
    failures: Vec<String>,
}

fn try_out(layout: Layout, mistake: &Mistake) -> Option<Outcome> {
    let files = layout.with(mistake)?;
    let (tree, found) = check(&files);
    let name = format!("{} {layout:?}: {:?} → {:?}", mistake.kind, mistake.from, mistake.to);
    let told = found.iter().any(|one| matches!(one.severity, Severity::Error | Severity::Warning));
    let mut outcome = Outcome::default();
    if !told {
        outcome.failures.push(format!("silent: {name}"));
    }
    for one in found.iter() {
        for line in one.hints.iter().filter_map(|hint| if let Hint::Write(line) = hint { Some(line) } else { None }) {
            outcome.remedies += 1;
            if let Some(why) = broken_promise(&files, &tree, &found, one, line) {
                outcome.failures.push(format!("{why} ({}, {line:?}): {name}", one.code.as_str()));
            }
        }
    }
    Some(outcome)
}

/// Why a line that was offered does not keep its promise.
fn broken_promise(files: &[File], tree: &Tree, found: &Diagnostics, one: &Diagnostic, line: &str) -> Option<String> {
    let place = one.related.first().filter(|_| line == "---").or(one.at.as_ref())?;
    let (before, after) = replaced(tree, place, line)?;
    let mut corrected = files.to_vec();
    corrected.iter_mut().filter(|(at, _)| *at == place.path.as_str()).for_each(|(_, text)| *text = after.clone());
    let (_, left) = check(&corrected);
    let same = |other: &&Diagnostic| other.code == one.code && other.args == one.args;
    if left.iter().filter(same).count() >= found.iter().filter(same).count() {
        return Some("still there".to_owned());
    }
    let is_new = |other: &&Diagnostic| {
        other.severity == Severity::Error && !found.iter().any(|before| before.code == other.code)
    };
    if let Some(new) = left.iter().find(is_new) {
        return Some(format!("leads to {}", new.code.as_str()));
    }
    let lost = lost_words(&before, line);
    (!lost.is_empty()).then(|| format!("loses {lost:?}"))
}

/// The lines of the place as they stand, and the file with the line to write in their place.
fn replaced(tree: &Tree, place: &Place, line: &str) -> Option<(String, String)> {
    let bytes = tree.bytes(&place.path)?;
    let text = std::str::from_utf8(&bytes).ok()?.to_owned();
    let [first, last] = lines(bytes, place.span);
    let mut lines: Vec<&str> = text.lines().collect();
    let gone: Vec<&str> = lines.splice(first - 1..last, [line]).collect();
    Some((gone.join("\n"), lines.join("\n") + "\n"))
}

fn lines(bytes: Arc<[u8]>, span: Span) -> [usize; 2] {
    let (start, end) = SourceFile::new(bytes).ends(span);
    [start.line, end.line]
}

/// Words of a text of people that the line to write does not have: those that begin in upper case in the French
/// texts of the project, and all Arabic ones of more than three letters that are no name of a key or month.
fn lost_words(before: &str, line: &str) -> Vec<String> {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2).map(str::to_owned).collect()
    };
    let kept = words(line);
    words(before).into_iter().filter(|word| texts::WORDS.contains(&&**word) && !kept.contains(word)).collect()
}

#[test]
fn good_files_are_good_in_silence() {
    let wrong: Vec<String> = (0..2_000u64).into_par_iter().filter_map(false_alarm).collect();
    assert!(wrong.is_empty(), "{} of 2,000:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is said of a good file: the project with some of its facts, other values, other words.
fn false_alarm(seed: u64) -> Option<String> {
    let files = texts::good(seed);
    let (_, found) = check(&files);
    let told: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
    (!told.is_empty()).then(|| format!("{told:?} of {files:?}"))
}
