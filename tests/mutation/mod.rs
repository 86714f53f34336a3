//! A seeded mutator of JSON, and of the bytes that it is written in.

use fastrand::Rng;
use serde_json::{Value, json};

/// One of a few values that a field may hold by mistake or by malice.
fn odd_value(rng: &mut Rng, corpus: &[Value]) -> Value {
    match rng.u8(0..16) {
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
        11 => json!("../../oauth\r\nx: y"),
        12 => json!("disconnected"),
        13 => json!("two words, of [somebody:else] \u{1b}[2J"),
        14 => json!(u64::MAX),
        _ => rng.choice(corpus).cloned().unwrap_or_default(),
    }
}

/// Replaces, removes or adds something at a random depth.
pub fn mutate(value: &mut Value, rng: &mut Rng, corpus: &[Value]) {
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

pub fn spoil(text: &mut Vec<u8>, rng: &mut Rng) {
    match rng.u8(0..3) {
        0 => text.truncate(rng.usize(0..=text.len())),
        1 if !text.is_empty() => {
            let place = rng.usize(0..text.len());
            text[place] = rng.u8(..);
        }
        _ => text.extend_from_slice(b"}{"),
    }
}
