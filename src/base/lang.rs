//! The languages of a site.

use std::fmt;

use tinystr::TinyAsciiStr;

/// A language of the site, as named by its key in `languages:` of site.yaml and
/// by the suffix of a file name: a BCP 47 tag in lower case, `fr`, `ar`,
/// `pt-br`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(TinyAsciiStr<16>);

impl Lang {
    /// The language with this tag. `None` if the text is not a well-formed tag:
    /// two or three letters, then subtags of letters and digits.
    pub fn new(tag: &str) -> Option<Lang> {
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let primary_fits = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        let part_fits = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !primary_fits || !parts.all(part_fits) {
            return None;
        }
        TinyAsciiStr::try_from_str(&tag.to_ascii_lowercase()).ok().map(Lang)
    }

    /// The tag: `fr`.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The direction in which a language is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir`: `ltr` or `rtl`.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}
