//! `.htaccess` for Apache 2.4.

use crate::site::hosting::headers::{CACHE_FOREVER, CACHE_SHORTLY, HASHED, OWN, TYPES, headers};
use crate::site::hosting::{Facts, Redirect};

/// The file. Apache reads it where `AllowOverride` is `All`, or has `FileInfo`,
/// `Indexes`, `Options` and `AuthConfig`.
pub(super) fn htaccess(facts: &Facts) -> String {
    let types = TYPES.iter().map(|(ending, own)| format!("AddType {own} .{ending}\n"));
    let headers = headers(facts).into_iter();
    let headers = headers.map(|(name, value)| format!("  Header always set {name} \"{value}\"\n"));
    let redirects = facts.redirects.iter().map(redirect);
    format!(
        "# Written by jisr, from `host` in site.yaml.\n\
         Options -Indexes -MultiViews\n\
         DirectoryIndex index.html\n\
         ErrorDocument 404 {base}404.html\n\
         AddDefaultCharset utf-8\n\
         AddCharset utf-8 .css .csv .js .json .jsonld .svg .xml\n\
         {types}\
         <FilesMatch \"^(\\.|{OWN})\">\n  Require all denied\n</FilesMatch>\n\
         <IfModule mod_headers.c>\n\
         {headers}  \
         Header set Cache-Control \"{CACHE_SHORTLY}\"\n  \
         <FilesMatch \"{HASHED}\">\n    Header set Cache-Control \"{CACHE_FOREVER}\"\n  </FilesMatch>\n\
         </IfModule>\n\
         {redirects}",
        base = facts.base,
        types = types.collect::<String>(),
        headers = headers.collect::<String>(),
        redirects = redirects.collect::<String>(),
    )
}

fn redirect(own: &Redirect) -> String {
    let from = pattern(own.from.trim_end_matches('/'));
    let to = own.to.replace('\\', "\\\\").replace('$', "\\$").replace('"', "%22");
    let ending = if own.from.ends_with('/') { "(/|/index\\.html)?" } else { "" };
    format!("RedirectMatch 301 \"^{from}{ending}$\" \"{to}\"\n")
}

/// A text as a regular expression in quotes.
pub(super) fn pattern(text: &str) -> String {
    let escape = |c: char| match c {
        '"' => "\\x22".to_owned(),
        c if "\\.+*?()|[]{}^$#".contains(c) => format!("\\{c}"),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}
