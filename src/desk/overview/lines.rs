//! Every project and page with its states, cheaply: for the counts, the
//! filters and the order of the list. Only what is shown becomes a row.

use std::collections::BTreeMap;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::base::diag::{Diagnostic, Severity};
use crate::base::path::RelPath;
use crate::base::url::Url;
use crate::config::{Config, LangId};
use crate::desk::item::Item;
use crate::desk::overview::query::{Order, Query};
use crate::desk::snapshot::Snapshot;
use crate::site::edition::Edition;

/// What there is to mend, by file; without a file first.
pub(super) type Problems<'a> = BTreeMap<Option<&'a RelPath>, Vec<&'a Diagnostic>>;

/// A state of a project or page. It may have several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    Error,
    Warning,
    /// It lacks a language.
    Missing(LangId),
    Draft,
    Withheld,
    Complete,
}

/// A project or page with its states.
pub(super) struct Line<'a> {
    pub item: Item<'a>,
    /// The position of its type; none for a page.
    pub of_type: Option<usize>,
    /// Where it stands in the site's own order.
    id: usize,
    /// Gravest first.
    pub states: Vec<State>,
    pub errors: usize,
    pub warnings: usize,
}

impl State {
    /// The name of the filter that shows it.
    pub fn name(self, config: &Config) -> String {
        match self {
            State::Error => "error".to_owned(),
            State::Warning => "warning".to_owned(),
            State::Missing(lang) => format!("missing-{}", config.languages[lang].lang),
            State::Draft => "draft".to_owned(),
            State::Withheld => "withheld".to_owned(),
            State::Complete => "complete".to_owned(),
        }
    }

    /// What needs attention most is 0.
    pub fn rank(self) -> usize {
        match self {
            State::Error => 0,
            State::Warning => 1,
            State::Missing(_) => 2,
            State::Draft => 3,
            State::Withheld => 4,
            State::Complete => 5,
        }
    }
}

impl Line<'_> {
    /// Its gravest state.
    pub fn gravest(&self) -> State {
        self.states.first().copied().unwrap_or(State::Complete)
    }

    /// The address of its page.
    pub fn url(&self, edition: Edition) -> Url {
        match self.of_type {
            Some(_) => edition.project(self.id),
            None => edition.content(self.id),
        }
    }
}

/// All projects by type in the order of site.yaml and of the lists, then pages.
pub(super) fn lines<'a>(snapshot: &Snapshot<'a>, edition: Edition<'a>, problems: &Problems) -> Vec<Line<'a>> {
    let catalogue = &snapshot.plan.catalogue;
    let of_types = catalogue.lists[edition.lang].types.iter().enumerate();
    let projects = of_types.flat_map(|(of, ids)| ids.iter().map(move |id| (Some(of), *id)));
    let projects = projects.map(|(of, id)| (Item::project(&catalogue.projects[id]), of, id));
    let pages = catalogue.pages.iter().enumerate().map(|(id, page)| (Item::page(page), None, id));
    let all = projects.chain(pages);
    all.map(|(item, of_type, id)| {
        let (errors, warnings) = counts(item, problems);
        let states = states(snapshot, item, errors, warnings);
        Line { item, of_type, id, states, errors, warnings }
    })
    .collect()
}

/// The lines that a query asks for, in its order.
pub(super) fn asked<'l, 'a>(lines: &'l [Line<'a>], query: &Query, config: &Config) -> Vec<&'l Line<'a>> {
    let words = fold(&query.words);
    let words: Vec<&str> = words.split_whitespace().collect();
    let has_state =
        |line: &&Line| query.state.is_empty() || line.states.iter().any(|state| state.name(config) == query.state);
    let has_words = |line: &&Line| words.is_empty() || contains(line.item, &words);
    let mut found: Vec<&Line> = lines.iter().filter(has_state).filter(has_words).collect();
    if query.order == Order::Attention {
        found.sort_by_key(|line| line.gravest().rank());
    }
    found
}

/// How many errors and warnings the files of an item have.
fn counts(item: Item, problems: &Problems) -> (usize, usize) {
    if problems.is_empty() {
        return (0, 0);
    }
    let own: Vec<&Diagnostic> =
        item.write_ups().filter_map(|(_, own)| problems.get(&Some(&own.path))).flatten().copied().collect();
    let count = |severity| own.iter().filter(|found| found.severity == severity).count();
    (count(Severity::Error), count(Severity::Warning))
}

fn states(snapshot: &Snapshot, item: Item, errors: usize, warnings: usize) -> Vec<State> {
    let config = &snapshot.plan.catalogue.config;
    let missing = config.langs().filter(|lang| item.docs.get(*lang).is_none_or(Option::is_none)).map(State::Missing);
    let today = config.options.today;
    let schedule = item.schedule();
    let is_withheld =
        schedule.publish_on.is_some_and(|day| day > today) || schedule.expire_on.is_some_and(|day| day <= today);
    let mut states = vec![];
    states.extend((errors > 0).then_some(State::Error));
    states.extend((warnings > 0).then_some(State::Warning));
    states.extend(missing);
    states.extend(item.write_ups().any(|(_, own)| own.draft).then_some(State::Draft));
    states.extend(is_withheld.then_some(State::Withheld));
    if states.is_empty() {
        states.push(State::Complete);
    }
    states
}

/// Whether the name and the titles together have all words, each anywhere.
fn contains(item: Item, words: &[&str]) -> bool {
    let titles = item.write_ups().map(|(_, own)| own.title.as_str());
    let text = fold(&[item.id].into_iter().chain(titles).collect::<Vec<_>>().join(" "));
    words.iter().all(|word| text.contains(word))
}

/// A text as it is compared: in lower case, without accents, vowel signs and
/// the hamza of an alif.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let is_mark = |c: &char| GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(*c));
    let apart = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    apart.chars().filter(|c| c.is_ascii() || !is_mark(c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_case_and_vowel_signs_do_not_count() {
        assert_eq!(fold("Échange DÉMONSTRATIF"), "echange demonstratif");
        assert_eq!(fold("أُنجزت الإستراتيجية"), "انجزت الاستراتيجية");
    }
}
