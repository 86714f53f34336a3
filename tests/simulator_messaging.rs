//! The versioned resource, and which of the two an org speaks.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use org::{Org, messages};
use serde_json::{Value, json};

#[test]
fn the_versioned_resource_asks_for_version_and_disposition() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let path = format!("/api/v2/conversations/messaging/{id}");
    let read = org.get(&path).json();
    assert_eq!(read["state"], "active");
    let version = read["version"].as_u64().unwrap();
    let refused = |body: Value| {
        let answer = org.call("PUT", &path, body);
        let error = answer.json()["errors"][0].clone();
        assert_eq!(error["status"], answer.status.to_string(), "the status is a text");
        (answer.status, error["code"].as_str().unwrap().to_string(), error["message"].to_string())
    };
    let code = org.code("Resolved");
    assert_eq!(refused(json!({ "state": "closed", "wrapUpCodeId": code })).0, 409);
    assert_eq!(refused(json!({ "state": "closed", "version": version - 1, "wrapUpCodeId": code })).0, 409);
    let (status, kind, message) = refused(json!({ "state": "closed", "version": version }));
    assert_eq!((status, kind.as_str()), (400, "bad_request"));
    assert!(message.contains("cannot transition to 'closed' without disposition"), "{message}");
    let trap = org.call("POST", &path, json!({ "action": "close" }));
    assert_eq!((trap.status, trap.json()["version"].as_u64()), (200, Some(version)));
    assert_eq!(org.inspect(&id)["state"], "open");
    let closed =
        org.call("PUT", &path, json!({ "state": "closed", "version": version, "wrapUpCodeId": code }));
    assert_eq!((closed.status, closed.json()["state"].as_str().unwrap()), (200, "closed"));
    assert_eq!(org.participant(&id, "agent")["afterCallWork"], "complete");
    assert!(
        org.get(&messages(&id)).json()["participants"][0]["endTime"].is_string(),
        "one record, two views"
    );
}

#[test]
fn the_resource_that_is_not_spoken_is_not_found() {
    for (resource, found, missing) in
        [("messages", "messages", "messaging"), ("messaging", "messaging", "messages")]
    {
        let org = Org::start(json!({ "resource": resource }));
        let (id, message) = org.open(json!({}));
        assert_eq!(org.get(&format!("/api/v2/conversations/{found}/{id}")).status, 200);
        let answer = org.get(&format!("/api/v2/conversations/{missing}/{id}"));
        assert_eq!((answer.status, answer.json()["code"].as_str().unwrap()), (404, "not.found"));
        assert_eq!(org.get(&format!("{}/details", messages(&message))).status, 200);
    }
}
