//! Checks single values: booleans, numbers, dates, ids, addresses, codes.

use rust_decimal::prelude::ToPrimitive;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::base::lang::Lang;
use crate::base::name;
use crate::base::path::RelPath;
use crate::base::url::decode;
use crate::locale::codes::Codes;
use crate::locale::phone::phone;
use crate::schema::check::{Checker, after_word, is_slug, slugify};
use crate::schema::near::{nearest, nearest_name};
use crate::schema::number::{Number, ascii_digits, number};
use crate::schema::words::{FALSE, TRUE, Word};
use crate::schema::{Value, remedy};
use crate::yaml::Node;
use crate::yaml::remedy::quote;

impl Checker<'_> {
    pub(super) fn boolean(&mut self, key: &str, node: &Node) -> Option<Value> {
        let text = self.text(key, node)?;
        match text {
            "true" => return Some(Value::Boolean(true)),
            "false" => return Some(Value::Boolean(false)),
            _ => {}
        }
        let meant = if TRUE.contains(&text) {
            Some("true")
        } else if FALSE.contains(&text) {
            Some("false")
        } else {
            None
        };
        let either = meant.is_none().then(|| Hint::OneOf(vec!["true".to_owned(), "false".to_owned()]));
        self.replace(Code::ExpectedBoolean, node.span, key, meant, |mut diagnostic| {
            diagnostic.hints.extend(either);
            diagnostic.arg("value", text)
        });
        // `draft: oui` must not publish the draft in the preview either.
        meant.map(|meant| Value::Boolean(meant == "true"))
    }

    pub(super) fn number(&mut self, key: &str, node: &Node, least: i64, most: i64) -> Option<Value> {
        let text = self.text(key, node)?;
        let within = |text: &str| text.parse().ok().filter(|whole| (least..=most).contains(whole));
        let (code, meant) = match number(text) {
            Number::Plain(number) => match number.is_integer().then(|| number.to_i64()).flatten() {
                Some(whole) if (least..=most).contains(&whole) => return Some(Value::Number(whole)),
                _ => (Code::OutOfRange, None),
            },
            Number::ArabicDigits(plain) => (Code::ArabicDigits, within(&plain)),
            Number::Grouped(plain) => (Code::GroupedNumber, within(&plain)),
            Number::Abbreviated(plain) => (Code::AbbreviatedNumber, within(&plain)),
            Number::DecimalComma(_) | Number::TwoReadings(_) => (Code::OutOfRange, None),
            Number::Other => (Code::OutOfRange, within(after_word(text))),
        };
        // If it is not a whole number or not allowed, there is no better form
        // to suggest.
        let code = if meant.is_none() { Code::OutOfRange } else { code };
        let plain = meant.map(|whole: i64| whole.to_string());
        self.replace(code, node.span, key, plain.as_deref(), |diagnostic| {
            let diagnostic = diagnostic.arg("value", text);
            if code == Code::OutOfRange { diagnostic.arg("min", least).arg("max", most) } else { diagnostic }
        });
        meant.map(Value::Number)
    }

    pub(super) fn word(&mut self, key: &str, node: &Node, words: &'static [Word]) -> Option<Value> {
        let text = self.text(key, node)?;
        if let Some(word) = words.iter().find(|word| word.id == text) {
            return Some(Value::Word(word.id));
        }
        let near = nearest(text, words.iter().map(|word| (word.id, word.also)));
        let all = words.iter().map(|word| word.id.to_owned()).collect();
        self.report(Code::UnknownWord, node.span, key, |diagnostic| {
            diagnostic.arg("value", text).did_you_mean(near).hint(Hint::OneOf(all))
        });
        None
    }

    pub(super) fn id(&mut self, key: &str, node: &Node) -> Option<Value> {
        self.text(key, node).map(|text| Value::Text(text.to_owned()))
    }

    pub(super) fn slug(&mut self, key: &str, node: &Node) -> Option<Value> {
        let text = self.text(key, node)?;
        if self.is_unfit(key, text, node) {
            return None;
        }
        if is_slug(text) {
            return Some(Value::Text(text.to_owned()));
        }
        let better = slugify(text);
        let meant = Some(better.as_str()).filter(|better| !better.is_empty());
        self.replace(Code::InvalidSlug, node.span, key, meant, |diagnostic| diagnostic.arg("value", text));
        (!better.is_empty()).then_some(Value::Text(better))
    }

    pub(super) fn alias(&mut self, key: &str, node: &Node) -> Option<Value> {
        let text = self.text(key, node)?;
        if let Some(alias) = alias_path(text) {
            return (!self.is_unfit(key, &alias, node)).then_some(Value::Text(alias));
        }
        let meant = path_of_address(text);
        self.replace(Code::InvalidSlug, node.span, key, meant.as_deref(), |diagnostic| diagnostic.arg("value", text));
        None
    }

    /// Reports an address that no file can have as its name.
    fn is_unfit(&mut self, key: &str, address: &str, node: &Node) -> bool {
        let Some(found) = name::unfit(self.path, node.span, address) else { return false };
        self.report(found.code, node.span, key, |diagnostic| Diagnostic { args: found.args, ..diagnostic });
        true
    }

    pub(super) fn address(&mut self, key: &str, node: &Node) -> Option<Value> {
        let text = self.text(key, node)?;
        // `/fr/projects/a/` may be a page of this site, which is known where all
        // files are.
        if is_address(text) || text.starts_with('/') && !text.starts_with("//") {
            return Some(Value::Text(text.to_owned()));
        }
        let meant = whole_address(text);
        self.replace(Code::InvalidUrl, node.span, key, meant.as_deref(), |diagnostic| diagnostic.arg("value", text));
        None
    }

    pub(super) fn currency(&mut self, key: &str, node: &Node) -> Option<Value> {
        let text = self.text(key, node)?;
        if iso_currency::Currency::from_code(text).is_some() {
            return Some(Value::Text(text.to_owned()));
        }
        let near = remedy::currency_meant(text);
        self.report(Code::UnknownCurrency, node.span, key, |diagnostic| {
            diagnostic.arg("value", text).did_you_mean(near)
        });
        None
    }

    pub(super) fn listed(&mut self, key: &str, node: &Node, codes: Codes) -> Option<Value> {
        let text = self.text(key, node)?;
        if codes.has(text) {
            return Some(Value::Text(text.to_owned()));
        }
        let meant = in_form(text, codes);
        let usual = || USUAL.iter().find(|(other, code)| *other == text && codes.has(code)).map(|(_, code)| *code);
        let named = meant.is_none().then(|| usual().or_else(|| codes.named(text))).flatten();
        let like = (meant.is_none() && named.is_none()).then(|| Hint::Example(format!("{key}: {}", self.example)));
        self.replace(Code::UnknownCode, node.span, key, meant.as_deref(), |mut diagnostic| {
            diagnostic.hints.extend(like);
            diagnostic.arg("value", text).did_you_mean(named)
        });
        None
    }

    pub(super) fn phone(&mut self, key: &str, node: &Node) -> Option<Value> {
        let text = self.text(key, node)?;
        let ascii = ascii_digits(text);
        if ascii != text {
            let meant = phone(&ascii).is_ok().then(|| quote(&ascii));
            self.replace(Code::ArabicDigits, node.span, key, meant.as_deref(), |found| found.arg("value", text));
            return None;
        }
        let why = match phone(text) {
            Ok(_) => return Some(Value::Text(text.to_owned())),
            Err(why) => why,
        };
        let place = |code| Diagnostic::at(code, self.path, node.span).arg("key", key).arg("value", text);
        self.push(why.told(place));
        None
    }

    pub(super) fn code(&mut self, key: &str, node: &Node, fits: fn(&str) -> bool) -> Option<Value> {
        let text = self.text(key, node)?;
        if fits(text) {
            return Some(Value::Text(text.to_owned()));
        }
        let like = Hint::Example(format!("{key}: {}", self.example));
        self.report(Code::InvalidCode, node.span, key, |diagnostic| diagnostic.arg("value", text).hint(like));
        None
    }
}

