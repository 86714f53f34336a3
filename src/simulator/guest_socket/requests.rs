//! What guests send, and what it does.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::frames;
use super::sessions::{ConnectionId, Outgoing, Session};
use crate::simulator::records::{Content, Presence};
use crate::simulator::views::deployment::SESSION_SECONDS;
use crate::simulator::world::World;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    action: String,
    token: String,
    tracing_id: Option<String>,
    deployment_id: Option<String>,
    #[serde(default)]
    start_new: bool,
    message: Option<Value>,
    channel: Option<Value>,
}

/// Three sockets may carry one session; the fourth displaces the oldest (measured).
const MAX_CONNECTIONS: usize = 3;
/// Measured, in bytes (assumed: not in characters).
const MAX_TEXT: usize = 4096;
const JWT_LIFE_MS: i64 = 300_000;

/// Reads one frame and answers on the same connection.
pub fn answer(world: &mut World, connection: ConnectionId, text: &str) {
    let Ok(request) = serde_json::from_str::<Request>(text) else {
        return send(world, connection, frames::refusal(400, "The request could not be understood.", None));
    };
    let tracing = request.tracing_id.clone();
    let outcome = match request.action.as_str() {
        "configureSession" => configure(world, connection, &request),
        "onMessage" => on_message(world, connection, request),
        "echo" => Ok(echo(&request)),
        "getJwt" => jwt(world, connection, &request),
        "getConfiguration" => configuration(world, &request),
        "closeSession" => close(world, connection, &request),
        _ => Err((400, "The action is not supported.")),
    };
    match outcome {
        Ok(Some(frame)) => send(world, connection, frame),
        Ok(None) => {}
        Err((code, why)) => send(world, connection, frames::refusal(code, why, tracing.as_deref())),
    }
}

/// A frame for the asking connection alone, or a code and its text.
type Outcome = Result<Option<Value>, (u16, &'static str)>;

fn send(world: &World, connection: ConnectionId, frame: Value) {
    world.guests.send(connection, Outgoing::Frame { frame, is_closing: false });
}

fn configure(world: &mut World, connection: ConnectionId, request: &Request) -> Outcome {
    if request.deployment_id.as_deref() != Some(world.org.deployment_id.as_str()) {
        return Err((403, "The deployment does not exist."));
    }
    let now = world.clock.now();
    let known = world.guests.sessions.get(&request.token);
    // A read-only session stays so until the guest starts anew (measured).
    let is_over = |session: &Session| session.expires <= now && !session.read_only;
    let is_new = request.start_new || known.is_none_or(is_over);
    if is_new {
        world.guests.sessions.insert(request.token.clone(), Session::new(now));
    }
    world.guests.bind(connection, &request.token);
    displace(world, &request.token);
    let session = &world.guests.sessions[&request.token];
    let body = json!({
        "connected": true,
        "newSession": is_new,
        "readOnly": session.read_only,
        "maxCustomDataBytes": frames::MAX_CUSTOM_DATA,
        "allowedMedia": frames::allowed_media(),
        "blockedExtensions": [".ade", ".adp"],
        "clearedExistingSession": false,
        "durationSeconds": SESSION_SECONDS,
        // Measured: seconds, though the documents say milliseconds.
        "expirationDate": session.expires.seconds(),
    });
    Ok(Some(frames::response("SessionResponse", body, request.tracing_id.as_deref())))
}

fn displace(world: &World, token: &str) {
    let connections = world.guests.connections_of(token);
    let surplus = connections.len().saturating_sub(MAX_CONNECTIONS);
    for oldest in connections.into_iter().take(surplus) {
        throw_out(world, oldest);
    }
}

fn throw_out(world: &World, connection: ConnectionId) {
    send(world, connection, frames::event("ConnectionClosedEvent"));
    world.guests.send(connection, Outgoing::Close);
}

/// The session of this token, if this very connection was configured for it.
fn session<'a>(
    world: &'a mut World,
    connection: ConnectionId,
    token: &str,
) -> Result<&'a mut Session, (u16, &'static str)> {
    if world.guests.token_of(connection) != Some(token) {
        return Err((4007, "Session not found"));
    }
    let now = world.clock.now();
    let session = world.guests.sessions.get_mut(token);
    session.filter(|session| session.expires > now).ok_or((4006, "Session expired"))
}

