//! What every page has: the site in its language, and its own head.

use tera::Value;

use crate::base::url::Url;
use crate::catalogue::Doc;
use crate::config::{LangId, MenuEntry};
use crate::site::edition::{Edition, ListOf};
use crate::site::view::{self, Alternate, Crumb, Head, Switch, Text};
use crate::site::{Page, feed, page, search};

/// The site in one language.
pub fn site(edition: Edition) -> view::Site {
    let config = edition.config();
    let named =
        |texts| edition.text(texts).unwrap_or_else(|| Text { text: String::new(), lang: edition.tag().to_string() });
    view::Site {
        title: named(&config.title),
        description: named(&config.description),
        base: config.base_url.path.clone(),
        base_url: config.base_url.absolute(&config.base_url.path),
        home: edition.href(&edition.page(&[])),
        search: search::exists(edition).then(|| edition.href(&edition.page(&["search"]))),
        feed: feed::has_entries(edition).then(|| edition.href(&feed::url(edition))),
        notice: edition.text(&config.notice),
        organisation: config.organisation.as_ref().and_then(|(id, _)| edition.organisation_named(id)),
        languages: config.langs().map(|lang| edition.language(lang)).collect(),
        menu: menu(edition),
        types: types(edition),
        license: config.license.clone(),
        extra: Value::from_serializable(&config.extra),
        logo: edition.theme.logo.clone(),
        assets: Value::from_serializable(&edition.theme.assets),
    }
}

fn types(edition: Edition) -> Vec<view::TypeEntry> {
    let terms = |lists: &mut dyn Iterator<Item = ListOf>| {
        lists.filter(|of| !edition.list(*of).is_empty()).map(|of| edition.term(of)).collect::<Vec<_>>()
    };
    let config = edition.config();
    let groups = |at: usize| terms(&mut config.types[at].groups.iter().copied().map(ListOf::Group));
    let with_projects = (0..config.types.len()).filter(|at| !edition.list(ListOf::Type(*at)).is_empty());
    with_projects.map(|at| view::TypeEntry { term: edition.term(ListOf::Type(at)), groups: groups(at) }).collect()
}

/// The menu: what site.yaml lists, else everything there is.
fn menu(edition: Edition) -> Vec<view::MenuEntry> {
    let config = edition.config();
    if !config.menu.is_empty() {
        return config.menu.iter().filter_map(|entry| menu_entry(edition, entry)).collect();
    }
    let builtin = ["home", "partners", "timeline", "figures", "glossary"].into_iter().map(MenuEntry::Builtin);
    let mut pages: Vec<_> = edition.catalogue.pages.iter().filter(|page| &*page.id != "home").collect();
    pages.sort_by_key(|page| page.weight.unwrap_or(i64::MAX));
    let pages = pages.into_iter().map(|page| MenuEntry::Page(page.id.to_string(), Default::default()));
    builtin.chain(pages).filter_map(|entry| menu_entry(edition, &entry)).collect()
}

fn menu_entry(edition: Edition, entry: &MenuEntry) -> Option<view::MenuEntry> {
    match entry {
        MenuEntry::Builtin(id) => {
            let has_projects = !edition.catalogue.projects.is_empty();
            let (exists, url) = match *id {
                "home" => (true, edition.page(&[])),
                "timeline" => (page::has_timeline(edition), edition.page(&["timeline"])),
                "glossary" => (page::has_glossary(edition), edition.page(&["glossary"])),
                "search" => (search::exists(edition), edition.page(&["search"])),
                other => (has_projects, edition.page(&[other])),
            };
            exists.then(|| view::MenuEntry { id: (*id).to_owned(), label: None, url: edition.href(&url) })
        }
        MenuEntry::Page(id, _) => {
            let position = edition.catalogue.pages.iter().position(|page| *page.id == **id)?;
            let (lang, doc) = edition.doc(&edition.catalogue.pages[position].docs)?;
            let label = doc_title(edition, lang, doc);
            Some(view::MenuEntry { id: id.clone(), label: Some(label), url: edition.href(&edition.content(position)) })
        }
    }
}

