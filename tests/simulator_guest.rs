//! The guest's socket, far enough for a close to be seen.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use futures_util::SinkExt;
use org::guest::{Guest, conversation_of, end, is_disconnect, open, open_from};
use org::{Org, messages};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error, Message};

#[tokio::test]
async fn an_unknown_deployment_or_origin_is_refused_at_the_upgrade() {
    let org = Org::start(json!({}));
    match open(&org, "InvalidDeploymentId").await {
        Err(Error::Http(response)) => assert_eq!(response.status(), 403),
        other => panic!("{other:?}"),
    }
    let org = Org::start(json!({ "deployment": { "allowedDomains": ["example.com"] } }));
    let deployment = org.simulator.connection().deployment_id.clone();
    assert!(open_from(&org, &deployment, "https://shop.example.com").await.is_ok());
    match open_from(&org, &deployment, "https://other.org").await {
        Err(Error::Http(response)) => assert_eq!(response.status(), 403),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_first_message_opens_a_routed_conversation_and_its_echo_leads_there() {
    let org = Org::start(json!({}));
    let (mut guest, session) = Guest::configured(&org).await;
    assert_eq!((&session["newSession"], &session["readOnly"]), (&json!(true), &json!(false)));
    let echo = guest.write("hello").await;
    assert_eq!((&echo["class"], &echo["tracingId"]), (&json!("StructuredMessage"), &json!("t")));
    let body = &echo["body"];
    assert_eq!(
        (&body["direction"], &body["type"], &body["text"]),
        (&json!("Inbound"), &json!("Text"), &json!("hello"))
    );
    assert_eq!(body["id"].as_str().unwrap().len(), 32);
    assert_eq!(body["channel"]["messageId"].as_str().unwrap().len(), 36);
    let id = conversation_of(&org, &echo);
    assert_eq!(org.participant(&id, "agent")["state"], "connected");
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "say", "text": "Hi!" } }));
    let said = guest.next().await;
    assert_eq!(said["body"]["text"], "Hi!");
    assert_eq!(
        (&said["body"]["direction"], &said["body"]["originatingEntity"]),
        (&json!("Outbound"), &json!("Human"))
    );
    let second = guest.write("again").await;
    assert_eq!(conversation_of(&org, &second), id);
}

#[tokio::test]
async fn an_end_is_told_as_the_deployment_says() {
    for (setting, told, read_only) in
        [("off", 0, Value::Null), ("Send", 1, Value::Null), ("ReadOnly", 1, json!("true"))]
    {
        let org = Org::start(json!({ "deployment": { "conversationDisconnect": setting } }));
        let (mut guest, _) = Guest::configured(&org).await;
        let id = conversation_of(&org, &guest.write("hello").await);
        end(&org, &id);
        let frames = guest.until_echo().await;
        let closing: Vec<_> = frames.iter().filter(|frame| is_disconnect(frame)).collect();
        assert_eq!(closing.len(), told, "{setting}");
        for frame in &closing {
            assert_eq!(frame["body"]["metadata"]["readOnly"], read_only);
            assert_eq!(
                (&frame["body"]["direction"], &frame["type"]),
                (&json!("Outbound"), &json!("message"))
            );
        }
        let next = guest.write("still there?").await;
        if setting == "ReadOnly" {
            assert_eq!((&next["class"], &next["code"]), (&json!("string"), &json!(409)));
            assert_eq!(guest.configure(json!({})).await["readOnly"], true, "a reload changes nothing");
            let anew = guest.configure(json!({ "startNew": true })).await;
            assert_eq!((&anew["newSession"], &anew["readOnly"]), (&json!(true), &json!(false)));
            assert_ne!(conversation_of(&org, &guest.write("new").await), id);
        } else {
            assert_eq!(conversation_of(&org, &next), id, "{setting}: within the timeline it is joined again");
            assert_eq!(org.inspect(&id)["state"], "open");
            let agents = org.inspect(&id)["participants"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|p| p["purpose"] == "agent")
                .count();
            assert_eq!(agents, 2, "a new agent participant");
        }
    }
}

