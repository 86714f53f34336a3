//! What one connection has carried: decides whether it could have missed a closing frame.

/// Why the history is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As the messenger does by itself; the first on a connection that took up a session counts.
    TakingUp,
    /// Because a test asks.
    Asked,
}

#[derive(Debug, Default)]
pub struct Carried {
    has_session: bool,
    /// A lock has come on it before its session.
    locked_first: bool,
    /// It took up a session that had been there before.
    resumed: bool,
    /// Its session can be written to, as the server said.
    writable: bool,
    history_read: bool,
    /// The earliest server time that a live frame on it carried.
    live_since: Option<i64>,
}

impl Carried {
    pub fn configured(&mut self, new_session: bool, read_only: bool) {
        self.has_session = true;
        self.resumed = !new_session;
        self.writable = !read_only;
    }

    /// The guest is locked out, as a frame on it says.
    pub fn locks(&mut self) {
        self.locked_first |= !self.has_session;
    }

    /// Its first session was answered before the end that has overtaken it.
    pub fn is_overtaken(&self) -> bool {
        self.locked_first && !self.has_session
    }

    pub fn has_session(&self) -> bool {
        self.has_session
    }

    /// A frame can reach it: a session was taken up on it, or one has come that only a session gets.
    pub fn can_hear(&self) -> bool {
        self.has_session || self.live_since.is_some()
    }

    /// Whether the server's own word on the session speaks against a lock.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// A live message passed.
    pub fn note(&mut self, time: Option<i64>) {
        self.live_since = match (self.live_since, time) {
            (Some(since), Some(time)) => Some(since.min(time)),
            (since, time) => since.or(time),
        };
    }

    /// A live frame from before the end: this connection stood when it was sent.
    pub fn was_there(&self, end: Option<i64>) -> bool {
        matches!((self.live_since, end), (Some(live), Some(end)) if live <= end)
    }

    /// Whether what the history shows is news to the guest. The vendor's messenger reads the
    /// history once when it takes up a session, and shows what it finds; later reads are ours.
    pub fn takes_up_history(&mut self, reading: Reading) -> bool {
        reading == Reading::TakingUp && self.resumed && !std::mem::replace(&mut self.history_read, true)
    }
}
