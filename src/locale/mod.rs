//! Letters as a language writes them: typography and isolation.

mod isolation;
pub mod text;
mod typography;
