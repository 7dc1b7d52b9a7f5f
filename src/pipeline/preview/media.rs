//! Media types of files (the registry of IANA), by the ending of their names.

use crate::site::{Page, View};

const HTML: &str = "text/html; charset=utf-8";

/// The media type of a page.
pub fn of_page(page: &Page) -> &'static str {
    match page.view {
        View::Feed(_) => "application/atom+xml; charset=utf-8",
        _ if page.url.as_str().is_empty() || page.url.as_str().ends_with('/') => HTML,
        _ => content_type(page.url.as_str()),
    }
}

/// The media type of a file.
pub fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let row = TYPES.iter().find(|(known, _)| known.split(' ').any(|known| known == extension));
    row.map_or("application/octet-stream", |(_, content_type)| content_type)
}

const TYPES: &[(&str, &str)] = &[
    ("html htm", HTML),
    ("css", "text/css; charset=utf-8"),
    ("js mjs", "text/javascript; charset=utf-8"),
    ("json map", "application/json"),
    ("geojson", "application/geo+json"),
    ("webmanifest", "application/manifest+json"),
    ("xml", "application/xml; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("md markdown", "text/markdown; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg jpeg", "image/jpeg"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("gif", "image/gif"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("zip", "application/zip"),
    ("mp3", "audio/mpeg"),
    ("ogg oga", "audio/ogg"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("wasm", "application/wasm"),
];
