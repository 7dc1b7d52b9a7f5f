//! Limits how many diagnostics of one kind are reported: twenty thousand
//! mistakes of one kind in a file have a single cause, and nobody reads the
//! last of them.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Span};
use crate::base::path::RelPath;

/// The most diagnostics of one code in one file that are reported.
pub const MOST: usize = 100;

/// The first hundred of each kind in each file, in the given order; after the
/// last of them, a note with the number of further ones. The same in every
/// format of the report.
pub fn limited(found: &Diagnostics) -> Diagnostics {
    let mut counts: BTreeMap<(Option<&RelPath>, Code), usize> = BTreeMap::new();
    found.iter().for_each(|diagnostic| *counts.entry(kind(diagnostic)).or_default() += 1);
    if counts.values().all(|count| *count <= MOST) {
        return found.clone();
    }
    let mut told: BTreeMap<(Option<&RelPath>, Code), usize> = BTreeMap::new();
    let mut limited = Diagnostics::default();
    for diagnostic in found.iter() {
        let kind = kind(diagnostic);
        let own = told.entry(kind).or_default();
        *own += 1;
        if *own <= MOST {
            limited.push(diagnostic.clone());
        }
        let more = counts[&kind].saturating_sub(MOST);
        if *own == MOST && more > 0 {
            limited.push(more_of(kind, more));
        }
    }
    limited
}

fn kind(diagnostic: &Diagnostic) -> (Option<&RelPath>, Code) {
    (diagnostic.at.as_ref().map(|place| &place.path), diagnostic.code)
}

fn more_of((path, code): (Option<&RelPath>, Code), count: usize) -> Diagnostic {
    let more = match path {
        Some(path) => Diagnostic::at(Code::MoreOfTheSame, path, Span::default()),
        None => Diagnostic::new(Code::MoreOfTheSame),
    };
    more.arg("code", code.as_str()).arg("count", Arg::Number(count as i64))
}

#[cfg(test)]
mod tests {
    use super::{MOST, limited};
    use crate::base::code::Code;
    use crate::base::diag::{Arg, Diagnostic, Diagnostics, Span};
    use crate::base::path::RelPath;

    #[test]
    fn a_hundred_of_a_kind_are_told_and_how_many_more_there_are() {
        let [a, b] = ["a.md", "b.md"].map(|path| RelPath::new(path).unwrap());
        let at = |path: &RelPath, code, count| {
            let path = path.clone();
            (0..count).map(move |start| Diagnostic::at(code, &path, Span { start, end: start + 1 }))
        };
        let many =
            at(&a, Code::UnknownKey, 150).chain(at(&a, Code::BrokenLink, 100)).chain(at(&b, Code::UnknownKey, 3));
        let none = (0..102).map(|at| Diagnostic::new(Code::BrowserFailed).arg("lang", at));
        let told = limited(&many.chain(none).collect::<Diagnostics>().sorted());
        let count = |code| told.iter().filter(|found| found.code == code).count();
        assert_eq!([Code::UnknownKey, Code::BrokenLink, Code::BrowserFailed].map(count), [MOST + 3, MOST, MOST]);
        let more: Vec<_> =
            told.iter().filter(|found| found.code == Code::MoreOfTheSame).map(|found| &found.args).collect();
        assert_eq!(more[0][1], ("count", Arg::Number(2)));
        assert_eq!(more[1][..], [("code", Arg::Text("unknown-key".into())), ("count", Arg::Number(50))]);
        assert_eq!(more.len(), 2);
        let few: Diagnostics = at(&a, Code::UnknownKey, 100).collect();
        assert_eq!(limited(&few), few);
    }
}
