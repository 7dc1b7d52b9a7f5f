//! Published names of documents, and of pictures that are copied: they carry
//! the key of their bytes, so that a host may keep them for ever.

use crate::base::path::RelPath;
use crate::base::url::Url;
use crate::documents::published;
use crate::schema::check::slugify;
use crate::site::names::Names;
use crate::site::pictures;
use crate::source::{Asset, find_asset};

/// The published name of a file of the site: `assets/accord.0123456789.pdf`.
pub fn published(path: &RelPath, asset: &Asset) -> Url {
    let extension = extension(path, asset).unwrap_or_else(|| "bin".to_owned());
    Url::file(&format!("assets/{}.{}.{extension}", stem(path), asset.hash.short()))
}

/// The ending of a document, that of what it really holds.
pub fn extension(path: &RelPath, asset: &Asset) -> Option<String> {
    let written = path.extension()?;
    Some(asset.document().map_or_else(|| written.clone(), |own| published::extension(&written, own).to_owned()))
}

/// The name of a file as addresses have it, without its ending.
pub fn stem(path: &RelPath) -> String {
    let name = path.name();
    let slug = slugify(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    if slug.is_empty() { "file".to_owned() } else { slug }
}

/// The address of a picture or document that something links to.
pub fn href(names: Names, path: &RelPath) -> Option<String> {
    let (path, asset) = find_asset(&names.catalogue.assets, path)?;
    let url = pictures::linked(path, asset).unwrap_or_else(|| published(path, asset));
    Some(names.href(&url))
}
