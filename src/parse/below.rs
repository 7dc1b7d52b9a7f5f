//! Fields that were typed below the front matter, where they are text.

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::path::RelPath;
use crate::parse::write_up::Section;
use crate::schema::Field;
use crate::schema::fields::{Page, Project};
use crate::schema::record::Table;

/// The fields that begin a paragraph of the text, spelt as in front matter. Of
/// several lines, the first is reported.
pub(super) fn fields(path: &RelPath, file: &str, body: Range<usize>, section: Section) -> Vec<Diagnostic> {
    let known = match section {
        Section::Projects => Project::FIELDS,
        Section::Pages => Page::FIELDS,
    };
    let mut found = vec![];
    let (mut at, mut is_start, mut is_code) = (body.start, true, false);
    for line in file.get(body).unwrap_or_default().split_inclusive('\n') {
        let text = line.trim_end();
        is_code ^= text.trim_start().starts_with("```");
        if let Some(field) = field_of(text, known).filter(|_| is_start && !is_code) {
            let span = Span::new(at..at + text.len());
            found.push(Diagnostic::at(Code::FieldBelowHeader, path, span).arg("key", field.name));
        }
        is_start = text.is_empty();
        at += line.len();
    }
    found
}

/// The field whose name stands before a colon at the beginning of a line. A
/// sentence in French begins in upper case, or has a blank before its colon.
fn field_of<'f>(line: &str, known: &'f [Field]) -> Option<&'f Field> {
    let (name, rest) = line.split_once(':')?;
    let is_value = rest.is_empty() || rest.starts_with(' ');
    known.iter().find(|field| field.name == name).filter(|_| is_value)
}

#[cfg(test)]
mod tests {
    use super::fields;
    use crate::base::diag::Arg;
    use crate::base::path::RelPath;
    use crate::parse::write_up::Section;

    #[test]
    fn fields_in_a_text_are_found_and_sentences_are_not() {
        let path = RelPath::new("content/projects/a.fr.md").unwrap();
        let found = |text: &str| {
            let found = fields(&path, text, 0..text.len(), Section::Projects);
            let key = |arg: &Arg| if let Arg::Text(key) = arg { key.clone() } else { String::new() };
            let keys: Vec<String> = found.iter().map(|found| key(&found.args[0].1)).collect();
            keys.join(" ")
        };
        assert_eq!(found("status: ongoing\nsdg: [16]\n\nUn texte.\n"), "status");
        assert_eq!(found("Un texte.\n\nfunding:\n  - {amount: 3}\n\nsdg: [16]\n"), "funding sdg");
        assert_eq!(found("Contact : voir.\n\nUn mot\nstatus: x\n\n```\n\nstatus: x\n```\n\nlinks:voir\n"), "");
    }
}
