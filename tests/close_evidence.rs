//! A verdict names evidence: the newest look, of this conversation, fresh, and of everybody who was there.
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod closing;

use closing::{Bench, code_of, named};
use playwright_genesys::close::CloseReport;
use playwright_genesys::error::Error;
use serde_json::{Value, json};

const STRANGER: &str = "99999999-9999-4999-8999-999999999999";
const B: &str = "aaaaaaaa-0000-4000-8000-000000000002";

fn outcome(report: &CloseReport) -> Value {
    serde_json::to_value(report).unwrap()["outcome"].clone()
}

fn with(mut options: Value, more: Value) -> Value {
    options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    options
}

fn path(id: &str) -> String {
    format!("/api/v2/conversations/messages/{id}")
}

/// From the `nth` read on, so many are answered like this.
fn reads(
    bench: &Bench,
    id: &str,
    (nth, times): (u32, u32),
    respond: Value,
) -> playwright_genesys::simulator::FaultId {
    bench.fault(json!({ "on": { "method": "GET", "path": path(id), "nth": nth, "times": times }, "respond": respond }))
}

/// What the read shows, its participants changed.
fn body(bench: &Bench, id: &str, change: impl Fn(&mut Vec<Value>)) -> Value {
    let record = bench.record(id);
    let mut participants: Vec<Value> = record["participants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| json!({ "id": p["id"], "purpose": p["purpose"], "state": p["state"], "startTime": "2026-01-05T09:00:00.000Z" }))
        .collect();
    change(&mut participants);
    json!({ "status": 200, "body": { "id": id, "participants": participants } })
}

fn end_all(participants: &mut [Value]) {
    participants.iter_mut().for_each(|p| p["state"] = json!("disconnected"));
}

fn is_purpose(purpose: &'static str) -> impl Fn(&Value) -> bool {
    move |p| p["purpose"] == purpose
}

fn fails(result: Result<CloseReport, Error>, code: &str) -> Error {
    let error = result.map(|report| outcome(&report)).expect_err(code);
    assert_eq!(code_of(&error), code, "{error}");
    error
}

#[tokio::test]
async fn a_read_that_was_made_for_the_wrap_up_is_judged_too() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let open = body(&bench, &id, |_| {});
    let reopened = reads(&bench, &id, (3, 1_000), open);
    let error = fails(
        bench.close(&id, with(named(), json!({ "strategy": "conversation", "timeoutMs": 1_500 }))).await,
        "NOT_CLOSED",
    );
    assert!(bench.hits(reopened) > 0);
    assert!(error.message.contains("customer connected, agent connected"), "{}", error.message);
}

#[tokio::test]
async fn an_end_that_one_old_read_shows_is_no_end() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let old = reads(&bench, &id, (1, 1), body(&bench, &id, |all| end_all(all)));
    let report = bench.close(&id, named()).await.expect("the second read shows it open");
    assert_eq!((outcome(&report), bench.hits(old)), (json!("closed"), 1));
    assert_eq!(bench.record(&id)["state"], "closed");
}

#[tokio::test]
async fn already_closed_says_by_what_it_was_confirmed() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    bench.close(&id, named()).await.expect("closed");
    let by_record = bench.close(&id, named()).await.expect("it had ended");
    assert_eq!((outcome(&by_record), by_record.requests), (json!("already-closed"), 2));
    assert!(by_record.witnesses.server.detail.contains("record"), "{}", by_record.witnesses.server.detail);
    let record = format!("/api/v2/conversations/{id}");
    let refused =
        bench.fault(json!({ "on": { "method": "GET", "path": record }, "respond": { "status": 403 } }));
    let by_reads = bench.close(&id, named()).await.expect("it had ended");
    assert_eq!((outcome(&by_reads), bench.hits(refused)), (json!("already-closed"), 1));
    assert!(by_reads.witnesses.server.detail.contains("two reads"), "{}", by_reads.witnesses.server.detail);
}

#[tokio::test]
async fn a_shorter_list_ends_nobody() {
    let bench = Bench::start(json!({ "customerStays": true }), json!({}));
    let id = bench.open(json!({ "agent": "connected" }));
    let without_customer = body(&bench, &id, |all| {
        all.retain(|p| !is_purpose("customer")(p));
        end_all(all);
    });
    let shorter = reads(&bench, &id, (2, 1_000), without_customer);
    let error = fails(
        bench.close(&id, with(named(), json!({ "strategy": "agent", "timeoutMs": 1_000 }))).await.and_then(
            |report| {
                assert_eq!(outcome(&report), "agents-ended");
                Err(Error::new(playwright_genesys::error::Kind::NotClosed, report.witnesses.server.detail))
            },
        ),
        "NOT_CLOSED",
    );
    assert!(bench.hits(shorter) > 0);
    assert!(error.message.contains("customer connected (no longer listed)"), "{}", error.message);
    assert_eq!(bench.record(&id)["state"], "open");
}

#[tokio::test]
async fn whoever_is_listed_no_more_may_be_seen_ended_in_the_record() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let without_customer = body(&bench, &id, |all| {
        all.retain(|p| !is_purpose("customer")(p));
        end_all(all);
    });
    let shorter = reads(&bench, &id, (2, 1_000), without_customer);
    let report = bench.close(&id, named()).await.expect("the record has the end");
    assert_eq!(outcome(&report), "closed");
    assert!(bench.hits(shorter) > 0);
}

#[tokio::test]
async fn what_is_gone_after_the_write_is_told_as_gone() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let gone = reads(&bench, &id, (2, 1_000), json!({ "status": 404 }));
    let error = fails(bench.close(&id, named()).await, "NOT_FOUND");
    assert!(bench.hits(gone) > 1, "a momentary 404 is not believed");
    assert_eq!(serde_json::to_value(error.context.effect).unwrap(), "unknown");
    assert!(error.message.contains("gone since the write"), "{}", error.message);
}

