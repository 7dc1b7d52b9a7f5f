//! The configuration of the site, site.yaml.

mod doubt;
mod labels;
mod languages;
pub mod menu;
pub mod target;
mod term;

use std::sync::Arc;

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Severity, Span};
use crate::base::key::{Key, KeyHasher};
use crate::base::lang::Lang;
use crate::base::localized::Localized;
use crate::base::name;
use crate::base::path::RelPath;
use crate::base::picture::Fonts;
use crate::base::url::BaseUrl;
use crate::config::menu::MenuEntry;
use crate::config::target::Target;
use crate::documents::published::is_active;
use crate::locale::{Locale, text};
use crate::schema::check::{Checker, PAGES, any_language};
use crate::schema::fields::{self, Site, site as at, topic, r#type};
use crate::schema::kind::{Flag, List, Text, Texts};
use crate::schema::near::nearest;
use crate::schema::record::{FieldOf, OwnedRecord, Record, Table};
use crate::schema::words::LANGUAGE_NAMES;
use crate::yaml::{self, Node, Yaml};

pub use crate::config::doubt::Doubt;
pub use crate::config::labels::{foreign_languages, missing_labels};
pub use crate::config::languages::EntryWords;
pub use crate::config::menu::FooterColumn;
pub use crate::config::term::{Group, Language, Term, Type};

/// The index of a language, in the site's order.
pub type LangId = usize;

/// The options of a build from the command line. An option is not part of any
/// content key itself; only what it changes on a page is.
#[derive(Clone, Debug)]
pub struct Options {
    /// The date of the build: decides what is withheld.
    pub today: Date,
    /// Overrides `base_url`.
    pub base_url: Option<String>,
    /// Publishes drafts too.
    pub drafts: bool,
    /// Also publishes pages whose publication date is in the future, and
    /// expired ones.
    pub future: bool,
    /// The fonts for social cards; if none, there are no cards.
    pub fonts: Option<Arc<Fonts>>,
}

/// What is shown for a page without a translation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingTranslation {
    /// A page with the original text and a notice.
    Notice,
    /// No page, and a link to the original.
    Link,
}

/// The configuration of the site.
pub struct Config {
    /// The path of site.yaml.
    pub path: RelPath,
    /// The site's title.
    pub title: Localized<String>,
    /// One sentence about it.
    pub description: Localized<String>,
    /// The address at which the site will be published.
    pub base_url: BaseUrl,
    /// Where site.yaml says that it will stand: the preview answers elsewhere.
    pub published: Option<BaseUrl>,
    /// The default language, which is also that of `x-default`.
    pub default: LangId,
    /// Its languages, in order.
    pub languages: Vec<Language>,
    /// Their locales, in the same order.
    pub locales: Arc<[Locale]>,
    /// The theme's name.
    pub theme: String,
    /// The span of `theme:`.
    pub theme_span: Span,
    /// What is shown for a page without a translation.
    pub missing: MissingTranslation,
    /// The organisation that publishes the site.
    pub organisation: Option<(String, Span)>,
    /// A notice on every page.
    pub notice: Localized<String>,
    /// Types of cooperation, in display order.
    pub types: Vec<Type>,
    /// Groups of all types.
    pub groups: Vec<Group>,
    /// The topics of projects.
    pub topics: Vec<Term>,
    /// The audiences of projects.
    pub audience: Vec<Term>,
    /// The menu.
    pub menu: Vec<MenuEntry>,
    /// The columns of the footer.
    pub footer: Vec<FooterColumn>,
    /// What the site calls its entries, by language.
    pub entry: Vec<EntryWords>,
    /// Whether pages say what the site was made with.
    pub generator: bool,
    /// SPDX id of the content's licence.
    pub license: Option<String>,
    /// The currency whose totals lead; if none, that of most projects.
    pub currency: Option<String>,
    /// The number of items on a page of a listing.
    pub page_size: usize,
    /// Settings for colours, fonts and logo, as declared by the theme.
    pub design: Option<Node>,
    /// Whether pages have social cards; if none, that depends on the number of
    /// projects.
    pub social_cards: Option<bool>,
    /// Additional file extensions that may be published.
    pub file_types: Vec<String>,
    /// Free-form values for the theme.
    pub extra: serde_json::Value,
    /// Where the site is published.
    pub targets: Vec<Target>,
    /// Who answers for the published site: `apache`.
    pub host: Option<String>,
    /// Whether browsers are told that the host answers with TLS only.
    pub hsts: bool,
    /// Whether the site has search.
    pub search: bool,
    /// Whether each project is also published as a data file.
    pub project_data: bool,
    /// The options of the build.
    pub options: Options,
    /// The parts that could not be read.
    pub doubt: Doubt,
    /// The content key of everything above that a page can show.
    pub key: Key,
}

