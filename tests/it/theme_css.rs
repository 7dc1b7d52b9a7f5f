//! A theme's CSS is logical: one sheet serves French and Arabic, so nothing in it says left or right. Style
//! sheets, `<style>` elements and `style` attributes of templates are read; custom properties may have any name.

use crate::support;

/// Where themes and a site's own templates live.
const FOLDERS: &[&str] = &["themes", "templates", "static", "benches/themes", "src/desk"];

/// Properties whose value may be the word `left` or `right`.
const SIDED_VALUES: &[&str] = &[
    "caption-side",
    "clear",
    "float",
    "justify-content",
    "justify-items",
    "justify-self",
    "resize",
    "text-align",
    "text-align-last",
];

/// Shorthands whose four values are top, right, bottom, left.
const FOUR_SIDED: &[&str] =
    &["border-color", "border-style", "border-width", "inset", "margin", "padding", "scroll-margin", "scroll-padding"];

/// A declaration, with its line in the file.
#[derive(Debug, PartialEq)]
struct Declaration {
    line: usize,
    property: String,
    value: String,
}

#[test]
fn themes_name_no_side() {
    let sheets = FOLDERS.iter().flat_map(|folder| support::files(folder, &[".css"]));
    let templates = FOLDERS.iter().flat_map(|folder| support::files(folder, &[".html", ".svg"]));
    let complaints: Vec<String> = sheets
        .flat_map(|(file, text)| physical(&file, &declarations(&text)))
        .chain(templates.flat_map(|(file, text)| physical(&file, &inline_declarations(&text))))
        .collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn there_are_style_sheets_to_read() {
    let sheets = support::files("themes", &[".css"]);
    assert!(!support::root().join("themes").exists() || sheets.iter().any(|(_, text)| !declarations(text).is_empty()));
}

fn physical(file: &str, declarations: &[Declaration]) -> Vec<String> {
    let complain = |d: &Declaration| {
        remedy(&d.property, &d.value)
            .map(|remedy| format!("{file}:{}: `{}: {}`: {remedy}", d.line, d.property, d.value))
    };
    declarations.iter().filter_map(complain).collect()
}

/// What to write instead of a physical declaration; None for one that is fine.
fn remedy(property: &str, value: &str) -> Option<&'static str> {
    let sided = |word: &str| word == "left" || word == "right";
    let values = values(value);
    if property.starts_with("--") {
        None
    } else if property.split('-').any(sided) {
        Some("write the -inline-start or -inline-end property")
    } else if SIDED_VALUES.contains(&property) && values.iter().any(|word| sided(word)) {
        Some("write start or end (inline-start, inline-end)")
    } else if FOUR_SIDED.contains(&property) && values.len() == 4 && values[1] != values[3] {
        Some("the second and the fourth value differ: write the -block and -inline properties")
    } else if property == "border-radius" && uneven_corners(&values) {
        Some("left and right corners differ: write border-start-start-radius and so on")
    } else {
        None
    }
}

/// Whether the corners top left, top right, bottom right, bottom left differ between left and right.
fn uneven_corners(values: &[&str]) -> bool {
    match values {
        [a, b] => a != b,
        [a, b, c] => a != b || b != c,
        [a, b, c, d] => a != b || c != d,
        _ => false,
    }
}

/// The words of a value; `calc(1px + 2px)` is one word, `!important` none.
fn values(value: &str) -> Vec<&str> {
    let mut depth = 0;
    let words = value.split(move |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && c.is_whitespace()
    });
    words.filter(|word| !word.is_empty() && *word != "!important").collect()
}

