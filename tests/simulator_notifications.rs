//! Channels, subscriptions and what comes over their sockets.
#![cfg(feature = "simulator")]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use org::guest::{Guest, conversation_of};
use org::published::Schema;
use org::{Org, messages};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

const CHANNELS: &str = "/api/v2/notifications/channels";

struct Listener(WebSocketStream<TcpStream>);

fn create(org: &Org) -> (String, String) {
    let channel = org.call("POST", CHANNELS, json!({})).json();
    let text = |name: &str| channel[name].as_str().unwrap().to_string();
    (text("id"), text("connectUri"))
}

fn subscriptions(channel: &str) -> String {
    format!("{CHANNELS}/{channel}/subscriptions")
}

fn topics(ids: &[String]) -> Value {
    ids.iter().map(|id| json!({ "id": id })).collect()
}

async fn open(org: &Org, uri: &str) -> Result<Listener, Error> {
    let stream = TcpStream::connect(org.authority()).await.unwrap();
    client_async(uri, stream).await.map(|(socket, _)| Listener(socket))
}

impl Listener {
    async fn next(&mut self) -> Option<Value> {
        let frame = tokio::time::timeout(Duration::from_secs(5), self.0.next()).await;
        match frame.expect("a frame in time")?.ok()? {
            Message::Text(text) => {
                let frame = serde_json::from_str(&text).unwrap();
                Schema::load().object(&frame, "NotificationFrame", "frame");
                Some(frame)
            }
            _ => None,
        }
    }

    /// Whatever came before the answer to a ping.
    async fn until_pong(&mut self) -> Vec<Value> {
        self.0.send(Message::text(r#"{"message":"ping"}"#)).await.unwrap();
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await.unwrap();
            if frame["eventBody"]["message"] == "pong" {
                return frames;
            }
            frames.push(frame);
        }
    }
}

/// A channel with these topics, and its socket.
async fn listen(org: &Org, ids: &[String]) -> Listener {
    let (channel, uri) = create(org);
    let listener = open(org, &uri).await.unwrap();
    let answer = org.call("POST", &subscriptions(&channel), topics(ids));
    assert_eq!(answer.status, 200, "{}", answer.body);
    listener
}

fn names(frames: &[Value]) -> Vec<&str> {
    frames.iter().map(|frame| frame["topicName"].as_str().unwrap()).collect()
}

fn detail(id: &str, what: &str) -> String {
    format!("v2.detail.events.conversation.{id}.{what}")
}

#[tokio::test]
async fn an_end_is_told_as_detail_events_with_the_published_fields() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let wanted = ["customer.end", "user.end", "acd.end", "acw", "wrapup"].map(|what| detail(&id, what));
    let mut listener = listen(&org, &wanted).await;
    let wrap_up = json!({ "code": org.code("Resolved"), "notes": "done" });
    org.call("PATCH", &org.participant_path(&id, "agent"), json!({ "state": "disconnected" }));
    org.call("PATCH", &org.participant_path(&id, "agent"), json!({ "wrapup": wrap_up }));
    let frames = listener.until_pong().await;
    assert_eq!(names(&frames), ["customer.end", "user.end", "wrapup", "acw"].map(|what| detail(&id, what)));
    let schema = Schema::load();
    for (frame, model) in frames.iter().zip([
        "CustomerEndDetailEventTopicCustomerEndEvent",
        "UserEndDetailEventTopicUserEndEvent",
        "WrapupDetailEventTopicWrapupEvent",
        "AcwDetailEventTopicAfterCallWorkEvent",
    ]) {
        let body = &frame["eventBody"];
        schema.object(body, model, model);
        assert_eq!((&body["conversationId"], &body["mediaType"]), (&json!(id), &json!("MESSAGE")));
        assert!(frame["metadata"]["CorrelationId"].is_string());
    }
    assert_eq!(frames[1]["eventBody"]["disconnectType"], "CLIENT");
    assert_eq!(frames[1]["eventBody"]["sessionId"], org.participant(&id, "agent")["communicationId"]);
    assert_eq!(frames[3]["eventBody"]["wrapupNotes"], "done");
}

