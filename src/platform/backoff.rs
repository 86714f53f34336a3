//! Waiting times that grow, with full jitter.

use std::time::Duration;

/// Doubles from `base` up to `max`; the actual wait is drawn from the upper half, so that
/// parallel callers drift apart and none polls at once.
#[derive(Debug, Clone)]
pub struct Backoff {
    next: Duration,
    max: Duration,
}

impl Backoff {
    pub fn new(base: Duration, max: Duration) -> Self {
        Self { next: base.min(max), max }
    }

    pub fn next_wait(&mut self) -> Duration {
        let ceiling = self.next;
        self.next = (ceiling * 2).min(self.max);
        ceiling.mul_f64(0.5 + fastrand::f64() / 2.0)
    }
}

/// Exponential with full jitter, for the attempt that failed (1 = the first).
pub fn full_jitter(attempt: u32, base: Duration, max: Duration) -> Duration {
    let ceiling = base.saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(max);
    ceiling.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_maximum_and_never_past_it() {
        let mut backoff = Backoff::new(Duration::from_millis(60), Duration::from_secs(2));
        let waits: Vec<_> = (0..20).map(|_| backoff.next_wait()).collect();
        assert!(waits[0] <= Duration::from_millis(60) && waits[0] >= Duration::from_millis(30));
        assert!(waits.iter().all(|wait| *wait <= Duration::from_secs(2)));
        assert!(waits[19] >= Duration::from_secs(1));
    }

    #[test]
    fn jitter_is_bounded_for_any_attempt() {
        let (base, max) = (Duration::from_millis(200), Duration::from_secs(5));
        assert!((0..40).all(|attempt| full_jitter(attempt, base, max) <= max));
        assert!((0..40).all(|_| full_jitter(1, base, max) <= base));
    }
}
