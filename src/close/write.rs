//! The writes of a close: one request for each target, and what its answer means.

use crate::error::{Error, Kind, Result};
use crate::model::ids::ConversationId;
use crate::model::versioned::VersionedClose;
use crate::model::{Conversation, Participant, WrapupInput};
use crate::platform::endpoints::{conversations, messages, messaging};
use crate::platform::{Call, Request};

use super::state::{Target, WriteAnswer};

pub fn request(id: &ConversationId, target: &Target, wrapup: Option<&WrapupInput>) -> Request {
    match target {
        Target::Agent(agent) => messages::disconnect_participant(id, agent, wrapup),
        Target::Conversation => messages::disconnect_conversation(id),
        Target::Teardown => conversations::tear_down(id),
        Target::Versioned(version) => messaging::close_conversation(id, &versioned(*version, wrapup)),
    }
}

fn versioned(version: u64, wrapup: Option<&WrapupInput>) -> VersionedClose {
    let wrapup = wrapup.cloned();
    VersionedClose {
        state: "closed",
        version,
        wrap_up_code_id: wrapup.as_ref().map(|w| w.code.clone()).unwrap_or_default(),
        wrap_up_code_name: wrapup.as_ref().and_then(|w| w.name.clone()),
        notes: wrapup.and_then(|w| w.notes),
    }
}

/// Sends the write. `Err` where the answer settles the matter; else what it means, with the
/// refusal that stands if nothing better is learnt.
pub async fn send(call: &Call, request: &Request) -> Result<(WriteAnswer, Option<Error>)> {
    match call.send(request).await {
        Ok(_) => Ok((WriteAnswer::Accepted, None)),
        Err(error) => match meaning(&error) {
            Some(answer) if !call.deadline.has_passed() => Ok((answer, Some(error))),
            _ => Err(error),
        },
    }
}

/// Posts a wrap-up on the agent's latest communication. Repeatable: a wrap-up overwrites.
pub async fn post_wrapup(
    call: &Call,
    detail: &Conversation,
    agent: &Participant,
    wrapup: &WrapupInput,
) -> Result<()> {
    let communication = detail.communication_of(&agent.id).ok_or_else(|| {
        Error::new(Kind::NotFound, "The conversation shows no communication of the agent to wrap up.")
    })?;
    call.send(&messages::apply_wrapup(&detail.id, &agent.id, communication, wrapup)).await.map(drop)
}

/// `None` where the refusal is final.
fn meaning(refusal: &Error) -> Option<WriteAnswer> {
    let code = refusal.context.genesys_code.as_deref().unwrap_or_default();
    match refusal.kind {
        Kind::Conflict => Some(WriteAnswer::Conflict),
        // The vendor's answer to a write on an ended conversation (measured, 2018).
        Kind::Forbidden if code == "not.authorized" => Some(WriteAnswer::PerhapsEnded),
        Kind::NotFound => Some(WriteAnswer::PerhapsEnded),
        Kind::Rejected if code == "conversation.error.participant.no.active.conversations" => {
            Some(WriteAnswer::PerhapsEnded)
        }
        // `Decode`: a web page came in the API's place.
        Kind::Unavailable | Kind::Transport | Kind::Timeout | Kind::Decode => Some(WriteAnswer::Unknown),
        _ => None,
    }
}
