//! What a picture of pixels shows, by its bytes: format, size, and whether it is too large to be decoded.

use crate::base::picture::{Fault, Format, Picture, SHOWN};
use crate::pictures::{Look, gif, jpeg, png, webp};

/// So many times the pixels of a still picture may be in all frames of one
/// that moves: they are decoded one after another.
const FRAMES: u64 = 20;

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

/// What a picture of pixels shows; nothing is decoded.
pub fn inspect(format: Format, bytes: &[u8]) -> Picture {
    let look = match format {
        Format::Jpeg => jpeg::look(bytes),
        Format::Png => png::look(bytes),
        Format::WebP => webp::look(bytes),
        Format::Gif => gif::look(bytes),
        Format::Svg => None,
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

/// A picture of pixels without notes; `None` where it could not be taken apart.
pub fn strip(format: Format, bytes: &[u8]) -> Option<Vec<u8>> {
    match format {
        Format::Jpeg => jpeg::strip(bytes),
        Format::Png => png::strip(bytes),
        Format::WebP => webp::strip(bytes),
        Format::Gif => gif::strip(bytes),
        Format::Svg | Format::Other(_) => None,
    }
}
