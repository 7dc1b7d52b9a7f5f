//! What a publication has to do: a function of what the site is, of what jisr
//! has published before, and of what the host has.

use std::collections::BTreeMap;

use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::pipeline::manifest::in_the_way;
use crate::publish::class::{Class, class, is_hashed};
use crate::publish::record::{Entry, Record};

/// The number of publications for which a style sheet, a picture or another
/// file with a hash in its name stays after the last one that used it: readers
/// may have a page open that asks for it.
pub const GRACE: u32 = 2;

/// A file of the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The hash of its bytes.
    pub hash: Key,
    /// Its length in bytes.
    pub len: u64,
}

/// The files of the site, by path.
pub type Site = BTreeMap<RelPath, Wanted>;

/// A file that the host has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Present {
    /// Its length in bytes.
    pub len: u64,
    /// What tells two states of it apart, if the host has that.
    pub stamp: Option<String>,
}

/// The files that the host has, by path, without those that jisr keeps there
/// for itself.
pub type Listing = BTreeMap<RelPath, Present>;

/// Why a file is transferred.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// The host does not have it.
    New,
    /// It is another than that of the last publication.
    Changed,
    /// A publication that was cut off may have left a part of it.
    Unfinished,
    /// Somebody else removed it.
    Lost,
    /// Somebody else changed it.
    Altered,
    /// A file is there that jisr has not published.
    Taken,
}

/// What a publication has to do, in this order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// Files that are where a folder has to be, or the other way round.
    pub clear: Vec<RelPath>,
    /// Files to transfer, stage by stage: those of a stage may go together.
    pub stages: Vec<Vec<(RelPath, Why)>>,
    /// Files to remove.
    pub remove: Vec<RelPath>,
    /// Every file that will be jisr's.
    pub files: BTreeMap<RelPath, Entry>,
    /// Files of the host that jisr has not published: they stay as they are.
    pub foreign: Vec<RelPath>,
    /// Pages that readers have now and will not have any more.
    pub unreachable: Vec<RelPath>,
    /// The number of pages that readers have now.
    pub pages_before: usize,
    /// The number of pages that they will have.
    pub pages_after: usize,
    /// The number of bytes to transfer.
    pub bytes: u64,
    /// The number of files that stay as they are.
    pub unchanged: usize,
    /// Whether there is nothing to do.
    pub is_done: bool,
}

/// Decides what to do for a host to have exactly this site.
pub fn plan(site: &Site, record: &Record, host: &Listing) -> Plan {
    let mut plan = Plan { pages_before: record.pages(), stages: vec![vec![]; 4], ..Plan::default() };
    plan.pages_after = site.keys().filter(|path| path.is_html()).count();
    for (path, wanted) in site {
        let (known, there) = (record.files.get(path), host.get(path));
        let why = reason(*wanted, known, there);
        let stamp = known.filter(|_| why.is_none()).and_then(|known| known.stamp.clone());
        let entry = Entry { hash: wanted.hash, len: wanted.len, age: 0, whole: true, stamp };
        plan.files.insert(path.clone(), entry);
        match why {
            Some(why) => {
                plan.bytes += wanted.len;
                plan.stages[stage(path, why)].push((path.clone(), why));
            }
            None => plan.unchanged += 1,
        }
    }
    let goes = plan.take_away(site, record, host);
    plan.foreign
        .extend(host.keys().filter(|path| !site.contains_key(*path) && !record.files.contains_key(*path)).cloned());
    plan.foreign.sort();
    plan.is_done = record.done && !goes && plan.stages.iter().all(Vec::is_empty);
    plan.make_way();
    plan
}

/// Why a file has to be transferred; `None` if the host has it.
fn reason(wanted: Wanted, known: Option<&Entry>, there: Option<&Present>) -> Option<Why> {
    match (known, there) {
        (None, None) => Some(Why::New),
        (None, Some(_)) => Some(Why::Taken),
        (Some(known), _) if !known.whole => Some(Why::Unfinished),
        (Some(known), _) if (known.hash, known.len) != (wanted.hash, wanted.len) => Some(Why::Changed),
        (Some(_), None) => Some(Why::Lost),
        (Some(known), Some(there)) => is_altered(known, there).then_some(Why::Altered),
    }
}

