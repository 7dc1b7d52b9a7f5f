//! `jisr export host`: what the server that publishes the site has to be told,
//! where it reads no file of the site.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::catalogue::{Mode, catalogue};
use crate::cli::outcome::Outcome;
use crate::cli::settings::Settings;
use crate::disk::build::quoted;
use crate::disk::builtin;
use crate::pipeline::prepare::prepare;
use crate::site::{plan, told};

/// Prints the lines for the configuration of the server. A site with errors
/// has none.
pub fn run(settings: &Settings) -> Outcome {
    let (tree, early) = settings.folders.read();
    let prepared = match prepare(&tree, settings.options(), &builtin::themes()) {
        Ok(prepared) => prepared,
        Err(missing) => return Outcome::refused(*missing),
    };
    let (catalogue, mut found) = catalogue(&tree, &prepared.config, Mode::Publish);
    found.extend(early.into_iter().chain(prepared.diagnostics));
    if found.has_errors() {
        return Outcome { sources: quoted(&found, &tree), diagnostics: found.sorted(), ..Outcome::default() };
    }
    match told::snippet(&plan(&Arc::new(catalogue), prepared.theme.shown())) {
        Some(text) => Outcome { answer: text.lines().map(str::to_owned).collect(), ..Outcome::default() },
        None => {
            let names = ["nginx", "caddy"].map(|name| format!("host: {name}")).to_vec();
            Outcome::refused(Diagnostic::new(Code::HostUnset).hint(Hint::OneOf(names)))
        }
    }
}
