//! Mutated frames never end the process, and never count as closed unless they are of the closing kinds.
//!
//! The corpus is fixtures/guest-frames.json. Replay one input: GUEST_SEED=123 cargo test --test guest_fuzz

#![cfg(feature = "client")]

mod invariants;
mod mutation;

use fastrand::Rng;
use invariants::frame::{self, may_close};
use invariants::json::parsed;
use mutation::{mutate, spoil};
use playwright_genesys::guest::event::Origin;
use playwright_genesys::guest::inbox::{Inbox, Reading};
use playwright_genesys::guest::sent::Sent;
use serde_json::Value;

const INPUTS: u64 = 30_000;
/// The same each time: a test must not fail one day for what it has never met. New ones are for fuzz/.
const FIRST_SEED: u64 = 1;

fn corpus() -> Vec<Value> {
    let fixtures: Vec<Value> =
        serde_json::from_str(include_str!("../fixtures/guest-frames.json")).expect("the fixtures are JSON");
    fixtures.into_iter().map(|fixture| fixture["frame"].clone()).collect()
}

fn input(seed: u64, corpus: &[Value]) -> String {
    let mut rng = Rng::with_seed(seed);
    let mut frame = rng.choice(corpus).cloned().unwrap_or_default();
    for _ in 0..rng.u8(0..5) {
        mutate(&mut frame, &mut rng, corpus);
    }
    let mut text = frame.to_string().into_bytes();
    if rng.u8(0..5) == 0 {
        spoil(&mut text, &mut rng);
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Reads one input in every way there is; whether it closes.
fn feed(seed: u64, text: &str) -> bool {
    let closes = frame::closes(text);
    let may_close = parsed(text.as_bytes()).is_some_and(|frame| may_close(&frame));
    assert_eq!(closes, may_close, "seed {seed}: {text}");
    let _ = Sent::read(text);
    let mut inbox = Inbox::default();
    inbox.sent(text, 1);
    inbox.received(text, 2, Origin::Server);
    inbox.received(text, 3, Origin::Server);
    inbox.history(&[serde_json::from_str(text).unwrap_or_default()], Reading::TakingUp, 4);
    let shows_closed = inbox.closure().is_some_and(|end| end.kind.is_closure());
    assert!(closes || !shows_closed, "seed {seed}: the inbox closed for {text}");
    closes
}

#[test]
fn thirty_thousand_mutated_frames_close_only_what_may_close() {
    let corpus = corpus();
    if let Some(seed) = std::env::var("GUEST_SEED").ok().and_then(|seed| seed.parse().ok()) {
        feed(seed, &input(seed, &corpus));
        return;
    }
    let closing =
        (FIRST_SEED..FIRST_SEED + INPUTS).filter(|seed| feed(*seed, &input(*seed, &corpus))).count();
    assert!(closing > 500, "only {closing} inputs closed: the corpus is not worth its name");
}
