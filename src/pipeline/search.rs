//! Decides whether a search index has to be made. `site` plans what an index
//! contains, `search` makes it.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;
use crate::pipeline::Output;
use crate::pipeline::manifest::Manifest;
use crate::search;
use crate::site::Plan;
use crate::site::search::{Index, indexes, records};

/// A file of an index.
pub struct IndexFile {
    /// Its path in the output.
    pub path: RelPath,
    /// The content key of the index that it belongs to.
    pub key: Key,
    /// Its content; none if it is already in the output.
    pub bytes: Option<Arc<[u8]>>,
}

/// The files of every index. An index is reused if what it is made from is
/// unchanged and all of its files exist.
pub fn files(plan: &Plan, manifest: &Manifest, out: &dyn Output) -> Vec<IndexFile> {
    let all = indexes(plan);
    let files = |index: &Index| standing(index, manifest, out).unwrap_or_else(|| made(plan, index));
    all.par_iter().flat_map_iter(files).collect()
}

/// The files of an index as an earlier build left them, unless one is missing,
/// altered, or belongs to another index.
fn standing(index: &Index, manifest: &Manifest, out: &dyn Output) -> Option<Vec<IndexFile>> {
    let prefix = format!("{}/", index.folder);
    let own: Vec<_> = manifest.entries.iter().filter(|(path, _)| path.as_str().starts_with(&prefix)).collect();
    let key = file_key(index, own.len());
    let stands = |(path, entry): &(&RelPath, &crate::pipeline::manifest::Entry)| {
        entry.key == key && entry.len.is_some() && out.len(path) == entry.len
    };
    let all = !own.is_empty() && own.iter().all(stands);
    all.then(|| own.into_iter().map(|(path, _)| IndexFile { path: path.clone(), key, bytes: None }).collect())
}

fn made(plan: &Plan, index: &Index) -> Vec<IndexFile> {
    let made = search::index(&records(plan.edition(index.lang)));
    let key = file_key(index, made.len());
    let file = |(name, bytes): (String, Vec<u8>)| {
        let path = RelPath::new(&format!("{}/{name}", index.folder))?;
        Some(IndexFile { path, key, bytes: Some(bytes.into()) })
    };
    made.into_iter().filter_map(file).collect()
}

/// The content key for each file of an index. It includes their number: if the
/// manifest lost one, the remaining files would not pass for a complete index.
fn file_key(index: &Index, count: usize) -> Key {
    let mut hash = KeyHasher::default();
    hash.key(index.key);
    hash.number(count as u64);
    hash.finish()
}
