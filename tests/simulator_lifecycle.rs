//! The life of a conversation, through HTTP alone.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use org::{Org, eventually, messages};
use serde_json::{Value, json};

fn states(conversation: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_string();
    let participants = conversation["participants"].as_array().unwrap();
    participants.iter().map(|p| (text(&p["purpose"]), text(&p["state"]))).collect()
}

fn seen(org: &Org, id: &str) -> Vec<(String, String)> {
    states(&org.get(&messages(id)).json())
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect()
}

fn act(org: &Org, id: &str, action: &str) {
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": action } }));
}

#[test]
fn a_conversation_is_routed_from_flow_to_queue_to_agent() {
    let org = Org::start(json!({}));
    for (how, expected) in [
        (json!({ "bot": true }), &[("customer", "connected"), ("workflow", "connected")][..]),
        (
            json!({ "agent": "none" }),
            &[("customer", "connected"), ("workflow", "disconnected"), ("acd", "connected")],
        ),
        (
            json!({ "agent": "alerting" }),
            &[
                ("customer", "connected"),
                ("workflow", "disconnected"),
                ("acd", "connected"),
                ("agent", "alerting"),
            ],
        ),
        (
            json!({}),
            &[
                ("customer", "connected"),
                ("workflow", "disconnected"),
                ("acd", "disconnected"),
                ("agent", "connected"),
            ],
        ),
    ] {
        let (id, _) = org.open(how);
        assert_eq!(seen(&org, &id), pairs(expected));
    }
}

#[test]
fn the_last_agent_takes_the_customer_along_and_a_second_disconnect_is_forbidden() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let agent = org.participant_path(&id, "agent");
    let answer = org.call("PATCH", &agent, json!({ "state": "DISCONNECTED" }));
    assert_eq!((answer.status, answer.body.as_str()), (202, ""));
    assert!(seen(&org, &id).iter().all(|(_, state)| state == "disconnected"));
    let whole = org.get(&format!("/api/v2/conversations/{id}")).json();
    assert!(whole["endTime"].is_string());
    for path in [&agent, &messages(&id), &agent.replace("/messages/", "/")] {
        let again = org.call("PATCH", path, json!({ "state": "disconnected" }));
        assert_eq!((again.status, again.json()["code"].as_str().unwrap()), (403, "not.authorized"));
        assert_eq!(again.json()["messageParams"], json!({ "type": "Conversation", "id": id }));
    }
    let effects = &org.inspect(&id)["effects"];
    assert_eq!(
        effects,
        &json!({ "participantDisconnects": 1, "conversationDisconnects": 0, "wrapUps": 0, "ends": 1 })
    );
}

#[test]
fn where_the_customer_stays_only_the_conversation_can_be_ended() {
    let org = Org::start(json!({ "customerStays": true }));
    let (id, _) = org.open(json!({}));
    org.call("PATCH", &org.participant_path(&id, "agent"), json!({ "state": "disconnected" }));
    assert_eq!(org.participant(&id, "customer")["state"], "connected");
    assert_eq!(org.inspect(&id)["state"], "open");
    let answer = org.call("PATCH", &messages(&id), json!({ "state": "disconnected" }));
    assert_eq!(answer.status, 200);
    assert_eq!(org.inspect(&id)["state"], "closed");
    assert_eq!(org.inspect(&id)["effects"]["conversationDisconnects"], 1);
}

#[test]
fn a_declined_offer_is_made_again_to_a_new_participant() {
    let org = Org::start(json!({ "agent": "alerts" }));
    let (id, _) = org.open(json!({}));
    let first = org.participant(&id, "agent");
    org.call("PATCH", &org.participant_path(&id, "agent"), json!({ "state": "disconnected" }));
    let second = org.participant(&id, "agent");
    assert_ne!(first["id"], second["id"]);
    assert_eq!(second["state"], "alerting");
    let declined = org.get(&messages(&id)).json()["participants"][3].clone();
    assert_eq!((&declined["id"], &declined["disconnectType"]), (&first["id"], &json!("transfer.noanswer")));
    assert_eq!(org.inspect(&id)["state"], "open");
    assert!(declined["startAcwTime"].is_null(), "who never answered has nothing to wrap up");
}

