//! The texts of the report and of the commands, in three languages, from
//! `messages/*.yaml`. Only here do codes and arguments become sentences.

mod data;
mod fill;
mod language;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use fixed_decimal::Decimal;
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_plurals::{PluralCategory, PluralRules};

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Hint};
use crate::locale::number::name_of;
use crate::report::messages::data::{Each, PREVIEW, Word, text, words};
use crate::report::messages::fill::{decimal, fill};

pub use crate::report::messages::fill::{has_rtl, is_rtl, quote, shorten, visible};
pub use crate::report::messages::language::MessageLanguage;

/// The message: what is wrong, in one or two sentences.
pub fn message(diagnostic: &Diagnostic, language: MessageLanguage) -> String {
    match text(diagnostic.code, language) {
        Some(text) => fill(&text.message, &diagnostic.args, language),
        None => diagnostic.code.as_str().to_owned(),
    }
}

/// The advice on what to do: the name that was probably meant, the code's
/// general advice, then the other hints. A hint with several lines to write is
/// one text with line breaks.
pub fn advice(diagnostic: &Diagnostic, language: MessageLanguage) -> Vec<String> {
    let help = text(diagnostic.code, language).and_then(|text| text.help.as_deref());
    let help = help.map(|help| fill(help, &diagnostic.args, language));
    let (near, others): (Vec<&Hint>, Vec<&Hint>) =
        diagnostic.hints.iter().partition(|hint| matches!(hint, Hint::DidYouMean(_)));
    let said = |given: &Hint| hint(given, diagnostic.code, language);
    let others = others.into_iter().map(said);
    near.into_iter().map(said).chain(help).chain(others).collect()
}

/// The text for the related places of a diagnostic: "first given here".
pub fn related(code: Code, language: MessageLanguage) -> String {
    let own = text(code, language).and_then(|text| text.related.clone());
    own.unwrap_or_else(|| word("related", &[], language))
}

/// A fixed text with its arguments filled in.
pub fn word(name: &str, args: &[(&'static str, Arg)], language: MessageLanguage) -> String {
    match words().get(name).map(|word| word.of(language)) {
        Some(Word::Plain(text)) => fill(text, args, language),
        _ => name.to_owned(),
    }
}

/// The fixed texts of the preview that have no argument, by name, for its
/// templates.
pub fn preview_words(language: MessageLanguage) -> BTreeMap<String, String> {
    let names = serde_yaml::from_str::<BTreeMap<String, Each<Word>>>(PREVIEW).unwrap_or_default();
    let plain = |(name, each): (String, Each<Word>)| match each.of(language) {
        Word::Plain(text) if !text.contains('{') => Some((name, text.clone())),
        _ => None,
    };
    names.into_iter().filter_map(plain).collect()
}

/// A fixed text with a number, in the plural form of this language (CLDR).
/// `{count}` is the number.
pub fn counted(name: &str, count: usize, language: MessageLanguage) -> String {
    let Some(Word::Plural(forms)) = words().get(name).map(|word| word.of(language)) else {
        return name.to_owned();
    };
    let rules = PluralRules::try_new_cardinal(language.locale().into());
    let form = name_of(rules.map_or(PluralCategory::Other, |rules| rules.category_for(count)));
    let text = forms.get(form).or(forms.get("other")).map_or(name, String::as_str);
    fill(text, &[("count", Arg::Number(count as i64))], language)
}

/// A number formatted for the language.
pub fn number(number: usize, language: MessageLanguage) -> String {
    decimal(&Decimal::from(number as u64), language)
}

/// A number of seconds with one decimal, formatted for the language.
pub fn seconds(seconds: f64, language: MessageLanguage) -> String {
    let mut tenths = Decimal::from((seconds * 10.0).round() as i64);
    tenths.multiply_pow10(-1);
    tenths.pad_end(-1);
    decimal(&tenths, language)
}

/// Joins several texts as the language does.
pub fn enumerate(items: &[String], language: MessageLanguage) -> String {
    match ListFormatter::try_new_unit(language.locale().into(), ListFormatterOptions::default()) {
        Ok(formatter) => formatter.format_to_string(items.iter()),
        Err(_) => items.join(", "),
    }
}

fn hint(hint: &Hint, code: Code, language: MessageLanguage) -> String {
    match hint {
        Hint::DidYouMean(name) => word("did-you-mean", &[("name", name.as_str().into())], language),
        Hint::OneOf(list) => {
            let keys = matches!(code, Code::UnknownKey | Code::ExpectedMapping | Code::TemplateUnknownField);
            word(if keys { "one-of-keys" } else { "one-of" }, &[("list", Arg::List(list.clone()))], language)
        }
        // Isolates around a line of Arabic would be copied with it.
        Hint::Write(text) if text.trim_end().contains('\n') || has_rtl(text) => below("write-lines", text, language),
        Hint::Example(text) if has_rtl(text) => below("example-lines", text, language),
        Hint::Example(line) => word("example", &[("line", line.as_str().into())], language),
        Hint::Write(line) => word("write", &[("line", line.trim_end().into())], language),
    }
}

/// Lines to copy below a word.
fn below(name: &str, text: &str, language: MessageLanguage) -> String {
    let lines = text.trim_end().lines().map(|line| format!("\n  {}", visible(line)));
    word(name, &[], language) + &lines.collect::<String>()
}

/// A fixed text without anything filled in.
pub fn fixed(name: &'static str, language: MessageLanguage) -> &'static str {
    match words().get(name).map(|word| word.of(language)) {
        Some(Word::Plain(text)) => text,
        _ => name,
    }
}

/// A fixed text without arguments, if there is one of this name.
pub fn known_word(name: &str, language: MessageLanguage) -> Option<String> {
    words().contains_key(name).then(|| word(name, &[], language))
}
