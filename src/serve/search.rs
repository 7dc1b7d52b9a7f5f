//! Search in the preview. The index of a language is made when a page first
//! requests it, and again if it has changed at the next request; nothing else
//! waits for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::response::Response;
use tokio::sync::Mutex;

use crate::base::key::Key;
use crate::pipeline::preview::Reply;
use crate::search::{ENTRY, index};
use crate::serve::http::{Question, file};
use crate::serve::state::{BuiltSite, Server};
use crate::site::search;

/// The number of indexes that are kept: for each language the last two, each as
/// this machine and as others see it. A page that has begun a search continues
/// with the older index, except on another machine, which must not see what has
/// been withheld since.
const KEPT: usize = 8;

/// The indexes requested so far, the most recent first. A request for an index
/// that is being made waits for the lock; pages do not take it.
pub type Indexes = Mutex<Vec<Arc<Index>>>;

/// An index in memory.
pub struct Index {
    /// Whether it contains only what the public would see.
    is_public: bool,
    tag: String,
    key: Key,
    files: BTreeMap<String, Arc<[u8]>>,
}

/// Answers a request for a file of an index; none if it is a request for
/// something else, or the file does not exist.
pub async fn answer(server: &Arc<Server>, current: &Arc<BuiltSite>, question: &Question) -> Option<Response> {
    let path = question.path.strip_prefix(current.preview.base())?.strip_prefix(search::FOLDER)?;
    let (tag, name) = path.strip_prefix('/')?.split_once('/')?;
    let mut indexes = server.indexes.lock().await;
    // The entry file lists the others, whose names contain their hash.
    let is_asked = |index: &&Arc<Index>| !index.is_public && index.tag == tag && index.files.contains_key(name);
    let known = indexes.iter().find(is_asked).cloned();
    let index = match known.filter(|_| question.is_here && name != ENTRY) {
        Some(index) => index,
        None => made_now(server, current, question.is_here, tag, &mut indexes).await?,
    };
    drop(indexes);
    let bytes = index.files.get(name)?.clone();
    let key = Key::of(&bytes);
    Some(file(&Reply { bytes, content_type: content_type(name), key, page: None }, question))
}

/// The index for the current state of the site.
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
        known_or_made(&current, !is_here, &tag, &known)
    };
    let index = tokio::task::spawn_blocking(find).await.ok()??;
    indexes.retain(|other| !Arc::ptr_eq(other, &index));
    indexes.insert(0, index.clone());
    indexes.truncate(KEPT);
    Some(index)
}

fn known_or_made(current: &BuiltSite, is_public: bool, tag: &str, known: &[Arc<Index>]) -> Option<Arc<Index>> {
    let plan = current.preview.plan();
    let planned = search::indexes(plan).into_iter().find(|index| index.tag == tag)?;
    let is_same = |index: &&Arc<Index>| (index.is_public, index.key, &*index.tag) == (is_public, planned.key, tag);
    let same = known.iter().find(is_same);
    if let Some(same) = same {
        return Some(same.clone());
    }
    let files = index(&search::records(plan.edition(planned.lang)))
        .into_iter()
        .map(|(name, bytes)| (name, bytes.into()))
        .collect();
    Some(Arc::new(Index { is_public, tag: planned.tag, key: planned.key, files }))
}

fn content_type(name: &str) -> &'static str {
    if name == ENTRY { "application/json" } else { "application/octet-stream" }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::{ENTRY, answer};
    use crate::serve::http::tests::{question, site};

    #[test]
    fn what_is_withheld_is_found_on_this_machine_only() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("site.yaml"), "").unwrap();
        let (server, current) = site(folder.path());
        let server = Arc::new(server);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        let status = |is_here: bool, name: &str| {
            let question = question(is_here, &format!("/search-index/fr/{name}"));
            runtime.block_on(answer(&server, &current, &question)).map(|answer| answer.status().as_u16())
        };
        let names = |is_public: bool| -> Vec<String> {
            let indexes = server.indexes.blocking_lock();
            let index = indexes.iter().find(|index| index.is_public == is_public).unwrap();
            index.files.keys().filter(|name| name.starts_with("texts.")).cloned().collect()
        };
        assert_eq!(status(true, ENTRY), Some(200));
        let all = names(false);
        assert_eq!(all.len(), 2);
        let elsewhere = |status: &dyn Fn(&str) -> Option<u16>| all.iter().filter(|name| status(name).is_some()).count();
        assert_eq!(elsewhere(&|name| status(false, name)), 1, "before anybody has searched elsewhere");
        assert_eq!((status(false, ENTRY), names(true).len()), (Some(200), 1));
        assert_eq!(elsewhere(&|name| status(false, name)), 1, "and after");
        assert_eq!(elsewhere(&|name| status(true, name)), 2);
    }
}
