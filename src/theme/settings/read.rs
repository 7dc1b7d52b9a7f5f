//! Reads settings as theme.yaml and site.yaml write them.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Place, Span};
use crate::base::path::RelPath;
use crate::schema::near::nearest;
use crate::theme::color::Color;
use crate::theme::settings::{Face, Font, Pair, Setting, Settings};
use crate::yaml::{Entry, Node, Yaml};

/// The keys of settings, with what people write for them.
const KEYS: &[(&str, &[&str])] = &[
    ("colors", &["colours", "couleurs", "ألوان", "الألوان"]),
    ("fonts", &["polices", "خطوط", "الخطوط"]),
    ("logo", &["شعار", "الشعار"]),
    ("contrast", &["contraste"]),
];

/// The keys of a font that a site has itself.
const FONT: &[(&str, &[&str])] =
    &[("family", &["name", "nom", "famille"]), ("files", &["file", "fichiers", "src", "الملفات"])];

/// The keys of one of its files.
const FILE: &[(&str, &[&str])] = &[
    ("file", &["src", "fichier", "path", "url"]),
    ("weight", &["graisse", "font-weight", "poids"]),
    ("range", &["unicode-range", "plage", "characters"]),
];

/// What people write for the settings of the default theme, and of themes like it.
const SETTINGS: &[(&str, &[&str])] = &[
    ("paper", &["background", "bg", "fond", "arrière-plan", "خلفية", "الخلفية"]),
    ("raised", &["card", "cards", "carte", "cartes", "surface"]),
    ("sunken", &["footer", "pied", "pied de page"]),
    ("ink", &["text", "texte", "foreground", "fg", "encre", "نص", "النص"]),
    ("muted", &["gray", "grey", "gris", "رمادي"]),
    ("line", &["border", "bordure", "trait", "حدود"]),
    ("accent", &["primary", "principal", "principale", "brand", "main", "link", "links", "liens", "لون رئيسي"]),
    ("accent-strong", &["hover", "survol"]),
    ("warm", &["secondary", "secondaire", "highlight", "لون ثانوي"]),
    ("focus", &["outline", "ring"]),
    ("dark", &["night", "sombre", "nuit", "داكن"]),
    ("text", &["body", "corps", "base", "texte", "النص"]),
    ("display", &["title", "titles", "titre", "titres", "heading", "headings", "عناوين", "العناوين"]),
    ("arabic", &["ar", "arabe", "عربي", "العربية"]),
];

/// The letters of Arabic script, for `range: arabic`.
const ARABIC: &str = "U+0600-06FF, U+0750-077F, U+0870-08FF, U+FB50-FDFF, U+FE70-FEFC";

/// Reads what stands behind `settings:` of a theme or `design:` of a site
/// over what is known already.
pub fn read(settings: &mut Settings, from: From, node: &Node, diagnostics: &mut Vec<Diagnostic>) {
    Reader { settings, path: from.path, own: from.own, is_new: from.is_new, diagnostics }.root(node);
}

/// Whose settings are read.
#[derive(Clone, Copy)]
pub struct From<'a> {
    /// The file that says them.
    pub path: &'a RelPath,
    /// Whether a site sets what a theme declared, and declares nothing.
    pub own: bool,
    /// Whether a setting that no theme below has is one all the same.
    pub is_new: &'a dyn Fn(&str) -> bool,
}

