//! May a request be sent again, and when? Pure: an outcome in, a decision out.

use std::time::Duration;

use serde::Deserialize;

use super::backoff::full_jitter;
use super::request::Intent;
use crate::net::clock::millis;

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RetryPolicy {
    max_attempts: f64,
    base_delay_ms: f64,
    max_delay_ms: f64,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { max_attempts: 5.0, base_delay_ms: 200.0, max_delay_ms: 5_000.0 }
    }
}

/// How one attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An answer with this status, and its `Retry-After` where there was one.
    Answered { status: u16, retry_after: Option<Duration> },
    /// A 200 to a read that looks like a gateway's page.
    GatewayPage,
    /// The request never left: no connection could be made.
    NotSent,
    /// It never left, and repeating changes nothing: a certificate that is not trusted, a proxy
    /// that wants credentials.
    Hopeless,
    /// It left, and no answer came back.
    Lost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The outcome stands.
    Stop,
    /// Renew the token, then send again at once.
    RenewToken,
    Wait(Duration),
}

/// What happened to this request before.
#[derive(Debug, Clone, Copy, Default)]
pub struct History {
    /// Attempts made, this one included.
    pub attempts: u32,
    pub token_renewed: bool,
    pub gateway_page_seen: bool,
}

impl RetryPolicy {
    /// Reads may always be repeated. A write only where it certainly had no effect; where its
    /// effect is unknown, the workflow reads before it writes again.
    pub fn decide(&self, intent: Intent, outcome: Outcome, history: History) -> Decision {
        match outcome {
            Outcome::Answered { status: 401, .. } if !history.token_renewed => Decision::RenewToken,
            _ if history.attempts >= self.max_attempts() => Decision::Stop,
            Outcome::Answered { status: 429, retry_after } => {
                Decision::Wait(retry_after.unwrap_or_else(|| self.jitter(history)))
            }
            Outcome::Answered { status: 503, retry_after: Some(wait) } if intent == Intent::Read => {
                Decision::Wait(wait)
            }
            Outcome::Answered { status: 408 | 500 | 502..=599, .. } | Outcome::Lost
                if intent == Intent::Read =>
            {
                Decision::Wait(self.jitter(history))
            }
            Outcome::GatewayPage if !history.gateway_page_seen => Decision::Wait(self.jitter(history)),
            Outcome::NotSent => Decision::Wait(self.jitter(history)),
            _ => Decision::Stop,
        }
    }

    fn jitter(&self, history: History) -> Duration {
        full_jitter(history.attempts, millis(self.base_delay_ms), millis(self.max_delay_ms))
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked in JavaScript: 1 to 100"
    )]
    const fn max_attempts(&self) -> u32 {
        self.max_attempts as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: History = History { attempts: 1, token_renewed: false, gateway_page_seen: false };

    fn decide(intent: Intent, status: u16, retry_after: Option<u64>) -> Decision {
        let retry_after = retry_after.map(Duration::from_secs);
        RetryPolicy::default().decide(intent, Outcome::Answered { status, retry_after }, FIRST)
    }

    #[test]
    fn a_read_is_repeated_after_what_may_pass() {
        for status in [408, 429, 500, 502, 503, 504] {
            assert!(matches!(decide(Intent::Read, status, None), Decision::Wait(_)), "{status}");
        }
    }

    #[test]
    fn a_read_is_not_repeated_after_what_will_not_pass() {
        for status in [200, 202, 204, 301, 400, 403, 404, 409, 410, 415, 501] {
            assert_eq!(decide(Intent::Read, status, None), Decision::Stop, "{status}");
        }
    }

    #[test]
    fn a_write_is_repeated_only_where_it_had_no_effect() {
        let policy = RetryPolicy::default();
        assert!(matches!(decide(Intent::Write, 429, None), Decision::Wait(_)));
        assert!(matches!(policy.decide(Intent::Write, Outcome::NotSent, FIRST), Decision::Wait(_)));
        for status in [408, 409, 500, 502, 503, 504] {
            assert_eq!(decide(Intent::Write, status, Some(1)), Decision::Stop, "{status}");
        }
        assert_eq!(policy.decide(Intent::Write, Outcome::Lost, FIRST), Decision::Stop);
    }

    #[test]
    fn what_needs_a_hand_is_not_repeated() {
        for intent in [Intent::Read, Intent::Write] {
            assert_eq!(RetryPolicy::default().decide(intent, Outcome::Hopeless, FIRST), Decision::Stop);
        }
    }

    #[test]
    fn retry_after_is_obeyed_to_the_letter() {
        assert_eq!(decide(Intent::Read, 429, Some(42)), Decision::Wait(Duration::from_secs(42)));
        assert_eq!(decide(Intent::Write, 429, Some(42)), Decision::Wait(Duration::from_secs(42)));
        assert_eq!(decide(Intent::Read, 503, Some(7)), Decision::Wait(Duration::from_secs(7)));
    }

    #[test]
    fn a_token_is_renewed_once() {
        assert_eq!(decide(Intent::Write, 401, None), Decision::RenewToken);
        let again = History { token_renewed: true, ..FIRST };
        let unauthorized = Outcome::Answered { status: 401, retry_after: None };
        assert_eq!(RetryPolicy::default().decide(Intent::Write, unauthorized, again), Decision::Stop);
    }

    #[test]
    fn a_gateway_page_is_believed_the_second_time() {
        let policy = RetryPolicy::default();
        assert!(matches!(policy.decide(Intent::Read, Outcome::GatewayPage, FIRST), Decision::Wait(_)));
        let again = History { attempts: 2, gateway_page_seen: true, ..FIRST };
        assert_eq!(policy.decide(Intent::Read, Outcome::GatewayPage, again), Decision::Stop);
    }

    #[test]
    fn attempts_are_bounded() {
        let last = History { attempts: 5, ..FIRST };
        for outcome in [Outcome::Answered { status: 503, retry_after: None }, Outcome::NotSent, Outcome::Lost]
        {
            assert_eq!(RetryPolicy::default().decide(Intent::Read, outcome, last), Decision::Stop);
        }
    }
}
