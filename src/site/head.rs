//! What every page has: the site in its language, and the page's head.

use tera::Value;

use crate::base::url::Url;
use crate::catalogue::Doc;
use crate::config::menu::MenuEntry;
use crate::config::{FooterColumn, LangId};
use crate::schema::pages::BuiltIn;
use crate::site::edition::{Edition, ListOf};
use crate::site::view::page::{Alternate, Crumb, Head, Switch};
use crate::site::view::{self, Text};
use crate::site::{Page, built_in, feed, search, social_cards};

/// The site in one language.
pub fn site(edition: Edition) -> view::page::Site {
    let config = edition.config();
    let named =
        |texts| edition.text(texts).unwrap_or_else(|| Text { text: String::new(), lang: edition.tag().to_string() });
    view::page::Site {
        title: named(&config.title),
        description: named(&config.description),
        base: config.base_url.path.clone(),
        base_url: config.base_url.absolute(&config.base_url.path),
        home: edition.href(&edition.page(&[])),
        search: search::exists(edition).then(|| edition.href(&edition.built_in(BuiltIn::Search))),
        feed: feed::has_entries(edition).then(|| edition.href(&feed::url(edition))),
        notice: edition.text(&config.notice),
        is_draft: edition.catalogue.is_draft(),
        organisation: config.organisation.as_ref().and_then(|(id, _)| edition.organisation_named(id)),
        languages: config.langs().map(|lang| edition.language(lang)).collect(),
        menu: menu(edition),
        pages: pages(edition),
        types: types(edition),
        footer: config.footer.iter().map(|column| footer_column(edition, column)).collect(),
        generator: config.generator,
        license: config.license.clone(),
        extra: Value::from_serializable(&config.extra),
        logo: edition.theme.logo.clone(),
        assets: Value::from_serializable(&edition.theme.assets),
    }
}

fn pages(edition: Edition) -> Value {
    let url = |page| built_in::exists(edition, page).then(|| edition.href(&edition.built_in(page)));
    let pages = BuiltIn::MENU.into_iter().map(|page| (page.id(), Value::from_serializable(&url(page))));
    Value::from(pages.map(|(id, url)| (id.into(), url)).collect::<tera::Map>())
}

fn types(edition: Edition) -> Vec<view::page::TypeEntry> {
    let terms = |lists: &mut dyn Iterator<Item = ListOf>| {
        lists.filter(|of| !edition.list(*of).is_empty()).map(|of| edition.term(of)).collect::<Vec<_>>()
    };
    let config = edition.config();
    let groups = |at: usize| terms(&mut config.types[at].groups.iter().copied().map(ListOf::Group));
    let with_projects = (0..config.types.len()).filter(|at| !edition.list(ListOf::Type(*at)).is_empty());
    with_projects.map(|at| view::page::TypeEntry { term: edition.term(ListOf::Type(at)), groups: groups(at) }).collect()
}

/// The menu: the entries listed in site.yaml, or else all that exist.
fn menu(edition: Edition) -> Vec<view::page::MenuEntry> {
    let config = edition.config();
    if !config.menu.is_empty() {
        return config.menu.iter().filter_map(|entry| menu_entry(edition, entry)).collect();
    }
    let built_in = BuiltIn::DEFAULT_MENU.into_iter().map(MenuEntry::BuiltIn);
    let mut pages: Vec<_> = edition.catalogue.pages.iter().filter(|page| !page.is_home()).collect();
    pages.sort_by_key(|page| page.weight.unwrap_or(i64::MAX));
    let pages = pages.into_iter().map(|page| MenuEntry::Page(page.id.to_string(), Default::default()));
    built_in.chain(pages).filter_map(|entry| menu_entry(edition, &entry)).collect()
}

fn footer_column(edition: Edition, column: &FooterColumn) -> view::page::FooterColumn {
    view::page::FooterColumn {
        title: edition.text(&column.title),
        text: edition.text(&column.text),
        links: column.links.iter().filter_map(|entry| menu_entry(edition, entry)).collect(),
    }
}

fn menu_entry(edition: Edition, entry: &MenuEntry) -> Option<view::page::MenuEntry> {
    match entry {
        MenuEntry::BuiltIn(page) => built_in::exists(edition, *page).then(|| {
            let url = edition.href(&edition.built_in(*page));
            view::page::MenuEntry { id: page.id().to_owned(), label: None, url, lang: None, external: false }
        }),
        MenuEntry::Page(id, _) => {
            let position = edition.catalogue.pages.iter().position(|page| *page.id == **id)?;
            let (lang, doc) = edition.doc(&edition.catalogue.pages[position].docs)?;
            let label = doc_title(edition, lang, doc);
            Some(view::page::MenuEntry {
                id: id.clone(),
                label: Some(label),
                url: edition.href(&edition.content(position)),
                lang: None,
                external: false,
            })
        }
        MenuEntry::Link(link) => Some(view::page::MenuEntry {
            id: link.url.clone(),
            label: edition.text(&link.label),
            url: link.url.clone(),
            lang: link.lang.clone(),
            external: true,
        }),
        MenuEntry::Unknown(..) => None,
    }
}

