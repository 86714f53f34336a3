//! The life of a guest's session, as the vendor's SDK lives it.
//!
//! ```text
//!  connecting ──configured──► open ──locked──► read-only ──configured (new)──► open
//!       │                      │ ▲                │
//!       │ refused              │ └──configured──┐ │ lost
//!       ▼                      └────lost────► reconnecting
//!     over ◄── expired, displaced, cleared, refused, closed, lost for good, disposed ── any
//!       └──reopened (expired, cleared)──► connecting
//! ```
//!
//! Told in the `Send` setting changes nothing here: the guest may go on writing. A clean close
//! by the server is final, as in the vendor's SDK, except where it says to come again.

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Connecting,
    Open,
    ReadOnly,
    Reconnecting { tries: u32 },
    Over(Over),
}

/// Why a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    Expired,
    Displaced,
    Cleared,
    Refused,
    /// The server closed the connection in good order.
    Closed,
    /// The connection was lost, and is not made again.
    Lost,
    Disposed,
}

/// What is to be done after a connection was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    ReconnectAtOnce,
    ReconnectLater,
    Stop,
}

/// An event that does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a session that is {state} cannot be {event}")]
pub struct Refused {
    pub state: &'static str,
    pub event: &'static str,
}

type Outcome<T = ()> = Result<T, Refused>;

/// The close codes with which a server asks to come again: going away, restart, try again
/// later. 1001 is what a long-running client of the service saw (likely, not documented).
const COME_AGAIN: [u16; 3] = [1001, 1012, 1013];

#[derive(Debug)]
pub struct Machine {
    state: State,
    /// How often a lost connection is made again; 0 where it is not.
    max_tries: u32,
}

impl Machine {
    pub fn new(max_tries: u32) -> Self {
        Self { state: State::Connecting, max_tries }
    }

    /// The word of the TypeScript types: whatever else is over counts as disposed.
    pub fn word(&self) -> &'static str {
        match self.state {
            State::Connecting => "connecting",
            State::Open => "open",
            State::ReadOnly => "read-only",
            State::Reconnecting { .. } => "reconnecting",
            State::Over(Over::Expired) => "expired",
            State::Over(Over::Displaced) => "displaced",
            State::Over(_) => "disposed",
        }
    }

    pub fn over(&self) -> Option<Over> {
        match self.state {
            State::Over(over) => Some(over),
            _ => None,
        }
    }

    pub fn is_read_only(&self) -> bool {
        self.state == State::ReadOnly
    }

    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// The server answered `configureSession`.
    pub fn configured(&mut self, read_only: bool) -> Outcome {
        self.not_over("configured")?;
        self.state = if read_only { State::ReadOnly } else { State::Open };
        Ok(())
    }

    /// A closing frame, or a refused message: the guest can write no more.
    pub fn locked(&mut self) -> Outcome {
        match self.state {
            State::Open | State::ReadOnly => {
                self.state = State::ReadOnly;
                Ok(())
            }
            _ => Err(self.refused("locked")),
        }
    }

    /// The connection broke, or an attempt to make it again failed.
    pub fn lost(&mut self) -> Outcome<Next> {
        self.not_over("lost")?;
        let tries = match self.state {
            State::Reconnecting { tries } => tries + 1,
            _ => 0,
        };
        if tries >= self.max_tries || self.state == State::Connecting {
            self.state = State::Over(Over::Lost);
            return Ok(Next::Stop);
        }
        self.state = State::Reconnecting { tries };
        Ok(if tries == 0 { Next::ReconnectAtOnce } else { Next::ReconnectLater })
    }

    /// The server closed the connection with a code.
    pub fn closed(&mut self, code: Option<u16>) -> Outcome<Next> {
        if code.is_some_and(|code| COME_AGAIN.contains(&code)) {
            return self.lost();
        }
        self.end(Over::Closed)?;
        Ok(Next::Stop)
    }

    pub fn end(&mut self, over: Over) -> Outcome {
        self.not_over("ended")?;
        self.state = State::Over(over);
        Ok(())
    }

    /// A session that ran out or was cleared is begun again with a connection of its own.
    pub fn reopened(&mut self) -> Outcome {
        match self.state {
            State::Over(Over::Expired | Over::Cleared) => {
                self.state = State::Connecting;
                Ok(())
            }
            _ => Err(self.refused("reopened")),
        }
    }

    /// Always allowed, and final.
    pub fn disposed(&mut self) {
        self.state = State::Over(Over::Disposed);
    }

    fn not_over(&self, event: &'static str) -> Outcome {
        if matches!(self.state, State::Over(_)) { Err(self.refused(event)) } else { Ok(()) }
    }

    fn refused(&self, event: &'static str) -> Refused {
        let state = match self.state {
            State::Over(over) => over.word(),
            _ => self.word(),
        };
        Refused { state, event }
    }
}

