//! Texts that are no translation: in the letters of another language, the same
//! as the other language's, without the text that the other has. Only strong
//! evidence counts, since the original stands in for what is taken for none.

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::catalogue::Doc;
use crate::config::{Config, LangId};
use crate::locale::letters::is_in_other_letters;
use crate::parse::write_up::WriteUp;
use crate::schema::fields::write_up as at;

/// Takes the write-ups out that are no translation, and says so of each. One
/// at least stays: where all of them are doubtful, somebody has to look.
pub fn take_out(config: &Config, docs: &mut [Option<Doc>], diagnostics: &mut Diagnostics) -> Vec<Option<Doc>> {
    let is_broken = |doc: &Doc| doc.write_up().broken;
    if config.doubt.languages || docs.iter().flatten().any(is_broken) {
        return vec![];
    }
    let texts = Texts { config, docs };
    let doubts: Vec<(LangId, Diagnostic)> =
        config.langs().filter_map(|lang| Some((lang, texts.doubt(lang, texts.get(lang)?)?))).collect();
    if let Some((_, exchanged)) = doubts.iter().find(|(_, doubt)| doubt.code == Code::LanguagesExchanged) {
        diagnostics.push(exchanged.clone());
        return vec![];
    }
    let is_kept = |lang: LangId| docs[lang].is_some() && doubts.iter().all(|(own, _)| *own != lang);
    let some_kept = config.langs().any(is_kept);
    let mut out: Vec<Option<Doc>> = vec![];
    for (lang, doubt) in doubts {
        if some_kept && doubt.code != Code::TitleInOtherLetters {
            out.resize_with(docs.len(), || None);
            out[lang] = docs[lang].take();
        }
        diagnostics.push(doubt);
    }
    out
}

/// The texts of one thing, by language.
struct Texts<'a> {
    config: &'a Config,
    docs: &'a [Option<Doc>],
}

impl<'a> Texts<'a> {
    /// The text in a language. What is a draft still may be anything.
    fn get(&self, lang: LangId) -> Option<&'a WriteUp> {
        self.docs[lang].as_ref().map(Doc::write_up).filter(|own| !own.draft)
    }

    fn others(&self, lang: LangId) -> impl Iterator<Item = (LangId, &'a WriteUp)> {
        let others = self.config.langs().filter(move |other| *other != lang);
        others.filter_map(|other| Some((other, self.get(other)?)))
    }

    /// What keeps a text from being one of its language.
    fn doubt(&self, lang: LangId, own: &WriteUp) -> Option<Diagnostic> {
        let (code, other) = if self.is_foreign(lang, own) {
            self.in_other_letters(lang, own)
        } else if let Some(original) = self.original(lang, own) {
            (Code::TextNotTranslated, Some(original))
        } else if let Some(whole) = self.whole(lang, own) {
            (Code::TextEmpty, Some(whole))
        } else {
            return self.title_in_other_letters(lang, own);
        };
        let place = Diagnostic::at(code, &own.path, title_span(own));
        let place = place.arg("lang", self.config.languages[lang].lang.as_str());
        Some(match other {
            Some(other) => place.related(&other.path, title_span(other)),
            None => place,
        })
    }

    /// The title, or else the summary, in letters that its language does not have.
    fn title_in_other_letters(&self, lang: LangId, own: &WriteUp) -> Option<Diagnostic> {
        let is_foreign = |text: &str| is_in_other_letters(text, self.script(lang));
        let summary = own.record.get(at::SUMMARY).filter(|text| is_foreign(text)).and(own.record.span(at::SUMMARY));
        let title = is_foreign(&own.title).then(|| ("title", title_span(own)));
        let (key, span) = title.or_else(|| Some(("summary", summary?)))?;
        let place = Diagnostic::at(Code::TitleInOtherLetters, &own.path, span).arg("key", key);
        let place = place.arg("lang", self.config.languages[lang].lang.as_str());
        let other = self.others(lang).map(|(_, other)| other).next();
        Some(other.map_or(place.clone(), |other| place.related(&other.path, title_span(other))))
    }

    fn script(&self, lang: LangId) -> &'a str {
        self.config.locale(lang).script()
    }

    /// Whether hardly a letter of a text is of its language's script.
    fn is_foreign(&self, lang: LangId, text: &WriteUp) -> bool {
        let letters = text.body.prose.letters;
        text.body.prose.is_telling()
            && letters.script().is_some()
            && letters.in_script(self.script(lang)) * 10 < letters.total()
    }

    fn in_other_letters(&self, lang: LangId, own: &WriteUp) -> (Code, Option<&'a WriteUp>) {
        let is_of = |text: &WriteUp, lang: LangId| text.body.prose.letters.script() == Some(self.script(lang));
        let is_exchanged = |(other, text): &(LangId, &WriteUp)| {
            self.is_foreign(*other, text) && is_of(text, lang) && is_of(own, *other)
        };
        if let Some((_, other)) = self.others(lang).find(is_exchanged) {
            return (Code::LanguagesExchanged, Some(other));
        }
        let twin = self.others(lang).find(|(_, other)| says_the_same(own, other));
        (Code::TextInOtherLetters, twin.or_else(|| self.others(lang).next()).map(|(_, other)| other))
    }

    /// The text that this one only repeats. Of two that are the same, the
    /// default language's is the original, or else the first one.
    fn original(&self, lang: LangId, own: &WriteUp) -> Option<&'a WriteUp> {
        let default = self.config.default;
        let is_first = |other: LangId| other == default || (lang != default && other < lang);
        let is_original = |other, text: &WriteUp| is_first(other) && !self.is_foreign(other, text);
        let found = self.others(lang).find(|(other, text)| is_original(*other, text) && says_the_same(own, text));
        found.map(|(_, text)| text)
    }

    /// The text that this one lacks.
    fn whole(&self, lang: LangId, own: &WriteUp) -> Option<&'a WriteUp> {
        let is_whole = |text: &WriteUp| own.body.prose.is_empty && text.body.prose.is_telling();
        self.others(lang).map(|(_, text)| text).find(|text| is_whole(text))
    }
}

fn title_span(own: &WriteUp) -> Span {
    own.record.span(at::TITLE).unwrap_or_default()
}

fn says_the_same(one: &WriteUp, other: &WriteUp) -> bool {
    let prose = one.body.prose;
    prose.is_telling() && prose.key == other.body.prose.key
}
