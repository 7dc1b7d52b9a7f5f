//! The filters and functions for templates. All are pure: what a page shows
//! depends only on its view and the theme.
//!
//! Each uses the language of the page (`lang` in the context) unless it is
//! given `lang="…"`.

mod money;

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use tera::value::Key;
use tera::{Error, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::base::date::PartialDate;
use crate::base::lang::{Direction, Lang};
use crate::locale::Locale;
use crate::locale::codes::Codes;
use crate::locale::date::DateStyle;
use crate::locale::text::{Writing, escape_html};
use crate::schema::near::nearest_name;
use crate::theme::strings::{Message, Pattern, Piece, Strings};
use crate::theme::wrap;

/// What filters and functions can access besides their arguments.
pub(super) struct Env {
    /// The site's languages.
    pub locales: Arc<[Locale]>,
    /// The strings of the interface.
    pub strings: Strings,
    /// The published addresses of the theme's files, by path below `static/`.
    pub assets: BTreeMap<String, String>,
}

/// A call: the environment, the language to use, and the arguments.
struct Call<'a> {
    env: &'a Env,
    locale: &'a Locale,
    args: &'a Kwargs,
}

type Filter = fn(&Call, &Value) -> TeraResult<Value>;
type Function = fn(&Call) -> TeraResult<Value>;

const FILTERS: [(&str, Filter); 12] = [
    ("date", date),
    ("file_size", file_size),
    ("isolate", isolate),
    ("label", label),
    ("list", list),
    ("money", money::money),
    ("number", |call, value| Ok(html(escape_html(&number(call.locale, value)?)))),
    ("plain", |call, value| Ok(Value::from(plain(call, value)?))),
    ("plural", |call, value| Ok(Value::from(call.locale.plural(count(value)?)))),
    ("text", |call, value| Ok(html(text(call, value)?))),
    ("wrap", wrapped),
    ("dir", |call, value| Ok(Value::from(language(call, value)?.1.direction().as_str()))),
];

const FUNCTIONS: [(&str, Function); 6] = [
    ("asset", asset),
    ("words", |call| Ok(html(words(call)?))),
    ("date_range", date_range),
    ("t", |call| Ok(html(translate(call, call.args.must_get("key")?, Form::Html)?))),
    ("t_plain", |call| Ok(Value::from(translate(call, call.args.must_get("key")?, Form::Plain)?))),
    ("term_label", term_label),
];

/// The names that templates may use, besides Tera's own.
pub(super) fn names() -> Vec<&'static str> {
    FILTERS.iter().map(|(name, _)| *name).chain(FUNCTIONS.iter().map(|(name, _)| *name)).collect()
}

/// Registers every filter and function. `lang` is the page's language; it is
/// passed here for components, which cannot access the context.
pub(super) fn register(engine: &mut Tera, env: &Arc<Env>, lang: Lang) {
    for (name, filter) in FILTERS {
        let env = Arc::clone(env);
        engine.register_filter(name, move |value: Value, args: Kwargs, state: &State| {
            exists(&value)?;
            filter(&env.call(&args, state, lang)?, &value)
        });
    }
    for (name, function) in FUNCTIONS {
        let env = Arc::clone(env);
        engine.register_function(name, move |args: Kwargs, state: &State| function(&env.call(&args, state, lang)?));
    }
}

/// Reports a misspelt field at the field rather than at the filter.
fn exists(value: &Value) -> TeraResult<()> {
    let (expected_type, actual_type) = ("a field that exists".to_owned(), "undefined".to_owned());
    if value.is_undefined() {
        Err(Error::new(ErrorKind::InvalidArgument { expected_type, actual_type }))
    } else {
        Ok(())
    }
}

impl Env {
    fn call<'a>(&'a self, args: &'a Kwargs, state: &State, page: Lang) -> TeraResult<Call<'a>> {
        let wanted = match args.get::<&str>("lang")? {
            Some(tag) => Some(tag.to_owned()),
            None => state.get::<String>("lang")?,
        };
        let lang = match &wanted {
            Some(tag) => Lang::new(tag).ok_or_else(|| no_language(tag))?,
            None => page,
        };
        let locale = self.locale(lang).ok_or_else(|| no_language(lang.as_str()))?;
        Ok(Call { env: self, locale, args })
    }

    fn locale(&self, lang: Lang) -> Option<&Locale> {
        self.locales.iter().find(|locale| locale.lang() == lang)
    }
}

fn no_language(tag: &str) -> Error {
    Error::message(format!("`{tag}` is no language of the site"))
}

fn html(text: impl AsRef<str>) -> Value {
    Value::safe_string(text.as_ref())
}

