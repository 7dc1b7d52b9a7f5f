//! Addresses of the site. Every link is the site's base path plus an absolute
//! path, so that shared values and the 404 page work everywhere.

use std::borrow::Cow;

use email_address::{EmailAddress, Options};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::base::host;
use crate::base::path::RelPath;

/// Pages that jisr creates below each language and whose address somebody may
/// copy.
const OWN_PAGES: [&str; 8] =
    ["projects", "partners", "timeline", "figures", "glossary", "search", "data", "index.html"];

/// The name of the file that is served at a page's address.
const INDEX: &str = "index.html";

/// The address of a page or file within the site: `fr/projects/a/`, or `` for
/// the root. That of a page ends with a slash. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Url(RelPath);

impl Url {
    /// The root.
    pub fn root() -> Url {
        Url(RelPath::fixed(INDEX))
    }

    /// A page below the root, from the segments of its address. Segments that
    /// are invalid in a path are left out.
    pub fn page(parts: &[&str]) -> Url {
        let mut path = String::with_capacity(INDEX.len() + parts.iter().map(|part| part.len() + 1).sum::<usize>());
        for part in parts {
            path.push_str(part);
            path.push('/');
        }
        path.push_str(INDEX);
        let fitting = || parts.iter().copied().filter(|part| RelPath::new(part).is_some()).collect::<Vec<_>>();
        RelPath::new(&path).map_or_else(|| Url::page(&fitting()), Url)
    }

    /// A file below the root: `sitemap.xml`.
    pub fn file(path: &str) -> Url {
        RelPath::new(path).map_or_else(Url::root, Url)
    }

    /// A page below this one.
    pub fn below(&self, part: &str) -> Url {
        Url::page(&self.as_str().split('/').filter(|own| !own.is_empty()).chain([part]).collect::<Vec<_>>())
    }

    /// A file beside a page: `fr/projects/index.json`.
    pub fn beside(&self, file: &str) -> Url {
        Url::file(&format!("{}{file}", self.as_str()))
    }

    /// The address itself.
    pub fn as_str(&self) -> &str {
        let path = self.0.as_str();
        path.strip_suffix(INDEX).filter(|page| page.is_empty() || page.ends_with('/')).unwrap_or(path)
    }

    /// The file below `output/` that is served at this address.
    pub fn output(&self) -> &RelPath {
        &self.0
    }

    /// The address for `href`, including the base path, percent-encoded (RFC
    /// 3986).
    pub fn href(&self, base: &BaseUrl) -> String {
        format!("{}{}", base.path, encode(self.as_str()))
    }

    /// The address with scheme and host.
    pub fn absolute(&self, base: &BaseUrl) -> String {
        base.absolute(&self.href(base))
    }
}

/// The characters that need no encoding in a path (RFC 3986, section 3.3),
/// besides letters and digits: the unreserved characters, the sub-delimiters,
/// `:`, `@` and `/`.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// Percent-encodes the characters that are invalid in a path (RFC 3986, section
/// 3.3).
pub fn encode(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, PATH).into()
}

/// Decodes the percent-encoding of a path, such as `%C3%A9`. `None` if the
/// result is not UTF-8. A percent sign that begins no code is kept.
pub fn decode(path: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(path).decode_utf8().ok()
}

/// The address at which the site will be published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BaseUrl {
    /// `https://host`
    pub origin: String,
    /// The path, with a leading and a trailing slash: `/` or `/a/b/`.
    pub path: String,
}

impl BaseUrl {
    /// Parses an `http:` or `https:` address with a host and optionally a path;
    /// without user name, query or fragment.
    pub fn parse(text: &str) -> Option<BaseUrl> {
        let is_odd = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\".contains(c);
        let (scheme, rest) = text.split_once("://").filter(|_| !text.contains(is_odd))?;
        // Browsers, and the `url` crate, read `https:///a` as `https://a`.
        if rest.starts_with('/') {
            return None;
        }
        let url =
            url::Url::parse(text).ok().filter(|url| url.scheme() == scheme && matches!(scheme, "http" | "https"))?;
        let extra = [url.query(), url.fragment(), url.password(), Some(url.username()).filter(|name| !name.is_empty())];
        if extra.iter().any(Option::is_some) {
            return None;
        }
        let path = url.path().trim_matches('/');
        let fits = path.is_empty() || decode(path).is_some_and(|path| RelPath::new(&path).is_some());
        let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
        fits.then(|| BaseUrl { origin: url.origin().ascii_serialization(), path })
    }

    /// The superfluous end of a site's address, and the address without it: a
    /// query, a fragment, a file, or a language, which jisr adds itself.
    pub fn excess(text: &str, is_language: impl Fn(&str) -> bool) -> Option<(String, String)> {
        let end = text.find(['?', '#']).unwrap_or(text.len());
        let start = text.find("://")? + 3;
        let host = text[start..end].find('/').map_or(end, |slash| start + slash);
        let parts: Vec<&str> = text[host..end].split('/').filter(|part| !part.is_empty()).collect();
        let language = parts.iter().position(|part| is_language(&part.to_lowercase()));
        let language = language.filter(|at| parts[at + 1..].iter().all(|part| OWN_PAGES.contains(part)));
        let file = parts.last().filter(|last| last.contains('.')).map(|_| parts.len() - 1);
        let kept = language.or(file).unwrap_or(parts.len());
        let path: String = parts[..kept].iter().map(|part| format!("{part}/")).collect();
        let too_much = parts[kept..].join("/") + &text[end..];
        (!too_much.is_empty()).then(|| (too_much, format!("{}/{path}", &text[..host])))
    }

