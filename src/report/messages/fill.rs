//! Arguments as parts of a sentence: quoted, shortened, and set apart from the
//! direction of the words around them.

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;

use crate::base::diag::Arg;
use crate::report::messages::language::MessageLanguage;
use crate::report::messages::{enumerate, known_word};

/// A quoted value is cut after so many characters.
const LONGEST_QUOTE: usize = 80;

/// Arguments that nobody can use unless they are whole.
const NEVER_CUT: [&str; 5] = ["command", "dir", "name", "path", "target"];

/// The text with its invisible and unprintable characters shown by their
/// number, so that a terminal can't be misled by what a file contains.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            c if c.is_control() || is_invisible(c) => shown.push_str(&format!("<U+{:04X}>", c as u32)),
            c => shown.push(c),
        }
    }
    shown
}

/// A value between the quotes of the language, set apart from the direction of
/// the text around it.
pub fn quote(text: &str, language: MessageLanguage) -> String {
    let text = isolate(&visible(text), language);
    match language {
        MessageLanguage::Fr => format!("«\u{a0}{text}\u{a0}»"),
        MessageLanguage::Ar => format!("«{text}»"),
        MessageLanguage::En => format!("`{text}`"),
    }
}

/// The text, or its beginning where it is too long to be quoted.
pub fn shorten(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Whether the text has a letter that is written from right to left.
pub fn has_rtl(text: &str) -> bool {
    text.chars().any(is_rtl)
}

/// Whether the letter is written from right to left.
pub fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Fills a text of `messages/`: `{name}` is an argument, and what stands
/// between backticks is quoted.
pub(super) fn fill(text: &str, args: &[(&'static str, Arg)], language: MessageLanguage) -> String {
    let mut filled = String::with_capacity(text.len() * 2);
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 0 {
            filled.push_str(&substitute(part, args, &|name, arg| prose(name, arg, language)));
        } else if let Some(Arg::List(_)) = whole(part, args) {
            filled.push_str(&substitute(part, args, &|name, arg| prose(name, arg, language)));
        } else {
            filled.push_str(&quote(&substitute(part, args, &plain), language));
        }
    }
    filled
}

/// The argument, if the text is its placeholder and nothing else.
fn whole<'a>(text: &str, args: &'a [(&'static str, Arg)]) -> Option<&'a Arg> {
    let name = text.strip_prefix('{')?.strip_suffix('}')?;
    args.iter().find(|(own, _)| *own == name).map(|(_, arg)| arg)
}

fn substitute(text: &str, args: &[(&'static str, Arg)], render: &dyn Fn(&str, &Arg) -> String) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let placeholder =
            after.split_once('}').and_then(|(name, after)| Some((whole(&format!("{{{name}}}"), args)?, name, after)));
        match placeholder {
            Some((arg, name, after)) => {
                filled.push_str(&render(name, arg));
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}

/// An argument as a part of a sentence.
fn prose(name: &str, arg: &Arg, language: MessageLanguage) -> String {
    match (name, arg) {
        ("lang", Arg::Text(tag)) => known_word(&format!("language-{tag}"), language).unwrap_or_else(|| tag.clone()),
        ("char", Arg::Text(char)) => {
            let number = char.split(' ').next().unwrap_or(char);
            known_word(&format!("char-{number}"), language).unwrap_or_else(|| char.clone())
        }
        ("measure", Arg::Text(name)) => {
            known_word(&format!("measure-{name}"), language).unwrap_or_else(|| name.clone())
        }
        ("detail", Arg::Text(detail)) => {
            known_word(&format!("reason-{detail}"), language).unwrap_or_else(|| isolate(&visible(detail), language))
        }
        (_, Arg::Number(number)) => decimal(&Decimal::from(*number), language),
        (_, Arg::Decimal(text)) => text.parse().map_or_else(|_| text.clone(), |number| decimal(&number, language)),
        (_, Arg::Text(text) | Arg::Date(text)) => isolate(&visible(text), language),
        ("list", Arg::List(items)) => alternatives(items, language),
        ("traces", Arg::List(items)) => {
            let known = items.iter().filter_map(|item| known_word(&format!("trace-{item}"), language));
            enumerate(&known.collect::<Vec<_>>(), language)
        }
        (_, Arg::List(items)) => list(items, language),
    }
}

/// An argument as a part of something quoted.
fn plain(name: &str, arg: &Arg) -> String {
    match arg {
        Arg::Text(text) if NEVER_CUT.contains(&name) => text.clone(),
        Arg::Text(text) | Arg::Date(text) => shorten(text),
        Arg::Number(number) => number.to_string(),
        Arg::Decimal(text) => text.clone(),
        Arg::List(items) => items.join(", "),
    }
}

fn list(items: &[String], language: MessageLanguage) -> String {
    enumerate(&items.iter().map(|item| quote(&shorten(item), language)).collect::<Vec<_>>(), language)
}

/// Several texts of which one is to be chosen.
fn alternatives(items: &[String], language: MessageLanguage) -> String {
    let items: Vec<String> = items.iter().map(|item| quote(&shorten(item), language)).collect();
    match ListFormatter::try_new_or(language.locale().into(), ListFormatterOptions::default()) {
        Ok(formatter) => formatter.format_to_string(items.iter()),
        Err(_) => items.join(", "),
    }
}

/// Sets a value apart from the direction of the sentence (UAX #9, FSI and PDI).
/// A left-to-right sentence needs that only around right-to-left letters.
fn isolate(text: &str, language: MessageLanguage) -> String {
    match language {
        MessageLanguage::Fr | MessageLanguage::En if !has_rtl(text) => text.to_owned(),
        _ => format!("\u{2068}{text}\u{2069}"),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

pub(super) fn decimal(number: &Decimal, language: MessageLanguage) -> String {
    match DecimalFormatter::try_new(language.locale().into(), Default::default()) {
        Ok(formatter) => formatter.format(number).to_string(),
        Err(_) => number.to_string(),
    }
}
