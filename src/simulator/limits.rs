//! The request budget of one token in a minute, and the headers that tell of it.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue};

use super::reply::Refusal;

/// A window of 60 s for each token, begun by its first request. Time is real time and
/// what the virtual clock was advanced: a client that waits is let in again either way.
#[derive(Debug, Default)]
pub struct Budgets {
    windows: HashMap<String, Window>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    begun_ms: u64,
    count: u32,
}

/// What one request left of its budget.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    count: u32,
    allowed: u32,
    reset_seconds: u64,
}

const WINDOW_MS: u64 = 60_000;

impl Budgets {
    pub fn spend(&mut self, token: &str, allowed: u32, now_ms: u64) -> Spent {
        let window = self.windows.entry(token.to_string()).or_insert(Window { begun_ms: now_ms, count: 0 });
        if now_ms >= window.begun_ms + WINDOW_MS {
            *window = Window { begun_ms: now_ms, count: 0 };
        }
        window.count += 1;
        let left_ms = window.begun_ms + WINDOW_MS - now_ms;
        Spent { count: window.count, allowed, reset_seconds: left_ms.div_ceil(1000) }
    }
}

impl Spent {
    pub const fn is_over(self) -> bool {
        self.count > self.allowed
    }

    /// Measured: the message names the seconds to wait.
    pub fn refusal(self) -> Refusal {
        let message =
            format!("Rate limit exceeded the maximum. Retry the request in [{}] seconds", self.reset_seconds);
        Refusal::new(429, "too.many.requests.retry.after", message)
    }

    pub fn write(self, headers: &mut HeaderMap) {
        headers.insert("inin-ratelimit-count", HeaderValue::from(self.count));
        headers.insert("inin-ratelimit-allowed", HeaderValue::from(self.allowed));
        headers.insert("inin-ratelimit-reset", HeaderValue::from(self.reset_seconds));
        if self.is_over() {
            headers.insert("retry-after", HeaderValue::from(self.reset_seconds));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_lasts_sixty_seconds() {
        let mut budgets = Budgets::default();
        assert!(!budgets.spend("a", 2, 0).is_over());
        assert!(!budgets.spend("a", 2, 1_000).is_over());
        let third = budgets.spend("a", 2, 18_000);
        assert!(third.is_over());
        assert_eq!(third.reset_seconds, 42);
        assert!(!budgets.spend("b", 2, 18_000).is_over(), "each token has its own");
        assert!(!budgets.spend("a", 2, 60_000).is_over());
    }
}