/// The path of the file.
pub fn path() -> RelPath {
    RelPath::fixed("site.yaml")
}

impl Config {
    /// Reads site.yaml. Parts that cannot be read are left out, so that
    /// everything else can still be checked.
    pub fn read(path: &RelPath, bytes: &[u8], options: Options) -> (Config, Vec<Diagnostic>) {
        let (config, found) = Config::untried(path, bytes, options.clone());
        if found.is_empty() {
            return (config, found);
        }
        let (text, _) = yaml::fence::decode(path, bytes);
        let again = |text: &str| Config::untried(path, text.as_bytes(), options.clone()).1;
        (config, yaml::promise::kept(path, &text, found, &again))
    }

    /// The same, without lines to write being tried.
    fn untried(path: &RelPath, bytes: &[u8], options: Options) -> (Config, Vec<Diagnostic>) {
        let (text, mut diagnostics) = yaml::fence::decode(path, bytes);
        let document = yaml::read(path, &text, 0..text.len());
        diagnostics.extend(document.diagnostics);
        let mut checker = Checker::new(path, &text, None);
        let whole = Span::default();
        let record: OwnedRecord<Site> = match document.root.as_ref().map(|root| &root.value) {
            Some(Yaml::Mapping(entries)) => checker.record(entries, whole, !document.broken),
            _ if document.broken => OwnedRecord::default(),
            _ => checker.record(&[], whole, true),
        };
        let checked = checker.finish();
        diagnostics.extend(checked.diagnostics);
        target::tell_of_secrets(&mut diagnostics);
        let record = record.view();
        let mut config = Reader { path, record, diagnostics: &mut diagnostics }.config(options);
        config.doubt = Doubt::of(record, &diagnostics, document.broken);
        let foreign = foreign_languages(&config, path, &checked.languages);
        Reader { path, record, diagnostics: &mut diagnostics }.labels(&config, &checked.languages);
        diagnostics.extend(foreign);
        yaml::fence::drop_consequences(bytes, &mut diagnostics);
        (config, diagnostics)
    }

    /// The index of a language.
    pub fn lang_id(&self, lang: Lang) -> Option<LangId> {
        self.languages.iter().position(|language| language.lang == lang)
    }

    /// Whether this is the tag of a language of the site.
    pub fn has_language(&self, tag: &str) -> bool {
        Lang::new(tag).is_some_and(|lang| self.lang_id(lang).is_some())
    }

    /// The language of the site that was most likely meant: `arabe`, `العربية`,
    /// `arr`, `fr_FR`.
    pub fn language_meant(&self, written: &str) -> Option<String> {
        let primary = written.split(['_', '-', ' ']).next().unwrap_or(written).to_lowercase();
        if primary.len() < written.len() && self.has_language(&primary) {
            return Some(primary);
        }
        let also = |tag: &str| LANGUAGE_NAMES.iter().find(|word| word.id == tag).map_or(&[][..], |word| word.also);
        let known = self.languages.iter().map(|language| (language.lang.as_str(), also(language.lang.as_str())));
        let by_label = || self.languages.iter().find(|language| language.label == written);
        let near = nearest(written, known).filter(|_| Lang::new(written).is_none() || written.len() > 2);
        near.map(str::to_owned).or_else(|| by_label().map(|language| language.lang.to_string()))
    }

    /// The indices of all languages.
    pub fn langs(&self) -> std::ops::Range<LangId> {
        0..self.languages.len()
    }

    /// The locale of a language.
    pub fn locale(&self, lang: LangId) -> &Locale {
        &self.locales[lang]
    }

    /// The text in a language; otherwise the one for all languages, the one in
    /// the default language, or any, with its language.
    pub fn text<'t>(&self, texts: &'t Localized<String>, lang: LangId) -> Option<(Lang, &'t str)> {
        let own = self.languages[lang].lang;
        let general = || any_language().and_then(|any| texts.get(any)).map(|text| (own, text));
        let default = self.languages[self.default].lang;
        let found = texts.get(own).map(|text| (own, text)).or_else(general);
        found
            .or_else(|| texts.get(default).map(|text| (default, text)))
            .or_else(|| texts.iter().next())
            .map(|(lang, text)| (lang, text.as_str()))
    }

    /// Whether a text for all languages is used for this one although it is in
    /// another script: `name: OMS` for readers of Arabic.
    fn is_foreign(&self, texts: &Localized<String>, lang: LangId) -> bool {
        let own = texts.get(self.languages[lang].lang);
        let general = any_language().and_then(|any| texts.get(any)).filter(|_| own.is_none());
        general.is_some_and(|text| text::script(text).is_some_and(|script| script != self.locale(lang).script()))
    }

    /// Whether there is a text in this language, or one for all languages.
    pub fn has_text(&self, texts: &Localized<String>, lang: LangId) -> bool {
        texts.get(self.languages[lang].lang).is_some() || any_language().is_some_and(|any| texts.get(any).is_some())
    }
}

