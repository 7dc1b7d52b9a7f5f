//! `jisr status`: how far each project and page is in each language, and what
//! has changed in the original of an outdated translation.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::base::path::fold;
use crate::catalogue::freshness::{self, blocks_of};
use crate::cli::outcome::Outcome;
use crate::cli::settings::{Format, Settings};
use crate::config::{self, Config};
use crate::disk::{age, texts};
use crate::report::messages::{MessageLanguage, enumerate};
use crate::report::status::{self, Line, State};
use crate::schema::near::nearest_name;
use crate::source::Tree;

/// What was asked of `status`.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Show only this project or page, with what has changed in its original
    #[arg(value_name = "SLUG")]
    pub slug: Option<String>,
    /// Fail if a translation is outdated for more days
    #[arg(long, value_name = "DAYS")]
    pub max_outdated_days: Option<i64>,
}

/// The site with its texts' states.
pub struct Site {
    /// Its files.
    pub tree: Tree,
    /// Its site.yaml.
    pub config: Config,
    /// Its projects and pages.
    pub lines: Vec<Line>,
}

impl Site {
    /// Reads the site of these settings.
    pub fn read(settings: &Settings) -> Site {
        let (tree, _) = settings.folders.read();
        let path = config::path();
        let (config, _) = Config::read(&path, &tree.bytes(&path).unwrap_or_default(), settings.options());
        let lines = status::lines(&tree, &config, &|path| age::changed_on(&settings.folders.root, path));
        Site { tree, config, lines }
    }

    /// The project or page of a name: `youth`, `page:about`.
    pub fn find(&self, typed: &str) -> Result<&Line, Diagnostic> {
        let wanted = fold(typed.trim_end_matches('/'));
        let found = self.lines.iter().find(|line| status::name(line) == wanted);
        let page = || self.lines.iter().find(|line| status::name(line) == format!("page:{wanted}"));
        found.or_else(page).ok_or_else(|| {
            let names: Vec<String> = self.lines.iter().map(status::name).collect();
            let near = nearest_name(&wanted, names.iter().map(String::as_str));
            Diagnostic::new(Code::UnknownItem).arg("value", typed).did_you_mean(near)
        })
    }
}

/// Tells the states of all texts, or of one project's.
pub fn run(settings: &Settings, asked: &Asked) -> Outcome {
    let site = Site::read(settings);
    let language = settings.look.language;
    let shown: Result<Vec<&Line>, Diagnostic> = match &asked.slug {
        Some(slug) => site.find(slug).map(|line| vec![line]),
        None => Ok(site.lines.iter().collect()),
    };
    let shown = match shown {
        Ok(shown) => shown,
        Err(diagnostic) => return Outcome::refused(diagnostic),
    };
    let is_late =
        |line: &&&Line| asked.max_outdated_days.is_some_and(|most| line.days().is_some_and(|days| days > most));
    let diagnostics: Diagnostics = shown.iter().filter(is_late).flat_map(|line| late(line)).collect();
    if settings.format == Format::Json {
        let shown: Vec<Line> = shown.into_iter().cloned().collect();
        let json = status::json(&shown, &site.config);
        return Outcome { diagnostics, answer: vec![json], is_whole: true, ..Outcome::default() };
    }
    let shown: Vec<Line> = shown.into_iter().cloned().collect();
    let mut answer = status::table(&shown, &site.config, language);
    if asked.slug.is_some() {
        answer.extend(shown.iter().flat_map(|line| changes(settings, &site, line, language)));
    }
    let closing = vec![enumerate(&status::counts(&shown, language), language)];
    Outcome { diagnostics: diagnostics.sorted(), answer, closing, ..Outcome::default() }
}

/// The error for each translation of an item that is outdated.
fn late(line: &Line) -> Vec<Diagnostic> {
    let outdated = line.states.iter().zip(&line.docs).filter_map(|(state, own)| match (state, own) {
        (State::Outdated { parts, .. }, Some(own)) => freshness::outdated(own, *parts),
        _ => None,
    });
    outdated.map(|found| Diagnostic { severity: Severity::Error, ..found }).collect()
}

/// What has changed in the originals of an item's outdated translations.
fn changes(settings: &Settings, site: &Site, line: &Line, language: MessageLanguage) -> Vec<String> {
    let bytes = |own: &crate::parse::write_up::WriteUp| site.tree.bytes(&own.path).unwrap_or_default();
    let mut lines = vec![];
    for own in line.docs.iter().flatten() {
        let Some(confirmed) = freshness::confirmed(own) else { continue };
        let original = line.docs.iter().flatten().find(|other| other.lang == Some(confirmed.of));
        let Some(original) = original else { continue };
        let blocks = (blocks_of(original, &bytes(original)), blocks_of(own, &bytes(own)));
        let former = |hash: &str| texts::block(&settings.folders.root, hash);
        lines.extend(status::changes((&blocks.0, &blocks.1), &confirmed.seen, &former, language));
    }
    lines
}
