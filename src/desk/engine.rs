//! The template engine of the preview's own pages, which no theme can change.

use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

use crate::locale::text::escape_html;
use crate::report::messages::{MessageLanguage, is_rtl, preview_words};

const TEMPLATES: [(&str, &str); 13] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("desk.html", include_str!("templates/desk.html")),
    ("pair.html", include_str!("templates/pair.html")),
    ("bar.html", include_str!("templates/bar.html")),
    ("panel.html", include_str!("templates/panel.html")),
    ("panel-page.html", include_str!("templates/panel-page.html")),
    ("problems.html", include_str!("templates/problems.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("controls.html", include_str!("templates/controls.html")),
    ("edit.html", include_str!("templates/edit.html")),
    ("edit-problems.html", include_str!("templates/edit-problems.html")),
    ("edit-new.html", include_str!("templates/edit-new.html")),
    ("edit-history.html", include_str!("templates/edit-history.html")),
];

/// The style of elements in a shadow tree on a page of the site.
pub(super) const STYLE: &str = concat!(include_str!("assets/shared.css"), include_str!("assets/bar.css"));

/// Renders a template with a view, as `v`; the strings of the language are `w`.
pub(super) fn render(template: &str, language: MessageLanguage, view: &impl Serialize) -> String {
    let mut context = Context::new();
    context.insert("v", view);
    context.insert_value("w", words(language));
    context.insert("lang", language.as_str());
    context.insert("dir", direction(language));
    // The templates are compiled in, and tests render each of them.
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
        engine.register_filter("by_script", by_script);
        let read = engine.add_raw_templates(TEMPLATES.to_vec());
        debug_assert!(read.is_ok(), "{read:?}");
        engine
    })
}

/// A text of a file as HTML, with Arabic script marked: Latin letters such as
/// `title: ` are monospaced, `جسر` is not.
fn by_script(text: &str, _: Kwargs, _: &State) -> Value {
    Value::safe_string(&runs(text))
}

fn runs(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_rtl) {
        let after = rest[start..].find(|c: char| c.is_alphanumeric() && !is_rtl(c)).map_or(rest.len(), |at| start + at);
        let end = start + rest[start..after].trim_end_matches(|c| !is_rtl(c)).len();
        html.push_str(&escape_html(&rest[..start]));
        html.push_str(&format!("<span class=\"arabic\">{}</span>", escape_html(&rest[start..end])));
        rest = &rest[end..];
    }
    html + &escape_html(rest)
}

fn words(language: MessageLanguage) -> Value {
    static WORDS: OnceLock<Vec<(MessageLanguage, Value)>> = OnceLock::new();
    let each = |language| (language, Value::from_serializable(&preview_words(language)));
    let all = WORDS.get_or_init(|| MessageLanguage::ALL.into_iter().map(each).collect());
    all.iter().find(|(own, _)| *own == language).map_or(Value::none(), |(_, words)| words.clone())
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn arabic_is_marked_and_the_rest_stands_as_it_is() {
        let arabic = |text: &str| format!("<span class=\"arabic\">{text}</span>");
        assert_eq!(runs("title: <a>"), "title: &lt;a&gt;");
        assert_eq!(runs("title: \"نص: ثان\""), format!("title: &quot;{}&quot;", arabic("نص: ثان")));
        assert_eq!(runs("ص PNUD، ب"), format!("{} PNUD{}", arabic("ص"), arabic("، ب")));
    }
}
