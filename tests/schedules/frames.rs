//! Frames to a guest: late, twice, after a reconnect, and the end that waits for them.

use crate::org::eventually;
use crate::org::guest::{Guest, end};
use crate::support::{
    PATIENCE, assert_told, assert_unmet, begun, course, events, history, is_gone, next, say, scheduled,
};
use serde_json::json;
use std::time::Instant;

#[tokio::test]
async fn a_late_frame_is_passed_by_one_or_by_two() {
    let org = scheduled("v1,text.1=late1,text.3=late2", json!({}));
    let (mut guest, id) = begun(&org).await;
    ["a", "b", "c", "d"].iter().for_each(|text| say(&org, &id, text));
    end(&org, &id);
    assert_eq!(next(&mut guest, 5).await, ["b", "a", "d", "closing", "c"]);
    let told = [
        "text.1 arrived after text.2, which was sent later",
        "text.3 arrived after closing.1, which was sent later",
    ];
    assert_told(&org, &told);
}

#[tokio::test]
async fn a_frame_that_nothing_follows_leaves_by_itself_and_is_unmet() {
    let org = scheduled("v1,closing.1=late1", json!({}));
    let (mut guest, id) = begun(&org).await;
    let begun = Instant::now();
    end(&org, &id);
    assert_eq!(next(&mut guest, 1).await, ["closing"]);
    assert!(begun.elapsed() >= PATIENCE);
    assert_unmet(&org, "closing.1=late1");
}

#[tokio::test]
async fn a_frame_comes_twice_to_every_connection() {
    let org = scheduled("v1,closing.1=twice", json!({}));
    let (mut guest, id) = begun(&org).await;
    let (mut other, _) = Guest::configured(&org).await;
    end(&org, &id);
    assert_eq!(next(&mut guest, 2).await, ["closing", "closing"]);
    assert_eq!(next(&mut other, 2).await, ["closing", "closing"]);
    assert_told(&org, &["closing.1 arrived twice"]);
    assert_eq!(events(&org)[4..6], ["closing.1", "closing.1 again"], "a fan-out is one point");
}

#[tokio::test]
async fn a_frame_meets_a_broken_connection_and_comes_by_the_next_one() {
    let org = scheduled("v1,closing.1=after-reconnect", json!({}));
    let (mut guest, id) = begun(&org).await;
    say(&org, &id, "a");
    end(&org, &id);
    assert_eq!(next(&mut guest, 1).await, ["a"]);
    assert!(is_gone(&mut guest).await);
    assert_unmet(&org, "closing.1=after-reconnect");
    let (mut guest, session) = Guest::configured(&org).await;
    assert_eq!(session["readOnly"], true);
    assert_eq!(next(&mut guest, 1).await, ["closing"]);
    let told = "the socket was cut in the place of closing.1, which arrived after the reconnect, right after session.2";
    assert_told(&org, &[told]);
}

#[tokio::test]
async fn the_socket_is_reset_right_after_a_frame() {
    let org = scheduled("v1,drop.after-text.1", json!({}));
    let (mut guest, id) = begun(&org).await;
    say(&org, &id, "a");
    say(&org, &id, "nobody hears it");
    assert_eq!(next(&mut guest, 1).await, ["a"]);
    assert!(is_gone(&mut guest).await);
    assert_told(&org, &["the socket was cut right after text.1"]);
    assert_eq!(events(&org), ["session.1", "echo.1", "text.1", "drop"], "who is away is told nothing");
}

#[tokio::test]
async fn last_words_are_said_after_the_end_on_the_record_too() {
    let org = scheduled("v1,text.2=after-end", json!({}));
    let (mut guest, id) = begun(&org).await;
    say(&org, &id, "a");
    say(&org, &id, "last");
    assert_eq!(next(&mut guest, 1).await, ["a"]);
    assert_eq!(history(&org, &mut guest).await, ["hello", "a"], "it was not said yet");
    end(&org, &id);
    assert_eq!(next(&mut guest, 2).await, ["closing", "last"]);
    assert_eq!(history(&org, &mut guest).await, ["hello", "a", "closing", "last"]);
    assert_told(&org, &["text.2 was said only after closing.1"]);
}

#[tokio::test]
async fn last_words_of_what_does_not_end_are_said_all_the_same() {
    let org = scheduled("v1,text.1=after-end", json!({}));
    let (mut guest, id) = begun(&org).await;
    say(&org, &id, "a");
    assert_eq!(next(&mut guest, 1).await, ["a"]);
    assert_unmet(&org, "text.1=after-end");
}

#[tokio::test]
async fn answers_to_one_connection_can_be_late_and_twice_as_well() {
    let org = scheduled("v1,jwt.1=late1,refusal.1=twice", json!({}));
    let (mut guest, id) = begun(&org).await;
    guest.send(json!({ "action": "getJwt" })).await;
    eventually("it was asked", || {
        (course(&org)["points"].as_array()?.last()?["kind"] == "drop").then_some(())
    });
    say(&org, &id, "a");
    guest.send(json!({ "action": "unheard" })).await;
    assert_eq!(next(&mut guest, 4).await, ["a", "JwtResponse", "string", "string"]);
    assert_told(&org, &["jwt.1 arrived after text.1, which was sent later", "refusal.1 arrived twice"]);
}

#[tokio::test]
async fn a_connection_ends_only_after_the_frame_that_is_held_for_it() {
    let org = scheduled("v1,cleared.1=late1", json!({}));
    let (mut guest, _) = begun(&org).await;
    let presence =
        json!({ "type": "Event", "events": [{ "eventType": "Presence", "presence": { "type": "Clear" } }] });
    guest.send(json!({ "action": "onMessage", "message": presence })).await;
    assert_eq!(next(&mut guest, 3).await, ["event", "SessionClearedEvent", "ConnectionClosedEvent"]);
    assert_told(&org, &["cleared.1 arrived after echo.2, which was sent later"]);
}
