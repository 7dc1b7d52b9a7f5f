//! Works on the bytes of pictures: inspects them ([`inspect`]), converts them
//! for publication ([`convert`], [`strip`]), and draws social cards
//! ([`social_card`]). Nothing here reads a file.
//!
//! Files come from anybody and are not trusted. Each is first parsed by code
//! that reads every byte once and checks every number, so that the work of a
//! decoder or browser is known in advance, and refused if it exceeds the
//! limits.

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

/// The most scans of a JPEG, each of which covers all pixels. Programs write
/// about ten.
const MOST_SCANS: usize = 200;

/// The properties of a picture that are known without decoding it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Width and height as displayed.
    size: (u32, u32),
    /// Whether it can be published as it is.
    is_plain: bool,
    /// Whether it is animated.
    moves: bool,
    /// The number of pixels of the picture, or of its largest frame.
    pixels: u64,
    /// The number of pixels drawn to show all of its frames.
    drawn: u64,
}

impl Look {
    /// A still picture of this size. `None` if it has no pixels.
    fn new((width, height): (u32, u32), orientation: Option<Orientation>) -> Option<Look> {
        let orientation = orientation.unwrap_or(Orientation::NoTransforms);
        let size = if orientation::is_sideways(orientation) { (height, width) } else { (width, height) };
        let pixels = u64::from(width) * u64::from(height);
        let is_plain = orientation == Orientation::NoTransforms;
        (pixels > 0).then_some(Look { size, is_plain, moves: false, pixels, drawn: pixels })
    }
}
