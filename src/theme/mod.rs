//! The theme: templates, strings and files that turn views into pages.
//!
//! A theme consists of layers, from the one that it extends to the site's own
//! files; a later file replaces an earlier one of the same path, and i18n files
//! are merged string by string. Tera is used only here, and in the values of
//! views.

mod color;
mod entry;
mod error;
mod file;
mod filters;
pub mod layers;
pub mod links;
#[cfg(test)]
mod passerelle;
mod printed;
pub mod settings;
pub mod statics;
mod strings;
#[cfg(test)]
mod tests;
mod wrap;

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Tera, Value};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Severity, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::lang::Lang;
use crate::base::path::RelPath;
use crate::config::{Config, EntryWords};
use crate::locale::Locale;
use crate::pictures::svg;
use crate::schema::near::nearest_name;
use crate::site::view::Picture;
use crate::site::{FromTheme, search, social_cards};
use crate::theme::error::{Template, Templates};
use crate::theme::file::BYTE_ORDER_MARK;
use crate::theme::filters::Env;
use crate::theme::links::Link;
use crate::theme::settings::{Design, Settings};
use crate::theme::statics::{Naming, StaticFile, statics};
use crate::theme::strings::Strings;
use crate::yaml::fence::decode;
use crate::yaml::{Document, Node, Yaml};

pub use crate::theme::file::ThemeFile;

/// The initial buffer size, which few pages exceed.
const PAGE_SIZE: usize = 32 * 1024;

/// A compiled theme, ready to render. Shared by all threads.
pub struct Theme {
    /// One engine per language, so that components, which cannot access the
    /// context, use the language of their page too.
    engines: Vec<(Lang, Tera)>,
    templates: Templates,
    files: Vec<StaticFile>,
    shown: FromTheme,
    /// The first error, if it prevents the theme from being used.
    broken: Option<Diagnostic>,
}

impl Theme {
    /// Compiles the layers, from the base theme to the site's own files, and
    /// reports everything that is wrong with them at once.
    ///
    /// `locales` are the site's languages in order; `base` is the path that
    /// every address begins with, `/` or `/a/b/`.
    #[cfg(test)]
    pub fn compile(layers: &[Vec<ThemeFile>], locales: Arc<[Locale]>, base: &str) -> (Theme, Diagnostics) {
        Theme::compile_with(layers, (locales, &[]), base, None, Naming::Hashed)
    }

    /// The theme of a site, with its languages and its own colours, fonts and
    /// logo.
    pub fn of_site(layers: &[Vec<ThemeFile>], config: &Config, naming: Naming) -> (Theme, Diagnostics) {
        let design = config.design.as_ref().map(|node| Design { path: &config.path, node });
        let speech = (config.locales.clone(), config.entry.as_slice());
        Theme::compile_with(layers, speech, &config.base_url.path, design, naming)
    }

    fn compile_with(
        layers: &[Vec<ThemeFile>],
        (locales, entry): (Arc<[Locale]>, &[EntryWords]),
        base: &str,
        design: Option<Design>,
        naming: Naming,
    ) -> (Theme, Diagnostics) {
        let (settings, of_settings) = settings::settings(layers, design);
        let mut files = overlay(layers);
        let designed = designed(&files, &settings);
        files.extend(designed.iter().map(|file| (file.path.as_str(), file)));
        let logo = settings.logo.as_ref().and_then(|logo| files.get(&*format!("static/{}", logo.value)));
        let logo = logo.map(|file| (file.path.as_str(), picture_size(file)));
        let statics = statics(files.values().copied(), naming);
        let published = |(name, path): (&String, &String)| (name.clone(), format!("{base}{path}"));
        let assets: BTreeMap<String, String> = statics.names.iter().map(published).collect();
        let logo = logo.and_then(|(path, size)| Some(logo_of(assets.get(path.strip_prefix("static/")?)?, size)));
        let key = Key::join([key(layers, &locales, &assets), key_of_logo(logo.as_ref())]);
        let (templates, mut diagnostics) = templates(layers);
        diagnostics.extend(of_settings);
        let i18n: Vec<&ThemeFile> = layers.iter().flatten().filter(|file| is_i18n(&file.path)).collect();
        let (strings, found) = Strings::load(&i18n, &locales, entry);
        diagnostics.extend(found);
        diagnostics.extend(links::missing(&files));
        let shown = FromTheme {
            key,
            assets: assets.clone(),
            logo,
            colors: settings::light(&settings),
            has_search: templates.contains_key(search::TEMPLATE),
            has_social_cards: templates.contains_key(social_cards::TEMPLATE),
        };
        let env = Arc::new(Env { locales, strings, assets });
        let mut engines = Vec::new();
        for lang in env.locales.iter().map(Locale::lang) {
            let mut engine = Tera::default();
            engine.autoescape_on(vec![".html", ".svg", ".xml"]);
            filters::register(&mut engine, &env, lang);
            diagnostics.extend(error::assemble(&mut engine, &templates, &filters::names()));
            engines.push((lang, engine));
        }
        let diagnostics = diagnostics.sorted();
        let broken = diagnostics.iter().find(|found| found.severity == Severity::Error).cloned();
        (Theme { engines, templates, files: statics.files, shown, broken }, diagnostics)
    }

