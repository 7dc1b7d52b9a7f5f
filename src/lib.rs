//! jisr: a static site generator for bilingual cooperation pages.

pub mod base;
pub mod yaml;