/// A write-up's title with its language.
pub fn doc_title(edition: Edition, lang: LangId, doc: &Doc) -> Text {
    Text { text: doc.write_up().title.clone(), lang: edition.config().languages[lang].lang.to_string() }
}

/// A head for a page that exists in every language.
pub fn everywhere(edition: Edition, page: &Page, kind: &str, url: impl Fn(Edition) -> Url) -> Head {
    let config = edition.config();
    let each = || config.langs().map(|lang| (lang, url(edition.in_language(lang))));
    let alternates = each().map(|(lang, url)| (lang, url, true)).collect::<Vec<_>>();
    let switch =
        each().filter(|(lang, _)| *lang != edition.lang).map(|(lang, url)| switch(edition, lang, &url, true)).collect();
    let default = url(edition.in_language(config.default));
    Head { switch, alternates: alternates_of(edition, &alternates, &default), ..bare(edition, page, kind) }
}

/// A head for a page that stands in some languages.
pub fn translated(
    edition: Edition,
    page: &Page,
    kind: &str,
    docs: &[Option<Doc>],
    url: impl Fn(Edition) -> Url,
) -> Head {
    let config = edition.config();
    let own = docs[edition.lang].is_some();
    let there: Vec<(LangId, Url, bool)> =
        config.langs().map(|lang| (lang, url(edition.in_language(lang)), docs[lang].is_some())).collect();
    let others = there.iter().filter(|(lang, ..)| *lang != edition.lang);
    let switch = others.map(|(lang, url, translated)| {
        let stands = *translated || edition.in_language(*lang).landing(docs) == *lang;
        let home = edition.in_language(*lang).page(&[]);
        switch(edition, *lang, if stands { url } else { &home }, *translated)
    });
    let original = edition.catalogue.original(docs);
    let original_url = url(edition.in_language(original));
    let head = Head { switch: switch.collect(), ..bare(edition, page, kind) };
    if own {
        return Head { alternates: alternates_of(edition, &there, &original_url), ..head };
    }
    let canonical = original_url.absolute(&config.base_url);
    Head { canonical, noindex: true, ..head }
}

fn switch(edition: Edition, lang: LangId, url: &Url, translated: bool) -> Switch {
    let language = edition.language(lang);
    Switch { lang: language.lang, label: language.label, dir: language.dir, url: edition.href(url), translated }
}

fn alternates_of(edition: Edition, there: &[(LangId, Url, bool)], default: &Url) -> Vec<Alternate> {
    let config = edition.config();
    let exist = there.iter().filter(|(.., exists)| *exists);
    let mut alternates: Vec<Alternate> = exist
        .map(|(lang, url, _)| Alternate {
            hreflang: config.languages[*lang].lang.to_string(),
            url: url.absolute(&config.base_url),
        })
        .collect();
    alternates.push(Alternate { hreflang: "x-default".to_owned(), url: default.absolute(&config.base_url) });
    alternates
}

/// A head without translations.
pub fn bare(edition: Edition, page: &Page, kind: &str) -> Head {
    let config = edition.config();
    let language = edition.language(edition.lang);
    Head {
        kind: kind.to_owned(),
        menu: None,
        lang: language.lang,
        dir: language.dir,
        url: edition.href(&page.url),
        canonical: page.url.absolute(&config.base_url),
        title: None,
        description: None,
        alternates: vec![],
        switch: vec![],
        breadcrumb: vec![],
        noindex: config.options.drafts || config.options.future,
        json_ld: None,
        image: None,
    }
}

/// The breadcrumb's first step.
pub fn home_crumb(edition: Edition) -> Crumb {
    Crumb { title: None, kind: "home".to_owned(), url: edition.href(&edition.page(&[])) }
}

/// A step of the breadcrumb to a listing.
pub fn list_crumb(edition: Edition, of: ListOf) -> Crumb {
    let term = edition.term(of);
    let title = term.name.or_else(|| Some(Text { text: term.id, lang: edition.tag().to_string() }));
    Crumb { title, kind: of.kind().to_owned(), url: edition.href(&edition.list_url(of)) }
}
