//! What a host has to be told of the site, in the words of each: former
//! addresses, headers, types, for how long readers may keep a file. A function
//! of a few facts, which `site/told.rs` takes from the plan.

mod apache;
mod headers;
mod iis;
mod pages;
mod server;

pub use crate::site::hosting::headers::{CACHE_FOREVER, CACHE_SHORTLY, media_type};

/// A former address that leads to another: both are paths that begin at the
/// root of the host, not percent-encoded.
pub struct Redirect {
    /// The former address.
    pub from: String,
    /// Where it leads.
    pub to: String,
}

/// What hosts are told.
pub struct Facts<'a> {
    /// The path of the site on its host, with `/` at its end.
    pub base: &'a str,
    /// The host: `www.example.org`.
    pub domain: &'a str,
    /// Whether browsers are told that the host answers with TLS only.
    pub has_hsts: bool,
    /// Former addresses.
    pub redirects: Vec<Redirect>,
}

/// The files that a host, named as in site.yaml, reads in the folder that it
/// publishes: their names and texts.
pub fn files(host: Option<&str>, facts: &Facts) -> Vec<(&'static str, String)> {
    match host {
        Some("apache") => vec![(".htaccess", apache::htaccess(facts))],
        Some("iis") => vec![("web.config", iis::web_config(facts))],
        Some("netlify" | "cloudflare") => {
            vec![("_headers", pages::headers_file(facts)), ("_redirects", pages::redirects(facts))]
        }
        Some("github-pages") => pages::github(facts),
        Some("gitlab-pages") => vec![("_redirects", pages::redirects(facts))],
        _ => vec![],
    }
}

/// The lines for the configuration of nginx or Caddy, which read nothing in the
/// folder that they publish; `None` for other hosts.
pub fn snippet(host: Option<&str>, facts: &Facts) -> Option<String> {
    match host {
        Some("nginx") => Some(server::nginx(facts)),
        Some("caddy") => Some(server::caddy(facts)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, Redirect, files, snippet};

    fn facts() -> Facts<'static> {
        let redirect = |from: &str, to: &str| Redirect { from: from.to_owned(), to: to.to_owned() };
        Facts {
            base: "/a/",
            domain: "www.cooperation.tn",
            has_hsts: false,
            redirects: vec![redirect("/a/fr/v1.0 (bis)/", "/a/fr/حول/"), redirect("/a/old.html", "/a/fr/x\"$1/")],
        }
    }

    fn file(host: &str, name: &str) -> String {
        let files = files(Some(host), &facts());
        files.into_iter().find(|(own, _)| *own == name).map(|(_, text)| text).unwrap()
    }

    #[test]
    fn a_former_address_is_no_pattern_and_no_quote() {
        let apache = file("apache", ".htaccess");
        assert!(
            apache.contains(r#"RedirectMatch 301 "^/a/fr/v1\.0 \(bis\)(/|/index\.html)?$" "/a/fr/حول/""#),
            "{apache}"
        );
        assert!(apache.contains(r#"RedirectMatch 301 "^/a/old\.html$" "/a/fr/x%22\$1/""#), "{apache}");
        let encoded = "/a/fr/v1.0%20(bis)/ /a/fr/%D8%AD%D9%88%D9%84/ 301\n";
        assert!(file("netlify", "_redirects").contains(encoded), "{}", file("netlify", "_redirects"));
        let nginx = snippet(Some("nginx"), &facts()).unwrap();
        assert!(
            nginx.contains("location = \"/a/fr/v1.0 (bis)/\" { return 301 \"/a/fr/%D8%AD%D9%88%D9%84/\"; }"),
            "{nginx}"
        );
    }

    #[test]
    fn every_host_gets_what_it_reads_and_strict_headers() {
        let names = |host: &str| files(Some(host), &facts()).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        for (host, expected) in [
            ("apache", vec![".htaccess"]),
            ("iis", vec!["web.config"]),
            ("netlify", vec!["_headers", "_redirects"]),
            ("cloudflare", vec!["_headers", "_redirects"]),
            ("gitlab-pages", vec!["_redirects"]),
            ("github-pages", vec![".nojekyll", "CNAME"]),
            ("nginx", vec![]),
            ("s3", vec![]),
        ] {
            assert_eq!(names(host), expected);
        }
        for text in [file("apache", ".htaccess"), file("iis", "web.config"), file("netlify", "_headers")] {
            assert!(text.contains("default-src 'none'") || text.contains("default-src &apos;none&apos;"), "{text}");
            assert!(text.contains("nosniff") && !text.contains("unsafe-inline") && !text.contains("Strict-Transport"));
        }
        assert!(snippet(Some("apache"), &facts()).is_none() && snippet(Some("caddy"), &facts()).is_some());
    }
}
