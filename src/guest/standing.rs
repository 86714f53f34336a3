//! How the conversation stands for the guest, over time.
//!
//! ```text
//!            told (Send)            locked (ReadOnly)
//!   open ───────────────► told ─────────────────────► locked
//!    │ ▲                   │                             │
//!    │ └───────────────────┘ somebody spoke later        │
//!    │    cleared, expired, displaced, refused           │
//!    └──────────────────────────────► over               │
//!   a new session leads from anywhere back to open ◄─────┘
//! ```
//!
//! Frames may arrive in another order than they were sent, so `channel.time` decides what was
//! later; where a time is missing, the order of arrival does. What came first stays: an expiry
//! after `told` does not undo it.

use serde::Serialize;

use super::closure::Meaning;
use super::message::Message;

/// Why the guest's conversation is over for the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "EndOfView"))]
pub enum End {
    Told,
    Locked,
    Cleared,
    Expired,
    Displaced,
    Refused,
}

impl End {
    /// Only these two are closures; the others end the guest's view, not the conversation.
    pub const fn is_closure(self) -> bool {
        matches!(self, Self::Told | Self::Locked)
    }
}

/// How an end became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Proof {
    Frame,
    Session,
    Refusal,
    History,
}

/// How the guest learnt of the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Closure {
    /// `'told'`: the guest may write on. `'locked'`: its session is read-only.
    pub kind: End,
    /// The deployment's way of telling, as far as it could be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "\"ReadOnly\" | \"Send\"", optional))]
    pub mode: Option<&'static str>,
    /// When it was seen here, in milliseconds since 1970.
    pub at: i64,
    /// The id of the frame that told it; absent where it was no message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The vendor's word for who ended it: `Human`, `Bot`; absent for the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub originating_entity: Option<String>,
    /// How it became known: by a frame, by what the session said of itself, by the refusal of what the guest sent, by its history.
    pub by: Proof,
    /// The server's own time of the closing frame.
    #[serde(skip)]
    pub time: Option<i64>,
}

impl Closure {
    pub fn new(kind: End, by: Proof, at: i64) -> Self {
        let mode = match kind {
            End::Told => Some("Send"),
            End::Locked => Some("ReadOnly"),
            _ => None,
        };
        Self { kind, mode, at, message_id: None, originating_entity: None, by, time: None }
    }

    /// The end that a closing message tells of.
    pub fn of_message(message: &Message, meaning: Meaning, by: Proof, at: i64) -> Self {
        let kind = if meaning == Meaning::Told { End::Told } else { End::Locked };
        Self {
            message_id: message.id.clone(),
            originating_entity: message.originating_entity.clone(),
            time: message.time,
            ..Self::new(kind, by, at)
        }
    }
}

/// Who spoke, as far as it matters to whether the conversation lives again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// An agent, a bot, a flow.
    Other,
    /// The guest. A message that the server took after the end resumes the conversation; a
    /// late echo of one from before does not.
    Guest,
    /// The guest, who had seen the end when writing.
    GuestInAnswer,
}

/// What an input changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    None,
    Ended,
    Reopened,
}

#[derive(Debug, Clone, Default)]
pub struct Standing {
    end: Option<Closure>,
    /// The latest server time at which anybody spoke.
    spoken: Option<i64>,
    /// The latest server time of all.
    latest: Option<i64>,
    /// Frames up to this server time belong to an earlier session.
    floor: Option<i64>,
    reopened_at: Option<i64>,
    session: u32,
    awaits_beginning: bool,
}

impl Standing {
    pub fn end(&self) -> Option<&Closure> {
        self.end.as_ref()
    }

    pub fn reopened_at(&self) -> Option<i64> {
        self.reopened_at
    }

    /// Counts the guest's sessions: another number, another conversation.
    pub fn session(&self) -> u32 {
        self.session
    }

