//! The parts of a form, made from the declaration of the keys, and what was
//! typed in them as values again.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::lang::Lang;
use crate::edit::value::Value;
use crate::report::messages::{MessageLanguage, known_word, word};
use crate::schema::{Field, Shape};

/// The most rows of a list that a form has.
const MOST_ROWS: usize = 200;

/// What was typed, by the name of its control.
pub type Typed = BTreeMap<String, String>;

/// A control of a form, or a group of them.
#[derive(Serialize)]
pub(super) struct Control {
    /// `text`, `lines`, `choice`, `check`, `group`, `list`.
    pub kind: &'static str,
    pub name: String,
    pub label: String,
    /// An example, or nothing.
    pub example: String,
    pub value: String,
    /// `auto`, or `ltr` for codes, dates and numbers.
    pub dir: String,
    pub lang: String,
    pub choices: Vec<Choice>,
    pub parts: Vec<Control>,
    /// What is wrong with it.
    pub problems: Vec<String>,
}

/// A value that can be chosen.
#[derive(Clone, Serialize)]
pub struct Choice {
    /// As it is written.
    pub value: String,
    /// As staff know it.
    pub label: String,
}

/// What forms need to know about the site.
pub struct Known<'k> {
    /// The language of the staff.
    pub language: MessageLanguage,
    /// The site's languages, with their directions.
    pub langs: Vec<(Lang, &'static str)>,
    /// The ids that a key can have.
    pub ids: &'k dyn Fn(&str) -> Vec<Choice>,
}

/// A key's control with its value.
pub(super) fn control(known: &Known, field: &Field, name: String, value: Option<&Value>) -> Control {
    let label = label(field.name, known.language);
    let mut made = shaped(known, field.name, field.shape, name, value);
    made.label = label;
    // Codes and dates are known by an example; words are not.
    let has_form = made.kind == "text" && made.dir == "ltr" && !field.example.contains('…');
    made.example = if has_form { field.example.to_owned() } else { String::new() };
    made
}

/// What staff call a key.
pub(super) fn label(key: &str, language: MessageLanguage) -> String {
    known_word(&format!("field-{key}"), language).unwrap_or_else(|| key.to_owned())
}

fn bare(kind: &'static str, name: String) -> Control {
    let (label, example, value, lang) = (String::new(), String::new(), String::new(), String::new());
    let dir = "auto".to_owned();
    Control { kind, name, label, example, value, dir, lang, choices: vec![], parts: vec![], problems: vec![] }
}

fn shaped(known: &Known, key: &str, shape: Shape, name: String, value: Option<&Value>) -> Control {
    match (shape, value) {
        (Shape::List(inner), None | Some(Value::List(_) | Value::Text(_) | Value::Empty)) => {
            list(known, key, *inner, name, value)
        }
        (Shape::Record(fields), None | Some(Value::Record(_) | Value::Empty)) => {
            let part = |field: &Field| {
                control(known, field, format!("{name}.{}", field.name), value.and_then(|value| value.get(field.name)))
            };
            Control { parts: fields.iter().map(part).collect(), ..bare("group", name) }
        }
        (Shape::Localized | Shape::Alternative, None | Some(Value::Record(_) | Value::Empty)) => {
            let part = |(lang, dir): &(Lang, &'static str)| {
                let text = value.and_then(|value| value.get(lang.as_str())).and_then(Value::as_text);
                let name = format!("{name}.{lang}");
                let label = word(&format!("language-{lang}"), &[], known.language);
                let (dir, lang, value) = ((*dir).to_owned(), lang.to_string(), text.unwrap_or_default().to_owned());
                Control { label, value, dir, lang, ..bare("text", name) }
            };
            Control { parts: known.langs.iter().map(part).collect(), ..bare("group", name) }
        }
        (Shape::Boolean, _) => Control { value: plain(value), ..bare("check", name) },
        (Shape::Word(words), _) => {
            let choice = |word: &crate::schema::words::Word| Choice {
                value: word.id.to_owned(),
                label: known_word(&format!("choice-{}", word.id), known.language).unwrap_or_else(|| word.id.to_owned()),
            };
            chosen(name, plain(value), words.iter().map(choice).collect())
        }
        (Shape::Id, _) => chosen(name, plain(value), (known.ids)(key)),
        (Shape::Text | Shape::Localized | Shape::Alternative, _) => {
            Control { value: plain(value), ..bare("text", name) }
        }
        _ => Control { value: plain(value), dir: "ltr".to_owned(), ..bare("text", name) },
    }
}

