//! Counts steps of work, in tests only: linear time is verified by counting
//! steps, so that the result does not depend on the speed of the machine.

#[cfg(test)]
thread_local! {
    static TAKEN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts this many steps.
#[inline]
pub fn take(_steps: usize) {
    #[cfg(test)]
    TAKEN.with(|taken| taken.set(taken.get() + _steps));
}

/// The number of steps that some work takes on this thread.
#[cfg(test)]
pub fn of(work: impl FnOnce()) -> usize {
    let before = TAKEN.with(std::cell::Cell::get);
    work();
    TAKEN.with(std::cell::Cell::get) - before
}

/// Asserts that doubling the input little more than doubles the steps, and that
/// there are any.
#[cfg(test)]
pub fn assert_linear(what: &str, work: impl Fn(usize)) {
    let [once, twice] = [1_000, 2_000].map(|size| of(|| work(size)));
    assert!(once > 0 && twice <= once * 5 / 2, "{what}: {once} steps, and {twice} for twice as much");
}
