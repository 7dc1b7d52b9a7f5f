//! Detects the type of a file by its first bytes.

use crate::base::asset::Substitute;
use crate::base::document::Kind;

/// The first bytes of each type. The first matching row decides.
const STARTS: &[(usize, &[u8], Kind)] = &[
    (0, b"%PDF-", Kind::Pdf),
    (0, b"PK\x03\x04", Kind::Zip),
    (0, b"PK\x05\x06", Kind::Zip),
    // A compound file; the exact type is determined by `compound`.
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Doc),
    (0, b"{\\rtf", Kind::Rtf),
    (0, b"ID3", Kind::Mp3),
    (0, b"\xff\xfb", Kind::Mp3),
    (0, b"\xff\xf3", Kind::Mp3),
    (0, b"OggS", Kind::Ogg),
    (0, b"\x1a\x45\xdf\xa3", Kind::WebM),
    (8, b"WAVE", Kind::Wav),
    (4, b"ftyp", Kind::Mp4),
    (4, b"moov", Kind::Mp4),
    (4, b"mdat", Kind::Mp4),
    (0, b"MZ", Kind::Program),
    (0, b"\x7fELF", Kind::Program),
    (0, b"\xca\xfe\xba\xbe", Kind::Program),
    (0, b"\xcf\xfa\xed\xfe", Kind::Program),
    (0, b"#!", Kind::Program),
    (0, b"7z\xbc\xaf\x27\x1c", Kind::Archive),
    (0, b"Rar!", Kind::Archive),
    (0, b"\x1f\x8b", Kind::Archive),
    (0, b"BZh", Kind::Archive),
    (0, b"\xfd7zXZ", Kind::Archive),
    // UTF-16 text, as Excel saves it.
    (0, b"\xff\xfe", Kind::Text),
    (0, b"\xfe\xff", Kind::Text),
];

/// Extensions of web pages, which may contain a web page.
const PAGES: &[&str] = &[
    "htm", "html", "xhtml", "xht", "shtml", "shtm", "stm", "mht", "mhtml", "hta", "php", "phtml", "asp", "aspx", "jsp",
];

/// The type that the first bytes of a file show.
pub fn kind(head: &[u8]) -> Option<Kind> {
    let agrees = |(at, start, _): &&(usize, &[u8], Kind)| head.get(*at..).is_some_and(|rest| rest.starts_with(start));
    let known = STARTS.iter().find(agrees).map(|(.., kind)| *kind);
    known.or_else(|| (!head.is_empty() && head.iter().all(is_of_text)).then_some(Kind::Text))
}

/// Whether a byte occurs in text, in any encoding but UTF-16.
fn is_of_text(byte: &u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b) || (*byte >= 0x20 && *byte != 0x7f)
}

/// The type of a compound file (the format of Office before 2007, MS-CFB), by
/// the names of its streams, which are in UTF-16.
pub fn compound(bytes: &[u8]) -> Kind {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    match () {
        () if has("EncryptedPackage") => Kind::Protected,
        () if has("WordDocument") => Kind::Doc,
        () if has("PowerPoint Document") => Kind::Ppt,
        () if has("Workbook") || has("Book") => Kind::Xls,
        // Installers, e-mails and Visio drawings are not published.
        () => Kind::Program,
    }
}

/// What was saved in place of a file with this extension, if the file is not
/// what it should be.
pub fn substitute(extension: &str, head: &[u8]) -> Option<Substitute> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let starts = |start: &str| {
        let own = text.get(..start.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(start.as_bytes()))
    };
    let holds = |part: &str| memchr::memmem::find(head, part.as_bytes()).is_some();
    let is_link = head.starts_with(b"L\0\0\0\x01\x14\x02\0")
        || head.starts_with(b"book\0\0\0\0mark\0\0\0\0")
        || starts("[InternetShortcut]")
        || (starts("{") && holds("https://docs.google.com/") && holds("doc_id"));
    match () {
        () if head.iter().all(|byte| *byte == 0) => Some(Substitute::Empty),
        () if starts("version https://git-lfs") || starts("/annex/objects/") => Some(Substitute::GitPointer),
        () if is_link => Some(Substitute::Shortcut),
        () if !PAGES.contains(&extension) && is_page(text) => Some(Substitute::WebPage),
        () => None,
    }
}

/// Whether a text is a web page, or the error message of a storage service.
fn is_page(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    let Some(mut rest) = lower.starts_with(b"<").then_some(&lower[..]) else { return false };
    // Skips what may precede the first element.
    while rest.starts_with(b"<?") || rest.starts_with(b"<!--") {
        let end: &[u8] = if rest.starts_with(b"<?") { b"?>" } else { b"-->" };
        let Some(at) = memchr::memmem::find(rest, end) else { return false };
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    let starts: [&[u8]; 9] =
        [b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<title", b"<meta", b"<table", b"<error>"];
    starts.iter().any(|start| rest.starts_with(start))
}
