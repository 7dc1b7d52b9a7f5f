//! sitemap.xml (sitemaps.org 0.9, with the alternates of each page) and
//! robots.txt (RFC 9309).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::base::key::{Key, KeyHasher};
use crate::base::url::Url;
use crate::catalogue::Doc;
use crate::catalogue::project::translations_key;
use crate::config::LangId;
use crate::site::edition::Edition;
use crate::site::{Page, Plan, View};

/// A page in the sitemap, with its address in each language in which it exists.
struct Location {
    lang: LangId,
    addresses: Vec<(LangId, Url)>,
    updated: Option<String>,
}

/// The content key of what the sitemap lists.
pub fn key(plan: &Plan, pages: &[Page]) -> Key {
    let mut hash = KeyHasher::default();
    for page in pages {
        match &page.view {
            View::Project(lang, id) => {
                let project = &plan.catalogue.projects[*id];
                let day = project.updated.map_or(0, |day| i64::from(day.year()) << 16 | i64::from(day.day_of_year()));
                hash.number(*lang as u64);
                hash.number(day as u64);
                hash.key(project.translations);
            }
            View::Content(_, id) => {
                let page = &plan.catalogue.pages[*id];
                hash.bytes(page.updated.as_deref().unwrap_or_default());
                hash.key(translations_key(&page.docs));
            }
            _ => hash.bytes(page.url.as_str()),
        }
    }
    hash.finish()
}

fn locations(plan: &Plan) -> Vec<Location> {
    plan.pages.iter().filter_map(|page| location(plan, &page.view)).collect()
}

/// The location of a page. Pages that search engines should not index have
/// none: aliases, the 404 page, and those shown in place of a missing
/// translation.
fn location(plan: &Plan, view: &View) -> Option<Location> {
    let catalogue = &plan.catalogue;
    let in_languages = |lang: LangId, docs: &[Option<Doc>], url: &dyn Fn(Edition) -> Url, updated| {
        docs[lang].as_ref()?;
        let there = catalogue.config.langs().filter(|lang| docs[*lang].is_some());
        let addresses = there.map(|lang| (lang, url(plan.edition(lang)))).collect();
        Some(Location { lang, addresses, updated })
    };
    let everywhere = |lang: LangId, url: &dyn Fn(Edition) -> Url| {
        let addresses = catalogue.config.langs().map(|lang| (lang, url(plan.edition(lang)))).collect();
        Some(Location { lang, addresses, updated: None })
    };
    match view {
        View::Project(lang, id) => {
            let project = &catalogue.projects[*id];
            let updated = project.updated.map(|day| day.to_string());
            in_languages(*lang, &project.docs, &|edition| edition.project(*id), updated)
        }
        View::Content(lang, id) => {
            let page = &catalogue.pages[*id];
            in_languages(*lang, &page.docs, &|edition| edition.content(*id), page.updated.clone())
        }
        View::BuiltIn(lang, page) if page.is_in_each_language() => {
            everywhere(*lang, &|edition| edition.built_in(*page))
        }
        View::Listing(lang, of, 1) => everywhere(*lang, &|edition| edition.list_url(*of)),
        _ => None,
    }
}

/// The most pages in one file. sitemaps.org allows 50,000 and 50 MB; with the
/// alternates of several languages so many pages stay below that size.
pub const MOST: usize = 25_000;

/// Which of the sitemap's files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// `sitemap.xml`: the pages, or the list of the other files if there are
    /// too many for one.
    Main,
    /// `sitemap-2.xml`, numbered from 1.
    Numbered(usize),
}

impl Part {
    /// Its address.
    pub fn url(self) -> Url {
        match self {
            Part::Main => Url::file("sitemap.xml"),
            Part::Numbered(number) => Url::file(&format!("sitemap-{number}.xml")),
        }
    }
}

/// The files of the sitemap.
pub fn parts(plan: &Plan, pages: &[Page]) -> Vec<Part> {
    let count = pages.iter().filter(|page| location(plan, &page.view).is_some()).count();
    let numbered = if count > MOST { count.div_ceil(MOST) } else { 0 };
    [Part::Main].into_iter().chain((1..=numbered).map(Part::Numbered)).collect()
}

/// A file of the sitemap, with at most so many pages.
pub fn xml(plan: &Plan, part: Part, most: usize) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(vec![], b' ', 1);
    // Writing to memory cannot fail; if it did, the sitemap would be empty.
    if write(plan, &mut writer, part, most).is_err() {
        return vec![];
    }
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

fn write(plan: &Plan, writer: &mut Writer<Vec<u8>>, part: Part, most: usize) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let locations = locations(plan);
    let name = if part == Part::Main && locations.len() > most { "sitemapindex" } else { "urlset" };
    let mut root = BytesStart::new(name);
    root.push_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    if name == "sitemapindex" {
        writer.write_event(Event::Start(root))?;
        for number in 1..=locations.len().div_ceil(most) {
            writer.write_event(Event::Start(BytesStart::new("sitemap")))?;
            text(writer, "loc", &Part::Numbered(number).url().absolute(&plan.catalogue.config.base_url))?;
            writer.write_event(Event::End(BytesEnd::new("sitemap")))?;
        }
    } else {
        root.push_attribute(("xmlns:xhtml", "http://www.w3.org/1999/xhtml"));
        writer.write_event(Event::Start(root))?;
        let own = match part {
            Part::Main => &locations[..],
            Part::Numbered(number) => locations.chunks(most).nth(number - 1).unwrap_or_default(),
        };
        own.iter().try_for_each(|location| write_location(plan, writer, location))?;
    }
    writer.write_event(Event::End(BytesEnd::new(name)))
}

fn write_location(plan: &Plan, writer: &mut Writer<Vec<u8>>, location: &Location) -> std::io::Result<()> {
    let config = &plan.catalogue.config;
    let absolute = |url: &Url| url.absolute(&config.base_url);
    let Some((_, own)) = location.addresses.iter().find(|(lang, _)| *lang == location.lang) else { return Ok(()) };
    writer.write_event(Event::Start(BytesStart::new("url")))?;
    text(writer, "loc", &absolute(own))?;
    if let Some(updated) = &location.updated {
        text(writer, "lastmod", updated)?;
    }
    for (lang, url) in &location.addresses {
        let mut link = BytesStart::new("xhtml:link");
        link.push_attribute(("rel", "alternate"));
        link.push_attribute(("hreflang", config.languages[*lang].lang.as_str()));
        link.push_attribute(("href", absolute(url).as_str()));
        writer.write_event(Event::Empty(link))?;
    }
    writer.write_event(Event::End(BytesEnd::new("url")))
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    writer.write_event(Event::Text(BytesText::new(text)))?;
    writer.write_event(Event::End(BytesEnd::new(name)))
}

/// robots.txt: allows everything, unless the build shows drafts or future
/// pages.
pub fn robots(plan: &Plan) -> Vec<u8> {
    let config = &plan.catalogue.config;
    let hidden = config.options.drafts || config.options.future;
    let rule = if hidden { "Disallow: /" } else { "Allow: /" };
    let sitemap = Part::Main.url().absolute(&config.base_url);
    format!("User-agent: *\n{rule}\nSitemap: {sitemap}\n").into_bytes()
}