    /// The host, without scheme or port; an IPv6 address without its brackets.
    pub fn host(&self) -> &str {
        let host = self.origin.split_once("://").map_or("", |(_, host)| host);
        match host.split_once(']') {
            Some((address, _)) => address.trim_start_matches('['),
            None => host.split_once(':').map_or(host, |(host, _)| host),
        }
    }

    /// Whether the host is one that RFC 2606 reserves for examples.
    pub fn is_placeholder(&self) -> bool {
        host::is_under(self.host(), &["example.org", "example.com", "example.net", "example", "test", "invalid"])
    }

    /// Whether the public cannot reach the host.
    pub fn is_local(&self) -> bool {
        host::is_private(self.host())
    }

    /// The absolute address of a path that includes the base path: `/a/b/fr/`.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// Whether a text is an e-mail address (RFC 5321) of a host with a dot, in
/// ASCII: most programs that send mail know no other letters.
pub fn is_email(text: &str) -> bool {
    let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
    text.is_ascii() && !text.contains('"') && EmailAddress::parse_with_options(text, options).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, Url};

    #[test]
    fn hosts_that_the_public_cannot_reach() {
        for (address, placeholder) in [
            ("https://example.org/a/", true),
            ("https://www.example.com", true),
            ("http://localhost:1111/", true),
            ("http://127.0.0.1:8000", true),
            ("http://[::1]:8000/", true),
            ("http://0.0.0.0/", true),
            ("http://192.168.1.4/", true),
            ("http://serveur.local/", true),
            ("https://cnlct.tn/", false),
            ("https://193.95.1.1/", false),
            ("https://localhost.tn/", false),
            ("https://exemple.org/", false),
        ] {
            let base = BaseUrl::parse(address).unwrap();
            assert_eq!(base.is_placeholder() || base.is_local(), placeholder, "{address}");
        }
    }

    #[test]
    fn a_base_address_has_a_host_and_perhaps_a_path() {
        let parsed = |text: &str| BaseUrl::parse(text).map(|base| format!("{} {}", base.origin, base.path));
        for (text, expected) in [
            ("https://Host.tn", "https://host.tn /"),
            ("https://host.tn:8443/a/b/", "https://host.tn:8443 /a/b/"),
            ("https://host.tn/coopération/", "https://host.tn /coop%C3%A9ration/"),
            ("https://[::1]:1111/", "https://[::1]:1111 /"),
        ] {
            assert_eq!(parsed(text).as_deref(), Some(expected), "{text}");
        }
        for bad in [
            "",
            "host.tn",
            "ftp://host.tn/",
            "https:host.tn",
            "https://",
            "https:///a",
            "https://a b.tn/",
            "https://host.tn/a b/",
            "https://host.tn/?q",
            "https://host.tn/#top",
            "https://user@host.tn/",
            "https://host.tn/a//b",
            "https://host.tn:port/",
        ] {
            assert_eq!(parsed(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_an_address_has_too_much_is_told() {
        for (address, too_much, better) in [
            ("https://coop.institution.tn/fr/", "fr", "https://coop.institution.tn/"),
            ("https://coop.institution.tn/a/AR", "AR", "https://coop.institution.tn/a/"),
            ("https://coop.institution.tn/fr/projects/", "fr/projects", "https://coop.institution.tn/"),
            ("https://coop.institution.tn/index.html", "index.html", "https://coop.institution.tn/"),
            ("https://coop.institution.tn/fr/index.html", "fr/index.html", "https://coop.institution.tn/"),
            ("https://coop.institution.tn/a/accueil.php?x=1", "accueil.php?x=1", "https://coop.institution.tn/a/"),
            ("https://coop.institution.tn?lang=fr", "?lang=fr", "https://coop.institution.tn/"),
            ("https://coop.institution.tn/a/#haut", "#haut", "https://coop.institution.tn/a/"),
        ] {
            let found = BaseUrl::excess(address, |part| part == "fr" || part == "ar");
            assert_eq!(found, Some((too_much.to_owned(), better.to_owned())), "{address}");
        }
        for address in [
            "https://coop.institution.tn",
            "https://a.tn/france/",
            "https://a.tn/b/en/",
            "http://a.tn:80/v2/",
            "https://a.tn/fr/coop/",
        ] {
            assert_eq!(BaseUrl::excess(address, |part| part == "fr" || part == "ar"), None, "{address}");
        }
        assert_eq!(BaseUrl::parse("https://a.tn?b"), None);
    }

    #[test]
    fn an_address_carries_the_base_path_and_is_encoded() {
        let base = BaseUrl::parse("https://host.tn/a/b").unwrap();
        let url = Url::page(&["ar", "projects", "مشروع"]);
        assert_eq!(url.href(&base), "/a/b/ar/projects/%D9%85%D8%B4%D8%B1%D9%88%D8%B9/");
        assert_eq!(url.absolute(&base), format!("https://host.tn{}", url.href(&base)));
    }

    #[test]
    fn a_page_answers_with_the_index_of_its_folder() {
        for (url, address, output) in [
            (Url::page(&["ar", "a"]), "ar/a/", "ar/a/index.html"),
            (Url::page(&["ar"]).below("a"), "ar/a/", "ar/a/index.html"),
            (Url::root(), "", "index.html"),
            (Url::root().below("fr"), "fr/", "fr/index.html"),
            (Url::page(&["fr", "partners", ".."]), "fr/partners/", "fr/partners/index.html"),
            (Url::page(&["fr", "", "a\\b"]), "fr/", "fr/index.html"),
            (Url::file("sitemap.xml"), "sitemap.xml", "sitemap.xml"),
        ] {
            assert_eq!((url.as_str(), url.output().as_str()), (address, output));
        }
    }
}
