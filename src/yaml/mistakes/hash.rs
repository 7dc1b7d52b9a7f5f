//! `{fr: Agence #1, ar: مكتب}`: YAML reads the text after ` #` as a comment,
//! which here swallows the closing brace.

use std::ops::Range;

use crate::base::code::Code;
use crate::yaml::flow;
use crate::yaml::line::Line;
use crate::yaml::mistakes::{EntryText, Mistake};
use crate::yaml::remedy::{Finding, quote};

/// Whether the text from a `#` on is content rather than a comment: no space
/// follows the `#`, or a number does.
pub(crate) fn is_text(rest: &str) -> bool {
    let after = rest.trim_start_matches('#');
    let glued = after.starts_with(|c: char| !c.is_whitespace());
    glued || after.trim_start().starts_with(|c: char| c.is_numeric())
}

impl EntryText<'_> {
    /// Reports values in brackets or braces that contain ` #`. It was not meant
    /// as a comment if a bracket or comma ends the line.
    pub(super) fn hash(&self, line: &Line, in_flow: bool) -> Option<Mistake> {
        let range = if in_flow { line.body.start..line.whole.end } else { line.value.start..line.whole.end };
        let source = &self.text[range.clone()];
        if !(in_flow || source.starts_with(['[', '{'])) || !source.trim_end().ends_with([']', '}', ',']) {
            return None;
        }
        let parts = flow::parts(self.text, &range);
        let values: Vec<(Range<usize>, Range<usize>)> =
            parts.into_iter().filter_map(|part| Some((part.clone(), self.value_with_hash(&part)?))).collect();
        let (part, value) = values.first()?;
        let last = &values.last()?.1;
        let key = self.text[part.start..value.start].trim_end_matches([':', ' ']);
        let key = if key.is_empty() { self.key_of(line) } else { key };
        let found = self.at(Code::YamlHash, value).arg("key", key).arg("value", self.typed(value));
        let mut new = String::new();
        let mut at = value.start;
        for (_, value) in &values {
            new += self.typed(&(at..value.start));
            new += &quote(self.typed(value));
            at = value.end;
        }
        let painted = |(_, value): &(Range<usize>, Range<usize>)| {
            let hashes = self.text[value.clone()].match_indices('#').map(|(at, _)| value.start + at);
            hashes.map(|at| (at..at + 1, b'x')).collect::<Vec<_>>()
        };
        let paint = values.iter().flat_map(painted).collect();
        Some(Mistake { finding: Finding::replace(found, &(value.start..last.end), new), paint })
    }

    /// The value of an item, if it contains a hash that YAML takes as a comment
    /// by mistake.
    fn value_with_hash(&self, part: &Range<usize>) -> Option<Range<usize>> {
        let source = &self.text[part.clone()];
        let value = source.find(": ").map_or(0, |colon| colon + 2);
        let value = value + source[value..].len() - source[value..].trim_start().len();
        let text = &source[value..];
        let hash = if text.starts_with('#') { 0 } else { text.find(" #")? + 1 };
        let fits = !text.starts_with(['"', '\'', '[', '{']) && is_text(&text[hash..]);
        fits.then(|| part.start + value..part.end)
    }
}
