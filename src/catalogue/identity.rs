//! Which files are the same thing in several languages, and that no two
//! things claim one address.

use std::collections::HashSet;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint, Span};
use crate::base::path::{RelPath, fold};
use crate::catalogue::project::Project;
use crate::catalogue::{ContentPage, Doc, Mode, languages, original, standing, strays};
use crate::config::{Config, LangId, MissingTranslation, foreign_languages};
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
    "projects",
    "types",
    "groups",
    "partners",
    "status",
    "years",
    "topics",
    "timeline",
    "figures",
    "glossary",
    "search",
    "data",
    "page",
    "atom.xml",
    "index.html",
];

/// The write-up that a parsed file is.
pub fn write_up(parsed: &Parsed) -> Option<&WriteUp> {
    match &parsed.document {
        Document::WriteUp(write_up) => Some(write_up),
        _ => None,
    }
}

/// Files grouped by what they are, by section and id; with what each file
/// has to say by itself.
pub fn families(tree: &Tree, config: &Config, mode: Mode, diagnostics: &mut Diagnostics) -> Vec<Family> {
    let mut members: Vec<Member> = vec![];
    for (path, source) in tree.files() {
        diagnostics.extend(source.parsed.diagnostics.iter().cloned());
        diagnostics.extend(foreign_languages(config, path, languages(&source.parsed)));
        let parsed = standing(source, mode);
        let Some(own) = write_up(parsed) else {
            diagnostics.extend(strays::misnamed(config, path));
            continue;
        };
        let lang = language(config, own, diagnostics);
        members.push(Member { section: own.section, id: &own.id, lang, parsed });
    }
    // Files come by path, so that this is nearly their order; it is stable.
    members.sort_by(|a, b| (a.section, a.id).cmp(&(b.section, b.id)));
    let same = |a: &Member, b: &Member| (a.section, a.id) == (b.section, b.id);
    let mut families: Vec<Family> =
        members.chunk_by(same).map(|members| family(config, members, diagnostics)).collect();
    orphans(&mut families, diagnostics);
    missing_translations(config, &families, diagnostics);
    families
}

/// Whether there is a write-up of this id, published or not.
pub fn exists(tree: &Tree, section: Section, id: &str) -> bool {
    tree.files().filter_map(|(_, source)| write_up(&source.parsed)).any(|own| own.section == section && *own.id == *id)
}

struct Member<'a> {
    section: Section,
    id: &'a Arc<str>,
    /// None where it is no language of the site.
    lang: Option<LangId>,
    parsed: &'a Arc<Parsed>,
}

fn family(config: &Config, members: &[Member], diagnostics: &mut Diagnostics) -> Family {
    let (section, id) = (members[0].section, members[0].id.clone());
    let mut docs: Vec<Option<Arc<Parsed>>> = vec![None; config.languages.len()];
    let mut others = vec![];
    for member in members {
        let Some(lang) = member.lang else {
            others.push(member.parsed.clone());
            continue;
        };
        match &docs[lang] {
            None => docs[lang] = Some(member.parsed.clone()),
            Some(first) => {
                diagnostics.extend(write_up(first).zip(write_up(member.parsed)).map(|(first, own)| twice(first, own)))
            }
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
            // `jeunes_fr.md` and `jeunes-fr.md` say it after another sign.
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

/// The file that a write-up's translation into a language would be.
pub fn translation_name(write_up: &WriteUp, tag: &str) -> String {
    let path = write_up.path.as_str();
    let tail = write_up.suffix.as_ref().map_or(3, |suffix| suffix.len() + 4);
    format!("{}.{tag}.md", &path[..path.len() - tail])
}

/// Reports two things at one address of one language, and addresses that
/// belong to jisr's own pages.
pub fn check_addresses(config: &Config, projects: &[Project], pages: &[ContentPage], diagnostics: &mut Diagnostics) {
    let check = |lang: LangId| {
        let mut found = Diagnostics::default();
        let of_projects = claims(config, projects.iter().map(|project| &project.docs), lang);
        // The page `home` stands at the language's own address.
        let named = pages.iter().filter(|page| &*page.id != "home");
        let of_pages = claims(config, named.map(|page| &page.docs), lang);
        let home = pages.iter().filter(|page| &*page.id == "home").filter_map(|page| page.docs[lang].as_ref());
        // Projects and pages have folders of their own: their slugs meet only
        // their like, and aliases.
        check_slugs(config, lang, &of_projects, &mut found);
        check_slugs(config, lang, &of_pages, &mut found);
        check_aliases(&of_projects, &of_pages, home.map(Doc::write_up), &mut found);
        found
    };
    let found: Vec<Diagnostics> = (0..config.languages.len()).into_par_iter().map(check).collect();
    found.into_iter().for_each(|found| diagnostics.extend(found));
}

/// A write-up that has an address in a language.
struct Claim<'a> {
    own: &'a WriteUp,
    /// Whether it stands in for a translation that is missing.
    stands_in: bool,
}

/// The write-ups of a language, then those that stand in for one.
fn claims<'a>(
    config: &Config,
    families: impl Iterator<Item = &'a Vec<Option<Doc>>> + Clone,
    lang: LangId,
) -> Vec<Claim<'a>> {
    let claim = |doc: &'a Doc, stands_in| Claim { own: doc.write_up(), stands_in };
    let mut claims: Vec<Claim> =
        families.clone().filter_map(|docs| docs[lang].as_ref()).map(|doc| claim(doc, false)).collect();
    if config.missing == MissingTranslation::Notice {
        let missing = families.filter(|docs| docs[lang].is_none());
        claims.extend(missing.filter_map(|docs| docs[original(config, docs)].as_ref()).map(|doc| claim(doc, true)));
    }
    claims
}

