//! What agents do over the API: speak, type, give away, take over, draft a wrap-up.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use org::guest::{Guest, conversation_of};
use org::{Org, messages};
use serde_json::{Value, json};

/// The path of an open agent's communication.
fn communication(org: &Org, id: &str) -> String {
    let communication = org.participant(id, "agent")["communicationId"].as_str().unwrap().to_string();
    format!("{}/communications/{communication}", messages(id))
}

fn states(org: &Org, id: &str) -> Vec<String> {
    let seen = org.inspect(id)["participants"].as_array().unwrap().clone();
    let agents = seen.iter().filter(|p| p["purpose"] == "agent");
    agents.map(|p| p["state"].as_str().unwrap().to_string()).collect()
}

#[tokio::test]
async fn an_agent_speaks_and_types_over_the_api_and_the_guest_hears() {
    let org = Org::start(json!({}));
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    let said = org.call(
        "POST",
        &format!("{}/messages", communication(&org, &id)),
        json!({ "textBody": "Hi there" }),
    );
    assert_eq!(said.status, 200, "{}", said.body);
    assert_eq!(said.json()["conversationId"], id.as_str());
    assert_eq!(said.json()["normalizedMessage"]["text"], "Hi there");
    let heard = guest.next().await;
    assert_eq!(
        (&heard["body"]["text"], &heard["body"]["direction"]),
        (&json!("Hi there"), &json!("Outbound"))
    );
    assert_eq!(heard["body"]["id"], said.json()["id"]);
    let typed = org.call(
        "POST",
        &format!("{}/typing", communication(&org, &id)),
        json!({ "typing": { "type": "On" } }),
    );
    assert_eq!(typed.status, 202);
    assert_eq!(guest.next().await["body"]["events"][0]["eventType"], "Typing");
    let found = org.get(&format!("{}/messages/{}", messages(&id), said.json()["id"].as_str().unwrap()));
    assert_eq!(found.json()["id"], said.json()["id"]);
}

#[test]
fn who_is_not_in_the_conversation_cannot_speak_in_it() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let speak = |path: &str, body: Value| org.call("POST", &format!("{path}/messages"), body).status;
    let open = communication(&org, &id);
    assert_eq!(speak(&open, json!({})), 400);
    assert_eq!(speak(&open, json!({ "textBody": "" })), 400);
    let customer = org.participant(&id, "customer")["communicationId"].as_str().unwrap().to_string();
    assert_eq!(
        speak(&format!("{}/communications/{customer}", messages(&id)), json!({ "textBody": "x" })),
        400
    );
    let nobody = "11111111-2222-4333-8444-555555555555";
    assert_eq!(speak(&format!("{}/communications/{nobody}", messages(&id)), json!({ "textBody": "x" })), 404);
    org.call("PATCH", &messages(&id), json!({ "state": "disconnected" }));
    assert_eq!(speak(&open, json!({ "textBody": "x" })), 403);
}

#[test]
fn messages_are_had_by_id_and_in_bulk() {
    let org = Org::start(json!({}));
    let (id, first) = org.open(json!({}));
    let (other, foreign) = org.open(json!({}));
    let one = |id: &str, message: &str| org.get(&format!("{}/messages/{message}", messages(id)));
    assert_eq!(one(&id, &first).json()["id"], first.as_str());
    assert_eq!(one(&id, &foreign).status, 404);
    assert_eq!(one(&other, &foreign).status, 200);
    let bulk = |ids: Value| org.call("POST", &format!("{}/messages/bulk", messages(&id)), ids);
    let answer = bulk(json!([first, foreign])).json();
    let ids: Vec<_> = answer["entities"].as_array().unwrap().iter().map(|m| m["id"].clone()).collect();
    assert_eq!(ids, [json!(first)]);
    assert_eq!(bulk(json!(vec![first; 1001])).status, 400);
}

