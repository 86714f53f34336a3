//! When the guest's socket was up: a closing frame can only reach a socket that is.

use super::event::{EventKind, GuestEvent};

/// Something that happened to a socket itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Open { attempt: u32 },
    Refused { status: Option<u16>, attempt: u32 },
    Closed { code: Option<u16>, was_clean: Option<bool>, attempt: u32 },
}

/// How the socket is, and how it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Line {
    #[default]
    Never,
    Up {
        since: i64,
    },
    Down {
        since: i64,
    },
}

#[derive(Debug, Clone, Default)]
pub struct SocketLife {
    line: Line,
    /// A page that reloads may open the new socket before the old one is seen to close.
    open: u32,
    last_gap: Option<(i64, i64)>,
    /// The last connect, where it came to nothing.
    refused: Option<Refused>,
}

/// A connect that came to nothing, with the status where there was an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(pub Option<u16>);

impl SocketLife {
    pub fn line(&self) -> Line {
        self.line
    }

    /// The last time the socket was down between two connections: from, to.
    pub fn last_gap(&self) -> Option<(i64, i64)> {
        self.last_gap
    }

    pub fn refused(&self) -> Option<Refused> {
        self.refused
    }

    pub fn note(&mut self, phase: &Phase, at: i64) {
        match phase {
            Phase::Open { .. } => self.opened(at),
            Phase::Closed { .. } => self.closed(at),
            Phase::Refused { status, .. } => self.refused = Some(Refused(*status)),
        }
    }

    fn opened(&mut self, at: i64) {
        self.open += 1;
        self.refused = None;
        if let Line::Down { since } = self.line {
            self.last_gap = Some((since, at));
        }
        if !matches!(self.line, Line::Up { .. }) {
            self.line = Line::Up { since: at };
        }
    }

    fn closed(&mut self, at: i64) {
        self.open = self.open.saturating_sub(1);
        if self.open == 0 && matches!(self.line, Line::Up { .. }) {
            self.line = Line::Down { since: at };
        }
    }
}

impl Phase {
    pub fn to_event(&self, at: i64) -> GuestEvent {
        let event = GuestEvent::received(at, EventKind::Socket);
        match *self {
            Self::Open { attempt } => event.with("phase", "open").with("attempt", attempt),
            Self::Refused { status, attempt } => {
                event.with("phase", "refused").with_some("code", status).with("attempt", attempt)
            }
            Self::Closed { code, was_clean, attempt } => event
                .with("phase", "closed")
                .with_some("code", code)
                .with_some("wasClean", was_clean)
                .with("attempt", attempt),
        }
    }
}
