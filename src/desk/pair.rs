//! The pair view: the languages of a project side by side, with the differences
//! that a translator should check.

use serde::Serialize;

use crate::config::LangId;
use crate::desk::Pages;
use crate::desk::compare::{self, Difference, Quote, Side, aligned, differences};
use crate::desk::engine::render;
use crate::desk::item::{Item, Mark, TextRun, is_broken, language_name, reader, text_run};
use crate::desk::places::PlaceView;
use crate::desk::snapshot::Snapshot;
use crate::report::messages::word;
use crate::site::view::Text;

#[derive(Serialize)]
struct Pair {
    title: TextRun,
    /// The address of the editor.
    edit: String,
    build: u64,
    columns: Vec<Column>,
    /// Whether there are two texts to compare.
    compared: bool,
    differences: Vec<DifferenceView>,
    /// The ids of aligned headings, by column, as JSON.
    aligned: String,
}

/// A language version of the project.
#[derive(Serialize)]
struct Column {
    language: TextRun,
    marks: Vec<Mark>,
    url: Option<String>,
    file: Option<PlaceView>,
    /// The content of its page.
    html: Option<String>,
    /// What to do if it is missing.
    missing: Option<Missing>,
}

#[derive(Serialize)]
struct Missing {
    what: String,
    how: String,
    file: PlaceView,
}

#[derive(Serialize)]
struct DifferenceView {
    kind: String,
    /// "only in French", "differs"
    what: String,
    passages: Vec<Passage>,
}

#[derive(Serialize)]
struct Passage {
    language: TextRun,
    quote: Option<Quote>,
}

/// See [`crate::desk::pair`].
pub(super) fn page(snapshot: &Snapshot, project: &str, html: &Pages) -> Option<String> {
    let (item, title) = find(snapshot, project)?;
    let maker = Maker { snapshot, item };
    let config = &snapshot.plan.catalogue.config;
    let sides: Vec<Option<Side>> = item.docs.iter().map(|doc| doc.as_ref().map(|doc| Side::of(config, doc))).collect();
    let original = snapshot.plan.catalogue.original(item.docs);
    let pair = Pair {
        title,
        edit: item.edit_address(),
        build: snapshot.build,
        columns: config.langs().map(|lang| maker.column(lang, html)).collect(),
        compared: sides.iter().flatten().count() > 1,
        differences: maker.differences(original, &sides),
        aligned: maker.aligned(original, &sides),
    };
    Some(render("pair.html", snapshot.language, &pair))
}

/// The project or page with this name, and its title in the language of the
/// staff.
fn find<'a>(snapshot: &Snapshot<'a>, name: &str) -> Option<(Item<'a>, TextRun)> {
    let catalogue = &snapshot.plan.catalogue;
    let mut projects = catalogue.projects.iter().map(Item::project);
    let mut pages = catalogue.pages.iter().map(Item::page);
    let item = projects.find(|item| item.name() == name).or_else(|| pages.find(|item| item.name() == name))?;
    let edition = snapshot.plan.edition(reader(snapshot));
    let (lang, doc) = edition.doc(item.docs)?;
    let lang = catalogue.config.languages[lang].lang.to_string();
    Some((item, text_run(&catalogue.config, Text { text: doc.write_up().title.clone(), lang })))
}

struct Maker<'a> {
    snapshot: &'a Snapshot<'a>,
    item: Item<'a>,
}