struct Reader<'a> {
    settings: &'a mut Settings,
    path: &'a RelPath,
    own: bool,
    is_new: &'a dyn Fn(&str) -> bool,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn root(&mut self, node: &Node) {
        for entry in self.mapping("design", node) {
            match entry.key.as_str() {
                "colors" => self.colors(&entry.value),
                "fonts" => self.fonts(&entry.value),
                "logo" => self.logo(entry),
                "contrast" if !self.own => self.contrast(&entry.value),
                _ => {
                    let known = KEYS.iter().filter(|(name, _)| !self.own || *name != "contrast");
                    self.unknown(entry, &known.copied().collect::<Vec<_>>());
                }
            }
        }
    }

    fn colors(&mut self, node: &Node) {
        for entry in self.mapping("colors", node) {
            match (entry.key.as_str(), &entry.value.value) {
                ("dark", Yaml::Mapping(entries)) => entries.iter().for_each(|entry| self.color(1, entry)),
                ("dark", _) => self.report(Code::ExpectedMapping, entry.value.span, |found| found.arg("key", "dark")),
                _ => self.color(0, entry),
            }
        }
    }

    fn color(&mut self, scheme: usize, entry: &Entry) {
        if !self.is_declared(entry, |settings| names(&settings.colors[scheme])) {
            return;
        }
        let example = |name: &str| Hint::Example(format!("{name}: \"#0f5361\""));
        let Some(text) = self.text(entry, Some(example(&entry.key))) else { return };
        match Color::parse(text) {
            Some(color) => {
                let setting = self.setting(&entry.key, color, entry.value.span);
                set(&mut self.settings.colors[scheme], setting);
            }
            None => self.report(Code::InvalidColor, entry.value.span, |found| found.arg("value", text)),
        }
    }

    fn fonts(&mut self, node: &Node) {
        for entry in self.mapping("fonts", node) {
            if !self.is_declared(entry, |settings| names(&settings.fonts)) {
                continue;
            }
            let font = match &entry.value.value {
                Yaml::Mapping(entries) => self.own_font(&entry.key, entries),
                _ => self.text(entry, None).and_then(|text| self.stack(&entry.key, text, entry.value.span)),
            };
            if let Some(font) = font {
                let setting = self.setting(&entry.key, font, entry.value.span);
                set(&mut self.settings.fonts, setting);
            }
        }
    }

    /// Fonts of the reader's system: text that CSS takes for nothing else.
    fn stack(&mut self, key: &str, text: &str, span: Span) -> Option<Font> {
        let paired = ['"', '\''].iter().all(|quote| text.matches(*quote).count() % 2 == 0);
        let plain = text.chars().all(|c| is_of_name(c) || ",\"'".contains(c));
        self.fits(key, text, span, paired && plain)?;
        Some(Font { stack: text.to_owned(), ..Font::default() })
    }

    /// A font of the site's own; the theme's stack stands in until it is there.
    fn own_font(&mut self, name: &str, entries: &[Entry]) -> Option<Font> {
        let known = self.settings.fonts.iter().find(|font| font.name == name);
        let mut font =
            Font { stack: known.map(|font| font.value.stack.clone()).unwrap_or_default(), ..Font::default() };
        for entry in entries {
            match entry.key.as_str() {
                "family" => {
                    let text = self.text(entry, None)?;
                    self.fits("family", text, entry.value.span, text.chars().all(is_of_name))?;
                    font.family = Some(text.to_owned());
                }
                "files" => match &entry.value.value {
                    Yaml::Sequence(files) => font.faces = files.iter().filter_map(|file| self.face(file)).collect(),
                    _ => self.report(Code::ExpectedList, entry.value.span, |found| found.arg("key", "files")),
                },
                _ => self.unknown(entry, FONT),
            }
        }
        Some(font)
    }

    /// `fonts/x.woff2`, or that with a weight and the characters it is for.
    fn face(&mut self, node: &Node) -> Option<Face> {
        let mut face = Face { file: String::new(), weight: None, range: None, place: self.place(node.span) };
        match &node.value {
            Yaml::Scalar { text, .. } => face.file.clone_from(text),
            Yaml::Mapping(entries) => {
                for entry in entries {
                    let slot = match entry.key.as_str() {
                        "file" => &mut face.file,
                        "weight" => face.weight.get_or_insert_default(),
                        "range" => face.range.get_or_insert_default(),
                        _ => {
                            self.unknown(entry, FILE);
                            continue;
                        }
                    };
                    self.text(entry, None)?.clone_into(slot);
                }
            }
            _ => self.report(Code::ExpectedText, node.span, |found| found.arg("key", "files")),
        }
        face.range = face.range.map(|range| if range == "arabic" { ARABIC.to_owned() } else { range });
        let weight = |text: &str| text.split(' ').all(|part| part.parse::<u16>().is_ok_and(|part| part <= 1000));
        let range = |text: &str| text.chars().all(|c| c.is_ascii_hexdigit() || "Uu+-?, ".contains(c));
        self.fits("file", &face.file, node.span, format_of(&face.file).is_some())?;
        self.fits(
            "weight",
            face.weight.as_deref().unwrap_or_default(),
            node.span,
            face.weight.as_deref().is_none_or(weight),
        )?;
        self.fits(
            "range",
            face.range.as_deref().unwrap_or_default(),
            node.span,
            face.range.as_deref().is_none_or(range),
        )?;
        Some(face)
    }

    fn logo(&mut self, entry: &Entry) {
        if let Some(text) = self.text(entry, Some(Hint::Example("logo: logo.svg".to_owned()))) {
            let file = text.strip_prefix("static/").unwrap_or(text).to_owned();
            self.settings.logo = Some(self.setting("logo", file, entry.value.span));
        }
    }

    /// `[[ink, paper, 4.5], …]`: which colour must be readable on which.
    fn contrast(&mut self, node: &Node) {
        let Yaml::Sequence(pairs) = &node.value else {
            return self.report(Code::ExpectedList, node.span, |found| found.arg("key", "contrast"));
        };
        for pair in pairs {
            match one_pair(pair) {
                Some(pair) => {
                    self.settings.contrast.retain(|known| (&known.front, &known.back) != (&pair.front, &pair.back));
                    self.settings.contrast.push(pair);
                }
                None => self.report(Code::ExpectedList, pair.span, |found| found.arg("key", "contrast")),
            }
        }
    }

    /// Whether the theme has the setting; one that a site or a theme only believes it has is reported.
    fn is_declared(&mut self, entry: &Entry, known: impl Fn(&Settings) -> Vec<String>) -> bool {
        let known = known(self.settings);
        if known.contains(&entry.key) || (self.is_new)(&entry.key) {
            return true;
        }
        let also = |name: &str| SETTINGS.iter().find(|(own, _)| *own == name).map_or([].as_slice(), |(_, also)| also);
        let known: Vec<(&str, &[&str])> = known.iter().map(|name| (name.as_str(), also(name))).collect();
        self.unknown(entry, &known);
        false
    }

    fn unknown(&mut self, entry: &Entry, known: &[(&str, &[&str])]) {
        let near = nearest(&entry.key, known.iter().copied()).map(str::to_owned);
        let all = Hint::OneOf(known.iter().map(|(name, _)| (*name).to_owned()).collect());
        self.report(Code::UnknownKey, entry.key_span, |found| {
            let found = found.arg("key", entry.key.as_str());
            if near.is_some() { found.did_you_mean(near) } else { found.hint(all) }
        });
    }

    fn mapping<'n>(&mut self, key: &str, node: &'n Node) -> &'n [Entry] {
        match &node.value {
            Yaml::Mapping(entries) => entries,
            Yaml::Null => &[],
            _ => {
                self.report(Code::ExpectedMapping, node.span, |found| found.arg("key", key));
                &[]
            }
        }
    }

    fn text<'n>(&mut self, entry: &'n Entry, example: Option<Hint>) -> Option<&'n str> {
        let (code, span) = match &entry.value.value {
            Yaml::Scalar { text, .. } if !text.trim().is_empty() => return Some(text.trim()),
            Yaml::Scalar { .. } | Yaml::Null => (Code::EmptyValue, entry.key_span),
            _ => (Code::ExpectedText, entry.value.span),
        };
        self.report(code, span, |mut found| {
            found.hints.extend(example);
            found.arg("key", entry.key.as_str())
        });
        None
    }

    fn fits(&mut self, key: &str, value: &str, span: Span, fits: bool) -> Option<()> {
        if !fits {
            self.report(Code::InvalidFont, span, |found| found.arg("key", key).arg("value", value));
        }
        fits.then_some(())
    }

    fn setting<T>(&self, name: &str, value: T, span: Span) -> Setting<T> {
        Setting { name: name.to_owned(), value, place: self.place(span), own: self.own }
    }

    fn place(&self, span: Span) -> Place {
        Place { path: self.path.clone(), span }
    }

    fn report(&mut self, code: Code, span: Span, with: impl FnOnce(Diagnostic) -> Diagnostic) {
        self.diagnostics.push(with(Diagnostic::at(code, self.path, span)));
    }
}

