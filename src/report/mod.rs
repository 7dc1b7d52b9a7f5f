//! The report: diagnostics as text for a terminal, as JSON for programs, and as
//! annotations for a code hosting service. Each contains at most a hundred of
//! one kind per file.

pub mod diff;
pub mod limit;
pub mod lines;
pub mod messages;
pub mod status;
pub mod summary;

use std::collections::BTreeMap;
use std::sync::Arc;

use annotate_snippets::level::Level;
use annotate_snippets::{Annotation, AnnotationKind, Group, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::base::diag::{Diagnostic, Diagnostics, Place, Severity, Span};
use crate::base::path::RelPath;
use crate::report::limit::limited;
use crate::report::lines::{Lines, Position, SourceFile};
use crate::report::messages::{MessageLanguage, advice, counted, enumerate, has_rtl, message, quote};
use crate::report::messages::{related, shorten, visible, word};

/// Returns the bytes of a file of the site, or `None` if it does not exist.
pub type Sources<'a> = dyn Fn(&RelPath) -> Option<Arc<[u8]>> + 'a;

/// The appearance of a report in a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The language of its words.
    pub language: MessageLanguage,
    /// Whether to use colours.
    pub color: bool,
    /// The width of the terminal in columns; longer lines of a file are
    /// shortened.
    pub width: usize,
}

/// The report as text: each diagnostic with its file, line, column, the lines
/// in question and advice, in the given order.
pub fn text(diagnostics: &Diagnostics, sources: &Sources, look: &Look) -> String {
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() }.term_width(look.width.max(40));
    let mut files = Files::new(sources);
    let mut report = String::new();
    for diagnostic in limited(diagnostics).iter() {
        let shown = Shown::of(diagnostic, &mut files, look.language);
        report.push_str(&renderer.render(&[shown.group()]));
        report.push_str("\n\n");
    }
    report
}

/// The report as JSON: an array with one object per diagnostic, `[]` if there
/// is none. Lines and columns count from 1, columns in characters; the end is
/// the character after the last one of the span. They are null if there is no
/// file or it cannot be read.
pub fn json(diagnostics: &Diagnostics, sources: &Sources, language: MessageLanguage) -> String {
    let mut files = Files::new(sources);
    let entries: Vec<Entry> =
        limited(diagnostics).iter().map(|diagnostic| Entry::of(diagnostic, &mut files, language)).collect();
    // Strings and numbers can always be serialised as JSON.
    serde_json::to_string_pretty(&entries).unwrap_or_else(|_| "[]".to_owned()) + "\n"
}

/// The report as workflow commands (`::error file=…,line=…::…`), one line each,
/// which a code hosting service shows next to the lines in question.
pub fn github(diagnostics: &Diagnostics, sources: &Sources, language: MessageLanguage) -> String {
    let mut files = Files::new(sources);
    let limited = limited(diagnostics);
    let entries = limited.iter().map(|diagnostic| Entry::of(diagnostic, &mut files, language));
    entries.map(|entry| entry.workflow_command()).collect()
}

/// The last line: what was done, in which time, and how many problems were
/// found: "19 pages checked in 0.8 s: 1 error." `done` are texts with their
/// numbers.
pub fn last_line(done: &[(&str, usize)], time: &str, found: &Diagnostics, language: MessageLanguage) -> String {
    let said = |counts: &[(&str, usize)]| {
        let parts: Vec<String> = counts.iter().map(|(name, count)| counted(name, *count, language)).collect();
        enumerate(&parts, language)
    };
    let done = format!("{} {time}", said(done));
    let mut grave = vec![("errors", found.count(Severity::Error)), ("warnings", found.count(Severity::Warning))];
    grave.retain(|(_, count)| *count > 0);
    if grave.is_empty() {
        return format!("{done}.");
    }
    // These sentences are our own: they need no isolation.
    word("found", &[], language).replace("{done}", &done).replace("{found}", &said(&grave))
}

/// A diagnostic with its texts and places: the form used in the JSON report.
#[derive(Serialize)]
struct Entry {
    severity: &'static str,
    code: &'static str,
    message: String,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    hints: Vec<String>,
}

impl Entry {
    fn of(diagnostic: &Diagnostic, files: &mut Files, language: MessageLanguage) -> Entry {
        let place = diagnostic.at.as_ref();
        let ends = place.and_then(|place| files.get(&place.path).map(|file| file.ends(place.span)));
        let (start, end) = ends.unzip();
        let elsewhere = diagnostic.related.iter().map(|place| files.other_place(diagnostic, place, language));
        Entry {
            severity: diagnostic.severity.as_str(),
            code: diagnostic.code.as_str(),
            message: message(diagnostic, language),
            file: place.map(|place| place.path.to_string()),
            line: start.map(|start| start.line),
            column: start.map(|start| start.column),
            end_line: end.map(|end| end.line),
            end_column: end.map(|end| end.column),
            hints: advice(diagnostic, language).into_iter().chain(elsewhere).collect(),
        }
    }

