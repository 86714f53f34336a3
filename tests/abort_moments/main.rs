//! Closes that are aborted at seeded moments, spread over every step. `ABORT_SEED=n` replays
//! one; `ABORT_MOMENTS=n` does so many.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

#[path = "../closing/mod.rs"]
mod closing;
mod line;
mod moments;
mod run;

use std::collections::BTreeMap;
use std::io::Write;
use std::time::Instant;

use moments::{MOMENTS, label_of};
use run::Worker;

/// Three times round; `npm run aborts` goes on to five hundred.
const A_FEW: u64 = 3 * MOMENTS.len() as u64;
/// Each has a runtime of its own, so that its tasks can be counted.
const WORKERS: u64 = 4;

#[test]
fn an_aborted_close_writes_nothing_more_and_leaves_nothing_behind() {
    let started = Instant::now();
    let seeds: Vec<u64> = match (number("ABORT_SEED"), number("ABORT_MOMENTS")) {
        (Some(seed), _) => vec![seed],
        (None, count) => (0..count.unwrap_or(A_FEW)).collect(),
    };
    let threads: Vec<_> = (0..WORKERS)
        .map(|worker| {
            let share: Vec<u64> = seeds.iter().copied().filter(|seed| seed % WORKERS == worker).collect();
            std::thread::spawn(move || Worker::run_all(&share))
        })
        .collect();
    let outcomes: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();

    let mut histogram: BTreeMap<String, u32> = moments::labels().map(|label| (label, 0)).collect();
    let mut failures = Vec::new();
    for (seed, outcome) in &outcomes {
        match outcome {
            Ok(()) => *histogram.get_mut(&label_of(*seed)).unwrap() += 1,
            Err(why) => failures.push(format!(
                "ABORT_SEED={seed} ({}, {}): {why}",
                moments::of(*seed).kind.name,
                label_of(*seed)
            )),
        }
    }
    let rows: Vec<_> = histogram.iter().map(|(step, count)| format!("{count:>5}  {step}\n")).collect();
    let took = started.elapsed().as_secs_f64();
    // Past the harness, which keeps the output of what passes.
    let _ = write!(std::io::stdout(), "{} moments in {took:.1} s:\n{}", outcomes.len(), rows.concat());
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    let is_whole = seeds.len() >= MOMENTS.len();
    assert!(!is_whole || histogram.values().all(|count| *count > 0), "a step was not hit");
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}
