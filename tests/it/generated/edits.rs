//! Edits of thousands of files: each key, in both languages, set to another value, removed, added, and set back. Only
//! the lines of the key change.

use std::collections::BTreeSet;

use jisr::base::path::RelPath;
use jisr::edit::value::Value;
use jisr::edit::{Edit, apply, text_of, value_of, values_of};
use jisr::schema::fields::Project;
use jisr::schema::record::Table;
use rayon::prelude::*;

use super::texts;
use crate::support::site::path;

/// Texts to set: some need quotes, some have signs of YAML that need none.
const TEXTS: &[&str] = &[
    "Autre",
    "Suivi : phase 3",
    "L'eau, l'énergie",
    "Le \"mot\" juste",
    "Campagne # Stop",
    "مشروع آخر",
    "متابعة: المرحلة الثالثة",
    "- un point",
    "[crochets]",
    "2018-05",
    "true",
    "100 %",
    "a: b, c: {d}",
    "C:\\documents",
    "« Terre »",
];

/// A source of numbers that is the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn text(&mut self) -> String {
        TEXTS[self.below(TEXTS.len())].to_owned()
    }
}

/// The two files of a good project, laid out in many ways.
fn files(seed: u64, dice: &mut Dice) -> [(RelPath, String); 2] {
    texts::good(seed).map(|(at, file)| {
        let end = if file.contains("\r\n") { "\r\n" } else { "\n" };
        let (front, body) = file[4..].split_once(&format!("---{end}")).expect("front matter");
        let mut laid_out = String::new();
        for line in front.trim_start().lines() {
            if !line.starts_with([' ', '-']) && dice.below(5) == 0 {
                laid_out += &format!("# Une remarque: ملاحظة{end}");
            }
            laid_out += line;
            if line.ends_with(|c: char| c.is_ascii_digit() || c == ']') && dice.below(4) == 0 {
                laid_out += "   # à vérifier";
            }
            laid_out += if dice.below(12) == 0 && !line.contains('"') { "  " } else { "" };
            laid_out += end;
        }
        let mark = if dice.below(4) == 0 { "\u{feff}" } else { "" };
        let blanks = if dice.below(3) == 0 { "Fin.  \u{a0} " } else { "" };
        (path(at), format!("{mark}---{end}{laid_out}---{end}{body}{blanks}"))
    })
}

/// Another value of the same kind.
fn other(value: &Value, dice: &mut Dice) -> Value {
    match value {
        Value::Empty | Value::Text(_) => Value::text(dice.text()),
        Value::List(items) => {
            let mut items = items.clone();
            match dice.below(4) {
                0 if items.len() > 1 => drop(items.remove(dice.below(items.len()))),
                1 => items.insert(dice.below(items.len() + 1), Value::text(dice.text())),
                _ if items.is_empty() => items.push(Value::text(dice.text())),
                _ => {
                    let at = dice.below(items.len());
                    items[at] = other(&items[at], dice);
                }
            }
            Value::List(items)
        }
        Value::Record(pairs) => {
            let mut pairs = pairs.clone();
            match dice.below(4) {
                0 if pairs.len() > 1 => drop(pairs.remove(dice.below(pairs.len()))),
                1 => pairs.push(("added".to_owned(), Value::text(dice.text()))),
                _ => {
                    let at = dice.below(pairs.len());
                    pairs[at].1 = other(&pairs[at].1, dice);
                }
            }
            Value::Record(pairs)
        }
    }
}

/// The lines of a key: from its own to the next one that begins no deeper.
fn lines_of(file: &str, key: &str) -> std::ops::Range<usize> {
    let start = file.find(&format!("\n{key}:")).expect("the key") + 1;
    let rest = &file[start..];
    let mut end = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        if number > 0 && !line.starts_with([' ', '-']) || line.starts_with("---") {
            break;
        }
        end += line.len();
    }
    start..start + end
}

fn set(path: &RelPath, file: &str, key: &str, value: Option<&Value>) -> Result<String, String> {
    let edited = apply(path, file.as_bytes(), &[Edit::set(key, value.cloned())]);
    edited
        .map(|bytes| String::from_utf8(bytes).unwrap())
        .map_err(|why| format!("{key}: {why:?} for {value:?} in {file:?}"))
}

/// What is wrong with an edit of one key: other lines than its own changed, or the value is another.
fn try_key(path: &RelPath, file: &str, key: &str, old: &Value, dice: &mut Dice) -> Result<usize, String> {
    let new = other(old, dice);
    let edited = set(path, file, key, Some(&new))?;
    if value_of(path, edited.as_bytes(), key).as_ref() != Some(&new) {
        return Err(format!("{key} is not {new:?} in {edited:?}"));
    }
    let (before, after) = (lines_of(file, key), lines_of(&edited, key));
    if file[..before.start] != edited[..after.start] || file[before.end..] != edited[after.end..] {
        return Err(format!("{key}: more than its lines changed from {file:?} to {edited:?}"));
    }
    let removed = set(path, file, key, None)?;
    if removed != format!("{}{}", &file[..before.start], &file[before.end..]) {
        return Err(format!("{key}: removing it gives {removed:?} from {file:?}"));
    }
    let back = set(path, &edited, key, Some(old))?;
    Ok(usize::from(back == file))
}

