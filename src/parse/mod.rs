//! Parsing: one file alone.

pub mod html;
pub mod links;
pub mod markdown;
