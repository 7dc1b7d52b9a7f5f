//! Organisations of partners.yaml, with their groups and parents resolved.

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint, Span};
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::catalogue::{Mode, standing, strays};
use crate::config::{Config, Term, missing_labels};
use crate::parse::Document;
use crate::schema::check::{example, slugify};
use crate::schema::fields::{Partner, partner as at, project};
use crate::schema::near::nearest;
use crate::schema::record::{OwnedRecord, Record};
use crate::source::Tree;

/// An index into [`Organisations::all`].
pub type OrgId = usize;

/// An organisation.
pub struct Organisation {
    /// Its id.
    pub id: String,
    /// The span of its id.
    pub span: Span,
    record: OwnedRecord<Partner>,
    /// The index of its group in [`Config::groups`].
    pub group: Option<usize>,
    /// The organisation that it is part of.
    pub parent: Option<OrgId>,
}

impl Organisation {
    /// Its record in partners.yaml.
    pub fn record(&self) -> Record<'_, Partner> {
        self.record.view()
    }
}

/// All organisations.
#[derive(Default)]
pub struct Organisations {
    /// In the order of the file.
    pub all: Vec<Organisation>,
    by_id: FxHashMap<String, OrgId>,
    /// Whether a part of the file could not be read, so that an unknown id must
    /// not be reported.
    pub broken: bool,
    /// The content key of the whole file.
    pub key: Key,
}

impl Organisations {
    /// The index of an organisation.
    pub fn find(&self, id: &str) -> Option<OrgId> {
        self.by_id.get(id).copied()
    }

    /// A line with an id of this site, whichever it is but the publisher's.
    pub fn example(&self, config: &Config) -> Hint {
        let publisher = config.organisation.as_ref().map(|(id, _)| id);
        let other = self.all.iter().map(|own| &own.id).find(|id| Some(*id) != publisher);
        let example = example(project::PARTNERS.field());
        other.map_or(example, |id| Hint::Example(format!("partners: [{id}]")))
    }

    /// The diagnostics with examples that name organisations of this site.
    pub fn with_own_examples(&self, config: &Config, diagnostics: Diagnostics) -> Diagnostics {
        let (general, own) = (example(project::PARTNERS.field()), self.example(config));
        let is_general = |found: &Diagnostic| found.hints.contains(&general);
        if general == own || !diagnostics.iter().any(is_general) {
            return diagnostics;
        }
        let with_own = |mut found: Diagnostic| {
            found.hints.iter_mut().filter(|hint| **hint == general).for_each(|hint| *hint = own.clone());
            found
        };
        diagnostics.into_iter().map(with_own).collect()
    }

    /// Completes the diagnostic about an undeclared id, with the nearest id or
    /// the one whose name or acronym was written. None if the file that should
    /// declare it could not be read.
    pub fn unknown(&self, place: Diagnostic, id: &str) -> Option<Diagnostic> {
        let names = |organisation: &Organisation| -> Vec<String> {
            let texts = [at::NAME, at::ACRONYM].into_iter().filter_map(|key| organisation.record().get(key));
            texts.flat_map(|texts| texts.iter().map(|(_, text)| text.clone())).collect()
        };
        let near = meant(id, self.all.iter().map(|organisation| (organisation.id.as_str(), names(organisation))));
        let all = || self.all.iter().map(|organisation| organisation.id.clone()).collect();
        let few = near.is_none() && (1..=MOST_LISTED).contains(&self.all.len());
        let mut place = place.arg("id", id).did_you_mean(near);
        place.hints.extend(few.then(|| Hint::OneOf(all())));
        (!self.broken).then_some(place)
    }
}

/// The id that was most likely meant by text similar to it or to one of its
/// names.
pub fn meant<'a>(written: &str, known: impl Iterator<Item = (&'a str, Vec<String>)>) -> Option<String> {
    let known: Vec<(&str, Vec<String>)> = known.collect();
    let names: Vec<(&str, Vec<&str>)> =
        known.iter().map(|(id, names)| (*id, names.iter().map(String::as_str).collect())).collect();
    nearest(written, names.iter().map(|(id, names)| (*id, names.as_slice()))).map(str::to_owned)
}

/// The most ids that are listed if none is similar.
const MOST_LISTED: usize = 12;

/// The file that declares them.
pub fn path() -> RelPath {
    RelPath::fixed("content/partners.yaml")
}

