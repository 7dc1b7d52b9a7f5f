//! Which files are the same thing in several languages, and that no two
//! things claim one address.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint, Span};
use crate::base::path::RelPath;
use crate::catalogue::project::Project;
use crate::catalogue::{ContentPage, Doc, Mode, standing};
use crate::config::{Config, LangId};
use crate::parse::write_up::{Section, WriteUp};
use crate::parse::{Document, Parsed};
use crate::schema::fields::write_up as at;
use crate::schema::near::nearest_name;
use crate::source::Tree;

/// A project or page with its file in each language.
pub struct Family {
    /// Its section.
    pub section: Section,
    /// Its id.
    pub id: Arc<str>,
    /// Its files by language, drafts too.
    pub docs: Vec<Option<Arc<Parsed>>>,
    /// Its files in no language of the site: they are not shown, and checked.
    pub others: Vec<Arc<Parsed>>,
    /// Whether it is a translation of something with another, near name.
    pub orphan: bool,
}

/// First parts of addresses below a language that belong to jisr's own pages.
pub const RESERVED: &[&str] = &[
    "projects", "types", "groups", "partners", "status", "years", "topics", "timeline", "figures", "glossary",
    "search", "data", "page",
];

/// The write-up that a parsed file is.
pub fn write_up(parsed: &Parsed) -> Option<&WriteUp> {
    match &parsed.document {
        Document::WriteUp(write_up) => Some(write_up),
        _ => None,
    }
}

/// Files grouped by what they are, by section and id.
pub fn families(tree: &Tree, config: &Config, mode: Mode, diagnostics: &mut Diagnostics) -> Vec<Family> {
    let mut families: Vec<Family> = vec![];
    let mut known: HashMap<(Section, Arc<str>), usize> = HashMap::new();
    for (_, source) in tree.files() {
        let parsed = standing(source, mode);
        let Some(own) = write_up(parsed) else { continue };
        let lang = language(config, own, diagnostics);
        let place = *known.entry((own.section, own.id.clone())).or_insert_with(|| {
            families.push(Family {
                section: own.section,
                id: own.id.clone(),
                docs: vec![None; config.languages.len()],
                others: vec![],
                orphan: false,
            });
            families.len() - 1
        });
        let Some(lang) = lang else {
            families[place].others.push(parsed.clone());
            continue;
        };
        match &families[place].docs[lang] {
            None => families[place].docs[lang] = Some(parsed.clone()),
            Some(first) => diagnostics.extend(write_up(first).map(|first| twice(first, own))),
        }
    }
    families.sort_unstable_by(|a, b| (a.section, &a.id).cmp(&(b.section, &b.id)));
    orphans(&mut families, diagnostics);
    missing_translations(config, &families, diagnostics);
    families
}

/// Whether there is a write-up of this id, published or not.
pub fn exists(tree: &Tree, section: Section, id: &str) -> bool {
    tree.files().filter_map(|(_, source)| write_up(&source.parsed)).any(|own| own.section == section && *own.id == *id)
}

fn twice(first: &WriteUp, second: &WriteUp) -> Diagnostic {
    let place = Diagnostic::at(Code::SameFileTwice, &second.path, Span::default());
    place.arg("other", first.path.as_str()).related(&first.path, Span::default())
}

fn language(config: &Config, write_up: &WriteUp, diagnostics: &mut Diagnostics) -> Option<LangId> {
    if let Some(lang) = write_up.lang.and_then(|lang| config.lang_id(lang)) {
        return Some(lang);
    }
    if config.doubt.languages {
        return None;
    }
    let tags: Vec<String> = config.languages.iter().map(|language| language.lang.to_string()).collect();
    let name = write_up.path.name();
    diagnostics.push(match &write_up.suffix {
        None => {
            let stem = name.get(..name.len().saturating_sub(3)).unwrap_or(name);
            let names = tags.iter().map(|tag| format!("{stem}.{tag}.md")).collect();
            Diagnostic::at(Code::LanguageSuffixMissing, &write_up.path, Span::default())
                .arg("name", name)
                .hint(Hint::OneOf(names))
        }
        Some(suffix) => {
            let near = config.language_meant(suffix);
            let place = Diagnostic::at(Code::LanguageSuffixUnknown, &write_up.path, Span::default());
            place.arg("suffix", suffix.as_str()).did_you_mean(near).hint(Hint::OneOf(tags))
        }
    });
    None
}

