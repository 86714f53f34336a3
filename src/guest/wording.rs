//! Frames and requests in the words of [`GuestEvent`].

use serde_json::{Value, json};

use super::event::{EventKind, GuestEvent, Way};
use super::frame::{Body, Frame, SessionResponse};
use super::message::{Event, Message, MessageKind};
use super::sent::Sent;
use super::standing::Closure;

/// The longest error text of the server's that an event keeps.
const MAX_ERROR_TEXT: usize = 200;

/// A message of the conversation, whoever wrote it.
pub fn of_message(message: &Message, at: i64, direction: Way) -> GuestEvent {
    let kind = match &message.kind {
        MessageKind::Text => EventKind::Text,
        MessageKind::Structured => EventKind::Structured,
        MessageKind::Event => return of_event(message, at, direction),
        MessageKind::Other(_) => EventKind::Other,
    };
    let mut event = GuestEvent::new(at, direction, kind);
    event.text.clone_from(&message.text);
    if !message.content.is_empty() {
        event = event.with("content", message.content.clone());
    }
    stamped(event, message)
}

fn of_event(message: &Message, at: i64, direction: Way) -> GuestEvent {
    let event = match message.events.first() {
        Some(Event::Presence(presence)) => {
            GuestEvent::new(at, direction, EventKind::Presence).with("presence", presence.name())
        }
        Some(Event::Typing) => GuestEvent::new(at, direction, EventKind::Typing),
        Some(Event::Other(name)) => {
            GuestEvent::new(at, direction, EventKind::Other).with("event", name.as_str())
        }
        None => GuestEvent::new(at, direction, EventKind::Other),
    };
    stamped(event, message)
}

fn stamped(mut event: GuestEvent, message: &Message) -> GuestEvent {
    event.message_id.clone_from(&message.id);
    event
        .with_some("time", message.time)
        .with_some("originatingEntity", message.originating_entity.as_deref())
}

/// A closing frame, or another proof of the end.
pub fn of_closure(closure: &Closure, at: i64) -> GuestEvent {
    let mut event = GuestEvent::received(at, EventKind::Closed);
    event.message_id.clone_from(&closure.message_id);
    event
        .with("kind", json!(closure.kind))
        .with("by", json!(closure.by))
        .with_some("mode", closure.mode)
        .with_some("time", closure.time)
        .with_some("originatingEntity", closure.originating_entity.as_deref())
}

/// Everything that is no message of the conversation.
pub fn of_service_frame(frame: &Frame, at: i64) -> GuestEvent {
    match &frame.body {
        Body::Session(session) => of_session(session, at),
        Body::Refusal(_) if frame.code == 4006 => expired(at),
        Body::Refusal(text) => {
            GuestEvent::received(at, EventKind::Error).with("code", frame.code).with("message", cut(text))
        }
        Body::SessionExpired => expired(at),
        Body::SessionCleared => GuestEvent::received(at, EventKind::Cleared),
        Body::ConnectionClosed { reason } => {
            GuestEvent::received(at, EventKind::Displaced).with_some("reason", reason.as_deref())
        }
        Body::Logout => GuestEvent::received(at, EventKind::Displaced).with("reason", "logout"),
        Body::TooManyRequests { retry_after_seconds, .. } => GuestEvent::received(at, EventKind::Error)
            .with_some("code", frame.error_code())
            .with_some("retryAfterMs", retry_after_seconds.map(|seconds| seconds.saturating_mul(1000))),
        Body::Failure { .. } => GuestEvent::received(at, EventKind::Error)
            .with_some("code", frame.error_code())
            .with("class", frame.class.as_str()),
        _ => GuestEvent::received(at, EventKind::Other).with("class", frame.class.as_str()),
    }
}

fn expired(at: i64) -> GuestEvent {
    GuestEvent::received(at, EventKind::Expired)
}

fn of_session(session: &SessionResponse, at: i64) -> GuestEvent {
    GuestEvent::received(at, EventKind::Session)
        .with("connected", session.connected)
        .with("newSession", session.new_session)
        .with("readOnly", session.read_only)
        .with_some("durationSeconds", session.duration_seconds)
        .with_some("expirationDate", session.expiration_date)
}

/// A request of the guest's; only a message of the conversation waits for its echo.
pub fn of_sent(sent: &Sent, at: i64) -> GuestEvent {
    if let Some(message) = &sent.message {
        let mut event = of_message(message, at, Way::Sent);
        event.acknowledged = Some(false);
        return event;
    }
    let is_session = sent.action.starts_with("configure");
    let kind = if is_session { EventKind::Session } else { EventKind::Other };
    let event = GuestEvent::new(at, Way::Sent, kind).with("action", sent.action.as_str());
    if is_session { event.with("startNew", sent.start_new) } else { event }
}

/// Something on the socket that is no frame: kept as its size, never as its bytes.
pub fn of_unreadable(why: &str, bytes: usize, at: i64, direction: Way) -> GuestEvent {
    GuestEvent::new(at, direction, EventKind::Other).with("unreadable", why).with("bytes", Value::from(bytes))
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_ERROR_TEXT).collect()
}
