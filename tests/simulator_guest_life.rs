//! A guest's session over time: closed and configured anew, threads, bots, transfers, timeouts.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use futures_util::StreamExt;
use org::guest::{Guest, conversation_of, end, is_disconnect};
use org::{Org, messages};
use serde_json::{Value, json};

fn agent(org: &Org, id: &str, does: Value) {
    org.command(json!({ "do": "agent", "conversationId": id, "does": does }));
}

fn participants(org: &Org, id: &str, purpose: &str) -> Vec<Value> {
    let seen = org.get(&messages(id)).json();
    let all = seen["participants"].as_array().unwrap();
    all.iter().filter(|participant| participant["purpose"] == purpose).cloned().collect()
}

async fn ask(guest: &mut Guest, request: Value) -> Value {
    guest.send(request).await;
    guest.next().await
}

#[tokio::test]
async fn closing_a_session_drops_the_others_and_lets_the_asking_one_start_anew() {
    let org = Org::start(json!({}));
    let (mut other, _) = Guest::configured(&org).await;
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    other.next().await;
    let closed = ask(&mut guest, json!({ "action": "closeSession", "closeAllConnections": true })).await;
    assert_eq!((&closed["class"], &closed["body"]["connected"]), (&json!("SessionResponse"), &json!(false)));
    assert_eq!(other.next().await["class"], "ConnectionClosedEvent");
    assert!(other.socket.next().await.is_none_or(|frame| frame.is_err() || frame.unwrap().is_close()));
    assert_eq!(guest.write("too early").await["code"], 4007);
    assert_eq!(org.inspect(&id)["state"], "open", "a session's end is no conversation's end");
    let session = guest.configure(json!({ "startNew": true, "mode": 0, "journeyContext": { "x": 1 } })).await;
    assert_eq!(session["newSession"], true);
    assert_ne!(conversation_of(&org, &guest.write("anew").await), id);
}

#[tokio::test]
async fn without_close_all_connections_the_others_stay() {
    let org = Org::start(json!({}));
    let (mut other, _) = Guest::configured(&org).await;
    let (mut guest, _) = Guest::configured(&org).await;
    ask(&mut guest, json!({ "action": "closeSession", "closeAllConnections": false })).await;
    assert!(other.until_echo().await.is_empty());
    assert_eq!(other.write("still here").await["code"], 200);
}

#[tokio::test]
async fn an_authenticated_session_is_refused_where_the_deployment_has_none() {
    let org = Org::start(json!({}));
    let mut guest = Guest::connect(&org).await;
    let deployment = org.simulator.connection().deployment_id.clone();
    let request = |data: Value| json!({ "action": "configureAuthenticatedSession", "deploymentId": deployment, "data": data });
    let refused = ask(&mut guest, request(json!({ "code": "x" }))).await;
    assert_eq!((&refused["code"], &refused["body"]), (&json!(403), &json!("Session authentication failed")));
    assert_eq!(ask(&mut guest, request(json!({}))).await["code"], 4020);
    assert_eq!(guest.write("nobody").await["code"], 4007);
}

#[tokio::test]
async fn everything_goes_to_every_connection_of_the_guest_typing_too() {
    let org = Org::start(json!({}));
    let (mut one, _) = Guest::configured(&org).await;
    let (mut two, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &one.write("hello").await);
    agent(&org, &id, json!({ "action": "typing" }));
    agent(&org, &id, json!({ "action": "say", "text": "Hi!" }));
    end(&org, &id);
    let first: Vec<_> = two.until_echo().await;
    let second: Vec<_> = one.until_echo().await;
    assert_eq!(first[1..], second[..]);
    assert_eq!(second[0]["body"]["events"][0]["typing"], json!({ "type": "On", "duration": 5000 }));
    assert_eq!(second[1]["body"]["text"], "Hi!");
    assert!(is_disconnect(&second[2]));
    let details = org.get(&format!("{}/details", messages(second[0]["body"]["id"].as_str().unwrap())));
    assert_eq!(details.status, 404, "typing is kept nowhere");
}

#[tokio::test]
async fn a_reply_joins_the_conversation_again_only_within_the_threading_timeline() {
    for (hours, later_ms, same) in
        [(72.0, 71 * 3_600_000_u64, true), (2.0, 7_100_000, true), (2.0, 7_200_000, false), (0.0, 0, false)]
    {
        let deployment = json!({ "conversationDisconnect": "Send" });
        let mut org = Org::start(json!({ "threadingHours": hours, "deployment": deployment }));
        let (mut guest, _) = Guest::configured(&org).await;
        let id = conversation_of(&org, &guest.write("hello").await);
        end(&org, &id);
        assert!(guest.until_echo().await.iter().any(is_disconnect));
        org.command(json!({ "do": "advance", "ms": later_ms }));
        // Access tokens live for a day.
        org.token = org.log_in().json()["access_token"].as_str().unwrap().into();
        let next = conversation_of(&org, &guest.write("again").await);
        assert_eq!(next == id, same, "{hours} h, {later_ms} ms later");
        let agents = participants(&org, &id, "agent");
        assert_eq!(agents.len(), if same { 2 } else { 1 });
        assert_eq!(org.inspect(&id)["state"], if same { "open" } else { "closed" });
        assert_eq!(agents[0]["state"], "disconnected", "the old agent stays gone");
    }
}

