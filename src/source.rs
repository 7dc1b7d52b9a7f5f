//! The sources of a site, by path.

use std::sync::Arc;

use crate::base::key::Key;
use crate::base::path::RelPath;

/// What happened to a file below the site's root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// A text that the pipeline reads, new or changed.
    Put(RelPath, Arc<[u8]>),
    /// A picture, a document or another file that is published as it stands:
    /// its bytes stay on disk.
    Asset {
        /// Where it is.
        path: RelPath,
        /// Its length in bytes.
        len: u64,
        /// The key of its bytes.
        hash: Key,
        /// Width and height in pixels, of a picture whose format tells.
        size: Option<(u32, u32)>,
    },
    /// The file is no longer there.
    Gone(RelPath),
}

impl Change {
    /// The file.
    pub fn path(&self) -> &RelPath {
        match self {
            Change::Put(path, _) | Change::Asset { path, .. } | Change::Gone(path) => path,
        }
    }
}
