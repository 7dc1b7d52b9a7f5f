//! Diagnostics: what is wrong, where, with typed arguments and no prose. The
//! words live in `messages/`; `report` renders them.

use std::cmp::Ordering;
use std::ops::Range;

use crate::base::code::Code;
use crate::base::path::RelPath;

/// How grave a diagnostic is, gravest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Must not be published.
    Error,
    /// Publishable but poor.
    Warning,
    /// Worth knowing for whoever writes.
    Hint,
    /// What the build did.
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

/// Bytes `start..end` of a file.
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
    /// The bytes meant. An empty span at 0 means the file as a whole.
    pub span: Span,
}

/// An argument of a message.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Arg {
    /// Text from the site, quoted as it stands.
    Text(String),
    /// A number.
    Number(i64),
    /// A number with a fraction, behind a point: `4.5`.
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

/// What the writer can do about it, beyond the code's own advice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hint {
    /// A known name that is near to the one written.
    DidYouMean(String),
    /// What to type instead: whole lines, as they would stand.
    Write(String),
    /// A line as it might be, with values that are not meant.
    Example(String),
    /// All the values that are allowed.
    OneOf(Vec<String>),
}

/// One thing to tell whoever writes or runs the site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How grave it is; the code's own severity unless a mode says otherwise.
    pub severity: Severity,
    /// What it is.
    pub code: Code,
    /// The arguments of its message, by name.
    pub args: Vec<(&'static str, Arg)>,
    /// Where it is, if it is in a file.
    pub at: Option<Place>,
    /// Other places that matter: the first of two duplicates.
    pub related: Vec<Place>,
    /// What to do.
    pub hints: Vec<Hint>,
}

impl Diagnostic {
    /// A diagnostic about no file.
    pub fn new(code: Code) -> Diagnostic {
        Diagnostic { severity: code.severity(), code, args: vec![], at: None, related: vec![], hints: vec![] }
    }

    /// A diagnostic about these bytes of a file.
    pub fn at(code: Code, path: &RelPath, span: Span) -> Diagnostic {
        Diagnostic { at: Some(Place { path: path.clone(), span }), ..Diagnostic::new(code) }
    }

    /// Adds an argument of the message.
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Diagnostic {
        self.args.push((name, value.into()));
        self
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: Hint) -> Diagnostic {
        self.hints.push(hint);
        self
    }

    /// Adds "did you mean", where there is something near.
    pub fn did_you_mean(mut self, near: Option<impl Into<String>>) -> Diagnostic {
        self.hints.extend(near.map(|name| Hint::DidYouMean(name.into())));
        self
    }

    /// Adds another place that matters.
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

/// Diagnostics of one or more stages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds those of another stage.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(others);
    }

    /// Whether one of them must keep the site from being published.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many there are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Those of sorted diagnostics that others, sorted too, do not have.
    pub fn without<'a>(&'a self, others: &'a Diagnostics) -> impl Iterator<Item = &'a Diagnostic> {
        let is_known = |found: &Diagnostic| others.0.binary_search_by(|other| other.order(found)).is_ok();
        self.0.iter().filter(move |found| !is_known(found))
    }

    /// By file, place and severity, each once: the same input gives the same
    /// report, whatever the threads did.
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
