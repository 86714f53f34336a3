//! Compares guests' frames with the vendor's published schema.

use std::sync::LazyLock;

use serde_json::{Value, json};

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../fixtures/guest-frame-schema.json")).unwrap());

fn definition(name: &str) -> &'static Value {
    let definition = &SCHEMA["definitions"][name];
    assert!(definition.is_object(), "no definition {name}");
    definition
}

fn check(value: &Value, kind: &Value, at: &str) {
    if let Some(reference) = kind["$ref"].as_str() {
        return check(value, definition(reference.rsplit('/').next().unwrap()), at);
    }
    let fits = match kind["type"].as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        other => panic!("{at}: the schema has the type {other:?}"),
    };
    assert!(fits, "{at}: {value} is no {}", kind["type"]);
    if let Some(choices) = kind["enum"].as_array() {
        assert!(choices.contains(value), "{at}: {value} is none of {choices:?}");
    }
    for required in kind["required"].as_array().into_iter().flatten() {
        assert!(value.get(required.as_str().unwrap()).is_some(), "{at}: {required} is missing");
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        check(item, &kind["items"], &format!("{at}[{index}]"));
    }
    for (name, item) in value.as_object().into_iter().flatten() {
        let known = kind["properties"].get(name);
        let known =
            known.or_else(|| kind["additionalProperties"].as_object().map(|_| &kind["additionalProperties"]));
        check(item, known.unwrap_or_else(|| panic!("{at}.{name}: no such field")), &format!("{at}.{name}"));
    }
}

/// Panics with the place of the first difference; gives the frame's class.
///
/// One exception: the schema calls every body an object, while refusals (class `string`) have a
/// text, as captures of live orgs show.
pub fn check_frame(frame: &Value) -> String {
    let class = frame["class"].as_str().unwrap();
    let body = &frame["body"];
    let mut envelope = frame.clone();
    envelope["body"] = json!({});
    let mut base = definition("BaseMessage").clone();
    base["properties"]["body"] = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    check(&envelope, &base, class);
    match class {
        "string" => assert!(body.is_string(), "{frame}"),
        // The schema of messages to guests with their events is CleanMessage.
        "StructuredMessage" => check(body, definition("CleanMessage"), class),
        _ => check(body, definition(class), class),
    }
    class.to_string()
}
