//! What is wrong with one entry that the parser refuses, in terms of what was
//! typed. The parser's place is where it gave up; the mistake is on that line,
//! or on an earlier one where something was opened and not closed.

mod dash;
pub(crate) mod hash;
mod tab;

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Span};
use crate::base::path::RelPath;
use crate::yaml::flow::{self, Problem};
use crate::yaml::line::{self, Line, lines};
use crate::yaml::marks;
use crate::yaml::remedy::{Finding, corrected, parses, quote, unbalanced};
use crate::yaml::tree::{self, Failure, Why};

/// A mistake, and what to paint over so that the parser gets past it.
pub(super) struct Mistake {
    /// What to tell.
    pub finding: Finding,
    /// Ranges of the entry, each with the character to put in.
    pub paint: Vec<(Range<usize>, u8)>,
}

/// One top-level entry that the parser refuses.
pub(super) struct EntryText<'t> {
    /// The file.
    pub path: &'t RelPath,
    /// The entry with all its lines, and with what was explained painted over.
    pub text: &'t str,
    /// The entry as it was typed, byte for byte as long.
    pub typed: &'t str,
    /// Where it begins in the file.
    pub base: usize,
}

impl EntryText<'_> {
    /// Explains the failure.
    pub fn mistake(&self, failure: &Failure) -> Mistake {
        let line = self.failing_line(failure);
        let before = self.error(0..line.whole.start);
        let in_flow = before.as_ref().is_some_and(Failure::is_unclosed);
        self.tab(&line)
            .or_else(|| self.dash(&line))
            .or_else(|| self.on_line(&line, in_flow))
            .or_else(|| (in_flow && line.key.is_some()).then(|| self.on_earlier_line(&line)).flatten())
            .or_else(|| self.continued(&line))
            .or_else(|| self.indent(&line))
            .or_else(|| self.no_colon(&line))
            .or_else(|| (failure.why == Why::NoEntry || !in_flow).then(|| self.no_field(&line)).flatten())
            .unwrap_or_else(|| self.unexplained(&line, failure))
    }

    /// The line that holds the failure, or the last one before it that holds
    /// anything.
    fn failing_line(&self, failure: &Failure) -> Line {
        let line = Line::around(self.text, failure.at);
        if !line.is_empty(self.text) {
            return line;
        }
        let earlier = lines(self.text).take_while(|line| line.whole.start <= failure.at);
        earlier.filter(|line| !line.is_empty(self.text)).last().unwrap_or(line)
    }

    /// What the parser says about a part of the entry alone.
    fn error(&self, range: Range<usize>) -> Option<Failure> {
        tree::read(self.path, &self.text[range], 0).err()
    }

    /// Whether the line is refused, or is no entry, when it stands alone.
    fn is_suspect(&self, line: &Line) -> bool {
        let unspaced = line.key.is_none() && line::unspaced_key(&self.text[line.body.clone()]).is_some();
        unspaced || self.error(line.whole.clone()).is_some()
    }

    fn on_line(&self, line: &Line, in_flow: bool) -> Option<Mistake> {
        if in_flow {
            return self.hash(line, true).or_else(|| self.in_flow(line, &line.body));
        }
        if !self.is_suspect(line) {
            return None;
        }
        self.curly(line)
            .or_else(|| self.no_colon(line))
            .or_else(|| self.no_space(line))
            .or_else(|| self.hash(line, false))
            .or_else(|| self.quote(line))
            .or_else(|| self.opens_flow(line).then(|| self.in_flow(line, &line.value)).flatten())
            .or_else(|| self.special_start(line))
            .or_else(|| self.colon(line))
    }

    /// What was opened earlier and not closed makes a later line fail.
    fn on_earlier_line(&self, failing: &Line) -> Option<Mistake> {
        let earlier: Vec<Line> = lines(&self.text[..failing.whole.start]).collect();
        let within = |line: &Line| self.error(0..line.whole.start).as_ref().is_some_and(Failure::is_unclosed);
        let hash = |line: &Line| within(line).then(|| self.hash(line, true)).flatten();
        let mut full = earlier.iter().rev().filter(|line| !line.is_empty(self.text));
        let found = full.find_map(|line| hash(line).or_else(|| self.on_line(line, false)));
        found.map(|mistake| Mistake { paint: vec![], ..mistake })
    }

    fn opens_flow(&self, line: &Line) -> bool {
        self.text[line.value.clone()].starts_with(['[', '{'])
    }

    fn in_flow(&self, line: &Line, range: &Range<usize>) -> Option<Mistake> {
        let text = self.text;
        Some(match flow::problem(text, range)? {
            Problem::Colon { key, value } => {
                let key = if key.is_empty() { self.key_of(line) } else { &text[key] };
                let found = self.at(Code::YamlColon, &value).arg("key", key).arg("value", self.typed(&value));
                self.replaced(found, &value, &quote(self.typed(&value)))
            }
            Problem::Quote { sign, at, value, meant } => {
                let found = self.at(Code::YamlQuote, &(at..at + 1)).arg("quote", sign.to_string());
                self.replaced(found, &value, &quote(meant))
            }
            Problem::ArabicComma(at) => {
                // The others of the line are the same mistake.
                let rest = at.start..range.end;
                let found = self.at(Code::YamlArabicComma, &at);
                let finding = Finding::replace(found, &rest, text[rest.clone()].replace('،', ","));
                let commas = text[rest.clone()].match_indices('،').map(|(comma, _)| rest.start + comma);
                let paint = commas.flat_map(|comma| [(comma..comma + 1, b' '), (comma + 1..comma + 2, b',')]).collect();
                Mistake { finding, paint }
            }
            Problem::SpecialStart { sign, key, value } => {
                let at = value.start..value.start + sign.len_utf8();
                let key = if key.is_empty() { self.key_of(line) } else { &text[key] };
                let found = self.at(Code::YamlSpecialStart, &at).arg("char", sign.to_string()).arg("key", key);
                self.replaced(found, &value, &quote(self.typed(&value)))
            }
        })
    }

    fn curly(&self, line: &Line) -> Option<Mistake> {
        let value = &self.text[line.value.clone()];
        let straight = marks::straightened(value)?;
        let found = self.at(Code::YamlCurlyQuotes, &line.value).arg("value", value);
        Some(self.replaced(found, &line.value, &straight))
    }

    fn no_space(&self, line: &Line) -> Option<Mistake> {
        if line.key.is_some() {
            return None;
        }
        let word = line::unspaced_key(&self.text[line.body.clone()])?;
        let colon = line.body.start + word;
        let next = self.text[colon + 1..].chars().next()?;
        let gap = colon + 1..colon + 1 + if marks::is_invisible(next) { next.len_utf8() } else { 0 };
        let key = &self.text[line.body.start..colon];
        let found = match gap.is_empty() {
            true => self.at(Code::YamlNoSpace, &line.trimmed_body(self.text)),
            false => self.at(Code::YamlInvisible, &gap).arg("char", marks::name(next)),
        };
        let finding = Finding::replace(found.arg("key", key), &gap, " ");
        Some(Mistake { finding, paint: vec![(colon + 1..colon + 1 + next.len_utf8(), b' ')] })
    }

    /// `name {fr: OMS}`: a single word before what can only be a value.
    fn no_colon(&self, line: &Line) -> Option<Mistake> {
        let body = &self.text[line.trimmed_body(self.text)];
        let word = line::word_before_value(body)?;
        let at = line.body.start + word..line.body.start + word;
        let key = &body[..word];
        let found = self.at(Code::YamlNoColon, &line.trimmed_body(self.text)).arg("key", key);
        let paint = vec![(line.trimmed_body(self.text), b' ')];
        Some(Mistake { finding: Finding::replace(found, &at, ":"), paint })
    }

    /// `"Jeunes`, `'L'exemple'`, `"Jeunes" et paix`.
    fn quote(&self, line: &Line) -> Option<Mistake> {
        let lines = self.all_of(line);
        let value = &self.joined(&lines);
        let sign = self.text[lines.clone()].chars().next().filter(|c| *c == '"' || *c == '\'')?;
        let (place, meant) = unbalanced(value, sign)?;
        let at = line.value.start + place.unwrap_or(0);
        let found = match place {
            Some(_) => self.at(Code::YamlQuote, &(at..at + 1)).arg("quote", sign.to_string()),
            None if value.contains('\\') => self.at(Code::YamlBackslash, &line.value).arg("key", self.key_of(line)),
            None => self.at(Code::YamlSyntax, &line.value).arg("detail", self.detail(line)),
        };
        Some(self.replaced(found, &lines, &quote(meant)))
    }

    fn special_start(&self, line: &Line) -> Option<Mistake> {
        let value = &self.text[line.value.clone()];
        let sign = value.chars().next().filter(|c| "@%`&*!|>,[]{}?-".contains(*c))?;
        let at = line.value.start..line.value.start + sign.len_utf8();
        let end = line.value.start + value.trim_end_matches([',', ' ']).len();
        let closers = flow::closers(value).map(|closers| (end..line.value.end, closers));
        let closes =
            |fix: &(Range<usize>, String)| parses(corrected(self.text, &line.value, std::slice::from_ref(fix)).trim());
        let lines = if self.opens_flow(line) { line.value.clone() } else { self.all_of(line) };
        let below = Line::around(self.text, lines.end);
        let block = (sign == '|' || sign == '>') && lines.end > line.value.end;
        let quoted = || match below.depth() {
            indent if block => (line.value.clone(), format!("{sign}\n{:indent$}{}", "", value[1..].trim_start())),
            _ => (lines.clone(), quote(&self.joined(&lines))),
        };
        let closers = closers.filter(closes);
        let code = if closers.is_some() { Code::YamlBracket } else { Code::YamlSpecialStart };
        let found = self.at(code, &at).arg("char", sign.to_string()).arg("key", self.key_of(line));
        let (range, new) = closers.unwrap_or_else(quoted);
        let paint = self.painted(&lines);
        Some(Mistake { finding: Finding::replace(found, &range, new), paint })
    }

    fn colon(&self, line: &Line) -> Option<Mistake> {
        let value = &self.text[line.value.clone()];
        if line.key.is_none() || !(value.contains(": ") || value.ends_with(':')) {
            return None;
        }
        let lines = self.all_of(line);
        let value = self.joined(&lines);
        let found = self.at(Code::YamlColon, &lines).arg("key", self.key_of(line)).arg("value", value.as_str());
        Some(self.replaced(found, &lines, &quote(&value)))
    }

    /// A plain text that goes on in a line with a colon.
    fn continued(&self, line: &Line) -> Option<Mistake> {
        let key = line.key.clone()?;
        let first = self.opening(line)?;
        let word = self.text[key].chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        if word || first.value.is_empty() || self.text[first.value.clone()].starts_with(['"', '\'', '[', '{', '|', '>'])
        {
            return None;
        }
        let value = first.value.start..line.value.end.max(line.body.start);
        let joined = self.joined(&value);
        let found = self.at(Code::YamlColon, &value).arg("key", self.key_of(&first)).arg("value", joined.as_str());
        let finding = Finding::replace(found, &value, quote(&joined));
        Some(Mistake { finding, paint: vec![(first.whole.end..line.whole.end, b' ')] })
    }

    /// The value of the line with the lines of text that go on below it.
    fn all_of(&self, line: &Line) -> Range<usize> {
        let goes_on = |below: &Line| {
            let own = below.key.is_none() && !below.item && !below.is_empty(self.text);
            own && below.depth() > line.depth() && !self.text[below.value.clone()].starts_with(['{', '[', '}', ']'])
        };
        let below = lines(self.text).skip_while(|below| below.whole.start <= line.whole.start);
        line.value.start..below.take_while(goes_on).last().map_or(line.value.end, |last| last.value.end)
    }

    /// What was typed there, on one line.
    fn joined(&self, range: &Range<usize>) -> String {
        let lines: Vec<&str> = self.typed(range).lines().map(str::trim).collect();
        lines.join(" ")
    }

    /// The nearest line above that has a key and is indented less.
    fn opening(&self, line: &Line) -> Option<Line> {
        let above: Vec<Line> = lines(&self.text[..line.whole.start]).collect();
        above.into_iter().rev().find(|other| other.key.is_some() && other.depth() < line.depth())
    }

    /// A line that is right by itself stands too far left or right. Those
    /// below it that are indented as far have the same cause.
    fn indent(&self, line: &Line) -> Option<Mistake> {
        let first = lines(self.text).find(|line| !line.is_empty(self.text))?;
        if first == *line || !(line.item || line.key.is_some()) {
            return None;
        }
        let key = line.key.clone().unwrap_or_else(|| line.trimmed_body(self.text));
        let found = self.at(Code::YamlIndent, &key).arg("key", self.key_of(line));
        let below = lines(self.text).skip_while(|other| other.whole.start < line.whole.start);
        let same = below.take_while(|other| other.is_empty(self.text) || other.depth() >= line.depth());
        let paint = same.map(|line| (line.whole, b' ')).collect();
        let finding = match self.aligned(line) {
            Some(depth) => Finding::replace(found, &line.indent, " ".repeat(depth)),
            None => Finding::new(found),
        };
        Some(Mistake { finding, paint })
    }

    /// The depth of a line above at which this one would be right.
    fn aligned(&self, line: &Line) -> Option<usize> {
        let above: Vec<Line> =
            lines(&self.text[..line.whole.start]).filter(|other| !other.is_empty(self.text)).collect();
        let fits = |depth: &usize| {
            let (before, own) = (&self.text[..line.whole.start], &self.text[line.indent.end..line.whole.end]);
            tree::read(self.path, &format!("{before}{:depth$}{own}", ""), 0).is_ok_and(|tree| !tree.broken)
        };
        above.iter().rev().map(Line::depth).find(fits)
    }

    /// A line that is no `key: value` at all. `title = Jeunes` is nearly one.
    fn no_field(&self, line: &Line) -> Option<Mistake> {
        if line.key.is_some() || line.item || line.is_empty(self.text) {
            return None;
        }
        let content = line.content(self.text);
        let text = &self.text[content.clone()];
        if !text.starts_with(char::is_alphanumeric) {
            return None;
        }
        let found = self.at(Code::NotAField, &content).arg("text", text);
        let finding = match line::mistaken_colon(text) {
            Some(sign) => {
                let sign = content.start + sign.start..content.start + sign.end;
                Finding::replace(found, &sign, ": ")
            }
            None => Finding::new(found),
        };
        Some(Mistake { finding, paint: vec![] })
    }

    fn unexplained(&self, line: &Line, failure: &Failure) -> Mistake {
        let found = self.at(Code::YamlSyntax, &line.content(self.text)).arg("detail", failure.detail());
        Mistake { finding: Finding::new(found), paint: vec![] }
    }

    fn detail(&self, line: &Line) -> String {
        self.error(line.body.clone()).map_or_else(String::new, |failure| failure.detail())
    }

    /// The key of the line, or of the nearest one above that has a key.
    fn key_of(&self, line: &Line) -> &str {
        let own = line.key.clone();
        let above = || lines(&self.text[..line.whole.start]).filter_map(|line| line.key).last();
        own.or_else(above).map_or("", |key| &self.text[key])
    }

    /// The mistake whose remedy is other text in this place.
    fn replaced(&self, found: Diagnostic, range: &Range<usize>, new: &str) -> Mistake {
        let finding = Finding::replace(found, range, new);
        Mistake { finding, paint: self.painted(range) }
    }

    /// A word instead of the value, and nothing in the lines that continue it.
    fn painted(&self, range: &Range<usize>) -> Vec<(Range<usize>, u8)> {
        let end = line::end(self.text, range.start).min(range.end);
        vec![(range.start..end, b'x'), (end..range.end, b' ')]
    }

    /// What was typed there before anything was painted over.
    fn typed(&self, range: &Range<usize>) -> &str {
        &self.typed[whole_chars(self.typed, range)]
    }

    fn at(&self, code: Code, range: &Range<usize>) -> Diagnostic {
        let range = whole_chars(self.typed, range);
        Diagnostic::at(code, self.path, Span::new(self.base + range.start..self.base + range.end))
    }
}

/// The range, widened to whole characters: what was painted over is cut
/// elsewhere than what was typed.
pub(super) fn whole_chars(text: &str, range: &Range<usize>) -> Range<usize> {
    text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end)
}
