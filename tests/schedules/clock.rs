//! The clock, moved to what is due.

use crate::support::{assert_told, assert_unmet, begun, course, events, next, say, scheduled};
use serde_json::json;

#[tokio::test]
async fn the_clock_moves_to_the_end_of_the_session_right_after_a_frame() {
    let org = scheduled("v1,clock.after-text.1=session", json!({}));
    let (mut guest, id) = begun(&org).await;
    say(&org, &id, "a");
    assert_eq!(next(&mut guest, 2).await, ["a", "SessionExpiredEvent"]);
    assert_told(&org, &["right after text.1 the clock moved to the end of the guest's session"]);
    assert_eq!(events(&org)[2..], ["text.1", "clock session", "expired.1"]);
}

#[tokio::test]
async fn the_clock_moves_to_inactivity_and_to_the_end_of_after_call_work() {
    let options = json!({ "inactivityMs": 60_000, "wrapUp": { "timeoutMs": 30_000 } });
    let org = scheduled("v1,clock.after-text.1=idle,clock.after-closing.1=wrapup", options);
    let (mut guest, id) = begun(&org).await;
    say(&org, &id, "a");
    assert_eq!(next(&mut guest, 2).await, ["a", "closing"]);
    assert_eq!(org.participant(&id, "agent")["afterCallWork"], "complete");
    assert_eq!(course(&org)["unmet"], json!([]));
}

#[tokio::test]
async fn a_clock_that_is_not_due_is_unmet() {
    let org = scheduled("v1,clock.after-text.1=idle", json!({}));
    let (_guest, id) = begun(&org).await;
    say(&org, &id, "a");
    assert_unmet(&org, "clock.after-text.1=idle");
}
