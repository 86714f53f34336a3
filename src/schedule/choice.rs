//! What becomes of a point, where it is not what ordinarily does.

use std::fmt;

use super::kind::Kind;
use super::point::Point;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// A frame that so many others pass.
    Late(u8),
    Twice,
    /// The socket is cut in its place; it comes right after the next SessionResponse.
    AfterReconnect,
    /// Words that are said, or a wrap-up that is made, only after the end.
    AfterEnd,
    /// A history as it was when that frame had been told.
    AsOf(Point),
    /// A history's answer that comes only after that frame.
    After(Point),
    /// An effect that is there before its request is answered.
    BeforeAnswer,
    /// An effect that the next read does not see.
    UnseenOnce,
    /// A notice after the guest's frame.
    AfterFrame,
}

/// Life-times that can be due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timeout {
    Session,
    WrapUp,
    Idle,
}

impl Timeout {
    pub const ALL: [Self; 3] = [Self::Session, Self::WrapUp, Self::Idle];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::WrapUp => "wrapup",
            Self::Idle => "idle",
        }
    }

    pub(super) const fn says(self) -> &'static str {
        match self {
            Self::Session => "the end of the guest's session",
            Self::WrapUp => "the end of the after-call work",
            Self::Idle => "the end by inactivity",
        }
    }
}

impl Choice {
    /// Of a point of this kind.
    pub(super) fn read(text: &str, of: Point) -> Option<Self> {
        let frame = |text: &str| Point::read_frame(text, of.guest);
        match (of.kind, text) {
            (Kind::History, text) => {
                let as_of = text.strip_prefix("asof-").and_then(frame).map(Self::AsOf);
                as_of.or_else(|| text.strip_prefix("after-").and_then(frame).map(Self::After))
            }
            (Kind::Effect, "before-answer") => Some(Self::BeforeAnswer),
            (Kind::Effect, "late") => Some(Self::UnseenOnce),
            (Kind::WrapUp | Kind::Text, "after-end") => Some(Self::AfterEnd),
            (Kind::Notice, "after-frame") => Some(Self::AfterFrame),
            (kind, "late1") if kind.is_frame() => Some(Self::Late(1)),
            (kind, "late2") if kind.is_frame() => Some(Self::Late(2)),
            (kind, "twice") if kind.is_frame() => Some(Self::Twice),
            (kind, "after-reconnect") if kind.is_pushed() => Some(Self::AfterReconnect),
            _ => None,
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late(frames) => write!(f, "late{frames}"),
            Self::Twice => f.write_str("twice"),
            Self::AfterReconnect => f.write_str("after-reconnect"),
            Self::AfterEnd => f.write_str("after-end"),
            Self::AsOf(frame) => write!(f, "asof-{}", frame.bare()),
            Self::After(frame) => write!(f, "after-{}", frame.bare()),
            Self::BeforeAnswer => f.write_str("before-answer"),
            Self::UnseenOnce => f.write_str("late"),
            Self::AfterFrame => f.write_str("after-frame"),
        }
    }
}
