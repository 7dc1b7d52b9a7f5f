//! Steps of work, counted in tests only: that a file twice as long takes about
//! twice as many is shown by their number, on a slow machine as on a quick one.

#[cfg(test)]
thread_local! {
    static TAKEN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Notes that so many steps are taken.
#[inline]
pub fn take(_steps: usize) {
    #[cfg(test)]
    TAKEN.with(|taken| taken.set(taken.get() + _steps));
}

/// The steps that some work takes on this thread.
#[cfg(test)]
pub fn of(work: impl FnOnce()) -> usize {
    let before = TAKEN.with(std::cell::Cell::get);
    work();
    TAKEN.with(std::cell::Cell::get) - before
}

/// Makes sure that twice as much of something takes little more than twice as
/// many steps; and that it takes any.
#[cfg(test)]
pub fn assert_linear(what: &str, work: impl Fn(usize)) {
    let [once, twice] = [1_000, 2_000].map(|size| of(|| work(size)));
    assert!(once > 0 && twice <= once * 5 / 2, "{what}: {once} steps, and {twice} for twice as much");
}
