//! Office documents: ZIP archives whose files show their type, their authors,
//! and what was left in them (ECMA-376, OpenDocument 1.3).

use std::io;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::base::document::{Document, Kind, Trace};
use crate::documents::Bytes;
use crate::documents::zip::{self, Entry};

/// The most files of one document that are inspected.
const MOST_PARTS: usize = 400;

/// The longest name that is reported.
const LONGEST: usize = 80;

/// The first bytes of `mimetype` in OpenDocument and EPUB files.
const MIME_TYPES: [(&str, Kind); 5] = [
    ("application/vnd.oasis.opendocument.text", Kind::Odt),
    ("application/vnd.oasis.opendocument.spreadsheet", Kind::Ods),
    ("application/vnd.oasis.opendocument.presentation", Kind::Odp),
    ("application/vnd.oasis.opendocument.graphics", Kind::Odg),
    ("application/epub+zip", Kind::Epub),
];

/// Inspects a file that begins like a ZIP archive.
///
/// # Errors
///
/// If `source` cannot be read.
pub fn inspect(source: &mut dyn Bytes) -> io::Result<Document> {
    let Some(entries) = zip::entries(source)? else {
        return Ok(Document { kind: Some(Kind::Zip), is_broken: true, traces: vec![] });
    };
    let kind = kind(source, &entries)?;
    let mut found = vec![];
    if !matches!(kind, Kind::Zip | Kind::Epub) {
        for entry in entries.iter().filter(|entry| is_telling(&entry.name)).take(MOST_PARTS) {
            let Some(bytes) = zip::unpack(source, entry)? else { continue };
            traces(&entry.name, &bytes, &mut found);
        }
    }
    found.sort();
    found.dedup();
    Ok(Document { kind: Some(kind), is_broken: false, traces: found })
}

fn kind(source: &mut dyn Bytes, entries: &[Entry]) -> io::Result<Kind> {
    let has = |start: &str| entries.iter().any(|entry| entry.name.starts_with(start));
    if let Some(entry) = entries.iter().find(|entry| entry.name == "mimetype") {
        let text = zip::unpack(source, entry)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let known = MIME_TYPES.iter().find(|(name, _)| text.trim() == *name);
        return Ok(known.map_or(Kind::Zip, |(_, kind)| *kind));
    }
    Ok(match () {
        () if !has("[Content_Types].xml") => Kind::Zip,
        () if entries.iter().any(|entry| entry.name.ends_with("vbaProject.bin")) => Kind::Macros,
        () if has("word/") => Kind::Docx,
        () if has("xl/") => Kind::Xlsx,
        () if has("ppt/") => Kind::Pptx,
        () => Kind::Zip,
    })
}

/// Whether a file in a document may contain metadata to report.
fn is_telling(name: &str) -> bool {
    let parts = ["docProps/core.xml", "docProps/app.xml", "xl/workbook.xml", "meta.xml", "content.xml"];
    let in_word = name.starts_with("word/") && name.ends_with(".xml") && !name.contains("/theme/");
    parts.contains(&name)
        || in_word
        || name.ends_with(".rels")
        || is_part(name, "xl/comments")
        || is_part(name, "xl/threadedComments/")
        || is_part(name, "ppt/comments/")
        || is_part(name, "ppt/notesSlides/")
}

fn is_part(name: &str, start: &str) -> bool {
    name.starts_with(start) && name.ends_with(".xml")
}

fn traces(name: &str, xml: &[u8], found: &mut Vec<Trace>) {
    let has = |marks: &[&str]| marks.iter().any(|mark| memmem::find(xml, mark.as_bytes()).is_some());
    match name {
        "docProps/core.xml" | "docProps/app.xml" | "meta.xml" => found.extend(makers(xml)),
        "xl/workbook.xml" => {
            found.extend(paths(xml));
            found.extend(has(&["state=\"hidden\"", "state=\"veryHidden\""]).then_some(Trace::HiddenSheets));
        }
        "content.xml" => {
            found.extend(has(&["<text:changed-region", "<table:tracked-changes"]).then_some(Trace::Changes));
            found.extend(has(&["<office:annotation"]).then_some(Trace::Comments));
        }
        "word/comments.xml" => found.extend(has(&["<w:comment "]).then_some(Trace::Comments)),
        _ if name.ends_with(".rels") => found.extend(paths(xml)),
        _ if name.starts_with("word/") => {
            let marks = ["<w:ins ", "<w:del ", "<w:moveFrom ", "<w:moveTo "];
            found.extend(has(&marks).then_some(Trace::Changes));
        }
        _ if name.starts_with("ppt/notesSlides/") => {
            found.extend(has_words(xml).then_some(Trace::Notes));
        }
        _ => found.push(Trace::Comments),
    }
}

/// The authors of a document and their organisation.
fn makers(xml: &[u8]) -> Vec<Trace> {
    let mut found = vec![];
    for (name, text) in texts(xml) {
        let text: String = text.trim().chars().take(LONGEST).collect();
        match name.as_str() {
            _ if text.is_empty() => {}
            "creator" | "lastModifiedBy" | "initial-creator" | "Manager" => found.push(Trace::Author(text)),
            "Company" => found.push(Trace::Company(text)),
            _ => {}
        }
    }
    found
}

/// The name and text of each element that contains only text.
fn texts(xml: &[u8]) -> Vec<(String, String)> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = vec![];
    let (mut found, mut name, mut text) = (vec![], String::new(), String::new());
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                name = String::from_utf8_lossy(element.local_name().as_ref()).into_owned();
                text.clear();
            }
            Ok(Event::Text(part)) => text.push_str(&String::from_utf8_lossy(&part)),
            Ok(Event::GeneralRef(part)) => {
                let decoded = part.resolve_char_ref().ok().flatten();
                let named = || quick_xml::escape::resolve_predefined_entity(&String::from_utf8_lossy(&part));
                text.extend(decoded.or_else(|| named().and_then(|text| text.chars().next())));
            }
            Ok(Event::End(_)) => {
                if !name.is_empty() {
                    found.push((std::mem::take(&mut name), std::mem::take(&mut text)));
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

/// Whether the speaker notes of a slide contain words: each slide has a notes
/// page, empty except for its number.
fn has_words(xml: &[u8]) -> bool {
    let is_word = |text: &str| text.chars().any(char::is_alphabetic) && text != "‹#›" && text != "‹N°›";
    texts(xml).iter().any(|(name, text)| name == "t" && is_word(text))
}

/// Paths on the author's computer or in an office network: `C:\…`, `file:///…`,
/// `\\server\…`.
fn paths(xml: &[u8]) -> Vec<Trace> {
    let text = String::from_utf8_lossy(xml);
    let values = text.split('"').skip(1).step_by(2);
    let found = values.filter(|value| is_path(value));
    found.map(|value| Trace::Path(value.chars().take(LONGEST).collect())).collect()
}

/// Whether a text is a path on some computer.
pub fn is_path(text: &str) -> bool {
    let text = text.strip_prefix("file:///").unwrap_or(text);
    let letters: Vec<char> = text.chars().take(3).collect();
    let on_drive = matches!(letters[..], [drive, ':', '\\' | '/'] if drive.is_ascii_alphabetic());
    on_drive || text.starts_with("\\\\") || text.starts_with("/home/") || text.starts_with("/Users/")
}
