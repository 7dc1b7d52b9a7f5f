//! Which files besides pictures are published: types that readers open in a
//! program of their own and that cannot run anything on the site. A page, a
//! script or a program in `assets/` would have the rights of the site itself.

use crate::base::document::{Document, Kind};

/// The types that are published.
const PUBLISHED: &[Kind] = &[
    Kind::Pdf,
    Kind::Docx,
    Kind::Xlsx,
    Kind::Pptx,
    Kind::Odt,
    Kind::Ods,
    Kind::Odp,
    Kind::Odg,
    Kind::Epub,
    Kind::Zip,
    Kind::Doc,
    Kind::Xls,
    Kind::Ppt,
    Kind::Protected,
    Kind::Rtf,
    Kind::Mp3,
    Kind::Mp4,
    Kind::Ogg,
    Kind::WebM,
    Kind::Wav,
    Kind::Text,
];

/// Extensions of files that a browser or web server runs, and of programs.
const ACTIVE: &[&str] = &[
    "htm", "html", "xhtml", "xht", "shtml", "shtm", "stm", "mht", "mhtml", "hta", "htc", "xml", "xsl", "xslt", "svgz",
    "js", "mjs", "cjs", "css", "wasm", "php", "php3", "php4", "php5", "php7", "php8", "phtml", "phar", "asp", "aspx",
    "ashx", "asmx", "cer", "jsp", "jspx", "cgi", "pl", "py", "rb", "lua", "sh", "bat", "cmd", "ps1", "vbs", "exe",
    "dll", "msi", "com", "scr", "jar", "war", "apk", "swf", "xap", "jnlp", "htaccess", "htpasswd", "config", "docm",
    "xlsm", "pptm", "dotm", "xltm", "potm", "ppsm", "xlsb",
];

/// Whether a file is published, and if not, why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is published.
    Published,
    /// It is published, with the extension of its real type.
    Misnamed(Kind),
    /// It is truncated, or neither of the type that its name says nor of
    /// another known one.
    Broken,
    /// Files with this extension are not allowed (see `file_types`).
    Unknown,
    /// A browser or a server runs files with this extension.
    Active,
}

/// Decides about a document with this extension; `also` holds the extensions
/// that the site's owner has allowed.
pub fn verdict(extension: &str, document: &Document, also: &[String]) -> Verdict {
    if also.iter().any(|own| own == extension) {
        return Verdict::Published;
    }
    let named = Kind::named(extension).filter(|kind| PUBLISHED.contains(kind));
    match (named, document.kind) {
        _ if ACTIVE.contains(&extension) => Verdict::Active,
        (_, Some(Kind::Program | Kind::Macros)) => Verdict::Active,
        (None, _) => Verdict::Unknown,
        (Some(_), Some(kind)) if kind.extensions().contains(&extension) => {
            if document.is_broken {
                Verdict::Broken
            } else {
                Verdict::Published
            }
        }
        // Text, a plain archive or unknown bytes do not contradict the
        // extension, but are not of its type either.
        (Some(_), Some(Kind::Text | Kind::Zip | Kind::Archive) | None) => {
            if may_begin_otherwise(extension) {
                Verdict::Published
            } else {
                Verdict::Broken
            }
        }
        (Some(_), Some(kind)) => Verdict::Misnamed(kind),
    }
}

/// Whether files with this extension cannot be recognised by their first bytes.
fn may_begin_otherwise(extension: &str) -> bool {
    matches!(Kind::named(extension), Some(Kind::Mp3))
}

/// The extension with which a file is published.
pub fn extension<'a>(written: &'a str, document: &Document) -> &'a str {
    match verdict(written, document, &[]) {
        Verdict::Misnamed(kind) => kind.extensions().first().copied().unwrap_or(written),
        _ => written,
    }
}

/// Whether a browser or a server runs files with this extension.
pub fn is_active(extension: &str) -> bool {
    ACTIVE.contains(&extension)
}
