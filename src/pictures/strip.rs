//! Pictures without what nobody should read in them: where and when and with
//! what they were taken, what a program noted, and in drawings what runs or
//! fetches anything. The pixels are not touched.

use crate::base::picture::Format;
use crate::pictures::{raster, svg};

/// A picture that could not be taken apart.
#[derive(Debug)]
pub struct Broken;

/// The picture without notes.
pub fn strip(format: Format, bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    let stripped = match format {
        Format::Svg => svg::read(bytes).ok().map(|drawing| drawing.clean),
        _ => raster::strip(format, bytes),
    };
    stripped.ok_or(Broken)
}
