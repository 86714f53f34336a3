//! How long accepted changes took until the org showed them.

use std::collections::VecDeque;

use super::report::Settling;

/// So many are remembered; of a day's, the first ones.
const REMEMBERED: usize = 10_000;

#[derive(Default)]
pub struct Settled {
    /// When each of the changes that are held was accepted.
    accepted: VecDeque<u64>,
    took: Vec<u64>,
}

impl Settled {
    /// An answer has come, and so many changes are held now.
    pub fn accepted(&mut self, at: u64, held: usize) {
        self.accepted.truncate(held);
        while self.accepted.len() < held {
            self.accepted.push_back(at);
        }
    }

    /// The oldest of them was seen to have taken effect.
    pub fn shown(&mut self, at: u64) {
        if let Some(accepted) = self.accepted.pop_front().filter(|_| self.took.len() < REMEMBERED) {
            self.took.push(at.saturating_sub(accepted));
        }
    }

    pub fn told(&self) -> Option<Settling> {
        let mut took = self.took.clone();
        took.sort_unstable();
        Some(Settling {
            count: took.len() as u64,
            least_ms: *took.first()?,
            median_ms: *took.get(took.len() / 2)?,
            most_ms: *took.last()?,
        })
    }
}
