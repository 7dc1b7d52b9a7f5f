//! How much of a body is words, and which: what tells a translation from a
//! copy, an empty file or a text in another language.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::key::Key;
use crate::locale::letters::Letters;
use crate::parse::markdown::events::Events;

/// The words of a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Prose {
    /// Their letters.
    pub letters: Letters,
    /// The key of its letters and digits: equal for texts that say the same.
    pub key: Key,
    /// Whether there is nothing to read and nothing to see.
    pub is_empty: bool,
}

/// A text of fewer letters may be a name, or an address that all languages have.
const FEW: u32 = 20;

impl Prose {
    /// Whether it is long enough to tell something by its letters, or by being
    /// the same as another one.
    pub fn is_telling(self) -> bool {
        self.letters.total() >= FEW
    }

    pub(super) fn of(events: &Events) -> Prose {
        let (mut letters, mut said, mut raw) = (Letters::default(), String::new(), String::new());
        let (mut in_code, mut has_pictures) = (false, false);
        for (event, _) in events {
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Start(Tag::Image { .. }) => has_pictures = true,
                Event::Text(text) | Event::Code(text) => {
                    if matches!(event, Event::Text(_)) && !in_code {
                        letters.add(text);
                    }
                    said.extend(text.chars().filter(|c| c.is_alphanumeric()));
                }
                Event::Html(html) | Event::InlineHtml(html) => raw.push_str(html),
                _ => {}
            }
        }
        let is_empty = said.is_empty() && !has_pictures && is_remark(&raw);
        Prose { letters, key: Key::of(said.as_bytes()), is_empty }
    }
}

/// Whether HTML is nothing but remarks.
fn is_remark(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inside) = rest.strip_prefix("<!--") {
        rest = inside.split_once("-->").map_or("", |(_, after)| after.trim_start());
    }
    rest.is_empty()
}
