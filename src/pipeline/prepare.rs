//! Prepares a build: reads site.yaml and compiles the theme.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics};
use crate::config::{self, Config, Options};
use crate::source::Tree;
use crate::theme::Theme;
use crate::theme::layers::{Builtin, layers};
use crate::theme::statics::Naming;

/// The input of a build, besides the files.
pub struct Prepared {
    /// site.yaml.
    pub config: Arc<Config>,
    /// The theme.
    pub theme: Theme,
    /// The diagnostics about both.
    pub diagnostics: Diagnostics,
}

/// Reads site.yaml and compiles the theme. Fails with a diagnostic if there is
/// no site.yaml.
pub fn prepare(tree: &Tree, options: Options, builtin: &[Builtin]) -> Result<Prepared, Box<Diagnostic>> {
    let path = config::path();
    let Some(bytes) = tree.bytes(&path) else {
        return Err(Box::new(Diagnostic::new(Code::SiteMissing).arg("path", path.as_str())));
    };
    let (config, of_config) = Config::read(&path, &bytes, options);
    let (layers, of_layers) = layers(&config, tree, builtin);
    let (theme, of_theme) = Theme::of_site(&layers, &config, Naming::Hashed);
    let mut diagnostics: Diagnostics = of_config.into_iter().chain(of_layers).collect();
    diagnostics.extend(of_theme);
    Ok(Prepared { config: Arc::new(config), theme, diagnostics })
}