fn on_message(world: &mut World, connection: ConnectionId, request: Request) -> Outcome {
    let attributes = attributes(&request);
    let message = request.message.unwrap_or_default();
    let read_only = session(world, connection, &request.token)?.read_only;
    let content = match message["type"].as_str() {
        Some("Event") => match presence(&message) {
            Some(Presence::Clear) => return clear(world, &request.token, request.tracing_id.as_deref()),
            Some(presence) => Content::Presence(presence),
            // Typing is heard and not answered.
            None => return Ok(None),
        },
        _ => written(&message)?,
    };
    if read_only {
        return Err((409, "Session is read-only, no new messages allowed"));
    }
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

fn written(message: &Value) -> Result<Content, (u16, &'static str)> {
    let text = message["text"].as_str().map(str::to_string);
    if text.as_ref().is_some_and(|text| text.len() > MAX_TEXT) {
        return Err((4011, "Message length is larger than 4096"));
    }
    let parts = message["content"].as_array().cloned().unwrap_or_default();
    match (text, parts.is_empty()) {
        (None, true) => Err((4020, "The message has neither text nor content")),
        (Some(text), true) => Ok(Content::Text(text)),
        (text, false) => Ok(Content::Structured { text, parts }),
    }
}

/// Taken beside the message and inside it (measured: both are in use).
fn attributes(request: &Request) -> BTreeMap<String, String> {
    let inside = request.message.as_ref().map(|message| &message["channel"]);
    let given = inside.into_iter().chain(request.channel.as_ref());
    given
        .filter_map(|channel| channel["metadata"]["customAttributes"].as_object())
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), Into::into)))
        .collect()
}

/// The guest leaves: the session ends, the conversation too (measured: the next id differs).
/// Assumed: the order of the three frames.
fn clear(world: &mut World, token: &str, tracing: Option<&str>) -> Outcome {
    if !world.options.deployment.conversation_clear {
        return Err((403, "Presence events Conversation Clear are not supported"));
    }
    world.guest_leaves(token, tracing);
    Ok(None)
}

/// Measured: a response of class StructuredMessage; it is no message of the conversation.
fn echo(request: &Request) -> Option<Value> {
    let text = request.message.as_ref().and_then(|message| message["text"].as_str()).unwrap_or("ping");
    let body = json!({ "text": text, "type": "Text", "direction": "Inbound", "id": "echo_id" });
    Some(frames::response("StructuredMessage", body, request.tracing_id.as_deref()))
}

fn jwt(world: &mut World, connection: ConnectionId, request: &Request) -> Outcome {
    session(world, connection, &request.token)?;
    let expires = world.clock.now().plus_ms(JWT_LIFE_MS);
    let jwt = world.ids.secret();
    world.guests.remember_jwt(jwt.clone(), &request.token, expires);
    let body = json!({ "jwt": jwt, "exp": expires.seconds() });
    Ok(Some(frames::response("JwtResponse", body, request.tracing_id.as_deref())))
}

fn configuration(world: &World, request: &Request) -> Outcome {
    if request.deployment_id.as_deref() != Some(world.org.deployment_id.as_str()) {
        return Err((403, "The deployment does not exist."));
    }
    let body = json!({
        "allowedMedia": frames::allowed_media(),
        "blockedExtensions": [".ade", ".adp"],
        "maxCustomDataBytes": frames::MAX_CUSTOM_DATA,
        "messageRoutingEnabled": true,
        "sessionDurationSeconds": SESSION_SECONDS,
    });
    Ok(Some(frames::response("GetConfigurationResponse", body, request.tracing_id.as_deref())))
}

/// The other connections are closed, the asking one hears that it is connected no more.
fn close(world: &mut World, connection: ConnectionId, request: &Request) -> Outcome {
    let read_only = session(world, connection, &request.token)?.read_only;
    for other in world.guests.connections_of(&request.token) {
        if other != connection {
            throw_out(world, other);
        }
    }
    let body = json!({ "connected": false, "newSession": false, "readOnly": read_only });
    Ok(Some(frames::response("SessionResponse", body, request.tracing_id.as_deref())))
}
