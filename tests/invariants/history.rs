//! The guest's history: an end comes out only where an entity tells of it, with that entity's id; the order keeps every
//! entity; an end that lets the guest write is undone by what was said later.

use playwright_genesys::guest::frame::{Frame, Message};
use playwright_genesys::guest::history::{end_of, event_of, in_order, life_of};
use serde_json::Value;

use super::frame::is_end;
use super::json::{parsed, with_unknown_fields};

fn message_of(frame: &Frame) -> &Message {
    frame.conversation_message().expect("an entity is read as a message")
}

fn assert_in_time(frames: &[Frame]) {
    let times: Vec<_> = frames.iter().map(|frame| message_of(frame).time).collect();
    if times.iter().all(Option::is_some) {
        assert!(times.is_sorted(), "the order is not that of the times");
    }
}

fn told(entities: &[Value]) -> String {
    let frames = in_order(entities);
    let events: Vec<_> = frames.iter().map(|frame| event_of(frame, 1)).collect();
    format!("{:?} {}", end_of(&frames, 1), serde_json::to_string(&events).expect("events are plain data"))
}

pub fn hold(bytes: &[u8]) {
    let Some(page) = parsed(bytes) else { return };
    let Some(entities) = page["entities"].as_array().or_else(|| page.as_array()) else { return };
    let frames = in_order(entities);
    assert_eq!(frames.len(), entities.len());
    assert_in_time(&frames);
    if let Some(end) = end_of(&frames, 1) {
        let id = |entity: &Value| entity["id"].as_str().filter(|id| !id.is_empty()).map(str::to_string);
        assert!(
            entities.iter().any(|entity| is_end(entity) && id(entity) == end.message_id),
            "an end of nobody"
        );
        let last_end = frames.iter().rposition(|frame| message_of(frame).id == end.message_id);
        let said_later =
            frames[last_end.unwrap_or_default()..].iter().any(|frame| message_of(frame).is_said());
        assert!(end.mode == Some("ReadOnly") || !said_later, "somebody spoke after the end");
    }
    if life_of(&frames).is_some() {
        assert!(frames.iter().any(|frame| message_of(frame).is_said()), "nobody spoke");
    }
    let Value::Array(changed) = with_unknown_fields(&Value::Array(entities.clone()), &["content"]) else {
        return;
    };
    assert_eq!(told(&changed), told(entities));
}
