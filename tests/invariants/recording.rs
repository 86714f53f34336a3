//! The shape of a body: its objects, lists, booleans and nulls as they were, and no text or name of it but those that are
//! published; with texts shown, those of messages alone.

use playwright_genesys::recording::{Blind, Shaper, Texts};
use serde_json::Value;

/// What the published models name, each between quotes.
const PUBLISHED: &str = include_str!("../../src/recording/published.rs");
const KINDS: [&str; 8] = ["id", "name", "number", "text", "time", "token", "url", "version"];

fn is_published(text: &str) -> bool {
    PUBLISHED.contains(&format!("\"{text}\""))
}

/// `<kind:…>`, with nothing in it but hashes.
fn is_placeholder(text: &str) -> bool {
    let inside = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let Some((kind, hashes)) = inside.and_then(|inside| inside.split_once(':')) else { return false };
    let is_hash = |hash: &str| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    KINDS.contains(&kind) && hashes.split(':').all(is_hash)
}

fn assert_text(shown: &str, text: &str, field: &str, texts: Texts) {
    let is_message = texts == Texts::Shown && ["text", "textBody"].contains(&field);
    let is_shown = is_message && shown.strip_prefix('=') == Some(text);
    assert!(
        is_placeholder(shown) || (shown == text && (text.is_empty() || is_published(text))) || is_shown,
        "{shown}"
    );
}

fn assert_shape(shape: &Value, body: &Value, field: &str, texts: Texts) {
    match (shape, body) {
        (Value::Null, Value::Null) => {}
        (Value::Bool(shown), Value::Bool(seen)) => assert_eq!(shown, seen),
        (Value::Number(shown), Value::Number(seen)) => {
            assert_eq!(shown, seen);
            assert!(seen.as_u64().is_some_and(|number| number < 1_000_000_000), "{seen}");
        }
        (Value::String(shown), Value::Number(_)) => assert!(is_placeholder(shown), "{shown}"),
        (Value::String(shown), Value::String(text)) => assert_text(shown, text, field, texts),
        (Value::Array(shown), Value::Array(seen)) => {
            assert_eq!(shown.len(), seen.len());
            shown.iter().zip(seen).for_each(|(shown, seen)| assert_shape(shown, seen, field, texts));
        }
        (Value::Object(shown), Value::Object(seen)) => {
            assert_eq!(shown.len(), seen.len(), "two names became one");
            for ((name, inner), (field, value)) in shown.iter().zip(seen) {
                let is_kept = name == field && (field.is_empty() || is_published(field));
                assert!(is_placeholder(name) || is_kept, "{name}");
                assert_shape(inner, value, field, texts);
            }
        }
        other => panic!("another kind of value: {other:?}"),
    }
}

pub fn hold(bytes: &[u8]) {
    for texts in [Texts::Hidden, Texts::Shown] {
        let shaper = Shaper::new(Blind::new(&[7; 32]), texts);
        let shape = shaper.body(bytes, "");
        match serde_json::from_slice::<Value>(bytes) {
            Ok(body) => assert_shape(&shape, &body, "", texts),
            Err(_) => assert_eq!(shape, "<not json>"),
        }
        assert_eq!(shape, shaper.body(bytes, ""), "equal values are not equal");
        let line = String::from_utf8_lossy(bytes);
        let path = shaper.path(&line);
        assert!(
            path.split('/').all(|part| part.is_empty() || is_published(part) || is_placeholder(part)),
            "{path}"
        );
    }
}
