//! A theme's static files. Their published names contain the key of their
//! bytes; `static/root/` holds those that need a fixed name at the site's root
//! (`favicon.ico`, a search engine's verification file).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::base::key::Key;
use crate::base::name;
use crate::base::path::RelPath;
use crate::theme::file::ThemeFile;

/// A published static file.
pub struct StaticFile {
    /// Its path in the output: `assets/site.0123456789.css`.
    pub path: RelPath,
    /// The content key of its bytes.
    pub key: Key,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// How static files are named when published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Naming {
    /// With the key of their bytes, so that a host may cache them forever.
    Hashed,
    /// As in the theme, for the preview: changing a style sheet then changes no
    /// page.
    Plain,
}

/// All static files, and the published path of each by its plain name.
pub struct Statics {
    /// The files.
    pub files: Vec<StaticFile>,
    /// `site.css` → `assets/site.0123456789.css`
    pub names: BTreeMap<String, String>,
    naming: Naming,
}

/// Names the static files and rewrites `url(…)` and `@import` in style sheets
/// accordingly.
pub fn statics<'a>(files: impl Iterator<Item = &'a ThemeFile>, naming: Naming) -> Statics {
    let mut statics = Statics { files: vec![], names: BTreeMap::new(), naming };
    let mut sheets = BTreeMap::new();
    for file in files {
        let Some(name) = file.path.as_str().strip_prefix("static/") else { continue };
        if file.path.has_extension("css") {
            sheets.insert(name, &file.bytes);
        } else {
            statics.add(name, file.bytes.clone());
        }
    }
    while let Some((name, bytes)) = sheets.pop_first() {
        statics.add_sheet(name, bytes, &mut sheets);
    }
    statics
}

/// Style sheets that have no published name yet.
type Sheets<'a> = BTreeMap<&'a str, &'a Arc<[u8]>>;

impl Statics {
    fn add(&mut self, name: &str, bytes: Arc<[u8]>) {
        let key = Key::of(&bytes);
        let published = published(name, key, self.naming);
        let Some(path) = RelPath::new(&published) else { return };
        self.names.insert(name.to_owned(), published);
        self.files.push(StaticFile { path, key, bytes });
    }

    /// Adds a style sheet after those that it imports, since its bytes, and
    /// therefore its name, contain their names. Sheets that import each other
    /// keep their plain names.
    fn add_sheet(&mut self, name: &str, bytes: &Arc<[u8]>, others: &mut Sheets) {
        let css = std::str::from_utf8(bytes).ok().filter(|_| self.naming != Naming::Plain);
        let Some(css) = css else { return self.add(name, bytes.clone()) };
        let references = references(css);
        for imported in references.iter().filter_map(|range| Reference::new(name, &css[range.clone()])) {
            if let Some((name, bytes)) = others.remove_entry(imported.target.as_str()) {
                self.add_sheet(name, bytes, others);
            }
        }
        let mut renamed = String::with_capacity(css.len());
        let mut at = 0;
        for range in references {
            renamed.push_str(&css[at..range.start]);
            match self.reference(name, &css[range.clone()]) {
                Some(address) => renamed.push_str(&address),
                None => renamed.push_str(&css[range.clone()]),
            }
            at = range.end;
        }
        renamed.push_str(&css[at..]);
        self.add(name, renamed.into_bytes().into());
    }

    /// The published address of a file that a style sheet refers to, in quotes.
    fn reference(&self, sheet: &str, written: &str) -> Option<String> {
        let Reference { target, tail } = Reference::new(sheet, written)?;
        let published = self.names.get(target.as_str())?;
        let own = published_folder(sheet);
        let own = if own.is_empty() { own.to_owned() } else { format!("{own}/") };
        let address = match published.strip_prefix(&own) {
            Some(below) => below.to_owned(),
            None => format!("{}{published}", "../".repeat(own.matches('/').count())),
        };
        Some(format!("\"{address}{tail}\""))
    }
}

/// The files of the theme that a style sheet refers to, below `static/`, with
/// the bytes that say so.
pub(super) fn targets(sheet: &str, css: &str) -> Vec<(Range<usize>, RelPath)> {
    let target = |range: Range<usize>| Some((range.clone(), Reference::new(sheet, &css[range])?.target));
    references(css).into_iter().filter_map(target).collect()
}

/// A reference in a style sheet.
struct Reference<'w> {
    /// The file below `static/`.
    target: RelPath,
    /// `?query#fragment`
    tail: &'w str,
}

