//! The files of the output: the pages of the plan, the theme's static files and
//! the search indexes, without duplicate paths.

use std::io;
use std::sync::Arc;

use crate::base::diag::Diagnostic;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::pipeline::search::IndexFile;
use crate::pipeline::write::failed;
use crate::site::{Page, Plan};
use crate::theme::Theme;

/// A file of the output: its path, the content key of what it shows, and what
/// it is made from.
pub struct File<'a> {
    /// Its path in the output.
    pub path: &'a RelPath,
    /// The content key of what it shows.
    pub key: Key,
    /// What it is made from.
    pub content: Content<'a>,
}

/// What a file of the output is made from.
pub enum Content<'a> {
    /// A page of the plan.
    Page(&'a Page),
    /// A static file of the theme.
    Static(&'a Arc<[u8]>),
    /// A file of a search index; none if it is in the output already.
    Index(Option<&'a Arc<[u8]>>),
}

/// Every file of the output, sorted by path. A static file of the site replaces
/// a generated page at the same path: a site may provide its own `robots.txt`.
pub fn files<'a>(theme: &'a Theme, plan: &'a Plan, indexes: &'a [IndexFile]) -> Vec<File<'a>> {
    let statics = theme.files().iter();
    let statics = statics.map(|file| File { path: &file.path, key: file.key, content: Content::Static(&file.bytes) });
    let page = |page: &'a Page| File { path: page.url.output(), key: page.key, content: Content::Page(page) };
    let index = |file: &'a IndexFile| {
        let content = Content::Index(file.bytes.as_ref());
        File { path: &file.path, key: file.key, content }
    };
    let mut files = Vec::with_capacity(theme.files().len() + plan.pages.len() + indexes.len());
    files.extend(statics.chain(plan.pages.iter().map(page)).chain(indexes.iter().map(index)));
    // The sort is stable, so deduplication keeps the first of several files
    // with the same path.
    files.sort_by(|a, b| a.path.cmp(b.path));
    files.dedup_by(|later, first| later.path == first.path);
    files
}

/// Reports each file that needs a folder where another file is: `a` and
/// `a/index.html` cannot both exist. The files of `static/root/`, whose
/// addresses the site chooses, can cause this.
pub fn obstructed(files: &[File]) -> Vec<Diagnostic> {
    let mut found = vec![];
    // Paths are sorted: these are the candidates for prefixes of the following
    // paths.
    let mut beginnings: Vec<&str> = vec![];
    for file in files {
        let path = file.path.as_str();
        while beginnings.pop_if(|beginning| !path.starts_with(*beginning)).is_some() {}
        let folders = beginnings.iter().filter(|beginning| path[beginning.len()..].starts_with('/'));
        found.extend(folders.map(|_| *failed(file.path, &io::ErrorKind::NotADirectory.into())));
        beginnings.push(path);
    }
    found
}
