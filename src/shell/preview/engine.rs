//! The templates of the preview's own pages, which no theme can change.

use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::locale::text::escape_html;
use crate::shell::messages::{MessageLanguage, preview_words};

const TEMPLATES: [(&str, &str); 7] = [
    ("desk.html", include_str!("templates/desk.html")),
    ("pair.html", include_str!("templates/pair.html")),
    ("bar.html", include_str!("templates/bar.html")),
    ("panel.html", include_str!("templates/panel.html")),
    ("panel-page.html", include_str!("templates/panel-page.html")),
    ("problems.html", include_str!("templates/problems.html")),
    ("parts.html", include_str!("templates/parts.html")),
];

/// The style of what stands in a shadow tree on a page of the site.
pub(super) const STYLE: &str = concat!(include_str!("assets/shared.css"), include_str!("assets/bar.css"));

/// Fills a template with a view, as `v`; the words of the language are `w`.
pub(super) fn render(template: &str, language: MessageLanguage, view: &impl Serialize) -> String {
    let mut context = Context::new();
    context.insert("v", view);
    context.insert_value("w", words(language));
    context.insert("lang", language.as_str());
    context.insert("dir", direction(language));
    // The templates are part of the program, and tests render each of them.
    engine()
        .render(template, &context)
        .unwrap_or_else(|error| format!("<pre>{}</pre>", escape_html(&error.to_string())))
}

/// `ltr` or `rtl`.
pub(super) fn direction(language: MessageLanguage) -> &'static str {
    if language == MessageLanguage::Ar { "rtl" } else { "ltr" }
}

fn engine() -> &'static Tera {
    static ENGINE: OnceLock<Tera> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let mut engine = Tera::default();
        let read = engine.add_raw_templates(TEMPLATES.to_vec());
        debug_assert!(read.is_ok(), "{read:?}");
        engine
    })
}

fn words(language: MessageLanguage) -> Value {
    static WORDS: OnceLock<Vec<(MessageLanguage, Value)>> = OnceLock::new();
    let each = |language| (language, Value::from_serializable(&preview_words(language)));
    let all = WORDS.get_or_init(|| MessageLanguage::ALL.into_iter().map(each).collect());
    all.iter().find(|(own, _)| *own == language).map_or(Value::none(), |(_, words)| words.clone())
}
