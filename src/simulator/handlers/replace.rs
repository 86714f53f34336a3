//! An agent gives a conversation away, or somebody takes it over.

use serde::Deserialize;

use crate::model::ids::QueueId;
use crate::simulator::call::Call;
use crate::simulator::change::{Change, What};
use crate::simulator::hand_over::Successor;
use crate::simulator::reply::{Handled, Refusal, Reply};

/// A TransferRequest, and those of a queue and of an agent alone. Not modelled: addresses and attended transfers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TransferRequest {
    user_id: Option<String>,
    queue_id: Option<String>,
}

/// Documented: to a queue or to a user. Assumed: 202 without a body, and what a refusal says.
pub fn replace(call: &mut Call<'_>) -> Handled {
    let asked: TransferRequest = call.json()?;
    let by = successor(call, &asked).ok_or_else(|| {
        Refusal::bad_request("Who replaces the participant is required: a userId or a queueId of this org.")
    })?;
    hand_over(call, by)
}

fn successor(call: &Call<'_>, asked: &TransferRequest) -> Option<Successor> {
    let org = &call.world.org;
    match (&asked.user_id, &asked.queue_id) {
        (Some(user), None) => org.agent(user).cloned().map(Successor::Agent),
        (None, Some(queue)) => org.queue(&queue.parse::<QueueId>().ok()?).cloned().map(Successor::Queue),
        _ => None,
    }
}

/// New in the vendor's SDK 269. Documented: only a user can; not asked for here is that he monitors the agent, as
/// monitoring is not served.
pub fn take_over(call: &mut Call<'_>) -> Handled {
    let by = Successor::Takes(call.user()?.clone());
    hand_over(call, by)
}

fn hand_over(call: &mut Call<'_>, by: Successor) -> Handled {
    let (conversation, participant) = call.participant()?;
    if !conversation.is_open() {
        return Err(Refusal::ended(&conversation.id));
    }
    if !participant.is_open_agent() {
        return Err(Refusal::bad_request("Only an agent who is in the conversation can be replaced."));
    }
    let what = What::Replace { id: participant.id.clone(), by };
    let change = Change { conversation: conversation.id.clone(), what };
    call.promise(change);
    Ok(Reply::empty(202))
}
