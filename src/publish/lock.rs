//! One publisher at a time on a host. Each writes a file with a name of its own
//! and then looks for those of others: of two that begin together, at least one
//! sees the other, whatever the host can do.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{str, thread};

use crate::base::path::RelPath;
use crate::publish::host::{Failure, Host};

/// How the name of such a file begins. Its rest says whose it is.
const PREFIX: &str = "jisr-publishing-";

/// A file that is older was left by a publisher that has stopped.
const STALE: Duration = Duration::from_secs(600);

/// How often a publisher says that it is still there.
const RENEWAL: Duration = Duration::from_secs(60);

/// Whether a file of the host has the name of a lock.
pub fn is_name(path: &RelPath) -> bool {
    path.folder().is_empty() && path.name().starts_with(PREFIX)
}

/// A host that no other jisr publishes to.
pub struct Lock<'h> {
    host: &'h dyn Host,
    path: RelPath,
    renewed: Instant,
}

impl<'h> Lock<'h> {
    /// Locks a host for whoever is called `own`; waits so long for others.
    /// `None` if they do not finish. A lock of the same name was left by this
    /// very site, which publishes once at a time.
    pub fn take(host: &'h dyn Host, own: &str, patience: Duration) -> Result<Option<Lock<'h>>, Failure> {
        let path = RelPath::new(&format!("{PREFIX}{own}")).ok_or_else(|| Failure::new("name-not-portable"))?;
        let end = Instant::now() + patience;
        loop {
            host.put(&path, now())?;
            if others(host, &path)?.is_empty() {
                return Ok(Some(Lock { host, path, renewed: Instant::now() }));
            }
            host.delete(&path)?;
            if Instant::now() >= end {
                return Ok(None);
            }
            thread::sleep(pause(patience));
        }
    }

    /// Whether it is still held: it is not, if somebody took so long to answer
    /// a question that another publisher went on.
    pub fn is_held(&self) -> Result<bool, Failure> {
        Ok(self.host.read(&self.path)?.is_some() && others(self.host, &self.path)?.is_empty())
    }

    /// Says that the publisher is still there, if it is time to.
    pub fn renew(&mut self) -> Result<(), Failure> {
        if self.renewed.elapsed() > RENEWAL {
            self.host.put(&self.path, now())?;
            self.renewed = Instant::now();
        }
        Ok(())
    }
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        // What stays is taken over by this site at once, and by others later.
        let _ = self.host.delete(&self.path);
    }
}

/// The locks of others that are still there; those that are stale are removed.
fn others(host: &dyn Host, own: &RelPath) -> Result<Vec<RelPath>, Failure> {
    let mut others = vec![];
    for path in host.top()?.into_iter().filter(|path| is_name(path) && path != own) {
        let since = host.read(&path)?.map(|bytes| since(&bytes));
        match since {
            Some(since) if since > STALE => host.delete(&path)?,
            Some(_) => others.push(path),
            None => {}
        }
    }
    Ok(others)
}

fn now() -> Vec<u8> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{}\n", now.as_secs()).into_bytes()
}

/// How long ago a lock was written or renewed; very long, if it does not say.
fn since(bytes: &[u8]) -> Duration {
    let then = str::from_utf8(bytes).ok().and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    then.map_or(Duration::MAX, |then| now.saturating_sub(then))
}

/// A pause that differs between two publishers, so that they do not meet again.
fn pause(patience: Duration) -> Duration {
    let chance = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_micros() % 1000;
    (patience / 20).mul_f64(0.5 + f64::from(chance) / 1000.0)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::{Lock, now};
    use crate::base::path::RelPath;
    use crate::publish::host::Host;
    use crate::publish::memory::Memory;

    const NOW: Duration = Duration::ZERO;

    #[test]
    fn one_at_a_time_and_what_was_left_is_taken_over() {
        let host = Memory::default();
        let first = Lock::take(&host, "a", NOW).unwrap().unwrap();
        assert!(Lock::take(&host, "b", NOW).unwrap().is_none() && first.is_held().unwrap());
        std::mem::forget(first); // its process was killed
        assert!(Lock::take(&host, "b", NOW).unwrap().is_none());
        drop(Lock::take(&host, "a", NOW).unwrap().unwrap());
        assert!(Lock::take(&host, "b", NOW).unwrap().is_some());
    }

    #[test]
    fn a_lock_of_long_ago_means_nothing() {
        let host = Memory::default();
        let path = RelPath::new("jisr-publishing-x").unwrap();
        for (left, is_free) in [(b"1000\n".to_vec(), true), (b"".to_vec(), true), (now(), false)] {
            host.put(&path, left).unwrap();
            assert_eq!(Lock::take(&host, "a", NOW).unwrap().is_some(), is_free);
        }
    }

    #[test]
    fn a_lock_that_was_lost_is_not_held() {
        let host = Memory::default();
        let own = Lock::take(&host, "a", NOW).unwrap().unwrap();
        host.delete(&own.path).unwrap();
        assert!(!own.is_held().unwrap());
    }

    #[test]
    fn many_that_wait_never_have_it_together() {
        let host = Memory::default();
        let (inside, most, had) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for name in ["a", "b", "c", "d"] {
                let (host, inside, most, had) = (&host, &inside, &most, &had);
                scope.spawn(move || {
                    for _ in 0..10 {
                        let Some(lock) = Lock::take(host, name, Duration::from_millis(400)).unwrap() else { continue };
                        had.fetch_add(1, Ordering::SeqCst);
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        thread::sleep(Duration::from_millis(1));
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert!(most.into_inner() == 1 && had.into_inner() > 4);
    }
}
