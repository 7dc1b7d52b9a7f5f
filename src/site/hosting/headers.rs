//! The headers of every answer, types that not every host knows, and for how
//! long readers may keep a file.

use crate::site::hosting::Facts;

/// For how long readers may keep a file whose name has a hash of its bytes: it
/// never changes.
pub const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";

/// For how long they may keep a page or a list: some minutes, and then ask.
pub const CACHE_SHORTLY: &str = "public, max-age=300, must-revalidate";

/// Names with a hash, as a regular expression that all hosts read alike.
pub const HASHED: &str = r"\.[0-9a-f]{10}\.[a-z0-9]+$";

/// Names of what jisr keeps on a host for itself.
pub const OWN: &str = "jisr-(published|publishing|unfinished)-";

/// Types that not every host knows, by ending.
pub const TYPES: &[(&str, &str)] = &[
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("svg", "image/svg+xml"),
    ("csv", "text/csv"),
    ("jsonld", "application/ld+json"),
    ("woff2", "font/woff2"),
    ("idx", "application/octet-stream"),
];

/// The type of a file with this ending, in lower case.
pub fn media_type(ending: &str) -> String {
    let own = TYPES.iter().find(|(known, _)| *known == ending).map(|(_, own)| *own);
    let known = own.or_else(|| mime_guess::from_ext(ending).first_raw()).unwrap_or("application/octet-stream");
    if is_text(known) { format!("{known}; charset=utf-8") } else { known.to_owned() }
}

/// Whether a type has characters, whose encoding is told.
pub fn is_text(media_type: &str) -> bool {
    let also = ["application/json", "application/ld+json", "application/javascript", "application/xml"];
    media_type.starts_with("text/") || also.contains(&media_type)
}

/// One year, as browsers want it to be told that a host answers with TLS only.
const YEAR: &str = "max-age=31536000; includeSubDomains";

/// The names and values of the headers of every answer. What a page may load is
/// what jisr publishes: scripts, style and pictures of the site itself.
pub fn headers(facts: &Facts) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("Content-Security-Policy", POLICY.to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-Frame-Options", "DENY".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ];
    if facts.has_hsts {
        headers.push(("Strict-Transport-Security", YEAR.to_owned()));
    }
    headers
}

/// Content Security Policy, level 3.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
