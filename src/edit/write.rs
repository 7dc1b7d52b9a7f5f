//! Values as YAML: quoted where YAML needs it, in lines or in brackets.

use crate::base::path::RelPath;
use crate::edit::value::Value;
use crate::yaml::{self, Yaml};

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// As it is.
    Plain,
    /// In double quotes.
    Double,
    /// In single quotes.
    Single,
}

/// Whether a text can stand without quotes: YAML then reads this very text, and
/// nobody has to be told anything about it.
pub fn is_plain(text: &str, in_brackets: bool) -> bool {
    if text.is_empty() || text.contains(['\n', '\r']) || text.trim() != text {
        return false;
    }
    // The second entry shows whether the text swallows what follows.
    let line = if in_brackets { format!("k: [{text}, {{a: {text}}}]\nz: z\n") } else { format!("k: {text}\nz: z\n") };
    let read = yaml::read(&RelPath::fixed("text.yaml"), &line, 0..line.len());
    let Some(Yaml::Mapping(entries)) = read.root.as_ref().map(|root| &root.value) else { return false };
    let plain = |value: &Yaml| *value == Yaml::Scalar { text: text.to_owned(), quoted: false };
    let whole = match &entries[0].value.value {
        Yaml::Sequence(items) if in_brackets => match items.as_slice() {
            [first, second] => {
                let inner = |entries: &[yaml::Entry]| entries.len() == 1 && plain(&entries[0].value.value);
                plain(&first.value) && matches!(&second.value, Yaml::Mapping(entries) if inner(entries))
            }
            _ => false,
        },
        value => !in_brackets && plain(value),
    };
    whole && entries.len() == 2 && read.diagnostics.is_empty()
}

/// A text on one line, in a style if it can be written so.
pub fn scalar(text: &str, wanted: Style, in_brackets: bool) -> String {
    match wanted {
        _ if text.contains(['\n', '\r', '\t']) => in_double(text),
        Style::Plain if is_plain(text, in_brackets) => text.to_owned(),
        Style::Plain => quoted(text),
        Style::Double if text.contains(['"', '\\']) => in_double(text),
        Style::Double => format!("\"{text}\""),
        Style::Single => format!("'{}'", text.replace('\'', "''")),
    }
}

/// The text in the quotes in which it has to change least.
fn quoted(text: &str) -> String {
    let single = text.contains(['"', '\\']) && !text.contains('\'');
    if single { format!("'{text}'") } else { in_double(text) }
}

fn in_double(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t"))
}

/// A value on one line, in brackets where it has parts.
pub fn inline(value: &Value, in_brackets: bool) -> String {
    match value {
        Value::Empty if in_brackets => "null".to_owned(),
        Value::Empty => String::new(),
        Value::Text(text) => scalar(text, Style::Plain, in_brackets),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(item, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Record(pairs) => {
            let pairs: Vec<String> = pairs.iter().map(|(key, value)| pair(key, value)).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

/// A key with its value, in braces.
pub fn pair(key: &str, value: &Value) -> String {
    format!("{}: {}", scalar(key, Style::Plain, true), inline(value, true))
}

/// A key with its value, in lines that are indented so far; the last line
/// without its end.
pub fn entry(key: &str, value: &Value, indent: usize, line_end: &str) -> String {
    let pad = " ".repeat(indent);
    format!("{pad}{}:{}", scalar(key, Style::Plain, false), after_key(value, indent, line_end))
}

/// What stands behind the colon of a key.
pub fn after_key(value: &Value, indent: usize, line_end: &str) -> String {
    let below = " ".repeat(indent + 2);
    match value {
        Value::Empty => String::new(),
        Value::Text(text) if text.contains('\n') && is_block(text) => {
            let line = |line: &str| if line.is_empty() { String::new() } else { format!("{below}{line}") };
            let lines: Vec<String> = text.split('\n').map(line).collect();
            format!(" |-{line_end}{}", lines.join(line_end))
        }
        Value::List(items) if !items.is_empty() && !items.iter().all(Value::is_simple) => {
            let items: Vec<String> = items.iter().map(|value| item(value, indent + 2, line_end)).collect();
            format!("{line_end}{}", items.join(line_end))
        }
        Value::Record(pairs) if !pairs.is_empty() && !is_translated(pairs) => {
            let pairs: Vec<String> = pairs.iter().map(|(key, value)| entry(key, value, indent + 2, line_end)).collect();
            format!("{line_end}{}", pairs.join(line_end))
        }
        value => format!(" {}", inline(value, false)),
    }
}

/// An item of a list, in lines that are indented so far; the last line without
/// its end.
pub fn item(value: &Value, indent: usize, line_end: &str) -> String {
    let pad = " ".repeat(indent);
    let Value::Record(pairs) = value else { return format!("{pad}- {}", inline(value, false)) };
    if pairs.is_empty() || is_translated(pairs) {
        return format!("{pad}- {}", inline(value, false));
    }
    let line =
        |(key, value): &(String, Value)| format!("{}: {}", scalar(key, Style::Plain, false), inline(value, false));
    let lines: Vec<String> = pairs.iter().map(|pair| line(pair).trim_end().to_owned()).collect();
    format!("{pad}- {}", lines.join(&format!("{line_end}{pad}  ")))
}

/// Whether it is one text in several languages.
fn is_translated(pairs: &[(String, Value)]) -> bool {
    pairs
        .iter()
        .all(|(key, value)| (2..=3).contains(&key.len()) && value.as_text().is_some_and(|text| !text.contains('\n')))
}

/// Whether a text of several lines can be written in a block of lines.
fn is_block(text: &str) -> bool {
    let bad = |c: char| c == '\r' || c == '\t';
    !text.contains(bad) && !text.starts_with([' ', '\n']) && !text.ends_with(['\n', ' '])
}
