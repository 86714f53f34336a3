//! How a place in the window comes back.

use super::window::{Rule, Window};
use super::word::{Heard, Word};

/// What was given up may be on its way yet, and be counted a little later.
pub const STRAGGLING_MS: u64 = 1_000;

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
