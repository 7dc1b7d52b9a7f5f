//! The summary line of a build or a check: the number of pages and files.

use std::time::Duration;

use crate::base::diag::{Diagnostics, Severity};
use crate::base::path::RelPath;
use crate::pipeline::Report;
use crate::pipeline::manifest::Reason;
use crate::report::last_line;
use crate::report::messages::{MessageLanguage, counted, seconds, word};

/// Counts of pages and files. A page is an HTML file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Pages written; for a check, pages checked.
    pub written: usize,
    /// Pages that did not change.
    pub unchanged: usize,
    /// Other files written: pictures, feeds, data, the search index.
    pub others: usize,
    /// Files removed, pages or not.
    pub removed: usize,
    /// Drafts and pages before or after their publication period.
    pub withheld: usize,
}

impl Summary {
    /// Counts the results of a build or a check.
    pub fn of(report: &Report) -> Summary {
        let is_page = |path: &&RelPath| path.is_html();
        let written = report.written.iter().map(|(path, _)| path).filter(is_page).count();
        Summary {
            written,
            unchanged: report.manifest.entries.keys().filter(is_page).count().saturating_sub(written),
            others: report.written.len() - written,
            removed: report.removed.len(),
            withheld: report.withheld,
        }
    }
}

/// The summary of a build, or the reason why it did nothing.
pub fn built(report: &Report, elapsed: Duration, language: MessageLanguage) -> Vec<String> {
    let errors = report.diagnostics.count(Severity::Error);
    let summary = if errors > 0 && !report.wrote { Summary::default() } else { Summary::of(report) };
    built_line(summary, &report.diagnostics, elapsed, language)
}

fn built_line(summary: Summary, found: &Diagnostics, elapsed: Duration, language: MessageLanguage) -> Vec<String> {
    let errors = found.count(Severity::Error);
    let Summary { written, unchanged, others, removed, withheld } = summary;
    if errors > 0 && written + others == 0 {
        return vec![counted("nothing-written", errors, language)];
    }
    let mut done = vec![("pages-unchanged", unchanged), ("others-written", others)];
    done.extend([("files-removed", removed), ("pages-withheld", withheld)]);
    done.retain(|(_, count)| *count > 0);
    done.insert(0, ("pages-written", written));
    let stopped = (errors > 0).then(|| word("write-stopped", &[], language));
    let line = last_line(&done, &in_seconds(elapsed, language), found, language);
    std::iter::once(line).chain(stopped).collect()
}

/// The number of pages checked.
pub fn checked(report: &Report, elapsed: Duration, language: MessageLanguage) -> String {
    checked_line(Summary::of(report), &report.diagnostics, elapsed, language)
}

fn checked_line(summary: Summary, found: &Diagnostics, elapsed: Duration, language: MessageLanguage) -> String {
    let line = last_line(&[("pages-checked", summary.written)], &in_seconds(elapsed, language), found, language);
    let grave = found.count(Severity::Error) + found.count(Severity::Warning);
    if grave > 0 { line } else { format!("{line} {}", word("all-well", &[], language)) }
}

fn in_seconds(elapsed: Duration, language: MessageLanguage) -> String {
    word("seconds", &[], language).replace("{seconds}", &seconds(elapsed.as_secs_f64(), language))
}

/// A line for each file that a build wrote or removed, with the reason.
pub fn reasons(report: &Report, language: MessageLanguage) -> Vec<String> {
    let written = report.written.iter().map(|(path, reason)| (path, word_of(*reason)));
    let removed = report.removed.iter().map(|path| (path, "why-gone"));
    written.chain(removed).map(|(path, reason)| why(path.as_str(), reason, language)).collect()
}

fn why(page: &str, reason: &str, language: MessageLanguage) -> String {
    // The reason is a sentence of our own: it needs no isolation.
    word("why", &[("page", page.into())], language).replace("{reason}", &word(reason, &[], language))
}

fn word_of(reason: Reason) -> &'static str {
    match reason {
        Reason::New => "why-new",
        Reason::Content => "why-content",
        Reason::Site => "why-theme",
        Reason::Missing => "why-missing",
        Reason::Altered => "why-altered",
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Summary, built_line, checked_line, why};
    use crate::base::code::Code;
    use crate::base::diag::{Diagnostic, Diagnostics};
    use crate::report::messages::MessageLanguage::{self, Ar, En, Fr};

    const TIME: Duration = Duration::from_millis(840);

    fn codes(codes: &[Code]) -> Diagnostics {
        codes.iter().map(|code| Diagnostic::new(*code)).collect()
    }

    #[test]
    fn the_last_line_of_a_build_says_what_was_done() {
        let line = |language: MessageLanguage, found: &[Code], summary| {
            built_line(summary, &codes(found), TIME, language).join("|")
        };
        let summary = Summary { written: 12, unchanged: 3400, others: 2, removed: 1, withheld: 0 };
        let done = "12 pages written, 3,400 unchanged, 2 other files written, 1 file removed in 0.8 s";
        assert_eq!(line(En, &[], summary), format!("{done}."));
        assert_eq!(line(En, &[Code::LabelMissing], summary), format!("{done}: 1 warning."));
        assert_eq!(
            line(Fr, &[], summary),
            "12 pages écrites, 3\u{202f}400 inchangées, 2 autres fichiers écrits et 1 fichier supprimé en 0,8 s."
        );
        assert!(line(Ar, &[], summary).ends_with("في 0,8 ث."));
        assert_eq!(line(En, &[Code::OutputFailed], summary).split('|').count(), 2, "it also says that it stopped");
        assert_eq!(line(En, &[Code::UnknownKey], Summary::default()), "Nothing was written because of 1 error.");
        assert_eq!(why("/fr/", "why-new", En), "/fr/: new");
    }

    #[test]
    fn the_last_line_of_a_check_says_whether_all_is_well() {
        let line = |language, found: &[Code], written| {
            checked_line(Summary { written, ..Summary::default() }, &codes(found), TIME, language)
        };
        assert_eq!(line(En, &[], 2), "2 pages checked in 0.8 s. No problems found.");
        assert_eq!(line(En, &[Code::UnknownKey], 0), "0 pages checked in 0.8 s: 1 error.");
        assert_eq!(line(Ar, &[Code::UnknownKey], 19), "تم التحقق من 19 صفحة في 0,8 ث: خطأ واحد.");
    }
}
