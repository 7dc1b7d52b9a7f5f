//! Reading a picture or document: its key, and what it holds. What somebody
//! else's file does to a library stays behind the guard.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, SeekFrom};
use std::path::Path;

use crate::base::asset::Contents;
use crate::base::document::Document;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::base::picture::{Fault, Format, Picture};
use crate::disk::guard::guarded;
use crate::documents::{self, Bytes, HEAD};
use crate::pictures::{inspect, raster};
use crate::source::Change;

/// The file at `file` as a change of the site's.
pub fn read(file: &Path, path: &RelPath) -> io::Result<Change> {
    let mut source = File::open(file)?;
    let len = source.metadata()?.len();
    let (hash, len, contents) = measure(&mut source, len, path)?;
    Ok(Change::Asset { path: path.clone(), len, hash, contents })
}

/// What the bytes of a file hold.
pub fn contents(path: &RelPath, bytes: &[u8]) -> Contents {
    let measured = measure(&mut Cursor::new(bytes), bytes.len() as u64, path);
    measured.map_or_else(|_| Contents::Document(Document::default()), |(.., contents)| contents)
}

fn measure(source: &mut dyn Bytes, len: u64, path: &RelPath) -> io::Result<(Key, u64, Contents)> {
    let mut head = vec![];
    (&mut *source).take(HEAD as u64).read_to_end(&mut head)?;
    let extension = path.extension().unwrap_or_default();
    if let Some(substitute) = documents::substitute(&extension, &head) {
        let (hash, len) = key(source)?;
        return Ok((hash, len, Contents::Substitute(substitute)));
    }
    match inspect::format(path, &head) {
        Some(format) => picture(source, len, format),
        None => {
            let (hash, len) = key(source)?;
            let document = guarded(|| documents::inspect(&head, len, source)).transpose()?;
            let damaged = || Document { is_broken: true, ..Document::default() };
            Ok((hash, len, Contents::Document(document.unwrap_or_else(damaged))))
        }
    }
}

fn picture(source: &mut dyn Bytes, len: u64, format: Format) -> io::Result<(Key, u64, Contents)> {
    if len > inspect::MOST_BYTES {
        return enormous(source, len, format);
    }
    source.seek(SeekFrom::Start(0))?;
    let mut bytes = vec![];
    source.take(inspect::MOST_BYTES + 1).read_to_end(&mut bytes)?;
    let damaged = || Picture { format, size: None, is_plain: true, moves: false, faults: vec![Fault::Broken] };
    let picture = guarded(|| inspect::inspect(format, &bytes)).unwrap_or_else(damaged);
    Ok((Key::of(&bytes), bytes.len() as u64, Contents::Picture(picture)))
}

/// A picture too large to be taken into memory.
fn enormous(source: &mut dyn Bytes, len: u64, format: Format) -> io::Result<(Key, u64, Contents)> {
    source.seek(SeekFrom::Start(0))?;
    let size = guarded(|| imagesize::reader_size(BufReader::new(&mut *source)).ok()).flatten();
    let pixels = size.map_or(0, |size| size.width as u64 * size.height as u64);
    let (hash, _) = key(source)?;
    let faults = raster::too_large(pixels, len).into_iter().collect();
    Ok((hash, len, Contents::Picture(Picture { format, size: None, is_plain: true, moves: true, faults })))
}

fn key(source: &mut dyn Bytes) -> io::Result<(Key, u64)> {
    source.seek(SeekFrom::Start(0))?;
    Key::of_reader(BufReader::with_capacity(1 << 16, source))
}
