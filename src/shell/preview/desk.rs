//! The desk: every project and page with its state in each language, and what
//! there is to mend.

use std::collections::BTreeMap;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
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
use crate::locale::Locale;
use crate::locale::date::DateStyle;
use crate::parse::write_up::{Schedule, Section, WriteUp};
use crate::shell::messages::{MessageLanguage, word};
use crate::shell::preview::Snapshot;
use crate::shell::preview::engine::{direction, render};
use crate::shell::preview::places::PlaceView;
use crate::shell::preview::problem::{Problem, Teller, rank};
use crate::shell::report::Files;
use crate::site::names::Names;
use crate::site::view::Text;

/// So many files with something to mend are listed.
const MOST_FILES: usize = 200;

#[derive(Serialize)]
struct Desk {
    site: Option<Tongue>,
    today: String,
    build: u64,
    counts: Vec<Count>,
    languages: Vec<Tongue>,
    /// How many columns the list has.
    columns: usize,
    groups: Vec<Group>,
    unread: Vec<Unread>,
    files: Vec<FileProblems>,
    more_files: Option<String>,
    /// Whether the column of translations that the original has overtaken is
    /// shown: nothing knows of any yet.
    outdated: bool,
}

/// Words with their language and direction.
#[derive(Serialize)]
pub(super) struct Tongue {
    pub text: String,
    pub lang: String,
    pub dir: &'static str,
}

/// How many there are of a state, and the filter that shows them.
#[derive(Serialize)]
struct Count {
    filter: String,
    label: String,
    count: usize,
}

/// The projects of a type, or the pages.
#[derive(Serialize)]
struct Group {
    name: Tongue,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    /// Unique on the page, and the same after each build.
    id: String,
    name: String,
    /// What the filter box looks in: without accents, in lower case.
    search: String,
    title: Tongue,
    url: String,
    pair: String,
    cells: Vec<Cell>,
    /// The filters that show it.
    states: String,
    errors: usize,
    warnings: usize,
    /// Where its problems are listed.
    problems: Option<String>,
    outdated: Option<String>,
}

/// A project or page in one language.
#[derive(Serialize)]
struct Cell {
    url: Option<String>,
    file: Option<PlaceView>,
    /// The file to create, where there is none.
    create: Option<PlaceView>,
    marks: Vec<Mark>,
}

/// A state in words.
#[derive(Serialize, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    /// `complete`, `missing`, `error`, `draft`, `withheld`.
    pub state: &'static str,
    /// "withheld until 1 December 2026"
    pub text: String,
}

/// A file that is in no row.
#[derive(Serialize)]
struct Unread {
    file: PlaceView,
    problems: String,
}

#[derive(Serialize)]
struct FileProblems {
    id: String,
    file: Option<PlaceView>,
    severity: &'static str,
    errors: usize,
    warnings: usize,
    problems: Vec<Problem>,
}

/// A project or a page of content.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub section: Section,
    pub id: &'a str,
    pub docs: &'a [Option<Doc>],
}