#[tokio::test]
async fn who_sees_the_socket_open_misses_nothing_from_then_on() {
    let org = Org::start(json!({}));
    for round in 0..100 {
        let (id, _) = org.open(json!({}));
        let (channel, uri) = create(&org);
        org.call("POST", &subscriptions(&channel), topics(&[detail(&id, "user.end")]));
        let mut listener = open(&org, &uri).await.unwrap();
        org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "disconnect" } }));
        assert_eq!(names(&listener.until_pong().await), [detail(&id, "user.end")], "round {round}");
    }
}

#[tokio::test]
async fn a_queue_and_its_agent_hear_of_every_change_of_a_guests_conversation() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let seen = org.get(&messages(&id)).json();
    let agent =
        seen["participants"].as_array().unwrap().iter().find(|p| p["purpose"] == "agent").unwrap().clone();
    let queue = format!("v2.routing.queues.{}.conversations", agent["queue"]["id"].as_str().unwrap());
    let user = format!("v2.users.{}.conversations", agent["user"]["id"].as_str().unwrap());
    let wanted = [queue.clone(), format!("{queue}.messages"), user.clone(), format!("{user}.messages")];
    let mut listener = listen(&org, &wanted).await;
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    let schema = Schema::load();
    let opened = listener.until_pong().await;
    for name in &wanted {
        assert!(names(&opened).contains(&name.as_str()), "{name}");
    }
    org.call("PATCH", &messages(&id), json!({ "state": "disconnected" }));
    let ended = listener.until_pong().await;
    for frame in opened.iter().chain(&ended) {
        let body = &frame["eventBody"];
        assert_eq!(body["id"], json!(id));
        let name = frame["topicName"].as_str().unwrap();
        let prefix = if name.starts_with("v2.users") { "" } else { "Queue" };
        let model = format!("{prefix}ConversationMessageEventTopicMessageConversation");
        // The models of the media-neutral topics are not known; theirs is the conversation's.
        let model = if name.ends_with(".messages") { model.as_str() } else { "Conversation" };
        schema.object(body, model, name);
    }
    let last = ended.iter().rfind(|frame| frame["topicName"] == wanted[1].as_str()).unwrap();
    let participants = last["eventBody"]["participants"].as_array().unwrap();
    assert!(participants.iter().all(|participant| participant["state"] == "disconnected"));
}

#[tokio::test]
async fn only_what_is_subscribed_to_is_told() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let (other, _) = org.open(json!({}));
    let (channel, uri) = create(&org);
    let mut listener = open(&org, &uri).await.unwrap();
    listener.until_pong().await;
    let path = subscriptions(&channel);
    org.call("POST", &path, topics(&[detail(&id, "user.end")]));
    org.call("POST", &path, topics(&[detail(&id, "acw")]));
    assert_eq!(org.get(&path).json()["entities"].as_array().unwrap().len(), 2, "POST adds");
    org.call("PUT", &path, topics(&[detail(&id, "customer.end")]));
    let listed = org.get(&path).json();
    assert_eq!(listed["entities"][0]["id"], json!(detail(&id, "customer.end")), "PUT replaces");
    assert_eq!(listed["entities"].as_array().unwrap().len(), 1);
    for id in [&other, &id] {
        org.call("PATCH", &messages(id), json!({ "state": "disconnected" }));
    }
    assert_eq!(names(&listener.until_pong().await), [detail(&id, "customer.end")]);
    assert_eq!(org.try_call("DELETE", &path, None).unwrap().status, 200);
    assert_eq!(org.get(&path).json()["entities"], json!([]));
}

#[tokio::test]
async fn topics_that_do_not_exist_or_are_not_permitted_are_refused_or_listed() {
    let org = Org::start(json!({ "permissions": ["conversation:communication:view"] }));
    let (id, _) = org.open(json!({}));
    let (channel, _) = create(&org);
    let path = subscriptions(&channel);
    let good = format!("v2.users.{id}.conversations");
    let (unknown, forbidden) = (format!("v2.conversations.{id}"), detail(&id, "acw"));
    let refused = org.call("POST", &path, topics(&[good.clone(), unknown.clone()]));
    assert_eq!((refused.status, &refused.json()["code"]), (400, &json!("notification.invalid.topic")));
    let refused = org.call("POST", &path, topics(std::slice::from_ref(&forbidden)));
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("missing.permissions")));
    assert_eq!(org.get(&path).json()["entities"], json!([]), "nothing was subscribed to");
    let listed = org.call("POST", &format!("{path}?ignoreErrors=true"), topics(&[good, unknown, forbidden]));
    let entities = listed.json()["entities"].clone();
    let states: Vec<_> = entities.as_array().unwrap().iter().map(|entity| &entity["state"]).collect();
    assert_eq!(states, ["Permitted", "Rejected", "Rejected"]);
    assert_eq!(entities[2]["missingPermissions"], json!(["analytics:conversationDetail:view"]));
    Schema::load().check(&listed, &json!("ChannelTopicEntityListing"), "listed");
    assert_eq!(org.get(&path).json()["entities"].as_array().unwrap().len(), 1);
    let many: Vec<_> =
        (0..1001).map(|n| format!("v2.users.11111111-2222-4333-8444-{n:012}.conversations")).collect();
    assert_eq!(org.call("PUT", &path, topics(&many[..1000])).status, 200);
    let refused = org.call("PUT", &path, topics(&many));
    assert_eq!(refused.json()["code"], "notification.subscription.too.many.subscriptions");
}

