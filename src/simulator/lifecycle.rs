//! How a conversation goes: routed, answered, disconnected, wrapped up, ended.
//!
//! ```text
//! guest writes ─▶ workflow ─transfer─▶ acd ─offer─▶ agent alerting ─answer─▶ agent connected
//!                              ▲                      │ disconnect               │ transfer
//!                              └──────────────────────┴──────────────────────────┘
//! the last agent disconnects, or the whole conversation ─▶ ended (agents: after-call work)
//! ```
//! Documented: a new agent participant for every routing; older ones stay in the list.
//! Assumed: a declined offer is made again; the customer's leg ends with the last agent's
//! (unless `customerStays`), workflow and acd hand over with disconnectType `transfer`.

use std::collections::BTreeMap;

use super::clock::{Clock, Timestamp};
use super::ids::Ids;
use super::options::AgentScript;
use super::records::{
    AfterCallWork, Conversation, DisconnectType, Entity, Named, Participant, Purpose, State,
};
use crate::model::ids::{ParticipantId, QueueId};
use crate::model::snapshot::Effects;

/// What a conversation needs from its org.
pub struct Context<'a> {
    pub ids: &'a mut Ids,
    pub clock: &'a mut Clock,
    /// Where a conversation goes that names no other.
    pub queue: &'a Named<QueueId>,
    pub agents: &'a [Named<String>],
    pub offers: &'a mut usize,
    pub wrap_up_required: bool,
    pub wrap_up_timeout_ms: Option<i64>,
    pub wrap_up_forced: bool,
    /// Who comes back is met by the flow, not by the queue.
    pub flow_answers: bool,
    pub customer_stays: bool,
    /// What the guest may have to be told.
    pub happenings: Vec<Happening>,
}

/// Something that the guest's side wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// Nobody serves the guest any more.
    ServiceEnded { by: Option<Entity> },
}

impl Context<'_> {
    fn participant(&mut self, purpose: Purpose, state: State) -> Participant {
        let at = self.clock.stamp();
        let is_agent = purpose == Purpose::Agent;
        Participant {
            id: self.ids.next(),
            communication: self.ids.next(),
            purpose,
            state,
            started: at,
            alerting_since: (state == State::Alerting).then_some(at),
            connected: (state == State::Connected).then_some(at),
            ended: None,
            disconnect_type: None,
            user: None,
            queue: None,
            attributes: BTreeMap::new(),
            wrap_up_required: is_agent && self.wrap_up_required,
            wrap_up_timeout_ms: self.wrap_up_timeout_ms.filter(|_| is_agent && self.wrap_up_required),
            wrap_up_forced: self.wrap_up_forced,
            wrap_up: None,
            wrapped_up: None,
            after_call_work: AfterCallWork::NotApplicable,
            acw_started: None,
            acw_ended: None,
        }
    }
}

impl Conversation {
    fn queue_in(&self, context: &Context<'_>) -> Named<QueueId> {
        self.queue.as_ref().unwrap_or(context.queue).clone()
    }
}

/// A guest has written: customer and workflow are there.
pub fn open(
    context: &mut Context<'_>,
    script: AgentScript,
    attributes: BTreeMap<String, String>,
) -> Conversation {
    let started = context.clock.stamp();
    let mut customer = context.participant(Purpose::Customer, State::Connected);
    customer.attributes = attributes;
    let workflow = context.participant(Purpose::Workflow, State::Connected);
    Conversation {
        id: context.ids.next(),
        started,
        ended: None,
        version: 1,
        participants: vec![customer, workflow],
        messages: Vec::new(),
        script,
        queue: None,
        disposition: None,
        effects: Effects::default(),
    }
}

/// The flow hands over to the queue, which offers the conversation.
pub fn route(conversation: &mut Conversation, context: &mut Context<'_>) {
    let at = context.clock.stamp();
    for participant in &mut conversation.participants {
        if participant.purpose == Purpose::Workflow {
            participant.disconnect(DisconnectType::Transfer, at);
        }
    }
    let mut acd = context.participant(Purpose::Acd, State::Connected);
    acd.queue = Some(conversation.queue_in(context));
    conversation.participants.push(acd);
    conversation.version += 1;
    offer(conversation, context);
}

/// A new agent participant for every offer, of one agent after the other (assumed).
fn offer(conversation: &mut Conversation, context: &mut Context<'_>) {
    if conversation.script == AgentScript::None {
        return;
    }
    let user = context.agents[*context.offers % context.agents.len()].clone();
    *context.offers += 1;
    ring(conversation, context, user);
    if conversation.script == AgentScript::Answers {
        answer(conversation, context);
    }
}

