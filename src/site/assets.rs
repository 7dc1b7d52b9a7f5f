//! Published names of documents, and of pictures that are copied: they carry
//! the key of their bytes, so that a host may keep them for ever.

use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::base::url::Url;
use crate::schema::check::slugify;
use crate::site::edition::Edition;
use crate::site::pictures;
use crate::source::find_asset;

/// The published name of a file of the site: `assets/accord.0123456789.pdf`.
pub fn published(path: &RelPath, hash: Key) -> Url {
    let extension = path.extension().unwrap_or_else(|| "bin".to_owned());
    Url::file(&format!("assets/{}.{}.{extension}", stem(path), hash.short()))
}

/// The name of a file as addresses have it, without its ending.
pub fn stem(path: &RelPath) -> String {
    let name = path.name();
    let slug = slugify(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    if slug.is_empty() { "file".to_owned() } else { slug }
}

/// The address of a picture or document that something links to.
pub fn href(edition: Edition, path: &RelPath) -> Option<String> {
    let (path, asset) = find_asset(&edition.catalogue.assets, path)?;
    let url = pictures::linked(path, asset).unwrap_or_else(|| published(path, asset.hash));
    Some(edition.href(&url))
}
