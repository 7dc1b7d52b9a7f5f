//! Joins what several files say of one id: whoever renames a type in site.yaml
//! makes one mistake, however many projects name it.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Hint};

/// As many uses of an id as may each have a message of their own.
const APART: usize = 2;

type Cause = (Code, Vec<(&'static str, Arg)>, Vec<Hint>);

/// The diagnostics with those of one undeclared id joined: the first stays,
/// with the places of the others.
pub fn joined(found: Diagnostics) -> Diagnostics {
    let found = found.sorted();
    let mut counts: BTreeMap<Cause, usize> = BTreeMap::new();
    found.iter().filter_map(cause).for_each(|cause| *counts.entry(cause).or_default() += 1);
    let mut kept: Vec<Diagnostic> = vec![];
    let mut first: BTreeMap<Cause, usize> = BTreeMap::new();
    for diagnostic in found {
        match cause(&diagnostic).filter(|cause| counts[cause] > APART) {
            None => kept.push(diagnostic),
            Some(cause) => match first.get(&cause) {
                Some(first) => kept[*first].related.extend(diagnostic.at),
                None => {
                    first.insert(cause, kept.len());
                    kept.push(diagnostic);
                }
            },
        }
    }
    kept.into_iter().collect()
}

/// What an undeclared id is told by: the same for each file that names it.
fn cause(found: &Diagnostic) -> Option<Cause> {
    let names_an_id = matches!(
        found.code,
        Code::UnknownType | Code::UnknownGroup | Code::GroupOfOtherType | Code::UnknownPartner | Code::UnknownTopic
    );
    names_an_id.then(|| (found.code, found.args.clone(), found.hints.clone()))
}

#[cfg(test)]
mod tests {
    use super::joined;
    use crate::base::code::Code;
    use crate::base::diag::{Diagnostic, Diagnostics, Span};
    use crate::base::path::RelPath;

    fn unknown(path: &str, id: &str) -> Diagnostic {
        Diagnostic::at(Code::UnknownType, &RelPath::new(path).unwrap(), Span { start: 4, end: 9 }).arg("id", id)
    }

    #[test]
    fn a_renamed_type_is_one_message_with_all_of_its_places() {
        let apart: Diagnostics = [unknown("a.md", "old"), unknown("b.md", "old")].into_iter().collect();
        assert_eq!(joined(apart.clone()), apart);
        let names = ["c.md", "a.md", "d.md", "b.md"];
        let many = names.iter().map(|path| unknown(path, "old")).chain([unknown("e.md", "typo")]);
        let found = joined(many.collect());
        let told: Vec<_> = found.iter().map(|one| (one.at.clone().unwrap().path, one.related.len())).collect();
        let [a, e] = ["a.md", "e.md"].map(|path| RelPath::new(path).unwrap());
        assert_eq!(told, [(a, 3), (e, 0)]);
    }
}
