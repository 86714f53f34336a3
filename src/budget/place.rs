//! A request's place in the window, from before it leaves until it has ended.

use std::sync::Arc;

use super::alone::Alone;
use super::ended::{Ended, How, STRAGGLING_MS};
use super::shared::Pool;
use super::word::Word;

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