#[test]
fn the_agents_side_can_be_played() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({ "agent": "alerting" }));
    act(&org, &id, "answer");
    assert_eq!(org.participant(&id, "agent")["state"], "connected");
    let before = org.participant(&id, "agent")["id"].clone();
    act(&org, &id, "transfer");
    let after = org.participant(&id, "agent");
    assert_ne!(after["id"], before);
    assert_eq!(after["state"], "alerting", "it goes on ringing as it was opened");
    act(&org, &id, "answer");
    act(&org, &id, "disconnect");
    assert_eq!(org.inspect(&id)["state"], "closed");
    assert_eq!(org.inspect(&id)["effects"]["participantDisconnects"], 0, "no request did it");
}

#[test]
fn a_change_shows_once_it_has_settled() {
    let org = Org::start(json!({ "settleMs": 20 }));
    let (id, _) = org.open(json!({}));
    org.call("PATCH", &org.participant_path(&id, "agent"), json!({ "state": "disconnected" }));
    eventually("ended", || (org.inspect(&id)["state"] == "closed").then_some(()));
    let slow = Org::start(json!({ "settleMs": 3_600_000 }));
    let (id, _) = slow.open(json!({}));
    let answer = slow.call("PATCH", &slow.participant_path(&id, "agent"), json!({ "state": "disconnected" }));
    assert_eq!(answer.status, 202);
    assert_eq!(slow.participant(&id, "agent")["state"], "connected");
}

#[test]
fn a_wrap_up_beside_the_state_is_applied_with_it() {
    let org = Org::start(json!({}));
    let code = org.code("E2E Test Closure");
    let (id, _) = org.open(json!({}));
    let body = json!({ "state": "disconnected", "wrapup": { "code": code, "notes": "done" } });
    assert_eq!(org.call("PATCH", &org.participant_path(&id, "agent"), body).status, 202);
    let agent = org.participant(&id, "agent");
    assert_eq!((&agent["wrapUp"]["id"], &agent["afterCallWork"]), (&json!(code), &json!("complete")));
    assert_eq!(org.inspect(&id)["effects"]["wrapUps"], 1);
}

#[test]
fn a_wrap_up_can_follow_the_end_and_counts_once() {
    let org = Org::start(json!({}));
    let code = org.code("Resolved");
    let (id, _) = org.open(json!({}));
    let path = org.participant_path(&id, "agent");
    org.call("PATCH", &path, json!({ "state": "disconnected" }));
    let agent = org.participant(&id, "agent");
    assert_eq!(agent["afterCallWork"], "pending");
    assert_eq!(org.get(&format!("{path}/wrapup")).status, 404);
    let post = format!("{path}/communications/{}/wrapup", agent["communicationId"].as_str().unwrap());
    for _ in 0..2 {
        let answer = org.call("POST", &post, json!({ "code": code }));
        assert_eq!((answer.status, answer.body.as_str()), (202, ""));
    }
    assert_eq!(org.participant(&id, "agent")["afterCallWork"], "complete");
    assert_eq!(org.inspect(&id)["effects"]["wrapUps"], 1);
    assert_eq!(org.get(&format!("{path}/wrapup")).json()["code"], json!(code));
    assert_eq!(org.get(&post).json()["code"], json!(code));
    let other = org.code("Escalated");
    assert_eq!(org.call("PATCH", &path, json!({ "wrapup": { "code": other } })).status, 202);
    assert_eq!(org.inspect(&id)["effects"]["wrapUps"], 2, "a correction is a change");
}

