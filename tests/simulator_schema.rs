//! Every answer of a published operation has the vendor's field names, types and enums.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::collections::BTreeSet;

use org::published::Schema;
use org::{Answer, Org, messages};
use playwright_genesys::simulator::operations;
use serde_json::{Value, json};

/// Served, and in no published schema: the invented resource, and what needs no OAuth token.
const UNPUBLISHED: [(&str, &str); 10] = [
    ("GET", "/oauth/authorize"),
    ("GET", "/logout"),
    ("PUT", "/attachments/{attachmentId}"),
    ("GET", "/attachments/{attachmentId}"),
    ("GET", "/api/v2/conversations/messaging/{conversationId}"),
    ("PUT", "/api/v2/conversations/messaging/{conversationId}"),
    ("POST", "/api/v2/conversations/messaging/{conversationId}"),
    ("GET", "/api/v2/webmessaging/messages"),
    ("GET", "/webdeployments/v1/deployments/{deploymentId}/config.json"),
    ("GET", "/webdeployments/v1/deployments/{deploymentId}/domains.json"),
];

/// One request for a served operation; what it has in braces is filled in.
struct Row {
    method: &'static str,
    path: &'static str,
    body: Option<Value>,
}

fn row(method: &'static str, path: &'static str) -> Row {
    Row { method, path, body: None }
}

fn write(method: &'static str, path: &'static str, body: Value) -> Row {
    Row { method, path, body: Some(body) }
}