    /// The guest was told or locked out.
    pub fn closed(&mut self, closure: Closure) -> Change {
        self.note(closure.time);
        if self.is_of_earlier_session(closure.time) {
            return Change::None;
        }
        match (self.end.as_mut(), closure.kind) {
            (None, End::Told) if is_not_later(closure.time, self.spoken) && closure.time != self.spoken => {
                Change::None
            }
            (None, _) => self.end_with(closure),
            (Some(end), End::Told) if end.kind == End::Told => {
                end.time = end.time.max(closure.time);
                Change::None
            }
            (Some(end), End::Locked) if end.kind == End::Told => {
                end.kind = End::Locked;
                end.mode = closure.mode;
                end.by = closure.by;
                Change::Ended
            }
            (Some(end), End::Locked) if end.kind == End::Locked => {
                // On a connection that began after the end, no closing frame is owed any more.
                end.by = if closure.by == Proof::Session { Proof::Session } else { end.by };
                end.time = end.time.or(closure.time);
                end.message_id = end.message_id.take().or(closure.message_id);
                Change::None
            }
            // The server took the session up again, and says that it is over.
            (Some(_), End::Locked) if closure.by == Proof::Session => self.end_with(closure),
            _ => Change::None,
        }
    }

    /// The guest's view ended in another way; what came first stays.
    pub fn over(&mut self, kind: End, at: i64) -> Change {
        if self.end.is_some() {
            return Change::None;
        }
        self.end_with(Closure::new(kind, Proof::Frame, at))
    }

    /// Somebody spoke: reopens what was only told, if it was later.
    pub fn spoke(&mut self, speaker: Speaker, time: Option<i64>, at: i64) -> Change {
        self.note(time);
        let reopens = match &self.end {
            Some(end) if end.kind == End::Told => answers(speaker, time, end.time),
            _ => false,
        };
        self.spoken = self.spoken.max(time);
        if !reopens {
            return Change::None;
        }
        self.end = None;
        self.reopened_at = Some(at);
        Change::Reopened
    }

    /// The end is known by a refusal alone: its closing frame may still be on the way.
    pub fn end_was_never_framed(&self) -> bool {
        self.end.as_ref().is_some_and(|end| end.by == Proof::Refusal && end.time.is_none())
    }

    pub fn is_of_earlier_session(&self, time: Option<i64>) -> bool {
        is_not_later(time, self.floor)
    }

    /// A new session: whatever was before belongs to another conversation. Where a closing
    /// frame of the old one is owed, those of the new one must first show that they are.
    pub fn renewed(&mut self, end_is_owed: bool) {
        *self = Self {
            floor: self.latest.max(self.floor),
            session: self.session + 1,
            awaits_beginning: end_is_owed,
            ..Self::default()
        };
    }

    /// The session is another guest's: no frame of the guest before comes over its socket.
    pub fn belongs_to_another(&mut self) {
        *self = Self { session: self.session, ..Self::default() };
    }

    /// Whether it is still unknown when this session began; until then a closing frame may be
    /// one of the session before.
    pub fn awaits_beginning(&self) -> bool {
        self.awaits_beginning
    }

    /// A new connection carries no frame of the one before.
    pub fn reconnected(&mut self) {
        self.awaits_beginning = false;
    }

    /// The guest's first message of this session was accepted at this server time.
    pub fn began(&mut self, time: Option<i64>) {
        if self.awaits_beginning {
            self.awaits_beginning = false;
            self.floor = self.floor.max(time.map(|time| time - 1));
        }
    }

    /// The server says that the session goes on and can be written to.
    pub fn resumed(&mut self) {
        match self.end.as_mut() {
            // It was closed, and the guest can write again: that is what Send means.
            Some(end) if end.kind == End::Locked => {
                end.kind = End::Told;
                end.mode = Some("Send");
            }
            Some(end) if !end.kind.is_closure() => self.end = None,
            _ => {}
        }
    }

    fn end_with(&mut self, closure: Closure) -> Change {
        self.end = Some(closure);
        Change::Ended
    }

    fn note(&mut self, time: Option<i64>) {
        self.latest = self.latest.max(time);
    }
}

/// Whether what was said came after the end, and so undoes it.
fn answers(speaker: Speaker, said: Option<i64>, ended: Option<i64>) -> bool {
    match (said, ended) {
        (Some(said), Some(ended)) if speaker == Speaker::Guest => said > ended,
        // At the same millisecond the order of arrival decides: rather open than wrongly closed.
        (Some(said), Some(ended)) => said >= ended,
        _ => speaker != Speaker::Guest,
    }
}

fn is_not_later(time: Option<i64>, than: Option<i64>) -> bool {
    matches!((time, than), (Some(time), Some(than)) if time <= than)
}
