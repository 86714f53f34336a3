//! Faults, sabotage, the journal and the way in for other processes.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use org::{Org, eventually, messages, send};
use playwright_genesys::simulator::{Attached, Command};
use serde_json::{Value, json};

const DISCONNECTED: &str = r#"{"state":"disconnected"}"#;

fn disconnect(org: &Org, id: &str) -> std::io::Result<org::Answer> {
    let body: Value = serde_json::from_str(DISCONNECTED).unwrap();
    org.try_call("PATCH", &org.participant_path(id, "agent"), Some(&body))
}

#[test]
fn a_cut_resets_the_connection_and_says_nothing_of_what_was_done() {
    let org = Org::start(json!({}));
    for (when, done) in [("before", 0), ("after", 1)] {
        let (id, _) = org.open(json!({}));
        let fault = org.fault(json!({ "on": { "method": "PATCH", "times": 1 }, "cut": when }));
        let lost = disconnect(&org, &id).map(|answer| answer.status).unwrap_err();
        assert_eq!(lost.kind(), ErrorKind::ConnectionReset, "{when}");
        assert_eq!(org.hits(fault), 1);
        assert_eq!(org.inspect(&id)["effects"]["participantDisconnects"], done, "{when}");
        let again = disconnect(&org, &id).unwrap().status;
        assert_eq!(again, if done == 1 { 403 } else { 202 });
        assert_eq!(org.inspect(&id)["effects"]["participantDisconnects"], 1, "effective exactly once");
        let requests = org.command(json!({ "do": "requests", "filter": { "method": "PATCH" } }));
        let cut = &requests.as_array().unwrap()[requests.as_array().unwrap().len() - 2];
        assert_eq!(cut["status"], 0, "nothing was answered");
    }
}

#[test]
fn a_given_answer_replaces_the_handler() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let path = json!({ "source": "/participants/[^/]+$", "flags": "" });
    let respond = json!({ "status": 429, "retryAfterSeconds": 7 });
    let fault = org.fault(json!({ "on": { "path": path, "nth": 1 }, "respond": respond }));
    let answer = disconnect(&org, &id).unwrap();
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
    assert_eq!(answer.json()["contextId"], *answer.header("inin-correlation-id").unwrap());
    assert_eq!((org.hits(fault), &org.inspect(&id)["state"]), (1, &json!("open")));
    assert_eq!(disconnect(&org, &id).unwrap().status, 202);
    let own =
        org.fault(json!({ "on": { "path": messages(&id) }, "respond": { "status": 502, "body": "<p>" } }));
    let gateway = org.get(&messages(&id));
    assert_eq!((gateway.status, gateway.body.as_str()), (502, "<p>"));
    assert_eq!(gateway.header("content-type"), Some("text/html"));
    org.command(json!({ "do": "removeFault", "fault": own }));
    assert_eq!(org.get(&messages(&id)).status, 200);
    assert_eq!(org.hits(own), 1, "the count outlives the rule");
}

#[test]
fn a_garbled_answer_is_of_a_change_that_was_made() {
    let org = Org::start(json!({}));
    for (garble, reads) in [("not-json", false), ("truncated", false), ("wrong-shape", true)] {
        let (id, _) = org.open(json!({}));
        let fault = org.fault(json!({ "on": { "path": messages(&id), "times": 1 }, "garble": garble }));
        let answer = org.call("PATCH", &messages(&id), json!({ "state": "disconnected" }));
        let parsed = serde_json::from_str::<Value>(&answer.body);
        assert_eq!((answer.status, parsed.is_ok()), (200, reads), "{garble}: {}", answer.body);
        assert!(parsed.is_err() || parsed.unwrap().is_array());
        assert_eq!((org.hits(fault), &org.inspect(&id)["state"]), (1, &json!("closed")));
    }
}

#[test]
fn a_delay_holds_the_answer_back() {
    let org = Org::start(json!({}));
    let fault = org.fault(json!({ "on": { "path": "/api/v2/tokens/me" }, "delayMs": 60 }));
    let asked = Instant::now();
    assert_eq!(org.get("/api/v2/tokens/me").status, 200);
    assert!(asked.elapsed() >= Duration::from_millis(60));
    assert_eq!(org.hits(fault), 1);
}

#[test]
fn the_journal_has_unknown_routes_and_no_secret() {
    let org = Org::start(json!({}));
    org.get("/api/v2/nothing?a=1");
    let secret = org.simulator.connection().client_secret.clone();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    org.raw("POST", "/oauth/token", &form, &format!("grant_type=x&client_secret={secret}")).unwrap();
    let all = org.command(json!({ "do": "requests" }));
    let unknown =
        all.as_array().unwrap().iter().find(|entry| entry["path"] == "/api/v2/nothing?a=1").unwrap();
    assert_eq!((&unknown["method"], &unknown["status"]), (&json!("GET"), &json!(404)));
    let text = all.to_string();
    assert!(text.contains("[redacted]") && !text.contains(&secret) && !text.contains(&org.token));
}

