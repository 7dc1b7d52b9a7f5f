//! What a file shows, whatever its name says: format, size, and what is wrong
//! with it. Only heads are read here; pixels are decoded when they are needed.

use std::io::Cursor;

use image::ImageDecoder;
use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use img_parts::jpeg::Jpeg;
use img_parts::png::Png;
use img_parts::riff::RiffChunk;

use crate::base::path::RelPath;
use crate::base::picture::{Fault, Format, Picture};
use crate::pictures::strip;

/// Most pixels of a picture.
pub const MOST_PIXELS: u64 = 50_000_000;

/// Most bytes of a picture.
pub const MOST_BYTES: u64 = 30_000_000;

/// How many bytes tell what a file holds.
pub const HEAD: usize = 64;

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

/// What a picture's bytes show.
pub fn inspect(format: Format, bytes: &[u8]) -> Picture {
    let seen = match format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png(bytes),
        Format::WebP => webp(bytes),
        Format::Gif => gif(bytes),
        Format::Svg => svg(bytes),
        Format::Other(_) => Some(Seen::default()),
    };
    let is_broken = seen.is_none();
    let Seen { size, is_plain, moves, mut faults } = seen.unwrap_or_default();
    faults.extend(is_broken.then_some(Fault::Broken));
    faults.extend(too_large(size, bytes.len() as u64));
    Picture { format, size, is_plain, moves, faults }
}

/// The fault of a picture that has more pixels or bytes than can be wanted.
pub fn too_large(size: Option<(u32, u32)>, bytes: u64) -> Option<Fault> {
    let pixels = size.map_or(0, |(width, height)| u64::from(width) * u64::from(height));
    let is_large = pixels > MOST_PIXELS || bytes > MOST_BYTES;
    is_large.then(|| Fault::TooLarge(pixels.div_ceil(1_000_000), bytes.div_ceil(1_000_000)))
}

/// What was seen of a picture that is whole.
#[derive(Default)]
struct Seen {
    size: Option<(u32, u32)>,
    is_plain: bool,
    moves: bool,
    faults: Vec<Fault>,
}

impl Seen {
    fn of(mut decoder: impl ImageDecoder) -> Option<Seen> {
        let orientation = decoder.orientation().ok()?;
        let (width, height) = decoder.dimensions();
        let is_turned = matches!(
            orientation,
            Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
        );
        let size = Some(if is_turned { (height, width) } else { (width, height) });
        Some(Seen { size, is_plain: orientation == Orientation::NoTransforms, moves: false, faults: vec![] })
    }
}

fn jpeg(bytes: &[u8]) -> Option<Seen> {
    let parts = Jpeg::from_bytes(bytes.to_vec().into()).ok()?;
    let seen = Seen::of(JpegDecoder::new(Cursor::new(bytes)).ok()?)?;
    let is_plain = seen.is_plain && !strip::is_for_the_press(&parts);
    has_end(bytes).then_some(Seen { is_plain, ..seen })
}

/// Whether a JPEG has an end (ITU-T T.81, B.1.1): one that was cut short has
/// none. Programs that show pictures fill what is missing with grey.
fn has_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, marker, rest @ ..]) = bytes.get(at..) {
        at += match (marker, rest) {
            (0xd9, _) => return true,
            (0xff, _) => 1,
            (0x01 | 0xd0..=0xd7, _) => 2,
            (0xda, rest) => return rest.windows(2).any(|pair| pair == [0xff, 0xd9]),
            (_, [high, low, ..]) => 2 + usize::from(u16::from_be_bytes([*high, *low])),
            _ => return false,
        };
    }
    false
}

fn png(bytes: &[u8]) -> Option<Seen> {
    let parts = Png::from_bytes(bytes.to_vec().into()).ok()?;
    parts.chunk_by_type(*b"IEND")?;
    let decoder = PngDecoder::new(Cursor::new(bytes)).ok()?;
    let moves = decoder.is_apng().ok()?;
    Some(Seen { moves, ..Seen::of(decoder)? })
}

fn webp(bytes: &[u8]) -> Option<Seen> {
    RiffChunk::from_bytes(bytes.to_vec().into()).ok()?;
    let decoder = WebPDecoder::new(Cursor::new(bytes)).ok()?;
    let moves = decoder.has_animation();
    Some(Seen { moves, ..Seen::of(decoder)? })
}

/// GIFs are published as they are: what counts is that they end.
fn gif(bytes: &[u8]) -> Option<Seen> {
    let number = |at: usize| Some(u32::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let size = number(6).zip(number(8))?;
    let ends = bytes.iter().rev().find(|byte| **byte != 0) == Some(&b';');
    ends.then_some(Seen { size: Some(size), is_plain: true, moves: true, faults: vec![] })
}

fn svg(bytes: &[u8]) -> Option<Seen> {
    let tree = resvg::usvg::Tree::from_data(bytes, &resvg::usvg::Options::default()).ok()?;
    let size = tree.size().to_int_size();
    strip::sanitised(bytes).ok()?;
    let removed = strip::removed(bytes);
    let faults = if removed.is_empty() { vec![] } else { vec![Fault::Unsafe(removed)] };
    Some(Seen { size: Some((size.width(), size.height())), is_plain: true, moves: false, faults })
}
