//! What a close says when it cannot be done: the last thing known, and whether a write may
//! have landed.

mod closing;

use std::time::Duration;

use closing::{Bench, client, close_with, code_of, named};
use playwright_genesys::close::find;
use playwright_genesys::error::{Effect, Error};
use playwright_genesys::platform::{Call, Trace, find_conversation};
use serde_json::{Value, json};

fn short(mut options: Value) -> Value {
    options["timeoutMs"] = json!(700);
    options
}

async fn failure(bench: &Bench, how: Value, options: Value) -> Error {
    let id = bench.open(how);
    bench.close(&id, options).await.expect_err("the close cannot be done")
}

#[tokio::test]
async fn an_accepted_write_that_changes_nothing_is_not_closed() {
    let bench = Bench::start(json!({ "sabotage": "accepts-but-ignores" }), json!({}));
    let error = failure(&bench, json!({ "agent": "connected" }), short(named())).await;
    assert_eq!((code_of(&error), error.context.effect), ("NOT_CLOSED", Effect::Done));
    let requests = error.context.report.as_ref().expect("it has one")["requests"].clone();
    assert_eq!(json!(error.context.attempts), requests, "a verdict is of all requests");
    assert!(error.message.contains("agent connected"), "{}", error.message);
    assert!(error.context.report.is_some_and(|report| report["steps"].as_array().unwrap().len() > 3));
    assert_eq!(bench.writes(), 1, "an accepted write is not repeated");
}

#[tokio::test]
async fn endless_conflicts_are_a_conflict() {
    let bench = Bench::start(json!({}), json!({ "resource": "messaging" }));
    let fault = bench.fault(json!({ "on": { "method": "PUT" }, "respond": { "status": 409 } }));
    let error = failure(&bench, json!({ "agent": "connected" }), short(named())).await;
    assert_eq!((code_of(&error), error.context.effect), ("CONFLICT", Effect::None));
    assert!(bench.hits(fault) > 1);
}

#[tokio::test]
async fn a_limit_beyond_the_deadline_ends_at_once() {
    let bench = Bench::usual();
    let fault = bench.fault(json!({ "on": { "method": "PATCH" }, "respond": { "status": 500 } }));
    let error = failure(&bench, json!({ "agent": "connected" }), short(named())).await;
    assert_eq!((code_of(&error), error.context.effect), ("UNAVAILABLE", Effect::Unknown));
    assert!(bench.hits(fault) > 0);
}

#[tokio::test]
async fn silence_is_a_timeout_within_the_deadline() {
    let bench = Bench::usual();
    let fault = bench.fault(json!({ "on": { "method": "GET" }, "delayMs": 5_000 }));
    let error = failure(&bench, json!({}), short(named())).await;
    assert_eq!((code_of(&error), error.context.effect), ("TIMEOUT", Effect::None));
    assert!(bench.hits(fault) > 0);
}

#[tokio::test]
async fn an_unknown_conversation_names_both_resources() {
    let bench = Bench::usual();
    let error = bench.close("99999999-9999-4999-8999-999999999999", named()).await.expect_err("unknown");
    assert_eq!(code_of(&error), "NOT_FOUND");
    assert!(error.message.contains("not found on messages; messaging answered 404"), "{}", error.message);
    assert!(error.context.correlation_id.is_some());
}

#[tokio::test]
async fn a_missing_permission_is_named_with_the_token_it_was_missing_to() {
    let bench = Bench::start(json!({ "permissions": ["conversation:communication:view"] }), json!({}));
    let error = failure(&bench, json!({ "agent": "connected" }), named()).await;
    assert_eq!((code_of(&error), error.context.status), ("FORBIDDEN", Some(403)));
    assert!(error.context.permissions.contains(&"conversation:communication:disconnect".to_string()));
    assert!(error.context.hint.as_deref().is_some_and(|hint| hint.contains("The credentials came from")));
    assert_eq!(bench.record(&error.context.conversation_id.clone().unwrap())["state"], "open");
}

#[tokio::test]
async fn the_invented_scope_is_named_only_where_the_resource_was_pinned() {
    let scopes = json!({ "scopes": ["conversations"] });
    let pinned = Bench::start(scopes.clone(), json!({ "resource": "messaging" }));
    let error = failure(&pinned, json!({ "agent": "connected" }), named()).await;
    assert_eq!(code_of(&error), "FORBIDDEN");
    assert_eq!(error.context.permissions, ["conversations:messaging"]);
    let auto = Bench::start(scopes, json!({}));
    let error = auto.close("99999999-9999-4999-8999-999999999999", named()).await.expect_err("unknown");
    assert_eq!(code_of(&error), "NOT_FOUND");
    assert!(error.message.contains("messaging answered 403"), "{}", error.message);
}

