//! Organisations of partners.yaml, with their groups and parents resolved.

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Hint, Span};
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::catalogue::{Mode, standing};
use crate::config::{Config, foreign_labels, missing_labels};
use crate::parse::Document;
use crate::schema::Record;
use crate::schema::fields::partner as at;
use crate::schema::near::nearest_name;
use crate::source::Tree;

/// A position in [`Organisations::all`].
pub type OrgId = usize;

/// An organisation.
pub struct Organisation {
    /// Its id.
    pub id: String,
    /// Where its id stands.
    pub span: Span,
    /// What partners.yaml says of it.
    pub record: Record,
    /// The position of its group in [`Config::groups`].
    pub group: Option<usize>,
    /// The organisation that it is a part of.
    pub parent: Option<OrgId>,
}

/// All organisations.
#[derive(Default)]
pub struct Organisations {
    /// In the order of the file.
    pub all: Vec<Organisation>,
    by_id: FxHashMap<String, OrgId>,
    /// The key of the whole file.
    pub key: Key,
}

impl Organisations {
    /// The position of an organisation.
    pub fn find(&self, id: &str) -> Option<OrgId> {
        self.by_id.get(id).copied()
    }

    /// The id that is nearest to one that nobody declared.
    pub fn nearest(&self, id: &str) -> Option<String> {
        nearest_name(id, self.all.iter().map(|organisation| organisation.id.as_str())).map(str::to_owned)
    }
}

/// The file that declares them.
pub fn path() -> RelPath {
    RelPath::fixed("content/partners.yaml")
}

/// Reads the organisations and resolves their groups and parents.
pub fn organisations(tree: &Tree, config: &Config, mode: Mode, diagnostics: &mut Diagnostics) -> Organisations {
    let mut organisations = Organisations::default();
    let path = path();
    let Some(source) = tree.file(path.as_str()) else {
        check_publisher(config, &organisations, diagnostics);
        return organisations;
    };
    if let Document::Partners(partners) = &standing(source, mode).document {
        organisations.key = partners.key;
        for named in &partners.entries {
            organisations.by_id.insert(named.name.clone(), organisations.all.len());
            let (id, span, record) = (named.name.clone(), named.span, named.record.clone());
            organisations.all.push(Organisation { id, span, record, group: None, parent: None });
        }
    }
    for at_org in 0..organisations.all.len() {
        check_labels(config, &path, &organisations.all[at_org], diagnostics);
        organisations.all[at_org].group = group(config, &path, &organisations.all[at_org], diagnostics);
        organisations.all[at_org].parent = parent(&path, &organisations, at_org, diagnostics);
    }
    check_publisher(config, &organisations, diagnostics);
    organisations
}

fn check_labels(config: &Config, path: &RelPath, organisation: &Organisation, diagnostics: &mut Diagnostics) {
    let named = |position| organisation.record.localized(position).zip(organisation.record.span(position));
    if let Some((texts, span)) = named(at::NAME) {
        diagnostics.extend(missing_labels(config, path, span, &organisation.id, texts));
    }
    for (texts, span) in [at::NAME, at::ACRONYM].into_iter().filter_map(named) {
        diagnostics.extend(foreign_labels(config, path, span, texts));
    }
}

fn group(config: &Config, path: &RelPath, organisation: &Organisation, diagnostics: &mut Diagnostics) -> Option<usize> {
    let id = organisation.record.text(at::GROUP)?;
    let found = find_group(config, id);
    if found.is_none() {
        let span = organisation.record.span(at::GROUP).unwrap_or(organisation.span);
        diagnostics.push(unknown_group(config, Diagnostic::at(Code::UnknownGroup, path, span), id));
    }
    found
}

/// The position of a group.
pub fn find_group(config: &Config, id: &str) -> Option<usize> {
    config.groups.iter().position(|group| group.term.id == id)
}

/// Completes the message about a group that nobody declared.
pub fn unknown_group(config: &Config, place: Diagnostic, id: &str) -> Diagnostic {
    let all: Vec<String> = config.groups.iter().map(|group| group.term.id.clone()).collect();
    let near = nearest_name(id, all.iter().map(String::as_str)).map(str::to_owned);
    place.arg("id", id).did_you_mean(near).hint(Hint::OneOf(all))
}

fn parent(path: &RelPath, organisations: &Organisations, own: OrgId, diagnostics: &mut Diagnostics) -> Option<OrgId> {
    let organisation = &organisations.all[own];
    let id = organisation.record.text(at::PARENT)?;
    let found = organisations.find(id).filter(|parent| *parent != own);
    if found.is_none() {
        let span = organisation.record.span(at::PARENT).unwrap_or(organisation.span);
        let place = Diagnostic::at(Code::UnknownPartner, path, span);
        diagnostics.push(place.arg("id", id).did_you_mean(organisations.nearest(id)));
    }
    found
}

fn check_publisher(config: &Config, organisations: &Organisations, diagnostics: &mut Diagnostics) {
    let Some((id, span)) = &config.organisation else { return };
    if organisations.find(id).is_none() {
        let place = Diagnostic::at(Code::UnknownPartner, &config.path, *span);
        diagnostics.push(place.arg("id", id.as_str()).did_you_mean(organisations.nearest(id)));
    }
}
