//! A write that no close makes, to see what the org says to it: only where the guard shows the test's own.

use serde::Deserialize;

use super::find::find;
use super::guard;
use super::options::Strategy;
use super::state::Workflow;
use crate::error::{Error, Kind, Result};
use crate::model::WrapupInput;
use crate::model::ids::{ConversationId, ParticipantId};
use crate::platform::endpoints::messages;
use crate::platform::{Call, Guard};

/// From here on a status says that the org has no time, and nothing of the write.
const NO_ANSWER: u16 = 429;

/// What is written to which participant, and what his conversation must show first.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Probe {
    conversation_id: ConversationId,
    participant_id: ParticipantId,
    disconnects: bool,
    wrap_up_code: Option<String>,
    guard: Guard,
}

/// The status that the org gives to it, a refusal's too. The client's guard must hold as well.
pub async fn probe(call: &Call, probe: &Probe) -> Result<u16> {
    is_guarded(call, probe).await?;
    let code = probe.wrap_up_code.clone();
    let wrapup = code.map(|code| WrapupInput { code, name: None, notes: None, tags: Vec::new() });
    let (id, participant) = (&probe.conversation_id, &probe.participant_id);
    let request = messages::try_update(id, participant, probe.disconnects, wrapup.as_ref());
    match call.send(&request).await {
        Ok(answer) => Ok(answer.status),
        Err(error) => match error.context.status {
            Some(status) if status < NO_ANSWER => Ok(status),
            _ => Err(error),
        },
    }
}

/// What may change is looked at last, in the read before the write.
async fn is_guarded(
    call: &Call,
    Probe { conversation_id: id, participant_id, guard, .. }: &Probe,
) -> Result<()> {
    let guards: Vec<&Guard> = call.client.config().guard.iter().chain([guard]).collect();
    for guard in &guards {
        guard::asked_for(call, id, guard).await?;
    }
    let found = find(call, id).await?;
    let mut course = Workflow::new(Strategy::Auto);
    course.seen(&found.view, call.deadline.elapsed());
    guard::sees(&guards, &found, &course.missing())?;
    match found.view.participant(participant_id) {
        Some(_) => Ok(()),
        None => Err(Error::new(Kind::NotFound, "The conversation has no such participant.")),
    }
}