/// On a site where more than so many things lack a language, near names would
/// be chance.
const FEW: usize = 200;

/// Finds translations whose name is not quite that of what they translate:
/// they say nothing about the project themselves, and another one with a near
/// name lacks their language.
fn orphans(families: &mut [Family], diagnostics: &mut Diagnostics) {
    let lone: Vec<usize> =
        (0..families.len()).filter(|at| families[*at].docs.iter().any(Option::is_none)).take(FEW + 1).collect();
    if lone.len() > FEW {
        return;
    }
    let mut found: Vec<usize> = vec![];
    for at in lone.iter().copied().filter(|at| states_nothing(&families[*at])) {
        let family = &families[at];
        let fits = |other: &&Family| {
            let both = other.docs.iter().zip(&family.docs).any(|(one, own)| one.is_some() && own.is_some());
            other.section == family.section && !both && !states_nothing(other)
        };
        let others: Vec<&Family> = lone.iter().map(|at| &families[*at]).filter(fits).collect();
        let Some(near) = nearest_name(&family.id, others.iter().map(|other| &*other.id)) else { continue };
        let twin = others.iter().find(|other| &*other.id == near).and_then(|other| first(other));
        for (own, twin) in family.docs.iter().flatten().filter_map(|parsed| write_up(parsed)).zip(twin) {
            let lang = own.lang.map_or_else(String::new, |lang| lang.to_string());
            let right = translation_name(twin, &lang);
            let error = Diagnostic::at(Code::OrphanTranslation, &own.path, Span::default()).arg("lang", lang);
            let error = error.arg("name", own.path.name()).related(&twin.path, Span::default());
            diagnostics.push(error.did_you_mean(Some(right)));
            found.push(at);
        }
    }
    found.into_iter().for_each(|at| families[at].orphan = true);
}

fn first(family: &Family) -> Option<&WriteUp> {
    family.docs.iter().flatten().find_map(|parsed| write_up(parsed))
}

/// Whether a family has neither type nor partners, and nothing that may be one.
fn states_nothing(family: &Family) -> bool {
    let states = |own: &WriteUp| {
        let has = |position| own.record.get(position).is_some() || own.record.is_doubtful(position);
        own.broken || has(at::TYPE) || has(at::PARTNERS)
    };
    family.section == Section::Projects
        && family.others.is_empty()
        && !family.docs.iter().flatten().filter_map(|doc| write_up(doc)).any(states)
}

/// A hint for each language that a family lacks, but for those of which a file
/// is there and already reported.
fn missing_translations(config: &Config, families: &[Family], diagnostics: &mut Diagnostics) {
    let twins: HashSet<&str> = diagnostics
        .iter()
        .filter(|found| found.code == Code::OrphanTranslation)
        .flat_map(|found| &found.related)
        .map(|place| place.path.as_str())
        .collect();
    let mut hints = vec![];
    for family in families.iter().filter(|family| !family.orphan && family.others.is_empty()) {
        let Some(first) = first(family).filter(|first| !twins.contains(first.path.as_str())) else { continue };
        for lang in config.langs().filter(|lang| family.docs[*lang].is_none()) {
            let tag = config.languages[lang].lang;
            let hint = Diagnostic::at(Code::TranslationMissing, &first.path, Span::default());
            let name = translation_name(first, tag.as_str());
            hints.push(hint.arg("lang", tag.as_str()).arg("name", name));
        }
    }
    diagnostics.extend(hints);
}

