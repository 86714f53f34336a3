//! Each sabotage lies wherever it can be met, and about nothing else.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::path::PathBuf;

use org::guest::{Guest, conversation_of, is_disconnect};
use org::{Answer, Org, eventually, messages};
use serde_json::{Value, json};

const HOUR_MS: u32 = 3_600_000;

fn neutral(id: &str) -> String {
    format!("/api/v2/conversations/{id}")
}

fn versioned(id: &str) -> String {
    format!("/api/v2/conversations/messaging/{id}")
}

fn communication(org: &Org, id: &str) -> String {
    let agent = org.participant(id, "agent");
    let text = |name: &str| agent[name].as_str().unwrap().to_string();
    format!("{}/participants/{}/communications/{}", messages(id), text("id"), text("communicationId"))
}

fn put_closed(org: &Org, id: &str) -> Answer {
    let version = org.get(&versioned(id)).json()["version"].clone();
    let body = json!({ "state": "closed", "version": version, "wrapUpCodeId": org.code("Resolved") });
    org.call("PUT", &versioned(id), body)
}

type Way = (&'static str, u16, fn(&Org, &str) -> Answer);

/// Every request that ends a conversation with one agent in it.
const ENDINGS: [Way; 7] = [
    ("the conversation", 200, |org, id| org.call("PATCH", &messages(id), json!({ "state": "disconnected" }))),
    ("the participant", 202, |org, id| {
        org.call("PATCH", &org.participant_path(id, "agent"), json!({ "state": "disconnected" }))
    }),
    ("the participant's neutral twin", 202, |org, id| {
        let participant = org.participant(id, "agent")["id"].as_str().unwrap().to_string();
        let path = format!("{}/participants/{participant}", neutral(id));
        org.call("PATCH", &path, json!({ "state": "disconnected" }))
    }),
    ("the communication", 200, |org, id| {
        org.call("PATCH", &communication(org, id), json!({ "state": "disconnected" }))
    }),
    ("the teardown", 202, |org, id| org.call("POST", &format!("{}/disconnect", neutral(id)), json!({}))),
    ("DELETE", 200, |org, id| org.try_call("DELETE", &neutral(id), None).unwrap()),
    ("the versioned PUT", 200, put_closed),
];

/// What changes something and ends nothing.
const OTHER_WRITES: [Way; 3] = [
    ("attributes", 202, |org, id| {
        let path = format!("{}/attributes", org.participant_path(id, "customer"));
        org.call("PATCH", &path, json!({ "attributes": { "tier": "gold" } }))
    }),
    ("a participant's wrap-up", 202, |org, id| {
        let body = json!({ "wrapup": { "code": org.code("Resolved") } });
        org.call("PATCH", &org.participant_path(id, "agent"), body)
    }),
    ("a communication's wrap-up", 202, |org, id| {
        let body = json!({ "code": org.code("Resolved") });
        org.call("POST", &format!("{}/wrapup", communication(org, id)), body)
    }),
];

/// An org in which the given mode is the whole run's, and the mark that says whether it lied.
struct Liar {
    org: Org,
    mark: PathBuf,
}

impl Liar {
    fn start(mode: &str, mut options: Value) -> Self {
        let mark = std::env::temp_dir().join(format!("genesys-lie-{}", uuid::Uuid::new_v4()));
        options["sabotage"] = json!(mode);
        options["lieMark"] = json!(mark);
        Self { org: Org::start(options), mark }
    }

    fn has_lied(&self) -> bool {
        self.mark.exists()
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.mark);
    }
}

fn state(org: &Org, id: &str) -> String {
    org.inspect(id)["state"].as_str().unwrap().into()
}

fn ended(way: &Way, org: &Org, id: &str) {
    let (name, status, end) = way;
    assert_eq!(end(org, id).status, *status, "{name}");
}

/// A guest, and the conversation that it opened.
async fn talking(org: &Org, tag: &str) -> (Guest, String) {
    let deployment = org.simulator.connection().deployment_id.clone();
    let socket = org::guest::open(org, &deployment).await.unwrap();
    let mut guest = Guest::over(org, socket, tag).await;
    let id = conversation_of(org, &guest.write("hello").await);
    (guest, id)
}

