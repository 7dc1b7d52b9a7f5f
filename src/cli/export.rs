//! `jisr export brochure`: the whole catalogue of a language as a PDF that is
//! tagged and has bookmarks. A browser prints it; jisr only writes the
//! document and serves it, with its pictures, to that browser.

mod browser;
mod failure;
mod host;

use std::path::{Path, PathBuf};

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics};
use crate::base::failure::reason;
use crate::cli::export::failure::Failure;
use crate::cli::outcome::Outcome;
use crate::cli::settings::{Brochure, Settings};
use crate::config::{LangId, Options};
use crate::disk::build::quoted;
use crate::disk::builtin;
use crate::disk::pictures::PictureCache;
use crate::pipeline::preview::{Input, Preview};
use crate::report::messages::{MessageLanguage, visible, word};

/// Writes a brochure for each language that is asked for, and tells which
/// files these are. A site with errors has none: nothing wrong is printed.
pub fn run(settings: &Settings, asked: &Brochure) -> Outcome {
    let (tree, early) = settings.folders.read();
    let options = Options { fonts: None, ..settings.options() };
    let preview = Preview::new(Input { tree: &tree, options, builtin: &builtin::themes(), early }, None);
    let diagnostics = Diagnostics::clone(preview.diagnostics());
    let mut outcome = Outcome { sources: quoted(&diagnostics, &tree), diagnostics, ..Outcome::default() };
    if outcome.diagnostics.has_errors() {
        return outcome;
    }
    match write(settings, asked, &preview) {
        Ok(files) => outcome.closing = files.iter().map(|file| exported(file, settings.look.language)).collect(),
        Err(diagnostic) => outcome.diagnostics.push(*diagnostic),
    }
    outcome
}

fn exported(file: &Path, language: MessageLanguage) -> String {
    word("exported", &[("path", Arg::Text(visible(&file.display().to_string())))], language)
}

fn write(settings: &Settings, asked: &Brochure, preview: &Preview) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let languages = languages(asked, preview)?;
    let browser = browser::find().ok_or_else(|| Diagnostic::new(Code::BrowserMissing))?;
    let pictures = PictureCache::new(&settings.folders.root);
    let mut files = vec![];
    for lang in &languages {
        let file = file(asked, preview, *lang, languages.len());
        let html = preview.brochure(*lang)?;
        let printed = host::serve(preview, html.into(), &pictures, |address| browser.print(address, &file));
        printed.map_err(|failure| failed(&file, failure))?;
        files.push(file);
    }
    Ok(files)
}

fn failed(file: &Path, failure: Failure) -> Box<Diagnostic> {
    let (code, detail) = match failure {
        Failure::Io(error) => (Code::OutputFailed, reason(&error)),
        Failure::Browser(words) => (Code::BrowserFailed, words),
    };
    Box::new(Diagnostic::new(code).arg("path", file.display().to_string()).arg("detail", detail))
}

/// The languages that are asked for: one, or all that the site has.
fn languages(asked: &Brochure, preview: &Preview) -> Result<Vec<LangId>, Box<Diagnostic>> {
    let config = &preview.plan().catalogue.config;
    let find = |tag: &str| config.langs().find(|lang| config.languages[*lang].lang.as_str() == tag);
    let Some(tag) = &asked.language else {
        let spoken = asked.spoken.and_then(|spoken| find(spoken.as_str()));
        return Ok(spoken.map_or_else(|| config.langs().collect(), |lang| vec![lang]));
    };
    find(tag).map(|lang| vec![lang]).ok_or_else(|| {
        let mut unknown = Diagnostic::new(Code::BrochureLanguage).arg("value", tag.as_str());
        let known = config.languages.iter().map(|language| language.lang.to_string()).collect();
        unknown.args.push(("languages", Arg::List(known)));
        Box::new(unknown)
    })
}

/// Where the brochure of a language goes: the file that is named, if there is
/// one brochure; else `brochure-ar.pdf` in the folder that is named, or here.
fn file(asked: &Brochure, preview: &Preview, lang: LangId, count: usize) -> PathBuf {
    let tag = preview.plan().catalogue.config.languages[lang].lang;
    let name = format!("brochure-{tag}.pdf");
    match &asked.to {
        Some(to) if is_pdf(to) && count == 1 => to.clone(),
        Some(to) if is_pdf(to) => to.with_file_name(format!("{}-{tag}.pdf", stem(to))),
        Some(folder) => folder.join(name),
        None => PathBuf::from(name),
    }
}

fn is_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"))
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
