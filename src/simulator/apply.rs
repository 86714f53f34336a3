//! Accepted writes take effect, or, under sabotage, something else does.

use super::change::{Change, What};
use super::hand_over;
use super::lifecycle::{self, Context};
use super::records::{AfterCallWork, Conversation, DisconnectType, WrapUp};
use super::sabotage::Sabotage;
use super::world::World;
use crate::model::ids::{ParticipantId, WrapUpCodeId};

impl World {
    pub fn apply(&mut self, change: Change) {
        if self.sabotage == Sabotage::AcceptsButIgnores {
            return;
        }
        let Change { conversation: id, what } = change;
        let what = if self.sabotage == Sabotage::LeavesAcwOpen { without_wrap_up(what) } else { what };
        let (what, later) = self.in_order(&id, what);
        let system_code = self.org.system_code.id.clone();
        self.live(&id, |conversation, context| effect(conversation, context, what, &system_code));
        if let Some(wrap_up) = later {
            self.put_off_wrap_up(wrap_up);
        }
    }

    /// What a change is said to have made, where it will be ignored.
    pub fn claimed(&mut self, change: &Change) -> Option<Conversation> {
        if self.sabotage != Sabotage::AcceptsButIgnores {
            return None;
        }
        let mut conversation = self.conversation(&change.conversation)?.clone();
        let system_code = self.org.system_code.id.clone();
        effect(&mut conversation, &mut self.context(), change.what.clone(), &system_code);
        Some(conversation)
    }
}

/// The write itself is accepted; what would end the after-call work is lost on the way.
fn without_wrap_up(what: What) -> What {
    match what {
        What::Participant { id, disconnect, answer, .. } => {
            What::Participant { id, disconnect, answer, wrap_up: None }
        }
        What::Teardown { .. } => What::Teardown { wraps_up: false },
        What::WrapUp { wrap_up, .. } => What::WrapUp { agents: Vec::new(), wrap_up, is_disposition: false },
        What::Close { .. } => What::Disconnect,
        untouched => untouched,
    }
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
        What::Replace { id, by } => {
            hand_over::replace(conversation, context, &id, by);
        }
        What::Disconnect => disconnect(conversation, context, DisconnectType::Client),
        What::Teardown { wraps_up } => {
            disconnect(conversation, context, DisconnectType::System);
            if wraps_up {
                wrap_up_by_system(conversation, context, system);
            }
        }
        What::WrapUp { agents, wrap_up, is_disposition } => {
            for agent in &agents {
                apply_wrap_up(conversation, context, agent, wrap_up.clone());
            }
            if is_disposition {
                conversation.disposition = Some(wrap_up);
            }
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
    for id in conversation.open_agents() {
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
