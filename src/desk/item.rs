//! A project or a page of content in the desk, the pair view and the bar: its
//! files, its addresses and its state in each language.

use jiff::civil::Date;
use serde::Serialize;

use crate::base::date::PartialDate;
use crate::base::diag::{Arg, Diagnostic, Severity};
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::base::url::{Url, encode};
use crate::catalogue::identity::translation_name;
use crate::catalogue::project::Project;
use crate::catalogue::{ContentPage, Doc};
use crate::config::{Config, LangId};
use crate::desk::snapshot::Snapshot;
use crate::locale::Locale;
use crate::locale::date::DateStyle;
use crate::parse::write_up::{Schedule, Section, WriteUp};
use crate::report::messages::{MessageLanguage, word};
use crate::schema::pages::{BuiltIn, PROJECTS};
use crate::site::edition::Edition;
use crate::site::view::Text;

/// A text with its language and direction.
#[derive(Serialize)]
pub(super) struct TextRun {
    pub text: String,
    pub lang: String,
    pub dir: &'static str,
}

/// A state, with its text.
#[derive(Serialize, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    /// `complete`, `missing`, `error`, `draft`, `withheld`.
    pub state: &'static str,
    /// "withheld until 1 December 2026"
    pub text: String,
}

/// A project or a page of content.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub section: Section,
    pub id: &'a str,
    pub docs: &'a [Option<Doc>],
    /// Its files that are no translation, by language.
    unfit: &'a [Option<Doc>],
}

impl<'a> Item<'a> {
    pub fn project(project: &'a Project) -> Item<'a> {
        Item { section: Section::Projects, id: &project.id, docs: &project.docs, unfit: &project.unfit }
    }

    pub fn page(page: &'a ContentPage) -> Item<'a> {
        Item { section: Section::Pages, id: &page.id, docs: &page.docs, unfit: &page.unfit }
    }

    /// Its name in the address `/_jisr/pair/…`.
    pub fn name(&self) -> String {
        match self.section {
            Section::Projects => self.id.to_owned(),
            Section::Pages => format!("page:{}", self.id),
        }
    }

    /// The address of its pair view.
    pub fn pair_address(&self) -> String {
        format!("/_jisr/pair/{}", encode(&self.name()))
    }

    /// The address of its editor.
    pub fn edit_address(&self) -> String {
        format!("/_jisr/edit/{}", encode(&self.name()))
    }

    /// The address of the page that shows this write-up.
    pub fn address(&self, edition: Edition, own: &WriteUp) -> Url {
        match self.section {
            Section::Projects => edition.page(&[PROJECTS, &own.slug]),
            Section::Pages if self.id == BuiltIn::Home.id() => edition.built_in(BuiltIn::Home),
            Section::Pages => edition.page(&[&own.slug]),
        }
    }

    /// Its write-ups with their languages.
    pub fn write_ups(&self) -> impl Iterator<Item = (LangId, &'a WriteUp)> {
        self.docs.iter().enumerate().filter_map(|(lang, doc)| Some((lang, doc.as_ref()?.write_up())))
    }

    /// The file that is there for a language and is no translation.
    pub fn unfit(&self, lang: LangId) -> Option<&'a RelPath> {
        self.unfit.get(lang)?.as_ref().map(|doc| &doc.write_up().path)
    }

    /// Its files, also those that are no translation.
    pub fn paths(&self) -> impl Iterator<Item = &'a RelPath> {
        self.docs.iter().chain(self.unfit).flatten().map(|doc| &doc.write_up().path)
    }

    /// The path of its file in a language.
    pub fn file_to_create(&self, config: &Config, lang: LangId) -> Option<RelPath> {
        let (_, first) = self.write_ups().next()?;
        RelPath::new(&translation_name(first, config.languages[lang].lang.as_str()))
    }

    /// Its schedule, whichever of its files states it.
    pub fn schedule(&self) -> Schedule {
        self.write_ups().map(|(_, own)| own.schedule).fold(Schedule::default(), |first, next| Schedule {
            publish_on: first.publish_on.or(next.publish_on),
            expire_on: first.expire_on.or(next.expire_on),
        })
    }

    /// Its states in a language: missing, or everything that prevents its
    /// publication. A file is broken if an error is reported in it.
    pub fn marks(&self, snapshot: &Snapshot, lang: LangId, broken: bool) -> Vec<Mark> {
        let language = snapshot.language;
        let plain = |state, name: &str| Mark { state, text: word(name, &[], language) };
        let Some(doc) = self.docs.get(lang).and_then(Option::as_ref) else {
            return vec![plain("missing", "state-missing")];
        };
        let mut marks = vec![];
        if broken {
            marks.push(plain("error", "error"));
        }
        if doc.write_up().draft {
            marks.push(plain("draft", "state-draft"));
        }
        let today = snapshot.plan.catalogue.config.options.today;
        let dated = |name, day| Mark { state: "withheld", text: dated(name, day, language) };
        let Schedule { publish_on, expire_on } = self.schedule();
        marks.extend(publish_on.filter(|day| *day > today).map(|day| dated("state-until", day)));
        marks.extend(expire_on.filter(|day| *day <= today).map(|day| dated("state-since", day)));
        if marks.is_empty() {
            marks.push(plain("complete", "state-complete"));
        }
        marks
    }
}

/// Whether an error is reported in a write-up.
pub(super) fn is_broken(snapshot: &Snapshot, own: &WriteUp) -> bool {
    let is_in = |found: &Diagnostic| found.at.as_ref().is_some_and(|place| place.path == own.path);
    snapshot.diagnostics.iter().any(|found| found.severity == Severity::Error && is_in(found))
}

/// A text with a date in it.
pub(super) fn dated(name: &str, day: Date, language: MessageLanguage) -> String {
    let tag = match language {
        MessageLanguage::Fr => "fr-TN",
        MessageLanguage::Ar => "ar-TN",
        MessageLanguage::En => "en",
    };
    let locale = Lang::new(language.as_str()).and_then(|lang| Locale::new(lang, tag));
    let day = PartialDate::Day(day);
    let date = locale.map_or_else(|| day.to_string(), |locale| locale.date(day, DateStyle::Long));
    word(name, &[("date", Arg::Date(date))], language)
}

/// The name of a site's language in a sentence: "Arabic", or its own name.
pub(super) fn language_name(config: &Config, lang: LangId) -> Arg {
    let own = &config.languages[lang];
    let tag = own.lang.as_str();
    let is_known = MessageLanguage::ALL.iter().any(|known| known.as_str() == tag);
    Arg::Text(if is_known { tag.to_owned() } else { own.label.clone() })
}

/// The site's language for the staff: that of the messages if the site has it,
/// otherwise the default one.
pub(super) fn reader(snapshot: &Snapshot) -> LangId {
    let config = &snapshot.plan.catalogue.config;
    Lang::new(snapshot.language.as_str()).and_then(|lang| config.lang_id(lang)).unwrap_or(config.default)
}

/// A text of the site, with its direction.
pub(super) fn text_run(config: &Config, text: Text) -> TextRun {
    let lang = Lang::new(&text.lang).and_then(|lang| config.lang_id(lang)).unwrap_or(config.default);
    TextRun { text: text.text, lang: text.lang, dir: config.locale(lang).direction().as_str() }
}
