//! The whole interaction: one record, seen through every resource.

use super::{Message, Named, Participant, Purpose, WrapUp};
use crate::model::ids::{ConversationId, ParticipantId, QueueId};
use crate::model::snapshot::Effects;
use crate::simulator::clock::Timestamp;
use crate::simulator::options::AgentScript;

#[derive(Debug, Clone)]
pub struct Conversation {
    pub id: ConversationId,
    pub started: Timestamp,
    pub ended: Option<Timestamp>,
    /// Counts every change; only the versioned resource shows it.
    pub version: u64,
    pub participants: Vec<Participant>,
    pub messages: Vec<Message>,
    /// What an agent does with this one when it is offered.
    pub script: AgentScript,
    /// Where it goes; `None`: to the first queue of the org.
    pub queue: Option<Named<QueueId>>,
    /// What the versioned resource was closed with.
    pub disposition: Option<WrapUp>,
    pub effects: Effects,
}

impl Conversation {
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// The flow is in charge.
    pub fn is_with_flow(&self) -> bool {
        self.latest(Purpose::Workflow).is_some_and(Participant::is_open)
    }

    pub fn participant(&self, id: &ParticipantId) -> Option<&Participant> {
        self.participants.iter().find(|participant| participant.id == *id)
    }

    pub fn participant_mut(&mut self, id: &ParticipantId) -> Option<&mut Participant> {
        self.participants.iter_mut().find(|participant| participant.id == *id)
    }

    pub fn open_agents(&self) -> Vec<ParticipantId> {
        let agents = self.participants.iter().filter(|participant| participant.is_open_agent());
        agents.map(|agent| agent.id.clone()).collect()
    }

    /// The one who is there; otherwise the latest.
    pub fn latest(&self, purpose: Purpose) -> Option<&Participant> {
        self.participants.iter().rev().find(|participant| participant.purpose == purpose)
    }
}