#[tokio::test]
async fn a_copy_on_the_way_proves_nothing() {
    for status in [203, 206] {
        let bench = Bench::usual();
        let id = bench.open(json!({ "agent": "connected" }));
        let mut copy = body(&bench, &id, |all| end_all(all));
        copy["status"] = json!(status);
        let copies = reads(&bench, &id, (1, 3), copy);
        let report = bench.close(&id, named()).await.expect("the fourth read is the API's own");
        assert_eq!((outcome(&report), bench.hits(copies)), (json!("closed"), 3), "{status}");
    }
}

#[tokio::test]
async fn under_a_forced_agent_nothing_is_closed_while_somebody_is_there() {
    let bench = Bench::start(json!({ "customerStays": true }), json!({}));
    let id = bench.open(json!({ "agent": "connected" }));
    let options = || with(named(), json!({ "strategy": "agent" }));
    let report = bench.close(&id, options()).await.expect("the agent has left");
    assert_eq!((outcome(&report), report.witnesses.server.saw), (json!("agents-ended"), "open"));
    let again = bench.close(&id, options()).await.expect("nobody is to be ended");
    assert_eq!((outcome(&again), again.witnesses.server.saw), (json!("agents-ended"), "open"));
    assert_eq!(bench.writes(), 1);
}

#[tokio::test]
async fn all_codes_are_chosen_before_the_first_write() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let two = body(&bench, &id, |all| {
        all.push(json!({ "id": B, "purpose": "agent", "state": "connected", "wrapupRequired": true }));
    });
    reads(&bench, &id, (1, 1_000), two);
    let others = json!([{ "id": STRANGER, "name": "Other Team" }]);
    let list = format!("{}/participants/{B}/wrapupcodes", path(&id));
    let listed = bench.fault(
        json!({ "on": { "method": "GET", "path": list }, "respond": { "status": 200, "body": others } }),
    );
    let error = fails(bench.close(&id, named()).await, "WRAP_UP_NOT_FOUND");
    assert_eq!((bench.hits(listed), bench.writes()), (1, 0), "{error}");
    assert_eq!(serde_json::to_value(error.context.effect).unwrap(), "none");
}

#[tokio::test]
async fn a_write_is_guarded_by_the_very_read_that_planned_it() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected", "attributes": { "run": "7" } }));
    let changed = body(&bench, &id, |all| all[0]["attributes"] = json!({ "run": "production" }));
    // The look for the code comes between the first read and the write.
    let second = reads(&bench, &id, (2, 1_000), changed);
    let guarded = with(named(), json!({ "guard": { "attributes": { "run": "7" } } }));
    fails(bench.close(&id, guarded).await, "GUARD_REFUSED");
    assert_eq!((bench.hits(second), bench.writes()), (1, 0));
}

#[tokio::test]
async fn an_answer_about_another_conversation_leads_to_no_write() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let record = format!("/api/v2/conversations/{id}");
    let stranger = json!({ "status": 200, "body": { "id": STRANGER, "participants": [] } });
    let asked = bench.fault(json!({ "on": { "method": "GET", "path": record }, "respond": stranger }));
    fails(bench.close(&id, with(named(), json!({ "strategy": "conversation" }))).await, "DECODE");
    assert_eq!((bench.hits(asked), bench.writes()), (1, 0));
}

#[tokio::test]
async fn a_record_that_was_read_for_the_wrap_up_is_judged_too() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let ended_without_code = reads(&bench, &id, (2, 1_000), body(&bench, &id, |all| end_all(all)));
    let record = format!("/api/v2/conversations/{id}");
    let up =
        json!({ "id": STRANGER, "purpose": "customer", "messages": [{ "id": B, "state": "connected" }] });
    let again = json!({ "status": 200, "body": { "id": id, "participants": [up] } });
    let asked = bench.fault(json!({ "on": { "method": "GET", "path": record }, "respond": again }));
    let error = fails(bench.close(&id, with(named(), json!({ "timeoutMs": 1_500 }))).await, "NOT_CLOSED");
    assert!(bench.hits(ended_without_code) > 0 && bench.hits(asked) > 0);
    assert!(error.message.contains("customer connected"), "{}", error.message);
}

#[tokio::test]
async fn a_wrap_up_is_told_by_the_name_that_the_record_has_and_the_list_is_read_anew() {
    let bench = Bench::usual();
    let kept = bench.close(&bench.open(json!({ "agent": "connected" })), named()).await.expect("kept");
    let code = serde_json::to_value(&kept).unwrap()["wrapUp"]["id"].clone();
    let id = bench.open(json!({ "agent": "connected" }));
    let renamed = body(&bench, &id, |all| {
        end_all(all);
        let agent = all.iter_mut().find(|p| is_purpose("agent")(p)).unwrap();
        agent["wrapup"] = json!({ "code": code, "name": "Escalated" });
    });
    let shown = reads(&bench, &id, (2, 1_000), renamed);
    let report = bench.close(&id, named()).await.expect("closed");
    assert!(bench.hits(shown) > 0);
    assert_eq!(
        serde_json::to_value(&report).unwrap()["wrapUp"],
        json!({ "status": "applied", "id": code, "name": "Escalated" })
    );
    let list = json!({ "source": "/wrapupcodes$", "flags": "" });
    let listed = bench.fault(json!({ "on": { "method": "GET", "path": list }, "respond": { "status": 200, "body": [{ "id": B, "name": "Escalated" }] } }));
    let another = bench.open(json!({ "agent": "connected" }));
    fails(bench.close(&another, named()).await, "WRAP_UP_NOT_FOUND");
    assert_eq!(bench.hits(listed), 1);
}
