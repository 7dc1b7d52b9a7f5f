//! `jisr new`: writes the files of a new project, page, partner or translation,
//! from options or, on a terminal, from what it asks.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;

use clap::Subcommand;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Severity};
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::catalogue::identity::translation_name;
use crate::catalogue::{Mode, catalogue};
use crate::cli::fix::unsaved;
use crate::cli::outcome::Outcome;
use crate::cli::settings::Settings;
use crate::cli::status::Site;
use crate::config::{self, Config, Options};
use crate::disk::{build, texts};
use crate::edit::value::Value;
use crate::edit::{Edit, apply, scaffold};
use crate::parse::write_up::{Section, WriteUp};
use crate::report::messages::{MessageLanguage, word};
use crate::schema::check::slugify;
use crate::source::Change;

/// What is to be made.
#[derive(Subcommand, Clone, PartialEq, Eq, Debug)]
pub enum NewTask {
    /// A project, as a draft
    Project {
        /// Its name in the address
        slug: String,
        /// Its title in a language
        #[arg(long, value_name = "LANG=TEXT")]
        title: Vec<String>,
        /// Its type, as declared in site.yaml
        #[arg(long = "type", value_name = "ID")]
        of_type: Option<String>,
        /// Its partners, the leading one first
        #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
        partners: Vec<String>,
    },
    /// A page, as a draft
    Page {
        /// Its name in the address
        slug: String,
        /// Its title in a language
        #[arg(long, value_name = "LANG=TEXT")]
        title: Vec<String>,
    },
    /// A partner
    Partner {
        /// Its id
        id: String,
        /// Its name in a language
        #[arg(long, value_name = "LANG=TEXT")]
        name: Vec<String>,
        /// Its acronym in a language
        #[arg(long, value_name = "LANG=TEXT")]
        acronym: Vec<String>,
    },
    /// The translation of a project or page, as a draft
    Translation {
        /// The project or page
        slug: String,
        /// The language of the translation
        language: String,
        /// Its title
        #[arg(long)]
        title: Option<String>,
    },
}

type Files = Vec<(RelPath, Option<Arc<[u8]>>, Vec<u8>)>;

/// Makes what was asked for.
pub fn run(settings: &Settings, task: &NewTask) -> Outcome {
    let site = Site::read(settings);
    let made = Maker { site: &site, language: settings.look.language }.files(task);
    let files = match made {
        Ok(files) => files,
        Err(found) => return Outcome::refused(found),
    };
    let (found, sources) = mistakes(settings, &site, &files);
    if found.has_errors() {
        return Outcome { diagnostics: found, sources, ..Outcome::default() };
    }
    let mut outcome = Outcome::default();
    for (path, former, bytes) in &files {
        if let Err(why) = texts::save(&settings.folders.root, path, former.as_deref(), bytes) {
            outcome.diagnostics = [unsaved(path, &why)].into_iter().collect();
            return outcome;
        }
        let args = [("path", Arg::Text(path.to_string()))];
        outcome.answer.push(word("new-written", &args, settings.look.language));
    }
    outcome
}

/// The errors that the files would have, drafts or not, and their sources.
fn mistakes(
    settings: &Settings,
    site: &Site,
    files: &Files,
) -> (Diagnostics, std::collections::BTreeMap<RelPath, Arc<[u8]>>) {
    let mut tree = site.tree.clone();
    let put =
        |(path, _, bytes): &(RelPath, Option<Arc<[u8]>>, Vec<u8>)| Change::Put(path.clone(), bytes.as_slice().into());
    tree.apply(files.iter().map(put).collect());
    let path = config::path();
    let options = Options { drafts: true, ..settings.options() };
    let (config, _) = Config::read(&path, &tree.bytes(&path).unwrap_or_default(), options);
    let (_, found) = catalogue(&tree, &Arc::new(config), Mode::Publish);
    let is_own = |found: &Diagnostic| {
        let path = found.at.as_ref().map(|at| &at.path);
        found.severity == Severity::Error && files.iter().any(|(own, ..)| Some(own) == path)
    };
    let found: Diagnostics = found.into_iter().filter(is_own).collect();
    let sources = build::quoted(&found, &tree);
    (found.sorted(), sources)
}

