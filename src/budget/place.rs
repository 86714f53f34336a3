//! A request's place in the window, from before it leaves until it has ended.

use std::sync::Arc;

use super::alone::Alone;
use super::shared::Pool;
use super::window::{Rule, Window};
use super::word::{Heard, Word};

/// What was given up may be on its way yet, and be counted a little later.
const STRAGGLING_MS: u64 = 1_000;

/// Dropped before it [leaves](Place::leaves), it is free for another; dropped after, its request
/// counts as one that was never answered.
pub struct Place {
    of: Of,
    taken: u64,
    sent: Option<u64>,
}

enum Of {
    Nothing,
    Alone(Arc<Alone>),
    Pool(Arc<Pool>),
}

/// How a place comes back.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    pub taken: u64,
    pub how: How,
}

#[derive(Debug, Clone, Copy)]
pub enum How {
    Unsent,
    Lost { at: u64 },
    Answered { sent: u64, at: u64, word: Option<Word> },
}

impl Place {
    pub(super) const fn unlimited() -> Self {
        Self { of: Of::Nothing, taken: 0, sent: None }
    }

    pub(super) const fn alone(of: Arc<Alone>, taken: u64) -> Self {
        Self { of: Of::Alone(of), taken, sent: None }
    }

    pub(super) const fn shared(of: Arc<Pool>, taken: u64) -> Self {
        Self { of: Of::Pool(of), taken, sent: None }
    }

    /// The request leaves now.
    pub fn leaves(&mut self) {
        self.sent = Some(self.of.now());
    }

    /// It never reached the server: no connection could be made.
    pub fn was_not_sent(mut self) {
        self.sent = None;
    }

    /// The whole answer is here.
    pub fn was_answered(mut self, word: Option<Word>) {
        let Some(sent) = self.sent.take() else { return };
        let how = How::Answered { sent, at: self.of.now(), word };
        self.end(how);
    }

    fn end(&mut self, how: How) {
        let ended = Ended { taken: self.taken, how };
        match std::mem::replace(&mut self.of, Of::Nothing) {
            Of::Nothing => {}
            Of::Alone(alone) => alone.end(ended),
            Of::Pool(pool) => pool.end(ended),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let at = self.of.now() + STRAGGLING_MS;
        self.end(if self.sent.is_some() { How::Lost { at } } else { How::Unsent });
    }
}

impl Of {
    fn now(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Alone(alone) => alone.now(),
            Self::Pool(_) => super::shared::now(),
        }
    }
}

impl Ended {
    /// The same without what the server said of others.
    pub fn own(self) -> Self {
        match self.how {
            How::Answered { sent, at, .. } => Self { how: How::Answered { sent, at, word: None }, ..self },
            _ => self,
        }
    }

    /// What lies ahead of now is from before the clock was set back.
    fn since_clock(self, now: u64) -> How {
        match self.how {
            How::Unsent => How::Unsent,
            How::Lost { at } => How::Lost { at: at.min(now + STRAGGLING_MS) },
            How::Answered { sent, at, word } => How::Answered { sent: sent.min(now), at: at.min(now), word },
        }
    }

    pub fn put_down(self, window: &mut Window, rule: Rule, holder: u64, now: u64) {
        match self.since_clock(now) {
            How::Unsent => window.give_back(holder, self.taken),
            How::Lost { at } => window.settle(rule, holder, self.taken, at),
            How::Answered { sent, at, word } => {
                window.settle(rule, holder, self.taken, at);
                if let Some(word) = word {
                    window.hear(rule, Heard { word, sent, received: at }, now);
                }
            }
        }
    }
}
