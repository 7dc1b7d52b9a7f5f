//! Waits for changes: collects the system's events until none arrives for a
//! moment; if the system has no events, all files are checked every second.
//!
//! An event only says where to look. What has changed is determined by reading
//! ([`sources`](super::sources)), so that it does not matter how an editor
//! saves (in place, by truncating, by renaming another file), nor how the
//! system reports it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::base::path::RelPath;
use crate::disk::site::{self, SOURCE_FOLDERS};

/// Changes are processed when none has occurred for this long.
const QUIET: Duration = Duration::from_millis(15);

/// The same if there are many files, which programs write with pauses.
const QUIET_OF_MANY: Duration = Duration::from_millis(60);

/// From this many paths on there are many.
const MANY: usize = 16;

/// If changes never cease, they are processed after this time.
const LONGEST: Duration = Duration::from_secs(2);

/// The interval at which all files are checked if the system reports no
/// changes.
const POLL: Duration = Duration::from_secs(1);

/// The longest wait without changes: midnight may have passed.
const IDLE: Duration = Duration::from_secs(60);

/// How long there must be no changes before idle work is done.
const SETTLED: Duration = Duration::from_millis(300);

/// The pause between two pieces of idle work, to leave the processor to others.
const IDLE_PAUSE: Duration = Duration::from_millis(5);

/// The delay before a new folder is checked again: files that were put there
/// before the system began to watch it cause no event.
const SECOND_LOOK: Duration = Duration::from_millis(250);

/// What wakes the preview up.
pub enum Signal {
    /// The system reports changes.
    Event(notify::Result<Event>),
    /// The preview is to end.
    Stop,
}

/// Where to look for changes.
#[derive(Default, Debug)]
pub struct Batch {
    /// Files and folders that were changed, added or removed.
    pub paths: BTreeSet<RelPath>,
    /// Whether to check all files.
    pub everything: bool,
}

/// Waits for changes of a site's sources.
pub struct Watch {
    root: PathBuf,
    signals: Receiver<Signal>,
    /// None if all files are checked every second.
    watcher: Option<RecommendedWatcher>,
    /// The reason for that, unless it was requested: reported once.
    trouble: Option<String>,
    next: Batch,
    again: Option<(Instant, BTreeSet<RelPath>)>,
}

impl Watch {
    /// Watches the site at `root`, an absolute path without symbolic links. The
    /// first batch covers everything.
    pub fn start(root: &Path, poll: bool) -> (Watch, Sender<Signal>) {
        let (sender, signals) = channel();
        let next = Batch { everything: true, ..Batch::default() };
        let mut watch = Watch { root: root.to_path_buf(), signals, watcher: None, trouble: None, next, again: None };
        if !poll {
            watch.watcher = watcher(sender.clone()).map_err(|error| watch.trouble = Some(error.to_string())).ok();
            watch.follow(root, RecursiveMode::NonRecursive);
            SOURCE_FOLDERS.iter().for_each(|folder| watch.follow_folder(folder));
        }
        (watch, sender)
    }

    /// Waits until changes have occurred and then ceased. `None` if the preview
    /// is to end; an empty batch from time to time. Until something changes,
    /// calls `work` repeatedly, as long as it returns that more is left.
    pub fn wait(&mut self, work: &mut dyn FnMut() -> bool) -> Option<Batch> {
        let mut batch = std::mem::take(&mut self.next);
        let mut began = Instant::now();
        loop {
            let signal =
                if batch.is_empty() { self.next_signal(work) } else { self.signals.recv_timeout(batch.quiet()) };
            match signal {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Ok(Signal::Event(event)) => {
                    if batch.is_empty() {
                        began = Instant::now();
                    }
                    self.note(event, &mut batch);
                    if began.elapsed() < LONGEST {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            batch.everything |= self.watcher.is_none();
            batch.paths.extend(self.second_look());
            return Some(batch);
        }
    }

    fn next_signal(&self, work: &mut dyn FnMut() -> bool) -> Result<Signal, RecvTimeoutError> {
        let end = Instant::now() + self.idle();
        let mut pause = SETTLED;
        while Instant::now() + pause < end {
            match self.signals.recv_timeout(pause) {
                Err(RecvTimeoutError::Timeout) if work() => pause = IDLE_PAUSE,
                Err(RecvTimeoutError::Timeout) => break,
                signal => return signal,
            }
        }
        self.signals.recv_timeout(end.saturating_duration_since(Instant::now()))
    }

    /// The reason why all files are checked every second, if it was not
    /// reported yet.
    pub fn trouble(&mut self) -> Option<String> {
        self.trouble.take()
    }

    /// Checks these files again after a while, whatever the system reports.
    pub fn look_again(&mut self, after: Duration, paths: BTreeSet<RelPath>) {
        let (_, known) = self.again.get_or_insert_with(|| (Instant::now() + after, BTreeSet::new()));
        known.extend(paths);
    }

    fn idle(&self) -> Duration {
        let until = |at: &Instant| at.saturating_duration_since(Instant::now());
        match (&self.watcher, &self.again) {
            (None, _) => POLL,
            (Some(_), Some((at, _))) => until(at),
            (Some(_), None) => IDLE,
        }
    }

    fn note(&mut self, event: notify::Result<Event>, batch: &mut Batch) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                batch.everything = true;
                return self.give_up(&error);
            }
        };
        batch.everything |= event.need_rescan();
        for path in &event.paths {
            match site::relative(&self.root, path) {
                Some(path) if site::is_source(&path) => self.note_path(path, &event.kind, batch),
                Some(_) => {}
                None => batch.everything |= path.starts_with(&self.root) && *path != self.root,
            }
        }
    }

