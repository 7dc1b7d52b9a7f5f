//! The orientation of a picture (Exif 2.32, 4.6.4): the only metadata of a
//! camera that is kept.

use image::metadata::Orientation;

/// The orientation recorded in Exif data.
pub fn of(exif: &[u8]) -> Option<Orientation> {
    Orientation::from_exif_chunk(exif)
}

/// The number of the orientation, unless it is the default.
pub fn turned(orientation: Orientation) -> Option<u8> {
    Some(orientation.to_exif()).filter(|number| *number != 1)
}

/// Whether width and height are swapped.
pub fn is_sideways(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// Exif data that contains only the orientation.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif
}
