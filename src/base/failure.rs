//! Why a file could not be read or written, in a word that messages explain.

use std::io;

/// What an error of the system means, in a word that `messages/words.yaml`
/// explains; the system's own text for a rare one.
pub fn reason(error: &io::Error) -> String {
    let word = match error.kind() {
        io::ErrorKind::NotFound => "not-found",
        io::ErrorKind::PermissionDenied => "permission-denied",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "disk-full",
        io::ErrorKind::ReadOnlyFilesystem => "read-only",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => "not-a-folder",
        io::ErrorKind::IsADirectory => "is-a-folder",
        io::ErrorKind::FileTooLarge => "file-size",
        io::ErrorKind::InvalidFilename => "name-not-portable",
        _ => return error.to_string(),
    };
    word.to_owned()
}
