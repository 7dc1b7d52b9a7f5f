//! The exit status.

use crate::base::code::Domain;
use crate::base::diag::{Diagnostic, Diagnostics, Severity};

/// 0 if there is no error; otherwise 1 for content, 2 for setup, 3 for storage:
/// the highest of all errors. With `strict`, warnings count as 1.
pub fn status(diagnostics: &Diagnostics, strict: bool) -> u8 {
    let status = |diagnostic: &Diagnostic| match (diagnostic.severity, diagnostic.code.domain()) {
        (Severity::Error, Domain::Content) => 1,
        (Severity::Error, Domain::Setup) => 2,
        (Severity::Error, Domain::Storage) => 3,
        (Severity::Warning, _) => u8::from(strict),
        _ => 0,
    };
    diagnostics.iter().map(status).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::status;
    use crate::base::code::Code;
    use crate::base::diag::{Diagnostic, Diagnostics};

    #[test]
    fn the_gravest_error_decides_the_exit_status() {
        for (found, plain, strict) in [
            (&[][..], 0, 0),
            (&[Code::TranslationMissing, Code::ExpiresOn], 0, 0),
            (&[Code::LabelMissing], 0, 1),
            (&[Code::PlaceholderHost], 0, 1),
            (&[Code::UnknownKey, Code::LabelMissing], 1, 1),
            (&[Code::UnknownKey, Code::UnknownTheme], 2, 2),
            (&[Code::OutputFailed, Code::UnknownKey, Code::UnknownTheme], 3, 3),
        ] {
            let found: Diagnostics = found.iter().map(|code| Diagnostic::new(*code)).collect();
            assert_eq!((status(&found, false), status(&found, true)), (plain, strict), "{found:?}");
        }
    }
}
