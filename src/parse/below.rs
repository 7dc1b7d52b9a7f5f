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

/// The field whose name, or one that staff write for it, stands before a colon
/// at the beginning of a line. A sentence in French begins in upper case, or has
/// a blank before its colon; in Arabic it may begin with such a word and colon.
fn field_of<'f>(line: &str, known: &'f [Field]) -> Option<&'f Field> {
    let (name, rest) = line.trim_start_matches(' ').split_once(':')?;
    let is_value = rest.is_empty() || rest.starts_with(' ');
    let is_key = name.starts_with(|c: char| c.is_lowercase());
    let is_named = |field: &&Field| field.name == name || field.also.contains(&name);
    known.iter().find(is_named).filter(|_| is_value && is_key)
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
        assert_eq!(found("statut: en cours\n\n  sdg: [16]\r\n"), "status sdg");
        assert_eq!(found("Statut: en cours\n\nالحالة: جارية\n\n- contact: la direction\n"), "");
        assert_eq!(found("Contact : voir.\n\nUn mot\nstatus: x\n\n```\n\nstatus: x\n```\n\nlinks:voir\n"), "");
    }
}