    fn note_path(&mut self, path: RelPath, kind: &EventKind, batch: &mut Batch) {
        let appeared = matches!(kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) | EventKind::Any);
        if appeared && site::locate(&self.root, &path).is_dir() {
            if SOURCE_FOLDERS.contains(&path.as_str()) {
                self.follow_folder(path.as_str());
            }
            let (at, paths) = self.again.get_or_insert_with(|| (Instant::now(), BTreeSet::new()));
            *at = Instant::now() + SECOND_LOOK;
            paths.insert(path.clone());
        }
        batch.paths.insert(path);
    }

    /// The folders to check again, if it is time.
    fn second_look(&mut self) -> BTreeSet<RelPath> {
        self.again.take_if(|(at, _)| *at <= Instant::now()).map(|(_, paths)| paths).unwrap_or_default()
    }

    fn follow_folder(&mut self, name: &str) {
        let folder = self.root.join(name);
        if folder.is_dir() {
            self.follow(&folder, RecursiveMode::Recursive);
        }
    }

    fn follow(&mut self, folder: &Path, mode: RecursiveMode) {
        let Some(watcher) = &mut self.watcher else { return };
        if let Err(error) = watcher.watch(folder, mode) {
            self.give_up(&error);
        }
    }

    /// The system cannot watch any more files: check all of them every second
    /// instead.
    fn give_up(&mut self, error: &notify::Error) {
        if self.watcher.take().is_some() {
            self.trouble = Some(error.to_string());
        }
    }
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.everything
    }

    fn quiet(&self) -> Duration {
        if self.paths.len() > MANY { QUIET_OF_MANY } else { QUIET }
    }
}

fn watcher(sender: Sender<Signal>) -> notify::Result<RecommendedWatcher> {
    let tell = move |event: notify::Result<Event>| {
        if event.as_ref().is_ok_and(|event| !is_change(&event.kind)) {
            return;
        }
        // If nobody receives it, the preview is ending.
        let _ = sender.send(Signal::Event(event));
    };
    // Following links, two paths to one folder would share a watch, under
    // either name.
    RecommendedWatcher::new(tell, Config::default().with_follow_symlinks(false))
}

/// Ignores read access: the preview itself reads files.
fn is_change(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if *access != AccessKind::Close(AccessMode::Write))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread;
    use std::time::Duration;

    use super::{Batch, Signal, Watch};

    fn nothing() -> bool {
        false
    }

    fn names(batch: &Batch) -> Vec<&str> {
        batch.paths.iter().map(|path| path.as_str()).collect()
    }

    #[test]
    fn changes_of_sources_are_told_together_and_those_of_other_files_are_not() {
        let site = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(site.path()).unwrap();
        fs::create_dir_all(root.join("content/projects")).unwrap();
        let (mut watch, stop) = Watch::start(&root, false);
        assert!(watch.wait(&mut nothing).unwrap().everything);
        for name in ["notes.md", "content/projects/.a.fr.md.swp", "content/projects/a.fr.md~", "site.yaml"] {
            fs::write(root.join(name), "x").unwrap();
        }
        (0..100).for_each(|at| fs::write(root.join(format!("content/projects/{at}.fr.md")), "x").unwrap());
        // A busy machine may write with pauses, so allow a few batches.
        let mut batch = watch.wait(&mut nothing).unwrap();
        (0..3).for_each(|_| {
            if batch.paths.len() < 101 {
                batch.paths.extend(watch.wait(&mut nothing).unwrap().paths)
            }
        });
        assert_eq!((batch.paths.len(), batch.everything), (101, false), "{batch:?}");
        fs::read(root.join("site.yaml")).unwrap();
        stop.send(Signal::Stop).unwrap();
        assert!(watch.wait(&mut nothing).is_none());
    }

    #[test]
    fn work_is_done_while_nothing_changes_and_until_there_is_no_more() {
        let site = tempfile::tempdir().unwrap();
        let (mut watch, _stop) = Watch::start(site.path(), true);
        watch.wait(&mut nothing);
        let mut done = 0;
        let mut work = || {
            done += 1;
            done < 3
        };
        assert!(watch.wait(&mut work).unwrap().everything);
        assert!(watch.wait(&mut nothing).unwrap().everything);
        assert_eq!(done, 3);
    }

    #[test]
    fn a_folder_that_appears_is_looked_into_twice() {
        let site = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(site.path()).unwrap();
        let (mut watch, _stop) = Watch::start(&root, false);
        watch.wait(&mut nothing).unwrap();
        fs::create_dir(root.join("content")).unwrap();
        assert_eq!(names(&watch.wait(&mut nothing).unwrap()), ["content"]);
        assert_eq!(names(&watch.wait(&mut nothing).unwrap()), ["content"]);
        thread::sleep(Duration::from_millis(20));
        fs::write(root.join("content/a.fr.md"), "x").unwrap();
        assert_eq!(names(&watch.wait(&mut nothing).unwrap()), ["content/a.fr.md"]);
    }

    #[test]
    fn without_events_everything_is_looked_at() {
        let site = tempfile::tempdir().unwrap();
        let (mut watch, _stop) = Watch::start(site.path(), true);
        assert!(watch.wait(&mut nothing).unwrap().everything);
        assert!(watch.wait(&mut nothing).unwrap().everything);
        assert!(watch.trouble().is_none());
    }
}
