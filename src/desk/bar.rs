//! The bar on each page of the preview.

use serde::Serialize;

use crate::base::diag::{Diagnostic, Severity};
use crate::catalogue::Doc;
use crate::config::LangId;
use crate::desk::engine::{STYLE, render};
use crate::desk::item::{Item, Mark, is_broken};
use crate::desk::places::PlaceView;
use crate::desk::snapshot::Snapshot;
use crate::report::messages::{counted, word};
use crate::schema::pages::BuiltIn;
use crate::site::{AliasOf, View};

#[derive(Serialize)]
struct Bar {
    build: u64,
    rebuilt: String,
    languages: Vec<Switch>,
    marks: Vec<Mark>,
    errors: Option<String>,
    warnings: Option<String>,
    pair: Option<String>,
    edit: Option<String>,
    file: Option<PlaceView>,
    style: &'static str,
}

#[derive(Serialize)]
struct Switch {
    url: String,
    label: String,
    lang: String,
    dir: &'static str,
}

/// See [`crate::desk::bar`].
pub(super) fn fragment(snapshot: &Snapshot, view: &View) -> String {
    let language = snapshot.language;
    let item = item(snapshot, view);
    let doc = item.as_ref().zip(view.lang()).and_then(|(item, lang)| shown(snapshot, item, lang));
    let marks = item
        .as_ref()
        .zip(doc)
        .map(|(item, (lang, doc))| item.marks(snapshot, lang, is_broken(snapshot, doc.write_up())))
        .unwrap_or_default();
    let some = |name, severity| {
        let count = count(snapshot, severity);
        (count > 0).then(|| counted(name, count, language))
    };
    let bar = Bar {
        build: snapshot.build,
        rebuilt: word("bar-rebuilt", &[("count", (snapshot.built_ms as i64).into())], language),
        languages: switches(snapshot, view),
        marks,
        errors: some("errors", Severity::Error),
        warnings: some("warnings", Severity::Warning),
        pair: item.as_ref().map(Item::pair_address),
        edit: item.as_ref().map(Item::edit_address),
        file: doc.map(|(_, doc)| PlaceView::of(Some(snapshot.root), &doc.write_up().path, None)),
        style: STYLE,
    };
    render("bar.html", language, &bar)
}

fn count(snapshot: &Snapshot, severity: Severity) -> usize {
    let is_counted = |diagnostic: &&Diagnostic| diagnostic.severity == severity;
    snapshot.diagnostics.iter().filter(is_counted).count()
}

/// The project or page of content that a page shows.
fn item<'a>(snapshot: &Snapshot<'a>, view: &View) -> Option<Item<'a>> {
    let catalogue = &snapshot.plan.catalogue;
    match view {
        View::Project(_, id) | View::Alias(_, AliasOf::Project(id)) => Some(Item::project(&catalogue.projects[*id])),
        View::Content(_, id) | View::Alias(_, AliasOf::Content(id)) => Some(Item::page(&catalogue.pages[*id])),
        View::BuiltIn(_, BuiltIn::Home) => catalogue.pages.iter().find(|page| page.is_home()).map(Item::page),
        _ => None,
    }
}

/// The write-up whose text the page shows.
fn shown<'a>(snapshot: &Snapshot<'a>, item: &Item<'a>, lang: LangId) -> Option<(LangId, &'a Doc)> {
    snapshot.plan.edition(lang).doc(item.docs)
}

/// The same page in the other languages, if it has one.
fn switches(snapshot: &Snapshot, view: &View) -> Vec<Switch> {
    let plan = snapshot.plan;
    let Some(own) = view.lang() else { return vec![] };
    let others = plan.catalogue.config.langs().filter(|lang| *lang != own);
    let switch = |lang| {
        let wanted = in_language(view, lang);
        let page = plan.pages.iter().find(|page| Some(&page.view) == wanted.as_ref())?;
        let edition = plan.edition(lang);
        let language = &edition.config().languages[lang];
        Some(Switch {
            url: edition.href(&page.url),
            label: language.label.clone(),
            lang: language.lang.to_string(),
            dir: edition.config().locale(lang).direction().as_str(),
        })
    };
    others.filter_map(switch).collect()
}

fn in_language(view: &View, lang: LangId) -> Option<View> {
    Some(match view {
        View::BuiltIn(_, page) => View::BuiltIn(lang, *page),
        View::Project(_, id) | View::Alias(_, AliasOf::Project(id)) => View::Project(lang, *id),
        View::Listing(_, of, number) => View::Listing(lang, *of, *number),
        View::Alias(_, AliasOf::Listing(of)) => View::Listing(lang, *of, 1),
        View::Content(_, id) | View::Alias(_, AliasOf::Content(id)) => View::Content(lang, *id),
        View::Feed(_) => View::Feed(lang),
        View::Index(_)
        | View::Words(_)
        | View::Table(..)
        | View::Sitemap(_)
        | View::Robots
        | View::Data(_)
        | View::Hosting(_)
        | View::Asset(_)
        | View::Picture(_)
        | View::SocialCard(..) => return None,
    })
}
