//! What a close survives: lost answers, races, expired tokens, people who were faster.
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod closing;

use closing::{Bench, client, close_with, named};
use serde_json::{Value, json};

fn outcome(report: &playwright_genesys::close::CloseReport) -> Value {
    serde_json::to_value(report).unwrap()["outcome"].clone()
}

/// By the server's own count: disconnected once, wrapped up once, ended once.
fn assert_took_effect_once(bench: &Bench, id: &str) {
    let record = bench.record(id);
    assert_eq!(record["state"], "closed");
    let count = |name: &str| record["effects"][name].as_u64().unwrap();
    assert_eq!(count("participantDisconnects") + count("conversationDisconnects"), 1);
    assert_eq!((count("wrapUps"), count("ends")), (1, 1));
}

#[tokio::test]
async fn a_lost_answer_does_not_cost_a_second_write() {
    for resource in ["messages", "messaging"] {
        let bench = Bench::start(json!({}), json!({ "resource": resource }));
        let method = if resource == "messages" { "PATCH" } else { "PUT" };
        let fault = bench.fault(json!({ "on": { "method": method, "times": 1 }, "cut": "after" }));
        let id = bench.open(json!({ "agent": "connected" }));
        let report = bench.close(&id, named()).await.expect("the effect shows");
        assert_eq!(outcome(&report), "closed");
        assert_eq!((bench.hits(fault), bench.writes()), (1, 1), "{resource}");
        assert_took_effect_once(&bench, &id);
    }
}

#[tokio::test]
async fn a_write_that_was_lost_before_its_effect_is_repeated() {
    for does in [json!({ "cut": "before" }), json!({ "respond": { "status": 503 } })] {
        let bench = Bench::usual();
        let mut rule = json!({ "on": { "method": "PATCH", "times": 1 } });
        rule.as_object_mut().unwrap().extend(does.as_object().unwrap().clone());
        let fault = bench.fault(rule);
        let id = bench.open(json!({ "agent": "connected" }));
        let report = bench.close(&id, named()).await.expect("the second write lands");
        assert_eq!(outcome(&report), "closed");
        assert_eq!((bench.hits(fault), bench.writes()), (1, 2));
        assert_took_effect_once(&bench, &id);
    }
}

#[tokio::test]
async fn a_verifying_read_may_fail_for_a_while() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let path = format!("/api/v2/conversations/messages/{id}");
    let fault = bench.fault(json!({ "on": { "method": "GET", "path": path, "nth": 2, "times": 8 }, "respond": { "status": 502 } }));
    let report = bench.close(&id, named()).await.expect("the reads recover");
    assert_eq!(outcome(&report), "closed");
    assert_eq!(bench.hits(fault), 8);
    assert_took_effect_once(&bench, &id);
}

#[tokio::test]
async fn a_lost_race_is_decided_anew() {
    let bench = Bench::start(json!({}), json!({ "resource": "messaging" }));
    let fault = bench.fault(json!({ "on": { "method": "PUT", "times": 2 }, "respond": { "status": 409 } }));
    let id = bench.open(json!({ "agent": "connected" }));
    let report = bench.close(&id, named()).await.expect("the third write lands");
    assert_eq!(outcome(&report), "closed");
    assert_eq!(report.witnesses.server.detail, "A read after the write shows that its state is closed.");
    assert_eq!(bench.hits(fault), 2);
    assert_took_effect_once(&bench, &id);
}

#[tokio::test]
async fn an_expired_token_is_renewed_once_for_all() {
    let bench = Bench::usual();
    let ids: Vec<_> = (0..8).map(|_| bench.open(json!({ "agent": "connected" }))).collect();
    bench.close(&ids[0], named()).await.expect("a first close logs in");
    bench.command(json!({ "do": "advance", "ms": 2.0 * 86_400_000.0 }));
    let late: Vec<_> = (0..7).map(|_| bench.open(json!({ "agent": "connected" }))).collect();
    let closes = late.iter().map(|id| bench.close(id, named()));
    for report in futures_util::future::join_all(closes).await {
        assert_eq!(outcome(&report.expect("the token is renewed")), "closed");
    }
    let logins = bench.requests().iter().filter(|(_, path)| path == "/oauth/token").count();
    assert_eq!(logins, 2, "one login at first, and one renewal shared by all");
}

