//! Accepted writes take effect, or, under sabotage, something else does.

use super::change::{Change, What};
use super::lifecycle::{self, Context};
use super::records::{AfterCallWork, Conversation, DisconnectType, WrapUp};
use super::sabotage::Sabotage;
use super::world::World;
use crate::model::ids::{ConversationId, ParticipantId, WrapUpCodeId};

impl World {
    pub fn apply(&mut self, change: Change) {
        if self.sabotage == Sabotage::AcceptsButIgnores {
            return;
        }
        let id = change.conversation.clone();
        let was_open = self.conversation(&id).is_some_and(Conversation::is_open);
        let change = if self.sabotage == Sabotage::LeavesAcwOpen { without_wrap_up(change) } else { change };
        let system_code = self.org.system_code.id.clone();
        self.live(&id, |conversation, context| effect(conversation, context, change.what, &system_code));
        let has_ended = was_open && !self.conversation(&id).is_some_and(Conversation::is_open);
        if has_ended {
            self.after_the_end(&id);
        }
    }

    fn after_the_end(&mut self, id: &ConversationId) {
        match self.sabotage {
            Sabotage::Reopens => self.coming_back.push(id.clone()),
            Sabotage::ClosesNeighbour => {
                let neighbour = self.conversations.values().find(|c| c.is_open()).map(|c| c.id.clone());
                if let Some(neighbour) = neighbour {
                    self.live(&neighbour, |c, context| {
                        lifecycle::disconnect_all(c, context, DisconnectType::Client)
                    });
                }
            }
            _ => {}
        }
    }
}

/// The write itself is accepted; what would end the after-call work is lost on the way.
fn without_wrap_up(mut change: Change) -> Change {
    if let What::Participant { wrap_up, .. } = &mut change.what {
        *wrap_up = None;
    }
    change
}

fn effect(conversation: &mut Conversation, context: &mut Context<'_>, what: What, system: &WrapUpCodeId) {
    match what {
        What::Participant { id, disconnect, answer, wrap_up } => {
            if let Some(wrap_up) = wrap_up {
                apply_wrap_up(conversation, context, &id, wrap_up);
            }
            if answer {
                lifecycle::answer(conversation, context);
            }
            if disconnect {
                let how = DisconnectType::Client;
                let changed = lifecycle::disconnect_participant(conversation, context, &id, how);
                conversation.effects.participant_disconnects += u32::from(changed);
            }
        }
        What::Attributes { id, attributes } => {
            if let Some(participant) = conversation.participant_mut(&id) {
                participant.attributes.extend(attributes);
                conversation.version += 1;
            }
        }
        What::Disconnect => disconnect(conversation, context, DisconnectType::Client),
        What::Teardown => {
            disconnect(conversation, context, DisconnectType::System);
            wrap_up_by_system(conversation, context, system);
        }
        What::Close { wrap_up } => close(conversation, context, &wrap_up),
    }
}

fn apply_wrap_up(
    conversation: &mut Conversation,
    context: &mut Context<'_>,
    id: &ParticipantId,
    wrap_up: WrapUp,
) {
    let at = context.clock.stamp();
    let participant = conversation.participant_mut(id);
    if participant.is_some_and(|participant| participant.apply_wrap_up(wrap_up, at)) {
        conversation.effects.wrap_ups += 1;
        conversation.version += 1;
    }
}

fn disconnect(conversation: &mut Conversation, context: &mut Context<'_>, how: DisconnectType) {
    let changed = lifecycle::disconnect_all(conversation, context, how);
    conversation.effects.conversation_disconnects += u32::from(changed);
}

fn close(conversation: &mut Conversation, context: &mut Context<'_>, wrap_up: &WrapUp) {
    let agents = conversation.participants.iter().filter(|p| p.is_open_agent());
    for id in agents.map(|agent| agent.id.clone()).collect::<Vec<_>>() {
        apply_wrap_up(conversation, context, &id, wrap_up.clone());
    }
    conversation.disposition = Some(wrap_up.clone());
    disconnect(conversation, context, DisconnectType::Client);
}

fn wrap_up_by_system(conversation: &mut Conversation, context: &mut Context<'_>, code: &WrapUpCodeId) {
    let at = context.clock.stamp();
    for participant in &mut conversation.participants {
        if participant.after_call_work == AfterCallWork::Pending {
            participant.apply_wrap_up(WrapUp::by_system(code.clone()), at);
        }
    }
}
