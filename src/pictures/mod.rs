//! From the bytes of a picture to those of another: what is in a file
//! ([`inspect`]), what is published of it ([`convert`], [`strip`]), and social
//! cards ([`social_card`]). Nothing here reads a file.
//!
//! Files come from anybody. So each is first taken apart by code that reads
//! every byte once and believes no number; what a decoder or a browser would
//! have to do is known before it begins, and refused where it is too much.

use image::metadata::Orientation;

pub mod convert;
pub mod gif;
pub mod inspect;
pub mod jpeg;
pub mod orientation;
pub mod png;
pub mod raster;
pub mod social_card;
pub mod strip;
pub mod svg;
pub mod webp;

/// Scans of a JPEG, each of which goes over all of its pixels; programs write
/// about ten.
const MOST_SCANS: usize = 200;

/// What a picture is, before a pixel of it is decoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Width and height as a reader sees it.
    size: (u32, u32),
    /// Whether it can be shown as it is.
    is_plain: bool,
    /// Whether it moves.
    moves: bool,
    /// Pixels of the picture, or of its largest frame.
    pixels: u64,
    /// Pixels that are drawn to show all of its frames.
    drawn: u64,
}

impl Look {
    /// A picture of this size that stands still; none where it has no pixels.
    fn new((width, height): (u32, u32), orientation: Option<Orientation>) -> Option<Look> {
        let orientation = orientation.unwrap_or(Orientation::NoTransforms);
        let size = if orientation::is_sideways(orientation) { (height, width) } else { (width, height) };
        let pixels = u64::from(width) * u64::from(height);
        let is_plain = orientation == Orientation::NoTransforms;
        (pixels > 0).then_some(Look { size, is_plain, moves: false, pixels, drawn: pixels })
    }
}
