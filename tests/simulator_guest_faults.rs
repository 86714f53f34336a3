//! What faults and sabotage do to guests.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::time::{Duration, Instant};

use futures_util::StreamExt;
use org::Org;
use org::guest::{Guest, conversation_of, end, is_disconnect, open};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error;

#[tokio::test]
async fn frame_faults_strike_the_closing_frame() {
    for (fault, expected) in [("lose", 0), ("duplicate", 2)] {
        let org = Org::start(json!({}));
        let (mut guest, _) = Guest::configured(&org).await;
        let id = conversation_of(&org, &guest.write("hello").await);
        let rule = org.fault(json!({ "on": { "frame": "closing" }, "frame": fault }));
        end(&org, &id);
        let frames = guest.until_echo().await;
        assert_eq!(frames.iter().filter(|frame| is_disconnect(frame)).count(), expected, "{fault}");
        assert_eq!(org.hits(rule), 1);
    }
}

#[tokio::test]
async fn a_held_frame_comes_after_the_one_that_followed_it() {
    for rule in [json!({ "frame": "delay", "delayMs": 700 }), json!({ "frame": "reorder", "delayMs": 5000 })]
    {
        let org = Org::start(json!({}));
        let (mut guest, _) = Guest::configured(&org).await;
        let id = conversation_of(&org, &guest.write("hello").await);
        let mut rule = rule;
        rule["on"] = json!({ "frame": "closing" });
        let fault = org.fault(rule);
        end(&org, &id);
        assert!(guest.until_echo().await.is_empty(), "the echo overtakes it");
        assert!(is_disconnect(&guest.next().await));
        assert_eq!(org.hits(fault), 1);
    }
}

#[tokio::test]
async fn a_cut_frame_breaks_the_socket_and_a_connect_can_be_refused() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    let cut = org.fault(json!({ "on": { "frame": "closing" }, "frame": "cut" }));
    end(&org, &id);
    assert!(guest.socket.next().await.is_none_or(|frame| frame.is_err()), "no close frame");
    let refuse = org.fault(json!({ "on": { "connect": true, "times": 1 }, "respond": { "status": 503 } }));
    let deployment = org.simulator.connection().deployment_id.clone();
    assert!(matches!(open(&org, &deployment).await, Err(Error::Http(response)) if response.status() == 503));
    assert!(Guest::configured(&org).await.1["readOnly"].as_bool().unwrap(), "the end stands");
    assert_eq!((org.hits(cut), org.hits(refuse)), (1, 1));
}

#[tokio::test]
async fn sabotage_keeps_the_end_from_the_guest_or_tells_it_wrong() {
    for (mode, setting, told, read_only) in [
        ("never-tells-guest", "ReadOnly", 0, Value::Null),
        ("wrong-read-only", "ReadOnly", 1, Value::Null),
        ("wrong-read-only", "Send", 1, json!("true")),
    ] {
        let deployment = json!({ "conversationDisconnect": setting });
        let org = Org::start(json!({ "sabotage": mode, "deployment": deployment }));
        let (mut guest, _) = Guest::configured(&org).await;
        let id = conversation_of(&org, &guest.write("hello").await);
        end(&org, &id);
        let frames = guest.until_echo().await;
        let closing: Vec<_> = frames.iter().filter(|frame| is_disconnect(frame)).collect();
        assert_eq!(closing.len(), told, "{mode}");
        assert!(closing.iter().all(|frame| frame["body"]["metadata"]["readOnly"] == read_only));
    }
}

#[tokio::test]
async fn the_next_connects_can_be_refused_or_delayed() {
    let org = Org::start(json!({}));
    let deployment = org.simulator.connection().deployment_id.clone();
    let refuse = org.fault(json!({ "on": { "connect": true, "times": 3 }, "respond": { "status": 503 } }));
    for _ in 0..3 {
        assert!(
            matches!(open(&org, &deployment).await, Err(Error::Http(response)) if response.status() == 503)
        );
    }
    let delay = org.fault(json!({ "on": { "connect": true, "times": 2 }, "delayMs": 300 }));
    for _ in 0..2 {
        let begun = Instant::now();
        assert!(open(&org, &deployment).await.is_ok());
        assert!(begun.elapsed() >= Duration::from_millis(300));
    }
    let cut = org.fault(json!({ "on": { "connect": true, "times": 1 }, "cut": "before" }));
    assert!(open(&org, &deployment).await.is_err());
    assert!(Guest::configured(&org).await.1["connected"].as_bool().unwrap());
    assert_eq!((org.hits(refuse), org.hits(delay), org.hits(cut)), (3, 2, 1));
}

#[tokio::test]
async fn every_frame_fault_strikes_any_frame_too() {
    for (fault, expected) in [("lose", "023"), ("duplicate", "00123"), ("reorder", "0213"), ("delay", "0231")]
    {
        let org = Org::start(json!({}));
        let (mut guest, _) = Guest::configured(&org).await;
        let id = conversation_of(&org, &guest.write("hello").await);
        let nth = if fault == "duplicate" { 1 } else { 2 };
        let on = json!({ "frame": "any", "nth": nth });
        let rule = org.fault(json!({ "on": on, "frame": fault, "delayMs": 400 }));
        for text in ["0", "1", "2", "3"] {
            let say = json!({ "action": "say", "text": text });
            org.command(json!({ "do": "agent", "conversationId": id, "does": say }));
        }
        let mut came = String::new();
        while came.len() < expected.len() {
            came += guest.next().await["body"]["text"].as_str().unwrap();
        }
        assert_eq!(came, expected, "{fault}");
        assert_eq!(org.hits(rule), 1);
    }
}
