//! What a file of the site is to its readers, which decides when it is
//! transferred.

use crate::base::path::RelPath;

/// The kinds of files, in the order in which they are transferred: what a page
/// needs comes before it, what leads to it comes after it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Class {
    /// Style sheets, scripts, pictures, documents.
    Asset,
    /// Pages.
    Page,
    /// Feeds, sitemap, search and data, and what the host is told of the site.
    List,
}

/// The hexadecimal digits of a hash in a name: `site.0d0333388a.css`.
const DIGITS: usize = 10;

/// The kind of a file.
pub fn class(path: &RelPath) -> Class {
    if path.is_html() {
        return Class::Page;
    }
    if is_hashed(path) || path.as_str().starts_with("assets/") {
        return Class::Asset;
    }
    let is_told =
        path.name().starts_with('.') || ["_headers", "_redirects", "web.config", "CNAME"].contains(&path.name());
    let listed = ["xml", "txt", "json", "jsonld", "csv"].iter().any(|end| path.has_extension(end));
    if is_told || listed { Class::List } else { Class::Asset }
}

/// Whether the name has a hash of what is in the file: it is then never
/// changed, and a page that somebody has open may still ask for it.
pub fn is_hashed(path: &RelPath) -> bool {
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let stem = path.name().rsplit_once('.').map_or("", |(stem, _)| stem);
    let last = stem.rsplit_once('.').map_or("", |(_, last)| last);
    last.len() == DIGITS && is_hex(last)
}

#[cfg(test)]
mod tests {
    use super::{Class, class, is_hashed};
    use crate::base::path::RelPath;

    #[test]
    fn what_a_page_needs_comes_first() {
        for (path, expected, hashed) in [
            ("assets/site.0d0333388a.css", Class::Asset, true),
            ("assets/photo-640.a6d8768054.webp", Class::Asset, true),
            ("favicon.ico", Class::Asset, false),
            ("fr/index.html", Class::Page, false),
            ("404.html", Class::Page, false),
            ("fr/atom.xml", Class::List, false),
            ("sitemap.xml", Class::List, false),
            ("data/projects/a.json", Class::List, false),
            ("search-index/fr/words.e9f28c6e6b.idx", Class::Asset, true),
            ("search-index/fr/entry.json", Class::List, false),
            (".htaccess", Class::List, false),
            ("rapport_2020123.pdf", Class::Asset, false),
        ] {
            let path = RelPath::new(path).unwrap();
            assert_eq!((class(&path), is_hashed(&path)), (expected, hashed), "{path}");
        }
        assert!(Class::Asset < Class::Page && Class::Page < Class::List);
    }
}
