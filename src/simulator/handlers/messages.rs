//! `/conversations/messages/{conversationId}` and its participants.

use serde::Deserialize;

use crate::simulator::call::Call;
use crate::simulator::change::{Change, What};
use crate::simulator::options::Resource;
use crate::simulator::records::{Participant, Purpose, WrapUp};
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views;
use crate::simulator::world::World;

/// A MediaParticipantRequest: each property present is an instruction.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ParticipantRequest {
    state: Option<String>,
    wrapup: Option<serde_json::Value>,
    wrapup_skipped: Option<bool>,
}

#[derive(Deserialize)]
struct ConversationRequest {
    state: Option<String>,
}

pub fn get(call: &mut Call<'_>) -> Handled {
    served(call.world)?;
    Ok(Reply::ok(views::messages::conversation(call.conversation()?)))
}

/// The resource itself can be switched off; its neighbours stay.
fn served(world: &World) -> Result<(), Refusal> {
    if world.options.resource == Resource::Messaging { Err(Refusal::not_found()) } else { Ok(()) }
}

/// Only `disconnected` is valid (documented).
pub fn patch(call: &mut Call<'_>) -> Handled {
    served(call.world)?;
    let conversation = call.conversation()?;
    let id = conversation.id.clone();
    let is_open = conversation.is_open();
    let body: ConversationRequest = call.json()?;
    if !body.state.is_some_and(|state| state.eq_ignore_ascii_case("disconnected")) {
        return Err(Refusal::bad_request("The only state that a conversation can be given is disconnected."));
    }
    if !is_open {
        return Err(Refusal::ended(id.as_str()));
    }
    let answer = views::messages::conversation(call.conversation()?);
    call.promised.push(Change { conversation: id, what: What::Disconnect });
    Ok(Reply::ok(answer))
}

pub fn patch_participant(call: &mut Call<'_>) -> Handled {
    served(call.world)?;
    participant_request(call)
}

/// The same for `/conversations/messages/…` and its media-neutral twin.
pub fn participant_request(call: &mut Call<'_>) -> Handled {
    let (conversation, participant) = call.participant()?;
    let (id, is_open) = (conversation.id.clone(), conversation.is_open());
    let body: ParticipantRequest = call.json()?;
    let (disconnect, answer) = match body.state.as_deref().map(str::to_ascii_lowercase).as_deref() {
        None => (false, false),
        Some("disconnected") => (true, false),
        Some("connected") => (false, true),
        Some(_) => return Err(Refusal::bad_request("The state must be connected or disconnected.")),
    };
    if body.state.is_some() && !is_open {
        return Err(Refusal::ended(id.as_str()));
    }
    if body.wrapup_skipped == Some(true) && participant.wrap_up_required {
        let message = "The wrap-up of this participant cannot be skipped.";
        return Err(Refusal::new(400, "conversation.error.wrapup.cannot.skip", message));
    }
    let wrap_up = body.wrapup.map(|given| wrap_up(call.world, participant, given)).transpose()?;
    let what = What::Participant { id: participant.id.clone(), disconnect, answer, wrap_up };
    call.promised.push(Change { conversation: id, what });
    Ok(Reply::empty(202))
}

/// A WrapupInput with a code that is listed for this participant's queue.
/// Assumed: an unlisted or unknown code is a `bad.request`.
pub fn wrap_up(
    world: &World,
    participant: &Participant,
    given: serde_json::Value,
) -> Result<WrapUp, Refusal> {
    if given.get("code").and_then(|code| code.as_str()).is_none_or(str::is_empty) {
        let message = "A wrap-up code is required.";
        return Err(Refusal::new(400, "conversation.error.wrapup.code.required", message));
    }
    if participant.purpose != Purpose::Agent {
        return Err(Refusal::bad_request("Only an agent can wrap up."));
    }
    let listed = serde_json::from_value::<WrapUp>(given).ok();
    listed
        .filter(|wrap_up| world.org.code(&wrap_up.code).is_some())
        .ok_or_else(|| Refusal::bad_request("The wrap-up code is not valid for this participant."))
}