/// Reads the organisations and resolves their groups and parents.
pub fn organisations(tree: &Tree, config: &Config, mode: Mode, diagnostics: &mut Diagnostics) -> Organisations {
    let mut organisations = Organisations::default();
    let path = path();
    let Some(source) = tree.file(path.as_str()) else {
        organisations.broken = strays::is_misnamed(tree, &path);
        check_publisher(config, &organisations, diagnostics);
        return organisations;
    };
    organisations.broken = source.parsed.broken && mode == Mode::Publish;
    if let Document::Partners(partners) = &standing(source, mode).document {
        organisations.key = partners.key;
        for named in &partners.entries {
            organisations.by_id.insert(named.name.clone(), organisations.all.len());
            // If an id is invalid, the one suggested instead counts as known too.
            organisations.by_id.entry(slugify(&named.name)).or_insert(organisations.all.len());
            let (id, span, record) = (named.name.clone(), named.span, named.record.clone());
            organisations.all.push(Organisation { id, span, record, group: None, parent: None });
        }
    }
    let languages = match &standing(source, mode).document {
        Document::Partners(partners) => partners.languages.as_slice(),
        _ => &[],
    };
    for at_org in 0..organisations.all.len() {
        check_labels(config, (&path, languages), &organisations.all[at_org], diagnostics);
        organisations.all[at_org].group = group(config, &path, &organisations.all[at_org], diagnostics);
        organisations.all[at_org].parent = parent(&path, &organisations, at_org, diagnostics);
    }
    check_publisher(config, &organisations, diagnostics);
    organisations
}

fn check_labels(
    config: &Config,
    (path, languages): (&RelPath, &[(String, Span)]),
    organisation: &Organisation,
    diagnostics: &mut Diagnostics,
) {
    let record = organisation.record();
    if let Some((texts, span)) = record.get(at::NAME).zip(record.span(at::NAME)) {
        diagnostics.extend(missing_labels(config, path, (span, languages), &organisation.id, texts));
    }
}

fn group(config: &Config, path: &RelPath, organisation: &Organisation, diagnostics: &mut Diagnostics) -> Option<usize> {
    let id = organisation.record().get(at::GROUP)?;
    let found = find_group(config, id);
    if found.is_none() {
        let span = organisation.record().span(at::GROUP).unwrap_or(organisation.span);
        diagnostics.extend(unknown_group(config, Diagnostic::at(Code::UnknownGroup, path, span), id));
    }
    found
}

/// The index of a group.
pub fn find_group(config: &Config, id: &str) -> Option<usize> {
    config.groups.iter().position(|group| group.term.id == id)
}

/// Completes the diagnostic about an undeclared group.
pub fn unknown_group(config: &Config, place: Diagnostic, id: &str) -> Option<Diagnostic> {
    let terms = config.groups.iter().map(|group| &group.term);
    (!config.doubt.types).then(|| unknown_term(place, terms, id))
}

/// Completes the diagnostic about an id that is not among these terms.
pub fn unknown_term<'a>(place: Diagnostic, terms: impl Iterator<Item = &'a Term> + Clone, id: &str) -> Diagnostic {
    let names = |term: &'a Term| term.name.iter().map(|(_, name)| name.clone()).collect();
    let near = meant(id, terms.clone().map(|term| (term.id.as_str(), names(term))));
    place.arg("id", id).did_you_mean(near).hint(Hint::OneOf(terms.map(|term| term.id.clone()).collect()))
}

fn parent(path: &RelPath, organisations: &Organisations, own: OrgId, diagnostics: &mut Diagnostics) -> Option<OrgId> {
    let organisation = &organisations.all[own];
    let id = organisation.record().get(at::PARENT)?;
    // An organisation that is its own parent is reported when the file is read.
    let found = organisations.find(id).filter(|parent| *parent != own);
    if id == organisation.id {
        return None;
    }
    if found.is_none() {
        let span = organisation.record().span(at::PARENT).unwrap_or(organisation.span);
        let place = Diagnostic::at(Code::UnknownPartner, path, span);
        diagnostics.extend(organisations.unknown(place, id));
    }
    found
}

fn check_publisher(config: &Config, organisations: &Organisations, diagnostics: &mut Diagnostics) {
    let Some((id, span)) = &config.organisation else { return };
    if organisations.find(id).is_none() {
        let place = Diagnostic::at(Code::UnknownPartner, &config.path, *span);
        diagnostics.extend(organisations.unknown(place, id));
    }
}
