//! Addresses of the web in texts, front matter and site.yaml: those that lead
//! to this very site, copied from the browser, and those that the public cannot
//! reach.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint, Severity, Span};
use crate::base::host;
use crate::base::path::RelPath;
use crate::catalogue::Doc;
use crate::catalogue::organisation::{self, Organisations};
use crate::catalogue::own_pages::{Found, OwnPages, Path, published_name};
use crate::catalogue::project::Project;
use crate::config::Config;
use crate::config::menu::MenuEntry;
use crate::parse::write_up::Section;
use crate::schema::fields::{contact, partner, project as at, resource};
use crate::schema::pages::{Address, BuiltIn};
use crate::source::Tree;

/// What an address stands in, which decides what can be written for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Behind the words of a link in a text.
    Link,
    /// In a text, as it is.
    Bare,
    /// Behind `url` of a document, where `file` takes a file's name.
    Resource,
    /// Behind `file`.
    File,
    /// Behind a key that takes addresses only.
    Address,
    /// In the menu.
    Menu,
}

/// An address as it stands in a file.
pub struct Written<'a> {
    /// The file.
    pub path: RelPath,
    /// Its bytes there.
    pub span: Span,
    /// As it was written.
    pub text: &'a str,
    /// What it stands in.
    pub place: Place,
}

/// Reports addresses that lead to this site and would better be the names of
/// files, that lead to no page of it, or that the public cannot reach.
pub fn check(tree: &Tree, own: &OwnPages, of_texts: &[(Arc<str>, RelPath, Span)], diagnostics: &mut Diagnostics) {
    let references =
        of_texts.iter().map(|(text, path, span)| Written { path: path.clone(), span: *span, text, place: Place::Link });
    let written = references
        .chain(own.projects.iter().flat_map(of_project))
        .chain(own.pages.iter().flat_map(|page| of_docs(&page.docs)))
        .chain(of_partners(own.organisations))
        .chain(of_menu(own.config));
    diagnostics.extend(written.filter_map(|written| judge(tree, own, &written)));
}

fn of_docs(docs: &[Option<Doc>]) -> impl Iterator<Item = Written<'_>> {
    docs.iter().flatten().map(Doc::write_up).flat_map(|own| {
        own.body.web.iter().map(|address| Written {
            path: own.path.clone(),
            span: address.span,
            text: &address.written,
            place: if address.bare { Place::Bare } else { Place::Link },
        })
    })
}

fn of_project(project: &Project) -> impl Iterator<Item = Written<'_>> {
    let facts = &project.facts;
    let resources = [at::DOCUMENTS, at::LINKS, at::SOURCES].into_iter().filter_map(|key| facts.stated(key));
    let of_resources = resources.flat_map(|stated| {
        stated.value.iter().flat_map(move |record| {
            let places = [(resource::URL, Place::Resource), (resource::FILE, Place::File)].into_iter();
            let path = stated.file.path.clone();
            places.filter_map(move |(key, place)| {
                let (text, span) = record.get(key).zip(record.span(key))?;
                Some(Written { path: path.clone(), span, text, place })
            })
        })
    });
    let contact = facts.stated(at::CONTACT).and_then(|stated| {
        let (text, span) = stated.value.get(contact::URL).zip(stated.value.span(contact::URL))?;
        Some(Written { path: stated.file.path.clone(), span, text, place: Place::Address })
    });
    of_docs(&project.docs).chain(of_resources).chain(contact)
}

fn of_partners(organisations: &Organisations) -> impl Iterator<Item = Written<'_>> {
    organisations.all.iter().filter_map(|organisation| {
        let record = organisation.record();
        let (text, span) = record.get(partner::URL).zip(record.span(partner::URL))?;
        Some(Written { path: organisation::path(), span, text, place: Place::Address })
    })
}

fn of_menu(config: &Config) -> impl Iterator<Item = Written<'_>> {
    config.menu.iter().filter_map(|entry| {
        let MenuEntry::Link(link) = entry else { return None };
        Some(Written { path: config.path.clone(), span: link.span, text: &link.url, place: Place::Menu })
    })
}

