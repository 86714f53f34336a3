//! The service's own limits, kept on this side: waiting is better than being refused.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::request::Action;

/// Documented: at most so many messages of a session in a second.
const MESSAGES: (usize, Duration) = (5, Duration::from_secs(1));
/// Documented: at most so many requests of a connection in a minute.
const REQUESTS: (usize, Duration) = (60, Duration::from_secs(60));

#[derive(Debug)]
pub struct Limiter {
    messages: Window,
    requests: Window,
}

impl Default for Limiter {
    fn default() -> Self {
        Self { messages: Window::new(MESSAGES), requests: Window::new(REQUESTS) }
    }
}

impl Limiter {
    /// How long this request must wait; nothing is taken yet.
    pub fn wait(&mut self, action: Action, now: Instant) -> Duration {
        let requests = self.requests.wait(now);
        if action == Action::Message { requests.max(self.messages.wait(now)) } else { requests }
    }

    /// Takes a slot at this moment.
    pub fn take(&mut self, action: Action, now: Instant) {
        self.requests.taken.push_back(now);
        if action == Action::Message {
            self.messages.taken.push_back(now);
        }
    }
}

#[derive(Debug)]
struct Window {
    limit: usize,
    span: Duration,
    taken: VecDeque<Instant>,
}

impl Window {
    fn new((limit, span): (usize, Duration)) -> Self {
        Self { limit, span, taken: VecDeque::new() }
    }

    fn wait(&mut self, now: Instant) -> Duration {
        while self.taken.front().is_some_and(|first| now.saturating_duration_since(*first) >= self.span) {
            self.taken.pop_front();
        }
        match self.taken.len().checked_sub(self.limit) {
            None => Duration::ZERO,
            Some(place) => (self.taken[place] + self.span).saturating_duration_since(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When each of a number of requests may leave, one after the other.
    fn departures(action: Action, count: usize) -> Vec<Duration> {
        let (mut limiter, start) = (Limiter::default(), Instant::now());
        let mut now = start;
        let mut left = Vec::new();
        for _ in 0..count {
            now += limiter.wait(action, now);
            limiter.take(action, now);
            left.push(now - start);
        }
        left
    }

    #[test]
    fn at_most_five_messages_leave_in_any_second() {
        let left = departures(Action::Message, 30);
        for window in left.windows(6) {
            assert!(window[5] - window[0] >= Duration::from_secs(1), "{window:?}");
        }
        assert_eq!(left[4], Duration::ZERO);
    }

    #[test]
    fn at_most_sixty_requests_leave_in_any_minute() {
        let left = departures(Action::Echo, 150);
        for window in left.windows(61) {
            assert!(window[60] - window[0] >= Duration::from_secs(60));
        }
        assert_eq!(left[59], Duration::ZERO);
    }
}