#[test]
fn wrap_ups_that_make_no_sense_are_refused_and_change_nothing() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let agent = org.participant_path(&id, "agent");
    let customer = org.participant_path(&id, "customer");
    let code = org.code("Resolved");
    let unlisted = "11111111-2222-4333-8444-555555555555";
    for (path, body, expected) in [
        (&agent, json!({ "wrapup": {} }), "conversation.error.wrapup.code.required"),
        (&agent, json!({ "state": "disconnected", "wrapup": { "code": unlisted } }), "bad.request"),
        (&agent, json!({ "wrapup": { "code": "Resolved" } }), "bad.request"),
        (&agent, json!({ "wrapupSkipped": true }), "conversation.error.wrapup.cannot.skip"),
        (&agent, json!({ "state": "closed" }), "bad.request"),
        (&customer, json!({ "wrapup": { "code": code } }), "bad.request"),
    ] {
        let answer = org.call("PATCH", path, body.clone());
        assert_eq!((answer.status, answer.json()["code"].as_str().unwrap()), (400, expected), "{body}");
    }
    assert_eq!(org.participant(&id, "agent")["state"], "connected");
    assert_eq!(org.inspect(&id)["effects"]["wrapUps"], 0);
}

#[test]
fn a_teardown_wraps_up_with_the_systems_code() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let answer = org.call("POST", &format!("/api/v2/conversations/{id}/disconnect"), json!({}));
    assert_eq!(answer.status, 202);
    let agent = org.participant(&id, "agent");
    assert_eq!((&agent["state"], &agent["afterCallWork"]), (&json!("disconnected"), &json!("complete")));
    let (other, _) = org.open(json!({}));
    assert_eq!(org.try_call("DELETE", &format!("/api/v2/conversations/{other}"), None).unwrap().status, 200);
    assert_eq!(org.participant(&other, "agent")["afterCallWork"], "pending");
}

#[test]
fn a_message_leads_to_its_conversation_and_a_conversation_id_does_not() {
    let org = Org::start(json!({}));
    let (id, message) = org.open(json!({}));
    let details = org.get(&format!("{}/details", messages(&message)));
    assert_eq!(details.json()["conversationId"], json!(id));
    let wrong = org.get(&format!("{}/details", messages(&id)));
    assert_eq!((wrong.status, wrong.json()["code"].as_str().unwrap()), (404, "not.found"));
}

#[test]
fn codes_are_paged_and_filtered() {
    let names: Vec<String> = (0..30).map(|n| format!("Code {n:02}")).collect();
    let org = Org::start(json!({ "wrapUp": { "codes": names } }));
    let first = org.get("/api/v2/routing/wrapupcodes").json();
    assert_eq!(
        (&first["total"], &first["pageCount"], &first["pageSize"]),
        (&json!(30), &json!(2), &json!(25))
    );
    let next = first["nextUri"].as_str().unwrap();
    let second = org.get(next).json();
    assert_eq!(second["entities"].as_array().unwrap().len(), 5);
    assert!(second["nextUri"].is_null());
    let found = org.get("/api/v2/routing/wrapupcodes?name=code%2007&pageSize=100").json();
    assert_eq!(found["entities"][0]["name"], "Code 07");
    assert_eq!(org.get("/api/v2/routing/wrapupcodes?pageSize=0").status, 400);
    let (id, _) = org.open(json!({}));
    let queue = org.participant(&id, "agent")["queueId"].as_str().unwrap().to_string();
    let prefix = org.get(&format!("/api/v2/routing/queues/{queue}/wrapupcodes?name=Code%202*")).json();
    assert_eq!(prefix["total"], 10);
    let bare = org.get(&format!("{}/wrapupcodes", org.participant_path(&id, "agent"))).json();
    assert_eq!(bare.as_array().unwrap().len(), 30);
}

#[test]
fn ids_and_times_are_the_same_in_every_run() {
    let run = || {
        let org = Org::start(json!({}));
        let opened = org.open(json!({}));
        org.call("PATCH", &org.participant_path(&opened.0, "agent"), json!({ "state": "disconnected" }));
        (org.get(&messages(&opened.0)).body, opened, org.simulator.connection().deployment_id.clone())
    };
    assert_eq!(run(), run());
    assert_ne!(Org::start(json!({ "seed": 2 })).open(json!({})), run().1);
}
