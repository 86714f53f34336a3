//! One point in time that bounds everything an operation does.

use std::future::Future;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::Instant;

#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    started: Instant,
    at: Instant,
}

impl Deadline {
    pub fn after(budget: Duration) -> Self {
        let started = Instant::now();
        Self { started, at: started + budget }
    }

    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    pub fn remaining(&self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }

    pub fn has_passed(&self) -> bool {
        self.remaining().is_zero()
    }

    /// Whether a wait of this length still leaves time to act afterwards.
    pub fn allows(&self, wait: Duration) -> bool {
        wait < self.remaining()
    }

    /// Waits, but never past the deadline.
    pub async fn sleep(&self, wait: Duration) {
        tokio::time::sleep(wait.min(self.remaining())).await;
    }

    /// The future's result, or `None` when the deadline comes first.
    // No `async fn`: one would hold the future twice, as it was given and as it is awaited.
    pub fn bound<F: Future>(&self, future: F) -> impl Future<Output = Option<F::Output>> + use<F> {
        tokio::time::timeout_at(self.at, future).map(Result::ok)
    }

    /// As [`Deadline::bound`], with a shorter limit for this one attempt.
    pub fn bound_attempt<F: Future>(
        &self,
        limit: Duration,
        future: F,
    ) -> impl Future<Output = Option<F::Output>> + use<F> {
        tokio::time::timeout(limit.min(self.remaining()), future).map(Result::ok)
    }
}
