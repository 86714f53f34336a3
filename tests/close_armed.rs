//! What was prepared before a payload spares trips, and is never believed.
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod closing;

use std::sync::Arc;
use std::time::Duration;

use closing::{Bench, client, code_of, named};
use playwright_genesys::close::{Armed, CloseOptions, CloseReport, Readiness, close_armed};
use playwright_genesys::error::Result;
use playwright_genesys::platform::{Call, Client, Trace};
use playwright_genesys::simulator::FaultId;
use serde_json::{Value, json};

/// A trigger whose close is prepared, and then asked for.
struct Trigger<'a> {
    client: &'a Client,
    id: &'a str,
    options: CloseOptions,
    armed: Armed,
}

impl<'a> Trigger<'a> {
    fn of(client: &'a Client, id: &'a str, options: Value) -> Self {
        Self { client, id, options: serde_json::from_value(options).unwrap(), armed: Armed::default() }
    }

    async fn prepare(&self) -> Readiness {
        let call = Call::new(self.client, None, Trace::default());
        self.armed.prepare(&call, &self.id.parse().unwrap(), &self.options).await
    }

    async fn payload(&self) -> Result<CloseReport> {
        self.payload_of(Call::new(self.client, None, Trace::default())).await
    }

    async fn payload_of(&self, call: Call) -> Result<CloseReport> {
        close_armed(call, &self.id.parse().unwrap(), &self.options, &Arc::default(), &self.armed).await
    }
}

fn told(report: &CloseReport) -> Value {
    serde_json::to_value(report).unwrap()
}

fn asked(bench: &Bench) -> Vec<String> {
    let of_conversations = |(method, path): (String, String)| format!("{method} {path}");
    bench.requests().into_iter().map(of_conversations).collect()
}

fn path(id: &str) -> String {
    format!("/api/v2/conversations/messages/{id}")
}

/// Time that no request waits for.
async fn later(by: Duration) {
    tokio::time::pause();
    tokio::time::advance(by).await;
    tokio::time::resume();
}

#[tokio::test]
async fn the_payload_sends_the_write_at_once_and_the_look_after_it() {
    let bench = Bench::usual();
    let (id, message) = bench.open_with_message(json!({ "agent": "connected" }));
    let options = json!({ "wrapUp": { "name": "E2E Test Closure" }, "guard": { "messageIds": [message] } });
    let trigger = Trigger::of(&bench.client, &id, options);
    assert_eq!(trigger.prepare().await, Readiness::ARMED);
    let before = asked(&bench);
    assert_eq!(bench.writes(), 0);
    let report = trigger.payload().await.unwrap();
    let after = asked(&bench).split_off(before.len());
    assert_eq!(after.len(), 2, "{after:?}");
    assert!(after[0].starts_with("PATCH ") && after[1] == format!("GET {}", path(&id)), "{after:?}");
    let told = told(&report);
    assert_eq!(told["outcome"], "closed");
    assert_eq!(told["wrapUp"]["name"], "E2E Test Closure");
    assert_eq!(told["requests"], 2);
    assert_eq!(told["armed"]["used"], true);
    // The read, the message of the guard, the codes.
    assert_eq!(told["armed"]["requests"], 3);
    assert_eq!(told["armed"]["reReads"], 0);
}

#[tokio::test]
async fn preparing_costs_what_the_close_would_have() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    bench.close(&id, named()).await.unwrap();
    let ordinary = bench.requests().len();
    let armed = Bench::usual();
    let id = armed.open(json!({ "agent": "connected" }));
    let trigger = Trigger::of(&armed.client, &id, named());
    trigger.prepare().await;
    trigger.payload().await.unwrap();
    assert_eq!(armed.requests().len(), ordinary);
}

#[tokio::test]
async fn a_plan_that_is_too_old_costs_the_read_again() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let trigger = Trigger::of(&bench.client, &id, named());
    assert_eq!(trigger.prepare().await, Readiness::ARMED);
    later(Duration::from_millis(2_100)).await;
    let before = asked(&bench);
    let told = told(&trigger.payload().await.unwrap());
    let after = asked(&bench).split_off(before.len());
    assert_eq!(after[0], format!("GET {}", path(&id)));
    assert_eq!((&told["outcome"], &told["armed"]["used"]), (&json!("closed"), &json!(false)));
}

