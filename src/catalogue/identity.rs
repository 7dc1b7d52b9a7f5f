//! Groups the language versions of the same thing.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Arg, Diagnostic, Diagnostics, Hint, Span};
use crate::base::lang::Lang;
use crate::base::path::{RelPath, fold};
use crate::catalogue::copies::{self, CopyOf};
use crate::catalogue::schedule::states;
use crate::catalogue::{Mode, standing, strays};
use crate::config::{Config, LangId, foreign_languages};
use crate::locale::Locale;
use crate::parse::front_matter::facts;
use crate::parse::write_up::{Section, WriteUp};
use crate::schema::fields::project as at;
use crate::schema::near::nearest_name;
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
    /// Whether it is left out: a translation of something with another name,
    /// or a copy that has no facts of its own.
    pub orphan: bool,
    /// What it is a copy of, by its name.
    pub copy: Option<CopyOf>,
}

impl Family {
    /// Its files, drafts too.
    pub fn files(&self) -> impl Iterator<Item = &Arc<WriteUp>> + Clone {
        self.docs.iter().flatten().chain(&self.others)
    }

    /// Whether it is a project of which there are words only, and not in every
    /// language: the file that stated its facts may be gone.
    pub fn has_lost_facts(&self) -> bool {
        let has_none = |own: &Arc<WriteUp>| own.record.project().is_some_and(|record| facts(record).next().is_none());
        states_nothing(self) && self.docs.iter().any(Option::is_none) && self.docs.iter().flatten().all(has_none)
    }
}

/// Groups files by section and id, and reports problems of single files.
pub fn families(tree: &Tree, config: &Config, mode: Mode, diagnostics: &mut Diagnostics) -> Vec<Family> {
    let copies = copies::by_name(tree, config);
    let mut members: Vec<Member> = vec![];
    let mut undeclared = Undeclared::default();
    for (path, source) in tree.files() {
        let own = standing(source, mode).write_up();
        let suffix = own.and_then(|own| own.suffix.as_deref()).unwrap_or_default();
        if let Some(copy) = copies.get(path).filter(|_| !config.has_language(suffix)) {
            diagnostics.push(copies::unpublished(copy));
            continue;
        }
        diagnostics.extend(source.parsed.diagnostics.iter().cloned());
        undeclared.extend(foreign_languages(config, path, source.parsed.languages()));
        let Some(own) = own else {
            diagnostics.extend(strays::misnamed(config, path));
            continue;
        };
        let lang = language(config, own, &mut undeclared);
        members.push(Member { section: own.section(), id: &own.id, lang, own });
    }
    diagnostics.extend(undeclared.said());
    // Files are sorted by path, so they are nearly in this order already; the
    // sort is stable.
    members.sort_by(|a, b| (a.section, a.id).cmp(&(b.section, b.id)));
    let same = |a: &Member, b: &Member| (a.section, a.id) == (b.section, b.id);
    let mut families: Vec<Family> =
        members.chunk_by(same).map(|members| family(config, members, diagnostics)).collect();
    mark_copies(&mut families, &copies, diagnostics);
    in_one_folder(&mut families, diagnostics);
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
    Family { section, id, docs, others, orphan: false, copy: None }
}

fn twice(first: &WriteUp, second: &WriteUp) -> Diagnostic {
    let place = Diagnostic::at(Code::SameFileTwice, &second.path, Span::default());
    place.arg("other", first.path.as_str()).related(&first.path, Span::default())
}

fn language(config: &Config, write_up: &WriteUp, undeclared: &mut Undeclared) -> Option<LangId> {
    if let Some(lang) = write_up.lang.and_then(|lang| config.lang_id(lang)) {
        return Some(lang);
    }
    if config.doubt.languages {
        return None;
    }
    let tags: Vec<String> = config.languages.iter().map(|language| language.lang.to_string()).collect();
    let name = write_up.path.name();
    undeclared.extend([match &write_up.suffix {
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
    }]);
    None
}

/// What is said of languages that the site does not have.
#[derive(Default)]
struct Undeclared(Vec<Diagnostic>);

/// So many files at most are named.
const NAMED: usize = 5;

impl Undeclared {
    fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(found);
    }

    /// Each of them; but a language that stands in several places is said
    /// once: it is site.yaml that lacks it.
    fn said(self) -> Vec<Diagnostic> {
        let mut places: BTreeMap<Lang, Vec<Diagnostic>> = BTreeMap::new();
        let mut said = vec![];
        for found in self.0 {
            match language_of(&found) {
                Some(lang) => places.entry(lang).or_default().push(found),
                None => said.push(found),
            }
        }
        for (lang, found) in places {
            said.extend(if found.len() > 1 { at_once(lang, &found) } else { found });
        }
        said
    }
}

/// The language that a message is about, if it is one and no slip.
fn language_of(found: &Diagnostic) -> Option<Lang> {
    let written = found.args.iter().find(|(name, _)| matches!(*name, "suffix" | "value"));
    let Some((_, Arg::Text(tag))) = written else { return None };
    let is_slip = found.hints.iter().any(|hint| matches!(hint, Hint::DidYouMean(_)));
    Lang::new(tag).filter(|lang| !is_slip && Locale::new(*lang, tag).is_some())
}

