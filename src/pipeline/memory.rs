//! An output in memory: for checks, which write nothing, and for tests.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::base::diag::Diagnostic;
use crate::base::path::RelPath;
use crate::base::picture::Recipe;
use crate::pipeline::{Output, PictureMaker};

/// Files in memory. An asset is kept as the path of its source.
#[derive(Default)]
pub struct Memory {
    files: Mutex<BTreeMap<RelPath, Vec<u8>>>,
}

impl Memory {
    /// Every file with its bytes.
    pub fn files(&self) -> BTreeMap<RelPath, Vec<u8>> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<RelPath, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Output for Memory {
    fn len(&self, path: &RelPath) -> Option<u64> {
        self.lock().get(path).map(|bytes| bytes.len() as u64)
    }

    fn put(&self, path: &RelPath, bytes: &[u8]) -> io::Result<()> {
        self.lock().insert(path.clone(), bytes.to_vec());
        Ok(())
    }

    fn copy(&self, path: &RelPath, source: &RelPath) -> io::Result<()> {
        self.put(path, source.as_str().as_bytes())
    }

    fn delete(&self, path: &RelPath) -> io::Result<()> {
        self.lock().remove(path);
        Ok(())
    }
}

/// A picture maker for tests that makes nothing: its results name the recipe.
pub struct NoPictures;

impl PictureMaker for NoPictures {
    fn make(&self, _: &[&Recipe]) -> Result<(), Box<Diagnostic>> {
        Ok(())
    }

    fn read(&self, recipe: &Recipe) -> io::Result<Vec<u8>> {
        Ok(format!("{recipe:?}").into_bytes())
    }

    fn original(&self, path: &RelPath) -> io::Result<Vec<u8>> {
        Ok(path.as_str().as_bytes().to_vec())
    }
}
