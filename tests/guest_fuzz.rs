//! Mutated frames never end the process, and never count as closed unless they are of the closing kinds.
//!
//! The corpus is fixtures/guest-frames.json. Replay one input: GUEST_SEED=123 cargo test --test guest_fuzz

#![cfg(feature = "client")]

use fastrand::Rng;
use playwright_genesys::guest::closure::closure_of;
use playwright_genesys::guest::event::Origin;
use playwright_genesys::guest::frame::Frame;
use playwright_genesys::guest::inbox::{Inbox, Reading};
use playwright_genesys::guest::sent::Sent;
use serde_json::{Value, json};

const INPUTS: u64 = 30_000;

fn corpus() -> Vec<Value> {
    let fixtures: Vec<Value> =
        serde_json::from_str(include_str!("../fixtures/guest-frames.json")).expect("the fixtures are JSON");
    fixtures.into_iter().map(|fixture| fixture["frame"].clone()).collect()
}

/// One of a few values that a field may hold by mistake or by malice.
fn odd_value(rng: &mut Rng, corpus: &[Value]) -> Value {
    match rng.u8(0..12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!("true"),
        3 => json!(rng.i64(..)),
        4 => json!(200),
        5 => json!("Outbound"),
        6 => json!("Event"),
        7 => json!("message"),
        8 => json!("StructuredMessage"),
        9 => json!([{ "eventType": "Presence", "presence": { "type": "Disconnect" } }]),
        10 => json!(1e300),
        _ => rng.choice(corpus).cloned().unwrap_or_default(),
    }
}

/// Replaces, removes or adds something at a random depth.
fn mutate(value: &mut Value, rng: &mut Rng, corpus: &[Value]) {
    match value {
        Value::Object(fields) if !fields.is_empty() && rng.u8(0..4) > 0 => {
            let key = rng.choice(fields.keys()).cloned().unwrap_or_default();
            match rng.u8(0..6) {
                0 => drop(fields.remove(&key)),
                1 => drop(fields.insert(format!("x-{key}"), odd_value(rng, corpus))),
                2 => {
                    fields.insert(key, odd_value(rng, corpus));
                }
                _ => {
                    if let Some(inner) = fields.get_mut(&key) {
                        mutate(inner, rng, corpus);
                    }
                }
            }
        }
        Value::Array(items) if !items.is_empty() && rng.bool() => {
            let place = rng.usize(0..items.len());
            mutate(&mut items[place], rng, corpus);
        }
        other => *other = odd_value(rng, corpus),
    }
}

fn spoil(text: &mut Vec<u8>, rng: &mut Rng) {
    match rng.u8(0..3) {
        0 => text.truncate(rng.usize(0..=text.len())),
        1 if !text.is_empty() => {
            let place = rng.usize(0..text.len());
            text[place] = rng.u8(..);
        }
        _ => text.extend_from_slice(b"}{"),
    }
}

/// Whether a text is of the kinds that may close, worked out without the code under test.
fn may_close(text: &str) -> bool {
    let Ok(frame) = serde_json::from_str::<Value>(text) else { return false };
    let body = &frame["body"];
    let disconnects = body["events"].as_array().is_some_and(|events| {
        events
            .iter()
            .any(|event| event["eventType"] == "Presence" && event["presence"]["type"] == "Disconnect")
    });
    let is_message =
        frame["type"] == "message" && frame["class"] == "StructuredMessage" && frame["code"] == 200;
    let is_answer = frame["type"] == "response";
    (is_message && body["type"] == "Event" && body["direction"] == "Outbound" && disconnects)
        || (is_answer
            && frame["class"] == "SessionResponse"
            && frame["code"] == 200
            && body["readOnly"] == true)
        || (is_answer && frame["class"] == "string" && frame["code"] == 409)
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
    let closes = Frame::read(text).is_ok_and(|frame| matches!(closure_of(&frame).word(), "told" | "locked"));
    assert_eq!(closes, may_close(text), "seed {seed}: {text}");
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
    let first = fastrand::u64(..) >> 16;
    let closing = (first..first + INPUTS).filter(|seed| feed(*seed, &input(*seed, &corpus))).count();
    assert!(closing > 500, "only {closing} inputs closed: the corpus is not worth its name");
}