#[tokio::test]
async fn a_plan_that_was_read_anew_is_counted() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let trigger = Trigger::of(&bench.client, &id, named());
    trigger.prepare().await;
    assert!(!trigger.armed.is_due());
    later(Duration::from_secs(1)).await;
    assert!(trigger.armed.is_due());
    trigger.prepare().await;
    assert!(!trigger.armed.is_due());
    let told = told(&trigger.payload().await.unwrap());
    assert_eq!(told["armed"]["reReads"], 1);
    let step = told["steps"].as_array().unwrap().iter().find(|step| step["name"] == "armed").unwrap();
    assert!(step["detail"].as_str().unwrap().ends_with("reads anew among them: 1"), "{step}");
}

/// Armed for an agent who has handed the conversation over since.
async fn handed_over<'a>(bench: &'a Bench, id: &'a str) -> Trigger<'a> {
    let trigger = Trigger::of(&bench.client, id, named());
    assert_eq!(trigger.prepare().await, Readiness::ARMED);
    bench.command(
        json!({ "do": "agent", "conversationId": id, "does": { "action": "transfer", "queue": null } }),
    );
    trigger
}

#[tokio::test]
async fn a_transfer_costs_one_write_and_whoever_has_it_now_is_ended() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let trigger = handed_over(&bench, &id).await;
    let told = told(&trigger.payload().await.unwrap());
    assert_eq!(told["outcome"], "closed");
    assert!(bench.writes() <= 2, "{:?}", bench.requests());
    let record = bench.record(&id);
    let open: Vec<_> =
        record["participants"].as_array().unwrap().iter().filter(|p| p["state"] != "disconnected").collect();
    assert!(open.is_empty(), "{open:?}");
}

#[tokio::test]
async fn an_end_by_others_is_not_taken_for_ours() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let trigger = Trigger::of(&bench.client, &id, named());
    assert_eq!(trigger.prepare().await, Readiness::ARMED);
    let other = client(&bench.simulator, json!({}));
    closing::close_with(&other, &id, named()).await.unwrap();
    let before = bench.writes();
    let told = told(&trigger.payload().await.unwrap());
    assert_eq!(told["outcome"], "already-closed");
    assert_eq!(bench.writes(), before + 1);
}

/// The agent's list, answered otherwise for the first so many times.
fn list_has(bench: &Bench, id: &str, times: u32, codes: &Value) {
    let record = bench.record(id);
    let agent = record["participants"].as_array().unwrap().iter().find(|p| p["purpose"] == "agent").unwrap();
    let path = format!("{}/participants/{}/wrapupcodes", path(id), agent["id"].as_str().unwrap());
    let respond = json!({ "status": 200, "body": codes });
    bench.fault(json!({ "on": { "method": "GET", "path": path, "times": times }, "respond": respond }));
}

fn withdrawn() -> Value {
    json!([{ "id": "99999999-9999-4999-8999-999999999999", "name": "E2E Test Closure" }])
}

#[tokio::test]
async fn a_code_that_was_made_anew_is_looked_up_again_and_sent() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    list_has(&bench, &id, 1, &withdrawn());
    let trigger = Trigger::of(&bench.client, &id, named());
    assert_eq!(trigger.prepare().await, Readiness::ARMED);
    let told = told(&trigger.payload().await.unwrap());
    assert_eq!((&told["outcome"], &told["wrapUp"]["status"]), (&json!("closed"), &json!("applied")));
    assert_eq!(bench.writes(), 2);
}

#[tokio::test]
async fn a_code_that_was_made_anew_is_looked_up_again_where_its_list_came_after_the_payload() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    list_has(&bench, &id, 1, &withdrawn());
    let trigger = Trigger::of(&bench.client, &id, named());
    let of_payload = Call::new(&bench.client, None, Trace::default());
    assert_eq!(trigger.prepare().await, Readiness::ARMED);
    let told = told(&trigger.payload_of(of_payload).await.unwrap());
    assert_eq!((&told["outcome"], &told["wrapUp"]["status"]), (&json!("closed"), &json!("applied")));
}

/// From now on the lists of a conversation have its customer alone, who is up so many times more, and no write does anything.
fn only_the_customer(bench: &Bench, id: &str, up: u32) -> [FaultId; 2] {
    let mut body = bench.record(id);
    let customer =
        body["participants"].as_array().unwrap().iter().find(|p| p["purpose"] == "customer").unwrap();
    let state = |state: &str| json!([{ "id": customer["id"], "purpose": "customer", "state": state }]);
    let (open, ended) = (state("connected"), state("disconnected"));
    let mut answer = |method: &str, participants: Value, times: u32| {
        body["participants"] = participants;
        let on = json!({ "method": method, "path": path(id), "times": times });
        bench.fault(json!({ "on": on, "respond": { "status": 200, "body": body } }))
    };
    answer("PATCH", json!([]), 1_000);
    [answer("GET", open, up), answer("GET", ended, 1_000)]
}

