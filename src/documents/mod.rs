//! Documents by their bytes: which type they are of, whether they are whole,
//! and what they tell of their making. Nothing here opens a file: whoever
//! calls hands in its bytes, and never more than [`MOST_READ`] are kept.

pub mod office;
pub mod pdf;
pub mod published;
pub mod sniff;
pub mod zip;

use std::io::{self, Read, Seek, SeekFrom};

use crate::base::asset::Substitute;
use crate::base::document::{Document, Kind, Trace};

/// How many bytes tell what a file holds.
pub const HEAD: usize = 1024;

/// Of a longer file, the beginning and the end are looked at, half of this each.
const MOST_READ: u64 = 16 << 20;

/// Bytes that can be read from any place.
pub trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

/// What was saved in the place of a file with this ending, if it is none.
pub fn substitute(extension: &str, head: &[u8]) -> Option<Substitute> {
    sniff::substitute(extension, head)
}

/// What a file is that is no picture. `head` are its first bytes, `source` all
/// of them, `len` many.
///
/// # Errors
///
/// Where `source` cannot be read.
pub fn inspect(head: &[u8], len: u64, source: &mut dyn Bytes) -> io::Result<Document> {
    let kind = sniff::kind(head);
    match kind {
        Some(Kind::Zip) => office::inspect(source),
        Some(Kind::Pdf) => Ok(pdf::inspect(&ends(source, len)?)),
        Some(Kind::Doc) => Ok(Document { kind: Some(sniff::compound(&ends(source, len)?)), ..Document::default() }),
        Some(Kind::Mp4) => {
            let traces = if has_place(&ends(source, len)?) { vec![Trace::Place] } else { vec![] };
            Ok(Document { kind, traces, ..Document::default() })
        }
        _ => Ok(Document { kind, ..Document::default() }),
    }
}

/// The bytes of a file: of a long one, its beginning and its end.
fn ends(source: &mut dyn Bytes, len: u64) -> io::Result<Vec<u8>> {
    source.seek(SeekFrom::Start(0))?;
    let mut bytes = vec![];
    if len <= MOST_READ {
        source.take(MOST_READ).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    (&mut *source).take(MOST_READ / 2).read_to_end(&mut bytes)?;
    source.seek(SeekFrom::Start(len - MOST_READ / 2))?;
    source.take(MOST_READ / 2).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a film says where it was taken: the atom `©xyz`, or Apple's key.
fn has_place(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 2] = [b"\xa9xyz", b"com.apple.quicktime.location"];
    marks.iter().any(|mark| memchr::memmem::find(bytes, mark).is_some())
}

#[cfg(test)]
mod tests;
