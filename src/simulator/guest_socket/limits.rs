//! How fast a guest may send, where the org has the published limits.

use std::collections::HashMap;

use super::connection::ConnectionId;

/// So many in so long.
#[derive(Debug, Clone, Copy)]
struct Limit {
    allowed: u32,
    window_ms: u64,
    told: &'static str,
}

/// Documented: 5 onMessage in a second for each session.
const MESSAGES: Limit =
    Limit { allowed: 5, window_ms: 1_000, told: "Message rate too high for this session" };
/// Documented: 60 requests in a minute for each connection. Assumed: the text.
const REQUESTS: Limit =
    Limit { allowed: 60, window_ms: 60_000, told: "Request rate too high for this connection" };
/// Documented: 2 echoes in a minute for each connection. Assumed: the text.
const ECHOES: Limit = Limit { allowed: 2, window_ms: 60_000, told: "Echo rate too high for this connection" };

/// A request came too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFast {
    pub retry_after_seconds: u64,
    pub told: &'static str,
}

/// Begun by its first request; what is refused does not count (assumed).
#[derive(Debug, Default, Clone, Copy)]
struct Window {
    begun_ms: u64,
    count: u32,
}

#[derive(Debug, Default)]
pub struct Rates {
    messages: HashMap<String, Window>,
    requests: HashMap<ConnectionId, Window>,
    echoes: HashMap<ConnectionId, Window>,
}

impl Rates {
    /// Time is real time and what the virtual clock was advanced, as for the requests of the API.
    pub fn spend(
        &mut self,
        connection: ConnectionId,
        token: &str,
        action: &str,
        now_ms: u64,
    ) -> Result<(), TooFast> {
        self.requests.entry(connection).or_default().take(REQUESTS, now_ms)?;
        match action {
            "onMessage" => self.messages.entry(token.into()).or_default().take(MESSAGES, now_ms),
            "echo" => self.echoes.entry(connection).or_default().take(ECHOES, now_ms),
            _ => Ok(()),
        }
    }

    pub fn forget(&mut self, connection: ConnectionId) {
        self.requests.remove(&connection);
        self.echoes.remove(&connection);
    }
}

impl Window {
    fn take(&mut self, limit: Limit, now_ms: u64) -> Result<(), TooFast> {
        if self.count == 0 || now_ms >= self.begun_ms + limit.window_ms {
            *self = Self { begun_ms: now_ms, count: 0 };
        }
        if self.count == limit.allowed {
            let left_ms = self.begun_ms + limit.window_ms - now_ms;
            return Err(TooFast { retry_after_seconds: left_ms.div_ceil(1000), told: limit.told });
        }
        self.count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_lets_so_many_in_and_says_how_long_to_wait() {
        let mut window = Window::default();
        assert!((0..60).all(|n| window.take(REQUESTS, 500 + n).is_ok()));
        assert_eq!(window.take(REQUESTS, 18_500).map_err(|fast| fast.retry_after_seconds), Err(42));
        assert!(window.take(REQUESTS, 60_499).is_err());
        assert!(window.take(REQUESTS, 60_500).is_ok());
        let mut window = Window::default();
        assert!((0..5).all(|_| window.take(MESSAGES, 7).is_ok()));
        assert_eq!(window.take(MESSAGES, 1_006).map_err(|fast| fast.retry_after_seconds), Err(1));
        assert!(window.take(MESSAGES, 1_007).is_ok());
    }
}
