//! Where references lead: links between write-ups, pictures, documents, logos.

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
use crate::catalogue::{ContentPage, Doc, PageId, ProjectId};
use crate::config::Config;
use crate::parse::links::{Reference, ReferenceKind, Target};
use crate::parse::write_up::Section;
use crate::schema::fields::{image, partner, project as at, resource};
use crate::schema::near::nearest_name;
use crate::source::{Asset, Tree, find_asset};

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

/// Pictures and documents that something shows or links to.
#[derive(Default)]
pub struct Used {
    /// Each of them.
    pub assets: BTreeMap<RelPath, Asset>,
    /// How each is used.
    pub uses: BTreeSet<(RelPath, Use)>,
    /// Those that a mistyped name probably means.
    pub meant: BTreeSet<RelPath>,
}

/// What there is to lead to, and what of it is not published.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// The site's files.
    pub tree: &'a Tree,
    /// The site.
    pub config: &'a Config,
    /// What its writers hold back.
    pub withheld: &'a Withheld,
    /// What has no place because of a mistake.
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
/// and documents that something shows.
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

    /// What has no place is checked, and shows nothing.
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
        self.used = used;
    }

    fn reference(&mut self, path: &RelPath, reference: &Reference) -> LinkTarget {
        let missing = |near: Option<String>, code: Code| {
            let place = Diagnostic::at(code, path, reference.span);
            place.arg("target", reference.written.as_str()).did_you_mean(near)
        };
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
        self.diagnostics.extend(diagnostic);
        LinkTarget::Nowhere
    }

    /// A link to a write-up that exists but is withheld is no mistake of the
    /// writer's; one to nothing is, and the nearest name of a file helps.
    /// Of one that has a mistake itself there is nothing more to say.
    fn broken(&self, path: &RelPath, reference: &Reference, found: Option<(Section, String)>) -> Option<Diagnostic> {
        let place = |code| Diagnostic::at(code, path, reference.span).arg("target", reference.written.as_str());
        let Some((section, id)) = found else { return Some(place(Code::BrokenLink)) };
        if self.found.withheld.whole.contains(&(section, id.as_str().into())) {
            return Some(place(Code::LinkToWithheld));
        }
        // A file in no language of the site is there, and has its own message.
        let is_file = || self.found.tree.file(&format!("{}{id}.md", section.folder())).is_some();
        if exists(self.found.tree, section, &id) || is_file() {
            return None;
        }
        let ids = if section == Section::Projects { &self.projects } else { &self.pages };
        let near = nearest_name(&id, ids.iter().map(|own| &**own));
        Some(place(Code::BrokenLink).did_you_mean(near.map(|near| page_written_like(&reference.written, near))))
    }

    /// Notes that a file is used, and says what is wrong with it at `place`.
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

    /// The name of the file that is probably meant, which is then missed by
    /// nobody else.
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
        if target.as_ref().is_some_and(|target| self.found.tree.is_unread(target)) {
            return;
        }
        let near = target.and_then(|target| self.nearest_asset(&target)).map(|near| written_like(written, &near));
        self.diagnostics.push(Diagnostic::at(Code::MissingFile, from, span).arg("target", written).did_you_mean(near));
    }
}

/// Warns of a link to a part of a page that no language of it has.
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

/// A name in the folder that the author wrote.
fn written_like(written: &str, name: &str) -> String {
    written.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

/// The name of a page in the folder and with the ending that the author wrote.
fn page_written_like(written: &str, id: &str) -> String {
    let file = written.split(['#', '?']).next().unwrap_or(written);
    let name = file.rsplit('/').next().unwrap_or(file);
    let ending = name.strip_suffix(".md").map_or("", |stem| &name[stem.rfind('.').unwrap_or(stem.len())..]);
    written_like(file, id.rsplit('/').next().unwrap_or(id)) + ending
}
