//! A guest's session: made, resumed, configured, closed.

use serde_json::{Value, json};

use super::connection::ConnectionId;
use super::files::BLOCKED_EXTENSIONS;
use super::frames;
use super::request::{Outcome, Refused, Request, missing};
use super::sessions::Session;
use crate::simulator::guest_socket::sessions::SESSION_SECONDS;
use crate::simulator::world::World;

/// Three sockets may carry one session; the fourth displaces the oldest (measured).
const MAX_CONNECTIONS: usize = 3;

fn check_deployment(world: &World, request: &Request) -> Result<(), Refused> {
    let given = request.deployment_id.as_deref().ok_or_else(|| missing("deploymentId"))?;
    if given == world.org.deployment_id {
        Ok(())
    } else {
        Err((403, "The deployment does not exist.".into()))
    }
}

pub fn configure(world: &mut World, connection: ConnectionId, request: &Request) -> Outcome {
    check_deployment(world, request)?;
    let now = world.clock.now();
    let known = world.guests.sessions.get(&request.token);
    // A read-only session stays so until the guest starts anew (measured).
    let is_over = |session: &Session| session.expires <= now && !session.read_only;
    let is_new = request.start_new == Some(true) || known.is_none_or(is_over);
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
        "allowedMedia": frames::allowed_media(&world.options.deployment),
        "blockedExtensions": BLOCKED_EXTENSIONS,
        "clearedExistingSession": false,
        "durationSeconds": SESSION_SECONDS,
        // Measured: seconds, though the documents say milliseconds.
        "expirationDate": session.expires.seconds(),
    });
    Ok(Some(frames::response("SessionResponse", body, request.tracing_id.as_deref())))
}

/// The deployment has no authentication: no code can be right. Measured (vendor's fixtures): the
/// text of the 403. Assumed: that it is the answer here.
pub fn configure_authenticated(world: &World, request: &Request) -> Outcome {
    check_deployment(world, request)?;
    let code = request.data.as_ref().and_then(|data| data["code"].as_str());
    code.ok_or_else(|| missing("data.code"))?;
    Err((403, "Session authentication failed".into()))
}

fn displace(world: &mut World, token: &str) {
    let connections = world.guests.connections_of(token);
    let surplus = connections.len().saturating_sub(MAX_CONNECTIONS);
    for oldest in connections.into_iter().take(surplus) {
        throw_out(world, oldest);
    }
}

pub fn throw_out(world: &mut World, connection: ConnectionId) {
    world.guests.tell_one(connection, frames::event("ConnectionClosedEvent"), world.clock.now());
    world.guests.close(connection);
}

/// The session of this token, if this very connection was configured for it.
pub fn session<'a>(
    world: &'a mut World,
    connection: ConnectionId,
    token: &str,
) -> Result<&'a mut Session, Refused> {
    if world.guests.token_of(connection) != Some(token) {
        return Err((4007, "Session not found".into()));
    }
    let now = world.clock.now();
    let session = world.guests.sessions.get_mut(token);
    session.filter(|session| session.expires > now).ok_or_else(|| (4006, "Session expired".into()))
}

pub fn configuration(world: &World, request: &Request) -> Outcome {
    check_deployment(world, request)?;
    let body = json!({
        "allowedMedia": frames::allowed_media(&world.options.deployment),
        "blockedExtensions": BLOCKED_EXTENSIONS,
        "maxCustomDataBytes": frames::MAX_CUSTOM_DATA,
        "messageRoutingEnabled": true,
        "sessionDurationSeconds": SESSION_SECONDS,
    });
    Ok(Some(frames::response("GetConfigurationResponse", body, request.tracing_id.as_deref())))
}

/// Documented: the other connections are closed, the asking one hears that it is connected no
/// more, and may configure again on the same socket. Assumed: until then it has no session;
/// without `closeAllConnections` the others stay.
pub fn close(world: &mut World, connection: ConnectionId, request: &Request) -> Outcome {
    let read_only = session(world, connection, &request.token)?.read_only;
    let all = request.close_all_connections.ok_or_else(|| missing("closeAllConnections"))?;
    for other in world.guests.connections_of(&request.token) {
        if all && other != connection {
            throw_out(world, other);
        }
    }
    world.guests.unbind(connection);
    let body = json!({ "connected": false, "newSession": false, "readOnly": read_only });
    Ok(Some(frames::response("SessionResponse", body, request.tracing_id.as_deref())))
}

const JWT_LIFE_MS: i64 = 300_000;

pub fn jwt(world: &mut World, connection: ConnectionId, request: &Request) -> Outcome {
    session(world, connection, &request.token)?;
    let expires = world.clock.now().plus_ms(JWT_LIFE_MS);
    let jwt = world.ids.secret();
    world.guests.remember_jwt(jwt.clone(), &request.token, expires);
    let body: Value = json!({ "jwt": jwt, "exp": expires.seconds() });
    Ok(Some(frames::response("JwtResponse", body, request.tracing_id.as_deref())))
}
