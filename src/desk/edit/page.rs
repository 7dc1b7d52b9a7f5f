//! The editor's pages.

use serde::Serialize;

use crate::base::diag::Diagnostic;
use crate::desk::edit::control::{Choice, Control, Known, label};
use crate::desk::edit::{fact_control, fix_of, old_text, word_control, words};
use crate::desk::engine::render;
use crate::desk::problem::{Problem, Teller};
use crate::edit::pair::{self, File};
use crate::parse::write_up::Section;
use crate::report::Files;
use crate::report::messages::{MessageLanguage, word};
use crate::schema::Owner;

/// What an editor shows.
pub struct Page<'p> {
    /// `youth`, `page:about`.
    pub name: &'p str,
    /// Its section.
    pub section: Section,
    /// Its files, as they are on disk or were typed.
    pub files: &'p [File],
    /// The key of each file as it was opened.
    pub bases: &'p [String],
    /// What is wrong with them.
    pub problems: &'p [Diagnostic],
    /// What is to be sent with every change.
    pub token: &'p str,
    /// What was just done: the name of a word.
    pub done: Option<&'static str>,
    /// What could not be written: a sentence.
    pub refused: Option<String>,
    /// Files that somebody else changed meanwhile.
    pub conflicts: Vec<Conflict>,
}

/// A file that somebody else changed since it was opened.
#[derive(Serialize)]
pub struct Conflict {
    /// Its path.
    pub path: String,
    /// As it was opened, if that is still known.
    pub opened: Option<String>,
    /// As it is on disk.
    pub on_disk: String,
    /// As it was typed.
    pub typed: String,
}

#[derive(Serialize)]
struct View {
    name: String,
    title: String,
    token: String,
    done: Option<String>,
    refused: Option<String>,
    conflicts: Vec<Conflict>,
    files: Vec<FileView>,
    facts: Vec<Control>,
    more: Vec<Control>,
    problems: Vec<ProblemView>,
    errors: bool,
}

#[derive(Serialize)]
struct FileView {
    label: String,
    lang: String,
    dir: String,
    path: String,
    base: String,
    is_new: bool,
    words: Vec<Control>,
    text_label: String,
    text: String,
}

#[derive(Serialize)]
struct ProblemView {
    problem: Problem,
    /// The name of the line that can certainly be written.
    fix: Option<String>,
    /// The control that it is about.
    control: Option<String>,
}

/// The editor of a project or page.
pub fn page(known: &Known, page: Page) -> String {
    let language = known.language;
    let mut facts: Vec<Control> =
        pair::keys(page.section, Owner::Fact).map(|field| fact_control(known, page.files, field)).collect();
    let files: Vec<FileView> =
        page.files.iter().zip(page.bases).map(|(file, base)| file_view(known, page.section, file, base)).collect();
    let first = |key: &str| ["type", "partners", "status", "dates"].contains(&key.trim_start_matches("fact."));
    let more = facts.extract_if(.., |control| !has_value(control) && !first(&control.name)).collect();
    let title = page.files.iter().find_map(|file| Some(file.value("title")?.as_text()?.to_owned()));
    let problems = problem_views(language, page.files, page.problems);
    let view = View {
        name: page.name.to_owned(),
        title: title.unwrap_or_else(|| page.name.to_owned()),
        token: page.token.to_owned(),
        done: page.done.map(|name| word(name, &[], language)),
        refused: page.refused,
        conflicts: page.conflicts,
        errors: problems.iter().any(|problem| problem.problem.severity == "error"),
        files,
        facts,
        more,
        problems,
    };
    render("edit.html", language, &view)
}

/// The problems alone: for a form whose text is being typed.
pub fn problems_fragment(language: MessageLanguage, files: &[File], problems: &[Diagnostic]) -> String {
    #[derive(Serialize)]
    struct Fragment {
        problems: Vec<ProblemView>,
    }
    render("edit-problems.html", language, &Fragment { problems: problem_views(language, files, problems) })
}

/// The form for a new project; what was typed in it before, and what was wrong
/// with that.
pub fn new_page(known: &Known, token: &str, typed: &super::Typed, refused: Option<String>) -> String {
    #[derive(Serialize)]
    struct New {
        token: String,
        refused: Option<String>,
        slug: String,
        titles: Vec<Control>,
        types: Vec<Choice>,
        of_type: String,
        partners: Vec<Choice>,
        partner: String,
    }
    let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let title = |(lang, dir): &(crate::base::lang::Lang, &'static str)| {
        let name = format!("{lang}.title");
        let language = word(&format!("language-{lang}"), &[], known.language);
        let label = format!("{} ({language})", label("title", known.language));
        Control {
            kind: "text",
            label,
            value: text(&name),
            name,
            example: String::new(),
            dir: (*dir).to_owned(),
            lang: lang.to_string(),
            choices: vec![],
            parts: vec![],
            problems: vec![],
        }
    };
    let view = New {
        token: token.to_owned(),
        refused,
        slug: text("slug"),
        titles: known.langs.iter().map(title).collect(),
        types: (known.ids)("type"),
        of_type: text("type"),
        partners: (known.ids)("partners"),
        partner: text("partner"),
    };
    render("edit-new.html", known.language, &view)
}

fn file_view(known: &Known, section: Section, file: &File, base: &str) -> FileView {
    let dir = known.langs.iter().find(|(lang, _)| *lang == file.lang).map_or("auto", |(_, dir)| dir);
    FileView {
        label: word(&format!("language-{}", file.lang), &[], known.language),
        lang: file.lang.to_string(),
        dir: dir.to_owned(),
        path: file.path.to_string(),
        base: base.to_owned(),
        is_new: file.bytes.is_none(),
        words: words(section).map(|field| word_control(known, file, field)).collect(),
        text_label: label("text", known.language),
        text: old_text(file),
    }
}

fn has_value(control: &Control) -> bool {
    !control.value.is_empty() || control.parts.iter().any(has_value)
}

fn problem_views(language: MessageLanguage, files: &[File], problems: &[Diagnostic]) -> Vec<ProblemView> {
    let sources = |path: &crate::base::path::RelPath| {
        files.iter().find(|file| file.path == *path).and_then(|file| file.bytes.clone())
    };
    let mut teller = Teller { files: Files::new(&sources), root: None, language };
    let view = |found: &Diagnostic| ProblemView {
        problem: teller.tell(found),
        fix: fix_of(found, files).map(|(_, fix)| fix.name()),
        control: control_of(found, files),
    };
    problems.iter().map(view).collect()
}

/// The control whose value a problem is about: by the line of the outermost
/// level that it stands below.
fn control_of(found: &Diagnostic, files: &[File]) -> Option<String> {
    let at = found.at.as_ref()?;
    let file = files.iter().find(|file| file.path == at.path)?;
    let text = std::str::from_utf8(file.bytes.as_deref()?).ok()?;
    let before = text.get(..at.span.range().start)?;
    let line_end = text[before.len()..].find('\n').map_or(text.len(), |end| before.len() + end);
    if before.matches("\n---").count() > 0 {
        return Some(format!("{}.text", file.lang));
    }
    let is_key = |line: &&str| !line.starts_with([' ', '-', '#', '\t']) && line.contains(':');
    let key = text[..line_end].lines().rev().find(is_key)?.split(':').next()?.trim();
    let field = crate::edit::pair::fields(Section::of(&file.path)?).iter().find(|field| field.name == key)?;
    Some(if field.owner == Owner::Words { format!("{}.{key}", file.lang) } else { format!("fact.{key}") })
}
