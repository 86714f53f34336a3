//! The code that is meant, and nothing else, is written; what an agent owes is told.
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod closing;

use closing::{Bench, code_of, named};
use playwright_genesys::close::CloseReport;
use serde_json::{Value, json};

const A: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const B: &str = "aaaaaaaa-0000-4000-8000-000000000002";

fn wrap_up(report: &CloseReport) -> Value {
    serde_json::to_value(report).unwrap()["wrapUp"].clone()
}

fn lists(bench: &Bench, times: u32, body: Value) -> playwright_genesys::simulator::FaultId {
    let path = json!({ "source": "/wrapupcodes$", "flags": "" });
    bench.fault(json!({ "on": { "method": "GET", "path": path, "times": times }, "respond": { "status": 200, "body": body } }))
}

fn by_name(name: &str) -> Value {
    json!({ "wrapUp": { "name": name } })
}

#[tokio::test]
async fn the_closest_name_is_meant_and_two_that_are_equally_close_are_refused_with_both_ids() {
    let bench = Bench::usual();
    let real = bench.open(json!({ "agent": "connected" }));
    let listed = lists(&bench, 1, json!([{ "id": A, "name": "Resolved" }, { "id": B, "name": "Resolved" }]));
    let error = bench.close(&real, by_name("Resolved")).await.expect_err("two of one name");
    assert_eq!((code_of(&error), bench.hits(listed), bench.writes()), ("WRAP_UP_NOT_FOUND", 1, 0));
    assert!(error.message.contains(A) && error.message.contains(B), "{}", error.message);
}

#[tokio::test]
async fn a_kept_code_that_was_made_anew_is_looked_up_once_more() {
    let bench = Bench::usual();
    let listed = lists(&bench, 2, json!([{ "id": A, "name": "E2E Test Closure" }]));
    let first = bench.open(json!({ "agent": "connected" }));
    bench.close(&first, named()).await.expect_err("the code of that list is not there");
    assert_eq!(bench.hits(listed), 2, "the refusal was looked into");
    let before = bench.writes();
    let second = bench.open(json!({ "agent": "connected" }));
    let report = bench.close(&second, named()).await.expect("the list is read again");
    assert_eq!((wrap_up(&report)["status"].clone(), bench.writes() - before), (json!("applied"), 2));
}

#[tokio::test]
async fn a_code_without_a_name_or_with_an_odd_id_spoils_no_list() {
    let bench = Bench::usual();
    let odd = json!([{ "id": A, "name": null }, { "id": null, "name": "x" }, { "id": "default", "name": "Default" }]);
    let listed = lists(&bench, 1, odd);
    let id = bench.open(json!({ "agent": "connected" }));
    let error = bench.close(&id, named()).await.expect_err("it is not among them");
    assert_eq!((code_of(&error), bench.hits(listed)), ("WRAP_UP_NOT_FOUND", 1));
    assert_eq!(error.context.choices, ["Default"]);
}

#[tokio::test]
async fn a_listing_is_read_to_its_end_over_short_and_empty_pages() {
    let bench = Bench::usual();
    let get = |path: &str, respond: Value| {
        let path = json!({ "source": path, "flags": "" });
        bench.fault(json!({ "on": { "method": "GET", "path": path }, "respond": respond }))
    };
    let own = get("participants/[^/]+/wrapupcodes$", json!({ "status": 200, "body": [] }));
    let page = |number: u32, entities: Value| {
        let body = json!({ "entities": entities, "pageCount": 4 });
        get(&format!("wrapupcodes.*pageNumber={number}$"), json!({ "status": 200, "body": body }))
    };
    let pages = [
        page(1, json!([])),
        page(2, json!([])),
        page(3, json!([{ "id": A, "name": "Another" }])),
        page(4, json!([{ "id": B, "name": "Resolve" }])),
    ];
    let id = bench.open(json!({ "agent": "connected" }));
    let error = bench.close(&id, by_name("Missing")).await.expect_err("no such name");
    assert_eq!((bench.hits(own), pages.map(|page| bench.hits(page))), (1, [1; 4]));
    assert_eq!(
        (code_of(&error), &*error.context.choices),
        ("WRAP_UP_NOT_FOUND", &["Another", "Resolve"].map(String::from)[..])
    );
}

