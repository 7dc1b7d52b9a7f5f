//! Addresses that an earlier build published and this one takes away: whoever
//! has such a link finds nothing, unless an alias leads on.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Hint};
use crate::base::path::RelPath;
use crate::catalogue::Doc;
use crate::catalogue::aliases::answers;
use crate::config::{Config, LangId};
use crate::parse::write_up::{Section, WriteUp};
use crate::schema::check::slugify;
use crate::schema::fields::{partner, write_up as at};
use crate::schema::near::nearest_name;
use crate::schema::pages::{GROUPS, PAGE, PARTNERS, PROJECTS, TOPICS, TYPES, is_reserved};
use crate::site::Plan;
use crate::source::Tree;

/// A page of the former output.
enum Gone<'a> {
    /// Of a write-up, with the last part of its address.
    WriteUp(Section, &'a str),
    /// The listing of something that has a name of its own: the folder, the name.
    Listing(&'a str, &'a str),
    /// An old address, below the language's home.
    Other(&'a str),
}

/// Warns of the pages among `gone` that nothing leads on from. `new` are files
/// that the former output did not have.
pub fn report(plan: &Plan, tree: &Tree, gone: &[RelPath], new: &BTreeSet<&RelPath>) -> Vec<Diagnostic> {
    let config = &plan.catalogue.config;
    let kept = aliases_written(plan, tree);
    let mut found = vec![];
    let mut listings: BTreeMap<(&str, &str), Vec<LangId>> = BTreeMap::new();
    // What an alias was to lead to has no page today: withheld, or empty.
    let lost = gone.iter().filter(|path| !kept.contains(*path));
    for (lang, page) in lost.filter_map(|path| page(config, path)) {
        match page {
            Gone::WriteUp(section, slug) => found.extend(of_write_up((plan, tree), new, lang, (section, slug))),
            Gone::Listing(folder, id) => listings.entry((folder, id)).or_default().push(lang),
            Gone::Other(path) => found.push(nowhere(config, lang, path, &format!("/{path}"))),
        }
    }
    found.extend(listings.into_iter().filter_map(|(gone, langs)| of_listing(plan, new, gone, &langs)));
    found
}

/// Where every alias of the site would answer.
fn aliases_written(plan: &Plan, tree: &Tree) -> BTreeSet<RelPath> {
    let (config, organisations) = (&plan.catalogue.config, &plan.catalogue.organisations);
    let own = tree.files().filter_map(|(_, source)| source.parsed.write_up());
    let of_write_ups = own.flat_map(|own| {
        let folder = if own.section() == Section::Projects { PROJECTS } else { "" };
        let lang = own.lang.and_then(|lang| config.lang_id(lang));
        own.aliases.iter().map(move |(alias, _)| (lang, folder, alias.as_str()))
    });
    let of_partners = organisations.all.iter().flat_map(|own| own.record().list(partner::ALIASES).iter());
    let of_partners = of_partners.map(|alias| (None, PARTNERS, alias));
    let terms = config.types.iter().map(|own| (TYPES, &own.term));
    let terms = terms.chain(config.groups.iter().map(|own| (GROUPS, &own.term)));
    let terms = terms.chain(config.topics.iter().map(|own| (TOPICS, own)));
    let of_terms =
        terms.flat_map(|(folder, term)| term.aliases.iter().map(move |(alias, _)| (None, folder, alias.as_str())));
    let all = of_write_ups.chain(of_partners).chain(of_terms);
    let answers = all.flat_map(|(lang, folder, alias)| answers(config, lang, folder, alias));
    answers.map(|alias| alias.url(config).output().clone()).collect()
}

/// The page of a file of the output, below the home of its language. None of
/// what comes and goes by itself: years, further pages of a list, pages of
/// jisr's own.
fn page<'a>(config: &Config, path: &'a RelPath) -> Option<(LangId, Gone<'a>)> {
    let (tag, below) = path.as_str().split_once('/').filter(|_| path.is_html())?;
    let lang = config.languages.iter().position(|language| language.lang.as_str() == tag)?;
    let below = below.strip_suffix("/index.html").unwrap_or(below);
    let parts: Vec<&str> = below.split('/').collect();
    Some((
        lang,
        match parts.as_slice() {
            [PROJECTS, slug] => Gone::WriteUp(Section::Projects, slug),
            [folder @ (PARTNERS | TYPES | GROUPS | TOPICS), id] if *id != PAGE => Gone::Listing(folder, id),
            [first, ..] if is_reserved(first) => return None,
            [slug] => Gone::WriteUp(Section::Pages, slug),
            _ => Gone::Other(below),
        },
    ))
}

