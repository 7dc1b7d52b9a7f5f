//! The words of the report and of the command, in three languages, from
//! `messages/*.yaml`. Codes and arguments become sentences here and nowhere
//! else.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale::{Locale, locale};
use icu_plurals::{PluralCategory, PluralRules};
use serde::Deserialize;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Hint};

/// A quoted value is cut after so many characters.
const LONGEST_QUOTE: usize = 80;

/// Arguments that nobody can use unless they are whole.
const NEVER_CUT: [&str; 5] = ["command", "dir", "name", "path", "target"];

/// The language of messages, which need not be a language of the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageLanguage {
    /// French.
    Fr,
    /// Arabic, with the digits and the grouping of Tunisia.
    Ar,
    /// English.
    En,
}

impl MessageLanguage {
    /// Every language.
    pub const ALL: [MessageLanguage; 3] = [MessageLanguage::Fr, MessageLanguage::Ar, MessageLanguage::En];

    /// `fr`, `ar` or `en`.
    pub fn as_str(self) -> &'static str {
        match self {
            MessageLanguage::Fr => "fr",
            MessageLanguage::Ar => "ar",
            MessageLanguage::En => "en",
        }
    }

    /// The language that environment variables ask for, as gettext finds it:
    /// the first known one of `LANGUAGE`, else `LC_ALL`, `LC_MESSAGES` or
    /// `LANG`; English where none of them is known.
    pub fn from_variables(get: impl Fn(&str) -> Option<String>) -> MessageLanguage {
        let preferred = get("LANGUAGE").unwrap_or_default();
        let preferred = preferred.split(':').find_map(MessageLanguage::of_locale);
        let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(&get).find(|value| !value.is_empty());
        preferred.or_else(|| MessageLanguage::of_locale(&locale()?)).unwrap_or(MessageLanguage::En)
    }

    /// The language of a POSIX locale: `fr_TN.UTF-8`.
    fn of_locale(name: &str) -> Option<MessageLanguage> {
        let language = name.split(['_', '-', '.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        MessageLanguage::ALL.into_iter().find(|known| known.as_str() == language)
    }

    fn locale(self) -> Locale {
        match self {
            MessageLanguage::Fr => locale!("fr-TN"),
            MessageLanguage::Ar => locale!("ar-TN"),
            MessageLanguage::En => locale!("en"),
        }
    }
}

/// What is wrong, in one or two sentences.
pub fn message(diagnostic: &Diagnostic, language: MessageLanguage) -> String {
    match text(diagnostic.code, language) {
        Some(text) => fill(&text.message, &diagnostic.args, language),
        None => diagnostic.code.as_str().to_owned(),
    }
}

/// What to do about it: the name that was probably meant, the code's own advice,
/// then the other hints. One that gives several lines to write has them after
/// its first line.
pub fn advice(diagnostic: &Diagnostic, language: MessageLanguage) -> Vec<String> {
    let help = text(diagnostic.code, language).and_then(|text| text.help.as_deref());
    let help = help.map(|help| fill(help, &diagnostic.args, language));
    let (near, others): (Vec<&Hint>, Vec<&Hint>) =
        diagnostic.hints.iter().partition(|hint| matches!(hint, Hint::DidYouMean(_)));
    let said = |given: &Hint| hint(given, diagnostic.code, language);
    let others = others.into_iter().map(said);
    near.into_iter().map(said).chain(help).chain(others).collect()
}

/// What stands at the other places of a diagnostic: "first given here".
pub fn related(code: Code, language: MessageLanguage) -> String {
    let own = text(code, language).and_then(|text| text.related.clone());
    own.unwrap_or_else(|| word("related", &[], language))
}

/// One of the fixed words, with its arguments filled in.
pub fn word(name: &str, args: &[(&'static str, Arg)], language: MessageLanguage) -> String {
    match words().get(name).map(|word| word.of(language)) {
        Some(Word::Plain(text)) => fill(text, args, language),
        _ => name.to_owned(),
    }
}

/// The fixed words of the preview that have no argument, by name: what its
/// templates print.
pub fn preview_words(language: MessageLanguage) -> BTreeMap<String, String> {
    let names = serde_yaml::from_str::<BTreeMap<String, Each<Word>>>(PREVIEW).unwrap_or_default();
    let plain = |(name, each): (String, Each<Word>)| match each.of(language) {
        Word::Plain(text) if !text.contains('{') => Some((name, text.clone())),
        _ => None,
    };
    names.into_iter().filter_map(plain).collect()
}

/// One of the fixed words with a number in it, in the form that CLDR gives the
/// number in this language. `{count}` is the number.
pub fn counted(name: &str, count: usize, language: MessageLanguage) -> String {
    let Some(Word::Plural(forms)) = words().get(name).map(|word| word.of(language)) else {
        return name.to_owned();
    };
    let rules = PluralRules::try_new_cardinal(language.locale().into());
    let form = form_name(rules.map_or(PluralCategory::Other, |rules| rules.category_for(count)));
    let text = forms.get(form).or(forms.get("other")).map_or(name, String::as_str);
    fill(text, &[("count", Arg::Number(count as i64))], language)
}

/// A number in the digits of the language.
pub fn number(number: usize, language: MessageLanguage) -> String {
    decimal(&Decimal::from(number as u64), language)
}

/// A number of seconds with one decimal, in the digits of the language.
pub fn seconds(seconds: f64, language: MessageLanguage) -> String {
    let mut tenths = Decimal::from((seconds * 10.0).round() as i64);
    tenths.multiply_pow10(-1);
    tenths.pad_end(-1);
    decimal(&tenths, language)
}

/// Several texts one after the other, in the manner of the language.
pub fn enumerate(items: &[String], language: MessageLanguage) -> String {
    match ListFormatter::try_new_unit(language.locale().into(), ListFormatterOptions::default()) {
        Ok(formatter) => formatter.format_to_string(items.iter()),
        Err(_) => items.join(", "),
    }
}

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

fn hint(hint: &Hint, code: Code, language: MessageLanguage) -> String {
    match hint {
        Hint::DidYouMean(name) => word("did-you-mean", &[("name", name.as_str().into())], language),
        Hint::OneOf(list) => {
            let keys = matches!(code, Code::UnknownKey | Code::ExpectedMapping);
            word(if keys { "one-of-keys" } else { "one-of" }, &[("list", Arg::List(list.clone()))], language)
        }
        Hint::Write(text) if text.trim_end().contains('\n') => {
            let lines = text.trim_end().lines().map(|line| format!("\n  {}", visible(line)));
            word("write-lines", &[], language) + &lines.collect::<String>()
        }
        Hint::Example(line) => word("example", &[("line", line.as_str().into())], language),
        Hint::Write(line) => word("write", &[("line", line.trim_end().into())], language),
    }
}

/// Fills a text of `messages/`: `{name}` is an argument, and what stands
/// between backticks is quoted.
fn fill(text: &str, args: &[(&'static str, Arg)], language: MessageLanguage) -> String {
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

/// One of the fixed words as it stands, without anything filled in.
pub fn fixed(name: &'static str, language: MessageLanguage) -> &'static str {
    match words().get(name).map(|word| word.of(language)) {
        Some(Word::Plain(text)) => text,
        _ => name,
    }
}

/// One of the fixed words without an argument, if there is one of this name.
pub fn known_word(name: &str, language: MessageLanguage) -> Option<String> {
    words().contains_key(name).then(|| word(name, &[], language))
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

fn decimal(number: &Decimal, language: MessageLanguage) -> String {
    match DecimalFormatter::try_new(language.locale().into(), Default::default()) {
        Ok(formatter) => formatter.format(number).to_string(),
        Err(_) => number.to_string(),
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

fn form_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// A thing in each of the three languages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Each<T> {
    fr: T,
    ar: T,
    en: T,
}

impl<T> Each<T> {
    fn of(&self, language: MessageLanguage) -> &T {
        match language {
            MessageLanguage::Fr => &self.fr,
            MessageLanguage::Ar => &self.ar,
            MessageLanguage::En => &self.en,
        }
    }
}

/// The texts of a code, in one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    message: String,
    help: Option<String>,
    /// What stands at the other place, where it is not "first given here".
    related: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Word {
    Plain(String),
    Plural(BTreeMap<String, String>),
}

/// The files of codes, one for each stage.
const FILES: [&str; 8] = [
    include_str!("../../messages/yaml.yaml"),
    include_str!("../../messages/values.yaml"),
    include_str!("../../messages/site.yaml"),
    include_str!("../../messages/content.yaml"),
    include_str!("../../messages/catalogue.yaml"),
    include_str!("../../messages/files.yaml"),
    include_str!("../../messages/theme.yaml"),
    include_str!("../../messages/command.yaml"),
];

/// The files of words: those of the report and the command, those of the
/// command's help, and those of the preview.
const WORDS: [&str; 3] = [include_str!("../../messages/words.yaml"), HELP, PREVIEW];
const HELP: &str = include_str!("../../messages/help.yaml");
const PREVIEW: &str = include_str!("../../messages/preview.yaml");

fn text(code: Code, language: MessageLanguage) -> Option<&'static Text> {
    static TEXTS: OnceLock<BTreeMap<String, Each<Text>>> = OnceLock::new();
    // The files are part of the program, and a test reads them.
    let read = |file: &str| serde_yaml::from_str::<BTreeMap<String, Each<Text>>>(file).unwrap_or_default();
    TEXTS.get_or_init(|| FILES.into_iter().flat_map(read).collect()).get(code.as_str()).map(|text| text.of(language))
}

fn words() -> &'static BTreeMap<String, Each<Word>> {
    static TEXTS: OnceLock<BTreeMap<String, Each<Word>>> = OnceLock::new();
    let read = |file: &str| serde_yaml::from_str::<BTreeMap<String, Each<Word>>>(file).unwrap_or_default();
    TEXTS.get_or_init(|| WORDS.into_iter().flat_map(read).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use icu_plurals::PluralRules;

    use super::{Each, FILES, MessageLanguage, Text, WORDS, Word, advice, counted, form_name, message, seconds, word};
    use crate::base::code::Code;
    use crate::base::diag::{Arg, Diagnostic, Hint};

    const LANGUAGES: [MessageLanguage; 3] = MessageLanguage::ALL;

    fn texts() -> BTreeMap<String, Each<Text>> {
        let mut all = BTreeMap::new();
        for file in FILES {
            for (code, texts) in serde_yaml::from_str::<BTreeMap<String, Each<Text>>>(file).unwrap() {
                assert!(all.insert(code.clone(), texts).is_none(), "{code} twice");
            }
        }
        all
    }

    fn all_words() -> BTreeMap<String, Each<Word>> {
        let mut all = BTreeMap::new();
        for file in WORDS {
            for (name, each) in serde_yaml::from_str::<BTreeMap<String, Each<Word>>>(file).unwrap() {
                assert!(all.insert(name.clone(), each).is_none(), "{name} twice");
            }
        }
        all
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        let names = text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
        names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
    }

    /// The arguments of a code: the comment behind it in `base/code.rs`, up to
    /// its first `;` or `:`, without what stands in brackets.
    fn declared(code: &str) -> String {
        let source = include_str!("../base/code.rs");
        let line = source.lines().find(|line| line.contains(&format!("\"{code}\""))).unwrap();
        line.split_once("//").map_or("", |(_, comment)| comment).to_owned()
    }

    #[test]
    fn every_code_has_its_texts_and_no_text_is_left_over() {
        let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
        assert_eq!(texts().into_keys().collect::<BTreeSet<_>>(), codes);
    }

    #[test]
    fn the_three_languages_say_the_same_with_the_arguments_of_the_code() {
        for (code, each) in texts() {
            let parts = |language| {
                let text: &Text = each.of(language);
                let related = text.related.as_deref().map(placeholders);
                (placeholders(&text.message), text.help.as_deref().map(placeholders), related)
            };
            let [fr, ar, en] = LANGUAGES.map(parts);
            assert!(fr == ar && ar == en, "{code}: {fr:?} {ar:?} {en:?}");
            let declared = declared(&code);
            let known: BTreeSet<&str> = declared.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            for name in fr.0.iter().chain(fr.1.iter().flatten()) {
                assert!(known.contains(name), "{code} has no argument {name}");
            }
        }
    }

    #[test]
    fn quotes_are_paired_and_french_spaces_do_not_break() {
        let mut all: Vec<(String, MessageLanguage, String)> = vec![];
        for (code, each) in texts() {
            for language in LANGUAGES {
                let text = each.of(language);
                let parts = [Some(&text.message), text.help.as_ref(), text.related.as_ref()];
                all.extend(parts.into_iter().flatten().map(|part| (code.clone(), language, part.clone())));
            }
        }
        for (name, each) in all_words() {
            for language in LANGUAGES {
                match each.of(language) {
                    Word::Plain(text) => all.push((name.clone(), language, text.clone())),
                    Word::Plural(forms) => {
                        all.extend(forms.values().map(|text| (name.clone(), language, text.clone())))
                    }
                }
            }
        }
        for (name, language, text) in all {
            assert_eq!(text.matches('`').count() % 2, 0, "{name}: {text}");
            let outside: String = text.split('`').step_by(2).collect();
            let breaks = [" ;", " :", " !", " ?", "« ", " »", "'"].iter().any(|bad| outside.contains(bad));
            assert!(language != MessageLanguage::Fr || !breaks, "{name}: {text}");
        }
    }

    #[test]
    fn words_have_the_plural_forms_of_their_language() {
        for (name, each) in all_words() {
            for language in LANGUAGES {
                let Word::Plural(forms) = each.of(language) else { continue };
                let rules = PluralRules::try_new_cardinal(language.locale().into()).unwrap();
                let needed: BTreeSet<&str> = rules.categories().map(form_name).collect();
                assert_eq!(forms.keys().map(String::as_str).collect::<BTreeSet<_>>(), needed, "{name} {language:?}");
            }
        }
    }

    #[test]
    fn values_are_quoted_in_the_manner_of_the_language() {
        let diagnostic = Diagnostic::new(Code::UnknownKey).arg("key", "titre").did_you_mean(Some("title"));
        let said = LANGUAGES.map(|language| (message(&diagnostic, language), advice(&diagnostic, language).remove(0)));
        let expected = [
            ("Le champ «\u{a0}titre\u{a0}» n’existe pas.", "Vouliez-vous dire «\u{a0}title\u{a0}»\u{202f}?"),
            ("لا يوجد حقل باسم «\u{2068}titre\u{2069}».", "هل تقصد «\u{2068}title\u{2069}»؟"),
            ("There is no field `titre`.", "Did you mean `title`?"),
        ];
        assert_eq!(said, expected.map(|(message, advice)| (message.to_owned(), advice.to_owned())));
    }

    #[test]
    fn what_a_file_contains_cannot_mislead_a_terminal() {
        let diagnostic = Diagnostic::new(Code::UnknownKey).arg("key", "a\u{1b}[2J\u{202e}b{key}`c");
        assert_eq!(message(&diagnostic, MessageLanguage::En), "There is no field `a<U+001B>[2J<U+202E>b{key}`c`.");
        let long = Diagnostic::new(Code::InvalidUrl).arg("value", "x".repeat(500));
        assert!(message(&long, MessageLanguage::En).chars().count() < 120);
    }

    #[test]
    fn lists_languages_reasons_and_lines_are_said_in_words() {
        let files = Arg::List(vec!["a".to_owned(), "b".to_owned()]);
        let foreign =
            Diagnostic { args: vec![("path", "out".into()), ("files", files)], ..Diagnostic::new(Code::OutputForeign) };
        assert!(message(&foreign, MessageLanguage::En).ends_with("has not written: `a`, `b`."));
        let missing = Diagnostic::new(Code::LabelMissing).arg("key", "title").arg("lang", "ar");
        assert!(message(&missing, MessageLanguage::Fr).ends_with("en arabe."));
        let denied = Diagnostic::new(Code::OutputFailed).arg("path", "x").arg("detail", "disk-full");
        assert!(message(&denied, MessageLanguage::En).ends_with("the disk is full."));
        let write = Diagnostic::new(Code::YamlTab).hint(Hint::Write("a:\n  b: 1\n".to_owned()));
        assert_eq!(advice(&write, MessageLanguage::En)[1], "Write:\n  a:\n    b: 1");
    }

    #[test]
    fn numbers_take_the_form_that_they_need() {
        let contrast = Diagnostic::new(Code::LowContrast).arg("ratio", Arg::Decimal("1.37".to_owned()));
        let contrast = LANGUAGES.map(|language| message(&contrast, language));
        assert!(contrast[0].contains("1,37") && contrast[1].contains("1,37") && contrast[2].contains("1.37"));
        let written = |count, language| counted("pages-written", count, language);
        assert_eq!(written(20_000, MessageLanguage::En), "20,000 pages written");
        assert_eq!(written(0, MessageLanguage::Fr), "0 page écrite");
        assert_eq!(written(2, MessageLanguage::Ar), "صفحتان مكتوبتان");
        assert_eq!(written(3, MessageLanguage::Ar), "3 صفحات مكتوبة");
        assert_eq!(seconds(1.25, MessageLanguage::Fr), "1,3");
        assert_eq!(seconds(2.0, MessageLanguage::En), "2.0");
        assert_eq!(word("no-such-word", &[], MessageLanguage::En), "no-such-word");
    }

    #[test]
    fn the_language_is_the_one_of_the_machine() {
        let of = |variables: &[(&str, &str)]| {
            let find =
                |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
            MessageLanguage::from_variables(find)
        };
        assert_eq!(of(&[]), MessageLanguage::En);
        assert_eq!(of(&[("LANG", "fr_TN.UTF-8")]), MessageLanguage::Fr);
        assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "ar"), ("LANG", "fr_FR")]), MessageLanguage::Ar);
        assert_eq!(of(&[("LANGUAGE", "de:ar_TN:fr"), ("LANG", "fr_FR")]), MessageLanguage::Ar);
        assert_eq!(of(&[("LC_ALL", "C.UTF-8"), ("LANG", "fr_FR")]), MessageLanguage::En);
    }
}
