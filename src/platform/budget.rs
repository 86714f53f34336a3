//! The request budget of one OAuth client: at most so many in any window.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The published limit counts requests per minute and token.
const WINDOW: Duration = Duration::from_secs(60);

pub struct Budget {
    limit: Option<usize>,
    spent: Mutex<VecDeque<Instant>>,
}

impl Budget {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked in JavaScript: 1 or more"
    )]
    pub fn per_minute(limit: Option<f64>) -> Self {
        Self { limit: limit.map(|limit| limit as usize), spent: Mutex::default() }
    }

    /// Takes a place in the window, or says how long until there is one.
    pub fn take(&self) -> Result<(), Duration> {
        let Some(limit) = self.limit else { return Ok(()) };
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while spent.front().is_some_and(|first| now.duration_since(*first) >= WINDOW) {
            spent.pop_front();
        }
        if spent.len() < limit {
            spent.push_back(now);
            return Ok(());
        }
        let first = spent.front().copied().unwrap_or(now);
        Err(WINDOW.saturating_sub(now.duration_since(first)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_window_never_holds_more_than_the_limit() {
        let budget = Budget::per_minute(Some(2.0));
        assert_eq!(budget.take(), Ok(()));
        tokio::time::advance(Duration::from_secs(20)).await;
        assert_eq!(budget.take(), Ok(()));
        assert_eq!(budget.take(), Err(Duration::from_secs(40)));
        tokio::time::advance(Duration::from_secs(40)).await;
        assert_eq!(budget.take(), Ok(()));
        assert_eq!(budget.take(), Err(Duration::from_secs(20)));
    }

    #[test]
    fn without_a_limit_there_is_always_a_place() {
        assert!((0..1_000).all(|_| Budget::per_minute(None).take().is_ok()));
    }
}
