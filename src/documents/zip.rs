//! Reads the central directory of a ZIP archive, and single files of it
//! (APPNOTE 6.3): as much as office documents need. Nothing is trusted: lengths
//! are checked before anything is read, and inconsistent data is rejected.

use std::io::{self, Read, SeekFrom};

use flate2::read::DeflateDecoder;

use crate::documents::Bytes;

/// The most bytes of a central directory.
const LONGEST_TABLE: u64 = 8 << 20;

/// The most bytes that are decompressed of one file.
const MOST_UNPACKED: u64 = 32 << 20;

/// The compression methods that office documents use (4.4.5).
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The length of the end of central directory record, without its comment.
const END: usize = 22;

/// A file in an archive.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its path.
    pub name: String,
    packed: u64,
    offset: u64,
    method: u16,
}

/// The files of an archive. `None` if it is not a complete archive. An archive
/// too large for the classic format (ZIP64) yields an empty list.
///
/// # Errors
///
/// If `source` cannot be read.
pub fn entries(source: &mut dyn Bytes) -> io::Result<Option<Vec<Entry>>> {
    let len = source.seek(SeekFrom::End(0))?;
    let window = len.min(END as u64 + u64::from(u16::MAX));
    source.seek(SeekFrom::Start(len - window))?;
    let mut tail = vec![];
    (&mut *source).take(window).read_to_end(&mut tail)?;
    let Some((at, end)) =
        memchr::memmem::rfind(&tail, b"PK\x05\x06").and_then(|at| Some((at, tail.get(at..at + END)?)))
    else {
        return Ok(None);
    };
    let (count, size, start) = (number2(end, 10), u64::from(number4(end, 12)), u64::from(number4(end, 16)));
    if count == u16::MAX || start == u64::from(u32::MAX) {
        return Ok(Some(vec![]));
    }
    // If data precedes the archive, all its offsets are shifted.
    let table_at = (len - window + at as u64).checked_sub(size);
    let Some((table_at, shift)) = table_at.and_then(|at| Some((at, at.checked_sub(start)?))) else { return Ok(None) };
    if size > LONGEST_TABLE {
        return Ok(None);
    }
    source.seek(SeekFrom::Start(table_at))?;
    let mut table = vec![];
    (&mut *source).take(size).read_to_end(&mut table)?;
    Ok(read_table(&table, count, shift))
}

fn read_table(table: &[u8], count: u16, shift: u64) -> Option<Vec<Entry>> {
    let mut entries = vec![];
    let mut rest = table;
    for _ in 0..count {
        let head = rest.get(..46).filter(|head| head.starts_with(b"PK\x01\x02"))?;
        let (name, extra, comment) = (number2(head, 28), number2(head, 30), number2(head, 32));
        let name_end = 46 + usize::from(name);
        entries.push(Entry {
            name: String::from_utf8_lossy(rest.get(46..name_end)?).into_owned(),
            packed: u64::from(number4(head, 20)),
            offset: u64::from(number4(head, 42)) + shift,
            method: number2(head, 10),
        });
        rest = rest.get(name_end + usize::from(extra) + usize::from(comment)..)?;
    }
    Some(entries)
}

/// The bytes of a file of the archive, up to [`MOST_UNPACKED`]. `None` if it is
/// damaged.
///
/// # Errors
///
/// If `source` cannot be read.
pub fn unpack(source: &mut dyn Bytes, entry: &Entry) -> io::Result<Option<Vec<u8>>> {
    source.seek(SeekFrom::Start(entry.offset))?;
    let mut head = vec![];
    (&mut *source).take(30).read_to_end(&mut head)?;
    if head.len() < 30 || !head.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    let skipped = i64::from(number2(&head, 26)) + i64::from(number2(&head, 28));
    source.seek(SeekFrom::Current(skipped))?;
    let packed = source.take(entry.packed);
    let mut bytes = vec![];
    match entry.method {
        STORED => packed.take(MOST_UNPACKED).read_to_end(&mut bytes).map(|_| Some(bytes)),
        DEFLATED => {
            let read = DeflateDecoder::new(packed).take(MOST_UNPACKED).read_to_end(&mut bytes);
            Ok(read.is_ok().then_some(bytes))
        }
        _ => Ok(None),
    }
}

fn number2(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn number4(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
