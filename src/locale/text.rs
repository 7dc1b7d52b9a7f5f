//! A stand-in for the locale's typography, until it is merged.

use std::borrow::Cow;

use crate::base::lang::{Direction, Lang};

/// Stand-in.
#[derive(Clone, Copy)]
pub struct Writing {
    french: bool,
    rtl: bool,
}

impl Writing {
    /// Stand-in.
    pub fn of(lang: Lang) -> Writing {
        let tag = lang.as_str();
        Writing { french: tag.starts_with("fr"), rtl: tag.starts_with("ar") }
    }

    /// Stand-in.
    pub fn direction(self) -> Direction {
        if self.rtl { Direction::Rtl } else { Direction::Ltr }
    }

    /// Stand-in.
    pub fn typography<'t>(self, text: &'t str) -> Cow<'t, str> {
        if !self.french || !text.bytes().any(|b| matches!(b, b':' | b';' | b'!' | b'?' | 0xC2 | b'\'')) {
            return Cow::Borrowed(text);
        }
        let mut out =
            text.replace(" :", "\u{a0}:").replace("« ", "«\u{a0}").replace(" »", "\u{a0}»").replace('\'', "’");
        for mark in [" ;", " !", " ?"] {
            out = out.replace(mark, &mark.replace(' ', "\u{202f}"));
        }
        Cow::Owned(out)
    }

    /// Stand-in.
    pub fn isolate_html(self, text: &str) -> String {
        let foreign = |c: char| {
            let arabic = ('\u{600}'..='\u{6ff}').contains(&c);
            if self.rtl { c.is_alphabetic() && !arabic } else { arabic }
        };
        let own = |c: char| c.is_alphabetic() && !foreign(c);
        let mut out = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while let Some(start) = rest.find(foreign) {
            let run = &rest[start..];
            let limit = run.find(own).unwrap_or(run.len());
            let end = run[..limit]
                .rfind(|c: char| c.is_alphanumeric())
                .map_or(limit, |last| last + run[last..].chars().next().map_or(0, char::len_utf8));
            out.push_str(&escape_html(&rest[..start]));
            out.push_str(if self.rtl { "<bdi dir=\"ltr\">" } else { "<bdi dir=\"rtl\">" });
            out.push_str(&escape_html(&run[..end]));
            out.push_str("</bdi>");
            rest = &run[end..];
        }
        out.push_str(&escape_html(rest));
        out
    }
}

/// Stand-in.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
