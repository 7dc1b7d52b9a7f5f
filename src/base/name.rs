//! Names that a file may have everywhere: what one system allows another
//! refuses, and a site is written on one and published from another.

use std::borrow::Cow;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Span};
use crate::base::path::RelPath;

/// So many bytes a name of the site's own may have. File systems take 255;
/// what is added to it (`.json`, the marks of a program that copies the site)
/// has to fit too.
pub const LONGEST: usize = 200;

/// So many bytes a whole path may have.
pub const LONGEST_PATH: usize = 1_000;

/// What is wrong with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameFault {
    /// It has more bytes than it may.
    Long,
    /// Windows keeps it for a device, or drops its last character.
    Reserved,
}

/// What is wrong with a name that may have so many bytes.
pub fn fault(name: &str, longest: usize) -> Option<NameFault> {
    if name.len() > longest {
        return Some(NameFault::Long);
    }
    (is_device(name) || name.ends_with(['.', ' '])).then_some(NameFault::Reserved)
}

/// Whether Windows keeps the name for a device, whatever stands behind its
/// first dot: `con`, `NUL.txt`, `com1.tar.gz`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let numbered = |device: &str| {
        let number =
            stem.strip_prefix(device).and_then(|rest| rest.chars().next().filter(|c| rest.len() == c.len_utf8()));
        number.is_some_and(|number| matches!(number, '1'..='9' | '¹' | '²' | '³'))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$") || numbered("com") || numbered("lpt")
}

/// The error of a name, or of a path with `/`, that something is to be
/// published under; at the place where it is written.
pub fn unfit(path: &RelPath, span: Span, name: &str) -> Option<Diagnostic> {
    if name.len() > LONGEST_PATH {
        return Some(too_long(path, span, name, LONGEST_PATH));
    }
    name.split('/').find_map(|part| match fault(part, LONGEST)? {
        NameFault::Long => Some(too_long(path, span, part, LONGEST)),
        NameFault::Reserved => Some(Diagnostic::at(Code::ReservedName, path, span).arg("value", part)),
    })
}

fn too_long(path: &RelPath, span: Span, name: &str, most: usize) -> Diagnostic {
    let number = |number: usize| Arg::Number(number as i64);
    let found = Diagnostic::at(Code::NameTooLong, path, span).arg("value", name);
    found.arg("bytes", number(name.len())).arg("most", number(most))
}

/// A name for the beginning of a published one that carries a hash: cut where it
/// is long, and no device's.
pub fn stem(name: &str) -> Cow<'_, str> {
    /// Room for a width, a hash and an ending.
    const ROOM: usize = 120;
    let end = name.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= ROOM).last().unwrap_or(0);
    let cut = name[..end].trim_end_matches(['-', '.', ' ']);
    if is_device(cut) { Cow::Owned(format!("{cut}-file")) } else { Cow::Borrowed(cut) }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, NameFault, fault, stem, unfit};
    use crate::base::code::Code;
    use crate::base::diag::Span;
    use crate::base::path::RelPath;

    #[test]
    fn names_that_a_system_refuses_are_told() {
        for good in ["a", "conseil", "com", "com10", "lpt0", "console.txt", ".htaccess", "nul-part", "مشروع"] {
            assert_eq!(fault(good, LONGEST), None, "{good}");
        }
        for bad in
            ["con", "CON", "Nul.txt", "aux.tar.gz", "com1", "LPT9.html", "com¹", "prn .txt", "a.", "a ", "conin$"]
        {
            assert_eq!(fault(bad, LONGEST), Some(NameFault::Reserved), "{bad}");
        }
        assert_eq!(fault(&"a".repeat(LONGEST), LONGEST), None);
        assert_eq!(fault(&"م".repeat(LONGEST / 2 + 1), LONGEST), Some(NameFault::Long));
    }

    #[test]
    fn each_part_of_a_path_counts_and_so_does_the_whole() {
        let file = RelPath::new("content/projects/a.fr.md").unwrap();
        let code = |name: &str| unfit(&file, Span::default(), name).map(|found| found.code);
        assert_eq!(code("archives/2018/a"), None);
        assert_eq!(code("archives/con/a"), Some(Code::ReservedName));
        assert_eq!(code(&format!("a/{}", "b".repeat(201))), Some(Code::NameTooLong));
        assert_eq!(code(&"abc/".repeat(251)), Some(Code::NameTooLong));
    }

    #[test]
    fn a_stem_leaves_room_and_is_cut_between_letters() {
        assert_eq!(
            (stem("vue"), stem("con"), stem("aux.old")),
            ("vue".into(), "con-file".into(), "aux.old-file".into())
        );
        let long = stem(&"م".repeat(127)).into_owned();
        assert!(long.len() == 120 && long.chars().all(|c| c == 'م'));
    }
}
