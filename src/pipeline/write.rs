//! Writes the files, and deletes those of pages that no longer exist, in an
//! order that leaves a usable site whenever the build is interrupted.

use std::io;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::failure::reason;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::pipeline::make::{Made, Ready};
use crate::pipeline::manifest::{self, Entry, Manifest};
use crate::pipeline::{Job, Output, PictureMaker, Step, counter};

/// Writes files, deletes those that are `gone`, and records both in the
/// manifest, with the key of the site. Files are marked in it before the first
/// one is written, so that the next build repairs an interrupted one.
pub fn write(
    job: &Job,
    out: &dyn Output,
    site: Key,
    ready: &[Ready],
    gone: &[RelPath],
    manifest: &mut Manifest,
) -> Result<(), Box<Diagnostic>> {
    if ready.is_empty() && gone.is_empty() && manifest.site == site {
        return Ok(());
    }
    let paths = || ready.iter().map(|ready| ready.file.path);
    put_manifest(out, manifest.mark(site, paths()))?;
    let (in_the_way, others) = manifest::in_the_way(gone, paths());
    delete(out, &in_the_way, manifest)?;
    let count = counter(job, Step::Write, ready.len());
    let written: Mutex<Vec<(RelPath, Entry)>> = Mutex::default();
    let put = |ready: &Ready| {
        count();
        let file = ready.file;
        let len = put(out, job.pictures, file.path, &ready.made).map_err(|error| failed(file.path, &error))?;
        let entry = Entry { key: file.key, len: Some(len) };
        written.lock().unwrap_or_else(PoisonError::into_inner).push((file.path.clone(), entry));
        Ok(())
    };
    let outcome: Result<(), Box<Diagnostic>> = ready.par_iter().try_for_each(put);
    // Also where it stopped: then these are what was written.
    manifest.entries.extend(std::mem::take(&mut *written.lock().unwrap_or_else(PoisonError::into_inner)));
    outcome?;
    // Files that old pages may still link to are deleted last: if the disk is
    // full, they remain.
    delete(out, &others, manifest)?;
    put_manifest(out, manifest.write())
}

/// Writes a file and returns its length in bytes.
fn put(out: &dyn Output, pictures: &dyn PictureMaker, path: &RelPath, made: &Made) -> io::Result<u64> {
    let put = |bytes: &[u8]| out.put(path, bytes).map(|()| bytes.len() as u64);
    match made {
        Made::Bytes(bytes) => put(bytes),
        Made::Copy(source, len) => out.copy(path, source).map(|()| *len),
        Made::Picture(recipe) => put(&pictures.read(recipe)?),
    }
}

fn delete(out: &dyn Output, gone: &[&RelPath], manifest: &mut Manifest) -> Result<(), Box<Diagnostic>> {
    for path in gone {
        out.delete(path).map_err(|error| failed(path, &error))?;
        manifest.entries.remove(*path);
    }
    Ok(())
}

fn put_manifest(out: &dyn Output, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    let path = manifest::path();
    out.put(&path, bytes).map_err(|error| failed(&path, &error))
}

/// The diagnostic for a file that cannot be written.
pub fn failed(path: &RelPath, error: &io::Error) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::OutputFailed).arg("path", path.as_str()).arg("detail", reason(error)))
}