/// The address that a text without `https://`, or with a misspelt one, was meant
/// as. A scheme of its own is none that can be put right.
fn whole_address(text: &str) -> Option<String> {
    if text.contains('@') {
        return None;
    }
    let rest = match text.split_once(":/") {
        Some((scheme, rest)) => {
            nearest_name(scheme, ["https", "http"])?;
            rest.trim_start_matches('/')
        }
        None => text,
    };
    Some(format!("https://{rest}")).filter(|address| is_address(address) && rest.contains('.'))
}

/// An alias without a slash at its end, percent-decoded. None where it can be
/// no path.
fn alias_path(text: &str) -> Option<String> {
    let text = decode(text)?;
    let path = text.trim_matches('/');
    let fits = RelPath::new(path).is_some() && !path.contains(|c: char| c.is_whitespace() || "?#:<>\"|*".contains(c));
    fits.then(|| text.trim_end_matches('/').to_owned())
}

/// `/fr/projects/a/` of `https://institution.tn/fr/projects/a/`, as somebody
/// copies it who looks the old page up. Before anything else there is no
/// telling where the site begins.
fn path_of_address(text: &str) -> Option<String> {
    let (_, path) = text.split_once("://")?.1.split_once('/')?;
    let path = path.split(['?', '#']).next()?;
    let is_language = |part: &str| part.len() == 2 && Lang::new(part).is_some();
    let below_a_language = path.split('/').next().is_some_and(is_language) && path.trim_end_matches('/').contains('/');
    (below_a_language && alias_path(path).is_some()).then(|| format!("/{path}"))
}

/// Country codes in common use that differ from ISO 3166-1.
const USUAL: &[(&str, &str)] = &[("UK", "GB"), ("EL", "GR")];

/// The code in the form of its list: `tn11` as `TN-11`.
fn in_form(text: &str, codes: Codes) -> Option<String> {
    let plain: String = ascii_digits(text).to_uppercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let dashed = plain.get(..2).map(|country| format!("{country}-{}", &plain[2..]));
    [Some(plain), dashed].into_iter().flatten().find(|code| codes.has(code))
}

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        && !text.contains(|c: char| c.is_whitespace() || "<>\"{}|\\^`".contains(c))
}
