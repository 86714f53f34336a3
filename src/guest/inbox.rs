//! Everything that went over the guest's socket, put in order: events, acknowledgements, the end.
//!
//! Pure: frames come in as texts with the time at which they were seen. Used by the session of
//! our own and by the witness that watches a page.

mod ends;

use std::collections::VecDeque;

use serde_json::Value;

use self::ends::Announce;
use super::carried::Carried;
pub use super::carried::Reading;
use super::closure::{Meaning, closure_of};
use super::event::{EventKind, GuestEvent, Origin, Update, Way};
use super::frame::{Body, Envelope, Frame, Jwt, SUCCESS, SessionResponse, Unreadable};
use super::message::{Direction, Message};
use super::outbox::Outbox;
use super::seen::Seen;
use super::sent::Sent;
use super::socket_life::{Phase, SocketLife};
use super::standing::{Closure, End, Proof, Speaker, Standing};
use super::{history, wording};
use crate::redacted::{Redacted, sends};

/// How many of the last frames a testimony names.
const LAST_FRAMES: usize = 5;

#[derive(Debug, Default)]
pub struct Inbox {
    pub(super) standing: Standing,
    pub(super) socket: SocketLife,
    /// The last frames received: whose message, its kind, and when it came. An echo is the guest's own.
    pub(super) last_frames: VecDeque<(Way, EventKind, i64)>,
    /// The history holds an end that this socket should have carried and did not.
    pub(super) lost_on_the_way: bool,
    /// What the public config says of `conversationDisconnect`, where it was read.
    pub(super) deployment_tells: Option<bool>,
    next_index: usize,
    outbox: Outbox,
    seen: Seen,
    /// Index of the event that told the guest of the end.
    told_index: Option<usize>,
    connection: Carried,
    /// Index of the first event of the present session.
    session_index: usize,
    /// An end that came before anything of its session did.
    deferred: Option<Closure>,
    updates: Vec<Update>,
    /// The end of the guest's view that the last frame brought.
    view_ended: Option<End>,
    /// Whose session was asked for last.
    guest: Option<Redacted<String>>,
}

impl Inbox {
    /// A frame left the guest.
    pub fn sent(&mut self, text: &str, at: i64) -> Vec<Update> {
        match Sent::read(text) {
            Ok(mut sent) => {
                self.speaks_for(sent.guest.take());
                let event = wording::of_sent(&sent, at);
                let index = self.push(event.clone());
                if event.acknowledged.is_some() {
                    self.outbox.add(sent, index, event);
                }
            }
            Err(why) => {
                self.push(wording::of_unreadable(&why.to_string(), text.len(), at, Way::Sent));
            }
        }
        self.take_updates()
    }

    /// A text frame arrived at the guest.
    pub fn received(&mut self, text: &str, at: i64, origin: Origin) -> Vec<Update> {
        self.takes(&Frame::read(text), text.len(), at, origin)
    }

    /// The same where it has been read already.
    pub(super) fn takes(
        &mut self,
        read: &Result<Frame, Unreadable>,
        bytes: usize,
        at: i64,
        origin: Origin,
    ) -> Vec<Update> {
        self.view_ended = None;
        match read {
            Ok(frame) => {
                if let Body::Jwt(Jwt { jwt, .. }) = &frame.body {
                    sends(jwt.expose());
                }
                self.frame(frame, at);
            }
            Err(why) => {
                self.push(wording::of_unreadable(&why.to_string(), bytes, at, Way::Received));
            }
        }
        let mut updates = self.take_updates();
        for Update { event, .. } in &mut updates {
            if event.direction == Way::Received {
                event.injected = origin == Origin::Injected;
            }
            self.remember(event.direction, event.kind, at);
        }
        updates
    }

    /// A binary frame arrived: the guest API has none.
    pub fn received_binary(&mut self, bytes: usize, at: i64) -> Vec<Update> {
        self.push(wording::of_unreadable("binary", bytes, at, Way::Received));
        self.take_updates()
    }

