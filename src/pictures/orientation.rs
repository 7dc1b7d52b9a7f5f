//! Which side of a picture is up (Exif 2.32, 4.6.4): all that is kept of what
//! a camera notes.

use image::metadata::Orientation;

/// What Exif says about it.
pub fn of(exif: &[u8]) -> Option<Orientation> {
    Orientation::from_exif_chunk(exif)
}

/// Its number, where that is not the usual one.
pub fn turned(orientation: Orientation) -> Option<u8> {
    Some(orientation.to_exif()).filter(|number| *number != 1)
}

/// Whether width and height are exchanged.
pub fn is_sideways(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// Exif that says which side is up and nothing else.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif
}
