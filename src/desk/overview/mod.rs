//! The desk: every project and page with its state in each language, the most
//! urgent first, and the problems to fix. A long list is split into pages, so
//! that it stays fast with ten thousand projects.

pub(super) mod query;

mod lines;
mod mend;

use serde::Serialize;

use crate::base::diag::{Arg, Severity};
use crate::base::path::RelPath;
use crate::config::{Config, LangId};
use crate::desk::engine::{direction, render};
use crate::desk::item::{Item, Mark, TextRun, dated, language_name, reader, text_run};
use crate::desk::overview::lines::{Line, Problems, State, asked, lines};
use crate::desk::overview::mend::{FileProblems, Mend};
use crate::desk::overview::query::{Order, Query};
use crate::desk::places::PlaceView;
use crate::desk::problem::rank;
use crate::desk::snapshot::Snapshot;
use crate::parse::write_up::Section;
use crate::report::messages::{counted, number, word};
use crate::site::edition::Edition;
use crate::site::view::Text;

/// The number of rows shown at once.
const ROWS: usize = 50;

/// The most files without a page that are listed.
const MOST_UNREAD: usize = 50;

#[derive(Serialize)]
struct Desk {
    site: Option<TextRun>,
    /// The address of the site's home page.
    home: String,
    today: String,
    build: u64,
    /// "6 errors", or empty.
    errors: String,
    warnings: String,
    filters: Vec<Filter>,
    /// The search words.
    words: String,
    /// The filter by state, for the form.
    state: String,
    by_site: bool,
    orders: Vec<Link>,
    languages: Vec<TextRun>,
    /// The number of columns of the list.
    columns: usize,
    groups: Vec<Group>,
    parts: Option<Parts>,
    is_empty: bool,
    /// The address of the unfiltered list, if a filter is active.
    all: Option<String>,
    unread: Vec<Unread>,
    files: Vec<FileProblems>,
    file_parts: Option<Parts>,
}

/// A filter: the number of items with a state, and the address that shows them.
#[derive(Serialize)]
struct Filter {
    name: String,
    label: String,
    count: usize,
    /// The formatted count.
    shown: String,
    url: String,
    on: bool,
}

#[derive(Serialize)]
struct Link {
    label: String,
    url: String,
    on: bool,
}

/// Which part of a long list is shown.
#[derive(Serialize)]
struct Parts {
    range: String,
    before: Option<String>,
    after: Option<String>,
}

/// Rows under one heading: those of a state, of a type, or the pages.
#[derive(Serialize)]
struct Group {
    name: TextRun,
    /// The number of its rows, including those on other parts.
    count: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    /// Unique on the page, and stable across builds.
    id: String,
    name: String,
    title: TextRun,
    /// Its type, or that it is a page.
    of: TextRun,
    url: String,
    pair: String,
    edit: String,
    cells: Vec<Cell>,
    /// The filters that match it.
    states: String,
    errors: usize,
    warnings: usize,
    /// The address of its problems.
    problems: Option<String>,
}

/// A project or page in one language.
#[derive(Serialize)]
struct Cell {
    url: Option<String>,
    file: Option<PlaceView>,
    /// The file to create, if it is missing.
    create: Option<PlaceView>,
    marks: Vec<Mark>,
}

/// A file that appears in no row.
#[derive(Serialize)]
struct Unread {
    file: PlaceView,
    problems: Option<String>,
}

/// See [`crate::desk::overview`].
pub(super) fn page(snapshot: &Snapshot, query: &str) -> String {
    render("desk.html", snapshot.language, &Maker::new(snapshot, Query::read(query)).desk())
}

struct Maker<'a> {
    snapshot: &'a Snapshot<'a>,
    config: &'a Config,
    edition: Edition<'a>,
    query: Query,
    mend: Mend<'a>,
}

