//! The editor: a form made from the declaration of the keys, with both
//! languages, and the edits that what was typed in it comes to.

pub mod control;
mod history;
mod page;

use std::sync::Arc;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::path::RelPath;
use crate::catalogue::{Mode, catalogue};
use crate::config::Config;
use crate::desk::edit::control::{Control, Known, Typed, control, normal, sent, typed};
use crate::edit::fix::Fix;
use crate::edit::pair::{self, File};
use crate::edit::value::Value;
use crate::edit::{Edit, text_of, unread};
use crate::parse::write_up::Section;
use crate::schema::fields::{Shared, write_up as at};
use crate::schema::kind::Kind;
use crate::schema::{Field, Owner};
use crate::source::{Change, Tree};

pub use crate::desk::edit::history::{Kept, history};
pub use crate::desk::edit::page::{Conflict, Page, new_page, page, problems_fragment};

/// The keys of words that a form has.
fn words(section: Section) -> impl Iterator<Item = &'static Field> {
    let is_own = |field: &&Field| field.name != name(at::TRANSLATION);
    pair::keys(section, Owner::Words).filter(is_own)
}

fn name<V: Kind>(key: Shared<V>) -> &'static str {
    key.project.name()
}

/// The value of a key of words, or what stands behind it and cannot be read.
fn word_of(file: &File, key: &str) -> Option<Value> {
    let unread = || unread(&file.path, file.bytes.as_deref()?, key).map(Value::Text);
    file.value(key).or_else(unread)
}

fn word_control(known: &Known, file: &File, field: &Field) -> Control {
    let mut made = control(known, field, format!("{}.{}", file.lang, field.name), word_of(file, field.name).as_ref());
    if made.dir == "auto" {
        made.lang = file.lang.to_string();
        made.dir = known.langs.iter().find(|(lang, _)| *lang == file.lang).map_or("auto", |(_, dir)| dir).to_owned();
    }
    if field.name == name(at::SUMMARY) {
        made.kind = "lines";
    }
    made
}

fn fact_control(known: &Known, files: &[File], field: &Field) -> Control {
    control(known, field, format!("fact.{}", field.name), fact_of(files, field.name).as_ref())
}

fn fact_of(files: &[File], key: &str) -> Option<Value> {
    let unread = || files.iter().find_map(|file| unread(&file.path, file.bytes.as_deref()?, key)).map(Value::Text);
    pair::fact(files, key).or_else(unread)
}

/// The edits that what was typed comes to: none for what was left as it was.
pub fn edits(known: &Known, section: Section, files: &[File], sent: &Typed) -> Vec<(RelPath, Edit)> {
    let mut edits = vec![];
    for file in files {
        for field in words(section) {
            let control = word_control(known, file, field);
            if let Some(value) = changed(&control, field, word_of(file, field.name).as_ref(), sent) {
                edits.push((file.path.clone(), Edit::Set { key: field.name.to_owned(), value }));
            }
        }
        let text = sent.get(&format!("{}.text", file.lang)).map(|text| text.replace("\r\n", "\n"));
        let is_new = |text: &String| text.trim_end() != old_text(file).trim_end();
        edits.extend(text.filter(is_new).map(|text| (file.path.clone(), Edit::Text(text))));
    }
    for field in pair::keys(section, Owner::Fact) {
        let control = fact_control(known, files, field);
        if let Some(value) = changed(&control, field, fact_of(files, field.name).as_ref(), sent) {
            edits.extend(pair::put(files, field.name, value.as_ref()));
        }
    }
    edits
}

fn old_text(file: &File) -> String {
    let text = file.bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
    text.map(|text| text_of(&file.path, text)).unwrap_or_default()
}

/// The new value of a key, if another was typed than the form showed.
fn changed(control: &Control, field: &Field, old: Option<&Value>, typed_now: &Typed) -> Option<Option<Value>> {
    let mut before = Typed::new();
    sent(control, &mut before);
    let below = format!("{}.", control.name);
    let is_own = |(name, text): &(&String, &String)| {
        (**name == control.name || name.starts_with(&below)) && !normal(text).is_empty()
    };
    let now: Typed = typed_now.iter().filter(is_own).map(|(name, text)| (name.clone(), normal(text))).collect();
    (now != before).then(|| typed(field.shape, &control.name, old, &now))
}

/// What is wrong with the files of a project as they would be, with the whole
/// site around them.
pub fn problems(tree: &Tree, config: &Arc<Config>, files: &[File]) -> Vec<Diagnostic> {
    let mut tree = tree.clone();
    let there = files.iter().filter_map(|file| Some(Change::Put(file.path.clone(), file.bytes.clone()?)));
    tree.apply(there.collect());
    let (_, found) = catalogue(&tree, config, Mode::Preview);
    let found: Diagnostics = found.sorted();
    let is_own = |path: &RelPath| files.iter().any(|file| file.path == *path);
    found.into_iter().filter(|one| one.at.as_ref().is_some_and(|at| is_own(&at.path))).collect()
}

/// The line to write for a problem, if there is one that is certain.
pub fn fix_of(found: &Diagnostic, files: &[File]) -> Option<(RelPath, Fix)> {
    let of = |file: &File| {
        let text = std::str::from_utf8(file.bytes.as_deref()?).ok()?;
        Some((file.path.clone(), Fix::of(found, &file.path, text)?))
    };
    files.iter().find_map(of)
}
