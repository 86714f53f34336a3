//! An agent leaves a conversation to somebody else: another agent, or a queue.

use super::lifecycle::{Context, answer, ring, route};
use super::options::AgentScript;
use super::records::{Conversation, DisconnectType, Named, Participant, Purpose, State};
use crate::model::ids::{ParticipantId, QueueId};

/// Who comes after an agent.
#[derive(Debug, Clone)]
pub enum Successor {
    /// A queue offers it anew.
    Queue(Named<QueueId>),
    /// It is offered to this agent.
    Agent(Named<String>),
    /// This one has it at once.
    Takes(Named<String>),
}

/// `false` where that participant is no agent who is there.
pub fn replace(
    conversation: &mut Conversation,
    context: &mut Context<'_>,
    id: &ParticipantId,
    by: Successor,
) -> bool {
    let at = context.clock.stamp();
    let agent = conversation.participant_mut(id).filter(|participant| participant.is_open_agent());
    let Some(agent) = agent else { return false };
    let takes = matches!(by, Successor::Takes(_));
    agent.disconnect(if takes { DisconnectType::Takeover } else { DisconnectType::Transfer }, at);
    match by {
        Successor::Queue(queue) => {
            conversation.queue = Some(queue);
            route(conversation, context);
        }
        Successor::Agent(user) | Successor::Takes(user) => {
            ring(conversation, context, user);
            if takes || conversation.script == AgentScript::Answers {
                answer(conversation, context);
            }
        }
    }
    true
}

/// The agent gives it back to its queue, or to another one, which offers it anew.
pub fn transfer(
    conversation: &mut Conversation,
    context: &mut Context<'_>,
    queue: Option<Named<QueueId>>,
) -> bool {
    let at = context.clock.stamp();
    let connected = |p: &&mut Participant| p.purpose == Purpose::Agent && p.state == State::Connected;
    let Some(agent) = conversation.participants.iter_mut().find(connected) else { return false };
    agent.disconnect(DisconnectType::Transfer, at);
    conversation.queue = queue.or(conversation.queue.take());
    route(conversation, context);
    true
}
