//! What one frame says about the conversation being closed: the whole rule, in one place.
//!
//! Source: the reading of the vendor's SDKs and of a captured frame that
//! fixtures/guest-frames.json cites frame by frame. The public config is not asked: like the
//! vendor's SDK since 2023, the frame is believed.

use super::frame::{Body, Direction, Envelope, Frame, Message, Presence, SUCCESS};

/// What a single frame means; what it changes depends on what came before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The guest was told; the deployment lets it go on writing (`Send`).
    Told,
    /// The guest was told, or shown, that it can write no more (`ReadOnly`).
    Locked(LockedBy),
    /// The guest cleared the conversation, here or in another tab.
    Cleared,
    /// The guest's session ran out; says nothing of the conversation.
    Expired,
    /// The server drops this connection for another one.
    Displaced,
    /// The server does not accept this session.
    Refused,
    /// Somebody spoke to the guest: after `Told`, the conversation lives again.
    Reopened,
    Nothing,
}

/// The three proofs of a read-only end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockedBy {
    /// Presence Disconnect with `metadata.readOnly`.
    Frame,
    /// `SessionResponse.readOnly`: after a reload or reconnect there is no closing frame.
    Session,
    /// A message of the guest's was refused with 409.
    Refusal,
}

/// Reads one frame. Unknown fields never change the outcome.
pub fn closure_of(frame: &Frame) -> Meaning {
    match &frame.body {
        Body::Message(_) => frame.conversation_message().map_or(Meaning::Nothing, of_message),
        Body::Session(session) if is_answer(frame) && session.read_only => Meaning::Locked(LockedBy::Session),
        Body::SessionExpired if frame.code == SUCCESS => Meaning::Expired,
        Body::SessionCleared if frame.code == SUCCESS => Meaning::Cleared,
        Body::ConnectionClosed { .. } | Body::Logout if frame.code == SUCCESS => Meaning::Displaced,
        Body::Refusal(text) if frame.envelope == Envelope::Response => of_refusal(frame.code, text),
        Body::Failure { error_code: Some(4006), .. } => Meaning::Expired,
        _ => Meaning::Nothing,
    }
}

fn is_answer(frame: &Frame) -> bool {
    frame.envelope == Envelope::Response && frame.code == SUCCESS
}

fn of_message(message: &Message) -> Meaning {
    if message.direction != Direction::Outbound {
        // Inbound is the guest's own; the vendor's SDK ignores an Inbound Disconnect too.
        return Meaning::Nothing;
    }
    if message.has_presence(&Presence::Disconnect) {
        return if message.read_only { Meaning::Locked(LockedBy::Frame) } else { Meaning::Told };
    }
    if message.has_presence(&Presence::SessionExpired) {
        return Meaning::Expired;
    }
    if message.is_said() { Meaning::Reopened } else { Meaning::Nothing }
}

fn of_refusal(code: i64, text: &str) -> Meaning {
    match code {
        409 => Meaning::Locked(LockedBy::Refusal),
        4006 => Meaning::Expired,
        401 | 4007 => Meaning::Refused,
        403 if is_authentication(text) => Meaning::Refused,
        _ => Meaning::Nothing,
    }
}

/// The vendor's SDK tells these two by their text from a feature that is off.
fn is_authentication(text: &str) -> bool {
    text.starts_with("Session authentication failed") || text.starts_with("Try to authenticate again")
}

impl Meaning {
    /// The word that fixtures and tests use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Locked(_) => "locked",
            Self::Cleared => "cleared",
            Self::Expired => "expired",
            Self::Displaced => "displaced",
            Self::Refused => "refused",
            Self::Reopened => "reopened",
            Self::Nothing => "nothing",
        }
    }
}
