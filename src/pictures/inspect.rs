//! What a file shows, whatever its name says: format, size, and what is wrong
//! with it. One function decides for all commands, and before anything is
//! decoded.

use crate::base::path::RelPath;
use crate::base::picture::{Fault, Format, LINKED, Picture, SHOWN};
use crate::pictures::svg::limits::Refused;
use crate::pictures::{Look, gif, jpeg, png, svg, webp};

/// Most bytes of a picture that are taken into memory.
pub const MOST_BYTES: u64 = LINKED.bytes;

/// So many times the pixels of a still picture may be in all frames of one
/// that moves: they are decoded one after another.
const FRAMES: u64 = 20;

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

/// What the first bytes of a file say that it holds.
pub fn sniff(head: &[u8]) -> Option<Format> {
    let at = |from: usize, wanted: &[u8]| head.get(from..).is_some_and(|rest| rest.starts_with(wanted));
    let brand = |names: &[&[u8]]| at(4, b"ftyp") && names.iter().any(|name| at(8, name));
    Some(match () {
        () if at(0, &[0xff, 0xd8, 0xff]) => Format::Jpeg,
        () if at(0, b"\x89PNG\r\n\x1a\n") => Format::Png,
        () if at(0, b"RIFF") && at(8, b"WEBP") => Format::WebP,
        () if at(0, b"GIF87a") || at(0, b"GIF89a") => Format::Gif,
        () if at(0, b"II*\0") || at(0, b"MM\0*") => Format::Other("TIFF"),
        () if brand(&[b"avif", b"avis"]) => Format::Other("AVIF"),
        () if brand(&[b"heic", b"heix", b"hevc", b"mif1", b"msf1"]) => Format::Other("HEIC"),
        () => return None,
    })
}

/// What a picture's bytes show. Nothing is decoded: what this refuses never is.
pub fn inspect(format: Format, bytes: &[u8]) -> Picture {
    let look = match format {
        Format::Jpeg => jpeg::look(bytes),
        Format::Png => png::look(bytes),
        Format::WebP => webp::look(bytes),
        Format::Gif => gif::look(bytes),
        Format::Svg => return drawing(bytes),
        Format::Other(_) => return Picture { format, size: None, is_plain: true, moves: false, faults: vec![] },
    };
    let Some(Look { size, is_plain, moves, pixels, drawn }) = look else {
        return Picture { format, size: None, is_plain: true, moves: false, faults: vec![Fault::Broken] };
    };
    // Of what moves, every frame is drawn onto another.
    let pixels = if moves { (2 * pixels).max(drawn / FRAMES) } else { pixels };
    let faults = too_large(pixels, bytes.len() as u64).into_iter().collect();
    Picture { format, size: Some(size), is_plain, moves, faults }
}

/// The fault of a picture that has more pixels or bytes than a page can want.
pub fn too_large(pixels: u64, bytes: u64) -> Option<Fault> {
    let is_large = pixels > SHOWN.pixels || bytes > SHOWN.bytes;
    is_large.then(|| Fault::TooLarge(pixels.div_ceil(1_000_000), bytes.div_ceil(1_000_000)))
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
