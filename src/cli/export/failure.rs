//! Why a brochure could not be printed.

/// The reason why there is no PDF.
pub enum Failure {
    /// A file or the local network failed.
    Io(std::io::Error),
    /// The browser failed, with its message.
    Browser(String),
}