/// The closing frames among all that came, by their `readOnly`.
async fn told(guest: &mut Guest) -> Vec<Value> {
    let frames = guest.until_echo().await;
    let closing = frames.iter().filter(|frame| is_disconnect(frame));
    closing.map(|frame| frame["body"]["metadata"]["readOnly"].clone()).collect()
}

async fn history(org: &Org, guest: &mut Guest) -> Vec<Value> {
    guest.send(json!({ "action": "getJwt" })).await;
    let jwt = guest.next().await["body"]["jwt"].as_str().unwrap().to_string();
    let bearer = format!("Bearer {jwt}");
    let answer = org.raw("GET", "/api/v2/webmessaging/messages", &[("authorization", &bearer)], "").unwrap();
    let entities = answer.json()["entities"].as_array().unwrap().clone();
    let closing =
        entities.into_iter().filter(|message| message["events"][0]["presence"]["type"] == "Disconnect");
    closing.map(|message| message["metadata"]["readOnly"].clone()).collect()
}

/// What a reload of the page is told.
async fn read_only_on_return(guest: &mut Guest) -> bool {
    guest.configure(json!({})).await["readOnly"].as_bool().unwrap()
}

#[tokio::test]
async fn accepts_but_ignores_ignores_every_write() {
    for way in ENDINGS.iter().chain(&OTHER_WRITES) {
        let liar = Liar::start("accepts-but-ignores", json!({}));
        let (mut guest, id) = talking(&liar.org, "one").await;
        let before = liar.org.inspect(&id);
        assert!(!liar.has_lied());
        ended(way, &liar.org, &id);
        assert_eq!(liar.org.inspect(&id), before, "{}", way.0);
        assert!(guest.until_echo().await.is_empty(), "{}", way.0);
        assert!(!read_only_on_return(&mut guest).await);
        assert!(liar.has_lied(), "{}", way.0);
    }
}

#[test]
fn accepts_but_ignores_answers_as_if_it_had_obeyed() {
    let liar = Liar::start("accepts-but-ignores", json!({}));
    let (id, _) = liar.org.open(json!({}));
    let answer = put_closed(&liar.org, &id).json();
    assert_eq!(
        (&answer["state"], &answer["wrapUpCodeId"]),
        (&json!("closed"), &json!(liar.org.code("Resolved")))
    );
    let seen = liar.org.get(&versioned(&id)).json();
    assert_eq!((&seen["state"], &seen["wrapUpCodeId"]), (&json!("active"), &Value::Null));
    assert!(seen["version"].as_u64() < answer["version"].as_u64());
}

#[tokio::test]
async fn never_tells_guest_closes_and_is_silent_about_it_everywhere() {
    for way in &ENDINGS {
        let liar = Liar::start("never-tells-guest", json!({}));
        let (mut guest, id) = talking(&liar.org, "one").await;
        ended(way, &liar.org, &id);
        assert_eq!(state(&liar.org, &id), "closed", "{}", way.0);
        assert!(guest.until_echo().await.is_empty(), "{}", way.0);
        assert!(!read_only_on_return(&mut guest).await, "{}", way.0);
        assert!(history(&liar.org, &mut guest).await.is_empty(), "{}", way.0);
        assert!(liar.has_lied(), "{}", way.0);
        assert_eq!(
            guest.write("are you there?").await["code"],
            200,
            "nothing keeps the guest from writing on"
        );
    }
}

#[tokio::test]
async fn wrong_read_only_is_wrong_in_frame_session_history_and_refusal() {
    for (setting, said, locked) in [("ReadOnly", Value::Null, false), ("Send", json!("true"), true)] {
        for way in &ENDINGS {
            let deployment = json!({ "conversationDisconnect": setting });
            let liar = Liar::start("wrong-read-only", json!({ "deployment": deployment }));
            let (mut guest, id) = talking(&liar.org, "one").await;
            ended(way, &liar.org, &id);
            assert_eq!(state(&liar.org, &id), "closed", "{}", way.0);
            assert_eq!(told(&mut guest).await, vec![said.clone()], "{setting}, {}", way.0);
            assert_eq!(read_only_on_return(&mut guest).await, locked, "{setting}, {}", way.0);
            assert_eq!(history(&liar.org, &mut guest).await, vec![said.clone()], "{setting}, {}", way.0);
            assert_eq!(
                guest.write("more").await["code"],
                if locked { 409 } else { 200 },
                "{setting}, {}",
                way.0
            );
            assert!(liar.has_lied(), "{}", way.0);
        }
    }
}

