//! The files of a project, as they are on disk, edited, and written.

use std::fs;
use std::io;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::Arg;
use crate::base::diag::Diagnostic;
use crate::base::failure::reason;
use crate::base::lang::Lang;
use crate::base::path::{RelPath, fold};
use crate::catalogue::identity::translation_name;
use crate::disk::site;
use crate::disk::texts::{self, Unsaved};
use crate::edit::pair::File;
use crate::edit::{Edit, Refusal, apply, scaffold};
use crate::parse::write_up::Section;
use crate::report::messages::message;
use crate::serve::edit::session::MOST_BYTES;
use crate::serve::state::{BuiltSite, Server};

/// The files of a project or page in every language of the site, as they are on
/// disk now.
pub(super) fn open(server: &Server, current: &BuiltSite, name: &str) -> Option<(Section, Vec<File>)> {
    let (section, id) = match name.strip_prefix("page:") {
        Some(id) => (Section::Pages, fold(id)),
        None => (Section::Projects, fold(name)),
    };
    let config = &current.preview.plan().catalogue.config;
    let tree = server.tree();
    let own = tree.files().filter_map(|(_, source)| source.parsed.write_up());
    let known: Vec<_> = own.filter(|own| own.section() == section && *own.id == *id).collect();
    let path = |lang: Lang| {
        let own = known.iter().find(|own| own.lang == Some(lang)).map(|own| own.path.clone());
        let beside = || RelPath::new(&translation_name(known.first()?, lang.as_str()));
        own.or_else(beside).or_else(|| scaffold::path(section, &id, lang))
    };
    let mut files = vec![];
    for language in &config.languages {
        let path = path(language.lang)?;
        let bytes = read(server, &path).ok()?;
        files.push(File { lang: language.lang, path, bytes });
    }
    files.iter().any(|file| file.bytes.is_some()).then_some((section, files))
}

/// The bytes of a file of the content, if it is there. Fails for what is behind
/// a link, no file, or too large.
fn read(server: &Server, path: &RelPath) -> io::Result<Option<Arc<[u8]>>> {
    let refused = || io::Error::from(io::ErrorKind::PermissionDenied);
    if Section::of(path).is_none() || !site::is_source(path) || texts::is_behind_link(&server.root, path) {
        return Err(refused());
    }
    let file = site::locate(&server.root, path);
    match fs::symlink_metadata(&file) {
        Ok(own) if !own.is_file() || own.len() > MOST_BYTES as u64 => Err(refused()),
        Ok(_) => fs::read(file).map(|bytes| Some(bytes.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The files with the edits, and the keys that could not be written.
pub(super) fn with(files: &[File], edits: &[(RelPath, Edit)]) -> (Vec<File>, Vec<(RelPath, String)>) {
    let mut refused = vec![];
    let mut edited = files.to_vec();
    for file in &mut edited {
        for (_, edit) in edits.iter().filter(|(path, _)| *path == file.path) {
            let bytes = file.bytes.as_deref().unwrap_or(scaffold::EMPTY.as_bytes());
            match apply(&file.path, bytes, std::slice::from_ref(edit)) {
                Ok(bytes) => file.bytes = Some(bytes.into()),
                Err(why) => refused.push((file.path.clone(), key_of(edit, &why))),
            }
        }
    }
    (edited, refused)
}

fn key_of(edit: &Edit, why: &Refusal) -> String {
    match (why, edit) {
        (Refusal::Unreadable(key), _) | (_, Edit::Set { key, .. }) => key.clone(),
        (_, Edit::Text(_)) => "text".to_owned(),
    }
}

/// Saves the files that differ, all of them or none. Whether any did.
pub(super) fn write(server: &Server, before: &[File], after: &[File]) -> Result<bool, (RelPath, Unsaved)> {
    let differing = before.iter().zip(after).filter(|(before, after)| before.bytes != after.bytes);
    let mut written: Vec<(&File, &File)> = vec![];
    for (old, new) in differing {
        let Some(bytes) = &new.bytes else { continue };
        if let Err(why) = texts::save(&server.root, &old.path, old.bytes.as_deref(), bytes) {
            for (old, new) in written {
                undo(server, old, new);
            }
            return Err((old.path.clone(), why));
        }
        written.push((old, new));
    }
    Ok(!written.is_empty())
}

fn undo(server: &Server, old: &File, new: &File) {
    let written = new.bytes.as_deref().unwrap_or_default();
    // If this fails too, the former version is among those that are kept.
    let _ = match &old.bytes {
        Some(bytes) => texts::save(&server.root, &old.path, Some(written), bytes),
        None => texts::remove(&server.root, &old.path, written),
    };
}

pub(super) fn told_unsaved(server: &Server, path: &RelPath, why: &Unsaved) -> String {
    let named = |code| Diagnostic::new(code).arg("path", path.as_str());
    let found = match why {
        Unsaved::Changed => named(Code::SourceChanged),
        Unsaved::Refused => named(Code::SourceRefused),
        Unsaved::Failed(error) => named(Code::OutputFailed).arg("detail", Arg::Text(reason(error))),
    };
    message(&found, server.language)
}