#[tokio::test]
async fn wrong_credentials_are_told_from_a_refused_token() {
    let bench = Bench::usual();
    let id = bench.open(json!({}));
    let wrong = client(&bench.simulator, json!({ "clientSecret": "wrong" }));
    let error = close_with(&wrong, &id, named()).await.expect_err("a wrong secret");
    assert_eq!((code_of(&error), error.context.effect), ("CREDENTIALS_REJECTED", Effect::None));
    let foreign = client(&bench.simulator, json!({ "accessToken": "somebody else's" }));
    let error = close_with(&foreign, &id, named()).await.expect_err("a wrong token");
    assert_eq!((code_of(&error), error.context.status), ("UNAUTHORIZED", Some(401)));
}

#[tokio::test]
async fn an_answer_that_is_no_conversation_is_a_decode_error() {
    for garble in ["not-json", "truncated", "wrong-shape"] {
        let bench = Bench::usual();
        let fault = bench.fault(json!({ "on": { "method": "GET" }, "garble": garble }));
        let error = failure(&bench, json!({}), short(named())).await;
        assert!(["DECODE", "TRANSPORT"].contains(&code_of(&error)), "{garble}: {error}");
        assert_eq!(error.context.effect, Effect::None);
        assert!(bench.hits(fault) > 0);
        assert_eq!(bench.writes(), 0);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_token() {
    let bench = Bench::usual();
    let other = Bench::usual();
    let id = bench.open(json!({}));
    let fault = bench.fault(json!({ "on": { "method": "GET" }, "respond": { "status": 302 } }));
    let error = bench.close(&id, short(named())).await.expect_err("a redirect");
    assert_eq!(code_of(&error), "REJECTED");
    assert!(bench.hits(fault) > 0);
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn what_was_not_looked_at_after_the_write_is_not_said_to_be_open() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let path = format!("/api/v2/conversations/messages/{id}");
    let fault = bench
        .fault(json!({ "on": { "method": "GET", "path": path, "nth": 2, "times": 50 }, "delayMs": 5_000 }));
    let error = bench.close(&id, short(named())).await.expect_err("no read is answered");
    assert_eq!((code_of(&error), error.context.effect), ("TIMEOUT", Effect::Done));
    assert!(error.message.contains("accepted") && error.context.attempts > 0, "{error}");
    assert!(bench.hits(fault) > 0);
}

#[tokio::test]
async fn a_login_host_that_is_none_is_told_from_one_that_refuses() {
    for status in [302, 404, 407] {
        let bench = Bench::usual();
        let fault = bench.fault(
            json!({ "on": { "path": "/oauth/token" }, "respond": { "status": status, "body": "<html>" } }),
        );
        let error = failure(&bench, json!({}), short(named())).await;
        assert_eq!((code_of(&error), error.context.attempts), ("REJECTED", 1), "{status}");
        assert!(bench.hits(fault) > 0);
    }
    let bench = Bench::usual();
    let fault = bench.fault(json!({ "on": { "path": "/oauth/token" }, "delayMs": 5_000 }));
    let error = failure(&bench, json!({}), short(named())).await;
    assert_eq!(code_of(&error), "TIMEOUT");
    assert!(bench.hits(fault) > 0);
}

#[tokio::test]
async fn a_message_that_is_not_there_is_not_found_whenever_the_deadline_comes() {
    let bench = Bench::start(json!({ "latencyMs": 30 }), json!({}));
    let id = "0123456789abcdef0123456789abcdef".parse().unwrap();
    for ms in [500, 550, 600, 650] {
        let call = Call::new(&bench.client, Some(Duration::from_millis(ms)), Trace::default());
        let error = find_conversation(&call, &id).await.expect_err("there is no such message");
        assert_eq!(code_of(&error), "NOT_FOUND", "{ms}: {error}");
    }
}

#[tokio::test]
async fn nothing_is_sent_once_the_deadline_has_passed() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let call = Call::new(&bench.client, Some(Duration::from_secs(5)), Trace::default());
    call.log_in().await.expect("a token");
    let late = Call::new(&bench.client, Some(Duration::ZERO), Trace::default());
    let error = find(&late, &id.parse().unwrap()).await.expect_err("no time is left");
    assert_eq!((code_of(&error), late.trace.requests()), ("TIMEOUT", 0));
}

#[tokio::test]
async fn a_login_host_that_throttles_is_waited_out_and_one_that_refuses_is_not() {
    let refusal = |text: &str| json!({ "error": "invalid_request", "description": text });
    let throttled = refusal("rate limit exceeded, slow down");
    for (body, times, outcome) in [
        (throttled.clone(), 2, Ok(())),
        (throttled, 100, Err(("RATE_LIMITED", 5))),
        (refusal("grant_type is missing"), 100, Err(("CREDENTIALS_REJECTED", 1))),
    ] {
        let bench = Bench::usual();
        let rule = json!({ "on": { "path": "/oauth/token", "times": times }, "respond": { "status": 400, "body": body } });
        let fault = bench.fault(rule);
        let id = bench.open(json!({ "agent": "connected" }));
        let closed = bench.close(&id, named()).await;
        let seen = closed.map(drop).map_err(|error| (code_of(&error), error.context.attempts));
        assert_eq!(seen, outcome);
        assert!(bench.hits(fault) > 0);
    }
}
