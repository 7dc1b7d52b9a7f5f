//! Reports problems of linked documents, and what their metadata reveals.

use crate::base::asset::Substitute;
use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Hint};
use crate::base::document::{Document, Kind, Trace};
use crate::base::path::RelPath;
use crate::config::Config;
use crate::documents::published::{self, Verdict};

/// The problems of a document; `report` makes a diagnostic at the link.
pub fn faults(
    config: &Config,
    path: &RelPath,
    document: &Document,
    report: &dyn Fn(Code) -> Diagnostic,
) -> Vec<Diagnostic> {
    let extension = path.extension().unwrap_or_default();
    let mut found = match published::verdict(&extension, document, &config.file_types) {
        Verdict::Published => vec![],
        Verdict::Misnamed(kind) => vec![misnamed(path, kind, report)],
        Verdict::Broken => {
            let format = Kind::named(&extension).map_or("", Kind::name);
            return vec![report(Code::DocumentBroken).arg("format", format)];
        }
        Verdict::Active => {
            let real = document.kind.filter(|_| !published::is_active(&extension));
            let real = real.and_then(|kind| kind.extensions().first().copied()).unwrap_or(&extension);
            return vec![report(Code::FileTypeActive).arg("extension", real)];
        }
        Verdict::Unknown => {
            let types = config.file_types.iter().map(String::as_str).chain([extension.as_str()]);
            let example = format!("file_types: [{}]", types.collect::<Vec<_>>().join(", "));
            return vec![report(Code::FileType).arg("extension", extension.as_str()).hint(Hint::Example(example))];
        }
    };
    found.extend(leftovers(&document.traces, report));
    found.extend(author(&document.traces, report));
    found
}

/// The diagnostic for something that was saved in place of a file.
pub fn substitute(substitute: Substitute, report: &dyn Fn(Code) -> Diagnostic) -> Diagnostic {
    report(match substitute {
        Substitute::Empty => Code::FileEmpty,
        Substitute::GitPointer => Code::FilePointer,
        Substitute::WebPage => Code::FileWebPage,
        Substitute::Shortcut => Code::FileShortcut,
    })
}

fn misnamed(path: &RelPath, kind: Kind, report: &dyn Fn(Code) -> Diagnostic) -> Diagnostic {
    let stem = path.name().rsplit_once('.').map_or(path.name(), |(stem, _)| stem);
    let extension = kind.extensions().first().copied().unwrap_or_default();
    report(Code::DocumentMisnamed).arg("format", kind.name()).arg("name", format!("{stem}.{extension}"))
}

/// The diagnostic for things that somebody forgot to remove.
fn leftovers(traces: &[Trace], report: &dyn Fn(Code) -> Diagnostic) -> Option<Diagnostic> {
    let word = |trace: &Trace| match trace {
        Trace::Changes => Some("changes"),
        Trace::Comments => Some("comments"),
        Trace::HiddenSheets => Some("hidden-sheets"),
        Trace::Notes => Some("notes"),
        Trace::Place => Some("place"),
        Trace::Script => Some("script"),
        Trace::Author(_) | Trace::Company(_) | Trace::Path(_) => None,
    };
    let words: Vec<String> = traces.iter().filter_map(word).map(str::to_owned).collect();
    list(words, "traces", || report(Code::DocumentLeftovers))
}

/// The diagnostic for the persons and organisations that it names.
fn author(traces: &[Trace], report: &dyn Fn(Code) -> Diagnostic) -> Option<Diagnostic> {
    let name = |trace: &Trace| match trace {
        Trace::Author(name) | Trace::Company(name) | Trace::Path(name) => Some(name.clone()),
        _ => None,
    };
    let names = traces.iter().filter_map(name).collect();
    list(names, "names", || report(Code::DocumentAuthor))
}

fn list(items: Vec<String>, name: &'static str, report: impl Fn() -> Diagnostic) -> Option<Diagnostic> {
    if items.is_empty() {
        return None;
    }
    let mut diagnostic = report();
    diagnostic.args.push((name, Arg::List(items)));
    Some(diagnostic)
}
