//! The whole catalogue in one language as one document, to print: no page of
//! the site, but what `jisr export brochure` makes a PDF of.

use tera::Value;

use crate::base::url::Url;
use crate::catalogue::ProjectId;
use crate::config::LangId;
use crate::site::view::{Head, with};
use crate::site::{Page, Plan, Rendering, View, figures, head, home, page, project};

/// Levels by which headings of a body stand lower than on its own page: below
/// type, group and partner.
const LOWER: u8 = 4;

/// What `brochure.html` receives: the catalogue as the home page has it, each
/// item with its `details`, its `body` and its full `address`.
pub fn brochure(plan: &Plan, lang: LangId) -> Rendering {
    let names = plan.names(lang);
    let own = Page { url: names.page(&[]), view: View::Home(lang), key: Default::default() };
    let title = names.text(&names.config().title);
    let head = Head { title, ..head::bare(names, &own, "brochure") };
    let intro = page::intro(names).map(|(_, doc)| Value::from_serializable(&plan.body(lang, doc)));
    let sections = home::sections(plan, lang, usize::MAX, &|id| item(plan, lang, id));
    Rendering::Template(
        "brochure.html",
        vec![
            ("site", plan.site(lang)),
            ("page", Value::from_serializable(&head)),
            ("lang", Value::from(names.tag().as_str())),
            ("date", Value::from(names.config().options.today.to_string())),
            ("intro", intro.unwrap_or(Value::none())),
            ("sections", Value::from(sections)),
            ("figures", Value::from_serializable(&figures::figures(names))),
        ],
    )
}

fn item(plan: &Plan, lang: LangId, id: ProjectId) -> Value {
    let names = plan.names(lang);
    let body = names.doc(&plan.catalogue.projects[id].docs).map(|(_, doc)| {
        let view = plan.body(lang, doc);
        let html = lowered(&view.html);
        Value::from_serializable(&crate::site::body::BodyView { html, ..view })
    });
    let address = |url: Url| url.absolute(&names.config().base_url);
    with(
        plan.card(lang, id),
        [
            ("details", Value::from_serializable(&project::details(names, id))),
            ("body", body.unwrap_or(Value::none())),
            ("address", Value::from(address(names.project(id)))),
        ],
    )
}

/// The body with its headings lower: `<h2>` of a page is `<h6>` here.
fn lowered(html: &str) -> String {
    (2..=6).rev().fold(html.to_owned(), |html, level: u8| {
        let lower = (level + LOWER).min(6);
        html.replace(&format!("<h{level}"), &format!("<h{lower}"))
            .replace(&format!("</h{level}>"), &format!("</h{lower}>"))
    })
}
