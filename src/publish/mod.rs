//! Publishes a built site to a host: decides what to transfer ([`plan`], which
//! is pure), and does it ([`transfer`]) in an order that leaves, wherever it
//! stops, a site whose pages are whole.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "this folder does input and output")]

pub mod class;
pub mod folder;
pub mod host;
pub mod lock;
pub mod log;
pub mod memory;
pub mod open;
pub mod plan;
pub mod record;
#[cfg(feature = "hosts")]
pub mod remote;
pub mod secrets;
pub mod session;
pub mod store;
pub mod transfer;
