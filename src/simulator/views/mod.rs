//! Records as the vendor's JSON. Absent values are left out, never null.

pub mod inspection;
pub mod messages;

use serde_json::{Value, json};

use super::records::{Named, WrapUp};

/// Drops null fields, all the way down.
pub fn present(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, present(v))).collect()
        }
        Value::Array(items) => items.into_iter().map(present).collect(),
        other => other,
    }
}

/// A DomainEntityRef.
pub fn reference<I: ToString>(named: &Named<I>, path: &str) -> Value {
    let id = named.id.to_string();
    json!({ "id": id, "name": named.name, "selfUri": format!("/api/v2/{path}/{id}") })
}

pub fn wrap_up(wrap_up: &WrapUp) -> Value {
    json!({
        "code": wrap_up.code, "name": wrap_up.name, "notes": wrap_up.notes, "tags": wrap_up.tags,
        "durationSeconds": wrap_up.duration_seconds,
    })
}
