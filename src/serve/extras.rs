//! What the preview adds to the pages that it serves, in two containers that
//! the browser's script keeps up to date: the panel of errors at the top of a
//! page, the bar at its end; and the preview's own pages. Their content comes
//! from `desk`.

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::key::Key;
use crate::desk;
use crate::schema::pages::BuiltIn;
use crate::serve::http;
use crate::serve::state::{BuiltSite, Server};
use crate::site::{self, Page};

/// The script that runs in the browser.
pub const CLIENT: &str = include_str!("client.js");

/// What the browser shows.
pub enum View<'a> {
    /// A page.
    Page(&'a Page),
    /// A page whose template fails.
    Failing(&'a Page, &'a Diagnostic),
    /// An address that does not exist.
    Missing(&'a str),
}

impl View<'_> {
    /// Identifies what the page below the extras shows.
    fn key(&self) -> Key {
        match self {
            View::Page(page) => page.key,
            View::Failing(page, _) => Key::join([page.key, Key::of(b"failing")]),
            View::Missing(_) => Key::of(b"missing"),
        }
    }

    fn errors<'l>(&'l self, current: &'l BuiltSite) -> Vec<&'l Diagnostic> {
        match self {
            View::Page(page) => current.preview.errors_of(page),
            View::Failing(page, failure) => {
                let errors = current.preview.errors_of(page);
                // A theme with errors has no templates, so the missing template
                // need not be reported as well.
                let is_news = failure.code != Code::TemplateMissing || errors.is_empty();
                is_news.then_some(*failure).into_iter().chain(errors).collect()
            }
            View::Missing(path) => current.preview.errors_at(path),
        }
    }

    /// Whether the page is shown in an earlier version, without these errors.
    fn is_earlier(&self, current: &BuiltSite, errors: &[&Diagnostic]) -> bool {
        matches!(self, View::Failing(..)) || current.preview.is_earlier(errors)
    }
}

/// A page with the preview's extras inserted.
pub fn add(server: &Server, current: &BuiltSite, view: &View, html: &[u8]) -> Vec<u8> {
    let (panel, bar) = parts(server, current, view);
    inserted(html, &panel, &format!("{bar}{SCRIPT}"))
}

/// The errors alone, as a page, if there is no page to show them on.
pub fn alone(server: &Server, current: &BuiltSite, view: &View) -> Vec<u8> {
    let errors = view.errors(current);
    let page = server.snapshot(current, |snapshot| desk::panel_page(&errors, snapshot.sources, snapshot.language));
    inserted(page.as_bytes(), "", &format!("{}{SCRIPT}", place(BAR, &state(server, current, Key::of(b"alone")), "")))
}

/// The panel and the bar for the page at a path, to update a page that is
/// already open.
pub fn fragments(server: &Server, current: &BuiltSite, path: &str) -> Vec<u8> {
    if path.starts_with(http::OWN) {
        return place(BAR, &state(server, current, own_key(current)), "").into_bytes();
    }
    let below = path.strip_prefix(current.preview.base()).unwrap_or_default();
    let (panel, bar) = match current.preview.page(below) {
        Some(page) => match current.preview.answer(below, &server.pictures) {
            crate::pipeline::preview::Answer::Failed(_, failure, _) => {
                parts(server, current, &View::Failing(page, &failure))
            }
            _ => parts(server, current, &View::Page(page)),
        },
        None => parts(server, current, &View::Missing(below)),
    };
    format!("{panel}{bar}").into_bytes()
}

/// The desk, for the query of its address.
pub fn desk(server: &Server, current: &BuiltSite, query: &str) -> Vec<u8> {
    own_page(server, current, &server.snapshot(current, |snapshot| desk::desk(snapshot, query)))
}

/// The pair view of a project.
pub fn pair(server: &Server, current: &BuiltSite, project: &str) -> Option<Vec<u8>> {
    let html = |path: &str| http::page_html(server, &current.preview, path);
    let page = server.snapshot(current, |snapshot| desk::pair(snapshot, project, &html))?;
    Some(own_page(server, current, &page))
}

/// A file of the preview's own pages: its type and its bytes.
pub fn file(name: &str) -> Option<(&'static str, &'static [u8])> {
    let file = desk::ASSETS.iter().find(|(own, ..)| *own == name);
    file.map(|(_, content_type, bytes)| (*content_type, *bytes))
}

const PANEL: &str = "jisr-panel-place";
const BAR: &str = "jisr-bar-place";
const SCRIPT: &str = "<script src=\"/_jisr/client.js\" defer></script>\n";

fn parts(server: &Server, current: &BuiltSite, view: &View) -> (String, String) {
    let own;
    let shown = match view {
        View::Page(page) | View::Failing(page, _) => &page.view,
        View::Missing(_) => {
            let lang = current.preview.plan().catalogue.config.default;
            own = site::View::BuiltIn(lang, BuiltIn::NotFound);
            &own
        }
    };
    let errors = view.errors(current);
    server.snapshot(current, |snapshot| {
        let panel = if errors.is_empty() {
            String::new()
        } else {
            desk::panel(snapshot, &errors, view.is_earlier(current, &errors))
        };
        let bar = desk::bar(snapshot, shown);
        (place(PANEL, "", &panel), place(BAR, &state(server, current, view.key()), &bar))
    })
}

fn own_page(server: &Server, current: &BuiltSite, html: &str) -> Vec<u8> {
    let state = place(BAR, &state(server, current, own_key(current)), "");
    inserted(html.as_bytes(), "", &format!("{state}{SCRIPT}"))
}

/// The content key of the preview's own pages, which change with each build.
fn own_key(current: &BuiltSite) -> Key {
    Key::of(&current.build.to_le_bytes())
}

/// What the browser's script needs to know about its page.
fn state(server: &Server, current: &BuiltSite, key: Key) -> String {
    format!(" data-instance=\"{}\" data-build=\"{}\" data-key=\"{}\"", server.instance, current.build, key.to_hex())
}

fn place(id: &str, attributes: &str, html: &str) -> String {
    format!("<div id=\"{id}\"{attributes}>{html}</div>\n")
}

/// Inserts something after `<body>` and something before `</body>`; at the
/// start and end of the page if a theme has no such tags.
fn inserted(html: &[u8], first: &str, last: &str) -> Vec<u8> {
    let after = |at: usize| html[at..].iter().position(|byte| *byte == b'>').map(|length| at + length + 1);
    let start = find(html, b"<body").and_then(after).unwrap_or(0);
    let end = rfind(html, b"</body>").filter(|end| *end >= start).unwrap_or(html.len());
    let mut page = Vec::with_capacity(html.len() + first.len() + last.len());
    for part in [&html[..start], first.as_bytes(), &html[start..end], last.as_bytes(), &html[end..]] {
        page.extend_from_slice(part);
    }
    page
}

fn find(html: &[u8], tag: &[u8]) -> Option<usize> {
    html.windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag))
}

fn rfind(html: &[u8], tag: &[u8]) -> Option<usize> {
    html.windows(tag.len()).rposition(|window| window.eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::inserted;

    #[test]
    fn the_parts_stand_inside_the_body() {
        let page = |html: &str| String::from_utf8(inserted(html.as_bytes(), "P", "B")).unwrap();
        assert_eq!(page("<html><body class=\"a\">x</body></html>"), "<html><body class=\"a\">PxB</body></html>");
        assert_eq!(page("<BODY>x<pre>&lt;/body></pre></BODY>"), "<BODY>Px<pre>&lt;/body></pre>B</BODY>");
        assert_eq!(page("x"), "PxB");
    }
}
