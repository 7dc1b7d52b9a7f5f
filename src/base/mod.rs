//! Basic types that every stage uses: paths, languages, encodings, keys, dates,
//! diagnostics.

pub mod asset;
pub mod code;
pub mod date;
pub mod diag;
pub mod document;
pub mod encoding;
pub mod failure;
pub mod host;
pub mod key;
pub mod lang;
pub mod localized;
pub mod name;
pub mod path;
pub mod picture;
pub mod steps;
pub mod url;