impl Over {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Displaced => "displaced",
            Self::Cleared => "cleared",
            Self::Refused => "refused",
            Self::Closed => "closed by the server",
            Self::Lost => "disconnected",
            Self::Disposed => "disposed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open() -> Machine {
        let mut machine = Machine::new(3);
        machine.configured(false).expect("a new session can be configured");
        machine
    }

    #[test]
    fn a_lost_connection_is_made_again_at_once_then_later_then_never() {
        let mut machine = open();
        assert_eq!(machine.lost(), Ok(Next::ReconnectAtOnce));
        assert_eq!(machine.word(), "reconnecting");
        assert_eq!(machine.lost(), Ok(Next::ReconnectLater));
        assert_eq!(machine.lost(), Ok(Next::ReconnectLater));
        assert_eq!(machine.lost(), Ok(Next::Stop));
        assert_eq!(machine.over(), Some(Over::Lost));
    }

    #[test]
    fn success_resets_the_count() {
        let mut machine = open();
        for _ in 0..10 {
            assert_eq!(machine.lost(), Ok(Next::ReconnectAtOnce));
            assert_eq!(machine.lost(), Ok(Next::ReconnectLater));
            machine.configured(false).expect("reconnected");
        }
    }

    #[test]
    fn the_first_connection_is_tried_once() {
        let mut machine = Machine::new(3);
        assert_eq!(machine.lost(), Ok(Next::Stop));
    }

    #[test]
    fn without_reconnecting_a_lost_connection_is_the_end() {
        let mut machine = Machine::new(0);
        machine.configured(false).expect("configured");
        assert_eq!(machine.lost(), Ok(Next::Stop));
        assert_eq!(machine.word(), "disposed");
    }

    #[test]
    fn a_clean_close_is_final_unless_the_server_says_to_come_again() {
        assert_eq!(open().closed(Some(1000)), Ok(Next::Stop));
        assert_eq!(open().closed(None), Ok(Next::Stop));
        assert_eq!(open().closed(Some(1001)), Ok(Next::ReconnectAtOnce));
    }

    #[test]
    fn a_read_only_session_stays_so_over_a_reconnect() {
        let mut machine = open();
        machine.locked().expect("an open session can be locked");
        machine.lost().expect("lost");
        machine.configured(true).expect("configured");
        assert_eq!(machine.word(), "read-only");
    }

    #[test]
    fn what_is_over_refuses_every_event_and_says_so() {
        for over in
            [Over::Expired, Over::Displaced, Over::Cleared, Over::Refused, Over::Closed, Over::Disposed]
        {
            let mut machine = open();
            machine.end(over).expect("an open session can end");
            assert!(machine.configured(false).is_err());
            assert!(machine.locked().is_err());
            assert!(machine.lost().is_err());
            let refused = machine.end(Over::Closed).expect_err("it is over");
            assert!(refused.to_string().contains(over.word()), "{refused}");
            let may_reopen = matches!(over, Over::Expired | Over::Cleared);
            assert_eq!(machine.reopened().is_ok(), may_reopen, "{over:?}");
        }
    }

    #[test]
    fn nothing_is_locked_before_it_was_open() {
        assert!(Machine::new(3).locked().is_err());
    }
}
