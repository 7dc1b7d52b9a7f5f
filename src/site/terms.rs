//! Marks terms of the glossary in texts: the first occurrence on a page shows
//! the definition and links to the entry.

use std::collections::HashMap;

use regex::Regex;

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

/// The terms that may occur in texts of one language, for readers of one
/// language.
pub struct Terms {
    pattern: Option<Regex>,
    /// The index of each entry by its term, normalised by [`normal`].
    known: HashMap<String, usize>,
    /// The opening tags for each term.
    marks: Vec<String>,
}

impl Terms {
    /// The terms in a text of this language.
    pub fn new(edition: Edition, language: LangId) -> Terms {
        let mut words: Vec<(String, String)> = vec![];
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
            words.push((escape_html(term), mark));
        }
        // Longest first, so that the regex prefers the longest of several terms
        // with the same beginning.
        words.sort_by_key(|(term, _)| std::cmp::Reverse(term.len()));
        let mut known = HashMap::new();
        words.iter().enumerate().for_each(|(at, (term, _))| {
            known.entry(normal(term, is_acronym(term))).or_insert(at);
        });
        let patterns: Vec<String> = words.iter().map(|(term, _)| pattern(term)).collect();
        let pattern = (!patterns.is_empty()).then(|| Regex::new(&patterns.join("|")).ok()).flatten();
        Terms { pattern, known, marks: words.into_iter().map(|(_, mark)| mark).collect() }
    }

    /// Marks the first occurrence of each term in a body.
    pub fn mark(&self, html: String) -> String {
        let Some(pattern) = self.pattern.as_ref().filter(|pattern| pattern.is_match(&html)) else { return html };
        let mut marked = String::with_capacity(html.len() + 256);
        let mut left: Vec<Option<&str>> = self.marks.iter().map(|mark| Some(mark.as_str())).collect();
        let mut unmarked = 0usize;
        let mut rest = html.as_str();
        while !rest.is_empty() {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            if unmarked == 0 {
                self.mark_text(pattern, text, &mut left, &mut marked)
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

    fn mark_text(&self, pattern: &Regex, text: &str, left: &mut [Option<&str>], marked: &mut String) {
        let (mut from, mut at) = (0, 0);
        while let Some(found) = pattern.find_at(text, at) {
            let term = found.as_str();
            let known = self.known.get(&normal(term, true)).or_else(|| self.known.get(&normal(term, false)));
            let whole = !text[..found.start()].ends_with(is_of_word) && !text[found.end()..].starts_with(is_of_word);
            at = if whole { found.end() } else { found.start() + term.chars().next().map_or(1, char::len_utf8) };
            if let Some(mark) = known.filter(|_| whole).and_then(|known| left.get_mut(*known)?.take()) {
                marked.extend([&text[from..found.start()], mark, term, "</abbr></a>"]);
                from = found.end();
            }
        }
        marked.push_str(&text[from..]);
    }
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

/// The regex for a term: any space, any apostrophe and, except for acronyms,
/// any case.
fn pattern(term: &str) -> String {
    let words: Vec<String> =
        term.split_whitespace().map(|word| regex::escape(word).replace(['\'', '’'], "['’]")).collect();
    let words = words.join(r"\s+");
    if is_acronym(term) { words } else { format!("(?i:{words})") }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use regex::Regex;

    use super::{Terms, is_acronym, normal, pattern};

    fn terms(words: &[&str]) -> Terms {
        let known: HashMap<String, usize> =
            words.iter().enumerate().map(|(at, term)| (normal(term, is_acronym(term)), at)).collect();
        let patterns: Vec<String> = words.iter().map(|term| pattern(term)).collect();
        let marks = (0..words.len()).map(|at| format!("<a><abbr title=\"{at}\">")).collect();
        Terms { pattern: Regex::new(&patterns.join("|")).ok(), known, marks }
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
}