    fn workflow_command(&self) -> String {
        let command = match self.severity {
            "error" => "error",
            "warning" => "warning",
            _ => "notice",
        };
        let numbers = [("line", self.line), ("endLine", self.end_line), ("col", self.column)];
        let numbers = numbers.into_iter().filter_map(|(name, number)| Some((name, number?.to_string())));
        let file = self.file.iter().map(|file| ("file", escape_property(file)));
        let properties: Vec<String> = file
            .chain(numbers)
            .chain([("title", escape_property(self.code))])
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let lines: Vec<&str> = std::iter::once(&self.message).chain(&self.hints).map(String::as_str).collect();
        format!("::{command} {}::{}\n", properties.join(","), escape_data(&lines.join("\n")))
    }
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// As many places of one diagnostic as are shown in the terminal; the other
/// formats have all of them.
const MOST_PLACES: usize = 8;

/// A diagnostic as shown in the terminal.
struct Shown {
    level: Level<'static>,
    code: &'static str,
    message: String,
    excerpts: Vec<Excerpt>,
    advice: Vec<String>,
    help: Level<'static>,
}

impl Shown {
    fn of(diagnostic: &Diagnostic, files: &mut Files, language: MessageLanguage) -> Shown {
        let main = diagnostic.at.iter().map(|place| Excerpt::of(place, None, files, language));
        let mut excerpts: Vec<Excerpt> = main.collect();
        let mut advice = advice(diagnostic, language);
        for place in diagnostic.related.iter().take(MOST_PLACES) {
            let label = related(diagnostic.code, language);
            let excerpt = Excerpt::of(place, Some(label), files, language);
            // A diagnostic about a whole file has no lines: its label would
            // have no place.
            match excerpt.lines {
                Some(_) => excerpts.push(excerpt),
                None => advice.push(files.other_place(diagnostic, place, language)),
            }
        }
        let more = diagnostic.related.len().saturating_sub(MOST_PLACES);
        advice.extend((more > 0).then(|| counted("related-more", more, language)));
        Shown {
            level: level(diagnostic.severity).with_name(word(diagnostic.severity.as_str(), &[], language)),
            code: diagnostic.code.as_str(),
            message: message(diagnostic, language),
            excerpts,
            advice,
            help: Level::HELP.with_name(word("help", &[], language)),
        }
    }

    fn group(&self) -> Group<'_> {
        // The other kind of title would replace the isolate characters of the
        // message.
        let title = self.level.clone().secondary_title(self.message.as_str()).id(self.code);
        let mut group = Group::with_title(title);
        for excerpt in &self.excerpts {
            group = match &excerpt.lines {
                // In a shortened line, the displayed columns differ from those
                // of the file.
                Some(lines) if lines.is_cut => group.element(excerpt.origin()).element(lines.snippet(None, excerpt)),
                Some(lines) => group.element(lines.snippet(Some(&excerpt.path), excerpt)),
                None => group.element(excerpt.origin()),
            };
        }
        group.elements(self.advice.iter().map(|advice| self.help.clone().message(advice.as_str())))
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE,
        Severity::Info => Level::INFO,
    }
}

/// A place with its lines, if it has any.
struct Excerpt {
    path: String,
    start: Option<Position>,
    lines: Option<Lines>,
    kind: AnnotationKind,
    label: Option<String>,
}

impl Excerpt {
    fn of(place: &Place, label: Option<String>, files: &mut Files, language: MessageLanguage) -> Excerpt {
        let kind = if label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
        let path = visible(place.path.as_str());
        let Some(file) = files.get(&place.path) else {
            return Excerpt { path, start: None, lines: None, kind, label };
        };
        // An empty span at 0 means the whole file: no lines.
        let lines = (place.span != Span::default()).then(|| file.lines(place.span));
        let label = label.or_else(|| lines.as_ref().and_then(|lines| lines.quoted(language)));
        Excerpt { path, start: Some(file.ends(place.span).0), lines, kind, label }
    }

    fn origin(&self) -> Origin<'_> {
        let origin = Origin::path(self.path.as_str());
        match self.start {
            Some(start) => origin.line(start.line).char_column(start.column),
            None => origin,
        }
    }
}

