//! What is said, asked and seen under a schedule.

use crate::org::Org;
use crate::org::guest::{Guest, conversation_of, is_disconnect};
use futures_util::StreamExt;
use serde_json::Value;
use serde_json::json;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

/// What a held frame waits for at most.
pub const PATIENCE: Duration = Duration::from_secs(1);

pub fn scheduled(word: &str, mut more: Value) -> Org {
    more["schedule"] = json!(word);
    Org::start(more)
}

pub fn course(org: &Org) -> Value {
    org.command(json!({ "do": "course" }))
}

/// Every deviation was met, and these are its sentences.
pub fn assert_told(org: &Org, sentences: &[&str]) {
    let course = course(org);
    assert_eq!((&course["unmet"], &course["told"]), (&json!([]), &json!(sentences)), "{}", course["events"]);
}

pub fn assert_unmet(org: &Org, deviation: &str) {
    let course = course(org);
    assert_eq!(
        (&course["unmet"], &course["told"]),
        (&json!([deviation]), &json!([])),
        "{}",
        course["events"]
    );
}

pub fn events(org: &Org) -> Vec<String> {
    serde_json::from_value(course(org)["events"].clone()).unwrap()
}

pub fn choices(org: &Org, kind: &str, count: u64) -> Vec<String> {
    let points = course(org)["points"].as_array().unwrap().clone();
    let point = points.iter().find(|point| point["kind"] == kind && point["count"] == count);
    serde_json::from_value(point.unwrap()["choices"].clone()).unwrap()
}

pub fn say(org: &Org, id: &str, text: &str) {
    org.command(json!({ "do": "agent", "conversationId": id, "does": { "action": "say", "text": text } }));
}

/// In the words of the schedule, or the text itself.
pub fn word(frame: &Value) -> String {
    let text = frame["body"]["text"].as_str();
    match frame["class"].as_str().unwrap() {
        "StructuredMessage" if is_disconnect(frame) => "closing".into(),
        "StructuredMessage" => text.unwrap_or("event").into(),
        class => class.into(),
    }
}

pub async fn next(guest: &mut Guest, frames: usize) -> Vec<String> {
    let mut words = Vec::new();
    for _ in 0..frames {
        words.push(word(&guest.next().await));
    }
    words
}

/// A guest whose first message is there, and its conversation.
pub async fn begun(org: &Org) -> (Guest, String) {
    let (mut guest, _) = Guest::configured(org).await;
    let id = conversation_of(org, &guest.write("hello").await);
    (guest, id)
}

/// Without a farewell, and not before everything was read.
pub async fn is_gone(guest: &mut Guest) -> bool {
    let has_asked = matches!(guest.socket.next().await, Some(Ok(Message::Ping(_))));
    has_asked && guest.socket.next().await.is_none_or(|frame| frame.is_err())
}

pub async fn history(org: &Org, guest: &mut Guest) -> Vec<String> {
    guest.send(json!({ "action": "getJwt" })).await;
    let jwt = guest.next().await["body"]["jwt"].as_str().unwrap().to_string();
    told_to(org, &jwt)
}

/// Oldest first.
pub fn told_to(org: &Org, jwt: &str) -> Vec<String> {
    let headers = [("authorization", format!("Bearer {jwt}"))];
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer =
        org.raw("GET", "/api/v2/webmessaging/messages?pageSize=50&pageNumber=1", &headers, "").unwrap();
    let entities = answer.json()["entities"].as_array().unwrap().clone();
    let word = |message: &Value| word(&json!({ "class": "StructuredMessage", "body": message }));
    entities.iter().rev().map(word).collect()
}
