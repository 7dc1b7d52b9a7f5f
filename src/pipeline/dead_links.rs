//! Addresses of the site in templates that lead nowhere.

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::url::BaseUrl;
use crate::pipeline::files::File;
use crate::theme::Theme;

/// A warning for each address below the site's base that no file answers to.
pub fn dead_links(theme: &Theme, base: &BaseUrl, files: &[File]) -> Vec<Diagnostic> {
    let is_there = |path: &str| files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
    let leads = |path: &str| {
        let folder = path.trim_end_matches('/');
        let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        is_there(path) || is_there(&index)
    };
    let links = theme.links().into_iter();
    let dead = links.filter(|link| link.written.strip_prefix(&*base.path).is_some_and(|path| !leads(path)));
    let warning = |link: crate::theme::links::Link| Diagnostic {
        at: Some(link.at),
        ..Diagnostic::new(Code::ThemeDeadLink).arg("target", link.written)
    };
    dead.map(warning).collect()
}
