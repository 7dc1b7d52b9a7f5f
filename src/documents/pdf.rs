//! What a PDF reveals (ISO 32000-2, 14.3): its author, the path that a print
//! driver left in its title, and scripts in it. Objects are found by their
//! keys, without following references; encrypted ones are skipped, and
//! compressed ones are decompressed up to a limit.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use crate::base::document::{Document, Kind, Trace};
use crate::documents::office::is_path;

/// The end-of-file marker must be within this many bytes of the end.
const END: usize = 16 << 10;

/// The most object streams that are decompressed, and the most bytes of each.
const MOST_STREAMS: usize = 300;
const MOST_UNPACKED: u64 = 1 << 20;

/// The longest text that is reported.
const LONGEST: usize = 80;

/// Inspects the bytes of a PDF.
pub fn inspect(bytes: &[u8]) -> Document {
    let end = &bytes[bytes.len().saturating_sub(END)..];
    let is_broken = memmem::find(end, b"%%EOF").is_none() && memmem::find(end, b"startxref").is_none();
    let mut traces = vec![];
    if memmem::find(bytes, b"/Encrypt").is_none() {
        look(bytes, &mut traces);
        packed(bytes).for_each(|objects| look(&objects, &mut traces));
    }
    traces.sort();
    traces.dedup();
    Document { kind: Some(Kind::Pdf), is_broken, traces }
}

/// The decompressed object streams (7.5.7).
fn packed(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    memmem::find_iter(bytes, b"/ObjStm").take(MOST_STREAMS).filter_map(|at| {
        let dictionary = &bytes[at..bytes.len().min(at + 1024)];
        let start = at + memmem::find(dictionary, b"stream")? + b"stream".len();
        let data = bytes.get(start..)?;
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        let mut unpacked = vec![];
        // Damaged streams are read as far as possible.
        let _ = ZlibDecoder::new(data).take(MOST_UNPACKED).read_to_end(&mut unpacked);
        Some(unpacked)
    })
}

fn look(objects: &[u8], found: &mut Vec<Trace>) {
    let authors = memmem::find_iter(objects, b"/Author").filter_map(|at| string(&objects[at + b"/Author".len()..]));
    found.extend(authors.map(Trace::Author));
    found.extend(creators(objects).into_iter().map(Trace::Author));
    let titles = memmem::find_iter(objects, b"/Title").filter_map(|at| string(&objects[at + b"/Title".len()..]));
    found.extend(titles.filter(|title| title.split(' ').any(is_path)).map(Trace::Path));
    let scripts: [&[u8]; 3] = [b"/JavaScript", b"/JS ", b"/Launch"];
    found.extend(scripts.iter().any(|mark| memmem::find(objects, mark).is_some()).then_some(Trace::Script));
}

/// Parses the string at the start of a text (7.3.4): `(Leïla)`, `<FEFF004C>`.
fn string(text: &[u8]) -> Option<String> {
    let text = text.trim_ascii_start();
    let bytes = match text.split_first()? {
        (b'(', rest) => literal(rest),
        (b'<', rest) if !rest.starts_with(b"<") => hexadecimal(rest)?,
        _ => return None,
    };
    let decoded: String = decode(&bytes).trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    (!decoded.is_empty()).then_some(decoded)
}

fn literal(text: &[u8]) -> Vec<u8> {
    let mut bytes = vec![];
    let (mut depth, mut at) = (0, 0);
    while let Some(byte) = text.get(at).filter(|_| bytes.len() < 4 * LONGEST) {
        at += 1;
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            b'\\' => {
                let octal: Vec<u8> =
                    text[at..].iter().copied().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).collect();
                if octal.is_empty() {
                    bytes.extend(text.get(at));
                    at += 1;
                } else {
                    at += octal.len();
                    bytes.push(
                        octal.iter().fold(0, |value: u8, digit| value.wrapping_mul(8).wrapping_add(digit - b'0')),
                    );
                }
                continue;
            }
            _ => {}
        }
        bytes.push(*byte);
    }
    bytes
}

fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().take(8 * LONGEST).position(|byte| *byte == b'>')?;
    let digits: Vec<u8> = text[..end].iter().copied().filter(u8::is_ascii_hexdigit).collect();
    let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0) as u8;
    Some(digits.chunks(2).map(|pair| value(pair[0]) * 16 + pair.get(1).map_or(0, |digit| value(*digit))).collect())
}

/// Decodes text: UTF-16 or UTF-8 if it is marked as such, otherwise
/// PDFDocEncoding, treated as Latin-1 (7.9.2).
fn decode(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xfe\xff") {
        let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(text) => String::from_utf8_lossy(text).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The names in `dc:creator` of the file's XMP packet (ISO 16684-1).
fn creators(objects: &[u8]) -> Vec<String> {
    let mut names = vec![];
    for at in memmem::find_iter(objects, b"<dc:creator>").take(8) {
        let part = &objects[at..objects.len().min(at + 4096)];
        let end = memmem::find(part, b"</dc:creator>").unwrap_or(0);
        let text = String::from_utf8_lossy(&part[..end]);
        let items = text.split("<rdf:li").skip(1).filter_map(|item| item.split_once('>')?.1.split('<').next());
        names.extend(
            items.map(|name| name.trim().chars().take(LONGEST).collect()).filter(|name: &String| !name.is_empty()),
        );
    }
    names
}