/// What there is to say of an address, if anything.
fn judge(tree: &Tree, own: &OwnPages, written: &Written) -> Option<Diagnostic> {
    let host = host::of(written.text);
    let is_path = host.is_none() && written.text.starts_with('/');
    if host.is_none() && !is_path {
        return None;
    }
    let private = host.is_some_and(host::is_private);
    let is_own = host.is_none_or(|host| private || own.is_own(host));
    let path = is_own.then(|| own.path(written.text)).flatten();
    let at = |code| Diagnostic::at(code, &written.path, written.span);
    if let Some(asset) = is_own.then(|| own.asset(tree, written.text)).flatten() {
        return copy_of(tree, written, asset, private || is_path);
    }
    // What a reader can follow is no error.
    let severity = if private || is_path { Severity::Error } else { Severity::Warning };
    let place = |code| Diagnostic { severity, ..at(code).arg("url", written.text) };
    let Some(path) = path else { return elsewhere(written, host) };
    match own.find(tree, &path) {
        Found::File(_) | Found::Page if written.place == Place::Menu => {
            Some(place(Code::MenuSiteAddress).did_you_mean(entry(tree, own, &path)))
        }
        Found::File(file) if written.place != Place::Address => {
            let name = name_of(written, &file, &path);
            let error = place(Code::SiteAddress);
            Some(match written.place {
                Place::Bare => error.did_you_mean(Some(format!("[{}]({name})", title(tree, &file)))),
                _ => with(error, Some((line(tree, written, &name).map(Hint::Write), name))),
            })
        }
        Found::File(_) | Found::Page if severity == Severity::Error => {
            let url = public(own.config, &path);
            Some(with(place(Code::SitePage), url.map(|url| (line(tree, written, &url).map(Hint::Write), url))))
        }
        Found::Withheld if !private => Some(at(Code::LinkToWithheld).arg("target", written.text)),
        Found::Nowhere(near) if !private => {
            let near = near.map(|file| name_of(written, &file, &path));
            Some(at(Code::BrokenLink).arg("target", written.text).did_you_mean(near))
        }
        _ => elsewhere(written, host),
    }
}

/// What there is to say of an address that is none of a page of this site.
fn elsewhere(written: &Written, host: Option<&str>) -> Option<Diagnostic> {
    let place = |code| Diagnostic::at(code, &written.path, written.span);
    match host {
        Some(host) if host::is_private(host) => {
            Some(place(Code::PrivateHost).arg("url", written.text).arg("host", host))
        }
        // Files, and what texts lead to, are looked for elsewhere.
        None if matches!(written.place, Place::Resource | Place::Address | Place::Menu) => {
            Some(place(Code::InvalidUrl).arg("value", written.text))
        }
        _ => None,
    }
}

/// A page of this site as the menu names it.
fn entry(tree: &Tree, own: &OwnPages, path: &Path) -> Option<String> {
    let built_in = BuiltIn::MENU.into_iter().find(|page| match page.address() {
        Address::Home => path.path.is_empty(),
        Address::Below(slug) => path.path == slug,
        Address::Once(_) => false,
    });
    let page = || match own.find(tree, path) {
        Found::File(file) => Some(format!(
            "{{page: {}}}",
            tree.file(file.as_str())?.parsed.write_up().filter(|own| own.section() == Section::Pages)?.id
        )),
        _ => None,
    };
    built_in.map(|page| page.id().to_owned()).or_else(page)
}

/// What to say of the published copy of a file: its name changes with it.
fn copy_of(tree: &Tree, written: &Written, asset: &RelPath, leads_nowhere: bool) -> Option<Diagnostic> {
    let error = Diagnostic::at(Code::SiteAddress, &written.path, written.span).arg("url", written.text);
    let name = named(written, asset.relative_to(written.path.folder()));
    let error = match written.place {
        Place::Link | Place::Resource | Place::File => {
            with(error, Some((line(tree, written, &name).map(Hint::Write), name)))
        }
        Place::Bare => error.did_you_mean(Some(format!("[{}]({name})", asset.name()))),
        Place::Address | Place::Menu => return None,
    };
    Some(softened(error, leads_nowhere))
}

