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
    pub fn added(&self) -> usize {
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

#[cfg(test)]
mod tests {
    use super::{Listing, Plan, Present, Site, Wanted, Why, plan};
    use crate::base::key::Key;
    use crate::base::path::RelPath;
    use crate::publish::record::{Entry, Record};

    fn path(path: &str) -> RelPath {
        RelPath::new(path).unwrap()
    }

    fn site(files: &[(&str, &str)]) -> Site {
        let wanted = |bytes: &str| Wanted { hash: Key::of(bytes.as_bytes()), len: bytes.len() as u64 };
        files.iter().map(|(at, bytes)| (path(at), wanted(bytes))).collect()
    }

    fn host(files: &[(&str, &str)]) -> Listing {
        let present = |bytes: &str| Present { len: bytes.len() as u64, stamp: Some(bytes.to_owned()) };
        files.iter().map(|(at, bytes)| (path(at), present(bytes))).collect()
    }

    fn record(files: &[(&str, &str, u32)]) -> Record {
        let entry = |bytes: &str, age| {
            let (hash, stamp) = (Key::of(bytes.as_bytes()), Some(bytes.to_owned()));
            Entry { hash, len: bytes.len() as u64, age, whole: true, stamp }
        };
        let files = files.iter().map(|(at, bytes, age)| (path(at), entry(bytes, *age))).collect();
        Record { done: true, files, ..Record::default() }
    }

    fn sent(plan: &Plan) -> Vec<(usize, &str, Why)> {
        let stages = plan.stages.iter().enumerate();
        stages.flat_map(|(at, stage)| stage.iter().map(move |(path, why)| (at, path.as_str(), *why))).collect()
    }

    fn names(paths: &[RelPath]) -> Vec<&str> {
        paths.iter().map(RelPath::as_str).collect()
    }

    const OLD: &str = "assets/site.0000000000.css";
    const NEW: &str = "assets/site.1111111111.css";

    #[test]
    fn what_has_changed_goes_in_the_order_that_keeps_pages_whole() {
        let before = record(&[
            (OLD, "a", 0),
            ("fr/a/index.html", "a", 0),
            ("fr/gone/index.html", "g", 0),
            ("sitemap.xml", "s", 0),
        ]);
        let there = host(&[(OLD, "a"), ("fr/a/index.html", "a"), ("fr/gone/index.html", "g"), ("sitemap.xml", "s")]);
        let now = site(&[(NEW, "b"), ("fr/a/index.html", "b"), ("fr/b/index.html", "n"), ("sitemap.xml", "t")]);
        let plan = plan(&now, &before, &there);
        let expected = [
            (0, NEW, Why::New),
            (1, "fr/b/index.html", Why::New),
            (2, "fr/a/index.html", Why::Changed),
            (3, "sitemap.xml", Why::Changed),
        ];
        assert_eq!(sent(&plan), expected);
        assert_eq!(names(&plan.remove), ["fr/gone/index.html"]);
        assert_eq!(names(&plan.unreachable), ["fr/gone/index.html"]);
        assert_eq!(plan.files[&path(OLD)].age, 1, "readers may have a page open that asks for it");
        assert_eq!((plan.bytes, plan.pages_before, plan.pages_after), (4, 2, 2));
    }

    #[test]
    fn what_nobody_uses_any_more_goes_after_two_publications() {
        let now = site(&[("index.html", "n")]);
        for (age, goes) in [(0, false), (1, false), (2, true)] {
            let before = record(&[(OLD, "a", age), ("index.html", "i", 0)]);
            let there = host(&[(OLD, "a"), ("index.html", "i")]);
            assert_eq!(!plan(&now, &before, &there).remove.is_empty(), goes, "{age}");
        }
    }

    #[test]
    fn nothing_to_do_is_nothing_even_if_something_has_grown_old() {
        let before = record(&[(OLD, "a", 2), ("index.html", "i", 0)]);
        let there = host(&[(OLD, "a"), ("index.html", "i")]);
        assert!(plan(&site(&[("index.html", "i")]), &before, &there).is_done);
        let cut = Record { done: false, ..before };
        assert!(!plan(&site(&[("index.html", "i")]), &cut, &there).is_done);
    }

    #[test]
    fn what_somebody_else_did_is_seen_and_their_files_stay() {
        let before = record(&[("a.html", "a", 0), ("b.html", "b", 0), ("c.html", "c", 0), ("old.html", "o", 0)]);
        let there =
            host(&[("a.html", "x"), ("b.html", "longer"), ("old.html", "theirs"), ("mine.txt", "m"), ("d.html", "d")]);
        let plan = plan(&site(&[("a.html", "a"), ("b.html", "b"), ("c.html", "c"), ("d.html", "d")]), &before, &there);
        let whys: Vec<_> = sent(&plan).into_iter().map(|(_, path, why)| (path, why)).collect();
        let expected =
            [("a.html", Why::Altered), ("b.html", Why::Altered), ("c.html", Why::Lost), ("d.html", Why::Taken)];
        assert_eq!(whys, expected);
        assert_eq!((names(&plan.remove), names(&plan.foreign)), (vec![], vec!["mine.txt", "old.html"]));
        assert_eq!(plan.taken(), [&path("d.html")]);
        let intent = plan.intent(&before);
        assert!(intent.contains_key(&path("d.html")) && !intent.contains_key(&path("old.html")));
    }

    #[test]
    fn what_was_cut_off_is_sent_again_and_ages_once() {
        let mut before = record(&[(OLD, "a", 1), ("a.html", "a", 0), ("gone.html", "g", 0)]);
        let now = site(&[("a.html", "b")]);
        let there = host(&[(OLD, "a"), ("a.html", "a"), ("gone.html", "g")]);
        before.files = plan(&now, &before, &there).intent(&before);
        before.done = false;
        assert_eq!(before.files[&path(OLD)].age, 1);
        let torn = host(&[(OLD, "a"), ("a.html", "half"), ("gone.html", "g")]);
        let again = plan(&now, &before, &torn);
        assert_eq!(sent(&again), [(2, "a.html", Why::Unfinished)]);
        assert_eq!(names(&again.remove), ["gone.html"]);
    }

    #[test]
    fn a_file_in_the_way_of_a_folder_goes_first() {
        let before = record(&[("fr/a", "a", 0), ("fr/b", "b", 0)]);
        let plan = plan(&site(&[("fr/a/index.html", "n")]), &before, &host(&[("fr/a", "a"), ("fr/b", "b")]));
        assert_eq!((names(&plan.clear), names(&plan.remove)), (vec!["fr/a"], vec!["fr/b"]));
    }

    #[test]
    fn removing_many_pages_has_to_be_said() {
        let pages = |count: usize| (0..count).map(|at| format!("{at}.html")).collect::<Vec<_>>();
        let too_many = |before: usize, after: usize, allowed: usize| {
            let names = pages(before);
            let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
            let old: Vec<(&str, &str, u32)> = all.iter().map(|(name, bytes)| (*name, *bytes, 0)).collect();
            plan(&site(&all[..after]), &record(&old), &host(&all)).removes_too_many(allowed)
        };
        assert!(!too_many(10, 8, 0) && too_many(10, 7, 0) && !too_many(10, 7, 3) && too_many(10, 0, 9));
        assert!(!too_many(0, 0, 0));
    }
}
