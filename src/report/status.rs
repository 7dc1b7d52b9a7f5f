//! How far each project and page is in each language.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::date::PartialDate;
use crate::base::diag::{Arg, Diagnostics};
use crate::base::path::RelPath;
use crate::catalogue::identity::{Family, families};
use crate::catalogue::{Mode, freshness};
use crate::config::{Config, LangId};
use crate::locale::letters::is_in_other_letters;
use crate::parse::write_up::{Section, WriteUp};
use crate::report::messages::{MessageLanguage, counted, word};
use crate::schema::fields::write_up as at;
use crate::source::Tree;

/// The state of a text, the one that asks for most attention first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// The original has changed since somebody confirmed this translation.
    Outdated {
        /// How many parts of the original are others.
        parts: usize,
        /// For how many days, if that is known.
        days: Option<i64>,
    },
    /// There is no text.
    Missing,
    /// A draft that asks to be read.
    Review,
    /// A draft.
    Draft,
    /// Its day has not come, or is past.
    Withheld,
    /// It is there; nobody has said whether it says what the other one says.
    Complete,
    /// Somebody confirmed it, and the original has not changed since.
    UpToDate,
}

impl State {
    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Outdated { .. } => "outdated",
            State::Missing => "missing",
            State::Review => "review",
            State::Draft => "draft",
            State::Withheld => "withheld",
            State::Complete => "complete",
            State::UpToDate => "up-to-date",
        }
    }

    /// In the words of the staff.
    pub fn words(self, language: MessageLanguage) -> String {
        match self {
            State::Outdated { days: Some(days), .. } => {
                counted("status-outdated-days", usize::try_from(days).unwrap_or_default(), language)
            }
            State::Outdated { .. } => word("status-outdated", &[], language),
            State::Missing => word("status-missing", &[], language),
            State::Review => word("status-review", &[], language),
            State::Draft => word("status-draft", &[], language),
            State::Withheld => word("status-withheld", &[], language),
            State::Complete => word("status-complete", &[], language),
            State::UpToDate => word("status-up-to-date", &[], language),
        }
    }

    fn rank(self) -> (usize, i64) {
        match self {
            State::Outdated { days, .. } => (0, -days.unwrap_or_default()),
            State::Review => (1, 0),
            State::Missing => (2, 0),
            State::Draft => (3, 0),
            State::Withheld => (4, 0),
            State::Complete | State::UpToDate => (5, 0),
        }
    }
}

/// A project or page, with its state in each language.
#[derive(Clone)]
pub struct Line {
    /// Its section.
    pub section: Section,
    /// Its id.
    pub id: Arc<str>,
    /// Its title in the site's first language that has one.
    pub title: String,
    /// Its state in each language of the site.
    pub states: Vec<State>,
    /// Its files, by language.
    pub docs: Vec<Option<Arc<WriteUp>>>,
}

impl Line {
    /// The state that asks for most attention.
    fn gravest(&self) -> (usize, i64) {
        self.states.iter().map(|state| state.rank()).min().unwrap_or((9, 0))
    }

    /// The longest time for which one of its translations is outdated.
    pub fn days(&self) -> Option<i64> {
        self.states.iter().filter_map(|state| if let State::Outdated { days, .. } = state { *days } else { None }).max()
    }
}

/// Every project and page, those that ask for most attention first: what is
/// outdated for the longest time, drafts to be read, what is missing.
/// `changed` tells when a file last changed.
pub fn lines(tree: &Tree, config: &Config, changed: &dyn Fn(&RelPath) -> Option<Date>) -> Vec<Line> {
    let families = families(tree, config, Mode::Publish, &mut Diagnostics::default());
    let mut lines: Vec<Line> =
        families.into_iter().filter(|family| !family.orphan).map(|family| line(config, family, changed)).collect();
    lines.sort_by_cached_key(|line| (line.gravest(), line.section, line.id.clone()));
    lines
}

fn line(config: &Config, family: Family, changed: &dyn Fn(&RelPath) -> Option<Date>) -> Line {
    let title = family.docs.iter().flatten().next().map_or_else(|| family.id.to_string(), |own| own.title.clone());
    let states = config.langs().map(|lang| state(config, &family, lang, changed)).collect();
    Line { section: family.section, id: family.id, title, states, docs: family.docs }
}

fn state(config: &Config, family: &Family, lang: LangId, changed: &dyn Fn(&RelPath) -> Option<Date>) -> State {
    let Some(own) = &family.docs[lang] else { return State::Missing };
    if own.draft {
        return if own.record.get(at::REVIEW) == Some(true) { State::Review } else { State::Draft };
    }
    let others = family.docs.iter().flatten().filter(|other| other.path != own.path);
    let is_only_one = |other: &&Arc<WriteUp>| other.body.prose.is_telling() && own.body.prose.is_empty;
    let script = config.locale(lang).script();
    if others.clone().any(|other| is_only_one(&other)) || is_untranslated(own, script, others) {
        return State::Missing;
    }
    if is_withheld(family, config.options.today) {
        return State::Withheld;
    }
    freshness_of(config, family, own, changed)
}

