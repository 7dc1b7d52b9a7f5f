//! Texts that a template prints as the objects that they are: a text has a
//! language, and the filter `text` prints its words in that language.

use std::ops::Range;

use memchr::memmem;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::theme::error::{Template, Templates};

/// How a text begins, and how it goes on, where it was printed as an object
/// and escaped.
const OBJECT: (&[u8], &[u8]) = (b"{&quot;text&quot;: &quot;", b"&quot;, &quot;lang&quot;: &quot;");

/// Fields that hold a text with its language.
const TEXTS: &[&str] = &[
    "title",
    "name",
    "label",
    "description",
    "alt",
    "unit",
    "text",
    "term",
    "summary",
    "notice",
    "note",
    "means",
    "credit",
    "acronym",
];

/// Whether such an object is in HTML.
pub(super) fn is_in(html: &[u8]) -> bool {
    memmem::find(html, OBJECT.0).is_some_and(|start| memmem::find(&html[start..], OBJECT.1).is_some())
}

/// The error of a page that shows such an object, where a template prints a
/// text without a filter.
pub(super) fn object(html: &[u8], template: &str, templates: &Templates, page: &str) -> Option<Diagnostic> {
    if !is_in(html) {
        return None;
    }
    let own = templates.get(template).into_iter();
    let others = templates.iter().filter(|(name, _)| *name != template).map(|(_, template)| template);
    let (found, range) = own.chain(others).find_map(|template| Some((template, unfiltered(template)?)))?;
    let value = &found.text[range.clone()];
    let page = format!("/{}", page.trim_start_matches('/'));
    let error = Diagnostic::at(Code::TemplatePrintsObject, &found.source, Span::new(range.clone()));
    Some(error.arg("value", value).arg("page", page).hint(Hint::Write(corrected(found, &range))))
}

/// The first `{{ … }}` that prints a text by its path alone.
fn unfiltered(template: &Template) -> Option<Range<usize>> {
    let text = &template.text;
    let is_path = |value: &str| value.chars().all(|c| c.is_alphanumeric() || "_.?".contains(c));
    text.match_indices("{{").find_map(|(open, _)| {
        let inside = text[open + 2..].split("}}").next()?;
        let value = inside.trim_matches(['-', ' ', '\n']);
        let field = value.rsplit_once('.').map_or(value, |(_, field)| field);
        let start = open + 2 + inside.find(value)?;
        (is_path(value) && TEXTS.contains(&field)).then(|| start..start + value.len())
    })
}

fn corrected(template: &Template, range: &Range<usize>) -> String {
    let text = &template.text;
    let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |end| range.end + end);
    format!("{} | text{}", &text[start..range.end], &text[range.end..end])
}
