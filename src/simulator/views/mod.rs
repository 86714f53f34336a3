//! Records as the vendor's JSON. Absent values are left out, never null.

pub mod analytics;
pub mod conversation;
pub mod deployment;
pub mod events;
pub mod inspection;
pub mod message;
pub mod messages;
pub mod messaging;
pub mod routing;
pub mod user;

use serde_json::{Value, json};

use super::clock::Timestamp;
use super::records::Participant;

/// Drops null fields, all the way down; in place, since conversations are read again and again.
pub fn present(mut value: Value) -> Value {
    drop_nulls(&mut value);
    value
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// A Wrapup.
pub fn wrap_up(participant: &Participant) -> Option<Value> {
    let given = participant.wrap_up.as_ref()?;
    Some(json!({
        "code": given.code, "name": given.name, "notes": given.notes, "tags": given.tags,
        "durationSeconds": given.duration_seconds,
        "endTime": participant.wrapped_up.map(Timestamp::iso),
        "provisional": given.provisional.then_some(true),
    }))
}

/// One page of a listing. Assumed: addresses are relative to the server, `nextUri` is absent
/// on the last page.
pub fn listing(items: &[Value], page: &Page, path: &str) -> Value {
    let total = items.len();
    let count = total.div_ceil(page.size).max(1);
    let uri = |number: usize| format!("{path}?pageSize={}&pageNumber={number}", page.size);
    let first = (page.number - 1).saturating_mul(page.size).min(total);
    let entities = &items[first..(first + page.size).min(total)];
    present(json!({
        "entities": entities,
        "pageSize": page.size,
        "pageNumber": page.number,
        "total": total,
        "pageCount": count,
        "firstUri": uri(1),
        "lastUri": uri(count),
        "selfUri": uri(page.number),
        "nextUri": (page.number < count).then(|| uri(page.number + 1)),
        "previousUri": (page.number > 1).then(|| uri(page.number - 1)),
    }))
}

/// Which part of a listing is wanted; both count from one.
pub struct Page {
    pub size: usize,
    pub number: usize,
}
