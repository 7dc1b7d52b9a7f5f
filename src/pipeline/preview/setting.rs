//! site.yaml and the theme, which every page depends on: each falls back to its
//! last good version if it is broken.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Severity};
use crate::base::key::{Key, KeyHasher};
use crate::config::{self, Config};
use crate::pipeline::preview::Input;
use crate::theme::layers::layers;
use crate::theme::statics::Naming;
use crate::theme::{Theme, ThemeFile};

/// What every page depends on.
pub struct SiteSetting {
    /// site.yaml.
    pub config: Arc<Config>,
    /// Whether site.yaml exists, or existed.
    pub has_site: bool,
    /// Whether `config` was read without an error.
    config_is_good: bool,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Whether `theme` was compiled without an error.
    theme_is_good: bool,
    /// Whether an earlier version of site.yaml is used.
    pub site_stands_in: bool,
    /// Whether an earlier version of the theme is used.
    pub theme_stands_in: bool,
    /// The content key of the files compiled last, whether or not that
    /// succeeded.
    tried: Key,
    /// The diagnostics of that compilation.
    found: Diagnostics,
}

/// Reads site.yaml and compiles the theme, with diagnostics about both.
pub fn setting(input: &Input, previous: Option<&SiteSetting>) -> (SiteSetting, Diagnostics) {
    let Site { config, is_good: config_is_good, stands_in: site_stands_in, found: mut diagnostics } =
        site(input, previous);
    let has_site = input.tree.file(config::path().as_str()).is_some() || previous.is_some_and(|last| last.has_site);
    let (layers, of_layers) = layers(&config, input.tree, input.builtin);
    let layers_are_good = !is_bad(&of_layers);
    diagnostics.extend(of_layers);
    let tried = key(&layers, &config);
    let (theme, found) = match previous.filter(|previous| previous.tried == tried) {
        Some(previous) => (previous.theme.clone(), previous.found.clone()),
        None => compile(&layers, &config),
    };
    diagnostics.extend(found.iter().cloned());
    let is_good = layers_are_good && !found.has_errors();
    let stand_in = previous.filter(|previous| !is_good && previous.theme_is_good);
    let theme_stands_in = stand_in.is_some();
    let (theme, theme_is_good) = stand_in.map_or((theme, is_good), |previous| (previous.theme.clone(), true));
    let setting = SiteSetting {
        config,
        has_site,
        config_is_good,
        theme,
        theme_is_good,
        site_stands_in,
        theme_stands_in,
        tried,
        found,
    };
    (setting, diagnostics)
}

impl SiteSetting {
    /// Whether the current templates are used, and all of them compile.
    pub fn has_whole_theme(&self) -> bool {
        self.theme_is_good && !self.theme_stands_in
    }

    /// Falls back to the site.yaml of the previous state, because the current
    /// one conflicts with other files.
    pub fn step_back(&mut self, previous: &SiteSetting) {
        let languages =
            |setting: &SiteSetting| setting.config.locales.iter().map(|own| own.tag().to_owned()).collect::<Vec<_>>();
        if languages(self) != languages(previous) {
            self.theme = previous.theme.clone();
        }
        self.config = previous.config.clone();
        self.config_is_good = previous.config_is_good;
        self.site_stands_in = true;
    }
}

/// The result of reading site.yaml.
struct Site {
    config: Arc<Config>,
    is_good: bool,
    stands_in: bool,
    found: Diagnostics,
}

/// Reads site.yaml. If it is broken and there is no good version, its readable
/// parts are used.
fn site(input: &Input, previous: Option<&SiteSetting>) -> Site {
    let path = config::path();
    let bytes = input.tree.bytes(&path);
    let (config, found) = Config::read(&path, bytes.as_deref().unwrap_or_default(), input.options.clone());
    let missing = || vec![Diagnostic::new(Code::SiteMissing).arg("path", path.as_str())];
    let found = if bytes.is_some() { found } else { missing() };
    let is_good = !is_bad(&found);
    let stand_in = previous.filter(|previous| !is_good && previous.config_is_good);
    let stands_in = stand_in.is_some();
    let (config, is_good) = match stand_in {
        Some(previous) => (previous.config.clone(), true),
        None => (Arc::new(config), is_good),
    };
    Site { config, is_good, stands_in, found: found.into_iter().collect() }
}

fn compile(layers: &[Vec<ThemeFile>], config: &Config) -> (Arc<Theme>, Diagnostics) {
    let (theme, found) = Theme::of_site(layers, config, Naming::Plain);
    (Arc::new(theme), found)
}

fn is_bad(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// The content key of everything that a theme is compiled from.
fn key(layers: &[Vec<ThemeFile>], config: &Config) -> Key {
    let mut hash = KeyHasher::default();
    for layer in layers {
        hash.number(layer.len() as u64);
        for file in layer {
            hash.bytes(file.path.as_str());
            hash.bytes(file.source.as_str());
            hash.key(Key::of(&file.bytes));
        }
    }
    config.locales.iter().for_each(|locale| hash.bytes(locale.tag()));
    config.languages.iter().for_each(|language| hash.bytes(language.lang.as_str()));
    hash.bytes(&config.base_url.path);
    for words in &config.entry {
        hash.bytes(words.lang.as_str());
        words.forms.iter().for_each(|(category, text)| hash.bytes(format!("{category}: {text}")));
    }
    config.design.iter().for_each(|design| design.add_to(&mut hash));
    hash.finish()
}
