//! Disk access: reads a site from disk, and builds it into a folder. Also what
//! else the machine provides: built-in files, cached pictures, fonts.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "this folder does input and output")]

pub mod age;
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
pub mod site;
pub mod texts;
