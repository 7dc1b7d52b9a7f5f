//! The files of `messages/`, which are compiled into the program.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::base::code::Code;
use crate::report::messages::language::MessageLanguage;

/// A value for each of the three languages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Each<T> {
    fr: T,
    ar: T,
    en: T,
}

impl<T> Each<T> {
    pub(super) fn of(&self, language: MessageLanguage) -> &T {
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
pub(super) struct Text {
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// The text for the related place, if it is not "first given here".
    pub(super) related: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Word {
    Plain(String),
    Plural(BTreeMap<String, String>),
}

/// The files with the messages of codes, one per stage.
pub(super) const FILES: [&str; 9] = [
    include_str!("../../../messages/yaml.yaml"),
    include_str!("../../../messages/values.yaml"),
    include_str!("../../../messages/site.yaml"),
    include_str!("../../../messages/content.yaml"),
    include_str!("../../../messages/catalogue.yaml"),
    include_str!("../../../messages/files.yaml"),
    include_str!("../../../messages/theme.yaml"),
    include_str!("../../../messages/command.yaml"),
    include_str!("../../../messages/publish.yaml"),
];

/// The files with other texts: those of the report and the commands, those of
/// the commands' help, and those of the preview.
pub(super) const WORDS: [&str; 3] = [include_str!("../../../messages/words.yaml"), HELP, PREVIEW];
const HELP: &str = include_str!("../../../messages/help.yaml");
pub(super) const PREVIEW: &str = include_str!("../../../messages/preview.yaml");

pub(super) fn text(code: Code, language: MessageLanguage) -> Option<&'static Text> {
    static TEXTS: OnceLock<BTreeMap<String, Each<Text>>> = OnceLock::new();
    // The files are compiled in, and a test parses them.
    let read = |file: &str| serde_yaml::from_str::<BTreeMap<String, Each<Text>>>(file).unwrap_or_default();
    TEXTS.get_or_init(|| FILES.into_iter().flat_map(read).collect()).get(code.as_str()).map(|text| text.of(language))
}

pub(super) fn words() -> &'static BTreeMap<String, Each<Word>> {
    static TEXTS: OnceLock<BTreeMap<String, Each<Word>>> = OnceLock::new();
    let read = |file: &str| serde_yaml::from_str::<BTreeMap<String, Each<Word>>>(file).unwrap_or_default();
    TEXTS.get_or_init(|| WORDS.into_iter().flat_map(read).collect())
}
