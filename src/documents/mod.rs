//! Inspects documents: their type, whether they are complete, and what their
//! metadata reveals. Nothing here opens a file: the caller passes its bytes,
//! and no more than [`MOST_READ`] of them are kept in memory.

pub mod office;
pub mod pdf;
pub mod published;
pub mod sniff;
pub mod zip;

use std::io::{self, Read, Seek, SeekFrom};

use crate::base::asset::Substitute;
use crate::base::document::{Document, Kind, Trace};

/// The number of leading bytes from which the type is detected.
pub const HEAD: usize = 1024;

/// The most bytes that are inspected: of a longer file, the beginning and the
/// end, half of this each.
const MOST_READ: u64 = 16 << 20;

/// A seekable source of bytes.
pub trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

/// What was saved in place of a file with this extension, if the file is not
/// what it should be.
pub fn substitute(extension: &str, head: &[u8]) -> Option<Substitute> {
    sniff::substitute(extension, head)
}

/// Inspects a file that is not a picture. `head` holds its first bytes,
/// `source` all of its `len` bytes.
///
/// # Errors
///
/// If `source` cannot be read.
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

/// The bytes of a file; of a long one, only its beginning and its end.
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

/// Whether a film records its location: the atom `©xyz`, or Apple's key.
fn has_place(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 2] = [b"\xa9xyz", b"com.apple.quicktime.location"];
    marks.iter().any(|mark| memchr::memmem::find(bytes, mark).is_some())
}

#[cfg(test)]
mod tests;
