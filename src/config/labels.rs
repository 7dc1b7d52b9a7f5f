//! Checks for names that are missing in a language of the site, and names in a language that the
//! site does not have.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint, Span};
use crate::base::localized::Localized;
use crate::base::path::RelPath;
use crate::config::{Config, LangId, Reader, menu};
use crate::locale::letters::is_in_other_letters;
use crate::schema::fields::{menu_link, site as at, topic, r#type};
use crate::schema::kind::{Text, Texts};
use crate::schema::record::{FieldOf, Record, Table};

impl Reader<'_> {
    /// Reports names that are missing in a language. They are shown in another
    /// one.
    pub(super) fn labels(&mut self, config: &Config, languages: &[(String, Span)]) {
        let mut checks: Vec<(Span, &str, &Localized<String>)> = vec![];
        for key in [at::TITLE, at::DESCRIPTION, at::NOTICE] {
            let texts = self.record.span(key).zip(self.record.get(key));
            checks.extend(texts.map(|(span, texts)| (span, key.name(), texts)));
        }
        for r#type in self.record.list(at::TYPES).iter() {
            checks.extend(label_of(r#type, r#type::ID, r#type::NAME));
            let groups = r#type.list(r#type::GROUPS).iter();
            checks.extend(groups.filter_map(|group| label_of(group, topic::ID, topic::NAME)));
        }
        for key in [at::TOPICS, at::AUDIENCE] {
            let terms = self.record.list(key).iter();
            checks.extend(terms.filter_map(|term| label_of(term, topic::ID, topic::NAME)));
        }
        checks.extend(menu::labels(self.record).map(|(span, texts)| (span, menu_link::LABEL.name(), texts)));
        for (span, key, texts) in checks {
            self.diagnostics.extend(missing_labels(config, self.path, (span, languages), key, texts));
        }
    }
}

fn label_of<'a, T: Table>(
    record: Record<'a, T>,
    id: FieldOf<T, Text>,
    name: FieldOf<T, Texts>,
) -> Option<(Span, &'a str, &'a Localized<String>)> {
    Some((record.span(name)?, record.get(id).unwrap_or("name"), record.get(name)?))
}

/// A warning for each language of the site in which a name is missing.
/// `languages` are those used in the file: one that the site does not have,
/// which is reported, may be the missing one.
pub fn missing_labels(
    config: &Config,
    path: &RelPath,
    (span, languages): (Span, &[(String, Span)]),
    key: &str,
    texts: &Localized<String>,
) -> Vec<Diagnostic> {
    let inside = |at: Span| span.start <= at.start && at.start < span.end;
    if config.doubt.languages || languages.iter().any(|(tag, at)| inside(*at) && !config.has_language(tag)) {
        return vec![];
    }
    let lacking = config.langs().filter(|lang| !config.has_text(texts, *lang) || config.is_foreign(texts, *lang));
    let warning = |code: Code, lang: LangId| {
        let place = Diagnostic::at(code, path, span);
        place.arg("key", key).arg("lang", config.languages[lang].lang.as_str())
    };
    let is_other = |lang: &LangId| {
        let own = texts.get(config.languages[*lang].lang);
        own.is_some_and(|own| is_in_other_letters(own, config.locale(*lang).script()))
    };
    // Of two that are exchanged, one tells of both.
    let other = config.langs().find(is_other).map(|lang| warning(Code::LabelInOtherLetters, lang));
    lacking.map(|lang| warning(Code::LabelMissing, lang)).chain(other).collect()
}

/// Reports languages, used as keys of texts, that the site does not have.
pub fn foreign_languages(config: &Config, path: &RelPath, languages: &[(String, Span)]) -> Vec<Diagnostic> {
    if config.doubt.languages {
        return vec![];
    }
    let known = || config.languages.iter().map(|language| language.lang.to_string()).collect::<Vec<_>>();
    let foreign = languages.iter().filter(|(tag, _)| !config.has_language(tag));
    let error = |(tag, span): &(String, Span)| {
        let place = Diagnostic::at(Code::UnknownLanguage, path, *span).arg("value", tag.as_str());
        place.did_you_mean(config.language_meant(tag)).hint(Hint::OneOf(known()))
    };
    foreign.map(error).collect()
}
