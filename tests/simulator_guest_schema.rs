//! Every kind of frame that a guest gets has the published field names, types and enums.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::collections::BTreeSet;

use org::Org;
use org::guest::{Guest, conversation_of, end};
use serde_json::{Value, json};

fn definition(name: &str) -> Value {
    let schema: Value = serde_json::from_str(include_str!("../fixtures/guest-frame-schema.json")).unwrap();
    let definition = schema["definitions"][name].clone();
    assert!(definition.is_object(), "no definition {name}");
    definition
}

fn check(value: &Value, kind: &Value, at: &str) {
    if let Some(reference) = kind["$ref"].as_str() {
        return check(value, &definition(reference.rsplit('/').next().unwrap()), at);
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

fn check_frame(frame: &Value) -> String {
    let class = frame["class"].as_str().unwrap();
    let body = &frame["body"];
    let mut envelope = frame.clone();
    envelope["body"] = json!({});
    let mut base = definition("BaseMessage");
    base["properties"]["body"] = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    check(&envelope, &base, class);
    match class {
        "string" => assert!(body.is_string(), "{frame}"),
        // The schema of messages to guests with their events is CleanMessage.
        "StructuredMessage" => check(body, &definition("CleanMessage"), class),
        _ => check(body, &definition(class), class),
    }
    class.to_string()
}

async fn frames(deployment: Value) -> Vec<Value> {
    let org = Org::start(json!({ "deployment": deployment }));
    let mut frames = Vec::new();
    let mut guest = Guest::connect(&org).await;
    let presence = |kind: &str| {
        let events = json!([{ "eventType": "Presence", "presence": { "type": kind } }]);
        json!({ "action": "onMessage", "tracingId": "t", "message": { "type": "Event", "events": events } })
    };
    let deployment = org.simulator.connection().deployment_id.clone();
    let button = json!({ "type": "QuickReply", "text": "Yes", "payload": "yes" });
    let parts = json!([{ "contentType": "ButtonResponse", "buttonResponse": button }]);
    for request in [
        json!({ "action": "configureSession", "deploymentId": deployment.clone(), "tracingId": "t" }),
        json!({ "action": "getConfiguration", "deploymentId": deployment }),
        json!({ "action": "getJwt" }),
        json!({ "action": "echo", "message": { "type": "Text", "text": "ping" } }),
        presence("Join"),
        json!({ "action": "onMessage", "message": { "type": "Structured", "text": "Yes", "content": parts } }),
        json!({ "action": "dance" }),
    ] {
        guest.send(request).await;
        frames.push(guest.next().await);
    }
    let echo = guest.write("hello").await;
    let id = conversation_of(&org, &echo);
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "say", "text": "hi" } }));
    end(&org, &id);
    frames.push(echo);
    frames.extend(guest.until_echo().await);
    guest.send(presence("Clear")).await;
    for _ in 0..3 {
        frames.push(guest.next().await);
    }
    let (mut guest, _) = Guest::configured(&org).await;
    org.command(json!({ "do": "advance", "ms": 259_300_000 }));
    frames.push(guest.next().await);
    frames
}

#[tokio::test]
async fn every_frame_has_the_published_shape() {
    let mut classes = BTreeSet::new();
    for setting in ["off", "Send", "ReadOnly"] {
        for frame in frames(json!({ "conversationDisconnect": setting })).await {
            classes.insert(check_frame(&frame));
        }
    }
    let expected = [
        "ConnectionClosedEvent",
        "GetConfigurationResponse",
        "JwtResponse",
        "SessionClearedEvent",
        "SessionExpiredEvent",
        "SessionResponse",
        "StructuredMessage",
        "string",
    ];
    assert_eq!(classes, expected.map(String::from).into());
}
