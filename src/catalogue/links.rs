//! Resolves references: links between write-ups, pictures, documents, logos.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::diag::{Diagnostic, Diagnostics, Span};
use crate::base::path::{RelPath, fold};
use crate::catalogue::facts::Facts;
use crate::catalogue::identity::{exists, linked_id};
use crate::catalogue::organisation::Organisations;
use crate::catalogue::pictures;
use crate::catalogue::project::{Project, Unplaced};
use crate::catalogue::schedule::Withheld;
use crate::catalogue::web::is_path_of_site;
use crate::catalogue::{Catalogue, ContentPage, Doc, PageId, ProjectId};
use crate::config::Config;
use crate::parse::links::{Reference, ReferenceKind, Target};
use crate::parse::write_up::Section;
use crate::schema::check::slugify;
use crate::schema::fields::{image, partner, project as at, resource};
use crate::schema::near::nearest_name;
use crate::source::{Asset, Tree, find_asset};

/// The target of a resolved reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkTarget {
    /// A project, in the reader's language.
    Project(ProjectId),
    /// A page of content, in the reader's language.
    Page(PageId),
    /// A picture or document.
    Asset(RelPath),
    /// No target: the reference was reported.
    Nowhere,
}

/// How a page uses a picture or document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Use {
    /// Shown in a text.
    Shown,
    /// The picture of a project.
    Lead,
    /// The logo of an organisation.
    Logo,
    /// Linked to.
    Linked,
}

/// Pictures and documents that are shown or linked to.
#[derive(Default)]
pub struct Used {
    /// The files.
    pub assets: BTreeMap<RelPath, Asset>,
    /// How each file is used.
    pub uses: BTreeSet<(RelPath, Use)>,
    /// Files that a mistyped name probably refers to.
    pub meant: BTreeSet<RelPath>,
    /// Paths of the published site that stand where a file's name belongs.
    pub site_paths: Vec<(Arc<str>, RelPath, Span)>,
}

/// What references can resolve to, and what of it is not published.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// The site's files.
    pub tree: &'a Tree,
    /// The site.
    pub config: &'a Config,
    /// What is withheld by its authors.
    pub withheld: &'a Withheld,
    /// What has no page because of a mistake.
    pub unplaced: &'a [Unplaced],
}

struct Resolver<'a> {
    found: Found<'a>,
    projects: Vec<Arc<str>>,
    pages: Vec<Arc<str>>,
    used: Used,
    diagnostics: &'a mut Diagnostics,
}

