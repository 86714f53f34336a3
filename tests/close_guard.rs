//! Nothing is ended that cannot be shown to be the test's own.

mod closing;

use closing::{Bench, code_of, named};
use playwright_genesys::error::Effect;
use serde_json::{Value, json};

fn guarded(guard: Value) -> Value {
    let mut options = named();
    options["guard"] = guard;
    options
}

async fn refused(bench: &Bench, id: &str, guard: Value, clause: &str) {
    let error = bench.close(id, guarded(guard)).await.expect_err("the guard refuses");
    assert_eq!(code_of(&error), "GUARD_REFUSED", "{clause}: {error}");
    assert!(error.message.contains(clause), "{}", error.message);
    // What an agent owed may have been written before: the hint leaves that to the effect.
    assert!(
        error.context.hint.as_deref().is_some_and(|hint| hint.contains("effect says whether")),
        "{clause}"
    );
    assert_eq!((error.context.effect, bench.writes()), (Effect::None, 0), "{clause}");
    assert_eq!(bench.record(id)["state"], "open", "{clause}");
}

#[tokio::test]
async fn every_clause_can_refuse_and_can_hold() {
    let bench = Bench::usual();
    let how = json!({ "agent": "connected", "attributes": { "run": "7" } });
    let (id, message) = bench.open_with_message(how.clone());
    let (_, foreign_message) = bench.open_with_message(how);
    let queue = bench.record(&id)["participants"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|p| p["queueId"].as_str().map(String::from));
    let queue = queue.expect("the conversation was routed");
    let other = "99999999-9999-4999-8999-999999999999";
    refused(&bench, &id, json!({ "messageIds": [message, foreign_message] }), "messageIds").await;
    refused(&bench, &id, json!({ "queueIds": [other] }), "queueIds").await;
    refused(&bench, &id, json!({ "attributes": { "run": "8" } }), "attributes").await;
    refused(&bench, &id, json!({ "organizationId": other }), "organizationId").await;
    bench.command(json!({ "do": "advance", "ms": 120_000.0 }));
    refused(&bench, &id, json!({ "startedWithinMs": 60_000 }), "startedWithinMs").await;
    let holds = json!({
        "messageIds": [message], "queueIds": [queue], "attributes": { "run": "7" }, "startedWithinMs": 3_600_000,
    });
    bench.close(&id, guarded(holds)).await.expect("every clause holds");
}

#[tokio::test]
async fn the_clients_guard_and_the_calls_must_both_hold() {
    let bench = Bench::start(json!({}), json!({ "guard": { "attributes": { "run": "7" } } }));
    let id = bench.open(json!({ "agent": "connected", "attributes": { "run": "8", "suite": "a" } }));
    refused(&bench, &id, json!({ "attributes": { "suite": "a" } }), "'run'").await;
}

#[tokio::test]
async fn what_cannot_be_read_counts_as_not_proved() {
    let bench = Bench::start(json!({}), json!({ "resource": "messaging" }));
    let id = bench.open(json!({ "agent": "connected", "attributes": { "run": "7" } }));
    refused(&bench, &id, json!({ "attributes": { "run": "7" } }), "attributes").await;
    refused(&bench, &id, json!({ "startedWithinMs": 3_600_000 }), "startedWithinMs").await;
    let blind = Bench::start(json!({ "permissions": ["conversation:communication:disconnect"] }), json!({}));
    let (id, message) = blind.open_with_message(json!({ "agent": "connected" }));
    refused(&blind, &id, json!({ "messageIds": [message] }), "messageIds").await;
}

#[tokio::test]
async fn an_ended_conversation_needs_no_guard() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    bench.close(&id, named()).await.expect("closed");
    let report =
        bench.close(&id, guarded(json!({ "attributes": { "run": "7" } }))).await.expect("nothing is written");
    assert_eq!(report.requests, 2, "the read, and the record that confirms it");
}
