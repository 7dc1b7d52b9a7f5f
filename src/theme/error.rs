//! Turns Tera's errors about templates into diagnostics with places.
//!
//! Tera reports one syntax error at a time and the unknown names of all
//! templates as one text; here each becomes a diagnostic with its own span.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tera::{ErrorKind, Tera};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint, Place, Span};
use crate::base::path::RelPath;
use crate::schema::near::nearest_name;

/// A template: its path and its text.
pub(super) struct Template {
    /// The path of the file, as messages show it.
    pub source: RelPath,
    /// Its text.
    pub text: String,
}

/// All templates, by the name by which others include them:
/// `partials/card.html`.
pub(super) type Templates = BTreeMap<String, Template>;

/// Adds all templates to `engine`, or reports everything that prevents this.
/// `known` are the names that jisr provides to templates.
pub(super) fn assemble(engine: &mut Tera, templates: &Templates, known: &[&str]) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let mut stubs = BTreeSet::new();
    for (name, template) in templates {
        if let Some(diagnostic) = syntax_error(name, template) {
            diagnostics.push(diagnostic);
            stubs.insert(name.clone());
        }
    }
    let broken = !stubs.is_empty();
    // A template that fails is replaced by an empty stub, so that the next
    // round shows what is wrong with the others.
    while let Err(error) = engine.add_raw_templates(batch(templates, &stubs)) {
        let (culprit, found) = structure_error(&error, templates, known);
        let consequence = |diagnostic: &Diagnostic| broken && follows_from_a_stub(diagnostic);
        diagnostics.extend(found.into_iter().filter(|diagnostic| !consequence(diagnostic)));
        match culprit {
            Some(name) if stubs.insert(name.clone()) => {}
            _ => break,
        }
    }
    diagnostics
}

fn batch<'a>(templates: &'a Templates, stubs: &BTreeSet<String>) -> Vec<(&'a str, &'a str)> {
    let text = |name: &String, template: &'a Template| if stubs.contains(name) { "" } else { template.text.as_str() };
    templates.iter().map(|(name, template)| (name.as_str(), text(name, template))).collect()
}

/// Whether an error is a consequence of an empty stub, which defines no block
/// or component that others could use.
fn follows_from_a_stub(diagnostic: &Diagnostic) -> bool {
    let detail = detail_of(diagnostic);
    detail.starts_with("Unknown component") || detail.starts_with("Block `")
}

fn detail_of(diagnostic: &Diagnostic) -> &str {
    diagnostic
        .args
        .iter()
        .find_map(|(name, arg)| match arg {
            crate::base::diag::Arg::Text(text) if *name == "detail" => Some(text.as_str()),
            _ => None,
        })
        .unwrap_or_default()
}

fn syntax_error(name: &str, template: &Template) -> Option<Diagnostic> {
    let error = Tera::default().add_raw_template(name, &template.text).err()?;
    let ErrorKind::SyntaxError(report) = error.kind() else { return None };
    let span = clamp(report.span().range.clone(), &template.text);
    Some(Diagnostic::at(Code::TemplateSyntax, &template.source, span).arg("detail", report.message()))
}

/// The template to replace by a stub, if there is a single culprit, and the
/// diagnostics.
fn structure_error(error: &tera::Error, templates: &Templates, known: &[&str]) -> (Option<String>, Vec<Diagnostic>) {
    let at = |code, name: &str, word: &str| match templates.get(name) {
        Some(template) => Diagnostic::at(code, &template.source, find(&template.text, word)),
        None => Diagnostic::new(code),
    };
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let diagnostic = at(Code::TemplateUnknownName, current, parent)
                .arg("detail", format!("Unknown template `{parent}`"))
                .did_you_mean(nearest_name(parent, templates.keys().map(String::as_str)));
            (Some(current.clone()), vec![diagnostic])
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let detail = format!("Templates extend each other: {}", inheritance_chain.join(" → "));
            (Some(tpl.clone()), vec![at(Code::TemplateSyntax, tpl, "extends").arg("detail", detail)])
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let detail = format!("Templates include each other: {}", include_chain.join(" → "));
            (Some(tpl.clone()), vec![at(Code::TemplateSyntax, tpl, "include").arg("detail", detail)])
        }
        _ => message_error(&error.to_string(), templates, known),
    }
}

/// Handles Tera's unstructured errors: the report of unknown names, and
/// components that two templates define.
fn message_error(text: &str, templates: &Templates, known: &[&str]) -> (Option<String>, Vec<Diagnostic>) {
    let unknown = unknown_names(text, templates, known);
    if !unknown.is_empty() {
        return (None, unknown);
    }
    let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let second = quoted.get(2).and_then(|name| templates.get_key_value(*name));
    let diagnostic = match (quoted.first(), second) {
        (Some(component), Some((_, template))) => Diagnostic::at(
            Code::TemplateSyntax,
            &template.source,
            find(&template.text, &format!("component {component}")),
        ),
        _ => Diagnostic::new(Code::TemplateSyntax),
    };
    (second.map(|(name, _)| name.clone()), vec![diagnostic.arg("detail", text)])
}