#[tokio::test]
async fn a_heartbeat_comes_every_thirty_virtual_seconds() {
    let org = Org::start(json!({}));
    let mut listener = listen(&org, &[]).await;
    org.command(json!({ "do": "advance", "ms": 29_000 }));
    assert!(listener.until_pong().await.is_empty());
    org.command(json!({ "do": "advance", "ms": 61_000 }));
    let beats = listener.until_pong().await;
    assert_eq!(names(&beats), ["channel.metadata"; 3]);
    assert!(beats.iter().all(|beat| beat["eventBody"]["message"] == "WebSocket Heartbeat"));
}

#[tokio::test]
async fn a_second_socket_pushes_out_the_first_and_takes_over() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let (channel, uri) = create(&org);
    org.call("POST", &subscriptions(&channel), topics(&[detail(&id, "user.end")]));
    let mut first = open(&org, &uri).await.unwrap();
    first.until_pong().await;
    let mut second = open(&org, &uri).await.unwrap();
    second.until_pong().await;
    assert!(first.next().await.is_none());
    // The first one's end must not take the second one along.
    org.call("PATCH", &messages(&id), json!({ "state": "disconnected" }));
    assert_eq!(names(&second.until_pong().await), [detail(&id, "user.end")]);
}

#[tokio::test]
async fn the_twenty_first_channel_evicts_the_oldest_without_a_socket() {
    let org = Org::start(json!({}));
    let (first, uri) = create(&org);
    let mut listener = open(&org, &uri).await.unwrap();
    listener.until_pong().await;
    let later: Vec<_> = (0..20).map(|_| create(&org).0).collect();
    let status = |id: &str| org.try_call("HEAD", &format!("{CHANNELS}/{id}"), None).unwrap().status;
    assert_eq!((status(&first), status(&later[0]), status(&later[1])), (200, 404, 200));
    assert_eq!(org.get(CHANNELS).json()["entities"].as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn a_channel_lives_for_a_day_unless_it_is_subscribed_anew() {
    let mut org = Org::start(json!({}));
    let (kept, uri) = create(&org);
    let (lost, lost_uri) = create(&org);
    let mut listener = open(&org, &uri).await.unwrap();
    listener.until_pong().await;
    org.command(json!({ "do": "advance", "ms": 80_000_000 }));
    org.call("PUT", &subscriptions(&kept), json!([]));
    org.command(json!({ "do": "advance", "ms": 7_000_000 }));
    org.token = org.log_in().json()["access_token"].as_str().unwrap().into();
    let status = |id: &str| org.try_call("HEAD", &format!("{CHANNELS}/{id}"), None).unwrap().status;
    assert_eq!((status(&kept), status(&lost)), (200, 404));
    assert_eq!(org.get(&subscriptions(&lost)).status, 404);
    for unknown in [lost_uri, uri.replace("streaming-0-", "streaming-1-")] {
        match open(&org, &unknown).await {
            Err(Error::Http(response)) => assert_eq!(response.status(), 404),
            _ => panic!("{unknown} was opened"),
        }
    }
    org.command(json!({ "do": "advance", "ms": 86_400_000 }));
    while let Some(frame) = listener.next().await {
        assert_eq!(frame["eventBody"]["message"], "WebSocket Heartbeat");
    }
}

#[tokio::test]
async fn sabotage_that_changes_nothing_tells_nothing() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let mut listener = listen(&org, &[detail(&id, "user.end"), detail(&id, "customer.end")]).await;
    org.command(json!({ "do": "sabotage", "mode": "accepts-but-ignores" }));
    org.call("PATCH", &messages(&id), json!({ "state": "disconnected" }));
    assert!(listener.until_pong().await.is_empty());
}

#[tokio::test]
async fn combined_topics_are_one_subscription_and_several_events() {
    let org = Org::start(json!({}));
    let (id, _) = org.open(json!({}));
    let seen = org.get(&messages(&id)).json();
    let user =
        seen["participants"].as_array().unwrap().iter().find_map(|p| p["user"]["id"].as_str()).unwrap();
    let combined = format!("v2.users.{user}?conversations&presence&conversations.messages");
    let mut listener = listen(&org, std::slice::from_ref(&combined)).await;
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "disconnect" } }));
    let heard = listener.until_pong().await;
    let expected = ["conversations", "conversations.messages"].map(|what| format!("v2.users.{user}.{what}"));
    assert_eq!(names(&heard)[..2], expected);
    let (channel, _) = create(&org);
    let ask = |topic: String| org.call("POST", &subscriptions(&channel), topics(&[topic]));
    assert_eq!(ask(combined.clone()).json()["entities"][0]["id"], combined.as_str());
    for wrong in ["conversations&weather".into(), "presence&".repeat(30), String::new()] {
        assert_eq!(ask(format!("v2.users.{user}?{wrong}")).status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn topics_are_subscribed_to_over_the_socket_as_well() {
    let org = Org::start(json!({}));
    let (channel, uri) = create(&org);
    let mut listener = open(&org, &uri).await.unwrap();
    let (id, _) = org.open(json!({}));
    for (topics, result) in [([detail(&id, "user.end")], "200"), (["v2.nothing".into()], "400")] {
        let ask = json!({ "message": "subscribe", "topics": topics, "correlationId": "mine" });
        listener.0.send(Message::text(ask.to_string())).await.unwrap();
        let answer = listener.0.next().await.unwrap().unwrap();
        let answer: Value = serde_json::from_str(answer.to_text().unwrap()).unwrap();
        assert_eq!(
            (&answer["result"], &answer["correlationId"]),
            (&json!(result), &json!("mine")),
            "{answer}"
        );
    }
    let listed = org.get(&subscriptions(&channel)).json();
    assert_eq!(listed["entities"][0]["id"], detail(&id, "user.end"));
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "disconnect" } }));
    assert_eq!(names(&listener.until_pong().await), [detail(&id, "user.end")]);
}