    /// The content key of everything that the theme contributes to a page:
    /// templates, strings, the languages' locales, and the published addresses
    /// of its files.
    pub fn key(&self) -> Key {
        self.shown.key
    }

    /// What planning a site needs of the theme.
    pub fn shown(&self) -> &FromTheme {
        &self.shown
    }

    /// The static files, with their published names.
    pub fn files(&self) -> &[StaticFile] {
        &self.files
    }

    /// The addresses of the site that its templates spell out.
    pub fn links(&self) -> Vec<Link> {
        links::links(&self.templates)
    }

    /// Whether the theme has a template of this name: `home.html`.
    pub fn has(&self, template: &str) -> bool {
        self.templates.contains_key(template)
    }

    /// Renders a page. The context contains `lang`, the page's language. `page`
    /// is its address, for messages. A theme with errors renders nothing and
    /// returns its first error, which is already in the report.
    pub fn render(
        &self,
        template: &str,
        context: impl IntoIterator<Item = (&'static str, Value)>,
        page: &str,
    ) -> Result<Vec<u8>, Diagnostic> {
        if let Some(error) = &self.broken {
            return Err(error.clone());
        }
        let mut values = Context::new();
        context.into_iter().for_each(|(name, value)| values.insert_value(name, value));
        let lang = values.get("lang").and_then(Value::as_str);
        let own = self.engines.iter().find(|(own, _)| Some(own.as_str()) == lang);
        let engine = own.or(self.engines.first()).filter(|_| self.has(template));
        let Some((_, engine)) = engine else {
            return Err(Diagnostic::new(Code::TemplateMissing).arg("name", template));
        };
        // Large enough for most pages without reallocation.
        let mut bytes = Vec::with_capacity(PAGE_SIZE);
        engine
            .render_to(template, &values, &mut bytes)
            .map_err(|error| error::failed(&error, &self.templates, page))?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(self.gives_nothing(template, page));
        }
        // A text of the site may quote such an object.
        let quotes = |name: &str| {
            let body = values.get(name).and_then(|body| body.get_from_path("html"));
            body.and_then(Value::as_str).is_some_and(|html| printed::is_in(html.as_bytes()))
        };
        match printed::object(&bytes, template, &self.templates, page) {
            Some(error) if !["body", "intro"].into_iter().any(quotes) => Err(error),
            _ => Ok(bytes),
        }
    }
}

impl Theme {
    fn gives_nothing(&self, template: &str, page: &str) -> Diagnostic {
        let place = self.templates.get(template);
        let found = place.map(|own| Diagnostic::at(Code::TemplateEmpty, &own.source, Span::default()));
        let found = found.unwrap_or_else(|| Diagnostic::new(Code::TemplateEmpty));
        found.arg("name", template).arg("page", format!("/{}", page.trim_start_matches('/')))
    }
}

/// The style sheet generated from the settings, and the style sheets and
/// drawings that import it, with the import replaced by its content.
fn designed(files: &BTreeMap<&str, &ThemeFile>, settings: &Settings) -> Vec<ThemeFile> {
    let Some(sheet) = settings::sheet(settings) else { return vec![] };
    let colors = settings::palette(settings);
    let sheets = files.iter().filter_map(|(path, file)| {
        let (_, extension) = path.strip_prefix("static/")?.rsplit_once('.').filter(|(name, _)| !name.contains('/'))?;
        let sheet = match extension {
            "css" => &sheet,
            "svg" => &colors,
            _ => return None,
        };
        let text = settings::inlined(std::str::from_utf8(&file.bytes).ok()?, sheet)?;
        Some(ThemeFile { bytes: text.into_bytes().into(), ..(*file).clone() })
    });
    let own = RelPath::fixed(settings::SHEET_PATH);
    let own = ThemeFile { source: own.clone(), path: own, bytes: sheet.as_bytes().into() };
    sheets.chain([own]).collect()
}

