//! The shell: the only input and output. It reads sources, writes pages and
//! speaks to whoever runs the command; it holds no rule about what a page says.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "the shell is where input and output belong")]

pub mod builtin;
pub mod cli;
pub mod disk;
pub mod export;
pub mod folder;
pub mod help;
pub mod images;
pub mod init;
pub mod lines;
pub mod messages;
pub mod preview;
pub mod progress;
pub mod report;
#[cfg(feature = "search")]
pub mod search;
pub mod serve;
pub mod settings;
pub mod theme;
