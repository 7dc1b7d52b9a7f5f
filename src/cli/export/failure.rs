//! What keeps a brochure from being printed.

/// Why there is no PDF.
pub enum Failure {
    /// A file or the network of this machine.
    Io(std::io::Error),
    /// The browser, in its words.
    Browser(String),
}