/// Whether hardly anything of it is in the letters of its language.
fn is_untranslated<'a>(own: &WriteUp, script: &str, mut others: impl Iterator<Item = &'a Arc<WriteUp>>) -> bool {
    let letters = own.body.prose.letters;
    let is_foreign = own.body.prose.is_telling() && letters.in_script(script) * 10 < letters.total();
    is_foreign
        || others.any(|other| {
            own.body.prose.is_telling()
                && other.body.prose.key == own.body.prose.key
                && is_in_other_letters(&own.title, script)
        })
}

fn is_withheld(family: &Family, today: Date) -> bool {
    let day = |key| family.files().find_map(|own| own.record.get(key).map(PartialDate::earliest));
    day(at::PUBLISH_ON).is_some_and(|day| day > today) || day(at::EXPIRE_ON).is_some_and(|day| day <= today)
}

fn freshness_of(config: &Config, family: &Family, own: &WriteUp, changed: &dyn Fn(&RelPath) -> Option<Date>) -> State {
    let Some(confirmed) = freshness::confirmed(own) else { return State::Complete };
    let original = config.langs().find(|lang| config.languages[*lang].lang == confirmed.of);
    let Some(original) = original.and_then(|lang| family.docs[lang].as_ref()) else { return State::Complete };
    let parts = freshness::parts_changed(&confirmed.seen, original);
    if parts == 0 {
        return State::UpToDate;
    }
    let since = |day: Date| (config.options.today - day).get_days().into();
    State::Outdated { parts, days: changed(&original.path).map(since).map(|days: i64| days.max(0)) }
}

/// How many texts are in each state, in words: "3 outdated, 2 missing".
pub fn counts(lines: &[Line], language: MessageLanguage) -> Vec<String> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for state in lines.iter().flat_map(|line| &line.states) {
        *counts.entry(state.as_str()).or_default() += 1;
    }
    let order = ["outdated", "review", "missing", "draft", "withheld", "complete", "up-to-date"];
    let known = order.into_iter().filter_map(|name| Some((name, *counts.get(name)?)));
    known.map(|(name, count)| counted(&format!("status-count-{name}"), count, language)).collect()
}

/// The lines as a table of text: the id, then a word for each language.
pub fn table(lines: &[Line], config: &Config, language: MessageLanguage) -> Vec<String> {
    let heads = config.langs().map(|lang| config.languages[lang].lang.to_string());
    let head: Vec<String> = std::iter::once(word("status-item", &[], language)).chain(heads).collect();
    let row = |line: &Line| {
        let states = line.states.iter().map(|state| state.words(language));
        std::iter::once(name(line)).chain(states).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(lines.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let padded = |(cell, width): (&String, &usize)| format!("{cell}{}", " ".repeat(width - cell.chars().count()));
    let text = |row: &Vec<String>| row.iter().zip(&widths).map(padded).collect::<Vec<_>>().join("  ");
    rows.iter().map(|row| text(row).trim_end().to_owned()).collect()
}

/// The name of a project or page in commands: `youth`, `page:about`.
pub fn name(line: &Line) -> String {
    match line.section {
        Section::Projects => line.id.to_string(),
        Section::Pages => format!("page:{}", line.id),
    }
}

/// The lines as JSON.
pub fn json(lines: &[Line], config: &Config) -> String {
    let texts = |line: &Line| -> serde_json::Map<String, serde_json::Value> {
        let of = |lang: LangId| {
            let state = line.states[lang];
            let mut text = serde_json::json!({ "state": state.as_str() });
            if let State::Outdated { parts, days } = state {
                text["parts"] = parts.into();
                text["days"] = days.into();
            }
            if let Some(own) = &line.docs[lang] {
                text["file"] = own.path.as_str().into();
            }
            (config.languages[lang].lang.to_string(), text)
        };
        config.langs().map(of).collect()
    };
    let line = |line: &Line| serde_json::json!({ "id": name(line), "title": line.title, "languages": texts(line) });
    let all: Vec<serde_json::Value> = lines.iter().map(line).collect();
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

/// What has changed in the original of a translation, part by part, beside the
/// translation's own words. `former` knows words by their hash.
pub fn changes(
    (original, translation): (&[freshness::Block], &[freshness::Block]),
    seen: &[String],
    former: &dyn Fn(&str) -> Option<String>,
    language: MessageLanguage,
) -> Vec<String> {
    let mut lines = vec![];
    for part in freshness::changed(seen, original) {
        lines.push(String::new());
        for hash in &part.before {
            let words = former(hash).unwrap_or_else(|| word("status-words-unknown", &[], language));
            lines.extend(words.lines().map(|line| format!("- {line}")));
        }
        lines.extend(part.now.iter().flat_map(|block| block.words.lines()).map(|line| format!("+ {line}")));
        let beside = translation.iter().skip(part.above).take(part.before.len().max(1));
        let args = [("count", Arg::Number(part.above as i64 + 1))];
        lines.push(word("status-beside", &args, language));
        lines.extend(beside.flat_map(|block| block.words.lines()).map(|line| format!("  {line}")));
    }
    lines
}
