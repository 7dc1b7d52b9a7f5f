//! The pipeline as one function, and the place that its pages go to.

use std::io;

use crate::base::path::RelPath;

/// A place that a site is written to: a folder, memory, a remote host. Paths
/// are relative to it; several threads write at once.
pub trait Output: Sync {
    /// The length in bytes of a file that is there. Cheap: asked once for
    /// each page of the site.
    fn len(&self, path: &RelPath) -> Option<u64>;

    /// Writes a file, whole or not at all.
    fn put(&self, path: &RelPath, bytes: &[u8]) -> io::Result<()>;

    /// Writes a file from the asset at `source`, below the site's root, whole
    /// or not at all.
    fn copy(&self, path: &RelPath, source: &RelPath) -> io::Result<()>;

    /// Removes a file, if it is there, and the folders that this empties.
    fn delete(&self, path: &RelPath) -> io::Result<()>;

    /// Every file that is there, in the order of their paths.
    fn list(&self) -> Vec<RelPath>;
}