#[tokio::test]
async fn whoever_was_seen_as_it_was_prepared_must_be_seen_ended_plan_or_not() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let options = json!({ "strategy": "conversation", "wrapUp": { "pick": "first" } });
    let trigger = Trigger::of(&bench.client, &id, options);
    assert!(!trigger.prepare().await.is_armed, "the whole conversation is never prepared");
    let lists = only_the_customer(&bench, &id, 3);
    let call = Call::new(&bench.client, Some(Duration::from_millis(1_500)), Trace::default());
    let error = trigger.payload_of(call).await.unwrap_err();
    assert_eq!(code_of(&error), "NOT_CLOSED");
    assert!(error.message.contains("agent connected (no longer listed)"), "{}", error.message);
    assert!(lists.into_iter().all(|list| bench.hits(list) > 0));
}

#[tokio::test]
async fn a_code_that_was_withdrawn_is_told_and_nothing_is_ended() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    list_has(&bench, &id, 1_000, &withdrawn());
    let trigger = Trigger::of(&bench.client, &id, named());
    assert_eq!(trigger.prepare().await, Readiness::ARMED);
    let error = trigger.payload().await.unwrap_err();
    assert_eq!(code_of(&error), "REJECTED");
    let is_there = |p: &Value| p["purpose"] == "agent" && p["state"] == "connected";
    assert!(bench.record(&id)["participants"].as_array().unwrap().iter().any(is_there));
}

#[tokio::test]
async fn a_clause_that_may_change_is_never_prepared_for() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    for (guard, clause) in [
        (json!({ "attributes": { "run": "1" } }), "attributes"),
        (json!({ "startedWithinMs": 60_000 }), "startedWithinMs"),
        (json!({ "queueIds": ["11111111-1111-4111-8111-111111111111"] }), "queueIds"),
    ] {
        let trigger = Trigger::of(&bench.client, &id, json!({ "guard": guard }));
        let readiness = trigger.prepare().await;
        assert!(!readiness.is_armed && readiness.detail.unwrap().contains(clause));
    }
    let teardown = Trigger::of(&bench.client, &id, json!({ "strategy": "teardown" })).prepare().await;
    assert_eq!(teardown, Readiness::not("a teardown is never prepared"));
    assert!(bench.requests().is_empty());
}

#[tokio::test]
async fn a_stranger_is_refused_at_the_preparation_and_again_at_the_payload() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let (_, of_another) = bench.open_with_message(json!({ "agent": "connected" }));
    let trigger = Trigger::of(
        &bench.client,
        &id,
        json!({ "wrapUp": { "pick": "first" }, "guard": { "messageIds": [of_another] } }),
    );
    let readiness = trigger.prepare().await;
    assert!(readiness.detail.unwrap().starts_with("GUARD_REFUSED"));
    assert_eq!(code_of(&trigger.payload().await.unwrap_err()), "GUARD_REFUSED");
    assert_eq!(bench.writes(), 0);
}

#[tokio::test]
async fn whoever_joins_before_a_whole_conversation_is_ended_has_a_code_of_his_own() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "alerting" }));
    let trigger = Trigger::of(&bench.client, &id, named());
    let readiness = trigger.prepare().await;
    assert!(readiness.detail.unwrap().contains("the whole conversation"));
    bench.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "answer" } }));
    let told = told(&trigger.payload().await.unwrap());
    assert_eq!((&told["outcome"], &told["wrapUp"]["status"]), (&json!("closed"), &json!("applied")));
}

#[tokio::test]
async fn a_version_that_has_gone_on_costs_one_refused_write() {
    let bench = Bench::start(json!({}), json!({ "resource": "messaging" }));
    let id = bench.open(json!({ "agent": "connected" }));
    let trigger = handed_over(&bench, &id).await;
    let told = told(&trigger.payload().await.unwrap());
    assert_eq!(told["outcome"], "closed");
    assert_eq!(told["armed"]["used"], true);
    assert_eq!(bench.refused_writes(), [409]);
}

#[tokio::test]
async fn a_preparation_under_way_is_waited_for_and_not_repeated() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    bench.fault(json!({ "on": { "method": "GET", "path": path(&id) }, "delayMs": 60 }));
    let trigger = Trigger::of(&bench.client, &id, named());
    let (readiness, report) = tokio::join!(trigger.prepare(), async {
        tokio::task::yield_now().await;
        trigger.payload().await
    });
    assert_eq!(readiness, Readiness::ARMED);
    let told = told(&report.unwrap());
    assert_eq!((&told["requests"], &told["armed"]["used"]), (&json!(2), &json!(true)));
}
