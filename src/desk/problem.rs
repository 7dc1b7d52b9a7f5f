//! Diagnostics as the desk and the panel show them.

use std::path::Path;

use serde::Serialize;

use crate::base::diag::{Arg, Diagnostic, Hint, Place, Severity, Span};
use crate::desk::places::PlaceView;
use crate::report::Files;
use crate::report::lines::Lines;
use crate::report::messages::{MessageLanguage, advice, is_rtl, message, related, visible, word};

/// The number of characters of a line shown on each side of the highlighted
/// part.
const AROUND: usize = 160;

/// A diagnostic as texts.
#[derive(Serialize)]
pub(super) struct Problem {
    /// `error`, `warning`, `hint` or `info`.
    pub severity: &'static str,
    /// The severity in the language of the staff.
    pub severity_word: String,
    /// `unknown-key`
    pub code: &'static str,
    /// The message.
    pub message: String,
    /// Its place.
    pub place: Option<PlaceView>,
    /// The lines in question.
    pub excerpt: Vec<Line>,
    /// The replacement: lines or a value.
    pub fixes: Vec<String>,
    /// Other advice.
    pub hints: Vec<String>,
    /// Other relevant places.
    pub related: Vec<Related>,
}

/// A line of a file, with the highlighted part.
#[derive(Serialize, PartialEq, Eq, Debug)]
pub(super) struct Line {
    /// Its number.
    pub number: usize,
    /// `rtl` or `ltr`: the direction of its first letter, as in an editor.
    pub dir: &'static str,
    /// The text before it.
    pub before: String,
    /// The highlighted part.
    pub meant: String,
    /// The text after it.
    pub after: String,
}

/// Another relevant place.
#[derive(Serialize)]
pub(super) struct Related {
    /// Its description: "first given here".
    pub what: String,
    /// The place.
    pub place: PlaceView,
    /// The lines in question.
    pub excerpt: Vec<Line>,
}

/// Turns diagnostics into texts, reading each file once.
pub(super) struct Teller<'a> {
    /// The files that diagnostics refer to.
    pub files: Files<'a>,
    /// The site's folder.
    pub root: Option<&'a Path>,
    /// The language of the staff.
    pub language: MessageLanguage,
}

impl Teller<'_> {
    /// Turns a diagnostic into texts, with its lines and its fix.
    pub fn tell(&mut self, diagnostic: &Diagnostic) -> Problem {
        let (writes, others): (Vec<_>, Vec<_>) =
            diagnostic.hints.iter().cloned().partition(|hint| matches!(hint, Hint::Write(_)));
        let write = |hint: Hint| match hint {
            Hint::Write(text) => Some(shown(text.trim_end())),
            _ => None,
        };
        let mut fixes: Vec<String> = writes.into_iter().filter_map(write).collect();
        if fixes.is_empty() {
            fixes.extend(self.replaced(diagnostic));
        }
        let hints = advice(&Diagnostic { hints: others, ..diagnostic.clone() }, self.language);
        let what = related(diagnostic.code, self.language);
        let place = |teller: &mut Self, place: &Place| Related {
            what: what.clone(),
            place: teller.place(place),
            excerpt: teller.excerpt(place),
        };
        Problem {
            severity: diagnostic.severity.as_str(),
            severity_word: word(diagnostic.severity.as_str(), &[], self.language),
            code: diagnostic.code.as_str(),
            message: message(diagnostic, self.language),
            place: diagnostic.at.as_ref().map(|place| self.place(place)),
            excerpt: diagnostic.at.as_ref().map(|place| self.excerpt(place)).unwrap_or_default(),
            fixes,
            hints,
            related: diagnostic.related.iter().map(|at| place(self, at)).collect(),
        }
    }

    fn place(&mut self, place: &Place) -> PlaceView {
        let at = self.files.get(&place.path).map(|file| file.ends(place.span).0);
        PlaceView::of(self.root, &place.path, at)
    }

    fn lines(&mut self, place: &Place) -> Option<Lines> {
        // An empty span at 0 means the whole file: no lines.
        (place.span != Span::default()).then(|| self.files.get(&place.path).map(|file| file.lines(place.span)))?
    }

    fn excerpt(&mut self, place: &Place) -> Vec<Line> {
        self.lines(place).map(|lines| divide(&lines)).unwrap_or_default()
    }

    /// The line with the written name replaced by the one that was probably
    /// meant, if the span covers exactly that name.
    fn replaced(&mut self, diagnostic: &Diagnostic) -> Option<String> {
        let name = diagnostic.hints.iter().find_map(|hint| match hint {
            Hint::DidYouMean(name) => Some(name),
            _ => None,
        })?;
        let lines = self.lines(diagnostic.at.as_ref()?)?;
        let meant = lines.text.get(lines.span.clone())?;
        let is_meant = |(_, arg): &(&str, Arg)| matches!(arg, Arg::Text(text) if text == meant);
        if meant.is_empty() || lines.is_cut || lines.text.contains('\n') || !diagnostic.args.iter().any(is_meant) {
            return None;
        }
        Some(format!("{}{name}{}", &lines.text[..lines.span.start], &lines.text[lines.span.end..]))
    }
}

/// The order of severities, most severe first.
pub(super) fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Hint => 2,
        Severity::Info => 3,
    }
}

fn divide(lines: &Lines) -> Vec<Line> {
    let mut start = 0;
    let mut divided = vec![];
    for (index, line) in lines.text.split('\n').enumerate() {
        let from = lines.span.start.clamp(start, start + line.len()) - start;
        let to = lines.span.end.clamp(start, start + line.len()) - start;
        start += line.len() + 1;
        divided.push(Line {
            number: lines.first + index,
            dir: direction(line),
            before: tail(line.get(..from).unwrap_or("")),
            meant: visible(line.get(from..to).unwrap_or(line)),
            after: head(line.get(to..).unwrap_or("")),
        });
    }
    divided
}

/// The direction that `dir=auto` would give, which ignores isolates inside the
/// line.
fn direction(line: &str) -> &'static str {
    match line.chars().find(|c| c.is_alphabetic()) {
        Some(c) if is_rtl(c) => "rtl",
        _ => "ltr",
    }
}

/// The end of a long text.
fn tail(text: &str) -> String {
    match text.char_indices().rev().nth(AROUND) {
        Some((at, _)) => format!("…{}", visible(&text[at..])),
        None => visible(text),
    }
}

/// The beginning of a long text.
fn head(text: &str) -> String {
    match text.char_indices().nth(AROUND) {
        Some((at, _)) => format!("{}…", visible(&text[..at])),
        None => visible(text),
    }
}

/// Lines to copy, without characters that would be misleading on the screen.
fn shown(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Line, divide};
    use crate::report::lines::Lines;

    #[test]
    fn the_words_meant_are_marked_on_each_line() {
        let line = |number, before: &str, meant: &str, after: &str| Line {
            number,
            dir: "ltr",
            before: before.into(),
            meant: meant.into(),
            after: after.into(),
        };
        let lines = Lines { first: 3, text: "a: نص\nb: c".into(), span: 3..9, is_cut: false };
        assert_eq!(divide(&lines), [line(3, "a: ", "نص", ""), line(4, "", "b", ": c")]);
        let long = Lines {
            first: 1,
            text: format!("{} MOT {}", "é ".repeat(200), "x".repeat(400)),
            span: 601..604,
            is_cut: false,
        };
        let shown = divide(&long);
        assert!(shown[0].meant == "MOT" && shown[0].before.starts_with('…') && shown[0].after.ends_with('…'));
        assert!(shown[0].before.chars().count() < 170);
    }
}
