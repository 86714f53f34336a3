//! Who may call, how often, and what the org says otherwise.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use org::{Org, messages};
use serde_json::{Value, json};

#[test]
fn a_missing_permission_is_named_as_the_vendor_names_it() {
    let org = Org::start(json!({ "permissions": [] }));
    let (id, message) = org.open(json!({}));
    for (answer, code, names) in [
        (
            org.call("PATCH", &messages(&id), json!({ "state": "disconnected" })),
            "missing.any.permissions",
            "[conversation:communication:disconnect, conversation:message:park]",
        ),
        (
            org.get(&format!("{}/details", messages(&message))),
            "missing.any.permissions",
            "[conversation:message:view, conversation:webmessaging:view]",
        ),
        (org.get("/api/v2/routing/wrapupcodes"), "missing.permissions", "[routing:wrapupCode:view]"),
    ] {
        let body = answer.json();
        assert_eq!((answer.status, body["code"].as_str().unwrap()), (403, code));
        assert!(body["message"].as_str().unwrap().ends_with(names), "{body}");
        assert_eq!(body["messageParams"]["permissions"], names);
    }
    assert_eq!(org.get(&messages(&id)).status, 200, "reading needs none");
    assert_eq!(org.inspect(&id)["state"], "open");
}

#[test]
fn one_of_several_permissions_is_enough() {
    let org = Org::start(json!({ "permissions": ["conversation:webmessaging:view"] }));
    let (_, message) = org.open(json!({}));
    assert_eq!(org.get(&format!("{}/details", messages(&message))).status, 200);
}

#[test]
fn scopes_count_where_the_simulator_was_given_some() {
    let org = Org::start(json!({ "scopes": ["conversations:readonly"] }));
    let (id, _) = org.open(json!({}));
    assert_eq!(org.get(&messages(&id)).status, 200);
    assert_eq!(org.call("PATCH", &messages(&id), json!({ "state": "disconnected" })).status, 403);
    let versioned = org.call("PUT", &format!("/api/v2/conversations/messaging/{id}"), json!({}));
    let error = versioned.json()["errors"][0].clone();
    assert_eq!((versioned.status, error["status"].as_str()), (403, Some("403")));
    assert!(error["message"].as_str().unwrap().contains("conversations:messaging"));
}

#[test]
fn a_token_ends_with_its_life_or_when_it_is_revoked() {
    let mut org = Org::start(json!({}));
    assert_eq!(org.get("/api/v2/tokens/me").status, 200);
    org.command(json!({ "do": "advance", "ms": 86_400_000 }));
    let expired = org.get("/api/v2/tokens/me");
    assert_eq!((expired.status, expired.json()["code"].as_str().unwrap()), (401, "bad.credentials"));
    org.token = org.log_in().json()["access_token"].as_str().unwrap().into();
    assert_eq!(org.try_call("DELETE", "/api/v2/tokens/me", None).unwrap().status, 200);
    assert_eq!(org.try_call("HEAD", "/api/v2/tokens/me", None).unwrap().status, 401);
    let none = org.raw("GET", "/api/v2/tokens/me", &[], "").unwrap();
    assert_eq!(none.json()["code"], "authentication.required");
}

#[test]
fn wrong_credentials_are_refused_with_the_chosen_status() {
    for status in [400, 401] {
        let org = Org::start(json!({ "invalidClientStatus": status }));
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let body = "grant_type=client_credentials&client_id=a&client_secret=b";
        let answer = org.raw("POST", "/oauth/token", &form, body).unwrap();
        assert_eq!(answer.status, status);
        assert_eq!(answer.json()["error"], "invalid_client");
        let connection = org.simulator.connection();
        let (id, secret) = (&connection.client_id, &connection.client_secret);
        let body = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        assert_eq!(org.raw("POST", "/oauth/token", &form, &body).unwrap().status, 200);
    }
}

#[test]
fn a_spent_budget_is_told_and_comes_back() {
    let org = Org::start(json!({ "limits": { "requestsPerMinute": 2 } }));
    let first = org.get("/api/v2/tokens/me");
    assert_eq!(first.header("inin-ratelimit-count"), Some("1"));
    assert_eq!(first.header("inin-ratelimit-allowed"), Some("2"));
    org.get("/api/v2/tokens/me");
    let third = org.get("/api/v2/tokens/me");
    assert_eq!(
        (third.status, third.json()["code"].as_str().unwrap()),
        (429, "too.many.requests.retry.after")
    );
    let seconds: u64 = third.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    org.command(json!({ "do": "advance", "ms": 60_000 }));
    assert_eq!(org.get("/api/v2/tokens/me").status, 200);
    let genesys = Org::start(json!({ "limits": "genesys" }));
    assert_eq!(genesys.simulator.connection().requests_per_minute, json!(300));
}

#[test]
fn the_public_files_need_no_token() {
    for (setting, expected) in [
        ("off", json!({ "enabled": false, "type": "Send" })),
        ("Send", json!({ "enabled": true, "type": "Send" })),
        ("ReadOnly", json!({ "enabled": true, "type": "ReadOnly" })),
    ] {
        let org = Org::start(json!({ "deployment": { "conversationDisconnect": setting } }));
        let id = org.simulator.connection().deployment_id.clone();
        let path = |id: &str, file: &str| format!("/webdeployments/v1/deployments/{id}/{file}");
        let config = org.raw("GET", &path(&id, "config.json"), &[], "").unwrap();
        assert_eq!(config.header("access-control-allow-origin"), Some("*"));
        let apps: Value = config.json()["messenger"]["apps"]["conversations"].clone();
        assert_eq!(apps["conversationDisconnect"], expected);
        let domains = org.raw("GET", &path(&id, "domains.json"), &[], "").unwrap().json();
        assert_eq!(domains, json!({ "allowAllDomains": true, "allowedDomains": [] }));
        let unknown = org.raw("GET", &path("nobody", "config.json"), &[], "").unwrap();
        assert_eq!((unknown.status, unknown.header("content-type")), (403, Some("application/xml")));
        assert_eq!(unknown.header("access-control-allow-origin"), Some("*"));
    }
}
