//! Drawings (SVG). One pass over the file measures it and rewrites it with only
//! what is drawn: no scripts, no external addresses, no editor data. It reads
//! one element after another without recursion, however deep they are nested;
//! nothing is rendered. [`limits`] defines how much work a drawing may cause.

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

/// A drawing ready to be published.
#[derive(Debug)]
pub struct Drawing {
    /// Width and height in pixels, if it defines any.
    pub size: Option<(u32, u32)>,
    /// The drawing without what must not be published.
    pub clean: Vec<u8>,
    /// The removed parts, in terms that its author knows.
    pub removed: Vec<String>,
}

/// Reads and cleans a drawing.
pub fn read(bytes: &[u8]) -> Result<Drawing, Refused> {
    clean::clean(bytes)
}
