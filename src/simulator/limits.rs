//! The request budget of one OAuth client in a minute, and the headers that tell of it.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue};

use super::reply::Refusal;

/// A window of 60 s, or as long as it was told, for each OAuth client, begun by its first request. Time is real time and
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

const WINDOW_MS: u32 = 60_000;

/// What one client may do.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    pub requests: u32,
    /// `None`: a minute.
    pub window_ms: Option<u32>,
}

impl Budgets {
    pub fn spend(&mut self, spender: &str, allowance: Allowance, now_ms: u64) -> Spent {
        let window_ms = u64::from(allowance.window_ms.unwrap_or(WINDOW_MS));
        let window = self.windows.entry(spender.to_string()).or_insert(Window { begun_ms: now_ms, count: 0 });
        if now_ms >= window.begun_ms + window_ms {
            *window = Window { begun_ms: now_ms, count: 0 };
        }
        window.count += 1;
        let left_ms = window.begun_ms + window_ms - now_ms;
        Spent { count: window.count, allowed: allowance.requests, reset_seconds: left_ms.div_ceil(1000) }
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
        let two = Allowance { requests: 2, window_ms: None };
        assert!(!budgets.spend("a", two, 0).is_over());
        assert!(!budgets.spend("a", two, 1_000).is_over());
        let third = budgets.spend("a", two, 18_000);
        assert!(third.is_over());
        assert_eq!(third.reset_seconds, 42);
        assert!(!budgets.spend("b", two, 18_000).is_over(), "each client has its own");
        assert!(!budgets.spend("a", two, 60_000).is_over());
    }

    #[test]
    fn a_window_lasts_as_long_as_it_was_told() {
        let mut budgets = Budgets::default();
        let one = Allowance { requests: 1, window_ms: Some(1_500) };
        assert!(!budgets.spend("a", one, 0).is_over());
        let second = budgets.spend("a", one, 1_499);
        assert!(second.is_over());
        assert_eq!(second.reset_seconds, 1, "whole seconds, never none");
        assert!(!budgets.spend("a", one, 1_500).is_over());
    }
}