/// A write-up's title with its language.
pub fn doc_title(edition: Edition, lang: LangId, doc: &Doc) -> Text {
    Text { text: doc.write_up().title.clone(), lang: edition.config().languages[lang].lang.to_string() }
}

/// A write-up's summary with its language.
pub fn doc_summary(edition: Edition, lang: LangId, doc: &Doc) -> Option<Text> {
    let summary = doc.write_up().summary.clone()?;
    Some(Text { text: summary, lang: edition.config().languages[lang].lang.to_string() })
}

/// The head of a page that exists in every language; `x-default` is its version
/// in the site's default language.
pub fn everywhere(edition: Edition, page: &Page, kind: &str, url: impl Fn(Edition) -> Url) -> Head {
    let default = url(edition.in_language(edition.config().default));
    everywhere_and(edition, page, kind, url, &default)
}

/// The head of a built-in page of each language, directly below the home page.
pub fn in_menu(edition: Edition, page: &Page, of: BuiltIn) -> Head {
    let head = everywhere(edition, page, of.id(), |edition| edition.built_in(of));
    Head { menu: Some(of.id().to_owned()), breadcrumb: vec![home_crumb(edition)], ..head }
}

/// The head of the home page; `x-default` is the page with the choice of a
/// language.
pub fn home(edition: Edition, page: &Page) -> Head {
    let id = BuiltIn::Home.id();
    let head = everywhere_and(edition, page, id, home_url, &edition.built_in(BuiltIn::Choice));
    Head { menu: Some(id.to_owned()), ..head }
}

fn everywhere_and(edition: Edition, page: &Page, kind: &str, url: impl Fn(Edition) -> Url, default: &Url) -> Head {
    let others = edition.config().langs().filter(|lang| *lang != edition.lang);
    let switch = others.map(|lang| switch(edition, lang, &url(edition.in_language(lang)), true)).collect();
    let langs = edition.config().langs();
    Head { switch, alternates: alternates(edition, langs, url, default), ..bare(edition, page, kind) }
}

/// The translations of the home page.
pub fn alternates_of_home(edition: Edition) -> Vec<Alternate> {
    alternates(edition, edition.config().langs(), home_url, &edition.built_in(BuiltIn::Choice))
}

fn home_url(edition: Edition) -> Url {
    edition.built_in(BuiltIn::Home)
}

/// The head of a page that exists in some languages.
pub fn translated(
    edition: Edition,
    page: &Page,
    kind: &str,
    docs: &[Option<Doc>],
    url: impl Fn(Edition) -> Url,
) -> Head {
    let config = edition.config();
    let others = config.langs().filter(|lang| *lang != edition.lang);
    let switch = others.map(|lang| {
        let other = edition.in_language(lang);
        let is_translated = docs[lang].is_some();
        let has_page = is_translated || other.landing(docs) == lang;
        switch(edition, lang, &if has_page { url(other) } else { home_url(other) }, is_translated)
    });
    let head = Head { switch: switch.collect(), ..bare(edition, page, kind) };
    let original = url(edition.in_language(edition.catalogue.original(docs)));
    if docs[edition.lang].is_some() {
        let translations = config.langs().filter(|lang| docs[*lang].is_some());
        return Head { alternates: alternates(edition, translations, url, &original), ..head };
    }
    Head { canonical: original.absolute(&config.base_url), noindex: true, ..head }
}

fn switch(edition: Edition, lang: LangId, url: &Url, translated: bool) -> Switch {
    let language = edition.language(lang);
    Switch { lang: language.lang, label: language.label, dir: language.dir, url: edition.href(url), translated }
}

/// The alternates of a page in these languages, with the target of `x-default`.
fn alternates(
    edition: Edition,
    langs: impl Iterator<Item = LangId>,
    url: impl Fn(Edition) -> Url,
    default: &Url,
) -> Vec<Alternate> {
    let base = &edition.config().base_url;
    let alternate = |hreflang: &str, url: &Url| Alternate { hreflang: hreflang.to_owned(), url: url.absolute(base) };
    let translations = langs.map(|lang| {
        let translation = edition.in_language(lang);
        alternate(translation.tag().as_str(), &url(translation))
    });
    translations.chain([alternate("x-default", default)]).collect()
}

/// A head without alternates. Its preview image is a social card, if there is
/// one.
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
        image: social_cards::image(edition, &page.view),
    }
}

/// The first step of the breadcrumb.
pub fn home_crumb(edition: Edition) -> Crumb {
    built_in_crumb(edition, BuiltIn::Home)
}

/// A step of the breadcrumb for a built-in page.
pub fn built_in_crumb(edition: Edition, page: BuiltIn) -> Crumb {
    Crumb { title: None, kind: page.id().to_owned(), url: edition.href(&edition.built_in(page)) }
}

/// A step of the breadcrumb for a listing.
pub fn list_crumb(edition: Edition, of: ListOf) -> Crumb {
    let term = edition.term(of);
    let title = term.name.or_else(|| Some(Text { text: term.id, lang: edition.tag().to_string() }));
    Crumb { title, kind: of.kind().to_owned(), url: edition.href(&edition.list_url(of)) }
}