fn translation_name(write_up: &WriteUp, tag: &str) -> String {
    let path = write_up.path.as_str();
    let tail = write_up.suffix.as_ref().map_or(3, |suffix| suffix.len() + 4);
    format!("{}.{tag}.md", &path[..path.len() - tail])
}

/// Reports two things at one address of one language, and addresses that
/// belong to jisr's own pages.
pub fn check_addresses(config: &Config, projects: &[Project], pages: &[ContentPage], diagnostics: &mut Diagnostics) {
    for lang in config.langs() {
        let mut taken: HashMap<String, (&WriteUp, Span)> = HashMap::new();
        let of_projects = projects.iter().filter_map(|project| project.docs[lang].as_ref());
        let of_pages = pages.iter().filter_map(|page| page.docs[lang].as_ref());
        let docs: Vec<&WriteUp> = of_projects.chain(of_pages).map(Doc::write_up).collect();
        for own in &docs {
            check_reserved(own, diagnostics);
            claim(&mut taken, address(own), own, own.slug_span.unwrap_or_default(), diagnostics);
        }
        for own in &docs {
            for (alias, span) in &own.aliases {
                claim(&mut taken, alias.clone(), own, *span, diagnostics);
            }
        }
    }
}

fn address(write_up: &WriteUp) -> String {
    match write_up.section {
        Section::Projects => format!("projects/{}", write_up.slug),
        Section::Pages => write_up.slug.clone(),
    }
}

fn check_reserved(own: &WriteUp, diagnostics: &mut Diagnostics) {
    if own.section == Section::Pages && RESERVED.contains(&own.slug.as_str()) {
        let place = Diagnostic::at(Code::ReservedSlug, &own.path, own.slug_span.unwrap_or_default());
        diagnostics.push(place.arg("slug", own.slug.as_str()));
    }
    for (alias, span) in own.aliases.iter().filter(|(alias, _)| is_reserved_alias(alias)) {
        diagnostics.push(Diagnostic::at(Code::ReservedSlug, &own.path, *span).arg("slug", alias.as_str()));
    }
}

/// An alias may lie below `projects/`, where old addresses of projects are.
fn is_reserved_alias(alias: &str) -> bool {
    let first = alias.split('/').next().unwrap_or(alias);
    let below_projects = first == "projects" && alias.split('/').count() == 2 && alias != "projects/page";
    RESERVED.contains(&first) && !below_projects
}

fn claim<'a>(
    taken: &mut HashMap<String, (&'a WriteUp, Span)>,
    address: String,
    own: &'a WriteUp,
    span: Span,
    diagnostics: &mut Diagnostics,
) {
    match taken.get(&address) {
        None => {
            taken.insert(address, (own, span));
        }
        Some((first, first_span)) => {
            let place = Diagnostic::at(Code::DuplicateAddress, &own.path, span);
            diagnostics.push(place.arg("address", address).related(&first.path, *first_span));
        }
    }
}

/// The path that a link without language or suffix means: `../projects/a`,
/// `a.md` and `a.fr.md` are all the write-up `a`.
pub fn linked_id(path: &RelPath, config: &Config) -> Option<(Section, String)> {
    let section =
        [Section::Projects, Section::Pages].into_iter().find(|section| path.as_str().starts_with(section.folder()))?;
    let below = path.as_str().strip_prefix(section.folder())?;
    let lower = crate::base::path::fold(below);
    let stem = lower.strip_suffix(".md").unwrap_or(&lower);
    let is_language = |suffix: &str| config.languages.iter().any(|language| language.lang.as_str() == suffix);
    let stem = stem.rsplit_once('.').filter(|(_, suffix)| is_language(suffix)).map_or(stem, |(stem, _)| stem);
    let id = stem.strip_suffix("/index").unwrap_or(stem);
    Some((section, id.to_owned()))
}