struct Maker<'a> {
    site: &'a Site,
    language: MessageLanguage,
}

impl Maker<'_> {
    fn files(&self, task: &NewTask) -> Result<Files, Diagnostic> {
        match task {
            NewTask::Project { slug, title, of_type, partners } => {
                let titles = self.texts(slug, "title", title, "new-ask-title")?;
                let types =
                    self.site.config.types.iter().map(|own| own.term.id.as_str()).collect::<Vec<_>>().join(", ");
                let of_type = match of_type {
                    Some(of_type) => of_type.clone(),
                    None => self.answer("type", "new-ask-type", &types)?,
                };
                let partners = match partners.is_empty() {
                    false => partners.clone(),
                    true => self
                        .answer("partners", "new-ask-partners", &self.partners())?
                        .split(',')
                        .map(str::to_owned)
                        .collect(),
                };
                let partners = partners.iter().map(|id| Value::text(id.trim())).collect();
                let facts = [("type", Value::Text(of_type)), ("partners", Value::List(partners))];
                self.write_up(Section::Projects, slug, &titles, &facts)
            }
            NewTask::Page { slug, title } => {
                let titles = self.texts(slug, "title", title, "new-ask-title")?;
                self.write_up(Section::Pages, slug, &titles, &[])
            }
            NewTask::Partner { id, name, acronym } => self.partner(id, name, acronym),
            NewTask::Translation { slug, language, title } => self.translation(slug, language, title.as_deref()),
        }
    }

    fn partners(&self) -> String {
        let path = RelPath::fixed("content/partners.yaml");
        let bytes = self.site.tree.bytes(&path).unwrap_or_default();
        crate::edit::values_of(&path, &bytes).into_iter().map(|(id, _)| id).collect::<Vec<_>>().join(", ")
    }

    fn write_up(
        &self,
        section: Section,
        id: &str,
        titles: &[(Lang, String)],
        facts: &[(&str, Value)],
    ) -> Result<Files, Diagnostic> {
        let exists = self.site.lines.iter().any(|line| line.section == section && *line.id == *id);
        let made = scaffold::write_up(section, id, titles, facts).map_err(|_| unusable(id))?;
        if exists {
            return Err(Diagnostic::new(Code::NameTaken).arg("value", id));
        }
        Ok(made.into_iter().map(|(path, bytes)| (path, None, bytes)).collect())
    }

    fn partner(&self, id: &str, name: &[String], acronym: &[String]) -> Result<Files, Diagnostic> {
        let path = RelPath::fixed("content/partners.yaml");
        let former = self.site.tree.bytes(&path);
        let bytes = former.clone().unwrap_or_default();
        if crate::edit::value_of(&path, &bytes, id).is_some() {
            return Err(Diagnostic::new(Code::NameTaken).arg("value", id));
        }
        let record = |texts: Vec<(Lang, String)>| {
            Value::Record(texts.into_iter().map(|(lang, text)| (lang.to_string(), Value::Text(text))).collect())
        };
        let mut pairs = vec![("name".to_owned(), record(self.texts(id, "name", name, "new-ask-name")?))];
        if !acronym.is_empty() {
            pairs.push(("acronym".to_owned(), record(self.typed("acronym", acronym)?)));
        }
        let edit = Edit::set(id, Some(Value::Record(pairs)));
        let edited = apply(&path, &bytes, &[edit]).map_err(|_| unusable(id))?;
        Ok(vec![(path, former, edited)])
    }

    fn translation(&self, slug: &str, language: &str, title: Option<&str>) -> Result<Files, Diagnostic> {
        let line = self.site.find(slug)?;
        let lang = Lang::new(language).filter(|lang| self.site.config.languages.iter().any(|own| own.lang == *lang));
        let lang = lang.ok_or_else(|| {
            let known = self.site.config.languages.iter().map(|own| own.lang.to_string()).collect();
            let unknown = Diagnostic::new(Code::InvalidOption).arg("option", "LANGUAGE").arg("value", language);
            unknown.hint(crate::base::diag::Hint::OneOf(known))
        })?;
        let original = line.docs.iter().flatten().find(|own| own.lang != Some(lang));
        let taken = line.docs.iter().flatten().any(|own| own.lang == Some(lang));
        let original =
            original.filter(|_| !taken).ok_or_else(|| Diagnostic::new(Code::NameTaken).arg("value", slug))?;
        let title = match title {
            Some(title) => title.to_owned(),
            None => self.answer("title", "new-ask-translated", &original.title)?,
        };
        let path = RelPath::new(&translation_name(original, lang.as_str())).ok_or_else(|| unusable(slug))?;
        let edits = [
            Edit::set("title", Some(Value::Text(title))),
            Edit::set("draft", Some(Value::text("true"))),
            Edit::Text(headings(original)),
        ];
        let bytes = apply(&path, scaffold::EMPTY.as_bytes(), &edits).map_err(|_| unusable(slug))?;
        Ok(vec![(path, None, bytes)])
    }

    /// Texts by language: those that were given as options, or else asked for.
    fn texts(
        &self,
        id: &str,
        option: &str,
        given: &[String],
        question: &str,
    ) -> Result<Vec<(Lang, String)>, Diagnostic> {
        if !scaffold::is_id(id) {
            return Err(unusable(id));
        }
        let mut texts = self.typed(option, given)?;
        if texts.is_empty() {
            for language in &self.site.config.languages {
                let asked = ask(&word(question, &[("lang", Arg::Text(language.lang.to_string()))], self.language));
                texts.extend(asked.map(|text| (language.lang, text)));
            }
        }
        let missing = || Diagnostic::new(Code::AnswerMissing).arg("option", format!("--{option} fr=…"));
        if texts.is_empty() { Err(missing()) } else { Ok(texts) }
    }

    fn typed(&self, option: &str, given: &[String]) -> Result<Vec<(Lang, String)>, Diagnostic> {
        let wrong = |text: &String| {
            let wrong =
                Diagnostic::new(Code::InvalidOption).arg("option", format!("--{option}")).arg("value", text.as_str());
            wrong.hint(crate::base::diag::Hint::Example(format!("--{option} \"fr=…\" --{option} \"ar=…\"")))
        };
        let text = |text: &String| {
            let pair = text.split_once('=').and_then(|(lang, words)| Some((Lang::new(lang.trim())?, words.trim())));
            let pair = pair.filter(|(lang, words)| {
                !words.is_empty() && self.site.config.languages.iter().any(|own| own.lang == *lang)
            });
            pair.map(|(lang, words)| (lang, words.to_owned())).ok_or_else(|| wrong(text))
        };
        given.iter().map(text).collect()
    }

    fn answer(&self, option: &str, question: &str, known: &str) -> Result<String, Diagnostic> {
        let asked = ask(&word(question, &[("list", Arg::Text(known.to_owned()))], self.language));
        asked.ok_or_else(|| Diagnostic::new(Code::AnswerMissing).arg("option", format!("--{option}")))
    }
}

/// The headings of an original as remarks to replace: nothing of its text.
fn headings(original: &WriteUp) -> String {
    let heading = |own: &crate::parse::markdown::Heading| {
        format!("<!-- {} {} -->\n", "#".repeat(usize::from(own.level)), own.text.replace("--", "–"))
    };
    original.body.headings.iter().map(heading).collect::<Vec<_>>().join("\n")
}

fn unusable(id: &str) -> Diagnostic {
    let near = Some(slugify(id)).filter(|near| scaffold::is_id(near));
    Diagnostic::new(Code::NameUnusable).arg("value", id).did_you_mean(near)
}

/// What is typed as an answer, on a terminal; nothing elsewhere.
fn ask(question: &str) -> Option<String> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let _ = write!(io::stderr(), "{question} ").and_then(|()| io::stderr().flush());
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).ok()?;
    Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty())
}
