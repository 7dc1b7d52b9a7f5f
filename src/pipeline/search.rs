//! The files of the search indexes. What an index is made of is planned by
//! `site`, how it is made is decided in `disk`: here it is decided whether it has to
//! be made at all.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::key::{Key, KeyHasher};
use crate::base::path::RelPath;
use crate::pipeline::Output;
use crate::pipeline::manifest::Manifest;
use crate::site::Plan;
use crate::site::search::{self, Index, Record};

/// Makes the index of a language: files by their path below its folder. An
/// error is told in its own words.
pub type Indexer<'a> = dyn Fn(&Index, Vec<Record>) -> Result<Vec<(String, Vec<u8>)>, String> + Sync + 'a;

/// A file of an index.
pub struct IndexFile {
    /// Where it is in the output.
    pub path: RelPath,
    /// The key of the index that it belongs to.
    pub key: Key,
    /// What it holds; none where it stands in the output already.
    pub bytes: Option<Arc<[u8]>>,
}

/// The files of every index: as they stand, where what they were made of is
/// the same and all of them are there.
pub fn files(
    indexer: &Indexer,
    plan: &Plan,
    manifest: &Manifest,
    out: &dyn Output,
) -> Result<Vec<IndexFile>, Box<Diagnostic>> {
    let mut files = vec![];
    for index in search::indexes(plan) {
        match standing(&index, manifest, out) {
            Some(standing) => files.extend(standing),
            None => files.extend(made(indexer, plan, &index)?),
        }
    }
    Ok(files)
}

/// The files of an index as an earlier build left them, if none is missing,
/// altered, or of another index.
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

fn made(indexer: &Indexer, plan: &Plan, index: &Index) -> Result<Vec<IndexFile>, Box<Diagnostic>> {
    let failed =
        |detail: String| Box::new(Diagnostic::new(Code::SearchFailed).arg("lang", &*index.tag).arg("detail", detail));
    let made = indexer(index, search::records(plan.edition(index.lang))).map_err(failed)?;
    let key = file_key(index, made.len());
    let file = |(name, bytes): (String, Vec<u8>)| {
        let path = RelPath::new(&format!("{}/{name}", index.folder));
        let path = path.ok_or_else(|| failed(name))?;
        Ok(IndexFile { path, key, bytes: Some(bytes.into()) })
    };
    made.into_iter().map(file).collect()
}

/// The key of each file of an index. It tells how many there are: were one
/// lost from the manifest, the rest would not pass for the whole.
fn file_key(index: &Index, count: usize) -> Key {
    let mut hash = KeyHasher::default();
    hash.key(index.key);
    hash.number(count as u64);
    hash.finish()
}