fn check_slugs(config: &Config, lang: LangId, claims: &[Claim], diagnostics: &mut Diagnostics) {
    let mut slugs: FxHashMap<&str, &WriteUp> = FxHashMap::with_capacity_and_hasher(claims.len(), Default::default());
    for Claim { own, stands_in } in claims {
        if !stands_in {
            check_reserved(own, diagnostics);
        }
        if let Some(first) = slugs.insert(&own.slug, own) {
            let tag = config.languages[lang].lang;
            let address = if *stands_in { format!("{tag}/{}", address(own)) } else { address(own) };
            let first = (first, first.slug_span.unwrap_or_default());
            diagnostics.push(duplicate(&address, first, own, own.slug_span.unwrap_or_default()));
        }
    }
}

fn check_aliases<'a>(
    of_projects: &[Claim<'a>],
    of_pages: &[Claim<'a>],
    home: impl Iterator<Item = &'a WriteUp>,
    diagnostics: &mut Diagnostics,
) {
    let all = || of_projects.iter().chain(of_pages);
    let own = all().filter(|claim| !claim.stands_in).map(|claim| claim.own).chain(home);
    let with_aliases: Vec<&WriteUp> = own.filter(|own| !own.aliases.is_empty()).collect();
    if with_aliases.is_empty() {
        return;
    }
    let slug = |own: &'a WriteUp| (own, own.slug_span.unwrap_or_default());
    let mut taken: FxHashMap<String, (&WriteUp, Span)> =
        all().map(|claim| (address(claim.own), slug(claim.own))).collect();
    for own in with_aliases {
        for (alias, span) in own.aliases.iter().filter(|(alias, _)| is_reserved_alias(alias)) {
            diagnostics.push(Diagnostic::at(Code::ReservedSlug, &own.path, *span).arg("slug", alias.as_str()));
        }
        for (alias, span) in &own.aliases {
            match taken.entry(fold(alias_address(alias))) {
                Entry::Occupied(first) => diagnostics.push(duplicate(alias, *first.get(), own, *span)),
                Entry::Vacant(free) => drop(free.insert((own, *span))),
            }
        }
    }
}

/// The address that an alias is for: `a/index.html` is the page `a`.
pub fn alias_address(alias: &str) -> &str {
    alias.strip_suffix("/index.html").unwrap_or(alias)
}

fn duplicate(address: &str, (first, at): (&WriteUp, Span), own: &WriteUp, span: Span) -> Diagnostic {
    let place = Diagnostic::at(Code::DuplicateAddress, &own.path, span);
    place.arg("address", address).related(&first.path, at)
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
}

/// An alias may lie below `projects/`, where old addresses of projects are.
fn is_reserved_alias(alias: &str) -> bool {
    let alias = fold(alias_address(alias));
    let first = alias.split('/').next().unwrap_or(&alias);
    let below_projects = first == "projects" && alias.split('/').count() == 2 && alias != "projects/page";
    RESERVED.contains(&first) && !below_projects
}

/// The path that a link without language or suffix means: `../projects/a`,
/// `a.md` and `a.fr.md` are all the write-up `a`.
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