impl<'a> Maker<'a> {
    fn new(snapshot: &'a Snapshot<'a>, query: Query) -> Maker<'a> {
        let mut problems = Problems::new();
        for diagnostic in snapshot.diagnostics.iter().filter(|found| rank(found.severity) < 2) {
            problems.entry(diagnostic.at.as_ref().map(|place| &place.path)).or_default().push(diagnostic);
        }
        let edition = snapshot.plan.edition(reader(snapshot));
        Maker { snapshot, config: &snapshot.plan.catalogue.config, edition, query, mend: Mend::new(problems) }
    }

    fn desk(&self) -> Desk {
        let config = self.config;
        let lines = lines(self.snapshot, self.edition, self.mend.problems());
        let found = asked(&lines, &self.query, config);
        let (shown, parts) = self.part(&found, ROWS, self.query.page, |page| Query { page, ..self.query.clone() });
        let (files, file_parts) = self.files();
        let is_filtered = !self.query.state.is_empty() || !self.query.words.is_empty();
        Desk {
            site: self.edition.text(&config.title).map(|text| text_run(config, text)),
            home: config.base_url.path.clone(),
            today: self.today(),
            build: self.snapshot.build,
            errors: self.count_of(Severity::Error, "errors"),
            warnings: self.count_of(Severity::Warning, "warnings"),
            filters: self.filters(&lines),
            words: self.query.words.clone(),
            state: self.query.state.clone(),
            by_site: self.query.order == Order::Site,
            orders: self.orders(),
            languages: config.langs().map(|lang| self.language(lang)).collect(),
            columns: config.languages.len() + 2,
            groups: self.groups(shown, &found),
            parts,
            is_empty: lines.is_empty(),
            all: is_filtered.then(|| Query { order: self.query.order, ..Query::default() }.address()),
            unread: self.unread(&lines),
            files,
            file_parts,
        }
    }

    fn count_of(&self, severity: Severity, name: &str) -> String {
        let count = self.snapshot.diagnostics.count(severity);
        if count > 0 { counted(name, count, self.snapshot.language) } else { String::new() }
    }

    fn today(&self) -> String {
        let options = &self.config.options;
        let name = if options.drafts || options.future { "desk-today" } else { "desk-today-public" };
        dated(name, options.today, self.snapshot.language)
    }

    fn word(&self, name: &str) -> String {
        word(name, &[], self.snapshot.language)
    }

    fn number(&self, count: usize) -> String {
        number(count, self.snapshot.language)
    }

    fn language(&self, lang: LangId) -> TextRun {
        let own = &self.config.languages[lang];
        let dir = self.config.locale(lang).direction().as_str();
        TextRun { text: own.label.clone(), lang: own.lang.to_string(), dir }
    }

    /// A part of a long list, and the links to the others.
    fn part<'l, T>(
        &self,
        all: &'l [T],
        size: usize,
        page: usize,
        asking: impl Fn(usize) -> Query,
    ) -> (&'l [T], Option<Parts>) {
        let last = all.len().div_ceil(size).max(1);
        let page = page.min(last);
        let (start, end) = ((page - 1) * size, (page * size).min(all.len()));
        let arg = |number: usize| Arg::Number(number as i64);
        let args = [("first", arg(start + 1)), ("last", arg(end)), ("count", arg(all.len()))];
        let parts = (last > 1).then(|| Parts {
            range: word("desk-range", &args, self.snapshot.language),
            before: (page > 1).then(|| asking(page - 1).address()),
            after: (page < last).then(|| asking(page + 1).address()),
        });
        (&all[start..end], parts)
    }

    fn filters(&self, lines: &[Line]) -> Vec<Filter> {
        let filter = |name: String, label, count| {
            let url = Query { state: name.clone(), page: 1, ..self.query.clone() }.address();
            Filter { on: self.query.state == name, name, label, count, shown: self.number(count), url }
        };
        let of = |state: State, label| {
            let count = lines.iter().filter(|line| line.states.contains(&state)).count();
            filter(state.name(self.config), label, count)
        };
        let missing = self.config.langs().map(|lang| {
            let label = word("desk-missing", &[("lang", language_name(self.config, lang))], self.snapshot.language);
            of(State::Missing(lang), label)
        });
        let states = [State::Draft, State::Withheld, State::Complete];
        let states = states.into_iter().map(|state| of(state, self.word(heading(state))));
        let grave = [State::Error, State::Warning].into_iter().map(|state| of(state, self.word(heading(state))));
        let all = filter(String::new(), self.word("desk-everything"), lines.len());
        [all].into_iter().chain(grave).chain(missing).chain(states).collect()
    }

    fn orders(&self) -> Vec<Link> {
        let orders = [(Order::Attention, "desk-by-attention"), (Order::Site, "desk-by-site")];
        let link = |(order, name)| Link {
            label: self.word(name),
            url: Query { order, page: 1, ..self.query.clone() }.address(),
            on: self.query.order == order,
        };
        orders.into_iter().map(link).collect()
    }

    /// The rows of a part, grouped under their headings.
    fn groups(&self, shown: &[&Line<'a>], all: &[&Line<'a>]) -> Vec<Group> {
        let kind = |line: &Line| match self.query.order {
            Order::Attention => line.gravest().rank(),
            Order::Site => line.of_type.unwrap_or(usize::MAX),
        };
        let group = |lines: &[&Line<'a>]| {
            let first = lines[0];
            let name = match self.query.order {
                Order::Attention => self.own(heading(first.gravest())),
                Order::Site => self.of(first),
            };
            let count = all.iter().filter(|line| kind(line) == kind(first)).count();
            Group { name, count: self.number(count), rows: lines.iter().map(|line| self.row(line)).collect() }
        };
        shown.chunk_by(|one, other| kind(one) == kind(other)).map(group).collect()
    }

    /// A text of the desk itself.
    fn own(&self, name: &str) -> TextRun {
        let language = self.snapshot.language;
        TextRun { text: self.word(name), lang: language.as_str().to_owned(), dir: direction(language) }
    }

    /// The type of a project, or that it is a page.
    fn of(&self, line: &Line) -> TextRun {
        let Some(position) = line.of_type else { return self.own("desk-pages") };
        let term = &self.config.types[position].term;
        let unnamed = || Text { text: term.id.clone(), lang: self.edition.tag().to_string() };
        text_run(self.config, self.edition.text(&term.name).unwrap_or_else(unnamed))
    }

    fn row(&self, line: &Line<'a>) -> Row {
        let item = line.item;
        let original = self.edition.doc(item.docs).map_or(self.edition.lang, |(lang, _)| lang);
        let title = item.docs.get(original).and_then(Option::as_ref).map_or(item.id, |doc| &doc.write_up().title);
        let lang = self.config.languages[original].lang.to_string();
        let listed = item.write_ups().find_map(|(_, own)| self.mend.address(&own.path, &self.query));
        let states: Vec<String> = line.states.iter().map(|state| state.name(self.config)).collect();
        Row {
            id: format!("row-{}", mend::identifier(&item.name())),
            name: item.id.to_owned(),
            title: text_run(self.config, Text { text: title.to_owned(), lang }),
            of: self.of(line),
            url: self.edition.href(&line.url(self.edition)),
            pair: item.pair_address(),
            edit: item.edit_address(),
            states: states.join(" "),
            cells: self.config.langs().map(|lang| self.cell(item, lang)).collect(),
            errors: line.errors,
            warnings: line.warnings,
            problems: listed,
        }
    }

    fn cell(&self, item: Item<'a>, lang: LangId) -> Cell {
        let root = Some(self.snapshot.root);
        let Some(doc) = item.docs.get(lang).and_then(Option::as_ref) else {
            let file = item.unfit(lang).map(|path| PlaceView::of(root, path, None));
            let create = item.file_to_create(self.config, lang).filter(|_| file.is_none());
            let create = create.map(|path| PlaceView::to_create(root, &path));
            return Cell { url: None, file, create, marks: item.marks(self.snapshot, lang, false) };
        };
        let own = doc.write_up();
        let marks = item.marks(self.snapshot, lang, self.mend.has_errors(&own.path));
        let edition = self.snapshot.plan.edition(lang);
        let url = edition.href(&item.address(edition, own));
        Cell { url: Some(url), file: Some(PlaceView::of(root, &own.path, None)), create: None, marks }
    }

    /// Files of projects and pages that appear in no row because of an error.
    fn unread(&self, lines: &[Line]) -> Vec<Unread> {
        let is_written = |path: &&RelPath| Section::of(path).is_some();
        let mut lost: Vec<&RelPath> = self.mend.with_errors().filter(is_written).collect();
        if lost.is_empty() {
            return vec![];
        }
        let known: std::collections::BTreeSet<&RelPath> = lines.iter().flat_map(|line| line.item.paths()).collect();
        lost.retain(|path| !known.contains(path));
        let unread = |path: &RelPath| Unread {
            file: PlaceView::of(Some(self.snapshot.root), path, None),
            problems: self.mend.address(path, &self.query),
        };
        lost.into_iter().take(MOST_UNREAD).map(unread).collect()
    }

    fn files(&self) -> (Vec<FileProblems>, Option<Parts>) {
        let asking = |files| Query { files, ..self.query.clone() };
        let (files, parts) = self.part(self.mend.files(), mend::FILES, self.query.files, asking);
        (self.mend.tell(self.snapshot, files), parts)
    }
}

/// The name of the heading for a state.
fn heading(state: State) -> &'static str {
    match state {
        State::Error => "desk-errors",
        State::Warning => "desk-warnings",
        State::Missing(_) => "desk-untranslated",
        State::Draft => "desk-draft",
        State::Withheld => "desk-withheld",
        State::Complete => "desk-complete",
    }
}
