//! What git leaves in a file where two versions of it could not be joined.

use std::borrow::Cow;
use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::path::RelPath;

/// The text with the first of each two versions, and blanks for all the rest of
/// a conflict, so that every place in the file stays where it is: one message
/// says that there are two, and none is about what they make of each other.
pub(super) fn resolve<'t>(path: &RelPath, text: Cow<'t, str>) -> (Cow<'t, str>, Vec<Diagnostic>) {
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return (text, vec![]);
    }
    let mut found = vec![];
    let mut gone: Vec<Range<usize>> = vec![];
    let mut open: Option<Range<usize>> = None;
    let mut second = false;
    let mut fenced = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let place = at..at + line.trim_end().len();
        at += line.len();
        // In a block of code, conflicts may be what a text is about.
        fenced ^= line.trim_start().starts_with("```") && open.is_none();
        match mark(line).filter(|_| !fenced) {
            Some('<') => {
                second = false;
                found.push(report(path, &text, &place));
                gone.push(place.clone());
                open = Some(place);
            }
            Some('=' | '|') if open.is_some() => {
                second = true;
                gone.push(place);
            }
            Some('>') => {
                match open.take().and(found.last_mut()) {
                    Some(begun) => begun
                        .related
                        .push(crate::base::diag::Place { path: path.clone(), span: Span::new(place.clone()) }),
                    None => found.push(report(path, &text, &place)),
                }
                second = false;
                gone.push(place);
            }
            _ if second => gone.push(place),
            _ => {}
        }
    }
    if found.is_empty() { (text, found) } else { (Cow::Owned(blanked(&text, &gone)), found) }
}

/// The sign of which a line of git begins with seven.
fn mark(line: &str) -> Option<char> {
    let sign = line.chars().next().filter(|c| matches!(c, '<' | '=' | '|' | '>'))?;
    let rest = line.trim_start_matches(sign);
    let seven = line.len() - rest.len() == 7;
    (seven && (rest.trim().is_empty() || rest.starts_with(' '))).then_some(sign)
}

fn report(path: &RelPath, text: &str, place: &Range<usize>) -> Diagnostic {
    Diagnostic::at(Code::MergeConflict, path, Span::new(place.clone())).arg("text", &text[place.clone()])
}

fn blanked(text: &str, gone: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for place in gone {
        out.push_str(&text[from..place.start]);
        out.extend(std::iter::repeat_n(' ', place.len()));
        from = place.end;
    }
    out + &text[from..]
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::resolve;
    use crate::base::path::RelPath;

    fn check(text: &str, kept: &str, at: &[&str]) {
        let path = RelPath::new("a.fr.md").unwrap();
        let (resolved, found) = resolve(&path, Cow::Borrowed(text));
        assert_eq!(resolved.len(), text.len());
        let lines: Vec<&str> = resolved.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.join("\n"), kept, "{text}");
        let places: Vec<&str> = found.iter().map(|found| &text[found.at.as_ref().unwrap().span.range()]).collect();
        assert_eq!(places, at, "{text}");
    }

    #[test]
    fn the_first_version_stands_in() {
        check("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\nd\n", "a\nb\nd", &["<<<<<<< HEAD"]);
        check("<<<<<<< HEAD\r\né\r\n||||||| o\r\nz\r\n=======\r\nc\r\n>>>>>>> x\r\nd", "é\nd", &["<<<<<<< HEAD"]);
        let two = "<<<<<<< a\nb\n=======\nc\n>>>>>>> x\nd\n<<<<<<< a\n=======\nc\n>>>>>>> x";
        check(two, "b\nd", &["<<<<<<< a", "<<<<<<< a"]);
        check("a\n>>>>>>> x\nb", "a\nb", &[">>>>>>> x"]);
        check("a\n<<<<<<< x\nb", "a\nb", &["<<<<<<< x"]);
    }

    #[test]
    fn nothing_else_is_a_conflict() {
        for text in ["Titre\n=======\n", ">>>>>>> a >>>>>>>>\n".trim_start_matches('>'), "a <<<<<<< b", "<<<<<<<<< a\n"]
        {
            check(text, text.trim(), &[]);
        }
        check("```\n<<<<<<< a\n=======\n>>>>>>> b\n```", "```\n<<<<<<< a\n=======\n>>>>>>> b\n```", &[]);
    }
}
