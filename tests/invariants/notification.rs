//! An event of the notification socket wakes nobody but whom it names, in a topic of a queue.

use playwright_genesys::platform::conversation_of_event;
use serde_json::Value;

use super::json::{is_plain, parsed, with_unknown_fields};

pub fn hold(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let woken = conversation_of_event(text);
    if let Some(id) = &woken {
        let event = parsed(bytes).expect("only JSON wakes");
        let named = event["eventBody"]["id"].as_str().unwrap_or_default();
        assert!(is_plain(id.as_str()) && named.eq_ignore_ascii_case(id.as_str()), "{id} was not named");
        let topic = event["topicName"].as_str().unwrap_or_default();
        assert!(topic.starts_with("v2.routing.queues."), "a topic of something else wakes");
    }
    if let Some(event) = parsed(bytes).filter(Value::is_object) {
        let changed = with_unknown_fields(&event, &[]).to_string();
        assert_eq!(conversation_of_event(&changed), woken);
    }
}
