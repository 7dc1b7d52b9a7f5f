//! Media types of files (IANA registry), by file extension.

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

/// The media type of a file. Text is UTF-8.
pub fn content_type(path: &str) -> &'static str {
    match mime_guess::from_path(path).first_raw() {
        Some("text/html") => HTML,
        Some("text/css") => "text/css; charset=utf-8",
        Some("text/javascript" | "application/javascript") => "text/javascript; charset=utf-8",
        Some("text/plain") => "text/plain; charset=utf-8",
        Some("text/csv") => "text/csv; charset=utf-8",
        Some("text/markdown") => "text/markdown; charset=utf-8",
        Some("text/vtt") => "text/vtt; charset=utf-8",
        Some("text/xml" | "application/xml") => "application/xml; charset=utf-8",
        Some(other) => other,
        None => "application/octet-stream",
    }
}