/// What there is to say of a page of a write-up. One that is still there under
/// this name is withheld, as its writer wants it.
fn of_write_up(
    (plan, tree): (&Plan, &Tree),
    new: &BTreeSet<&RelPath>,
    lang: LangId,
    (section, slug): (Section, &str),
) -> Option<Diagnostic> {
    let config = &plan.catalogue.config;
    let own: Vec<&WriteUp> =
        tree.files().filter_map(|(_, source)| source.parsed.write_up()).map(AsRef::as_ref).collect();
    let own = || own.iter().copied().filter(|own| own.section() == section);
    let is_in = |own: &WriteUp| own.lang.and_then(|lang| config.lang_id(lang)) == Some(lang);
    if own().any(|own| own.slug == slug && is_in(own)) {
        return None;
    }
    let published = docs(plan, section, lang);
    let of = |id: &str| published.iter().copied().find(|doc| *doc.id == *id);
    // It stood in for a translation that has come, with a name of its own.
    if let Some(original) = own().find(|own| own.slug == slug) {
        return of(&original.id).map(|now| moved(tree, now, slug));
    }
    let was_default = |doc: &&WriteUp| slugify(doc.id.rsplit('/').next().unwrap_or(&doc.id)) == slug;
    if let Some(now) = published.iter().copied().find(was_default) {
        return Some(moved(tree, now, slug));
    }
    let (folder, alias) = match section {
        Section::Projects => (format!("{PROJECTS}/"), slug.to_owned()),
        Section::Pages => (String::new(), slug.to_owned()),
    };
    let came: Vec<&WriteUp> = published.into_iter().filter(|doc| new.contains(doc.url.output())).collect();
    let near = nearest_name(slug, came.iter().map(|doc| doc.slug.as_str()));
    let near = came.iter().find(|doc| Some(doc.slug.as_str()) == near).or(came.first().filter(|_| came.len() == 1));
    Some(nowhere(config, lang, &format!("{folder}{slug}"), &alias).did_you_mean(near.map(|doc| doc.path.as_str())))
}

/// The published write-ups of a language.
fn docs(plan: &Plan, section: Section, lang: LangId) -> Vec<&WriteUp> {
    let catalogue = &plan.catalogue;
    let projects = catalogue.projects.iter().map(|project| &project.docs);
    let pages = catalogue.pages.iter().map(|page| &page.docs);
    let in_language = |docs: &[Option<Doc>]| docs[lang].is_some();
    let docs: Vec<&Vec<Option<Doc>>> = match section {
        Section::Projects => projects.filter(|docs| in_language(docs)).collect(),
        Section::Pages => pages.filter(|docs| in_language(docs)).collect(),
    };
    docs.into_iter().filter_map(|docs| docs[lang].as_ref()).map(Doc::write_up).collect()
}

/// A page that certainly has another address now, with the line to write in
/// its file.
fn moved(tree: &Tree, now: &WriteUp, slug: &str) -> Diagnostic {
    let title = now.record.span(at::TITLE);
    let place = now.record.span(at::ALIASES).or(title).unwrap_or(now.front);
    let warning = Diagnostic::at(Code::AddressMoved, &now.path, place);
    let warning = warning.arg("address", former(now, slug)).arg("now", format!("/{}", now.url.as_str()));
    match with_alias(tree, now, slug) {
        Some(lines) => warning.hint(Hint::Write(lines)),
        None => warning.hint(Hint::Example(format!("aliases: [{slug}]"))),
    }
}

fn former(now: &WriteUp, slug: &str) -> String {
    let lang = now.lang.map_or_else(String::new, |lang| lang.to_string());
    format!("/{}", now.section().url(&lang, slug).as_str())
}

/// The line of the title with that of the aliases below it, or that of the
/// aliases with one more. None where these take several lines.
fn with_alias(tree: &Tree, now: &WriteUp, slug: &str) -> Option<String> {
    let bytes = tree.bytes(&now.path)?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let line = |span: crate::base::diag::Span| {
        let start = text[..span.range().start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        (span.range().end <= end).then(|| text[start..end].trim_end())
    };
    match now.record.span(at::ALIASES) {
        Some(span) => Some(format!("{}, {slug}]", line(span)?.strip_suffix(']')?.trim_end_matches([' ', ',']))),
        None => Some(format!("{}\naliases: [{slug}]", line(now.record.span(at::TITLE)?)?)),
    }
}

/// What there is to say of a listing. That of a name which is still declared
/// has no entries today.
fn of_listing(
    plan: &Plan,
    new: &BTreeSet<&RelPath>,
    (folder, id): (&str, &str),
    langs: &[LangId],
) -> Option<Diagnostic> {
    let (config, organisations) = (&plan.catalogue.config, &plan.catalogue.organisations);
    let declared: Vec<&str> = match folder {
        PARTNERS => organisations.all.iter().map(|own| own.id.as_str()).collect(),
        TYPES => config.types.iter().map(|own| own.term.id.as_str()).collect(),
        GROUPS => config.groups.iter().map(|own| own.term.id.as_str()).collect(),
        _ => config.topics.iter().map(|own| own.id.as_str()).collect(),
    };
    let lang = *langs.iter().min().filter(|_| !declared.contains(&id))?;
    let tag = config.languages[lang].lang;
    let is_new =
        |id: &&str| RelPath::new(&format!("{tag}/{folder}/{id}/index.html")).is_some_and(|path| new.contains(&path));
    let came: Vec<&str> = declared.into_iter().filter(is_new).collect();
    let near = nearest_name(id, came.iter().copied()).or(came.first().copied().filter(|_| came.len() == 1));
    Some(nowhere(config, lang, &format!("{folder}/{id}"), id).did_you_mean(near))
}

fn nowhere(config: &Config, lang: LangId, path: &str, alias: &str) -> Diagnostic {
    let end = if path.ends_with(".html") { "" } else { "/" };
    let address = format!("/{}/{path}{end}", config.languages[lang].lang);
    Diagnostic::new(Code::AddressGone).arg("address", address).arg("line", format!("aliases: [{alias}]"))
}
