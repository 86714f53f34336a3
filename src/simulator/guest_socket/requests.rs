//! What guests send, and who answers it.

use std::time::Instant;

use serde_json::{Value, json};

use super::connection::ConnectionId;
use super::request::{Outcome, Request, missing};
use super::{attachments, configuring, frames, writing};
use crate::simulator::world::World;

/// Reads one frame and answers on the same connection. `now_ms` is what the limits count with.
pub fn answer(world: &mut World, connection: ConnectionId, text: &str, now_ms: u64) {
    world.heard_at = Instant::now();
    let Ok(request) = serde_json::from_str::<Request>(text) else {
        return send(world, connection, frames::refusal(400, "The request could not be understood.", None));
    };
    let tracing = request.tracing_id.clone();
    if world.options.limits.bind_guests() {
        let spent = world.guests.rates.spend(connection, &request.token, &request.action, now_ms);
        if let Err(fast) = spent {
            return send(world, connection, frames::too_fast(fast, tracing.as_deref()));
        }
    }
    match dispatch(world, connection, request) {
        Ok(Some(frame)) => send(world, connection, frame),
        Ok(None) => {}
        Err((code, why)) => send(world, connection, frames::refusal(code, &why, tracing.as_deref())),
    }
}

fn dispatch(world: &mut World, connection: ConnectionId, request: Request) -> Outcome {
    if request.token.is_empty() {
        return Err(missing("token"));
    }
    match request.action.as_str() {
        "configureSession" => configuring::configure(world, connection, &request),
        "configureAuthenticatedSession" => configuring::configure_authenticated(world, &request),
        "onMessage" => writing::on_message(world, connection, request),
        "echo" => Ok(echo(&request)),
        "getJwt" => configuring::jwt(world, connection, &request),
        "getConfiguration" => configuring::configuration(world, &request),
        "closeSession" => configuring::close(world, connection, &request),
        "onAttachment" => attachments::upload_url(world, connection, &request),
        "getAttachment" => attachments::download_url(world, connection, &request),
        "deleteAttachment" => attachments::delete(world, connection, &request),
        _ => Err((400, "The action is not supported.".into())),
    }
}

pub fn send(world: &mut World, connection: ConnectionId, frame: Value) {
    world.guests.tell_one(connection, frame, world.clock.now());
}

/// Measured: a response of class StructuredMessage; it is no message of the conversation.
fn echo(request: &Request) -> Option<Value> {
    let text = request.message.as_ref().and_then(|message| message["text"].as_str()).unwrap_or("ping");
    let body = json!({ "text": text, "type": "Text", "direction": "Inbound", "id": "echo_id" });
    Some(frames::response("StructuredMessage", body, request.tracing_id.as_deref()))
}
