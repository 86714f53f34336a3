//! What each clause looks at, and what does not prove it.

use super::*;

const AT: &str = "2026-11-22T10:00:00.000Z";
const WANTED: &str = "22222222-2222-4222-8222-222222222222";
const OTHER: &str = "33333333-3333-4333-8333-333333333333";

fn participant(number: u8, purpose: &str, state: &str, more: serde_json::Value) -> Participant {
    let mut json = serde_json::json!({
        "id": format!("11111111-1111-4111-8111-1111111111{number:02}"), "purpose": purpose, "state": state, "startTime": AT,
    });
    json.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    serde_json::from_value(json).expect("a participant")
}

fn customer(more: serde_json::Value) -> Participant {
    participant(1, "customer", "connected", more)
}

fn with_run(number: u8, state: &str, run: &str) -> Participant {
    participant(number, "customer", state, serde_json::json!({ "attributes": { "run": run } }))
}

fn routed(number: u8, purpose: &str, state: &str, queue: &str) -> Participant {
    participant(number, purpose, state, serde_json::json!({ "queue": { "id": queue } }))
}

fn after(seconds: i64) -> Clock {
    Clock { now: time_of(AT).expect("a time") + time::Duration::seconds(seconds), from_here_ms: 0.0 }
}

fn is_wanted(participants: &[Participant]) -> bool {
    is_in_a_queue(participants, &[WANTED.parse().expect("a uuid")]).is_ok()
}

fn is_run_7(participants: &[Participant]) -> bool {
    has_attributes(participants, &HashMap::from([("run".to_string(), "7".to_string())])).is_ok()
}

#[test]
fn age_is_measured_on_the_servers_clock_from_the_earliest_time() {
    let plain = || customer(serde_json::json!({}));
    assert!(started_within(&[plain()], after(30), 30_000.0).is_ok());
    let error = started_within(&[plain()], after(30), 29_999.0).expect_err("older");
    assert!(error.message.contains("startedWithinMs") && error.message.contains("30 s"));
    let before = serde_json::json!({ "connectedTime": "2026-11-22T09:00:00.000Z" });
    assert!(started_within(&[plain(), customer(before)], after(30), 60_000.0).is_err());
}

#[test]
fn a_time_that_cannot_be_read_or_contradicts_proves_nothing() {
    let fresh = || customer(serde_json::json!({}));
    let timeless = customer(serde_json::json!({ "startTime": null, "connectedTime": AT }));
    let garbled = customer(serde_json::json!({ "startTime": "yesterday" }));
    for odd in [timeless, garbled] {
        assert!(started_within(&[fresh(), odd], after(1), 1e9).is_err());
    }
    assert!(started_within(&[], after(1), 1e9).is_err(), "nobody");
    assert!(started_within(&[fresh()], after(-60), 1e9).is_err(), "in the future");
    let to_come =
        participant(2, "agent", "connected", serde_json::json!({ "startTime": "2026-11-22T10:30:00.000Z" }));
    assert!(started_within(&[fresh(), to_come], after(1), 1e9).is_err(), "one of them in the future");
    assert!(started_within(&[fresh()], after(-1), 1e9).is_ok(), "a date header counts whole seconds");
}

#[test]
fn a_date_that_is_further_from_this_machines_than_the_window_proves_nothing() {
    let four_days_old = Clock { from_here_ms: 345_600_000.0, ..after(1) };
    let fresh = [customer(serde_json::json!({}))];
    assert!(started_within(&fresh, four_days_old, 60_000.0).is_err());
    assert!(started_within(&fresh, four_days_old, 1e9).is_ok());
}

#[test]
fn a_queue_is_where_the_conversation_is_now() {
    assert!(is_wanted(&[routed(2, "acd", "connected", WANTED)]));
    let transferred = [routed(2, "acd", "disconnected", WANTED), routed(3, "agent", "connected", OTHER)];
    assert!(!is_wanted(&transferred), "it was there, and is elsewhere");
    let nowhere = [
        routed(2, "acd", "disconnected", WANTED),
        participant(3, "agent", "connected", serde_json::json!({})),
    ];
    assert!(!is_wanted(&nowhere), "an agent of no queue holds it");
    assert!(
        !is_wanted(&[routed(2, "acd", "connected", WANTED), routed(3, "agent", "alerting", OTHER)]),
        "in two at once"
    );
}

#[test]
fn without_anybody_who_holds_it_the_last_queue_counts() {
    let later = participant(
        3,
        "agent",
        "disconnected",
        serde_json::json!({ "queue": { "id": WANTED }, "startTime": "2026-11-22T10:05:00.000Z" }),
    );
    let earlier = routed(2, "acd", "disconnected", OTHER);
    assert!(is_wanted(&[later.clone(), earlier.clone()]) && is_wanted(&[earlier, later]));
    assert!(!is_wanted(&[]));
}

#[test]
fn attributes_are_those_of_a_customer_who_is_present() {
    assert!(is_run_7(&[with_run(1, "connected", "7")]));
    assert!(!is_run_7(&[with_run(1, "disconnected", "7"), with_run(2, "connected", "production")]));
    assert!(!is_run_7(&[with_run(1, "disconnected", "7")]), "nobody is present");
    assert!(!is_run_7(&[with_run(1, "connected", "7"), with_run(2, "connected", "8")]), "they contradict");
    assert!(is_run_7(&[customer(serde_json::json!({})), with_run(2, "connected", "7")]));
    assert!(!is_run_7(&[customer(serde_json::json!({}))]) && !is_run_7(&[]));
}
