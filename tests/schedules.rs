//! Each choice of each kind made to happen, and what a guest saw of it.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use org::guest::{Guest, conversation_of, end, is_disconnect};
use org::{Org, eventually, messages};
use serde_json::{Value, json};
use tokio::runtime::Handle;

/// What a held frame waits for at most.
const PATIENCE: Duration = Duration::from_secs(1);

fn scheduled(word: &str, mut more: Value) -> Org {
    more["schedule"] = json!(word);
    Org::start(more)
}

fn course(org: &Org) -> Value {
    org.command(json!({ "do": "course" }))
}

/// Every deviation was met, and these are its sentences.
fn assert_told(org: &Org, sentences: &[&str]) {
    let course = course(org);
    assert_eq!((&course["unmet"], &course["told"]), (&json!([]), &json!(sentences)), "{}", course["events"]);
}

fn assert_unmet(org: &Org, deviation: &str) {
    let course = course(org);
    assert_eq!(
        (&course["unmet"], &course["told"]),
        (&json!([deviation]), &json!([])),
        "{}",
        course["events"]
    );
}

fn events(org: &Org) -> Vec<String> {
    serde_json::from_value(course(org)["events"].clone()).unwrap()
}

fn choices(org: &Org, kind: &str, count: u64) -> Vec<String> {
    let points = course(org)["points"].as_array().unwrap().clone();
    let point = points.iter().find(|point| point["kind"] == kind && point["count"] == count);
    serde_json::from_value(point.unwrap()["choices"].clone()).unwrap()
}

fn say(org: &Org, id: &str, text: &str) {
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "say", "text": text } }));
}

/// In the words of the schedule, or the text itself.
fn word(frame: &Value) -> String {
    let text = frame["body"]["text"].as_str();
    match frame["class"].as_str().unwrap() {
        "StructuredMessage" if is_disconnect(frame) => "closing".into(),
        "StructuredMessage" => text.unwrap_or("event").into(),
        class => class.into(),
    }
}

async fn next(guest: &mut Guest, frames: usize) -> Vec<String> {
    let mut words = Vec::new();
    for _ in 0..frames {
        words.push(word(&guest.next().await));
    }
    words
}

/// A guest whose first message is there, and its conversation.
async fn begun(org: &Org) -> (Guest, String) {
    let (mut guest, _) = Guest::configured(org).await;
    let id = conversation_of(org, &guest.write("hello").await);
    (guest, id)
}

async fn is_gone(guest: &mut Guest) -> bool {
    guest.socket.next().await.is_none_or(|frame| frame.is_err())
}

async fn history(org: &Org, guest: &mut Guest) -> Vec<String> {
    guest.send(json!({ "action": "getJwt" })).await;
    let jwt = guest.next().await["body"]["jwt"].as_str().unwrap().to_string();
    told_to(org, &jwt)
}

/// Oldest first.
fn told_to(org: &Org, jwt: &str) -> Vec<String> {
    let headers = [("authorization", format!("Bearer {jwt}"))];
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer =
        org.raw("GET", "/api/v2/webmessaging/messages?pageSize=50&pageNumber=1", &headers, "").unwrap();
    let entities = answer.json()["entities"].as_array().unwrap().clone();
    let word = |message: &Value| word(&json!({ "class": "StructuredMessage", "body": message }));
    entities.iter().rev().map(word).collect()
}

#[tokio::test]
async fn without_a_schedule_there_is_no_course() {
    let org = Org::start(json!({}));
    begun(&org).await;
    assert_eq!(course(&org), Value::Null);
}

#[tokio::test]
async fn the_ordinary_order_is_recorded_and_the_same_twice() {
    let run = || async {
        let org = scheduled("v1", json!({}));
        let (mut guest, id) = begun(&org).await;
        say(&org, &id, "a");
        end(&org, &id);
        assert_eq!(next(&mut guest, 2).await, ["a", "closing"]);
        assert_told(&org, &[]);
        events(&org)
    };
    let first = run().await;
    assert_eq!(first, ["session.1", "echo.1", "text.1", "effect.1", "closing.1", "effect.1 answered"]);
    assert_eq!(run().await, first);
}

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
async fn a_history_lags_behind_what_the_guest_was_told() {
    let org = scheduled("v1,history.1=asof-text.1,history.2=asof-echo.1,history.3=asof-closing.1", json!({}));
    let (mut guest, id) = begun(&org).await;
    say(&org, &id, "a");
    end(&org, &id);
    next(&mut guest, 2).await;
    assert_eq!(history(&org, &mut guest).await, ["hello", "a"]);
    assert_eq!(history(&org, &mut guest).await, ["hello"]);
    assert_eq!(history(&org, &mut guest).await, ["hello", "a", "closing"]);
    assert_eq!(course(&org)["unmet"], json!(["history.3=asof-closing.1"]), "it would have been the same");
    assert_eq!(
        events(&org)[6..],
        ["jwt.1", "history.1 as of text.1", "jwt.2", "history.2 as of echo.1", "jwt.3", "history.3"]
    );
    assert_eq!(choices(&org, "history", 1)[..3], ["asof-text.1", "asof-echo.1", "asof-session.1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_comes_after_a_frame_and_was_asked_before_it() {
    let org = scheduled("v1,history.1=after-closing.1", json!({}));
    let (mut guest, id) = begun(&org).await;
    guest.send(json!({ "action": "getJwt" })).await;
    let jwt = guest.next().await["body"]["jwt"].as_str().unwrap().to_string();
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| told_to(&org, &jwt));
        eventually("the request is there", || {
            (course(&org)["points"].as_array()?.last()?["kind"] == "history").then_some(())
        });
        assert!(!asked.is_finished());
        end(&org, &id);
        tokio::task::block_in_place(|| {
            Handle::current().block_on(async {
                assert_eq!(next(&mut guest, 1).await, ["closing"]);
                assert!(!asked.is_finished(), "the pong says that it was read");
                guest.socket.flush().await.unwrap();
                guest.until_echo().await;
            });
        });
        assert_eq!(asked.join().unwrap(), ["hello"]);
    });
    assert_told(&org, &["the answer to history.1 arrived after closing.1, and was as of before it"]);
    let events = events(&org);
    assert_eq!(events[4..6], ["closing.1", "history.1"], "{events:?}");
}

