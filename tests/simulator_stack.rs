//! What desktops and back-ends ask around a conversation: sign-in, queues, topics, analytics.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use org::{Answer, Org};
use serde_json::{Value, json};

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];
const BACK: &str = "http%3A%2F%2Flocalhost%3A3000%2Fback";

fn authorize(org: &Org, query: &str) -> Answer {
    org.raw("GET", &format!("/oauth/authorize?client_id=desktop&redirect_uri={BACK}&{query}"), &[], "")
        .unwrap()
}

fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, 302, "{}", answer.body);
    answer.header("location").unwrap()
}

fn part<'a>(address: &'a str, name: &str) -> &'a str {
    address.split(['?', '#', '&']).find_map(|pair| pair.strip_prefix(&format!("{name}="))).unwrap()
}

#[test]
fn an_agent_desktop_signs_in_by_the_implicit_grant() {
    let mut org = Org::start(json!({}));
    let client = org.token.clone();
    let answer = authorize(&org, "response_type=token&state=a%20b");
    let address = location(&answer);
    assert!(address.starts_with("http://localhost:3000/back#access_token="), "{address}");
    assert_eq!(part(address, "state"), "a%20b");
    org.token = part(address, "access_token").into();
    let me = org.get("/api/v2/users/me").json();
    assert_eq!(me["name"], "Sample Agent");
    assert_eq!(
        org.get(&format!("/api/v2/users/{}", me["id"].as_str().unwrap())).json()["name"],
        "Sample Agent"
    );
    assert_eq!(org.get("/api/v2/tokens/me").json()["OAuthClient"]["authorizedGrantType"], "TOKEN");
    org.token = client;
    let refused = org.get("/api/v2/users/me");
    assert_eq!((refused.status, refused.json()["code"].clone()), (400, json!("not.a.user")));
}

#[test]
fn a_code_is_good_once_for_whoever_asked_for_it() {
    let org = Org::start(json!({}));
    // RFC 7636, appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let query = format!("response_type=code&code_challenge={challenge}&code_challenge_method=S256");
    let code = || part(location(&authorize(&org, &query)), "code").to_string();
    let redeem = |code: &str, rest: &str| {
        let body = format!("grant_type=authorization_code&code={code}&redirect_uri={BACK}&{rest}");
        org.raw("POST", "/oauth/token", &FORM, &body).unwrap()
    };
    let good = code();
    let ours = format!("client_id=desktop&code_verifier={verifier}");
    assert_eq!(redeem(&good, &ours).status, 200);
    assert_eq!(redeem(&good, &ours).json()["error"], "invalid_grant", "only once");
    for rest in
        ["client_id=desktop&code_verifier=another", "client_id=desktop", "client_id=other&code_verifier=x"]
    {
        assert_eq!(redeem(&code(), rest).status, 400, "{rest}");
    }
}

#[test]
fn nobody_is_sent_to_what_is_no_page() {
    let org = Org::start(json!({}));
    for address in ["javascript%3Aalert(1)", "x", ""] {
        let path = format!("/oauth/authorize?client_id=a&response_type=token&redirect_uri={address}");
        assert_eq!(org.raw("GET", &path, &[], "").unwrap().status, 400, "{address}");
    }
    let bad = "/oauth/authorize?client_id=a&response_type=id&redirect_uri=http%3A%2F%2Flocalhost";
    assert_eq!(org.raw("GET", bad, &[], "").unwrap().status, 400);
}

#[test]
fn of_several_agents_one_is_chosen() {
    let org = Org::start(json!({ "agents": ["Ada", "<Ben>"] }));
    let page = authorize(&org, "response_type=token");
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("Ada") && page.body.contains("&lt;Ben&gt;") && !page.body.contains("<Ben>"),
        "{}",
        page.body
    );
}

#[test]
fn signing_out_leads_back() {
    let org = Org::start(json!({}));
    let answer = org.raw("GET", &format!("/logout?client_id=a&redirect_uri={BACK}"), &[], "").unwrap();
    assert_eq!(location(&answer), "http://localhost:3000/back");
}