/// It rings at an agent, who is a new participant.
pub fn ring(conversation: &mut Conversation, context: &mut Context<'_>, user: Named<String>) {
    let mut agent = context.participant(Purpose::Agent, State::Alerting);
    agent.user = Some(user);
    agent.queue = Some(conversation.queue_in(context));
    conversation.participants.push(agent);
    conversation.version += 1;
}

/// The alerting agent takes it; `false` where none is alerting.
pub fn answer(conversation: &mut Conversation, context: &mut Context<'_>) -> bool {
    let at = context.clock.stamp();
    let alerting = conversation.participants.iter_mut().find(|p| p.state == State::Alerting);
    let Some(agent) = alerting else { return false };
    agent.state = State::Connected;
    agent.connected = Some(at);
    for participant in &mut conversation.participants {
        if participant.purpose == Purpose::Acd {
            participant.disconnect(DisconnectType::Transfer, at);
        }
    }
    conversation.version += 1;
    true
}

/// `false` where that participant had ended before.
pub fn disconnect_participant(
    conversation: &mut Conversation,
    context: &mut Context<'_>,
    id: &ParticipantId,
    how: DisconnectType,
) -> bool {
    let at = context.clock.stamp();
    let Some(participant) = conversation.participant_mut(id) else { return false };
    let was_alerting = participant.state == State::Alerting;
    let purpose = participant.purpose;
    if !participant.disconnect(if was_alerting { DisconnectType::NoAnswer } else { how }, at) {
        return false;
    }
    conversation.version += 1;
    let served = |p: &Participant| p.purpose != Purpose::Customer && p.is_open();
    let last = purpose != Purpose::Acd && !conversation.participants.iter().any(served);
    if was_alerting {
        offer(conversation, context);
        return true;
    }
    if purpose == Purpose::Customer || (last && !context.customer_stays) {
        disconnect_rest(conversation, DisconnectType::Peer, at);
    }
    if purpose == Purpose::Customer || last {
        let by = if purpose == Purpose::Workflow { Entity::Bot } else { Entity::Human };
        context.happenings.push(Happening::ServiceEnded { by: Some(by) });
    }
    end_if_all_gone(conversation, at);
    true
}

/// Everybody leaves; `false` where nobody was left.
pub fn disconnect_all(
    conversation: &mut Conversation,
    context: &mut Context<'_>,
    how: DisconnectType,
) -> bool {
    let at = context.clock.stamp();
    let bot = conversation.participants.iter().any(|p| p.purpose == Purpose::Workflow && p.is_open());
    let changed = disconnect_rest(conversation, how, at);
    if changed {
        conversation.version += 1;
        context.happenings.push(Happening::ServiceEnded { by: ended_by(how, bot) });
    }
    end_if_all_gone(conversation, at);
    changed
}

/// Assumed: nobody is named where the system ended it.
fn ended_by(how: DisconnectType, bot: bool) -> Option<Entity> {
    match how {
        DisconnectType::System | DisconnectType::Inactivity => None,
        _ if bot => Some(Entity::Bot),
        _ => Some(Entity::Human),
    }
}

fn disconnect_rest(conversation: &mut Conversation, how: DisconnectType, at: Timestamp) -> bool {
    let mut changed = false;
    for participant in &mut conversation.participants {
        changed |= participant.disconnect(how, at);
    }
    changed
}

fn end_if_all_gone(conversation: &mut Conversation, at: Timestamp) {
    if conversation.is_open() && !conversation.participants.iter().any(Participant::is_open) {
        conversation.ended = Some(at);
        conversation.effects.ends += 1;
    }
}

/// The customer wrote into an ended conversation: it lives again and is routed anew.
pub fn reopen(conversation: &mut Conversation, context: &mut Context<'_>) {
    let at = context.clock.stamp();
    conversation.ended = None;
    let customer = conversation.participants.iter_mut().find(|p| p.purpose == Purpose::Customer);
    if let Some(customer) = customer {
        customer.state = State::Connected;
        customer.connected = Some(at);
        customer.ended = None;
        customer.disconnect_type = None;
    }
    if context.flow_answers {
        let workflow = context.participant(Purpose::Workflow, State::Connected);
        conversation.participants.push(workflow);
        conversation.version += 1;
    } else {
        route(conversation, context);
    }
}