/// Reads first, then writes, so that each conversation is read in every state.
fn rows(code: &str) -> Vec<Row> {
    const SUBSCRIPTIONS: &str = "/api/v2/notifications/channels/{channelId}/subscriptions";
    const M: &str = "/api/v2/conversations/messages/{conversationId}";
    macro_rules! messages_path {
        ($rest:literal) => {
            concat!("/api/v2/conversations/messages/{conversationId}", $rest)
        };
    }
    let disconnected = json!({ "state": "disconnected" });
    let wrap_up = json!({ "code": code, "notes": "done", "tags": ["e2e"], "durationSeconds": 3 });
    vec![
        row("GET", "/api/v2/tokens/me"),
        row("HEAD", "/api/v2/tokens/me"),
        row("GET", "/api/v2/conversations"),
        row("GET", "/api/v2/conversations/settings"),
        row("GET", "/api/v2/conversations/{conversationId}"),
        row("GET", "/api/v2/conversations/messages"),
        row("GET", M),
        row("GET", messages_path!("/details")),
        row("GET", messages_path!("/participants/{participantId}/wrapupcodes")),
        row("GET", "/api/v2/conversations/{conversationId}/participants/{participantId}/wrapupcodes"),
        row("GET", "/api/v2/routing/wrapupcodes"),
        row("GET", "/api/v2/routing/wrapupcodes/{codeId}"),
        row("GET", "/api/v2/routing/queues/{queueId}"),
        row("GET", "/api/v2/routing/queues/{queueId}/wrapupcodes"),
        row("GET", "/api/v2/routing/wrapupcodes/divisionviews"),
        row("GET", "/api/v2/routing/wrapupcodes/divisionviews/{codeId}"),
        row("GET", "/api/v2/routing/queues"),
        row("GET", "/api/v2/routing/queues/divisionviews"),
        row("GET", "/api/v2/routing/queues/divisionviews/all"),
        row("GET", "/api/v2/routing/queues/me"),
        row("GET", "/api/v2/users/me"),
        row("GET", "/api/v2/users/{userId}"),
        row("GET", "/api/v2/analytics/conversations/{conversationId}/details"),
        write(
            "POST",
            "/api/v2/analytics/conversations/details/query",
            json!({ "interval": "2026-01-01T00:00:00Z/2026-03-01T00:00:00Z" }),
        ),
        row("GET", messages_path!("/messages/{messageId}")),
        write("POST", messages_path!("/messages/bulk"), json!(["{messageId}"])),
        write(
            "POST",
            messages_path!("/communications/{communicationId}/messages"),
            json!({ "textBody": "hi" }),
        ),
        write(
            "POST",
            messages_path!("/communications/{communicationId}/typing"),
            json!({ "typing": { "type": "On" } }),
        ),
        row("GET", "/api/v2/webdeployments/deployments/{deploymentId}"),
        row("GET", "/api/v2/webdeployments/deployments/{deploymentId}/configurations"),
        row("GET", "/api/v2/webdeployments/configurations/{configurationId}/versions/{versionId}"),
        write(
            "PATCH",
            messages_path!("/participants/{participantId}/attributes"),
            json!({ "attributes": { "a": "b" } }),
        ),
        write(
            "PATCH",
            "/api/v2/conversations/{conversationId}/participants/{participantId}/attributes",
            json!({ "attributes": { "a": "b" } }),
        ),
        write(
            "POST",
            messages_path!("/participants/{participantId}/replace"),
            json!({ "queueId": "{queueId}" }),
        ),
        write("POST", messages_path!("/participants/{participantId}/takeover"), json!({})),
        write(
            "POST",
            "/api/v2/conversations/{conversationId}/participants/{participantId}/replace",
            json!({ "userId": "{userId}" }),
        ),
        write(
            "POST",
            "/api/v2/conversations/{conversationId}/participants/{participantId}/replace/agent",
            json!({ "userId": "{userId}" }),
        ),
        write(
            "POST",
            "/api/v2/conversations/{conversationId}/participants/{participantId}/replace/queue",
            json!({ "queueId": "{queueId}" }),
        ),
        write("PATCH", M, disconnected.clone()),
        write("PATCH", messages_path!("/participants/{participantId}"), disconnected.clone()),
        write(
            "PATCH",
            "/api/v2/conversations/{conversationId}/participants/{participantId}",
            disconnected.clone(),
        ),
        write(
            "PATCH",
            messages_path!("/participants/{participantId}/communications/{communicationId}"),
            disconnected,
        ),
        write(
            "POST",
            messages_path!("/participants/{participantId}/communications/{communicationId}/wrapup"),
            wrap_up,
        ),
        row("GET", messages_path!("/participants/{participantId}/wrapup")),
        row("GET", messages_path!("/participants/{participantId}/communications/{communicationId}/wrapup")),
        row("GET", "/api/v2/conversations/{conversationId}/participants/{participantId}/wrapup"),
        write("POST", "/api/v2/conversations/{conversationId}/disconnect", json!({})),
        row("DELETE", "/api/v2/conversations/{conversationId}"),
        row("GET", "/api/v2/notifications/availabletopics"),
        row("GET", "/api/v2/notifications/channels"),
        row("POST", "/api/v2/notifications/channels"),
        row("HEAD", "/api/v2/notifications/channels/{channelId}"),
        write("POST", SUBSCRIPTIONS, json!([{ "id": format!("v2.users.{code}.conversations") }])),
        row("GET", SUBSCRIPTIONS),
        write("PUT", SUBSCRIPTIONS, json!([{ "id": "channel.metadata" }])),
        row("DELETE", SUBSCRIPTIONS),
        row("DELETE", "/api/v2/tokens/me"),
    ]
}

