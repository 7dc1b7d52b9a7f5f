//! New files: what is known of a project, a page or a partner, and nothing that
//! nobody said.

use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::edit::value::Value;
use crate::edit::{Edit, Refusal, apply};
use crate::parse::write_up::Section;
use crate::schema::check::slugify;

/// A file without anything.
pub const EMPTY: &str = "---\n---\n";

/// The file of a project or page in a language.
pub fn path(section: Section, id: &str, lang: Lang) -> Option<RelPath> {
    RelPath::new(&format!("{}{id}.{lang}.md", section.folder()))
}

/// Whether an id can be an address as it is: lower-case words joined by
/// hyphens, in folders or not.
pub fn is_id(id: &str) -> bool {
    let fits = |part: &str| !part.is_empty() && slugify(part) == part && part.is_ascii();
    id.split('/').all(fits) && RelPath::new(id).is_some()
}

/// The files of a new project or page, as drafts: one for each title. The facts
/// stand in the first one.
pub fn write_up(
    section: Section,
    id: &str,
    titles: &[(Lang, String)],
    facts: &[(&str, Value)],
) -> Result<Vec<(RelPath, Vec<u8>)>, Refusal> {
    let file = |(at, (lang, title)): (usize, &(Lang, String))| {
        let path = path(section, id, *lang).ok_or(Refusal::NoFrontMatter)?;
        let facts = if at == 0 { facts } else { &[] };
        let mut edits =
            vec![Edit::set("title", Some(Value::text(title))), Edit::set("draft", Some(Value::text("true")))];
        edits.extend(facts.iter().map(|(key, value)| Edit::set(key, Some(value.clone()))));
        let bytes = apply(&path, EMPTY.as_bytes(), &edits)?;
        Ok((path, bytes))
    };
    titles.iter().enumerate().map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_id, write_up};
    use crate::base::lang::Lang;
    use crate::edit::value::Value;
    use crate::parse::write_up::Section;

    #[test]
    fn a_project_has_what_is_known_and_is_a_draft() {
        let titles =
            [("fr", "Jeunes : paix"), ("ar", "شباب")].map(|(lang, title)| (Lang::new(lang).unwrap(), title.to_owned()));
        let facts = [("type", Value::text("multilateral")), ("partners", Value::List(vec![Value::text("undp")]))];
        let files = write_up(Section::Projects, "jeunes", &titles, &facts).unwrap();
        let texts: Vec<(&str, &str)> =
            files.iter().map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap())).collect();
        let expected = [
            (
                "content/projects/jeunes.fr.md",
                "---\ntitle: \"Jeunes : paix\"\ndraft: true\ntype: multilateral\npartners: [undp]\n---\n",
            ),
            ("content/projects/jeunes.ar.md", "---\ntitle: شباب\ndraft: true\n---\n"),
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn an_id_is_an_address() {
        assert!(is_id("formation-2") && is_id("2018/formation"));
        for bad in ["", "Formation", "été", "a b", "a/", "../a", "a.b", "-a"] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
