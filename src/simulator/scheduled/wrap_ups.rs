//! The end and the wrap-up that came with it, one before the other.

use super::alarm::Overdue;
use super::put_off::WrapUpLater;
use crate::model::ids::{ConversationId, ParticipantId};
use crate::schedule::sentence;
use crate::schedule::{Choice, Kind};
use crate::simulator::change::{Change, What};
use crate::simulator::records::Conversation;
use crate::simulator::shared::millis;
use crate::simulator::world::World;

impl World {
    /// What is to be done now; a schedule may have the wrap-up follow.
    pub fn in_order(&mut self, id: &ConversationId, what: What) -> (What, Option<WrapUpLater>) {
        let Some((end, wrap_up)) = self.parted(id, &what) else { return (what, None) };
        let Some((_, point, choice)) = self.meet(id, Kind::WrapUp) else { return (what, None) };
        if choice != Some(Choice::AfterEnd) {
            self.happens(point.to_string());
            return (what, None);
        }
        let change = Change { conversation: id.clone(), what: wrap_up };
        (end, Some(WrapUpLater { change, point }))
    }

    /// As long after the end as changes take to settle.
    pub fn put_off_wrap_up(&mut self, wrap_up: WrapUpLater) {
        let delay = millis(self.options.settle_ms);
        match &mut self.guests.order {
            Some(order) if !delay.is_zero() => {
                let point = wrap_up.point;
                order.put_off.wrap_ups.push(wrap_up);
                self.alarm(delay, Overdue::WrapUp(point));
            }
            _ => self.wrap_up_late(wrap_up),
        }
    }

    /// The end and the wrap-up, where one change makes both.
    fn parted(&self, id: &ConversationId, what: &What) -> Option<(What, What)> {
        self.guests.order.as_ref()?;
        match what {
            What::Participant { id: agent, disconnect: true, answer, wrap_up: Some(wrap_up) } => {
                let (id, answer) = (agent.clone(), *answer);
                let end = What::Participant { id, disconnect: true, answer, wrap_up: None };
                let wrap_up = wrap_up.clone();
                Some((end, What::WrapUp { agents: vec![agent.clone()], wrap_up, is_disposition: false }))
            }
            What::Close { wrap_up } => {
                let agents: Vec<ParticipantId> = self.conversation(id).map(Conversation::open_agents)?;
                let wrap_up = wrap_up.clone();
                Some((What::Disconnect, What::WrapUp { agents, wrap_up, is_disposition: true }))
            }
            _ => None,
        }
    }

    pub(super) fn wrap_up_late(&mut self, WrapUpLater { change, point }: WrapUpLater) {
        self.happens(point.to_string());
        self.has_met(point, Choice::AfterEnd, sentence::wrapped_up_after_end(point));
        self.apply(change);
    }
}
