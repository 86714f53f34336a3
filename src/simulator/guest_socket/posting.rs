//! In which order guests are told: the one place where their frames are decided, before any queue.
//!
//! Without a schedule a frame goes straight to its connections. Under one it is a point of its
//! [`Unfolding`](crate::schedule::Unfolding), which counts by guest and never by time.

use serde_json::Value;
use tokio::sync::oneshot;

use super::connection::{ConnectionId, Outgoing};
use super::order::{Order, Parcel, Waiting};
use super::sessions::Guests;
use crate::model::ids::ConversationId;
use crate::schedule::{Course, Point, Step, kind_of};
use crate::simulator::clock::Timestamp;
use crate::simulator::scheduled::put_off::PutOff;

impl Guests {
    /// To one connection, as the answer to what it asked. What has no session yet has no order.
    pub fn tell_one(&mut self, id: ConnectionId, frame: Value, now: Timestamp) {
        match self.token_of(id).filter(|_| self.order.is_some()).map(String::from) {
            Some(token) => self.post(Parcel { token, to: Some(id), frame, is_closing: false }, now),
            None => self.send(id, Outgoing::Frame { frame, is_closing: false }),
        }
    }

    pub fn tell_all(&mut self, token: &str, frame: &Value, now: Timestamp) {
        let frame = frame.clone();
        self.post(Parcel { token: token.into(), to: None, frame, is_closing: false }, now);
    }

    /// The frame that tells of the end.
    pub fn tell_end(&mut self, token: &str, frame: &Value, now: Timestamp) {
        let frame = frame.clone();
        self.post(Parcel { token: token.into(), to: None, frame, is_closing: true }, now);
    }

    /// One of these points was met before; then it leaves without being counted again.
    pub fn tell_counted(&mut self, token: &str, frame: &Value, met: &[Point], now: Timestamp) {
        let parcel = Parcel { token: token.into(), to: None, frame: frame.clone(), is_closing: false };
        let Some(order) = self.order.as_mut().filter(|_| !met.is_empty()) else {
            return self.post(parcel, now);
        };
        let guest = order.unfolding.guest(token);
        let Some(point) = met.iter().find(|point| point.guest == guest) else {
            return self.post(parcel, now);
        };
        let steps = order.now().leave(*point, parcel);
        self.perform(steps, now);
    }

    /// The server ends a connection, after all that is on its way to it.
    pub fn close(&mut self, id: ConnectionId) {
        let token = self.token_of(id).map(String::from);
        let addresses = |parcel: &Parcel| match parcel.to {
            Some(to) => to == id,
            None => Some(&parcel.token) == token.as_ref(),
        };
        match &mut self.order {
            Some(order) if order.unfolding.is_holding(addresses) => order.ending.push(id),
            _ => self.send(id, Outgoing::Close),
        }
    }

    /// Under a schedule: which guest a point of this conversation is of.
    pub fn first_in(&mut self, conversation: &ConversationId) -> Option<(String, &mut Order)> {
        self.order.as_ref()?;
        let tokens = self.tokens_of(conversation);
        let order = self.order.as_mut()?;
        let token =
            tokens.into_iter().min_by_key(|token| order.unfolding.known(token).unwrap_or(u32::MAX))?;
        Some((token, order))
    }

    pub fn course(&self) -> Option<Course> {
        self.order.as_ref().map(|order| order.unfolding.course())
    }

    pub fn is_overdue(&mut self, what: Waiting, now: Timestamp) {
        let Some(order) = &mut self.order else { return };
        match what {
            Waiting::History(point) => order.history_is_overdue(point),
            Waiting::Frame(held) => {
                let steps = order.now().overdue(held);
                self.perform(steps, now);
            }
        }
    }

    /// What waits leaves, and nothing is counted any more.
    pub fn end_order(&mut self, now: Timestamp) -> PutOff {
        let Some(mut order) = self.order.take() else { return PutOff::default() };
        self.perform(order.unfolding.give_up(), now);
        for id in order.ending {
            self.send(id, Outgoing::Close);
        }
        order.put_off
    }

    fn post(&mut self, parcel: Parcel, now: Timestamp) {
        let kind = if self.order.is_some() { kind_of(&parcel.frame) } else { None };
        // Who is away is told nothing, which is no point.
        let kind = kind.filter(|_| !self.addressed(&parcel).is_empty());
        let Some((order, kind)) = self.order.as_mut().zip(kind) else { return self.hand_over(&parcel) };
        let token = parcel.token.clone();
        let steps = order.now().tell(&token, kind, parcel);
        self.perform(steps, now);
    }

    fn perform(&mut self, steps: Vec<Step<Parcel>>, now: Timestamp) {
        for step in steps {
            match step {
                Step::Leave { point, frame } => {
                    self.hand_over(&frame);
                    let waited = self.order.as_mut().map(|order| order.has_left(point, now));
                    self.let_go(&frame, waited.unwrap_or_default());
                }
                Step::Cut { guest } => self.cut(guest),
                Step::Hold(id) => {
                    self.order.iter_mut().for_each(|order| order.waiting.push(Waiting::Frame(id)))
                }
            }
        }
        self.end_connections();
    }

    fn hand_over(&self, parcel: &Parcel) {
        for id in self.addressed(parcel) {
            let frame = parcel.frame.clone();
            self.send(id, Outgoing::Frame { frame, is_closing: parcel.is_closing });
        }
    }

    /// Answers go only when the frame is written; where it has gone to nobody, at once.
    fn let_go(&self, parcel: &Parcel, waited: Vec<oneshot::Sender<()>>) {
        let Some(id) = self.addressed(parcel).last().copied() else { return };
        for left in waited {
            self.send(id, Outgoing::Left(left));
        }
    }

    fn addressed(&self, parcel: &Parcel) -> Vec<ConnectionId> {
        let mut connections = self.connections_of(&parcel.token);
        connections.retain(|id| parcel.to.is_none_or(|to| to == *id));
        connections
    }

    /// Forgotten at once: nothing more goes to a socket that is on its way out.
    fn cut(&mut self, guest: u32) {
        let token = self.order.as_ref().and_then(|order| order.unfolding.name(guest)).map(String::from);
        for id in token.iter().flat_map(|token| self.connections_of(token)).collect::<Vec<_>>() {
            self.send(id, Outgoing::Cut);
            self.disconnect(id);
        }
    }

    fn end_connections(&mut self) {
        let ending = self.order.as_mut().map(|order| std::mem::take(&mut order.ending));
        ending.unwrap_or_default().into_iter().for_each(|id| self.close(id));
    }
}