/// An address that readers can follow all the same is no error.
fn softened(found: Diagnostic, leads_nowhere: bool) -> Diagnostic {
    let severity = if leads_nowhere { found.severity } else { Severity::Warning };
    Diagnostic { severity, ..found }
}

/// The line to write, or what is to be written where there is no line.
fn with(found: Diagnostic, meant: Option<(Option<Hint>, String)>) -> Diagnostic {
    match meant {
        Some((Some(write), _)) => found.hint(write),
        Some((None, name)) => found.did_you_mean(Some(name)),
        None => found,
    }
}

/// How the file of the address is named from where it stands, with the part of
/// the page that it led to.
fn name_of(written: &Written, file: &RelPath, path: &Path) -> String {
    let name = file.relative_to(written.path.folder());
    let part = path.fragment.as_ref().filter(|_| !matches!(written.place, Place::Resource | Place::File));
    named(written, part.map_or_else(|| name.clone(), |part| format!("{name}#{part}")))
}

/// The name of a file as it is written in a text or behind a key.
fn named(written: &Written, name: String) -> String {
    let odd = |signs: &str| name.contains(|c: char| c.is_whitespace() || signs.contains(c));
    match written.place {
        Place::Link | Place::Bare if odd("()<>") => format!("<{name}>"),
        Place::Resource | Place::File if odd(",[]{}#&*!|>'\"%@:") => format!("\"{name}\""),
        _ => name,
    }
}

/// The address of a page that has no file, as the public has it.
fn public(config: &Config, path: &Path) -> Option<String> {
    let base = config.published.as_ref().unwrap_or(&config.base_url);
    let fragment = path.fragment.as_ref().map_or_else(String::new, |part| format!("#{part}"));
    let url = base.absolute(&format!("{}{}", base.path, path.below));
    (!base.is_local() && !base.is_placeholder()).then(|| format!("{url}{fragment}"))
}

fn title(tree: &Tree, file: &RelPath) -> String {
    let source = tree.file(file.as_str()).and_then(|source| source.parsed.write_up());
    source.map_or_else(|| "…".to_owned(), |own| own.title.clone())
}

/// Bytes of a line that is worth writing out again.
const MAX_LINE: usize = 2_000;

/// The line of the file with a better address in the place of the one that
/// stands there; `url:` before a file's name becomes `file:`.
fn line(tree: &Tree, written: &Written, better: &str) -> Option<String> {
    let bytes = tree.bytes(&written.path)?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let span = written.span.range();
    let at = span.start + text.get(span)?.find(written.text)?;
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let after = at + written.text.len();
    let end = text[after..].find(['\r', '\n']).map_or(text.len(), |newline| after + newline);
    let (mut before, mut rest) = (&text[start..at], &text[after..end]);
    if end - start > MAX_LINE || before.ends_with('<') && !before.ends_with("(<") {
        return None;
    }
    if written.place == Place::Link {
        let bracketed = better.starts_with('<') && before.ends_with('<');
        return Some(format!("{before}{}{rest}", if bracketed { &better[1..better.len() - 1] } else { better }));
    }
    let quote = ['"', '\''].into_iter().find(|quote| before.ends_with(*quote) && rest.starts_with(*quote));
    if quote.is_some() {
        (before, rest) = (&before[..before.len() - 1], &rest[1..]);
    }
    let key = before.trim_end().strip_suffix("url:").filter(|_| !better.contains("://"));
    Some(key.map_or_else(|| format!("{before}{better}{rest}"), |before| format!("{before}file: {better}{rest}")))
}

/// Whether a path that stands in a file is one of the published site, and none
/// of a file: it begins with a language.
pub fn is_path_of_site(config: &Config, written: &str) -> bool {
    let bases = config.published.iter().chain([&config.base_url]).map(|base| base.path.as_str());
    let below = bases.chain(["/"]).find_map(|base| written.strip_prefix(base));
    if below.is_some_and(|path| published_name(path).is_some()) {
        return true;
    }
    below.is_some_and(|path| config.has_language(path.split(['/', '?', '#']).next().unwrap_or(path)))
}