#[tokio::test]
async fn whoever_stays_after_the_agent_is_ended_in_a_step_of_its_own() {
    let bench = Bench::start(json!({ "customerStays": true }), json!({}));
    let id = bench.open(json!({ "agent": "connected" }));
    let report = bench.close(&id, named()).await.expect("the conversation is swept");
    let steps: Vec<_> = report.steps.iter().map(|step| step.name.as_str()).collect();
    assert!(
        steps.contains(&"disconnect the agent") && steps.contains(&"disconnect the conversation"),
        "{steps:?}"
    );
    assert_eq!(bench.record(&id)["state"], "closed");
}

#[tokio::test]
async fn under_a_forced_agent_the_report_says_that_the_customer_is_still_there() {
    let bench = Bench::start(json!({ "customerStays": true }), json!({}));
    let id = bench.open(json!({ "agent": "connected" }));
    let mut options = named();
    options["strategy"] = json!("agent");
    let report = bench.close(&id, options).await.expect("the agent has left");
    assert!(
        report.witnesses.server.detail.contains("customer connected"),
        "{}",
        report.witnesses.server.detail
    );
    assert_eq!(bench.record(&id)["state"], "open");
}

#[tokio::test]
async fn a_conversation_that_others_are_closing_is_closed_once() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let second = client(&bench.simulator, json!({}));
    let (a, b) = tokio::join!(bench.close(&id, named()), close_with(&second, &id, named()));
    let outcomes = [outcome(&a.expect("closed")), outcome(&b.expect("closed"))];
    assert!(outcomes.contains(&json!("closed")));
    assert_took_effect_once(&bench, &id);
}

#[tokio::test]
async fn the_resource_is_found_out_once() {
    let bench = Bench::start(json!({ "resource": "messaging" }), json!({}));
    for expected in [4 + 1, 3] {
        let id = bench.open(json!({ "agent": "connected" }));
        let report = bench.close(&id, named()).await.expect("the versioned resource answers");
        assert_eq!(report.requests, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_who_was_replaced_while_being_disconnected_is_followed() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let refused = json!({ "code": "not.authorized", "status": 403, "message": "forbidden" });
    let slow = json!({ "on": { "method": "PATCH", "times": 1 }, "delayMs": 300, "respond": { "status": 403, "body": refused } });
    let fault = bench.fault(slow);
    let transferred = async {
        while bench.hits(fault) == 0 {
            tokio::task::yield_now().await;
        }
        bench.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "transfer" } }));
    };
    let (report, ()) = tokio::join!(bench.close(&id, named()), transferred);
    assert_eq!(outcome(&report.expect("the new agent is disconnected")), "closed");
    assert_eq!(bench.record(&id)["state"], "closed");
}

#[tokio::test]
async fn a_wrap_up_whose_answer_was_lost_is_looked_for_and_one_that_was_not_applied_repeated() {
    for (does, posts) in [(json!({ "cut": "after" }), 1), (json!({ "respond": { "status": 500 } }), 2)] {
        let bench = Bench::usual();
        let mut rule =
            json!({ "on": { "method": "POST", "path": { "source": "/wrapup$", "flags": "" }, "times": 1 } });
        rule.as_object_mut().unwrap().extend(does.as_object().unwrap().clone());
        let fault = bench.fault(rule);
        let id = bench.open(json!({ "agent": "connected" }));
        let mut options = named();
        options["strategy"] = json!("conversation");
        let report = serde_json::to_value(bench.close(&id, options).await.expect("closed")).unwrap();
        assert_eq!(report["wrapUp"]["status"], "applied", "{does}");
        let sent = bench
            .requests()
            .iter()
            .filter(|(method, path)| method == "POST" && path.ends_with("/wrapup"))
            .count();
        assert_eq!((bench.hits(fault), sent), (1, posts));
        assert_took_effect_once(&bench, &id);
    }
}

#[tokio::test]
async fn a_write_whose_answer_is_far_away_is_looked_for_at_once() {
    let bench = Bench::start(json!({ "settleMs": 20 }), json!({}));
    let id = bench.open(json!({ "agent": "connected" }));
    bench.fault(json!({ "on": { "method": "PATCH" }, "delayMs": 90 }));
    let report = bench.close(&id, named()).await.unwrap();
    let steps = serde_json::to_value(&report).unwrap()["steps"].clone();
    let asked: Vec<_> = steps.as_array().unwrap().iter().filter(|step| step["method"].is_string()).collect();
    let write = asked.iter().position(|step| step["method"] == "PATCH").unwrap();
    let at = |index: usize| asked[index]["at"].as_u64().unwrap();
    let apart = at(write + 1) - at(write) - asked[write]["elapsedMs"].as_u64().unwrap();
    assert!(apart < 40, "the look came {apart} ms after the answer");
}
