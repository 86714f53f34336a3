//! Wrap-ups: which codes may be used, which was, and the one writer beside the participant.

use serde_json::{Value, json};

use crate::simulator::call::Call;
use crate::simulator::change::{Change, What};
use crate::simulator::clock::Timestamp;
use crate::simulator::records::{Participant, Purpose, WrapUp};
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::views::{present, routing};
use crate::simulator::world::World;

/// The codes of the participant's queue: a bare array, not a listing (documented).
pub fn codes(call: &mut Call<'_>) -> Handled {
    call.participant()?;
    let org = &call.world.org;
    let codes: Vec<_> = org.codes.iter().map(|code| routing::code(code, org)).collect();
    Ok(Reply::written(&codes))
}

pub fn of_participant(call: &mut Call<'_>) -> Handled {
    assigned(call, call.participant()?.1)
}

pub fn of_communication(call: &mut Call<'_>) -> Handled {
    assigned(call, call.communication()?.1)
}

/// An AssignedWrapupCode; a draft only where it is asked for (documented). Assumed: 404 where there is none yet.
fn assigned(call: &Call<'_>, participant: &Participant) -> Handled {
    let drafts = call.query("provisional") == Some("true");
    let given = if drafts { participant.wrap_up.as_ref() } else { participant.final_wrap_up() };
    let given = given.ok_or_else(Refusal::not_found)?;
    Ok(Reply::ok(present(json!({
        "code": given.code,
        "notes": given.notes,
        "tags": given.tags,
        "durationSeconds": given.duration_seconds,
        "endTime": participant.wrapped_up.map(Timestamp::iso),
    }))))
}

/// Works after the end too (documented).
pub fn post(call: &mut Call<'_>) -> Handled {
    let (conversation, participant) = call.communication()?;
    let wrap_up = checked(call.world, participant, call.json()?)?;
    let what = What::Participant {
        id: participant.id.clone(),
        disconnect: false,
        answer: false,
        wrap_up: Some(wrap_up),
    };
    let change = Change { conversation: conversation.id.clone(), what };
    call.promise(change);
    Ok(Reply::empty(202))
}

/// A WrapupInput with a code that is listed for the participant's queue.
/// Assumed: an unlisted or unknown code is a `bad.request`.
pub fn checked(world: &World, participant: &Participant, given: Value) -> Result<WrapUp, Refusal> {
    if given.get("code").and_then(Value::as_str).is_none_or(str::is_empty) {
        let message = "A wrap-up code is required.";
        return Err(Refusal::new(400, "conversation.error.wrapup.code.required", message));
    }
    if participant.purpose != Purpose::Agent {
        return Err(Refusal::bad_request("Only an agent can wrap up."));
    }
    let understood = serde_json::from_value::<WrapUp>(given).ok();
    understood
        .filter(|wrap_up| world.org.code(&wrap_up.code).is_some())
        .ok_or_else(|| Refusal::bad_request("The wrap-up code is not valid for this participant."))
}
