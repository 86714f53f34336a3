//! `onMessage`: texts, parts, attachments, presence and typing from a guest.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::attachments::described;
use super::configuring::session;
use super::connection::ConnectionId;
use super::frames;
use super::request::{Outcome, Refused, Request, missing};
use crate::simulator::records::{Content, Presence};
use crate::simulator::world::World;

/// Measured, in bytes (assumed: not in characters).
const MAX_TEXT: usize = 4096;

pub fn on_message(world: &mut World, connection: ConnectionId, request: Request) -> Outcome {
    let read_only = session(world, connection, &request.token)?.read_only;
    let attributes = attributes(&request)?;
    let message = request.message.ok_or_else(|| missing("message"))?;
    let is_event = message["type"] == "Event";
    let presence = if is_event { presence(&message) } else { None };
    if presence == Some(Presence::Clear) {
        return clear(world, &request.token, request.tracing_id.as_deref());
    }
    if is_event && presence.is_none() {
        // Typing is heard and not answered.
        return Ok(None);
    }
    if read_only {
        return Err((409, "Session is read-only, no new messages allowed".into()));
    }
    let content = match presence {
        Some(presence) => Content::Presence(presence),
        None => written(world, &request.token, &message, request.attachment_ids)?,
    };
    world.hear(&request.token, attributes, content, request.tracing_id.as_deref());
    Ok(None)
}

fn presence(message: &Value) -> Option<Presence> {
    match message["events"][0]["presence"]["type"].as_str()? {
        "Join" => Some(Presence::Join),
        "Clear" => Some(Presence::Clear),
        _ => None,
    }
}

/// Measured: an attachment without a text comes without a type, and goes back as a Text.
/// Seen with third parties: `attachmentIds` beside the message or in it. Assumed: they count as parts of it.
fn written(world: &mut World, token: &str, message: &Value, beside: Vec<String>) -> Result<Content, Refused> {
    let text = message["text"].as_str().map(str::to_string);
    if let Some(length) = text.as_ref().map(String::len).filter(|length| *length > MAX_TEXT) {
        return Err((4011, format!("Message length {length} is larger than {MAX_TEXT}")));
    }
    let mut parts = message["content"].as_array().cloned().unwrap_or_default();
    let within =
        message["attachmentIds"].as_array().into_iter().flatten().filter_map(Value::as_str).map(String::from);
    let attachment = |id: String| json!({ "contentType": "Attachment", "attachment": { "id": id } });
    parts.extend(beside.into_iter().chain(within).map(attachment));
    let attached = parts.iter().any(|part| part["contentType"] == "Attachment");
    let parts = described(world, token, parts)?;
    match (text, parts.is_empty()) {
        (None, true) => Err(missing("message.text")),
        (Some(text), true) => Ok(Content::Text(text)),
        (text, false) if attached => Ok(Content::Attached { text, parts }),
        (text, false) => Ok(Content::Structured { text, parts }),
    }
}

/// Taken beside the message and inside it (measured: both are in use).
fn attributes(request: &Request) -> Result<BTreeMap<String, String>, Refused> {
    let inside = request.message.as_ref().map(|message| &message["channel"]);
    let given = inside.into_iter().chain(request.channel.as_ref());
    let mut attributes = BTreeMap::new();
    for given in given.filter_map(|channel| channel["metadata"]["customAttributes"].as_object()) {
        // Assumed: the limit is on the object's JSON.
        if serde_json::to_vec(given).map_or(0, |json| json.len()) > frames::MAX_CUSTOM_DATA {
            return Err((4013, "Custom Attributes in channel metadata is larger than 2048 bytes".into()));
        }
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), Into::into);
        attributes.extend(given.iter().map(|(name, value)| (name.clone(), text(value))));
    }
    Ok(attributes)
}

/// The guest leaves: the session ends, the conversation too (measured: the next id differs).
/// Assumed: the order of the three frames.
fn clear(world: &mut World, token: &str, tracing: Option<&str>) -> Outcome {
    if !world.options.deployment.conversation_clear {
        return Err((403, "Presence events Conversation Clear are not supported".into()));
    }
    world.guest_leaves(token, tracing);
    Ok(None)
}