/// Where a text goes: HTML content, or without markup (attributes, `<title>`).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Html,
    Plain,
}

// Texts

/// A view's `Text` or a plain string as HTML: foreign runs are isolated, text
/// in another language than the page's is marked with its language.
fn text(call: &Call, value: &Value) -> TeraResult<String> {
    if let Some(text) = value.as_str() {
        return Ok(if value.is_safe() { text.to_owned() } else { call.locale.writing().isolate_html(text) });
    }
    if value.is_number() {
        return Ok(escape_html(&number(call.locale, value)?));
    }
    let (text, writing, lang) = parts(call, value)?;
    let words = writing.isolate_html(text);
    let foreign = lang.filter(|lang| *lang != call.locale.lang());
    Ok(match foreign {
        Some(lang) => format!(r#"<bdi lang="{lang}" dir="{}">{words}</bdi>"#, writing.direction().as_str()),
        None => words,
    })
}

/// The same without markup: foreign runs are isolated by invisible characters.
fn plain(call: &Call, value: &Value) -> TeraResult<String> {
    if let Some(text) = value.as_str() {
        return Ok(call.locale.writing().isolate_plain(text));
    }
    if value.is_number() {
        return number(call.locale, value);
    }
    let (text, writing, _) = parts(call, value)?;
    let page = call.locale.writing();
    Ok(if writing.direction() == page.direction() { page.isolate_plain(text) } else { embed(text, writing) })
}

/// Wraps a text that is entirely of the opposite direction in U+2066 or U+2067
/// and U+2069 (UAX #9, explicit directional isolates).
fn embed(text: &str, writing: Writing) -> String {
    let open = match writing.direction() {
        Direction::Ltr => '\u{2066}',
        Direction::Rtl => '\u{2067}',
    };
    format!("{open}{text}\u{2069}")
}

fn parts<'a>(call: &Call, value: &'a Value) -> TeraResult<(&'a str, Writing, Option<Lang>)> {
    let text = field(value, "text").and_then(Value::as_str).ok_or_else(|| {
        Error::message(format!("expected a text, got {}; test with `if` what may be missing", value.name()))
    })?;
    let lang = field(value, "lang").and_then(Value::as_str).and_then(Lang::new);
    Ok((text, lang.map_or_else(|| call.locale.writing(), Writing::of), lang))
}

fn field<'a>(value: &'a Value, name: &'static str) -> Option<&'a Value> {
    value.as_map()?.get(&Key::Str(name)).filter(|value| !value.is_none())
}

