//! The versioned `/conversations/messaging/{conversationId}`, as the user's document has it. It
//! is not in the published SDK: everything here is assumed. Its trap is built in: POST with an
//! action answers 200 and changes nothing.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::ids::WrapUpCodeId;
use crate::simulator::call::Call;
use crate::simulator::change::{Change, What};
use crate::simulator::records::{Conversation, WrapUp};
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Update {
    state: Option<String>,
    version: Option<u64>,
    wrap_up_code_id: Option<String>,
    wrap_up_code_name: Option<String>,
    notes: Option<String>,
}

/// The resource's own error envelope; its status is a string.
pub fn refusal(status: u16, code: &str, message: &str) -> Refusal {
    let error = json!({ "message": message, "code": code, "status": status.to_string() });
    Refusal::raw(status, json!({ "errors": [error] }))
}

fn conversation<'a>(call: &'a Call<'_>) -> Result<&'a Conversation, Refusal> {
    call.conversation().map_err(|_| refusal(404, "not_found", "Conversation not found."))
}

pub fn get(call: &mut Call<'_>) -> Handled {
    Ok(Reply::ok(views::messaging::conversation(conversation(call)?)))
}

/// 200 and no effect, whatever the action.
pub fn post(call: &mut Call<'_>) -> Handled {
    let conversation = conversation(call)?;
    let _: Value = call.json()?;
    Ok(Reply::ok(views::messaging::conversation(conversation)))
}

pub fn put(call: &mut Call<'_>) -> Handled {
    let found = conversation(call)?;
    let id = found.id.clone();
    let current = if found.is_open() { "active" } else { "closed" };
    let version = found.version;
    let update: Update = call.json()?;
    if update.version != Some(version) {
        let message = match update.version {
            None => "The current version of the conversation is required.".to_string(),
            Some(given) => format!("Version {given} is stale. The current version is {version}."),
        };
        return Err(refusal(409, "conflict", &message));
    }
    if update.state.as_deref() != Some("closed") || current == "closed" {
        let wanted = update.state.as_deref().unwrap_or("none");
        let message = format!(
            "Invalid conversation state transition. Current state '{current}' cannot transition to '{wanted}'."
        );
        return Err(refusal(400, "bad_request", &message));
    }
    let wrap_up = disposition(call, update)?;
    let change = Change { conversation: id, what: What::Close { wrap_up } };
    let claimed = call.world.claimed(&change);
    // One atomic step: the answer shows what was done, or is said to be.
    call.change_now(change);
    let shown = claimed.as_ref().map_or_else(|| conversation(call), Ok)?;
    Ok(Reply::ok(views::messaging::conversation(shown)))
}

fn disposition(call: &Call<'_>, update: Update) -> Result<WrapUp, Refusal> {
    let Some(code) = update.wrap_up_code_id.filter(|code| !code.is_empty()) else {
        let message = "Invalid conversation state transition. \
                       Current state 'active' cannot transition to 'closed' without disposition.";
        return Err(refusal(400, "bad_request", message));
    };
    let known = code.parse::<WrapUpCodeId>().ok().filter(|code| call.world.org.code(code).is_some());
    let code = known.ok_or_else(|| refusal(400, "bad_request", "The wrap-up code does not exist."))?;
    Ok(WrapUp {
        code,
        name: update.wrap_up_code_name,
        notes: update.notes,
        tags: Vec::new(),
        duration_seconds: None,
        provisional: false,
    })
}