/// A choice among values, and what is written already, even if it is none.
fn chosen(name: String, value: String, mut choices: Vec<Choice>) -> Control {
    if !value.is_empty() && !choices.iter().any(|choice| choice.value == value) {
        choices.insert(0, Choice { value: value.clone(), label: format!("{value} ?") });
    }
    Control { value, choices, ..bare("choice", name) }
}

fn list(known: &Known, key: &str, inner: Shape, name: String, value: Option<&Value>) -> Control {
    let one;
    let items = match value {
        Some(Value::List(items)) => items.as_slice(),
        Some(text @ Value::Text(_)) => {
            one = [text.clone()];
            &one
        }
        _ => &[],
    };
    // One more than there are: to add one without a script.
    let rows = items.iter().map(Some).chain([None]).enumerate();
    let row = |(at, item): (usize, Option<&Value>)| shaped(known, key, inner, format!("{name}.{at}"), item);
    Control { parts: rows.map(row).collect(), ..bare("list", name) }
}

fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::List(items)) => items.iter().filter_map(Value::as_text).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// What a form with this value would send.
pub(super) fn sent(control: &Control, into: &mut Typed) {
    let is_off = control.kind == "check" && control.value != "true";
    if matches!(control.kind, "group" | "list") {
        control.parts.iter().for_each(|part| sent(part, into));
    } else if !control.value.is_empty() && !is_off {
        into.insert(control.name.clone(), normal(&control.value));
    }
}

/// A text as browsers send it back: its lines end in `\n`.
pub(super) fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The value that was typed; `None` if nothing was. What a form cannot show of
/// the old value stays.
pub(super) fn typed(shape: Shape, name: &str, old: Option<&Value>, typed: &Typed) -> Option<Value> {
    let own = || typed.get(name).map(|text| normal(text)).filter(|text| !text.is_empty()).map(Value::Text);
    match shape {
        Shape::List(inner) => {
            let old = |at: usize| if let Some(Value::List(items)) = old { items.get(at) } else { None };
            let rows = (0..MOST_ROWS).filter_map(|at| self::typed(*inner, &format!("{name}.{at}"), old(at), typed));
            let rows: Vec<Value> = rows.collect();
            if rows.is_empty() { own() } else { Some(Value::List(rows)) }
        }
        Shape::Record(fields) => {
            let part = |field: &Field| {
                let old = old.and_then(|old| old.get(field.name));
                let value = self::typed(field.shape, &format!("{name}.{}", field.name), old, typed)?;
                Some((field.name.to_owned(), value))
            };
            let mut pairs: Vec<(String, Value)> = fields.iter().filter_map(part).collect();
            if pairs.is_empty() {
                return own();
            }
            if let Some(Value::Record(old)) = old {
                let is_foreign = |key: &str| !fields.iter().any(|field| field.name == key);
                pairs.extend(old.iter().filter(|(key, _)| is_foreign(key)).cloned());
            }
            Some(Value::Record(pairs))
        }
        Shape::Localized | Shape::Alternative => {
            let start = format!("{name}.");
            let of = |(own, text): (&String, &String)| {
                let lang = own.strip_prefix(&start).filter(|lang| Lang::new(lang).is_some())?;
                let text = normal(text);
                (!text.is_empty()).then(|| (lang.to_owned(), Value::Text(text)))
            };
            let mut pairs: Vec<(String, Value)> = typed
                .range(start.clone()..)
                .map_while(|(key, text)| key.starts_with(&start).then_some((key, text)))
                .filter_map(of)
                .collect();
            if let Some(Value::Record(old)) = old {
                let place = |key: &str| old.iter().position(|(own, _)| own == key).unwrap_or(usize::MAX);
                pairs.sort_by_key(|(key, _)| place(key));
            } else {
                pairs.sort_by_key(|(key, _)| key != "fr");
            }
            if pairs.is_empty() { own() } else { Some(Value::Record(pairs)) }
        }
        Shape::Boolean => own().filter(|value| value.as_text() == Some("true")),
        _ => own(),
    }
}
