//! Marks terms of the glossary in texts: the first occurrence on a page shows
//! the definition and links to the entry.

use std::collections::{HashMap, HashSet};

use crate::base::steps;
use crate::base::url::encode;
use crate::config::LangId;
use crate::locale::text::{Writing, escape_html};
use crate::schema::fields::term as at;
use crate::schema::pages::BuiltIn;
use crate::site::edition::Edition;

/// Elements in which no term is marked: code, headings, and those that are
/// links or explanations already.
const UNMARKED: &[&str] =
    &["a", "abbr", "code", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "samp", "summary"];

/// A term of more words and signs is a sentence: it is in the glossary, and not
/// looked for in texts.
const LONGEST: usize = 40;

/// The terms that may occur in texts of one language, for readers of one
/// language.
/// A text is read once, however many terms there are.
#[derive(Default)]
pub struct Terms {
    /// The index of each entry by its term, normalised by [`normal`].
    known: HashMap<String, usize>,
    /// How many parts the terms have that begin with a part, at most.
    longest: HashMap<String, usize>,
    /// The opening tags for each term.
    marks: Vec<String>,
}

impl Terms {
    /// The terms in a text of this language.
    pub fn new(edition: Edition, language: LangId) -> Terms {
        let mut terms = Terms::default();
        for named in &edition.catalogue.glossary {
            let record = named.record.view();
            let term = record.get(at::WORD).and_then(|texts| edition.config().text(texts, language));
            let means = record.get(at::MEANS).and_then(|texts| edition.text(texts));
            let Some(((_, term), means)) = term.zip(means).filter(|((_, term), _)| term.chars().count() > 1) else {
                continue;
            };
            let entry = format!("{}#{}", edition.href(&edition.built_in(BuiltIn::Glossary)), encode(&named.name));
            let means = Writing::of(edition.tag()).isolate_plain(&means.text);
            let mark =
                format!("<a class=\"term\" href=\"{}\"><abbr title=\"{}\">", escape_html(&entry), escape_html(&means));
            terms.add(&escape_html(term), mark);
        }
        terms
    }

    /// Of two entries with one term, the first one counts.
    fn add(&mut self, term: &str, mark: String) {
        let parts: Vec<&str> = parts(term).filter(|part| !is_blank(part)).collect();
        let Some(first) = parts.first().filter(|_| parts.len() <= LONGEST) else { return };
        let longest = self.longest.entry(first.to_lowercase()).or_default();
        *longest = parts.len().max(*longest);
        self.known.entry(normal(term, is_acronym(term))).or_insert(self.marks.len());
        self.marks.push(mark);
    }

    /// Marks the first occurrence of each term in a body.
    pub fn mark(&self, html: String) -> String {
        if self.marks.is_empty() {
            return html;
        }
        let mut marked = String::with_capacity(html.len() + 256);
        let mut seen: HashSet<usize> = HashSet::new();
        let mut unmarked = 0usize;
        let mut rest = html.as_str();
        while !rest.is_empty() {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            if unmarked == 0 {
                self.mark_text(text, &mut seen, &mut marked)
            } else {
                marked.push_str(text)
            }
            let (tag, after) = after.split_at(after.find('>').map_or(after.len(), |end| end + 1));
            marked.push_str(tag);
            let name = tag.trim_start_matches(['<', '/']).split([' ', '>', '/']).next().unwrap_or_default();
            if UNMARKED.contains(&name) {
                unmarked = if tag.starts_with("</") { unmarked.saturating_sub(1) } else { unmarked + 1 };
            }
            rest = after;
        }
        marked
    }

    fn mark_text(&self, text: &str, seen: &mut HashSet<usize>, marked: &mut String) {
        let parts: Vec<&str> = parts(text).collect();
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            steps::take(1);
            let Some((entry, count)) = self.longest_at(&parts[at..]) else {
                marked.push_str(part);
                at += 1;
                continue;
            };
            let term = parts[at..at + count].concat();
            if seen.insert(entry) {
                marked.extend([&self.marks[entry], &*term, "</abbr></a>"]);
            } else {
                marked.push_str(&term);
            }
            at += count;
        }
    }

    /// The longest term that these parts begin with: its entry, and how many
    /// parts it takes.
    fn longest_at(&self, parts: &[&str]) -> Option<(usize, usize)> {
        let longest = *self.longest.get(&parts.first()?.to_lowercase())?;
        let (mut found, mut words, mut text) = (None, 0, String::new());
        for (at, part) in parts.iter().enumerate() {
            steps::take(1);
            text.push_str(part);
            if is_blank(part) {
                continue;
            }
            words += 1;
            let known = self.known.get(&normal(&text, true)).or_else(|| self.known.get(&normal(&text, false)));
            found = known.map(|entry| (*entry, at + 1)).or(found);
            if words == longest {
                break;
            }
        }
        found
    }
}

