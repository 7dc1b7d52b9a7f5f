//! A Markdown file with front matter: a project or a page, in one language.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::date::PartialDate;
use crate::base::diag::{Diagnostic, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::lang::Lang;
use crate::base::name;
use crate::base::path::{RelPath, fold};
use crate::base::url::Url;
use crate::parse::front_matter::FrontMatter;
use crate::parse::markdown::{self, Body};
use crate::parse::{Document, Parsed, below, title};
use crate::schema::check::{Checker, slugify};
use crate::schema::fields::write_up as at;
use crate::schema::pages::PROJECTS;
use crate::schema::record::Items;
use crate::yaml::{self, Yaml};

/// Which folder of `content/` a write-up is in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Section {
    /// `content/projects/`
    Projects,
    /// `content/pages/`
    Pages,
}

/// A project or a page, in one language.
pub struct WriteUp {
    /// The file.
    pub path: RelPath,
    /// The identifier shared by all languages: the path below its section
    /// without the language and `/index`, in the normalised form used to
    /// compare names.
    pub id: Arc<str>,
    /// The last segment of its address.
    pub slug: String,
    /// The page's address, if the suffix names a language.
    pub url: Url,
    /// The address of the project's data file, the same in every language.
    pub data: Url,
    /// Where the slug is set, if it is.
    pub slug_span: Option<Span>,
    /// The text between the last dot before `.md` and `.md`.
    pub suffix: Option<String>,
    /// The language given by the suffix, if it is well-formed.
    pub lang: Option<Lang>,
    /// The title, or the id if none could be read.
    pub title: String,
    /// The summary, or the first paragraph.
    pub summary: Option<String>,
    /// Whether it is marked as a draft.
    pub draft: bool,
    /// Former addresses that redirect here, with their places.
    pub aliases: Vec<(String, Span)>,
    /// The front matter.
    pub record: FrontMatter,
    /// The languages named as keys of translated texts in it, with their
    /// places.
    pub languages: Vec<(String, Span)>,
    /// The span of the front matter.
    pub front: Span,
    /// The body.
    pub body: Body,
    /// The content key (hash) of what lists show in this language: title,
    /// summary, slug.
    pub card: Key,
    /// The content key (hash) of the facts in this file.
    pub facts: Key,
    /// Whether a part of the front matter could not be read, so that reporting
    /// a missing key may be a false alarm.
    pub broken: bool,
    /// When it is published and withdrawn.
    pub schedule: Schedule,
    /// The collation key of the title, with the tag of its locale: computed
    /// when it is first sorted, and kept until the file changes.
    pub collation: OnceLock<(String, Box<[u8]>)>,
}

/// The dates between which something is published.
#[derive(Clone, Copy, Default)]
pub struct Schedule {
    /// It is published from this day on.
    pub publish_on: Option<Date>,
    /// It is withdrawn from this day on.
    pub expire_on: Option<Date>,
}

impl Section {
    /// The section that a Markdown file is in, if any.
    pub fn of(path: &RelPath) -> Option<Section> {
        if !path.has_extension("md") {
            return None;
        }
        let sections = [Section::Projects, Section::Pages];
        sections.into_iter().find(|section| path.as_str().starts_with(section.folder()))
    }

    /// Whether a file is in the folder of a section.
    pub fn holds(path: &RelPath) -> bool {
        [Section::Projects, Section::Pages].iter().any(|section| path.as_str().starts_with(section.folder()))
    }

    /// The folder, with a trailing slash.
    pub fn folder(self) -> &'static str {
        match self {
            Section::Projects => "content/projects/",
            Section::Pages => "content/pages/",
        }
    }

    /// The address of a page of this section.
    pub fn url(self, lang: &str, slug: &str) -> Url {
        match self {
            Section::Projects => Url::page(&[lang, PROJECTS, slug]),
            Section::Pages => Url::page(&[lang, slug]),
        }
    }
}

impl WriteUp {
    /// The section that it is in.
    pub fn section(&self) -> Section {
        self.record.section()
    }
}

impl Schedule {
    fn of(record: &FrontMatter) -> Schedule {
        let day = |key| record.get(key).map(PartialDate::earliest);
        Schedule { publish_on: day(at::PUBLISH_ON), expire_on: day(at::EXPIRE_ON) }
    }
}

/// The identifier and suffix given by a path below a section: `a/b.fr.md` is
/// `a/b` and `fr`, `a/index.ar.md` is `a` and `ar`.
pub fn identity(path: &RelPath, section: Section) -> (String, Option<String>) {
    let below = path.as_str().strip_prefix(section.folder()).unwrap_or(path.as_str());
    let stem = below.get(..below.len().saturating_sub(3)).unwrap_or(below); // without `.md`, whatever its case
    let (folder, name) = stem.rsplit_once('/').map_or(("", stem), |(folder, name)| (folder, name));
    let (name, suffix) = name.rsplit_once('.').map_or((name, None), |(name, suffix)| (name, Some(suffix.to_owned())));
    let id = match (folder, name) {
        ("", name) => name.to_owned(),
        (folder, "index") => folder.to_owned(),
        (folder, name) => format!("{folder}/{name}"),
    };
    (id, suffix)
}

