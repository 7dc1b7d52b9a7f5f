//! Removes from pictures what readers should not see: the time, place and
//! camera of a photograph, the notes of programs, and in drawings whatever runs
//! or fetches something. The pixels are not changed.

use crate::base::picture::Format;
use crate::pictures::{raster, svg};

/// The error for a picture that could not be parsed.
#[derive(Debug)]
pub struct Broken;

/// The picture without its metadata.
pub fn strip(format: Format, bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let stripped = match format {
        Format::Svg => svg::read(bytes).ok().map(|drawing| drawing.clean),
        _ => raster::strip(format, bytes),
    };
    stripped.ok_or(Broken)
}