    pub fn socket(&mut self, phase: Phase, at: i64) -> Vec<Update> {
        if matches!(phase, Phase::Open { .. }) {
            self.connection = Carried::default();
            self.standing.reconnected();
            self.deferred = None;
        }
        if let Phase::Refused { status: Some(403), .. } = phase {
            // A refused upgrade is final: the deployment or the origin is not accepted.
            self.standing.over(End::Refused, at);
        }
        self.socket.note(&phase, at);
        self.push(phase.to_event(at));
        self.take_updates()
    }

    /// One or more pages of the guest's history, as the entities stand on the wire (newest
    /// first). Returns them as events, oldest first; what they prove is taken up.
    pub fn history(
        &mut self,
        entities: &[Value],
        reading: Reading,
        at: i64,
    ) -> (Vec<GuestEvent>, Vec<Update>) {
        let frames = history::in_order(entities);
        let events = frames.iter().filter_map(|frame| history::event_of(frame, at)).collect();
        let takes_up = self.connection.takes_up_history(reading);
        if let Some((speaker, time)) = history::life_of(&frames).filter(|_| takes_up) {
            self.spoke(speaker, time, at);
        }
        if let Some(closure) = history::end_of(&frames, at) {
            let is_denied = closure.kind == End::Locked && self.connection.is_writable();
            // One without a time may be that of any conversation before.
            let has_time = closure.time.is_some();
            let counts = takes_up && has_time && !is_denied && !self.connection.was_there(closure.time);
            self.learn_from_history(closure, counts, at);
        }
        (events, self.take_updates())
    }

    /// The public config was read: whether it has the guest told of an end.
    pub fn deployment_tells(&mut self, tells: bool) {
        self.deployment_tells = Some(tells);
    }

    pub fn closure(&self) -> Option<&Closure> {
        self.standing.end()
    }

    pub fn is_locked(&self) -> bool {
        self.closure().is_some_and(|end| end.kind == End::Locked)
    }

    /// The end of the guest's view, no closure, that the last frame received brought with it.
    pub(super) fn view_ended(&self) -> Option<End> {
        self.view_ended
    }

    pub fn is_cleared(&self) -> bool {
        self.closure().is_some_and(|end| end.kind == End::Cleared)
    }

    /// Whether the server has taken up a session on the present connection: no frame reaches one without.
    pub fn can_hear(&self) -> bool {
        self.connection.can_hear()
    }

    /// Counts the guest's sessions; another number means another conversation.
    pub fn session(&self) -> u32 {
        self.standing.session()
    }

    /// Ids by which the platform may know the conversation, the likeliest first.
    pub fn message_ids(&self) -> impl Iterator<Item = &str> {
        self.seen.message_ids()
    }

    fn frame(&mut self, frame: &Frame, at: i64) {
        match (&frame.body, frame.conversation_message()) {
            (_, Some(message)) => self.message(frame, message, at),
            (Body::Session(session), _) => self.session_response(frame, session, at),
            _ => self.service_frame(frame, at),
        }
    }

    fn message(&mut self, frame: &Frame, message: &Message, at: i64) {
        let meaning = closure_of(frame);
        if !self.seen.is_new(message, meaning) {
            self.acknowledge(frame, message);
            return;
        }
        self.connection.note(message.time);
        match message.direction {
            Direction::Inbound => self.own_message(frame, message, at),
            _ => self.others_message(message, meaning, at),
        }
    }

    fn own_message(&mut self, frame: &Frame, message: &Message, at: i64) {
        let echoed = self.acknowledge(frame, message);
        if echoed.is_some_and(|index| index >= self.session_index) {
            self.begin(message.time, at);
        }
        let speaker = match echoed {
            Some(index) if self.told_index.is_some_and(|told| index > told) => Speaker::GuestInAnswer,
            Some(_) => Speaker::Guest,
            None => {
                let mut event = wording::of_message(message, at, Way::Sent).with("elsewhere", true);
                event.acknowledged = Some(true);
                self.push(event);
                Speaker::Guest
            }
        };
        if message.is_said() {
            self.spoke(speaker, message.time, at);
        }
    }

