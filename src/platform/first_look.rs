//! When a close may look first whether its write shows, and what came of it.

use std::time::Duration;

use super::client::Client;
use super::settling::Step;

/// Whoever drops it without a word has learnt nothing.
pub struct FirstLook {
    client: Client,
    step: Step,
    /// How long the write took to the org and its answer back: the look takes as long, and that counts as waited.
    trip: Duration,
    showed: Option<bool>,
}

impl FirstLook {
    pub fn begin(client: &Client, trip: Duration) -> Self {
        Self { client: client.clone(), step: client.memory().settling.begin(), trip, showed: None }
    }

    pub const fn wait(&self) -> Duration {
        self.step.wait().saturating_sub(self.trip)
    }

    pub fn ended(mut self, showed: bool) {
        self.showed = Some(showed);
    }
}

impl Drop for FirstLook {
    fn drop(&mut self) {
        self.client.memory().settling.ended(self.step, self.showed);
    }
}
