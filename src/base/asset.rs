//! What a picture or document of the site contains, judged by its bytes rather
//! than its name. `disk` determines it while reading the file; the core decides
//! what to do.

use crate::base::document::Document;
use crate::base::picture::Picture;

/// The kind of content of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Contents {
    /// A picture, or a file named like one.
    Picture(Picture),
    /// Any other file that can be offered to readers.
    Document(Document),
    /// Not the file that was meant, but something else saved in its place.
    Substitute(Substitute),
}

/// What was saved in place of the file that was meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Substitute {
    /// No bytes, or only zeros: a failed download or copy.
    Empty,
    /// The pointer file that Git LFS or git-annex keeps in place of a large file.
    GitPointer,
    /// A web page, such as an error message saved as `.pdf`.
    WebPage,
    /// A shortcut file of Windows, macOS or a cloud drive.
    Shortcut,
}