/// Resolves every reference of every published write-up. Returns the pictures
/// and documents in use.
pub fn resolve(
    found: &Found,
    organisations: &Organisations,
    projects: &mut [Project],
    pages: &mut [ContentPage],
    diagnostics: &mut Diagnostics,
) -> Used {
    let mut resolver = Resolver {
        found: *found,
        projects: projects.iter().map(|project| project.id.clone()).collect(),
        pages: pages.iter().map(|page| page.id.clone()).collect(),
        used: Used::default(),
        diagnostics,
    };
    for doc in projects.iter_mut().flat_map(|project| &mut project.docs).flatten() {
        resolver.body(doc);
    }
    for doc in pages.iter_mut().flat_map(|page| &mut page.docs).flatten() {
        resolver.body(doc);
    }
    fragments(projects, pages, resolver.diagnostics);
    projects.iter().for_each(|project| resolver.facts(&project.facts));
    projects.iter().for_each(|project| resolver.alternative(project));
    resolver.unplaced();
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

    /// Checks the references of write-ups without a page, which show nothing.
    fn unplaced(&mut self) {
        let mut used = std::mem::take(&mut self.used);
        for unplaced in self.found.unplaced.iter().filter(|unplaced| !unplaced.docs.is_empty()) {
            for own in unplaced.docs.iter().map(Doc::write_up) {
                own.body.references.iter().for_each(|reference| drop(self.reference(&own.path, reference)));
            }
            self.facts(&unplaced.facts);
        }
        used.meant.append(&mut self.used.meant);
        used.meant.extend(std::mem::take(&mut self.used.assets).into_keys());
        used.site_paths.append(&mut self.used.site_paths);
        self.used = used;
    }

    fn reference(&mut self, path: &RelPath, reference: &Reference) -> LinkTarget {
        let missing = |near: Option<String>, code: Code| {
            let place = Diagnostic::at(code, path, reference.span);
            place.arg("target", reference.written.as_str()).did_you_mean(near)
        };
        if is_path_of_site(self.found.config, &reference.written) {
            let written = reference.written.as_str().into();
            self.used.site_paths.push((written, path.clone(), reference.span));
            return LinkTarget::Nowhere;
        }
        let Target::File(target) = &reference.target else {
            let slashes = reference.written.contains('\\').then(|| reference.written.replace('\\', "/"));
            self.diagnostics.push(missing(slashes, Code::BrokenLink));
            return LinkTarget::Nowhere;
        };
        let is_page =
            reference.kind == ReferenceKind::Link && matches!(target.extension().as_deref(), None | Some("md"));
        let by_suffix =
            |extension: &str| self.found.config.languages.iter().any(|language| language.lang.as_str() == extension);
        if is_page || target.extension().is_some_and(|extension| by_suffix(&extension)) {
            return self.page(path, reference, target);
        }
        let how = if reference.kind == ReferenceKind::Picture { Use::Shown } else { Use::Linked };
        match self.asset(target, how, || Diagnostic::at(Code::PictureBroken, path, reference.span)) {
            Some(asset) => LinkTarget::Asset(asset),
            None if self.found.tree.is_unread(target) => LinkTarget::Nowhere,
            None => {
                let near = self.nearest_asset(target);
                let near = near.map(|near| written_like(&reference.written, &near));
                self.diagnostics.push(missing(near, Code::MissingFile));
                LinkTarget::Nowhere
            }
        }
    }

    fn page(&mut self, path: &RelPath, reference: &Reference, target: &RelPath) -> LinkTarget {
        let found = linked_id(target, self.found.config);
        if let Some(there) = found.as_ref().and_then(|found| self.there(found)) {
            return there;
        }
        let diagnostic = self.broken(|code| Diagnostic::at(code, path, reference.span), &reference.written, found);
        self.diagnostics.extend(diagnostic);
        LinkTarget::Nowhere
    }

    /// The project or page of an id, if it is published.
    fn there(&self, (section, id): &(Section, String)) -> Option<LinkTarget> {
        let find = |ids: &[Arc<str>]| ids.binary_search_by(|own| (**own).cmp(id)).ok();
        match section {
            Section::Projects => find(&self.projects).map(LinkTarget::Project),
            Section::Pages => find(&self.pages).map(LinkTarget::Page),
        }
    }

    /// Reports a broken link. Linking to a withheld write-up is not the
    /// author's mistake, so it is only a warning; for a missing target the
    /// nearest file name is suggested. If the target exists but has an error
    /// itself, nothing more is reported.
    fn broken(
        &self,
        place: impl Fn(Code) -> Diagnostic,
        written: &str,
        found: Option<(Section, String)>,
    ) -> Option<Diagnostic> {
        let place = |code| place(code).arg("target", written);
        let Some((section, id)) = found else { return Some(place(Code::BrokenLink)) };
        if self.found.withheld.whole.contains(&(section, id.as_str().into())) {
            return Some(place(Code::LinkToWithheld));
        }
        // A file in no language of the site is there, and has its own message.
        let target = place(Code::BrokenLink).at.and_then(|at| at.path.join(written));
        let is_file = target.is_some_and(|target| self.found.tree.file(target.as_str()).is_some());
        if is_file || exists(self.found.tree, section, &id) {
            return None;
        }
        if let Some(moved) = place(Code::BrokenLink).at.and_then(|at| self.moved(&at.path, written)) {
            return Some(place(Code::BrokenLink).did_you_mean(Some(moved)));
        }
        let ids = if section == Section::Projects { &self.projects } else { &self.pages };
        let near =
            self.renamed(section, &id).or_else(|| nearest_name(&id, ids.iter().map(|own| &**own)).map(str::to_owned));
        Some(place(Code::BrokenLink).did_you_mean(near.map(|near| page_written_like(written, &near))))
    }

    /// How the only write-up with the name of the linked file is written here:
    /// whoever moves a project into a folder of its own forgets its links.
    fn moved(&self, from: &RelPath, written: &str) -> Option<String> {
        let file = written.split(['#', '?']).next().unwrap_or(written);
        let name = file.rsplit('/').next()?;
        let is_named = |path: &&RelPath| Section::holds(path) && path.name() == name;
        let mut all = self.found.tree.files().map(|(path, _)| path).filter(is_named);
        let only = all.next().filter(|_| !name.starts_with("index."))?;
        all.next().is_none().then(|| only.relative_to(from.folder()))
    }

    /// The id of what had this name before, as its aliases say.
    fn renamed(&self, section: Section, id: &str) -> Option<String> {
        let name = slugify(id.rsplit('/').next().unwrap_or(id));
        let last = |alias: &str| alias.trim_end_matches('/').rsplit('/').next() == Some(name.as_str());
        let own = self.found.tree.files().filter_map(|(_, source)| source.parsed.write_up());
        let mut own = own.filter(|own| own.section() == section);
        own.find(|own| own.aliases.iter().any(|(alias, _)| last(alias))).map(|own| own.id.to_string())
    }

    /// Records that a file is used, and reports its problems at `place`.
    fn asset(&mut self, target: &RelPath, how: Use, place: impl Fn() -> Diagnostic) -> Option<RelPath> {
        let (path, asset) = find_asset(self.found.tree.assets(), target)?;
        self.used.assets.entry(path.clone()).or_insert_with(|| asset.clone());
        self.used.uses.insert((path.clone(), how));
        self.diagnostics.extend(pictures::faults(self.found.config, (path, asset), how, place));
        Some(path.clone())
    }

    fn alternative(&mut self, project: &Project) {
        self.diagnostics.extend(pictures::without_alternative(self.found.config, project));
    }

    /// The name of the file that was probably meant. It then counts as used.
    fn nearest_asset(&mut self, target: &RelPath) -> Option<String> {
        let folder = target.folder();
        let names = || self.found.tree.assets().keys().filter(|path| path.folder() == folder).map(RelPath::name);
        let same = names().find(|name| fold(name) == fold(target.name()));
        let near = same.or_else(|| nearest_name(target.name(), names()))?.to_owned();
        self.used.meant.extend(RelPath::new(&format!("{folder}/{near}")));
        Some(near)
    }

    fn facts(&mut self, facts: &Facts) {
        for key in [at::DOCUMENTS, at::LINKS, at::SOURCES] {
            let Some(stated) = facts.stated(key) else { continue };
            for record in stated.value.iter() {
                let written = record.get(resource::FILE).zip(record.span(resource::FILE));
                self.file(&stated.file.path, written, Use::Linked);
            }
        }
        if let Some(stated) = facts.stated(at::IMAGE) {
            let written = stated.value.get(image::SRC).zip(stated.value.span(image::SRC));
            self.file(&stated.file.path, written, Use::Lead);
        }
    }

    fn logos(&mut self, organisations: &Organisations) {
        let path = crate::catalogue::organisation::path();
        for organisation in &organisations.all {
            let record = organisation.record();
            self.file(&path, record.get(partner::LOGO).zip(record.span(partner::LOGO)), Use::Logo);
        }
    }

    fn file(&mut self, from: &RelPath, written: Option<(&str, Span)>, how: Use) {
        let Some((written, span)) = written else { return };
        let target = from.join(written);
        let place = || Diagnostic::at(Code::PictureBroken, from, span);
        if target.as_ref().is_some_and(|target| self.asset(target, how, place).is_some()) {
            return;
        }
        if how == Use::Linked && is_path_of_site(self.found.config, written) {
            return; // which is told with the other addresses
        }
        let page = target.as_ref().filter(|target| how == Use::Linked && target.has_extension("md"));
        if let Some(page) = page {
            let found = linked_id(page, self.found.config);
            if found.as_ref().and_then(|found| self.there(found)).is_none() {
                let diagnostic = self.broken(|code| Diagnostic::at(code, from, span), written, found);
                self.diagnostics.extend(diagnostic);
            }
            return;
        }
        if target.as_ref().is_some_and(|target| self.found.tree.is_unread(target)) {
            return;
        }
        let near = target.and_then(|target| self.nearest_asset(&target)).map(|near| written_like(written, &near));
        self.diagnostics.push(Diagnostic::at(Code::MissingFile, from, span).arg("target", written).did_you_mean(near));
    }
}