/// The address of the preview, which `init` writes to a new site until its
/// address is known.
const UNFINISHED: &str = "http://localhost:1111";

/// Keys that no page shows as they are: the theme reads `design`, and its key
/// includes what a page shows of it; where the site stands is in none.
const UNSHOWN: [usize; 4] = [at::DESIGN.position(), at::PUBLISH.position(), at::HOST.position(), at::HSTS.position()];

/// The keys of an id, its name and its old addresses.
type TermKeys<T> = (FieldOf<T, Text>, FieldOf<T, Texts>, FieldOf<T, List<Text>>);

struct Reader<'a> {
    path: &'a RelPath,
    record: Record<'a, Site>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn config(mut self, options: Options) -> Config {
        let (languages, locales) = self.languages();
        let (types, groups) = self.types();
        let entry = self.entry_words(&languages);
        let mut hash = KeyHasher::default();
        for (position, item) in self.record.values().iter().filter(|(position, _)| !UNSHOWN.contains(position)) {
            hash.number(position as u64);
            item.add_to(&mut hash);
        }
        let base_url = self.base_url(&options, &languages);
        hash.bytes(&base_url.origin);
        hash.bytes(&base_url.path);
        hash.number(u64::from(options.drafts || options.future)); // the whole site is then noindex
        let missing = match self.record.get(at::MISSING_TRANSLATION) {
            Some("link") => MissingTranslation::Link,
            _ => MissingTranslation::Notice,
        };
        let text = |key: FieldOf<Site, Text>| self.record.get(key).map(str::to_owned);
        let localized = |key: FieldOf<Site, Texts>| self.record.get(key).cloned().unwrap_or_default();
        let config = Config {
            path: self.path.clone(),
            title: self.title(&base_url),
            description: localized(at::DESCRIPTION),
            default: 0,
            theme: text(at::THEME).unwrap_or_else(|| "passerelle".to_owned()),
            theme_span: self.record.span(at::THEME).unwrap_or_default(),
            organisation: text(at::ORGANISATION).zip(self.record.span(at::ORGANISATION)),
            notice: localized(at::NOTICE),
            license: text(at::LICENSE),
            currency: text(at::CURRENCY),
            page_size: self.record.get(at::PAGE_SIZE).map_or(20, |size| size as usize),
            design: self.record.get(at::DESIGN).cloned(),
            social_cards: self.record.get(at::SOCIAL_CARDS),
            file_types: self.file_types(),
            targets: self.targets(),
            hsts: self.record.is_true(at::HSTS),
            host: self.record.get(at::HOST).map(str::to_owned),
            extra: self.record.get(at::EXTRA).cloned().unwrap_or_else(|| serde_json::json!({})),
            topics: vec![],
            audience: vec![],
            menu: menu::menu(self.record),
            footer: menu::footer(self.record),
            entry,
            generator: self.is_wanted(at::GENERATOR),
            base_url,
            published: self.record.get(at::BASE_URL).and_then(BaseUrl::parse),
            languages,
            locales: locales.into(),
            missing,
            types,
            groups,
            search: self.is_wanted(at::SEARCH),
            project_data: self.is_wanted(at::PROJECT_DATA),
            options,
            doubt: Doubt::default(),
            key: hash.finish(),
        };
        self.finish(config)
    }

    /// The title. If it is missing, which is reported, the host is used.
    fn title(&self, base_url: &BaseUrl) -> Localized<String> {
        let host = || any_language().map(|any| (any, base_url.host().to_owned())).into_iter().collect();
        self.record.get(at::TITLE).cloned().unwrap_or_else(host)
    }

    /// Reads what depends on the languages.
    fn finish(&mut self, mut config: Config) -> Config {
        config.default = self.default_language(&config.languages);
        config.topics = self.terms(at::TOPICS);
        config.audience = self.terms(at::AUDIENCE);
        // An audience has no page that an old address could lead to.
        let of_audiences = self.record.list(at::AUDIENCE).iter().filter_map(|record| record.span(topic::ALIASES));
        let useless = |span| Diagnostic::at(Code::UnknownKey, self.path, span).arg("key", topic::ALIASES.name());
        self.diagnostics.extend(of_audiences.map(useless));
        config
    }

    fn base_url(&mut self, options: &Options, languages: &[Language]) -> BaseUrl {
        let span = self.record.span(at::BASE_URL).unwrap_or_default();
        // An address from the command line has no place in a file.
        let place = |code| match options.base_url {
            Some(_) => Diagnostic::new(code),
            None => Diagnostic::at(code, self.path, span),
        };
        let written = options.base_url.as_deref().or(self.record.get(at::BASE_URL));
        let fallback = || BaseUrl { origin: "https://example.org".to_owned(), path: "/".to_owned() };
        let Some(written) = written else { return fallback() };
        let is_language = |part: &str| languages.iter().any(|language| language.lang.as_str() == part);
        if let Some((part, better)) = BaseUrl::excess(written, is_language) {
            let found = place(Code::BaseUrlTooLong).arg("value", written).arg("part", part);
            self.diagnostics.push(found.did_you_mean(Some(better.as_str())));
            return BaseUrl::parse(&better).unwrap_or_else(fallback);
        }
        let Some(base) = BaseUrl::parse(written) else {
            self.diagnostics.push(place(Code::InvalidBaseUrl).arg("value", written));
            return fallback();
        };
        // The preview and test builds use a local address.
        if base.is_placeholder() || (base.is_local() && options.base_url.is_none()) {
            // In a site just created by `init`, this is expected, not wrong.
            let severity = if base.origin == UNFINISHED { Severity::Info } else { Severity::Warning };
            let found = place(Code::PlaceholderHost).arg("host", base.host());
            self.diagnostics.push(Diagnostic { severity, ..found });
        }
        base
    }

    fn types(&mut self) -> (Vec<Type>, Vec<Group>) {
        let (mut types, mut groups) = (vec![], vec![]);
        let mut seen: Vec<(String, Span)> = vec![];
        // Groups of all types share the addresses below `groups/`.
        let mut seen_groups: Vec<(String, Span)> = vec![];
        for record in self.record.list(at::TYPES).iter() {
            let Some(term) = self.term(record, (r#type::ID, r#type::NAME, r#type::ALIASES), &mut seen) else {
                continue;
            };
            let of = types.len();
            let first = groups.len();
            for group in record.list(r#type::GROUPS).iter() {
                if let Some(term) = self.term(group, (topic::ID, topic::NAME, topic::ALIASES), &mut seen_groups) {
                    groups.push(Group { term, of });
                }
            }
            let iati_collaboration = record.get(r#type::IATI_COLLABORATION);
            types.push(Type { term, iati_collaboration, groups: (first..groups.len()).collect() });
        }
        (types, groups)
    }

    fn terms(&mut self, key: FieldOf<Site, List<fields::Topic>>) -> Vec<Term> {
        let mut seen = vec![];
        self.record
            .list(key)
            .iter()
            .filter_map(|record| self.term(record, (topic::ID, topic::NAME, topic::ALIASES), &mut seen))
            .collect()
    }

    fn term<T: Table>(
        &mut self,
        record: Record<T>,
        (id, name, aliases): TermKeys<T>,
        seen: &mut Vec<(String, Span)>,
    ) -> Option<Term> {
        let span = record.span(id)?;
        let id = record.get(id)?.to_owned();
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == id) {
            let place = Diagnostic::at(Code::DuplicateId, self.path, span);
            self.diagnostics.push(place.arg("id", id.as_str()).related(self.path, *first));
            return None;
        }
        if id == PAGES {
            self.diagnostics.push(Diagnostic::at(Code::ReservedId, self.path, span).arg("id", PAGES));
        }
        self.diagnostics.extend(name::unfit(self.path, span, &id));
        seen.push((id.clone(), span));
        let aliases = record.list(aliases).with_spans().map(|(alias, span)| (alias.to_owned(), span)).collect();
        Some(Term { id, name: record.get(name).cloned().unwrap_or_default(), aliases })
    }

    /// Whether a feature is enabled, which it is unless its value is `false`.
    fn is_wanted(&self, key: FieldOf<Site, Flag>) -> bool {
        self.record.get(key) != Some(false)
    }

    /// The additional extensions, normalised: `.KMZ` is `kmz`. Each is
    /// reported, since such files are not inspected.
    fn file_types(&mut self) -> Vec<String> {
        let written = self.record.list(at::FILE_TYPES).with_spans();
        let written: Vec<(String, Span)> =
            written.map(|(text, span)| (text.trim_start_matches('.').to_ascii_lowercase(), span)).collect();
        let warning = |(extension, span): &(String, Span)| {
            let code = if is_active(extension) { Code::FileTypeRuns } else { Code::FileTypeUnchecked };
            Diagnostic::at(code, self.path, *span).arg("extension", extension.as_str())
        };
        self.diagnostics.extend(written.iter().map(warning));
        written.into_iter().map(|(extension, _)| extension).collect()
    }
}
