//! jisr (جسر, "bridge") turns Markdown write-ups of cooperation projects into
//! a multilingual public website of static files.
//!
//! Data flows one way, and the modules stand in that order:
//!
//! 1. [`parse`]: one file alone becomes a document; never fails.
//! 2. [`catalogue`]: all documents together: languages paired, facts joined,
//!    ids resolved, everything checked.
//! 3. [`site`]: what pages exist and what each shows, with its key.
//! 4. [`theme`]: templates turn a page into bytes.
//! 5. [`pipeline`]: writes what has changed, and only that.
//!
//! Only [`disk`], [`serve`] and [`cli`] read, write, ask the clock or talk to a
//! terminal. Everything else is a function of its arguments; mistakes of the
//! people who write are values ([`base::diag`]), never panics.
//!
//! `ARCHITECTURE.md` has the map and the invariants.

pub mod base;
pub mod locale;
pub mod yaml;

pub mod documents;
pub mod pictures;

pub mod schema;

pub mod config;

pub mod parse;

pub mod source;

pub mod catalogue;

pub mod site;

pub mod theme;

pub mod pipeline;

pub mod report;

pub mod desk;

pub mod disk;

pub mod serve;

pub mod cli;
