//! What a correct guest shows, worked out from the facts that have reached it.

use playwright_genesys::guest::inbox::Reading;

use crate::fact::{Fact, InFlight};

/// Sets of facts, no order of arrival beyond "what came first stays".
#[derive(Default)]
pub struct Guest {
    session: u32,
    ends: Vec<(i64, bool)>,
    life: Vec<i64>,
    locked: bool,
    over: bool,
    resumed: bool,
    history_read: bool,
    carried: Option<i64>,
    /// The session before ended without its closing frame, which may still be on the way: a
    /// closing frame is this session's only when this session is known to have begun.
    unbegun: bool,
    carried_session: bool,
    /// The server's own word on this connection: the guest may write.
    writable: bool,
    /// This connection began after the end: it cannot carry the closing frame any more.
    taken_up_locked: bool,
}

impl Guest {
    pub fn shows_closed(&self) -> bool {
        if self.unbegun {
            return self.locked && !self.over;
        }
        let told = self.ends.iter().map(|(time, _)| *time).max();
        let spoke = self.life.iter().max().copied();
        let locks = self.locked || self.ends.iter().any(|(_, locks)| *locks);
        !self.over && (locks || told.is_some_and(|told| spoke.is_none_or(|spoke| spoke < told)))
    }

    pub fn learn(&mut self, frame: &InFlight) {
        match frame.fact {
            Fact::End { time, locks, session } if session == self.session => self.ends.push((time, locks)),
            Fact::Life { time, session } if session == self.session => self.life.push(time),
            Fact::Echo { time, session } if session == self.session => {
                self.unbegun = false;
                self.life.push(time);
            }
            Fact::Locked { session } if session == self.session => self.locked |= !self.over,
            Fact::Expired { session } if session == self.session => self.over |= !self.shows_closed(),
            Fact::Session { new, read_only, session } => self.take_up(new, read_only, session),
            Fact::History { end, life, reading: Reading::TakingUp, session } if session == self.session => {
                self.read_history(end, life);
            }
            _ => {}
        }
        if let Some(time) = frame.live_time {
            self.carried = Some(self.carried.map_or(time, |carried| carried.min(time)));
        }
    }

    fn take_up(&mut self, new: bool, read_only: bool, session: u32) {
        if new {
            let unbegun =
                self.carried_session && !self.taken_up_locked && (self.unbegun || self.ends.is_empty());
            *self = Self { session, unbegun, ..Self::default() };
        }
        self.carried_session = true;
        self.resumed = !new;
        self.writable = !read_only;
        self.over = false;
        self.locked |= read_only;
        self.taken_up_locked |= read_only;
    }

    fn read_history(&mut self, end: Option<(i64, bool)>, life: Option<i64>) {
        let first = !std::mem::replace(&mut self.history_read, true);
        if first && self.resumed {
            self.life.extend(life);
        }
        let Some((time, locks)) = end else { return };
        let was_there = self.carried.is_some_and(|carried| carried <= time);
        let is_denied = locks && self.writable;
        if first && self.resumed && !was_there && !is_denied && !self.over {
            self.ends.push((time, locks));
        }
    }

    pub fn reconnected(&mut self) {
        self.resumed = false;
        self.writable = false;
        self.unbegun = false;
        self.carried_session = false;
        self.history_read = false;
        self.carried = None;
    }
}