/// A connected conversation of its own for every row; where a wrap-up is read, it is there.
fn ask(org: &Org, row: &Row, code: &str) -> Answer {
    let (conversation, message) = org.open(json!({ "attributes": { "k": "v" } }));
    let agent = org.participant(&conversation, "agent");
    if row.path.ends_with("/wrapup") && row.method == "GET" {
        let wrap_up = json!({ "wrapup": { "code": code, "notes": "n" }, "state": "disconnected" });
        org.call("PATCH", &org.participant_path(&conversation, "agent"), wrap_up);
    }
    let deployment = org.simulator.connection().deployment_id.clone();
    let configured = org.get(&format!("/api/v2/webdeployments/deployments/{deployment}")).json();
    let channel = org.call("POST", "/api/v2/notifications/channels", json!({})).json();
    let channel = channel["id"].as_str().unwrap().to_string();
    let text = |value: &Value| value.as_str().unwrap().to_string();
    if row.path.contains("/analytics/") {
        org.command(json!({ "do": "advance", "ms": 60_000 }));
    }
    let is_message = row.path.ends_with("/messages/{conversationId}/details");
    let id = if is_message { &message } else { &conversation };
    let user = org.get(&messages(&conversation)).json()["participants"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|p| p["user"]["id"].as_str().map(String::from));
    let filled = |template: &str| {
        template
            .replace("{conversationId}", id)
            .replace("{messageId}", &message)
            .replace("{userId}", &user.clone().unwrap())
            .replace("{participantId}", &text(&agent["id"]))
            .replace("{communicationId}", &text(&agent["communicationId"]))
            .replace("{queueId}", &text(&agent["queueId"]))
            .replace("{codeId}", code)
            .replace("{deploymentId}", &deployment)
            .replace("{channelId}", &channel)
            .replace("{configurationId}", &text(&configured["configuration"]["id"]))
            .replace("{versionId}", &text(&configured["configuration"]["version"]))
    };
    let body = row.body.as_ref().map(|body| serde_json::from_str(&filled(&body.to_string())).unwrap());
    org.try_call(row.method, &filled(row.path), body.as_ref()).unwrap()
}

#[test]
fn every_success_has_the_published_shape() {
    let schema = Schema::load();
    let mut org = Org::start(json!({}));
    let code = org.code("Resolved");
    // Some are asked for by users only.
    org.sign_in("Sample Agent");
    for row in rows(&code) {
        let label = format!("{} {}", row.method, row.path);
        let operation = schema.operation(row.method, row.path);
        let answer = ask(&org, &row, &code);
        assert_eq!(answer.status, operation["success"], "{label}: {}", answer.body);
        schema.check(&answer, &operation["response"], &label);
    }
    schema.check(&org.log_in(), &json!("OAuthTokenResponse"), "token");
}

#[test]
fn no_served_operation_is_left_out_of_the_table() {
    let tested: BTreeSet<_> = rows("").iter().map(|row| (row.method, row.path)).collect();
    let served: BTreeSet<_> = operations().collect();
    let published: BTreeSet<_> = served.iter().copied().filter(|o| !UNPUBLISHED.contains(o)).collect();
    let with_token =
        tested.union(&BTreeSet::from([("POST", "/oauth/token")])).copied().collect::<BTreeSet<_>>();
    assert_eq!(published, with_token);
    assert!(UNPUBLISHED.iter().all(|operation| served.contains(operation)));
}

#[test]
fn a_conversation_has_the_published_shape_in_every_state() {
    let schema = Schema::load();
    let org = Org::start(json!({}));
    let code = org.code("Resolved");
    let check = |id: &str, state: &str| {
        schema.check(&org.get(&messages(id)), &json!("MessageConversation"), state);
        schema.check(&org.get(&format!("/api/v2/conversations/{id}")), &json!("Conversation"), state);
    };
    for how in [json!({ "bot": true }), json!({ "agent": "none" }), json!({ "agent": "alerting" }), json!({})]
    {
        let (id, _) = org.open(how.clone());
        check(&id, &how.to_string());
        org.call("PATCH", &messages(&id), json!({ "state": "disconnected" }));
        check(&id, &format!("{how}, ended"));
    }
    let (id, message) = org.open(json!({}));
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "say", "text": "hi" } }));
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "transfer" } }));
    check(&id, "transferred");
    let wrapped = json!({ "state": "disconnected", "wrapup": { "code": code, "tags": ["x"] } });
    org.call("PATCH", &org.participant_path(&id, "agent"), wrapped);
    check(&id, "wrapped up");
    schema.check(&org.get(&format!("{}/details", messages(&message))), &json!("MessageData"), "details");
}

