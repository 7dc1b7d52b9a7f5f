//! The text of a body: typography, isolation, bare addresses, ids, summary.

use std::borrow::Cow;
use std::collections::HashMap;
use std::mem;

use crate::base::path::{RelPath, fold};
use crate::locale::text::escape_html;
use crate::parse::html;
use crate::parse::links::{WebAddress, find_address, push_address};
use crate::parse::markdown::addresses::{Link, SPELT_OUT};
use crate::parse::markdown::events::Source;
use crate::parse::markdown::writer::Writer;

/// The first paragraph, while it is collected.
#[derive(Default)]
pub(super) struct Summary {
    pub text: String,
    pub open: bool,
}

impl Writer<'_> {
    /// Writes the text since the last markup. It is buffered because the parser
    /// splits text at every character that could have been markup.
    pub(super) fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let mut text = mem::take(&mut self.text);
        if self.verbatim {
            self.verbatim_words(&text);
        } else if self.raw_verbatim > 0 || self.link == Link::Address {
            let start = self.out.len();
            self.verbatim_words(&text);
            self.push_verbatim(start, &text, false);
        } else if self.link == Link::Words || self.in_raw_link {
            self.words(&text);
        } else {
            self.words_and_addresses(&text);
        }
        text.clear();
        self.text = text;
    }

    fn words_and_addresses(&mut self, text: &str) {
        let mut from = 0;
        let mut origin = self.text_start;
        while let Some(address) = find_address(text, from) {
            self.words(&text[from..address.range.start]);
            let written = &text[address.range.clone()];
            self.note_address(address.prefix, written, &mut origin);
            self.note_open();
            self.out.push_str("<a href=\"");
            self.out.push_str(address.prefix);
            push_address(&mut self.out, written);
            self.out.push('"');
            self.out.push_str(SPELT_OUT);
            self.out.push('>');
            let start = self.out.len();
            self.verbatim_words(written);
            self.push_verbatim(start, written, false);
            self.close("</a>");
            from = address.range.end;
        }
        self.words(&text[from..]);
    }

    /// Notes a bare address of the web, with its place: it stands as it is in
    /// the text, unless something in it was escaped.
    fn note_address(&mut self, prefix: &str, written: &str, origin: &mut usize) {
        if prefix == "mailto:" {
            return;
        }
        let found = self.source.text.get(*origin..).and_then(|rest| rest.find(written));
        let place = found.map_or(*origin..*origin, |at| *origin + at..*origin + at + written.len());
        *origin = place.end;
        let written = format!("{prefix}{written}");
        self.web.push(WebAddress { written, span: self.source.span(&place), bare: true });
    }

    /// Writes text with the language's typography. Runs of the opposite
    /// direction are isolated at the end of the block.
    fn words(&mut self, text: &str) {
        let Some(writing) = self.source.writing else { return self.verbatim_words(text) };
        let text = writing.typography(text);
        self.push_words(&text, &escape_html(&text));
        self.summary.push(&text);
    }

    /// Writes code and addresses unchanged.
    pub(super) fn verbatim_words(&mut self, text: &str) {
        self.out.push_str(&escape_html(text));
        self.summary.push(text);
    }

    /// Writes text that is not an event: the title of a picture.
    pub(super) fn set(&mut self, text: &str) {
        match self.source.writing {
            Some(writing) => self.out.push_str(&writing.isolate_html(&writing.typography(text))),
            None => self.out.push_str(&escape_html(text)),
        }
    }

    /// Writes an attribute that is shown as plain text.
    pub(super) fn plain_attribute(&mut self, name: &str, text: &str) {
        let text = self.source.typography(text);
        self.out.extend([" ", name, "=\"", &escape_html(&text), "\""]);
    }

    /// Reserves an id for the heading that its author gave it to.
    pub(super) fn reserve(&mut self, id: Option<&str>) {
        if let Some(id) = id.filter(|id| may_be_id(id)) {
            self.ids.insert(id.to_owned(), 1);
            self.reserved.insert(id.to_owned());
        }
    }

    /// An id that no other heading of the body has, made from `id`.
    pub(super) fn unique_id(&mut self, id: String) -> String {
        let Some(taken) = self.ids.get(&id).copied() else {
            self.ids.insert(id.clone(), 1);
            return id;
        };
        let mut count = taken + 1;
        while self.ids.contains_key(&format!("{id}-{count}")) {
            count += 1;
        }
        let unique = format!("{id}-{count}");
        self.ids.insert(id, count);
        self.ids.insert(unique.clone(), 1);
        unique
    }
}

/// The ids in use, with the last number appended to each.
pub(super) type Ids = HashMap<String, u32>;

impl Summary {
    fn push(&mut self, text: &str) {
        if self.open {
            self.text.push_str(text);
        }
    }
}

impl Source<'_> {
    /// The text with the typography of the body's language.
    pub(super) fn typography<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.writing.map_or(Cow::Borrowed(text), |writing| writing.typography(text))
    }
}

/// Whether an id that an author gave to a heading is allowed.
pub(super) fn may_be_id(id: &str) -> bool {
    html::allows_attribute("h2", "id", id)
}

/// Makes an id from a text: letters and digits of any script, in lower case,
/// with hyphens between the words. Names that begin with `jisr` are reserved
/// for themes.
pub(super) fn id_of(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(id.trim_end_matches('-').len());
    match &*id {
        "" => "section".to_owned(),
        reserved if reserved.starts_with("jisr") => format!("section-{id}"),
        _ => id,
    }
}

/// The name that all languages of a write-up share, as an id:
/// `content/projects/a/index.fr.md` is `a`.
pub(super) fn stem(source: &Source) -> String {
    let path: &RelPath = source.path;
    let name = path.name().strip_suffix(".md").unwrap_or(path.name());
    let without_lang = || name.strip_suffix(source.lang?.as_str())?.strip_suffix('.');
    let stem = without_lang().unwrap_or(name);
    let folder = path.folder().rsplit('/').next().filter(|folder| !folder.is_empty());
    id_of(if stem == "index" { folder.unwrap_or(stem) } else { stem })
}

/// The text on one line, cut after a word to at most 300 characters.
pub(super) fn cut(text: &str) -> String {
    const MOST: usize = 300;
    let breaks = |c: char| matches!(c, ' ' | '\n' | '\r' | '\t');
    let mut line = String::with_capacity(text.len().min(4 * MOST));
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > 8 * MOST {
            break;
        }
    }
    let Some((most, _)) = line.char_indices().nth(MOST) else { return line };
    let (last, _) = line.char_indices().nth(MOST - 1).unwrap_or((most, ' '));
    let words = if line[last..].starts_with(' ') { last } else { line[..last].rfind(' ').unwrap_or(last) };
    let kept = line[..words].trim_end_matches(|c: char| c.is_whitespace() || ",;:،؛–—".contains(c)).len();
    line.truncate(kept);
    line.push('…');
    line
}
