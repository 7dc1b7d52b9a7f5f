//! Carries out a plan: stage by stage, several files at once in each, and the
//! record before the first and after the last.

use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::base::failure::reason;
use crate::base::key::Key;
use crate::base::path::RelPath;
use crate::publish::host::{Failure, Found, Host};
use crate::publish::lock::Lock;
use crate::publish::plan::{Plan, Why};
use crate::publish::record::{self, Record};

/// Where the bytes of the site's files come from.
pub trait Source: Sync {
    /// The bytes of a file, by its path and the hash of its bytes.
    fn read(&self, path: &RelPath, hash: Key) -> io::Result<Vec<u8>>;
}

/// Receives how many bytes have been transferred.
pub type Progress<'a> = dyn Fn(u64) + Sync + 'a;

/// What a publication leaves on the host.
pub struct Outcome {
    /// The record that is there now.
    pub record: Record,
    /// Files that are not on the host as they were sent.
    pub wrong: Vec<RelPath>,
}

/// Carries out a plan. `record` is what the host has now, `next` says what the
/// publication is called and of which site it is.
pub fn transfer(
    host: &dyn Host,
    lock: &mut Lock,
    plan: &Plan,
    (record, next): (&Record, Record),
    source: &dyn Source,
    progress: &Progress,
) -> Result<Outcome, Failure> {
    let intent = Record { number: record.number + 1, done: false, files: plan.intent(record), ..next };
    write(host, &intent)?;
    plan.clear.iter().try_for_each(|path| host.delete(path))?;
    let sent = AtomicU64::new(0);
    for stage in &plan.stages {
        let put = |path: &RelPath| {
            let bytes = bytes(plan, path, source)?;
            let len = bytes.len() as u64;
            host.put(path, bytes)?;
            progress(sent.fetch_add(len, Ordering::Relaxed) + len);
            Ok(())
        };
        each(host, lock, stage, |(path, _): &(RelPath, Why)| put(path))?;
    }
    each(host, lock, &plan.remove, |path| host.delete(path))?;
    finish(host, plan, intent)
}

/// Compares what the host has with what was sent, and writes the last record.
fn finish(host: &dyn Host, plan: &Plan, intent: Record) -> Result<Outcome, Failure> {
    let Found { files: there, .. } = host.list()?;
    let mut files = plan.files.clone();
    let mut wrong = vec![];
    for (path, entry) in &mut files {
        let present = there.get(path);
        entry.whole = present.is_some_and(|present| present.len == entry.len);
        entry.stamp = present.and_then(|present| present.stamp.clone());
        wrong.extend(Some(path.clone()).filter(|_| !entry.whole));
    }
    let record = Record { number: intent.number + 1, done: wrong.is_empty(), files, ..intent };
    write(host, &record)?;
    Ok(Outcome { record, wrong })
}

/// Writes a record beside the former one, then removes that: one of them is
/// always whole.
fn write(host: &dyn Host, record: &Record) -> Result<(), Failure> {
    let path = record.path().ok_or_else(|| Failure::new("name-not-portable"))?;
    host.put(&path, record.write())?;
    let former = host.top()?.into_iter().filter(|other| record::is_name(other) && *other != path);
    former.into_iter().try_for_each(|other| host.delete(&other))
}

/// The newest whole record of a host.
pub fn read(host: &dyn Host) -> Result<Option<Record>, Failure> {
    let mut newest: Option<Record> = None;
    for path in host.top()?.into_iter().filter(record::is_name) {
        let record = host.read(&path)?.and_then(|bytes| Record::read(&bytes));
        if record.as_ref().map(|record| record.number) > newest.as_ref().map(|newest| newest.number) {
            newest = record;
        }
    }
    Ok(newest)
}

/// The bytes of a file, if they are still those that the plan was made for.
fn bytes(plan: &Plan, path: &RelPath, source: &dyn Source) -> Result<Vec<u8>, Failure> {
    let hash = plan.files.get(path).map(|entry| entry.hash).unwrap_or_default();
    let bytes = source.read(path, hash).map_err(|error| Failure::of(path, reason(&error)))?;
    if Key::of(&bytes) == hash { Ok(bytes) } else { Err(Failure::of(path, "changed-meanwhile")) }
}

/// Does something for each of several files, as many at once as the host takes,
/// until one fails.
fn each<T: Sync>(
    host: &dyn Host,
    lock: &mut Lock,
    items: &[T],
    work: impl Fn(&T) -> Result<(), Failure> + Sync,
) -> Result<(), Failure> {
    /// So many files for each worker go between two looks at the clock.
    const BATCH: usize = 16;
    let workers = host.workers().max(1);
    for batch in items.chunks(workers * BATCH) {
        lock.renew()?;
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(None));
        let has_failed = || failed.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        let run = || {
            while let Some(item) = batch.get(next.fetch_add(1, Ordering::Relaxed)).filter(|_| !has_failed()) {
                if let Err(failure) = work(item) {
                    *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
                }
            }
        };
        thread::scope(|scope| (0..workers.min(batch.len())).for_each(|_| drop(scope.spawn(run))));
        failed.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)?;
    }
    Ok(())
}
