//! Drawings (SVG). One pass over the file measures it and writes it anew, with
//! what draws and nothing else: no program, no address outside, no notes of an
//! editor. It reads element after element and never calls itself, whatever
//! stands in what; nothing is drawn. [`limits`] says how much a drawing may ask.

pub mod address;
pub mod limits;
pub mod markup;
pub mod names;
pub mod size;
pub mod style;
pub mod weight;

mod clean;
#[cfg(test)]
mod tests;

use crate::pictures::svg::limits::Refused;

/// A drawing as it is published.
#[derive(Debug)]
pub struct Drawing {
    /// Width and height in pixels, where it has any.
    pub size: Option<(u32, u32)>,
    /// The drawing without what may not be published.
    pub clean: Vec<u8>,
    /// What was left out, as its author knows it.
    pub removed: Vec<String>,
}

/// Reads a drawing.
pub fn read(bytes: &[u8]) -> Result<Drawing, Refused> {
    clean::clean(bytes)
}
