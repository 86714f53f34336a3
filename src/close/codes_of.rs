//! Which wrap-up codes somebody asks for, and who has them.

use serde::Deserialize;

use super::codes::{self, Whose};
use super::find;
use super::view::View;
use crate::error::{Error, Kind, Result};
use crate::model::ids::{ConversationId, ParticipantId, QueueId};
use crate::model::{Participant, WrapupCode};
use crate::platform::Call;
use crate::platform::endpoints::routing::list_wrapup_codes;

/// Whose wrap-up codes are asked for; of nobody in particular: those of the org.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CodesOf {
    conversation_id: Option<ConversationId>,
    participant_id: Option<ParticipantId>,
    queue_id: Option<QueueId>,
}

/// The codes that the agents of a conversation may choose, those of a queue, or those of the org.
pub async fn codes_of(call: &Call, of: &CodesOf) -> Result<Vec<WrapupCode>> {
    if let Some(queue) = &of.queue_id {
        return list_wrapup_codes(call, Some(queue)).await;
    }
    let Some(conversation) = &of.conversation_id else {
        return list_wrapup_codes(call, None).await;
    };
    let found = find(call, conversation).await;
    let found = found.map_err(|error| error.conversation(conversation.to_string()))?;
    let agent = agent_of(&found.view, of.participant_id.as_ref())?;
    let codes = codes::list(call, Whose { conversation, agent: agent.as_ref() }).await?;
    Ok(codes.to_vec())
}

fn agent_of(view: &View, wanted: Option<&ParticipantId>) -> Result<Option<Participant>> {
    let Some(id) = wanted else { return Ok(view.agents().last().cloned()) };
    let found = view.participant(id).cloned();
    found.map(Some).ok_or_else(|| Error::new(Kind::NotFound, "The conversation has no such participant."))
}