#[test]
fn queues_and_codes_are_listed_by_name_and_division() {
    let mut org = Org::start(json!({ "queues": ["Sales", "Support"] }));
    let names = |path: &str| {
        let answer = org.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let entities = answer.json()["entities"].as_array().unwrap().clone();
        entities.iter().map(|entity| entity["name"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names("/api/v2/routing/queues"), ["Sales", "Support"]);
    assert_eq!(names("/api/v2/routing/queues?pageSize=1&pageNumber=2"), ["Support"]);
    assert_eq!(names("/api/v2/routing/queues/divisionviews?name=sup"), ["Support"]);
    assert_eq!(names("/api/v2/routing/queues/divisionviews/all"), ["Sales", "Support"]);
    assert_eq!(names("/api/v2/routing/wrapupcodes/divisionviews?name=Res"), ["Resolved"]);
    let code = org.code("Escalated");
    assert_eq!(
        org.get(&format!("/api/v2/routing/wrapupcodes/divisionviews/{code}")).json()["name"],
        "Escalated"
    );
    assert_eq!(org.get("/api/v2/routing/queues/me").json()["code"], "not.a.user");
    org.sign_in("Sample Agent");
    assert_eq!(org.get("/api/v2/routing/queues/me").json()["total"], 2);
}

#[test]
fn published_paths_beside_the_versioned_resource_are_none_of_its() {
    for options in [json!({}), json!({ "scopes": ["conversations"] }), json!({ "resource": "messages" })] {
        let org = Org::start(options);
        for path in ["integrations", "settings", "threadingtimeline", "supportedcontent/default"] {
            let answer = org.get(&format!("/api/v2/conversations/messaging/{path}"));
            assert_eq!((answer.status, answer.json()["code"].clone()), (404, json!("not.found")), "{path}");
        }
    }
}

#[test]
fn topics_that_can_be_subscribed_to_are_listed() {
    let org = Org::start(json!({}));
    let listed = org.get("/api/v2/notifications/availabletopics").json();
    let ids: Vec<_> = listed["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["id"].as_str().unwrap().to_string())
        .collect();
    assert!(ids.contains(&"v2.users.{id}.conversations.messages".into()), "{ids:?}");
    let channel = org.call("POST", "/api/v2/notifications/channels", json!({})).json()["id"].clone();
    let path = format!("/api/v2/notifications/channels/{}/subscriptions", channel.as_str().unwrap());
    let id = "11111111-2222-4333-8444-555555555555";
    let topics: Vec<Value> = ids.iter().map(|topic| json!({ "id": topic.replace("{id}", id) })).collect();
    assert_eq!(org.call("POST", &path, json!(topics)).status, 200, "each of them can be");
}

#[test]
fn analytics_come_later() {
    let org = Org::start(json!({}));
    let code = org.code("Resolved");
    let (id, _) = org.open(json!({}));
    let details = || org.get(&format!("/api/v2/analytics/conversations/{id}/details"));
    assert_eq!(details().status, 404, "not there yet");
    org.command(json!({ "do": "advance", "ms": 60_000 }));
    let early = details().json();
    assert_eq!(early["conversationId"], id.as_str());
    assert_eq!(early["conversationEnd"], Value::Null);
    let wrap_up = json!({ "state": "disconnected", "wrapup": { "code": code } });
    org.call("PATCH", &org.participant_path(&id, "agent"), wrap_up);
    assert_eq!(details().json(), early, "the end is not told yet");
    let query = |filters: Value| {
        let body = json!({ "interval": "2026-01-01T00:00:00.000Z/2026-02-01T00:00:00.000Z", "conversationFilters": filters });
        let answer = org.call("POST", "/api/v2/analytics/conversations/details/query", body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["totalHits"].clone()
    };
    let open = json!([{ "type": "and", "predicates": [{ "type": "dimension", "dimension": "conversationEnd", "operator": "notExists" }] }]);
    assert_eq!(query(open.clone()), 1);
    org.command(json!({ "do": "advance", "ms": 60_000 }));
    let late = details().json();
    assert!(late["conversationEnd"].is_string(), "{late}");
    assert!(late.to_string().contains(&format!(r#""wrapUpCode":"{code}""#)), "{late}");
    assert_eq!((query(open), query(json!([]))), (json!(0), json!(1)));
    let of = |dimension: &str, value: &str| json!([{ "type": "or", "predicates": [{ "dimension": dimension, "value": value }] }]);
    assert_eq!(
        (query(of("conversationId", &id)), query(of("conversationId", "another"))),
        (json!(1), json!(0))
    );
    let unknown = json!({ "interval": "2026-01-01T00:00:00Z/2026-02-01T00:00:00Z", "conversationFilters": of("weather", "fine") });
    assert_eq!(org.call("POST", "/api/v2/analytics/conversations/details/query", unknown).status, 400);
    assert_eq!(org.call("POST", "/api/v2/analytics/conversations/details/query", json!({})).status, 400);
}
