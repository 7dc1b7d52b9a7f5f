//! What every page has: the site in its language, and its own head.

use tera::Value;

use crate::base::url::Url;
use crate::catalogue::Doc;
use crate::config::{LangId, MenuEntry};
use crate::site::names::{ListOf, Names};
use crate::site::view::{self, Alternate, Crumb, Head, Switch, Text};
use crate::site::{FromTheme, Page, feed, page, search};

/// The site in one language.
pub fn site(names: Names, theme: &FromTheme) -> view::Site {
    let config = names.config();
    let named =
        |texts| names.text(texts).unwrap_or_else(|| Text { text: String::new(), lang: names.tag().to_string() });
    view::Site {
        title: named(&config.title),
        description: named(&config.description),
        base: config.base_url.path.clone(),
        base_url: config.base_url.absolute(&config.base_url.path),
        home: names.href(&names.page(&[])),
        search: search::exists(names).then(|| names.href(&names.page(&["search"]))),
        feed: feed::has_entries(names).then(|| names.href(&feed::url(names))),
        notice: names.text(&config.notice),
        organisation: config.organisation.as_ref().and_then(|(id, _)| names.organisation_named(id)),
        languages: config.langs().map(|lang| names.language(lang)).collect(),
        menu: menu(names),
        types: types(names),
        license: config.license.clone(),
        extra: Value::from_serializable(&config.extra),
        logo: theme.logo.clone(),
        assets: Value::from_serializable(&theme.assets),
    }
}

fn types(names: Names) -> Vec<view::TypeEntry> {
    let terms = |lists: &mut dyn Iterator<Item = ListOf>| {
        lists.filter(|of| !names.list(*of).is_empty()).map(|of| names.term(of)).collect::<Vec<_>>()
    };
    let config = names.config();
    let groups = |at: usize| terms(&mut config.types[at].groups.iter().copied().map(ListOf::Group));
    let with_projects = (0..config.types.len()).filter(|at| !names.list(ListOf::Type(*at)).is_empty());
    with_projects.map(|at| view::TypeEntry { term: names.term(ListOf::Type(at)), groups: groups(at) }).collect()
}

/// The menu: what site.yaml lists, else everything there is.
fn menu(names: Names) -> Vec<view::MenuEntry> {
    let config = names.config();
    if !config.menu.is_empty() {
        return config.menu.iter().filter_map(|entry| menu_entry(names, entry)).collect();
    }
    let builtin = ["home", "partners", "timeline", "figures", "glossary"].into_iter().map(MenuEntry::Builtin);
    let mut pages: Vec<_> = names.catalogue.pages.iter().filter(|page| &*page.id != "home").collect();
    pages.sort_by_key(|page| page.weight.unwrap_or(i64::MAX));
    let pages = pages.into_iter().map(|page| MenuEntry::Page(page.id.to_string(), Default::default()));
    builtin.chain(pages).filter_map(|entry| menu_entry(names, &entry)).collect()
}

fn menu_entry(names: Names, entry: &MenuEntry) -> Option<view::MenuEntry> {
    match entry {
        MenuEntry::Builtin(id) => {
            let has_projects = !names.catalogue.projects.is_empty();
            let (exists, url) = match *id {
                "home" => (true, names.page(&[])),
                "timeline" => (page::has_timeline(names), names.page(&["timeline"])),
                "glossary" => (page::has_glossary(names), names.page(&["glossary"])),
                "search" => (search::exists(names), names.page(&["search"])),
                other => (has_projects, names.page(&[other])),
            };
            exists.then(|| view::MenuEntry { id: (*id).to_owned(), label: None, url: names.href(&url) })
        }
        MenuEntry::Page(id, _) => {
            let position = names.catalogue.pages.iter().position(|page| *page.id == **id)?;
            let (lang, doc) = names.doc(&names.catalogue.pages[position].docs)?;
            let label = doc_title(names, lang, doc);
            Some(view::MenuEntry { id: id.clone(), label: Some(label), url: names.href(&names.content(position)) })
        }
    }
}

/// A write-up's title with its language.
pub fn doc_title(names: Names, lang: LangId, doc: &Doc) -> Text {
    Text { text: doc.write_up().title.clone(), lang: names.config().languages[lang].lang.to_string() }
}

/// A head for a page that exists in every language.
pub fn everywhere(names: Names, page: &Page, kind: &str, url: impl Fn(Names) -> Url) -> Head {
    let config = names.config();
    let each = || config.langs().map(|lang| (lang, url(Names { lang, ..names })));
    let alternates = each().map(|(lang, url)| (lang, url, true)).collect::<Vec<_>>();
    let switch =
        each().filter(|(lang, _)| *lang != names.lang).map(|(lang, url)| switch(names, lang, &url, true)).collect();
    let default = url(Names { lang: config.default, ..names });
    Head { switch, alternates: alternates_of(names, &alternates, &default), ..bare(names, page, kind) }
}

/// A head for a page that stands in some languages.
pub fn translated(names: Names, page: &Page, kind: &str, docs: &[Option<Doc>], url: impl Fn(Names) -> Url) -> Head {
    let config = names.config();
    let own = docs[names.lang].is_some();
    let there: Vec<(LangId, Url, bool)> =
        config.langs().map(|lang| (lang, url(Names { lang, ..names }), docs[lang].is_some())).collect();
    let others = there.iter().filter(|(lang, ..)| *lang != names.lang);
    let switch = others.map(|(lang, url, translated)| {
        let stands = *translated || (Names { lang: *lang, ..names }).landing(docs) == *lang;
        let home = (Names { lang: *lang, ..names }).page(&[]);
        switch(names, *lang, if stands { url } else { &home }, *translated)
    });
    let original = names.catalogue.original(docs);
    let original_url = url(Names { lang: original, ..names });
    let head = Head { switch: switch.collect(), ..bare(names, page, kind) };
    if own {
        return Head { alternates: alternates_of(names, &there, &original_url), ..head };
    }
    let canonical = original_url.absolute(&config.base_url);
    Head { canonical, noindex: true, ..head }
}

fn switch(names: Names, lang: LangId, url: &Url, translated: bool) -> Switch {
    let language = names.language(lang);
    Switch { lang: language.lang, label: language.label, dir: language.dir, url: names.href(url), translated }
}

fn alternates_of(names: Names, there: &[(LangId, Url, bool)], default: &Url) -> Vec<Alternate> {
    let config = names.config();
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
pub fn bare(names: Names, page: &Page, kind: &str) -> Head {
    let config = names.config();
    let language = names.language(names.lang);
    Head {
        kind: kind.to_owned(),
        menu: None,
        lang: language.lang,
        dir: language.dir,
        url: names.href(&page.url),
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
pub fn home_crumb(names: Names) -> Crumb {
    Crumb { title: None, kind: "home".to_owned(), url: names.href(&names.page(&[])) }
}

/// A step of the breadcrumb to a listing.
pub fn list_crumb(names: Names, of: ListOf) -> Crumb {
    let term = names.term(of);
    let title = term.name.or_else(|| Some(Text { text: term.id, lang: names.tag().to_string() }));
    Crumb { title, kind: of.kind().to_owned(), url: names.href(&names.list_url(of)) }
}