/// Whether a file is not as jisr published it.
fn is_altered(known: &Entry, there: &Present) -> bool {
    let stamps = known.stamp.as_ref().zip(there.stamp.as_ref());
    known.len != there.len || stamps.is_some_and(|(known, there)| known != there)
}

/// New pages come before pages that may lead to them.
fn stage(path: &RelPath, why: Why) -> usize {
    match class(path) {
        Class::Asset => 0,
        Class::Page if why == Why::New => 1,
        Class::Page => 2,
        Class::List => 3,
    }
}

impl Plan {
    /// Decides about the published files that the site does not have any more.
    /// Returns whether one of them has to go that readers still have.
    fn take_away(&mut self, site: &Site, record: &Record, host: &Listing) -> bool {
        let mut goes = false;
        for (path, entry) in record.files.iter().filter(|(path, _)| !site.contains_key(*path)) {
            // What is gone already needs no removing.
            let Some(there) = host.get(path) else { continue };
            if entry.whole && is_altered(entry, there) {
                self.foreign.push(path.clone());
            } else if entry.whole && is_hashed(path) && entry.age < GRACE {
                self.files.insert(path.clone(), Entry { age: entry.age + 1, ..entry.clone() });
            } else {
                self.remove.push(path.clone());
                goes |= entry.age == 0;
                self.unreachable.extend(Some(path.clone()).filter(|path| path.is_html() && entry.age == 0));
            }
        }
        goes
    }

    /// Moves what is in the way of a new file to the front.
    fn make_way(&mut self) {
        let (first, others) = in_the_way(&self.remove, self.stages.iter().flatten().map(|(path, _)| path));
        let (first, others) = (first.into_iter().cloned().collect(), others.into_iter().cloned().collect());
        (self.clear, self.remove) = (first, others);
    }

    /// The files to transfer for a reason.
    pub fn sent(&self, why: impl Fn(Why) -> bool) -> Vec<&RelPath> {
        self.stages.iter().flatten().filter(|(_, own)| why(*own)).map(|(path, _)| path).collect()
    }

    /// The files that were not published by jisr and are where the site's belong.
    pub fn taken(&self) -> Vec<&RelPath> {
        self.sent(|why| why == Why::Taken)
    }

    /// The number of files that are new to the host.
    pub fn new(&self) -> usize {
        self.sent(|why| matches!(why, Why::New | Why::Lost)).len()
    }

    /// The number of files that the host has otherwise.
    pub fn changed(&self) -> usize {
        self.sent(|why| !matches!(why, Why::New | Why::Lost)).len()
    }

    /// The number of files to remove.
    pub fn removed(&self) -> usize {
        self.clear.len() + self.remove.len()
    }

    /// Whether so many pages go that somebody should have said so: more than one
    /// in five, or more than half of all that there were.
    pub fn removes_too_many(&self, allowed: usize) -> bool {
        let removed = self.unreachable.len();
        let is_much = removed * 5 > self.pages_before || self.pages_after * 2 < self.pages_before;
        removed > allowed && is_much
    }

    /// The files to write into the record before the first one is transferred:
    /// whatever happens then, it names every file that is jisr's.
    pub fn intent(&self, record: &Record) -> BTreeMap<RelPath, Entry> {
        let mut files = record.files.clone();
        for path in self.remove.iter().chain(&self.clear) {
            files.entry(path.clone()).and_modify(|entry| entry.whole = false);
        }
        for (path, entry) in self.sent(|_| true).into_iter().filter_map(|path| self.files.get_key_value(path)) {
            files.insert(path.clone(), Entry { whole: false, ..entry.clone() });
        }
        self.foreign.iter().for_each(|path| drop(files.remove(path)));
        files
    }
}