fn unknown_names(report: &str, templates: &Templates, known: &[&str]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut detail = None;
    for line in report.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            detail = Some(message);
        } else if let (Some(message), Some(place)) = (detail, line.trim_start().strip_prefix("--> ")) {
            detail = None;
            found.extend(locate(place, templates).map(|place| unknown_name(message, place, templates, known)));
        }
    }
    found
}

fn unknown_name(detail: &str, place: Place, templates: &Templates, known: &[&str]) -> Diagnostic {
    let name = detail.split('`').nth(1).unwrap_or_default();
    let candidates = known.iter().copied().chain(templates.keys().map(String::as_str));
    Diagnostic { at: Some(place), ..Diagnostic::new(Code::TemplateUnknownName) }
        .arg("detail", detail)
        .did_you_mean(nearest_name(name, candidates))
}

/// The diagnostic for a page that could not be rendered: where, in which
/// template, and why.
pub(super) fn failed(error: &tera::Error, templates: &Templates, page: &str) -> Diagnostic {
    let page = format!("/{}", page.trim_start_matches('/'));
    let ErrorKind::RenderingError(report) = error.kind() else {
        return Diagnostic::new(Code::TemplateFailed).arg("detail", error.to_string()).arg("page", page);
    };
    let place = templates.get(report.filename()).map(|template| {
        let span = whole_path(report.span().range.clone(), &template.text);
        (Place { path: template.source.clone(), span }, template.text.get(span.range()).unwrap_or_default())
    });
    let written = place.as_ref().map_or("", |(_, text)| *text);
    let cause = undefined(report.message(), written);
    let cause = cause.unwrap_or_else(|| Diagnostic::new(Code::TemplateFailed).arg("detail", report.message()));
    let related = callers(&error.to_string(), templates);
    Diagnostic { at: place.map(|(place, _)| place), related, ..cause }.arg("page", page)
}

/// A value or a field that a template asks for and no page has. Tera says so
/// in words: "Field `titel` is not defined. Available fields: title, url".
/// `written` is what stands in the template: `project.titel`.
fn undefined(message: &str, written: &str) -> Option<Diagnostic> {
    let (head, available) = message.split_once(": ")?;
    let available = || available.split(", ").map(str::to_owned).collect::<Vec<_>>();
    let name = head.split('`').nth(1)?;
    let diagnostic = if head.starts_with("Field `") {
        let of = written.rsplit_once(name).map(|(of, _)| of.trim_end_matches(['.', '?'])).filter(|of| !of.is_empty());
        Diagnostic::new(Code::TemplateUnknownField).arg("field", name).arg("of", of?)
    } else {
        Some(Diagnostic::new(Code::TemplateUnknownValue).arg("name", name))
            .filter(|_| head.starts_with("Variable `"))?
    };
    let known = available();
    Some(diagnostic.did_you_mean(nearest_name(name, known.iter().map(String::as_str))).hint(Hint::OneOf(known)))
}

/// The templates that include the failing one. Tera does not expose them but
/// prints them in its report.
fn callers(report: &str, templates: &Templates) -> Vec<Place> {
    let notes = report.lines().filter_map(|line| line.strip_prefix("note: called from "));
    notes.filter_map(|place| locate(place, templates)).collect()
}

/// The word at `name:line:column`, both counted from 1.
fn locate(place: &str, templates: &Templates) -> Option<Place> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let template = templates.get(parts.next()?)?;
    let text = &template.text;
    let line_start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let in_line = text.get(line_start..)?.char_indices().nth(column.checked_sub(1)?).map_or(0, |(byte, _)| byte);
    let quote = text[line_start + in_line..].starts_with(['"', '\'', '`']);
    let start = line_start + in_line + usize::from(quote);
    let word = text[start..].find(|c: char| !(c.is_alphanumeric() || "_./-".contains(c))).unwrap_or(text.len() - start);
    Some(Place { path: template.source.clone(), span: Span::new(start..start + word) })
}

/// Tera's span with the rest of the path that it is a part of: of `page.titel`
/// it marks `page`, or `titel`.
fn whole_path(range: Range<usize>, text: &str) -> Span {
    let span = clamp(range, text);
    let is_path = |c: char| c.is_alphanumeric() || "_.?".contains(c);
    let before = text.get(..span.range().start).filter(|before| before.ends_with('.')).unwrap_or_default();
    let start = before.len() - before.trim_end_matches(is_path).len();
    let span = Span { start: span.start - start as u32, ..span };
    let rest = text.get(span.range().end..).filter(|rest| rest.starts_with(['.', '?'])).unwrap_or_default();
    let fields = rest.find(|c: char| !(c.is_alphanumeric() || "_.?".contains(c))).unwrap_or(rest.len());
    Span { end: span.end + fields as u32, ..span }
}

fn find(text: &str, word: &str) -> Span {
    text.find(word).map(|start| Span::new(start..start + word.len())).unwrap_or_default()
}

fn clamp(range: Range<usize>, text: &str) -> Span {
    let end = range.end.min(text.len());
    Span::new(range.start.min(end)..end)
}
