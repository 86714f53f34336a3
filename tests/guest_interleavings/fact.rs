//! What a frame makes known, and a frame that is on its way.

use playwright_genesys::guest::inbox::Reading;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Setting {
    Off,
    Send,
    ReadOnly,
}

/// Something that became known to the guest with the delivery of a frame.
#[derive(Clone, Debug)]
pub enum Fact {
    /// A closing frame, live: server time, whether locking, session.
    End {
        time: i64,
        locks: bool,
        session: u32,
    },
    /// Somebody spoke, and a guest that was told takes it as life.
    Life {
        time: i64,
        session: u32,
    },
    /// The session was taken up again or begun.
    Session {
        new: bool,
        read_only: bool,
        session: u32,
    },
    /// A message was refused as read-only.
    Locked {
        session: u32,
    },
    Expired {
        session: u32,
    },
    /// What the history shows: the last end without life after it, the last life of all.
    History {
        end: Option<(i64, bool)>,
        life: Option<i64>,
        reading: Reading,
        session: u32,
    },
    /// The server's echo of the guest's own message.
    Echo {
        time: i64,
        session: u32,
    },
    Noise,
}

#[derive(Clone, Debug)]
pub struct InFlight {
    pub text: String,
    pub fact: Fact,
    pub live_time: Option<i64>,
    pub is_history: bool,
}