/// Puts a setting in the place of the one with its name, or last.
fn set<T>(settings: &mut Vec<Setting<T>>, setting: Setting<T>) {
    match settings.iter_mut().find(|known| known.name == setting.name) {
        Some(known) => *known = setting,
        None => settings.push(setting),
    }
}

fn names<T>(settings: &[Setting<T>]) -> Vec<String> {
    settings.iter().map(|setting| setting.name.clone()).collect()
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || " -_".contains(c)
}

/// What CSS calls the format of a font, by its file's name.
pub(super) fn format_of(file: &str) -> Option<&'static str> {
    let (name, extension) = file.rsplit_once('.')?;
    let plain = name.chars().all(|c| is_of_name(c) || "./".contains(c));
    let formats = [("woff2", "woff2"), ("woff", "woff"), ("ttf", "truetype"), ("otf", "opentype")];
    formats.into_iter().find(|(own, _)| plain && *own == extension).map(|(_, format)| format)
}

fn one_pair(node: &Node) -> Option<Pair> {
    let Yaml::Sequence(parts) = &node.value else { return None };
    let text = |node: &Node| match &node.value {
        Yaml::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    };
    let [front, back, ratio] = parts.as_slice() else { return None };
    Some(Pair { front: text(front)?, back: text(back)?, ratio: text(ratio)?.parse().ok()? })
}
