//! The state of the site that every page of the preview is made from.

use std::path::Path;

use crate::base::diag::Diagnostics;
use crate::report::Sources;
use crate::report::messages::MessageLanguage;
use crate::site::Plan;

/// The site as the last build left it, and how to speak of it.
pub struct Snapshot<'a> {
    /// The pages, drafts and withheld ones too.
    pub plan: &'a Plan,
    /// What the build reported, sorted.
    pub diagnostics: &'a Diagnostics,
    /// The files as they stand now.
    pub sources: &'a Sources<'a>,
    /// The language of the staff.
    pub language: MessageLanguage,
    /// The site's folder, absolute: for links that open a file, and paths to copy.
    pub root: &'a Path,
    /// How long the build took, in milliseconds.
    pub built_ms: u64,
    /// Which build it is, counted from the start of the server.
    pub build: u64,
}
