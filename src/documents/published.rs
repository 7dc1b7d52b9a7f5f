//! Which files are published beside pictures: types that readers open in a
//! program of their own, and that do nothing on the site. A page, a script or a
//! program in `assets/` would have all the rights of the site itself.

use crate::base::document::{Document, Kind};

/// Types of which files are published.
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

/// Endings of what a browser or a web server runs, and of programs.
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
    /// It is.
    Published,
    /// It is, under the ending of what it really holds.
    Misnamed(Kind),
    /// It is cut short, or not of the type that its name says, nor of another.
    Broken,
    /// Nobody has said that files of this ending may be published.
    Unknown,
    /// A browser or a server runs files of this ending.
    Active,
}

/// What is to be done with a document of this ending; `also` are the endings
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
        // Any text is a text, and an archive that is no office document is none.
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

/// Whether files of this ending have no first bytes that tell them.
fn may_begin_otherwise(extension: &str) -> bool {
    matches!(Kind::named(extension), Some(Kind::Mp3))
}

/// The ending under which a file is published.
pub fn extension<'a>(written: &'a str, document: &Document) -> &'a str {
    match verdict(written, document, &[]) {
        Verdict::Misnamed(kind) => kind.extensions().first().copied().unwrap_or(written),
        _ => written,
    }
}

/// Whether a browser or a server runs files of this ending.
pub fn is_active(extension: &str) -> bool {
    ACTIVE.contains(&extension)
}
