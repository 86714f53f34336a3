//! A participant and its communication, changed: for `/conversations/messages/…` and for the
//! media-neutral twin.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::wrap_up;
use crate::simulator::call::Call;
use crate::simulator::change::{Change, What};
use crate::simulator::reply::{Handled, Refusal, Reply};

/// A MediaParticipantRequest: each property present is an instruction.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ParticipantRequest {
    state: Option<String>,
    wrapup: Option<Value>,
    wrapup_skipped: Option<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Nothing,
    Connect,
    Disconnect,
}

impl ParticipantRequest {
    /// Upper case is accepted (measured: the vendor's own tests send it).
    fn asked(&self) -> Result<Asked, Refusal> {
        match self.state.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None => Ok(Asked::Nothing),
            Some("connected") => Ok(Asked::Connect),
            Some("disconnected") => Ok(Asked::Disconnect),
            Some(_) => Err(Refusal::bad_request("The state must be connected or disconnected.")),
        }
    }
}

/// Documented: 202, and 403 `not.authorized` for a state sent to an ended conversation.
/// Assumed: a participant that has ended before the others takes the state without effect.
pub fn patch(call: &mut Call<'_>) -> Handled {
    let (conversation, participant) = call.participant()?;
    let body: ParticipantRequest = call.json()?;
    let asked = body.asked()?;
    if asked != Asked::Nothing && !conversation.is_open() {
        return Err(Refusal::ended(&conversation.id));
    }
    if body.wrapup_skipped == Some(true) && participant.wrap_up_required {
        let message = "The wrap-up of this participant cannot be skipped.";
        return Err(Refusal::new(400, "conversation.error.wrapup.cannot.skip", message));
    }
    let wrap_up = body.wrapup.map(|given| wrap_up::checked(call.world, participant, given)).transpose()?;
    let what = What::Participant {
        id: participant.id.clone(),
        disconnect: asked == Asked::Disconnect,
        answer: asked == Asked::Connect,
        wrap_up,
    };
    let change = Change { conversation: conversation.id.clone(), what };
    call.promise(change);
    Ok(Reply::empty(202))
}

#[derive(Deserialize)]
struct Attributes {
    attributes: BTreeMap<String, String>,
}

/// Documented: 202, and the attributes in the answer.
pub fn patch_attributes(call: &mut Call<'_>) -> Handled {
    set_attributes(call).map(|attributes| Reply::json(202, attributes))
}

/// Documented: no body here (SDK 269). Assumed: 202, as its twin.
pub fn patch_neutral_attributes(call: &mut Call<'_>) -> Handled {
    set_attributes(call).map(|_| Reply::empty(202))
}

fn set_attributes(call: &mut Call<'_>) -> Result<Value, Refusal> {
    let (conversation, participant) = call.participant()?;
    let Attributes { attributes } = call.json()?;
    let answer = json!({ "attributes": attributes });
    let what = What::Attributes { id: participant.id.clone(), attributes };
    let change = Change { conversation: conversation.id.clone(), what };
    call.promise(change);
    Ok(answer)
}

/// Only `disconnected`; a wrap-up beside it is ignored (documented).
pub fn patch_communication(call: &mut Call<'_>) -> Handled {
    let (conversation, participant) = call.communication()?;
    let body: ParticipantRequest = call.json()?;
    if !matches!(body.asked(), Ok(Asked::Disconnect)) {
        let message = "The state of a communication can only become disconnected.";
        return Err(Refusal::new(400, "communication.state.required", message));
    }
    if !conversation.is_open() {
        return Err(Refusal::ended(&conversation.id));
    }
    let what =
        What::Participant { id: participant.id.clone(), disconnect: true, answer: false, wrap_up: None };
    let change = Change { conversation: conversation.id.clone(), what };
    call.promise(change);
    Ok(Reply::ok(json!({})))
}
