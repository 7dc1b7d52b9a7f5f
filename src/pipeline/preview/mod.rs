//! One state of the site, ready to answer: pages are rendered when somebody
//! asks for them, and nothing is written. A state never changes; after an edit
//! a new one is made from the last one, and requests that still read the old
//! one go on undisturbed.
//!
//! Broken input never takes a page away: a file stands in with its last good
//! version, whether it is broken by itself ([`Mode::Preview`]) or against the
//! others ([`verdict`]), and so do site.yaml, the theme ([`setting`]) and a page
//! whose template fails ([`kept`]).

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

/// Where write-ups and the files beside them are.
const CONTENT: &str = "content/";

/// What a state of the site is made from.
pub struct Input<'a> {
    /// The site's files.
    pub tree: &'a Tree,
    /// How to build; `base_url` is the address of the preview.
    pub options: Options,
    /// The themes that come with jisr.
    pub builtin: &'a [Builtin],
    /// What could not be read at all.
    pub early: Diagnostics,
}

/// One state of the site, ready to answer.
pub struct Preview {
    plan: Plan,
    setting: SiteSetting,
    verdict: Verdict,
    /// Files that stand in with an earlier version.
    stands_in: BTreeSet<RelPath>,
    diagnostics: Arc<Diagnostics>,
    /// The position of each page by the file that it would be; shared by
    /// states with the same addresses.
    index: Arc<HashMap<RelPath, usize>>,
    kept: Arc<Kept>,
}

impl Preview {
    /// The state of the site as its files stand, given the state before.
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

    /// The files that have a part in an error: all others are good, for
    /// [`Tree::accept`].
    pub fn rejected(&self) -> &BTreeSet<RelPath> {
        &self.verdict.rejected
    }

    /// Whether what is shown in spite of these errors is an earlier version,
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

    /// What there is to say.
    pub fn diagnostics(&self) -> &Arc<Diagnostics> {
        &self.diagnostics
    }

    /// The path that every address starts with: `/` or `/a/b/`.
    pub fn base(&self) -> &str {
        &self.plan.catalogue.config.base_url.path
    }
}

/// All content, with the last good version of what contradicts the rest.
fn stepped_back(tree: &Tree, verdict: &Verdict, setting: &mut SiteSetting, before: Option<&SiteSetting>) -> Catalogue {
    if let Some(before) = before.filter(|_| verdict.back.contains(&config::path())) {
        setting.step_back(before);
    }
    catalogue(&tree.stepped_back(&verdict.back), &setting.config, Mode::Preview).0
}

/// Files that stand in with an earlier version, whatever the reason.
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