/// The parts of a text: words, blanks, and each other character by itself. A
/// term begins and ends where a part does.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let kind = |c: char| {
        if is_of_word(c) {
            0
        } else if c.is_whitespace() {
            1
        } else {
            2
        }
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let alone = kind(first) == 2;
        let end = rest.char_indices().skip(1).find(|(_, c)| alone || kind(*c) != kind(first));
        let (part, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = after;
        Some(part)
    })
}

fn is_blank(part: &str) -> bool {
    part.starts_with(char::is_whitespace)
}

/// Whether the term is all capitals, like `PEV`: `pev` would be another word.
fn is_acronym(term: &str) -> bool {
    term.contains(char::is_uppercase) && !term.contains(char::is_lowercase)
}

/// A letter, a combining mark or a digit.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

/// The normalised form of a term: with uniform spaces and apostrophes and,
/// unless `with_capitals`, in lower case.
fn normal(term: &str, with_capitals: bool) -> String {
    let words: Vec<&str> = term.split(char::is_whitespace).filter(|word| !word.is_empty()).collect();
    let term = words.join(" ").replace('’', "'");
    if with_capitals { term } else { term.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::Terms;
    use crate::base::steps;

    fn terms(words: &[&str]) -> Terms {
        let mut terms = Terms::default();
        for (at, term) in words.iter().enumerate() {
            terms.add(term, format!("<a><abbr title=\"{at}\">"));
        }
        terms
    }

    #[test]
    fn a_term_is_marked_where_it_stands_first() {
        let terms = terms(&["prévention de l’extrémisme violent", "PEV", "التوقي"]);
        for (html, expected) in [
            ("<p>La PEV, la PEV.</p>", "<p>La <a><abbr title=\"1\">PEV</abbr></a>, la PEV.</p>"),
            ("<p>La pev, la PEVs, un xPEV.</p>", "<p>La pev, la PEVs, un xPEV.</p>"),
            (
                "<h2>PEV</h2><p><code>PEV</code> <a href=\"x\">la PEV</a></p>",
                "<h2>PEV</h2><p><code>PEV</code> <a href=\"x\">la PEV</a></p>",
            ),
            ("<img alt=\"PEV\"><p>PEV", "<img alt=\"PEV\"><p><a><abbr title=\"1\">PEV</abbr></a>"),
            (
                "<p>Prévention de\nl'extrémisme\u{a0}violent</p>",
                "<p><a><abbr title=\"0\">Prévention de\nl'extrémisme\u{a0}violent</abbr></a></p>",
            ),
            ("<p>في التوقي، والتوقي</p>", "<p>في <a><abbr title=\"2\">التوقي</abbr></a>، والتوقي</p>"),
            ("<p><bdi dir=\"ltr\">PEV</bdi></p>", "<p><bdi dir=\"ltr\"><a><abbr title=\"1\">PEV</abbr></a></bdi></p>"),
        ] {
            assert_eq!(terms.mark(html.to_owned()), expected);
        }
    }

    #[test]
    fn the_longest_term_counts_and_each_term_once() {
        let terms = terms(&["plan", "plan d'action", "plan", "(MoU)", "R&amp;D"]);
        for (html, expected) in [
            (
                "Un plan, un Plan d’action, un plan d'action.",
                "Un <a><abbr title=\"0\">plan</abbr></a>, un <a><abbr title=\"1\">Plan d’action</abbr></a>, un plan d'action.",
            ),
            ("le plan d'actions", "le <a><abbr title=\"0\">plan</abbr></a> d'actions"),
            ("un accord (MoU) ici", "un accord <a><abbr title=\"3\">(MoU)</abbr></a> ici"),
            ("la R&amp;D, la R&amp;Dx", "la <a><abbr title=\"4\">R&amp;D</abbr></a>, la R&amp;Dx"),
            ("planplan replan", "planplan replan"),
        ] {
            assert_eq!(terms.mark(html.to_owned()), expected);
        }
    }

    #[test]
    fn a_text_is_read_once_however_many_terms_there_are() {
        let words: Vec<String> = (0..3_000).map(|at| format!("mot numéro {at}")).collect();
        let terms = terms(&words.iter().map(String::as_str).collect::<Vec<_>>());
        steps::assert_linear("marking terms", |count| drop(terms.mark("un mot numéro 7 de plus, ".repeat(count))));
    }
}