/// Wraps a value in `<bdi>`, with `dir="ltr"` if the argument says so: phone
/// numbers, file names, addresses.
fn isolate(call: &Call, value: &Value) -> TeraResult<Value> {
    let words = match value.as_str() {
        Some(text) if !value.is_safe() => escape_html(text),
        _ => text(call, value)?,
    };
    Ok(html(match call.args.get::<&str>("dir")? {
        Some(dir) => format!(r#"<bdi dir="{}">{words}</bdi>"#, escape_html(dir)),
        None => format!("<bdi>{words}</bdi>"),
    }))
}

/// Breaks a text into lines for a drawing: at most `lines`, none wider than
/// `width`, in units of the font size.
fn wrapped(call: &Call, value: &Value) -> TeraResult<Value> {
    let (words, writing) = match value.as_str() {
        Some(text) => (text, call.locale.writing()),
        None => parts(call, value).map(|(text, writing, _)| (text, writing))?,
    };
    let (width, most) = (call.args.must_get::<f64>("width")?, call.args.must_get::<u64>("lines")?);
    let lines = wrap::wrap(words, width, most.max(1) as usize, writing);
    Ok(Value::from(lines.into_iter().map(Value::from).collect::<Vec<_>>()))
}

/// Joins texts as the language does: "a, b et c".
fn list(call: &Call, value: &Value) -> TeraResult<Value> {
    let items = value.as_array().ok_or_else(|| Error::message(format!("expected a list, got {}", value.name())))?;
    if call.args.get::<bool>("plain")?.unwrap_or(false) {
        let items = items.iter().map(|item| plain(call, item)).collect::<TeraResult<Vec<String>>>()?;
        return Ok(Value::from(call.locale.list(&items)));
    }
    let items = items.iter().map(|item| text(call, item)).collect::<TeraResult<Vec<String>>>()?;
    Ok(html(call.locale.list(&items)))
}

/// The language with this tag, and its writing.
fn language(_: &Call, value: &Value) -> TeraResult<(Lang, Writing)> {
    let tag = value.as_str().unwrap_or_default();
    let lang = Lang::new(tag).ok_or_else(|| Error::message(format!("`{tag}` is no language tag")))?;
    Ok((lang, Writing::of(lang)))
}

// Dates, numbers, money

fn date(call: &Call, value: &Value) -> TeraResult<Value> {
    let date = partial_date(value)?;
    let style = match call.args.get::<&str>("style")? {
        None | Some("long") => DateStyle::Long,
        Some("medium") => DateStyle::Medium,
        Some("iso") => return Ok(iso(call, date)),
        Some(other) => return Err(Error::message(format!("`{other}` is no style: long, medium or iso"))),
    };
    Ok(Value::from(call.locale.date(date, style)))
}

/// An ISO date, isolated: after Arabic text it would be displayed in reverse.
fn iso(call: &Call, date: PartialDate) -> Value {
    match call.locale.direction() {
        Direction::Ltr => Value::from(date.to_string()),
        Direction::Rtl => html(format!(r#"<bdi dir="ltr">{date}</bdi>"#)),
    }
}

fn date_range(call: &Call) -> TeraResult<Value> {
    let date = |name: &str| match call.args.get::<&Value>(name)? {
        Some(value) if !value.is_none() => partial_date(value).map(Some),
        _ => Ok(None),
    };
    Ok(Value::from(call.locale.date_range(date("from")?, date("to")?)))
}

fn partial_date(value: &Value) -> TeraResult<PartialDate> {
    let text = value.as_str().ok_or_else(|| {
        Error::message(format!("expected a date, got {}; test with `if` what may be missing", value.name()))
    })?;
    PartialDate::parse(text).ok_or_else(|| Error::message(format!("`{text}` is no date such as 2018-05-10")))
}

/// A number, or a decimal as text, with the language's digits and separators.
fn number(locale: &Locale, value: &Value) -> TeraResult<String> {
    Ok(locale.decimal(&decimal(value)?))
}

fn decimal(value: &Value) -> TeraResult<Decimal> {
    let parsed = match (value.as_i64(), value.as_str()) {
        (Some(whole), _) => Some(Decimal::from(whole)),
        (None, Some(text)) => text.parse().ok(),
        (None, None) => value.to_string().parse().ok(),
    };
    parsed.ok_or_else(|| Error::message(format!("`{value}` is no number")))
}

fn count(value: &Value) -> TeraResult<u64> {
    value.as_u64().ok_or_else(|| Error::message(format!("`{value}` is no count")))
}

/// A file size in words: strings `size.bytes`, `size.kb`, `size.mb`.
fn file_size(call: &Call, value: &Value) -> TeraResult<Value> {
    let bytes = count(value)?;
    let (key, size) = match bytes {
        0..1_000 => ("size.bytes", Decimal::from(bytes)),
        1_000..1_000_000 => ("size.kb", Decimal::from((bytes + 500) / 1_000)),
        _ => ("size.mb", Decimal::new(((bytes + 50_000) / 100_000) as i64, 1).normalize()),
    };
    let args = Kwargs::from([("n", html(escape_html(&call.locale.decimal(&size)))), ("count", Value::from(bytes))]);
    Ok(html(translate(&Call { args: &args, ..*call }, key, Form::Html)?))
}

// The theme's strings and files

/// The string for an id: `"signed" | label(prefix="status")` is
/// `status.signed`. For ids that the theme may not know, `default` is used,
/// isolated like any text.
fn label(call: &Call, value: &Value) -> TeraResult<Value> {
    let id = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match call.args.get::<&Value>("default")? {
        Some(default) if !call.env.strings.has(&string_key(call, &id)?) => {
            Ok(html(code_name(call, &id)?.map_or_else(|| text(call, default), Ok)?))
        }
        _ => named(call, &id),
    }
}

/// The name that a published list gives a place or a sector.
fn code_name(call: &Call, code: &str) -> TeraResult<Option<String>> {
    Ok(match call.args.get::<&str>("prefix")? {
        Some("place") => Codes::Places.html(code, call.locale),
        Some("sector") => Codes::Sectors.html(code, call.locale),
        _ => None,
    })
}

/// A term's own name, or the theme's string for its id. A year is its own name.
fn term_label(call: &Call) -> TeraResult<Value> {
    let term = call.args.must_get::<&Value>("term")?;
    let id = field(term, "id").and_then(Value::as_str).ok_or_else(|| Error::message("expected a term"))?;
    match (field(term, "name"), form(call)?) {
        (Some(name), Form::Html) => Ok(html(text(call, name)?)),
        (Some(name), Form::Plain) => Ok(Value::from(plain(call, name)?)),
        (None, _) if id.bytes().all(|b| b.is_ascii_digit()) => Ok(Value::from(id)),
        (None, _) => named(call, id),
    }
}

fn named(call: &Call, id: &str) -> TeraResult<Value> {
    let key = string_key(call, id)?;
    match form(call)? {
        Form::Html => Ok(html(translate(call, &key, Form::Html)?)),
        Form::Plain => Ok(Value::from(translate(call, &key, Form::Plain)?)),
    }
}

fn string_key(call: &Call, id: &str) -> TeraResult<String> {
    Ok(format!("{}.{id}", call.args.must_get::<&str>("prefix")?))
}

fn form(call: &Call) -> TeraResult<Form> {
    Ok(if call.args.get::<bool>("plain")?.unwrap_or(false) { Form::Plain } else { Form::Html })
}

/// The string for a key, with the arguments of the call filled in. Text in
/// another language than the page's is marked with its language.
fn translate(call: &Call, key: &str, form: Form) -> TeraResult<String> {
    let (lang, message) = call.env.strings.find(key, call.locale.lang()).ok_or_else(|| unknown_string(call, key))?;
    let own = call.env.locale(lang);
    let count = call.args.get::<&Value>("count")?.map(count).transpose()?;
    let category = count.map(|count| own.unwrap_or(call.locale).plural(count));
    let speaker = Call { locale: own.unwrap_or(call.locale), ..*call };
    let writing = Writing::of(lang);
    let mut words = String::new();
    for piece in message.pick(category) {
        match (piece, form) {
            (Piece::Words(text), Form::Html) => words.push_str(&writing.isolate_html(text)),
            (Piece::Words(text), Form::Plain) => words.push_str(&writing.isolate_plain(text)),
            (Piece::Argument(name), Form::Html) => words.push_str(&text(&speaker, argument(call, key, name)?)?),
            (Piece::Argument(name), Form::Plain) => words.push_str(&plain(&speaker, argument(call, key, name)?)?),
        }
    }
    let foreign = lang != call.locale.lang();
    Ok(match form {
        Form::Html if foreign => {
            format!(r#"<span lang="{lang}" dir="{}">{words}</span>"#, writing.direction().as_str())
        }
        Form::Plain if writing.direction() != call.locale.direction() => embed(&words, writing),
        _ => words,
    })
}

/// All strings below a prefix as JSON for a script: texts with their `{name}`s,
/// by plural category if they have them. Safe inside a script element.
fn words(call: &Call) -> TeraResult<String> {
    let prefix = format!("{}.", call.args.must_get::<&str>("prefix")?);
    let mut found = serde_json::Map::new();
    for key in call.env.strings.below(&prefix) {
        let Some((lang, message)) = call.env.strings.find(key, call.locale.lang()) else { continue };
        let writing = Writing::of(lang);
        let text = |pattern: &Pattern| serde_json::Value::from(with_names(pattern, writing));
        let value = match message {
            Message::Plain(pattern) => text(pattern),
            Message::Plural(forms) => forms.iter().map(|(form, pattern)| ((*form).to_owned(), text(pattern))).collect(),
        };
        found.insert(key[prefix.len()..].to_owned(), value);
    }
    if found.is_empty() {
        return Err(unknown_string(call, prefix.trim_end_matches('.')));
    }
    Ok(serde_json::Value::Object(found).to_string().replace('<', "\\u003c"))
}

/// A text with its placeholders unchanged.
fn with_names(pattern: &Pattern, writing: Writing) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Words(text) => writing.isolate_plain(text),
        Piece::Argument(name) => format!("{{{name}}}"),
    };
    pattern.iter().map(piece).collect()
}

fn argument<'a>(call: &Call<'a>, key: &str, name: &'a str) -> TeraResult<&'a Value> {
    let value = call.args.get::<&Value>(name)?;
    value.ok_or_else(|| Error::message(format!("the string `{key}` needs the argument `{name}`")))
}

fn unknown_string(call: &Call, key: &str) -> Error {
    Error::message(match call.env.strings.near(key) {
        Some(near) => format!("no i18n file has the string `{key}`; did you mean `{near}`?"),
        None => format!("no i18n file has the string `{key}`"),
    })
}

/// The published address of a file of the theme: `asset(name="site.css")`.
fn asset(call: &Call) -> TeraResult<Value> {
    let name = call.args.must_get::<&str>("name")?;
    let assets = &call.env.assets;
    assets.get(name).map(|path| Value::from(path.as_str())).ok_or_else(|| {
        Error::message(match nearest_name(name, assets.keys().map(String::as_str)) {
            Some(near) => format!("the theme has no file static/{name}; did you mean `{near}`?"),
            None => format!("the theme has no file static/{name}"),
        })
    })
}
