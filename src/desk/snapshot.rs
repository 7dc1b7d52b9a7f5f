//! The state of the site that every page of the preview is made from.

use std::path::Path;

use crate::base::diag::Diagnostics;
use crate::report::Sources;
use crate::report::messages::MessageLanguage;
use crate::site::Plan;

/// The site as of the last build, and the settings for describing it.
pub struct Snapshot<'a> {
    /// The pages, including drafts and withheld ones.
    pub plan: &'a Plan,
    /// The diagnostics of the build, sorted.
    pub diagnostics: &'a Diagnostics,
    /// The current files.
    pub sources: &'a Sources<'a>,
    /// The language of the staff.
    pub language: MessageLanguage,
    /// The site's folder, absolute: for links that open a file, and paths to copy.
    pub root: &'a Path,
    /// The duration of the build in milliseconds.
    pub built_ms: u64,
    /// The number of the build, counted from the start of the server.
    pub build: u64,
}
