//! The files of a project in its languages: words belong to a file, facts stand
//! in whichever file states them.

use std::sync::Arc;

use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::edit::value::Value;
use crate::edit::{Edit, value_of};
use crate::parse::write_up::Section;
use crate::schema::fields::{Page, Project, project};
use crate::schema::record::Table;
use crate::schema::{Field, Owner};

/// The text in one language.
#[derive(Clone, Debug)]
pub struct File {
    /// Its language.
    pub lang: Lang,
    /// Where it is, or would be.
    pub path: RelPath,
    /// Its bytes, if it is there.
    pub bytes: Option<Arc<[u8]>>,
}

impl File {
    /// The value of a key in this file.
    pub fn value(&self, key: &str) -> Option<Value> {
        value_of(&self.path, self.bytes.as_deref()?, key)
    }
}

/// The declared keys of a section, in the order of the guide.
pub fn fields(section: Section) -> &'static [Field] {
    match section {
        Section::Projects => Project::FIELDS,
        Section::Pages => Page::FIELDS,
    }
}

/// Whether the parts of a fact can stand in different files.
fn is_shared(key: &str) -> bool {
    key == project::DATES.name()
}

/// The value of a fact: that of the first file that states it; the parts of
/// `dates` come from all files.
pub fn fact(files: &[File], key: &str) -> Option<Value> {
    let mut values = files.iter().filter_map(|file| file.value(key));
    let mut first = values.next()?;
    if let (true, Value::Record(pairs)) = (is_shared(key), &mut first) {
        for other in values {
            let Value::Record(others) = other else { continue };
            let new: Vec<_> = others.into_iter().filter(|(key, _)| !pairs.iter().any(|(own, _)| own == key)).collect();
            pairs.extend(new);
        }
    }
    Some(first)
}

/// The file that states a fact, or in which a new one is to stand: where the
/// project's other facts are.
pub fn home<'f>(files: &'f [File], key: &str) -> Option<&'f File> {
    let there = || files.iter().filter(|file| file.bytes.is_some());
    let states = |file: &&File, key: &str| file.value(key).is_some();
    let facts = |file: &&File| [project::TYPE.name(), project::PARTNERS.name()].iter().any(|key| states(file, key));
    there().find(|file| states(file, key)).or_else(|| there().find(facts)).or_else(|| there().next()).or(files.first())
}

/// The edits that give a fact a value, or take it away, by file: everywhere
/// that it stands.
pub fn put(files: &[File], key: &str, value: Option<&Value>) -> Vec<(RelPath, Edit)> {
    let stating: Vec<&File> = files.iter().filter(|file| file.value(key).is_some()).collect();
    let (true, Some(Value::Record(pairs))) = (is_shared(key) && stating.len() > 1, value) else {
        let homes = if stating.is_empty() { home(files, key).into_iter().collect() } else { stating };
        return homes.into_iter().map(|file| (file.path.clone(), Edit::set(key, value.cloned()))).collect();
    };
    let holds = |file: &File, part: &str| file.value(key).is_some_and(|own| own.get(part).is_some());
    let part_of = |at: usize, file: &File| {
        let is_new = |part: &str| at == 0 && !stating.iter().any(|file| holds(file, part));
        let own: Vec<(String, Value)> =
            pairs.iter().filter(|(part, _)| holds(file, part) || is_new(part)).cloned().collect();
        Edit::set(key, (!own.is_empty()).then_some(Value::Record(own)))
    };
    stating.iter().enumerate().map(|(at, file)| (file.path.clone(), part_of(at, file))).collect()
}

/// The words keys and the facts of a section that stand in forms.
pub fn keys(section: Section, owner: Owner) -> impl Iterator<Item = &'static Field> {
    fields(section).iter().filter(move |field| field.owner == owner)
}

#[cfg(test)]
mod tests {
    use super::{File, fact, put};
    use crate::base::lang::Lang;
    use crate::base::path::RelPath;
    use crate::edit::value::Value;
    use crate::edit::{Edit, apply};

    fn files() -> Vec<File> {
        let file = |lang: &str, front: &str| File {
            lang: Lang::new(lang).unwrap(),
            path: RelPath::new(&format!("content/projects/a.{lang}.md")).unwrap(),
            bytes: Some(format!("---\n{front}---\n").as_bytes().into()),
        };
        vec![
            file("fr", "title: A\ndates: {start: 2018}\nstatus: signed\n"),
            file("ar", "title: ب\ntype: t\ndates: {end: 2020}\n"),
        ]
    }

    fn after(key: &str, value: Option<&Value>) -> Vec<String> {
        let files = files();
        let edits: Vec<(RelPath, Edit)> = put(&files, key, value);
        let edited = |file: &File| {
            let own: Vec<Edit> =
                edits.iter().filter(|(path, _)| *path == file.path).map(|(_, edit)| edit.clone()).collect();
            String::from_utf8(apply(&file.path, file.bytes.as_deref().unwrap(), &own).unwrap()).unwrap()
        };
        files.iter().map(edited).collect()
    }

    #[test]
    fn a_fact_is_written_where_it_stands_and_a_new_one_where_facts_are() {
        let text = |text: &str| Value::text(text);
        assert!(after("status", Some(&text("launched")))[0].contains("status: launched"));
        assert!(after("kind", Some(&text("support")))[1].contains("type: t\nkind: support\n"));
        assert!(!after("status", None)[0].contains("status"));
    }

    #[test]
    fn dates_stand_in_either_file() {
        let date = |key: &str, date: &str| (key.to_owned(), Value::text(date));
        assert_eq!(fact(&files(), "dates"), Some(Value::Record(vec![date("start", "2018"), date("end", "2020")])));
        let new = Value::Record(vec![date("start", "2018"), date("end", "2021"), date("signed", "2017")]);
        let [french, arabic] = &after("dates", Some(&new))[..] else { panic!() };
        assert!(french.contains("dates: {signed: 2017, start: 2018}"), "{french}");
        assert!(arabic.contains("dates: {end: 2021}"), "{arabic}");
        let gone = Value::Record(vec![date("start", "2018")]);
        assert!(!after("dates", Some(&gone))[1].contains("dates"));
    }
}
