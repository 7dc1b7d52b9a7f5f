//! The themes compiled into jisr, so that the binary is all that a site needs.

use include_dir::{Dir, include_dir};

use crate::base::path::RelPath;
use crate::theme::ThemeFile;
use crate::theme::layers::Builtin;

static THEMES: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// Each theme with its files.
pub fn themes() -> Vec<Builtin> {
    let name = |dir: &Dir| dir.path().file_name().map(|name| name.to_string_lossy().into_owned());
    THEMES.dirs().filter_map(|dir| Some(Builtin { name: name(dir)?, files: files(dir, dir) })).collect()
}

fn files(theme: &Dir, dir: &Dir) -> Vec<ThemeFile> {
    let file = |file: &include_dir::File| {
        let inside = file.path().strip_prefix(theme.path()).ok()?.to_str()?.replace('\\', "/");
        let source = format!("themes/{}", file.path().to_str()?.replace('\\', "/"));
        Some(ThemeFile { path: RelPath::new(&inside)?, source: RelPath::new(&source)?, bytes: file.contents().into() })
    };
    let below = dir.dirs().flat_map(|dir| files(theme, dir));
    dir.files().filter_map(file).chain(below).collect()
}
