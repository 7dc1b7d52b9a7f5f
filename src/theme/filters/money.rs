//! The filter for amounts of money.

use tera::{Error, TeraResult, Value};

use crate::locale::number::MoneyUnit;
use crate::locale::text::escape_html;
use crate::theme::filters::{Call, decimal, field, html, parts};

/// An amount with its currency or unit, isolated: `<bdi>3 000 000 dollars</bdi>`;
/// with `short=true` as people say it.
pub(super) fn money(call: &Call, value: &Value) -> TeraResult<Value> {
    let amount = field(value, "amount").ok_or_else(|| Error::message("expected an amount with a currency or unit"))?;
    let amount = decimal(amount)?;
    let unit = field(value, "unit").map(|unit| parts(call, unit)).transpose()?;
    let short = call.args.get::<bool>("short")?.unwrap_or(false);
    let money = |unit| if short { call.locale.money_in_short(&amount, unit) } else { call.locale.money(&amount, unit) };
    let (words, lang) = match (field(value, "currency").and_then(Value::as_str), unit) {
        (Some(currency), _) => (money(MoneyUnit::Currency(currency)), None),
        (None, Some((unit, _, lang))) => (money(MoneyUnit::Named(unit)), lang),
        (None, None) => (call.locale.decimal(&amount), None),
    };
    if call.args.get::<bool>("plain")?.unwrap_or(false) {
        return Ok(Value::from(format!("\u{2068}{words}\u{2069}")));
    }
    Ok(html(match lang.filter(|lang| *lang != call.locale.lang()) {
        Some(lang) => format!(r#"<bdi lang="{lang}">{}</bdi>"#, escape_html(&words)),
        None => format!("<bdi>{}</bdi>", escape_html(&words)),
    }))
}