#[test]
fn a_reset_forgets_everything_but_the_address_and_the_credentials() {
    let org = Org::start(json!({ "settleMs": 3_600_000 }));
    let (id, _) = org.open(json!({}));
    let fault = org.fault(json!({ "on": { "path": "/api/v2/tokens/me" }, "respond": { "status": 500 } }));
    org.command(json!({ "do": "sabotage", "mode": "accepts-but-ignores" }));
    assert_eq!(org.get("/api/v2/tokens/me").status, 500);
    org.command(json!({ "do": "advance", "ms": 1000 }));
    org.command(json!({ "do": "reset" }));
    assert_eq!(org.get("/api/v2/tokens/me").status, 200, "same port, same token");
    assert_eq!(org.get(&messages(&id)).status, 404);
    assert_eq!(org.hits(fault), 1);
    assert_eq!(org.command(json!({ "do": "requests" })).as_array().unwrap().len(), 2);
    assert_ne!(org.open(json!({})).0, id, "an id is never used twice");
}

fn sabotaged(mode: &str) -> Org {
    Org::start(json!({ "sabotage": mode }))
}

#[test]
fn sabotage_breaks_what_it_says_and_survives_a_reset() {
    let org = sabotaged("accepts-but-ignores");
    for _ in 0..2 {
        let (id, _) = org.open(json!({}));
        assert_eq!(disconnect(&org, &id).unwrap().status, 202);
        assert_eq!(org.inspect(&id)["state"], "open");
        let versioned = format!("/api/v2/conversations/messaging/{id}");
        let version = org.get(&versioned).json()["version"].clone();
        let body = json!({ "state": "closed", "version": version, "wrapUpCodeId": org.code("Resolved") });
        assert_eq!(org.call("PUT", &versioned, body).status, 200);
        assert_eq!(org.inspect(&id)["state"], "open");
        org.command(json!({ "do": "reset" }));
    }
}

#[test]
fn sabotage_can_close_a_neighbour_or_lose_a_wrap_up() {
    let org = sabotaged("closes-neighbour");
    let (neighbour, _) = org.open(json!({}));
    let (id, _) = org.open(json!({}));
    disconnect(&org, &id).unwrap();
    assert_eq!(
        (&org.inspect(&id)["state"], &org.inspect(&neighbour)["state"]),
        (&json!("closed"), &json!("closed"))
    );
    let org = sabotaged("leaves-acw-open");
    let (id, _) = org.open(json!({}));
    let body = json!({ "state": "disconnected", "wrapup": { "code": org.code("Resolved") } });
    assert_eq!(org.call("PATCH", &org.participant_path(&id, "agent"), body).status, 202);
    let agent = org.participant(&id, "agent");
    assert_eq!((&agent["state"], &agent["afterCallWork"]), (&json!("disconnected"), &json!("pending")));
}

#[test]
fn sabotage_can_reopen_what_was_closed() {
    let org = sabotaged("reopens");
    let (id, _) = org.open(json!({}));
    disconnect(&org, &id).unwrap();
    assert_eq!(org.inspect(&id)["state"], "closed");
    eventually("it comes back", || (org.inspect(&id)["state"] == "open").then_some(()));
    assert_eq!(org.inspect(&id)["effects"]["ends"], 1);
}

#[test]
fn another_process_controls_it_and_a_page_does_not() {
    let org = Org::start(json!({}));
    let attached = Attached::attach(org.simulator.url(), None).unwrap();
    assert_eq!(attached.connection().client_id, org.simulator.connection().client_id);
    let opened = attached.execute(&Command::OpenConversation { how: Default::default() }).unwrap();
    assert_eq!(org.inspect(opened["conversationId"].as_str().unwrap())["state"], "open");
    let refused = attached.execute(&Command::Advance { ms: -1.0 }).unwrap_err();
    assert!(refused.message.contains("advance"), "{refused}");
    let control = "/_simulator/control";
    let header = ("x-playwright-genesys-control", "1");
    let command = r#"{"do":"reset"}"#;
    for headers in [&[][..], &[header, ("origin", "http://127.0.0.1:1")]] {
        assert_eq!(org.raw("POST", control, headers, command).unwrap().status, 403);
    }
    let rebound = [header, ("host", "evil.example")];
    let answer = send(&org.authority(), "POST", control, &rebound, command);
    assert_ne!(answer.unwrap().status, 200, "two hosts, one of them foreign");
    assert_eq!(org.inspect(opened["conversationId"].as_str().unwrap())["state"], "open");
}

#[test]
fn nobody_is_attached_to_what_is_no_simulator() {
    for url in ["https://127.0.0.1:1", "http://example.com", "ftp://127.0.0.1", "http://127.0.0.1:1", "x"] {
        assert!(Attached::attach(url, None).is_err(), "{url}");
    }
}

#[test]
fn stopping_frees_the_port() {
    let org = Org::start(json!({}));
    let port: u16 = org.authority().rsplit_once(':').unwrap().1.parse().unwrap();
    org.simulator.stop();
    org.simulator.stop();
    assert!(org.try_call("GET", "/api/v2/tokens/me", None).is_err());
    let again = Org::start(json!({ "port": port }));
    assert_eq!(again.get("/api/v2/tokens/me").status, 200);
}
