//! Merge conflicts: two versions of a file that git, or a program like it, has
//! left in one file, between conflict markers.

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::path::RelPath;

/// A conflict marker.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Ours,
    Base,
    Theirs,
    End,
}

/// Reports the conflict markers, once per file, and returns the text with the
/// markers and every version but the first replaced by spaces, so that the rest
/// can be parsed. `None` if there are no markers.
pub(super) fn without_conflicts(path: &RelPath, text: &str) -> Option<(String, Diagnostic)> {
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return None;
    }
    let marks = marks(text);
    let first = marks.iter().find(|(mark, _)| matches!(mark, Mark::Ours | Mark::End))?;
    let mut found = Diagnostic::at(Code::MergeConflict, path, Span::new(first.1.clone()));
    let end = marks.iter().find(|(mark, at)| *mark == Mark::End && at.start > first.1.start);
    found = end.into_iter().fold(found, |found, (_, at)| found.related(path, Span::new(at.clone())));
    Some((overwritten(text, &marks), found))
}

fn marks(text: &str) -> Vec<(Mark, Range<usize>)> {
    let mut at = 0;
    let (mut inside, mut in_code) = (false, false);
    let mut marks = vec![];
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let place = at..at + bare.len();
        at += line.len();
        // A code block may legitimately show conflict markers.
        in_code ^= !inside && (bare.starts_with("```") || bare.starts_with("~~~"));
        let fits = |mark: &Mark| !in_code && (inside || matches!(mark, Mark::Ours | Mark::End));
        let Some(mark) = mark(bare).filter(fits) else { continue };
        inside = mark != Mark::End;
        marks.push((mark, place));
    }
    marks
}

fn mark(line: &str) -> Option<Mark> {
    let is = |sign: &str| line.strip_prefix(sign).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    match line.as_bytes().first()? {
        b'<' if is("<<<<<<<") => Some(Mark::Ours),
        b'|' if is("|||||||") => Some(Mark::Base),
        b'=' if line == "=======" => Some(Mark::Theirs),
        b'>' if is(">>>>>>>") => Some(Mark::End),
        _ => None,
    }
}

fn overwritten(text: &str, marks: &[(Mark, Range<usize>)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut from = None;
    for (mark, at) in marks {
        let start = match mark {
            Mark::Base => *from.get_or_insert(at.start),
            Mark::Theirs => *from.get_or_insert(at.start),
            Mark::End => from.take().unwrap_or(at.start),
            Mark::Ours => at.start,
        };
        let gone = &mut bytes[start..at.end];
        gone.iter_mut().filter(|b| !matches!(**b, b'\n' | b'\r')).for_each(|b| *b = b' ');
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::without_conflicts;
    use crate::base::path::RelPath;

    fn check(text: &str, left: Option<&str>) {
        let found = without_conflicts(&RelPath::fixed("a.fr.md"), text);
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(found.map(|(text, _)| squeezed(&text)).as_deref(), left, "{text}");
    }

    #[test]
    fn the_first_version_is_left() {
        check("a: 1\n<<<<<<< HEAD\nb: é\n=======\nb: ي\n>>>>>>> x\nc: 3\n", Some("a: 1 b: é c: 3"));
        check("<<<<<<< HEAD\r\nb\r\n||||||| base\r\nc\r\n=======\r\nd\r\n>>>>>>> x\r\n", Some("b"));
        check("<<<<<<< a\nb\n=======\nc\n>>>>>>> d\ne\n<<<<<<< a\nf\n=======\ng\n>>>>>>> d", Some("b e f"));
        check("a\n>>>>>>> main\nb", Some("a b"));
        check("a\n<<<<<<< HEAD\nb", Some("a b"));
    }

    #[test]
    fn what_is_no_mark_is_left_alone() {
        check("Titre\n=======\n\n> cité\n", None);
        check("```\n<<<<<<< a\n=======\n>>>>>>> b\n```\n", None);
        check("a <<<<<<< b\n<<<<<<<<\n>>>>>>>>> x\n", None);
    }
}
