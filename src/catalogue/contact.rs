//! The telephone number of a contact: dialled from the country of the site.

use crate::base::code::Code;
use crate::base::diag::Diagnostic;
use crate::catalogue::facts::Facts;
use crate::config::Config;
use crate::locale::phone::{Phone, phone, prefix};
use crate::schema::fields::{contact, project as at};

/// The country of the site (ISO 3166-1), if the locale of its default language
/// or of another one says it: `TN` of `fr-TN`.
pub fn country(config: &Config) -> Option<String> {
    std::iter::once(config.default).chain(config.langs()).find_map(|lang| config.locale(lang).region())
}

/// What a link to a number dials.
pub fn dialled(config: &Config, number: &Phone) -> Option<String> {
    number.dialled(country(config).as_deref())
}

/// An error about a number that has no code of a country, and that the site's
/// own country does not have.
pub fn check(facts: &Facts, config: &Config) -> Option<Diagnostic> {
    let stated = facts.stated(at::CONTACT)?;
    let (printed, span) = stated.value.get(contact::PHONE).zip(stated.value.span(contact::PHONE))?;
    let country = country(config)?;
    let prefix = prefix(&country).filter(|_| phone(printed).is_ok_and(|own| own.dialled(Some(&country)).is_none()))?;
    let place = Diagnostic::at(Code::PhoneLength, &stated.file.path, span).arg("key", contact::PHONE.name());
    Some(place.arg("value", printed).arg("prefix", prefix))
}