/// Parses a write-up.
pub fn write_up(path: &RelPath, bytes: &[u8], section: Section) -> Parsed {
    let (text, mut diagnostics) = yaml::fence::decode(path, bytes);
    let undecoded = !diagnostics.is_empty();
    let split = yaml::fence::split(path, &text);
    let unfenced = !split.diagnostics.is_empty();
    diagnostics.extend(split.diagnostics);
    let (id, suffix) = identity(path, section);
    diagnostics.extend(name::unfit(path, Span::default(), &id));
    let lang = suffix.as_deref().and_then(Lang::new);
    let front = split.front.clone().unwrap_or(0..0);
    let document = yaml::read(path, &text, front.clone());
    diagnostics.extend(document.diagnostics);
    let broken = document.broken || unfenced || undecoded;
    let mut checker = Checker::new(path, &text, lang);
    let whole = Span::new(front.start.min(text.len())..front.start.min(text.len()));
    let entries = match document.root.as_ref().map(|root| &root.value) {
        Some(Yaml::Mapping(entries)) => entries.as_slice(),
        _ => &[],
    };
    let record = FrontMatter::check(&mut checker, section, entries, whole, !broken);
    let checked = checker.finish();
    diagnostics.extend(checked.diagnostics);
    diagnostics.extend(title::slips(path, &text, record.values()));
    if split.front.is_some() && !unfenced {
        diagnostics.extend(below::fields(path, &text, split.body.clone(), section));
    }
    let (body, of_body) = markdown::body(path, &text, split.body, lang);
    // Without front matter, what looks like a heading was meant as the title:
    // not reported.
    let headless = split.front.is_none();
    let of_title = |found: &Diagnostic| matches!(found.code, Code::HeadingOne | Code::RuleMakesHeading);
    diagnostics.extend(of_body.into_iter().filter(|found| !(headless && of_title(found))));
    yaml::fence::drop_consequences(bytes, &mut diagnostics);
    let languages = checked.languages;
    let write_up = assemble(Raw { path, id, suffix, lang, record, languages, front: whole, body, broken });
    finish(write_up, diagnostics)
}

fn finish(write_up: WriteUp, diagnostics: Vec<Diagnostic>) -> Parsed {
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.severity == crate::base::diag::Severity::Error);
    Parsed { document: Document::WriteUp(Arc::new(write_up)), diagnostics, broken }
}

struct Raw<'a> {
    path: &'a RelPath,
    id: String,
    suffix: Option<String>,
    lang: Option<Lang>,
    record: FrontMatter,
    languages: Vec<(String, Span)>,
    front: Span,
    body: Body,
    broken: bool,
}

fn assemble(raw: Raw) -> WriteUp {
    let Raw { path, id, suffix, lang, record, languages, front, body, broken } = raw;
    let name = id.rsplit('/').next().unwrap_or(&id);
    let slug = record.get(at::SLUG).map_or_else(|| slugify(name), str::to_owned);
    let slug = if slug.is_empty() { "page".to_owned() } else { slug };
    let title = record.get(at::TITLE).unwrap_or(&id).to_owned();
    let first_paragraph = Some(body.summary.clone()).filter(|summary| !summary.is_empty());
    let summary = record.get(at::SUMMARY).map(str::to_owned).or(first_paragraph);
    let aliases = record.get(at::ALIASES).into_iter().flat_map(Items::with_spans);
    let mut hash = KeyHasher::default();
    [title.as_str(), &slug, summary.as_deref().unwrap_or("")].into_iter().for_each(|text| hash.bytes(text));
    let id: Arc<str> = fold(&id).into();
    WriteUp {
        path: path.clone(),
        data: Url::file(&format!("data/projects/{id}.json")),
        id,
        slug_span: record.span(at::SLUG),
        suffix,
        lang,
        url: record.section().url(lang.as_ref().map_or("und", Lang::as_str), &slug),
        draft: record.get(at::DRAFT) == Some(true),
        aliases: aliases.map(|(alias, span)| (alias.to_owned(), span)).collect(),
        card: hash.finish(),
        facts: record.facts_key(),
        schedule: Schedule::of(&record),
        collation: OnceLock::new(),
        slug,
        title,
        summary,
        record,
        languages,
        front,
        body,
        broken,
    }
}

#[cfg(test)]
mod tests {
    use super::{Section, identity};
    use crate::base::path::RelPath;

    #[test]
    fn identity_is_the_path_without_language_and_index() {
        let cases = [
            ("content/projects/a.fr.md", "a", Some("fr")),
            ("content/projects/a/index.ar.md", "a", Some("ar")),
            ("content/projects/2018/a.fr.md", "2018/a", Some("fr")),
            ("content/projects/a.v2.fr.md", "a.v2", Some("fr")),
            ("content/projects/a.md", "a", None),
            ("content/projects/index.fr.md", "index", Some("fr")),
        ];
        for (path, id, suffix) in cases {
            let path = RelPath::new(path).unwrap();
            let found = identity(&path, Section::of(&path).unwrap());
            assert_eq!((found.0.as_str(), found.1.as_deref()), (id, suffix), "{path}");
        }
    }
}
