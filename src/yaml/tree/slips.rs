//! Legal YAML that nobody meant: what the parser accepts, and takes for
//! something else than was typed.

use std::ops::Range;

use serde_yaml::granit_parser::ScalarStyle;

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::yaml::dashes;
use crate::yaml::node::{Entry, Node, Yaml};
use crate::yaml::remedy::{Finding, quote};
use crate::yaml::tree::{Around, Reader};
use crate::yaml::{control, line, marks};

impl Reader<'_> {
    /// The key as it was meant, `None` where that cannot be told.
    pub(super) fn key(&mut self, text: &str, style: ScalarStyle, at: &Range<usize>) -> Option<String> {
        let plain = style == ScalarStyle::Plain;
        if let Some((_, c)) = marks::first_invisible(text) {
            let clean: String = text.chars().filter(|c| !marks::is_invisible(*c)).collect();
            let found = self.found(Code::YamlInvisible, at).arg("char", marks::name(c)).arg("key", clean.as_str());
            self.findings.push(Finding::replace(found, at, &clean));
            let indents = text.starts_with(marks::is_false_space);
            return (!clean.is_empty() && !indents).then_some(clean);
        }
        if let Some(inner) = marks::unwrap_curly(text).filter(|_| plain) {
            let found = self.found(Code::YamlCurlyQuotes, at).arg("value", text);
            self.findings.push(Finding::replace(found, at, inner));
            return Some(inner.to_owned());
        }
        if let Some(bracket) = text.find([' ', '{', '[']).filter(|_| plain && text.contains(['{', '[', '"'])) {
            let line = line::Line::around(self.text, at.start).trimmed_body(self.text);
            if line.start == at.start && line::word_before_value(&self.text[line.clone()]) == Some(bracket) {
                let found = self.found(Code::YamlNoColon, &line).arg("key", &text[..bracket]);
                self.findings.push(Finding::replace(found, &(at.start + bracket..at.start + bracket), ":"));
                // That the name is missing would be no news.
                return Some(text[..bracket].to_owned());
            }
        }
        if dashes::item(text).is_some() && plain && text.starts_with('-') {
            let found = self.found(Code::YamlDash, at).arg("key", "");
            self.findings.push(Finding::replace(found, at, format!("- {}", &text[1..])));
            return None;
        }
        if let Some(word) = line::unspaced_key(text).filter(|_| plain) {
            self.no_space(at, word);
            return None;
        }
        Some(text.to_owned())
    }

    /// An invisible character before a quote or bracket makes a plain text of
    /// what was meant as a quoted one or a list; so does a no-break space
    /// after a dash.
    pub(super) fn hides_a_mark(&mut self, at: &Range<usize>, around: Around) -> bool {
        let text = &self.text[at.clone()];
        let mark = text.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
        let beside = match text.strip_prefix('-') {
            Some(rest) => rest.chars().next().filter(|c| marks::is_false_space(*c)),
            None if mark => self.text[..at.start].chars().next_back().filter(|c| marks::is_invisible(*c)),
            None => None,
        };
        let Some(c) = beside else { return false };
        let start = if mark { at.start - c.len_utf8() } else { at.start + 1 };
        let place = start..start + c.len_utf8();
        let found = self.found(Code::YamlInvisible, &place).arg("char", marks::name(c)).arg("key", around.key);
        self.findings.push(Finding::replace(found, &place, if mark { "" } else { " " }));
        true
    }

    /// `start:2018` on a line of its own, below `dates:`; the lines that follow
    /// it are then entries too.
    pub(super) fn lacks_a_space(&mut self, at: &Range<usize>, around: Around) -> bool {
        let text = self.text;
        let alone = || text[line::start(text, at.start)..at.start].trim().is_empty();
        let first = line::unspaced_key(&text[at.clone()]);
        if !around.after_key || around.flow || first.is_none() || !alone() {
            return false;
        }
        for line in line::lines(&text[..at.end]).skip_while(|line| line.whole.end <= at.start) {
            if let Some(word) = line::unspaced_key(&text[line.body.clone()]) {
                self.no_space(&line.trimmed_body(text), word);
            }
        }
        true
    }

    /// A list item that stands too far right, and so continues the text above.
    pub(super) fn swallows_an_item(&mut self, at: &Range<usize>, around: Around) -> bool {
        let text = self.text;
        if around.flow || !text[at.clone()].contains('\n') {
            return false;
        }
        let mut below = line::lines(&text[..at.end]).skip_while(|line| line.whole.start <= at.start);
        let Some(item) = below.find(|line| line.item) else { return false };
        let found = self.found(Code::YamlIndent, &item.trimmed_body(text)).arg("key", around.key);
        self.findings.push(Finding::new(found));
        true
    }

    /// `-undp` on a line of its own, below `partners:`; so are the lines that
    /// follow it. A dash of print before a sentence is a part of it.
    pub(super) fn lacks_a_dash(&mut self, at: &Range<usize>, around: Around) -> bool {
        let text = self.text;
        let source = &text[at.clone()];
        let start = line::start(text, at.start);
        if !around.after_key || around.flow || !text[start..at.start].trim().is_empty() {
            return false;
        }
        let items: Vec<Option<&str>> = source.lines().map(|line| dashes::item(line.trim())).collect();
        let ids = items.iter().flatten().all(|item| !item.contains(' '));
        if items.iter().any(Option::is_none) || !ids && !source.starts_with('-') && items.len() < 2 {
            return false;
        }
        let found = self.found(Code::YamlDash, at).arg("key", around.key);
        self.findings.push(Finding::replace(found, at, dashes::with_dashes(source, at.start - start)));
        true
    }

    /// A text between `"` and `"` in which a backslash begins something else
    /// than its writer meant: the text as it was typed.
    pub(super) fn backslash(&mut self, text: &str, at: &Range<usize>, key: &str) -> Option<String> {
        let source = self.text[at.clone()].strip_prefix('"')?.strip_suffix('"')?;
        if !source.contains('\\') {
            return None;
        }
        let path = source.contains(":\\") && !source.contains(":\\\\");
        let hidden = |c: char| {
            control::is_control(c) || path && matches!(c, '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' | '\u{a0}')
        };
        if !text.contains(hidden) {
            return None;
        }
        let meant = source.replace("\\\"", "\"").replace("\\\\", "\\");
        let found = self.found(Code::YamlBackslash, at).arg("key", key);
        let one_line = !meant.contains('\n');
        self.findings.push(if one_line { Finding::replace(found, at, quote(&meant)) } else { Finding::new(found) });
        Some(meant)
    }

    fn no_space(&mut self, at: &Range<usize>, word: usize) {
        let (key, rest) = self.text[at.clone()].split_at(word.min(at.len()));
        let false_space = rest.chars().nth(1).filter(|c| marks::is_false_space(*c));
        let gap = at.start + word + 1..at.start + word + 1 + false_space.map_or(0, char::len_utf8);
        let found = match false_space {
            Some(c) => self.found(Code::YamlInvisible, &gap).arg("char", marks::name(c)).arg("key", key),
            None => self.found(Code::YamlNoSpace, at).arg("key", key),
        };
        self.findings.push(Finding::replace(found, &gap, " "));
    }

    /// `title: &Jeunes et paix` names the text "et paix": nobody meant that.
    pub(super) fn unused_anchors(&mut self) {
        for anchor in std::mem::take(&mut self.anchors).into_iter().filter(|anchor| !anchor.used) {
            let line = line::Line::around(self.text, anchor.at.start);
            let key = line.key.map_or("", |key| &self.text[key]);
            let value = anchor.at.start..line.value.end.max(anchor.at.end);
            self.special_start(anchor.at.start..anchor.at.start + 1, value, key);
        }
    }

    pub(super) fn special_start(&mut self, sign: Range<usize>, value: Range<usize>, key: &str) {
        let text = self.text;
        let found = self.found(Code::YamlSpecialStart, &sign).arg("char", &text[sign]).arg("key", key);
        let quoted = quote(&text[value.clone()]);
        let one_line = !quoted.contains('\n');
        self.findings.push(if one_line { Finding::replace(found, &value, quoted) } else { Finding::new(found) });
    }

    /// `{fr: Jeunes, paix, ar: …}`: what follows the comma is a key without a
    /// value to YAML, and the rest of the text to whoever wrote it.
    pub(super) fn continues(&mut self, before: Option<&mut Entry>, entry: &Entry) -> bool {
        let Some(Entry { key, value: Node { value: Yaml::Scalar { text, quoted: false }, span }, .. }) = before else {
            return false;
        };
        let at = |place: u32| place as usize - self.base;
        let whole = at(span.start)..at(entry.key_span.end);
        let colon = self.text[whole.end..].trim_start().starts_with(':');
        let meant = &self.text[whole.clone()];
        let quoted = self.text[at(entry.key_span.start)..].starts_with(['"', '\'']);
        if entry.value.value != Yaml::Null || colon || quoted || meant.contains(['\n', '[', '{']) {
            return false;
        }
        *text = meant.to_owned();
        span.end = entry.key_span.end;
        self.cut.retain(|(_, other)| other.start != whole.start);
        self.cut.push((key.clone(), whole));
        true
    }

    /// Reports the texts that a comma cut. A number with a decimal comma is
    /// left to those who know that a number is wanted.
    pub(super) fn commas(&mut self) {
        for (key, whole) in std::mem::take(&mut self.cut) {
            let meant = &self.text[whole.clone()];
            let decimal = meant.split_once(',').is_some_and(|(whole, rest)| {
                let digit = |c: char| c.is_ascii_digit();
                whole.chars().all(|c| digit(c) || c == '.' || c == ' ' || marks::is_false_space(c))
                    && rest.starts_with(digit)
                    && rest.split_whitespace().count() <= 2
            });
            if !decimal {
                let found = self.found(Code::YamlComma, &whole).arg("key", key).arg("value", meant);
                self.findings.push(Finding::replace(found, &whole, quote(meant)));
            }
        }
    }

    pub(super) fn second_document(&mut self, node: &Node) {
        let found = Diagnostic::at(Code::YamlSyntax, self.path, node.span);
        self.findings.push(Finding::new(found.arg("detail", "second-document")));
        self.broken = true;
    }

    /// The parts of `[a، b]`, each in its place.
    pub(super) fn split_at_arabic_commas(&mut self, joined: &Node) -> Vec<Node> {
        let at = joined.span.start as usize - self.base..joined.span.end as usize - self.base;
        let source = &self.text[at.clone()];
        let comma = source.find('،').map_or(at.start, |comma| at.start + comma);
        let found = self.found(Code::YamlArabicComma, &(comma..comma + '،'.len_utf8()));
        self.findings.push(Finding::replace(found, &at, source.replace('،', ",")));
        let mut parts = vec![];
        let mut start = at.start;
        for part in source.split('،') {
            let text = part.split_whitespace().collect::<Vec<_>>().join(" ");
            let from = start + part.len() - part.trim_start().len();
            start += part.len() + '،'.len_utf8();
            if !text.is_empty() {
                let span = self.span(from..from + part.trim().len());
                parts.push(Node { value: Yaml::Scalar { text, quoted: false }, span });
            }
        }
        parts
    }
}

/// Whether the value is a plain text with a comma of Arabic in it.
pub(super) fn has_arabic_comma(node: &Node) -> bool {
    matches!(&node.value, Yaml::Scalar { text, quoted: false } if text.contains('،'))
}
