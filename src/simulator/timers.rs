//! What falls due as the virtual clock is moved.

use super::clock::Timestamp;
use super::guest_socket::frames;
use super::lifecycle;
use super::records::{AfterCallWork, Conversation, DisconnectType, Participant, WrapUp};
use super::sabotage::Sabotage;
use super::world::World;
use crate::model::ids::{ConversationId, ParticipantId};
use crate::schedule::Timeout;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Due {
    SessionExpires(String),
    WrapUpTimesOut(ConversationId, ParticipantId),
    ConversationIsIdle(ConversationId),
    Channel(String),
}

impl World {
    /// Moves the virtual clock; what falls due on the way happens in its order.
    pub fn advance(&mut self, ms: i64) {
        let target = self.clock.now().plus_ms(ms);
        while let Some((at, due)) = self.next_due().filter(|(at, _)| *at <= target) {
            self.clock.advance_to(at);
            self.fall_due(due);
        }
        self.clock.advance_to(target);
        let timed_out = |c| self.next_wrap_up_timeout(c).is_some_and(|(at, _)| at <= target);
        if self.conversations.values().any(timed_out) {
            // Only a sabotage leaves one that was due.
            self.lied();
        }
    }

    /// The earliest; of two at the same time always the same one.
    fn next_due(&self) -> Option<(Timestamp, Due)> {
        let sessions = self.guests.next_expiry().map(|(at, token)| (at, Due::SessionExpires(token)));
        let wrap_ups = self.conversations.values().filter_map(|c| self.next_wrap_up_timeout(c));
        let wrap_ups = wrap_ups.filter(|_| self.sabotage != Sabotage::LeavesAcwOpen);
        let idle = self.conversations.values().filter_map(|c| self.becomes_idle(c));
        let channel = self.channels.next_due().map(|(at, id)| (at, Due::Channel(id)));
        sessions.into_iter().chain(wrap_ups).chain(idle).chain(channel).min_by_key(|(at, _)| *at)
    }

    /// When this guest is to meet that time-out; `None`: never, as things are.
    pub fn time_out(&self, token: &str, timeout: Timeout) -> Option<Timestamp> {
        let session = self.guests.sessions.get(token)?;
        let conversation = session.conversation.as_ref().and_then(|id| self.conversation(id));
        match timeout {
            Timeout::Session => (!session.expiry_told).then_some(session.expires),
            Timeout::WrapUp => self.next_wrap_up_timeout(conversation?).map(|(at, _)| at),
            Timeout::Idle => self.becomes_idle(conversation?).map(|(at, _)| at),
        }
    }

    fn next_wrap_up_timeout(&self, conversation: &Conversation) -> Option<(Timestamp, Due)> {
        let pending = |p: &&Participant| p.after_call_work == AfterCallWork::Pending;
        let ends = |p: &Participant| Some((p.acw_started?.plus_ms(p.wrap_up_timeout_ms?), p.id.clone()));
        let due = conversation.participants.iter().filter(pending).filter_map(ends).min_by_key(|due| due.0);
        due.map(|(at, participant)| (at, Due::WrapUpTimesOut(conversation.id.clone(), participant)))
    }

    /// Documented: an org may end what has been silent for some time; off by default.
    fn becomes_idle(&self, conversation: &Conversation) -> Option<(Timestamp, Due)> {
        let after = self.options.inactivity_timeout_ms()?;
        let last = conversation.messages.iter().rev().find(|message| message.is_for_people());
        let since = last.map_or(conversation.started, |message| message.at);
        let is_open = conversation.is_open();
        is_open.then(|| (since.plus_ms(after), Due::ConversationIsIdle(conversation.id.clone())))
    }

    fn fall_due(&mut self, due: Due) {
        match due {
            Due::SessionExpires(token) => {
                if let Some(session) = self.guests.sessions.get_mut(&token) {
                    session.expiry_told = true;
                }
                self.guests.tell_all(&token, &frames::session_expired(), self.clock.now());
            }
            Due::Channel(id) => self.channels.fall_due(&id, self.clock.now()),
            Due::WrapUpTimesOut(conversation, agent) => self.wrap_up_by_system(&conversation, &agent),
            Due::ConversationIsIdle(conversation) => {
                self.live(&conversation, |conversation, context| {
                    lifecycle::disconnect_all(conversation, context, DisconnectType::Inactivity)
                });
            }
        }
    }

    /// Documented: an agent who lets the time pass gets the system's code.
    fn wrap_up_by_system(&mut self, id: &ConversationId, agent: &ParticipantId) {
        let code = self.org.system_code.id.clone();
        self.live(id, |conversation, context| {
            let at = context.clock.stamp();
            if let Some(agent) = conversation.participant_mut(agent) {
                agent.apply_wrap_up(WrapUp::by_system(code), at);
            }
            conversation.version += 1;
        });
    }
}