#[tokio::test]
async fn a_bot_answers_and_ends_the_conversation_on_its_word() {
    let bot = json!({ "endsOn": "bye" });
    let org = Org::start(json!({ "bot": bot, "deployment": { "conversationDisconnect": "Send" } }));
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    let answer = guest.next().await;
    assert_eq!(
        (&answer["body"]["text"], &answer["body"]["originatingEntity"]),
        (&json!("You said: hello"), &json!("Bot"))
    );
    let button = json!({ "type": "QuickReply", "text": "Leave", "payload": "bye" });
    let part = json!({ "contentType": "ButtonResponse", "buttonResponse": button });
    let message = json!({ "type": "Structured", "text": "Leave", "content": [part] });
    ask(&mut guest, json!({ "action": "onMessage", "message": message })).await;
    let told = guest.next().await;
    assert!(is_disconnect(&told));
    assert_eq!(told["body"]["originatingEntity"], "Bot");
    assert_eq!(org.inspect(&id)["state"], "closed");
    assert!(participants(&org, &id, "agent").is_empty());
    assert_eq!(conversation_of(&org, &guest.write("back").await), id);
    assert_eq!(guest.next().await["body"]["text"], "You said: back", "the bot is back too");
}

#[tokio::test]
async fn a_bot_hands_over_and_is_silent_then() {
    let org = Org::start(json!({ "bot": { "handsOverOn": "human" } }));
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    guest.next().await;
    guest.write("human").await;
    assert_eq!(org.participant(&id, "agent")["state"], "connected");
    guest.write("anybody?").await;
    assert!(guest.until_echo().await.is_empty());
    assert_eq!(participants(&org, &id, "workflow")[0]["disconnectType"], "transfer");
}

#[tokio::test]
async fn a_transfer_brings_a_new_agent_and_the_guest_hears_nothing_of_it() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    agent(&org, &id, json!({ "action": "transfer" }));
    assert!(guest.until_echo().await.is_empty());
    let agents = participants(&org, &id, "agent");
    assert_eq!(agents.len(), 2);
    assert_eq!(
        (&agents[0]["state"], &agents[0]["disconnectType"]),
        (&json!("disconnected"), &json!("transfer"))
    );
    assert_eq!(agents[1]["state"], "connected");
    assert_eq!(participants(&org, &id, "acd").len(), 2);
    agent(&org, &id, json!({ "action": "say", "text": "I took over." }));
    assert_eq!(guest.next().await["body"]["text"], "I took over.");
}

#[tokio::test]
async fn after_call_work_ends_by_itself_where_it_has_a_timeout() {
    let org = Org::start(json!({ "wrapUp": { "timeoutMs": 30_000 } }));
    let (id, _) = org.open(json!({}));
    let seen = participants(&org, &id, "agent").remove(0);
    assert_eq!((&seen["wrapupPrompt"], &seen["wrapupTimeoutMs"]), (&json!("timeout"), &json!(30_000)));
    end(&org, &id);
    org.command(json!({ "do": "advance", "ms": 29_000 }));
    assert_eq!(org.participant(&id, "agent")["afterCallWork"], "pending");
    org.command(json!({ "do": "advance", "ms": 1_000 }));
    let agent = org.participant(&id, "agent");
    assert_eq!(agent["afterCallWork"], "complete");
    assert!(agent["wrapUp"]["id"].is_string());
    assert!(
        !["Resolved", "Escalated"]
            .map(|name| org.code(name))
            .contains(&agent["wrapUp"]["id"].as_str().unwrap().into())
    );
    assert_eq!(org.inspect(&id)["effects"]["wrapUps"], 0, "nobody asked for it");
}

#[tokio::test]
async fn silence_ends_a_conversation_where_the_org_says_so() {
    let org = Org::start(json!({ "inactivityMs": 60_000 }));
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    org.command(json!({ "do": "advance", "ms": 59_000 }));
    guest.write("still here").await;
    org.command(json!({ "do": "advance", "ms": 59_000 }));
    assert_eq!(org.inspect(&id)["state"], "open");
    org.command(json!({ "do": "advance", "ms": 1_000 }));
    let told = guest.next().await;
    assert!(is_disconnect(&told));
    assert_eq!(told["body"].get("originatingEntity"), None);
    assert_eq!(participants(&org, &id, "agent")[0]["disconnectType"], "inactivity");
}