impl<'a> Item<'a> {
    pub fn project(project: &'a Project) -> Item<'a> {
        Item { section: Section::Projects, id: &project.id, docs: &project.docs }
    }

    pub fn page(page: &'a ContentPage) -> Item<'a> {
        Item { section: Section::Pages, id: &page.id, docs: &page.docs }
    }

    /// What `/_jisr/pair/` is followed by.
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

    /// The address of its page with this write-up.
    pub fn address(&self, names: Names, own: &WriteUp) -> Url {
        match self.section {
            Section::Projects => names.page(&["projects", &own.slug]),
            Section::Pages if self.id == "home" => names.page(&[]),
            Section::Pages => names.page(&[&own.slug]),
        }
    }

    /// Its write-ups with their languages.
    pub fn write_ups(&self) -> impl Iterator<Item = (LangId, &'a WriteUp)> {
        self.docs.iter().enumerate().filter_map(|(lang, doc)| Some((lang, doc.as_ref()?.write_up())))
    }

    /// The file that it would have in a language.
    pub fn file_to_create(&self, config: &Config, lang: LangId) -> Option<RelPath> {
        let (_, first) = self.write_ups().next()?;
        RelPath::new(&translation_name(first, config.languages[lang].lang.as_str()))
    }

    /// When it is published: a fact, whichever file states it.
    fn schedule(&self) -> Schedule {
        self.write_ups().map(|(_, own)| own.schedule).fold(Schedule::default(), |first, next| Schedule {
            publish_on: first.publish_on.or(next.publish_on),
            expire_on: first.expire_on.or(next.expire_on),
        })
    }

    /// Its state in a language: missing, or all that keeps it from the public.
    /// A file is broken where an error is reported in it.
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

/// One of the words with a day in it.
fn dated(name: &str, day: Date, language: MessageLanguage) -> String {
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

/// What the site's language is called in a sentence: "Arabic", or its own name.
pub(super) fn language_name(config: &Config, lang: LangId) -> Arg {
    let own = &config.languages[lang];
    let tag = own.lang.as_str();
    let is_known = MessageLanguage::ALL.iter().any(|known| known.as_str() == tag);
    Arg::Text(if is_known { tag.to_owned() } else { own.label.clone() })
}

/// The site's language that the staff reads best: its own, or the default one.
pub(super) fn reader(snapshot: &Snapshot) -> LangId {
    let config = &snapshot.plan.catalogue.config;
    Lang::new(snapshot.language.as_str()).and_then(|lang| config.lang_id(lang)).unwrap_or(config.default)
}

/// Words of the site, with their direction.
pub(super) fn tongue(config: &Config, text: Text) -> Tongue {
    let lang = Lang::new(&text.lang).and_then(|lang| config.lang_id(lang)).unwrap_or(config.default);
    Tongue { text: text.text, lang: text.lang, dir: config.locale(lang).direction().as_str() }
}

/// See [`crate::shell::preview::desk`].
pub(super) fn page(snapshot: &Snapshot) -> String {
    render("desk.html", snapshot.language, &Maker::new(snapshot).desk())
}

struct Maker<'a> {
    snapshot: &'a Snapshot<'a>,
    config: &'a Config,
    names: Names<'a>,
    /// What there is to mend, by file; without a file first.
    problems: BTreeMap<Option<&'a RelPath>, Vec<&'a Diagnostic>>,
}

impl<'a> Maker<'a> {
    fn new(snapshot: &'a Snapshot<'a>) -> Maker<'a> {
        let mut problems: BTreeMap<Option<&RelPath>, Vec<&Diagnostic>> = BTreeMap::new();
        for diagnostic in snapshot.diagnostics.iter().filter(|found| rank(found.severity) < 2) {
            problems.entry(diagnostic.at.as_ref().map(|place| &place.path)).or_default().push(diagnostic);
        }
        for own in problems.values_mut() {
            own.sort_by_key(|diagnostic| rank(diagnostic.severity));
        }
        let names = snapshot.plan.names(reader(snapshot));
        Maker { snapshot, config: &snapshot.plan.catalogue.config, names, problems }
    }

    fn desk(&self) -> Desk {
        let groups = self.groups();
        let (files, more) = self.files();
        let config = self.config;
        let outdated = groups.iter().flat_map(|group| &group.rows).any(|row| row.outdated.is_some());
        Desk {
            site: self.names.text(&config.title).map(|text| tongue(config, text)),
            today: dated("desk-today", config.options.today, self.snapshot.language),
            build: self.snapshot.build,
            counts: self.counts(&groups),
            languages: config.langs().map(|lang| self.language(lang)).collect(),
            unread: self.unread(),
            files,
            more_files: (more > 0)
                .then(|| word("desk-more-files", &[("count", (more as i64).into())], self.snapshot.language)),
            columns: config.languages.len() + 2 + usize::from(outdated),
            outdated,
            groups,
        }
    }

    fn language(&self, lang: LangId) -> Tongue {
        let own = &self.config.languages[lang];
        let dir = self.config.locale(lang).direction().as_str();
        Tongue { text: own.label.clone(), lang: own.lang.to_string(), dir }
    }

    /// Projects by type in the order of site.yaml and of the lists, then pages.
    fn groups(&self) -> Vec<Group> {
        let catalogue = &self.snapshot.plan.catalogue;
        let lists = &catalogue.lists[self.names.lang];
        let types = self.config.types.iter().zip(&lists.types);
        let of_type = types.map(|(r#type, ids)| {
            let unnamed = || Text { text: r#type.term.id.clone(), lang: self.names.tag().to_string() };
            let name = self.names.text(&r#type.term.name).unwrap_or_else(unnamed);
            let row = |id: &usize| self.row(Item::project(&catalogue.projects[*id]), &self.names.project(*id));
            Group { name: tongue(self.config, name), rows: ids.iter().map(row).collect() }
        });
        let page = |(id, page)| self.row(Item::page(page), &self.names.content(id));
        let pages = Group {
            name: Tongue {
                text: word("desk-pages", &[], self.snapshot.language),
                lang: self.snapshot.language.as_str().to_owned(),
                dir: direction(self.snapshot.language),
            },
            rows: catalogue.pages.iter().enumerate().map(page).collect(),
        };
        of_type.chain([pages]).filter(|group| !group.rows.is_empty()).collect()
    }

    fn row(&self, item: Item<'a>, url: &Url) -> Row {
        let cells: Vec<Cell> = self.config.langs().map(|lang| self.cell(item, lang)).collect();
        let files = || item.write_ups().filter_map(|(_, own)| self.problems.get(&Some(&own.path)));
        let of_row = |severity| files().map(|own| count(own, severity)).sum();
        let (errors, warnings) = (of_row(Severity::Error), of_row(Severity::Warning));
        let original = self.names.doc(item.docs).map_or(self.names.lang, |(lang, _)| lang);
        let title = item.docs.get(original).and_then(Option::as_ref).map_or(item.id, |doc| &doc.write_up().title);
        let lang = self.config.languages[original].lang.to_string();
        let listed = item.write_ups().find(|(_, own)| self.problems.contains_key(&Some(&own.path)));
        Row {
            id: format!("row-{}", identifier(&item.name())),
            name: item.id.to_owned(),
            search: searched(item),
            title: tongue(self.config, Text { text: title.to_owned(), lang }),
            url: self.names.href(url),
            pair: item.pair_address(),
            states: self.states(&cells, errors, warnings),
            cells,
            errors,
            warnings,
            problems: listed.map(|(_, own)| file_id(Some(&own.path))),
            outdated: None,
        }
    }

    fn cell(&self, item: Item<'a>, lang: LangId) -> Cell {
        let root = Some(self.snapshot.root);
        let Some(doc) = item.docs.get(lang).and_then(Option::as_ref) else {
            let create = item.file_to_create(self.config, lang).map(|path| PlaceView::to_create(root, &path));
            return Cell { url: None, file: None, create, marks: item.marks(self.snapshot, lang, false) };
        };
        let broken = self.problems.get(&Some(&doc.write_up().path)).is_some_and(|own| count(own, Severity::Error) > 0);
        let marks = item.marks(self.snapshot, lang, broken);
        let names = self.snapshot.plan.names(lang);
        let own = doc.write_up();
        let url = names.href(&item.address(names, own));
        Cell { url: Some(url), file: Some(PlaceView::of(root, &own.path, None)), create: None, marks }
    }

    /// The filters that show a row.
    fn states(&self, cells: &[Cell], errors: usize, warnings: usize) -> String {
        let mut states: Vec<String> = vec![];
        for (cell, language) in cells.iter().zip(&self.config.languages) {
            for mark in &cell.marks {
                states.push(match mark.state {
                    "missing" => format!("missing-{}", language.lang),
                    "complete" | "error" => continue,
                    state => state.to_owned(),
                });
            }
        }
        if states.is_empty() && errors == 0 {
            states.push("complete".to_owned());
        }
        states.extend((errors > 0).then(|| "error".to_owned()));
        states.extend((warnings > 0).then(|| "warning".to_owned()));
        states.sort_unstable();
        states.dedup();
        states.join(" ")
    }

    fn counts(&self, groups: &[Group]) -> Vec<Count> {
        let language = self.snapshot.language;
        let rows = || groups.iter().flat_map(|group| &group.rows);
        let having = |state: &str| rows().filter(|row| row.states.split(' ').any(|own| own == state)).count();
        let of = |filter: &str, name: &str| Count {
            filter: filter.to_owned(),
            label: word(name, &[], language),
            count: having(filter),
        };
        let all = Count { count: rows().count(), ..of("all", "desk-all") };
        let missing = self.config.langs().map(|lang| {
            let filter = format!("missing-{}", self.config.languages[lang].lang);
            let label = word("desk-missing", &[("lang", language_name(self.config, lang))], language);
            Count { count: having(&filter), filter, label }
        });
        let problems = |filter: &str, name, severity| Count {
            count: self.snapshot.diagnostics.count(severity),
            ..of(filter, name)
        };
        let last = [
            of("draft", "desk-draft"),
            of("withheld", "desk-withheld"),
            of("outdated", "desk-outdated"),
            problems("error", "desk-errors", Severity::Error),
            problems("warning", "desk-warnings", Severity::Warning),
        ];
        let last = last.into_iter().filter(|count| count.filter != "outdated" || count.count > 0);
        [all, of("complete", "desk-complete")].into_iter().chain(missing).chain(last).collect()
    }

    /// Files of projects and pages that an error keeps out of every row.
    fn unread(&self) -> Vec<Unread> {
        let catalogue = &self.snapshot.plan.catalogue;
        let projects = catalogue.projects.iter().map(Item::project);
        let items = projects.chain(catalogue.pages.iter().map(Item::page));
        let known: std::collections::BTreeSet<&RelPath> =
            items.flat_map(|item| item.write_ups().map(|(_, own)| &own.path).collect::<Vec<_>>()).collect();
        let broken = self.problems.iter().filter(|(_, own)| count(own, Severity::Error) > 0);
        let paths = broken.filter_map(|(path, _)| *path);
        let lost = paths.filter(|path| Section::of(path).is_some() && !known.contains(path));
        let unread = |path: &RelPath| Unread {
            file: PlaceView::of(Some(self.snapshot.root), path, None),
            problems: file_id(Some(path)),
        };
        lost.map(unread).collect()
    }

    /// What there is to mend, file by file, those with errors first; and how
    /// many files more.
    fn files(&self) -> (Vec<FileProblems>, usize) {
        let (sources, root) = (self.snapshot.sources, Some(self.snapshot.root));
        let mut teller = Teller { files: Files::new(sources), root, language: self.snapshot.language };
        let mut all: Vec<_> = self.problems.iter().collect();
        all.sort_by_key(|(_, own)| own.iter().map(|found| rank(found.severity)).min());
        let more = all.len().saturating_sub(MOST_FILES);
        let files = all.into_iter().take(MOST_FILES).map(|(path, own)| FileProblems {
            id: file_id(*path),
            file: path.map(|path| PlaceView::of(root, path, None)),
            severity: own.first().map_or("", |gravest| gravest.severity.as_str()),
            errors: count(own, Severity::Error),
            warnings: count(own, Severity::Warning),
            problems: own.iter().map(|diagnostic| teller.tell(diagnostic)).collect(),
        });
        (files.collect(), more)
    }
}

/// Name and titles as the filter box compares them: in lower case, without
/// accents, vowel signs and the hamza of an alif.
fn searched(item: Item) -> String {
    let titles = item.write_ups().map(|(_, own)| own.title.as_str());
    let all: Vec<&str> = [item.id].into_iter().chain(titles).collect();
    let is_mark = |c: &char| GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(*c));
    let apart = DecomposingNormalizerBorrowed::new_nfd().normalize(&all.join(" ")).into_owned();
    apart.chars().filter(|c| !is_mark(c)).collect::<String>().to_lowercase()
}

fn count(diagnostics: &[&Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|found| found.severity == severity).count()
}

fn file_id(path: Option<&RelPath>) -> String {
    format!("file-{}", identifier(path.map_or("", RelPath::as_str)))
}

/// A text as an id of HTML, which holds no white space.
fn identifier(text: &str) -> String {
    text.replace(char::is_whitespace, "_")
}
