//! A stand-in.
pub mod text;