impl<'w> Reference<'w> {
    /// Parses the argument of `url(…)` or `@import`. None if it does not refer
    /// to a file of the theme.
    fn new(sheet: &str, written: &'w str) -> Option<Reference<'w>> {
        let plain = written.trim().trim_matches(['"', '\'']);
        let (file, tail) = plain.split_at(plain.find(['?', '#']).unwrap_or(plain.len()));
        let elsewhere = file.is_empty() || file.starts_with('/') || file.contains(':');
        let target = if elsewhere { None } else { RelPath::new(sheet)?.join(file) };
        target.map(|target| Reference { target, tail })
    }
}

/// The byte ranges of a style sheet's references: the argument of `url(…)`, and
/// the quoted text after `@import`.
fn references(css: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    for (at, _) in css.match_indices("url(") {
        let start = at + "url(".len();
        found.extend(css[start..].find(')').map(|end| start..start + end));
    }
    for (at, _) in css.match_indices("@import") {
        let rest = css[at + "@import".len()..].trim_start();
        let start = css.len() - rest.len();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let end = quote.and_then(|quote| rest[1..].find(quote));
        found.extend(end.map(|end| start..start + end + 2));
    }
    found.sort_by_key(|range| range.start);
    // A drawing in a `data:` address may contain a `url(…)` of its own.
    let mut end = 0;
    found.retain(|range| {
        let outside = range.start >= end;
        end = end.max(range.end);
        outside
    });
    found
}

/// The folder of the output that a static file is published in.
fn published_folder(name: &str) -> &str {
    match name.strip_prefix("root/") {
        Some(fixed) => fixed.rsplit_once('/').map_or("", |(folder, _)| folder),
        None => "assets",
    }
}

fn published(name: &str, key: Key, naming: Naming) -> String {
    if let Some(fixed) = name.strip_prefix("root/") {
        return fixed.to_owned();
    }
    if naming == Naming::Plain {
        return format!("assets/{name}"); // the theme's own folders keep their structure, so that relative references in style sheets work
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{}.{}.{}", name::stem(stem), key.short(), name::stem(extension)),
        None => format!("assets/{}.{}", name::stem(file), key.short()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Naming, statics};
    use crate::base::path::RelPath;
    use crate::theme::file::ThemeFile;

    fn file(path: &str, text: &str) -> ThemeFile {
        let path = RelPath::new(path).unwrap();
        ThemeFile { source: path.clone(), path, bytes: text.as_bytes().into() }
    }

    #[test]
    fn names_carry_the_key_and_style_sheets_follow_them() {
        let files = [
            file("static/site.css", "a{src:url('fonts/x.woff2')}b{src:url(data:x)}"),
            file("static/fonts/x.woff2", "font"),
            file("static/root/favicon.ico", "icon"),
            file("templates/home.html", ""),
        ];
        let statics = statics(files.iter(), Naming::Hashed);
        let font = &statics.names["fonts/x.woff2"];
        assert!(font.starts_with("assets/x.") && font.ends_with(".woff2"), "{font}");
        let css = statics.files.iter().find(|file| file.path.as_str().ends_with(".css")).unwrap();
        let expected = format!("a{{src:url(\"{}\")}}b{{src:url(data:x)}}", font.trim_start_matches("assets/"));
        assert_eq!(std::str::from_utf8(&css.bytes).unwrap(), expected);
        assert_eq!(statics.names["root/favicon.ico"], "favicon.ico");
    }

    #[test]
    fn plain_names_do_not_change_with_the_bytes() {
        let files = [
            file("static/css/site.css", "a{src:url(../fonts/x.woff2)}"),
            file("static/fonts/x.woff2", "font"),
            file("static/root/favicon.ico", "icon"),
        ];
        let statics = statics(files.iter(), Naming::Plain);
        let names: Vec<&str> = statics.names.values().map(String::as_str).collect();
        assert_eq!(names, ["assets/css/site.css", "assets/fonts/x.woff2", "favicon.ico"]);
        let css = statics.files.iter().find(|file| file.path.name() == "site.css").unwrap();
        assert_eq!(&css.bytes[..], b"a{src:url(../fonts/x.woff2)}");
    }

    #[test]
    fn style_sheets_import_one_another_by_published_names() {
        let files = [
            file("static/a.css", "@import \"parts/z.css\" screen;@import url(b.css);@import 'https://x.tn/c.css';"),
            file("static/b.css", "b{src:url(x.woff2?v=1#y)}"),
            file("static/parts/z.css", "z{src:url(../root/deep/icon.png)}"),
            file("static/root/deep/own.css", "@import '../../b.css';o{src:url(icon.png)}"),
            file("static/root/deep/icon.png", ""),
            file("static/x.woff2", ""),
        ];
        let statics = statics(files.iter(), Naming::Hashed);
        let name = |file: &str| statics.names[file].trim_start_matches("assets/");
        let css = |file: &str| {
            let found = statics.files.iter().find(|other| other.path.as_str() == statics.names[file]).unwrap();
            std::str::from_utf8(&found.bytes).unwrap()
        };
        let (z, b, font) = (name("parts/z.css"), name("b.css"), name("x.woff2"));
        let imports = format!("@import \"{z}\" screen;@import url(\"{b}\");@import 'https://x.tn/c.css';");
        assert_eq!(css("a.css"), imports);
        assert_eq!(css("b.css"), format!("b{{src:url(\"{font}?v=1#y\")}}"));
        assert_eq!(css("parts/z.css"), "z{src:url(\"../deep/icon.png\")}");
        assert_eq!(css("root/deep/own.css"), format!("@import \"../assets/{b}\";o{{src:url(\"icon.png\")}}"));
    }

    #[test]
    fn style_sheets_that_import_each_other_come_to_an_end() {
        let drawing = "@import \"url(b.css)\";c{src:url(\"data:image/svg+xml,<g fill='url(#a)'/>\")}";
        let files = [
            file("static/a.css", "@import 'b.css';"),
            file("static/b.css", "@import 'a.css';"),
            file("static/c.css", drawing),
        ];
        let statics = statics(files.iter(), Naming::Hashed);
        assert_eq!(statics.files.len(), 3);
        assert!(statics.files.iter().any(|file| &file.bytes[..] == drawing.as_bytes()));
    }
}
