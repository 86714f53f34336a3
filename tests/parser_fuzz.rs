//! A fixed number of mutated inputs for every parser of outside bytes; fuzz/ goes further under coverage.
//!
//! The corpora are fuzz/seeds and fixtures/guest-frames.json. Replay one input:
//! `PARSER_SEED=login:123 cargo test --test parser_fuzz`

#![cfg(feature = "client")]

mod invariants;
mod mutation;

use std::fs;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use invariants::Invariant;
use mutation::{mutate, spoil};
use serde_json::Value;

const INPUTS: u64 = 2_000;
/// The same each time: a test must not fail one day for what it has never met. New ones are for fuzz/.
const FIRST_SEED: u64 = 1;
/// Targets whose input is one thing in each line.
const SEQUENCES: [&str; 2] = ["guest_inbox", "workflow"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_in(folder: &Path) -> Vec<Vec<u8>> {
    let mut files: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.iter().filter_map(|file| fs::read(file).ok()).collect()
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = files_in(&root().join("fuzz/seeds").join(target));
    if target.starts_with("guest_") {
        let text = fs::read(root().join("fixtures/guest-frames.json")).expect("the fixtures");
        let fixtures: Vec<Value> = serde_json::from_slice(&text).expect("the fixtures are JSON");
        seeds.extend(fixtures.iter().map(|fixture| fixture["frame"].to_string().into_bytes()));
    }
    seeds
}

/// One JSON text, changed a few times; what is no JSON stays as it is.
fn mutated(text: &[u8], rng: &mut Rng, corpus: &[Value]) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(text) else { return text.to_vec() };
    for _ in 0..rng.u8(0..4) {
        mutate(&mut value, rng, corpus);
    }
    value.to_string().into_bytes()
}

/// Lines of several seeds, in an order of their own; the first character of a line may be its kind.
fn sequence(rng: &mut Rng, seeds: &[Vec<u8>], corpus: &[Value]) -> Vec<u8> {
    let lines: Vec<&[u8]> = seeds.iter().flat_map(|seed| seed.split(|byte| *byte == b'\n')).collect();
    let mut text = rng.choice(["a", "g", "c", "t"]).unwrap_or_default().as_bytes().to_vec();
    for _ in 0..rng.u8(1..12) {
        let line = rng.choice(&lines).copied().unwrap_or_default();
        let start = line.iter().position(|byte| b"{[".contains(byte)).unwrap_or(line.len());
        text.push(b'\n');
        text.extend_from_slice(&line[..start]);
        text.extend(mutated(&line[start..], rng, corpus));
    }
    text
}

fn input(target: &str, seed: u64, seeds: &[Vec<u8>], corpus: &[Value]) -> Vec<u8> {
    let mut rng = Rng::with_seed(seed);
    let mut text = if SEQUENCES.contains(&target) {
        sequence(&mut rng, seeds, corpus)
    } else {
        let text = rng.choice(seeds).cloned().unwrap_or_default();
        mutated(&text, &mut rng, corpus)
    };
    if rng.u8(0..5) == 0 {
        spoil(&mut text, &mut rng);
    }
    text
}

fn hold(target: &str, invariant: Invariant, seed: u64, seeds: &[Vec<u8>], corpus: &[Value]) {
    let text = input(target, seed, seeds, corpus);
    let held = std::panic::catch_unwind(|| invariant(&text));
    assert!(held.is_ok(), "PARSER_SEED={target}:{seed}: {}", String::from_utf8_lossy(&text));
}

fn fixed_run(target: &str) {
    let (_, invariant) =
        invariants::ALL.into_iter().find(|(name, _)| *name == target).expect("a known target");
    let seeds = seeds(target);
    assert!(seeds.len() >= 5, "{target} has only {} seeds", seeds.len());
    let corpus: Vec<Value> = seeds.iter().filter_map(|seed| serde_json::from_slice(seed).ok()).collect();
    let replayed = std::env::var("PARSER_SEED").ok();
    let replayed =
        replayed.as_deref().and_then(|text| text.split_once(':')).filter(|(name, _)| *name == target);
    if let Some((_, seed)) = replayed {
        return hold(target, invariant, seed.parse().expect("a seed"), &seeds, &corpus);
    }
    seeds.iter().for_each(|seed| invariant(seed));
    (FIRST_SEED..FIRST_SEED + INPUTS).for_each(|seed| hold(target, invariant, seed, &seeds, &corpus));
}

macro_rules! fixed_runs {
    ($($target:ident),+ $(,)?) => {
        mod mutated_inputs_keep_the_invariant_of {
            $(#[test] fn $target() { super::fixed_run(stringify!($target)); })+
        }

        const RUN_HERE: &[&str] = &[$(stringify!($target)),+];
    };
}

fixed_runs! {
    conversation,
    error_body,
    guest_frame,
    guest_inbox,
    history,
    listing,
    login,
    notification,
    public_config,
    recording,
    shared_state,
    workflow,
}

/// A target that nobody runs would look like one that finds nothing.
#[test]
fn every_invariant_is_run_here_and_under_coverage() {
    let folder = root().join("fuzz/fuzz_targets");
    let mut targets: Vec<_> =
        fs::read_dir(folder).expect("the targets").flatten().map(|entry| entry.path()).collect();
    targets.sort();
    let stems: Vec<_> = targets.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
    let names = invariants::ALL.map(|(name, _)| name);
    assert_eq!(stems, names);
    assert_eq!(RUN_HERE, names);
}
