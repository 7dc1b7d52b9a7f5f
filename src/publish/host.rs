//! The interface of a host: a folder with files that readers see.

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::base::path::RelPath;
use crate::publish::plan::Listing;
use crate::publish::{lock, record};

/// A place with files. Paths are relative to the folder of the site; several
/// threads write at once.
pub trait Host: Sync {
    /// Every file that is there.
    fn list(&self) -> Result<Found, Failure>;

    /// The files of the topmost folder, without those below.
    fn top(&self) -> Result<Vec<RelPath>, Failure>;

    /// The bytes of a file, if it is there.
    fn read(&self, path: &RelPath) -> Result<Option<Vec<u8>>, Failure>;

    /// Writes a file. Readers get its former bytes or the new ones, if the host
    /// can do that at all.
    fn put(&self, path: &RelPath, bytes: Vec<u8>) -> Result<(), Failure>;

    /// Removes a file, if it is there.
    fn delete(&self, path: &RelPath) -> Result<(), Failure>;

    /// Removes what a publisher that was killed has left half written. Called
    /// when nobody else publishes.
    fn tidy(&self) {}

    /// How many files to transfer at once.
    fn workers(&self) -> usize {
        1
    }
}

/// What a host has.
#[derive(Default, Debug)]
pub struct Found {
    /// Its files, without those that jisr keeps there for itself.
    pub files: Listing,
    /// Names that no page can have, links, and other things.
    pub odd: Vec<String>,
}

/// How the name of a file begins that is being written.
const UNFINISHED: &str = "jisr-unfinished-";

/// The name of a file that is being written, of a number.
pub fn unfinished(number: usize) -> String {
    format!("{UNFINISHED}{}-{number}", std::process::id())
}

/// Whether a file was being written when a publication was cut off.
pub fn is_unfinished(path: &RelPath) -> bool {
    path.folder().is_empty() && path.name().starts_with(UNFINISHED)
}

/// Whether jisr keeps a file on the host for itself.
pub fn is_own(path: &RelPath) -> bool {
    record::is_name(path) || lock::is_name(path) || is_unfinished(path)
}

/// Why a host did not do what it was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The file that it is about, if it is about one.
    pub path: Option<RelPath>,
    /// The reason: a keyword of `messages/words.yaml`, or the host's own words.
    pub detail: String,
}

impl Failure {
    /// A failure that is not about a file.
    pub fn new(detail: impl Into<String>) -> Failure {
        Failure { path: None, detail: detail.into() }
    }

    /// A failure with a file.
    pub fn of(path: &RelPath, detail: impl Into<String>) -> Failure {
        Failure { path: Some(path.clone()), detail: detail.into() }
    }

    /// What is reported of it.
    pub fn told(self, target: &str) -> Diagnostic {
        let own = self.path.filter(|path| !is_own(path));
        let found = Diagnostic::new(own.as_ref().map_or(Code::PublishFailed, |_| Code::PublishFileFailed));
        let found = found.arg("target", target).arg("detail", self.detail);
        own.into_iter().fold(found, |found, path| found.arg("path", path.as_str()))
    }
}
