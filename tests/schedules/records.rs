//! Histories, effects and wrap-ups, before or after.

use crate::org::guest::end;
use crate::org::{Org, eventually, messages};
use crate::support::{
    PATIENCE, assert_told, assert_unmet, begun, choices, course, events, history, next, say, scheduled,
    told_to,
};
use futures_util::SinkExt;
use serde_json::Value;
use serde_json::json;
use std::time::Instant;
use tokio::runtime::Handle;

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

#[tokio::test(flavor = "multi_thread")]
async fn a_history_waits_on_while_the_org_hears_something() {
    let org = scheduled("v1,history.1=after-closing.1", json!({}));
    let (mut guest, id) = begun(&org).await;
    guest.send(json!({ "action": "getJwt" })).await;
    let jwt = guest.next().await["body"]["jwt"].as_str().unwrap().to_string();
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| told_to(&org, &jwt));
        tokio::task::block_in_place(|| {
            Handle::current().block_on(async {
                let begun = Instant::now();
                while begun.elapsed() < PATIENCE * 2 {
                    guest.until_echo().await;
                }
            });
        });
        assert!(!asked.is_finished());
        end(&org, &id);
        asked.join().unwrap();
    });
    assert_told(&org, &["the answer to history.1 arrived after closing.1, and was as of before it"]);
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
