//! A project or page under another name: its files, and every link, path and id
//! that names it, in any file.

use std::collections::BTreeMap;

use crate::base::path::RelPath;
use crate::edit::source::Source;
use crate::edit::splice::{Splice, applied};
use crate::edit::value::Value;
use crate::edit::{Edit, Refusal, apply};
use crate::parse::links::Target;
use crate::parse::write_up::{Section, WriteUp};
use crate::schema::check::slugify;
use crate::schema::fields::{project, write_up as at};
use crate::yaml::{Node, Yaml};

/// What gets another name.
pub struct Renaming {
    /// Whether it is a project or a page.
    pub section: Section,
    /// The id that it has.
    pub old: String,
    /// The id that it gets.
    pub new: String,
    /// Each of its files, with its new path.
    pub moves: BTreeMap<RelPath, RelPath>,
}

impl Renaming {
    /// The renaming of what has these write-ups, with what stands beside them
    /// in a folder of their own. `all` are all files of the site.
    pub fn of<'a>(
        (section, old, new): (Section, &str, &str),
        write_ups: &[&WriteUp],
        all: impl Iterator<Item = &'a RelPath>,
    ) -> Option<Renaming> {
        let folder = |path: &RelPath| format!("{}/", path.folder());
        let own_folders: Vec<String> = write_ups
            .iter()
            .filter(|own| own.path.name().starts_with("index.") && own.path.folder().len() > section.folder().len())
            .map(|own| folder(&own.path))
            .collect();
        let home = format!("{}{new}", section.folder());
        let moved = |path: &RelPath| -> Option<RelPath> {
            if let Some(below) = own_folders.iter().find_map(|folder| path.as_str().strip_prefix(folder.as_str())) {
                return RelPath::new(&format!("{home}/{below}"));
            }
            let own = write_ups.iter().find(|own| own.path == *path)?;
            let suffix = own.suffix.as_ref().map_or_else(String::new, |suffix| format!(".{suffix}"));
            RelPath::new(&format!("{home}{suffix}.md"))
        };
        let moves = all.filter_map(|path| Some((path.clone(), moved(path)?))).collect();
        Some(Renaming { section, old: old.to_owned(), new: new.to_owned(), moves }).filter(|own| !own.moves.is_empty())
    }

    /// A file of the site as it has to be afterwards. `own` is what was parsed
    /// from it, if it is a write-up.
    pub fn apply(&self, path: &RelPath, file: &str, own: Option<&WriteUp>) -> Result<String, Refusal> {
        let mut splices = own.map(|own| self.links(path, file, own)).unwrap_or_default();
        if path.has_extension("md") || path.as_str() == "site.yaml" {
            let source = Source::read(path, file);
            for entry in source.entries() {
                self.values(path, &source, &entry.key, &entry.value, &mut splices);
            }
        }
        let made = applied(file, splices).ok_or_else(|| Refusal::Unreadable(self.old.clone()))?;
        match own.filter(|own| self.moves.contains_key(path) && !own.draft) {
            Some(own) => self.with_alias(path, own, made),
            None => Ok(made),
        }
    }

    /// Adds the old address to those that lead to the page, if it gets another.
    fn with_alias(&self, path: &RelPath, own: &WriteUp, file: String) -> Result<String, Refusal> {
        let last = |id: &str| slugify(id.rsplit('/').next().unwrap_or(id));
        if own.record.get(at::SLUG).is_some() || last(&self.old) == last(&self.new) {
            return Ok(file);
        }
        let mut aliases = match crate::edit::value_of(path, file.as_bytes(), "aliases") {
            Some(Value::List(aliases)) => aliases,
            Some(alias @ Value::Text(_)) => vec![alias],
            _ => vec![],
        };
        aliases.push(Value::Text(last(&self.old)));
        let edited = apply(path, file.as_bytes(), &[Edit::set("aliases", Some(Value::List(aliases)))])?;
        String::from_utf8(edited).map_err(|_| Refusal::NotUtf8)
    }

    /// The new path of what a path of the site leads to: a file, or a page
    /// named without its language or ending.
    fn target(&self, target: &RelPath) -> Option<RelPath> {
        if let Some(moved) = self.moves.get(target) {
            return Some(moved.clone());
        }
        let below = target.as_str().strip_prefix(self.section.folder())?;
        let rest = below.strip_prefix(self.old.as_str())?;
        let is_short = matches!(rest, "" | ".md" | "/index" | "/index.md");
        is_short.then(|| RelPath::new(&format!("{}{}{rest}", self.section.folder(), self.new)))?
    }

    /// How a path that is written in a file has to be written afterwards.
    fn rewritten(&self, path: &RelPath, written: &str, target: &RelPath) -> Option<String> {
        let source = self.moves.get(path).unwrap_or(path);
        let moved = self.target(target);
        if moved.is_none() && source.folder() == path.folder() {
            return None;
        }
        let target = moved.unwrap_or_else(|| target.clone());
        let new = if written.starts_with('/') { format!("/{target}") } else { target.relative_to(source.folder()) };
        (new != written).then_some(new)
    }

    fn links(&self, path: &RelPath, file: &str, own: &WriteUp) -> Vec<Splice> {
        let splice = |reference: &crate::parse::links::Reference| {
            let Target::File(target) = &reference.target else { return None };
            let written = reference.written.split(['#', '?']).next().unwrap_or_default();
            let new = self.rewritten(path, written, target)?;
            let start = reference.span.range().start;
            let place = start + file.get(reference.span.range())?.find(written)?;
            Some(Splice { at: place..place + written.len(), new })
        };
        let mut splices: Vec<Splice> = own.body.references.iter().filter_map(splice).collect();
        splices.sort_by_key(|splice| splice.at.start);
        splices.dedup();
        splices
    }

    fn values(&self, path: &RelPath, source: &Source, key: &str, node: &Node, splices: &mut Vec<Splice>) {
        match &node.value {
            Yaml::Sequence(items) => items.iter().for_each(|item| self.values(path, source, key, item, splices)),
            Yaml::Mapping(entries) => {
                entries.iter().for_each(|entry| self.values(path, source, &entry.key, &entry.value, splices));
            }
            Yaml::Scalar { text, .. } => {
                let is_id = (key == project::RELATED.name() && self.section == Section::Projects)
                    || (key == "page" && self.section == Section::Pages && path.as_str() == "site.yaml");
                let new = match key {
                    _ if is_id => (*text == self.old).then(|| self.new.clone()),
                    "src" | "file" => path.join(text).and_then(|target| self.rewritten(path, text, &target)),
                    _ => None,
                };
                let place = node.span.range();
                let at = source.text[place.clone()].find(text.as_str()).map(|at| place.start + at);
                splices.extend(new.zip(at).map(|(new, at)| Splice { at: at..at + text.len(), new }));
            }
            Yaml::Null => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Renaming;
    use crate::base::path::RelPath;
    use crate::parse::parse;
    use crate::parse::write_up::Section;

    fn renamed(files: &[(&str, &str)], old: &str, new: &str) -> Vec<(String, String)> {
        let files: Vec<(RelPath, &str)> =
            files.iter().map(|(path, text)| (RelPath::new(path).unwrap(), *text)).collect();
        let parsed: Vec<_> = files.iter().map(|(path, text)| parse(path, text.as_bytes())).collect();
        let own: Vec<_> = parsed.iter().filter_map(|own| own.write_up()).map(|own| &**own).collect();
        let named: Vec<_> = own.iter().copied().filter(|own| *own.id == *old).collect();
        let renaming = Renaming::of((Section::Projects, old, new), &named, files.iter().map(|(path, _)| path)).unwrap();
        let after = files.iter().zip(&parsed).map(|((path, text), parsed)| {
            let text = renaming.apply(path, text, parsed.write_up().map(|own| &**own)).unwrap();
            (renaming.moves.get(path).unwrap_or(path).to_string(), text)
        });
        after.collect()
    }

    #[test]
    fn every_link_and_id_names_the_new_name() {
        let after = renamed(
            &[
                ("content/projects/a.fr.md", "---\ntitle: A\ntype: t # le type\n---\nVoir [b](b.fr.md).\n"),
                ("content/projects/a.ar.md", "---\ntitle: A\nslug: autre\n---\nText\n"),
                (
                    "content/projects/b.fr.md",
                    "---\ntitle: B\nrelated: [a, c]\nlinks:\n  - {file: a.fr.md}\n---\n[a](a.fr.md#x) [a](./a.ar.md) [aa](aa.fr.md)\n",
                ),
                (
                    "content/pages/c.fr.md",
                    "---\ntitle: C\n---\n[a](../projects/a.fr.md) [a](/content/projects/a.fr.md)\n",
                ),
            ],
            "a",
            "nouveau",
        );
        let expected = [
            (
                "content/projects/nouveau.fr.md",
                "---\ntitle: A\naliases: [a]\ntype: t # le type\n---\nVoir [b](b.fr.md).\n",
            ),
            ("content/projects/nouveau.ar.md", "---\ntitle: A\nslug: autre\n---\nText\n"),
            (
                "content/projects/b.fr.md",
                "---\ntitle: B\nrelated: [nouveau, c]\nlinks:\n  - {file: nouveau.fr.md}\n---\n[a](nouveau.fr.md#x) [a](nouveau.ar.md) [aa](aa.fr.md)\n",
            ),
            (
                "content/pages/c.fr.md",
                "---\ntitle: C\n---\n[a](../projects/nouveau.fr.md) [a](/content/projects/nouveau.fr.md)\n",
            ),
        ];
        let after: Vec<(&str, &str)> = after.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(after, expected);
    }

    #[test]
    fn a_folder_moves_with_what_is_in_it_and_links_still_lead_there() {
        let after = renamed(
            &[
                (
                    "content/projects/a/index.fr.md",
                    "---\ntitle: A\nimage: {src: photo.jpg}\n---\n![x](photo.jpg) [b](../b.fr.md)\n",
                ),
                ("content/projects/a/photo.jpg", ""),
                ("content/projects/b.fr.md", "---\ntitle: B\n---\n[a](a/index.fr.md) ![x](a/photo.jpg)\n"),
            ],
            "a",
            "2018/a",
        );
        let expected = [
            (
                "content/projects/2018/a/index.fr.md",
                "---\ntitle: A\nimage: {src: photo.jpg}\n---\n![x](photo.jpg) [b](../../b.fr.md)\n",
            ),
            ("content/projects/2018/a/photo.jpg", ""),
            ("content/projects/b.fr.md", "---\ntitle: B\n---\n[a](2018/a/index.fr.md) ![x](2018/a/photo.jpg)\n"),
        ];
        let after: Vec<(&str, &str)> = after.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(after, expected);
    }
}
