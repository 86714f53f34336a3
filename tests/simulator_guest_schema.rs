//! Every kind of frame that a guest gets has the published field names, types and enums.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::collections::BTreeSet;

use org::Org;
use org::guest::{Guest, conversation_of, end, upload};
use org::schema::check_frame;
use serde_json::{Value, json};

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
        json!({ "action": "onAttachment", "attachmentId": "a", "fileName": "a.png", "fileType": "image/png", "fileSize": 3 }),
        json!({ "action": "onAttachment", "fileName": "a.ade", "fileType": "a/b", "fileSize": 3 }),
        json!({ "action": "echo", "message": { "type": "Text", "text": "ping" } }),
        presence("Join"),
        json!({ "action": "onMessage", "message": { "type": "Structured", "text": "Yes", "content": parts } }),
        json!({ "action": "dance" }),
    ] {
        guest.send(request).await;
        frames.push(guest.next().await);
    }
    let url = frames[3]["body"]["url"].as_str().unwrap().to_string();
    for body in ["1", "123"] {
        frames.push(upload(&org, &mut guest, &url, body).await);
    }
    for action in ["getAttachment", "deleteAttachment"] {
        guest.send(json!({ "action": action, "attachmentId": "a" })).await;
        frames.push(guest.next().await);
    }
    let echo = guest.write("hello").await;
    let id = conversation_of(&org, &echo);
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "say", "text": "hi" } }));
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "typing" } }));
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

async fn too_fast() -> Vec<Value> {
    let org = Org::start(json!({ "limits": "genesys" }));
    let mut guest = Guest::connect(&org).await;
    let mut frames = Vec::new();
    for _ in 0..3 {
        guest.send(json!({ "action": "echo", "tracingId": "t" })).await;
        frames.push(guest.next().await);
    }
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
    for frame in too_fast().await {
        classes.insert(check_frame(&frame));
    }
    let expected = [
        "AttachmentDeletedResponse",
        "ConnectionClosedEvent",
        "GenerateUrlError",
        "GetConfigurationResponse",
        "JwtResponse",
        "PresignedUrlResponse",
        "SessionClearedEvent",
        "SessionExpiredEvent",
        "SessionResponse",
        "StructuredMessage",
        "TooManyRequestsErrorMessage",
        "UploadFailureEvent",
        "UploadSuccessEvent",
        "string",
    ];
    assert_eq!(classes, expected.map(String::from).into());
}

#[test]
fn the_check_notices_each_kind_of_difference() {
    let good = json!({ "type": "message", "class": "UploadFailureEvent", "code": 200,
        "body": { "attachmentId": "a", "errorCode": 4002, "errorMessage": "x", "timestamp": "t" } });
    let differs = |change: fn(&mut Value)| {
        let mut frame = good.clone();
        change(&mut frame);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check_frame(&frame))).is_err()
    };
    assert!(!differs(|_| {}));
    assert!(differs(|frame| frame["body"]["invented"] = json!(1)), "unknown field");
    assert!(differs(|frame| frame["body"]["errorCode"] = json!("4002")), "wrong type");
    assert!(differs(|frame| frame["type"] = json!("event")), "enum");
    assert!(differs(|frame| frame["class"] = json!("Invented")), "class");
    assert!(differs(|frame| frame["body"]["timestamp"] = Value::Null), "null");
    assert!(
        differs(|frame| {
            frame["body"].as_object_mut().unwrap().remove("attachmentId");
        }),
        "required"
    );
}
