//! What work costs as its text grows: the processor's time of one thread, so that other tests beside it do not count.

use std::time::Duration;

use cpu_time::ThreadTime;
use rayon::ThreadPoolBuilder;

/// How many times longer the longer text is.
pub const TIMES: usize = 8;

/// A linear pass costs the same for each byte of a longer text, a quadratic one `TIMES` as much.
const TOO_MUCH: f64 = 3.0;

/// What is wrong with the cost of `work`: it is done with the text that `make` gives for a scale, and for one `TIMES`
/// as large. Whatever work does in parallel counts too.
pub fn grows_out_of_proportion(
    make: impl Fn(usize) -> String,
    scale: usize,
    work: impl Fn(&str) + Sync,
) -> Option<String> {
    let one_thread = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let texts = [make(scale), make(scale * TIMES)];
    let costs = one_thread.install(|| texts.each_ref().map(|text| least(|| work(text))));
    let [each, each_of_more] = [0, 1].map(|at| costs[at].as_secs_f64() / texts[at].len() as f64);
    let start: String = texts[0].chars().take(20).collect();
    (each_of_more > each * TOO_MUCH).then(|| {
        format!("{start:?}: {} bytes take {:?}, {} take {:?}", texts[0].len(), costs[0], texts[1].len(), costs[1])
    })
}

/// The least that some runs cost; what comes on top of it is chance.
fn least(work: impl Fn()) -> Duration {
    let run = |_| {
        let start = ThreadTime::now();
        work();
        start.elapsed()
    };
    (0..3).map(run).min().unwrap_or_default()
}

#[test]
fn a_quadratic_pass_is_found() {
    let pairs = |text: &str| {
        let equal = text.bytes().map(|one| text.bytes().filter(|other| *other == one).count());
        assert_eq!(equal.sum::<usize>(), text.len().pow(2));
    };
    assert!(grows_out_of_proportion(|scale| "a".repeat(scale), 300, pairs).is_some());
    let once = |text: &str| assert_eq!(text.bytes().filter(|byte| *byte == b'a').count(), text.len());
    assert_eq!(grows_out_of_proportion(|scale| "a".repeat(scale), 30_000, once), None);
}