#[tokio::test]
async fn a_kept_code_that_is_not_found_by_the_write_is_looked_up_once_more() {
    let bench = Bench::usual();
    let first = bench.open(json!({ "agent": "connected" }));
    bench.close(&first, named()).await.expect("the list is kept");
    let second = bench.open(json!({ "agent": "connected" }));
    let listed = lists(&bench, 1, json!([{ "id": A, "name": "E2E Test Closure" }]));
    let body = json!({ "status": 404, "code": "not.found", "message": "The wrap-up code was not found." });
    let refusal =
        json!({ "on": { "method": "PATCH", "times": 1 }, "respond": { "status": 404, "body": body } });
    let gone = bench.fault(refusal);
    let error = bench.close(&second, named()).await.expect_err("that list has a code that the org has not");
    assert_eq!((bench.hits(gone), bench.hits(listed)), (1, 1), "{error:?}");
}

#[tokio::test]
async fn names_that_look_alike_are_told_apart() {
    let bench = Bench::usual();
    lists(&bench, 1, json!([{ "id": A, "name": "E2E\u{200b} Test Closure" }]));
    let id = bench.open(json!({ "agent": "connected" }));
    let error = bench.close(&id, named()).await.expect_err("another name");
    assert!(error.message.contains("E2E\\u{200b} Test Closure looks the same as"), "{}", error.message);
}

#[tokio::test]
async fn what_an_agent_who_left_earlier_owes_is_pending() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "none" }));
    let record = bench.record(&id);
    let who = |p: &Value, state: &str| json!({ "id": p["id"], "purpose": p["purpose"], "state": state });
    let body = |state: &str| {
        let mut all: Vec<Value> =
            record["participants"].as_array().unwrap().iter().map(|p| who(p, state)).collect();
        all.push(json!({ "id": A, "purpose": "agent", "state": "disconnected", "connectedTime": "2026-01-05T09:00:00.000Z",
            "wrapupRequired": true, "wrapupPrompt": "mandatory", "wrapup": { "code": B, "provisional": true } }));
        json!({ "status": 200, "body": { "id": id, "participants": all } })
    };
    let path = format!("/api/v2/conversations/messages/{id}");
    let read = |nth: u32, times: u32, state: &str| {
        bench.fault(json!({ "on": { "method": "GET", "path": path, "nth": nth, "times": times }, "respond": body(state) }))
    };
    let (first, later) = (read(1, 1, "connected"), read(2, 100, "disconnected"));
    let report = bench.close(&id, named()).await.expect("closed");
    assert_eq!((bench.hits(first), bench.hits(later) > 0), (1, true));
    assert_eq!(wrap_up(&report)["status"], "pending", "{:?}", wrap_up(&report));
}

#[tokio::test]
async fn null_equals_absent_in_what_is_read() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let record = bench.record(&id);
    let nulls = |p: &Value| {
        json!({ "id": p["id"], "purpose": p["purpose"], "state": p["state"], "attributes": null, "queue": { "id": null },
            "wrapupRequired": null, "wrapupPrompt": null, "wrapupSkipped": null, "wrapup": null, "startTime": null, "endTime": null })
    };
    let all: Vec<Value> = record["participants"].as_array().unwrap().iter().map(nulls).collect();
    let path = format!("/api/v2/conversations/messages/{id}");
    let body = json!({ "id": id, "participants": all });
    let read = bench.fault(json!({ "on": { "method": "GET", "path": path, "times": 1 }, "respond": { "status": 200, "body": body } }));
    let report = bench.close(&id, named()).await.expect("closed");
    assert_eq!((bench.hits(read), wrap_up(&report)["status"].clone()), (1, json!("applied")));
}