#[test]
fn queue_and_agents_ask_for_wrap_ups_in_published_words() {
    let schema = Schema::load();
    for (wrap_up, of_queue, of_agent) in [
        (json!({}), "MANDATORY", json!("mandatory")),
        (json!({ "required": false }), "OPTIONAL", Value::Null),
        (json!({ "timeoutMs": 30_000 }), "MANDATORY_TIMEOUT", json!("timeout")),
        (json!({ "timeoutMs": 30_000, "forced": true }), "MANDATORY_FORCED_TIMEOUT", json!("forcedTimeout")),
    ] {
        let org = Org::start(json!({ "wrapUp": wrap_up }));
        let (id, _) = org.open(json!({}));
        let agent = org.participant(&id, "agent");
        let queue = org.get(&format!("/api/v2/routing/queues/{}", agent["queueId"].as_str().unwrap()));
        schema.check(&queue, &json!("Queue"), of_queue);
        assert_eq!(queue.json()["acwSettings"]["wrapupPrompt"], of_queue);
        let seen = org.get(&messages(&id));
        schema.check(&seen, &json!("MessageConversation"), of_queue);
        let participants = seen.json()["participants"].as_array().unwrap().clone();
        assert_eq!(participants.iter().find(|p| p["purpose"] == "agent").unwrap()["wrapupPrompt"], of_agent);
    }
}

#[test]
fn every_refusal_is_an_error_body_that_repeats_the_correlation_id() {
    let schema = Schema::load();
    let org = Org::start(json!({ "permissions": ["conversation:communication:view"] }));
    let (id, _) = org.open(json!({}));
    let nobody = "11111111-2222-4333-8444-555555555555";
    let attributes = format!("{}/attributes", org.participant_path(&id, "agent"));
    let refused = [
        (400, org.call("PATCH", &attributes, json!([]))),
        (401, org.raw("GET", &messages(&id), &[], "").unwrap()),
        (403, org.call("PATCH", &messages(&id), json!({ "state": "disconnected" }))),
        (404, org.get(&messages(nobody))),
        (404, org.get("/api/v2/nothing")),
        (
            415,
            org.raw("PATCH", &attributes, &[("authorization", &format!("bearer {}", org.token))], "{}")
                .unwrap(),
        ),
    ];
    for (status, answer) in refused {
        assert_eq!(answer.status, status, "{}", answer.body);
        schema.check(&answer, &json!("ErrorBody"), "refusal");
        let body = answer.json();
        assert_eq!(body["status"], answer.status);
        assert_eq!(body["contextId"], *answer.header("inin-correlation-id").unwrap());
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer = org.raw("POST", "/oauth/token", &form, "grant_type=client_credentials").unwrap();
    assert_eq!(answer.status, 400);
    schema.check(&answer, &json!("OAuthErrorResponse"), "login");
}

#[test]
fn the_check_notices_each_kind_of_difference() {
    let good = json!({ "id": "x", "participants": [{ "state": "connected", "held": false }] });
    let differs = |change: fn(&mut Value)| {
        let mut body = good.clone();
        change(&mut body);
        let answer = Answer { status: 200, headers: Vec::new(), body: body.to_string() };
        let check = || Schema::load().check(&answer, &json!("MessageConversation"), "probe");
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(check)).is_err()
    };
    assert!(!differs(|_| {}));
    assert!(differs(|body| body["participants"][0]["invented"] = json!(1)), "unknown field");
    assert!(differs(|body| body["participants"][0]["held"] = json!("no")), "wrong type");
    assert!(differs(|body| body["participants"][0]["state"] = json!("closed")), "enum");
    assert!(differs(|body| body["participants"][0]["endTime"] = json!("today")), "time");
    assert!(differs(|body| body["id"] = Value::Null), "null");
}
