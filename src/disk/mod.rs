//! The disk: a site is read from it, and built into a folder of it. Also what
//! else comes from the machine: built-in files, kept pictures, fonts.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "this folder does input and output")]

pub mod assets;
pub mod build;
pub mod builtin;
pub mod cache;
pub mod clock;
pub mod folder;
pub mod fonts;
pub mod guard;
pub mod limits;
pub mod lock;
pub mod pictures;
#[cfg(feature = "search")]
pub mod search;
pub mod site;
