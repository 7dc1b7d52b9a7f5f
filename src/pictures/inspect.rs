//! What a file shows, whatever its name says: format, size, and what is wrong
//! with it. One function decides for all commands, and before anything is
//! decoded.

use crate::base::path::RelPath;
use crate::base::picture::{Fault, Format, LINKED, Picture};
use crate::pictures::raster::{self, sniff};
use crate::pictures::svg;
use crate::pictures::svg::limits::Refused;

/// Most bytes of a picture that are taken into memory.
pub const MOST_BYTES: u64 = LINKED.bytes;

/// Endings that names of pictures have.
const NAMES: [(&str, Format); 14] = [
    ("jpg", Format::Jpeg),
    ("jpeg", Format::Jpeg),
    ("jpe", Format::Jpeg),
    ("jfif", Format::Jpeg),
    ("png", Format::Png),
    ("webp", Format::WebP),
    ("gif", Format::Gif),
    ("svg", Format::Svg),
    ("heic", Format::Other("HEIC")),
    ("heif", Format::Other("HEIC")),
    ("avif", Format::Other("AVIF")),
    ("tif", Format::Other("TIFF")),
    ("tiff", Format::Other("TIFF")),
    ("bmp", Format::Other("BMP")),
];

/// What a file holds by its first bytes, or else by its name; `None` where it
/// is no picture.
pub fn format(path: &RelPath, head: &[u8]) -> Option<Format> {
    let extension = path.extension();
    let named = NAMES.iter().find(|(name, _)| Some(*name) == extension.as_deref()).map(|(_, format)| *format);
    sniff(head).or(named)
}

/// What a picture's bytes show. Nothing is decoded: what this refuses never is.
pub fn inspect(format: Format, bytes: &[u8]) -> Picture {
    if format == Format::Svg { drawing(bytes) } else { raster::inspect(format, bytes) }
}

fn drawing(bytes: &[u8]) -> Picture {
    let picture = |size, faults| Picture { format: Format::Svg, size, is_plain: true, moves: false, faults };
    match svg::read(bytes) {
        Ok(drawing) if drawing.removed.is_empty() => picture(drawing.size, vec![]),
        Ok(drawing) => picture(drawing.size, vec![Fault::Unsafe(drawing.removed)]),
        Err(Refused::Broken) => picture(None, vec![Fault::Broken]),
        Err(Refused::Circular(id)) => picture(None, vec![Fault::Circular(id)]),
        Err(Refused::TooMuch(measure, count)) => {
            picture(None, vec![Fault::TooComplex(measure.name(), count, measure.most())])
        }
    }
}
