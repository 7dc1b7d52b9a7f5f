//! jisr (جسر, "bridge") turns Markdown write-ups of cooperation projects into a
//! multilingual public website of static files.
//!
//! Data flows one way, through these modules in order:
//!
//! 1. [`parse`]: turns each file, on its own, into a document; never fails.
//! 2. [`catalogue`]: combines all documents: pairs languages, joins facts,
//!    resolves ids, checks everything.
//! 3. [`site`]: decides which pages exist and what each shows, with its content
//!    key.
//! 4. [`theme`]: renders a page with templates.
//! 5. [`pipeline`]: writes what has changed, and only that.
//!
//! Only [`disk`], [`publish`], [`serve`] and [`cli`] read or write files, use the clock or
//! talk to a terminal. Everything else is a function of its arguments; authors'
//! mistakes are values ([`base::diag`]), never panics.
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

pub mod edit;

pub mod source;

pub mod catalogue;

pub mod site;

pub mod theme;

pub mod search;

pub mod pipeline;

pub mod report;

pub mod desk;

pub mod disk;

pub mod publish;

pub mod serve;

pub mod cli;
