//! What site.yaml declares by name: languages, types with their groups, topics
//! and audiences.

use crate::base::diag::Span;
use crate::base::lang::Lang;
use crate::base::localized::Localized;

/// A language of the site.
pub struct Language {
    /// Its tag.
    pub lang: Lang,
    /// Its own name: `Français`.
    pub label: String,
}

/// A group within a type, a topic or an audience.
pub struct Term {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Localized<String>,
    /// Old addresses that lead to its listing, with their places.
    pub aliases: Vec<(String, Span)>,
}

/// A type of cooperation.
pub struct Type {
    /// Its id and name.
    pub term: Term,
    /// A code of IATI's codelist CollaborationType (2.03).
    pub iati_collaboration: Option<i64>,
    /// The indices of its groups in [`Config::groups`].
    pub groups: Vec<usize>,
}

/// A group with its type.
pub struct Group {
    /// Its id and name.
    pub term: Term,
    /// The index of its type.
    pub of: usize,
}
