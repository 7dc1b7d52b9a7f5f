//! How a language is written: its direction, its typography, and the isolation
//! of foreign runs.

use std::borrow::Cow;
use std::ops::Range;

use icu_locale::subtags::language;
use icu_locale::{LanguageIdentifier, LocaleDirectionality};

use crate::base::lang::{Direction, Lang};
use crate::locale::{isolation, typography};

/// The script (ISO 15924: `Latn`, `Arab`) of the first letter of a text that
/// belongs to one script. `None` if the text has no such letter.
pub fn script(text: &str) -> Option<String> {
    use icu_properties::props::{NamedEnumeratedProperty, Script};
    let of = icu_properties::CodePointMapData::<Script>::new();
    let scripts = text.chars().filter(|c| c.is_alphabetic()).map(|c| of.get(c));
    let own = scripts.into_iter().find(|script| !matches!(*script, Script::Common | Script::Inherited))?;
    Some(own.short_name().to_owned())
}

/// The writing conventions of a language, derived from its tag alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Writing {
    direction: Direction,
    french: bool,
}

impl Writing {
    /// The writing of a language. If CLDR does not know it, left to right is
    /// assumed.
    pub fn of(lang: Lang) -> Writing {
        let unknown = Writing { direction: Direction::Ltr, french: false };
        lang.as_str().parse().ok().and_then(|id| Writing::known(&id)).unwrap_or(unknown)
    }

    /// The writing of a language or locale, by its likely script (CLDR's likely
    /// subtags). `None` if that is unknown.
    pub(super) fn known(id: &LanguageIdentifier) -> Option<Writing> {
        const DIRECTIONS: LocaleDirectionality = LocaleDirectionality::new_extended();
        let direction = match DIRECTIONS.get(id)? {
            icu_locale::Direction::RightToLeft => Direction::Rtl,
            _ => Direction::Ltr,
        };
        Some(Writing { direction, french: id.language == language!("fr") })
    }

    /// The direction in which lines run.
    pub fn direction(self) -> Direction {
        self.direction
    }

    /// Applies typography to *plain* text (no HTML, no Markdown). In any
    /// language, digits grouped by ASCII spaces get no-break spaces. In French,
    /// following the Imprimerie nationale: U+202F before `; ! ?`, U+00A0 before
    /// `:`, inside « » and between a number and `%` or `€`; `’` for `'`; paired
    /// `"` become « ». Addresses are not changed.
    ///
    /// Idempotent.
    pub fn typography<'t>(self, text: &'t str) -> Cow<'t, str> {
        if self.french { typography::french::french(text) } else { typography::grouped(text) }
    }

    /// Splits the text into runs of the language's own direction (`false`) and
    /// of the opposite one (`true`). Concatenated they give the text; none is
    /// empty.
    ///
    /// A run of the opposite direction extends from its first letter to its
    /// last, with the punctuation, spaces and numbers between them and what is
    /// attached to them (`C++`, `UNSCR 1624 (2005)`). A bracket or quote is
    /// part of it only together with its partner. In right-to-left text,
    /// numbers that would be reordered (`1624-2178`, a telephone number) are
    /// foreign too (UAX 9).
    pub fn runs(self, text: &str) -> impl Iterator<Item = (bool, &str)> {
        isolation::runs(text, self.direction)
    }

    /// The byte ranges of the foreign runs of [`Writing::runs`], in order.
    pub fn foreign_runs(self, text: &str) -> Vec<Range<usize>> {
        isolation::foreign(text, self.direction)
    }

    /// The tag that opens an isolate of the opposite direction.
    pub fn isolate_tag(self) -> &'static str {
        match self.foreign() {
            Direction::Ltr => "<bdi dir=\"ltr\">",
            Direction::Rtl => "<bdi dir=\"rtl\">",
        }
    }

    /// The text escaped for HTML, with each foreign run in a `<bdi>` of its own
    /// direction: `<bdi dir="ltr">G7 +7</bdi>` in Arabic.
    pub fn isolate_html(self, text: &str) -> String {
        let mut html = String::with_capacity(text.len() + 32);
        for (is_foreign, run) in self.runs(text) {
            if is_foreign {
                html.push_str(self.isolate_tag());
            }
            escape_into(&mut html, run);
            if is_foreign {
                html.push_str("</bdi>");
            }
        }
        html
    }

    /// The text with each foreign run between an isolate character (U+2066 left
    /// to right, U+2067 right to left) and U+2069, not escaped: for `<title>`,
    /// attributes and plain text. Existing isolates are kept.
    pub fn isolate_plain(self, text: &str) -> String {
        let open = match self.foreign() {
            Direction::Ltr => '\u{2066}',
            Direction::Rtl => '\u{2067}',
        };
        let mut plain = String::with_capacity(text.len() + 8);
        for (is_foreign, run) in self.runs(text) {
            if is_foreign {
                plain.push(open);
            }
            plain.push_str(run);
            if is_foreign {
                plain.push('\u{2069}');
            }
        }
        plain
    }

    fn foreign(self) -> Direction {
        match self.direction {
            Direction::Ltr => Direction::Rtl,
            Direction::Rtl => Direction::Ltr,
        }
    }
}