#[tokio::test]
async fn closes_neighbour_ends_one_more_and_tells_its_guest() {
    for way in &ENDINGS {
        let liar = Liar::start("closes-neighbour", json!({}));
        let (mut guest, id) = talking(&liar.org, "one").await;
        let (mut other, neighbour) = talking(&liar.org, "two").await;
        let (third, _) = liar.org.open(json!({}));
        ended(way, &liar.org, &id);
        let states = [&neighbour, &third].map(|id| state(&liar.org, id));
        assert_eq!(state(&liar.org, &id), "closed", "{}", way.0);
        assert_eq!(states.iter().filter(|state| *state == "closed").count(), 1, "{}: one only", way.0);
        assert_eq!(told(&mut guest).await.len(), 1, "{}", way.0);
        let heard = told(&mut other).await.len();
        assert_eq!(heard, usize::from(states[0] == "closed"), "{}", way.0);
        assert!(liar.has_lied(), "{}", way.0);
    }
}

#[test]
fn leaves_acw_open_loses_whatever_would_end_it() {
    for wrap_up in &OTHER_WRITES[1..] {
        for end in &ENDINGS {
            let liar = Liar::start("leaves-acw-open", json!({ "wrapUp": { "timeoutMs": HOUR_MS } }));
            let (id, _) = liar.org.open(json!({}));
            ended(end, &liar.org, &id);
            assert_eq!(state(&liar.org, &id), "closed", "{}", end.0);
            ended(wrap_up, &liar.org, &id);
            assert!(liar.has_lied(), "{}, {}", end.0, wrap_up.0);
            liar.org.command(json!({ "do": "advance", "ms": 2 * HOUR_MS }));
            let agent = liar.org.participant(&id, "agent");
            assert_eq!(
                (&agent["afterCallWork"], &agent["wrapUp"]),
                (&json!("pending"), &Value::Null),
                "{}",
                end.0
            );
            assert_eq!(liar.org.get(&versioned(&id)).json()["wrapUpCodeId"], Value::Null, "{}", end.0);
            assert_eq!(liar.org.inspect(&id)["effects"]["wrapUps"], 0, "{}", end.0);
        }
    }
}

#[test]
fn leaves_acw_open_lies_about_time_too() {
    let liar = Liar::start("leaves-acw-open", json!({ "wrapUp": { "timeoutMs": HOUR_MS } }));
    let (id, _) = liar.org.open(json!({}));
    ended(&ENDINGS[0], &liar.org, &id);
    assert!(!liar.has_lied(), "nothing was asked for yet");
    liar.org.command(json!({ "do": "advance", "ms": 2 * HOUR_MS }));
    assert!(liar.has_lied());
}

