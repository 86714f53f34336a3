//! Messages that were sent and whose echo has not come.

use std::collections::HashSet;

use super::event::{GuestEvent, Update};
use super::frame::Frame;
use super::message::{Direction, Message};
use super::sent::Sent;

#[derive(Debug, Default)]
pub struct Outbox {
    waiting: Vec<Waiting>,
    /// Requests of earlier sessions whose answers may still come.
    stale: HashSet<String>,
}

#[derive(Debug)]
struct Waiting {
    tracing_id: Option<String>,
    index: usize,
    event: GuestEvent,
}

impl Outbox {
    pub fn add(&mut self, sent: Sent, index: usize, event: GuestEvent) {
        if let Some(id) = &sent.tracing_id {
            self.stale.remove(id);
        }
        self.waiting.push(Waiting { tracing_id: sent.tracing_id, index, event });
    }

    /// Known to answer something else than a message that waits for its echo. A frame without an id may answer one, and
    /// so may any frame where a message was sent without.
    pub fn answers_other(&self, frame: &Frame) -> bool {
        let may_be_of =
            |waiting: &Waiting| waiting.tracing_id.is_none() || waiting.tracing_id == frame.tracing_id;
        frame.tracing_id.is_some() && !self.waiting.iter().any(may_be_of)
    }

    /// A new session begins: what is refused now of the old one does not concern it.
    pub fn renew(&mut self) {
        self.stale.extend(self.waiting.iter().filter_map(|waiting| waiting.tracing_id.clone()));
    }

    pub fn is_of_earlier_session(&self, frame: &Frame) -> bool {
        frame.tracing_id.as_ref().is_some_and(|id| self.stale.contains(id))
    }

    /// The sent event that this echo belongs to, now acknowledged.
    pub fn acknowledged(&mut self, frame: &Frame, message: &Message) -> Option<Update> {
        if message.direction != Direction::Inbound {
            return None;
        }
        let place = self.waiting.iter().position(|waiting| waiting.is_echoed_by(frame, message))?;
        let Waiting { index, mut event, .. } = self.waiting.remove(place);
        event.acknowledged = Some(true);
        event.message_id.clone_from(&message.id);
        Some(Update { index, event: event.with_some("time", message.time) })
    }
}

impl Waiting {
    /// By tracing id; a client that sends none is known by what it wrote.
    fn is_echoed_by(&self, frame: &Frame, message: &Message) -> bool {
        match &self.tracing_id {
            Some(id) => frame.tracing_id.as_ref() == Some(id),
            None => frame.tracing_id.is_none() && message.is_said() && self.event.text == message.text,
        }
    }
}