#[tokio::test]
async fn clearing_ends_session_and_conversation() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    let clear =
        json!({ "type": "Event", "events": [{ "eventType": "Presence", "presence": { "type": "Clear" } }] });
    guest.send(json!({ "action": "onMessage", "message": clear.clone() })).await;
    assert_eq!(guest.next().await["class"], "SessionClearedEvent");
    assert_eq!(guest.next().await["body"]["events"][0]["presence"]["type"], "Clear");
    assert_eq!(guest.next().await["class"], "ConnectionClosedEvent");
    assert_eq!(org.inspect(&id)["state"], "closed");
    let (mut guest, session) = Guest::configured(&org).await;
    assert_eq!(session["newSession"], true);
    assert_ne!(conversation_of(&org, &guest.write("hello").await), id);
    let org = Org::start(json!({ "deployment": { "conversationClear": false } }));
    let (mut guest, _) = Guest::configured(&org).await;
    guest.send(json!({ "action": "onMessage", "message": clear })).await;
    assert_eq!(guest.next().await["code"], 403);
}

#[tokio::test]
async fn a_join_opens_a_conversation_where_the_deployment_starts_by_itself() {
    for (auto_start, status) in [(true, 200), (false, 404)] {
        let org = Org::start(json!({ "deployment": { "autoStart": auto_start } }));
        let (mut guest, _) = Guest::configured(&org).await;
        let join = json!({ "type": "Event", "events": [{ "eventType": "Presence", "presence": { "type": "Join" } }] });
        guest.send(json!({ "action": "onMessage", "message": join })).await;
        let echo = guest.next().await;
        assert_eq!((&echo["body"]["direction"], &echo["body"]["type"]), (&json!("Inbound"), &json!("Event")));
        let id = echo["body"]["id"].as_str().unwrap();
        assert_eq!(org.get(&format!("{}/details", messages(id))).status, status);
    }
}

#[tokio::test]
async fn seventy_two_virtual_hours_end_a_session_at_once() {
    let org = Org::start(json!({}));
    let (mut guest, session) = Guest::configured(&org).await;
    assert_eq!(session["durationSeconds"], 259_200);
    guest.write("hello").await;
    org.command(json!({ "do": "advance", "ms": 259_199_000 }));
    assert!(guest.until_echo().await.is_empty());
    org.command(json!({ "do": "advance", "ms": 2_000 }));
    assert_eq!(guest.next().await["class"], "SessionExpiredEvent");
    assert_eq!(guest.write("hello?").await["code"], 4006);
    assert_eq!(guest.configure(json!({})).await["newSession"], true);
}

#[tokio::test]
async fn the_fourth_connection_displaces_the_oldest() {
    let org = Org::start(json!({}));
    let mut guests = Vec::new();
    for _ in 0..4 {
        guests.push(Guest::configured(&org).await.0);
    }
    assert_eq!(guests[0].next().await["class"], "ConnectionClosedEvent");
    let echo = guests[1].write("to all").await;
    for guest in &mut guests[2..] {
        assert_eq!(guest.next().await["body"]["id"], echo["body"]["id"]);
    }
}

#[tokio::test]
async fn the_history_shows_the_end_too() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    end(&org, &id);
    assert!(guest.until_echo().await.iter().any(is_disconnect));
    guest.send(json!({ "action": "getJwt" })).await;
    let jwt = guest.next().await["body"]["jwt"].as_str().unwrap().to_string();
    let bearer = format!("bearer {jwt}");
    let path = "/api/v2/webmessaging/messages?pageNumber=1&pageSize=25";
    let history = org.raw("GET", path, &[("authorization", &bearer)], "").unwrap().json();
    assert_eq!(history["total"], 2);
    assert_eq!(history["entities"][0]["events"][0]["presence"]["type"], "Disconnect", "newest first");
    assert_eq!(org.raw("GET", path, &[("authorization", "bearer x")], "").unwrap().status, 401);
}

#[tokio::test]
async fn a_frame_that_makes_no_sense_is_answered_and_nothing_ends() {
    let org = Org::start(json!({}));
    let mut guest = Guest::connect(&org).await;
    for (bad, code) in [
        (json!({ "action": "onMessage", "message": { "type": "Text", "text": "too early" } }), 4007),
        (json!({ "action": "dance" }), 400),
        (json!({ "action": "configureSession", "deploymentId": "other" }), 403),
    ] {
        guest.send(bad.clone()).await;
        let answer = guest.next().await;
        assert_eq!((&answer["class"], &answer["code"]), (&json!("string"), &json!(code)), "{bad}");
    }
    guest.socket.send(Message::text("{")).await.unwrap();
    assert_eq!(guest.next().await["code"], 400);
    guest.configure(json!({})).await;
    let long = "x".repeat(4097);
    assert_eq!(guest.write(&long).await["code"], 4011);
    assert_eq!(guest.write(&long[1..]).await["code"], 200);
}
