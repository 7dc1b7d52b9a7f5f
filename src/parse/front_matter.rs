//! The front matter of a write-up, checked against the keys of a project or of
//! a page.

use crate::base::diag::Span;
use crate::base::key::{Key, KeyHasher};
use crate::parse::write_up::Section;
use crate::schema::check::Checker;
use crate::schema::fields::{Page, Project, Shared};
use crate::schema::kind::Kind;
use crate::schema::record::{OwnedRecord, Record, Table, Values};
use crate::schema::{Field, Item, Owner};
use crate::yaml::Entry;

/// The checked front matter of a write-up.
pub enum FrontMatter {
    /// Of a project.
    Project(OwnedRecord<Project>),
    /// Of a page.
    Page(OwnedRecord<Page>),
}

impl FrontMatter {
    /// Checks front matter against the keys of its section. A missing key is
    /// reported at `whole`; `complete` is false if a part could not be read.
    pub fn check(
        checker: &mut Checker,
        section: Section,
        entries: &[Entry],
        whole: Span,
        complete: bool,
    ) -> FrontMatter {
        match section {
            Section::Projects => FrontMatter::Project(checker.front_matter(entries, whole, complete)),
            Section::Pages => FrontMatter::Page(checker.front_matter(entries, whole, complete)),
        }
    }

    /// The section that it belongs to.
    pub fn section(&self) -> Section {
        match self {
            FrontMatter::Project(_) => Section::Projects,
            FrontMatter::Page(_) => Section::Pages,
        }
    }

    /// The record, if it is that of a project.
    pub fn project(&self) -> Option<Record<'_, Project>> {
        match self {
            FrontMatter::Project(record) => Some(record.view()),
            FrontMatter::Page(_) => None,
        }
    }

    /// The record, if it is that of a page.
    pub fn page(&self) -> Option<Record<'_, Page>> {
        match self {
            FrontMatter::Page(record) => Some(record.view()),
            FrontMatter::Project(_) => None,
        }
    }

    /// The value of a key that both sections have.
    pub fn get<V: Kind>(&self, key: Shared<V>) -> Option<V::Read<'_>> {
        match self {
            FrontMatter::Project(record) => record.view().get(key.project),
            FrontMatter::Page(record) => record.view().get(key.page),
        }
    }

    /// The span of the value of a key that both sections have.
    pub fn span<V: Kind>(&self, key: Shared<V>) -> Option<Span> {
        match self {
            FrontMatter::Project(record) => record.view().span(key.project),
            FrontMatter::Page(record) => record.view().span(key.page),
        }
    }

    /// Whether the value of a key that both sections have was reported as
    /// wrong.
    pub fn is_doubtful<V: Kind>(&self, key: Shared<V>) -> bool {
        match self {
            FrontMatter::Project(record) => record.view().is_doubtful(key.project),
            FrontMatter::Page(record) => record.view().is_doubtful(key.page),
        }
    }

    /// All values, whatever the section.
    pub fn values(&self) -> &Values {
        match self {
            FrontMatter::Project(record) => record.view().values(),
            FrontMatter::Page(record) => record.view().values(),
        }
    }

    /// The content key (hash) of the facts in it.
    pub fn facts_key(&self) -> Key {
        let mut hash = KeyHasher::default();
        match self {
            FrontMatter::Project(record) => add(facts(record.view()), &mut hash),
            FrontMatter::Page(record) => add(facts(record.view()), &mut hash),
        }
        hash.finish()
    }
}

fn add<'a>(facts: impl Iterator<Item = (usize, &'static Field, &'a Item)>, hash: &mut KeyHasher) {
    for (position, _, item) in facts {
        hash.number(position as u64);
        item.add_to(hash);
    }
}

/// The facts that a record states, each with the index of its key.
pub fn facts<T: Table>(record: Record<'_, T>) -> impl Iterator<Item = (usize, &'static Field, &Item)> {
    let all = record.values().iter().map(|(position, item)| (position, &T::FIELDS[position], item));
    all.filter(|(_, field, _)| field.owner == Owner::Fact)
}
