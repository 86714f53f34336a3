//! How an org is set up: what stays for a seed, several queues and agents, faults from the beginning.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::net::TcpStream;

use org::{Org, messages};
use playwright_genesys::simulator::{Options, Simulator};
use serde_json::{Value, json};

fn refused(options: Value) -> String {
    let options: Options = serde_json::from_value(options).unwrap();
    Simulator::start(options).err().map(|cause| cause.to_string()).unwrap_or_default()
}

#[test]
fn credentials_and_ids_of_a_seed_stay_whatever_else_is_set() {
    let ids = |options: Value| {
        let org = Org::start(options);
        let connection = org.simulator.connection();
        let (conversation, _) = org.open(json!({}));
        (
            connection.client_id.clone(),
            connection.client_secret.clone(),
            connection.queue_id.clone(),
            conversation,
        )
    };
    let plain = ids(json!({ "seed": 7 }));
    for more in [
        json!({ "seed": 7, "wrapUp": { "codes": [] } }),
        json!({ "seed": 7, "wrapUp": { "codes": ["a", "b", "c", "d", "e"] } }),
        json!({ "seed": 7, "deployment": { "id": "11111111-2222-4333-8444-555555555555" } }),
        json!({ "seed": 7, "queues": ["One", "Two", "Three"], "agents": ["Ada", "Ben"] }),
        json!({ "seed": 7, "limits": "genesys", "bot": {}, "resource": "messages" }),
    ] {
        let label = more.to_string();
        let with_bot = more.get("bot").is_some();
        let (id, secret, queue, conversation) = ids(more);
        assert_eq!((&id, &secret, &queue), (&plain.0, &plain.1, &plain.2), "{label}");
        assert!(with_bot || conversation == plain.3, "{label}");
    }
    assert_ne!(ids(json!({ "seed": 8 })).1, plain.1);
}

#[test]
fn codes_of_further_names_have_ids_of_their_own() {
    let names: Vec<String> = (0..9).map(|n| format!("code {n}")).collect();
    let org = Org::start(
        json!({ "wrapUp": { "codes": names }, "queues": ["A", "B", "C"], "agents": ["D", "E", "F"] }),
    );
    let mut ids: Vec<String> = names.iter().map(|name| org.code(name)).collect();
    ids.push(org.simulator.connection().queue_id.clone().unwrap());
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 10);
}

#[test]
fn credentials_may_be_given() {
    let mut org = Org::start(json!({ "clientId": "my-own-client", "clientSecret": "made up" }));
    assert_eq!(org.simulator.connection().client_id, "my-own-client");
    assert_eq!(org.log_in().status, 200);
    let id = org.open(json!({})).0;
    org.command(json!({ "do": "reset" }));
    assert_eq!(org.get(&messages(&id)).status, 404);
    org.token = "nobody's".into();
    assert_eq!(org.get(&messages(&id)).status, 401);
}

#[test]
fn a_conversation_is_opened_in_the_queue_that_is_named() {
    let org = Org::start(json!({ "queues": ["Sales", "Support"], "agents": ["Ada", "Ben"] }));
    let queue_of = |how: Value| org.participant(&org.open(how).0, "acd")["queueId"].clone();
    let sales = queue_of(json!({}));
    assert_eq!(sales, json!(org.simulator.connection().queue_id));
    assert_ne!(queue_of(json!({ "queue": "Support" })), sales);
    let unknown =
        serde_json::from_value(json!({ "do": "openConversation", "how": { "queue": "Nowhere" } })).unwrap();
    let why = org.simulator.execute(unknown).unwrap_err().to_string();
    assert_eq!(why, "The simulator has no queue \"Nowhere\"; it has: Sales, Support.");
}

#[test]
fn agents_are_offered_conversations_in_turn() {
    let org = Org::start(json!({ "agents": ["Ada", "Ben"] }));
    let name = |id: &str| {
        let seen = org.get(&messages(id)).json();
        let agents = seen["participants"].as_array().unwrap().iter().filter(|p| p["purpose"] == "agent");
        agents.map(|agent| agent["user"]["name"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(name(&org.open(json!({})).0), ["Ada"]);
    let (declined, _) = org.open(json!({ "agent": "alerting" }));
    org.command(json!({ "do": "agent", "conversationId": declined, "does": { "action": "disconnect" } }));
    assert_eq!(name(&declined), ["Ben", "Ada"]);
    org.command(json!({ "do": "reset" }));
    assert_eq!(name(&org.open(json!({})).0), ["Ada"]);
}

#[test]
fn a_transfer_goes_to_the_queue_that_is_named() {
    let org = Org::start(json!({ "queues": ["Sales", "Support"] }));
    let (id, _) = org.open(json!({}));
    let before = org.participant(&id, "agent")["queueId"].clone();
    org.command(
        json!({ "do": "agent", "conversationId": id, "does": { "action": "transfer", "queue": "Support" } }),
    );
    assert_ne!(org.participant(&id, "agent")["queueId"], before);
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "transfer" } }));
    assert_ne!(org.participant(&id, "agent")["queueId"], before, "without a name it stays where it is");
}

#[test]
fn faults_of_the_beginning_strike_and_come_back_with_a_reset() {
    let rule = json!({ "on": { "method": "GET", "path": "/api/v2/tokens/me", "times": 1 }, "respond": { "status": 503 } });
    let org = Org::start(json!({ "faults": [rule] }));
    let asked = || org.get("/api/v2/tokens/me").status;
    assert_eq!([asked(), asked()], [503, 200]);
    org.command(json!({ "do": "reset" }));
    assert_eq!([asked(), asked()], [503, 200]);
    assert!(refused(json!({ "faults": [{ "on": { "path": "/a" } }] })).contains("fault"));
}

#[test]
fn it_listens_where_it_is_told_to() {
    let org = Org::start(json!({ "host": "0.0.0.0" }));
    assert!(org.simulator.url().starts_with("http://127.0.0.1:"));
    let port: u16 = org.authority().rsplit_once(':').unwrap().1.parse().unwrap();
    assert!(TcpStream::connect(("127.0.0.2", port)).is_ok() || cfg!(not(target_os = "linux")));
    assert!(refused(json!({ "host": "192.0.2.1" })).contains("192.0.2.1"));
}

#[test]
fn what_it_tells_of_itself_is_the_address_by_which_others_reach_it() {
    let org = Org::start(json!({ "publicUrl": "https://genesys.test:8443/" }));
    let channel = org.call("POST", "/api/v2/notifications/channels", json!({})).json();
    assert!(channel["connectUri"].as_str().unwrap().starts_with("wss://genesys.test:8443/channels/"));
    let deployment = org.simulator.connection().deployment_id.clone();
    let config =
        org.get(&format!("/webdeployments/v1/deployments/{deployment}/config.json")).json().to_string();
    assert!(config.contains("wss://genesys.test:8443") && !config.contains("127.0.0.1"), "{config}");
    assert!(org.simulator.url().starts_with("http://127.0.0.1:"));
}
