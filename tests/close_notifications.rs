//! The org's notifications wake the verifying read; they cost one set-up and prove nothing.

mod closing;

use std::sync::Arc;
use std::time::Duration;

use closing::{Bench, client, close_with, named};
use playwright_genesys::model::ids::{ConversationId, QueueId};
use playwright_genesys::platform::watch;
use serde_json::json;
use tokio::sync::Notify;

/// Long enough for any machine; a test that needs it has failed.
const PATIENCE: Duration = Duration::from_secs(10);

fn queue_of(bench: &Bench, id: &str) -> QueueId {
    let record = bench.record(id);
    let participants = record["participants"].as_array().into_iter().flatten();
    let found = participants.filter_map(|p| p["queueId"].as_str()).next();
    found.expect("the conversation was routed").parse().expect("a queue's id is a uuid")
}

async fn until(done: impl Fn() -> bool) {
    let waiting = async {
        while !done() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it happens in time");
}

fn subscriptions(bench: &Bench) -> usize {
    bench
        .requests()
        .iter()
        .filter(|(method, path)| method == "POST" && path.ends_with("/subscriptions"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_conversation_wakes_and_one_of_another_does_not() {
    let bench = Bench::usual();
    let (ours, other) =
        (bench.open(json!({ "agent": "connected" })), bench.open(json!({ "agent": "connected" })));
    let notify = Arc::new(Notify::new());
    let id: ConversationId = ours.parse().unwrap();
    let watching = watch(&bench.client, &id, &queue_of(&bench, &ours), &notify);
    until(|| subscriptions(&bench) == 1).await;
    bench.command(json!({ "do": "agent", "conversationId": other, "does": { "action": "disconnect" } }));
    bench.command(json!({ "do": "agent", "conversationId": ours, "does": { "action": "disconnect" } }));
    tokio::time::timeout(PATIENCE, notify.notified()).await.expect("the org tells of the end");
    drop(watching);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_closes_of_a_client_share_one_channel_and_one_subscription() {
    let bench = Bench::start(json!({}), json!({ "notifications": true }));
    for _ in 0..3 {
        let id = bench.open(json!({ "agent": "connected" }));
        bench.close(&id, named()).await.expect("closed");
        until(|| subscriptions(&bench) >= 1).await;
    }
    let channels =
        bench.requests().iter().filter(|(_, path)| path.ends_with("/notifications/channels")).count();
    assert_eq!((channels, subscriptions(&bench)), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_subscribed_to_without_being_asked_or_past_the_guard() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let wary =
        client(&bench.simulator, json!({ "notifications": true, "guard": { "attributes": { "run": "7" } } }));
    close_with(&wary, &id, named()).await.expect_err("the guard refuses");
    bench.close(&id, named()).await.expect("closed");
    assert!(!bench.requests().iter().any(|(_, path)| path.contains("/notifications/")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_fails_costs_nothing_but_its_speed() {
    let bench = Bench::start(json!({}), json!({ "notifications": true }));
    let fault = bench
        .fault(json!({ "on": { "path": "/api/v2/notifications/channels" }, "respond": { "status": 403 } }));
    let id = bench.open(json!({ "agent": "connected" }));
    bench.close(&id, named()).await.expect("closed all the same");
    until(|| bench.hits(fault) > 0).await;
}
