//! The desk writes: opens a project's files in a form, saves what was changed in
//! it, and restores former versions. Only for this machine, only with the
//! session's token from the preview's own pages, only files of `content/`.

use std::collections::VecDeque;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;

use crate::base::diag::Arg;
use crate::base::failure::reason;
use crate::base::key::Key;
use crate::base::path::{RelPath, fold};
use crate::catalogue::identity::translation_name;
use crate::config::Config;
use crate::desk::edit::control::{Choice, Known, Typed};
use crate::desk::edit::{self, Conflict, Kept, Page};
use crate::disk::site;
use crate::disk::texts::{self, Unsaved};
use crate::edit::fix::fixed;
use crate::edit::pair::File;
use crate::edit::value::Value;
use crate::edit::{Edit, Refusal, apply, scaffold};
use crate::parse::write_up::Section;
use crate::report::messages::word;
use crate::serve::http::{html_response, redirect_after, text};
use crate::serve::state::{BuiltSite, Server};

/// The most bytes that a form may send, and a file that is edited may have.
const MOST_BYTES: usize = 2 << 20;

/// How many versions of files the server remembers as they were opened.
const MOST_OPENED: usize = 64;

/// What the editor remembers while the preview runs.
pub struct Session {
    /// What every change has to bring along.
    pub token: String,
    opened: Mutex<VecDeque<(Key, Arc<[u8]>)>>,
}

impl Default for Session {
    fn default() -> Session {
        // The keys of this hash come from the system's source of random numbers.
        let random = || RandomState::new().hash_one(0u8);
        Session { token: format!("{:016x}{:016x}", random(), random()), opened: Mutex::default() }
    }
}

impl Session {
    fn remember(&self, bytes: &Arc<[u8]>) {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let key = Key::of(bytes);
        opened.retain(|(own, _)| *own != key);
        opened.push_back((key, bytes.clone()));
        if opened.len() > MOST_OPENED {
            opened.pop_front();
        }
    }

    fn recall(&self, key: &str) -> Option<Arc<[u8]>> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.iter().find(|(own, _)| own.to_hex() == key).map(|(_, bytes)| bytes.clone())
    }
}

/// Whether a form may be sent to a path.
pub fn takes(path: &str) -> bool {
    let own = path.strip_prefix("/_jisr/").unwrap_or_default();
    own == "new" || ["edit/", "check/", "history/"].iter().any(|start| own.starts_with(start))
}

/// What was sent, if the preview's own page sent it.
pub async fn received<B>(server: &Server, request: Request<B>) -> Result<Typed, Box<Response>>
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    if !is_own(request.headers()) {
        return Err(Box::new(text(StatusCode::FORBIDDEN, "403\n")));
    }
    let body = axum::body::to_bytes(Body::new(request.into_body()), MOST_BYTES).await;
    let body = body.map_err(|_| Box::new(text(StatusCode::PAYLOAD_TOO_LARGE, "413\n")))?;
    let typed: Typed = form_urlencoded::parse(&body).into_owned().collect();
    if typed.get("token") != Some(&server.session.token) {
        let told = word("edit-refused-token", &[], server.language);
        return Err(Box::new(text(StatusCode::FORBIDDEN, &format!("{told}\n"))));
    }
    Ok(typed)
}

/// Whether a page of this very address sent it (`Origin`, and Fetch Metadata
/// where the browser has them).
fn is_own(headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header(header::HOST.as_str()).unwrap_or_default();
    let is_same_site = header("sec-fetch-site").is_none_or(|from| from == "same-origin");
    header("origin") == Some(format!("http://{host}").as_str()) && is_same_site
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

/// The files of a project or page in every language of the site, as they are on
/// disk now.
fn open(server: &Server, current: &BuiltSite, name: &str) -> Option<(Section, Vec<File>)> {
    let (section, id) = match name.strip_prefix("page:") {
        Some(id) => (Section::Pages, fold(id)),
        None => (Section::Projects, fold(name)),
    };
    let config = &current.preview.plan().catalogue.config;
    let tree = server.tree();
    let own = tree.files().filter_map(|(_, source)| source.parsed.write_up());
    let known: Vec<_> = own.filter(|own| own.section() == section && *own.id == *id).collect();
    let path = |lang: crate::base::lang::Lang| {
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

/// Calls `tell` with what forms need to know about the site.
fn with_known<T>(server: &Server, current: &BuiltSite, tell: impl FnOnce(&Known) -> T) -> T {
    let catalogue = &current.preview.plan().catalogue;
    let config = &catalogue.config;
    let langs = config.langs().map(|lang| {
        let dir = config.locale(lang).direction().as_str();
        (config.languages[lang].lang, dir)
    });
    let named = |texts: &crate::base::localized::Localized<String>| -> Option<String> {
        let spoken = crate::base::lang::Lang::new(server.language.as_str()).and_then(|lang| texts.get(lang).cloned());
        spoken.or_else(|| texts.iter().next().map(|(_, text)| text.clone()))
    };
    let choice =
        |id: &str, name: Option<String>| Choice { value: id.to_owned(), label: name.unwrap_or_else(|| id.to_owned()) };
    let term = |term: &crate::config::Term| choice(&term.id, named(&term.name));
    let organisations = || -> Vec<Choice> {
        let own = catalogue.organisations.all.iter();
        own.map(|own| choice(&own.id, own.record().get(crate::schema::fields::partner::NAME).and_then(named))).collect()
    };
    let projects = || -> Vec<Choice> {
        let title = |project: &crate::catalogue::project::Project| {
            project.docs.iter().flatten().next().map(|doc| doc.write_up().title.clone())
        };
        catalogue.projects.iter().map(|project| choice(&project.id, title(project))).collect()
    };
    let ids = |key: &str| match key {
        "type" => config.types.iter().map(|own| term(&own.term)).collect(),
        "group" => config.groups.iter().map(|own| term(&own.term)).collect(),
        "topics" => config.topics.iter().map(term).collect(),
        "audience" => config.audience.iter().map(term).collect(),
        "related" => projects(),
        _ => organisations(),
    };
    tell(&Known { language: server.language, langs: langs.collect(), ids: &ids })
}

/// The files with the edits, and the keys that could not be written.
fn with(files: &[File], edits: &[(RelPath, Edit)]) -> (Vec<File>, Vec<(RelPath, String)>) {
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

fn told_unsaved(server: &Server, path: &RelPath, why: &Unsaved) -> String {
    use crate::base::code::Code;
    use crate::base::diag::Diagnostic;
    let named = |code| Diagnostic::new(code).arg("path", path.as_str());
    let found = match why {
        Unsaved::Changed => named(Code::SourceChanged),
        Unsaved::Refused => named(Code::SourceRefused),
        Unsaved::Failed(error) => named(Code::OutputFailed).arg("detail", Arg::Text(reason(error))),
    };
    crate::report::messages::message(&found, server.language)
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

/// Saves the files that differ, all of them or none. Whether any did.
fn write(server: &Server, before: &[File], after: &[File]) -> Result<bool, (RelPath, Unsaved)> {
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
