//! Lists and mappings in brackets: parts are put in and taken away with their
//! commas.

use std::ops::Range;

use crate::edit::splice::Splice;

/// The changes of a collection in brackets. `inside` is what stands between
/// them, `parts` are the places of its parts in order, `kept` says which stay;
/// `new` are parts to put in, each behind so many of the old ones.
pub fn splices(inside: &Range<usize>, parts: &[Range<usize>], kept: &[bool], new: &[(usize, String)]) -> Vec<Splice> {
    if !kept.contains(&true) {
        let all: Vec<&str> = new.iter().map(|(_, text)| text.as_str()).collect();
        let place = match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => inside.clone(),
        };
        return vec![Splice { at: place, new: all.join(", ") }];
    }
    let mut splices = removals(parts, kept);
    for (behind, text) in new {
        let before = kept[..*behind].iter().rposition(|kept| *kept);
        splices.push(match before {
            Some(part) => Splice::insert(parts[part].end, format!(", {text}")),
            None => {
                let next = kept.iter().position(|kept| *kept).unwrap_or(0);
                Splice::insert(parts[next].start, format!("{text}, "))
            }
        });
    }
    splices
}

/// Runs of parts that go, each with one of the commas beside it.
fn removals(parts: &[Range<usize>], kept: &[bool]) -> Vec<Splice> {
    let mut splices = vec![];
    let mut at = 0;
    while at < parts.len() {
        let run = kept[at..].iter().take_while(|kept| !**kept).count();
        if run > 0 {
            splices.push(Splice::remove(match at {
                0 => parts[0].start..parts[run].start,
                _ => parts[at - 1].end..parts[at + run - 1].end,
            }));
        }
        at += run.max(1);
    }
    splices
}