/// A key that the file does not have is put in, and taken away again.
fn try_new_key(path: &RelPath, file: &str, key: &str, dice: &mut Dice) -> Result<(), String> {
    let text = Value::text(dice.text());
    let record = Value::Record(vec![("fr".to_owned(), text.clone()), ("ar".to_owned(), Value::text("نص"))]);
    let row = Value::Record(vec![("url".to_owned(), text.clone()), ("title".to_owned(), record.clone())]);
    let new = [text.clone(), record, Value::List(vec![text.clone(), text]), Value::List(vec![row])];
    let new = &new[dice.below(new.len())];
    let edited = set(path, file, key, Some(new))?;
    let lines = lines_of(&edited, key);
    if format!("{}{}", &edited[..lines.start], &edited[lines.end..]) != *file {
        return Err(format!("{key}: more than its lines came from {file:?} to {edited:?}"));
    }
    let position = |line: &str| {
        let key = line.split(':').next().unwrap_or_default();
        Project::FIELDS.iter().position(|field| field.name == key)
    };
    let places: Vec<usize> = edited.lines().filter_map(position).collect();
    let was_sorted = file.lines().filter_map(position).is_sorted();
    if was_sorted && !places.is_sorted() {
        return Err(format!("{key} stands out of order in {edited:?}"));
    }
    let back = set(path, &edited, key, None)?;
    if back == *file { Ok(()) } else { Err(format!("{key}: {back:?} is not {file:?}")) }
}

/// One key in so many of a file is tried; all of them, in both languages, over all files.
const ONE_IN: usize = 40;

#[derive(Default)]
struct Tally {
    edits: usize,
    /// Which keys were tried, in which language.
    keys: BTreeSet<(String, RelPath)>,
    set_back: usize,
    failures: Vec<String>,
}

fn try_file(seed: u64) -> Tally {
    let mut dice = Dice(seed);
    let mut tally = Tally::default();
    for (path, file) in files(seed, &mut dice) {
        for (key, value) in values_of(&path, file.as_bytes()) {
            if dice.below(ONE_IN) > 0 {
                continue;
            }
            tally.edits += 1;
            tally.keys.insert((key.clone(), path.clone()));
            match try_key(&path, &file, &key, &value, &mut dice) {
                Ok(set_back) => tally.set_back += set_back,
                Err(why) => tally.failures.push(why),
            }
        }
        for field in Project::FIELDS.iter().filter(|field| !file.contains(&format!("\n{}:", field.name))) {
            if dice.below(ONE_IN) > 0 {
                continue;
            }
            tally.edits += 1;
            tally.keys.insert((field.name.to_owned(), path.clone()));
            tally.failures.extend(try_new_key(&path, &file, field.name, &mut dice).err());
        }
        tally.failures.extend(try_text(&path, &file).err());
    }
    tally
}

/// Another text leaves the front matter alone, and the old text brings back the file.
fn try_text(path: &RelPath, file: &str) -> Result<(), String> {
    let old = text_of(path, file);
    let new = format!("Un début.\n\n{}", old.replacen("Un paragraphe.", "Autre chose.", 1));
    let edit = |file: &str, text: &str| {
        let edited = apply(path, file.as_bytes(), &[Edit::Text(text.to_owned())]).unwrap();
        String::from_utf8(edited).unwrap()
    };
    let edited = edit(file, &new);
    let front = &file[..file.find(&old.replace('\n', super::texts::end_of(file))).expect("the text")];
    if !edited.starts_with(front) || text_of(path, &edited).trim_end_matches('\n') != new.trim_end_matches('\n') {
        return Err(format!("{edited:?} is not {file:?} with {new:?}"));
    }
    let back = edit(&edited, &old);
    if back == *file || file.ends_with(|c| c != '\n') { Ok(()) } else { Err(format!("{back:?} is not {file:?}")) }
}

#[test]
fn an_edit_changes_nothing_but_what_was_edited() {
    let tallies: Vec<Tally> = (0..2_000u64).into_par_iter().map(try_file).collect();
    let edits: usize = tallies.iter().map(|tally| tally.edits).sum();
    let keys: BTreeSet<_> = tallies.iter().flat_map(|tally| tally.keys.clone()).collect();
    let set_back: usize = tallies.iter().map(|tally| tally.set_back).sum();
    let failed: Vec<String> = tallies.into_iter().flat_map(|tally| tally.failures).collect();
    println!("{edits} edits, {set_back} set back byte for byte, {} failures", failed.len());
    assert!(failed.is_empty(), "{} of {edits}:\n{}", failed.len(), failed[..failed.len().min(8)].join("\n"));
    assert_eq!(keys.len(), 2 * Project::FIELDS.len(), "each key in both languages");
    assert!(edits > 2_500 && set_back > 400, "{edits} edits, {set_back} set back");
}
