//! A theme's static files. They are published under names that carry the key
//! of their bytes; `static/root/` holds those that need a fixed name at the
//! site's root (`favicon.ico`, the proof that a search engine asks for).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::theme::ThemeFile;

/// A static file as it is published.
pub struct StaticFile {
    /// Its path in the output: `assets/site.0123456789.css`.
    pub path: RelPath,
    /// The key of its bytes.
    pub key: Key,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// How static files are named where they are published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Naming {
    /// With the key of their bytes, so that a host may keep them for ever.
    Hashed,
    /// As in the theme, for the preview: a style sheet that changes changes no
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

/// Names static files; in style sheets `url(…)` follows the names.
pub fn statics<'a>(files: impl Iterator<Item = &'a ThemeFile>, naming: Naming) -> Statics {
    let mut statics = Statics { files: vec![], names: BTreeMap::new(), naming };
    let named = files.filter_map(|file| Some((file.path.as_str().strip_prefix("static/")?, file)));
    let (sheets, others): (Vec<_>, Vec<_>) =
        named.partition(|(_, file)| file.path.extension().as_deref() == Some("css"));
    for (name, file) in others {
        statics.add(name, file.bytes.clone());
    }
    for (name, file) in sheets {
        let bytes = statics.renamed(name, &file.bytes);
        statics.add(name, bytes);
    }
    statics
}

impl Statics {
    fn add(&mut self, name: &str, bytes: Arc<[u8]>) {
        let key = Key::of(&bytes);
        let published = published(name, key, self.naming);
        let Some(path) = RelPath::new(&published) else { return };
        self.names.insert(name.to_owned(), published);
        self.files.push(StaticFile { path, key, bytes });
    }

    /// A style sheet whose relative `url(…)` lead to published names.
    fn renamed(&self, name: &str, bytes: &Arc<[u8]>) -> Arc<[u8]> {
        let Ok(text) = std::str::from_utf8(bytes) else { return bytes.clone() };
        if self.naming == Naming::Plain || !text.contains("url(") {
            return bytes.clone();
        }
        let mut parts = text.split("url(");
        let mut css = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            css.push_str("url(");
            let Some((reference, rest)) = part.split_once(')') else {
                css.push_str(part);
                continue;
            };
            css.push_str(&self.reference(name, reference).unwrap_or_else(|| reference.to_owned()));
            css.push(')');
            css.push_str(rest);
        }
        css.into_bytes().into()
    }

    fn reference(&self, sheet: &str, reference: &str) -> Option<String> {
        let plain = reference.trim().trim_matches(['"', '\'']);
        let (file, fragment) = plain.split_once('#').map_or((plain, ""), |(file, fragment)| (file, fragment));
        let target = RelPath::new(sheet)?.join(file)?;
        let published = self.names.get(target.as_str())?;
        let own_name = published.rsplit('/').next()?; // sheets and files share one folder
        let hash = if fragment.is_empty() { "" } else { "#" };
        Some(format!("\"{own_name}{hash}{fragment}\""))
    }
}

fn published(name: &str, key: Key, naming: Naming) -> String {
    if let Some(fixed) = name.strip_prefix("root/") {
        return fixed.to_owned();
    }
    if naming == Naming::Plain {
        return format!("assets/{name}"); // the theme's own folders: what a style sheet names is where it says
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{}.{extension}", key.short()),
        None => format!("assets/{file}.{}", key.short()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Naming, statics};
    use crate::base::path::RelPath;
    use crate::theme::ThemeFile;

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
}