/// The width and height of a picture in pixels, if it states them.
fn picture_size(file: &ThemeFile) -> Option<(u32, u32)> {
    if file.path.has_extension("svg") {
        return svg::read(&file.bytes).ok()?.size;
    }
    let size = imagesize::blob_size(&file.bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

fn logo_of(url: &str, size: Option<(u32, u32)>) -> Picture {
    let (width, height) = size.unzip();
    let url = url.to_owned();
    Picture { url, width, height, srcset: None, webp: None, sizes: None, alt: None, credit: None }
}

fn key_of_logo(logo: Option<&Picture>) -> Key {
    let mut hash = KeyHasher::default();
    if let Some(Picture { url, width, height, .. }) = logo {
        hash.bytes(url);
        hash.number(u64::from(width.unwrap_or(0)));
        hash.number(u64::from(height.unwrap_or(0)));
    }
    hash.finish()
}

/// What a theme says about itself in `theme.yaml`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ThemeInfo {
    /// Its name.
    pub name: Option<String>,
    /// The theme that it extends.
    pub extends: Option<String>,
    /// Its description.
    pub description: Option<String>,
}

/// Reads a `theme.yaml`: `name`, `extends`, `description`, each a text.
/// `settings` is read by [`settings`].
pub fn describe(file: &ThemeFile) -> (ThemeInfo, Vec<Diagnostic>) {
    let mut info = ThemeInfo::default();
    let Document { root, mut diagnostics, .. } = file.yaml();
    let Some(Node { value: Yaml::Mapping(entries), .. }) = root else { return (info, diagnostics) };
    for entry in entries {
        let slot = match entry.key.as_str() {
            "name" => &mut info.name,
            "extends" => &mut info.extends,
            "description" => &mut info.description,
            "settings" => continue, // read later, when all layers are available
            unknown => {
                let near = nearest_name(unknown, ["name", "extends", "description", "settings"]);
                let diagnostic = file.invalid(entry.key_span, &format!("unknown key `{unknown}`"));
                diagnostics.push(diagnostic.did_you_mean(near));
                continue;
            }
        };
        match entry.value.value {
            Yaml::Scalar { text, .. } => *slot = Some(text),
            _ => diagnostics.push(file.invalid(entry.value.span, &format!("`{}` needs a text", entry.key))),
        }
    }
    (info, diagnostics)
}

/// Every file by path; from the last layer if several layers have it.
fn overlay(layers: &[Vec<ThemeFile>]) -> BTreeMap<&str, &ThemeFile> {
    layers.iter().flatten().map(|file| (file.path.as_str(), file)).collect()
}

/// Every template by the name by which others include it.
fn templates(layers: &[Vec<ThemeFile>]) -> (Templates, Diagnostics) {
    let mut templates = Templates::new();
    let mut diagnostics = Diagnostics::default();
    for file in overlay(layers).into_values() {
        let Some(name) = template_name(&file.path) else { continue };
        let (text, found) = decode(&file.source, &file.bytes);
        diagnostics.extend(found);
        // A byte order mark would be printed; replacing it with spaces keeps
        // all offsets.
        let text = text.strip_prefix(BYTE_ORDER_MARK).map_or_else(|| text.to_string(), |text| format!("   {text}"));
        templates.insert(name.to_owned(), Template { source: file.source.clone(), text });
    }
    (templates, diagnostics)
}

/// The name of a template: `partials/card.html` for
/// `templates/partials/card.html`. Only HTML, SVG, XML and text files are
/// templates.
fn template_name(path: &RelPath) -> Option<&str> {
    let name = path.as_str().strip_prefix("templates/")?;
    let extension = path.extension()?;
    ["html", "svg", "xml", "txt"].contains(&extension.as_str()).then_some(name)
}

fn is_i18n(path: &RelPath) -> bool {
    path.folder() == "i18n" && path.has_extension("yaml")
}

fn key(layers: &[Vec<ThemeFile>], locales: &[Locale], assets: &BTreeMap<String, String>) -> Key {
    let mut hash = KeyHasher::default();
    let templates = overlay(layers).into_values().filter(|file| template_name(&file.path).is_some());
    let strings = layers.iter().flatten().filter(|file| is_i18n(&file.path));
    for file in templates.chain(strings) {
        hash.bytes(file.path.as_str());
        hash.key(Key::of(&file.bytes));
    }
    for locale in locales {
        hash.bytes(locale.lang().as_str());
        hash.bytes(locale.tag());
    }
    for (name, path) in assets {
        hash.bytes(name);
        hash.bytes(path);
    }
    hash.finish()
}