#[test]
fn an_agent_is_replaced_by_another_one_or_by_a_queue() {
    let org = Org::start(json!({ "queues": ["Sales", "Support"], "agents": ["Ada", "Ben"] }));
    let queues = org.get("/api/v2/routing/queues?name=Support").json();
    let support = queues["entities"][0]["id"].clone();
    let (id, _) = org.open(json!({}));
    let agent = org.participant_path(&id, "agent");
    let given = org.call("POST", &format!("{agent}/replace"), json!({ "queueId": support }));
    assert_eq!((given.status, given.body.as_str()), (202, ""));
    assert_eq!(states(&org, &id), ["disconnected", "connected"]);
    assert_eq!(org.participant(&id, "agent")["queueId"], support);

    let (id, _) = org.open(json!({}));
    let agents = org.get(&messages(&id)).json()["participants"].as_array().unwrap().clone();
    let taken = agents.iter().find(|p| p["purpose"] == "agent").unwrap()["user"]["id"].clone();
    let neutral = org.participant_path(&id, "agent").replace("/messages", "");
    assert_eq!(org.call("POST", &format!("{neutral}/replace/agent"), json!({ "userId": taken })).status, 202);
    assert_eq!(states(&org, &id), ["disconnected", "connected"]);
    let agent = org.participant_path(&id, "agent");
    for body in
        [json!({}), json!({ "userId": "11111111-2222-4333-8444-555555555555" }), json!({ "address": "x@y" })]
    {
        assert_eq!(org.call("POST", &format!("{agent}/replace"), body).status, 400);
    }
    let customer = org.participant_path(&id, "customer");
    assert_eq!(org.call("POST", &format!("{customer}/replace"), json!({ "queueId": support })).status, 400);
}

#[test]
fn a_user_takes_a_conversation_over_and_closes_it() {
    let mut org = Org::start(json!({ "agents": ["Ada", "Ben"] }));
    let (id, _) = org.open(json!({}));
    let path = format!("{}/takeover", org.participant_path(&id, "agent"));
    let refused = org.call("POST", &path, json!({}));
    assert_eq!((refused.status, refused.json()["code"].clone()), (400, json!("not.a.user")));
    let me = org.sign_in("Ben");
    assert_eq!(org.get("/api/v2/users/me").json()["id"], me.as_str());
    assert_eq!(org.call("POST", &path, json!({})).status, 202);
    assert_eq!(states(&org, &id), ["disconnected", "connected"]);
    let seen = org.get(&messages(&id)).json()["participants"].as_array().unwrap().clone();
    let agents: Vec<_> = seen.iter().filter(|p| p["purpose"] == "agent").collect();
    assert_eq!(agents[0]["disconnectType"], "takeover");
    assert_eq!(agents[1]["user"]["id"], me.as_str());
    let mine = org.get("/api/v2/conversations/messages").json();
    assert_eq!(mine["entities"][0]["id"], id.as_str());
    let code = org.code("Resolved");
    let close = json!({ "state": "disconnected", "wrapup": { "code": code } });
    assert_eq!(org.call("PATCH", &org.participant_path(&id, "agent"), close).status, 202);
    assert_eq!(org.inspect(&id)["state"], "closed");
    assert_eq!(org.get("/api/v2/conversations").json()["total"], 0);
}

#[test]
fn a_provisional_wrap_up_is_a_draft() {
    let org = Org::start(json!({}));
    let code = org.code("Resolved");
    let (id, _) = org.open(json!({}));
    let agent = org.participant_path(&id, "agent");
    let wrap_up = format!("{}/wrapup", communication_of_agent(&org, &id));
    assert_eq!(org.call("POST", &wrap_up, json!({ "code": code, "provisional": true })).status, 202);
    let shown = org.get(&messages(&id)).json().to_string();
    assert!(shown.contains(r#""provisional":true"#), "{shown}");
    assert_eq!(org.get(&wrap_up).status, 404, "a draft is not assigned");
    assert_eq!(org.get(&format!("{wrap_up}?provisional=true")).json()["code"], code.as_str());
    org.call("PATCH", &agent, json!({ "state": "disconnected" }));
    assert_eq!(org.participant(&id, "agent")["afterCallWork"], "pending");
    assert_eq!(org.inspect(&id)["effects"]["wrapUps"], 0);
    assert_eq!(org.call("POST", &wrap_up, json!({ "code": code })).status, 202);
    assert_eq!(org.participant(&id, "agent")["afterCallWork"], "complete");
    assert_eq!(org.call("POST", &wrap_up, json!({ "code": code, "provisional": true })).status, 202);
    assert_eq!(org.get(&wrap_up).json()["code"], code.as_str(), "a draft does not replace what is final");
}

fn communication_of_agent(org: &Org, id: &str) -> String {
    let communication = org.participant(id, "agent")["communicationId"].as_str().unwrap().to_string();
    format!("{}/communications/{communication}", org.participant_path(id, "agent"))
}

#[test]
fn attributes_are_set_by_either_path() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let neutral = org.participant_path(&id, "customer").replace("/messages", "");
    let answer = org.call("PATCH", &format!("{neutral}/attributes"), json!({ "attributes": { "k": "v" } }));
    assert_eq!((answer.status, answer.body.as_str()), (202, ""));
    assert!(org.get(&messages(&id)).body.contains(r#""attributes":{"k":"v"}"#));
}
