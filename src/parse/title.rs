//! Markup in texts of the front matter. These are shown as they are: asterisks
//! in a title are printed.

use std::ops::Range;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::base::path::RelPath;
use crate::parse::html::{self, Token, Tokens};
use crate::schema::record::Values;
use crate::schema::{Item, Value};

/// The longest text, in bytes, that is checked: a longer one is not a title.
const LONGEST: usize = 2_000;

/// Reports the texts of a record that contain markup that would be printed.
pub(super) fn slips(path: &RelPath, file: &str, values: &Values) -> Vec<Diagnostic> {
    let mut found = vec![];
    of_values(values, &mut |span| found.extend(slip(path, file, span)));
    found
}

fn of_values(values: &Values, report: &mut dyn FnMut(Span)) {
    values.iter().for_each(|(_, item)| of_item(item, report));
}

fn of_item(item: &Item, report: &mut dyn FnMut(Span)) {
    match &item.value {
        Value::Text(_) | Value::Localized(_) => report(item.span),
        Value::List(items) => items.iter().for_each(|item| of_item(item, report)),
        Value::Record(values) => of_values(values, report),
        _ => {}
    }
}

fn slip(path: &RelPath, file: &str, span: Span) -> Option<Diagnostic> {
    let written = file.get(span.range())?;
    // A plain scalar that begins with these is a YAML mistake, which is
    // reported there.
    if written.len() > LONGEST || written.starts_with(['*', '`']) || written.contains("://") {
        return None;
    }
    let (mark, bare) = marks(written)?;
    let found = Diagnostic::at(Code::TitleMarkup, path, span).arg("text", &written[mark]);
    let line = file[..span.range().start].rfind('\n').map_or(0, |end| end + 1);
    let end = file[span.range().end..].find('\n').map_or(file.len(), |end| span.range().end + end);
    let write = bare.filter(|_| !written.contains('\n')).map(|bare| {
        let before = &file[line..span.range().start];
        format!("{before}{bare}{}", file[span.range().end..end].trim_end())
    });
    let mut found = found;
    found.hints.extend(write.map(Hint::Write));
    Some(found)
}

/// The first mark of a text, and the text without any marks if removing them
/// loses nothing.
fn marks(text: &str) -> Option<(Range<usize>, Option<String>)> {
    let mut first: Option<Range<usize>> = None;
    let mut bare = text.to_owned();
    while let Some((mark, words)) = ["**", "__", "*", "`", "_"].iter().find_map(|sign| pair(&bare, sign)) {
        first = first.or_else(|| Some(mark.clone()));
        bare.replace_range(mark, &words);
    }
    let (tag, without) = without_tags(&bare);
    first = first.or(tag);
    let other = other(text);
    let first = first.or(other.clone())?;
    // Removing the markup of a link would lose its address.
    Some((first, Some(without).filter(|_| other.is_none())))
}

/// The first text between two delimiters, by Markdown's rules.
fn pair(text: &str, sign: &str) -> Option<(Range<usize>, String)> {
    let mut from = 0;
    while let Some(open) = text[from..].find(sign).map(|at| from + at) {
        let inside = open + sign.len();
        from = inside;
        let of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '*' || c == '\\');
        let begins =
            !of_word(text[..open].chars().next_back()) && text[inside..].starts_with(|c: char| !c.is_whitespace());
        let Some(close) = text[inside..].find(sign).map(|at| inside + at).filter(|_| begins) else { continue };
        let words = &text[inside..close];
        let ends = !words.ends_with(char::is_whitespace) && !of_word(text[close + sign.len()..].chars().next());
        if ends && words.contains(char::is_alphanumeric) {
            return Some((open..close + sign.len(), words.to_owned()));
        }
    }
    None
}

/// The first HTML tag, and the text with tags removed and entities decoded.
fn without_tags(text: &str) -> (Option<Range<usize>>, String) {
    let mut first = None;
    let mut bare = String::with_capacity(text.len());
    let mut at = 0;
    for token in Tokens::new(text) {
        match token {
            Token::Tag(tag)
                if (html::allows_element(&tag.name) || tag.name == "font") && !html::is_words(&tag, text) =>
            {
                first = first.or(Some(at..at + tag.raw.len()));
                bare.push_str(if tag.name == "br" { " " } else { "" });
                at += tag.raw.len();
            }
            Token::Tag(html::Tag { raw, .. }) | Token::Aside(raw, _) => {
                bare.push_str(raw);
                at += raw.len();
            }
            Token::Text(words) => {
                let decoded = html::decode(words);
                if first.is_none() && *decoded != *words {
                    let entity = words.find('&').unwrap_or(0);
                    first =
                        Some(at + entity..at + words[entity..].find(';').map_or(words.len(), |end| entity + end + 1));
                }
                bare.push_str(&decoded);
                at += words.len();
            }
        }
    }
    (first, bare)
}

/// The first link, mark of another tool, or HTML entity that is not decoded
/// here.
fn other(text: &str) -> Option<Range<usize>> {
    let between = |open: &str, close: &str| {
        let start = text.find(open)?;
        let end = text[start..].find(close)?;
        Some(start..start + end + close.len())
    };
    let link = text.find("](").and_then(|middle| {
        let start = text[..middle].rfind('[')?;
        let end = text[middle..].find(')')?;
        Some(start..middle + end + 1)
    });
    let entity = || {
        let start = text.find('&')?;
        let name = text[start + 1..].split(';').next().filter(|name| name.len() < text.len() - start - 1)?;
        let fits = (2..=8).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
        let unknown = *html::decode(&text[start..start + name.len() + 2]) == text[start..start + name.len() + 2];
        (fits && unknown).then_some(start..start + name.len() + 2)
    };
    link.or_else(|| between("{{", "}}")).or_else(|| between("{%", "%}")).or_else(entity)
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn marks_of_a_title_are_found_and_taken_away() {
        for (text, mark, bare) in [
            ("Un **grand** projet", "**grand**", Some("Un grand projet")),
            ("مشروع *«أ»* و `ب`", "*«أ»*", Some("مشروع «أ» و ب")),
            ("\"**Un** : __deux__\"", "**Un**", Some("\"Un : deux\"")),
            ("Le fichier `site.yaml`", "`site.yaml`", Some("Le fichier site.yaml")),
            ("Un<br>deux <b>trois</b>", "<br>", Some("Un deux trois")),
            ("R&amp;D&nbsp;: x", "&amp;", Some("R&D\u{a0}: x")),
            ("Caf&eacute;", "&eacute;", None),
            ("Le [site](a.md)", "[site](a.md)", None),
            ("{{ page.title }} x", "{{ page.title }}", None),
        ] {
            let (at, found) = marks(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((&text[at], found.as_deref()), (mark, bare));
        }
    }

    #[test]
    fn other_signs_stay() {
        for text in [
            "Projet",
            "Rapport* et annexe*",
            "* note",
            "5 * 3 * 2",
            "l`État",
            "nom_de_fichier_a",
            "#اليوم_العالمي_للشباب",
            "<Nom du bureau>",
            "a < b > c",
            "R&D ; suite",
            "**",
            "« A & B »",
            "[sic] (note)",
        ] {
            assert!(marks(text).is_none(), "{text}");
        }
    }
}
