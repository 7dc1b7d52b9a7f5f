//! What a picture or document of the site holds, by its bytes and whatever its
//! name says. `disk` finds it out while it reads the file; the core decides
//! what follows.

use crate::base::document::Document;
use crate::base::picture::Picture;

/// What a file holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Contents {
    /// A picture, or what is named like one.
    Picture(Picture),
    /// Anything else that readers can be given.
    Document(Document),
    /// Nothing that anybody can use: what was saved in the place of a file.
    Substitute(Substitute),
}

/// What was saved in the place of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Substitute {
    /// No bytes at all, or nothing but zeros: a download or a copy that failed.
    Empty,
    /// The few lines that Git LFS or git-annex keep in the place of a large file.
    GitPointer,
    /// A web page, such as the message of an error that was saved as `.pdf`.
    WebPage,
    /// A shortcut of Windows, macOS or a cloud drive.
    Shortcut,
}