impl Maker<'_> {
    fn column(&self, lang: LangId, html: &Pages) -> Column {
        let doc = self.item.docs.get(lang).and_then(Option::as_ref);
        let broken = doc.is_some_and(|doc| is_broken(self.snapshot, doc.write_up()));
        let marks = self.item.marks(self.snapshot, lang, broken);
        let language = self.language(lang);
        let Some(doc) = doc else {
            return Column { language, marks, url: None, file: None, html: None, missing: self.missing(lang) };
        };
        let edition = self.snapshot.plan.edition(lang);
        let url = edition.href(&self.item.address(edition, doc.write_up()));
        let file = PlaceView::of(Some(self.snapshot.root), &doc.write_up().path, None);
        let html = html(&url).map(|page| main(&page).to_owned());
        Column { language, marks, url: Some(url), file: Some(file), html, missing: None }
    }

    fn language(&self, lang: LangId) -> TextRun {
        let config = &self.snapshot.plan.catalogue.config;
        let own = &config.languages[lang];
        let dir = config.locale(lang).direction().as_str();
        TextRun { text: own.label.clone(), lang: own.lang.to_string(), dir }
    }

    fn missing(&self, lang: LangId) -> Option<Missing> {
        let config = &self.snapshot.plan.catalogue.config;
        let path = self.item.file_to_create(config, lang)?;
        let (_, first) = self.item.write_ups().next()?;
        let language = self.snapshot.language;
        if let Some(unfit) = self.item.unfit(lang) {
            return Some(Missing {
                what: word("pair-unfit", &[("lang", language_name(config, lang))], language),
                how: word("pair-translate", &[], language),
                file: PlaceView::of(Some(self.snapshot.root), unfit, None),
            });
        }
        Some(Missing {
            what: word("pair-missing", &[("lang", language_name(config, lang))], language),
            how: word("pair-create", &[("path", first.path.as_str().into())], language),
            file: PlaceView::to_create(Some(self.snapshot.root), &path),
        })
    }

    /// The differences between the original and each other language.
    fn differences(&self, original: LangId, sides: &[Option<Side>]) -> Vec<DifferenceView> {
        let Some(first) = sides.get(original).and_then(Option::as_ref) else { return vec![] };
        let others = sides.iter().enumerate().filter(|(lang, _)| *lang != original);
        let others = others.filter_map(|(lang, side)| Some((lang, side.as_ref()?)));
        let told = |(lang, side): (LangId, &Side)| {
            differences(first, side).into_iter().map(move |difference| (lang, difference)).collect::<Vec<_>>()
        };
        others.flat_map(told).map(|(lang, difference)| self.tell(original, lang, difference)).collect()
    }

    fn tell(&self, first: LangId, second: LangId, difference: Difference) -> DifferenceView {
        let language = self.snapshot.language;
        let config = &self.snapshot.plan.catalogue.config;
        let only_in = |lang| word("pair-only-in", &[("lang", language_name(config, lang))], language);
        let what = match (difference.is_in(0), difference.is_in(1)) {
            (true, true) => word("pair-differs", &[], language),
            (_, false) => only_in(first),
            (false, true) => only_in(second),
        };
        let kind = word(&format!("pair-kind-{}", difference.kind.as_str()), &[], language);
        // A link or picture has no corresponding passage.
        let is_fact = matches!(difference.kind, compare::Kind::Number | compare::Kind::Date);
        let passages = [first, second].into_iter().zip(difference.passages);
        let passages = passages.filter(|(_, quote)| is_fact || quote.is_some());
        let passages = passages.map(|(lang, quote)| Passage { language: self.language(lang), quote }).collect();
        DifferenceView { kind, what, passages }
    }

    /// The corresponding headings, as a list of ids by column.
    fn aligned(&self, original: LangId, sides: &[Option<Side>]) -> String {
        let Some(first) = sides.get(original).and_then(Option::as_ref) else { return "[]".to_owned() };
        let heading = |lang: LangId, at: usize| {
            let doc = self.item.docs[lang].as_ref()?;
            doc.write_up().body.headings.get(at).map(|heading| heading.id.as_str())
        };
        let count = self.item.docs[original].as_ref().map_or(0, |doc| doc.write_up().body.headings.len());
        let mut rows: Vec<Vec<Option<&str>>> = (0..count).map(|_| vec![None; sides.len()]).collect();
        for (lang, side) in sides.iter().enumerate() {
            let Some(side) = side else { continue };
            for (own, other) in aligned(first, side) {
                rows[own][lang] = heading(lang, other);
            }
        }
        serde_json::to_string(&rows).unwrap_or_else(|_| "[]".to_owned())
    }
}

/// The content of the page's `<main>`; otherwise of its `<body>`; otherwise all
/// of it.
fn main(page: &str) -> &str {
    inside(page, "main").or_else(|| inside(page, "body")).unwrap_or(page)
}

fn inside<'p>(page: &'p str, element: &str) -> Option<&'p str> {
    let name = format!("<{element}");
    let mut opens = page.match_indices(&name).map(|(at, _)| at + name.len());
    let open = opens.find(|at| page[*at..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))?;
    let start = open + page[open..].find('>')? + 1;
    let end = page.rfind(&format!("</{element}>")).filter(|end| *end >= start)?;
    Some(&page[start..end])
}

#[cfg(test)]
mod tests {
    use super::main;

    #[test]
    fn the_content_of_a_page_is_found() {
        assert_eq!(main("<body><main id=a><p>x</p></main></body>"), "<p>x</p>");
        assert_eq!(main("<mainly><body class='b'>x</body>"), "x");
        assert_eq!(main("x<main"), "x<main");
    }
}