/// The project or page that a link to this file means, if it is published.
pub fn page_at(catalogue: &Catalogue, target: &RelPath) -> Option<LinkTarget> {
    let (section, id) = linked_id(target, &catalogue.config)?;
    match section {
        Section::Projects => {
            catalogue.projects.binary_search_by(|own| (*own.id).cmp(&id)).ok().map(LinkTarget::Project)
        }
        Section::Pages => catalogue.pages.binary_search_by(|own| (*own.id).cmp(&id)).ok().map(LinkTarget::Page),
    }
}

/// Warns of a link to a fragment that the target page has in no language.
fn fragments(projects: &[Project], pages: &[ContentPage], diagnostics: &mut Diagnostics) {
    let docs = projects.iter().flat_map(|project| &project.docs).chain(pages.iter().flat_map(|page| &page.docs));
    for doc in docs.flatten() {
        let own = doc.write_up();
        for (reference, target) in own.body.references.iter().zip(&doc.targets) {
            let Some(fragment) = &reference.fragment else { continue };
            let there = match target {
                LinkTarget::Project(id) => &projects[*id].docs,
                LinkTarget::Page(id) => &pages[*id].docs,
                LinkTarget::Asset(_) | LinkTarget::Nowhere => continue,
            };
            let parts: Vec<&str> = there.iter().flatten().flat_map(|doc| doc.write_up().body.ids()).collect();
            if parts.contains(&fragment.as_str()) {
                continue;
            }
            let near = nearest_name(fragment, parts).map(|near| format!("#{near}"));
            let warning = Diagnostic::at(Code::UnknownFragment, &own.path, reference.span);
            let warning = warning.arg("fragment", format!("#{fragment}")).arg("target", reference.written.as_str());
            diagnostics.push(warning.did_you_mean(near));
        }
    }
}

/// The name, with the folder that the author wrote.
fn written_like(written: &str, name: &str) -> String {
    written.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

/// The name of a page, with the folder and the extension that the author wrote.
fn page_written_like(written: &str, id: &str) -> String {
    let file = written.split(['#', '?']).next().unwrap_or(written);
    let name = file.rsplit('/').next().unwrap_or(file);
    let ending = name.strip_suffix(".md").map_or("", |stem| &name[stem.rfind('.').unwrap_or(stem.len())..]);
    written_like(file, id.rsplit('/').next().unwrap_or(id)) + ending
}