fn at_once(lang: Lang, found: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut files: Vec<&RelPath> = found.iter().filter_map(|found| Some(&found.at.as_ref()?.path)).collect();
    files.dedup();
    let Some(first) = found.first().and_then(|found| found.at.as_ref()) else { return vec![] };
    let names = files.iter().take(NAMED).map(|path| path.to_string()).collect();
    let place = Diagnostic::at(Code::LanguageUndeclared, &first.path, first.span).arg("lang", lang.as_str());
    let place = place.arg("tag", lang.as_str()).arg("count", files.len() as i64);
    vec![Diagnostic { args: place.args.iter().cloned().chain([("files", Arg::List(names))]).collect(), ..place }]
}

/// Notes which families are copies; those without facts are no projects.
fn mark_copies(families: &mut [Family], copies: &BTreeMap<RelPath, CopyOf>, diagnostics: &mut Diagnostics) {
    if copies.is_empty() {
        return;
    }
    for family in families {
        let copy = family.files().find_map(|own| copies.get(&own.path)).cloned();
        family.copy = copy;
        let Some(copy) = &family.copy else { continue };
        family.orphan = states_nothing(family);
        if family.orphan {
            diagnostics.push(copies::unpublished(copy));
        }
    }
}

/// Finds the two languages of one thing in one folder under two names:
/// `jeunes/index.fr.md` and `jeunes/jeunes.ar.md`.
fn in_one_folder(families: &mut [Family], diagnostics: &mut Diagnostics) {
    let ids: HashMap<(Section, Arc<str>), usize> =
        families.iter().enumerate().map(|(at, family)| ((family.section, family.id.clone()), at)).collect();
    for at in 0..families.len() {
        let Some((folder, name)) = families[at].id.rsplit_once('/') else { continue };
        let Some(outer) = ids.get(&(families[at].section, folder.into())).copied() else { continue };
        let same_name = folder.rsplit('/').next() == Some(name);
        let one_folder = first(&families[outer]).is_some_and(|own| own.path.folder().ends_with(folder));
        let (inner, outer) = (&families[at], &families[outer]);
        if !one_folder || inner.copy.is_some() || outer.copy.is_some() || share_a_language(inner, outer) {
            continue;
        }
        // A page states nothing that could tell which is the translation.
        let is_translation =
            if inner.section == Section::Pages { same_name } else { states_nothing(inner) && !states_nothing(outer) };
        let is_translated = inner.section == Section::Projects && states_nothing(outer) && !states_nothing(inner);
        if is_translation {
            diagnostics.extend(orphan(Code::PairMisnamed, inner, outer));
            families[at].orphan = true;
        } else if is_translated {
            diagnostics.extend(orphan(Code::PairMisnamed, outer, inner));
            let outer = ids[&(families[at].section, folder.into())];
            families[outer].orphan = true;
        }
    }
}

fn share_a_language(one: &Family, other: &Family) -> bool {
    one.docs.iter().zip(&other.docs).any(|(one, other)| one.is_some() && other.is_some())
}

/// What there is to say of each file of a translation whose name is not that of
/// the file which it translates.
fn orphan(code: Code, family: &Family, of: &Family) -> Vec<Diagnostic> {
    let Some(twin) = first(of) else { return vec![] };
    let error = |own: &Arc<WriteUp>| {
        let lang = own.lang.map_or_else(String::new, |lang| lang.to_string());
        let right = translation_name(twin, &lang);
        let error = Diagnostic::at(code, &own.path, Span::default()).arg("lang", lang);
        error.arg("name", own.path.name()).related(&twin.path, Span::default()).did_you_mean(Some(right))
    };
    family.docs.iter().flatten().map(error).collect()
}

/// If more things than this lack a language, similar names would be
/// coincidence.
const FEW: usize = 200;

/// Finds translations whose name is slightly different from that of the
/// original: they state no facts themselves, and another family with a similar
/// name lacks their language.
fn orphans(families: &mut [Family], diagnostics: &mut Diagnostics) {
    let is_lone = |family: &Family| family.docs.iter().any(Option::is_none) && family.copy.is_none() && !family.orphan;
    let lone: Vec<usize> = (0..families.len()).filter(|at| is_lone(&families[*at])).take(FEW + 1).collect();
    if lone.len() > FEW {
        return;
    }
    let mut found: Vec<usize> = vec![];
    for at in lone.iter().copied().filter(|at| states_nothing(&families[*at])) {
        let family = &families[at];
        let fits = |other: &&Family| {
            other.section == family.section && !share_a_language(other, family) && !states_nothing(other)
        };
        let others: Vec<&Family> = lone.iter().map(|at| &families[*at]).filter(fits).collect();
        let Some(near) = nearest_name(&family.id, others.iter().map(|other| &*other.id)) else { continue };
        if let Some(twin) = others.iter().find(|other| &*other.id == near) {
            diagnostics.extend(orphan(Code::OrphanTranslation, family, twin));
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
    let any = |own: &Arc<WriteUp>| states(own, at::TYPE) || states(own, at::PARTNERS);
    family.section == Section::Projects && family.others.is_empty() && !family.docs.iter().flatten().any(any)
}

/// A hint for each missing language of a family, except those for which there
/// is a file that was already reported.
fn missing_translations(config: &Config, families: &[Family], diagnostics: &mut Diagnostics) {
    let twins: HashSet<&str> = diagnostics
        .iter()
        .filter(|found| matches!(found.code, Code::OrphanTranslation | Code::PairMisnamed))
        .flat_map(|found| &found.related)
        .map(|place| place.path.as_str())
        .collect();
    let mut hints = vec![];
    let is_whole = |family: &&Family| family.others.is_empty() && family.copy.is_none() && !family.has_lost_facts();
    for family in families.iter().filter(|family| !family.orphan).filter(is_whole) {
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
