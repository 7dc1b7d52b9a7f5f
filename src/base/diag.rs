//! Diagnostics: what is wrong and where, with typed arguments and without
//! prose. The texts are in `messages/`; `report` renders them.

use std::cmp::Ordering;
use std::ops::Range;

use crate::base::code::Code;
use crate::base::path::RelPath;

/// The severity of a diagnostic, most severe first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The site must not be published.
    Error,
    /// The site can be published, but something is poor.
    Warning,
    /// Useful to know for the author.
    Hint,
    /// Reports what the build did.
    Info,
}

impl Severity {
    /// `error`, `warning`, `hint` or `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
            Severity::Info => "info",
        }
    }
}

/// The bytes `start..end` of a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The first byte, counted from 0 in the whole file.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span of a range of bytes.
    pub fn new(range: Range<usize>) -> Span {
        Span { start: range.start as u32, end: range.end as u32 }
    }

    /// The span as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The file.
    pub path: RelPath,
    /// The bytes in question. An empty span at 0 means the whole file.
    pub span: Span,
}

/// An argument of a message.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Arg {
    /// Text from the site, quoted unchanged.
    Text(String),
    /// A number.
    Number(i64),
    /// A number with a fraction, after a decimal point: `4.5`.
    Decimal(String),
    /// An ISO 8601 date or a part of one.
    Date(String),
    /// A few texts from the site.
    List(Vec<String>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Arg {
        Arg::Number(number)
    }
}

/// What the author can do about it, beyond the general advice of the code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hint {
    /// A known name similar to the one written.
    DidYouMean(String),
    /// The fix: whole lines to type instead.
    Write(String),
    /// An example line, whose values are not meant literally.
    Example(String),
    /// All allowed values.
    OneOf(Vec<String>),
}

/// A problem or note to report to whoever writes or runs the site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The severity; that of the code, unless a mode changes it.
    pub severity: Severity,
    /// The code.
    pub code: Code,
    /// The named arguments of the message.
    pub args: Vec<(&'static str, Arg)>,
    /// The place, if it is in a file.
    pub at: Option<Place>,
    /// Other relevant places: for example, the first of two duplicates.
    pub related: Vec<Place>,
    /// What to do about it.
    pub hints: Vec<Hint>,
}

impl Diagnostic {
    /// A diagnostic that is not about a file.
    pub fn new(code: Code) -> Diagnostic {
        Diagnostic { severity: code.severity(), code, args: vec![], at: None, related: vec![], hints: vec![] }
    }

    /// A diagnostic about these bytes of a file.
    pub fn at(code: Code, path: &RelPath, span: Span) -> Diagnostic {
        Diagnostic { at: Some(Place { path: path.clone(), span }), ..Diagnostic::new(code) }
    }

    /// Adds an argument to the message.
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Diagnostic {
        self.args.push((name, value.into()));
        self
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: Hint) -> Diagnostic {
        self.hints.push(hint);
        self
    }

    /// Adds "did you mean", if there is a similar name.
    pub fn did_you_mean(mut self, near: Option<impl Into<String>>) -> Diagnostic {
        self.hints.extend(near.map(|name| Hint::DidYouMean(name.into())));
        self
    }

    /// Adds another relevant place.
    pub fn related(mut self, path: &RelPath, span: Span) -> Diagnostic {
        self.related.push(Place { path: path.clone(), span });
        self
    }

    fn order(&self, other: &Diagnostic) -> Ordering {
        (&self.at, self.severity, self.code, &self.args, &self.related, &self.hints).cmp(&(
            &other.at,
            other.severity,
            other.code,
            &other.args,
            &other.related,
            &other.hints,
        ))
    }
}

/// The diagnostics of one or more stages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds the diagnostics of another stage.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(others);
    }

    /// Whether any of them is an error, so that the site must not be published.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The number of diagnostics of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Iterates over them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The diagnostics that are not among `others`. Both must be sorted.
    pub fn without<'a>(&'a self, others: &'a Diagnostics) -> impl Iterator<Item = &'a Diagnostic> {
        let is_known = |found: &Diagnostic| others.0.binary_search_by(|other| other.order(found)).is_ok();
        self.0.iter().filter(move |found| !is_known(found))
    }

    /// Sorts by file, place and severity, and deduplicates: the same input
    /// gives the same report, in whatever order threads finished.
    pub fn sorted(mut self) -> Diagnostics {
        self.0.sort_by(Diagnostic::order);
        self.0.dedup();
        self
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Diagnostics(diagnostics.into_iter().collect())
    }
}
