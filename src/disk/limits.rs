//! Limits of the system that end a process without a word, unless it says that
//! it wants an error instead.

/// Makes writing past the size that files may have (`ulimit -f`) an error like a
/// full disk, which is told and leaves the output as it was. Otherwise the
/// system ends the process at once.
#[cfg(unix)]
pub fn tell_of_file_size() {
    use tokio::signal::unix::{SignalKind, signal};
    // SIGXFSZ, on Linux and macOS alike; somebody listens to it from now on.
    let kind = SignalKind::from_raw(25);
    // Where that cannot be had, it ends as it always did.
    if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
        let _inside = runtime.enter();
        drop(signal(kind));
    }
}

/// Such limits are of other systems.
#[cfg(not(unix))]
pub fn tell_of_file_size() {}
