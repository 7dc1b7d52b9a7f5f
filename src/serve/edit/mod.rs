//! The desk writes: opens a project's files in a form, saves what was changed in
//! it, and restores former versions. Only for this machine, only with the
//! session's token from the preview's own pages, only files of `content/`.

mod files;
mod known;
mod session;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;

use crate::base::diag::Arg;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::config::Config;
use crate::desk::edit::control::Typed;
use crate::desk::edit::{self, Conflict, Kept, Page};
use crate::disk::texts;
use crate::edit::fix::fixed;
use crate::edit::pair::File;
use crate::edit::scaffold;
use crate::edit::value::Value;
use crate::parse::write_up::Section;
use crate::report::messages::word;
use crate::serve::edit::files::{open, told_unsaved, with, write};
use crate::serve::edit::known::with_known;
use crate::serve::http::{html_response, redirect_after, text};
use crate::serve::state::{BuiltSite, Server};

pub use crate::serve::edit::session::{Session, received};

/// Whether a form may be sent to a path.
pub fn takes(path: &str) -> bool {
    let own = path.strip_prefix("/_jisr/").unwrap_or_default();
    own == "new" || ["edit/", "check/", "history/"].iter().any(|start| own.starts_with(start))
}

/// Answers what the editor is asked to show.
pub fn show(server: &Server, current: &BuiltSite, name: &str, query: &str) -> Option<Response> {
    if name == "new" {
        return Some(html(new_form(server, current, &Typed::new(), None)));
    }
    if let Some(name) = name.strip_prefix("history/") {
        return history(server, current, name);
    }
    let name = name.strip_prefix("edit/")?;
    let (section, files) = open(server, current, name)?;
    let done = match query {
        "done=saved" => Some("edit-saved"),
        "done=unchanged" => Some("edit-unchanged"),
        "done=restored" => Some("edit-restored"),
        "done=created" => Some("edit-created"),
        _ => None,
    };
    Some(editor(server, current, name, (section, &files), Shown { done, ..Shown::of(&files) }))
}

/// Answers what was sent by a form.
pub fn take(server: &Server, current: &BuiltSite, path: &str, typed: &Typed) -> Response {
    let name = path.strip_prefix("/_jisr/").unwrap_or_default();
    let answer = if name == "new" {
        Some(create(server, current, typed))
    } else if let Some(name) = name.strip_prefix("edit/") {
        save(server, current, name, typed)
    } else if let Some(name) = name.strip_prefix("check/") {
        check(server, current, name, typed)
    } else {
        name.strip_prefix("history/").and_then(|name| restore(server, current, name, typed))
    };
    answer.unwrap_or_else(|| text(StatusCode::NOT_FOUND, "404\n"))
}

fn html(page: String) -> Response {
    html_response(StatusCode::OK, page)
}

/// What an editor shows besides the files.
struct Shown {
    bases: Vec<String>,
    done: Option<&'static str>,
    refused: Option<String>,
    conflicts: Vec<Conflict>,
}

impl Shown {
    fn of(on_disk: &[File]) -> Shown {
        let base = |file: &File| file.bytes.as_ref().map_or_else(String::new, |bytes| Key::of(bytes).to_hex());
        Shown { bases: on_disk.iter().map(base).collect(), done: None, refused: None, conflicts: vec![] }
    }
}

fn editor(
    server: &Server,
    current: &BuiltSite,
    name: &str,
    (section, files): (Section, &[File]),
    shown: Shown,
) -> Response {
    files.iter().filter_map(|file| file.bytes.as_ref()).for_each(|bytes| server.session.remember(bytes));
    let config = &current.preview.plan().catalogue.config;
    let problems = edit::problems(&server.tree(), config, files);
    let Shown { bases, done, refused, conflicts } = shown;
    let page = Page {
        name,
        section,
        files,
        bases: &bases,
        problems: &problems,
        token: &server.session.token,
        done,
        refused,
        conflicts,
    };
    html(with_known(server, current, |known| edit::page(known, page)))
}

