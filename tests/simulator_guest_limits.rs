//! How fast, how long and how much a guest may send.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use org::Org;
use org::guest::Guest;
use serde_json::{Value, json};

async fn burst(guest: &mut Guest, count: usize, request: Value) -> Vec<Value> {
    for _ in 0..count {
        guest.send(request.clone()).await;
    }
    let mut answers = Vec::new();
    for _ in 0..count {
        answers.push(guest.next().await);
    }
    answers
}

fn text() -> Value {
    json!({ "action": "onMessage", "tracingId": "t", "message": { "type": "Text", "text": "x" } })
}

#[tokio::test]
async fn the_sixth_message_in_a_second_is_told_how_long_to_wait() {
    let org = Org::start(json!({ "limits": "genesys" }));
    let (mut guest, _) = Guest::configured(&org).await;
    let answers = burst(&mut guest, 6, text()).await;
    assert!(answers[..5].iter().all(|frame| frame["class"] == "StructuredMessage"));
    let refused = &answers[5];
    assert_eq!(
        (&refused["class"], &refused["code"], &refused["tracingId"]),
        (&json!("TooManyRequestsErrorMessage"), &json!(429), &json!("t"))
    );
    assert_eq!((&refused["body"]["errorCode"], &refused["body"]["retryAfter"]), (&json!(4029), &json!(1)));
    org.command(json!({ "do": "advance", "ms": 1_000 }));
    assert_eq!(guest.write("later").await["class"], "StructuredMessage");
}

#[tokio::test]
async fn requests_and_echoes_of_a_connection_have_a_limit_of_their_own() {
    let org = Org::start(json!({ "limits": "genesys" }));
    let (mut guest, _) = Guest::configured(&org).await;
    let echoes = burst(&mut guest, 3, json!({ "action": "echo" })).await;
    assert_eq!(echoes[1]["body"]["id"], "echo_id");
    assert_eq!(echoes[2]["body"]["errorCode"], 4029);
    // The session's configuration and three echoes went before.
    let answers = burst(&mut guest, 57, json!({ "action": "getJwt" })).await;
    assert_eq!(answers.iter().filter(|frame| frame["class"] == "JwtResponse").count(), 56);
    assert_eq!(answers[56]["body"]["errorCode"], 4029);
    let (mut other, _) = Guest::configured(&org).await;
    assert_eq!(burst(&mut other, 1, json!({ "action": "getJwt" })).await[0]["class"], "JwtResponse");
    org.command(json!({ "do": "advance", "ms": 60_000 }));
    assert!(guest.until_echo().await.is_empty());
}

#[tokio::test]
async fn without_limits_nothing_is_counted() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    assert!(burst(&mut guest, 100, text()).await.iter().all(|frame| frame["code"] == 200));
}

#[tokio::test]
async fn what_is_too_long_too_large_or_missing_has_its_code() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    let with_attributes = |size: usize| {
        let attributes = json!({ "customAttributes": { "k": "x".repeat(size) } });
        let mut request = text();
        request["message"]["channel"] = json!({ "metadata": attributes });
        request
    };
    for (bad, code) in [
        (json!({ "action": "onMessage", "message": { "type": "Text", "text": "x".repeat(4097) } }), 4011),
        (with_attributes(2048), 4013),
        (json!({ "action": "onMessage" }), 4020),
        (json!({ "action": "onMessage", "message": { "type": "Text" } }), 4020),
        (json!({ "action": "configureSession" }), 4020),
        (json!({ "action": "closeSession" }), 4020),
        (json!({ "action": "configureAuthenticatedSession", "deploymentId": "other" }), 403),
    ] {
        let answer = burst(&mut guest, 1, bad.clone()).await.remove(0);
        assert_eq!((&answer["class"], &answer["code"]), (&json!("string"), &json!(code)), "{bad}");
    }
    assert_eq!(burst(&mut guest, 1, with_attributes(2040)).await[0]["code"], 200);
}
