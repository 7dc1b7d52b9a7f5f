//! Runs work on untrusted files by third-party libraries: a panic ends that
//! work, but nothing else.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether this thread runs guarded work, whose panic messages are not
    /// printed.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs some work; `None` if it panicked.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if !GUARDED.get() {
                usual(panicked);
            }
        }));
    });
    let before = GUARDED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_ends_the_work_and_nothing_else() {
        assert_eq!(guarded(|| 1 + 1), Some(2));
        assert_eq!(guarded(|| [1, 2].iter().position(|own| *own == 3).unwrap()), None);
        assert_eq!(guarded(|| guarded(|| panic!("inside")).is_none()), Some(true));
    }
}
