//! JSON looked at and changed without the code under test.

use serde_json::{Map, Value, json};

pub fn parsed(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}

/// What a reader that passes over unknown fields sees: in those, serde lets bytes pass that are no text.
pub fn leniently_parsed(bytes: &[u8]) -> Option<Value> {
    serde_json::from_str(&String::from_utf8_lossy(bytes)).ok()
}

/// The same value with a field in each object that no schema has. `maps` are objects whose names are data: there, every
/// name is known.
pub fn with_unknown_fields(value: &Value, maps: &[&str]) -> Value {
    match value {
        Value::Object(fields) => {
            let inner = |(name, inner): (&String, &Value)| {
                let kept = if maps.contains(&name.as_str()) {
                    inner.clone()
                } else {
                    with_unknown_fields(inner, maps)
                };
                (name.clone(), kept)
            };
            let mut changed: Map<_, _> = fields.iter().map(inner).collect();
            changed.insert(
                "x-nobody-knows".into(),
                json!({ "type": "Disconnect", "readOnly": true, "state": "closed" }),
            );
            Value::Object(changed)
        }
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| with_unknown_fields(item, maps)).collect())
        }
        other => other.clone(),
    }
}

/// Letters, digits and hyphens: what may stand in a path.
pub fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A server-relative path of plain parts only.
pub fn assert_plain_path(path: &str) {
    let mut parts = path.split('/');
    assert_eq!(parts.next(), Some(""), "{path:?} does not begin with a slash");
    assert!(parts.all(is_plain), "{path:?} is not plain");
}