#[tokio::test]
async fn what_the_socket_does_not_know_is_answered() {
    let org = Org::start(json!({}));
    let (_, uri) = create(&org);
    let mut listener = open(&org, &uri).await.unwrap();
    listener.0.send(Message::text(r#"{"message":"unsubscribe","correlationId":"mine"}"#)).await.unwrap();
    let answer = listener.0.next().await.unwrap().unwrap();
    assert!(answer.to_text().unwrap().contains(r#""result":"400""#), "{answer}");
}

/// What happened of an end, in its order, and whether the listener heard of it.
async fn end_under(schedule: &str) -> (Vec<String>, Vec<String>) {
    let org = Org::start(json!({ "schedule": schedule }));
    let (mut guest, _) = Guest::configured(&org).await;
    let id = conversation_of(&org, &guest.write("hello").await);
    let mut listener = listen(&org, &[detail(&id, "customer.end")]).await;
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "disconnect" } }));
    guest.next().await;
    let heard = names(&listener.until_pong().await).into_iter().map(String::from).collect();
    let course = org.command(json!({ "do": "course" }));
    assert_eq!(course["unmet"], json!([]));
    let events: Vec<String> = serde_json::from_value(course["events"].clone()).unwrap();
    (events[2..].to_vec(), heard)
}

#[tokio::test]
async fn a_notice_comes_before_or_after_the_frame_of_the_guest() {
    let (ordinary, heard) = end_under("v1").await;
    assert_eq!((ordinary, heard.len()), (["notice.1", "closing.1"].map(String::from).to_vec(), 1));
    let (late, heard) = end_under("v1,notice.1=after-frame").await;
    assert_eq!((late, heard.len()), (["closing.1", "notice.1"].map(String::from).to_vec(), 1));
}
