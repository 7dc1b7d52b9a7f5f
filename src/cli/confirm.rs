//! `jisr confirm`: records that a translation says what its original says now.

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics};
use crate::base::lang::Lang;
use crate::catalogue::freshness::{self, blocks_of};
use crate::cli::fix::unsaved;
use crate::cli::outcome::Outcome;
use crate::cli::settings::Settings;
use crate::cli::status::Site;
use crate::disk::texts;
use crate::edit::value::Value;
use crate::edit::{Edit, Refusal, apply};
use crate::parse::write_up::WriteUp;
use crate::report::messages::word;
use crate::report::status::{Line, name};

/// What was asked of `confirm`.
#[derive(clap::Args, Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The projects or pages whose translation is right as it is
    #[arg(value_name = "SLUG", required = true)]
    pub slugs: Vec<String>,
    /// The language of the original
    #[arg(long, value_name = "LANG")]
    pub of: Option<String>,
}

/// Confirms the translations of these projects and pages.
pub fn run(settings: &Settings, asked: &Asked) -> Outcome {
    let site = Site::read(settings);
    let mut outcome = Outcome::default();
    let mut found = Diagnostics::default();
    for slug in &asked.slugs {
        match site.find(slug).and_then(|line| confirm(settings, &site, line, asked.of.as_deref())) {
            Ok(lines) => outcome.answer.extend(lines),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    outcome.diagnostics = found.sorted();
    outcome
}

fn confirm(settings: &Settings, site: &Site, line: &Line, of: Option<&str>) -> Result<Vec<String>, Diagnostic> {
    let original = original(site, line, of)?;
    let bytes = site.tree.bytes(&original.path).unwrap_or_default();
    let blocks = blocks_of(original, &bytes);
    let lang = original.lang.map(|lang| lang.to_string()).unwrap_or_default();
    let pairs = [("of", lang.clone()), ("seen", freshness::seen(&blocks)), ("on", settings.today.to_string())];
    let record = Value::Record(pairs.map(|(key, text)| (key.to_owned(), Value::Text(text))).to_vec());
    let mut told = vec![];
    for own in line.docs.iter().flatten().filter(|own| own.path != original.path && !own.draft) {
        write(settings, site, own, &record)?;
        let to = own.lang.map(|lang| lang.to_string()).unwrap_or_default();
        let args = [("name", Arg::Text(name(line))), ("of", Arg::Text(lang.clone())), ("to", Arg::Text(to))];
        told.push(word("confirm-done", &args, settings.look.language));
    }
    for block in &blocks {
        // Without the former words, `status` shows only what is new.
        let _ = texts::keep_block(&settings.folders.root, &block.hash, &block.words);
    }
    Ok(told)
}

/// The text that the others are translations of: in the language that was
/// given, or the one that was confirmed before, or the site's default one.
fn original<'l>(site: &Site, line: &'l Line, of: Option<&str>) -> Result<&'l WriteUp, Diagnostic> {
    let in_language = |lang: Lang| line.docs.iter().flatten().find(|own| own.lang == Some(lang) && !own.draft);
    let confirmed = || line.docs.iter().flatten().find_map(|own| freshness::confirmed(own)).map(|known| known.of);
    let default = site.config.languages[site.config.default].lang;
    let found = match of {
        Some(of) => Lang::new(of).and_then(in_language),
        None => confirmed().and_then(in_language).or_else(|| in_language(default)),
    };
    let has_other = line.docs.iter().flatten().filter(|own| !own.draft).count() > 1;
    let alone = || Diagnostic::new(Code::NothingToConfirm).arg("name", name(line));
    found.filter(|_| has_other).map(|own| &**own).ok_or_else(alone)
}

fn write(settings: &Settings, site: &Site, own: &WriteUp, record: &Value) -> Result<(), Diagnostic> {
    let former = site.tree.bytes(&own.path).unwrap_or_default();
    let edit = Edit::set("translation", Some(record.clone()));
    let edited = apply(&own.path, &former, &[edit]).map_err(|why| refused(own, &why))?;
    if *edited == *former {
        return Ok(());
    }
    texts::save(&settings.folders.root, &own.path, Some(&former), &edited).map_err(|why| unsaved(&own.path, &why))
}

/// The diagnostic for a file whose front matter cannot be written to.
fn refused(own: &WriteUp, why: &Refusal) -> Diagnostic {
    let key = if let Refusal::Unreadable(key) = why { key.as_str() } else { "translation" };
    Diagnostic::new(Code::EditRefused).arg("path", own.path.as_str()).arg("key", key)
}