    fn others_message(&mut self, message: &Message, meaning: Meaning, at: i64) {
        match meaning {
            Meaning::Told | Meaning::Locked(_) => {
                if matches!(meaning, Meaning::Locked(_)) {
                    self.connection.locks();
                }
                let closure = Closure::of_message(message, meaning, Proof::Frame, at);
                self.end(closure, at, Announce::Always);
            }
            Meaning::Expired => {
                self.push(GuestEvent::received(at, EventKind::Expired));
                if !self.standing.is_of_earlier_session(message.time) {
                    self.over(End::Expired, at);
                }
            }
            _ => {
                self.push(wording::of_message(message, at, Way::Received));
                if message.is_said() {
                    self.spoke(Speaker::Other, message.time, at);
                }
            }
        }
    }

    fn session_response(&mut self, frame: &Frame, session: &SessionResponse, at: i64) {
        self.push(wording::of_service_frame(frame, at));
        if frame.envelope != Envelope::Response || frame.code != SUCCESS {
            return;
        }
        if session.connected && session.new_session {
            self.renew();
        }
        let is_overtaken = self.connection.is_overtaken() && !session.new_session;
        let is_read_only = session.read_only || is_overtaken;
        if session.connected {
            self.connection.configured(session.new_session, is_read_only);
        }
        // The answer to closeSession repeats readOnly; it proves nothing that was not known.
        if session.connected && session.read_only {
            let closure = Closure::new(End::Locked, Proof::Session, at);
            self.end(closure, at, Announce::Change);
        } else if session.connected && !is_overtaken {
            self.standing.resumed();
        }
    }

    fn service_frame(&mut self, frame: &Frame, at: i64) {
        let is_stale = self.outbox.is_of_earlier_session(frame);
        let meaning = if is_stale { Meaning::Nothing } else { closure_of(frame) };
        let mut event = wording::of_service_frame(frame, at);
        // After a clear the server drops the connection: no other tab is behind it.
        if meaning == Meaning::Displaced && self.standing.end().is_some_and(|end| end.kind == End::Cleared) {
            event.kind = EventKind::Other;
            event = event.with("class", frame.class.as_str());
        }
        self.push(event);
        match meaning {
            Meaning::Locked(_) if self.outbox.answers_other(frame) => {}
            Meaning::Locked(_) => {
                self.end(Closure::new(End::Locked, Proof::Refusal, at), at, Announce::Change);
            }
            Meaning::Cleared => self.over(End::Cleared, at),
            Meaning::Expired => self.over(End::Expired, at),
            Meaning::Displaced => self.over(End::Displaced, at),
            Meaning::Refused => self.over(End::Refused, at),
            Meaning::Told | Meaning::Reopened | Meaning::Nothing => {}
        }
    }

    /// Marks the sent message that this echo belongs to; its index.
    fn acknowledge(&mut self, frame: &Frame, message: &Message) -> Option<usize> {
        let update = self.outbox.acknowledged(frame, message)?;
        let index = update.index;
        self.updates.push(update);
        Some(index)
    }

    fn remember(&mut self, direction: Way, kind: EventKind, at: i64) {
        if self.last_frames.len() == LAST_FRAMES {
            self.last_frames.pop_front();
        }
        self.last_frames.push_back((direction, kind, at));
    }

    fn push(&mut self, event: GuestEvent) -> usize {
        let index = self.next_index;
        self.next_index += 1;
        self.updates.push(Update { index, event });
        index
    }

    fn take_updates(&mut self) -> Vec<Update> {
        std::mem::take(&mut self.updates)
    }
}
