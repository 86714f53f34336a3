//! What an operation did: its steps, its requests, and whether a write may have landed.
//!
//! Shared with whoever cancels the operation, so that an abort can tell too.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::error::Effect;
use crate::net::clock::now_ms;
pub use crate::net::clock::system_ms;

/// One thing that was done: a request, or a decision. `at` is in milliseconds since 1970, like every other `at`.
// Free of bodies, texts and secrets.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Step {
    /// When it began.
    pub at: u64,
    /// In words, such as `read the conversation`.
    pub name: String,
    /// Of a request; absent for a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path and query of a request; no host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// HTTP status; absent where nothing was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How long the answer took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<u64>,
    /// Which attempt it was, where the request was tried more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// `ININ-Correlation-Id`: what the vendor's support asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// What was concluded, or what was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Step {
    pub fn now(name: impl Into<String>) -> Self {
        Self { at: now_ms(), name: name.into(), ..Self::default() }
    }
}

pub fn millis_of(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}

type Listener = Arc<dyn Fn(&Step) + Send + Sync>;

#[derive(Clone)]
pub struct Trace {
    started: Instant,
    listener: Option<Listener>,
    record: Arc<Mutex<Record>>,
}

#[derive(Default)]
struct Record {
    steps: Vec<Step>,
    requests: u32,
    effect: Effect,
}

impl Default for Trace {
    fn default() -> Self {
        Self { started: Instant::now(), listener: None, record: Arc::default() }
    }
}

impl Trace {
    pub fn with_listener(listener: impl Fn(&Step) + Send + Sync + 'static) -> Self {
        Self { listener: Some(Arc::new(listener)), ..Self::default() }
    }

    pub fn push(&self, step: Step) {
        if let Some(listener) = &self.listener {
            listener(&step);
        }
        self.record().steps.push(step);
    }

    pub fn note(&self, name: &str, detail: impl Into<String>) {
        self.push(Step { detail: Some(detail.into()), ..Step::now(name) });
    }

    /// A request of the Platform API, counted when it leaves.
    pub fn count_request(&self) {
        self.record().requests += 1;
    }

    /// A write is about to leave: from here on an abort cannot know.
    pub fn write_leaves(&self) -> Effect {
        std::mem::replace(&mut self.record().effect, Effect::Unknown)
    }

    pub fn set_effect(&self, effect: Effect) {
        self.record().effect = effect;
    }

    pub fn effect(&self) -> Effect {
        self.record().effect
    }

    pub fn requests(&self) -> u32 {
        self.record().requests
    }

    /// How long the latest request took, there and back.
    pub fn last_trip(&self) -> Duration {
        let record = self.record();
        let last = record.steps.iter().rev().find(|step| step.method.is_some());
        Duration::from_millis(last.and_then(|step| step.elapsed_ms).unwrap_or_default())
    }

    /// How often a request had been sent in all, in repeats and in rounds: the last one that was answered `status`, else the
    /// last one.
    pub fn attempts_of_last_request(&self, status: Option<u16>) -> u32 {
        let record = self.record();
        let sent = || record.steps.iter().rev().filter(|step| step.method.is_some());
        let told = sent().find(|step| status.is_some() && step.status == status);
        let Some(last) = told.or_else(|| sent().next()) else { return 0 };
        let same = |step: &&Step| step.method == last.method && step.path == last.path;
        record.steps.iter().filter(same).count().try_into().unwrap_or(u32::MAX)
    }

    pub fn steps(&self) -> Vec<Step> {
        self.record().steps.clone()
    }

    pub const fn started(&self) -> Instant {
        self.started
    }

    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        // A panic elsewhere must not hide what was recorded.
        self.record.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_are_those_of_the_request_that_was_answered_so() {
        let trace = Trace::default();
        for (method, status) in [("GET", 200), ("PATCH", 500), ("PATCH", 500), ("GET", 200), ("GET", 200)] {
            trace.push(Step {
                method: Some(method.into()),
                path: Some("/".into()),
                status: Some(status),
                ..Step::now("it")
            });
        }
        let attempts =
            [Some(500), Some(200), Some(404), None].map(|status| trace.attempts_of_last_request(status));
        assert_eq!(attempts, [2, 3, 3, 3]);
        assert_eq!(Trace::default().attempts_of_last_request(None), 0);
    }
}
