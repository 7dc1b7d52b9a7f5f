//! All integration tests, in one program: what they share is in `support/`, their data in `../fixtures/`.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests read and write files, start programs and tell what they saw"
)]

mod support;

mod addresses;
mod architecture;
mod brochure;
mod cli;
mod desk;
mod diagnostics;
mod generated;
mod golden;
mod incremental;
mod large;
mod linear;
mod lists;
mod output;
mod pictures;
mod preview_state;
mod publish;
mod sample;
mod search;
mod serve;
mod serve_start;
mod soak;
mod theme_css;
mod theme_readme;
mod versions;
