//! Addresses. Every link is the site's base path plus an absolute path, so
//! that shared values and the 404 page work everywhere.

use crate::base::path::RelPath;
use crate::config::BaseUrl;

/// The address of a page or file within the site: `fr/projects/a/`, or `` for
/// the root. A page's ends with a slash.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Url(String);

impl Url {
    /// The root.
    pub fn root() -> Url {
        Url(String::new())
    }

    /// A page below the root, from its parts.
    pub fn page(parts: &[&str]) -> Url {
        let mut url = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
        for part in parts {
            url.push_str(part);
            url.push('/');
        }
        Url(url)
    }

    /// A file below the root: `sitemap.xml`.
    pub fn file(path: &str) -> Url {
        Url(path.to_owned())
    }

    /// A page below this one.
    pub fn below(&self, part: &str) -> Url {
        Url(format!("{}{part}/", self.0))
    }

    /// The address for `href`: base path and all, percent-encoded (RFC 3986).
    pub fn href(&self, base: &BaseUrl) -> String {
        format!("{}{}", base.path, encode(&self.0))
    }

    /// The address with scheme and host.
    pub fn absolute(&self, base: &BaseUrl) -> String {
        base.absolute(&self.href(base))
    }

    /// The address itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file below `output/` that answers at this address.
    pub fn output(&self) -> Option<RelPath> {
        match self.0.as_str() {
            url if url.is_empty() || url.ends_with('/') => RelPath::new(&format!("{url}index.html")),
            url => RelPath::new(url),
        }
    }
}

/// Percent-encodes what may not stand in a path (RFC 3986, section 3.3).
pub fn encode(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&b);
    if path.bytes().all(plain) {
        return path.to_owned();
    }
    let mut encoded = String::with_capacity(path.len() * 2);
    for byte in path.bytes() {
        if plain(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::Url;
    use crate::config::BaseUrl;

    #[test]
    fn an_address_carries_the_base_path_and_is_encoded() {
        let base = BaseUrl::parse("https://host.tn/a/b").unwrap();
        let url = Url::page(&["ar", "projects", "مشروع"]);
        assert_eq!(url.href(&base), "/a/b/ar/projects/%D9%85%D8%B4%D8%B1%D9%88%D8%B9/");
        assert_eq!(url.absolute(&base), format!("https://host.tn{}", url.href(&base)));
        assert_eq!(url.output().unwrap().as_str(), "ar/projects/مشروع/index.html");
        assert_eq!(Url::root().output().unwrap().as_str(), "index.html");
        assert_eq!(Url::file("sitemap.xml").output().unwrap().as_str(), "sitemap.xml");
    }
}
