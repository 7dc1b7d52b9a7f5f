//! The reason why a file could not be read or written, as a keyword.

use std::io;

/// The meaning of a system error, as a keyword that `messages/words.yaml`
/// explains; for a rare error, the system's own text.
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
