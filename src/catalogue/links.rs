//! Where references lead: links between write-ups, pictures, documents, logos.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::path::{RelPath, fold};
use crate::catalogue::facts::Facts;
use crate::catalogue::identity::{linked_id, write_up};
use crate::catalogue::organisation::Organisations;
use crate::catalogue::project::Projects;
use crate::catalogue::{ContentPage, Doc, PageId, ProjectId};
use crate::config::Config;
use crate::parse::links::{Reference, ReferenceKind, Target};
use crate::parse::write_up::Section;
use crate::schema::fields::{image, partner, resource, write_up as at};
use crate::schema::near::nearest_name;
use crate::source::{Asset, Tree};

/// Where a reference leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkTarget {
    /// A project, in the reader's language.
    Project(ProjectId),
    /// A page of content, in the reader's language.
    Page(PageId),
    /// A picture or document.
    Asset(RelPath),
    /// Nowhere: reported.
    Nowhere,
}

struct Resolver<'a> {
    tree: &'a Tree,
    config: &'a Config,
    projects: Vec<Arc<str>>,
    pages: Vec<Arc<str>>,
    used: BTreeMap<RelPath, Asset>,
    diagnostics: &'a mut Diagnostics,
}

/// Resolves every reference of every published write-up. Returns the pictures
/// and documents that something shows.
pub fn resolve(
    tree: &Tree,
    config: &Config,
    organisations: &Organisations,
    projects: &mut Projects,
    pages: &mut [ContentPage],
    diagnostics: &mut Diagnostics,
) -> BTreeMap<RelPath, Asset> {
    let mut resolver = Resolver {
        tree,
        config,
        projects: projects.published.iter().map(|project| project.id.clone()).collect(),
        pages: pages.iter().map(|page| page.id.clone()).collect(),
        used: BTreeMap::new(),
        diagnostics,
    };
    let of_projects = projects.published.iter_mut().flat_map(|project| &mut project.docs);
    let placeless = projects.placeless.iter_mut().flat_map(|project| &mut project.docs);
    for doc in of_projects.chain(placeless).flatten() {
        resolver.body(doc);
    }
    for doc in pages.iter_mut().flat_map(|page| &mut page.docs).flatten() {
        resolver.body(doc);
    }
    projects.published.iter().for_each(|project| resolver.facts(&project.facts));
    let placeless = projects.placeless.iter().filter(|project| project.docs.iter().any(Option::is_some));
    placeless.for_each(|project| resolver.facts(&project.facts));
    resolver.logos(organisations);
    resolver.used
}

impl Resolver<'_> {
    fn body(&mut self, doc: &mut Doc) {
        if doc.write_up().body.references.is_empty() {
            return;
        }
        let path = doc.write_up().path.clone();
        let targets = doc.write_up().body.references.iter().map(|reference| self.reference(&path, reference)).collect();
        doc.targets = targets;
    }

    fn reference(&mut self, path: &RelPath, reference: &Reference) -> LinkTarget {
        let missing = |near: Option<String>, code: Code| {
            let place = Diagnostic::at(code, path, reference.span);
            place.arg("target", reference.written.as_str()).did_you_mean(near)
        };
        let Target::File(target) = &reference.target else {
            self.diagnostics.push(missing(None, Code::BrokenLink));
            return LinkTarget::Nowhere;
        };
        let is_page =
            reference.kind == ReferenceKind::Link && matches!(target.extension().as_deref(), None | Some("md"));
        let by_suffix =
            |extension: &str| self.config.languages.iter().any(|language| language.lang.as_str() == extension);
        if is_page || target.extension().is_some_and(|extension| by_suffix(&extension)) {
            return self.page(path, reference, target);
        }
        match self.asset(target) {
            Some(asset) => LinkTarget::Asset(asset),
            None => {
                let near = self.nearest_asset(target);
                let near = near.map(|near| written_like(&reference.written, &near));
                self.diagnostics.push(missing(near, Code::MissingFile));
                LinkTarget::Nowhere
            }
        }
    }

    fn page(&mut self, path: &RelPath, reference: &Reference, target: &RelPath) -> LinkTarget {
        let found = linked_id(target, self.config);
        if let Some((section, id)) = &found {
            let ids = if *section == Section::Projects { &self.projects } else { &self.pages };
            if let Ok(position) = ids.binary_search_by(|own| (**own).cmp(id)) {
                return match section {
                    Section::Projects => LinkTarget::Project(position),
                    Section::Pages => LinkTarget::Page(position),
                };
            }
        }
        let diagnostic = self.broken(path, reference, found);
        self.diagnostics.push(diagnostic);
        LinkTarget::Nowhere
    }

    /// A link to a write-up that exists but is withheld is no mistake of the
    /// writer's; one to nothing is, and the nearest name of a file helps.
    fn broken(&self, path: &RelPath, reference: &Reference, found: Option<(Section, String)>) -> Diagnostic {
        let place = |code| Diagnostic::at(code, path, reference.span).arg("target", reference.written.as_str());
        let exists = |section: Section, id: &str| {
            let parsed = self.tree.files().filter_map(|(_, source)| write_up(&source.parsed));
            parsed.into_iter().any(|own| own.section == section && *own.id == *id)
        };
        let Some((section, id)) = found else { return place(Code::BrokenLink) };
        if exists(section, &id) {
            return place(Code::LinkToWithheld);
        }
        let ids = if section == Section::Projects { &self.projects } else { &self.pages };
        let near = nearest_name(&id, ids.iter().map(|own| &**own));
        place(Code::BrokenLink).did_you_mean(near.map(|near| written_like(&reference.written, near)))
    }

    fn asset(&mut self, target: &RelPath) -> Option<RelPath> {
        let (path, asset) = self.tree.assets().get_key_value(target)?;
        self.used.entry(path.clone()).or_insert_with(|| asset.clone());
        Some(path.clone())
    }

    fn nearest_asset(&self, target: &RelPath) -> Option<String> {
        let folder = target.folder();
        let names = || self.tree.assets().keys().filter(|path| path.folder() == folder).map(RelPath::name);
        let same = names().find(|name| fold(name) == fold(target.name()));
        same.or_else(|| nearest_name(target.name(), names())).map(str::to_owned)
    }

    fn facts(&mut self, facts: &Facts) {
        for position in [at::DOCUMENTS, at::LINKS, at::SOURCES] {
            let Some(stated) = facts.stated(position) else { continue };
            for record in stated.file.record.records(position) {
                self.file(&stated.file.path, record.text(resource::FILE).zip(record.span(resource::FILE)));
            }
        }
        if let Some(stated) = facts.stated(at::IMAGE)
            && let Some(record) = stated.item.as_record()
        {
            self.file(&stated.file.path, record.text(image::SRC).zip(record.span(image::SRC)));
        }
    }

    fn logos(&mut self, organisations: &Organisations) {
        let path = crate::catalogue::organisation::path();
        for organisation in &organisations.all {
            self.file(&path, organisation.record.text(partner::LOGO).zip(organisation.record.span(partner::LOGO)));
        }
    }

    fn file(&mut self, from: &RelPath, written: Option<(&str, Span)>) {
        let Some((written, span)) = written else { return };
        let target = from.join(written);
        if target.as_ref().is_some_and(|target| self.asset(target).is_some()) {
            return;
        }
        let near = target.and_then(|target| self.nearest_asset(&target)).map(|near| written_like(written, &near));
        self.diagnostics.push(Diagnostic::at(Code::MissingFile, from, span).arg("target", written).did_you_mean(near));
    }
}

/// A name in the folder that the author wrote.
fn written_like(written: &str, name: &str) -> String {
    written.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}
