//! Published names of pictures and documents: they carry the key of their
//! bytes, so that a host may keep them for ever.

use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::base::url::Url;
use crate::schema::check::slugify;
use crate::site::names::Names;
use crate::site::view::Picture;
use crate::source::find_asset;

/// The published name of a file of the site: `assets/accord.0123456789.pdf`.
pub fn published(path: &RelPath, hash: Key) -> Url {
    let name = path.name();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let slug = slugify(stem);
    let stem = if slug.is_empty() { "file" } else { &slug };
    Url::file(&format!("assets/{stem}.{}.{}", hash.short(), extension.to_lowercase()))
}

/// The address of a picture or document that something shows.
pub fn href(names: Names, path: &RelPath) -> Option<String> {
    let (path, asset) = find_asset(&names.catalogue.assets, path)?;
    Some(names.href(&published(path, asset.hash)))
}

/// A picture with its size.
pub fn picture(names: Names, path: &RelPath) -> Option<Picture> {
    let (path, asset) = find_asset(&names.catalogue.assets, path)?;
    Some(Picture {
        url: names.href(&published(path, asset.hash)),
        width: asset.size.map(|(width, _)| width),
        height: asset.size.map(|(_, height)| height),
        alt: None,
        credit: None,
    })
}
