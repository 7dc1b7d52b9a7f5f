//! A cache of rendered pages, so that an unchanged page is not rendered again,
//! and a failing one can be shown in its last version.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use crate::base::key::Key;

/// The maximum size in bytes: enough for all pages of a small site; on a large
/// one, the most recently viewed pages stay.
const LIMIT: usize = 64 << 20;

/// Rendered pages by address, shared by successive states of a site.
#[derive(Default)]
pub struct Kept(Mutex<Pages>);

struct Pages {
    pages: LruCache<String, (Key, Arc<[u8]>)>,
    bytes: usize,
}

impl Default for Pages {
    fn default() -> Pages {
        Pages { pages: LruCache::unbounded(), bytes: 0 }
    }
}

impl Kept {
    /// The page at an address, if it was rendered with this content key.
    pub fn get(&self, url: &str, key: Key) -> Option<Arc<[u8]>> {
        self.pages().pages.get(url).filter(|(own, _)| *own == key).map(|(_, bytes)| bytes.clone())
    }

    /// The last rendered version of the page at an address, whatever its key.
    pub fn last(&self, url: &str) -> Option<Arc<[u8]>> {
        self.pages().pages.get(url).map(|(_, bytes)| bytes.clone())
    }

    /// Adds a page, evicting others if necessary.
    pub fn put(&self, url: &str, key: Key, bytes: &Arc<[u8]>) {
        let mut all = self.pages();
        all.bytes += bytes.len();
        if let Some((_, old)) = all.pages.put(url.to_owned(), (key, bytes.clone())) {
            all.bytes -= old.len();
        }
        while all.bytes > LIMIT {
            let Some((_, (_, oldest))) = all.pages.pop_lru() else { return };
            all.bytes -= oldest.len();
        }
    }

    /// Adds a page that nobody has requested, only if there is room.
    pub fn put_if_room(&self, url: &str, key: Key, bytes: &Arc<[u8]>) {
        let has_room = self.pages().bytes + bytes.len() <= LIMIT;
        if has_room {
            self.put(url, key, bytes);
        }
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Kept, LIMIT};
    use crate::base::key::Key;

    #[test]
    fn the_pages_that_nobody_looked_at_for_longest_make_room() {
        let kept = Kept::default();
        let bytes: Arc<[u8]> = vec![0; LIMIT / 4].into();
        let key = Key::of(b"1");
        (0..4).for_each(|at| kept.put(&at.to_string(), key, &bytes));
        assert!(kept.get("1", key).is_some(), "somebody looks at it again");
        (4..6).for_each(|at| kept.put(&at.to_string(), key, &bytes));
        let there: Vec<bool> = (0..6).map(|at| kept.get(&at.to_string(), key).is_some()).collect();
        assert_eq!(there, [false, true, false, true, true, true]);
        kept.put_if_room("6", key, &vec![0; 1].into());
        assert!(kept.last("6").is_none(), "there is no room");
        kept.put("5", Key::of(b"2"), &bytes);
        assert!(kept.get("5", key).is_none() && kept.last("5").is_some() && kept.last("3").is_some());
    }
}
