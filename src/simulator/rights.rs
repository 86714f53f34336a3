//! Who may call an operation: token, permissions, scopes, and the vendor's words for a refusal.

use serde_json::json;

use super::call::Call;
use super::handlers::messaging;
use super::operations::{MESSAGING, Needs, Operation};
use super::options::Resource;
use super::reply::Refusal;
use crate::model::ids::ConversationId;

pub fn check(call: &Call<'_>, operation: &Operation) -> Result<(), Refusal> {
    if matches!(operation.needs, Needs::Nothing) {
        return Ok(());
    }
    token(call)?;
    if is_beside_a_conversation(call, operation)
        || is_switched_off(call.world.options.resource, operation.path)
    {
        return Err(Refusal::not_found());
    }
    scope(call, operation)?;
    permissions(call, operation.needs)
}

fn token(call: &Call<'_>) -> Result<(), Refusal> {
    if call.token.is_empty() {
        let message = "No authentication bearer token specified in authorization header.";
        return Err(Refusal::new(401, "authentication.required", message));
    }
    let grant = call.world.sign_ins.of(&call.token);
    if grant.is_none_or(|grant| grant.ends <= call.world.clock.now()) {
        return Err(Refusal::new(401, "bad.credentials", "Invalid login credentials."));
    }
    Ok(())
}

/// Published paths of integrations and settings look like the versioned resource's; they name no conversation.
fn is_beside_a_conversation(call: &Call<'_>, operation: &Operation) -> bool {
    operation.scope == MESSAGING && call.id::<ConversationId>("conversationId").is_err()
}

/// An org speaks `messages`, or `messaging`, or both; a message's details are no part of either.
fn is_switched_off(resource: Resource, path: &str) -> bool {
    let of = |part: &str| {
        let rest = path.strip_prefix("/api/v2/conversations/").and_then(|rest| rest.strip_prefix(part));
        rest.is_some_and(|rest| rest.starts_with("/{conversationId}"))
    };
    match resource {
        Resource::Both => false,
        Resource::Messages => of("messaging"),
        Resource::Messaging => of("messages") && !path.ends_with("/details"),
    }
}

/// Documented: client credentials are governed by roles. Scopes are asked for only where the
/// simulator was given some, as for a user's token.
fn scope(call: &Call<'_>, operation: &Operation) -> Result<(), Refusal> {
    let wanted = operation.scope;
    let Some(granted) = &call.world.options.scopes else { return Ok(()) };
    let readonly = format!("{wanted}:readonly");
    let reads = operation.method == axum::http::Method::GET;
    if wanted.is_empty() || granted.iter().any(|scope| scope == wanted || (reads && *scope == readonly)) {
        return Ok(());
    }
    if wanted == MESSAGING {
        let message = format!("Missing required scope: {MESSAGING}");
        return Err(messaging::refusal(403, "forbidden", &message));
    }
    // Assumed: no capture of this refusal is known.
    let message = format!("The token lacks a required scope: [{wanted}]");
    Err(Refusal::new(403, "missing.scopes", message)
        .params("The token lacks a required scope: {scopes}", json!({ "scopes": format!("[{wanted}]") })))
}

fn permissions(call: &Call<'_>, needs: Needs) -> Result<(), Refusal> {
    let Some(granted) = &call.world.options.permissions else { return Ok(()) };
    let has = |name: &&str| granted.iter().any(|granted| granted == name);
    match needs {
        Needs::Nothing | Needs::Token => Ok(()),
        Needs::All(names) if names.iter().all(has) => Ok(()),
        Needs::Any(names) if names.iter().any(has) => Ok(()),
        Needs::All(names) => Err(missing("missing.permissions", "the following permission(s)", names)),
        Needs::Any(names) => {
            Err(missing("missing.any.permissions", "one of the following permission(s)", names))
        }
    }
}

/// Measured: the message ends with the names in square brackets. Assumed: the parameter's name.
fn missing(code: &str, which: &str, names: &[&str]) -> Refusal {
    let listed = format!("[{}]", names.join(", "));
    let template =
        format!("Unable to perform the requested action. You are missing {which}: {{permissions}}");
    let message = template.replace("{permissions}", &listed);
    Refusal::new(403, code, message).params(&template, json!({ "permissions": listed }))
}
