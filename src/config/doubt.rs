//! What of site.yaml could not be read as it stands.

use crate::base::diag::{Diagnostic, Severity, Span};
use crate::schema::fields::{Site, site as at};
use crate::schema::kind::Kind;
use crate::schema::record::{FieldOf, Record};

/// Lists of site.yaml in which something was reported: that an id or a language
/// is not in one of them is then no news.
#[derive(Clone, Copy, Default, Debug)]
pub struct Doubt {
    /// `languages`.
    pub languages: bool,
    /// `types` with their groups.
    pub types: bool,
    /// `topics`.
    pub topics: bool,
    /// `audience`.
    pub audience: bool,
}

impl Doubt {
    pub(super) fn of(record: Record<Site>, diagnostics: &[Diagnostic], broken: bool) -> Doubt {
        let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error);
        let places: Vec<Span> = errors.filter_map(|error| error.at.as_ref()).map(|at| at.span).collect();
        let all = Doubt { languages: true, types: true, topics: true, audience: true };
        let some = || Doubt {
            languages: !record.has(at::LANGUAGES) || holds_error(record, at::LANGUAGES, &places),
            types: !record.has(at::TYPES) || holds_error(record, at::TYPES, &places),
            topics: holds_error(record, at::TOPICS, &places),
            audience: holds_error(record, at::AUDIENCE, &places),
        };
        if broken { all } else { some() }
    }
}

/// Whether something in a list was reported, or the list itself.
fn holds_error<V: Kind>(record: Record<Site>, key: FieldOf<Site, V>, errors: &[Span]) -> bool {
    let is_in = |list: Span| errors.iter().any(|at| list.start <= at.start && at.start < list.end.max(list.start + 1));
    record.is_doubtful(key) || record.span(key).is_some_and(is_in)
}