/// The problems of what is typed, for the script.
fn check(server: &Server, current: &BuiltSite, name: &str, typed: &Typed) -> Option<Response> {
    let (section, on_disk) = open(server, current, name)?;
    let files = opened(server, &on_disk, typed);
    let (edited, _) = with(&files, &with_known(server, current, |known| edit::edits(known, section, &files, typed)));
    let problems = edit::problems(&server.tree(), &current.preview.plan().catalogue.config, &edited);
    Some(html(edit::problems_fragment(server.language, &edited, &problems)))
}

fn base<'t>(file: &File, typed: &'t Typed) -> &'t str {
    typed.get(&format!("{}.base", file.lang)).map_or("", String::as_str)
}

/// The files as they were when the form was opened, as far as that is known.
fn opened(server: &Server, on_disk: &[File], typed: &Typed) -> Vec<File> {
    let then = |file: &File| {
        let base = base(file, typed);
        let bytes = if base.is_empty() { None } else { server.session.recall(base).or_else(|| file.bytes.clone()) };
        File { bytes, ..file.clone() }
    };
    on_disk.iter().map(then).collect()
}

fn save(server: &Server, current: &BuiltSite, name: &str, typed: &Typed) -> Option<Response> {
    let (section, on_disk) = open(server, current, name)?;
    let shown = Shown::of(&on_disk);
    let files = opened(server, &on_disk, typed);
    let edits = with_known(server, current, |known| edit::edits(known, section, &files, typed));
    let is_other = |(file, now): &(&File, &String)| base(file, typed) != now.as_str();
    let others: Vec<usize> =
        on_disk.iter().zip(&shown.bases).enumerate().filter(|(_, pair)| is_other(pair)).map(|(at, _)| at).collect();
    if !others.is_empty() {
        let (mine, _) = with(&files, &edits);
        let (both, _) = with(&on_disk, &edits);
        let conflict = |at: usize| Conflict {
            path: on_disk[at].path.to_string(),
            opened: server.session.recall(base(&on_disk[at], typed)).map(|bytes| lossy(&bytes)),
            on_disk: on_disk[at].bytes.as_deref().map(lossy).unwrap_or_default(),
            typed: mine[at].bytes.as_deref().map(lossy).unwrap_or_default(),
        };
        let conflicts = others.into_iter().map(conflict).collect();
        on_disk.iter().filter_map(|file| file.bytes.as_ref()).for_each(|bytes| server.session.remember(bytes));
        return Some(editor(server, current, name, (section, &both), Shown { conflicts, ..shown }));
    }
    let (mut edited, refused) = with(&on_disk, &edits);
    if let Some(fix) = typed.get("fix") {
        apply_fix(server, &current.preview.plan().catalogue.config, &mut edited, fix);
    }
    let refusal = match write(server, &on_disk, &edited) {
        Ok(_) if !refused.is_empty() => told_keys(server, &refused),
        Ok(true) => return Some(redirect_after(&format!("/_jisr/edit/{name}?done=saved"))),
        Ok(false) => return Some(redirect_after(&format!("/_jisr/edit/{name}?done=unchanged"))),
        Err((path, why)) => told_unsaved(server, &path, &why),
    };
    let (section, on_disk) = open(server, current, name)?;
    Some(editor(server, current, name, (section, &on_disk), Shown { refused: Some(refusal), ..Shown::of(&on_disk) }))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn told_keys(server: &Server, refused: &[(RelPath, String)]) -> String {
    let told = |(path, key): &(RelPath, String)| {
        let args = [("key", Arg::Text(key.clone())), ("path", Arg::Text(path.to_string()))];
        word("edit-refused-key", &args, server.language)
    };
    refused.iter().map(told).collect::<Vec<_>>().join(" ")
}

/// Writes the line that is certain for the problem with this name.
fn apply_fix(server: &Server, config: &Arc<Config>, files: &mut [File], name: &str) {
    let problems = edit::problems(&server.tree(), config, files);
    let found = problems.iter().find_map(|found| edit::fix_of(found, files).filter(|(_, fix)| fix.name() == name));
    let Some((path, fix)) = found else { return };
    for file in files.iter_mut().filter(|file| file.path == path) {
        let text = file.bytes.as_deref().map(lossy).unwrap_or_default();
        file.bytes = Some(fixed(&text, vec![fix.clone()]).0.into_bytes().into());
    }
}

fn history(server: &Server, current: &BuiltSite, name: &str) -> Option<Response> {
    let (_, files) = open(server, current, name)?;
    let mut kept = vec![];
    for file in &files {
        let mut next = file.bytes.as_deref().map(lossy).unwrap_or_default();
        for version in texts::versions(&server.root, &file.path) {
            let Some(bytes) = texts::version(&server.root, &file.path, &version.name) else { continue };
            let own = lossy(&bytes);
            let replaced = version.replaced.to_string();
            let replaced = replaced.split('.').next().unwrap_or_default().trim_end_matches('Z').replace('T', " ");
            let texts = (own.clone(), std::mem::replace(&mut next, own));
            kept.push(Kept { path: file.path.clone(), name: version.name, replaced, texts });
        }
    }
    Some(html(edit::history(server.language, name, &server.session.token, &kept)))
}

fn restore(server: &Server, current: &BuiltSite, name: &str, typed: &Typed) -> Option<Response> {
    let (_, files) = open(server, current, name)?;
    let file = files.iter().find(|file| Some(&file.path.to_string()) == typed.get("path"))?;
    let bytes = texts::version(&server.root, &file.path, typed.get("version")?)?;
    match texts::save(&server.root, &file.path, file.bytes.as_deref(), &bytes) {
        Ok(()) => Some(redirect_after(&format!("/_jisr/edit/{name}?done=restored"))),
        Err(why) => Some(text(StatusCode::CONFLICT, &format!("{}\n", told_unsaved(server, &file.path, &why)))),
    }
}

fn new_form(server: &Server, current: &BuiltSite, typed: &Typed, refused: Option<&str>) -> String {
    let refused = refused.map(|name| word(name, &[], server.language));
    with_known(server, current, |known| edit::new_page(known, &server.session.token, typed, refused))
}

fn create(server: &Server, current: &BuiltSite, typed: &Typed) -> Response {
    let config = &current.preview.plan().catalogue.config;
    let field = |name: &str| typed.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let refuse =
        |why: &str| html_response(StatusCode::UNPROCESSABLE_ENTITY, new_form(server, current, typed, Some(why)));
    let (slug, of_type, partner) = (field("slug"), field("type"), field("partner"));
    let titles = config.languages.iter().map(|own| (own.lang, field(&format!("{}.title", own.lang))));
    let titles: Vec<_> = titles.filter(|(_, title)| !title.is_empty()).collect();
    if !scaffold::is_id(&slug) {
        return refuse("edit-refused-name");
    }
    if titles.is_empty() {
        return refuse("edit-refused-title");
    }
    if of_type.is_empty() || partner.is_empty() {
        return refuse("edit-refused-choice");
    }
    if open(server, current, &slug).is_some() {
        return refuse("edit-refused-taken");
    }
    let facts = [("type", Value::Text(of_type)), ("partners", Value::List(vec![Value::Text(partner)]))];
    let Ok(made) = scaffold::write_up(Section::Projects, &slug, &titles, &facts) else {
        return refuse("edit-refused-name");
    };
    let lang = |at: usize| titles[at].0;
    let file = |at: usize, path: &RelPath, bytes| File { lang: lang(at), path: path.clone(), bytes };
    let before: Vec<File> = made.iter().enumerate().map(|(at, (path, _))| file(at, path, None)).collect();
    let after: Vec<File> =
        made.into_iter().enumerate().map(|(at, (path, bytes))| file(at, &path, Some(bytes.into()))).collect();
    match write(server, &before, &after) {
        Ok(_) => redirect_after(&format!("/_jisr/edit/{slug}?done=created")),
        Err((path, why)) => text(StatusCode::CONFLICT, &format!("{}\n", told_unsaved(server, &path, &why))),
    }
}
