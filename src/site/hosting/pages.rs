//! Files for services that publish folders: `_headers` and `_redirects`
//! (Netlify, Cloudflare Pages, GitLab Pages), `CNAME` and `.nojekyll` (GitHub
//! Pages).

use crate::base::url::encode;
use crate::site::hosting::Facts;
use crate::site::hosting::headers::{CACHE_FOREVER, CACHE_SHORTLY, headers};

/// `_headers`. Names with a hash are all below `assets/`.
pub(super) fn headers_file(facts: &Facts) -> String {
    let base = facts.base;
    let all = headers(facts).into_iter().map(|(name, value)| format!("  {name}: {value}\n"));
    format!(
        "# Written by jisr, from `host` in site.yaml.\n{base}*\n{all}  Cache-Control: {CACHE_SHORTLY}\n\
         {base}assets/*\n  ! Cache-Control\n  Cache-Control: {CACHE_FOREVER}\n",
        all = all.collect::<String>()
    )
}

/// `_redirects`: each former address with and without `/` at its end.
pub(super) fn redirects(facts: &Facts) -> String {
    let line = |from: &str, to: &str| format!("{} {} 301\n", encode(from), encode(to));
    let own = facts.redirects.iter().flat_map(|own| {
        let bare = own.from.trim_end_matches('/');
        let also = Some(bare).filter(|bare| *bare != own.from && !bare.is_empty());
        [Some(own.from.as_str()), also].into_iter().flatten().map(|from| line(from, &own.to)).collect::<Vec<_>>()
    });
    format!("# Written by jisr, from `host` in site.yaml.\n{}", own.collect::<String>())
}

/// The files of GitHub Pages: files that begin with `_` are published too, and
/// the domain, if it is not GitHub's.
pub(super) fn github(facts: &Facts) -> Vec<(&'static str, String)> {
    let host = facts.domain;
    let mut files = vec![(".nojekyll", String::new())];
    if !host.ends_with("github.io") {
        files.push(("CNAME", format!("{host}\n")));
    }
    files
}
