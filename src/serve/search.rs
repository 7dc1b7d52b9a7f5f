//! Search in the preview. The index of a language is made when a page first
//! asks for it, and again when it asks after a change; nothing else waits for
//! it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::response::Response;
use tokio::sync::Mutex;

use crate::base::key::Key;
use crate::disk::build;
use crate::pipeline::preview::Reply;
use crate::serve::http::{Question, file};
use crate::serve::state::{BuiltSite, Server};
use crate::site::search;

/// So many indexes are kept: each language's last two, as this machine and as
/// others see it. A page that has begun to search goes on in an older one.
const KEPT: usize = 8;

/// The indexes that were asked for, the last one first. Whoever asks for an
/// index that is being made waits for the lock; pages do not take it.
pub type Indexes = Mutex<Vec<Arc<Index>>>;

/// An index in memory.
pub struct Index {
    tag: String,
    key: Key,
    files: BTreeMap<String, Arc<[u8]>>,
}

/// The answer to a question for a file of an index; none where it is for
/// something else, or there is no such file.
pub async fn answer(server: &Arc<Server>, current: &Arc<BuiltSite>, question: &Question) -> Option<Response> {
    let path = question.path.strip_prefix(current.preview.base())?.strip_prefix(search::FOLDER)?;
    let (tag, name) = path.strip_prefix('/')?.split_once('/')?;
    let mut indexes = server.indexes.lock().await;
    // The entry tells which the other files are, whose names have their hash.
    let known = indexes.iter().find(|index| index.tag == tag && index.files.contains_key(name)).cloned();
    let index = match known.filter(|_| name != ENTRY) {
        Some(index) => index,
        None => made_now(server, current, question.is_here, tag, &mut indexes).await?,
    };
    drop(indexes);
    let bytes = index.files.get(name)?.clone();
    let key = Key::of(&bytes);
    Some(file(&Reply { bytes, content_type: content_type(name), key, page: None }, question))
}

/// The file that a search begins with.
const ENTRY: &str = "pagefind-entry.json";

/// The index of the site as it stands.
async fn made_now(
    server: &Arc<Server>,
    current: &Arc<BuiltSite>,
    is_here: bool,
    tag: &str,
    indexes: &mut Vec<Arc<Index>>,
) -> Option<Arc<Index>> {
    let (server, current, tag) = (server.clone(), current.clone(), tag.to_owned());
    let known: Vec<Arc<Index>> = indexes.clone();
    let find = move || {
        let current = if is_here { current } else { server.public(&current) };
        known_or_made(&current, &tag, &known)
    };
    let index = tokio::task::spawn_blocking(find).await.ok()??;
    indexes.retain(|other| !Arc::ptr_eq(other, &index));
    indexes.insert(0, index.clone());
    indexes.truncate(KEPT);
    Some(index)
}

fn known_or_made(current: &BuiltSite, tag: &str, known: &[Arc<Index>]) -> Option<Arc<Index>> {
    let plan = current.preview.plan();
    let planned = search::indexes(plan).into_iter().find(|index| index.tag == tag)?;
    let same = known.iter().find(|index| index.key == planned.key && index.tag == tag);
    if let Some(same) = same {
        return Some(same.clone());
    }
    let files = build::indexer()?(&planned, search::records(plan.edition(planned.lang))).ok()?;
    let files = files.into_iter().map(|(name, bytes)| (name, bytes.into())).collect();
    Some(Arc::new(Index { tag: planned.tag, key: planned.key, files }))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "json")) => "application/json",
        _ => "application/octet-stream",
    }
}