/// Since the end counts once and the agent is a new one, a conversation that came back shows it.
fn comes_back(org: &Org, id: &str, what: &str) {
    eventually(what, || (state(org, id) == "open").then_some(()));
    let participants = org.inspect(id)["participants"].as_array().unwrap().clone();
    assert_eq!(participants.iter().filter(|p| p["purpose"] == "agent").count(), 2, "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reopens_what_has_ended_and_lets_the_agent_go_on() {
    for way in &ENDINGS {
        let liar = Liar::start("reopens", json!({}));
        let (mut guest, id) = talking(&liar.org, "one").await;
        ended(way, &liar.org, &id);
        assert!(is_disconnect(&guest.next().await), "{}: it was told honestly", way.0);
        assert_eq!(guest.next().await["body"]["text"], "One more thing.", "{}", way.0);
        comes_back(&liar.org, &id, way.0);
        assert!(!read_only_on_return(&mut guest).await, "{}", way.0);
        assert_eq!(liar.org.inspect(&id)["effects"]["ends"], 1, "{}", way.0);
        assert!(liar.has_lied(), "{}", way.0);
    }
}

/// Each ends a conversation without a request.
const OTHER_ENDS: [&str; 4] = ["the agent", "the bot", "silence", "the guest"];

async fn end_by(who: &str, org: &Org, guest: &mut Guest, id: &str) {
    let message = |content: Value| json!({ "action": "onMessage", "message": content });
    match who {
        "the agent" => {
            let does = json!({ "action": "disconnect" });
            org.command(json!({ "do": "agent", "conversationId": id, "does": does }));
        }
        "the bot" => guest.send(message(json!({ "type": "Text", "text": "bye" }))).await,
        "silence" => {
            org.command(json!({ "do": "advance", "ms": HOUR_MS }));
        }
        _ => {
            let clear = json!({ "eventType": "Presence", "presence": { "type": "Clear" } });
            guest.send(message(json!({ "type": "Event", "events": [clear] }))).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ends_without_a_request_are_lied_about_as_well() {
    for mode in ["never-tells-guest", "wrong-read-only", "closes-neighbour", "reopens"] {
        for who in OTHER_ENDS {
            if who == "the guest" && matches!(mode, "never-tells-guest" | "wrong-read-only") {
                continue;
            }
            let options = match who {
                "the bot" => json!({ "bot": { "endsOn": "bye" } }),
                "silence" => json!({ "inactivityMs": HOUR_MS / 2 }),
                _ => json!({}),
            };
            let liar = Liar::start(mode, options);
            let (mut guest, id) = talking(&liar.org, "one").await;
            let (neighbour, _) = liar.org.open(json!({}));
            end_by(who, &liar.org, &mut guest, &id).await;
            eventually(&format!("{mode}, {who}"), || liar.has_lied().then_some(()));
            let closed = |id: &str| state(&liar.org, id) == "closed";
            // Both are silent, so that each comes to its end.
            if who == "silence" {
                continue;
            }
            assert_eq!(closed(&id), mode != "reopens", "{mode}, {who}");
            assert_eq!(closed(&neighbour), mode == "closes-neighbour", "{mode}, {who}");
        }
    }
}

#[test]
fn what_a_test_sets_is_undone_and_what_the_run_has_stays() {
    let liar = Liar::start("accepts-but-ignores", json!({}));
    let sabotage = |mode: &str| liar.org.command(json!({ "do": "sabotage", "mode": mode }));
    let is_ignored = || {
        let (id, _) = liar.org.open(json!({}));
        ended(&ENDINGS[0], &liar.org, &id);
        state(&liar.org, &id) == "open"
    };
    sabotage("leaves-acw-open");
    assert!(!is_ignored());
    assert!(!liar.has_lied(), "a test's own sabotage is not the run's");
    sabotage("none");
    assert!(is_ignored());
    assert!(liar.has_lied());
    sabotage("leaves-acw-open");
    liar.org.command(json!({ "do": "reset" }));
    assert!(is_ignored());
}

#[tokio::test]
async fn a_mode_that_was_not_met_leaves_no_mark() {
    for (mode, options) in [
        ("never-tells-guest", json!({ "deployment": { "conversationDisconnect": "off" } })),
        ("wrong-read-only", json!({ "deployment": { "conversationDisconnect": "off" } })),
        ("closes-neighbour", json!({})),
        ("leaves-acw-open", json!({})),
    ] {
        let liar = Liar::start(mode, options);
        let (_guest, id) = talking(&liar.org, "one").await;
        ended(&ENDINGS[0], &liar.org, &id);
        assert_eq!(state(&liar.org, &id), "closed");
        assert!(!liar.has_lied(), "{mode}");
    }
    let liar = Liar::start("never-tells-guest", json!({}));
    let (id, _) = liar.org.open(json!({}));
    ended(&ENDINGS[0], &liar.org, &id);
    assert!(!liar.has_lied(), "there was no guest to be told");
}

#[test]
fn an_answer_is_a_lie_before_anything_could_have_settled() {
    for (mode, way) in [("accepts-but-ignores", &ENDINGS[0]), ("leaves-acw-open", &ENDINGS[4])] {
        let liar = Liar::start(mode, json!({ "settleMs": HOUR_MS }));
        let (id, _) = liar.org.open(json!({}));
        ended(way, &liar.org, &id);
        assert!(liar.has_lied(), "{mode}");
    }
}