/// The declarations of a style sheet. What ends in `{` is a selector or an at-rule and is left out.
fn declarations(css: &str) -> Vec<Declaration> {
    let css = blanked(css, "/*", "*/");
    let mut found = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0, None);
    for (at, c) in css.char_indices().chain([(css.len(), ';')]) {
        match c {
            _ if quote.is_some() && at < css.len() => quote = quote.filter(|&open| open != c),
            '"' | '\'' => quote = Some(c),
            '(' => depth += 1,
            ')' => depth -= 1,
            '{' | ';' | '}' if depth == 0 || at == css.len() => {
                found.extend(declaration(&css, start, at).filter(|_| c != '{'));
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

fn declaration(css: &str, start: usize, end: usize) -> Option<Declaration> {
    let (property, value) = css.get(start..end)?.split_once(':')?;
    let blanks = property.len() - property.trim_start().len();
    let line = css[..start + blanks].matches('\n').count() + 1;
    Some(Declaration { line, property: property.trim().to_lowercase(), value: value.trim().to_lowercase() })
}

/// The declarations in `style="…"` attributes and `<style>` elements of a template.
fn inline_declarations(template: &str) -> Vec<Declaration> {
    let template = blanked(&blanked(template, "{#", "#}"), "{%", "%}").replace("{{", "((").replace("}}", "))");
    let fences = [("style=\"", "\""), ("style='", "'"), ("<style>", "</style>")];
    let inside = fences.iter().flat_map(|&(open, close)| between(&template, open, close));
    let parts = inside.flat_map(|(lines_before, css)| {
        declarations(css).into_iter().map(move |d| Declaration { line: d.line + lines_before, ..d })
    });
    parts.collect()
}

/// Every text between `open` and `close`, with the number of line ends before it.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<(usize, &'a str)> {
    let starts = text.match_indices(open).map(|(at, _)| at + open.len());
    starts
        .map(|start| {
            let end = text[start..].find(close).map_or(text.len(), |length| start + length);
            (text[..start].matches('\n').count(), &text[start..end])
        })
        .collect()
}

/// `text` with everything from `open` to `close` blanked, line ends kept.
fn blanked(text: &str, open: &str, close: &str) -> String {
    let Some((before, rest)) = text.split_once(open) else { return text.to_owned() };
    let (inside, after) = rest.split_once(close).unwrap_or((rest, ""));
    let lines: String = inside.chars().filter(|&c| c == '\n').collect();
    format!("{before} {lines}{}", blanked(after, open, close))
}

// The check must be able to fail.

fn complaints(css: &str) -> usize {
    physical("a.css", &declarations(css)).len()
}

#[test]
fn a_physical_declaration_is_found() {
    for bad in [
        "left: 0",
        "Margin-Left:1px",
        "padding-right: 1em",
        "border-left: 1px solid",
        "border-top-left-radius: 2px",
        "scroll-margin-right: 1px",
        "text-align: right",
        "float: left !important",
        "margin: 0 1px 0 2px",
        "inset: 0 auto 0 calc(1px + 2px)",
        "border-radius: 1px 0",
    ] {
        assert_eq!(complaints(&format!("@media (min-width: 1px) {{ a:hover {{ color: red; {bad} }} }}")), 1, "{bad}");
    }
    let css = "/* one\n */\n\na { color: red;\n  left: 0 }";
    assert_eq!(
        physical("a.css", &declarations(css)),
        ["a.css:5: `left: 0`: write the -inline-start or -inline-end property"]
    );
}

#[test]
fn a_logical_declaration_is_no_mistake() {
    for good in [
        "inset-inline-start: 0",
        "text-align: start",
        "--left: 1px",
        "margin: 0 1px 2px 1px",
        "margin: 0 calc(1px + 2px)",
        "border-radius: 1px",
        "background: url(data:a;left:0)",
        "content: \"; left: 0\"",
        "/* left: 0 */ color: red",
        "&.left:hover { color: red }",
    ] {
        assert_eq!(complaints(&format!(".right a:hover {{ {good} }}")), 0, "{good}");
    }
}

#[test]
fn styles_in_templates_are_read() {
    let found =
        |template| inline_declarations(template).iter().filter(|d| remedy(&d.property, &d.value).is_some()).count();
    assert_eq!(found("<p style=\"left: 0; color: red\">"), 1);
    assert_eq!(found("<p style='text-align: {{ side }}; float: left'>"), 1);
    assert_eq!(found("<style>a { padding-left: {% if a %}1px{% endif %} }</style>"), 1);
    assert_eq!(found("<p style=\"inset-inline-start: {{ at }}\">left: 0</p>{# style=\"left: 0\" #}"), 0);
}