#[tokio::test]
async fn a_history_waits_no_longer_than_a_second() {
    let org = scheduled("v1,history.1=after-closing.1", json!({}));
    let (mut guest, _) = begun(&org).await;
    let begun = Instant::now();
    assert_eq!(history(&org, &mut guest).await, ["hello"]);
    assert!(begun.elapsed() >= PATIENCE);
    assert_unmet(&org, "history.1=after-closing.1");
}

#[tokio::test]
async fn an_effect_is_there_before_its_answer() {
    let org = scheduled("v1,effect.1=before-answer", json!({ "settleMs": 3_600_000 }));
    let (mut guest, id) = begun(&org).await;
    end(&org, &id);
    assert_eq!(next(&mut guest, 1).await, ["closing"]);
    assert_told(&org, &["effect.1 took place before its request was answered"]);
}

#[tokio::test]
async fn an_effect_is_not_seen_by_the_next_read() {
    let org = scheduled("v1,effect.1=late", json!({}));
    let (mut guest, id) = begun(&org).await;
    end(&org, &id);
    assert_eq!(org.get(&messages(&id)).json()["participants"][0]["state"], "connected", "the old state");
    assert_eq!(next(&mut guest, 1).await, ["closing"]);
    assert_eq!(org.get(&messages(&id)).json()["participants"][0]["state"], "disconnected");
    assert_told(&org, &["effect.1 took place only after a read was answered with the old state"]);
}

#[tokio::test]
async fn an_effect_that_nobody_reads_takes_place_all_the_same() {
    let org = scheduled("v1,effect.1=late", json!({}));
    let (mut guest, id) = begun(&org).await;
    end(&org, &id);
    assert_eq!(next(&mut guest, 1).await, ["closing"]);
    assert_unmet(&org, "effect.1=late");
}

/// How the agent's part looks, when the guest is told of an end with a wrap-up.
async fn wrapped_up(word: &str) -> (Org, String, Value) {
    let org = scheduled(word, json!({}));
    let (mut guest, id) = begun(&org).await;
    let agent = org.participant_path(&id, "agent");
    let body = json!({ "state": "disconnected", "wrapup": { "code": org.code("Resolved") } });
    assert_eq!(org.call("PATCH", &agent, body).status, 202);
    assert_eq!(next(&mut guest, 1).await, ["closing"]);
    let agent = org.participant(&id, "agent");
    (org, id, agent)
}

#[tokio::test]
async fn a_wrap_up_is_made_before_or_after_the_end_that_it_came_with() {
    let (org, _, ordinary) = wrapped_up("v1").await;
    assert!(events(&org).ends_with(&["wrapup.1", "closing.1", "effect.1 answered"].map(String::from)));
    assert_eq!(choices(&org, "wrapup", 1), ["after-end"]);
    let (org, _, late) = wrapped_up("v1,wrapup.1=after-end").await;
    assert!(events(&org).ends_with(&["closing.1", "wrapup.1", "effect.1 answered"].map(String::from)));
    assert_told(&org, &["wrapup.1 was made only after the end that it came with"]);
    assert!(ordinary["wrapUp"]["id"].is_string());
    assert_eq!(
        (&ordinary["wrapUp"]["id"], &ordinary["afterCallWork"]),
        (&late["wrapUp"]["id"], &late["afterCallWork"])
    );
}

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

#[tokio::test]
async fn a_command_begins_another_schedule_and_counts_anew() {
    let org = scheduled("v1,text.1=late1", json!({}));
    let (mut guest, id) = begun(&org).await;
    say(&org, &id, "a");
    org.command(json!({ "do": "schedule", "schedule": "v1,text.1=late1" }));
    assert_eq!(next(&mut guest, 1).await, ["a"], "what was held leaves");
    say(&org, &id, "b");
    say(&org, &id, "c");
    assert_eq!(next(&mut guest, 2).await, ["c", "b"]);
    assert_eq!(events(&org), ["text.2", "text.1"]);
    org.command(json!({ "do": "reset" }));
    assert_unmet(&org, "text.1=late1");
    assert_eq!(events(&org), [""; 0]);
}

#[tokio::test]
async fn what_is_no_schedule_is_refused_and_changes_nothing() {
    let org = scheduled("v1", json!({}));
    let command =
        serde_json::from_value(json!({ "do": "schedule", "schedule": "v1,nothing.1=late1" })).unwrap();
    let refused = org.simulator.execute(command).unwrap_err();
    assert!(refused.message.contains("\"nothing.1=late1\" is no deviation"), "{}", refused.message);
    assert_eq!(course(&org)["schedule"], "v1");
}

#[tokio::test]
async fn one_guest_is_out_of_order_and_the_other_is_not() {
    let org = scheduled("v1,g2:text.1=twice", json!({}));
    let (mut first, id) = begun(&org).await;
    let mut second = Guest::tagged(&org, "second").await;
    let other = conversation_of(&org, &second.write("hi").await);
    say(&org, &id, "a");
    say(&org, &other, "b");
    assert_eq!(next(&mut first, 1).await, ["a"]);
    assert_eq!(next(&mut second, 2).await, ["b", "b"]);
    assert_told(&org, &["g2:text.1 arrived twice"]);
}