impl Lines {
    fn snippet<'a>(&'a self, path: Option<&'a str>, excerpt: &'a Excerpt) -> Snippet<'a, Annotation<'a>> {
        let annotation = excerpt.kind.span(self.span.clone()).label(excerpt.label.as_deref());
        Snippet::source(self.text.as_str()).path(path).line_start(self.first).annotation(annotation)
    }

    /// The highlighted text, repeated if the line contains Arabic: a terminal
    /// that reorders the line shows the carets below other words.
    fn quoted(&self, language: MessageLanguage) -> Option<String> {
        let meant = self.text.get(self.span.clone()).filter(|meant| !meant.trim().is_empty())?;
        has_rtl(&self.text).then(|| quote(&shorten(meant), language))
    }
}

/// The files that a report refers to, each loaded and split once.
pub(super) struct Files<'a> {
    sources: &'a Sources<'a>,
    known: BTreeMap<RelPath, Option<SourceFile>>,
}

impl<'a> Files<'a> {
    pub(super) fn new(sources: &'a Sources<'a>) -> Files<'a> {
        Files { sources, known: BTreeMap::new() }
    }

    pub(super) fn get(&mut self, path: &RelPath) -> Option<&SourceFile> {
        let fetch = || (self.sources)(path).map(SourceFile::new);
        self.known.entry(path.clone()).or_insert_with(fetch).as_ref()
    }

    /// "first given here: content/a.fr.md:3:5"
    fn other_place(&mut self, diagnostic: &Diagnostic, place: &Place, language: MessageLanguage) -> String {
        let start = self.get(&place.path).map(|file| file.ends(place.span).0);
        let numbers = start.map(|start| format!(":{}:{}", start.line, start.column)).unwrap_or_default();
        let what = related(diagnostic.code, language);
        word("related-at", &[("what", what.into()), ("place", format!("{}{numbers}", place.path).into())], language)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Look, github, json, text};
    use crate::base::code::Code;
    use crate::base::diag::{Diagnostic, Diagnostics, Hint, Span};
    use crate::base::path::RelPath;
    use crate::report::lines::SourceFile;
    use crate::report::messages::MessageLanguage;

    const LOOK: Look = Look { language: MessageLanguage::En, color: false, width: 100 };

    fn path() -> RelPath {
        RelPath::new("content/a.fr.md").unwrap()
    }

    fn span_of(source: &[u8], word: &[u8]) -> Span {
        let start = source.windows(word.len()).position(|window| window == word).unwrap();
        Span::new(start..start + word.len())
    }

    fn report(source: &'static [u8], diagnostic: Diagnostic) -> String {
        text(&Diagnostics::from_iter([diagnostic]), &|_| Some(Arc::from(source)), &LOOK)
    }

    #[test]
    fn places_that_are_in_no_character_do_no_harm() {
        for source in
            [&b""[..], b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", "é\r\nنص\n".as_bytes(), b"\xff\xfe\n\x80\xe9"]
        {
            for start in 0..source.len() as u32 + 3 {
                for end in start..source.len() as u32 + 4 {
                    let diagnostic = Diagnostic::at(Code::NotUtf8, &path(), Span { start, end }).arg("encoding", "x");
                    let diagnostic = diagnostic.related(&path(), Span { start, end });
                    let all = Diagnostics::from_iter([diagnostic]);
                    let shown = text(&all, &|_| Some(source.into()), &LOOK);
                    json(&all, &|_| Some(source.into()), MessageLanguage::Fr);
                    let at = SourceFile::new(source.into()).ends(Span { start, end }).0;
                    let place = format!("--> content/a.fr.md:{}:{}\n", at.line, at.column);
                    assert!(shown.contains(&place), "{source:?} {start}..{end} {place} {shown}");
                }
            }
        }
    }

    #[test]
    fn the_text_shows_the_place_the_words_and_the_remedy() {
        let source = b"---\r\ntitle: Jeunes : acteurs\r\n---\r\n";
        let diagnostic = Diagnostic::at(Code::YamlColon, &path(), span_of(source, b":")).arg("key", "title");
        let diagnostic =
            diagnostic.arg("value", "Jeunes : acteurs").hint(Hint::Write("title: \"Jeunes : acteurs\"".into()));
        insta::assert_snapshot!(report(source, diagnostic));
    }

    #[test]
    fn arabic_words_are_quoted_and_other_places_named() {
        let source = "الحالة: مسودة\nalaa: نعم\n".as_bytes();
        let diagnostic = Diagnostic::at(Code::DuplicateKey, &path(), span_of(source, "نعم".as_bytes()));
        let diagnostic = diagnostic.arg("key", "الحالة").related(&path(), span_of(source, "الحالة".as_bytes()));
        insta::assert_snapshot!(report("الحالة: مسودة\nalaa: نعم\n".as_bytes(), diagnostic));
    }

    #[test]
    fn a_paragraph_on_one_line_is_cut_to_the_terminal() {
        let source = format!("{} MOT {}", "a ".repeat(800), "ب ".repeat(800)).into_bytes();
        let diagnostic = Diagnostic::at(Code::BrokenLink, &path(), span_of(&source, b"MOT")).arg("target", "x");
        let shown = text(&Diagnostics::from_iter([diagnostic]), &|_| Some(source.as_slice().into()), &LOOK);
        assert!(shown.contains("MOT") && shown.lines().all(|line| line.chars().count() <= 110), "{shown}");
    }

    /// A word at the end of a line of 3 MB, and ten thousand of them.
    #[test]
    fn a_line_of_megabytes_is_shown_around_the_place_with_its_own_column() {
        let source: Arc<[u8]> = format!("{}MOT {}", "ab ".repeat(500_000), "cd ".repeat(500_000)).into_bytes().into();
        let at = |start| Diagnostic::at(Code::BrokenLink, &path(), Span { start, end: start + 3 }).arg("target", "x");
        let shown = text(&Diagnostics::from_iter([at(1_500_000)]), &|_| Some(source.clone()), &LOOK);
        assert!(shown.contains("--> content/a.fr.md:1:1500001\n") && shown.contains("MOT"), "{shown}");
        assert!(shown.len() < 1_000 && shown.lines().all(|line| line.chars().count() <= 110), "{shown}");
        let many: Diagnostics = (0..10_000).map(|number| at(number * 3)).collect();
        let shown = text(&many, &|_| Some(source.clone()), &LOOK);
        assert_eq!(shown.matches("broken-link]").count(), 100, "{}", shown.len());
        assert!(shown.contains("info[more-of-the-same]") && shown.contains("9,900"), "{shown}");
    }

    #[test]
    fn a_file_as_a_whole_has_a_place_and_no_file_has_none() {
        let whole = Diagnostic::at(Code::FrontMatterMissing, &path(), Span::default());
        assert!(report(b"text", whole).contains("--> content/a.fr.md:1:1\n"));
        let none = report(b"", Diagnostic::new(Code::TooFewLanguages));
        assert!(none.starts_with("error[too-few-languages]: The site has fewer than two languages."), "{none}");
    }

    #[test]
    fn json_is_one_array_with_every_field() {
        let none = Diagnostics::default();
        assert_eq!(json(&none, &|_| None, MessageLanguage::En), "[]\n");
        let source = "\u{feff}---\r\nعنوان: x\r\n".as_bytes();
        let key = span_of(source, "عنوان".as_bytes());
        let all = [
            Diagnostic::new(Code::TooFewLanguages),
            Diagnostic::at(Code::UnknownKey, &path(), key)
                .arg("key", "عنوان")
                .did_you_mean(Some("title"))
                .related(&path(), key),
        ];
        let json = json(&Diagnostics::from_iter(all), &|_| Some(source.into()), MessageLanguage::En);
        let expected = serde_json::json!([
            {"severity": "error", "code": "too-few-languages", "message": "The site has fewer than two languages.",
             "file": null, "line": null, "column": null, "end_line": null, "end_column": null,
             "hints": ["Declare at least two in `languages`."]},
            {"severity": "error", "code": "unknown-key", "message": "There is no field `\u{2068}عنوان\u{2069}`.",
             "file": "content/a.fr.md", "line": 2, "column": 1, "end_line": 2, "end_column": 6,
             "hints": ["Did you mean `title`?", "Correct its name, or remove the line.", "first given here: content/a.fr.md:2:1"]},
        ]);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), expected);
    }

    #[test]
    fn workflow_commands_escape_what_would_end_them() {
        let path = RelPath::new("content/100%, a:b.fr.md").unwrap();
        let at = Diagnostic::at(Code::UnknownKey, &path, Span { start: 0, end: 1 }).arg("key", "50%");
        let all = Diagnostics::from_iter([at.hint(Hint::Write("a\nb".into())), Diagnostic::new(Code::WithheldDraft)]);
        let lines = github(&all, &|_| Some(Arc::from(&b"x"[..])), MessageLanguage::En);
        let expected = "::error file=content/100%25%2C a%3Ab.fr.md,line=1,endLine=1,col=1,title=unknown-key::\
                        There is no field `50%25`.%0ACorrect its name, or remove the line.%0AWrite:%0A  a%0A  b\n::notice title=withheld-draft::";
        assert!(lines.starts_with(expected), "{lines}");
        assert_eq!(lines.lines().count(), 2);
    }
}
