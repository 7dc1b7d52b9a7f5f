//! Groups the language versions of the same thing.

use std::collections::HashSet;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint, Span};
use crate::base::path::{RelPath, fold};
use crate::catalogue::{Mode, standing, strays};
use crate::config::{Config, LangId, foreign_languages};
use crate::parse::write_up::{Section, WriteUp};
use crate::schema::fields::{Project, project as at};
use crate::schema::near::nearest_name;
use crate::schema::record::Record;
use crate::source::Tree;

/// A project or page with its file in each language.
pub struct Family {
    /// Its section.
    pub section: Section,
    /// Its id.
    pub id: Arc<str>,
    /// Its files by language, including drafts.
    pub docs: Vec<Option<Arc<WriteUp>>>,
    /// Its files in a language that the site does not have: they are checked
    /// but not shown.
    pub others: Vec<Arc<WriteUp>>,
    /// Whether it is a translation of something else with a similar name.
    pub orphan: bool,
}

/// Groups files by section and id, and reports problems of single files.
pub fn families(tree: &Tree, config: &Config, mode: Mode, diagnostics: &mut Diagnostics) -> Vec<Family> {
    let mut members: Vec<Member> = vec![];
    for (path, source) in tree.files() {
        diagnostics.extend(source.parsed.diagnostics.iter().cloned());
        diagnostics.extend(foreign_languages(config, path, source.parsed.languages()));
        let Some(own) = standing(source, mode).write_up() else {
            diagnostics.extend(strays::misnamed(config, path));
            continue;
        };
        let lang = language(config, own, diagnostics);
        members.push(Member { section: own.section(), id: &own.id, lang, own });
    }
    // Files are sorted by path, so they are nearly in this order already; the
    // sort is stable.
    members.sort_by(|a, b| (a.section, a.id).cmp(&(b.section, b.id)));
    let same = |a: &Member, b: &Member| (a.section, a.id) == (b.section, b.id);
    let mut families: Vec<Family> =
        members.chunk_by(same).map(|members| family(config, members, diagnostics)).collect();
    orphans(&mut families, diagnostics);
    missing_translations(config, &families, diagnostics);
    families
}

/// Whether a write-up with this id exists, published or not.
pub fn exists(tree: &Tree, section: Section, id: &str) -> bool {
    tree.files()
        .filter_map(|(_, source)| source.parsed.write_up())
        .any(|own| own.section() == section && *own.id == *id)
}

struct Member<'a> {
    section: Section,
    id: &'a Arc<str>,
    /// None if it is not a language of the site.
    lang: Option<LangId>,
    own: &'a Arc<WriteUp>,
}

fn family(config: &Config, members: &[Member], diagnostics: &mut Diagnostics) -> Family {
    let (section, id) = (members[0].section, members[0].id.clone());
    let mut docs: Vec<Option<Arc<WriteUp>>> = vec![None; config.languages.len()];
    let mut others = vec![];
    for member in members {
        let Some(lang) = member.lang else {
            others.push(member.own.clone());
            continue;
        };
        match &docs[lang] {
            None => docs[lang] = Some(member.own.clone()),
            Some(first) => diagnostics.push(twice(first, member.own)),
        }
    }
    Family { section, id, docs, others, orphan: false }
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
            let place = Diagnostic::at(Code::LanguageSuffixMissing, &write_up.path, Span::default()).arg("name", name);
            // `jeunes_fr.md` and `jeunes-fr.md` give the language after another
            // separator.
            let ends = |tag: &&String| {
                Some(format!("{}.{tag}.md", stem.strip_suffix(tag.as_str())?.strip_suffix(['_', '-', ' '])?))
            };
            match tags.iter().find_map(|tag| ends(&tag)) {
                Some(meant) => place.did_you_mean(Some(meant)),
                None => place.hint(Hint::OneOf(tags.iter().map(|tag| format!("{stem}.{tag}.md")).collect())),
            }
        }
        Some(suffix) => {
            let near = config.language_meant(suffix);
            let place = Diagnostic::at(Code::LanguageSuffixUnknown, &write_up.path, Span::default());
            place.arg("suffix", suffix.as_str()).did_you_mean(near).hint(Hint::OneOf(tags))
        }
    });
    None
}

/// If more things than this lack a language, similar names would be
/// coincidence.
const FEW: usize = 200;

/// Finds translations whose name is slightly different from that of the
/// original: they state no facts themselves, and another family with a similar
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
        for (own, twin) in family.docs.iter().flatten().zip(twin) {
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
    family.docs.iter().flatten().map(Arc::as_ref).next()
}

/// Whether a family has neither type nor partners, nor a value that may have
/// been meant as one.
fn states_nothing(family: &Family) -> bool {
    let has = |record: Record<Project>| {
        let has_type = record.has(at::TYPE) || record.is_doubtful(at::TYPE);
        has_type || record.has(at::PARTNERS) || record.is_doubtful(at::PARTNERS)
    };
    let states = |own: &Arc<WriteUp>| own.broken || own.record.project().is_some_and(has);
    family.section == Section::Projects && family.others.is_empty() && !family.docs.iter().flatten().any(states)
}

/// A hint for each missing language of a family, except those for which there
/// is a file that was already reported.
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

/// The file name of a write-up's translation into a language.
pub fn translation_name(write_up: &WriteUp, tag: &str) -> String {
    let path = write_up.path.as_str();
    let tail = write_up.suffix.as_ref().map_or(3, |suffix| suffix.len() + 4);
    format!("{}.{tag}.md", &path[..path.len() - tail])
}

/// The write-up that a link without language or extension refers to:
/// `../projects/a`, `a.md` and `a.fr.md` are all the write-up `a`.
pub fn linked_id(path: &RelPath, config: &Config) -> Option<(Section, String)> {
    let section =
        [Section::Projects, Section::Pages].into_iter().find(|section| path.as_str().starts_with(section.folder()))?;
    let below = path.as_str().strip_prefix(section.folder())?;
    let lower = fold(below);
    let stem = lower.strip_suffix(".md").unwrap_or(&lower);
    let is_language = |suffix: &str| config.languages.iter().any(|language| language.lang.as_str() == suffix);
    let stem = stem.rsplit_once('.').filter(|(_, suffix)| is_language(suffix)).map_or(stem, |(stem, _)| stem);
    let id = stem.strip_suffix("/index").unwrap_or(stem);
    Some((section, id.to_owned()))
}