/// The text with `& < > " '` escaped, for the content and the quoted attributes
/// of HTML.
pub fn escape_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    escape_into(&mut html, text);
    html
}

/// The length of a text after escaping for HTML.
pub fn escaped_len(text: &str) -> usize {
    text.bytes().map(|byte| entity(byte).map_or(1, str::len)).sum()
}

fn escape_into(html: &mut String, text: &str) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let Some(entity) = entity(byte) else { continue };
        html.push_str(&text[done..at]);
        html.push_str(entity);
        done = at + 1;
    }
    html.push_str(&text[done..]);
}

fn entity(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Writing, escape_html};
    use crate::base::lang::{Direction, Lang};

    fn writing(lang: &str) -> Writing {
        Writing::of(Lang::new(lang).unwrap())
    }

    #[test]
    fn a_language_has_a_direction_without_any_configuration() {
        for (lang, direction) in [
            ("fr", Direction::Ltr),
            ("ar", Direction::Rtl),
            ("ar-tn", Direction::Rtl),
            ("aeb", Direction::Rtl),
            ("pa", Direction::Ltr),
            ("pa-arab", Direction::Rtl),
            ("zgh", Direction::Ltr),
            ("xx", Direction::Ltr),
        ] {
            assert_eq!(writing(lang).direction(), direction, "{lang}");
        }
    }

    #[test]
    fn typography_follows_the_language() {
        let text = "3 000 000 ! l'État";
        assert_eq!(writing("fr-ca").typography(text), "3\u{202f}000\u{202f}000\u{202f}! l’État");
        assert_eq!(writing("ar").typography(text), "3\u{a0}000\u{a0}000 ! l'État");
        assert_eq!(writing("en").typography(text), "3\u{a0}000\u{a0}000 ! l'État");
    }

    #[test]
    fn foreign_runs_are_isolated_in_html_and_in_plain_text() {
        let text = "برنامج «G7 +7» <1> في تونس";
        assert_eq!(writing("ar").isolate_html(text), "برنامج «<bdi dir=\"ltr\">G7 +7</bdi>» &lt;1&gt; في تونس");
        assert_eq!(writing("ar").isolate_plain(text), "برنامج «\u{2066}G7 +7\u{2069}» <1> في تونس");
        assert_eq!(writing("fr").isolate_html("le pont (جسر) & co"), "le pont (<bdi dir=\"rtl\">جسر</bdi>) &amp; co");
        assert_eq!(writing("fr").isolate_plain("le pont (جسر)"), "le pont (\u{2067}جسر\u{2069})");
        assert_eq!(writing("ar").isolate_html("R&D"), "<bdi dir=\"ltr\">R&amp;D</bdi>");
    }

    proptest! {
        #[test]
        fn isolating_twice_changes_nothing_more(text in "[ab7+ @/:(«\")»\\-.,،جسر٣\u{a0}\u{301}]{0,24}") {
            for writing in [writing("fr"), writing("ar")] {
                let once = writing.isolate_plain(&text);
                prop_assert_eq!(writing.isolate_plain(&once), once.as_str());
            }
        }
    }

    #[test]
    fn html_is_escaped() {
        assert_eq!(
            escape_html("<a href=\"x\">l'eau & co</a>"),
            "&lt;a href=&quot;x&quot;&gt;l&#39;eau &amp; co&lt;/a&gt;"
        );
        assert_eq!(escape_html("جسر"), "جسر");
    }
}
