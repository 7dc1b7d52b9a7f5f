//! One state of the site, ready to answer requests: pages are rendered on
//! demand, and nothing is written. A state is immutable; after an edit a new one
//! is made from the previous one, while requests that still use the old one
//! continue undisturbed.
//!
//! Broken input never removes a page: a file falls back to its last good
//! version, whether it is broken on its own ([`Mode::Preview`]) or conflicts
//! with others ([`verdict`]), and so do site.yaml, the theme ([`setting`]) and a
//! page whose template fails ([`kept`]).

mod answer;
mod changes;
mod errors;
mod kept;
mod media;
mod setting;
mod sweep;
mod verdict;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::path::RelPath;
use crate::catalogue::{Catalogue, Mode, catalogue};
use crate::config::{self, Options};
pub use crate::pipeline::preview::answer::{Answer, Reply};
use crate::pipeline::preview::kept::Kept;
use crate::pipeline::preview::setting::SiteSetting;
pub use crate::pipeline::preview::sweep::Swept;
use crate::pipeline::preview::verdict::{Verdict, judge};
use crate::site::{self, Plan};
use crate::source::Tree;
use crate::theme::layers::Builtin;

/// The folder of write-ups and the files that belong to them.
const CONTENT: &str = "content/";

/// The input for a state of the site.
pub struct Input<'a> {
    /// The site's files.
    pub tree: &'a Tree,
    /// The build options; `base_url` is the address of the preview.
    pub options: Options,
    /// The themes that come with jisr.
    pub builtin: &'a [Builtin],
    /// Diagnostics about files that could not be read at all.
    pub early: Diagnostics,
}

/// One state of the site, ready to answer requests.
pub struct Preview {
    plan: Plan,
    setting: SiteSetting,
    verdict: Verdict,
    /// Files for which an earlier version is used.
    stands_in: BTreeSet<RelPath>,
    diagnostics: Arc<Diagnostics>,
    /// The index of each page by its output path; shared by states with the
    /// same addresses.
    index: Arc<HashMap<RelPath, usize>>,
    kept: Arc<Kept>,
}

impl Preview {
    /// Builds the state of the site from its current files and the previous
    /// state.
    pub fn new(input: Input, previous: Option<&Preview>) -> Preview {
        let before = previous.map(|previous| &previous.setting);
        let (mut setting, mut diagnostics) = setting::setting(&input, before);
        diagnostics.extend(input.early);
        let (mut catalogue, found) = catalogue(input.tree, &setting.config, Mode::Preview);
        let verdict = judge(input.tree, &diagnostics, &found);
        diagnostics.extend(found);
        if !verdict.back.is_empty() {
            catalogue = stepped_back(input.tree, &verdict, &mut setting, before);
        }
        let stands_in = stand_ins(input.tree, &verdict);
        let plan = site::plan(&Arc::new(catalogue), setting.theme.shown());
        diagnostics.extend(site::social_cards::without_font(&plan));
        let same = previous.filter(|previous| same_addresses(&previous.plan, &plan));
        let index = same.map_or_else(|| Arc::new(index(&plan)), |previous| previous.index.clone());
        let kept = previous.map_or_else(Arc::default, |previous| previous.kept.clone());
        let diagnostics = Arc::new(diagnostics.sorted());
        Preview { plan, setting, verdict, stands_in, diagnostics, index, kept }
    }

    /// The files that contribute to an error. All others are good: see
    /// [`Tree::accept`].
    pub fn rejected(&self) -> &BTreeSet<RelPath> {
        &self.verdict.rejected
    }

    /// Whether the version shown despite these errors is an earlier one,
    /// without them.
    pub fn is_earlier(&self, errors: &[&Diagnostic]) -> bool {
        let stands_in = |path: &RelPath| match path {
            path if *path == config::path() => self.setting.site_stands_in,
            path if path.as_str().starts_with(CONTENT) => self.stands_in.contains(path),
            _ => self.setting.theme_stands_in,
        };
        errors.iter().all(|error| error.at.iter().chain(&error.related).any(|place| stands_in(&place.path)))
    }

    /// The pages of the site.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Whether there is, or was, a site.yaml.
    pub fn has_site(&self) -> bool {
        self.setting.has_site
    }

    /// The diagnostics.
    pub fn diagnostics(&self) -> &Arc<Diagnostics> {
        &self.diagnostics
    }

    /// The path that every address begins with: `/` or `/a/b/`.
    pub fn base(&self) -> &str {
        &self.plan.catalogue.config.base_url.path
    }
}

/// The catalogue, with the last good version of files that conflict with
/// others.
fn stepped_back(tree: &Tree, verdict: &Verdict, setting: &mut SiteSetting, before: Option<&SiteSetting>) -> Catalogue {
    if let Some(before) = before.filter(|_| verdict.back.contains(&config::path())) {
        setting.step_back(before);
    }
    catalogue(&tree.stepped_back(&verdict.back), &setting.config, Mode::Preview).0
}

/// The files for which an earlier version is used, for whatever reason.
fn stand_ins(tree: &Tree, verdict: &Verdict) -> BTreeSet<RelPath> {
    let is_broken = |path: &&RelPath| {
        tree.file(path.as_str()).is_some_and(|source| source.parsed.broken && source.last_good.is_some())
    };
    verdict.rejected.iter().filter(is_broken).chain(&verdict.back).cloned().collect()
}

fn same_addresses(old: &Plan, new: &Plan) -> bool {
    old.pages.len() == new.pages.len() && old.pages.iter().zip(&new.pages).all(|(old, new)| old.url == new.url)
}

fn index(plan: &Plan) -> HashMap<RelPath, usize> {
    plan.pages.iter().enumerate().map(|(at, page)| (page.url.output().clone(), at)).collect()
}
